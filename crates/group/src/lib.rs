//! The group itself: its settings, its people, who sits for which side, and who may do what.
//!
//! Everything else of the product stands on this crate and asks it one question first:
//! [`permissions::may`].

pub mod acting;
pub mod approvals;
pub mod days_off;
pub mod directory;
pub mod golive;
pub mod groups;
pub mod held_work;
pub mod hours;
pub mod importing;
pub mod looks;
pub mod membership;
pub mod own_words;
pub mod people;
pub mod people_import;
pub mod permissions;
pub mod rules;
pub mod screening;
#[cfg(feature = "testing")]
pub mod testing;
pub mod themes;
pub mod vacancies;
pub mod waiting;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes of this area.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(people::routes())
        .merge(membership::routes())
        .merge(vacancies::routes())
        .merge(held_work::routes())
        .merge(people_import::routes())
        .merge(days_off::routes())
        .merge(directory::routes())
        .merge(golive::routes())
        .merge(themes::routes())
        .merge(own_words::routes())
}

/// The API of this area: who sits in the group, whom it writes to, and whom it looks for.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(membership::api()).merge(vacancies::api()).merge(directory::api())
}
