//! Every text that a minute had: what was drafted, edited, signed, sent back, published, each with its hash; and what is
//! different between two of them.

mod diff;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(super) use diff::aligned;
pub(super) use model::{Kind, Line};
pub(super) use pages::routes;
pub(super) use store::{by_hash, found_by, keep};
