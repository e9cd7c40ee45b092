//! The verbs on versions.

use group::{acting::Acting, screening::refuse_in_papers};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    App, Error, Result, Tx,
    error::FieldError,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Rules, State, Version, room, told},
    store::{self, Placed},
    words::core,
};
use crate::{
    editions,
    networks::{self, Network, must_cascade},
};
use analysis::shortening::Over;

/// A version as somebody typed it, with the number of the one that they had before them.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// What they saw.
    pub seen: i64,
    /// The headline.
    pub headline: String,
    /// What stands below it; each line a paragraph.
    pub body: String,
}

/// Of which network, and of which decision by its year and number.
pub type Of = (Uuid, (i64, i64));

struct Held {
    network: Network,
    placed: Placed,
}

/// What a verb is about, held for it: a version that has not left yet, in a network that is still there.
async fn held(tx: &mut Tx, acting: &Acting, (network, decision): Of) -> Result<Held> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let network = networks::find(&mut *tx, acting.group.id, network).await?;
    let mut placed = store::placed(&mut *tx, acting.group.id, Some(network.id), decision).await?;
    let placed = placed.pop().ok_or(Error::NotFound)?;
    if placed.edition_sent.is_some() {
        return Err(Error::Conflict("This has been sent already: what is wrong in it is corrected at the decision.".into()));
    }
    Ok(Held { network, placed })
}

fn event(app: &App, acting: &Acting, held: &Held, verb: &'static str) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, held.placed.decision.id)
        .with("as", acting.acted_as())
        .with("network", Fact::Key(held.network.id))
        .with("decision", Fact::Reference(held.placed.decision.reference()))
}

async fn put(tx: &mut Tx, acting: &Acting, held: &Held, seen: i64, version: &Version) -> Result<()> {
    let of = (held.network.id, held.placed.decision.id);
    if store::put(tx, acting.group.id, of, seen, version).await? {
        return Ok(());
    }
    let now = held.placed.version.as_ref().map_or("", |version| version.body.as_str());
    let reads = if now.is_empty() { String::new() } else { format!(" It now reads: {now}") };
    Err(Error::Conflict(format!("Somebody else has changed this text meanwhile.{reads} Saving again replaces that")))
}

/// The texts as they will be kept, looked through.
async fn checked(tx: &mut Tx, acting: &Acting, typed: &Typed) -> Result<(String, String)> {
    let mut checks = Checks::default();
    let rule = |required, name, max, lines| TextRule { required: Some(required), name, max, lines };
    let headline = checks.text("headline", &typed.headline, rule("Write a headline", "The headline", 300, false));
    let body = checks.text("body", &typed.body, rule("Write what its readers are told", "The text", 6_000, true));
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("headline", headline.as_str()), ("body", body.as_str())].into_iter()).await?;
    Ok((headline, body))
}

fn typed_version(held: &Held, state: State, (headline, body): (String, String), by: Option<(Uuid, Timestamp)>) -> Version {
    Version {
        version: 0,
        state,
        headline,
        body,
        core: core(&held.placed.decision),
        approved_at: by.map(|(_, at)| at),
        approved_by: by.map(|(person, _)| person),
        sent_at: None,
    }
}

/// Keeps somebody's words for a network. Also what is too long is kept; it cannot be approved.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] once it is sent, or when somebody else has changed it;
/// [`Error::Invalid`] and [`Error::Refused`] for the texts.
pub async fn save(app: &App, tx: &mut Tx, acting: &Acting, of: Of, typed: &Typed) -> Result<()> {
    let held = held(tx, acting, of).await?;
    let words = checked(tx, acting, typed).await?;
    put(tx, acting, &held, typed.seen, &typed_version(&held, State::Edited, words, None)).await?;
    ledger::record(tx, event(app, acting, &held, "version.saved")).await
}

