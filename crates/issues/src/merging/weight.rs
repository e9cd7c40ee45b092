//! How much a fault weighs: how many reports, from how many practices and sites. Which they are is nobody's business.

use std::collections::{BTreeSet, HashMap};

use group::directory;
use kernel::{On, Result, words as say};
use uuid::Uuid;

use super::store;
use crate::issues::{Harm, Sector, Workplace, place_of};

/// Reports of one fault: those that are merged, those whose reporters said "me too", and those that the group called the same; each
/// once, and none that was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// How many reports, this one among them.
    pub reports: usize,
    /// From how many practices; of partners' practices the partnership counts.
    pub practices: usize,
    /// From how many hospitals and other services.
    pub sites: usize,
    /// From how many places of which it is not known what they are.
    pub elsewhere: usize,
    /// The sectors that they come from, in words.
    pub sectors: Vec<&'static str>,
    /// Whether both general practice and hospitals report it.
    pub both_sides: bool,
}

/// One of the reports of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Its key.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
    /// What its reporter says of harm.
    pub harm: Option<Harm>,
    /// Where its reporter works.
    pub(super) sector: Option<Sector>,
    /// In which practice, ward or service; empty where they did not say.
    pub(super) workplace: String,
}

/// The other reports of the same fault: those that are dealt with along, under the same lead, and those whose reporters or the
/// group called the same.
///
/// # Errors
/// When the database fails.
pub async fn alike(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Alike>> {
    let mut on = on.into();
    let lead = store::lead_of(on.again(), group, issue).await?;
    let mut all = store::alike(on.again(), group, lead).await?;
    if lead != issue {
        let own = store::alike(on, group, issue).await?;
        all.extend(own.into_iter().filter(|one| one.id != lead));
    }
    all.retain(|one| one.id != issue);
    all.sort_by_key(|one| one.number);
    all.dedup_by_key(|one| one.number);
    Ok(all)
}

/// How far a fault reaches, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Reports, the issue's own among them.
    pub reports: u64,
    /// Different practices, hospitals and other places, as far as they are known.
    pub places: u64,
    /// Whether both general practice and hospitals report it.
    pub both_sides: bool,
}

impl Weight {
    /// How far it reaches.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let places = self.practices + self.sites + self.elsewhere;
        Reach { reports: self.reports as u64, places: places as u64, both_sides: self.both_sides }
    }

    /// As it stands on a page, once there is more than one report.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        if self.reports < 2 {
            return None;
        }
        let count = |n: usize, one, many| (n > 0).then(|| say::count(n as u64, one, many));
        let other = if self.practices + self.sites == 0 { ("workplace", "workplaces") } else { ("other workplace", "other workplaces") };
        let places =
            [count(self.practices, "practice", "practices"), count(self.sites, "site", "sites"), count(self.elsewhere, other.0, other.1)];
        let places: Vec<String> = places.into_iter().flatten().collect();
        // One place alone would be a name beside the reports that say where they come from.
        let from = match places.as_slice() {
            _ if self.practices + self.sites + self.elsewhere < 2 => String::new(),
            [first @ .., last] if !first.is_empty() => format!(" from {} and {last}", first.join(", ")),
            one => format!(" from {}", one.concat()),
        };
        let sectors = if self.sectors.is_empty() { String::new() } else { format!(". From: {}", self.sectors.join(", ")) };
        Some(format!("{} of this fault{from}{sectors}", say::count(self.reports as u64, "report", "reports")))
    }
}

/// What an issue weighs.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Weight> {
    let mut on = on.into();
    let alike = store::alike(on.again(), group, issue).await?;
    let places: Vec<(Option<Sector>, String)> = alike.into_iter().map(|one| (one.sector, one.workplace)).collect();
    if places.iter().all(|(_, place)| place.is_empty()) {
        return Ok(weighed(&places, |_, _| None));
    }
    let entries = directory::all(on, group).await?;
    Ok(weighed(&places, |sector, place| place_of(&entries, sector, place)))
}

/// How far each issue reaches that waits for triage or is set aside, by its key.
///
/// # Errors
/// When the database fails.
pub async fn reaches(on: impl Into<On<'_>>, group: Uuid) -> Result<HashMap<Uuid, Reach>> {
    reaches_of(on.into(), group, false).await
}

/// How far each issue reaches that waits for a meeting or is on an agenda, by its key.
///
/// # Errors
/// When the database fails.
pub async fn reaches_for_meetings(on: impl Into<On<'_>>, group: Uuid) -> Result<HashMap<Uuid, Reach>> {
    reaches_of(on.into(), group, true).await
}

async fn reaches_of(mut on: On<'_>, group: Uuid, for_meetings: bool) -> Result<HashMap<Uuid, Reach>> {
    let places = store::places_of_waiting(on.again(), group, for_meetings).await?;
    let named = places.values().flatten().any(|(_, place)| !place.is_empty());
    let entries = if named { directory::all(on, group).await? } else { Vec::new() };
    let reach = |places: &[(Option<Sector>, String)]| weighed(places, |sector, place| place_of(&entries, sector, place)).reach();
    Ok(places.iter().map(|(issue, places)| (*issue, reach(places))).collect())
}

fn weighed(places: &[(Option<Sector>, String)], place_of: impl Fn(Option<Sector>, &str) -> Option<Workplace>) -> Weight {
    let known: BTreeSet<Workplace> = places.iter().filter_map(|(sector, place)| place_of(*sector, place)).collect();
    let sectors: BTreeSet<&str> = places.iter().filter_map(|(sector, _)| sector.map(Sector::words)).collect();
    let from = |one_of: &[Sector]| places.iter().any(|(sector, _)| sector.is_some_and(|sector| one_of.contains(&sector)));
    let count = |is: fn(&Workplace) -> bool| known.iter().filter(|place| is(place)).count();
    Weight {
        reports: places.len(),
        practices: count(|place| matches!(place, Workplace::Practice(_))),
        sites: count(|place| matches!(place, Workplace::Site(_))),
        elsewhere: count(|place| matches!(place, Workplace::Other(_))),
        sectors: sectors.into_iter().collect(),
        both_sides: from(&[Sector::Secondary]) && from(&[Sector::Primary, Sector::OutOfHours, Sector::Community]),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_weight_is_said_as_people_say_it() {
        let weight = |reports, practices, sites, elsewhere| Weight { reports, practices, sites, elsewhere, ..Weight::default() }.words();
        assert_eq!(weight(1, 1, 0, 0), None);
        assert_eq!(weight(14, 6, 2, 0).as_deref(), Some("14 reports of this fault from 6 practices and 2 sites"));
        assert_eq!(weight(3, 1, 0, 0).as_deref(), Some("3 reports of this fault"), "one place alone says too much");
        assert_eq!(weight(3, 0, 0, 2).as_deref(), Some("3 reports of this fault from 2 workplaces"));
        assert_eq!(weight(5, 1, 1, 2).as_deref(), Some("5 reports of this fault from 1 practice, 1 site and 2 other workplaces"));
    }
}
