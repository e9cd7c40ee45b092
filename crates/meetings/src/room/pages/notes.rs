//! The screen of whoever takes notes. All that is typed goes with every button, so that nothing is lost without a script either.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    super::{
        commands,
        line::Line,
        store::{self, Taken},
    },
    beside,
};
use crate::{
    decisions::{Decision, NewDecision},
    meetings::{self, Decided, Deciding, Item, Presence, Record, base, merge, must_run, typed_decision, visible},
    references::{in_address, read_item},
};

struct ItemLink {
    href: String,
    reference: String,
    title: String,
    current: bool,
    /// Whether it is spoken about, or was.
    standing: &'static str,
}

struct PersonLine {
    person: Uuid,
    name: String,
    here: bool,
    /// Whether they are noted as attending at all.
    attends: bool,
}

struct ActionLine {
    href: String,
    reference: String,
    words: String,
    owner: String,
    due: String,
    done_means: String,
}

struct ParkedLine {
    id: Uuid,
    words: String,
    /// Whether it was parked at another meeting, so that it can go onto this agenda.
    earlier: bool,
}

/// The same paragraph in two hands.
struct Apart {
    theirs: String,
    both: String,
}

#[derive(Template)]
#[template(path = "room/pages/notes.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    heading: String,
    text: Option<String>,
    /// What was said of it beforehand.
    beside: Vec<String>,
    clock: Option<String>,
    /// Seconds that the item has taken, while it is spoken about, and its planned minutes.
    running: Option<(i64, i64)>,
    planned: i64,
    items: Vec<ItemLink>,
    next: Option<String>,
    note: String,
    note_error: Option<String>,
    seen_note: String,
    apart: Option<Apart>,
    seen_draft: String,
    seen_decision: String,
    decided: Option<Decided>,
    /// Words of a decision that are kept and not decided yet.
    grows: bool,
    deciding: Deciding,
    decision_theirs: Option<String>,
    quorum: String,
    quorate: bool,
    line: Field,
    /// Whom of the directory the line names that fits nobody of the group: the key, and who it is.
    outside: Option<(Uuid, String)>,
    actions: Vec<ActionLine>,
    people: Vec<PersonLine>,
    parked: Vec<ParkedLine>,
    park: Field,
    next_meeting: Option<i64>,
    kept: bool,
}

/// What somebody typed and what could not be kept of it.
#[derive(Default)]
struct Shown<'a> {
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    typed: Option<&'a Fields>,
    status: StatusCode,
    /// Whether both texts of the note are put into its box.
    joined: bool,
}

async fn page(app: &App, member: &Member, record: &Record, item: &Item, shown: Shown<'_>) -> Result<Response> {
    let (group, meeting, now) = (&member.acting.group, &record.meeting, app.clock.now());
    let base = base(member, meeting.number);
    let taken = store::times(&app.db, group.id, meeting.id).await?;
    let draft = store::draft(&app.db, group.id, item.id).await?;
    let seats = membership::seats(&app.db, group).await?;
    let next_planned = meetings::next_planned(&app.db, group.id, meeting.held_on.tomorrow().unwrap_or(meeting.held_on)).await?;
    let times = taken.iter().find(|one| one.item == item.id).map(|one| one.times);
    let get = |name: &str| shown.typed.map(|typed| typed.get(name).replace("\r\n", "\n"));
    let (seen_draft, made) = (commands::growing(&draft, item), NewDecision::of(item.decision.as_ref()));
    let note = get("note").unwrap_or_else(|| item.note.clone());
    let merged = get("seen_note").map(|seen| merge(seen.trim(), note.trim(), &item.note));
    let apart = merged.filter(|merged| merged.apart).map(|merged| Apart { theirs: item.note.clone(), both: merged.text });
    let note = match &apart {
        Some(apart) if shown.joined => apart.both.clone(),
        _ => note,
    };
    let stored = item.decision.as_ref().map(Decision::as_text).unwrap_or_default();
    let decision_theirs =
        get("seen_decision").filter(|seen| *seen != stored).and(item.decision.as_ref()).map(|decision| decision.words.clone());
    let deciding = shown.typed.map_or_else(|| NewDecision { words: seen_draft.clone(), ..made }, typed_decision);
    let named = format!("{} {}", item.reference(), item.title);
    let outside = if shown.errors.iter().any(|error| error.field == "line") {
        commands::of_directory(&app.db, &member.acting, meeting.held_on, &get("line").unwrap_or_default()).await?
    } else {
        None
    };
    let page = Page {
        outside,
        frame: member.frame(app, format!("{named}: notes"), "/meetings").with_errors(shown.errors).with_notice(shown.notice).keeping(),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/room/{}", in_address(&item.reference())),
        heading: named,
        text: item.issue.as_ref().map(|issue| issue.text.clone()).filter(|text| !text.is_empty()),
        beside: beside::lines(app, group.id, record, item).await?,
        clock: times.map(|times| times.words(item.minutes, now, &group.time_zone)),
        running: times.filter(|times| times.ended_at.is_none()).map(|times| {
            let seconds = now.duration_since(times.began_at).as_secs().max(0);
            (times.minutes * 60 + seconds, item.minutes)
        }),
        planned: item.minutes,
        items: links(record, item, &taken, &base),
        next: after(record, item).map(|next| format!("{} {}", next.reference(), next.title)),
        note,
        note_error: shown.errors.iter().find(|error| error.field == "note").map(|error| error.message.clone()),
        seen_note: item.note.clone(),
        apart: apart.filter(|_| !shown.joined),
        grows: !draft.is_empty(),
        seen_draft,
        seen_decision: stored,
        decided: item.decision.as_ref().map(Decided::of),
        deciding: Deciding::of(&deciding, shown.errors),
        decision_theirs,
        quorum: if record.attendees.is_empty() { "Attendance has not been taken yet".into() } else { record.quorum_at(item.id).words() },
        quorate: record.quorum_at(item.id).reached(),
        line: Field::new("line", "An action", Input::Text)
            .hint("@who by when: what, done when … For example “@Ailsa by 14 Nov: write to the wards, done when each has replied”. Without a day it is due in four weeks.")
            .offers(offers(&seats, record))
            .value(get("line").unwrap_or_default())
            .error(shown.errors),
        actions: item.actions.iter().map(|action| action_line(action, &base)).collect(),
        people: people(record, item, &seats),
        parked: parked(app, member, record).await?,
        park: Field::new("parked", "A question to park", Input::Text)
            .hint("Not for this item: it waits, and becomes a topic of a later meeting or is dropped.")
            .value(get("parked").unwrap_or_default())
            .error(shown.errors),
        next_meeting: next_planned.map(|next| next.number),
        kept: shown.notice.is_some(),
        base,
    };
    page::show_as(shown.status, &page)
}

