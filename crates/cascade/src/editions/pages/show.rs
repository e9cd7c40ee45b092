//! The page of an edition.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::Response,
};
use group::{acting::Member, groups::Group, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    mail::of_cause as mail_of,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use meetings::references::in_address;
use uuid::Uuid;

use super::super::{
    course::Standing,
    good_news, mail,
    model::{Edition, Entry, going},
    moving::{NewDeadline, planned},
    queries::{self, Whole},
    store,
    story::Reading,
    way::Way,
    ways,
};
use crate::{
    networks::Takes,
    news,
    versions::{State, too_many},
};

struct Line {
    /// The decision's reference as it stands in an address.
    at: String,
    href: String,
    reference: String,
    title: String,
    what: Vec<String>,
    left_out: bool,
    good_news: bool,
    /// Whether it waits for a person, or was approved; in words.
    state: String,
    waits: bool,
    /// Where its words are mended.
    version: Option<String>,
    /// The correction's key, and whether it goes.
    correction: Option<(Uuid, bool)>,
    /// Whether it is approved and can be stopped.
    stops: bool,
    /// Why it may be good news, for who can say so; empty where nothing speaks for it.
    perhaps_good: String,
}

#[derive(Template)]
#[template(path = "editions/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    heading: String,
    when: String,
    sent: Option<String>,
    /// Whether this person can still change it.
    open: bool,
    hold: String,
    early: bool,
    lines: Vec<Line>,
    /// The calls for issues that go with it, each with its page.
    calls: Vec<(String, String)>,
    told: usize,
    waiting: usize,
    /// Subject and text of the mail, unless it was forgotten.
    reads: Option<(String, String)>,
    /// Whether this person can have it sent once more, and where it would go.
    again: bool,
    address: String,
    /// The way on which it has gone, where there is something to see or to do.
    way: Option<Way>,
    note: Field,
    /// That its deadline was moved: from when, and why.
    moved: Option<(String, String)>,
    /// The form by which its deadline is moved, and whether it is open.
    moving: [Field; 4],
    moving_open: bool,
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, edition)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let id = edition.parse().map_err(|_| Error::NotFound)?;
    let notice = match uri.query() {
        Some("sent" | "again") => Some("It is on its way."),
        Some("soon") => Some("It leaves as soon as what is in it has waited. Until then it can be stopped."),
        Some("out") => Some("It is left out of this edition. The other networks get it all the same."),
        Some("in") => Some("It is back in."),
        Some("moved") => Some("Saved: it is told in this order."),
        Some("note") => Some("Saved."),
        Some("deadline") => Some("Its deadline is moved, and what waits in it moves along."),
        Some("stopped") => Some("Stopped: it does not leave before somebody lets it go."),
        _ => None,
    };
    page(&app, &member, id, notice, None, StatusCode::OK).await
}

fn line(member: &Member, whole: &Whole, entry: &Entry, good: &BTreeMap<Uuid, (i64, i64)>) -> Line {
    let (group, network) = (&member.acting.group, &whole.network);
    let at = in_address(&entry.decision.reference());
    let told = entry.told(network, &group.contact);
    let standing = entry.standing(network, &group.contact);
    let state = match standing {
        _ if whole.edition.sent_at.is_some() => String::new(),
        Standing::LeftOut => "Left out".to_owned(),
        Standing::Waits if entry.corrects.is_some() => "Stopped".into(),
        Standing::Waits => too_many(told.over).map_or_else(|| "Waits for somebody to approve it".into(), |many| format!("Waits: {many}")),
        Standing::Approved(at) if at >= whole.edition.closes_at => "Goes over to the next edition".into(),
        Standing::Approved(_) if entry.version.as_ref().is_some_and(|version| version.state == State::Approved) => "Approved".into(),
        Standing::Approved(_) => "Goes as Brig has drafted it".into(),
    };
    let may = whole.edition.sent_at.is_none() && member.acting.may(Verb::RunCascade);
    Line {
        href: format!("/{}/decisions/{at}", group.slug),
        reference: entry.decision.reference(),
        title: if entry.corrects.is_some() { entry.title.clone() } else { told.headline.clone() },
        what: match &entry.corrects {
            Some(corrected) => vec![entry.decision.words.clone(), format!("It said before: {}", corrected.before)],
            None => told.body.lines().map(str::to_owned).collect(),
        },
        left_out: entry.left_out,
        good_news: entry.good_news,
        waits: matches!(standing, Standing::Waits),
        state,
        version: (entry.corrects.is_none() && may).then(|| format!("/{}/cascade/versions/{}/{at}", group.slug, network.id)),
        correction: entry.corrects.as_ref().map(|corrected| (corrected.id, corrected.approved_at.is_some())),
        stops: entry.corrects.is_none() && matches!(standing, Standing::Approved(_)),
        perhaps_good: good
            .get(&entry.decision.id)
            .filter(|_| may && entry.corrects.is_none())
            .map(|why| good_news::why(*why))
            .unwrap_or_default(),
        at,
    }
}

