//! The job that reminds: of open actions, and of invitations that nobody has answered, in one mail.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::{
    groups::{self, Group},
    membership,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use kernel::{
    App, Result, Tx, clock,
    job::{Job, JobError},
    ledger,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::store::{self, Due};
use crate::{
    attending::{self, Unanswered},
    invitations,
    meetings::{self, when},
    references,
};

/// The kind of the job.
pub const REMIND: &str = "actions.remind";
/// The most actions that one mail lists.
const LISTED: usize = 25;
/// So many days ahead an answer to an invitation is asked for.
const AHEAD: i64 = 28;
/// So many days nobody is written to again about the same meeting.
const QUIET: i64 = 7;

/// On working days, from the group's hour on: reminds owners of open actions and who has not answered an invitation, each at most
/// once in the group's period.
pub fn remind<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_to_remind(&app.db, app.clock.today(&TimeZone::UTC)).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(remind_group(app, id).await);
        }
        Ok(outcome?)
    })
}

/// What one person is reminded of.
#[derive(Default)]
struct Digest {
    email: String,
    reminded_on: Option<Date>,
    actions: Vec<Due>,
    unanswered: Vec<Unanswered>,
}

async fn remind_group(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    let days = meetings::rules(&mut tx, id).await?.remind_days;
    let now = app.clock.now();
    if days > 0 && group.posts_at(now) {
        let today = clock::day_of(now, &group.time_zone);
        for (person, digest) in digests(&mut tx, id, days, today).await? {
            if digest.reminded_on.is_none_or(|day| day <= before(today, days)) {
                post(app, &mut tx, &group, &digest, today).await?;
                store::put(&mut tx, id, person, today).await?;
            }
        }
    }
    app.commit(tx).await
}

fn before(today: Date, days: i64) -> Date {
    today.checked_sub(days.days()).unwrap_or(today)
}

fn after(today: Date, days: i64) -> Date {
    today.checked_add(days.days()).unwrap_or(today)
}

async fn digests(tx: &mut Tx, group: Uuid, days: i64, today: Date) -> Result<BTreeMap<Uuid, Digest>> {
    let mut all: BTreeMap<Uuid, Digest> = BTreeMap::new();
    // The next one may be a weekend later than the period says.
    for due in store::due_by(&mut *tx, group, after(today, days + 2)).await? {
        let digest = all.entry(due.owner).or_default();
        (digest.email, digest.reminded_on) = (due.email.clone(), due.reminded_on);
        digest.actions.push(due);
    }
    for one in attending::unanswered(tx, group, (after(today, 1), after(today, AHEAD)), before(today, QUIET)).await? {
        let digest = all.entry(one.person).or_default();
        (digest.email, digest.reminded_on) = (one.email.clone(), one.reminded_on);
        digest.unanswered.push(one);
    }
    Ok(all)
}

async fn post(app: &App, tx: &mut Tx, group: &Group, digest: &Digest, today: Date) -> Result<()> {
    let n = words::count(digest.actions.len() as u64, "open action", "open actions");
    let (subject, heading) = match (digest.actions.as_slice(), digest.unanswered.as_slice()) {
        ([], [one]) => {
            (format!("A reminder from {}: can you come on {}?", group.name, words::date(one.meeting.held_on)), "Can you come?".to_owned())
        }
        ([], _) => (format!("A reminder from {}: can you come?", group.name), "Can you come?".to_owned()),
        _ => (format!("A reminder from {}: {n}", group.name), format!("You have {n}")),
    };
    let mut letter = Letter::new(subject, heading, &group.name);
    if !digest.actions.is_empty() {
        letter = letter.paragraph("This is what you have taken on for the group and what is due soon, or waits longer than planned:");
        for action in digest.actions.iter().take(LISTED) {
            let late = if action.due < today { "was planned for" } else { "by" };
            let line = format!("{}: {} ({late} {})", references::action(action.number), action.words, words::date(action.due));
            letter = letter.paragraph(line);
        }
        if digest.actions.len() > LISTED {
            letter = letter.paragraph(format!("And {} more in the action log.", digest.actions.len() - LISTED));
        }
        letter = letter
            .button("Say what is done", app.url(&format!("/{}/actions?show=mine", group.slug)))
            .paragraph("If something stands in the way, tell the group’s administrator. Nobody minds a late action that is spoken of.");
    }
    if !digest.unanswered.is_empty() {
        if !digest.actions.is_empty() {
            letter = letter.section("Can you come?");
        }
        letter = letter.paragraph("The group would like to know who comes. A “no” helps too: then a deputy can be asked in time.");
        for one in &digest.unanswered {
            let link = app.url(&attending::link(app, group, &one.meeting, one.person));
            letter = letter.paragraph(when(&one.meeting)).button("Say whether you can come", link);
            invitations::note_asked(tx, group.id, one.meeting.id, (one.person, &one.email), today).await?;
        }
    }
    let (to, cause) = (digest.email.clone(), app.ids.key(app.clock.now())?);
    let reply_to = membership::contact(&mut *tx, group).await?;
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "action-reminder", parts: Vec::new(), reply_to };
    mail::post(app, tx, mail).await
}
