//! How long meetings took and how much of it each side gave: by the clock of each item where the room kept one, else as planned.

use jiff::Timestamp;
use meetings::presence::{Move, here};
use uuid::Uuid;

use super::numbers::{Given, Hours};

/// Minutes that no meeting takes: a clock that says more was left running.
const LEFT_RUNNING: i64 = 12 * 60;

/// An item of a meeting: how long it was to take, and how long it took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) id: Uuid,
    pub(super) planned: i64,
    /// So many minutes, from the first time that it was taken to the last.
    pub(super) taken: Option<(i64, Timestamp, Timestamp)>,
}

/// A meeting that was held.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub(super) planned: i64,
    pub(super) items: Vec<Item>,
    /// Who was there, with their side.
    pub(super) there: Vec<(Uuid, String)>,
    pub(super) moves: Vec<Move>,
}

impl Held {
    /// How many minutes it took by the room's clock: from its first item to its last, or what its items took together where they were
    /// not taken one after the other. Nothing where less than half of what was planned has a time.
    fn measured(&self) -> Option<i64> {
        let timed = || self.items.iter().filter_map(|item| Some((item.planned, item.taken?)));
        let (of_planned, of_all) =
            (timed().map(|(planned, _)| planned).sum::<i64>(), self.items.iter().map(|item| item.planned).sum::<i64>());
        let together: i64 = timed().map(|(_, (minutes, ..))| minutes).sum();
        let (first, last) = (timed().map(|(_, (_, began, _))| began).min()?, timed().map(|(_, (_, _, ended))| ended).max()?);
        let whole = last.duration_since(first).as_secs() / 60;
        let length = if (together..=LEFT_RUNNING).contains(&whole) { whole } else { together };
        (of_planned * 2 >= of_all && (1..=LEFT_RUNNING).contains(&length)).then_some(length)
    }

    /// How many of so many minutes somebody was there, by the items from which on they came or went.
    fn minutes_of(&self, person: Uuid, length: i64, measured: bool) -> u64 {
        let weight = |item: &Item| if measured { item.taken.map_or(0, |(minutes, ..)| minutes) } else { item.planned };
        let order: Vec<Uuid> = self.items.iter().map(|item| item.id).collect();
        let all: i64 = self.items.iter().map(weight).sum();
        let there: i64 = self.items.iter().filter(|item| here(&order, &self.moves, person, item.id)).map(weight).sum();
        let minutes = if all == 0 { length } else { (length * there + all / 2) / all };
        u64::try_from(minutes).unwrap_or(0)
    }

    /// Adds it to the hours of a period.
    pub(super) fn add_to(&self, hours: &mut Hours) {
        let measured = self.measured();
        let length = measured.unwrap_or(self.planned);
        hours.meetings += 1;
        hours.recorded = Some(hours.recorded.unwrap_or(0) + u64::from(measured.is_some()));
        for (person, side) in &self.there {
            let Given { times, minutes } = match side.as_str() {
                "gp" => &mut hours.gps,
                "consultant" => &mut hours.consultants,
                _ => &mut hours.others,
            };
            *times += 1;
            *minutes += self.minutes_of(*person, length, measured.is_some());
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn item(n: u128, planned: i64, taken: Option<(i64, &str, &str)>) -> Item {
        let at = |time: &str| format!("2026-12-14T{time}:00Z").parse().expect("an instant");
        Item { id: id(n), planned, taken: taken.map(|(minutes, began, ended)| (minutes, at(began), at(ended))) }
    }

    fn held(items: Vec<Item>) -> Held {
        let there = vec![(id(101), "gp".to_owned()), (id(102), "consultant".to_owned()), (id(103), "other".to_owned())];
        Held { planned: 90, items, there, moves: Vec::new() }
    }

    fn counted(held: &Held) -> (Option<u64>, u64, u64, u64) {
        let mut hours = Hours::default();
        held.add_to(&mut hours);
        (hours.recorded, hours.gps.minutes, hours.consultants.minutes, hours.others.minutes)
    }

    #[test]
    fn a_meeting_took_as_long_as_the_room_says_and_else_as_planned() {
        let timed = held(vec![item(1, 30, Some((20, "12:30", "12:50"))), item(2, 30, Some((40, "12:55", "13:35")))]);
        assert_eq!(counted(&timed), (Some(1), 65, 65, 65), "from the first item to the last");
        let none = held(vec![item(1, 30, None), item(2, 30, None)]);
        assert_eq!(counted(&none), (Some(0), 90, 90, 90));
        let little = held(vec![item(1, 10, Some((5, "12:30", "12:35"))), item(2, 50, None)]);
        assert_eq!(counted(&little), (Some(0), 90, 90, 90), "a record of one short item is none");
        let resumed = held(vec![item(1, 30, Some((30, "13:20", "13:30"))), item(2, 30, Some((25, "12:50", "13:15")))]);
        assert_eq!(resumed.measured(), Some(55), "what was taken up again is counted as a whole");
        let overnight = held(vec![item(1, 60, Some((1_300, "00:10", "23:50")))]);
        assert_eq!(counted(&overnight), (Some(0), 90, 90, 90), "a clock that nobody stopped says nothing");
        assert_eq!(counted(&held(Vec::new())), (Some(0), 90, 90, 90));
    }

    #[test]
    fn who_comes_later_or_goes_earlier_gave_so_much() {
        let step = |n: u128, person: u128, here: bool| Move { item: id(n), person: id(person), here };
        let mut timed = held(vec![item(1, 30, Some((20, "12:30", "12:50"))), item(2, 30, Some((40, "12:50", "13:30")))]);
        timed.moves = vec![step(2, 102, false), step(2, 103, true)];
        assert_eq!(counted(&timed), (Some(1), 60, 20, 40));
        let mut planned = held(vec![item(1, 30, None), item(2, 60, None)]);
        planned.moves = vec![step(2, 102, false)];
        assert_eq!(counted(&planned), (Some(0), 90, 30, 90), "by what was planned for each item");
    }
}
