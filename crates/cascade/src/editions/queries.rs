//! Editions with what is in them: what goes, what waits for a person, and when they leave.

use std::collections::HashMap;

use group::groups::{self, Group};
use jiff::Timestamp;
use kernel::{On, Result};
use uuid::Uuid;

use super::{
    course::{self, Standing},
    model::{Edition, Entry, ordered, pace},
    store,
};
use crate::{
    calls::{self, Called},
    networks::{self, Network},
    versions::{self, Rules, too_many},
};

/// An edition with all that is in it, in its order.
pub(super) struct Whole {
    pub(super) edition: Edition,
    pub(super) network: Network,
    pub(super) entries: Vec<Entry>,
    pub(super) calls: Vec<Called>,
    pub(super) rules: Rules,
}

/// An edition with all that is in it.
pub(super) async fn whole(on: impl Into<On<'_>>, group: &Group, id: Uuid) -> Result<Whole> {
    let mut on = on.into();
    let mut edition = store::find(on.again(), group.id, id).await?;
    let network = networks::find(on.again(), group.id, edition.network).await?;
    let entries = store::entries(on.again(), group.id, Some(id)).await?;
    let entries = ordered(entries.into_iter().map(|(_, entry)| entry).collect(), &network);
    let calls = calls::in_edition(on.again(), group.id, id).await?;
    let rules = versions::rules(on, group.id).await?;
    edition.calls = i64::try_from(calls.len()).unwrap_or(i64::MAX);
    reckon(&mut edition, group, rules, &network, &entries);
    Ok(Whole { edition, network, entries, calls, rules })
}

/// Says of an edition that is not sent what goes with it, what waits, and when it leaves.
fn reckon(edition: &mut Edition, group: &Group, rules: Rules, network: &Network, entries: &[Entry]) {
    if edition.sent_at.is_some() {
        return;
    }
    let standings: Vec<Standing> = entries.iter().map(|entry| entry.standing(network, &group.contact)).collect();
    let count = |is: &dyn Fn(&Standing) -> bool| i64::try_from(standings.iter().filter(|one| is(one)).count()).unwrap_or(i64::MAX);
    edition.told = count(&|one| one.goes(edition.closes_at));
    edition.waiting = count(&|one| one.goes_over(edition.closes_at));
    let leaves = course::leaves_at(edition.closes_at, edition.early, edition.calls > 0, &standings, pace(group, rules));
    edition.leaves = Some(leaves.max(Timestamp::UNIX_EPOCH));
}

/// The editions of a group that are not sent, each with its network and entries.
async fn open(on: impl Into<On<'_>>, group: &Group) -> Result<Vec<(Edition, Network, Vec<Entry>)>> {
    let mut on = on.into();
    let editions = store::open(on.again(), group.id).await?;
    let networks: HashMap<Uuid, Network> =
        networks::all(on.again(), group.id).await?.into_iter().map(|network| (network.id, network)).collect();
    let rules = versions::rules(on.again(), group.id).await?;
    let mut entries: HashMap<Uuid, Vec<Entry>> = HashMap::new();
    for (edition, entry) in store::entries(on, group.id, None).await? {
        entries.entry(edition).or_default().push(entry);
    }
    let mut all = Vec::new();
    for mut edition in editions {
        // Nothing waits for a network that has ended.
        let Some(network) = networks.get(&edition.network) else { continue };
        let entries = ordered(entries.remove(&edition.id).unwrap_or_default(), network);
        reckon(&mut edition, group, rules, network, &entries);
        all.push((edition, network.clone(), entries));
    }
    Ok(all)
}

/// The editions of a group that are not sent yet, the next to close first.
///
/// # Errors
/// When the database fails.
pub async fn coming(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Edition>> {
    let mut on = on.into();
    let group = groups::by_id(on.again(), group).await?;
    Ok(open(on, &group).await?.into_iter().map(|(edition, ..)| edition).collect())
}

/// A text that is to go with an edition.
#[derive(Clone, Debug)]
pub(crate) struct Unfinished {
    /// The network's key and name.
    pub(crate) network_id: Uuid,
    pub(crate) network: String,
    /// What it is about, and the decision's reference.
    pub(crate) title: String,
    pub(crate) reference: String,
    /// The deadline of the edition that it waits for.
    pub(crate) closes_at: Timestamp,
    /// Why it waits, in a sentence.
    pub(crate) why: String,
}

/// What waits for a person before it can go, the nearest deadline first.
pub(crate) async fn waiting(on: impl Into<On<'_>>, group: &Group) -> Result<Vec<Unfinished>> {
    let mut all = Vec::new();
    for (edition, network, entries) in open(on, group).await? {
        for entry in entries.iter().filter(|entry| entry.standing(&network, &group.contact).goes_over(edition.closes_at)) {
            let told = entry.told(&network, &group.contact);
            let why = match too_many(told.over) {
                _ if entry.corrects.is_some() => "The correction was stopped.".to_owned(),
                Some(many) => format!("It has {many}."),
                None if told.outdated => "The decision was corrected since somebody wrote it.".into(),
                None => "Nobody has approved it.".into(),
            };
            all.push(Unfinished {
                network_id: network.id,
                network: network.name.clone(),
                title: entry.title.clone(),
                reference: entry.decision.reference(),
                closes_at: edition.closes_at,
                why,
            });
        }
    }
    Ok(all)
}
