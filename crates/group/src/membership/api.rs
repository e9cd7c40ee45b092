//! The API of the membership: who sits in the group, and whether both sides are in balance. It only reads.

use axum::{Json, extract::State as Shared};
use jiff::civil::Date;
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Capacity,
    model::{Balance, Seat},
    store,
};
use crate::{acting::ApiCaller, people::Scope, permissions::Verb};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Somebody's seat.
#[derive(Debug, Serialize, ToSchema)]
struct ListedMember {
    name: String,
    /// `administrator`, `co-chair`, `member` or `reader`.
    role: &'static str,
    /// `gp`, `consultant` or `other`.
    side: &'static str,
    /// As what they sit, in one word: `gp`, `nurse`, `consultant-co-chair`.
    capacity: &'static str,
    /// Whether the seat counts in the balance.
    core: bool,
    /// Whether they stand in for their side's co-chair.
    deputy: bool,
    /// What they do and where.
    post: String,
    /// Since when, as in `2026-11-22`.
    #[schema(value_type = String)]
    from_on: Date,
    /// When the term ends; null without an end.
    #[schema(value_type = Option<String>)]
    until_on: Option<Date>,
    /// The last day on which a co-chair is away; null for those who are there.
    #[schema(value_type = Option<String>)]
    away_until: Option<Date>,
    /// Until when they act for their side's co-chair; null for those who do not.
    #[schema(value_type = Option<String>)]
    acting_until: Option<Date>,
    /// Their mail address; null for who does not keep the membership.
    email: Option<String>,
}

/// Who sits in a group.
#[derive(Debug, Serialize, ToSchema)]
struct Members {
    /// Co-chairs first.
    items: Vec<ListedMember>,
    /// How many core seats are GPs'.
    core_gps: usize,
    /// How many core seats are consultants'.
    core_consultants: usize,
}

/// List who sits in the group.
#[utoipa::path(
    get, path = "/api/v1/{group}/members", operation_id = "listMembers", tag = "group",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = Members), (status = 404, description = "You have no seat there, or read only what is published"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<Members>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMembers)?;
    let group = &caller.acting.group;
    let (today, runs) = (app.clock.today(&group.time_zone), caller.acting.may(Verb::RunMembership));
    let seats = store::seats(&app.db, group).await?;
    let balance = Balance::of(&seats);
    let item = |seat: Seat| ListedMember {
        role: seat.role.key(),
        side: seat.side.key(),
        capacity: Capacity::of(seat.role, seat.side, seat.core, &seat.kind).key(),
        core: seat.core,
        deputy: seat.deputy,
        from_on: seat.from_on,
        until_on: seat.until_on,
        away_until: seat.away.filter(|(from, until)| (*from..=*until).contains(&today)).map(|(_, until)| until),
        acting_until: seat.acting_on(today),
        email: runs.then_some(seat.email),
        name: seat.name,
        post: seat.post,
    };
    let items = seats.into_iter().map(item).collect();
    Ok(Json(Members { items, core_gps: balance.gps, core_consultants: balance.consultants }))
}
