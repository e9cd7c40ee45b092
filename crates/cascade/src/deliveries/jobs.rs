//! The minute goes to the groups that get it: by a job, because its document is laid out first.

use std::collections::BTreeMap;

use documents::Document;
use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups::{self, Group},
    membership,
};
use kernel::{
    App, Error, On, Result, Tx,
    job::{Job, JobError, NewJob},
    ledger::{self, Event, Fact},
    mail::{self, Outgoing, Part},
    queue,
};
use meetings::{
    meetings::{self as sittings, Record},
    minutes,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    cover::Cover,
    mail::{self as letters, Planned},
    store,
};
use crate::{
    acknowledgements,
    networks::{self, Network, Takes, must_cascade},
};

/// The kind of the job.
pub const SHARE_MINUTE: &str = "minutes.share";

/// When a minute is published: notes which groups get it, and has it sent to them.
pub fn share_later<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Number(number)) = event.facts.get("meeting") else {
            return Err(Error::internal("a minute that is published names no meeting"));
        };
        let group = event.scope;
        let mut any = false;
        for network in networks::all(&mut *tx, group).await?.iter().filter(|network| network.takes == Takes::Minute) {
            store::put(tx, group, event.thing, network.id).await?;
            any = true;
        }
        if !any {
            return Ok(());
        }
        let payload = json!({ "group": group, "meeting": number });
        let key = Some(format!("{SHARE_MINUTE}:{}", event.thing));
        queue::push(app, tx, NewJob { scope: Some(group), kind: SHARE_MINUTE, payload, run_at: app.clock.now(), key }).await
    })
}

/// The job: sends a published minute to the groups that are to get it and have not yet.
pub fn share_minute<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let number = job.payload.get("meeting").and_then(serde_json::Value::as_i64);
        let number = number.ok_or_else(|| JobError::GiveUp("the job names no meeting".into()))?;
        Ok(share(app, job.key("group")?, number, Some(job)).await?)
    })
}

/// Mails that are put into the outbox in one transaction: few, so that nobody else waits long to write.
const AT_ONCE: usize = 25;

/// Sends the published minute of a meeting to the groups that are to get it and have not yet. A group that is added later
/// gets later minutes. `job` is told how it gets on.
///
/// # Errors
/// [`Error::NotFound`] for a minute that is not published.
pub async fn share(app: &App, group: Uuid, number: i64, job: Option<&Job>) -> Result<()> {
    let group = groups::by_id(&app.db, group).await?;
    let meeting = sittings::find(&app.db, group.id, number).await?;
    let total = i64::try_from(store::waiting(&app.db, group.id, meeting.id).await?.len()).unwrap_or(i64::MAX);
    if total == 0 {
        return Ok(());
    }
    let record = sittings::record(&app.db, group.id, number).await?;
    let mut done = 0;
    loop {
        // Laid out before anything is held; what has changed meanwhile is planned anew by the next turn.
        let (_, document) = minutes::published(&app.db, &group, number).await?;
        let mut letters = Vec::new();
        for planned in plan(&app.db, group.id, meeting.id).await?.into_iter().take(AT_ONCE) {
            letters.push((letters::parts(&group, &record, &document, &planned).await?, planned));
        }
        if letters.is_empty() {
            return Ok(());
        }
        done += share_some(app, &group, (&record, &document), letters, job.map(|job| (job, done, total))).await?;
    }
}

/// The mails by which the groups that wait get the minute of a meeting. Whose secretary looks after two committees gets one mail,
/// unless they get it in two forms.
async fn plan(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Planned>> {
    let mut on = on.into();
    let waiting = store::waiting(on.again(), group, meeting).await?;
    let covers = store::covers(on.again(), group).await?;
    let mut notes = store::notes(on.again(), group, meeting).await?;
    let mut letters: BTreeMap<(String, Cover, String), Vec<Network>> = BTreeMap::new();
    for network in networks::all(on, group).await?.into_iter().filter(|network| waiting.contains(&network.id)) {
        let cover = covers.get(&network.id).copied().unwrap_or_default();
        let note = notes.remove(&network.id).unwrap_or_default();
        letters.entry((network.address.to_lowercase(), cover, note)).or_default().push(network);
    }
    Ok(letters.into_iter().map(|((_, cover, note), networks)| Planned { cover, note, networks }).collect())
}

/// Sends the minute to some of the groups that wait for it; tells to how many.
async fn share_some(
    app: &App,
    group: &Group,
    (record, document): (&Record, &Document),
    letters: Vec<(Vec<Part>, Planned)>,
    job: Option<(&Job, i64, i64)>,
) -> Result<i64> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let (now, meeting) = (app.clock.now(), &record.meeting);
    // What was put right while it was laid out stands in what is sent.
    if minutes::published(&mut tx, group, meeting.number).await?.1 != *document {
        return Ok(0);
    }
    let still = plan(&mut tx, group.id, meeting.id).await?;
    let contact = membership::contact(&mut tx, group).await?;
    let mut copies = 0;
    for (parts, planned) in letters.into_iter().filter(|(_, planned)| still.contains(planned)) {
        let Some(first) = planned.networks.first() else { continue };
        let (mut links, cause) = (Vec::new(), app.ids.key(now)?);
        for network in &planned.networks {
            store::set_posted(&mut tx, group.id, (meeting.id, network.id), now, cause).await?;
            links.push(acknowledgements::fresh(app, &mut tx, group, meeting.id, network.id).await?);
            copies += 1;
        }
        let (letter, to) = (letters::letter(group, record, &planned, &links), first.address.clone());
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "minute", parts, reply_to: contact.clone() };
        mail::post_known(app, &mut tx, mail).await?;
    }
    if copies > 0 {
        let event = Event::new(group.id, now, kernel::actor::Actor::System, "minute.shared", meeting.id);
        ledger::record(&mut tx, event.with("meeting", Fact::Number(meeting.number)).with("groups", Fact::Number(copies))).await?;
    }
    if let Some((job, done, total)) = job {
        job.progress(app, &mut tx, done + copies, total).await?;
    }
    app.commit(tx).await?;
    Ok(copies)
}

/// Sends a group the last minute that it was to get once more, to where its mail goes now: its address was wrong perhaps.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn send_again(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let last = store::last_copies(&mut *tx, group).await?.into_iter().find(|copy| copy.network == network).ok_or(Error::NotFound)?;
    store::set_waiting(tx, group, last.meeting_id, network).await?;
    let payload = json!({ "group": group, "meeting": last.meeting });
    queue::push(app, tx, NewJob { scope: Some(group), kind: SHARE_MINUTE, payload, run_at: app.clock.now(), key: None }).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "minute.sent-again", last.meeting_id);
    ledger::record(tx, event.with("meeting", Fact::Number(last.meeting))).await
}
