//! The verbs: heed that a report tells of harm, say that one has seen it, say when the group reads.

use ::issues::issues::{self, Issue};
use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    golive,
    groups::{self, Group},
    hours::{self, Hours},
    permissions::Verb,
    screening::refuse_in_papers,
};
use jiff::{ToSpan, civil::Time};
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail::{self, Mailing},
    model::{Alert, LINK_DAYS, Level, address_in, is_incident},
    store,
};

/// When somebody says that a patient came to harm, or could have: tells those who look after safety, once, and once more when the
/// same reporter tells of more harm than before. Of an anonymous reporter only the day is noted, and the job [`super::round`] tells it when that day is over.
pub fn heed<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let of_harm = event.facts.get("question").is_none_or(|question| *question == Fact::Word("harm".into()));
        if !of_harm {
            return Ok(());
        }
        let issue = issues::by_id(&mut *tx, event.scope, event.thing).await?;
        let Some(level) = Level::of(issue.answers.harm) else { return Ok(()) };
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let today = app.clock.today(&group.time_zone);
        let new = store::insert(tx, group.id, issue.id, level, today).await?;
        let rose = !new && store::raise(tx, group.id, issue.id, level, today).await?;
        if (new || rose) && !issue.is_anonymous() {
            tell(app, tx, &group, &issue, rose).await?;
        }
        Ok(())
    })
}

/// Tells the administrator and the safety contact of a report of harm, or that its harm is more than they were told.
pub(super) async fn tell(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, rose: bool) -> Result<()> {
    mail::post(app, tx, group, issue, if rose { Mailing::Rise } else { Mailing::First }).await?;
    store::set_told(tx, group.id, issue.id, app.clock.today(&group.time_zone)).await?;
    let event = Event::new(group.id, app.clock.now(), Actor::System, "issue.harm-told", issue.id);
    ledger::record(tx, if rose { event.with("rose", Fact::Word("yes".into())) } else { event }).await
}

fn seal(app: &App, group: &Group, issue: Uuid, address: &str) -> String {
    app.keys.seal("harm", &[group.id.as_bytes(), issue.as_bytes(), address.as_bytes()])
}

/// The address behind which the safety contact reads a report and says that they have seen it: good for this report, and for
/// this contact.
pub(super) fn link(app: &App, group: &Group, issue: Uuid, address: &str) -> String {
    format!("/{}/safety/{}{}", group.slug, issue.simple(), seal(app, group, issue, address))
}

/// The report that a safety contact's link opens.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, too old, or of another contact.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<(Issue, Alert)> {
    let mut on = on.into();
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
    let address = address_in(&golive::find(on.again(), group.id).await?.safety).ok_or(Error::NotFound)?;
    if !kernel::keys::same(seal(app, group, id, &address).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let alert = store::find(on.again(), group.id, id).await?.ok_or(Error::NotFound)?;
    let last = alert.told_on.unwrap_or(alert.noticed_on).saturating_add(LINK_DAYS.days());
    if app.clock.today(&group.time_zone) > last {
        return Err(Error::NotFound);
    }
    Ok((issues::by_id(on, group.id, id).await?, alert))
}

/// What somebody says who has seen a report of harm, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What was done.
    pub words: String,
    /// The number in the incident system; may be empty.
    pub incident: String,
}

async fn checked(tx: &mut Tx, group: Uuid, typed: &Seen) -> Result<Seen> {
    let mut checks = Checks::default();
    let words = checks.text(
        "words",
        &typed.words,
        TextRule { required: Some("Say in a line what was done"), name: "The text", max: 600, lines: true },
    );
    let incident = checks.text("incident", &typed.incident, TextRule { required: None, name: "The number", max: 60, lines: false });
    if !incident.is_empty() && !is_incident(&incident) {
        checks.fail("incident", "Enter the number alone: letters, digits, hyphens and strokes, 20 at most, as in W-12345");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group, [("words", words.as_str()), ("incident", &incident)].into_iter()).await?;
    Ok(Seen { words, incident })
}

/// Notes that somebody has seen it. What was written before is only replaced by who read it.
async fn note(app: &App, tx: &mut Tx, group: &Group, alert: &Alert, by: Option<&Acting>, (typed, before): (&Seen, &Seen)) -> Result<()> {
    if alert.words != before.words || alert.incident != before.incident {
        return Err(Error::Conflict(
            "Somebody else has said meanwhile that they have seen it. Load the page again to read what was done.".into(),
        ));
    }
    let seen = checked(tx, group.id, typed).await?;
    let today = app.clock.today(&group.time_zone);
    store::set_seen(tx, group.id, alert.issue, (today, by.map(|by| by.person)), &seen.words, &seen.incident).await?;
    let actor = by.map_or(Actor::Visitor, Acting::actor);
    let mut event = Event::new(group.id, app.clock.now(), actor, "issue.harm-seen", alert.issue)
        .with("as", by.map_or_else(|| Fact::Word("safety-contact".into()), Acting::acted_as));
    if !seen.incident.is_empty() {
        event = event.with("recorded", Fact::Word("yes".into()));
    }
    ledger::record(tx, event).await
}

/// Says, as somebody of the group, that a report of harm was seen, what was done, and its number in the incident system.
/// `before` is what the page showed.
///
/// # Errors
/// [`Error::NotFound`] for those who do not read issues, and where there is no such report; [`Error::Conflict`] when somebody
/// else said so meanwhile; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn see(app: &App, tx: &mut Tx, acting: &Acting, number: i64, typed: &Seen, before: &Seen) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    let alert = store::find(&mut *tx, group.id, issue.id).await?.ok_or(Error::NotFound)?;
    note(app, tx, group, &alert, Some(acting), (typed, before)).await
}

/// Says the same as the safety contact, by their link.
///
/// # Errors
/// As [`see`]; [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn see_by_link(app: &App, tx: &mut Tx, group: &Group, code: &str, typed: &Seen, before: &Seen) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let (_, alert) = open(app, &mut *tx, group, code).await?;
    note(app, tx, group, &alert, None, (typed, before)).await
}

/// Says from when to when of working days somebody of the group reads.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Invalid`] for hours that are none.
pub async fn set_hours(app: &App, tx: &mut Tx, acting: &Acting, starts: &str, ends: &str) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = &acting.group;
    let mut checks = Checks::default();
    let mut time = |field: &'static str, typed: &str| {
        Time::strptime("%H:%M", typed.trim()).unwrap_or_else(|_| {
            checks.fail(field, "Enter a time, as in 09:00");
            Time::midnight()
        })
    };
    let hours = Hours { starts: time("starts", starts), ends: time("ends", ends) };
    checks.done()?;
    if hours.starts >= hours.ends {
        return Err(Error::field("ends", "Enter a time that is later than the first"));
    }
    ledger::hold(tx, group.id).await?;
    hours::set(tx, group.id, hours).await?;
    let minutes = |at: Time| Fact::Number(i64::from(at.hour()) * 60 + i64::from(at.minute()));
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "group.hours-set", group.id).with("as", acting.acted_as());
    ledger::record(tx, event.with("starts", minutes(hours.starts)).with("ends", minutes(hours.ends))).await
}
