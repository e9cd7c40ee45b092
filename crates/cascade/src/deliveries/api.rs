//! The mail of a group by the API, for whoever runs the installation: what was sent, and what is due. Without its words,
//! which hold private links.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{OriginalUri, State as Shared},
};
use group::acting::OperatorCaller;
use jiff::Timestamp;
use kernel::{App, Error, Result, form::Fields, mail};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::editions;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A mail that was sent or waits to be.
#[derive(Debug, Serialize, ToSchema)]
struct MailItem {
    id: String,
    /// What it is: `issue-received`, `issue-decided`, `edition`, `minute`, `action-reminder` and others.
    kind: String,
    /// The address; of whoever raised something in confidence only `reporter`.
    to: String,
    subject: String,
    message_id: String,
    #[schema(value_type = String)]
    written_at: Timestamp,
    #[schema(value_type = Option<String>)]
    sent_at: Option<Timestamp>,
    /// When it is tried next; nothing once it is sent, or when it was given up and waits among the held-up work.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
}

/// An edition of a network that is not mailed yet.
#[derive(Debug, Serialize, ToSchema)]
struct EditionItem {
    id: String,
    network: String,
    /// When it is mailed.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// When its copy must be there.
    #[schema(value_type = String)]
    closes_at: Timestamp,
    /// The day it comes out.
    #[schema(value_type = String)]
    out_on: jiff::civil::Date,
    /// How many decisions it tells so far.
    decisions: i64,
}

/// The mail of a group.
#[derive(Debug, Serialize, ToSchema)]
struct MailList {
    /// What was sent, the newest first.
    sent: Vec<MailItem>,
    /// Send it as `after` for the next page of what was sent.
    next: Option<String>,
    /// What waits in the outbox, the oldest first, at most 200.
    due: Vec<MailItem>,
    /// The editions that are to be mailed, the next one first.
    editions: Vec<EditionItem>,
}

/// What stands in the list for the address of whoever raised something in confidence: beside the reference in the subject it
/// would tell who that was.
const REPORTER: &str = "reporter";

fn item(mail: mail::Listed, hidden: &BTreeSet<String>) -> MailItem {
    MailItem {
        id: mail.id.to_string(),
        kind: mail.kind,
        to: if hidden.contains(&mail.to.to_lowercase()) { REPORTER.into() } else { mail.to },
        subject: mail.subject,
        message_id: mail.message_id,
        written_at: mail.created_at,
        sent_at: mail.sent_at,
        due_at: mail.due_at,
    }
}

/// Where the list goes on: when the last mail before it left, and its key.
fn read_after(typed: &str) -> Result<(Timestamp, Uuid)> {
    if typed.is_empty() {
        return Ok((Timestamp::MAX, Uuid::max()));
    }
    let read = || {
        let (at, id) = typed.split_once('_')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| Error::field("after", "This is not the next of a page before"))
}

/// List the mail of a group: what was sent and what is due. For tokens with the scope `operator`.
#[utoipa::path(
    get, path = "/api/v1/{group}/mail", operation_id = "listMail", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"),
           ("limit" = Option<i64>, Query, description = "How many at most of those sent, from 1 to 200; 50 when left out"),
           ("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = MailList), (status = 403, description = "The token does not have the scope operator"))
)]
async fn list(Shared(app): Shared<App>, caller: OperatorCaller, OriginalUri(uri): OriginalUri) -> Result<Json<MailList>> {
    let query = Fields::of_query(&uri);
    let limit: i64 = match query.get("limit") {
        "" => 50,
        typed => typed
            .parse()
            .ok()
            .filter(|limit| (1..=200).contains(limit))
            .ok_or_else(|| Error::field("limit", "Use a number from 1 to 200"))?,
    };
    let group = caller.group.id;
    let hidden = issues::confidence::addresses(&app.db, group).await?;
    // What waits is read first: a mail that leaves meanwhile is in both lists rather than in none.
    let due = mail::unsent(&app.db, group).await?;
    let mut sent = mail::sent(&app.db, group, read_after(query.get("after"))?, limit + 1).await?;
    let more = sent.len() as i64 > limit;
    sent.truncate(usize::try_from(limit).unwrap_or(0));
    let next = sent.last().filter(|_| more).and_then(|last| Some(format!("{}_{}", last.sent_at?.as_millisecond(), last.id)));
    let edition = |edition: editions::Edition| EditionItem {
        id: edition.id.to_string(),
        due_at: edition.leaves_at(&caller.group),
        network: edition.name,
        closes_at: edition.closes_at,
        out_on: edition.out_on,
        decisions: edition.told,
    };
    Ok(Json(MailList {
        sent: sent.into_iter().map(|mail| item(mail, &hidden)).collect(),
        next,
        due: due.into_iter().map(|mail| item(mail, &hidden)).collect(),
        editions: editions::coming(&app.db, group).await?.into_iter().map(edition).collect(),
    }))
}
