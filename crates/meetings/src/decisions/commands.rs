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
    manner::{How, Manner},
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
    /// What a patient will notice.
    pub patients: String,
    /// Whether it goes to the networks.
    pub cascades: bool,
    /// How it was decided: `agreed`, `subject-to`.
    pub manner: String,
    /// The concern that is noted, or what it is subject to.
    pub aside: String,
    /// What general practice holds, where the two do not agree.
    pub gp_view: String,
    /// What the hospital holds.
    pub consultant_view: String,
    /// Whether whoever raised it is told both views.
    pub views_told: bool,
    /// When it comes back, as `2026-12-14`, or nothing.
    pub comes_back_on: String,
    /// When the group looks at it again, or nothing.
    pub review_on: String,
}

impl NewDecision {
    /// A sentence that goes to the networks as it stands.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        let none = String::new;
        Self {
            words: words.into(),
            what_changes: none(),
            for_whom: none(),
            from_when: none(),
            who_to_ask: none(),
            patients: none(),
            cascades: true,
            manner: Manner::Agreed.key().into(),
            aside: none(),
            gp_view: none(),
            consultant_view: none(),
            views_told: false,
            comes_back_on: none(),
            review_on: none(),
        }
    }

    /// A decision as it stands in its form; one that is not made yet is empty.
    pub(crate) fn of(decision: Option<&Decision>) -> Self {
        let Some(decision) = decision else { return Self::plain("") };
        let (outcome, how) = (decision.outcome.clone(), decision.how.clone());
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            words: decision.core().to_owned(),
            what_changes: outcome.what_changes,
            for_whom: outcome.for_whom,
            from_when: day(outcome.from_when),
            who_to_ask: outcome.who_to_ask,
            patients: outcome.patients,
            cascades: outcome.cascades,
            manner: how.manner.key().into(),
            aside: how.aside,
            gp_view: how.gp_view,
            consultant_view: how.consultant_view,
            views_told: how.views_told,
            comes_back_on: day(how.comes_back_on),
            review_on: day(how.review_on),
        }
    }

    /// All of it as one text, empty when nothing was typed: as [`Decision::as_text`], to see whether a form was changed.
    pub(crate) fn as_text(&self) -> String {
        let said = |yes: bool| if yes { "yes" } else { "no" };
        let how = [&self.aside, &self.gp_view, &self.consultant_view].map(|text| one_line(text));
        let told = [&self.what_changes, &self.for_whom, &self.from_when, &self.who_to_ask, &self.patients].map(|text| one_line(text));
        if self.is_empty() {
            return String::new();
        }
        let (words, days) = (one_line(&self.words), [self.comes_back_on.trim(), self.review_on.trim()].join(" | "));
        let how = [self.manner.as_str(), &how.join(" | "), said(self.views_told), &days].join(" | ");
        [words, how, told.join(" | "), said(self.cascades).to_owned()].join(" | ")
    }

    /// Whether nothing was decided: a manner that needs no words decides by itself.
    pub(crate) fn is_empty(&self) -> bool {
        let texts = [&self.words, &self.what_changes, &self.for_whom, &self.from_when, &self.who_to_ask, &self.patients, &self.aside];
        self.settles() && texts.iter().all(|text| text.trim().is_empty())
    }

    /// Whether it is of a manner that settles something.
    pub(crate) fn settles(&self) -> bool {
        Manner::from_key(&self.manner).is_none_or(Manner::settles)
    }

    fn checked_how(&self, checks: &mut Checks) -> How {
        let manner = Manner::from_key(&self.manner).unwrap_or_default();
        let ask = |needed: bool, words| needed.then_some(words);
        let aside_asked = match manner {
            Manner::Concern => Some("Say which concern is noted"),
            Manner::SubjectTo => Some("Say what it is subject to"),
            _ => None,
        };
        let apart = manner == Manner::NotAgreed;
        let rule = |required, name| TextRule { required, name, max: 300, lines: false };
        let mut text = |field, typed: &str, rule: TextRule, meant: bool| {
            let kept = checks.text(field, &one_line(typed), rule);
            if meant { kept } else { String::new() }
        };
        let aside = text("aside", &self.aside, rule(aside_asked, "The text"), aside_asked.is_some());
        let gp_view = text("gp_view", &self.gp_view, rule(ask(apart, "Say what general practice holds"), "The view"), apart);
        let consultant_view =
            text("consultant_view", &self.consultant_view, rule(ask(apart, "Say what the hospital holds"), "The view"), apart);
        let mut day = |field, typed: &str| match typed.trim() {
            "" => None,
            typed => typed.parse::<Date>().map_err(|_| checks.fail(field, "Enter a day, as 2026-12-14")).ok(),
        };
        let comes_back_on = day("comes_back_on", &self.comes_back_on).filter(|_| manner == Manner::Deferred);
        let review_on = day("review_on", &self.review_on);
        How { manner, aside, gp_view, consultant_view, views_told: apart && self.views_told, comes_back_on, review_on }
    }

    async fn checked(&self, tx: &mut Tx, group: Uuid) -> Result<(String, How, KeyOutcome)> {
        let mut checks = Checks::default();
        let how = self.checked_how(&mut checks);
        let required = how.manner.settles().then_some("Write the decision in one sentence");
        let rule = TextRule { required, name: "The sentence", max: LONGEST, lines: false };
        let words = sentence(&checks.text("decision", &self.words, rule), how.manner);
        if words.is_empty() && required.is_some() && !self.words.trim().is_empty() {
            checks.fail("decision", "Write the decision in one sentence");
        }
        let words = format!("{words}{}", how.tail());
        let short = |name, max| TextRule { required: None, name, max, lines: false };
        let outcome = KeyOutcome {
            what_changes: checks.text("what_changes", &one_line(&self.what_changes), short("What changes", TOLD)),
            for_whom: checks.text("for_whom", &self.for_whom, short("For whom", 120)),
            who_to_ask: checks.text("who_to_ask", &self.who_to_ask, short("Who to ask", 160)),
            from_when: match self.from_when.trim() {
                "" => None,
                typed => typed.parse().map_err(|_| checks.fail("from_when", "Enter a day, as 2026-12-14")).ok(),
            },
            patients: checks.text("patients", &self.patients, short("The text", 200)),
            // What settles nothing is not told to everybody.
            cascades: self.cascades && how.manner.settles(),
        };
        checks.done()?;
        let texts = [
            ("decision", &words),
            ("what_changes", &outcome.what_changes),
            ("for_whom", &outcome.for_whom),
            ("patients", &outcome.patients),
            ("aside", &how.aside),
            ("gp_view", &how.gp_view),
            ("consultant_view", &how.consultant_view),
        ];
        // Whom to ask has a name, an address or a telephone number.
        refuse_numbers([("who_to_ask", outcome.who_to_ask.as_str())].into_iter(), true)?;
        refuse_in_papers(tx, group, texts.into_iter().map(|(field, text)| (field, text.as_str()))).await?;
        Ok((words, how, outcome))
    }
}

