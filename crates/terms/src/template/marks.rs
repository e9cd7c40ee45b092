//! From parted lines to a template: its sections, and the marks in them.

use std::ops::Range;

use super::{
    Clause, ClauseKind, Mark, MarkKind, Section, Template, TemplateProblem, advice,
    brackets::{self, Unbalanced},
    headings::{self, Part},
    lines::{Line, Shape},
    names::{self, Usage},
    notices,
    ranges::Taken,
};

/// How many paragraphs a template may have, and how many bytes all and one of them.
const MOST_LINES: usize = 5_000;
const MOST_BYTES: usize = 2_000_000;
const LONGEST_LINE: usize = 100_000;

/// The template of a document's lines.
pub(super) fn of_lines(lines: Vec<Line>, notes: Vec<String>) -> Result<Template, TemplateProblem> {
    let bytes = || lines.iter().map(|line| line.words.len());
    if lines.len() > MOST_LINES || bytes().sum::<usize>() > MOST_BYTES || bytes().any(|length| length > LONGEST_LINE) {
        return Err(TemplateProblem::TooLong);
    }
    template(headings::part(lines), notes)
}

/// The template of a document that was parted by its headings.
fn template(parts: Vec<Part>, mut notes: Vec<String>) -> Result<Template, TemplateProblem> {
    let lines = || parts.iter().flat_map(|part| part.heading.iter().chain(&part.lines));
    if lines().all(|line| line.words.trim().is_empty()) {
        return Err(TemplateProblem::Empty);
    }
    let usage = Usage::of(lines().map(|line| line.words.as_str()));
    let mut marks = Vec::new();
    for (section, part) in parts.iter().enumerate() {
        let heading = part.heading.as_ref().map_or("", |line| line.words.as_str());
        let mut reader = Reader { usage: &usage, heading, advised: advice::heads_advice(heading), notes: &mut notes };
        let own = part.heading.iter().map(|line| (None, line));
        for (clause, line) in own.chain(part.lines.iter().enumerate().map(|(at, line)| (Some(at), line))) {
            let found = reader.read(line, clause.is_none())?;
            marks.extend(found.into_iter().map(|(kind, range, text)| Mark {
                kind,
                text,
                section,
                clause,
                start: range.start,
                end: range.end,
            }));
        }
    }
    let sections = parts.into_iter().map(|part| Section {
        heading: part.heading.map(|line| line.words).unwrap_or_default(),
        clauses: part.lines.into_iter().map(clause).collect(),
    });
    Ok(Template { sections: sections.collect(), marks, notes })
}

/// What is to be looked at in the words of one clause that stands by itself.
pub(super) fn of_clause(words: &str) -> Result<Vec<Mark>, TemplateProblem> {
    let lines = vec![Line::new(Shape::Plain, words)];
    template(vec![Part { heading: None, lines }], Vec::new()).map(|template| template.marks)
}

fn clause(line: Line) -> Clause {
    let kind = match line.shape {
        Shape::Bullet | Shape::Numbered(_) => ClauseKind::Bullet,
        Shape::Row | Shape::EmptyTable => ClauseKind::Row,
        _ => ClauseKind::Paragraph,
    };
    Clause { kind, words: line.words }
}

/// Reads the lines of one section.
struct Reader<'a> {
    usage: &'a Usage,
    heading: &'a str,
    /// Whether what comes next belongs to advice: below a heading that says so, or after a line that introduces a list.
    advised: bool,
    notes: &'a mut Vec<String>,
}

type Found = (MarkKind, Range<usize>, String);

