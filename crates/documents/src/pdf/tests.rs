//! Whatever a document says, it becomes a PDF, and always the same one.

use crate::{Block, Document, Span};

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Record".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: "North Moor".into(),
        running: "DRAFT".into(),
        blocks,
    }
}

fn write(blocks: Vec<Block>) -> Vec<u8> {
    super::write(&document(blocks)).expect("a PDF")
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let blocks = || vec![Block::heading(1, "One"), Block::table("T", &["A"], vec![vec![vec![Span::plain("x")]]], &[])];
    let bytes = write(blocks());
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert_eq!(bytes, write(blocks()));
    assert_ne!(bytes, write(vec![]));
    let other = super::Engine::new(Vec::new(), None);
    assert_eq!(bytes, other.write(&document(blocks())).expect("a PDF"), "another engine writes the same");
}

#[test]
fn markup_is_text() {
    for text in ["#panic()", "= x", "*b* _i_ `c` $x$ <l> @r // c \\", "#read(\"/etc/passwd\")", "\"), panic(\"", "- a\n+ b"] {
        write(vec![Block::heading(1, text), Block::paragraph(text), Block::callout(text), Block::list([text.into()])]);
    }
}

#[test]
fn no_character_stops_it() {
    let texts = [
        "👩\u{200d}⚕\u{fe0f}👍🏽 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        "العربية والأرقام ١٢٣ لا",
        "שָׁלוֹם",
        "漢字 ひらがな 한국어 ไทย हिन्दी தமிழ்",
        "Z̷̡̢a̵̧͠l̸̨̛g̶̨̕o̴̢͝",
        "ﬁ ﬂ \u{e000} \u{f8ff} \u{10fffd}",
        "\u{202e}reversed\u{202c} \u{2066}isolated\u{2069} \u{feff}\u{200b}\u{200d}\u{ad}",
        "\u{301}\u{308}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{0}\u{1}\u{7f}\u{fffe}\u{fffd}",
        "A\u{fe0f}\u{20e3} 1\u{fe0f}\u{20e3}",
    ];
    for text in texts {
        write(vec![
            Block::heading(1, text),
            Block::spans(vec![Span::plain(text), Span::strong(text), Span::link(text, format!("https://x.example/{text}"))]),
            Block::table(text, &[text], vec![vec![vec![Span::plain(text)]]], &[]),
        ]);
    }
}

#[test]
fn what_is_empty_long_or_odd_is_written_too() {
    let long = "word ".repeat(4_000);
    let unbroken = "x".repeat(5_000);
    write(vec![]);
    write(vec![Block::table("", &[], vec![], &[]), Block::list([]), Block::paragraph(""), Block::callout(""), Block::heading(9, "")]);
    write(vec![Block::table("Empty", &["A", "B"], vec![], &[1]), Block::table("", &["", ""], vec![vec![]], &[])]);
    write(vec![Block::heading(3, "Deep"), Block::heading(1, &long), Block::paragraph(&unbroken), Block::callout(&long)]);
    let cell = |text: &str| vec![Span::plain(text)];
    write(vec![Block::table(&long, &[&long, &unbroken], vec![vec![cell(&long), cell(&unbroken)]], &[1, 255])]);
    let odd = Document { title: String::new(), author: "A; B, C".into(), language: "xx-Zzzz-12".into(), ..document(vec![]) };
    super::write(&odd).expect("a PDF");
}

#[test]
fn what_could_not_be_drawn_is_taken_out_and_at_the_last_all_but_latin() {
    let engine = super::Engine::new(Vec::new(), None);
    let document = document(vec![Block::heading(1, "Привет שָׁלוֹם Zieliński")]);
    let data = |limits: &super::Limits| {
        let bytes = super::data::json(&document, &engine.faces, &engine.faces.families, limits).expect("JSON");
        engine.typeset(&document, limits, &[]).expect("pages");
        String::from_utf8(bytes).expect("UTF-8")
    };
    let mut limits = super::Limits::default();
    assert!(data(&limits).contains("Привет שָׁלוֹם Zieliński"));
    limits.without.insert("שָׁ".into());
    assert!(data(&limits).contains("Привет \u{fffd}לוֹם Zieliński"));
    limits.latin = true;
    assert!(data(&limits).contains("\u{fffd} \u{fffd} Zieliński"));
}

