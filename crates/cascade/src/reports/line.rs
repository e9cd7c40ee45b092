//! The verbs on those that the group reports to: who they are, when they meet, and a report that is sent for a meeting of theirs.

use group::{acting::Acting, rules::Rule, screening::refuse_numbers};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, On, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
    words,
};
use terms::rules::Answer;
use uuid::Uuid;

use super::{
    commands::event,
    jobs,
    model::{Line, Meeting, State},
    store,
};
use crate::{
    answers::{self, Kind, NewSending, Sending},
    networks::must_cascade,
};

/// How far up the line goes here: the parent group, and the one above it.
pub(super) const LEVELS: i64 = 2;

/// What the terms in force say of those above, the nearest first.
pub(super) async fn of_terms(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<String>> {
    let answer = terms::versions::answer_in_force(on, group, Rule::ReportingLine).await?;
    Ok(match answer {
        Some((Answer::ReportingLine(line), _)) => line.to,
        _ => Vec::new(),
    })
}

/// What those above are called: as the group has written here, else as its terms say.
pub(super) async fn names(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<String>> {
    let mut on = on.into();
    let own = store::lines(on.again(), group).await?;
    if own.is_empty() { of_terms(on, group).await } else { Ok(own.into_iter().map(|line| line.name).collect()) }
}

fn of_group(app: &App, acting: &Acting, verb: &'static str, thing: Uuid) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, thing).with("as", acting.acted_as())
}

/// Says who stands at a level of the line: 1 for the parent group, 2 for the one above it.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn set_line(app: &App, tx: &mut Tx, acting: &Acting, level: i64, [name, secretary, email]: [&str; 3]) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    if !(1..=LEVELS).contains(&level) {
        return Err(Error::NotFound);
    }
    let mut checks = Checks::default();
    let rule = |required, name| TextRule { required, name, max: 150, lines: false };
    let name = checks.text(format!("name-{level}"), name, rule(Some("Say what it is called"), "The name"));
    let secretary = checks.text(format!("secretary-{level}"), secretary, rule(None, "The secretary"));
    let email = checks.mail_address(format!("email-{level}"), email);
    checks.done()?;
    let screened = [(format!("name-{level}"), name.as_str()), (format!("secretary-{level}"), secretary.as_str())];
    refuse_numbers(screened.into_iter(), true)?;
    let there = store::lines(&mut *tx, group).await?.into_iter().find(|line| line.level == level);
    let id = match &there {
        Some(line) => line.id,
        None => app.ids.key(app.clock.now())?,
    };
    let line = Line { id, level, name, secretary, email };
    if there.as_ref() == Some(&line) {
        return Ok(());
    }
    store::put_line(tx, group, &line).await?;
    ledger::record(tx, of_group(app, acting, "report-line.set", id).with("level", Fact::Number(level))).await
}

/// Notes a meeting of theirs, with the day by which its papers must be there, and tells its key. An empty deadline is a week before.
///
/// # Errors
/// As [`set_line`]; [`Error::NotFound`] for a level at which nobody stands.
pub async fn add_meeting(app: &App, tx: &mut Tx, acting: &Acting, level: i64, held_on: &str, papers_by: &str) -> Result<Uuid> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let line = store::lines(&mut *tx, group.id).await?.into_iter().find(|line| line.level == level).ok_or(Error::NotFound)?;
    let today = app.clock.today(&group.time_zone);
    let within = |day: &Date| today <= *day && (*day - today).get_days() <= 730;
    let mut checks = Checks::default();
    let held: Option<Date> = held_on.trim().parse().ok().filter(within);
    if held.is_none() {
        checks.fail(format!("held-{level}"), "Enter a day within the next two years, such as 2027-03-16");
    }
    let held = held.unwrap_or(today);
    let usual = held.saturating_sub(7.days()).max(today);
    let papers: Option<Date> = if papers_by.trim().is_empty() { Some(usual) } else { papers_by.trim().parse().ok() };
    let papers = papers.filter(|day| *day <= held);
    if papers.is_none() {
        checks.fail(format!("papers-{level}"), "Enter the day by which papers must be there: on the day of the meeting at the latest");
    }
    checks.done()?;
    let meeting =
        Meeting { id: app.ids.key(app.clock.now())?, line: line.id, held_on: held, papers_by: papers.unwrap_or(usual), reminded_on: None };
    store::put_meeting(tx, group.id, &meeting).await?;
    let event = of_group(app, acting, "report-meeting.noted", line.id).with("on", Fact::Word(held.to_string()));
    ledger::record(tx, event).await?;
    Ok(meeting.id)
}

/// Takes a meeting of theirs away. One that a report was sent for stays.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] for a meeting that a report was sent for.
pub async fn drop_meeting(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    if store::drop_meeting(tx, group, id).await? {
        return ledger::record(tx, of_group(app, acting, "report-meeting.dropped", id)).await;
    }
    let there = store::meetings(&mut *tx, group, Date::constant(1, 1, 1)).await?.into_iter().any(|meeting| meeting.id == id);
    if there { Err(Error::Conflict("A report was sent for this meeting, so it stays.".into())) } else { Ok(()) }
}

/// Sends an approved report to the secretary of those above, for a meeting of theirs. For one meeting it goes once.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::NotFound`] for a report or a meeting that there is not;
/// [`Error::Conflict`] where it is not approved, or nobody knows their address.
pub async fn send(app: &App, tx: &mut Tx, acting: &Acting, number: i64, meeting: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let all = store::versions(&mut *tx, group.id, number).await?;
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    let approved = all.into_iter().find(|version| version.state == State::Approved);
    let report = approved.ok_or_else(|| Error::Conflict("It goes once both co-chairs have approved it.".into()))?;
    let today = app.clock.today(&group.time_zone);
    let meeting = store::meetings(&mut *tx, group.id, today).await?.into_iter().find(|one| one.id == meeting).ok_or(Error::NotFound)?;
    let line = store::lines(&mut *tx, group.id).await?.into_iter().find(|line| line.id == meeting.line).ok_or(Error::NotFound)?;
    if line.email.is_empty() {
        return Err(Error::Conflict(format!(
            "Nobody has written here yet where mail reaches {}: add the address of its secretary first.",
            line.name
        )));
    }
    let went = answers::sendings(&mut *tx, group.id, Some(report.root)).await?;
    if went.iter().any(|sending: &Sending| sending.meeting == Some(meeting.id) && sending.email == line.email) {
        return Ok(());
    }
    let subject = format!("Report of {}, {} to {}", group.name, words::date(report.content.from), words::date(report.content.to));
    let name = if line.secretary.is_empty() { &line.name } else { &line.secretary };
    let new =
        NewSending { kind: Kind::Ask, about: report.root, meeting: Some(meeting.id), subject, name, email: &line.email, job: jobs::POST };
    answers::send_out(app, tx, group, new).await?;
    ledger::record(tx, event(app, acting, "report.sent", &report).with("meeting", Fact::Word(meeting.held_on.to_string()))).await
}
