//! Plain text as people save it: one line for each paragraph, or paragraphs broken into lines of a width.

use super::{lines::Shape, signs::Labels};

/// A line of the file, not empty.
pub(super) struct Raw<'a> {
    pub(super) text: &'a str,
    pub(super) indent: usize,
    /// Whether an empty line stands before it.
    pub(super) apart: bool,
    pub(super) signed: bool,
    /// What it is for itself, by its signs: a row of a table, a heading.
    pub(super) own: Option<Shape>,
}

impl Raw<'_> {
    fn width(&self) -> usize {
        self.indent + self.text.chars().count()
    }
}

/// Lines wider than this are paragraphs of their own.
const WIDEST: usize = 160;
/// Lines narrower than this are not broken from anything.
const NARROWEST: usize = 32;

/// How wide the paragraphs were set, when they were broken into lines.
pub(super) fn width(lines: &[Raw<'_>]) -> Option<usize> {
    // A line that goes on in small letters was broken. In a list without signs lines go on so too, but at any width.
    let broken: Vec<_> =
        lines.windows(2).filter(|pair| follows(&pair[1]) && pair[0].own.is_none() && goes_on(pair[0].text, pair[1].text)).collect();
    let width = broken.iter().map(|pair| pair[0].width()).max().filter(|width| (NARROWEST..=WIDEST).contains(width))?;
    let full = broken.iter().filter(|pair| is_full(pair[0].width(), pair[1].text, width)).count();
    (full * 2 >= broken.len()).then(|| {
        // The widest line may end in a full stop.
        lines.iter().map(Raw::width).filter(|other| *other <= width + width / 8).max().unwrap_or(width)
    })
}

fn follows(next: &Raw<'_>) -> bool {
    !next.apart && !next.signed && next.own.is_none()
}

/// Whether the next line goes on where this one stops.
fn goes_on(text: &str, next: &str) -> bool {
    next.starts_with(char::is_lowercase) && !text.ends_with(['.', ':', ';', '!', '?'])
}

/// Whether the next line's first word had no room.
fn is_full(line: usize, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    line * 100 >= width * 50 && (line + 1 + word) * 100 > width * 92
}

/// The paragraphs: their text, and which line each begins with.
pub(super) fn paragraphs(lines: &[Raw<'_>], labels: &Labels) -> Vec<(String, usize)> {
    let (width, closing) = (width(lines), closing(lines));
    let (mut paragraphs, mut open) = (Vec::<(String, usize)>::new(), 0);
    for (at, line) in lines.iter().enumerate() {
        if let Some((text, first)) = paragraphs.last_mut()
            && lines[at - 1].own.is_none()
            && line.own.is_none()
            && !line.apart
            && (open > 0 && closing[at] || joins(text, &lines[*first], &lines[at - 1], &lines[at..], width, labels))
        {
            // "inter-" at a line's end belongs to the word after it.
            let hyphen = text.ends_with('-') && !text.ends_with(" -") && line.text.starts_with(char::is_lowercase);
            if !hyphen {
                text.push(' ');
            }
            text.push_str(line.text);
        } else {
            paragraphs.push((line.text.to_owned(), at));
            open = 0;
        }
        open = brackets(line.text).fold(open, |open, opens| if opens { open + 1 } else { (open - 1).max(0) });
    }
    paragraphs
}

/// Whether a line, the first of `rest`, goes on with the paragraph before it.
fn joins(text: &str, first: &Raw<'_>, previous: &Raw<'_>, rest: &[Raw<'_>], width: Option<usize>, labels: &Labels) -> bool {
    // A sign may stand above its words.
    if labels.sign(text).is_some_and(|sign| sign.words_at == text.len()) {
        return true;
    }
    let Some(line) = rest.first().filter(|line| !line.signed) else { return false };
    // What stands below a bullet's words, and not below its sign, belongs to the bullet.
    if first.signed && line.indent > first.indent && line.indent >= 2 {
        return true;
    }
    let Some(width) = width else { return false };
    if goes_on(previous.text, line.text) && previous.width() * 2 >= width {
        return true;
    }
    let ended = previous.text.ends_with(['.', ':', ';', '!', '?']);
    // A short line behind a full stop, with a longer one below, is a heading that stands close.
    let heading =
        ended && line.width() * 2 < width && rest.get(1).is_some_and(|next| !next.apart && next.text.starts_with(char::is_uppercase));
    is_full(previous.width(), line.text, width) && !heading
}

/// The brackets of a line: whether each opens.
fn brackets(text: &str) -> impl Iterator<Item = bool> {
    text.chars().filter(|c| "[]［］".contains(*c)).map(|c| c == '[' || c == '［')
}

/// Of each line whether the next bracket from it on, up to the next empty line, is one that closes.
fn closing(lines: &[Raw<'_>]) -> Vec<bool> {
    let (mut closing, mut behind) = (vec![false; lines.len()], false);
    for (at, line) in lines.iter().enumerate().rev() {
        closing[at] = brackets(line.text).next().map_or(behind, |opens| !opens);
        behind = closing[at] && !line.apart;
    }
    closing
}
