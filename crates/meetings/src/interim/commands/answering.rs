//! A member answers, changes their mind, or stands in for another; others say something.

use group::{
    groups::Group,
    screening::{self, refuse_unknown},
};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        answer::Answer,
        model::{Given, State},
        store,
    },
    event, refused, voters,
};

/// What somebody answers, as they typed it.
#[derive(Clone, Debug, Default)]
pub struct NewAnswer {
    /// The key of the answer.
    pub answer: String,
    /// Why, or which changes.
    pub words: String,
    /// The key of the member for whom they stand in; empty for themselves.
    pub stands_for: String,
}

/// Takes what somebody answers; tells whether it is new. What they answered before is kept, and no longer counts.
///
/// # Errors
/// [`Error::NotFound`] for what the group does not have; [`Error::Conflict`] once the last day has passed or it is over, and for who
/// does not count or may not stand in; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, person: Uuid, number: i64, new: &NewAnswer) -> Result<bool> {
    ledger::hold(tx, group.id).await?;
    let mut interim = store::find(&mut *tx, group.id, number).await?;
    let voters = voters(&mut *tx, group).await?;
    if !voters.iter().any(|voter| voter.person == person) {
        return Err(Error::NotFound);
    }
    let mut checks = Checks::default();
    let answer = Answer::from_key(&new.answer);
    if answer.is_none() {
        checks.fail("answer", "Choose one of the answers");
    }
    let required = answer.and_then(Answer::needs);
    let words = checks.text("words", &new.words, TextRule { required, name: "The text", max: 2_000, lines: true });
    let stands_for = match new.stands_for.trim() {
        "" => None,
        key => match key.parse() {
            Ok(key) => Some(key),
            Err(_) => {
                checks.fail("stands_for", "Choose the member for whom you answer");
                None
            }
        },
    };
    // Over is over, whatever was typed.
    if interim.course.state == State::Open {
        checks.done()?;
    }
    let Some(answer) = answer else { return Err(refused(super::Refused::Over)) };
    refuse_unknown(&screening::known(&mut *tx, group.id).await?, [("words", words.as_str())].into_iter(), true)?;
    let (now, today) = (app.clock.now(), app.clock.today(&group.time_zone));
    let given = Given { person, name: String::new(), stands_for, answer, words, on: today };
    let again = super::super::model::latest(&interim.course.given, person).is_some();
    if !interim.course.answer(&voters, given.clone()).map_err(refused)? {
        return Ok(false);
    }
    store::put_answer(tx, group.id, interim.id, &given, now).await?;
    let mut said = event(group, now, Actor::Person(person), "interim.answered", &interim).with("answer", Fact::Word(answer.key().into()));
    if again {
        said = said.with("how", Fact::Word("changed".into()));
    }
    if let Some(member) = stands_for {
        said = said.with("for", Fact::Key(member));
    }
    ledger::record(tx, said).await?;
    Ok(true)
}
