//! Word files made by hand, with what real ones hold.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Block, Kind, Paragraph, Word, paragraphs};
use crate::Problem;

/// A file of parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a file").into_inner()
}

const RELATIONS: &str = r#"<Relationships>
<Relationship Id="a" Type="http://x/styles" Target="styles.xml"/><Relationship Id="b" Type="http://x/numbering" Target="/word/numbering.xml"/>
<Relationship Id="c" Type="http://x/header" Target="header1.xml"/><Relationship Id="d" Type="http://x/footer" Target="footer1.xml"/>
<Relationship Id="e" Type="http://x/footnotes" Target="footnotes.xml"/><Relationship Id="f" Type="http://x/comments" Target="comments.xml"/>
<Relationship Id="g" Type="http://x/hyperlink" Target="https://board.example/" TargetMode="External"/></Relationships>"#;

const STYLES: &str = r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own look"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Out"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Dots"><w:name w:val="Dots"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Circle"><w:name w:val="Circle"/><w:basedOn w:val="Circle"/></w:style>
<w:style w:type="paragraph" w:styleId="Fat"><w:name w:val="Fat"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Loud"><w:name w:val="Loud"/><w:rPr><w:b/></w:rPr></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;

/// A document with styles, lists, a header, a footer, footnotes and comments around a body.
fn document(body: &str) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>")),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/header1.xml", &format!("<w:hdr>{}</w:hdr>", p("", "DRAFT of a plan"))),
        (
            "word/footer1.xml",
            "<w:ftr><w:p><w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p></w:ftr>",
        ),
        (
            "word/footnotes.xml",
            &format!(
                "<w:footnotes><w:footnote w:id=\"-1\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
                p("", "line"),
                p("", "What it says below")
            ),
        ),
        ("word/comments.xml", &format!("<w:comments><w:comment w:id=\"1\">{}</w:comment></w:comments>", p("", "Do we want this?"))),
    ])
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn read(body: &str) -> Word {
    paragraphs(&document(body)).expect("it is read")
}

/// The paragraphs outside tables that say something.
fn said(body: &str) -> Vec<Paragraph> {
    let blocks = read(body).blocks.into_iter();
    blocks
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) if !paragraph.text.is_empty() => Some(paragraph),
            _ => None,
        })
        .collect()
}

fn texts(body: &str) -> Vec<String> {
    said(body).into_iter().map(|paragraph| paragraph.text).collect()
}

#[test]
fn what_a_paragraph_is_comes_from_its_style() {
    let kind = |properties: &str| said(&p(properties, "Words"))[0].kind;
    let style = |id: &str| kind(&format!("<w:pStyle w:val=\"{id}\"/>"));
    assert_eq!(style("berschrift2"), Kind::Heading(2));
    assert_eq!(style("Own"), Kind::Heading(2), "based on a heading");
    assert_eq!(style("Out"), Kind::Heading(1), "by its outline");
    assert_eq!(style("Titel"), Kind::Title);
    assert_eq!(style("Dots"), Kind::Item, "a list by its style");
    assert_eq!(style("Heading3"), Kind::Heading(3), "a style that is not defined");
    assert_eq!(style("Circle"), Kind::Plain, "a style that is based on itself");
    assert_eq!(kind(""), Kind::Plain);
    assert_eq!(kind("<w:outlineLvl w:val=\"1\"/>"), Kind::Heading(2));
    let list = |number: &str, level: &str| kind(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>"));
    assert_eq!((list("1", "0"), list("2", "0"), list("2", "1")), (Kind::Item, Kind::Numbered(1), Kind::Numbered(2)));
    assert_eq!(list("0", "0"), Kind::Plain, "taken out of a list");
    let out = "<w:pStyle w:val=\"Dots\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    assert_eq!(kind(out), Kind::Plain, "taken out of its style's list");
}

#[test]
fn a_paragraph_stands_out_when_all_of_it_does() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let strong = |runs: &str| said(&format!("<w:p>{runs}</w:p>"))[0].strong;
    assert!(strong(&(run("<w:b/>", "One ") + &run("<w:rStyle w:val=\"Loud\"/>", "two"))));
    assert!(strong(&run("<w:u w:val=\"single\"/>", "One")) && strong(&run("<w:sz w:val=\"28\"/>", "One")));
    assert!(
        !strong(&(run("<w:b/>", "One") + &run("", "two")))
            && !strong(&run("<w:b w:val=\"0\"/>", "One"))
            && !strong(&run("<w:sz w:val=\"23\"/>", "One"))
    );
    assert!(said(&p("<w:pStyle w:val=\"Fat\"/>", "One"))[0].strong);
}

