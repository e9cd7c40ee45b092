//! Both sides sign a minute, or one sends it back; a later meeting confirms it.

use group::{
    acting::Acting,
    permissions::Verb,
    screening::{self, refuse_unknown},
};
use issues::issues::journey;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        mail,
        model::{Approval, SentBack, State},
        store, versions,
        whole::{Whole, whole},
    },
    must_keep, refused,
};
use crate::meetings::{self, event};

/// The minute that a holder of a key has before them.
async fn before_me(tx: &mut Tx, acting: &Acting, number: i64) -> Result<Whole> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Approving the minute is for the two co-chairs or a deputy of their side.")?;
    ledger::hold(tx, acting.group.id).await?;
    let found = whole(&mut *tx, &acting.group, number).await?;
    super::must_be_draft(&found.minute)?;
    found.must_be_shown()?;
    Ok(found)
}

/// What somebody read, as a hash; what is none differs from every text.
fn hash_of(seen: Option<&str>, found: &Whole) -> Option<Vec<u8>> {
    seen.map(|seen| if seen == kernel::keys::hex(&found.hash) { found.hash.clone() } else { Vec::new() })
}

/// Signs the minute for one's side. `seen` is the hash of what the person read. When both sides have signed the same
/// text, it is published and frozen.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between, is published,
/// was sent back by the other side, or while corrections can be proposed or wait for an answer.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<State> {
    let found = before_me(tx, acting, number).await?;
    let (group, meeting, now) = (&acting.group, &found.meeting, app.clock.now());
    let today = clock::day_of(now, &group.time_zone);
    let approval = Approval {
        side: acting.side,
        person: acting.person,
        name: acting.name.clone(),
        deputy: acting.deputy,
        content_hash: found.hash.clone(),
    };
    let mut course = found.course();
    let state = course.sign(approval.clone(), hash_of(seen, &found).as_deref(), today).map_err(|why| refused(&why))?;
    store::put_approval(tx, group.id, meeting.id, &approval, now).await?;
    store::set_sent_back(tx, group.id, meeting.id, None).await?;
    let kind = if state == State::Published { versions::Kind::Published } else { versions::Kind::Signed };
    versions::keep(tx, group.id, &found, kind, Some(acting.person), "", now).await?;
    let said = event(app, acting, meeting, "minute.approved").with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, said).await?;
    if state != State::Published {
        return Ok(state);
    }
    if !store::publish(tx, group.id, meeting.id, &found.paper.canonical(), &found.hash, today).await? {
        return Err(Error::Conflict("This minute was published in between.".into()));
    }
    ledger::record(tx, event(app, acting, meeting, "minute.published")).await?;
    for item in &meetings::record(&mut *tx, group.id, number).await?.items {
        if let Some(issue) = &item.issue {
            journey::minuted(app, tx, group.id, acting.actor(), issue.id, number).await?;
        }
    }
    Ok(state)
}

/// Sends the draft back, for one's side, with what is to be mended. Who keeps the record is told, and whoever had signed.
///
/// # Errors
/// As [`approve`]; [`Error::Invalid`] and [`Error::Refused`] for the reason.
pub async fn send_back(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>, why: &str) -> Result<()> {
    let found = before_me(tx, acting, number).await?;
    let (group, meeting) = (&acting.group, &found.meeting);
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say what is to be mended"), name: "The reason", max: 2_000, lines: true };
    let why = checks.text("why", why, rule);
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, group.id).await?, [("why", why.as_str())].into_iter(), true)?;
    let mut course = found.course();
    let signed = course.send_back(acting.side, hash_of(seen, &found).as_deref()).map_err(|why| refused(&why))?;
    store::clear_approvals(tx, group.id, meeting.id).await?;
    let sent = SentBack { side: acting.side, name: acting.name.clone(), why: why.clone() };
    store::set_sent_back(tx, group.id, meeting.id, Some((&sent, acting.person))).await?;
    versions::keep(tx, group.id, &found, versions::Kind::SentBack, Some(acting.person), &why, app.clock.now()).await?;
    let said = event(app, acting, meeting, "minute.sent-back").with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, said).await?;
    mail::sent_back(app, tx, acting, meeting, &sent, &signed).await
}

/// Notes that a later meeting confirmed a published minute, with what it wanted corrected: that stands in the later
/// meeting's own minute, and the published text stays as it is.
///
/// # Errors
/// [`Error::Conflict`] for a minute that is not published, or confirmed already, and for a meeting that is not later, not
/// being held, or not quorate; [`Error::Invalid`] and [`Error::Refused`] for the corrections.
pub async fn confirm(app: &App, tx: &mut Tx, acting: &Acting, number: i64, at: i64, corrections: &str) -> Result<()> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    let later = meetings::record(&mut *tx, group.id, at).await.map_err(|error| match error {
        Error::NotFound => Error::field("at", "Choose the meeting that confirms it"),
        other => other,
    })?;
    let mut checks = Checks::default();
    let corrections = checks.text("corrections", corrections, TextRule { required: None, name: "The text", max: 2_000, lines: true });
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, group.id).await?, [("corrections", corrections.as_str())].into_iter(), true)?;
    let (this, that) = ((found.meeting.held_on, found.meeting.number), (later.meeting.held_on, later.meeting.number));
    if that <= this || !later.meeting.is_open() || !later.quorum().reached() {
        return Err(Error::Conflict(
            "A minute is confirmed by a later meeting that is being held and is quorate. Take its attendance first.".into(),
        ));
    }
    let once = || Error::Conflict("Only a published minute that is not confirmed yet can be confirmed.".into());
    found.course().confirm().map_err(|_| once())?;
    if !store::confirm(tx, group.id, found.meeting.id, later.meeting.id, &corrections).await? {
        return Err(once());
    }
    ledger::record(tx, event(app, acting, &found.meeting, "minute.confirmed").with("at", Fact::Number(at))).await
}

/// When what was decided in writing is ratified: the meeting that ratifies it confirms its minute, if that is published. `event`
/// says of which meeting, and when.
pub(crate) async fn confirm_with(tx: &mut Tx, event: Event, by: Uuid) -> Result<()> {
    if store::confirm(tx, event.scope, event.thing, by, "").await? {
        ledger::record(tx, event).await?;
    }
    Ok(())
}
