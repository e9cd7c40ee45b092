//! What is different between two versions, paragraph by paragraph.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};
use uuid::Uuid;

use super::model::{Paper, Paragraph};

/// Some words of a paragraph that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub words: String,
    /// Whether they are new; `None` where they stand in both.
    pub new: Option<bool>,
}

/// What is different at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A paragraph that was not there.
    Added {
        /// It.
        now: Paragraph,
    },
    /// A paragraph that is there no more.
    Removed {
        /// As it was.
        before: Paragraph,
    },
    /// A paragraph that says something else.
    Reworded {
        /// Its number now.
        number: String,
        /// Its words, old and new.
        pieces: Vec<Piece>,
    },
}

/// The words of a paragraph, old and new. A blank between two words that were both changed goes with them, so that a phrase
/// is told as one.
#[must_use]
pub fn pieces(before: &str, now: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut gone, mut new, mut blank) = (String::new(), String::new(), String::new());
    let settle = |gone: &mut String, new: &mut String, pieces: &mut Vec<Piece>| {
        for (words, is_new) in [(std::mem::take(gone), false), (std::mem::take(new), true)] {
            if !words.is_empty() {
                pieces.push(Piece { words, new: Some(is_new) });
            }
        }
    };
    for change in TextDiff::from_words(before, now).iter_all_changes() {
        let words = change.value();
        if change.tag() == ChangeTag::Equal {
            if words.trim().is_empty() && !(gone.is_empty() && new.is_empty()) {
                blank.push_str(words);
                continue;
            }
            settle(&mut gone, &mut new, &mut pieces);
            let words = std::mem::take(&mut blank) + words;
            match pieces.last_mut() {
                Some(last) if last.new.is_none() => last.words.push_str(&words),
                _ => pieces.push(Piece { words, new: None }),
            }
            continue;
        }
        let held = std::mem::take(&mut blank);
        gone.push_str(&held);
        new.push_str(&held);
        if change.tag() == ChangeTag::Insert { new.push_str(words) } else { gone.push_str(words) }
    }
    settle(&mut gone, &mut new, &mut pieces);
    if !blank.is_empty() {
        pieces.push(Piece { words: blank, new: None });
    }
    pieces
}

/// The differences from one version to another, in the order of the new one.
#[must_use]
pub fn changes(before: &Paper, now: &Paper) -> Vec<Change> {
    let lineages = |paper: &Paper| paper.paragraphs.iter().map(|paragraph| paragraph.lineage).collect::<Vec<Uuid>>();
    let (old, new) = (&before.paragraphs, &now.paragraphs);
    let mut changes = Vec::new();
    let removed = |from: usize, n: usize| old[from..from + n].iter().map(|before| Change::Removed { before: before.clone() });
    let added = |from: usize, n: usize| new[from..from + n].iter().map(|now| Change::Added { now: now.clone() });
    for op in capture_diff_slices(Algorithm::Patience, &lineages(before), &lineages(now)) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                let pairs = old[old_index..old_index + len].iter().zip(&new[new_index..new_index + len]);
                changes.extend(
                    pairs
                        .filter(|(before, now)| before.text != now.text)
                        .map(|(before, now)| Change::Reworded { number: now.number.clone(), pieces: pieces(&before.text, &now.text) }),
                );
            }
            DiffOp::Delete { old_index, old_len, .. } => changes.extend(removed(old_index, old_len)),
            DiffOp::Insert { new_index, new_len, .. } => changes.extend(added(new_index, new_len)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                changes.extend(removed(old_index, old_len));
                changes.extend(added(new_index, new_len));
            }
        }
    }
    changes
}

#[cfg(test)]
mod unit {
    use super::{super::model::ClauseKind, *};

    fn paper(paragraphs: &[(u128, &str)]) -> Paper {
        let paragraph = |(at, (lineage, text)): (usize, &(u128, &str))| Paragraph {
            number: format!("1.{}", at + 1),
            kind: ClauseKind::Paragraph,
            text: (*text).to_owned(),
            lineage: Uuid::from_u128(*lineage),
            rules: Vec::new(),
        };
        Paper { paragraphs: paragraphs.iter().enumerate().map(paragraph).collect() }
    }

    #[test]
    fn what_is_new_gone_or_reworded_is_told_apart() {
        let before = paper(&[(1, "We meet monthly."), (2, "Tea is taken."), (3, "The end.")]);
        let now = paper(&[(1, "We meet every second month."), (3, "The end."), (4, "And more.")]);
        let changes = changes(&before, &now);
        let [Change::Reworded { number, pieces }, Change::Removed { before }, Change::Added { now }] = changes.as_slice() else {
            panic!("{changes:?}")
        };
        assert_eq!((number.as_str(), before.text.as_str(), now.text.as_str()), ("1.1", "Tea is taken.", "And more."));
        let with = |new: bool| pieces.iter().filter(|piece| piece.new != Some(!new)).map(|piece| piece.words.as_str()).collect::<String>();
        assert_eq!((with(false), with(true)), ("We meet monthly.".to_owned(), "We meet every second month.".to_owned()));
        let told: Vec<&str> = pieces.iter().map(|piece| piece.words.as_str()).collect();
        assert_eq!(told, ["We meet ", "monthly.", "every second month."], "a phrase is told as one");
    }

    #[test]
    fn a_text_that_is_the_same_has_no_changes() {
        let same = paper(&[(1, "One."), (2, "Two.")]);
        assert!(changes(&same, &same).is_empty());
    }
}
