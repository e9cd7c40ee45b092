//! A template from Word: what its styles say, and where they say nothing what the words look like.

use reading::word::{Block, Kind, Paragraph, Word};

use super::{
    lines::{Line, Shape},
    signs::Labels,
};

/// The lines of a Word document.
pub(super) fn lines(word: &Word) -> Vec<Line> {
    let labels = Labels::of(word.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
        Block::Table(_) => None,
    }));
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(word.running.iter().map(|text| Line::new(Shape::Running, text.as_str())));
    let mut apart = true;
    for block in &word.blocks {
        let from = lines.len();
        match block {
            Block::Paragraph(paragraph) => push(paragraph, &labels, &mut lines),
            Block::Table(rows) => table(rows, &labels, &mut lines),
        }
        if let Some(first) = lines.get_mut(from) {
            first.apart = std::mem::take(&mut apart);
        } else {
            apart = true;
        }
    }
    lines
}

fn push(paragraph: &Paragraph, labels: &Labels, lines: &mut Vec<Line>) {
    let Paragraph { kind, strong, text, prompts } = paragraph;
    if text.is_empty() {
        return;
    }
    let shaped = |shape: Shape, text: &str| Line { prompts: prompts.clone(), ..Line::new(shape, text) };
    match kind {
        Kind::Title => lines.push(shaped(Shape::Title, text)),
        Kind::Heading(level) => lines.push(numbered(shaped(Shape::Heading(*level), text), labels)),
        Kind::Item => lines.push(shaped(Shape::Bullet, text)),
        // A bold line with a number of Word's own is a heading that nobody gave the style.
        Kind::Numbered(1) if *strong => lines.push(shaped(Shape::Strong, text)),
        Kind::Numbered(level) => lines.push(shaped(Shape::Numbered(*level), text)),
        Kind::Plain => {
            // Lines that were broken by hand are paragraphs of their own, unless a bracket runs over them.
            let whole = text.lines().all(|line| line.matches(['[', '［']).count() == line.matches([']', '］']).count());
            if whole && prompts.is_empty() && text.contains('\n') {
                let pieces = text.lines().map(str::trim).filter(|piece| !piece.is_empty());
                lines.extend(pieces.map(|piece| plain(&Paragraph { text: piece.to_owned(), ..paragraph.clone() }, labels)));
            } else {
                lines.push(plain(paragraph, labels));
            }
        }
    }
}

/// A paragraph without a style of its own.
fn plain(paragraph: &Paragraph, labels: &Labels) -> Line {
    let Paragraph { strong, text, prompts, .. } = paragraph;
    let line = Line { prompts: prompts.clone(), ..Line::new(Shape::Plain, text.as_str()) };
    let mut line = numbered(line, labels);
    if *strong && !matches!(line.shape, Shape::Bullet) {
        line.shape = Shape::Strong;
    }
    line
}

/// A line without the sign that was typed before it.
fn numbered(line: Line, labels: &Labels) -> Line {
    let Some(sign) = labels.sign(&line.words) else { return line };
    let shape = match (&sign.label, line.shape) {
        (_, shape @ Shape::Heading(_)) => shape,
        (None, _) => Shape::Bullet,
        (Some(label), _) => Shape::Numbered(if label.is_outermost() { 1 } else { 2 }),
    };
    let bare = sign.label.as_ref().filter(|label| label.is_bare()).map(|_| line.words.clone());
    Line { shape, label: sign.label, bare, ..line.without_start(sign.words_at) }
}

fn table(rows: &[Vec<Vec<Paragraph>>], labels: &Labels, lines: &mut Vec<Line>) {
    let cells = || rows.iter().flatten();
    if cells().flatten().all(|paragraph| paragraph.text.is_empty() && paragraph.prompts.is_empty()) {
        lines.push(Line::new(Shape::EmptyTable, ""));
        return;
    }
    // A table of one column is a frame around text; one with headings inside its cells only puts text side by side.
    let frame = rows.iter().all(|row| row.len() <= 1);
    let layout = cells().any(|cell| cell.len() > 1 && cell.iter().any(|paragraph| matches!(paragraph.kind, Kind::Heading(_))));
    if frame || layout {
        cells().flatten().for_each(|paragraph| push(paragraph, labels, lines));
        return;
    }
    for row in rows {
        let mut line = Line::new(Shape::Row, "");
        for (at, cell) in row.iter().enumerate() {
            line.words.push_str(if at > 0 { "\t" } else { "" });
            for (at, paragraph) in cell.iter().enumerate() {
                line.words.push_str(if at > 0 { "\n" } else { "" });
                let start = line.words.len();
                line.words.push_str(&paragraph.text.replace('\t', " "));
                line.prompts.extend(paragraph.prompts.iter().map(|prompt| prompt.start + start..prompt.end + start));
            }
        }
        if !line.words.trim().is_empty() || !line.prompts.is_empty() {
            lines.push(line);
        }
    }
}
