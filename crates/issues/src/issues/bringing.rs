//! An issue of the log that was kept before: it gets a running number and keeps its old reference. Nobody is told.

use group::{acting::Acting, groups::Group, importing::as_key};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx, keys,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    commands::{Wording, follow_code, index},
    model::{Answers, Issue, Known, Sector, State},
    store::{self, Reporter},
};

/// An issue as the log of before has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PastIssue {
    /// Its reference there; may be empty.
    pub(crate) reference: String,
    pub(crate) words: String,
    pub(crate) title: String,
    /// The theme's key; empty for none.
    pub(crate) theme: String,
    pub(crate) state: State,
    pub(crate) service: String,
    pub(crate) sector: Option<Sector>,
    /// The reporter's name, if the log has it.
    pub(crate) reporter: String,
    pub(crate) email: String,
    pub(crate) outcome: String,
    pub(crate) raised_on: Date,
    /// The number that it has in the group now.
    pub(crate) number: i64,
}

impl PastIssue {
    /// What makes the same row brought twice one issue.
    #[must_use]
    pub(crate) fn hash(&self, group: Uuid) -> Vec<u8> {
        let known = match as_key(&self.reference) {
            none if none.is_empty() => format!("{}\n{}", self.raised_on, self.words),
            key => key,
        };
        keys::hash(&format!("past issue\n{group}\n{known}"))
    }
}

/// What is kept of an issue's past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    /// Its old reference.
    pub(crate) reference: String,
    /// What became of it, as the log says.
    pub(crate) outcome: String,
}

/// Writes an issue of the log of before, with the number that it was given.
///
/// # Errors
/// When the database fails.
pub(crate) async fn bring(app: &App, tx: &mut Tx, acting: &Acting, past: &PastIssue) -> Result<()> {
    let (group, now): (&Group, _) = (&acting.group, app.clock.now());
    let id = app.ids.key(now)?;
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let issue = Issue {
        id,
        number: past.number,
        version: 1,
        state: past.state,
        known: if past.reporter.is_empty() { Known::Anonymous } else { Known::Named },
        words: past.words.clone(),
        answers: Answers { service: text(&past.service), sector: past.sector, ..Answers::default() },
        theme: text(&past.theme),
        group_title: text(&past.title),
        group_text: None,
        raised_on: past.raised_on,
        raised_at: None,
        door: None,
    };
    store::insert(tx, group.id, &issue, &past.hash(group.id), &keys::hash(&follow_code(app, id))).await?;
    if !past.theme.is_empty() || !past.title.is_empty() {
        let wording = Wording { theme: past.theme.clone(), title: past.title.clone(), text: String::new() };
        if !store::set_wording(tx, group.id, id, issue.version, &wording).await? {
            return Err(Error::internal("an issue changed while it was made"));
        }
    }
    if !past.reporter.is_empty() {
        let reporter = Reporter { name: past.reporter.clone(), email: past.email.clone(), person: None };
        store::insert_reporter(tx, group.id, id, &reporter).await?;
    }
    store::insert_past(tx, group.id, id, (&past.reference, &as_key(&past.reference)), &past.outcome).await?;
    index(tx, group, &issue, &[&past.reference, &past.outcome]).await?;
    let event = Event::new(group.id, now, acting.actor(), "issue.brought-in", id)
        .with("as", acting.acted_as())
        .with("reference", Fact::Reference(group.reference(issue.number)));
    ledger::record(tx, event).await
}
