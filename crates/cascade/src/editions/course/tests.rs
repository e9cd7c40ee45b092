//! When an edition leaves, and that each decision is in the next one exactly once.

use jiff::civil::Time;
use proptest::prelude::*;
use terms::cadence::Every;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

const PACE: Pace = Pace { lead: SignedDuration::from_mins(60), hold: SignedDuration::from_mins(10) };

#[test]
fn an_edition_leaves_when_the_last_of_it_has_waited() {
    let closes = at("2026-11-25T12:00:00Z");
    let leaves = |all: &[Standing]| leaves_at(closes, false, false, all, PACE);
    let approved = |text| Standing::Approved(at(text));
    assert_eq!(leaves(&[approved("2026-11-22T09:00:00Z")]), at("2026-11-25T11:00:00Z"), "so long before its deadline");
    assert_eq!(leaves(&[approved("2026-11-22T09:00:00Z"), approved("2026-11-25T10:55:00Z")]), at("2026-11-25T11:05:00Z"));
    assert_eq!(leaves(&[approved("2026-11-25T11:59:59Z")]), at("2026-11-25T12:09:59Z"), "approved in time, it has its ten minutes");
    assert_eq!(leaves(&[Standing::Waits, approved("2026-11-22T09:00:00Z")]), at("2026-11-25T11:00:00Z"), "what waits holds up nothing");
    assert_eq!(leaves(&[Standing::Waits, approved("2026-11-25T12:00:00Z")]), closes, "nothing goes, so all goes over at the deadline");
    assert_eq!(leaves_at(closes, true, false, &[approved("2026-11-22T09:00:00Z")], PACE), at("2026-11-22T09:10:00Z"));
    assert_eq!(leaves_at(closes, false, true, &[Standing::Waits], PACE), at("2026-11-25T11:00:00Z"), "a call goes by itself");
    assert_eq!(leaves(&[Standing::LeftOut]), at("2026-11-25T11:00:00Z"));
}

/// What happens to a network in the game below.
#[derive(Clone, Debug)]
enum Happens {
    /// Time goes by, in minutes, and what is due is done.
    Time(i64),
    /// Time goes by and the machine stands still.
    Stands(i64),
    /// A decision is confirmed, approved with it or not.
    Decided(bool),
    /// The decision with this place in the list, of those that wait, is approved.
    Approved(usize),
    /// Or stopped.
    Stopped(usize),
    /// The edition that waits is sent early.
    Early,
    /// The network's days are others now.
    Moved(Cadence),
    /// The deadline of the edition that waits is so many minutes later, or earlier, if that is possible.
    MovedOne(i64),
}

fn cadence() -> impl Strategy<Value = Cadence> {
    (any::<bool>(), 1_i64..=31, 1_i64..=31, 0_i8..24, 0_i8..60).prop_map(|(week, copy, out, hour, minute)| {
        let most = if week { 7 } else { 31 };
        let every = if week { Every::Week } else { Every::Month };
        Cadence { every, copy_day: copy.min(most), copy_time: Time::constant(hour, minute, 0, 0), out_day: out.min(most) }
    })
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        3 => (1_i64..4_000).prop_map(Happens::Time),
        2 => (1_i64..30).prop_map(Happens::Time),
        1 => (1_i64..60_000).prop_map(Happens::Stands),
        4 => any::<bool>().prop_map(Happens::Decided),
        3 => (0_usize..6).prop_map(Happens::Approved),
        1 => (0_usize..6).prop_map(Happens::Stopped),
        1 => Just(Happens::Early),
        1 => cadence().prop_map(Happens::Moved),
        2 => (-6_000_i64..6_000).prop_map(Happens::MovedOne),
    ]
}

#[derive(Debug)]
struct Edition {
    planned_at: Timestamp,
    closes_at: Timestamp,
    early: bool,
    sent: Option<Timestamp>,
}

#[derive(Debug)]
struct Entry {
    edition: usize,
    approved: Option<Timestamp>,
    /// The edition with which it went, and when.
    went: Vec<(usize, Timestamp)>,
}

/// The desk as the verbs keep it, on the rule above.
struct Desk {
    cadence: Cadence,
    zone: TimeZone,
    pace: Pace,
    now: Timestamp,
    editions: Vec<Edition>,
    gone: Vec<usize>,
    entries: Vec<Entry>,
}

impl Desk {
    fn there(&self, without: Option<usize>) -> Vec<There<usize>> {
        let here = (0..self.editions.len()).filter(|key| !self.gone.contains(key) && Some(*key) != without);
        let out_on = jiff::civil::date(2026, 1, 1);
        here.map(|key| {
            let one = &self.editions[key];
            There { key, planned_at: one.planned_at, closes_at: one.closes_at, out_on, sent: one.sent.is_some() }
        })
        .collect()
    }

