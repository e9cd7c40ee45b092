//! The job that comes round: who is waited for hears of it.

use std::collections::BTreeSet;

use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups::{self, Group},
    membership::{self, Seat},
    permissions::Role,
    waiting::Waiting,
};
use kernel::{
    App, Result, Tx, clock,
    job::{Job, JobError},
    ledger,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::store;
use crate::{corrections, interim, meetings, minutes, packs, proposals, reminders};

/// The kind of the job.
pub const ROUND: &str = "waiting.round";
/// The most things that one mail lists.
const LISTED: usize = 25;

/// On working days, from the group's hour on: tells each who is waited for, once a day at most, and only when something is new.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(round_all(app).await?) })
}

pub(super) async fn round_all(app: &App) -> Result<()> {
    let mut outcome = Ok(());
    for id in store::groups(&app.db).await? {
        // What fails for one group does not hold up the others.
        outcome = outcome.and(round_of(app, id).await);
    }
    outcome
}

async fn round_of(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    let now = app.clock.now();
    if !group.posts_at(now) {
        return Ok(());
    }
    let today = clock::day_of(now, &group.time_zone);
    let seats = membership::seats(&app.db, &group).await?;
    let kept_by_somebody = seats.iter().any(|seat| seat.role == Role::Administrator);
    for seat in &seats {
        let turns = seat.role == Role::CoChair || seat.acting_on(today).is_some();
        let keeps = seat.role == Role::Administrator || turns && !kept_by_somebody;
        if !turns && !keeps {
            continue;
        }
        // One digest a day, of whatever kind.
        let before = store::told(&app.db, id, seat.person).await?;
        if before.as_ref().is_some_and(|told| told.on >= today) || reminders::reminded_on(&app.db, id, seat.person).await? == Some(today) {
            continue;
        }
        let waiting = waiting_of(app, &Acting::new(app, group.clone(), seat.clone()), (turns, keeps)).await?;
        let keys: BTreeSet<String> = waiting.iter().filter(|one| one.tells).map(|one| one.key.clone()).collect();
        let known = before.map(|told| told.keys).unwrap_or_default();
        if keys.is_subset(&known) {
            continue;
        }
        let mut tx = app.begin().await?;
        ledger::hold(&mut tx, id).await?;
        // Another process may have told them meanwhile.
        if store::told_on(&mut tx, id, seat.person).await?.is_none_or(|day| day < today) {
            post(app, &mut tx, &group, seat, &waiting).await?;
            store::put(&mut tx, id, seat.person, today, &keys).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}

/// Something that waits for somebody.
struct One {
    key: String,
    /// Whether it is a reason to write: of what has a mail of its own somebody was told already.
    tells: bool,
    title: String,
}

async fn waiting_of(app: &App, acting: &Acting, (turns, keeps): (bool, bool)) -> Result<Vec<One>> {
    let mut all = Vec::new();
    let mut add = |kind: &str, tells: bool, waiting: Vec<Waiting>| {
        let one = |one: Waiting| {
            // The title of a minute alone does not say what is asked; on the page its heading does.
            let title = if kind == "minute" { format!("{}: to read and approve", one.title) } else { one.title };
            One { key: format!("{kind}:{}", one.name.replace(char::is_whitespace, "")), tells, title }
        };
        all.extend(waiting.into_iter().map(one));
    };
    if turns {
        add("read-back", true, meetings::waiting_for(app, acting).await?);
        add("correction", true, corrections::waiting_for(app, acting).await?);
        add("mending", true, minutes::mending::waiting_for(app, acting).await?);
        add("minute", false, minutes::waiting_for(app, acting).await?);
        add("agenda", false, packs::waiting_for(app, acting).await?);
        let between = interim::waits_for(app, acting).await?.into_iter();
        add("interim", false, between.map(|(title, href)| Waiting { name: href, title, ..Waiting::default() }).collect());
    }
    if keeps {
        add("topic", true, proposals::waiting_for(app, acting).await?);
        add("draft", true, minutes::corrections_waiting_for(app, acting).await?);
    }
    Ok(all)
}

async fn post(app: &App, tx: &mut Tx, group: &Group, seat: &Seat, waiting: &[One]) -> Result<()> {
    let things = words::count(waiting.len() as u64, "thing waits", "things wait");
    let mut letter = Letter::new(format!("{things} for you in {}", group.name), format!("{things} for you"), &group.name)
        .paragraph("Others can go on once you have looked at this:");
    for one in waiting.iter().take(LISTED) {
        letter = letter.paragraph(&one.title);
    }
    if waiting.len() > LISTED {
        letter = letter.paragraph(format!("And {} more.", waiting.len() - LISTED));
    }
    let page = if seat.role == Role::Administrator { "meetings" } else { "waiting" };
    let letter = letter
        .button("See what waits", app.url(&format!("/{}/{page}", group.slug)))
        .paragraph("You get this once a day at most, and only when something is new.");
    let (to, cause) = (seat.email.clone(), app.ids.key(app.clock.now())?);
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "waiting-digest", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
