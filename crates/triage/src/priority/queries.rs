//! What is known around issues when their numbers are proposed: how much each weighs, the directory, the agreements in force.

use std::collections::HashMap;

use ::issues::{
    issues::{Issue, NOT_SURE},
    merging::{self, Reach},
};
use group::directory::{self, Entry};
use kernel::{On, Result};
use uuid::Uuid;

use super::model::{Known, Proposal, propose};
use crate::views::{Agreed, agreements};

/// What is known around the issues of a group that wait.
pub(crate) struct Around {
    /// The directory.
    pub(crate) entries: Vec<Entry>,
    /// The agreements in force.
    pub(crate) agreements: Vec<Agreed>,
    weights: HashMap<Uuid, Reach>,
}

/// Reads what is known around a group's issues.
///
/// # Errors
/// When the database fails.
pub(crate) async fn around(on: impl Into<On<'_>>, group: Uuid) -> Result<Around> {
    let mut on = on.into();
    Ok(Around {
        entries: directory::all(on.again(), group).await?,
        agreements: agreements(on.again(), group).await?,
        weights: merging::reaches(on, group).await?,
    })
}

impl Around {
    /// How much an issue weighs.
    pub(crate) fn weight(&self, issue: Uuid, own_place: bool) -> Reach {
        self.weights.get(&issue).copied().unwrap_or(Reach { reports: 1, places: u64::from(own_place), both_sides: false })
    }

    /// The entry of the directory that an issue's service is, where it has a contact.
    pub(crate) fn contact(&self, service: Option<&str>) -> Option<&Entry> {
        let service = service?.trim().to_lowercase();
        self.entries.iter().find(|entry| entry.name.to_lowercase() == service && !entry.contact.email.is_empty())
    }

    /// The numbers that are proposed for an issue.
    pub(crate) fn proposed(&self, issue: &Issue) -> [Proposal; 4] {
        let service = issue.answers.service.as_deref().filter(|service| !service.is_empty() && *service != NOT_SURE);
        let theme = issue.theme.as_deref().unwrap_or_default();
        propose(&Known {
            harm: issue.answers.harm,
            weight: self.weight(issue.id, issue.answers.workplace.is_some()),
            service: service.is_some(),
            contact: self.contact(service).is_some(),
            agreement: !theme.is_empty() && self.agreements.iter().any(|agreed| agreed.theme == theme),
        })
    }
}
