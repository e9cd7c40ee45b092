//! Meetings: planned, held, read back, minuted. What was decided and who does what comes from here.

pub mod actions;
pub mod decisions;
pub mod departures;
pub mod meetings;
pub mod minutes;
pub mod past;
pub mod past_actions;
pub mod references;
pub mod register;
pub mod reminders;
#[cfg(feature = "testing")]
pub mod testing;
pub mod theme_packs;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    meetings::routes()
        .merge(departures::routes())
        .merge(minutes::routes())
        .merge(past::routes())
        .merge(past_actions::routes())
        .merge(register::routes())
        .merge(theme_packs::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    meetings::api().merge(minutes::api()).merge(register::api())
}
