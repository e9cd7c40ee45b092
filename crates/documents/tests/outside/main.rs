//! What was written, opened with other people's programs. A program that is not here is skipped with
//! a printed line; on the server that builds (`CI=true`) it must be here.

mod calendars;
mod programs;
mod sample;

use std::{fs, path::Path};

use documents::{Block, Document, Span, docx, figure, pdf};
use programs::{folder, run};

/// Every text of a document, in order, without anything between letters: programs break lines as
/// they like.
fn texts(document: &Document) -> Vec<String> {
    let joined = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let mut texts = vec![document.title.clone(), document.subtitle.clone()];
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => texts.push(text.clone()),
            // A picture's words are heard and not printed.
            Block::Figure { .. } | Block::RunChart { .. } | Block::Bars { .. } | Block::Sheets { .. } | Block::NewPage => {}
            Block::Paragraph { spans } | Block::Callout { spans } => texts.push(joined(spans)),
            Block::List { items, .. } => texts.extend(items.iter().map(|item| joined(item))),
            Block::Table { caption, header, rows, .. } => {
                texts.push(caption.clone());
                texts.extend(header.iter().cloned());
                texts.extend(rows.iter().flatten().map(|cell| joined(cell)));
            }
        }
    }
    texts.iter().map(|text| squeezed(text)).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// Every text of the document is in `read`, in the same order; long ones only once.
fn says_the_same(document: &Document, read: &str) {
    let read = squeezed(read);
    let mut at = 0;
    for text in texts(document) {
        let found = read[at..].find(&text);
        assert!(found.is_some(), "`{text}` is missing or out of order in:\n{read}");
        at += found.unwrap_or(0) + text.len();
        assert!(text.len() < 40 || read.matches(&text).count() == 1, "`{text}` stands there twice");
    }
}

