//! The job that tells the administrator once a day what reporters have said: of the days before, because a mail at once would
//! say when somebody was there who wants to stay unknown.

use futures_util::future::BoxFuture;
use group::{groups, groups::Group, membership};
use kernel::{
    App, Result, Tx,
    job::{Job, JobError},
    ledger,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

use super::store;

/// The kind of the job.
pub const TELL: &str = "exchange.tell";

/// On working days, from the group's hour on: tells of what reporters said on days before.
pub fn tell<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        // A day that has begun anywhere; each group goes by its own.
        let tomorrow = app.clock.today(&jiff::tz::TimeZone::UTC).saturating_add(jiff::ToSpan::days(1));
        for id in store::groups_untold(&app.db, tomorrow).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(tell_of(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn tell_of(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    let today = app.clock.today(&group.time_zone);
    if group.posts_at(app.clock.now()) {
        let numbers = store::untold(&mut tx, group.id, today).await?;
        if !numbers.is_empty() {
            post(app, &mut tx, &group, &numbers).await?;
        }
        store::set_told(&mut tx, group.id, today).await?;
    }
    app.commit(tx).await
}

/// What was said stands on the page, never in the mail.
async fn post(app: &App, tx: &mut Tx, group: &Group, numbers: &[i64]) -> Result<()> {
    const LISTED: usize = 10;
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let references: Vec<String> = numbers.iter().map(|number| group.reference(*number)).collect();
    let about = match references.as_slice() {
        [one] => one.clone(),
        many => format!("{} issues", many.len()),
    };
    let mut letter = Letter::new(format!("{about}: reporters have written"), "Reporters have written", &group.name)
        .paragraph("They answered a question from the group, or added something. It is on the page of each issue.");
    for reference in references.iter().take(LISTED) {
        letter = letter.button(format!("Read {reference}"), app.url(&format!("/{}/issues/{reference}#exchange", group.slug)));
    }
    if references.len() > LISTED {
        letter = letter.paragraph(format!("And {} more: see the list of issues.", references.len() - LISTED));
    }
    let cause = app.ids.key(app.clock.now())?;
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "reporters-wrote", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