/// Approves somebody's words for a network: they leave with its next edition, once they have waited.
///
/// # Errors
/// As [`save`], and [`Error::Invalid`] for what is too long, with how many words.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, of: Of, typed: &Typed) -> Result<()> {
    let held = held(tx, acting, of).await?;
    let words = checked(tx, acting, typed).await?;
    let room = room(&held.network);
    let over = Over::of(&words.0, &words.1, room);
    if !over.fits() {
        let too_long = |field, n: usize, most: usize, name: &str| {
            let few = kernel::words::count(n as u64, "word", "words");
            FieldError { field, message: format!("{name} is {few} too long: {} has room for {most}", held.network.name) }
        };
        let mut errors = Vec::new();
        if over.headline > 0 {
            errors.push(too_long("headline".into(), over.headline, room.headline, "The headline"));
        }
        if over.body > 0 {
            errors.push(too_long("body".into(), over.body, room.body, "The text"));
        }
        return Err(Error::Invalid(errors));
    }
    let now = app.clock.now();
    put(tx, acting, &held, typed.seen, &typed_version(&held, State::Approved, words, Some((acting.person, now)))).await?;
    let of = (held.network.id, held.placed.decision.id);
    editions::approved(app, tx, &acting.group, &held.network, of.1, (held.placed.edition, held.placed.closes_at)).await?;
    ledger::record(tx, event(app, acting, &held, "version.approved")).await
}

/// Stops what was approved: it waits for a person, and the next edition takes it if nobody approves it before. Stopped already, nothing
/// happens.
///
/// # Errors
/// As [`save`].
pub async fn stop(app: &App, tx: &mut Tx, acting: &Acting, of: Of) -> Result<()> {
    let held = held(tx, acting, of).await?;
    let Some(version) = held.placed.version.clone().filter(|version| version.approved_at.is_some()) else { return Ok(()) };
    let state = if version.state == State::Draft { State::Draft } else { State::Edited };
    let seen = version.version;
    put(tx, acting, &held, seen, &Version { state, approved_at: None, approved_by: None, ..version }).await?;
    ledger::record(tx, event(app, acting, &held, "version.stopped")).await
}

/// Takes Brig's draft again in place of somebody's words. It waits for a person's approval.
///
/// # Errors
/// As [`save`].
pub async fn start_again(app: &App, tx: &mut Tx, acting: &Acting, of: Of, seen: i64) -> Result<()> {
    let held = held(tx, acting, of).await?;
    let none = (String::new(), String::new());
    put(tx, acting, &held, seen, &Version { core: String::new(), ..typed_version(&held, State::Draft, none, None) }).await?;
    ledger::record(tx, event(app, acting, &held, "version.started-again")).await
}

/// Says how long what is approved waits, whether a person approves each version, and when what waits is told. It holds for what waits
/// already, but for who approves: that holds for what is decided from now on.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Invalid`] for numbers that will not do.
pub async fn set_rules(app: &App, tx: &mut Tx, acting: &Acting, hold: &str, by_hand: bool, tell: &str) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut checks = Checks::default();
    let mut number = |field, typed: &str, most: i64, what: &str| {
        let number = typed.trim().parse().ok().filter(|number| (0..=most).contains(number));
        if number.is_none() {
            checks.fail(field, format!("Enter {what}, from 0 to {most}"));
        }
        number.unwrap_or_default()
    };
    let rules =
        Rules { hold_minutes: number("hold_minutes", hold, 1_440, "minutes"), tell_days: number("tell_days", tell, 28, "days"), by_hand };
    checks.done()?;
    store::set_rules(tx, acting.group.id, rules).await?;
    editions::send_soon(app, tx).await?;
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "versions.rules-set", acting.group.id);
    let event = event.with("minutes", Fact::Number(rules.hold_minutes)).with("days", Fact::Number(rules.tell_days));
    ledger::record(tx, event).await
}

/// So long waits what is approved in a group.
pub(super) fn hold(rules: Rules) -> SignedDuration {
    SignedDuration::from_mins(rules.hold_minutes)
}

/// What a network is told of a decision now.
pub(super) fn now_told(network: &Network, placed: &Placed, contact: &str) -> super::model::Told {
    told(network, &placed.title, &placed.decision, contact, placed.version.as_ref())
}
