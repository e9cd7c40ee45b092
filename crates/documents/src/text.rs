//! A document as plain text, for mails.

use crate::{Block, Document, Span, address::Address, blocks::sheets_words, tidy::tidy};

/// The longest underline: what fits a narrow mail window.
const LONGEST_UNDERLINE: usize = 72;

/// The document as plain text. Paragraphs are not broken: the reader's program does that.
#[must_use]
pub fn write(document: &Document) -> String {
    let document = tidy(document);
    let mut parts = vec![underlined(&document.title, "=")];
    if !document.subtitle.is_empty() {
        parts.push(document.subtitle.clone());
    }
    parts.extend(document.blocks.iter().map(part));
    let mut out = parts.join("\n\n");
    out.push('\n');
    out
}

fn part(block: &Block) -> String {
    match block {
        Block::Heading { level: 1, text } => format!("\n{}", underlined(text, "-")),
        Block::Heading { text, .. } => text.clone(),
        Block::Paragraph { spans } => inline(spans),
        Block::Callout { spans } => indented("    ", &inline(spans)),
        Block::List { ordered, items } => {
            let lines = items.iter().enumerate().map(|(at, item)| {
                let mark = if *ordered { format!("{}. ", at + 1) } else { "- ".to_owned() };
                let text = indented(&" ".repeat(mark.len()), &inline(item));
                format!("{mark}{}", text.trim_start())
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Figure { alt, .. } => format!("[{alt}]"),
        Block::RunChart { title, summary, .. } | Block::Bars { title, summary, .. } => format!("[{title}. {summary}]"),
        Block::Sheets { name, pages, .. } => sheets_words(name, *pages),
        Block::NewPage => "* * *".to_owned(),
        Block::Table { caption, header, rows, .. } => {
            let caption = Some(caption.clone()).filter(|caption| !caption.is_empty());
            // The names of the columns stand before each value; without rows they stand by themselves.
            let names = rows.is_empty().then(|| header.join(", "));
            let rows = rows.iter().map(|row| table_row(header, row)).filter(|row| !row.is_empty());
            caption.into_iter().chain(names).chain(rows).collect::<Vec<_>>().join("\n\n")
        }
    }
}

fn table_row(header: &[String], row: &[Vec<Span>]) -> String {
    let lines = header.iter().zip(row).map(|(name, cell)| (name, inline(cell))).filter(|(_, text)| !text.is_empty());
    let lines = lines.map(|(name, text)| {
        let text = indented("  ", &text);
        let text = text.trim_start();
        if name.is_empty() { text.to_owned() } else { format!("{name}: {text}") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn underlined(text: &str, mark: &str) -> String {
    format!("{text}\n{}", mark.repeat(text.chars().count().clamp(3, LONGEST_UNDERLINE)))
}

fn indented(by: &str, text: &str) -> String {
    text.split('\n').map(|line| format!("{by}{line}")).collect::<Vec<_>>().join("\n")
}

fn inline(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        out.push_str(&span.text);
        if let Some(address) = Address::outside(span.link.as_deref()) {
            let mailbox = address.strip_prefix("mailto:").unwrap_or(&address);
            if !span.text.contains(mailbox) {
                out.push_str(&format!(" ({mailbox})"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_reads_like_the_document() {
        let document = Document {
            title: "Record".into(),
            subtitle: "Draft 2".into(),
            language: "en-GB".into(),
            author: String::new(),
            running: String::new(),
            blocks: vec![
                Block::heading(1, "Tasks"),
                Block::heading(2, "Old ones"),
                Block::spans(vec![Span::plain("See "), Span::link("the list", "https://x.example/l"), Span::plain(".")]),
                Block::spans(vec![Span::link("a@b.example", "mailto:a@b.example"), Span::link(" here", "/x")]),
                Block::callout("Agreed.\nBy all."),
                Block::list(["one\nmore".into(), "two".into()]),
                Block::List { ordered: true, items: vec![vec![Span::plain("first")]] },
                Block::table(
                    "All tasks",
                    &["Task", "Who"],
                    vec![vec![vec![Span::plain("Phone")], vec![Span::plain("Kim")]], vec![vec![Span::plain("Write")], vec![]]],
                    &[],
                ),
                Block::table("None", &["Task", "Who"], vec![], &[]),
            ],
        };
        assert_eq!(
            write(&document),
            "Record\n======\n\nDraft 2\n\n\nTasks\n-----\n\nOld ones\n\nSee the list (https://x.example/l).\n\na@b.example here\n\n    \
             Agreed.\n    By all.\n\n- one\n  more\n- two\n\n1. first\n\nAll tasks\n\nTask: Phone\nWho: Kim\n\nTask: Write\n\nNone\n\nTask, Who\n"
        );
    }
}
