//! What a file proposes, without a file: stretches as the reader gives them.

use documents::{Block, Document, Span};
use group::{membership::Side, permissions::Role};
use proptest::prelude::*;
use reading::word::{Comment, Done, Reviewed, Stretch, Tracked};
use uuid::Uuid;

use super::{
    super::{
        super::{
            compose,
            model::{Paper, Section, State},
        },
        model::taken_up,
    },
    Base, hash_in, person, proposed,
};
use crate::meetings::{Attendee, Presence};

fn section(position: i64, heading: &str, words: &str) -> Section {
    Section { position, heading: heading.into(), item: None, words: words.into() }
}

fn paper(blocks: Vec<Block>, reserved: Vec<Block>) -> Paper {
    let (title, subtitle, language) = ("Minute".into(), "Monday 14 December".into(), "en-GB".into());
    Paper { open: Document { title, subtitle, language, author: "Board".into(), running: String::new(), blocks }, reserved }
}

fn blocks(sections: &[Section]) -> Vec<Block> {
    let of = |section: &Section| {
        let heading = Block::heading(1, format!("{}  {}", section.position, section.heading));
        std::iter::once(heading).chain(section.words.lines().map(Block::paragraph)).collect::<Vec<_>>()
    };
    sections.iter().flat_map(of).collect()
}

fn same(line: &str) -> Stretch {
    Stretch { before: vec![line.into()], after: vec![line.into()], ..Stretch::default() }
}

fn tracked(before: &[&str], after: &[&str], author: &str) -> Stretch {
    let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    let change = Tracked { done: Done::Inserted, author: author.into(), at: String::new(), words: String::new() };
    Stretch { before: own(before), after: own(after), changes: vec![change], comments: Vec::new() }
}

fn head() -> Vec<Stretch> {
    vec![same("Minute"), same("DRAFT MINUTE, not approved. Monday 14 December")]
}

#[test]
fn our_own_file_read_again_proposes_nothing() {
    let sections = [section(1, "Welcome", "There were none.\nTwo  blanks, and a\u{a0}hard one."), section(2, "Letters", "One.")];
    let mut all = blocks(&sections);
    all.push(Block::spans(vec![Span::strong("Theme: "), Span::plain("Discharge\nand transfer")]));
    all.push(Block::Callout { spans: vec![Span::strong("Decision 26/D01: "), Span::plain("Agreed.")] });
    all.push(Block::list(["An item".to_owned(), "Another".to_owned()]));
    all.push(Block::table("Actions", &["Ref", "What"], vec![vec![vec![Span::plain("A-0001")], vec![]]], &[1, 3]));
    let reserved = vec![Block::heading(1, "Reserved part"), Block::heading(2, "3  Contract"), Block::paragraph("Two bidders.")];
    let paper = paper(all, reserved);
    let base = Base::of(&paper, &sections);
    for document in [paper.together(), paper.open.clone()] {
        let dressed = compose::dressed(document, State::Draft, None);
        let file = documents::docx::write_version(&dressed, &"0f".repeat(32)).expect("a file");
        let reviewed = reading::word::reviewed(&file).expect("reads");
        assert_eq!(proposed(&base, &reviewed), [], "with the reserved part or without it");
        assert_eq!(hash_in(&reviewed), Some(vec![15; 32]));
    }
}

#[test]
fn each_change_says_where_it_stands_and_whose_it_is() {
    let sections = [section(1, "Welcome", "There were none."), section(2, "Letters", "Letters take weeks.\nWards lack typists.")];
    let base = Base::of(&paper(blocks(&sections), Vec::new()), &sections);
    let mut stretches = head();
    stretches.extend([same("1 Welcome"), same("There were two."), same("2 Letters")]);
    stretches.push(tracked(&["Letters take weeks."], &["Letters take months."], "Ailsa Munro"));
    let comment = Comment { author: "T. Adeyemi".into(), words: "Which?".into(), about: "Wards".into(), ..Comment::default() };
    stretches.push(Stretch { comments: vec![comment], ..same("Wards lack typists.") });
    stretches.push(tracked(&[], &["One has two."], "Ailsa Munro"));
    let told = proposed(&base, &Reviewed { stretches, ..Reviewed::default() });
    let short: Vec<(i64, &str, &str, &str)> =
        told.iter().map(|one| (one.section, one.was.as_str(), one.words.as_str(), one.author.as_str())).collect();
    let expected = [
        (1, "There were none.", "There were two.", ""),
        (2, "Letters take weeks.", "Letters take months.", "Ailsa Munro"),
        (2, "Wards lack typists.", "Wards lack typists.\nOne has two.", "Ailsa Munro"),
    ];
    assert_eq!(short, expected);
    assert_eq!(told[2].why, "T. Adeyemi on “Wards”: Which?");
}

