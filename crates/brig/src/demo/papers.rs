//! The next meeting of the made-up board gets ready: a paper, a speaker, an interest, a proposed topic, one side's approval.

use documents::{Block, Document, Span};
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Result, upload::File};
use meetings::{
    flags, interests,
    meetings::{self as sittings},
    packs,
    papers::{self, NewPaper},
    proposals,
};

use super::past::Actors;

/// The paper on the topic of the next meeting, as a Word file.
fn paper() -> Document {
    let row = |cells: [&str; 3]| cells.map(|text| vec![Span::plain(text)]).to_vec();
    Document {
        title: "A form for urgent blood results".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: "North Moor".into(),
        running: String::new(),
        blocks: vec![
            Block::heading(1, "What happens now"),
            Block::paragraph("Urgent results are telephoned. When nobody answers, the laboratory tries three times and then writes."),
            Block::heading(1, "What could happen"),
            Block::list(["One form for all practices".into(), "One number that is answered until eight in the evening".into()]),
            Block::table(
                "What each way costs in a month",
                &["Way", "Minutes of the laboratory", "Minutes of a practice"],
                vec![row(["As now", "640", "20"]), row(["With the form", "210", "15"])],
                &[2, 1, 1],
            ),
        ],
    }
}

/// Brings what the next meeting reads, and lets people say what they want of it.
pub(super) async fn bring(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<()> {
    let group = &actors.administrator.group;
    app.clock.set(now - SignedDuration::from_hours(19));
    let today = app.clock.today(&group.time_zone);
    let Some(meeting) = sittings::next_planned(&app.db, group.id, today).await? else { return Ok(()) };
    let record = sittings::record(&app.db, group.id, meeting.number).await?;
    let Some(item) = record.items.iter().find(|item| item.issue.is_none()) else { return Ok(()) };
    let bytes = documents::docx::write(&paper()).map_err(|error| kernel::Error::internal(error.to_string()))?;
    let file = File { name: "urgent-results.docx".into(), bytes, too_large: false };
    let new = NewPaper { title: "A form for urgent results: what it costs".into(), ..NewPaper::default() };
    papers::bring(app, actors.gp, (meeting.number, item.number), &new, file).await?;
    let mut tx = app.begin().await?;
    flags::set(app, &mut tx, actors.consultant, meeting.number, item.number, flags::Kind::Speak, true).await?;
    let declared = interests::Declaration {
        words: "Leads the laboratory that would answer the number".into(),
        item: Some((meeting.number, item.number)),
        ..interests::Declaration::default()
    };
    interests::declare(app, &mut tx, actors.consultant, &declared).await?;
    let standing =
        interests::Declaration { words: "Partner in a practice that holds a diabetes clinic".into(), ..interests::Declaration::default() };
    interests::declare(app, &mut tx, actors.gp, &standing).await?;
    proposals::propose(app, &mut tx, actors.consultant, meeting.number, "Who rings whom on public holidays", "Nobody knew at Easter")
        .await?;
    packs::approve(app, &mut tx, actors.gp, meeting.number, None).await?;
    app.commit(tx).await
}
