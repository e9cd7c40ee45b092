//! It goes to a meeting after all, or is taken back.

use ::issues::issues::{self, State as IssueState, journey};
use group::{acting::Acting, groups::Group};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};

use super::{
    super::{
        mail,
        model::{State, counted, verdict},
        paper::{Interim, Went},
        store,
    },
    event, needed, open_one, record, refused, voters,
};
use crate::meetings::{self, NewMeeting};

/// Takes it to a meeting: its answers stay as they are, and its issue waits for a meeting.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it is over.
pub async fn to_meeting(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let interim = open_one(tx, acting, number).await?;
    let (voters, needed) = (voters(&mut *tx, &acting.group).await?, needed(&mut *tx, &acting.group).await?);
    let verdict = verdict(&counted(&voters, &interim.course.given), needed);
    // Where answers can still come, too few of them are no reason.
    let past = interim.course.is_past(app.clock.today(&acting.group.time_zone));
    let went = if past || Went::of(verdict) == Went::Contested { Went::of(verdict) } else { Went::Wished };
    go(app, tx, &acting.group, acting.actor(), interim, went).await
}

/// As [`to_meeting`], for whoever sees that it cannot go on: also the clock.
pub(in super::super) async fn go(app: &App, tx: &mut Tx, group: &Group, actor: Actor, mut interim: Interim, went: Went) -> Result<()> {
    interim.course.leave(State::ToMeeting).map_err(refused)?;
    let now = app.clock.now();
    store::put_course(tx, group.id, interim.id, &interim.course, now).await?;
    store::set_went(tx, group.id, interim.id, went).await?;
    let said = event(group, now, actor, "interim.to-meeting", &interim).with("why", Fact::Word(went.key().into()));
    ledger::record(tx, said).await?;
    if let Some(issue) = interim.issue {
        journey::between_to_meeting(tx, Event::new(group.id, now, actor, "issue.between-to-meeting", issue.id)).await?;
    }
    mail::tell_chairs(app, tx, group, &interim, mail::Tells::NeedsMeeting(went)).await
}

/// At which meeting it is decided.
#[derive(Clone, Debug)]
pub enum Where {
    /// The next one that is planned.
    Next,
    /// One for it alone, as somebody typed it.
    Own(NewMeeting),
}

/// Puts it on the agenda of a meeting: the next one, or one that is planned for it; tells the meeting's number.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Conflict`] when it does not wait for a meeting, or none is
/// planned; [`Error::Invalid`] for a meeting that cannot be planned so.
pub async fn place(app: &App, tx: &mut Tx, acting: &Acting, number: i64, at: Where) -> Result<i64> {
    let group = &acting.group;
    meetings::must_run(acting)?;
    ledger::hold(tx, group.id).await?;
    let interim = store::find(&mut *tx, group.id, number).await?;
    if interim.course.state != State::ToMeeting || interim.meeting.is_some() {
        return Err(Error::Conflict("This does not wait for a meeting.".into()));
    }
    let today = app.clock.today(&group.time_zone);
    let meeting = match at {
        Where::Own(new) => meetings::schedule(app, tx, acting, &new).await?,
        Where::Next => meetings::next_planned(&mut *tx, group.id, today)
            .await?
            .ok_or_else(|| Error::Conflict("No meeting is planned yet. Plan one for it, or plan the next meeting first.".into()))?,
    };
    let issue = match interim.issue {
        Some(about) => Some(issues::by_id(&mut *tx, group.id, about.id).await?).filter(|issue| issue.state == IssueState::Triaged),
        None => None,
    };
    match issue {
        Some(issue) => meetings::add_issue(app, tx, acting, meeting.number, &issue).await?,
        None => meetings::add_topic(app, tx, acting, meeting.number, &interim.asking.title).await?,
    };
    store::set_meeting(tx, group.id, interim.id, Some(meeting.id)).await?;
    let said = event(group, app.clock.now(), acting.actor(), "interim.placed", &interim)
        .with("as", acting.acted_as())
        .with("meeting", Fact::Number(meeting.number));
    ledger::record(tx, said).await?;
    Ok(meeting.number)
}

/// Takes it back: nobody is asked any more, and its issue stands where it stood.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it is over.
pub async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let mut interim = open_one(tx, acting, number).await?;
    interim.course.leave(State::TakenBack).map_err(refused)?;
    store::put_course(tx, acting.group.id, interim.id, &interim.course, app.clock.now()).await?;
    record(app, tx, acting, "interim.taken-back", &interim).await?;
    if let Some(issue) = interim.issue {
        let ended = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.between-ended", issue.id);
        ledger::record(tx, ended).await?;
    }
    Ok(())
}
