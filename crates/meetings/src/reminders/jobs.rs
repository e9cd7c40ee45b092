//! The job that reminds.

use futures_util::future::BoxFuture;
use group::{
    groups::{self, Group},
    membership,
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Result, Tx, clock,
    job::{Job, JobError},
    ledger,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::store::{self, Due};
use crate::{meetings, references};

/// The kind of the job.
pub const REMIND: &str = "actions.remind";
/// The most actions that one mail lists.
const LISTED: usize = 25;

/// On working days, from the group's hour on: reminds owners of open actions, each at most once in the group's period.
pub fn remind<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_with_open_actions(&app.db).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(remind_owners(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn remind_owners(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    let days = meetings::rules(&mut tx, id).await?.remind_days;
    let now = app.clock.now();
    if days > 0 && group.posts_at(now) {
        let today = clock::day_of(now, &group.time_zone);
        let before = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
        // The next one may be a weekend later than the period says.
        let soon = today.checked_add((days + 2).days()).unwrap_or(today);
        let due = store::due_by(&mut tx, id, soon).await?;
        for own in due.chunk_by(|one, other| one.owner == other.owner) {
            if own[0].reminded_on.is_none_or(|day| day <= before(days)) {
                post(app, &mut tx, &group, own, today).await?;
                store::put(&mut tx, id, own[0].owner, today).await?;
            }
        }
    }
    app.commit(tx).await
}

async fn post(app: &App, tx: &mut Tx, group: &Group, own: &[Due], today: Date) -> Result<()> {
    let n = words::count(own.len() as u64, "open action", "open actions");
    let mut letter = Letter::new(format!("A reminder from {}: {n}", group.name), format!("You have {n}"), &group.name)
        .paragraph("This is what you have taken on for the group and what is due soon, or waits longer than planned:");
    for action in &own[..own.len().min(LISTED)] {
        let late = if action.due < today { "was planned for" } else { "by" };
        let line = format!("{}: {} ({late} {})", references::action(action.number), action.words, words::date(action.due));
        letter = letter.paragraph(line);
    }
    if own.len() > LISTED {
        letter = letter.paragraph(format!("And {} more in the action log.", own.len() - LISTED));
    }
    let letter = letter
        .button("Say what is done", app.url(&format!("/{}/actions?show=mine", group.slug)))
        .paragraph("If something stands in the way, tell the group’s administrator. Nobody minds a late action that is spoken of.");
    let (to, cause) = (own[0].email.clone(), app.ids.key(app.clock.now())?);
    let reply_to = membership::contact(&mut *tx, group).await?;
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "action-reminder", parts: Vec::new(), reply_to };
    mail::post(app, tx, mail).await
}
