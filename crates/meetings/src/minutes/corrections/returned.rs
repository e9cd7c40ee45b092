//! A minute that came back as a Word file: what it changes, paragraph by paragraph, and who proposed it. Pure.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use documents::{Block, Document, Span};
use reading::word::{Done, Reviewed, Stretch};
use uuid::Uuid;

use super::{
    super::{
        compose,
        model::{Paper, Section, State, numbered},
        versions::aligned,
    },
    model::paragraphs,
};
use crate::meetings::Attendee;

/// The most corrections that one file may propose.
pub(super) const MOST: usize = 300;

/// A line of the text that a file was made of.
struct Line {
    section: i64,
    words: String,
    /// Whether it stands in words that can be edited.
    editable: bool,
    reserved: bool,
}

/// The text that a file was made of, as the file has it.
pub(super) struct Base(Vec<Line>);

/// A correction that a file proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposed {
    pub(super) section: i64,
    pub(super) was: String,
    pub(super) words: String,
    pub(super) why: String,
    pub(super) author: String,
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Base {
    /// The lines of a minute as its Word file has them: each cell of a table is one.
    pub(super) fn of(paper: &Paper, sections: &[Section]) -> Self {
        let dressed = compose::dressed(paper.open.clone(), State::Draft, None);
        let mut base = Self(Vec::new());
        let mut section = 0;
        for title in [&dressed.title, &dressed.subtitle] {
            base.add(0, title, false, sections);
        }
        base.blocks(&dressed, &mut section, false, sections);
        let reserved = Document { blocks: paper.reserved.clone(), ..dressed };
        base.blocks(&reserved, &mut section, true, sections);
        base
    }

    fn add(&mut self, section: i64, words: &str, reserved: bool, sections: &[Section]) {
        let words = tidy(words);
        if !words.is_empty() {
            let of = sections.iter().find(|one| one.position == section);
            let editable = of.is_some_and(|one| paragraphs(&one.words).any(|line| tidy(line) == words));
            self.0.push(Line { section, words, editable, reserved });
        }
    }

    fn blocks(&mut self, document: &Document, section: &mut i64, reserved: bool, sections: &[Section]) {
        let said = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        for block in &document.blocks {
            match block {
                Block::Heading { text, .. } => {
                    *section = numbered(text).unwrap_or(*section);
                    self.add(*section, text, reserved, sections);
                }
                Block::Paragraph { spans } | Block::Callout { spans } => self.add(*section, &said(spans), reserved, sections),
                Block::List { items, .. } => items.iter().for_each(|item| self.add(*section, &said(item), reserved, sections)),
                Block::Table { caption, header, rows, .. } => {
                    self.add(*section, caption, reserved, sections);
                    header.iter().for_each(|name| self.add(*section, name, reserved, sections));
                    rows.iter().flatten().for_each(|cell| self.add(*section, &said(cell), reserved, sections));
                }
                Block::Figure { alt, .. } => self.add(*section, &format!("[{alt}]"), reserved, sections),
                // No minute has one.
                Block::RunChart { .. } | Block::Bars { .. } | Block::Sheets { .. } | Block::NewPage => {}
            }
        }
    }
}

/// The hash of the version that a file says it was made of.
pub(super) fn hash_in(reviewed: &Reviewed) -> Option<Vec<u8>> {
    let said = reviewed.properties.get(documents::docx::VERSION)?;
    let byte = |at: usize| u8::from_str_radix(said.get(at..at + 2)?, 16).ok();
    (said.len() == 64).then(|| (0..64).step_by(2).map(byte).collect())?
}

/// The attendee whom the name of a file's author means: with or without a title, in whatever case. Nobody when two are called so.
pub(super) fn person(author: &str, attendees: &[Attendee]) -> Option<Uuid> {
    let plain = |name: &str| -> Vec<String> {
        let words =
            name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').filter(|word| !word.is_empty()).map(str::to_lowercase);
        let mut words: Vec<String> = words
            .filter(|word| !["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"].contains(&word.as_str()))
            .collect();
        // Word in a health board says "Munro, Ailsa".
        words.sort_unstable();
        words
    };
    let author = plain(author);
    let mut found = attendees.iter().filter(|one| !author.is_empty() && plain(&one.name) == author);
    found.next().filter(|_| found.next().is_none()).map(|one| one.person)
}

