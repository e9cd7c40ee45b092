//! What a Word document must hold, read from its parts.

use std::io::Read;

use zip::ZipArchive;

use crate::{Block, Document, Span};

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "A <record> & more".into(),
        subtitle: "Draft 2".into(),
        language: "en-GB".into(),
        author: "North Moor".into(),
        running: "DRAFT".into(),
        blocks,
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn a_file_says_of_which_version_it_is_and_others_say_nothing() {
    let document = document(vec![Block::paragraph("One.")]);
    let marked = super::write_version(&document, "ab12").expect("writes");
    assert!(part(&marked, "docProps/custom.xml").contains("name=\"Version\"><vt:lpwstr>ab12</vt:lpwstr>"));
    assert!(
        part(&marked, "[Content_Types].xml").contains("/docProps/custom.xml")
            && part(&marked, "_rels/.rels").contains("docProps/custom.xml")
    );
    let plain = super::write(&document).expect("writes");
    assert!(!part(&plain, "[Content_Types].xml").contains("custom") && !part(&plain, "_rels/.rels").contains("custom"));
}

#[test]
fn headings_lists_tables_and_links_are_words_own() {
    let table = Block::table("Tasks", &["Task", "Who"], vec![vec![vec![Span::plain("a")], vec![]]], &[3, 1]);
    let bytes = super::write(&document(vec![
        Block::heading(1, "One"),
        Block::heading(3, "Two"),
        Block::spans(vec![
            Span::plain("x\ny "),
            Span::strong("z"),
            Span::link("web", "https://x.example/?a&b"),
            Span::link("again", "https://x.example/?a&b"),
            Span::link("site", "/x"),
        ]),
        Block::callout("Agreed."),
        Block::list(["p".into()]),
        Block::List { ordered: true, items: vec![vec![Span::plain("q")]] },
        Block::List { ordered: true, items: vec![vec![Span::plain("r")]] },
        table.clone(),
        table,
        Block::paragraph("after"),
    ]))
    .expect("writes");
    let text = part(&bytes, "word/document.xml");
    let styles: Vec<&str> = text.split("<w:pStyle w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let rows = ["Caption", "TableHeading", "TableHeading", "TableText", "TableText"];
    let before = ["Title", "Subtitle", "Heading1", "Heading2", "Callout", "ListBullet", "ListNumber", "ListNumber"];
    assert_eq!(styles, [&before[..], &rows, &rows].concat());
    assert!(text.contains("A &lt;record&gt; &amp; more"));
    assert!(text.contains("<w:t xml:space=\"preserve\">x</w:t><w:br/><w:t xml:space=\"preserve\">y </w:t>"));
    assert_eq!(text.matches("<w:hyperlink r:id=\"rIdLink1\"").count(), 2, "one relation serves both links");
    assert_eq!((text.matches("<w:tblHeader/>").count(), text.matches("<w:cantSplit/>").count()), (2, 4));
    assert!(text.contains("<w:gridCol w:w=\"7228\"/><w:gridCol w:w=\"2409\"/>"));
    assert!(text.contains("<w:numId w:val=\"2\"/>") && text.contains("<w:numId w:val=\"3\"/>"), "each numbered list begins at 1");
    assert!(!text.contains("<w:txbx"));
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    assert!(relations.contains("Target=\"https://x.example/?a&amp;b\" TargetMode=\"External\""));
    assert_eq!(relations.matches("/hyperlink").count(), 1, "the site's own addresses lead nowhere from a file");
    assert_eq!(part(&bytes, "word/numbering.xml").matches("<w:startOverride").count(), 2);
    assert!(part(&bytes, "word/styles.xml").contains("<w:lang w:val=\"en-GB\""));
    let properties = part(&bytes, "docProps/core.xml");
    assert!(properties.contains("<dc:title>A &lt;record&gt; &amp; more</dc:title><dc:creator>North Moor</dc:creator>"));
    assert!(properties.contains("<dc:language>en-GB</dc:language>"));
    let footer = part(&bytes, "word/footer1.xml");
    assert!(footer.contains(">DRAFT<") && footer.contains("w:instr=\"PAGE\"") && footer.contains("w:instr=\"NUMPAGES\""));
}

#[test]
fn every_style_that_is_used_is_defined() {
    let styles = include_str!("parts/styles.xml");
    for source in [include_str!("body.rs"), include_str!("../docx.rs")] {
        for name in ["Title", "Subtitle", "Heading1", "Heading2", "Heading3", "Callout", "ListNumber", "ListBullet", "Caption", "TableGap"]
            .into_iter()
            .chain(["RuledTable", "TableText", "TableHeading", "Hyperlink", "Strong", "Footer"])
            .filter(|name| source.contains(&format!("\"{name}\"")))
        {
            assert!(styles.contains(&format!("w:styleId=\"{name}\"")), "{name}");
        }
    }
}

#[test]
fn text_from_right_to_left_says_so() {
    let bytes = super::write(&document(vec![Block::paragraph("שלום")])).expect("writes");
    let text = part(&bytes, "word/document.xml");
    assert!(text.contains("<w:bidi/>") && text.contains("<w:rtl/>"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = document(vec![
        Block::paragraph("x"),
        Block::table("", &[], vec![vec![vec![]]], &[]),
        Block::table("", &[], vec![vec![vec![]]], &[]),
    ]);
    let bytes = super::write(&document).expect("writes");
    assert_eq!(bytes, super::write(&document).expect("writes"));
    assert!(part(&bytes, "word/document.xml").contains("TableGap"), "two tables stay two");
}