#[test]
fn words_are_put_together_from_runs_as_word_shows_them() {
    let body = format!(
        "<w:p>{}<w:bookmarkStart w:id=\"1\"/>{}<w:proofErr/>{}<w:r><w:tab/><w:t>x</w:t><w:br/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:sym w:font=\"Wingdings\" w:char=\"F0A7\"/></w:r></w:p>",
        r("[in"),
        r("sert "),
        r("one &amp; two]&#8217;s")
    );
    assert_eq!(texts(&body), ["[insert one & two]’s\tx\na\u{2011}b▪"]);
    let tabs = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"720\"/></w:tabs></w:pPr><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t> tag</w:t></w:r></w:smartTag></w:p>";
    assert_eq!(texts(tabs), ["link tag"]);
}

#[test]
fn what_was_inserted_is_kept_and_what_was_deleted_is_left_out() {
    let body = format!(
        "<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}",
        r("a "),
        r("new "),
        r("gone"),
        r("first "),
        p("", "half")
    );
    let word = read(&body);
    assert_eq!(texts(&body), ["a new", "first half"], "a deleted end of a paragraph joins it to the next");
    assert!(word.notes.iter().any(|note| note.contains("deleted")), "{:?}", word.notes);
}

#[test]
fn fields_show_their_result_and_not_what_they_are_told() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            r(result)
        )
    };
    let one = |inner: String| said(&format!("<w:p>{}{inner}{}</w:p>", r("x "), r(" y"))).remove(0);
    assert_eq!(one(field("REF _a \\h", "shown")).text, "x shown y");
    let merged = one(field("MERGEFIELD Board", "«Board»"));
    assert_eq!((merged.text.as_str(), &merged.text[merged.prompts[0].clone()]), ("x «Board» y", "«Board»"));
    let button = one("<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>MACROBUTTON NoMacro Type the name</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r>".into());
    assert_eq!((button.text.as_str(), button.prompts.len()), ("x Type the name y", 1));
    let open = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>lost?</w:t></w:r></w:p><w:p><w:r><w:t>more</w:t></w:r></w:p>";
    assert_eq!(texts(open), ["lost?", "more"], "a field without an end hides nothing");
    let contents =
        format!("<w:p>{}</w:p>{}{}", field("TOC \\o", "Purpose 1"), p("<w:pStyle w:val=\"Verzeichnis1\"/>", "Aims 2"), p("", "Text"));
    assert_eq!(texts(&contents), ["Text"]);
    assert!(read(&contents).notes.iter().any(|note| note.contains("table of contents")));
}

#[test]
fn content_controls_say_where_they_ask() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Board: </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here </w:t></w:r><w:r><w:t>to enter</w:t></w:r></w:sdtContent></w:sdt></w:p>\
                <w:sdt><w:sdtContent><w:p><w:r><w:t>Filled in</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let found = said(body);
    assert_eq!(&found[0].text[found[0].prompts[0].clone()], "Click here to enter");
    assert_eq!((found[1].text.as_str(), found[1].prompts.len()), ("Filled in", 0));
}

#[test]
fn a_text_box_is_read_once_and_footnotes_follow_their_paragraph() {
    let box_of = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p("", text));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{}</wps:txbx></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:footnoteReference w:id=\"2\"/></w:r>{}</w:p>{}",
        r("Before"),
        box_of("In the box"),
        box_of("In the box"),
        r(" and after"),
        p("", "Next")
    );
    assert_eq!(texts(&body), ["Before and after", "In the box", "What it says below", "Next"]);
}

#[test]
fn tables_are_rows_of_cells() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let inner = format!("<w:tbl>{}</w:tbl><w:p/>", row(&cell(&p("", "within"))));
    let body = format!(
        "<w:tbl><w:tblPr/>{}{}<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl><w:p/><w:p/>",
        row(&(cell(&(p("", "a") + &p("", "b"))) + &cell("<w:p/>"))),
        row(&(cell(&p("", "c")) + &cell(&inner))),
        cell(&p("", "deleted"))
    );
    let word = read(&body);
    let Block::Table(rows) = &word.blocks[0] else { panic!("a table: {:?}", word.blocks) };
    let texts: Vec<Vec<Vec<&str>>> =
        rows.iter().map(|row| row.iter().map(|cell| cell.iter().map(|paragraph| paragraph.text.as_str()).collect()).collect()).collect();
    assert_eq!(texts, [[vec!["a", "b"], vec![]], [vec!["c"], vec!["within"]]]);
    assert_eq!(word.blocks.len(), 2, "of empty paragraphs one is kept: {:?}", word.blocks);
}

