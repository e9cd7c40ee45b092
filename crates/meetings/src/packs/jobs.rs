//! The job that makes a pack's files: each paper is looked at, the whole is laid out, and everybody is told.

use documents::{Block, Document, pdf};
use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    app::compute,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
    words,
};
use uuid::Uuid;

use super::{
    changes::{between, new_sheets},
    document::{Body, Parts},
    mail,
    model::{Listing, Pack},
    store,
};
use crate::{
    agenda,
    meetings::{self, Meeting},
    papers::{self, Kind},
    theme_packs,
};

/// The kind of the job.
pub const MAKE: &str = "packs.make";

/// Makes the files of a pack that was frozen, and tells the group. Done twice, it does nothing the second time.
pub fn make<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(make_one(app, job.key("group")?, job.key("pack")?, job).await?) })
}

async fn make_one(app: &App, group: Uuid, id: Uuid, job: &Job) -> Result<()> {
    let group = groups::by_id(&app.db, group).await?;
    let (number, meeting) = store::meeting_of(&app.db, group.id, id).await?;
    let packs = store::packs(&app.db, group.id, meeting).await?;
    let at = packs.iter().position(|pack| pack.id == id).ok_or(Error::NotFound)?;
    let (pack, before) = (&packs[at], at.checked_sub(1).map(|at| &packs[at]));
    if pack.sent {
        return Ok(());
    }
    let meeting = meetings::find(&app.db, group.id, number).await?;
    let (bodies, files) = bodies(app, &group, pack, before, job).await?;
    let theme = if before.is_none() { theme_packs::document(app, &group, &pack.listing.theme).await? } else { None };
    let record = meetings::record(&app.db, group.id, number).await?;
    let behind = agenda::behind(&app.db, group.id, &record).await?;
    let title = format!("Meeting on {}", words::date(meeting.held_on));
    let write = |listing: &Listing, old: Option<Listing>, everything: bool| {
        let parts =
            Parts { group: &group, title: title.clone(), listing, theme: theme.clone(), behind: &behind, bodies: &bodies, everything };
        let document = match old {
            Some(old) => {
                let changes = between(&old, listing);
                parts.addendum(&old, &changes)
            }
            None => parts.pack(),
        };
        laid_out(document, files.clone())
    };
    let whole = write(&pack.listing, before.map(|before| before.listing.clone()), true).await?;
    let reserved = pack.listing.entries.iter().any(|entry| !entry.reserved.is_empty());
    let open = if reserved { Some(write(&pack.listing.open(), before.map(|before| before.listing.open()), false).await?) } else { None };
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    if store::set_sent(&mut tx, group.id, id).await? {
        let name = |kind: &str| format!("{}-{kind}-{}-{}.pdf", group.slug, meeting.held_on, pack.number);
        let key = app.ids.key(app.clock.now())?;
        store::put_file(&mut tx, group.id, (key, id), true, &name("pack"), &whole).await?;
        if let Some(open) = open {
            let key = app.ids.key(app.clock.now())?;
            store::put_file(&mut tx, group.id, (key, id), false, &name("open-pack"), &open).await?;
        }
        mail::tell(app, &mut tx, &group, &meeting, id, pack.number == 1).await?;
        sent(app, &mut tx, group.id, &meeting, pack.number).await?;
    }
    app.commit(tx).await
}

async fn sent(app: &App, tx: &mut Tx, group: Uuid, meeting: &Meeting, number: i64) -> Result<()> {
    let event = Event::new(group, app.clock.now(), Actor::System, "pack.sent", meeting.id);
    ledger::record(tx, event.with("meeting", Fact::Number(meeting.number)).with("pack", Fact::Number(number))).await
}

/// The papers that go in, as they are laid in, and the files whose pages are.
async fn bodies(
    app: &App,
    group: &groups::Group,
    pack: &Pack,
    before: Option<&Pack>,
    job: &Job,
) -> Result<(Vec<(Uuid, Body)>, Vec<Vec<u8>>)> {
    let (mut bodies, mut files) = (Vec::new(), Vec::new());
    let wanted: Vec<Uuid> = match before {
        Some(before) => new_sheets(&before.listing, &pack.listing).map(|(_, sheet)| sheet.id).collect(),
        None => pack.listing.sheets().map(|sheet| sheet.id).collect(),
    };
    for (done, id) in (1..).zip(wanted) {
        let Some((kind, content, file)) = papers::whole(&app.db, group.id, id).await? else { continue };
        let pages = pack.listing.sheets().find(|sheet| sheet.id == id).map_or(0, |sheet| sheet.pages);
        let pages = u16::try_from(pages).unwrap_or(0);
        let (words, file) = compute(move || {
            let laid_in = kind == Kind::Pdf && pages > 0 && fits(&file, pages);
            if laid_in { (None, Some(file)) } else { (Some(papers::blocks(kind, &content, &file)), None) }
        })
        .await?;
        if let Some(words) = words {
            bodies.push((id, Body::Words(words)));
        }
        if let Some(file) = file {
            bodies.push((id, Body::Pages(u16::try_from(files.len()).unwrap_or(u16::MAX), pages)));
            files.push(file);
        }
        let mut tx = app.begin().await?;
        store::set_done(&mut tx, group.id, pack.id, done).await?;
        job.progress(app, &mut tx, done, pack.steps.1).await?;
        app.commit(tx).await?;
    }
    Ok((bodies, files))
}

/// Whether the pages of a PDF can be laid in. Where not, its words are.
fn fits(file: &[u8], pages: u16) -> bool {
    let alone = Document {
        title: "A paper".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: String::new(),
        running: String::new(),
        blocks: vec![Block::Sheets { name: "A paper".into(), file: 0, pages }],
    };
    pdf::write_with(&alone, vec![file.to_vec()]).is_ok()
}

async fn laid_out(document: Document, files: Vec<Vec<u8>>) -> Result<Vec<u8>> {
    let written = compute(move || if files.is_empty() { pdf::write(&document) } else { pdf::write_with(&document, files) }).await?;
    written.map_err(|error| Error::internal(error.to_string()))
}
