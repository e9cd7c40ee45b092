//! Templates in the manners in which people write them, all of them made up.

use proptest::prelude::*;

use super::{ClauseKind, MarkKind, Template, TemplateProblem, of_file, of_text, of_word};
use documents::{Block, Document, Span};
use reading::word::{self, Kind, Paragraph, Word};

fn read(text: &str) -> Template {
    of_text(text).expect("a template")
}

/// The headings, empty for the opening.
fn headings(template: &Template) -> Vec<&str> {
    template.sections.iter().map(|section| section.heading.as_str()).collect()
}

/// The words below a heading.
fn below<'a>(template: &'a Template, heading: &str) -> Vec<&'a str> {
    let section = template.sections.iter().find(|section| section.heading == heading).expect("the section");
    section.clauses.iter().map(|clause| clause.words.as_str()).collect()
}

/// What is marked, in reading order.
fn marked(template: &Template) -> Vec<(MarkKind, &str)> {
    template.marks.iter().map(|mark| (mark.kind, mark.text.as_str())).collect()
}

/// The marks of some kinds in one clause of text.
fn in_clause(text: &str, wanted: impl Fn(MarkKind) -> bool) -> Vec<String> {
    let template = read(&format!("Purpose\n{text}"));
    template.marks.into_iter().filter(|mark| wanted(mark.kind)).map(|mark| mark.text).collect()
}

fn names(text: &str) -> Vec<String> {
    in_clause(text, |kind| kind == MarkKind::Name)
}

fn asked(text: &str) -> Vec<String> {
    in_clause(text, MarkKind::is_placeholder)
}

const ONE_LINE: &str = "\
Example terms of reference – please delete this line
Glen Liaison Group
Introduction
The liaison group brings together clinicians in [area], who would otherwise seldom meet.
Who can come?
Anybody may come who was invited by the co-chairs. There is no need to say why.
[List of core members]
Quorum:
At least [number] of each side are there when something is decided.
Note to author: say here who decides when they are not.
Telling others
· the weekly Glen Practice email
· everybody who asked
Review
Every year, and whenever the group wishes it, these terms are looked at again.
";

#[test]
fn one_line_for_each_paragraph() {
    let template = read(ONE_LINE);
    assert_eq!(headings(&template), ["", "Introduction", "Who can come?", "Quorum", "Telling others", "Review"]);
    assert_eq!(below(&template, ""), ["Example terms of reference – please delete this line", "Glen Liaison Group"]);
    assert_eq!(below(&template, "Telling others"), ["the weekly Glen Practice email", "everybody who asked"]);
    let kinds: Vec<ClauseKind> = template.sections[4].clauses.iter().map(|clause| clause.kind).collect();
    assert_eq!(kinds, [ClauseKind::Bullet; 2]);
    assert_eq!(
        marked(&template),
        [
            (MarkKind::Notice, "Example terms of reference – please delete this line"),
            (MarkKind::Name, "Glen Liaison Group"),
            (MarkKind::Text, "area"),
            (MarkKind::List, "List of core members"),
            (MarkKind::Text, "number"),
            (MarkKind::Advice, "Note to author: say here who decides when they are not."),
            (MarkKind::Name, "weekly Glen Practice email"),
        ]
    );
}

#[test]
fn what_stands_on_the_cover_stands_before_the_first_section() {
    let template = read(
        "GLEN HEALTH BOARD\nINTERFACE GROUP\nTerms of Reference\nVersion: 2.3\nAuthor: Ann Other\n\nPURPOSE\nTo care together.\nMEMBERS\nGPs and consultants.\n",
    );
    assert_eq!(headings(&template), ["", "PURPOSE", "MEMBERS"]);
    assert_eq!(template.sections[0].clauses.len(), 5);
    let told = read(
        "Interface Group – Terms of Reference\n\nHow to use this template\nSay what you mean.\n\nPurpose\nTo care for patients together, on both sides of the interface.",
    );
    assert_eq!(headings(&told), ["", "How to use this template", "Purpose"]);
    assert_eq!(marked(&told), [(MarkKind::Advice, "How to use this template"), (MarkKind::Advice, "Say what you mean.")]);
}

const WRAPPED: &str = "\
                GLENMORVEN INTERFACE GROUP
                    TERMS OF REFERENCE

1. PURPOSE

The purpose of the group is to give general practitioners and
consultants a place where they may raise what goes wrong between
them. It was set up by [name of the
executive who set it up] for the Board.
A second paragraph stands close below the first one, and it is inter-
professional.

