//! Coverage: which sites, partnerships and backgrounds the members bring, what the group wants covered, and the gaps.
//! What is wanted, the lists of places and the rules of membership come from the terms of reference, which are above.

mod commands;
mod model;
pub(super) mod pages;
mod store;

pub(super) use commands::checked;
pub use commands::{NewTags, set_tags};
pub use model::{CAPABILITIES, Coverage, MembershipRules, Place, Row, Tag, TagKind, Want};
pub(super) use store::put_tags;
pub use store::{places, rules, set_places, set_rules, set_wants, tags, tags_of, wants};
