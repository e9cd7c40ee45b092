//! The verbs: propose how something in a published minute should read, confirm it for one's side, take it back.

use group::{acting::Acting, membership::Side, permissions::Verb, screening::refuse_in_papers};
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{
    beside::{places, quotes},
    model::{Mending, Place},
    store,
};
use crate::{
    meetings::{event, must_run},
    minutes::{
        model::State,
        whole::{Whole, whole},
    },
    references,
};

/// The most that waits for one minute.
const MOST: usize = 40;

/// How something should read, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewMending {
    /// The line as it stands in the minute.
    pub was: String,
    /// How it should read.
    pub words: String,
    /// Why.
    pub why: String,
}

/// The published minute of a meeting, under the group's lock.
async fn held(tx: &mut Tx, acting: &Acting, number: i64) -> Result<Whole> {
    ledger::hold(tx, acting.group.id).await?;
    let found = whole(&mut *tx, &acting.group, number).await?;
    if found.minute.state == State::Draft {
        return Err(Error::Conflict("This minute is not published yet: propose a correction of its draft.".into()));
    }
    found.must_be_shown()?;
    Ok(found)
}

/// Proposes how a line of a published minute should read, and says why.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::Conflict`] for a minute that is not published;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn propose(app: &App, tx: &mut Tx, acting: &Acting, number: i64, new: &NewMending) -> Result<()> {
    must_run(acting)?;
    let found = held(tx, acting, number).await?.seen_by(&mut *tx, acting).await?;
    let all = store::all(&mut *tx, acting.group.id, found.meeting.id).await?;
    if all.iter().filter(|one| one.corrected_on.is_none()).count() >= MOST {
        return Err(Error::Conflict(format!("{MOST} corrections of this minute wait already. Confirm them or take them back first.")));
    }
    let mut checks = Checks::default();
    let rule = |required, name, max, lines| TextRule { required: Some(required), name, max, lines };
    let was = new.was.split_whitespace().collect::<Vec<_>>().join(" ");
    // What is left out for somebody is not put right by them: its places would be others.
    let place = places(&found.paper, found.without.is_empty()).into_iter().find(|(_, line)| *line == was).map(|(place, _)| place);
    if place.is_none() {
        checks.fail("was", "Choose the line as it stands in the minute");
    } else if let Some((year, number)) = quotes(&was) {
        let reference = references::decision(year, number);
        let why = format!(
            "This is decision {reference}: correct it on the decision’s own page. Then it is put right here too, and everybody who was told of it hears"
        );
        checks.fail("was", why);
    }
    let words = checks.text("words", &new.words, rule("Write how it should read", "The text", 1_000, false));
    let why = checks.text("why", &new.why, rule("Say why in a sentence: whoever reads the minute reads it", "The reason", 300, false));
    if !words.is_empty() && words == was {
        checks.fail("words", "These are the words as they stand. Change what is wrong in them");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("words", words.as_str()), ("why", why.as_str())].into_iter()).await?;
    // Pressed twice, it is there once.
    if all.iter().any(|one| one.was == was && one.words == words && one.corrected_on.is_none()) {
        return Ok(());
    }
    let now = app.clock.now();
    let place = place.unwrap_or(Place { reserved: false, block: 0 });
    let mending = Mending { id: app.ids.key(now)?, place, was, words, why, gp: None, consultant: None, corrected_on: None };
    store::insert(tx, acting.group.id, found.meeting.id, &mending, acting.person, now).await?;
    ledger::record(tx, event(app, acting, &found.meeting, "minute.correction-proposed").with("correction", Fact::Key(mending.id))).await
}

/// What waits of a published minute, by its key.
async fn waiting(tx: &mut Tx, acting: &Acting, number: i64, id: Uuid) -> Result<(Whole, Mending)> {
    let found = held(tx, acting, number).await?;
    let all = store::all(&mut *tx, acting.group.id, found.meeting.id).await?;
    let one = all.into_iter().find(|one| one.id == id && one.corrected_on.is_none()).ok_or(Error::NotFound)?;
    Ok((found, one))
}

/// Confirms for one's side what is to be put right. With the second side's word it stands in the minute. `seen` is what the reader saw.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::NotFound`] when it does not wait; [`Error::Conflict`] when it is
/// another text than was seen, or one person would confirm for both sides.
pub async fn confirm(app: &App, tx: &mut Tx, acting: &Acting, (number, id): (i64, Uuid), seen: Option<&str>) -> Result<()> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Confirming is for the two co-chairs or a deputy of their side.")?;
    let (found, one) = waiting(tx, acting, number, id).await?;
    if seen.is_some_and(|seen| seen.replace("\r\n", "\n") != one.seen()) {
        return Err(Error::Conflict("This correction has changed in between. Load the page again and read it.".into()));
    }
    let group = &acting.group;
    store::give(tx, group.id, id, acting.side, acting.person).await?;
    let event = event(app, acting, &found.meeting, "minute.correction-confirmed")
        .with("correction", Fact::Key(id))
        .with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, event).await?;
    let other = if acting.side == Side::Gp { Side::Consultant } else { Side::Gp };
    if one.given(other).is_none() {
        return Ok(());
    }
    store::set_done(tx, group.id, id, clock::day_of(app.clock.now(), &group.time_zone)).await?;
    ledger::record(tx, crate::meetings::event(app, acting, &found.meeting, "minute.corrected").with("correction", Fact::Key(id))).await
}

/// Takes back what waits.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::NotFound`] when it does not wait.
pub(super) async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, number: i64, id: Uuid) -> Result<()> {
    must_run(acting)?;
    let (found, one) = waiting(tx, acting, number, id).await?;
    store::delete(tx, acting.group.id, one.id).await?;
    ledger::record(tx, event(app, acting, &found.meeting, "minute.correction-taken-back").with("correction", Fact::Key(id))).await
}
