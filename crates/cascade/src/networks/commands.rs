//! The verbs on networks.

use std::ops::RangeInclusive;

use group::{acting::Acting, membership::Side, permissions::Verb, screening::refuse_numbers};
use jiff::civil::Time;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
    webhook,
};
use terms::cadence::{Cadence, Every};
use uuid::Uuid;

use super::{
    model::{Limits, Network, Readers, Takes, slug},
    store,
};

/// A network as somebody typed it.
#[derive(Clone, Default)]
pub struct NewNetwork {
    /// What people call it.
    pub name: String,
    /// Where our mail to it goes; of kinds that need one.
    pub address: String,
    /// What it takes: `copy`, `list`, `recipients`, `page`, `print`, `feed`, `teams` or `minute`.
    pub takes: String,
    /// The secret address of a Teams channel; left empty, the one that is there stays.
    pub webhook: String,
    /// The line that its readers are spoken to with.
    pub opening: String,
    /// `week` or `month`.
    pub every: String,
    /// By which day: `Wednesday`, `20`.
    pub copy_day: String,
    /// And what time: `12:00`.
    pub copy_time: String,
    /// The day it comes out.
    pub out_day: String,
    /// The side that reads it: `gp`, `consultant`, or `other` where both do, as when it is left empty.
    pub side: String,
    /// Who they are, in words.
    pub audience: String,
    /// How many they are, as its owner says; may be empty.
    pub reach: String,
    /// Whom to ask there.
    pub contact: String,
    /// Words that a headline may have; what is usual of its kind when it is left empty.
    pub headline_words: String,
    /// Words that what stands below it may have; what is usual of its kind when it is left empty.
    pub body_words: String,
}

// By hand, so that the secret in it gets into no log.
impl std::fmt::Debug for NewNetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewNetwork").field("name", &self.name).field("takes", &self.takes).finish_non_exhaustive()
    }
}

/// What a group that gets the minute has for a cadence: none is asked for, and none is used.
pub(super) const NO_CADENCE: Cadence = Cadence { every: Every::Week, copy_day: 1, copy_time: Time::constant(12, 0, 0, 0), out_day: 1 };

/// Goes on only for those who say where things go.
pub(crate) fn must_cascade(acting: &Acting) -> Result<()> {
    let why = "Saying where decisions and minutes go is for the administrator and the co-chairs.";
    acting.must_or(Verb::RunCascade, Verb::SeeMeetings, why)
}

/// What was typed, as a network. `has_channel` says whether the secret address of a channel is kept already.
fn checked(id: Uuid, typed: &NewNetwork, has_channel: bool) -> Result<Network> {
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let name = checks.text("name", &typed.name, rule(Some("Enter what people call it"), "The name", 80));
    let opening = checks.text("opening", &typed.opening, rule(None, "The opening line", 120));
    let takes = Takes::from_key(&typed.takes);
    if takes.is_none() {
        checks.fail("takes", "Choose what it gets");
    }
    // Of a kind that mails to no one address, what was typed of another kind is not kept.
    let address = if takes.is_none_or(Takes::needs_address) { checks.mail_address("address", &typed.address) } else { String::new() };
    // Where the kind is not chosen yet, nobody knows whether one is needed.
    if address.is_empty() && takes.is_some_and(Takes::needs_address) {
        checks.fail("address", "Enter the address for our mail to it");
    }
    if takes == Some(Takes::Teams) {
        match typed.webhook.trim() {
            "" if has_channel => {}
            "" => checks.fail("webhook", "Paste the address that the channel gave you"),
            given => drop(webhook::host(given).map_err(|why| checks.fail("webhook", why))),
        }
    }
    let cadence = if takes == Some(Takes::Minute) { Some(NO_CADENCE) } else { cadence(typed, &mut checks) };
    let readers = Readers {
        side: side(typed, &mut checks),
        audience: checks.text("audience", &typed.audience, rule(None, "Who reads it", 200)),
        reach: number(&mut checks, "reach", &typed.reach, 0, 0..=1_000_000),
        contact: checks.text("contact", &typed.contact, rule(None, "Whom to ask there", 200)),
    };
    let usual = takes.map_or_else(Limits::default, Limits::of);
    let limits = Limits {
        headline: number(&mut checks, "headline_words", &typed.headline_words, usual.headline, 3..=40),
        body: number(&mut checks, "body_words", &typed.body_words, usual.body, 10..=600),
    };
    checks.done()?;
    let texts = [
        ("name", name.as_str()),
        ("opening", &opening),
        ("address", &address),
        ("audience", &readers.audience),
        ("contact", &readers.contact),
    ];
    refuse_numbers(texts.into_iter(), false)?;
    let (Some(takes), Some(cadence)) = (takes, cadence) else { return Err(Error::internal("a network without a cadence")) };
    Ok(Network { id, version: 1, name, address, slug: String::new(), takes, opening, cadence, readers, limits, ended_on: None })
}

fn side(typed: &NewNetwork, checks: &mut Checks) -> Side {
    if typed.side.is_empty() {
        return Side::Other;
    }
    Side::from_key(&typed.side).unwrap_or_else(|| {
        checks.fail("side", "Choose who reads it");
        Side::Other
    })
}

/// A number that somebody typed, or what it is when nothing was.
fn number(checks: &mut Checks, field: &'static str, typed: &str, empty: i64, range: RangeInclusive<i64>) -> i64 {
    let typed = typed.trim().replace([',', ' '], "");
    if typed.is_empty() {
        return empty;
    }
    typed.parse().ok().filter(|number| range.contains(number)).unwrap_or_else(|| {
        checks.fail(field, format!("Enter a number from {} to {}", range.start(), range.end()));
        empty
    })
}

