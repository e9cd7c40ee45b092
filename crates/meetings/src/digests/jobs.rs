//! The job that comes round: who is waited for hears of it.

use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups::{self, Group},
    membership::{self, Seat, Side},
    permissions::Role,
    waiting::Waiting,
};
use jiff::civil::Date;
use kernel::{
    App, Result, Tx, clock,
    job::{Job, JobError},
    ledger,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::{
    line::{Line, Source, Weight},
    store,
};
use crate::{commissions, corrections, interim, meetings, minutes, packs, proposals, reminders};

/// The kind of the job.
pub const ROUND: &str = "waiting.round";
/// The most things that one mail lists.
const LISTED: usize = 25;

/// On working days, from the group's hour on: tells each who is waited for, once a day at most, and only when something is new.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(round_with(app, &[]).await?) })
}

/// As [`round`], with what other areas know of.
///
/// # Errors
/// When the database fails for a group; the others were told all the same.
pub async fn round_with(app: &App, sources: &[Source]) -> Result<()> {
    let mut outcome = Ok(());
    for id in store::groups(&app.db).await? {
        // What fails for one group does not hold up the others.
        outcome = outcome.and(round_of(app, id, sources).await);
    }
    outcome
}

async fn round_of(app: &App, id: Uuid, sources: &[Source]) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    let now = app.clock.now();
    if !group.posts_at(now) {
        return Ok(());
    }
    let today = clock::day_of(now, &group.time_zone);
    let seats = membership::seats(&app.db, &group).await?;
    let kept_by_somebody = seats.iter().any(|seat| seat.role == Role::Administrator);
    for seat in &seats {
        let chairs = seat.role == Role::CoChair || seat.acting_on(today).is_some();
        let turns = chairs || stands_in(seat, &seats, today);
        let keeps = seat.role == Role::Administrator || chairs && !kept_by_somebody;
        if !turns && !keeps {
            continue;
        }
        // One digest a day, of whatever kind.
        let before = store::told(&app.db, id, seat.person).await?;
        if before.as_ref().is_some_and(|told| told.on >= today) || reminders::reminded_on(&app.db, id, seat.person).await? == Some(today) {
            continue;
        }
        let acting = Acting::new(app, group.clone(), seat.clone());
        let mut lines = waiting_of(app, &acting, (turns, keeps)).await?;
        for source in sources {
            lines.extend(source(app, &acting).await?);
        }
        let known = before.map(|told| told.keys).unwrap_or_default();
        if !lines.iter().any(|line| line.weight.is_a_reason() && !known.contains(&line.key)) {
            continue;
        }
        // What only waits beside the rest makes no mail, also not once the mail of its own is long gone.
        let keys = lines.iter().filter(|line| line.weight != Weight::Known).map(|line| line.key.clone()).collect();
        lines.retain(|line| !line.weight.is_news() || !known.contains(&line.key));
        let mut tx = app.begin().await?;
        ledger::hold(&mut tx, id).await?;
        // Another process may have told them meanwhile.
        if store::told_on(&mut tx, id, seat.person).await?.is_none_or(|day| day < today) {
            post(app, &mut tx, &group, seat, &lines).await?;
            store::put(&mut tx, id, seat.person, today, &keys).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}

/// Whether a deputy is the one who is waited for: their side has no co-chair, or none who is here. While a co-chair is here a deputy
/// can turn the key too, and is not written to for it.
fn stands_in(seat: &Seat, seats: &[Seat], today: Date) -> bool {
    let here = |other: &Seat| other.role == Role::CoChair && other.side == seat.side && !other.is_away(today);
    seat.deputy && !seat.is_away(today) && !seats.iter().any(here)
}

async fn waiting_of(app: &App, acting: &Acting, (turns, keeps): (bool, bool)) -> Result<Vec<Line>> {
    let mut all = Vec::new();
    let mut add = |kind: &str, weight: Weight, waiting: Vec<Waiting>| {
        let line = |one: Waiting| {
            // The title of a minute alone does not say what is asked; on the page its heading does.
            let title = if kind == "minute" { format!("{}: to read and approve", one.title) } else { one.title };
            Line { key: format!("{kind}:{}", one.name.replace(char::is_whitespace, "")), weight, title, href: one.href }
        };
        all.extend(waiting.into_iter().map(line));
    };
    if turns {
        add("read-back", Weight::Waits, meetings::waiting_for(app, acting).await?);
        add("correction", Weight::Waits, corrections::waiting_for(app, acting).await?);
        add("mending", Weight::Waits, minutes::mending::waiting_for(app, acting).await?);
        add("minute", Weight::Known, minutes::waiting_for(app, acting).await?);
        add("agenda", Weight::Known, packs::waiting_for(app, acting).await?);
        let between = interim::waits_for(app, acting).await?.into_iter();
        add(
            "interim",
            Weight::Known,
            between.map(|(title, href)| Waiting { name: href.clone(), title, href, ..Waiting::default() }).collect(),
        );
    }
    if keeps {
        add("topic", Weight::Waits, proposals::waiting_for(app, acting).await?);
        add("draft", Weight::Waits, minutes::corrections_waiting_for(app, acting).await?);
    }
    all.extend(commissions::lately(app, acting).await?);
    Ok(all)
}

/// Lists some lines, and says how many more there are.
fn listed(app: &App, mut letter: Letter, lines: &[&Line]) -> Letter {
    for line in lines.iter().take(LISTED) {
        letter = if line.href.is_empty() { letter.paragraph(&line.title) } else { letter.link(&line.title, app.url(&line.href)) };
    }
    if lines.len() > LISTED {
        letter = letter.paragraph(format!("And {} more.", lines.len() - LISTED));
    }
    letter
}

async fn post(app: &App, tx: &mut Tx, group: &Group, seat: &Seat, lines: &[Line]) -> Result<()> {
    let (news, waiting): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.weight.is_news());
    let things = words::count(waiting.len() as u64, "thing waits", "things wait");
    let came = words::count(news.len() as u64, "answer has", "answers have");
    let mut letter = if waiting.is_empty() {
        Letter::new(format!("{came} come in to {}", group.name), format!("{came} come in"), &group.name)
    } else {
        Letter::new(format!("{things} for you in {}", group.name), format!("{things} for you"), &group.name)
    };
    if !matches!(seat.role, Role::CoChair | Role::Administrator) {
        let side = if seat.side == Side::Gp { "GP" } else { "consultant" };
        letter = letter.paragraph(format!("You stand in for the {side} co-chair."));
    }
    if !waiting.is_empty() {
        letter = listed(app, letter.paragraph("Others can go on once you have looked at this:"), &waiting);
    }
    if !news.is_empty() {
        letter = letter.section("What has come in from outside the group");
        letter = listed(app, letter, &news);
    }
    let page = if seat.role == Role::Administrator { "meetings" } else { "waiting" };
    if !waiting.is_empty() {
        letter = letter.button("See what waits", app.url(&format!("/{}/{page}", group.slug)));
    }
    let letter = letter.paragraph("You get this once a day at most, and only when something is new.");
    let (to, cause) = (seat.email.clone(), app.ids.key(app.clock.now())?);
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "waiting-digest", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