2. MEMBERSHIP

  - four GPs, of whom at least one works at night and at weekends
    in the Glenmorven Night Service
  - four consultants

  (a) nobody else has a vote, but the group may ask whoever it needs
  for a part of its meetings

3. MEETINGS

The group meets [monthly/quarterly].
";

#[test]
fn paragraphs_that_were_broken_into_lines() {
    let template = read(WRAPPED);
    assert_eq!(headings(&template), ["", "PURPOSE", "MEMBERSHIP", "MEETINGS"]);
    assert_eq!(below(&template, ""), ["GLENMORVEN INTERFACE GROUP", "TERMS OF REFERENCE"]);
    let purpose = below(&template, "PURPOSE");
    assert!(purpose[0].ends_with("set up by [name of the executive who set it up] for the Board."), "{purpose:?}");
    assert!(purpose.last().expect("a paragraph").ends_with("it is inter-professional."), "{purpose:?}");
    assert_eq!(
        below(&template, "MEMBERSHIP"),
        [
            "four GPs, of whom at least one works at night and at weekends in the Glenmorven Night Service",
            "four consultants",
            "nobody else has a vote, but the group may ask whoever it needs for a part of its meetings",
        ]
    );
    let found = marked(&template);
    assert!(found.contains(&(MarkKind::Text, "name of the executive who set it up")), "{found:?}");
    assert!(found.contains(&(MarkKind::Name, "Glenmorven Night Service")), "{found:?}");
}

const NUMBERED: &str = "\
Terms of Reference

1 Background
1.1 The group was set up by the Medical Director.
2 Role
2.1 The group will:
(a) hear of problems; and
(b) solve them.
3 Membership
3 GPs
3 consultants
4 Reporting
5 Frequency of meetings
5.1 The group meets [frequency].
";

#[test]
fn sections_with_numbers() {
    let template = read(NUMBERED);
    assert_eq!(headings(&template), ["", "Background", "Role", "Membership", "Reporting", "Frequency of meetings"]);
    assert_eq!(below(&template, "Role"), ["The group will:", "hear of problems; and", "solve them."]);
    assert_eq!(below(&template, "Membership"), ["3 GPs", "3 consultants"], "a number of people stays");
    let lists = read(
        "Purpose\nThe group does this, among other things that it finds worth its time:\n1. Prescribing\n2. Discharge\n3. Referrals\n\nReview\nOnce in a year the group looks at these terms again.",
    );
    assert_eq!(headings(&lists), ["Purpose", "Review"], "numbered lines next to each other are a list");
    let dotted = read("1. Purpose\nTo care.\n1. One thing\n2. Another\n2. Members\nGPs and others.\n3. Review\nOnce a year.");
    assert_eq!(headings(&dotted), ["Purpose", "Members", "Review"], "a list within a section begins anew");
}

const MARKDOWN: &str = "\
# Interface Group – Terms of Reference

*This template is meant to be adapted by each board.*

## Aim ##

The aim of `[Board]` is **joint** work.

Objectives
----------

* find problems
* share with <<list of partner bodies>>

**Members**

| Role | Name |
|------|------|
| Co-chair | {{name}} |
|  |  |

