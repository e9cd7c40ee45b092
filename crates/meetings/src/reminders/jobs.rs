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

use super::{
    answering::{self, SAYS},
    store::{self, Due},
};
use crate::{
    attending::{self, Unanswered},
    commissions::{self, Chased},
    digests, invitations,
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
        for (person, digest) in digests_of(&mut tx, id, days, today).await? {
            // Whoever has heard today of what else waits for them hears of this tomorrow.
            let told = digests::told_on(&mut tx, id, person).await? == Some(today);
            if !told && digest.reminded_on.is_none_or(|day| day <= before(today, days)) {
                post(app, &mut tx, &group, (person, &digest), today).await?;
                store::put(&mut tx, id, person, today).await?;
            }
        }
        remind_outside(app, &mut tx, &group, days, today).await?;
    }
    app.commit(tx).await
}

fn before(today: Date, days: i64) -> Date {
    today.checked_sub(days.days()).unwrap_or(today)
}

fn after(today: Date, days: i64) -> Date {
    today.checked_add(days.days()).unwrap_or(today)
}

async fn digests_of(tx: &mut Tx, group: Uuid, days: i64, today: Date) -> Result<BTreeMap<Uuid, Digest>> {
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

/// `by 15 January 2027`, or kindly that it was planned for it.
fn by(due: Date, today: Date) -> String {
    let late = if due < today { "was planned for" } else { "by" };
    format!("{late} {}", words::date(due))
}

/// Reminds owners outside the group of what was asked of them and is due soon or waits: one mail to each address.
async fn remind_outside(app: &App, tx: &mut Tx, group: &Group, days: i64, today: Date) -> Result<()> {
    let before = before(today, days);
    let mut all: BTreeMap<String, Vec<Chased>> = BTreeMap::new();
    for one in commissions::to_chase(&mut *tx, group.id, (after(today, days + 2), before)).await? {
        all.entry(one.commission.email.to_lowercase()).or_default().push(one);
    }
    for asked in all.into_values() {
        let quiet = asked.iter().any(|one| one.commission.reminded_on.is_some_and(|day| day > before));
        let Some(first) = asked.first().filter(|_| !quiet) else { continue };
        let to = first.commission.email.clone();
        let (cause, letter) = (app.ids.key(app.clock.now())?, letter_outside(app, group, &asked, today));
        let reply_to = Some(first.owner.1.clone());
        commissions::note_reminded(tx, group.id, &to, today).await?;
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "action-reminder-outside", parts: Vec::new(), reply_to };
        mail::post_known(app, tx, mail).await?;
    }
    Ok(())
}

fn letter_outside(app: &App, group: &Group, asked: &[Chased], today: Date) -> Letter {
    let n = words::count(asked.len() as u64, "thing", "things");
    let subject = format!("A reminder from {}: {n} that we asked of you", group.name);
    let mut letter = Letter::new(subject, "Where does it stand?", &group.name)
        .paragraph(format!("{} has asked this of you, and would like to know where it stands:", group.name));
    for one in asked.iter().take(LISTED) {
        let reference = references::action(one.number);
        let line = format!("{reference}: {} ({}; {} answers for it in the group)", one.action_words, by(one.due, today), one.owner.0);
        letter = letter.paragraph(line);
        let link = app.url(&commissions::link(app, group, &one.commission));
        // Whoever is outside can decline and hand on as well, on the same page.
        for (say, words) in [("done", "it is done"), ("later", "still on it, a new date"), ("help", "I need help")] {
            letter = letter.link(format!("{reference}: {words}"), format!("{link}?say={say}"));
        }
    }
    letter.paragraph(
        "You need no account, and nothing happens before you press a button on that page. There you can also decline it or hand it on. \
         Nobody minds a late action if we know where it stands.",
    )
}

async fn post(app: &App, tx: &mut Tx, group: &Group, (person, digest): (Uuid, &Digest), today: Date) -> Result<()> {
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
            let reference = references::action(action.number);
            let with = if action.outside.is_empty() { String::new() } else { format!(", with {}", action.outside) };
            letter = letter.paragraph(format!("{reference}: {} ({}{with})", action.words, by(action.due, today)));
            let link = app.url(&answering::link(app, group, action.number, (person, &digest.email)));
            for (say, words) in SAYS {
                letter = letter.link(format!("{reference}: {words}"), format!("{link}?say={say}"));
            }
        }
        if digest.actions.len() > LISTED {
            letter = letter.paragraph(format!("And {} more in the action log.", digest.actions.len() - LISTED));
        }
        letter = letter.button("See your actions", app.url(&format!("/{}/actions?show=mine", group.slug))).paragraph(
            "You do not need to sign in to say where one stands, and nothing happens before you press a button on that page. \
                 Nobody minds a late action if we know where it stands.",
        );
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