#[test]
fn headers_are_kept_where_they_say_something_and_comments_are_counted() {
    let word = read(&p("", "Text"));
    assert_eq!(word.running, ["DRAFT of a plan"]);
    assert_eq!(word.notes, ["1 comment was left out"]);
    assert!(read(&p("", "DRAFT of a plan")).running.is_empty(), "what the text says too is said once");
    let hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>";
    assert_eq!(texts(hidden), ["seen"]);
    assert!(read(hidden).notes.iter().any(|note| note.contains("Hidden")));
}

#[test]
fn macros_are_left_out_and_said() {
    let main = format!("<w:document><w:body>{}</w:body></w:document>", p("", "Text"));
    let word = paragraphs(&packed(&[("word/document.xml", &main), ("word/vbaProject.bin", "code")])).expect("it is read");
    assert_eq!(word.notes, ["Macros were left out; they were not run"]);
}

#[test]
fn what_is_no_word_file_is_said_in_a_sentence() {
    let no_document = packed(&[("xl/workbook.xml", "<workbook/>")]);
    let workbook = packed(&[
        ("_rels/.rels", r#"<Relationships><Relationship Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", "<workbook/>"),
    ]);
    let open = packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>")]);
    for (bytes, problem) in [
        (no_document, Problem::NotWord),
        (workbook, Problem::NotWord),
        (open, Problem::Foreign),
        (b"just words".to_vec(), Problem::NotWord),
        (b"PK\x03\x04 and nothing".to_vec(), Problem::Damaged),
        (b"\xd0\xcf\x11\xe0 old".to_vec(), Problem::Old),
        (b"%PDF-1.4".to_vec(), Problem::Pdf),
        (document("<w:p>"), Problem::Damaged),
        (packed(&[("word/document.xml", "<!DOCTYPE d [<!ENTITY a \"b\">]><w:document>&a;</w:document>")]), Problem::Declarations),
        (packed(&[("word/document.xml", "<w:document>&a;</w:document>")]), Problem::Declarations),
        (document(&("<w:x>".repeat(2_000) + &"</w:x>".repeat(2_000))), Problem::TooDeep),
        (document(&p("", "x").repeat(6_000)), Problem::TooLong),
    ] {
        assert_eq!(paragraphs(&bytes), Err(problem));
    }
}

#[test]
fn a_file_that_unpacks_to_more_than_it_may_is_not_unpacked() {
    let bytes = document(&" ".repeat(42_000_000));
    assert!(bytes.len() < 200_000, "{}", bytes.len());
    assert_eq!(paragraphs(&bytes), Err(Problem::TooLarge));
    let many: Vec<String> = (0..5_000).map(|at| format!("part{at}")).collect();
    let parts: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(paragraphs(&packed(&parts)), Err(Problem::TooLarge));
}

/// Pieces of a body, sensible and not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:sdt>",
        "</w:sdt>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:del>",
        "</w:del>",
        "<w:rPr><w:del/></w:rPr>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<mc:AlternateContent>",
        "</mc:AlternateContent>",
        "<mc:Choice>",
        "</mc:Choice>",
        "<mc:Fallback>",
        "</mc:Fallback>",
        "<w:numPr><w:numId w:val=\"2\"/><w:ilvl w:val=\"99\"/></w:numPr>",
        "words",
        "&amp;",
        "&#xD800;",
        "<w:footnoteReference w:id=\"2\"/>",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_body_breaks_the_reading(body in pieces()) {
        let _ = paragraphs(&document(&body));
    }

    #[test]
    fn no_bytes_break_the_reading(mut bytes in prop::collection::vec(any::<u8>(), 0..200), zip in any::<bool>()) {
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        let _ = paragraphs(&bytes);
    }

    #[test]
    fn no_change_of_a_real_file_breaks_the_reading(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = document(&p("", "Words"));
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = paragraphs(&bytes);
    }

    #[test]
    fn words_come_back_whole_and_prompts_lie_within(words in "[a-zé\\[\\]’ ]{0,40}", cut in any::<prop::sample::Index>()) {
        let at = cut.index(words.len() + 1);
        let at = (0..=at).rev().find(|at| words.is_char_boundary(*at)).unwrap_or(0);
        let body = format!("<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:p>", r(&words[..at]), r(&words[at..]));
        for paragraph in said(&body) {
            prop_assert_eq!(paragraph.text.trim(), words.trim());
            for prompt in &paragraph.prompts {
                prop_assert!(paragraph.text.get(prompt.clone()).is_some());
            }
        }
    }
}
