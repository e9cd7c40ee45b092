//! All that waits for somebody who holds a key, on one page: read in short, approved one by one or by one press.

mod areas;
mod pages;

pub(super) use pages::routes;
