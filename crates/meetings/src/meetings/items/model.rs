//! What an item is: what is asked with it, and what was said, decided and set.

use issues::issues::State as IssueState;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    actions::Action,
    decisions::Decision,
    meetings::purpose::{Purpose, Standing},
    references,
};

/// The issue that an item is about, in the group's wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemIssue {
    /// Its key.
    pub id: Uuid,
    /// Its running number.
    pub number: i64,
    /// Where it stands.
    pub state: IssueState,
    /// The group's two neutral sentences.
    pub text: String,
    /// The day it was raised.
    pub raised_on: Date,
}

/// An item on an agenda, with what was said, decided and set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its key.
    pub id: Uuid,
    /// The year in its reference.
    pub year: i64,
    /// The number in its reference.
    pub number: i64,
    /// How many minutes it is given.
    pub minutes: i64,
    /// What it is about.
    pub title: String,
    /// What is asked of the meeting.
    pub purpose: Purpose,
    /// Who presents it: a member's name, or free words.
    pub presenter: String,
    /// Why it is reserved; empty while everybody who may read the minute may read it.
    pub reserved: String,
    /// Whether it is taken by consent, with others, unless somebody asks to speak to it.
    pub consent: bool,
    /// Which standing item it is; nothing for an item of this meeting only.
    pub kind: Option<Standing>,
    /// The item of an earlier meeting that it goes on from.
    pub follows: Option<Uuid>,
    /// The meeting to which it was moved on, by its number.
    pub moved_to: Option<i64>,
    /// The issue, where it is about one.
    pub issue: Option<ItemIssue>,
    /// What was said.
    pub note: String,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Who does what.
    pub actions: Vec<Action>,
}

/// Something that is put onto an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    /// The issue, where it is about one.
    pub issue: Option<Uuid>,
    /// What it is about.
    pub title: String,
    /// How many minutes it is given.
    pub minutes: i64,
    /// What is asked of the meeting.
    pub purpose: Purpose,
    /// Who presents it.
    pub presenter: String,
    /// Why it is reserved; empty for an open item.
    pub reserved: String,
    /// Whether it is taken by consent.
    pub consent: bool,
    /// Which standing item it is.
    pub kind: Option<Standing>,
    /// The item that it goes on from.
    pub follows: Option<Uuid>,
}

impl Item {
    /// `26/014`.
    #[must_use]
    pub fn reference(&self) -> String {
        references::item(self.year, self.number)
    }

    /// The issue, while it waits for this meeting to decide. Its reporter may have taken it back, or it waits for a later meeting.
    #[must_use]
    pub fn waiting_issue(&self) -> Option<&ItemIssue> {
        self.issue.as_ref().filter(|issue| issue.state == IssueState::Scheduled && self.moved_to.is_none())
    }

    /// Whether only those who see meetings may read it and what came of it: the group's members, co-chairs and administrator. It
    /// stays out of all that goes to readers, reporters, networks and other groups.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        !self.reserved.is_empty()
    }
}