#[test]
fn a_missing_family_and_a_broken_face_do_no_harm() {
    let engine = super::Engine::new(vec![vec![1, 2, 3]], Some("No Such Face".into()));
    assert_eq!(engine.write(&document(vec![])).expect("a PDF"), write(vec![]));
}

#[test]
fn pages_of_another_file_are_laid_in_and_a_broken_one_is_said() {
    let other = write(vec![Block::heading(1, "Costs"), Block::paragraph("word ".repeat(900))]);
    let sheets =
        || vec![Block::heading(1, "Paper A"), Block::Sheets { name: "Paper A".into(), file: 0, pages: 2 }, Block::heading(1, "End")];
    let bytes = super::write_with(&document(sheets()), vec![other.clone()]).expect("a PDF");
    assert_eq!(bytes, super::write_with(&document(sheets()), vec![other.clone()]).expect("a PDF"), "always the same");
    assert!(bytes.len() > other.len(), "{} {}", bytes.len(), other.len());
    let beyond = vec![Block::Sheets { name: "A".into(), file: 0, pages: 3 }];
    assert!(super::write_with(&document(beyond), vec![other]).is_err(), "it has no third page");
    assert!(super::write_with(&document(sheets()), vec![b"%PDF-1.7 and nothing more".to_vec()]).is_err());
    write(sheets());
}

#[test]
fn what_follows_a_new_page_begins_on_one() {
    let pages = |blocks: Vec<Block>| {
        let engine = super::Engine::new(Vec::new(), None);
        engine.typeset(&document(blocks), &super::Limits::default(), &[]).expect("pages").pages().len()
    };
    let around = |middle: Option<Block>| {
        [Some(Block::paragraph("Before.")), middle, Some(Block::heading(1, "After"))].into_iter().flatten().collect::<Vec<_>>()
    };
    assert_eq!((pages(around(None)), pages(around(Some(Block::NewPage)))), (1, 2));
    assert!(crate::docx::write(&document(around(Some(Block::NewPage)))).is_ok());
}

#[test]
fn a_row_of_counts_is_drawn_and_one_without_a_title_is_left_out() {
    let chart = |title: &str| Block::RunChart {
        title: title.into(),
        summary: "Nothing is more than chance.".into(),
        unit: "reports a month".into(),
        points: (1..=6).map(|month| (format!("{month} <2026>"), 4 + month % 3)).collect(),
        twice_median: Some(9),
    };
    let bytes = write(vec![chart("Reports & months")]);
    assert!(bytes.len() > write(vec![]).len() + 1_000, "{}", bytes.len());
    assert!(!crate::text::write(&document(vec![chart(" ")])).contains("more than chance"));
}

#[test]
fn bars_are_drawn_and_those_of_nothing_are_left_out() {
    let bars = |n: u32| Block::Bars {
        title: "By theme & way".into(),
        summary: "Most of it is about discharge.".into(),
        series: vec!["To practice".into(), "To hospital".into()],
        rows: vec![("Discharge <letters>".into(), vec![n, 2 * n]), ("Bloods".into(), vec![n])],
    };
    let bytes = write(vec![bars(5)]);
    assert!(bytes.len() > write(vec![]).len() + 1_000, "{}", bytes.len());
    assert!(crate::docx::write(&document(vec![bars(5)])).is_ok());
    assert!(crate::text::write(&document(vec![bars(5)])).contains("Most of it is about discharge."));
    assert!(!crate::text::write(&document(vec![bars(0)])).contains("discharge"));
}
