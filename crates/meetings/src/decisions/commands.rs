//! The verbs on decisions. Where and when one is made is for the meeting to say.

use group::{
    acting::Acting,
    groups,
    screening::{refuse_in_papers, refuse_numbers},
};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Decision, Quorum, sentence},
    outcome::KeyOutcome,
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

/// A decision as somebody typed it, with what is told of it.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// The sentence.
    pub words: String,
    /// What changes.
    pub what_changes: String,
    /// For whom.
    pub for_whom: String,
    /// From when, as `2026-12-14`, or nothing.
    pub from_when: String,
    /// Who to ask.
    pub who_to_ask: String,
    /// Whether it goes to the networks.
    pub cascades: bool,
}

impl NewDecision {
    /// A sentence that goes to the networks as it stands.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        let none = String::new;
        Self { words: words.into(), what_changes: none(), for_whom: none(), from_when: none(), who_to_ask: none(), cascades: true }
    }

    /// A decision as it stands in its form; one that is not made yet is empty.
    pub(crate) fn of(decision: Option<&Decision>) -> Self {
        let Some(decision) = decision else { return Self::plain("") };
        let outcome = decision.outcome.clone();
        Self {
            words: decision.words.clone(),
            what_changes: outcome.what_changes,
            for_whom: outcome.for_whom,
            from_when: outcome.from_when.map(|day| day.to_string()).unwrap_or_default(),
            who_to_ask: outcome.who_to_ask,
            cascades: outcome.cascades,
        }
    }

    /// All of it as one text, empty when nothing was typed: as [`Decision::as_text`], to see whether a form was changed.
    pub(crate) fn as_text(&self) -> String {
        let texts = [&self.words, &self.what_changes, &self.for_whom, &self.from_when, &self.who_to_ask].map(|text| one_line(text));
        if texts.iter().all(String::is_empty) {
            return String::new();
        }
        format!("{} | {}", texts.join(" | "), if self.cascades { "yes" } else { "no" })
    }

    async fn checked(&self, tx: &mut Tx, group: Uuid) -> Result<(String, KeyOutcome)> {
        let mut checks = Checks::default();
        let rule = TextRule { required: Some("Write the decision in one sentence"), name: "The sentence", max: LONGEST, lines: false };
        let words = sentence(&checks.text("decision", &self.words, rule));
        let short = |name, max| TextRule { required: None, name, max, lines: false };
        let outcome = KeyOutcome {
            what_changes: checks.text("what_changes", &one_line(&self.what_changes), short("What changes", TOLD)),
            for_whom: checks.text("for_whom", &self.for_whom, short("For whom", 120)),
            who_to_ask: checks.text("who_to_ask", &self.who_to_ask, short("Who to ask", 160)),
            from_when: match self.from_when.trim() {
                "" => None,
                typed => typed.parse().map_err(|_| checks.fail("from_when", "Enter a day, as 2026-12-14")).ok(),
            },
            cascades: self.cascades,
        };
        checks.done()?;
        let texts = [("decision", &words), ("what_changes", &outcome.what_changes), ("for_whom", &outcome.for_whom)];
        // Whom to ask has a name, an address or a telephone number.
        refuse_numbers([("who_to_ask", outcome.who_to_ask.as_str())].into_iter(), true)?;
        refuse_in_papers(tx, group, texts.into_iter().map(|(field, text)| (field, text.as_str()))).await?;
        Ok((words, outcome))
    }
}

fn one_line(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest text of what changes: some sixty words, which a newsletter has room for.
const TOLD: usize = 400;
/// The longest sentence that is taken: some seventy words.
const LONGEST: usize = 500;

/// Makes the decision on an item, or words it anew; it keeps its reference.
///
/// # Errors
/// [`Error::Conflict`] without a quorum of both sides, or once it is confirmed; [`Error::Invalid`] and [`Error::Refused`] for its words.
pub(crate) async fn make(app: &App, tx: &mut Tx, acting: &Acting, occasion: &Occasion, typed: &NewDecision) -> Result<Decision> {
    let (words, outcome) = typed.checked(tx, acting.group.id).await?;
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
        Some(made) if made.words == words && made.outcome == outcome => return Ok(made),
        Some(made) => {
            store::set_words(tx, group.id, made.id, &words, &outcome).await?;
            (Decision { words, outcome, ..made }, "decision.reworded")
        }
        None => {
            let year = i64::from(day.year());
            let number = groups::next_number(tx, group.id, &format!("decisions/{year}")).await?;
            let id = app.ids.key(app.clock.now())?;
            let decision = Decision { id, item, year, number, words, outcome, decided_on: day, quorum, confirmed: false };
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
