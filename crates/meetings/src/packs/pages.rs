//! The page of a meeting's agenda and papers: for a phone on the way there, and for the two who approve it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, membership::side_words, permissions::Verb};
use kernel::{
    App, Error, Result,
    form::Posted,
    page::{self, Frame},
    words,
};
use uuid::Uuid;

use super::{
    commands,
    model::{Entry, Listing},
    queries::{self, Now},
    store,
};
use crate::{
    agenda,
    flags::{self, Flag, Kind},
    interests::{self, Interest},
    papers::{self, attached},
    proposals,
    references::{self, in_address},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/pack", get(show))
        .route("/{group}/meetings/{number}/pack/approval", post(approve))
        .route("/{group}/meetings/{number}/pack/changes", post(send_changes))
        .route("/{group}/meetings/{number}/pack/{file}", get(file))
}

struct PaperLine {
    name: String,
    about: String,
    href: String,
    late: bool,
}

struct Declared {
    words: String,
    /// Where one's own is taken back.
    end: Option<String>,
}

struct ItemCard {
    number: i64,
    reference: String,
    title: String,
    about: String,
    words: String,
    /// What stands behind its issue: reports, sides, places, the four numbers.
    behind: String,
    reserved: String,
    consent: bool,
    papers: Vec<PaperLine>,
    earlier: usize,
    href: String,
    changes: Vec<String>,
    read: bool,
    speaks: bool,
    apart: bool,
    speakers: String,
    set_apart: String,
    interests: Vec<Declared>,
}

struct ChangeBlock {
    heading: String,
    lines: Vec<String>,
}

struct FileLine {
    href: String,
    label: String,
}

#[derive(Template)]
#[template(path = "packs/show.html")]
struct Page {
    frame: Frame,
    forgery: String,
    base: String,
    group: String,
    number: i64,
    heading: String,
    when: String,
    state: String,
    /// How far making the files has come.
    making: Option<String>,
    files: Vec<FileLine>,
    approved: Vec<String>,
    approve: bool,
    send: bool,
    hash: String,
    changes: Vec<ChangeBlock>,
    consent: Vec<String>,
    items: Vec<ItemCard>,
    open: bool,
    topics: String,
    due: Option<i64>,
    due_on: String,
}

/// What is known of a meeting's items beside the agenda.
struct Around {
    flags: Vec<Flag>,
    interests: Vec<Interest>,
    behind: HashMap<Uuid, String>,
}

fn card(member: &Member, found: &Now, around: &Around, entry: &Entry, news: &[String], base: &str) -> ItemCard {
    let me = member.acting.person;
    let href = format!("{base}/items/{}", in_address(&entry.reference));
    let open = found.record.meeting.is_open();
    let of_item = |kind: Kind| around.flags.iter().filter(move |flag| flag.item == entry.item && flag.kind == kind);
    let names = |kind: Kind| of_item(kind).map(|flag| flag.name.as_str()).collect::<Vec<_>>().join(", ");
    let paper = |sheet: &super::model::Sheet| PaperLine {
        name: sheet.name(),
        about: about(sheet),
        href: format!("{href}/papers/{}-{}", papers::letter(sheet.letter), sheet.version),
        late: sheet.late,
    };
    let declared = |interest: &Interest| Declared {
        words: format!("{}: {}", interest.name, interest.said()),
        end: (open && interest.person == me).then(|| format!("/{}/interests/{}/end", member.acting.group.slug, interest.id)),
    };
    let mut about = vec![entry.asked.clone(), words::count(entry.minutes.unsigned_abs(), "minute", "minutes")];
    if !entry.presenter.is_empty() {
        about.push(entry.presenter.clone());
    }
    ItemCard {
        number: found.record.items.iter().find(|item| item.id == entry.item).map_or(0, |item| item.number),
        reference: entry.reference.clone(),
        title: entry.title.clone(),
        about: about.join(" · "),
        words: entry.words.clone(),
        behind: around.behind.get(&entry.item).cloned().unwrap_or_default(),
        reserved: entry.reserved.clone(),
        consent: entry.consent,
        papers: entry.papers.iter().map(paper).collect(),
        earlier: found.papers.iter().filter(|paper| paper.item == entry.item && paper.state != papers::State::Current).count(),
        changes: news.to_vec(),
        read: of_item(Kind::Read).any(|flag| flag.person == me),
        speaks: of_item(Kind::Speak).any(|flag| flag.person == me),
        apart: of_item(Kind::Apart).any(|flag| flag.person == me),
        speakers: names(Kind::Speak),
        set_apart: names(Kind::Apart),
        interests: around.interests.iter().filter(|one| one.item.as_ref().is_some_and(|(id, _)| *id == entry.item)).map(declared).collect(),
        href,
    }
}