fn links(record: &Record, current: &Item, taken: &[Taken], base: &str) -> Vec<ItemLink> {
    let standing = |item: &Item| match taken.iter().find(|one| one.item == item.id) {
        Some(one) if one.times.ended_at.is_none() => "now",
        Some(_) => "done",
        None => "",
    };
    let link = |item: &Item| ItemLink {
        href: format!("{base}/room/{}", in_address(&item.reference())),
        reference: item.reference(),
        title: item.title.clone(),
        current: item.id == current.id,
        standing: standing(item),
    };
    record.items.iter().map(link).collect()
}

fn after<'a>(record: &'a Record, item: &Item) -> Option<&'a Item> {
    let at = record.items.iter().position(|other| other.id == item.id)?;
    record.items.get(at + 1)
}

fn people(record: &Record, item: &Item, seats: &[membership::Seat]) -> Vec<PersonLine> {
    let there = record.there_at(item.id);
    let attends = |person| record.attendees.iter().any(|one| one.person == person && one.presence == Presence::Present);
    let mut lines: Vec<PersonLine> = record
        .attendees
        .iter()
        .filter(|one| one.presence == Presence::Present)
        .map(|one| (one.person, one.name.clone()))
        .chain(commands::roster(seats).into_iter().filter(|one| !attends(one.person)).map(|one| (one.person, one.name)))
        .map(|(person, name)| PersonLine { here: there.iter().any(|one| one.person == person), attends: attends(person), person, name })
        .collect();
    lines.sort_by_key(|line| !line.attends);
    lines
}

fn action_line(action: &crate::actions::Action, base: &str) -> ActionLine {
    ActionLine {
        href: format!("{base}/actions/{}", action.reference()),
        reference: action.reference(),
        words: action.words.clone(),
        owner: action.doer(),
        due: words::date(action.due),
        done_means: action.done_means.clone(),
    }
}

/// How a line may begin: each name with days that are often meant. A browser offers those that go on with what is typed.
fn offers(seats: &[membership::Seat], record: &Record) -> Vec<String> {
    let day = record.meeting.held_on;
    let days = [day.saturating_add(jiff::Span::new().weeks(2)), commands::usual_due(day), day.last_of_month()];
    let begins = |name: &str, due| Line::written(name, due, "", "").split(": ").next().map(|head| format!("{head}: "));
    commands::roster(seats).iter().flat_map(|one| days.iter().filter_map(|due| begins(&one.name, *due))).collect()
}

async fn parked(app: &App, member: &Member, record: &Record) -> Result<Vec<ParkedLine>> {
    let waiting = store::parked(&app.db, member.acting.group.id).await?;
    let line = |one: store::Parked| ParkedLine { earlier: one.meeting != record.meeting.number, id: one.id, words: one.words };
    Ok(waiting.into_iter().map(line).collect())
}

/// The record of a meeting, for who keeps it while it can be kept.
async fn kept(app: &App, member: &Member, number: &str) -> Result<Record> {
    let record = visible(app, member, number).await?;
    must_run(&member.acting)?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("The record of this meeting is closed, or it was cancelled: there are no more notes to take.".into()));
    }
    Ok(record)
}

/// To the item that is spoken about, else to the first that was not.
pub(super) async fn current(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let record = kept(&app, &member, &number).await?;
    let base = base(&member, record.meeting.number);
    let taken = store::times(&app.db, member.acting.group.id, record.meeting.id).await?;
    let item = now_at(&record, &taken);
    Ok(Redirect::to(&item.map_or(base.clone(), |item| format!("{base}/room/{}", in_address(&item.reference())))).into_response())
}

