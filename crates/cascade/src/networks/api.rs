//! Networks by the API.

use axum::{Json, extract::State as Shared, http::StatusCode};
use group::{acting::ApiCaller, groups::Group, people::Scope, permissions::Verb};
use kernel::{App, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, NewNetwork, must_cascade},
    model::{Network, Takes},
    store,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add))
}

/// A network, or a group that gets the minute.
#[derive(Debug, Serialize, ToSchema)]
struct NetworkItem {
    id: String,
    name: String,
    /// Where our mail to it goes; empty for kinds that mail to no one address.
    address: String,
    /// `copy`: text for its editor; `list`: a mail that its address sends on; `recipients`: a mail to each address of a list that
    /// Brig keeps; `page`: a page that everybody can read; `print`: a sheet for notice boards; `feed`: an Atom feed; `teams`: a
    /// card in a Teams channel, whose secret address is never told; `minute`: the minute, when it is published.
    takes: &'static str,
    /// Where everybody can read what has gone out; nothing for what is not public.
    page: Option<String>,
    /// The same as a feed.
    feed: Option<String>,
    opening: String,
    /// When its editions close and come out, in words; nothing for a group that gets the minute.
    cadence: Option<String>,
    /// The side that reads it: `gp`, `consultant`, or `other` where both do.
    side: &'static str,
    /// Who they are, in words.
    audience: String,
    /// How many they are, as its owner says; 0 where nobody has said.
    reach: i64,
    /// Words that a headline, and what stands below it, may have.
    headline_words: i64,
    body_words: i64,
}

fn item(app: &App, group: &Group, network: Network) -> NetworkItem {
    let page = network.takes.is_public().then(|| app.url(&format!("/{}/news/{}", group.slug, network.slug)));
    NetworkItem {
        feed: page.as_ref().map(|page| format!("{page}/feed.atom")),
        page,
        id: network.id.to_string(),
        takes: network.takes.key(),
        cadence: (network.takes != Takes::Minute).then(|| network.cadence.words()),
        side: network.readers.side.key(),
        reach: network.readers.reach,
        headline_words: network.limits.headline,
        body_words: network.limits.body,
        audience: network.readers.audience,
        name: network.name,
        address: network.address,
        opening: network.opening,
    }
}

/// Networks, by name.
#[derive(Debug, Serialize, ToSchema)]
struct NetworkList {
    items: Vec<NetworkItem>,
}

/// List the networks that decisions go to, and the groups that get the minute.
#[utoipa::path(
    get, path = "/api/v1/{group}/networks", operation_id = "listNetworks", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = NetworkList))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<NetworkList>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let items = store::all(&app.db, caller.acting.group.id).await?;
    let items = items.into_iter().map(|network| item(&app, &caller.acting.group, network)).collect();
    Ok(Json(NetworkList { items }))
}

/// A network to be added.
#[derive(Deserialize, ToSchema)]
struct NetworkToAdd {
    name: String,
    /// Where our mail to it goes; needed for `copy`, `list` and `minute`.
    #[serde(default)]
    address: String,
    /// What it takes, as in the list.
    takes: String,
    /// For `teams`: the address that the channel gave, by HTTPS. It is kept and never told again.
    #[serde(default)]
    #[schema(write_only)]
    webhook: String,
    /// The line that its readers are spoken to with.
    #[serde(default)]
    opening: String,
    /// `week` or `month`; not for a group that gets the minute.
    #[serde(default)]
    every: String,
    /// By which day copy must be there: `Wednesday`, or `20`.
    #[serde(default)]
    copy_day: String,
    /// And by what time: `12:00`.
    #[serde(default)]
    copy_time: String,
    /// The day it comes out: `Thursday`, or `last`.
    #[serde(default)]
    out_day: String,
    /// The side that reads it: `gp`, `consultant`, or `other` where both do.
    #[serde(default)]
    side: String,
    /// Who they are, in words.
    #[serde(default)]
    audience: String,
    /// How many they are, as its owner says.
    #[serde(default)]
    reach: Option<i64>,
    /// Whom to ask there.
    #[serde(default)]
    contact: String,
    /// Words that a headline may have; what is usual of its kind when it is left out.
    #[serde(default)]
    headline_words: Option<i64>,
    /// Words that what stands below it may have; what is usual of its kind when it is left out.
    #[serde(default)]
    body_words: Option<i64>,
}

/// Add a network, or a group that gets the minute.
#[utoipa::path(
    post, path = "/api/v1/{group}/networks", operation_id = "addNetwork", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = NetworkToAdd,
    responses((status = 201, body = NetworkItem))
)]
async fn add(Shared(app): Shared<App>, caller: ApiCaller, body: Result<Body<NetworkToAdd>>) -> Result<(StatusCode, Json<NetworkItem>)> {
    caller.needs(Scope::Write)?;
    must_cascade(&caller.acting)?;
    let Body(new) = body?;
    let NetworkToAdd { name, address, takes, webhook, opening, every, copy_day, copy_time, out_day, side, audience, contact, .. } = new;
    let typed = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let (reach, headline_words, body_words) = (typed(new.reach), typed(new.headline_words), typed(new.body_words));
    let new = NewNetwork {
        name,
        address,
        takes,
        webhook,
        opening,
        every,
        copy_day,
        copy_time,
        out_day,
        side,
        audience,
        reach,
        contact,
        headline_words,
        body_words,
    };
    let mut tx = app.begin().await?;
    let network = commands::add(&app, &mut tx, &caller.acting, &new).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, Json(item(&app, &caller.acting.group, network))))
}