/// What is said of a paper in a line.
fn about(sheet: &super::model::Sheet) -> String {
    let version = if sheet.version > 1 { format!("version {}, ", sheet.version) } else { String::new() };
    let pages = if sheet.pages > 0 { format!(", {}", words::count(sheet.pages.unsigned_abs(), "page", "pages")) } else { String::new() };
    format!("{version}{}, {}{pages}", sheet.by, words::date(sheet.brought_on))
}

/// Where the pack stands, in a sentence.
fn state(found: &Now) -> String {
    match found.packs.first() {
        None if !found.record.meeting.is_open() => "No pack went out for this meeting.".into(),
        None => "A draft: it goes out once both co-chairs have approved it.".into(),
        Some(first) if !first.sent => "Approved by both sides. The pack is being made.".into(),
        Some(first) => format!("The pack went out on {}.", words::date(first.frozen_on)),
    }
}

/// Who has approved what.
fn approved(found: &Now) -> Vec<String> {
    let said = |given: &super::model::Approval| {
        let deputy = if given.deputy { ", standing in" } else { "" };
        let side = side_words(given.side);
        if given.content_hash == found.hash || !found.packs.is_empty() {
            format!("Approved for the {side}: {}{deputy}", given.name)
        } else {
            format!("{} approved for the {side} what stood here before; it was changed since, so please look again", given.name)
        }
    };
    found.approvals.iter().map(said).collect()
}

fn files_of(all: &[(i64, bool)], base: &str, only_open: bool) -> Vec<FileLine> {
    let line = |(number, everything): &(i64, bool)| {
        let what = if *number == 1 { "The pack".to_owned() } else { format!("Changes, number {}", number - 1) };
        let (ending, without) = if *everything { ("", "") } else { ("-open", ", without what is reserved: for guests") };
        FileLine { href: format!("{base}/pack/{number}{ending}.pdf"), label: format!("{what} as PDF{without}") }
    };
    all.iter().filter(|(_, everything)| !(only_open && *everything)).map(line).collect()
}

async fn page(app: &App, member: &Member, found: &Now, notice: Option<&str>) -> Result<Response> {
    let acting = &member.acting;
    let (group, meeting) = (&acting.group, &found.record.meeting);
    let base = format!("/{}/meetings/{}", group.slug, meeting.number);
    let mut around = Around {
        flags: flags::of_meeting(&app.db, group.id, meeting.id).await?,
        interests: interests::interests_of(&app.db, group.id, meeting.id).await?,
        behind: agenda::behind(&app.db, group.id, &found.record).await?,
    };
    around.interests.retain(|one| one.person == acting.person || !one.item.as_ref().is_some_and(|(item, _)| found.record.is_masked(*item)));
    let open_topics =
        proposals::of_meeting(&app.db, group.id, meeting.id).await?.iter().filter(|one| one.state == proposals::State::Open).count();
    let changes = found.changes();
    let went_out = found.packs.first().map(|first| words::date(first.frozen_on)).unwrap_or_default();
    let news = |entry: &Entry| -> Vec<String> {
        let of_item = changes.iter().flat_map(|(_, lines)| lines).filter(|change| change.reference == entry.reference);
        of_item.map(|change| format!("After the pack went out on {went_out}: {}", lower(&change.words))).collect()
    };
    let block = |(sent, lines): &(Option<jiff::civil::Date>, Vec<super::changes::Change>)| ChangeBlock {
        heading: match sent {
            Some(day) => format!("Changed since, and sent on {}", words::date(*day)),
            None => format!("Changed after the pack went out on {went_out}, and not sent yet"),
        },
        lines: lines
            .iter()
            .map(
                |change| if change.reference.is_empty() { change.words.clone() } else { format!("{}: {}", change.reference, change.words) },
            )
            .collect(),
    };
    let making = found.packs.last().filter(|last| !last.sent).map(|last| format!("{} of {} steps are done.", last.steps.0, last.steps.1));
    let open = meeting.is_open();
    let own = found.approvals.iter().any(|given| given.side == acting.side && given.content_hash == found.hash);
    let runs = acting.may(Verb::RunMeetings) && open;
    let (days, due_on) = papers::due(app, acting, meeting).await?;
    let page = Page {
        frame: member.frame(app, format!("Agenda and papers, {}", words::date(meeting.held_on)), "/meetings").with_notice(notice),
        forgery: member.session.forgery_token(app),
        group: format!("/{}", group.slug),
        number: meeting.number,
        heading: format!("Agenda and papers: {}", words::date(meeting.held_on)),
        when: found.listing.when.clone(),
        state: state(found),
        files: files_of(&store::files(&app.db, group.id, meeting.id).await?, &base, found.record.leaves_out()),
        approved: approved(found),
        approve: open && acting.may(Verb::TurnKey) && found.packs.is_empty() && !found.listing.entries.is_empty() && !own,
        send: runs && making.is_none() && found.has_news(),
        making,
        hash: kernel::keys::hex(&found.hash),
        changes: changes.iter().map(block).collect(),
        consent: together(&found.listing, &around),
        items: found.listing.entries.iter().map(|entry| card(member, found, &around, entry, &news(entry), &base)).collect(),
        open,
        topics: if open_topics == 0 { "Propose a topic".into() } else { format!("Proposed topics ({open_topics} to answer)") },
        due: runs.then_some(days),
        due_on,
        base,
    };
    page::show(&page)
}

