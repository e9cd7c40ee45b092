//! Whatever is in a document, every writer writes it, and what they write is whole and says the same.

use std::io::{Cursor, Read};

use calcard::{Entry, Parser};
use documents::{Block, Document, Span, calendar, docx, html, pdf, text};
use proptest::{collection::vec, option, prelude::*};
use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};
use zip::ZipArchive;

/// How many documents each property is tried on; fewer are printed, because without optimisation
/// typesetting takes its time.
const CASES: u32 = 256;
const PRINTED: u32 = 24;

/// Text of any characters, with those that writers stumble over among them.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,8} ",
        2 => any::<char>().prop_map(String::from),
        2 => prop::sample::select(vec![
            "<", ">", "&", "\"", "'", "\n", "\r\n", "\t", "\u{0}", "\u{1b}", "\u{feff}", "\u{fffe}", "\u{2028}", "\u{202e}", "\u{200d}",
            "\u{301}", "\u{fe0f}", "👩\u{200d}⚕\u{fe0f}", "שלום ", "العربية ", "漢字", "#", "*", "]]>", "<!--", "{language}", "\\", "  ", "fi",
        ]).prop_map(str::to_owned),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let link = prop_oneof![words(), words().prop_map(|rest| format!("https://x.example/{rest}")), Just("/on/the/site".to_owned())];
    vec((words(), any::<bool>(), option::weighted(0.3, link)).prop_map(|(text, strong, link)| Span { text, strong, link }), 0..4)
}

/// Plain text writes an address behind its words, which makes other words of them.
fn without_links(mut document: Document) -> Document {
    for block in &mut document.blocks {
        let spans: Vec<&mut Span> = match block {
            Block::Paragraph { spans } | Block::Callout { spans } => spans.iter_mut().collect(),
            Block::List { items, .. } => items.iter_mut().flatten().collect(),
            Block::Table { .. }
            | Block::Heading { .. }
            | Block::Figure { .. }
            | Block::RunChart { .. }
            | Block::Bars { .. }
            | Block::Sheets { .. }
            | Block::NewPage => Vec::new(),
        };
        spans.into_iter().for_each(|span| span.link = None);
    }
    document
}

fn text_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        (any::<u8>(), words()).prop_map(|(level, text)| Block::heading(level, text)),
        spans().prop_map(Block::spans),
        spans().prop_map(|spans| Block::Callout { spans }),
        (any::<bool>(), vec(spans(), 0..4)).prop_map(|(ordered, items)| Block::List { ordered, items }),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    let table = (words(), vec(words(), 0..4), vec(vec(spans(), 0..4), 0..4), vec(any::<u8>(), 0..4))
        .prop_map(|(caption, header, rows, widths)| Block::Table { caption, header, rows, widths });
    prop_oneof![4 => text_block(), 1 => table]
}

fn document(blocks: impl Strategy<Value = Vec<Block>>) -> impl Strategy<Value = Document> {
    (words(), words(), words(), words(), words(), blocks).prop_map(|(title, subtitle, language, author, running, blocks)| Document {
        title,
        subtitle,
        language,
        author,
        running,
        blocks,
    })
}

/// The texts of a Word document, after every part of it was read as XML.
fn word_texts(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut said = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("UTF-8");
        let texts = xml_texts(&xml);
        if name == "word/document.xml" {
            said = texts;
        }
    }
    said
}

fn xml_texts(xml: &str) -> String {
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(legal), "a character that XML forbids");
    let (mut reader, mut said, mut depth, mut within) = (Reader::from_str(xml), String::new(), 0, false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                depth += 1;
                within = start.name().as_ref() == "w:t";
                assert!(start.attributes().all(|attribute| attribute.is_ok()));
            }
            Event::End(end) => {
                depth -= 1;
                within = false;
                if end.name().as_ref() == "w:p" {
                    said.push('\n');
                }
            }
            Event::Empty(empty) if empty.name().as_ref() == "w:br" => said.push('\n'),
            Event::Text(text) if within => said.push_str(&text),
            Event::GeneralRef(entity) if within => said.push_str(resolve_predefined_entity(&entity).expect("an entity of XML")),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    said
}