fn one_line(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest text of what changes: some sixty words, which a newsletter has room for.
const TOLD: usize = 400;
/// The longest sentence that is taken: some seventy words.
const LONGEST: usize = 500;

/// Makes the decision on an item, or words it anew; it keeps its reference. Made without a quorum of both sides, it is subject to
/// confirmation by a meeting that has one.
///
/// # Errors
/// [`Error::Conflict`] once it is confirmed; [`Error::Invalid`] and [`Error::Refused`] for its words.
pub(crate) async fn make(app: &App, tx: &mut Tx, acting: &Acting, occasion: &Occasion, typed: &NewDecision) -> Result<Decision> {
    let (words, how, outcome) = typed.checked(tx, acting.group.id).await?;
    let Occasion { meeting, item, day, quorum } = *occasion;
    let group = &acting.group;
    let (decision, verb) = match store::by_item(&mut *tx, group.id, item).await? {
        Some(made) if made.confirmed => return Err(Error::Conflict("This decision is confirmed by both sides and stays as it is.".into())),
        Some(made) if made.words == words && made.how == how && made.outcome == outcome => return Ok(made),
        Some(made) => {
            store::set_words(tx, group.id, made.id, &words, &how, &outcome).await?;
            (Decision { words, how, outcome, ..made }, "decision.reworded")
        }
        None => {
            let year = i64::from(day.year());
            let number = groups::next_number(tx, group.id, &format!("decisions/{year}")).await?;
            let id = app.ids.key(app.clock.now())?;
            let decision =
                Decision { id, item, year, number, words, how, outcome, decided_on: day, quorum, confirmed: false, ratified_in: None };
            store::insert(tx, group.id, meeting, &decision).await?;
            (decision, "decision.made")
        }
    };
    let event = Event::new(group.id, app.clock.now(), acting.actor(), verb, decision.id)
        .with("as", acting.acted_as())
        .with("decision", Fact::Reference(decision.reference()))
        .with("manner", Fact::Word(decision.how.manner.key().into()))
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
