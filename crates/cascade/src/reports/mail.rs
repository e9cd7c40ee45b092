//! What is mailed about reports: the report to those above, that one waits for a side, and that papers are due soon.

use group::{
    groups::Group,
    membership::{self, Side},
    permissions::Role,
};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::model::{Line, Meeting, Report};
use crate::answers::{self, Awaited, Sending};

/// The mail to the secretary of those above.
pub(super) fn report(app: &App, group: &Group, report: &Report, sending: &Sending, meeting: Option<&Meeting>, asked: &[Awaited]) -> Letter {
    let content = &report.content;
    let hello = if sending.name.is_empty() { "Hello.".to_owned() } else { format!("Hello {}.", sending.name) };
    let when = meeting.map_or_else(String::new, |meeting| format!(" for your meeting of {}", words::date(meeting.held_on)));
    let mut letter = Letter::new(
        sending.subject.clone(),
        format!("Our report, {} to {}", words::date(content.from), words::date(content.to)),
        &group.name,
    )
    .paragraph(format!(
        "{hello} This is our report{when}. Both co-chairs have approved it. It is attached as Word and as PDF, and once more on one page."
    ));
    if !content.written.summary.is_empty() {
        letter = letter.section("In short").paragraph(&content.written.summary);
    }
    let open: Vec<&Awaited> = asked.iter().filter(|one| one.is_open()).collect();
    if !open.is_empty() {
        letter = letter.section("What we ask of you");
        for one in open {
            let by = one.answer_by.map_or_else(String::new, |day| format!(" An answer by {} would help.", words::date(day)));
            letter = letter.paragraph(format!("{}. {} What we would like decided: {}{by}", one.place, one.words, one.wanted));
        }
    }
    answers::ask_for_answer(app, group, letter, sending, asked)
}

/// A draft waits for a side: whoever holds its key is asked to read it.
pub(super) async fn ask_side(app: &App, tx: &mut Tx, group: &Group, draft: &Report, side: Side) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    let letter = Letter::new(format!("Report {}: to approve", draft.number), "A report up the line waits for your side", &group.name)
        .paragraph("The other side has approved it as it stands. Please read it, have it mended where it is wrong, and approve it.")
        .button("Read the report", app.url(&format!("/{}/reports/{}?version={}", group.slug, draft.number, draft.version)));
    // By its words, so that a side is asked once of each wording and pressing twice sends nothing more.
    let cause = draft.hash.first_chunk::<16>().map_or(draft.id, |bytes| Uuid::from_bytes(*bytes));
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(|seat| seat.side == side && seat.holds_key(today)) {
        let (to, letter) = (seat.email, letter.clone());
        let kind = "report-to-approve";
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}

/// The papers of a meeting are due soon, and no report was sent for it: to the administrator.
pub(super) async fn remind(app: &App, tx: &mut Tx, group: &Group, line: &Line, meeting: &Meeting) -> Result<()> {
    let (held, papers) = (words::date(meeting.held_on), words::date(meeting.papers_by));
    let letter = Letter::new(format!("A report for {} by {papers}", line.name), format!("A report for {}", line.name), &group.name)
        .paragraph(format!("{} meets on {held} and takes papers until {papers}. No report of the group was sent for that meeting yet.", line.name))
        .paragraph("A draft is composed from the record in a minute; both co-chairs approve it before it goes. If none is wanted this time, nothing need be done.")
        .button("See the reports", app.url(&format!("/{}/reports", group.slug)));
    let kind = "report-due";
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(|seat| seat.role == Role::Administrator) {
        let (to, letter, cause) = (seat.email, letter.clone(), meeting.id);
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}