See [the page](https://intranet.glen.example/interface).

| | |
|---|---|
| | |
";

#[test]
fn columns_of_blanks_are_rows() {
    let template = read(
        "Members\nName              Role\n[name]            Co-chair\nOne   alone is a sentence with a gap.\n\nMore   of the same, with nothing beside it.",
    );
    assert_eq!(below(&template, "Members")[..2], ["Name\tRole", "[name]\tCo-chair"]);
    assert_eq!(template.sections[0].clauses.last().map(|clause| clause.kind), Some(ClauseKind::Paragraph));
    let zeros = read("1.0 Aim\n1.1 To care.\n2.0 Meetings\n2.1 Quorum\nHalf of them.\n2.2 The group meets often.");
    assert_eq!(headings(&zeros), ["Aim", "Meetings", "Quorum"]);
}

#[test]
fn markdown() {
    let template = read(MARKDOWN);
    assert_eq!(headings(&template), ["", "Aim", "Objectives", "Members"]);
    assert_eq!(template.sections[0].clauses.len(), 2, "the title stands before the first section");
    assert_eq!(
        below(&template, "Members"),
        ["Role\tName", "Co-chair\t{{name}}", "See [the page](https://intranet.glen.example/interface).", ""]
    );
    assert_eq!(
        marked(&template)[1..],
        [
            (MarkKind::Text, "Board"),
            (MarkKind::List, "list of partner bodies"),
            (MarkKind::Text, "name"),
            (MarkKind::Name, "[the page](https://intranet.glen.example/interface)"),
            (MarkKind::EmptyTable, ""),
        ]
    );
}

fn document(blocks: Vec<Block>) -> Vec<u8> {
    let document = Document {
        title: "Terms of Reference".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: "North Moor".into(),
        running: "DRAFT TEMPLATE".into(),
        blocks,
    };
    documents::docx::write(&document).expect("a Word file")
}

#[test]
fn a_word_file_with_styles_and_a_bracket_over_several_runs() {
    let cell = |text: &str| vec![Span::plain(text)];
    let bytes = document(vec![
        Block::heading(1, "Purpose"),
        Block::spans(vec![Span::plain("The group serves [in"), Span::strong("sert the board"), Span::plain("] and its patients.")]),
        Block::list(["one".into(), "two, as agreed by the GMKO".into()]),
        Block::heading(1, "Members of the [board] group"),
        Block::table("", &["Role", "Name"], vec![vec![cell("Co-chair"), cell("[name]")]], &[]),
        Block::table("", &["", ""], vec![vec![cell(""), cell(" ")]], &[]),
    ]);
    let template = of_file(&bytes).expect("a template");
    assert_eq!(headings(&template), ["", "Purpose", "Members of the [board] group"]);
    assert_eq!(below(&template, ""), ["DRAFT TEMPLATE", "Terms of Reference"]);
    assert_eq!(below(&template, "Purpose"), ["The group serves [insert the board] and its patients.", "one", "two, as agreed by the GMKO"]);
    assert_eq!(below(&template, "Members of the [board] group"), ["Role\tName", "Co-chair\t[name]", ""]);
    assert_eq!(
        marked(&template),
        [
            (MarkKind::Notice, "DRAFT TEMPLATE"),
            (MarkKind::Text, "insert the board"),
            (MarkKind::Name, "GMKO"),
            (MarkKind::Text, "board"),
            (MarkKind::Text, "name"),
            (MarkKind::EmptyTable, ""),
        ]
    );
    let heading = template.marks.iter().find(|mark| mark.text == "board").expect("the mark in the heading");
    assert_eq!((heading.clause, &template.words_around(heading)[heading.start..heading.end]), (None, "[board]"));
}

fn paragraph(strong: bool, text: &str) -> word::Block {
    word::Block::Paragraph(Paragraph { kind: Kind::Plain, strong, text: text.into(), prompts: Vec::new() })
}

#[test]
fn a_word_file_whose_headings_are_only_bold() {
    let prompt = "Board: Click here to enter";
    let mut asking = Paragraph { text: prompt.into(), ..Paragraph::default() };
    asking.prompts.push("Board: ".len()..prompt.len());
    let blocks = vec![
        paragraph(true, "The Interface Group"),
        paragraph(true, "Terms of Reference"),
        paragraph(true, "Aim"),
        paragraph(false, "To work together."),
        word::Block::Paragraph(asking),
        paragraph(true, "Members"),
        paragraph(false, "• GPs\n• consultants"),
        paragraph(true, "This is said in bold because it matters, and it is a sentence."),
        word::Block::Table(vec![vec![vec![], vec![Paragraph::default()]]]),
    ];
    let template = of_word(&Word { blocks, ..Word::default() }).expect("a template");
    assert_eq!(headings(&template), ["", "Aim", "Members"]);
    assert_eq!(below(&template, "Members")[..2], ["GPs", "consultants"]);
    assert_eq!(marked(&template), [(MarkKind::Text, "Click here to enter"), (MarkKind::EmptyTable, "")]);
}

#[test]
fn every_way_of_asking_is_a_placeholder() {
    for (text, expected) in [
        ("It meets [ insert\u{a0}frequency ].", vec!["insert frequency"]),
        ("It meets ［frequency］ and [day].", vec!["frequency", "day"]),
        ("Members of [the [local] group].", vec!["the [local] group"]),
        ("It serves <<board>> and {{place}} and «Board_Name».", vec!["board", "place", "Board_Name"]),
        ("It serves <insert board>, if x < y > z, and {Board}.<br>", vec!["insert board", "Board"]),
        ("Signed: _______ Date: ______", vec!["Signed", "Date"]),
        ("The chair is Click or tap here to enter text.", vec!["Click or tap here to enter text."]),
        ("[ ] agreed by both sides", vec!["agreed by both sides"]),
        ("As it says [sic] there [1].", vec!["sic", "1"]),
        ("See [the page](https://glen.example/x).", vec![]),
    ] {
        assert_eq!(asked(text), expected, "{text}");
    }
    let many = read(&format!("Purpose\n{}", "The group asks for [one thing] here. ".repeat(500)));
    assert_eq!(many.marks.len(), 500);
    let nested = read("It is for [the [local] group].");
    assert!(nested.notes[0].contains("the [local] group"), "{:?}", nested.notes);
}

#[test]
fn a_bracket_without_its_other_half_is_said_with_its_place() {
    let opened = of_text("Members\nThe group has a number of members from [both sides, and they meet often.").expect_err("a problem");
    assert_eq!(
        opened.to_string(),
        "Under “Members” a bracket is opened and not closed: “…has a number of members from [both sides, and they meet often.”. Put in its “]” and bring the file again"
    );
    let closed = of_text("both sides] come").expect_err("a problem").to_string();
    assert!(closed.starts_with("Before the first heading a bracket is closed that was not opened: “both sides] come”"), "{closed}");
    assert_eq!(of_text(" \n\t\n"), Err(TemplateProblem::Empty));
    assert_eq!(of_text(&"One.\n\n".repeat(6_000)), Err(TemplateProblem::TooLong));
}

#[test]
fn what_belongs_to_another_board_is_found() {
    for (text, expected) in [
        (
            "Outcomes go to the acute division newsletters and the GKM monthly update.",
            vec!["acute division newsletters", "GKM monthly update"],
        ),
        ("They are told by the PKQ weekly distribution email.", vec!["PKQ weekly distribution email"]),
        ("It stands in the monthly “Moor Matters” newsletter.", vec!["monthly “Moor Matters” newsletter"]),
        (
            "It stands on the StaffRoom intranet page and in the Primary Care Digest.",
            vec!["StaffRoom intranet page", "Primary Care Digest"],
        ),
        ("The group serves NHS North Moor and the Glenmore and Corrie HSCP.", vec!["NHS North Moor", "Glenmore and Corrie HSCP"]),
        ("It meets in Braeside House or at the Royal Infirmary of Strathmore.", vec!["Braeside House", "Royal Infirmary of Strathmore"]),
        ("Patients come from Western General Hospital and Dr Brown’s Hospital.", vec!["Western General Hospital", "Dr Brown’s Hospital"]),
        ("At night MOORDOC sees them.", vec!["MOORDOC"]),
        ("Issues are kept in Datix, TrakCare and datix.", vec!["Datix", "TrakCare", "datix"]),
        (
            "Write to Mrs Ann Other, ann.other@moor.example or 01234 567 890.",
            vec!["Mrs Ann Other", "ann.other@moor.example", "01234 567 890"],
        ),
        ("It is chaired by Dr A. B. Smith and Professor Whitelaw.", vec!["Dr A. B. Smith", "Professor Whitelaw"]),
        ("See www.moor.example/interface and https://moor.example.", vec!["www.moor.example/interface", "https://moor.example"]),
        (
            "It began on 1st April 2019, in 2020/21 and on 03/04/2021, and ends in March 2030 or 04/2031.",
            vec!["1st April 2019", "2020/21", "03/04/2021", "March 2030", "04/2031"],
        ),
        ("Lothian has many.", vec!["Lothian"]),
        ("It lies at ZZ1 2AB.", vec!["ZZ1 2AB"]),
        ("The Strathbeg Medical Committee and Strathbeg’s GPs agree.", vec!["Strathbeg Medical Committee", "Strathbeg"]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn what_every_board_has_is_nobodys_name() {
    for text in [
        "The Medical Director, the Health Board and the Interface Group agree on the Terms of Reference.",
        "Primary Care, the consultant committee, the GP Sub-Committee and the Clinical Management Group of the HSCP are told.",
        "GPs, AHPs, the LMC, the ADTC, the IJB and NES are asked, as are the LNC, ACF and AMC.",
        "The NHS Board is told by email, in regular updates, or in a newsletter.",
        "Members receive an update at each meeting, and papers go out by email a week before.",
        "The Data Protection Act 2018 and the Freedom of Information (Scotland) Act 2002 apply, and so does SSI 2018/67.",
        "Members MUST declare interests and CANNOT vote by proxy.",
        "A Joint Event Record (JER) is shared; each JER is short.",
        "It meets every six weeks, on a Tuesday, for 90 minutes, with 12 members or 3.5 sessions.",
        "In Scotland the Scottish Government, Public Health Scotland and the British Medical Association publish guidance.",
        "The Chair, the Vice-Chair, the Director of Pharmacy and the eHealth Lead attend; so may a Trainee.",
        "Work Shadowing, Realistic Medicine and Quality Improvement count for appraisal in SOAR.",
        "Glossary of the group: “Sense-checking” is what members do. (Quorum is explained below.)",
    ] {
        assert_eq!(names(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(names("It serves NHS [North Moor and Glen] and Dr [Somebody]."), Vec::<String>::new(), "what is asked for is no name");
}

#[test]
fn advice_is_told_from_what_the_group_says_of_itself() {
    let advice = |text: &str| in_clause(text, |kind| kind == MarkKind::Advice);
    for text in [
        "Recommendations: There might be more GPs. They bring other views.",
        "It is recommended that the membership covers all sites.",
        "Boards may wish to invite somebody from education.",
        "Guidance note – say how many there are.",
        "Please amend as needed.",
        "Consider including a trainee.",
        "To be agreed locally.",
    ] {
        assert_eq!(advice(text), [text], "{text}");
    }
    for text in [
        "The group may wish to invite others.",
        "Sub-groups may choose their own chairs.",
        "The group makes recommendations to the Board: they are written down.",
        "Members should declare interests. Please send apologies to the secretary.",
        "Note: the minutes are published.",
    ] {
        assert_eq!(advice(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(
        advice("The group has members. It is suggested that there are twelve. The chair has a vote."),
        ["It is suggested that there are twelve."]
    );
    assert_eq!(
        advice("You may say so in [name of the paper] at any time."),
        ["You may say so in", "at any time."],
        "placeholders within it are asked"
    );
    let listed = read(
        "Members\nIt is recommended that there are:\n- four GPs\n- four consultants\n\nThe group meets often, and everybody may come who was invited.",
    );
    let found: Vec<&str> = listed.marks.iter().map(|mark| mark.text.as_str()).collect();
    assert_eq!(found, ["It is recommended that there are:", "four GPs", "four consultants"]);
    let headed = read(
        "Notes for authors\nSay what is usual where the group works, and leave the rest.\n\nPurpose\nThe group is there to help those who care for patients.",
    );
    assert_eq!(
        marked(&headed),
        [(MarkKind::Advice, "Notes for authors"), (MarkKind::Advice, "Say what is usual where the group works, and leave the rest.")]
    );
}

#[test]
fn a_line_that_calls_the_document_a_draft_is_a_notice() {
    let notices = |text: &str| in_clause(text, |kind| kind == MarkKind::Notice);
    for text in [
        "DRAFT v0.2",
        "Draft template – to be tailored",
        "Sample terms of reference",
        "Terms of reference – draft",
        "This template should be adapted by each board.",
        "Please delete this page before use.",
    ] {
        assert_eq!(notices(text), [text], "{text}");
    }
    for text in [
        "Draft minutes are sent out within a week.",
        "- Develop a shared referral template",
        "- Draft replies to colleagues",
        "The group will draft a plan.",
        "A draft of the report is circulated.",
        "This model of care is shared.",
        "- Actions to be completed by the owner",
    ] {
        assert_eq!(notices(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(
        notices("The group meets often. This template is to be adapted by each board. It has members."),
        ["This template is to be adapted by each board."]
    );
    assert_eq!(notices("DRAFT terms of reference for NHS [board]"), ["DRAFT"], "the rest is the title");
    assert_eq!(notices("[This section should be amended locally] Links with others are kept."), Vec::<String>::new(), "that is asked for");
}

#[test]
fn a_table_without_words_is_marked_once() {
    let template = read("Members\nThose who are members are named below this line.\n\n\t\n\t\n\t\n\n\n");
    assert_eq!(marked(&template), [(MarkKind::EmptyTable, "")]);
    assert_eq!(template.sections[0].clauses.last().map(|clause| (clause.kind, clause.words.as_str())), Some((ClauseKind::Row, "")));
    let filled = read(
        "Members\nName\tRole\nSomebody\tGP\n\t\n\nThose are the members of this group, and no others.\n\t\nThat is all there is to say.",
    );
    assert!(filled.marks.iter().all(|mark| mark.kind != MarkKind::EmptyTable), "{:?}", filled.marks);
}

/// Text as people and machines write it: words, signs, brackets, blanks.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => "[a-zA-Z]{1,9} ",
        2 => any::<char>().prop_map(String::from),
        4 => prop::sample::select(vec![
            "\n", "\n\n", "\t", "- ", "· ", "1. ", "2.1 ", "(a) ", "# ", "## ", "\n---\n", "\n===\n", "| ", "**", "[name] ", "［name］", "[", "]", "<<", ">>", "{{x}}", "_____", ". ", ": ", "NHS ", "Dr ", "the weekly ", "newsletter ",
            "DRAFT ", "Recommendations: ", "It is recommended that ", "this template ", "2024 ", "1/2/2024", "a@b.uk ", "0131 000 0000 ", "’s ", "\u{a0}", "Membership", "\nAim\n", "e.g. ", "https://", "LUX ", "İ", "ß", "ǅ",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// All that is no blank and no sign of a list, a heading or a table.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"|-–—=*~#:+_".contains(*c)).collect()
}

/// Whether what was read is all of what stood there, but for the signs before lines.
fn is_whole(text: &str, template: &Template) -> bool {
    let read: String = template
        .sections
        .iter()
        .flat_map(|section| std::iter::once(&section.heading).chain(section.clauses.iter().map(|clause| &clause.words)))
        .map(|words| letters(words))
        .collect();
    let mut rest = read.as_str();
    text.lines().all(|line| {
        let line = letters(line);
        // A sign is short: a bullet, or up to a dozen of digits, letters, dots and brackets.
        let sign = line.chars().take(15).take_while(|c| c.is_ascii_alphanumeric() || !c.is_alphanumeric()).map(char::len_utf8);
        let mut cuts = std::iter::once(0).chain(sign.scan(0, |end, length| {
            *end += length;
            Some(*end)
        }));
        let found = cuts.find(|cut| rest.starts_with(&line[*cut..]));
        found.inspect(|cut| rest = &rest[line.len() - cut..]).is_some()
    }) && rest.is_empty()
}

fn is_sound(template: &Template) -> bool {
    let mut last = (0, None, 0);
    template.marks.iter().all(|mark| {
        let at = (mark.section, mark.clause, mark.start);
        let in_order = last <= at;
        last = (mark.section, mark.clause, mark.end);
        let said = template.words_around(mark).get(mark.start..mark.end);
        let same = mark.kind.is_placeholder() || said == Some(mark.text.as_str());
        in_order && said.is_some() && same && mark.start <= mark.end
    })
}

proptest! {
    #[test]
    fn nothing_is_lost_and_every_mark_stands_where_it_says(text in anything()) {
        match of_text(&text) {
            Ok(template) => {
                prop_assert!(is_whole(&text, &template), "{:?}\n{:?}", text, template.sections);
                prop_assert!(is_sound(&template), "{:?}", template.marks);
                let empty = template.sections.iter().flat_map(|section| &section.clauses).filter(|clause| clause.words.trim().is_empty()).count();
                prop_assert_eq!(empty, template.marks.iter().filter(|mark| mark.kind == MarkKind::EmptyTable).count());
                // No bracket leaks: each stands within a mark.
                for (section, part) in template.sections.iter().enumerate() {
                    let clauses = part.clauses.iter().enumerate().map(|(at, clause)| (Some(at), &clause.words));
                    for (clause, words) in clauses.chain([(None, &part.heading)]) {
                        for (at, _) in words.match_indices(['[', ']', '［', '］']) {
                            let marked = |mark: &&super::Mark| mark.section == section && mark.clause == clause && (mark.start..mark.end).contains(&at);
                            prop_assert!(template.marks.iter().find(marked).is_some(), "{}", words);
                        }
                    }
                }
            }
            Err(problem) => prop_assert!(!problem.to_string().is_empty()),
        }
    }

    #[test]
    fn a_word_document_keeps_all_of_its_words(texts in prop::collection::vec((any::<bool>(), anything()), 0..8)) {
        let blocks: Vec<word::Block> = texts.iter().map(|(strong, text)| paragraph(*strong, text.trim())).collect();
        let text = texts.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>().join("\n");
        if let Ok(template) = of_word(&Word { blocks, ..Word::default() }) {
            prop_assert!(is_sound(&template) && is_whole(&text, &template), "{:?}\n{:?}", texts, template);
        }
    }

    #[test]
    fn no_bytes_break_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = of_file(&bytes);
    }
}
