//! What the group has decided and published, found by its words: confirmed decisions and published minutes. A job reads them into
//! the search some minutes later; who may see which is asked when somebody searches, as in the lists.

mod jobs;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{READ, read};
pub use pages::routes;
