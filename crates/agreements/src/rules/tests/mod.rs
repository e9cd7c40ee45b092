//! Agreements: two keys on one content, versions, who may what, files between groups.

mod keys;
mod pages;
mod reviews;
mod travel;