    fn next(&mut self) -> usize {
        let there = self.there(None);
        let slot = deadline(self.cadence, &self.zone, self.pace.lead, self.now, &there).expect("a deadline");
        slot.waits.unwrap_or_else(|| {
            let (planned_at, closes_at) = (slot.planned_at, slot.deadline.closes_at);
            self.editions.push(Edition { planned_at, closes_at, early: false, sent: None });
            self.editions.len() - 1
        })
    }

    fn standings(&self, edition: usize) -> Vec<Standing> {
        let of = |entry: &Entry| entry.approved.map_or(Standing::Waits, Standing::Approved);
        self.entries.iter().filter(|entry| entry.went.is_empty() && entry.edition == edition).map(of).collect()
    }

    fn leaves(&self, edition: usize) -> Timestamp {
        let one = &self.editions[edition];
        leaves_at(one.closes_at, one.early, false, &self.standings(edition), self.pace)
    }

    fn open(&self) -> Vec<usize> {
        (0..self.editions.len()).filter(|key| self.editions[*key].sent.is_none() && !self.gone.contains(key)).collect()
    }

    /// What the job does: everything that is due by now.
    fn work(&mut self) {
        for edition in self.open() {
            if self.leaves(edition) > self.now {
                continue;
            }
            let closes_at = self.editions[edition].closes_at;
            let goes = |entry: &Entry| entry.approved.is_some_and(|at| Standing::Approved(at).goes(closes_at));
            let here: Vec<usize> =
                (0..self.entries.len()).filter(|at| self.entries[*at].edition == edition && self.entries[*at].went.is_empty()).collect();
            if here.iter().any(|at| goes(&self.entries[*at])) {
                self.editions[edition].sent = Some(self.now);
            } else {
                self.gone.push(edition);
            }
            for at in here {
                if goes(&self.entries[at]) {
                    self.entries[at].went.push((edition, self.now));
                } else {
                    self.entries[at].edition = self.next();
                }
            }
        }
    }

    fn waiting(&self, approved: bool) -> Vec<usize> {
        (0..self.entries.len()).filter(|at| self.entries[*at].went.is_empty() && self.entries[*at].approved.is_some() == approved).collect()
    }

    fn takes(&mut self, happens: &Happens) {
        match happens {
            Happens::Time(minutes) => {
                for _ in 0..*minutes / 5 {
                    self.now += SignedDuration::from_mins(5);
                    if self.open().iter().any(|edition| self.leaves(*edition) <= self.now) {
                        self.work();
                    }
                }
                self.now += SignedDuration::from_mins(minutes % 5);
                self.work();
            }
            Happens::Stands(minutes) => self.now += SignedDuration::from_mins(*minutes),
            Happens::Decided(approved) => {
                let edition = self.next();
                self.entries.push(Entry { edition, approved: approved.then_some(self.now), went: Vec::new() });
                self.work();
            }
            Happens::Approved(place) => {
                if let Some(at) = self.waiting(false).get(*place).copied() {
                    if self.editions[self.entries[at].edition].closes_at <= self.now {
                        self.entries[at].edition = self.next();
                    }
                    self.entries[at].approved = Some(self.now);
                    self.work();
                }
            }
            Happens::Stopped(place) => {
                if let Some(at) = self.waiting(true).get(*place).copied() {
                    self.entries[at].approved = None;
                }
            }
            Happens::Early => {
                let ready = |edition: &usize| self.standings(*edition).iter().any(|one| one.goes(self.editions[*edition].closes_at));
                if let Some(edition) = self.open().into_iter().find(ready) {
                    self.editions[edition].early = true;
                    self.work();
                }
            }
            Happens::Moved(cadence) => {
                self.cadence = *cadence;
                let open = self.open().into_iter().filter(|key| self.editions[*key].closes_at > self.now);
                let Some(edition) = open.min_by_key(|key| self.editions[*key].closes_at) else { return };
                let others = self.there(Some(edition));
                let slot = deadline(self.cadence, &self.zone, self.pace.lead, self.now, &others).expect("a deadline");
                if slot.waits.is_none() && slot.planned_at != self.editions[edition].planned_at {
                    (self.editions[edition].planned_at, self.editions[edition].closes_at) = (slot.planned_at, slot.deadline.closes_at);
                }
                self.work();
            }
            Happens::MovedOne(minutes) => {
                let open = self.open().into_iter().filter(|key| self.editions[*key].closes_at > self.now);
                let Some(edition) = open.min_by_key(|key| self.editions[*key].closes_at) else { return };
                let to = self.editions[edition].closes_at + SignedDuration::from_mins(*minutes);
                let others = self.there(Some(edition));
                let (from, until) = bounds(self.cadence, &self.zone, self.editions[edition].planned_at, self.now, &others).expect("bounds");
                if from < to && to < until && others.iter().all(|one| one.closes_at != to) {
                    self.editions[edition].closes_at = to;
                }
                self.work();
            }
        }
    }
}