impl Reader<'_> {
    fn read(&mut self, line: &Line, is_heading: bool) -> Result<Vec<Found>, TemplateProblem> {
        let words = line.words.as_str();
        if line.shape == Shape::EmptyTable {
            return Ok(vec![(MarkKind::EmptyTable, 0..0, String::new())]);
        }
        let asked = brackets::find(words, &line.prompts).map_err(|unbalanced| problem(self.heading, words, unbalanced))?;
        let (mut found, mut taken): (Vec<Found>, Taken) = Default::default();
        for placeholder in asked.placeholders {
            if placeholder.nested {
                self.notes.push(format!("A bracket stands within another, and both are asked as one: “{}”", placeholder.text));
            }
            taken.take(&placeholder.range);
            found.push((placeholder.kind, placeholder.range, placeholder.text));
        }
        let holes = taken.all().to_vec();
        let mut take = |kind: MarkKind, range: &Range<usize>| {
            for piece in taken.left_of(range).into_iter().filter_map(|piece| telling(words, piece)) {
                taken.take(&piece);
                found.push((kind, piece.clone(), words[piece].to_owned()));
            }
        };
        for link in asked.links {
            take(MarkKind::Name, &link);
        }
        if is_heading && self.advised {
            // "How to use this template" goes with all that stands below it.
            take(MarkKind::Advice, &(0..words.len()));
        }
        if !is_heading {
            // What is asked for says nothing of the words around it.
            let around = without(words, &holes);
            let by_itself = !matches!(line.shape, Shape::Bullet | Shape::Numbered(_) | Shape::Row);
            for range in notices::notices(&around, by_itself, !holes.is_empty()) {
                take(MarkKind::Notice, &range);
            }
            for range in self.advice(line, &around) {
                take(MarkKind::Advice, &range);
            }
        }
        for range in names::find(words, &holes, self.usage) {
            if taken.take(&range) {
                found.push((MarkKind::Name, range.clone(), words[range].to_owned()));
            }
        }
        found.sort_by_key(|(_, range, _)| range.start);
        Ok(found)
    }

    /// What of a clause is advice.
    fn advice(&mut self, line: &Line, words: &str) -> Vec<Range<usize>> {
        let listed = matches!(line.shape, Shape::Bullet | Shape::Numbered(_) | Shape::Row);
        let all_below = advice::heads_advice(self.heading);
        if !listed && !all_below {
            self.advised = false;
        }
        let found = if self.advised { std::iter::once(0..words.len()).collect() } else { advice::advice(words) };
        // "It is recommended that there are:" goes on in the list below.
        if found.last().is_some_and(|last: &Range<usize>| last.end == words.len()) && words.trim_end().ends_with(':') {
            self.advised = true;
        }
        found
    }
}

/// The words with blanks to fill in for what is asked.
fn without(words: &str, holes: &[Range<usize>]) -> String {
    let mut words = words.to_owned();
    for hole in holes {
        words.replace_range(hole.clone(), &"_".repeat(hole.len()));
    }
    words
}

/// A piece without the blanks around it, if it says something.
fn telling(words: &str, piece: Range<usize>) -> Option<Range<usize>> {
    let text = &words[piece.clone()];
    let start = piece.start + text.len() - text.trim_start().len();
    text.chars().any(char::is_alphanumeric).then(|| start..start + text.trim().len())
}

/// A bracket without its other half, with a few words around it.
fn problem(heading: &str, words: &str, unbalanced: Unbalanced) -> TemplateProblem {
    let (Unbalanced::NotClosed(at) | Unbalanced::NotOpened(at)) = unbalanced;
    let section = if heading.is_empty() { "Before the first heading".to_owned() } else { format!("Under “{heading}”") };
    let before = words[..at].char_indices().rev().take(30).last().map_or(at, |(start, _)| start);
    let after = words[at..].char_indices().take(40).last().map_or(at, |(end, c)| at + end + c.len_utf8());
    let (left, right) = (if before > 0 { "…" } else { "" }, if after < words.len() { "…" } else { "" });
    let quoted = words[before..after].split_whitespace().collect::<Vec<_>>().join(" ");
    let words = format!("{left}{quoted}{right}");
    match unbalanced {
        Unbalanced::NotClosed(_) => TemplateProblem::NotClosed { section, words },
        Unbalanced::NotOpened(_) => TemplateProblem::NotOpened { section, words },
    }
}
