//! Agreements: two keys on one content, versions, who may what.

mod keys;