/// What a file proposes: for each paragraph of the text it was made of, what became of it.
pub(super) fn proposed(base: &Base, reviewed: &Reviewed) -> Vec<Proposed> {
    let after: Vec<(usize, String)> =
        reviewed.stretches.iter().enumerate().flat_map(|(at, stretch)| stretch.after.iter().map(move |line| (at, tidy(line)))).collect();
    let lines: Vec<String> = after.iter().map(|(_, line)| line.clone()).collect();
    let present: BTreeSet<&str> = lines.iter().map(String::as_str).collect();
    let was_there: BTreeSet<String> = reviewed.stretches.iter().flat_map(|stretch| stretch.before.iter().map(|line| tidy(line))).collect();
    // Who may not see the reserved part has a file without it.
    let has_reserved =
        base.0.iter().any(|line| line.reserved && (present.contains(line.words.as_str()) || was_there.contains(&line.words)));
    let base: Vec<&Line> = base.0.iter().filter(|line| has_reserved || !line.reserved).collect();
    let words: Vec<String> = base.iter().map(|line| line.words.clone()).collect();

    let mut became: Vec<Become> = base.iter().map(|_| Become::default()).collect();
    let mut last = 0;
    for (old, new) in aligned(&words, &lines) {
        last = old.unwrap_or(last);
        let Some(here) = became.get_mut(last) else { break };
        let Some(new) = new else {
            // Gone: whoever marked it as deleted proposed that.
            let by = reviewed
                .stretches
                .iter()
                .position(|stretch| stretch.is_changed() && stretch.before.iter().any(|line| tidy(line) == words[last]));
            here.stretches.extend(by);
            continue;
        };
        if old.is_some() {
            here.kept = Some(lines[new].clone());
        } else {
            here.added.push(lines[new].clone());
        }
        if old.is_none_or(|old| words[old] != lines[new]) || !reviewed.stretches[after[new].0].comments.is_empty() {
            here.stretches.insert(after[new].0);
        }
    }
    let told = base.iter().zip(&became).flat_map(|(line, here)| here.told(line, &reviewed.stretches));
    told.collect()
}

/// What became of a line.
#[derive(Default)]
struct Become {
    /// The line as it is to be; `None` when it goes.
    kept: Option<String>,
    /// New lines after it.
    added: Vec<String>,
    /// Where in the file it was changed.
    stretches: BTreeSet<usize>,
}

impl Become {
    fn told(&self, line: &Line, stretches: &[Stretch]) -> Vec<Proposed> {
        let involved: Vec<&Stretch> = self.stretches.iter().filter_map(|at| stretches.get(*at)).collect();
        let mut authors: Vec<&str> = Vec::new();
        for author in involved.iter().flat_map(|stretch| &stretch.changes).map(|change| change.author.as_str()) {
            if !author.is_empty() && !authors.contains(&author) {
                authors.push(author);
            }
        }
        let moved =
            involved.iter().flat_map(|stretch| &stretch.changes).any(|change| matches!(change.done, Done::MovedHere | Done::MovedAway));
        let comments: Vec<_> = involved.iter().flat_map(|stretch| &stretch.comments).collect();
        let mut why: Vec<String> = Vec::new();
        if moved {
            why.push("Moved within the text.".into());
        }
        for comment in &comments {
            let about = if comment.about.is_empty() { String::new() } else { format!(" on “{}”", comment.about) };
            let by = if comment.author.is_empty() { "A comment" } else { comment.author.as_str() };
            why.push(format!("{by}{about}: {}", comment.words));
        }
        let proposed = |was: &str, words: String, author: String| Proposed {
            section: line.section,
            was: was.to_owned(),
            words: words.chars().take(4_000).collect(),
            why: why.join("\n").chars().take(2_000).collect(),
            author: author.chars().take(200).collect(),
        };
        let mut all = Vec::new();
        let mut new: Vec<String> = self.kept.iter().cloned().collect();
        let changed = new != [line.words.clone()];
        if line.editable || !changed {
            // What is new after a paragraph that can be edited stands with it; after any other it is added to the section.
            if line.editable {
                new.extend(self.added.iter().cloned());
            } else if !self.added.is_empty() {
                all.push(proposed("", self.added.join("\n"), authors.join(", ")));
            }
            if new != [line.words.clone()] {
                all.push(proposed(&line.words, new.join("\n"), authors.join(", ")));
            }
        } else {
            new.extend(self.added.iter().cloned());
            all.push(proposed(&line.words, new.join("\n"), authors.join(", ")));
        }
        if all.is_empty() && !comments.is_empty() {
            let mut said: Vec<&str> = Vec::new();
            for comment in comments.iter().filter(|comment| !comment.author.is_empty()) {
                if !said.contains(&comment.author.as_str()) {
                    said.push(&comment.author);
                }
            }
            all.push(proposed(&line.words, line.words.clone(), said.join(", ")));
        }
        all
    }
}