/// The item that is spoken about, else the first that was not, else the last.
pub(super) fn now_at<'a>(record: &'a Record, taken: &[Taken]) -> Option<&'a Item> {
    let running = taken.iter().rev().find(|one| one.times.ended_at.is_none());
    let found = running.and_then(|one| record.items.iter().find(|item| item.id == one.item));
    let waits = |item: &&Item| !taken.iter().any(|one| one.item == item.id);
    found.or_else(|| record.items.iter().find(waits)).or_else(|| record.items.last())
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let record = kept(&app, &member, &number).await?;
    let item = record.item(read_item(&item).ok_or(Error::NotFound)?)?;
    let notice = (uri.query() == Some("kept")).then_some("Saved.");
    page(&app, &member, &record, item, Shown { notice, ..Shown::default() }).await
}

/// What a button says: a word, and for some of them whom or which it is about.
fn pressed(fields: &Fields) -> (&str, Option<Uuid>) {
    let (word, about) = fields.get("do").split_once('.').unwrap_or((fields.get("do"), ""));
    (word, about.parse().ok())
}

/// Keeps all that was typed on the screen, then does what the button says.
pub(super) async fn record(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let item = read_item(&item).ok_or(Error::NotFound)?;
    let record = kept(&app, &member, &number).await?;
    let (number, fields) = (record.meeting.number, &posted.fields);
    let found = record.item(item)?;
    if pressed(fields).0 == "join" {
        return page(&app, &member, &record, found, Shown { typed: Some(fields), joined: true, ..Shown::default() }).await;
    }
    let mut tx = app.begin().await?;
    let (error, at) = match written(&app, &mut tx, &member, (&record, found), fields).await {
        Ok(to) => {
            app.commit(tx).await?;
            let here = format!("{}/room/{}", base(&member, number), in_address(&to));
            return Ok(Redirect::to(&format!("{here}?kept")).into_response());
        }
        Err(failed) => failed,
    };
    drop(tx);
    let status = error.told().status;
    let errors = error.into_messages(at)?;
    // With what is there now, so that saving again is a choice.
    let record = visible(&app, &member, &number.to_string()).await?;
    let shown = Shown { errors: &errors, typed: Some(fields), status, ..Shown::default() };
    page(&app, &member, &record, record.item(item)?, shown).await
}

/// Writes what was typed and does what the button says; tells the reference of the item to go on with. An error comes with the field
/// that it belongs to.
async fn written(
    app: &App,
    tx: &mut kernel::Tx,
    member: &Member,
    (record, item): (&Record, &Item),
    fields: &Fields,
) -> std::result::Result<String, (Error, &'static str)> {
    let (number, acting) = (record.meeting.number, &member.acting);
    let seen = |name: &str| fields.get(name).replace("\r\n", "\n");
    meetings::write_note(app, tx, acting, number, item.number, Some(&seen("seen_note")), fields.get("note"))
        .await
        .map_err(|e| (e, "note"))?;
    let decision = typed_decision(fields);
    // Only what was changed here is written: a decision that somebody else made meanwhile stays.
    if decision.as_text() != seen("seen_decision") {
        let made = meetings::decide(app, tx, acting, number, item.number, Some(&seen("seen_decision")), &decision).await;
        made.map_err(|error| (error, "decision"))?;
    }
    commands::made(tx, acting, item.id).await.map_err(|error| (error, "decision"))?;
    if !fields.get("line").trim().is_empty() {
        let outside = if let ("ask-outside", entry) = pressed(fields) { entry } else { None };
        let set = commands::set_by_line(app, tx, acting, (number, item.number), fields.get("line"), outside).await;
        set.map_err(|error| (error, "line"))?;
    }
    if !fields.get("parked").trim().is_empty() {
        commands::park(app, tx, acting, number, fields.get("parked")).await.map_err(|error| (error, "parked"))?;
    }
    let done = async {
        let to = match pressed(fields) {
            ("begin", _) => {
                commands::go_on(app, tx, acting, number, Some(item.number)).await?;
                None
            }
            ("next", _) => {
                let next = after(record, item);
                commands::go_on(app, tx, acting, number, next.map(|next| next.number)).await?;
                next
            }
            (word @ ("comes" | "goes"), Some(person)) => {
                meetings::come_or_go(app, tx, acting, number, item.number, person, word == "comes").await?;
                None
            }
            (place @ ("onto" | "drop"), Some(question)) => {
                commands::take_up(app, tx, acting, question, (place == "onto").then_some(number)).await?;
                None
            }
            ("later", Some(question)) => {
                let day = record.meeting.held_on.tomorrow().unwrap_or(record.meeting.held_on);
                let next = meetings::next_planned(&mut *tx, acting.group.id, day).await?.ok_or(Error::NotFound)?;
                commands::take_up(app, tx, acting, question, Some(next.number)).await?;
                None
            }
            _ => None,
        };
        Ok(to.unwrap_or(item).reference())
    };
    done.await.map_err(|error| (error, "do"))
}
