//! The board's past: two years of themed meetings, each from its issues to its signed minute, by the same commands that
//! people use.

use std::sync::OnceLock;

use cascade::deliveries;
use group::{acting::Acting, groups::Group};
use issues::issues::{self as slice, Origin, Wording};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use kernel::{App, Result, Tx, clock};
use meetings::{
    actions::NewAction,
    decisions::NewDecision,
    meetings::{self as sittings, Attendance, NewDetails, NewMeeting},
    minutes, register, room,
};
use serde::Deserialize;

use super::{
    attending,
    board::{self, Told},
    corrections, late, networks,
};
use triage::views::{self, Outcome};

/// Those who act in the past: the administrator, the two co-chairs, and everybody who sits in the group.
pub(super) struct Actors<'a> {
    pub(super) administrator: &'a Acting,
    pub(super) gp: &'a Acting,
    pub(super) consultant: &'a Acting,
    /// The names of those who sit in the group.
    pub(super) members: Vec<&'static str>,
}

/// Something that was spoken about, as it stands in `history.jsonl`.
#[derive(Deserialize)]
struct Topic {
    meeting: usize,
    #[serde(flatten)]
    told: Told,
    note: String,
    decision: String,
    #[serde(flatten)]
    spread: Spread,
    /// What the next meeting decided, where this one came to no decision.
    #[serde(default)]
    later: String,
    actions: Vec<Task>,
}

/// What everybody is told of the decision, whichever meeting made it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Spread {
    what_changes: String,
    for_whom: String,
    /// Days after the meeting; 0 for at once.
    from_days: i64,
    who_to_ask: String,
}

impl Spread {
    fn of(&self, decision: &str, held_on: Date) -> NewDecision {
        let from = held_on.checked_add(self.from_days.days()).unwrap_or(held_on);
        NewDecision {
            what_changes: self.what_changes.clone(),
            for_whom: self.for_whom.clone(),
            from_when: from.to_string(),
            who_to_ask: self.who_to_ask.clone(),
            ..NewDecision::plain(decision)
        }
    }
}

#[derive(Deserialize)]
struct Task {
    text: String,
    owner: String,
    weeks: i64,
    done_means: String,
    done: bool,
}

