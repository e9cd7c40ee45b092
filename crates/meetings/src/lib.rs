//! Meetings: planned, held, read back, minuted. What was decided and who does what comes from here.

pub mod action_log;
pub mod actions;
pub mod agenda;
pub mod attending;
pub mod calendar_feeds;
pub mod commissions;
pub mod consent;
pub mod corrections;
pub mod decisions;
pub mod departures;
pub mod digests;
pub mod flags;
pub mod found;
pub mod interests;
pub mod interim;
pub mod invitations;
pub mod item_guests;
pub mod meetings;
pub mod minutes;
pub mod outside;
pub mod packs;
pub mod papers;
pub mod past;
pub mod past_actions;
pub mod presence;
pub mod proposals;
pub mod references;
pub mod register;
pub mod reminders;
pub mod returns;
pub mod room;
pub mod task_feeds;
#[cfg(feature = "testing")]
pub mod testing;
pub mod theme_calls;
pub mod theme_packs;
pub mod year;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    meetings::routes()
        .merge(agenda::routes())
        .merge(consent::routes())
        .merge(corrections::routes())
        .merge(attending::routes())
        .merge(calendar_feeds::routes())
        .merge(commissions::routes())
        .merge(departures::routes())
        .merge(interim::routes())
        .merge(item_guests::routes())
        .merge(minutes::routes())
        .merge(flags::routes())
        .merge(found::routes())
        .merge(interests::routes())
        .merge(packs::routes())
        .merge(papers::routes())
        .merge(outside::routes())
        .merge(past::routes())
        .merge(proposals::routes())
        .merge(past_actions::routes())
        .merge(register::routes())
        .merge(room::routes())
        .merge(reminders::routes())
        .merge(task_feeds::routes())
        .merge(theme_packs::routes())
        .merge(year::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    meetings::api()
        .merge(attending::api())
        .merge(commissions::api())
        .merge(interim::api())
        .merge(minutes::api())
        .merge(papers::api())
        .merge(register::api())
        .merge(room::api())
}
