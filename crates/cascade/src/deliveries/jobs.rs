//! The minute goes to the groups that get it: by a job, because its document is laid out first.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::{groups, groups::Group, membership};
use kernel::{
    App, Error, Result, Tx,
    app::compute,
    job::{Job, JobError, NewJob},
    ledger::{self, Event, Fact},
    mail::{self, Letter, Outgoing, Part},
    queue, words,
};
use meetings::{
    meetings::{self as sittings, Record},
    minutes,
};
use serde_json::json;

use super::store;
use crate::networks::{self, Network, Takes};

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
        let group = groups::by_id(&app.db, job.key("group")?).await?;
        Ok(share(app, &group, number).await?)
    })
}

/// Sends the published minute of a meeting to the groups that are to get it and have not yet. A group that is added later
/// gets later minutes.
///
/// # Errors
/// [`Error::NotFound`] for a minute that is not published.
pub async fn share(app: &App, group: &Group, number: i64) -> Result<()> {
    let (meeting, document) = minutes::published(&app.db, group, number).await?;
    if store::waiting(&app.db, group.id, meeting.id).await?.is_empty() {
        return Ok(());
    }
    let record = sittings::record(&app.db, group.id, number).await?;
    let pdf = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let now = app.clock.now();
    // Whose secretary looks after two committees gets one mail.
    let mut letters: BTreeMap<String, Vec<Network>> = BTreeMap::new();
    let waiting = store::waiting(&mut tx, group.id, meeting.id).await?;
    for network in networks::all(&mut tx, group.id).await?.into_iter().filter(|network| waiting.contains(&network.id)) {
        store::set_posted(&mut tx, group.id, meeting.id, network.id, now).await?;
        letters.entry(network.address.to_lowercase()).or_default().push(network);
    }
    let contact = membership::contact(&mut tx, group).await?;
    let copies = letters.values().map(Vec::len).sum::<usize>();
    for networks in letters.into_values() {
        let part = Part {
            name: format!("{}-minute-{}.pdf", group.slug, meeting.held_on),
            media_type: "application/pdf".into(),
            content: pdf.clone(),
        };
        let letter = letter(group, &record, &networks, contact.as_deref());
        let (to, cause) = (networks[0].address.clone(), app.ids.key(now)?);
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "minute", parts: vec![part], reply_to: contact.clone() };
        mail::post(app, &mut tx, mail).await?;
    }
    if copies > 0 {
        let event = Event::new(group.id, now, kernel::actor::Actor::System, "minute.shared", meeting.id);
        let groups = Fact::Number(i64::try_from(copies).unwrap_or(i64::MAX));
        ledger::record(&mut tx, event.with("meeting", Fact::Number(number)).with("groups", groups)).await?;
    }
    app.commit(tx).await
}

fn letter(group: &Group, record: &Record, networks: &[Network], contact: Option<&str>) -> Letter {
    let day = words::date(record.meeting.held_on);
    let names = networks.iter().map(|network| network.name.as_str()).collect::<Vec<_>>().join(" and ");
    let mut letter = Letter::new(format!("Minute of {day}: {}", group.name), format!("The minute of {day}"), &group.name)
        .paragraph(format!("For {names}. The GP and the consultant who chair the group have approved it; the whole minute is attached."));
    let decided: Vec<_> = record.items.iter().filter_map(|item| Some((item, item.decision.as_ref()?))).collect();
    if !decided.is_empty() {
        letter = letter.section("What was decided");
        for (item, decision) in decided {
            letter = letter.paragraph(format!("{}, {}: {}", decision.reference(), item.title, decision.words));
        }
    }
    let ask = contact.map(|contact| format!(" Questions from your committee are welcome: {contact}.")).unwrap_or_default();
    letter.paragraph(format!("Please put it before your next meeting.{ask}"))
}