fn topics() -> &'static [Topic] {
    static TOPICS: OnceLock<Vec<Topic>> = OnceLock::new();
    TOPICS.get_or_init(|| include_str!("history.jsonl").lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// What is noted of an item that a meeting comes back to.
const AGAIN: &str = "The Group came back to this item, which it had carried over. It heard what both sides had tried since, and that neither \
                     could mend it alone.";
/// What the next meeting is about.
const NEXT_THEME: &str = "prescribing";
/// How many meetings the board remembers.
const MEETINGS: usize = 12;
/// The first meeting whose minute goes to the committees.
const COMMITTEES_FROM: usize = 10;
/// Days from one meeting to the next.
const APART: i64 = 61;
/// Days since the last meeting.
const LAST: i64 = 12;
/// Who cannot come to the next meeting.
const APOLOGIES: &[&str] = &["Dr Omar Haddad", "Shona Galbraith"];
/// Days until the next meeting.
const NEXT: i64 = 21;

/// The day of a remembered meeting, 1 to [`MEETINGS`]; always a Tuesday.
fn day_of(today: Date, meeting: usize) -> Date {
    let back = LAST + APART * i64::try_from(MEETINGS - meeting).unwrap_or(0);
    tuesday(today.checked_sub(back.days()).unwrap_or(today))
}

/// The Tuesday in the week of a day.
fn tuesday(day: Date) -> Date {
    let off = i64::from(day.weekday().to_monday_zero_offset()) - 1;
    day.checked_sub(off.days()).unwrap_or(day)
}

/// Sets the clock to a time of day in the past; never later than `now`.
fn at(app: &App, group: &Group, now: Timestamp, day: Date, hour: i8, minute: i8) {
    let when = day.at(hour, minute, 0, 0).to_zoned(group.time_zone.clone()).map_or(now, |at| at.timestamp());
    app.clock.set(when.min(now));
}

/// When the board's past begins.
pub(super) fn beginning(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(24 * (LAST + APART * i64::try_from(MEETINGS).unwrap_or(0) + 30))
}

/// An issue that waits for a meeting, and what is said of it there.
struct Raised {
    number: i64,
    topic: &'static Topic,
    /// Whether a meeting has spoken about it before without a decision.
    again: bool,
}

/// The board's memory as it is built, meeting by meeting.
#[derive(Default)]
pub(super) struct Past {
    waiting: Vec<Raised>,
    /// Actions that will be done: when, which, and what shows it.
    pending: Vec<(Date, i64, &'static Task)>,
    /// How many meetings the group had before those that are remembered here.
    before: i64,
}

impl Past {
    /// The number in the group of a remembered meeting.
    fn number(&self, meeting: usize) -> i64 {
        self.before + i64::try_from(meeting).unwrap_or(0)
    }
}

/// Every remembered meeting but the last, which [`hold_last`] puts among the present issues. Each is planned before the one
/// before it is held, so that its minute can say when the group meets again.
pub(super) async fn remember(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<Past> {
    let today = clock::day_of(now, &actors.administrator.group.time_zone);
    let before = plan(app, actors, now, day_of(today, 1), theme_of(1)).await? - 1;
    let mut past = Past { before, ..Past::default() };
    for meeting in 1..=MEETINGS {
        let held_on = day_of(today, meeting);
        for (at_topic, topic) in (0..).zip(topics().iter().filter(|topic| topic.meeting == meeting)) {
            let before = held_on.checked_sub((64 - 13 * at_topic).days()).unwrap_or(held_on);
            past.waiting.push(raise(app, actors, now, before, topic).await?);
        }
        if meeting == COMMITTEES_FROM {
            networks::add_later(app, actors.administrator).await?;
        }
        if meeting < MEETINGS {
            plan(app, actors, now, day_of(today, meeting + 1), theme_of(meeting + 1)).await?;
            hold(app, actors, now, &mut past, meeting, held_on).await?;
            sign(app, actors, now, past.number(meeting), held_on, &[(actors.gp, 3), (actors.consultant, 5)]).await?;
            deliveries::share(app, actors.administrator.group.id, past.number(meeting), None).await?;
        }
    }
    Ok(past)
}

fn theme_of(meeting: usize) -> &'static str {
    topics().iter().find(|topic| topic.meeting == meeting).map_or("", |topic| topic.told.theme.as_str())
}

/// When the last meeting was held.
pub(super) fn last_held(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(24 * LAST)
}

/// Plans the next meeting, in three weeks, and holds the last. Its minute has the GP co-chair's approval and waits for the
/// consultant's.
pub(super) async fn hold_last(app: &App, actors: &Actors<'_>, now: Timestamp, past: &mut Past) -> Result<()> {
    let today = clock::day_of(now, &actors.administrator.group.time_zone);
    let held_on = day_of(today, MEETINGS);
    plan(app, actors, now, next_day(today), NEXT_THEME).await?;
    hold(app, actors, now, past, MEETINGS, held_on).await?;
    let until = held_on.checked_add(2.days()).unwrap_or(held_on);
    at(app, &actors.administrator.group, now, until, 9, 15);
    corrections::put_right(app, actors.administrator, actors.consultant, past.number(MEETINGS), until).await?;
    sign(app, actors, now, past.number(MEETINGS), held_on, &[(actors.gp, 3)]).await?;
    send_editions(app, actors, now, today).await?;
    close(app, actors, now, past, today).await
}

async fn raise(app: &App, actors: &Actors<'_>, now: Timestamp, day: Date, topic: &'static Topic) -> Result<Raised> {
    let administrator = actors.administrator;
    let group = &administrator.group;
    let (draft, wording) = (board::draft(&topic.told), board::wording(&topic.told));
    at(app, group, now, day, 9 + i8::try_from(topic.told.title.len() % 8).unwrap_or(0), 17);
    let mut tx = app.begin().await?;
    let raised =
        slice::raise(app, &mut tx, group, draft, Origin { key: format!("past/{}", topic.told.title), person: None, keep_doubtful: false })
            .await?;
    let number = group.number(&raised.reference).unwrap_or_default();
    app.react(&mut tx).await?;
    at(app, group, now, day.checked_add(2.days()).unwrap_or(day), 10, 5);
    slice::describe(app, &mut tx, administrator, number, 1, wording.clone()).await?;
    agree(app, &mut tx, actors, number, &wording).await?;
    app.commit(tx).await?;
    Ok(Raised { number, topic, again: false })
}

/// Both sides put an issue to a meeting, a day apart.
async fn agree(app: &App, tx: &mut Tx, actors: &Actors<'_>, number: i64, wording: &Wording) -> Result<()> {
    for side in [actors.gp, actors.consultant] {
        app.clock.advance(SignedDuration::from_hours(23));
        views::agree(app, tx, side, number, Outcome::Group, wording.clone()).await?;
    }
    Ok(())
}

async fn plan(app: &App, actors: &Actors<'_>, now: Timestamp, held_on: Date, theme: &str) -> Result<i64> {
    let administrator = actors.administrator;
    at(app, &administrator.group, now, held_on.checked_sub(70.days()).unwrap_or(held_on), 11, 40);
    let mut tx = app.begin().await?;
    let new = NewMeeting {
        date: held_on.to_string(),
        start: "12:30".into(),
        minutes: "90".into(),
        theme: theme.into(),
        place: "Seminar room 2, Moorfield General".into(),
        link: "https://meet.north-moor.example/interface-group".into(),
        invite: true,
        ..NewMeeting::default()
    };
    let meeting = sittings::schedule(app, &mut tx, administrator, &new).await?;
    app.commit(tx).await?;
    Ok(meeting.number)
}

/// The meeting itself, up to its end: agenda, attendance, what was said, decided and set, the read-back. What was not decided
/// waits for the next.
async fn hold(app: &App, actors: &Actors<'_>, now: Timestamp, past: &mut Past, meeting: usize, held_on: Date) -> Result<()> {
    close(app, actors, now, past, held_on).await?;
    send_editions(app, actors, now, held_on).await?;
    let number = past.number(meeting);
    let administrator = actors.administrator;
    let group = &administrator.group;
    at(app, group, now, held_on.checked_sub(7.days()).unwrap_or(held_on), 15, 10);
    let mut tx = app.begin().await?;
    let raised = std::mem::take(&mut past.waiting);
    // Of the issues of the meeting after this one none is on its agenda yet.
    let (raised, later): (Vec<Raised>, Vec<Raised>) =
        raised.into_iter().partition(|one| one.again || one.topic.told.theme == theme_of(meeting));
    past.waiting = later;
    let mut items = Vec::new();
    for one in &raised {
        let issue = slice::find(&mut tx, group.id, one.number).await?;
        items.push(sittings::add_issue(app, &mut tx, administrator, number, &issue).await?);
    }
    at(app, group, now, held_on, 12, 31);
    sittings::take_attendance(app, &mut tx, administrator, number, &attendance(actors, number)).await?;
    if meeting > 1 {
        minutes::confirm(app, &mut tx, administrator, number - 1, number, "").await?;
    }
    for (one, item) in raised.into_iter().zip(items) {
        room::go_on(app, &mut tx, administrator, number, Some(item)).await?;
        // Some take longer than they were given and some less.
        app.clock.advance(SignedDuration::from_mins(9 + (number * 7 + item * 5) % 10));
        let topic = one.topic;
        let note = if one.again { AGAIN } else { topic.note.as_str() };
        sittings::write_note(app, &mut tx, administrator, number, item, None, note).await?;
        let decision = if one.again { &topic.later } else { &topic.decision };
        if decision.is_empty() {
            past.waiting.push(Raised { again: true, ..one });
            continue;
        }
        sittings::decide(app, &mut tx, administrator, number, item, None, &topic.spread.of(decision, held_on)).await?;
        for task in &topic.actions {
            let due = held_on.checked_add(task.weeks.weeks()).unwrap_or(held_on);
            let (words, owner, done_means) = (task.text.clone(), task.owner.clone(), task.done_means.clone());
            let new = NewAction { words, owner, due: due.to_string(), done_means };
            let action = sittings::set_action(app, &mut tx, administrator, number, item, &new).await?;
            if task.done {
                past.pending.push((due.checked_sub(3.days()).unwrap_or(due), action.number, task));
            }
        }
    }
    if meeting == MEETINGS {
        late::without_the_consultants(app, &mut tx, administrator, number).await?;
    }
    room::go_on(app, &mut tx, administrator, number, None).await?;
    at(app, group, now, held_on, 13, 55);
    for side in [actors.gp, actors.consultant] {
        app.clock.advance(SignedDuration::from_mins(1));
        sittings::confirm(app, &mut tx, side, number, None).await?;
    }
    sittings::adjourn(app, &mut tx, administrator, number).await?;
    app.commit(tx).await
}

/// Sends the editions whose deadline lies before a day.
async fn send_editions(app: &App, actors: &Actors<'_>, now: Timestamp, by: Date) -> Result<()> {
    at(app, &actors.administrator.group, now, by, 0, 0);
    networks::send_editions(app, actors.administrator, app.clock.now()).await
}

/// One or two are missing each time, never the same ones; the co-chairs and the administrator are there.
fn attendance(actors: &Actors<'_>, meeting: i64) -> Attendance {
    let away = |at: usize| at > 2 && (at + usize::try_from(meeting).unwrap_or(0)).is_multiple_of(7);
    let (apologies, present): (Vec<_>, Vec<_>) = actors.members.iter().enumerate().partition(|(at, _)| away(*at));
    let names = |people: Vec<(usize, &&str)>| people.into_iter().map(|(_, name)| (*name).to_owned()).collect();
    Attendance { present: names(present), apologies: names(apologies), guests: None, seen: None }
}

/// Approvals of the minute, so many days after the meeting.
async fn sign(app: &App, actors: &Actors<'_>, now: Timestamp, number: i64, held_on: Date, signing: &[(&Acting, i64)]) -> Result<()> {
    for (side, days) in signing {
        at(app, &actors.administrator.group, now, held_on.checked_add(days.days()).unwrap_or(held_on), 18, 5);
        let mut tx = app.begin().await?;
        minutes::approve(app, &mut tx, side, number, None).await?;
        app.commit(tx).await?;
    }
    Ok(())
}

/// Closes the actions that were done before a day.
async fn close(app: &App, actors: &Actors<'_>, now: Timestamp, past: &mut Past, by: Date) -> Result<()> {
    past.pending.sort_by_key(|(day, number, _)| (*day, *number));
    let group = &actors.administrator.group;
    let due = past.pending.partition_point(|(day, ..)| *day < by);
    for (day, number, task) in past.pending.drain(..due) {
        at(app, group, now, day, 16, 20);
        let mut tx = app.begin().await?;
        register::complete(app, &mut tx, actors.administrator, number, &task.done_means).await?;
        app.commit(tx).await?;
    }
    Ok(())
}

/// The number of the meeting before the last.
pub(super) fn before_last(past: &Past) -> i64 {
    past.number(MEETINGS - 1)
}

/// The day of the next meeting.
fn next_day(today: Date) -> Date {
    tuesday(today.checked_add(NEXT.days()).unwrap_or(today))
}

/// Puts what has waited longest onto the next meeting's agenda.
pub(super) async fn fill_next(app: &App, actors: &Actors<'_>, past: &Past, now: Timestamp) -> Result<()> {
    let administrator = actors.administrator;
    let group = &administrator.group;
    let number = past.number(MEETINGS + 1);
    app.clock.set(now - SignedDuration::from_hours(20));
    let mut tx = app.begin().await?;
    for waiting in slice::waiting(&mut tx, group.id, NEXT_THEME, 3).await? {
        let issue = slice::find(&mut tx, group.id, waiting.number).await?;
        sittings::add_issue(app, &mut tx, administrator, number, &issue).await?;
    }
    let form = "Sense-check: a new form for urgent blood results";
    let item = sittings::add_topic(app, &mut tx, administrator, number, form).await?;
    let details = NewDetails {
        title: form.into(),
        purpose: "discuss".into(),
        presenter: "The lead of the laboratory".into(),
        minutes: "10".into(),
        ..NewDetails::default()
    };
    sittings::describe(app, &mut tx, administrator, number, item, None, &details).await?;
    let apologies = APOLOGIES.iter().map(|name| (*name).to_owned()).collect();
    let answers = Attendance { present: Vec::new(), apologies, guests: None, seen: None };
    sittings::take_attendance(app, &mut tx, administrator, number, &answers).await?;
    attending::answer(app, &mut tx, group, number, APOLOGIES).await?;
    app.commit(tx).await
}

#[cfg(test)]
mod tests;