/// The texts of a fragment, after every sign of markup was found to be ours.
fn html_texts(html: &str) -> String {
    let (mut said, mut rest) = (String::new(), html);
    while let Some(at) = rest.find(['<', '&', '>', '"', '\'']) {
        said.push_str(&rest[..at]);
        rest = &rest[at..];
        let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];
        if let Some((entity, sign)) = entities.iter().find(|(entity, _)| rest.starts_with(entity)) {
            said.push(*sign);
            rest = &rest[entity.len()..];
            continue;
        }
        let tag = &rest[..=rest.find('>').expect("a tag ends")];
        let name = tag.trim_matches(['<', '>', '/']).split(' ').next().unwrap_or_default();
        let ours = "h1 h2 h3 h4 p ul ol li table caption thead tbody tr th td strong a br".split(' ').any(|known| known == name);
        assert!(ours && tag.starts_with('<'), "`{tag}` is not ours");
        assert!(tag.matches('"').count() % 2 == 0 && !tag[1..].contains('<'), "`{tag}` is broken");
        if !["strong", "a"].contains(&name) {
            said.push('\n');
        }
        rest = &rest[tag.len()..];
    }
    said + rest
}

fn word_list(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn word_and_html_are_whole_and_say_the_same(document in document(vec(block(), 0..6))) {
        let word = word_texts(&docx::write(&document).expect("a Word document"));
        let html = html_texts(&html::write(&document));
        prop_assert_eq!(word_list(&word), word_list(&html));
    }

    #[test]
    fn plain_text_says_what_html_says(document in document(vec(text_block(), 0..6)).prop_map(without_links)) {
        let html = html_texts(&html::write(&document));
        let plain = text::write(&document);
        let mut plain_words = plain.split_whitespace();
        for word in word_list(&html) {
            prop_assert!(plain_words.any(|plain| plain == word), "{word} is missing in:\n{plain}");
        }
    }

    #[test]
    fn the_canonical_text_reads_back(document in document(vec(block(), 0..4))) {
        prop_assert_eq!(serde_json::from_str::<Document>(&document.canonical()).expect("reads back"), document);
    }

    #[test]
    fn an_invitation_is_one_event_for_another_reader(texts in prop::array::uniform9(words()), cancel: bool, sequence: u32) {
        let [uid, summary, description, place, url, name, address, guest, mailbox] = texts;
        let at = |text: &str| text.parse().expect("a time");
        let method = if cancel { calendar::Method::Cancel } else { calendar::Method::Request };
        let person = |name, address| calendar::Person { name, address };
        let event = calendar::Event {
            sequence, place, description,
            uid: format!("x{uid}"),
            summary: summary.clone(),
            stamp: at("2026-11-22T09:00:00Z"), starts: at("2026-12-01T14:00:00Z"), ends: at("2026-12-01T15:00:00Z"),
            cancelled: cancel,
            link: format!("https://m.example/{url}"),
            url: Some(format!("https://x.example/{url}")),
            organiser: Some(person(name, address)),
            guest: Some((person(guest, mailbox), calendar::Answer::NeedsAction)),
        };
        let zone = jiff::tz::TimeZone::UTC;
        let written = calendar::write(&calendar::Calendar { method, name: String::new(), zone, events: vec![event] });
        prop_assert!(written.split("\r\n").all(|line| line.len() <= 75), "{written}");
        prop_assert!(!written.replace("\r\n", "").contains(|c: char| c.is_control()), "{written:?}");
        let mut parser = Parser::new(&written);
        let Entry::ICalendar(read) = parser.entry() else { return Err(TestCaseError::fail(written)) };
        prop_assert!(matches!(parser.entry(), Entry::Eof));
        prop_assert_eq!(read.components.len(), 2, "a calendar and its event");
        prop_assert_eq!(read.components[1].entries.len(), written.replace("\r\n ", "").lines().count() - 8);
        let text = |property| read.components[1].property(&property).and_then(|entry| entry.values.first()).and_then(|value| value.as_text());
        let one_line = |text: &str| word_list(&text.replace(|c: char| c.is_control() && !c.is_whitespace(), "")).join(" ");
        let said = text(calcard::icalendar::ICalendarProperty::Summary).unwrap_or_default();
        prop_assert_eq!(one_line(said), one_line(&summary));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(PRINTED) })]

    #[test]
    fn everything_can_be_printed(document in document(vec(block(), 0..5))) {
        let bytes = pdf::write(&document).expect("a PDF");
        prop_assert!(bytes.starts_with(b"%PDF-1.7"));
    }
}
