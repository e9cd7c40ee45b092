//! What pages and verbs read of a meeting's pack: the agenda as it stands, what was frozen, who has approved what.

use group::{acting::Acting, groups::Group, permissions::Verb, waiting::Waiting};
use jiff::civil::Date;
use kernel::{App, On, Result, keys, words};

use super::{
    changes::{self, Change},
    model::{Approval, Listing, Pack},
    store,
};
use crate::{
    meetings::{self, Record},
    papers::{self, Paper},
};

/// A meeting's agenda with its papers, as it stands now and as it was frozen.
pub(super) struct Now {
    pub(super) record: Record,
    /// Every paper in every version.
    pub(super) papers: Vec<Paper>,
    pub(super) listing: Listing,
    pub(super) hash: Vec<u8>,
    pub(super) approvals: Vec<Approval>,
    pub(super) packs: Vec<Pack>,
}

impl Now {
    /// What has changed since the pack went out, each state after the other: until when it went out, or nothing for what has not.
    pub(super) fn changes(&self) -> Vec<(Option<Date>, Vec<Change>)> {
        let Some(first) = self.packs.first() else { return Vec::new() };
        let mut before = &first.listing;
        let mut out = Vec::new();
        for pack in &self.packs[1..] {
            out.push((Some(pack.frozen_on), changes::between(before, &pack.listing)));
            before = &pack.listing;
        }
        out.push((None, changes::between(before, &self.listing)));
        out.retain(|(_, changes)| !changes.is_empty());
        out
    }

    /// Whether something has changed that has not gone out.
    pub(super) fn has_news(&self) -> bool {
        self.packs.last().is_some_and(|last| last.listing != self.listing)
    }
}

/// The meeting with a number.
///
/// # Errors
/// [`kernel::Error::NotFound`] when the group has none.
pub(super) async fn now(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<Now> {
    let mut on = on.into();
    let record = meetings::record(on.again(), group.id, number).await?;
    let papers = papers::of_meeting(on.again(), group.id, record.meeting.id, &group.time_zone).await?;
    let approvals = store::approvals(on.again(), group.id, record.meeting.id).await?;
    let packs = store::packs(on, group.id, record.meeting.id).await?;
    let listing = Listing::of(&record, &papers);
    let hash = keys::hash(&listing.canonical()?);
    Ok(Now { record, papers, listing, hash, approvals, packs })
}

/// Agendas with papers that the other side has approved and this one not yet. They are read and approved on their own page.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    if !acting.may(Verb::TurnKey) {
        return Ok(Vec::new());
    }
    let one = |(meeting, held_on): (i64, Date)| Waiting {
        name: meeting.to_string(),
        title: format!("The agenda and papers of {}: the other side has approved them", words::date(held_on)),
        href: format!("/{}/meetings/{meeting}/pack", acting.group.slug),
        ..Waiting::default()
    };
    Ok(store::waiting(&app.db, acting.group.id, acting.side).await?.into_iter().map(one).collect())
}