#[test]
fn an_author_is_an_attendee_by_name_in_whatever_order() {
    let attendee = |name: &str, id: u128| Attendee {
        person: Uuid::from_u128(id),
        name: name.into(),
        presence: Presence::Present,
        role: Role::Member,
        side: Side::Gp,
        core: true,
    };
    let there = [attendee("Dr Ailsa Munro", 1), attendee("Tunde Adeyemi", 2), attendee("Ann Lee", 3), attendee("Dr Ann Lee", 4)];
    for (author, expected) in [
        ("ailsa munro", Some(1)),
        ("MUNRO, Ailsa (Dr)", Some(1)),
        ("Tunde Adeyemi", Some(2)),
        ("Ann Lee", None),
        ("", None),
        ("Ailsa", None),
    ] {
        assert_eq!(person(author, &there), expected.map(Uuid::from_u128), "{author}");
    }
}

/// What somebody does to a paragraph.
#[derive(Clone, Debug)]
enum Edit {
    Leave,
    Reword(bool, String),
    TakeOut(bool),
    AddAfter(bool, String),
}

fn edit() -> impl Strategy<Value = Edit> {
    let words = "[a-e]{1,4}( [a-e]{1,4}){0,5}";
    prop_oneof![
        3 => Just(Edit::Leave),
        2 => (any::<bool>(), words).prop_map(|(tracked, text)| Edit::Reword(tracked, text)),
        1 => any::<bool>().prop_map(Edit::TakeOut),
        2 => (any::<bool>(), words).prop_map(|(tracked, text)| Edit::AddAfter(tracked, text)),
    ]
}

proptest! {
    #[test]
    fn taking_up_all_that_a_file_proposes_gives_the_text_of_the_file(edits in prop::collection::vec(edit(), 1..10)) {
        // Each paragraph begins with a word of its own, so that none stands twice.
        let lines: Vec<String> = (0..edits.len()).map(|at| format!("p{at} letters take weeks to leave ward {at}")).collect();
        let sections = [section(1, "Letters", &lines.join("\n"))];
        let base = Base::of(&paper(blocks(&sections), Vec::new()), &sections);
        let (mut stretches, mut text) = (head(), Vec::new());
        stretches.push(same("1 Letters"));
        for (at, edit) in edits.iter().enumerate() {
            let line = lines[at].as_str();
            let mut put = |is_tracked: bool, before: &[&str], after: &[&str]| {
                text.extend(after.iter().map(|line| (*line).to_owned()));
                if is_tracked { stretches.push(tracked(before, after, "A")) } else { stretches.extend(after.iter().map(|line| same(line))) }
            };
            match edit {
                Edit::Leave => put(false, &[line], &[line]),
                Edit::Reword(by, words) => put(*by, &[line], &[&format!("p{at} {words}")]),
                Edit::TakeOut(by) => put(*by, &[line], &[]),
                Edit::AddAfter(by, words) => {
                    put(false, &[line], &[line]);
                    put(*by, &[], &[&format!("n{at} {words}")]);
                }
            }
        }
        let mut words = sections[0].words.clone();
        for one in proposed(&base, &Reviewed { stretches, ..Reviewed::default() }) {
            prop_assert_eq!(one.section, 1);
            let taken = taken_up(&words, &one.was, &one.words);
            prop_assert!(taken.is_some(), "{:?} does not stand in {:?}", one, words);
            words = taken.unwrap_or_default();
        }
        prop_assert_eq!(words.lines().collect::<Vec<_>>(), text);
    }
}