#[test]
fn each_month_of_28_to_31_days_has_one_edition_and_each_decision_is_in_the_next() {
    let london = TimeZone::get("Europe/London").expect("a zone");
    for copy_day in 28..=31_i64 {
        let cadence = Cadence { every: Every::Month, copy_day, copy_time: Time::constant(12, 0, 0, 0), out_day: 1 };
        let mut desk = Desk {
            cadence,
            zone: london.clone(),
            // The year 2028 has a 29 February.
            now: at("2027-01-01T09:00:00Z"),
            pace: PACE,
            editions: Vec::new(),
            gone: Vec::new(),
            entries: Vec::new(),
        };
        let decided: Vec<Timestamp> = (0..731)
            .map(|day| {
                let now = at("2027-01-01T09:00:00Z") + SignedDuration::from_hours(24 * day);
                while let Some(next) = desk.open().into_iter().map(|edition| desk.leaves(edition)).min().filter(|next| *next <= now) {
                    desk.now = next;
                    desk.work();
                }
                desk.now = now;
                desk.takes(&Happens::Decided(true));
                now
            })
            .collect();
        desk.takes(&Happens::Time(60 * 24 * 40));
        let mut months: Vec<jiff::civil::Date> = Vec::new();
        for (entry, decided) in desk.entries.iter().zip(&decided) {
            assert_eq!(entry.went.len(), 1, "{copy_day} {decided}: {entry:?}");
            let closes = london.to_datetime(desk.editions[entry.went[0].0].closes_at);
            let last = i64::from(closes.date().last_of_month().day());
            assert_eq!((i64::from(closes.day()), closes.hour()), (copy_day.min(last), 12), "{copy_day} {decided}");
            let day = london.to_datetime(*decided);
            let own = day
                .date()
                .with()
                .day(i8::try_from(copy_day.min(i64::from(day.date().last_of_month().day()))).expect("a day"))
                .build()
                .expect("a day");
            // Nine in the morning is before noon on the day itself.
            let next = if day.date() <= own { day.date() } else { day.date().last_of_month().tomorrow().expect("a day") };
            assert_eq!(closes.date().first_of_month(), next.first_of_month(), "{copy_day} {decided}");
            months.push(closes.date().first_of_month());
        }
        months.dedup();
        assert!(months.is_sorted() && months.len() >= 24, "{copy_day}: {months:?}");
        let sent = desk.editions.iter().filter(|edition| edition.sent.is_some()).count();
        assert_eq!(sent, months.len(), "{copy_day}: one edition a month");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever happens, whatever the days of the network and wherever clocks change: what is approved goes once, with an edition
    /// whose deadline is later than its approval, and not before it has waited; and while nothing is sent early and no deadline is
    /// moved, that deadline is the first after the approval. No two editions that were planned for two deadlines change places.
    #[test]
    fn what_is_approved_before_a_deadline_is_in_the_next_edition_once(
        cadence in cadence(), zone in 0_usize..4, start in 1_600_000_000_i64..2_000_000_000, lead in 10_i64..1_441, hold in 0_i64..1_441,
        story in prop::collection::vec(happens(), 1..40)
    ) {
        let zone = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"][zone];
        let mut desk = Desk {
            cadence, zone: TimeZone::get(zone).expect("a zone"), now: Timestamp::from_second(start).expect("an instant"),
            pace: Pace { lead: SignedDuration::from_mins(lead), hold: SignedDuration::from_mins(hold) },
            editions: Vec::new(), gone: Vec::new(), entries: Vec::new(),
        };
        let plain = !story.iter().any(|one| matches!(one, Happens::Early | Happens::Moved(_) | Happens::MovedOne(_)));
        for one in &story {
            desk.takes(one);
            // One edition at the most waits for a deadline, as the database demands.
            let mut open: Vec<Timestamp> = desk.open().iter().map(|key| desk.editions[*key].closes_at).collect();
            let before = open.len();
            open.sort_unstable();
            open.dedup();
            prop_assert_eq!(open.len(), before);
        }
        // In the end everything is approved, and time goes by.
        for _ in 0..desk.entries.len() {
            desk.takes(&Happens::Approved(0));
        }
        for _ in 0..200 {
            let Some(next) = desk.open().into_iter().map(|edition| desk.leaves(edition)).min() else { break };
            desk.now = desk.now.max(next);
            desk.work();
        }
        for entry in &desk.entries {
            prop_assert_eq!(entry.went.len(), 1, "{:?}", entry);
            let ((edition, left), approved) = (entry.went[0], entry.approved.expect("approved"));
            let closes_at = desk.editions[edition].closes_at;
            prop_assert!(approved < closes_at, "{:?}", entry);
            prop_assert!(left >= approved + desk.pace.hold, "{:?}", entry);
            if plain {
                let first = desk.cadence.next(approved, &desk.zone).expect("a deadline");
                prop_assert_eq!(closes_at, first.closes_at, "{:?}", entry);
            }
        }
    }
}
