//! The verbs on decisions between meetings: open, answer, close, take to a meeting.

mod answering;
mod closing;
mod following;
mod leaving;
mod opening;

use group::{
    acting::Acting,
    groups::Group,
    membership::{self, Seat, Side},
    permissions::{Role, Verb},
};
use jiff::Timestamp;
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    ledger::{Event, Fact},
};

pub use answering::{NewAnswer, answer};
pub(super) use closing::proof;
pub use closing::{NewClosing, extend, turn, word};
pub use following::{follow_issue, follow_meeting, hand_on};
pub(super) use leaving::go;
pub use leaving::{Where, place, take_back, to_meeting};
pub use opening::{NewInterim, open};

use super::{
    model::{Refused, State, Voter},
    paper::Interim,
    store,
};

/// Goes on only for those whose key opens and closes: a co-chair, or who stands in for one.
pub(super) fn must_hold_key(acting: &Acting) -> Result<()> {
    let why = "Opening and closing a decision between meetings is for the two co-chairs and the deputies of their sides.";
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, why)
}

/// Those who sit in the group as far as answers go; whoever only reads is not among them.
pub(super) fn voters_of(seats: &[Seat]) -> Vec<Voter> {
    let voter = |seat: &Seat| Voter {
        person: seat.person,
        name: seat.name.clone(),
        side: seat.side,
        counts: seat.core && Side::BOTH.contains(&seat.side),
    };
    seats.iter().filter(|seat| seat.role != Role::Reader).map(voter).collect()
}

/// Those who sit in the group now.
pub(super) async fn voters(on: impl Into<On<'_>>, group: &Group) -> Result<Vec<Voter>> {
    Ok(voters_of(&membership::seats(on, group).await?))
}

/// How many of each side must have answered.
pub(super) async fn needed(on: impl Into<On<'_>>, group: &Group) -> Result<(i64, i64)> {
    let rules = crate::meetings::rules(on, group.id).await?;
    Ok((rules.quorum_gps, rules.quorum_consultants))
}

/// The one with a number, while a holder of a key may change it.
async fn open_one(tx: &mut Tx, acting: &Acting, number: i64) -> Result<Interim> {
    must_hold_key(acting)?;
    kernel::ledger::hold(tx, acting.group.id).await?;
    let interim = store::find(tx, acting.group.id, number).await?;
    if interim.course.state == State::Open { Ok(interim) } else { Err(refused(Refused::Over)) }
}

/// Why something cannot be done, as people read it.
pub(super) fn refused(why: Refused) -> Error {
    Error::Conflict(
        match why {
            Refused::Over => "This is no longer open: it is decided, went to a meeting, or was taken back. Nothing of it changes any more.",
            Refused::Late => "The last day for answers has passed. If you see a difficulty, tell a co-chair: they can still take it to a meeting.",
            Refused::Nobody => "Only those who sit in the group can answer.",
            Refused::NotCore => "The answers of core members of both sides count; everybody else can say something, which all can read.",
            Refused::NotDeputy => "You can stand in for a core member of your own side, if your own answer does not count.",
            Refused::Answered => "There is an answer for this member already.",
            Refused::Early => "Answers can still come: it can be closed once everybody who counts has answered, or after the last day.",
            Refused::Contested => "Somebody objects or would hold it for a meeting. It can be closed only if they change their mind; else take it to a meeting.",
            Refused::Short => "Too few members have answered. Give it more time, once, or take it to a meeting.",
            Refused::OneSided => "Nobody of one side agrees. Take it to a meeting.",
            Refused::Extended => "It had more time once already. Take it to a meeting.",
            Refused::Enough => "Enough members have answered, so that it needs no more time.",
        }
        .into(),
    )
}

/// What was done, for the ledger. It holds no text.
pub(super) fn event(group: &Group, at: Timestamp, actor: Actor, verb: &'static str, interim: &Interim) -> Event {
    Event::new(group.id, at, actor, verb, interim.id).with("interim", Fact::Number(interim.number))
}

async fn record(app: &App, tx: &mut Tx, acting: &Acting, verb: &'static str, interim: &Interim) -> Result<()> {
    let event = event(&acting.group, app.clock.now(), acting.actor(), verb, interim).with("as", acting.acted_as());
    kernel::ledger::record(tx, event).await
}
