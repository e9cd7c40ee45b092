//! Where an issue stands, with whether a person has said so, and what its reporter said.

use analysis::themes::Direction;
use group::{
    directory::{self, Entry},
    groups::Group,
};
use kernel::{On, Result};

use super::store::{self, Placing};
use crate::issues::{Issue, NOT_SURE};

/// A value, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<T> {
    /// A person of the group has said it.
    Said(T),
    /// The reporter has said it on the receipt.
    Reported(T),
    /// The software proposes it, until a person says something.
    Proposed(T),
    /// Nobody has said anything, and nothing is proposed.
    Unknown,
}

impl<T> Value<T> {
    /// The value, wherever it comes from.
    pub(super) fn value(&self) -> Option<&T> {
        match self {
            Self::Said(value) | Self::Reported(value) | Self::Proposed(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Where it comes from, as a word.
    pub(super) fn from(&self) -> &'static str {
        match self {
            Self::Said(_) => "said",
            Self::Reported(_) => "reported",
            Self::Proposed(_) => "proposed",
            Self::Unknown => "unknown",
        }
    }
}

/// Where an issue is placed.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) direction: Value<Direction>,
    /// The entry of the directory.
    pub(super) service: Value<Entry>,
    /// What the reporter named as the service on the receipt; empty for nothing, or for "not sure".
    pub(super) reported: String,
    /// The directory.
    pub(super) entries: Vec<Entry>,
}

/// Where an issue is placed: what a person has said, else what its reporter said, else what is proposed.
pub(super) async fn placed(on: impl Into<On<'_>>, group: &Group, issue: &Issue) -> Result<Placed> {
    let mut on = on.into();
    let Placing { direction, service, .. } = store::placing(on.again(), group.id, issue.id).await?;
    let proposed = store::proposed(on.again(), group.id, issue.id).await?;
    let entries = directory::all(on, group.id).await?;
    let entry = |id| entries.iter().find(|entry| Some(entry.id) == id).cloned();
    let reported = issue.answers.service.as_deref().map(str::trim).filter(|said| !said.is_empty() && *said != NOT_SURE);
    let named = |said: &str| entries.iter().find(|entry| entry.name.to_lowercase() == said.to_lowercase()).cloned();
    let service = match (entry(service), reported) {
        (Some(entry), _) => Value::Said(entry),
        // What the reporter said goes before what is proposed, also where the directory does not know it.
        (None, Some(said)) => {
            match named(said).or_else(|| entry(proposed.service).filter(|_| proposed.service_by.eq_ignore_ascii_case(said))) {
                Some(entry) => Value::Reported(entry),
                None => Value::Unknown,
            }
        }
        (None, None) => entry(proposed.service).map_or(Value::Unknown, Value::Proposed),
    };
    let direction = match (direction, proposed.direction) {
        (Some(direction), _) => Value::Said(direction),
        (None, Some(direction)) => Value::Proposed(direction),
        (None, None) => Value::Unknown,
    };
    Ok(Placed { direction, service, reported: reported.unwrap_or_default().to_owned(), entries })
}