/// What was typed and comes back.
#[derive(Clone, Copy)]
pub(super) enum Typed<'a> {
    /// The sentence above the edition.
    Note(&'a str),
    /// Another deadline.
    Deadline(&'a NewDeadline),
}

/// The form by which a deadline is moved, as it was typed or as the edition stands.
fn moving(group: &Group, edition: &Edition, typed: Option<&NewDeadline>, errors: &[FieldError]) -> [Field; 4] {
    let closes = group.time_zone.to_datetime(edition.closes_at);
    let stored = NewDeadline {
        closes_on: closes.date().to_string(),
        closes_time: closes.time().strftime("%H:%M").to_string(),
        out_on: edition.out_on.to_string(),
        why: String::new(),
    };
    let now = typed.unwrap_or(&stored);
    [
        Field::new("closes_on", "Copy by", Input::Date).value(&now.closes_on).error(errors),
        Field::new("closes_time", "At", Input::Time).value(&now.closes_time).error(errors),
        Field::new("out_on", "Out on", Input::Date).value(&now.out_on).error(errors),
        Field::new("why", "Why", Input::Text).value(&now.why).hint("Everybody here can read it.").error(errors),
    ]
}

pub(super) async fn page(
    app: &App,
    member: &Member,
    id: Uuid,
    notice: Option<&str>,
    typed: Option<(Typed<'_>, &[FieldError])>,
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let whole = queries::whole(&app.db, group, id).await?;
    let (edition, network, calls) = (&whole.edition, &whole.network, &whole.calls);
    let good = if edition.sent_at.is_none() { good_news::perhaps(&app.db, group.id, id).await? } else { BTreeMap::new() };
    let lines: Vec<Line> = whole.entries.iter().map(|entry| line(member, &whole, entry, &good)).collect();
    let told = going(whole.entries.clone(), edition, network, &group.contact);
    // What has gone is shown as it went, for as long as the mail is kept.
    let reads = match edition.sent_at {
        Some(_) => match mail_of(&app.db, edition.id, mail::KIND).await? {
            Some(gone) => Some((gone.subject, gone.text)),
            None => news::find(&app.db, group.id, edition.id).await?.map(|kept| (kept.told.heading.clone(), kept.told.text())),
        },
        None => {
            let reports = store::reports(&app.db, group.id, edition.id).await?;
            let letter = mail::letter(app, group, &Reading::of(group, network, edition, &told, calls).with_thanks(reports));
            Some((letter.subject.clone(), letter.text()))
        }
    };
    let heading = format!("{}, out {}", edition.name, words::date(edition.out_on));
    let (typed, errors) = typed.map_or((None, &[][..]), |(typed, errors)| (Some(typed), errors));
    let note = if let Some(Typed::Note(note)) = typed { note } else { edition.note.as_str() };
    let deadline = if let Some(Typed::Deadline(deadline)) = typed { Some(deadline) } else { None };
    let (planned_at, moved_why) = planned(&app.db, group.id, id).await?;
    let page = Page {
        frame: member.frame(app, &heading, "/cascade").with_notice(notice).with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/cascade", group.slug),
        here: format!("/{}/cascade/editions/{}", group.slug, edition.id),
        heading,
        when: words::date_and_time(edition.leaves_at(group), &group.time_zone),
        sent: edition.sent_at.map(|at| words::date_and_time(at, &group.time_zone)),
        open: edition.sent_at.is_none() && acting.may(Verb::RunCascade),
        hold: words::count(whole.rules.hold_minutes.unsigned_abs(), "minute", "minutes"),
        early: edition.early,
        told: told.len() + calls.len(),
        waiting: usize::try_from(edition.waiting).unwrap_or_default(),
        calls: calls.iter().map(|call| (call.href(group), call.title.clone())).collect(),
        lines,
        reads,
        again: edition.sent_at.is_some()
            && (!told.is_empty() || !calls.is_empty())
            && network.ended_on.is_none()
            && network.takes != Takes::Recipients
            && acting.may(Verb::RunCascade),
        way: ways::gone(app, member, network, edition).await?,
        address: network.goes_to().to_owned(),
        moved: (!moved_why.is_empty()).then(|| (words::date_and_time(planned_at, &group.time_zone), moved_why)),
        moving: moving(group, edition, deadline, if deadline.is_some() { errors } else { &[] }),
        moving_open: deadline.is_some(),
        note: Field::new("note", "A sentence of your own above it", Input::Text).value(note).hint("May be left empty.").error(errors),
    };
    page::show_as(status, &page)
}
