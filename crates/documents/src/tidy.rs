//! The document as the writers take it: whole tables, headings in order, no forbidden characters.

use crate::{
    Block, Document, Span,
    bars::{MOST_SERIES, sum},
};

/// The document put in order. Words are kept; what no format can hold is dropped.
pub(crate) fn tidy(document: &Document) -> Document {
    let mut level_before = 0;
    let blocks = document.blocks.iter().filter_map(|block| tidy_block(block, &mut level_before)).collect();
    let title = line(&document.title);
    Document {
        // A file without a title is not accessible, and its window would show the file's name.
        title: if title.is_empty() { "Untitled".into() } else { title },
        subtitle: line(&document.subtitle),
        language: language(&document.language),
        author: line(&document.author),
        running: line(&document.running),
        blocks,
    }
}

fn tidy_block(block: &Block, level_before: &mut u8) -> Option<Block> {
    match block {
        Block::Heading { level, text } => {
            let text = line(text);
            if text.is_empty() {
                return None;
            }
            *level_before = (*level).clamp(1, 3).min(*level_before + 1);
            Some(Block::Heading { level: *level_before, text })
        }
        Block::Paragraph { spans } => some(tidy_spans(spans)).map(|spans| Block::Paragraph { spans }),
        Block::Callout { spans } => some(tidy_spans(spans)).map(|spans| Block::Callout { spans }),
        Block::List { ordered, items } => {
            let items = some(items.iter().filter_map(|item| some(tidy_spans(item))).collect())?;
            Some(Block::List { ordered: *ordered, items })
        }
        Block::Table { caption, header, rows, widths } => tidy_table(caption, header, rows, widths),
        Block::Figure { alt, side, runs } => {
            let within = |[row, from, length]: &&[u16; 3]| row < side && u32::from(*from) + u32::from(*length) <= u32::from(*side);
            let (alt, runs) = (line(alt), some(runs.iter().filter(within).copied().collect())?);
            // A picture that says nothing to whoever does not see it would not be accessible.
            (!alt.is_empty()).then_some(Block::Figure { alt, side: *side, runs })
        }
        Block::RunChart { title, summary, unit, points, twice_median } => {
            let (title, summary, unit) = (line(title), line(summary), line(unit));
            let points = some(points.iter().map(|(name, count)| (line(name), *count)).collect())?;
            (!title.is_empty()).then_some(Block::RunChart { title, summary, unit, points, twice_median: *twice_median })
        }
        Block::Bars { title, summary, series, rows } => {
            let (title, summary) = (line(title), line(summary));
            let series: Vec<String> = some(series.iter().take(MOST_SERIES).map(|name| line(name)).collect())?;
            // Every bar has a count of each kind, and something is drawn of one at least.
            let counts = |counts: &[u32]| counts.iter().copied().chain(std::iter::repeat(0)).take(series.len()).collect::<Vec<u32>>();
            let rows: Vec<(String, Vec<u32>)> = rows.iter().map(|(name, of)| (line(name), counts(of))).collect();
            let drawn = rows.iter().any(|(_, counts)| sum(counts) > 0);
            (drawn && !title.is_empty()).then_some(Block::Bars { title, summary, series, rows })
        }
        Block::Sheets { name, file, pages } => {
            let name = line(name);
            let name = if name.is_empty() { "Another document".into() } else { name };
            (*pages > 0).then_some(Block::Sheets { name, file: *file, pages: *pages })
        }
        Block::NewPage => Some(Block::NewPage),
    }
}

/// A table whose rows all have as many cells as its header.
fn tidy_table(caption: &str, header: &[String], rows: &[Vec<Vec<Span>>], widths: &[u8]) -> Option<Block> {
    let columns = rows.iter().map(Vec::len).chain([header.len()]).max().unwrap_or(0);
    if columns == 0 {
        return some(vec![Span::plain(line(caption))]).and_then(|spans| tidy_block(&Block::Paragraph { spans }, &mut 0));
    }
    let mut header: Vec<String> = header.iter().map(|name| line(name)).collect();
    header.resize(columns, String::new());
    let rows = rows.iter().map(|row| {
        let mut cells: Vec<Vec<Span>> = row.iter().map(|cell| tidy_spans(cell)).collect();
        cells.resize(columns, Vec::new());
        cells
    });
    let widths = if widths.len() == columns { widths.iter().map(|&width| width.max(1)).collect() } else { vec![1; columns] };
    Some(Block::Table { caption: line(caption), header, rows: rows.collect(), widths })
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// Pieces without what cannot be written, and without empty lines before and after them.
fn tidy_spans(spans: &[Span]) -> Vec<Span> {
    let mut kept: Vec<Span> = spans
        .iter()
        .map(|span| Span { text: text(&span.text), strong: span.strong, link: span.link.clone() })
        .filter(|span| !span.text.is_empty())
        .collect();
    while let Some(first) = kept.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        kept.remove(0);
    }
    while let Some(last) = kept.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        kept.pop();
    }
    kept
}

