//! Files that were gone through, with changes and comments as Word and LibreOffice write them.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Done, Reviewed, reviewed};
use crate::Problem;

const BY_WORD: &str = r#"w:id="3" w:author="Dr Ailsa Munro" w:date="2026-12-15T09:30:00Z""#;

fn file(body: &str, comments: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("_rels/.rels", r#"<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="word/document.xml"/><Relationship Id="c" Type="http://x/custom-properties" Target="docProps/custom.xml"/></Relationships>"#.to_owned()),
        ("docProps/custom.xml", r#"<Properties xmlns:vt="v"><property pid="2" name="Version"><vt:lpwstr>abc123</vt:lpwstr></property><property pid="3" name="Other"><vt:i4>7</vt:i4></property></Properties>"#.to_owned()),
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/_rels/document.xml.rels", r#"<Relationships><Relationship Id="f" Type="http://x/comments" Target="comments.xml"/></Relationships>"#.to_owned()),
        ("word/comments.xml", format!("<w:comments>{comments}</w:comments>")),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a file").into_inner()
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn ins(text: &str) -> String {
    format!("<w:ins {BY_WORD}>{}</w:ins>", r(text))
}

fn del(text: &str) -> String {
    format!("<w:del {BY_WORD}><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>")
}

/// The mark on the end of a paragraph.
fn end(kind: &str) -> String {
    format!("<w:pPr><w:rPr><w:{kind} {BY_WORD}/></w:rPr></w:pPr>")
}

fn read(body: &str) -> Reviewed {
    reviewed(&file(body, "")).expect("reads")
}

fn told(found: &Reviewed) -> Vec<(Vec<&str>, Vec<&str>)> {
    let lines = |lines: &'static [String]| lines.iter().map(String::as_str).collect();
    let leaked: &'static Reviewed = Box::leak(Box::new(found.clone()));
    leaked.stretches.iter().map(|stretch| (lines(&stretch.before), lines(&stretch.after))).collect()
}

#[test]
fn words_within_a_paragraph_are_told_as_it_was_and_as_it_is_to_be() {
    let found = read(&(p(&r("Welcome")) + &p(&(r("Letters take ") + &del("weeks") + &ins("months") + &r(" to come.")))));
    assert_eq!(
        told(&found),
        [(vec!["Welcome"], vec!["Welcome"]), (vec!["Letters take weeks to come."], vec!["Letters take months to come."])]
    );
    let changes: Vec<(Done, &str, &str, &str)> = found.stretches[1]
        .changes
        .iter()
        .map(|change| (change.done, change.author.as_str(), change.at.as_str(), change.words.as_str()))
        .collect();
    let at = "2026-12-15T09:30:00Z";
    assert_eq!(changes, [(Done::Deleted, "Dr Ailsa Munro", at, "weeks"), (Done::Inserted, "Dr Ailsa Munro", at, "months")]);
    assert_eq!(found.properties.get("Version").map(String::as_str), Some("abc123"));
}

#[test]
fn paragraphs_that_come_go_join_or_part_are_told_together() {
    // Word: the new paragraph's own end is the old one's, and the end before it is new.
    let new = read(&(p(&(end("ins") + &r("One."))) + &p(&ins("New.")) + &p(&r("Two."))));
    assert_eq!(told(&new), [(vec!["One."], vec!["One.", "New."]), (vec!["Two."], vec!["Two."])]);
    // LibreOffice: the new paragraph's own end is new.
    let new = read(&(p(&r("One.")) + &p(&(end("ins") + &ins("New."))) + &p(&r("Two."))));
    assert_eq!(told(&new), [(vec!["One."], vec!["One."]), (vec!["Two."], vec!["New.", "Two."])]);
    let gone = read(&(p(&(end("del") + &del("Old."))) + &p(&r("Two."))));
    assert_eq!(told(&gone), [(vec!["Old.", "Two."], vec!["Two."])]);
    let joined = read(&(p(&(end("del") + &r("One "))) + &p(&r("and two."))));
    assert_eq!(told(&joined), [(vec!["One", "and two."], vec!["One and two."])]);
    let parted = read(&(p(&(end("ins") + &r("One."))) + &p(&r("Two."))));
    assert_eq!(told(&parted), [(vec!["One.Two."], vec!["One.", "Two."])]);
    let last = read(&(p(&r("One.")) + &p(&(end("ins") + &ins("The end.")))));
    assert_eq!(told(&last), [(vec!["One."], vec!["One."]), (vec![], vec!["The end."])]);
}

#[test]
fn what_was_moved_is_told_at_both_places() {
    let away = format!(
        "<w:moveFromRangeStart w:id=\"1\" w:name=\"m\"/><w:moveFrom {BY_WORD}>{}</w:moveFrom><w:moveFromRangeEnd w:id=\"1\"/>",
        r("Moved.")
    );
    let here = format!("<w:moveTo {BY_WORD}>{}</w:moveTo>", r("Moved."));
    let found = read(&(p(&away) + &p(&r("Between.")) + &p(&here)));
    assert_eq!(told(&found), [(vec!["Moved."], vec![]), (vec!["Between."], vec!["Between."]), (vec![], vec!["Moved."])]);
    assert_eq!((found.stretches[0].changes[0].done, found.stretches[2].changes[0].done), (Done::MovedAway, Done::MovedHere));
}

#[test]
fn rows_cells_and_text_boxes_are_paragraphs_of_their_own() {
    let cell = |inner: &str| format!("<w:tc>{}</w:tc>", p(inner));
    let row = |mark: &str, inner: &str| format!("<w:tr><w:trPr>{mark}</w:trPr>{inner}</w:tr>");
    let table = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("", &(cell(&r("A-0001")) + &cell(&(del("Ring") + &ins("Phone"))))),
        row(&format!("<w:ins {BY_WORD}/>"), &cell(&r("A-0002"))),
        row(&format!("<w:del {BY_WORD}/>"), &cell(&r("A-0003"))),
    );
    let boxed = format!(
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>",
        p(&r("Boxed")),
        p(&r("Boxed"))
    );
    let found = read(&(table + &p(&(r("Around ") + &boxed + &r("it")))));
    let expected: [(Vec<&str>, Vec<&str>); 6] = [
        (vec!["A-0001"], vec!["A-0001"]),
        (vec!["Ring"], vec!["Phone"]),
        (vec![], vec!["A-0002"]),
        (vec!["A-0003"], vec![]),
        (vec!["Boxed"], vec!["Boxed"]),
        (vec!["Around it"], vec!["Around it"]),
    ];
    assert_eq!(told(&found), expected);
}

#[test]
fn what_changed_only_in_looks_is_no_change() {
    let looks = format!(
        "<w:pPr><w:pPrChange {BY_WORD}><w:pPr><w:jc w:val=\"left\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:b/><w:rPrChange {BY_WORD}><w:rPr/></w:rPrChange></w:rPr><w:t>Bold</w:t></w:r>"
    );
    let found = read(&p(&looks));
    assert!(!found.stretches[0].is_changed() && found.stretches[0].changes.is_empty(), "{found:?}");
}

#[test]
fn a_comment_has_its_author_its_day_and_the_words_it_is_about() {
    let comments = r#"<w:comment w:id="0" w:author="T. Adeyemi" w:date="2026-12-16T08:00:00Z" w:initials="TA"><w:p><w:r><w:t>Was it not </w:t></w:r><w:r><w:t>May?</w:t></w:r></w:p><w:p><w:r><w:t>See the audit.</w:t></w:r></w:p></w:comment>
        <w:comment w:id="1" w:author="Nobody"><w:p><w:r><w:t>Agreed</w:t></w:r></w:p></w:comment>"#;
    let body = p(&(r("The audit was ")
        + "<w:commentRangeStart w:id=\"0\"/>"
        + &r("in June")
        + "<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>"
        + &r(".")))
        + &p(&(r("The end.") + "<w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"9\"/></w:r>"));
    let found = reviewed(&file(&body, comments)).expect("reads");
    let first = &found.stretches[0].comments;
    assert_eq!(first.len(), 1, "it is told once: {first:?}");
    assert_eq!((first[0].author.as_str(), first[0].about.as_str()), ("T. Adeyemi", "in June"));
    assert_eq!((first[0].words.as_str(), first[0].at.as_str()), ("Was it not May?\nSee the audit.", "2026-12-16T08:00:00Z"));
    assert_eq!(found.stretches[1].comments[0].words, "Agreed");
}

#[test]
fn what_is_no_word_file_says_what_to_bring() {
    assert_eq!(reviewed(b"%PDF-1.7"), Err(Problem::Pdf));
    assert_eq!(reviewed(b"hello"), Err(Problem::NotWord));
    assert_eq!(reviewed(&file("", "")).map(|found| found.stretches.len()), Ok(0));
}

/// Bodies put together at random of what such files are made of, nested rightly.
fn pieces() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-c ]{0,6}".prop_map(|text| r(&text)),
        "[a-c ]{0,6}".prop_map(|text| del(&text)),
        "[a-c ]{0,6}".prop_map(|text| ins(&text)),
        Just(end("ins")),
        Just(end("del")),
        Just("<w:commentRangeStart w:id=\"0\"/>".to_owned()),
        Just("<w:commentRangeEnd w:id=\"0\"/>".to_owned()),
        Just("<w:r><w:commentReference w:id=\"0\"/><w:br/></w:r>".to_owned()),
        Just(format!("<w:trPr><w:ins {BY_WORD}/></w:trPr>")),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let names = ["p", "tbl", "tr", "tc", "ins", "del", "moveTo", "moveFrom", "txbxContent", "rPr", "pPr", "r", "sdt", "hyperlink"];
        (prop::sample::select(names.to_vec()), prop::collection::vec(inner, 0..6))
            .prop_map(|(name, inner)| format!("<w:{name}>{}</w:{name}>", inner.concat()))
    })
}

proptest! {
    #[test]
    fn no_body_breaks_the_reading(body in pieces()) {
        let found = reviewed(&file(&body, "<w:comment w:id=\"0\"/>")).expect("nested rightly");
        for line in found.stretches.iter().flat_map(|stretch| stretch.before.iter().chain(&stretch.after)) {
            prop_assert!(!line.trim().is_empty() && line == line.trim());
        }
    }

    #[test]
    fn no_change_of_a_file_breaks_the_reading(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = file(&p(&(r("One ") + &ins("two"))), "<w:comment w:id=\"0\"/>");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = reviewed(&bytes);
    }

    #[test]
    fn words_are_told_whole(parts in prop::collection::vec(("[a-z]{1,6}", 0_u8..3), 1..12)) {
        let body: String = parts.iter().map(|(word, kind)| match kind { 0 => r(word), 1 => ins(word), _ => del(word) }).collect();
        let found = read(&p(&body));
        let text = |without: u8| parts.iter().filter(|(_, kind)| *kind != without).map(|(word, _)| word.as_str()).collect::<String>();
        let stretch = &found.stretches[0];
        prop_assert_eq!(stretch.before.concat(), text(1));
        prop_assert_eq!(stretch.after.concat(), text(2));
    }
}
