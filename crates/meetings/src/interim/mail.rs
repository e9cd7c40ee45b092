//! What is mailed about a decision between meetings: thin letters, with a link and nothing of what is asked.

use group::{
    groups::Group,
    membership::{self, Seat},
    permissions::{Role, Verb, may},
};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{
    model::{Voter, counted},
    pages::answer_link,
    paper::{Interim, Went},
};

/// Why members are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// It was opened.
    First,
    /// It has more time: too few had answered.
    MoreTime,
    /// Half of its time is over.
    Reminder,
}

/// Asks the members: first everybody, later those for whom no answer counts yet.
pub(super) async fn ask(app: &App, tx: &mut Tx, group: &Group, interim: &Interim, voters: &[Voter], why: Asks) -> Result<()> {
    let answered = counted(voters, &interim.course.given);
    let cause = app.ids.key(app.clock.now())?;
    for seat in membership::seats(&mut *tx, group).await? {
        let counts = voters.iter().any(|voter| voter.person == seat.person && voter.counts);
        let silent = counts && !answered.iter().any(|one| one.member.person == seat.person);
        if seat.role == Role::Reader || why != Asks::First && !silent {
            continue;
        }
        let letter = letter(app, group, interim, &seat, counts, why);
        post(app, tx, group, seat, letter, cause, "interim-ask").await?;
    }
    Ok(())
}

fn letter(app: &App, group: &Group, interim: &Interim, seat: &Seat, counts: bool, why: Asks) -> Letter {
    let until = words::date(interim.course.closes_on);
    let page = app.url(&format!("/{}/interim/{}", group.slug, interim.number));
    let subject = match why {
        Asks::First if counts => format!("Your answer by {until}: a decision between meetings"),
        Asks::First => format!("A decision between meetings, until {until}"),
        Asks::MoreTime => format!("More time, until {until}: a decision between meetings"),
        Asks::Reminder => format!("A reminder, until {until}: a decision between meetings"),
    };
    let first = match why {
        Asks::First => format!(
            "{} asks the members something that cannot wait for the next meeting. Answers are taken until the end of {until}.",
            interim.opened_by
        ),
        Asks::MoreTime => format!("Too few members have answered yet, so there is more time: until the end of {until}."),
        Asks::Reminder => format!("You have not answered yet. There is time until the end of {until}; it takes a minute."),
    };
    let letter = Letter::new(subject, "A decision between two meetings", &group.name).paragraph(first);
    if !counts {
        return letter
            .paragraph("The answers of core members count. You can read the question and say what the others should know; if a core member of your side is away, and yours is a GP’s or a consultant’s seat, you can answer for them.")
            .button("Read the question", page);
    }
    letter
        .paragraph("You can agree, agree with changes, object, hold it for a meeting, or abstain. What you answer can be changed until then, and all members can read it.")
        .button("Read the question and answer", app.url(&answer_link(app, group, interim.id, seat)))
        .paragraph("You do not need to sign in: the link is yours alone, so please do not pass it on. Nothing happens before you press a button on that page.")
        .paragraph(format!("Once you have signed in, you can see who has answered what: {page}"))
}

/// What those who lead the group are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    /// Enough agree: both sides can close it.
    Ready,
    /// Too few have answered: it can have more time once, or goes to a meeting.
    Short,
    /// It goes to a meeting, and a day is to be chosen.
    NeedsMeeting(Went),
}

/// Tells the holders of the two keys what waits for them; that a day is to be chosen also the administrator.
pub(super) async fn tell_chairs(app: &App, tx: &mut Tx, group: &Group, interim: &Interim, what: Tells) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    let (subject, first) = match what {
        Tells::Ready => (
            "Ready to be closed",
            "The members have answered, and both sides agree. Please word the decision and close it: it takes both of you.".to_owned(),
        ),
        Tells::Short => (
            "Too few answers",
            "The time is over and too few members have answered. You can give it more time once, or take it to a meeting.".to_owned(),
        ),
        Tells::NeedsMeeting(went) => (
            "To a meeting",
            format!("{} So a meeting decides it. Please choose one of the days that are proposed, or the next meeting.", went.words()),
        ),
    };
    let cause = app.ids.key(app.clock.now())?;
    for seat in membership::seats(&mut *tx, group).await? {
        let plans = matches!(what, Tells::NeedsMeeting(_)) && may(seat.role, Verb::RunMeetings);
        if !seat.holds_key(today) && !plans {
            continue;
        }
        let letter = Letter::new(format!("{subject}: a decision between meetings"), "A decision between two meetings", &group.name)
            .paragraph(&first)
            .button("Open it", app.url(&format!("/{}/interim/{}", group.slug, interim.number)));
        post(app, tx, group, seat, letter, cause, "interim-chairs").await?;
    }
    Ok(())
}

async fn post(app: &App, tx: &mut Tx, group: &Group, seat: Seat, letter: Letter, cause: uuid::Uuid, kind: &'static str) -> Result<()> {
    let reply_to = membership::contact(&mut *tx, group).await?;
    mail::post(app, tx, Outgoing { scope: Some(group.id), to: seat.email, letter, cause, kind, parts: Vec::new(), reply_to }).await
}
