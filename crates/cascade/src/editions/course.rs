//! When an edition leaves and what goes with it: the rule, without a database and without a clock of its own.
//!
//! **What is approved before a deadline is in the edition of that deadline, once; what is approved at the deadline or after it is in the
//! next.** The instant of the approval decides, not that of leaving. So:
//!
//! - An edition leaves some time before its deadline, as the group has said (its *lead*). What is approved after that and before the
//!   deadline goes as a second edition for the same deadline.
//! - Whatever is approved waits for its *hold*, so that it can be stopped. An edition leaves when the last of what goes with it has
//!   waited. What is approved in the last minutes before a deadline so leaves at most one hold after it, with the edition that it was
//!   approved for. The other way, to cut the wait short at the deadline, would leave no time to stop the very texts that were written in
//!   haste; an editor waits ten minutes, and a wrong text cannot be called back.
//! - What nobody has approved when an edition leaves or its deadline has come goes over to the next one. Nothing is taken out of an
//!   edition in any other way, so nothing is lost; and one place holds a decision for a network, so nothing goes twice.
//! - Deadlines stand on the wall clock of the group also on holidays: the editors' days are theirs. A network whose day moves takes what
//!   waits with it.
//! - The deadline of one edition can be moved, between the deadlines before and after it: editions stay in their order. It stays the
//!   edition of the deadline that it was planned for, and the rule above is of the deadline as it is now.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use terms::cadence::{Cadence, Deadline};

/// How long before a deadline copy leaves, and how long it waits once it is approved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) lead: SignedDuration,
    pub(super) hold: SignedDuration,
}

/// Where something in an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is left out of this network.
    LeftOut,
    /// Nobody has approved it.
    Waits,
    /// It was approved.
    Approved(Timestamp),
}

impl Standing {
    /// Whether it goes with an edition of a deadline.
    pub(super) fn goes(self, closes_at: Timestamp) -> bool {
        matches!(self, Self::Approved(at) if at < closes_at)
    }

    /// Whether it goes over to the next edition when one of a deadline leaves.
    pub(super) fn goes_over(self, closes_at: Timestamp) -> bool {
        self != Self::LeftOut && !self.goes(closes_at)
    }
}

/// When an edition leaves, as it stands now; one with which nothing goes, when what is in it goes over. `early`: as soon as it may.
pub(super) fn leaves_at(closes_at: Timestamp, early: bool, calls: bool, all: &[Standing], pace: Pace) -> Timestamp {
    let approved = |standing: &Standing| match standing {
        Standing::Approved(at) if *at < closes_at => Some(*at + pace.hold),
        _ => None,
    };
    let held = all.iter().filter_map(approved).max();
    if held.is_none() && !calls && all.iter().any(|standing| standing.goes_over(closes_at)) {
        return closes_at;
    }
    let planned = if early { Timestamp::MIN } else { closes_at - pace.lead };
    held.map_or(planned, |held| held.max(planned))
}

/// An edition that there is for a deadline.
#[derive(Clone, Copy, Debug)]
pub(super) struct There<K> {
    pub(super) key: K,
    /// Which of the network's deadlines it is for.
    pub(super) planned_at: Timestamp,
    /// The same, unless it was moved.
    pub(super) closes_at: Timestamp,
    pub(super) out_on: Date,
    pub(super) sent: bool,
}

/// A deadline as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot<K> {
    /// Which of the network's deadlines it is.
    pub(super) planned_at: Timestamp,
    /// When it is, and when its edition comes out: moved, perhaps.
    pub(super) deadline: Deadline,
    /// The edition that waits for it, if one does.
    pub(super) waits: Option<K>,
}

/// The deadline for what is confirmed now, and the edition that waits for it, if one does. It is the first deadline ahead; where its
/// edition was sent early it is the one after that, unless copy leaves already: then there is a second edition, which still is in time.
/// `there` are the editions whose deadline, or the one that they were planned for, is ahead. `None` only at the end of the calendar.
pub(super) fn deadline<K: Copy>(
    cadence: Cadence,
    zone: &TimeZone,
    lead: SignedDuration,
    now: Timestamp,
    there: &[There<K>],
) -> Option<Slot<K>> {
    // Those that were moved beyond the deadline that they were planned for come before every deadline that is still planned.
    let mut late: Vec<Timestamp> =
        there.iter().filter(|one| one.planned_at <= now && one.closes_at > now).map(|one| one.planned_at).collect();
    late.sort_unstable();
    late.dedup();
    for planned_at in late {
        if let Some(slot) = slot(planned_at, None, lead, now, there) {
            return Some(slot);
        }
    }
    let mut after = now;
    loop {
        let deadline = cadence.next(after, zone)?;
        if let Some(slot) = slot(deadline.closes_at, Some(deadline), lead, now, there) {
            return Some(slot);
        }
        after = deadline.closes_at;
    }
}

/// One deadline, if it takes what is confirmed now.
fn slot<K: Copy>(
    planned_at: Timestamp,
    planned: Option<Deadline>,
    lead: SignedDuration,
    now: Timestamp,
    there: &[There<K>],
) -> Option<Slot<K>> {
    let of_it = || there.iter().filter(|one| one.planned_at == planned_at);
    // What waits says when it is; else the last that was sent for it does.
    let says = of_it().find(|one| !one.sent).or_else(|| of_it().max_by_key(|one| one.closes_at));
    let deadline = says.map(|one| Deadline { closes_at: one.closes_at, out_on: one.out_on }).or(planned)?;
    if deadline.closes_at <= now {
        return None;
    }
    let waits = of_it().find(|one| !one.sent).map(|one| one.key);
    let takes = waits.is_some() || says.is_none() || deadline.closes_at - lead <= now;
    takes.then_some(Slot { planned_at, deadline, waits })
}

/// Between which instants, itself excluded, an edition can be moved: after the deadline before the one that it was planned for, and
/// before the next one, as they are now.
pub(super) fn bounds<K: Copy>(
    cadence: Cadence,
    zone: &TimeZone,
    planned_at: Timestamp,
    now: Timestamp,
    others: &[There<K>],
) -> Option<(Timestamp, Timestamp)> {
    let earlier = others.iter().filter(|one| one.planned_at < planned_at).map(|one| one.closes_at).max();
    let next = cadence.next(planned_at, zone)?.closes_at;
    let later = others.iter().filter(|one| one.planned_at > planned_at).map(|one| one.closes_at).min();
    Some((earlier.map_or(now, |earlier| earlier.max(now)), later.map_or(next, |later| later.min(next))))
}

#[cfg(test)]
mod tests;
