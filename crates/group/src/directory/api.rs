//! The API of the directory: whom the group writes to, page by page. It only reads.

use axum::{
    Json,
    extract::{Query, State as Shared},
};
use jiff::civil::Date;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    model::{Above, Entry, Kind, Person, Sector},
    pages::holding,
    store,
};
use crate::{acting::ApiCaller, people::Scope, permissions::Verb};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
struct DirectoryQuery {
    /// Only entries of this kind.
    #[serde(default)]
    kind: Option<String>,
    /// Only entries whose name, contact, post or address holds this.
    #[serde(default)]
    q: Option<String>,
    /// At most so many: 1 to 100, else 50.
    #[serde(default)]
    limit: Option<String>,
    /// The `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// A person in the directory.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryPerson {
    name: String,
    email: String,
}

/// A service, hospital, practice or committee that the group writes to.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryEntry {
    /// Its key.
    #[schema(value_type = String)]
    id: Uuid,
    name: String,
    /// What it is, in one word.
    kind: &'static str,
    /// Where it belongs, in one word; null where nobody has said.
    sector: Option<&'static str>,
    /// Who answers for it; null where it has nobody.
    contact: Option<DirectoryPerson>,
    /// What the contact does.
    post: String,
    /// Who answers when the contact is away; null for nobody.
    deputy: Option<DirectoryPerson>,
    /// The key of the entry that stands above it; null for none, or a person.
    #[schema(value_type = Option<String>)]
    above: Option<Uuid>,
    /// The person who stands above it; null for nobody, or an entry.
    above_person: Option<DirectoryPerson>,
    note: String,
    /// When the contact agreed to be it, as in `2026-11-22`; null while they have not.
    #[schema(value_type = Option<String>)]
    agreed_on: Option<Date>,
    /// When the contact last said that what is held here is right; null if never.
    #[schema(value_type = Option<String>)]
    confirmed_on: Option<Date>,
}

/// A page of the directory, by name.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryPage {
    items: Vec<DirectoryEntry>,
    /// What to send as `after` for the next page; null on the last.
    next: Option<String>,
}

fn person(person: Person) -> Option<DirectoryPerson> {
    let Person { name, email } = person;
    (!name.is_empty() || !email.is_empty()).then_some(DirectoryPerson { name, email })
}

fn told(entry: Entry) -> DirectoryEntry {
    let (above, above_person) = match entry.above {
        Above::Entry(id) => (Some(id), None),
        Above::Person(above) => (None, person(above)),
    };
    DirectoryEntry {
        id: entry.id,
        name: entry.name,
        kind: entry.kind.key(),
        sector: entry.sector.map(Sector::key),
        contact: person(entry.contact),
        post: entry.post,
        deputy: person(entry.deputy),
        above,
        above_person,
        note: entry.note,
        agreed_on: entry.agreed_on,
        confirmed_on: entry.confirmed_on,
    }
}

/// List the directory.
#[utoipa::path(
    get, path = "/api/v1/{group}/directory", operation_id = "listDirectory", tag = "group",
    params(("group" = String, Path, description = "The group's part of addresses"), DirectoryQuery),
    responses(
        (status = 200, body = DirectoryPage),
        (status = 404, description = "You have no seat there, or do not see the directory"),
        (status = 422, description = "A value needs to be another")
    )
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, Query(query): Query<DirectoryQuery>) -> Result<Json<DirectoryPage>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeDirectory)?;
    let number = |field, text: Option<String>, usual: i64| match text.filter(|text| !text.is_empty()) {
        Some(text) => text.parse::<i64>().map_err(|_| Error::field(field, "Use a whole number")),
        None => Ok(usual),
    };
    let (limit, offset) = (number("limit", query.limit, 50)?, number("after", query.after, 0)?);
    if !(1..=100).contains(&limit) {
        return Err(Error::field("limit", "Use a number from 1 to 100"));
    }
    if offset < 0 {
        return Err(Error::field("after", "Use the `next` of the page before"));
    }
    let kind = query.kind.unwrap_or_default();
    if !kind.is_empty() && Kind::from_key(&kind).is_none() {
        let known = Kind::ALL.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(", ");
        return Err(Error::field("kind", format!("Use one of: {known}")));
    }
    let pattern = holding(&query.q.unwrap_or_default());
    let mut found = store::page(&app.db, caller.acting.group.id, &kind, &pattern, (limit + 1, offset)).await?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more.then(|| (offset + limit).to_string());
    Ok(Json(DirectoryPage { items: found.into_iter().map(told).collect(), next }))
}
