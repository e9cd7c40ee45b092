//! The verb of custodians: open who raised an issue. And what the house does: forget who, when the years are over.

use group::{acting::Acting, golive, groups, permissions::Verb, screening::refuse_in_group};
use jiff::ToSpan;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{
    mail,
    store::{self, Opening},
};
use crate::issues::{self, Issue, Known};

/// Who raised an issue, for the one page that says it.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) email: String,
}

/// The issue that an address names, if this person may know that it was raised in confidence; and whether they are a custodian.
pub(super) async fn seen(app: &App, acting: &Acting, reference: &str) -> Result<(Issue, bool)> {
    let custodian = golive::is_custodian(&app.db, acting.group.id, acting.person).await?;
    if !custodian {
        acting.must(Verb::ReadIssues)?;
    }
    let issue = issues::find(&app.db, acting.group.id, acting.group.number(reference).ok_or(Error::NotFound)?).await?;
    // Of the others a custodian who does not triage sees nothing here.
    if issue.known != Known::Confidence && !acting.may(Verb::ReadIssues) {
        return Err(Error::NotFound);
    }
    Ok((issue, custodian))
}

/// Opens who raised an issue in confidence, for a reason; the person is told.
///
/// # Errors
/// [`Error::NotFound`] for who may not know of the issue; [`Error::Forbidden`] for everybody but the two custodians;
/// [`Error::Conflict`] where there is nothing to open; [`Error::Invalid`] and [`Error::Refused`] for the reason.
pub(super) async fn open(app: &App, tx: &mut Tx, acting: &Acting, number: i64, reason: &str) -> Result<Opened> {
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    if !golive::is_custodian(&mut *tx, group.id, acting.person).await? {
        acting.must(Verb::ReadIssues)?;
        return Err(Error::Forbidden("Only the two custodians of the group can open who raised something in confidence.".into()));
    }
    let issue = issues::find(&mut *tx, group.id, number).await?;
    match issue.known {
        Known::Confidence => {}
        Known::Named => return Err(Error::Conflict("It was raised by name: there is nothing to open.".into())),
        Known::Anonymous => return Err(Error::Conflict("It was raised anonymously: nobody can find out who it was.".into())),
    }
    let mut checks = Checks::default();
    let required = Some("Write down why you open it. The person reads it");
    let reason = checks.text("reason", reason, TextRule { required, name: "The reason", max: 600, lines: true });
    checks.done()?;
    refuse_in_group(&mut *tx, acting.group.id, [("reason", reason.as_str())].into_iter(), true).await?;
    let reporter = issues::reporter(&mut *tx, group.id, issue.id)
        .await?
        .ok_or_else(|| Error::Conflict("Who raised it was deleted: the years for which the group keeps names are over.".into()))?;
    let now = app.clock.now();
    let (id, opened_as) = (app.ids.key(now)?, acting.role_words());
    let opening = Opening { number, name: acting.name.clone(), opened_as, reason, opened_at: now };
    store::insert(tx, group.id, issue.id, id, acting.person, &opening).await?;
    // The reason is a text of people, and so not among the facts.
    let event = Event::new(group.id, now, acting.actor(), "issue.reporter-opened", issue.id)
        .with("as", acting.acted_as())
        .with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, event).await?;
    if !reporter.email.is_empty() {
        mail::opened(app, tx, group, &issue, id, &reporter.email, &opening).await?;
    }
    Ok(Opened { name: reporter.name, email: reporter.email })
}

/// Deletes the names and addresses of those who raised something, also out of the mails that they got, once the years that their group has said are over.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    for (id, years) in golive::retentions(&app.db).await? {
        let mut tx = app.begin().await?;
        ledger::hold(&mut tx, id).await?;
        let group = groups::by_id(&mut tx, id).await?;
        let now = app.clock.now();
        let before = clock::day_of(now, &group.time_zone).saturating_sub(years.years());
        let gone = store::forget_reporters(&mut tx, id, before).await?;
        if gone > 0 {
            store::clear_recipients(&mut tx, id).await?;
            let gone = Fact::Number(i64::try_from(gone).unwrap_or(i64::MAX));
            ledger::record(&mut tx, Event::new(id, now, Actor::System, "reporters.forgotten", id).with("reporters", gone)).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}
