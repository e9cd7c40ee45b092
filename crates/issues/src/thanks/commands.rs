//! The verb on praise: pass it on.

use group::{
    acting::Acting,
    directory,
    permissions::Verb,
    screening::{refuse_in_papers, refuse_numbers},
};
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail,
    store::{self, Passed},
};
use crate::issues::{self, State};

/// How thanks are to be passed on, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewThanks {
    /// The key of an entry of the directory; empty when somebody else was told.
    pub entry: String,
    /// Whom somebody told, where it is none of the directory.
    pub to_whom: String,
    /// What is said to them.
    pub words: String,
}

/// Goes on only for those who pass thanks on.
pub(super) fn must_pass_on(acting: &Acting) -> Result<()> {
    acting.must(Verb::WordIssues)
}

/// Passes thanks on: by mail to the contact of an entry of the directory, or noted as told.
///
/// # Errors
/// [`Error::Conflict`] for what is no praise or was passed on already; [`Error::Invalid`] and [`Error::Refused`] for what
/// was typed; [`Error::NotFound`] for those who may not.
pub async fn pass_on(app: &App, tx: &mut Tx, acting: &Acting, number: i64, new: &NewThanks) -> Result<()> {
    must_pass_on(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    if !issue.awaits_passing_on() {
        return Err(Error::Conflict("These are no thanks that wait to be passed on.".into()));
    }
    let entry = match new.entry.parse::<Uuid>() {
        Ok(id) => Some(directory::find(&mut *tx, group.id, id).await?).filter(|entry| entry.retired_on.is_none()),
        Err(_) => None,
    };
    let mut checks = Checks::default();
    let rule = |required, name, max, lines| TextRule { required, name, max, lines };
    let words = checks.text("words", &new.words, rule(Some("Write what they are thanked for"), "The text", 600, true));
    let required = entry.is_none().then_some("Choose who did it, or say whom you told");
    let told = checks.text("to_whom", &new.to_whom, rule(required, "The name", 120, false));
    checks.done()?;
    refuse_numbers([("to_whom", told.as_str())].into_iter(), true)?;
    refuse_in_papers(&mut *tx, group.id, [("words", words.as_str())].into_iter()).await?;
    let (to_whom, email) = entry.map_or((told, String::new()), |entry| (entry.name, entry.contact.email));
    if !issues::move_on(tx, group.id, issue.id, issue.state, State::PassedOn).await? {
        return Err(Error::Conflict("These thanks were passed on meanwhile.".into()));
    }
    let now = app.clock.now();
    let passed_on = clock::day_of(now, &group.time_zone);
    let passed = Passed { to_whom, words, mailed: !email.is_empty(), passed_on };
    store::insert(tx, group.id, issue.id, &passed).await?;
    if passed.mailed {
        mail::post(app, tx, group, issue.id, &group.reference(number), email, &passed.words).await?;
    }
    let event = Event::new(group.id, now, acting.actor(), "issue.thanked", issue.id)
        .with("as", acting.acted_as())
        .with("by", Fact::Word(if passed.mailed { "mail" } else { "word" }.into()));
    ledger::record(tx, event).await
}