/// A sentence within a sentence.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The items that are taken by consent, and that nobody wants to speak about.
fn together(listing: &Listing, around: &Around) -> Vec<String> {
    let apart = |item: Uuid| around.flags.iter().any(|flag| flag.item == item && flag.kind == Kind::Apart);
    let together = listing.entries.iter().filter(|entry| entry.consent && !apart(entry.item));
    together.map(|entry| format!("{} {}", entry.reference, entry.title)).collect()
}

async fn visible(app: &App, member: &Member, number: &str) -> Result<Now> {
    member.acting.must(Verb::SeeMeetings)?;
    let mut found = queries::now(&app.db, &member.acting.group, references::number(number)?).await?;
    // What is approved is the whole; what is shown is left out where it is closed to whoever looks.
    found.record = found.record.seen_by(member.acting.person);
    let closed: Vec<Uuid> = found.listing.entries.iter().map(|entry| entry.item).filter(|item| found.record.is_masked(*item)).collect();
    found.listing = found.listing.without(&closed);
    for pack in &mut found.packs {
        pack.listing = pack.listing.without(&closed);
    }
    found.papers.retain(|paper| !closed.contains(&paper.item));
    Ok(found)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let found = visible(&app, &member, &number).await?;
    let notice = match uri.query() {
        Some("approved") => Some("Approved for your side. It goes out once the other side has approved the same."),
        Some("frozen") => Some("Both sides have approved. The pack is made now, and everybody gets a mail with a link to this page."),
        Some("changes") => Some("What has changed is on its way."),
        Some("due") => Some("Saved. What was brought before keeps its mark."),
        Some("interest") => Some("Your interest is declared. It is minuted with the item."),
        _ => None,
    };
    page(&app, &member, &found, notice).await
}

async fn approve(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let seen = Some(posted.fields.get("hash"));
    let frozen = commands::approve(&app, &mut tx, &member.acting, references::number(&number)?, seen).await?;
    app.commit(tx).await?;
    let said = if frozen { "frozen" } else { "approved" };
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/pack?{said}")).into_response())
}

async fn send_changes(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::send_changes(&app, &mut tx, &member.acting, references::number(&number)?, posted.fields.get("hash")).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/pack?changes")).into_response())
}

/// A file of the pack: `1.pdf`, or `1-open.pdf` without what is reserved.
async fn file(Shared(app): Shared<App>, Path((_, number, file)): Path<(String, String, String)>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let meeting = crate::meetings::find(&app.db, group.id, references::number(&number)?).await?;
    let name = file.strip_suffix(".pdf").ok_or(Error::NotFound)?;
    let (pack, everything) = name.strip_suffix("-open").map_or((name, true), |pack| (pack, false));
    let pack = references::number(pack)?;
    if everything && interests::closed(&app.db, group.id, meeting.id).await?.iter().any(|(_, person)| *person == acting.person) {
        return Err(Error::Forbidden(
            "A reserved item is in this file in which you declared an interest. The file without what is reserved is for you too.".into(),
        ));
    }
    let (kind, bytes) = store::file(&app.db, group.id, meeting.id, pack, everything).await?;
    let without = if everything { "" } else { "-open" };
    let name = format!("{}-pack-{}-{pack}{without}.{kind}", group.slug, meeting.held_on);
    attached(&name, if kind == "pdf" { "application/pdf" } else { "text/plain; charset=utf-8" }, bytes)
}
