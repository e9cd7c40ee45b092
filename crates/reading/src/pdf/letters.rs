//! Letters as they come from a page, gathered into words, lines and paragraphs by the room between them.

use std::panic::resume_unwind;

use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask, font::Glyph, hayro_cmap::BfString,
};
use kurbo::{Affine, BezPath, Point, Vec2};

use super::{LONGEST, Problem};

/// The most that a file may draw: letters, lines and sheets laid into others.
const MOST_STEPS: usize = 3_000_000;
/// What an edge that is set for what follows counts for: more work than a letter.
const EDGE: usize = 20;
/// What a sheet counts for that is laid into the page: it is unpacked and read anew each time.
const SHEET: usize = 500;
/// How much of a letter's size between two of them is a blank.
const BLANK: f64 = 0.18;
/// From how many sizes between two lines on the second begins a paragraph.
const APART: f64 = 1.75;

/// How many sizes before the edge a line ends at the most when the next word did not fit.
const LONG_WORD: f64 = 7.0;
/// Lines of fewer sizes are headings, cells and signatures: none of them runs on.
const SHORT_LINE: f64 = 18.0;

/// A line while it is written.
#[derive(Default)]
struct Line {
    text: String,
    start: Point,
    /// Where the next letter would stand.
    end: Point,
    /// Along the line, of length 1.
    along: Vec2,
    size: f64,
}

/// What has been read.
#[derive(Default)]
pub(super) struct Letters {
    lines: Vec<Line>,
    known: usize,
    unknown: usize,
    steps: usize,
    /// Whether the last that was heard was how things blend: a sheet begins so, and then with its edge.
    blended: bool,
}

impl Letters {
    /// How many letters said which they are.
    pub(super) fn known(&self) -> usize {
        self.known
    }

    /// How many did not.
    pub(super) fn unknown(&self) -> usize {
        self.unknown
    }

    /// The text of the page that was read, a paragraph in a line; the next page begins.
    pub(super) fn page(&mut self) -> String {
        let lines: Vec<Line> = std::mem::take(&mut self.lines).into_iter().filter(|line| !line.text.trim().is_empty()).collect();
        let widest = lines.iter().map(|line| line.end.x).fold(f64::MIN, f64::max);
        let mut text = String::new();
        let mut before: Option<&Line> = None;
        for line in &lines {
            match before {
                None => {}
                // A line that ran to the edge goes on in the next; one that ended early was the last of its paragraph.
                Some(above) if goes_on(above, line, widest) => {
                    if text.ends_with('\u{ad}') {
                        text.pop();
                    } else if !text.ends_with(' ') {
                        text.push(' ');
                    }
                }
                Some(_) => text.push('\n'),
            }
            text.push_str(line.text.trim());
            before = Some(line);
        }
        text.replace('\u{ad}', "")
    }

    /// Counts a step. More than any document needs ends the reading: the only way out of the reader is to unwind.
    fn step(&mut self, weight: usize) {
        self.steps += weight;
        self.blended = false;
        if self.steps > MOST_STEPS {
            resume_unwind(Box::new(Problem::TooMuchInside));
        }
        if self.known > LONGEST {
            resume_unwind(Box::new(Problem::TooLong));
        }
    }

    fn say(&mut self, said: &str, at: Affine, advance: f64) {
        // A letter is drawn on a field of a thousand to its size.
        let start = at * Point::ZERO;
        let end = at * Point::new(advance, 0.0);
        let size = ((at * Point::new(0.0, 1000.0)) - start).hypot();
        let along = (at * Point::new(1000.0, 0.0)) - start;
        if ![start.x, start.y, end.x, end.y, size].iter().all(|number| number.is_finite()) || along.hypot() <= 0.0 {
            return;
        }
        let along = along / along.hypot();
        let same = self.lines.last().is_some_and(|line| {
            let moved = start - line.end;
            let (forth, aside) = (moved.dot(line.along), moved.cross(line.along).abs());
            line.along.dot(along) > 0.95 && aside < 0.5 * line.size.max(size) && forth > -1.5 * line.size
        });
        if !same {
            self.lines.push(Line { start, along, size, ..Line::default() });
        }
        let Some(line) = self.lines.last_mut() else { return };
        if same && (start - line.end).dot(line.along) > BLANK * size.max(0.1) && !line.text.ends_with(' ') {
            line.text.push(' ');
        }
        for c in said.chars().filter(|c| !c.is_control()) {
            match ligature(c) {
                Some(parts) => line.text.push_str(parts),
                None if c == '\u{a0}' => line.text.push(' '),
                None => line.text.push(c),
            }
        }
        line.size = line.size.max(size);
        line.end = end;
    }
}

fn goes_on(above: &Line, line: &Line, widest: f64) -> bool {
    let gap = (line.start - above.start).cross(above.along).abs();
    let size = above.size.max(0.1);
    gap < APART * size
        && (above.size - line.size).abs() < 0.2 * size
        && above.end.x > widest - LONG_WORD * size
        && above.end.x - above.start.x > SHORT_LINE * size
        && (line.start.x - above.start.x).abs() < 4.0 * size
}

/// Letters that are drawn as one.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

impl<'a> Device<'a> for Letters {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, transform: Affine, of_glyph: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        self.step(1);
        let at = transform * of_glyph;
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map_or(500.0, f64::from),
            Glyph::Type3(_) => 500.0,
        };
        let said = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(said)) => said,
            None => String::new(),
        };
        // Marks of a font's own (private use) are ticks and bullets that nobody can search for.
        let said: String = said.chars().filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\0')).collect();
        if said.is_empty() {
            self.unknown += 1;
        } else {
            self.known += 1;
            self.say(&said, at, advance);
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {
        self.blended = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.step(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step(if self.blended { SHEET } else { EDGE });
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step(1);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.step(1);
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
