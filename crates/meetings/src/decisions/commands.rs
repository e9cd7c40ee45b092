//! The verbs on decisions. Where and when one is made is for the meeting to say.

use group::{acting::Acting, groups, screening::refuse_identifiers};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Decision, Quorum, sentence},
    store,
};

/// Where and when a decision is made, and who is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occasion {
    /// The meeting.
    pub(crate) meeting: Uuid,
    /// The item.
    pub(crate) item: Uuid,
    /// The day.
    pub(crate) day: Date,
    /// Who is there.
    pub(crate) quorum: Quorum,
}

/// The longest sentence that is taken: some seventy words.
const LONGEST: usize = 500;

/// Makes the decision on an item, or words it anew; it keeps its reference.
///
/// # Errors
/// [`Error::Conflict`] without a quorum of both sides, or once it is confirmed; [`Error::Invalid`] and [`Error::Refused`] for its words.
pub(crate) async fn make(app: &App, tx: &mut Tx, acting: &Acting, occasion: &Occasion, typed: &str) -> Result<Decision> {
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Write the decision in one sentence"), name: "The sentence", max: LONGEST, lines: false };
    let words = sentence(&checks.text("decision", typed, rule));
    checks.done()?;
    refuse_identifiers([("decision", words.as_str())].into_iter(), false)?;
    let Occasion { meeting, item, day, quorum } = *occasion;
    if !quorum.reached() {
        return Err(Error::Conflict(format!(
            "The meeting cannot decide yet: {}. Take attendance first; without a quorum, note what was said and take the item to another meeting.",
            quorum.words()
        )));
    }
    let group = &acting.group;
    let (decision, verb) = match store::by_item(&mut *tx, group.id, item).await? {
        Some(made) if made.confirmed => return Err(Error::Conflict("This decision is confirmed by both sides and stays as it is.".into())),
        Some(made) if made.words == words => return Ok(made),
        Some(made) => {
            store::set_words(tx, group.id, made.id, &words).await?;
            (Decision { words, ..made }, "decision.reworded")
        }
        None => {
            let year = i64::from(day.year());
            let number = groups::next_number(tx, group.id, &format!("decisions/{year}")).await?;
            let id = app.ids.key(app.clock.now())?;
            let decision = Decision { id, item, year, number, words, decided_on: day, quorum, confirmed: false };
            store::insert(tx, group.id, meeting, &decision).await?;
            (decision, "decision.made")
        }
    };
    let event = Event::new(group.id, app.clock.now(), acting.actor(), verb, decision.id)
        .with("as", acting.acted_as())
        .with("decision", Fact::Reference(decision.reference()))
        .with("gps", Fact::Number(decision.quorum.gps))
        .with("consultants", Fact::Number(decision.quorum.consultants));
    ledger::record(tx, event).await?;
    Ok(decision)
}

/// Takes back the decision on an item, if there is one. Its number is not used again.
///
/// # Errors
/// [`Error::Conflict`] once it is confirmed.
pub(crate) async fn drop_of(app: &App, tx: &mut Tx, acting: &Acting, item: Uuid) -> Result<()> {
    let Some(decision) = store::by_item(&mut *tx, acting.group.id, item).await? else { return Ok(()) };
    if decision.confirmed {
        return Err(Error::Conflict("This decision is confirmed by both sides and stays as it is.".into()));
    }
    store::delete(tx, acting.group.id, decision.id).await?;
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "decision.taken-back", decision.id);
    ledger::record(tx, event.with("decision", Fact::Reference(decision.reference()))).await
}
