//! The verbs on news to reporters: hold it for the next mail, stop such mail, start it again, send the link to all reports anew.

use std::collections::BTreeSet;

use group::groups::Group;
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
    limits::{self, Allowance},
    mail::{self, Outgoing},
};
use uuid::Uuid;

use super::{
    letter, links,
    mail::{MAIL, post},
    model::News,
    store::{self, Notice},
};
use crate::merging;

/// How often a new link to all reports is mailed to one address.
const LINKS: Allowance = Allowance { name: "my-reports", tries: 3, minutes: 60 * 24 };

/// Holds news about an issue for the next mail to its reporter, if there is an address that wants it, and to everybody else whom it
/// concerns. `about` is the reply or question that it tells of; `month` tells the checks of one outcome apart.
///
/// # Errors
/// When the database fails.
pub(crate) async fn hold(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, news: News, about: Uuid, month: i64) -> Result<()> {
    for report in concerned(&mut *tx, group, issue, news, about).await? {
        hold_one(app, tx, group, report, news, about, month).await?;
    }
    Ok(())
}

/// Whose reports news of an issue concerns: what is said of an issue is said of all that are merged with it, and its outcome also to
/// those who said "me too". A thank-you, a question and a check are for one reporter.
pub(super) async fn concerned(on: impl Into<On<'_>>, group: &Group, issue: Uuid, news: News, about: Uuid) -> Result<Vec<Uuid>> {
    if matches!(news, News::Received | News::Question | News::Check) {
        return Ok(vec![issue]);
    }
    let mut on = on.into();
    let mut all: BTreeSet<Uuid> = merging::hearers(on.again(), group.id, about).await?.into_iter().map(|(report, _)| report).collect();
    all.extend(merging::reports_of(on, group.id, issue).await?);
    Ok(std::iter::once(issue).chain(all).collect())
}

async fn hold_one(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, news: News, about: Uuid, month: i64) -> Result<()> {
    let Some((email, stopped)) = store::address(&mut *tx, group.id, issue).await? else { return Ok(()) };
    if stopped || store::known(&mut *tx, group.id, &links::address_hash(app, group, &email)).await?.stopped {
        return Ok(());
    }
    let id = app.ids.key(app.clock.now())?;
    store::insert(tx, group.id, Notice { id, issue, news, about, month }).await
}

/// What somebody wants of mail about what they raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// None about this issue.
    NoneOfThis,
    /// None at all.
    None,
    /// Mail again, about this issue and all others.
    Again,
}

fn event(app: &App, group: &Group, issue: Uuid, verb: &'static str, all: bool) -> Event {
    let what = if all { "all" } else { "one" };
    Event::new(group.id, app.clock.now(), Actor::Visitor, verb, issue).with("of", Fact::Word(what.into()))
}

/// Stops mail to a reporter, also what is in the outbox and has not left, or lets it go again.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn wish(app: &App, tx: &mut Tx, group: &Group, code: &str, wish: Wish) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let owner = links::open_stop(app, &mut *tx, group, code).await?;
    let hash = links::address_hash(app, group, &owner.email);
    let all_stopped = store::known(&mut *tx, group.id, &hash).await?.stopped;
    match wish {
        Wish::NoneOfThis if owner.stopped => Ok(()),
        Wish::None if all_stopped => Ok(()),
        Wish::Again if !owner.stopped && !all_stopped => Ok(()),
        Wish::NoneOfThis => {
            store::set_stopped(tx, group.id, owner.issue, true).await?;
            take_back(tx, group, owner.issue, &hash).await?;
            // What else was in the mail that was taken back goes now.
            post(app, tx, group).await?;
            ledger::record(tx, event(app, group, owner.issue, "issue.mail-stopped", false)).await
        }
        Wish::None => {
            store::stop_address(tx, group.id, &hash, Some(app.clock.today(&group.time_zone))).await?;
            for raised in store::raised_from(&mut *tx, group.id, &owner.email).await? {
                take_back(tx, group, raised.id, &hash).await?;
            }
            // Mails hold what belongs to one address, so that nothing of somebody else waits again.
            for raised in store::raised_from(&mut *tx, group.id, &owner.email).await? {
                store::drop_of_issue(tx, group.id, raised.id).await?;
            }
            ledger::record(tx, event(app, group, owner.issue, "issue.mail-stopped", true)).await
        }
        Wish::Again => {
            store::set_stopped(tx, group.id, owner.issue, false).await?;
            store::stop_address(tx, group.id, &hash, None).await?;
            ledger::record(tx, event(app, group, owner.issue, "issue.mail-started", all_stopped)).await
        }
    }
}

/// Nothing about an issue goes any more; what else was in a mail that had not left waits again.
async fn take_back(tx: &mut Tx, group: &Group, issue: Uuid, hash: &[u8]) -> Result<()> {
    for cause in store::drop_of_issue(tx, group.id, issue).await? {
        if mail::recall(tx, cause, MAIL).await? {
            store::hold_again(tx, group.id, cause, issue).await?;
            store::set_last_mail(tx, group.id, hash, None).await?;
        }
    }
    Ok(())
}

/// Mails a new link to all reports, for one that is too old.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::TooMany`] when many were asked for.
pub(super) async fn renew(app: &App, group: &Group, code: &str) -> Result<()> {
    let (owner, _) = links::open_list(app, &app.db, group, code).await?;
    let hash = links::address_hash(app, group, &owner.email);
    limits::look(app, LINKS, &hash).await?;
    limits::count(app, LINKS, &hash).await?;
    let mut tx = app.begin().await?;
    let (cause, letter) = (app.ids.key(app.clock.now())?, letter::link(app, group, owner.issue, &owner.email));
    let (scope, to) = (Some(group.id), owner.email);
    mail::post(app, &mut tx, Outgoing { scope, to, letter, cause, kind: "my-reports", parts: Vec::new(), reply_to: None }).await?;
    app.commit(tx).await
}

/// What the owner of a link has raised.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::Conflict`] for one that is too old.
pub(super) async fn list(app: &App, group: &Group, code: &str) -> Result<Vec<store::Raised>> {
    match links::open_list(app, &app.db, group, code).await? {
        (owner, true) => store::raised_from(&app.db, group.id, &owner.email).await,
        _ => Err(Error::Conflict("This link is too old. Have a new one sent to your address.".into())),
    }
}