fn cadence(typed: &NewNetwork, checks: &mut Checks) -> Option<Cadence> {
    Cadence::read(&typed.every, &typed.copy_day, &typed.copy_time, &typed.out_day)
        .map_err(|messages| messages.into_iter().for_each(|(field, message)| checks.fail(field, message)))
        .ok()
}

fn event(app: &App, acting: &Acting, verb: &'static str, network: &Network) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, network.id)
        .with("as", acting.acted_as())
        .with("takes", Fact::Word(network.takes.key().into()))
}

/// No two of a group have one name: pressed twice, it is one.
async fn must_be_new(tx: &mut Tx, acting: &Acting, network: &Network) -> Result<()> {
    let same = |other: &Network| other.id != network.id && other.name.to_lowercase() == network.name.to_lowercase();
    if store::all(tx, acting.group.id).await?.iter().any(same) {
        return Err(Error::field("name", "There is already one with this name"));
    }
    Ok(())
}

/// Keeps what belongs to a network's kind: the secret address of its channel, and nothing of what it was before.
async fn keep_channel(app: &App, tx: &mut Tx, acting: &Acting, network: &Network, typed: &str) -> Result<()> {
    match (network.takes, typed.trim()) {
        (Takes::Teams, "") => Ok(()),
        (Takes::Teams, given) => {
            let today = app.clock.today(&acting.group.time_zone);
            store::set_webhook(tx, acting.group.id, network.id, given, today).await
        }
        _ => store::forget_webhook(tx, acting.group.id, network.id).await,
    }
}

/// Adds a network or a group that gets the minute.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, new: &NewNetwork) -> Result<Network> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut network = checked(app.ids.key(app.clock.now())?, new, false)?;
    must_be_new(tx, acting, &network).await?;
    if network.takes.is_public() {
        network.slug = slug(&network.name, &store::slugs(&mut *tx, acting.group.id).await?);
    }
    store::insert(tx, acting.group.id, &network).await?;
    keep_channel(app, tx, acting, &network, &new.webhook).await?;
    ledger::record(tx, event(app, acting, "network.added", &network)).await?;
    Ok(network)
}

/// Changes a network. What it waits for moves to its next deadline.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it since `version`, or it has ended; as [`add`] else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, version: i64, new: &NewNetwork) -> Result<Network> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let old = store::find(&mut *tx, group, id).await?;
    let stays = |takes: Takes| old.takes.choices().iter().any(|(key, _)| *key == takes.key());
    if Takes::from_key(&new.takes).is_some_and(|takes| !stays(takes)) {
        let why = if old.takes == Takes::Recipients {
            "A list that Brig keeps stays one, because its addresses were given for that: end this one and add another"
        } else {
            "A network stays one and a group stays one: end this one and add another"
        };
        return Err(Error::field("takes", why));
    }
    let has_channel = store::webhook(&mut *tx, group, id).await?.is_some();
    let mut network = Network { version: old.version, slug: old.slug.clone(), ended_on: old.ended_on, ..checked(id, new, has_channel)? };
    if network.takes.is_public() && network.slug.is_empty() {
        network.slug = slug(&network.name, &store::slugs(&mut *tx, group).await?);
    }
    let new_channel = network.takes == Takes::Teams && !new.webhook.trim().is_empty();
    if network == old && version == old.version && !new_channel {
        return Ok(old);
    }
    must_be_new(tx, acting, &network).await?;
    if !store::update(tx, group, &network, version).await? {
        let days = if old.takes == Takes::Minute { "the minute".to_owned() } else { old.cadence.words() };
        let opening = if old.opening.is_empty() { String::new() } else { format!(", “{}”", old.opening) };
        return Err(Error::Conflict(format!(
            "Somebody else has changed this meanwhile: it is now {}, {}, {days}{opening}. Saving again replaces that",
            old.name,
            old.goes_to()
        )));
    }
    keep_channel(app, tx, acting, &network, &new.webhook).await?;
    ledger::record(tx, event(app, acting, "network.changed", &network)).await?;
    Ok(Network { version: version + 1, ..network })
}

/// Gives a network the lengths that are usual of its kind. What waits for it is drafted anew to them; what a person wrote and is too long
/// then waits for somebody. It has them already, nothing happens.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::NotFound`] for what takes no decisions, or not any more.
pub async fn take_usual_lengths(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let old = store::find(&mut *tx, group, id).await?;
    if old.takes == Takes::Minute || old.ended_on.is_some() {
        return Err(Error::NotFound);
    }
    let network = Network { limits: Limits::of(old.takes), ..old.clone() };
    if network == old {
        return Ok(());
    }
    if !store::update(tx, group, &network, old.version).await? {
        return Err(Error::Conflict("Somebody else has changed this meanwhile. Load the page again.".into()));
    }
    ledger::record(tx, event(app, acting, "network.changed", &network)).await
}

/// Ends a network: nothing more goes to it. What has gone stays on record.
///
/// # Errors
/// [`Error::Conflict`] when it has ended already.
pub async fn end(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let network = store::find(&mut *tx, acting.group.id, id).await?;
    let today = clock::day_of(app.clock.now(), &acting.group.time_zone);
    if !store::end(tx, acting.group.id, id, today).await? {
        return Err(Error::Conflict("Nothing goes to it any more already.".into()));
    }
    store::forget_webhook(tx, acting.group.id, id).await?;
    ledger::record(tx, event(app, acting, "network.ended", &network)).await
}
