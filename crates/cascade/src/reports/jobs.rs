//! The jobs of reports: the mail of one with its files, and a reminder before the papers of a meeting are due.

use documents::Document;
use futures_util::future::BoxFuture;
use group::{
    approvals::Approval,
    groups::{self, Group},
    membership,
};
use kernel::{
    App, Error, Result,
    actor::Actor,
    app::compute,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
    mail::{self as outbox, Outgoing, Part},
};
use uuid::Uuid;

use super::{
    compose::{self, Links},
    mail,
    model::{Report, State, reminds},
    one_page, store,
};
use crate::answers;

/// The kind of the job that writes the mail of a report.
pub const POST: &str = "reports.post";
/// The kind of the job that reminds the administrator.
pub const ROUND: &str = "reports.round";

/// What a Word file is called among mail programs.
pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A report as a document without links, for paper.
pub(super) fn on_paper(report: &Report, approvals: &[Approval]) -> Document {
    compose::document(report, approvals, &Links::none())
}

/// The document as PDF.
pub(super) async fn as_pdf(document: Document) -> Result<Vec<u8>> {
    compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))
}

/// The document as Word.
pub(super) async fn as_word(document: Document) -> Result<Vec<u8>> {
    compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))
}

/// Writes the mail of a report, once.
pub fn post<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(write(app, job.key("group")?, job.key("sending")?).await?) })
}

async fn write(app: &App, group: Uuid, sending: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, group).await?;
    let sending = answers::sending(&app.db, group.id, sending).await?;
    if sending.sent_at.is_some() {
        return Ok(());
    }
    let number = store::number_of(&app.db, group.id, sending.about).await?;
    let versions = store::versions(&app.db, group.id, number).await?;
    let report = versions.into_iter().find(|version| version.state == State::Approved);
    let report = report.ok_or_else(|| Error::internal("a report is sent that nobody approved"))?;
    let approvals = store::approvals(&app.db, group.id, report.id).await?;
    let parts = files(&group, &report, &approvals).await?;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    if answers::set_sent(&mut tx, group.id, sending.id, app.clock.now()).await? {
        let asked = answers::about(&mut tx, group.id, report.root).await?;
        let meeting =
            store::meetings(&mut tx, group.id, report.content.from).await?.into_iter().find(|one| Some(one.id) == sending.meeting);
        let letter = mail::report(app, &group, &report, &sending, meeting.as_ref(), &asked);
        let cause = answers::mail_cause(&mut tx, group.id, sending.id).await?;
        let (scope, to) = (Some(group.id), sending.email.clone());
        let reply_to = membership::contact(&mut tx, &group).await?;
        outbox::post_known(app, &mut tx, Outgoing { scope, to, letter, cause, kind: "report", parts, reply_to }).await?;
    }
    app.commit(tx).await
}

/// What goes with the mail: the paper as Word and PDF, and the one page.
async fn files(group: &Group, report: &Report, approvals: &[Approval]) -> Result<Vec<Part>> {
    let (paper, short) = (on_paper(report, approvals), one_page::document(report, approvals).await?);
    let name = format!("{}-report-{}", group.slug, report.number);
    let part = |name: String, media_type: &str, content| Part { name, media_type: media_type.into(), content };
    Ok(vec![
        part(format!("{name}.docx"), WORD, as_word(paper.clone()).await?),
        part(format!("{name}.pdf"), "application/pdf", as_pdf(paper).await?),
        part(format!("{name}-one-page.pdf"), "application/pdf", as_pdf(short).await?),
    ])
}

/// On working days, from the group’s hour on: reminds the administrator of the report for a meeting whose papers are due soon, once, if
/// none was sent for it.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        // The longest time ahead that a group can choose is sixty days; a day more for whoever lives ahead of us.
        let by = app.clock.today(&jiff::tz::TimeZone::UTC).saturating_add(jiff::Span::new().days(61));
        let mut outcome = Ok(());
        for id in store::groups_with_papers(&app.db, by).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(remind(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn remind(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    if !group.posts_at(app.clock.now()) {
        return Ok(());
    }
    let today = app.clock.today(&group.time_zone);
    let days = answers::rules(&app.db, id).await?.paper_days;
    if !store::meetings(&app.db, id, today).await?.iter().any(|meeting| reminds(meeting, days, today)) {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let (lines, served) = (store::lines(&mut tx, id).await?, store::served(&mut tx, id).await?);
    for meeting in store::meetings(&mut tx, id, today).await?.into_iter().filter(|meeting| reminds(meeting, days, today)) {
        store::set_reminded(&mut tx, id, meeting.id, today).await?;
        let Some(line) = lines.iter().find(|line| line.id == meeting.line) else { continue };
        if served.contains(&meeting.id) {
            continue;
        }
        mail::remind(app, &mut tx, &group, line, &meeting).await?;
        let event = Event::new(id, app.clock.now(), Actor::System, "report.reminded", meeting.id);
        ledger::record(&mut tx, event.with("on", Fact::Word(meeting.held_on.to_string()))).await?;
    }
    app.commit(tx).await
}
