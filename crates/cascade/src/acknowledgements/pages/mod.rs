//! The pages: behind the link in a group's mail, the questions, and the part of a network's page on what it has received, said and asked.

mod link;
mod listener;
mod questions;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

pub(crate) use listener::{Part, part, set, told};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/heard/{code}", get(link::look).post(link::say))
        .route("/{group}/cascade/questions", get(questions::list))
        .route("/{group}/cascade/questions/{question}/agenda", post(questions::put_on_agenda))
        .route("/{group}/cascade/questions/{question}/answer", post(questions::answer))
}