/// Text of a PDF without what stands at the foot of each page.
fn without_feet(text: &str, running: &str) -> String {
    text.lines().filter(|line| !line.starts_with(running)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_pdf_says_every_paragraph_once_and_in_order() {
    let folder = folder("pdf-text");
    let document = sample::record();
    let file = folder.join("record.pdf");
    fs::write(&file, pdf::write(&document).expect("a PDF")).expect("written");
    let Some(text) = run("pdftotext", &["-raw", "-enc", "UTF-8", &file.to_string_lossy(), "-"]) else { return };
    says_the_same(&document, &without_feet(&text, &document.running));
    for page in 1..=3 {
        let foot = format!("{} Page {page} of 3", document.running);
        assert_eq!(text.matches(&foot).count(), 1, "`{foot}` is not in:\n{text}");
    }
    assert_eq!(text.matches("Task What Who By State").count(), 2, "the header stands on both pages of the table");
}

#[test]
fn half_a_sheet_says_the_same() {
    let folder = folder("pdf-a5");
    let document = Document { blocks: sample::record().blocks.into_iter().take(3).collect(), ..sample::record() };
    let file = folder.join("half.pdf");
    fs::write(&file, pdf::write_on(pdf::Paper::A5, &document).expect("a PDF")).expect("written");
    let Some(info) = run("pdfinfo", &[&file.to_string_lossy()]) else { return };
    assert!(info.contains("A5") || info.contains("419.5"), "{info}");
    let Some(text) = run("pdftotext", &["-raw", "-enc", "UTF-8", &file.to_string_lossy(), "-"]) else { return };
    says_the_same(&document, &without_feet(&text, &document.running));
}

#[test]
fn the_pdf_is_tagged_titled_and_a4() {
    let folder = folder("pdf-info");
    let document = sample::record();
    let file = folder.join("record.pdf");
    fs::write(&file, pdf::write(&document).expect("a PDF")).expect("written");
    let Some(info) = run("pdfinfo", &[&file.to_string_lossy()]) else { return };
    let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(&format!("{name}:"))).unwrap_or_default().trim();
    assert_eq!(field("Tagged"), "yes");
    assert_eq!(field("Title"), document.title);
    assert_eq!(field("Author"), document.author);
    assert_eq!(field("Pages"), "3");
    assert!(field("Page size").contains("A4"), "{info}");
    assert!(!info.contains("Date"), "nothing says when it was written: {info}");

    let Some(tags) = run("pdfinfo", &["-struct-text", &file.to_string_lossy()]) else { return };
    let tags: Vec<&str> = tags.lines().map(str::trim).collect();
    let starting = |with: &str| tags.iter().filter(|tag| tag.starts_with(with)).count();
    assert_eq!(tags.iter().filter(|tag| tag.starts_with("H1 ")).count(), 1, "the title is the one heading above all");
    assert_eq!((starting("H2 "), starting("H3 "), starting("H4 ")), (6, 3, 1));
    assert_eq!((starting("Table"), starting("Caption"), starting("TR")), (1, 1, 13));
    assert_eq!((starting("/Scope /Column"), starting("/Scope /Row")), (5, 12));
    assert_eq!((starting("Link"), starting("L ("), starting("LI ")), (2, 2, 6));
}

#[test]
fn the_pdf_passes_a_checker_of_accessibility() {
    let folder = folder("pdf-ua");
    let odd = "x < y & #strong[*] 👍🏽 ≥ العربية שלום Ciamar a tha thu? ﬁ";
    let documents = [
        sample::record(),
        Document { blocks: vec![], subtitle: String::new(), author: String::new(), running: String::new(), ..sample::record() },
        Document {
            title: "Tell us".into(),
            blocks: vec![
                figure::code("https://brig.example/north-moor/raise?from=glebe", odd).expect("a code"),
                Block::paragraph("In words"),
            ],
            ..sample::record()
        },
        Document {
            title: odd.into(),
            blocks: vec![
                Block::heading(3, odd),
                Block::heading(1, odd),
                Block::spans(vec![Span::link(odd, "https://x.example/é"), Span::link(odd, "/only/on/the/site")]),
                Block::table("", &[], vec![vec![vec![], vec![Span::strong(odd)]]], &[]),
                Block::table(odd, &[odd, ""], vec![], &[]),
            ],
            ..sample::record()
        },
    ];
    for (at, document) in documents.iter().enumerate() {
        let file = folder.join(format!("{at}.pdf"));
        fs::write(&file, pdf::write(document).expect("a PDF")).expect("written");
        // It ends with an error if it finds anything.
        let Some(findings) = run("pdfua", &["check", &file.to_string_lossy()]) else { return };
        assert!(findings.contains("PASS"), "{findings}");
    }
}

#[test]
fn the_word_document_says_the_same_in_another_program() {
    let folder = folder("word");
    let document = sample::record();
    let file = folder.join("record.docx");
    fs::write(&file, docx::write(&document).expect("a Word document")).expect("written");
    let Some(text) = office(&folder, &file, "txt:Text (encoded):UTF8", "txt") else { return };
    says_the_same(&document, &String::from_utf8_lossy(&text));

    let Some(_) = office(&folder, &file, "pdf", "pdf") else { return };
    let printed = folder.join("record.pdf");
    let Some(text) = run("pdftotext", &["-raw", "-enc", "UTF-8", &printed.to_string_lossy(), "-"]) else { return };
    assert_eq!(text.matches("Page 1 of 3").count(), 1, "its fields are counted: {text}");
    assert!(text.matches("Task What Who By State").count() > 1, "the header is repeated: {text}");
    let Some(info) = run("pdfinfo", &[&printed.to_string_lossy()]) else { return };
    assert!(info.contains("A4") && info.contains(&document.title), "{info}");
}

/// The file as LibreOffice converts it.
fn office(folder: &Path, file: &Path, format: &str, ending: &str) -> Option<Vec<u8>> {
    // A profile of its own, so that two of them may run at once.
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let (out, file) = (folder.to_string_lossy(), file.to_string_lossy());
    run("soffice", &[&profile, "--headless", "--convert-to", format, "--outdir", &out, &file])?;
    Some(fs::read(folder.join("record").with_extension(ending)).expect("it converted the file"))
}
