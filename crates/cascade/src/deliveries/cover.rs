//! The cover of a minute for a committee: half a page in the shape that committees know. No input, no output.

use documents::{Block, Document, Span};

/// Whether a group gets the minute with a cover, and what the cover asks of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// The minute alone.
    #[default]
    None,
    /// For noting.
    Noting,
    /// For decision.
    Decision,
    /// For discussion.
    Discussion,
}

impl Cover {
    /// Every value with its words, as choices of a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("", "No cover"),
        ("noting", "A cover, for noting"),
        ("decision", "A cover, for decision"),
        ("discussion", "A cover, for discussion"),
    ];

    /// The word that is stored and that scripts see; empty for none.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Noting => "noting",
            Self::Decision => "decision",
            Self::Discussion => "discussion",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::None, Self::Noting, Self::Decision, Self::Discussion].into_iter().find(|cover| cover.key() == key)
    }
}

/// What a cover says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    /// What is asked.
    pub(super) cover: Cover,
    /// The committee that it is for; several where one secretary gets it for them.
    pub(super) committee: &'a str,
    /// The group that sends it.
    pub(super) group: &'a str,
    /// The day of the meeting, in words.
    pub(super) day: &'a str,
    /// What was decided in the open part, a sentence each.
    pub(super) decided: &'a [String],
    /// What the administrator says to this committee; may be empty.
    pub(super) note: &'a str,
    /// Where questions go; may be empty.
    pub(super) contact: &'a str,
}

/// Decisions that half a page holds.
const FEW: usize = 5;

/// The minute behind its cover: the cover on the first page, the minute from the second on.
pub(super) fn before(minute: &Document, told: &Told<'_>) -> Document {
    let mut blocks = vec![page(told), Block::NewPage, Block::heading(1, minute.title.clone())];
    if !minute.subtitle.is_empty() {
        blocks.push(Block::paragraph(minute.subtitle.clone()));
    }
    blocks.extend(minute.blocks.iter().map(below));
    Document {
        title: format!("{}: minute of {}", told.group, told.day),
        subtitle: format!("For {}", told.committee),
        blocks,
        ..minute.clone()
    }
}

/// The minute's own headings stand below its title.
fn below(block: &Block) -> Block {
    match block {
        Block::Heading { level, text } => Block::heading(level.saturating_add(1), text.clone()),
        other => other.clone(),
    }
}

fn page(told: &Told<'_>) -> Block {
    let (group, committee) = (told.group, told.committee);
    let mut rows = vec![
        ("Aim", format!("To tell {committee} what {group} decided on {}, and to hear what it asks back.", told.day)),
        (
            "Background",
            format!(
                "{group} is a small forum of GPs and hospital consultants who put right what goes wrong between practice and hospital. \
                 This is the open part of its minute."
            ),
        ),
        ("Summary", summary(told)),
    ];
    if !told.note.is_empty() {
        rows.push(("Note", told.note.to_owned()));
    }
    rows.push(("Recommendation", recommendation(told)));
    rows.push(("Approved by", "Both sides of the group, general practice and hospital.".to_owned()));
    let author = if told.contact.is_empty() { String::new() } else { format!(" Questions: {}.", told.contact) };
    rows.push(("Author", format!("The administrator of {group}.{author}")));
    let cells = rows.into_iter().map(|(name, words)| vec![vec![Span::plain(name)], vec![Span::plain(words)]]).collect();
    Block::table("", &["Cover", committee], cells, &[1, 4])
}

fn summary(told: &Told<'_>) -> String {
    if told.decided.is_empty() {
        return "Nothing was decided; the minute says what was spoken about.".to_owned();
    }
    let mut lines: Vec<String> = told.decided.iter().take(FEW).cloned().collect();
    if let Some(more) = told.decided.len().checked_sub(FEW).filter(|more| *more > 0) {
        lines.push(if more == 1 {
            "One more decision is in the minute.".into()
        } else {
            format!("{more} more decisions are in the minute.")
        });
    }
    lines.join("\n")
}

fn recommendation(told: &Told<'_>) -> String {
    let committee = told.committee;
    match told.cover {
        Cover::None | Cover::Noting => format!("For noting. {committee} is asked to note the minute."),
        Cover::Discussion => {
            format!("For discussion. {committee} is asked to discuss the minute, and to send its questions by the link in our mail.")
        }
        Cover::Decision if told.note.is_empty() => {
            format!(
                "For decision. {committee} is asked to decide how it takes part in what was agreed, and to tell us by the link in our mail."
            )
        }
        Cover::Decision => {
            format!("For decision. {committee} is asked to decide on what the note says, and to tell us by the link in our mail.")
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn minute() -> Document {
        Document {
            title: "Minute of meeting 1".into(),
            subtitle: "14 December 2026".into(),
            language: "en-GB".into(),
            author: "North Moor".into(),
            running: String::new(),
            blocks: vec![Block::heading(1, "Letters"), Block::paragraph("They were late.")],
        }
    }

    fn told(cover: Cover, decided: &[String]) -> Told<'_> {
        Told {
            cover,
            committee: "Local Medical Committee",
            group: "North Moor",
            day: "14 December 2026",
            decided,
            note: "",
            contact: "us@board.example",
        }
    }

    #[test]
    fn a_cover_has_its_six_parts_in_order_and_the_minute_follows_on_a_new_page() {
        let decided: Vec<String> = (1..=7).map(|n| format!("26/D0{n}: it was agreed.")).collect();
        let whole = before(&minute(), &told(Cover::Discussion, &decided));
        let text = documents::text::write(&whole);
        let places: Vec<usize> =
            ["Aim", "Background", "Summary", "Recommendation", "Approved by", "Author", "Minute of meeting 1", "Letters"]
                .iter()
                .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
                .collect();
        assert!(places.is_sorted(), "{text}");
        assert!(text.contains("26/D05") && !text.contains("26/D06") && text.contains("2 more decisions"), "{text}");
        assert!(matches!(whole.blocks[1], Block::NewPage) && matches!(&whole.blocks[4], Block::Heading { level: 2, .. }));
    }

    #[test]
    fn each_cover_asks_for_what_it_says() {
        for (cover, words) in [(Cover::Noting, "For noting"), (Cover::Decision, "For decision"), (Cover::Discussion, "For discussion")] {
            assert!(recommendation(&told(cover, &[])).starts_with(words));
            assert_eq!(Cover::from_key(cover.key()), Some(cover));
        }
        let noted = Told { note: "May we use your list?", ..told(Cover::Decision, &[]) };
        assert!(recommendation(&noted).contains("what the note says"));
        assert!(summary(&noted).contains("Nothing was decided"));
    }
}
