//! What is frozen of an agenda, who has approved it, and where a pack stands.

pub(super) use group::approvals::Approval;
pub(super) use group::approvals::both_approve;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    meetings::{Item, Record},
    papers::{self, Paper},
};

/// An agenda with its papers: what both co-chairs approve and what is frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listing {
    /// When and where the meeting is, in words.
    pub(super) when: String,
    /// The theme's key; may be empty.
    pub(super) theme: String,
    /// Its items in order.
    pub(super) entries: Vec<Entry>,
}

/// An item of an agenda as it is frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The item's key.
    pub(super) item: Uuid,
    /// `26/014`.
    pub(super) reference: String,
    pub(super) title: String,
    /// The group's two neutral sentences, of an issue.
    pub(super) words: String,
    /// The purpose's words.
    pub(super) asked: String,
    pub(super) presenter: String,
    pub(super) minutes: i64,
    /// Why it is reserved; empty while it is open.
    pub(super) reserved: String,
    pub(super) consent: bool,
    pub(super) papers: Vec<Sheet>,
}

/// A paper as it is frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sheet {
    pub(super) id: Uuid,
    pub(super) letter: i64,
    pub(super) version: i64,
    pub(super) title: String,
    pub(super) late: bool,
    /// Who brought it, and when.
    pub(super) by: String,
    pub(super) brought_on: Date,
    pub(super) pages: i64,
}

impl Sheet {
    /// `Paper A: Costs`.
    pub(super) fn name(&self) -> String {
        format!("Paper {}: {}", papers::letter(self.letter), self.title)
    }
}

impl Listing {
    /// The agenda as it stands now.
    pub(super) fn of(record: &Record, all: &[Paper]) -> Self {
        let when = crate::meetings::when(&record.meeting);
        let place = &record.meeting.place;
        Self {
            when: if place.is_empty() { when } else { format!("{when}, {place}") },
            theme: record.meeting.theme.clone(),
            entries: record.items.iter().filter(|item| item.moved_to.is_none()).map(|item| entry(item, all)).collect(),
        }
    }

    /// As one text: for the hash, and as it is kept.
    pub(super) fn canonical(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Every paper in it, in order.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.entries.iter().flat_map(|entry| &entry.papers)
    }

    /// The same without what is said of some items.
    pub(super) fn without(&self, items: &[Uuid]) -> Self {
        let entries = self.entries.iter().map(|entry| if items.contains(&entry.item) { closed(entry) } else { entry.clone() });
        Self { entries: entries.collect(), ..self.clone() }
    }

    /// The same for people who do not see reserved items: that there is one, and for how long, and nothing else.
    pub(super) fn open(&self) -> Self {
        let entries = self.entries.iter().map(|entry| if entry.reserved.is_empty() { entry.clone() } else { closed(entry) });
        Self { entries: entries.collect(), ..self.clone() }
    }
}

fn entry(item: &Item, all: &[Paper]) -> Entry {
    let current = all.iter().filter(|paper| paper.item == item.id && paper.state == papers::State::Current);
    let sheet = |paper: &Paper| Sheet {
        id: paper.id,
        letter: paper.letter,
        version: paper.version,
        title: paper.title.clone(),
        late: paper.late,
        by: paper.by.clone(),
        brought_on: paper.brought_on,
        pages: paper.pages,
    };
    Entry {
        item: item.id,
        reference: item.reference(),
        title: item.title.clone(),
        words: item.issue.as_ref().map(|issue| issue.text.clone()).unwrap_or_default(),
        asked: item.purpose.words().to_owned(),
        presenter: item.presenter.clone(),
        minutes: item.minutes,
        reserved: item.reserved.clone(),
        consent: item.consent,
        papers: current.map(sheet).collect(),
    }
}

fn closed(entry: &Entry) -> Entry {
    Entry { title: "A reserved item".into(), words: String::new(), presenter: String::new(), papers: Vec::new(), ..entry.clone() }
}

/// A pack that was frozen: the first of a meeting, and what was sent after it.
#[derive(Clone, Debug)]
pub(super) struct Pack {
    pub(super) id: Uuid,
    /// 1 for the pack, 2 and more for what went out after it.
    pub(super) number: i64,
    /// Whether its files are made and its mails are on their way.
    pub(super) sent: bool,
    pub(super) frozen_on: Date,
    /// How many steps of making its files are done, of how many.
    pub(super) steps: (i64, i64),
    pub(super) listing: Listing,
}
