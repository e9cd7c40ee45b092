//! When something happens to an issue its reporter hears of it: at once if they had no mail that day, else the next working day.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::{
    days_off,
    groups::{self, Group},
};
use jiff::civil::Date;
use kernel::{
    App, Result, Tx, clock,
    ledger::Event,
    mail::{self, Outgoing},
};
use uuid::Uuid;

use super::{
    commands::{concerned, hold},
    letter, links,
    model::{News, is_fresh},
    store::{self, Held},
};
use crate::{
    exchange,
    issues::{self, State},
};

/// Which mail it is, of all that go to reporters.
pub(super) const MAIL: &str = "issue-news";

/// When an issue is raised by somebody who gave an address: thanks, the reference, what happens next, the private link.
pub fn thank<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    tell_of(app, tx, event, News::Received)
}

/// Thanks a reporter who has said only now where an answer goes.
pub(crate) async fn receive(app: &App, tx: &mut Tx, group: &Group, issue: Uuid) -> Result<()> {
    hold(app, tx, group, issue, News::Received, issue, 0).await?;
    let Some((email, _)) = store::address(&mut *tx, group.id, issue).await? else { return Ok(()) };
    post_to(app, tx, group, Some(&email)).await
}

/// When both sides agreed where an issue goes.
pub fn tell<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    tell_of(app, tx, event, News::Triaged)
}

/// When the group asks a reporter a question.
pub fn ask<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    tell_of(app, tx, event, News::Question)
}

/// When thanks are passed on.
pub fn tell_passed_on<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    tell_of(app, tx, event, News::PassedOn)
}

fn tell_of<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event, news: News) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let about = match news {
            News::Question => exchange::open_question(&mut *tx, group.id, event.thing).await?.map(|line| line.id),
            // Another round of triage is other news.
            News::Triaged => Some(issues::last_of_triage(&mut *tx, group.id, event.thing).await?.unwrap_or(event.thing)),
            _ => Some(event.thing),
        };
        let Some(about) = about else { return Ok(()) };
        hold(app, tx, &group, event.thing, news, about, 0).await?;
        for report in concerned(&mut *tx, &group, event.thing, news, about).await? {
            if let Some((email, _)) = store::address(&mut *tx, group.id, report).await? {
                post_to(app, tx, &group, Some(&email)).await?;
            }
        }
        Ok(())
    })
}

/// When a meeting is confirmed: posts the answers that wait, but for addresses that had a mail today.
pub fn post_answers<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        post(app, tx, &group).await
    })
}

/// Posts what waits: one mail to each address that had none today.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group) -> Result<()> {
    post_to(app, tx, group, None).await
}

/// Posts what waits for one address, or for all.
async fn post_to(app: &App, tx: &mut Tx, group: &Group, email: Option<&str>) -> Result<()> {
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if let Some(email) = email
        && had_one(app, tx, group, email, today).await?
    {
        return Ok(());
    }
    let waiting = store::held(&mut *tx, group.id, email).await?;
    let all: Vec<_> = waiting.iter().map(|held| (held.issue, held.news)).collect();
    let mut letters: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for held in waiting {
        if held.state != State::Withdrawn && is_fresh(held.news, &all, held.issue, held.question.is_some()) {
            letters.entry(held.email.to_lowercase()).or_default().push(held);
        } else {
            store::let_go(tx, group.id, held.id).await?;
        }
    }
    let earliest = letters.values().flatten().map(|held| held.raised_on).min().unwrap_or(today);
    let days = days_off::calendar(&mut *tx, group.id, earliest).await?;
    for held in letters.into_values() {
        let Some(first) = held.first() else { continue };
        if had_one(app, tx, group, &first.email, today).await? {
            continue;
        }
        // A key of its own: what was in a mail that was taken back may go again in another.
        let (to, cause, letter) = (first.email.clone(), app.ids.key(app.clock.now())?, letter::news(app, group, &days, &held));
        store::set_last_mail(tx, group.id, &links::address_hash(app, group, &first.email), Some(today)).await?;
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: MAIL, parts: Vec::new(), reply_to: None };
        mail::post(app, tx, mail).await?;
        for one in &held {
            store::set_mailed(tx, group.id, one.id, today, cause).await?;
        }
    }
    Ok(())
}

/// Whether an address had its mail of a day.
async fn had_one(app: &App, tx: &mut Tx, group: &Group, email: &str, day: Date) -> Result<bool> {
    Ok(store::known(&mut *tx, group.id, &links::address_hash(app, group, email)).await?.mailed_on == Some(day))
}