/// A language tag that every format takes, such as `en-GB`; what is none becomes British English.
fn language(written: &str) -> String {
    let written = written.trim();
    let mut parts = written.split('-');
    let first = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if first && rest { written.to_owned() } else { "en-GB".to_owned() }
}

/// One line of text: every run of space becomes one blank.
fn line(written: &str) -> String {
    text(written).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text whose only control character is the line feed.
fn text(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            // XML 1.0 forbids control characters, PDF/UA the byte order mark; none of them is seen.
            '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {}
            c if c.is_control() || is_noncharacter(c) => {}
            c => out.push(c),
        }
    }
    out
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// Whether the text is read from right to left: its first letter of either kind says.
pub(crate) fn right_to_left(text: &str) -> bool {
    let rtl = |c: char| matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff);
    text.chars().find(|c| c.is_alphabetic()).is_some_and(rtl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            title: " A\r\n title\u{0} ".into(),
            subtitle: String::new(),
            language: " en-GB".into(),
            author: String::new(),
            running: String::new(),
            blocks,
        }
    }

    #[test]
    fn headings_step_down_one_level_at_a_time() {
        let levels = [3, 1, 3, 3, 9, 0, 2].map(|level| Block::heading(level, "x"));
        let tidied = tidy(&document(levels.to_vec()));
        let levels: Vec<u8> = tidied
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading { level, .. } => *level,
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert_eq!(levels, [1, 1, 2, 3, 3, 1, 2]);
        assert_eq!(tidied.title, "A title");
    }

    #[test]
    fn what_is_empty_goes_and_tables_become_whole() {
        let tidied = tidy(&document(vec![
            Block::heading(1, " \n"),
            Block::paragraph(""),
            Block::callout("\u{7}"),
            Block::list([String::new(), " ".into()]),
            Block::table("", &[], vec![], &[]),
            Block::table("Only a caption", &[], vec![vec![]], &[]),
            Block::table("", &["A"], vec![vec![], vec![vec![], vec![Span::plain("x")]]], &[0]),
        ]));
        let empty = Vec::<Span>::new;
        assert_eq!(
            tidied.blocks,
            [
                Block::paragraph("Only a caption"),
                Block::Table {
                    caption: String::new(),
                    header: vec!["A".into(), String::new()],
                    rows: vec![vec![empty(), empty()], vec![empty(), vec![Span::plain("x")]]],
                    widths: vec![1, 1],
                },
            ]
        );
    }

    #[test]
    fn only_the_line_feed_is_left_of_all_control_characters() {
        assert_eq!(text("a\r\nb\rc\u{2028}d\u{0}\u{1b}[0m\te\u{feff}\u{fffe}\u{85}f"), "a\nb\nc\nd[0m e\nf");
        let spans = tidy_spans(&[Span::plain(" \n"), Span::strong(" a "), Span::plain("\n"), Span::plain("b \n"), Span::plain("")]);
        assert_eq!(spans, [Span::strong("a "), Span::plain("\n"), Span::plain("b")]);
    }

    #[test]
    fn a_language_is_a_tag_or_british_english() {
        for good in ["en-GB", "gd", "zh-Hant-TW"] {
            assert_eq!(language(good), good);
        }
        for bad in ["", "English", "en_GB", "e", "en-", "en-\"/>"] {
            assert_eq!(language(bad), "en-GB");
        }
    }

    #[test]
    fn the_first_letter_says_the_direction() {
        assert!(right_to_left("1. שלום hello"));
        assert!(!right_to_left("Hello שלום"));
        assert!(!right_to_left("12"));
    }
}
