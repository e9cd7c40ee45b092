//! Which report is dealt with under which: a forest. What is taken apart again is as it was before.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::issues::State;

/// Where a report went, and where it stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The report that led when it was merged.
    pub(crate) into: Uuid,
    /// Its own state before.
    pub(crate) state: State,
}

/// Why two reports are not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is the same report, or leads the other already.
    Itself,
    /// It is merged into another.
    Elsewhere(Uuid),
}

/// Reports that are merged, each with its place. Whoever is not in it leads, if only itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forest(BTreeMap<Uuid, Place>);

impl Forest {
    pub(crate) fn new(merged: impl IntoIterator<Item = (Uuid, Place)>) -> Self {
        Self(merged.into_iter().collect())
    }

    /// Who leads a report; itself, if it is not merged.
    pub(crate) fn lead(&self, report: Uuid) -> Uuid {
        // As many steps as there are merged reports: a ring, which cannot be, would end too.
        let mut at = report;
        for _ in 0..self.0.len() {
            let Some(place) = self.0.get(&at) else { break };
            at = place.into;
        }
        at
    }

    /// Every merged report with its place.
    pub(crate) fn merged(&self) -> impl Iterator<Item = (Uuid, Place)> {
        self.0.iter().map(|(report, place)| (*report, *place))
    }

    /// Puts a report, with all that it leads, under whoever leads `into`. Said twice it is once; tells whether it is new.
    pub(crate) fn merge(&mut self, report: Uuid, state: State, into: Uuid) -> Result<bool, Refused> {
        let lead = self.lead(into);
        if lead == report {
            return Err(Refused::Itself);
        }
        if self.0.contains_key(&report) {
            let leads = self.lead(report);
            return if leads == lead { Ok(false) } else { Err(Refused::Elsewhere(leads)) };
        }
        self.0.insert(report, Place { into: lead, state });
        Ok(true)
    }

    /// Splits a report off again, with all that it led before; tells where it was. Nothing for one that is not merged.
    pub(crate) fn unmerge(&mut self, report: Uuid) -> Option<Place> {
        self.0.remove(&report)
    }

    /// Takes one report out for good: what it led goes where it was.
    pub(crate) fn leave(&mut self, report: Uuid) {
        let Some(gone) = self.0.remove(&report) else { return };
        for place in self.0.values_mut().filter(|place| place.into == report) {
            place.into = gone.into;
        }
    }

    /// A lead goes and one of those below it leads on: all that the old one led itself, and all that stood over the new one, is under
    /// the new one now.
    pub(crate) fn lead_on(&mut self, old: Uuid, new: Uuid) {
        let mut over = vec![old];
        let mut at = new;
        while let Some(place) = self.0.get(&at).filter(|place| place.into != old) {
            at = place.into;
            over.push(at);
        }
        self.0.remove(&new);
        for (report, place) in &mut self.0 {
            if place.into == old || over.contains(report) {
                place.into = new;
            }
        }
    }
}

/// Whether a report in this state can be put under another: it is open, and no meeting has it before it.
pub(crate) fn may_join(state: State) -> bool {
    matches!(state, State::New | State::Asked | State::Triaged | State::Watched)
}

/// Whether a report in this state can lead others: it is open, or a meeting is going to speak about it.
pub(crate) fn may_lead(state: State) -> bool {
    may_join(state) || state == State::Scheduled
}

#[cfg(test)]
mod unit {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    impl Forest {
        /// Everything below a report, by key.
        fn below(&self, report: Uuid) -> BTreeSet<Uuid> {
            let (mut all, mut next) = (BTreeSet::new(), vec![report]);
            while let Some(at) = next.pop() {
                let under = self.0.iter().filter(|(_, place)| place.into == at).map(|(below, _)| *below);
                next.extend(under.filter(|below| all.insert(*below)));
            }
            all
        }
    }

    fn key(n: usize) -> Uuid {
        Uuid::from_u128(n as u128 + 1)
    }

    /// What one step of somebody's work does: merge one into another, split one off, take one back.
    #[derive(Clone, Copy, Debug)]
    enum Step {
        Merge(usize, usize),
        Unmerge(usize),
        Withdraw(usize),
    }

    const REPORTS: usize = 14;

    fn steps(with_withdrawals: bool) -> impl Strategy<Value = Vec<Step>> {
        let merge = (0..REPORTS, 0..REPORTS).prop_map(|(one, other)| Step::Merge(one, other));
        let unmerge = (0..REPORTS).prop_map(Step::Unmerge);
        let withdraw = (0..REPORTS).prop_map(move |one| if with_withdrawals { Step::Withdraw(one) } else { Step::Unmerge(one) });
        proptest::collection::vec(prop_oneof![6 => merge, 2 => unmerge, 1 => withdraw], 0..60)
    }

    /// The reports as a group has them: the forest, and in which state each is that leads.
    #[derive(Clone, Debug, PartialEq)]
    struct Group {
        forest: Forest,
        states: BTreeMap<Uuid, State>,
    }

    impl Group {
        fn new() -> Self {
            let states = [State::New, State::Asked, State::Triaged];
            Self { forest: Forest::default(), states: (0..REPORTS).map(|n| (key(n), states[n % 3])).collect() }
        }

        fn merge(&mut self, report: Uuid, into: Uuid) -> bool {
            let Some(state) = self.states.get(&report).copied() else { return false };
            let new = self.forest.merge(report, state, into) == Ok(true);
            if new {
                self.states.remove(&report);
            }
            new
        }

        fn unmerge(&mut self, report: Uuid) {
            if let Some(place) = self.forest.unmerge(report) {
                self.states.insert(report, place.state);
            }
        }

        fn withdraw(&mut self, report: Uuid) {
            let state = self.states.remove(&report);
            match (state, self.forest.below(report).first().copied()) {
                (Some(state), Some(next)) => {
                    self.forest.lead_on(report, next);
                    self.states.insert(next, state);
                }
                (None, _) => self.forest.leave(report),
                (Some(_), None) => {}
            }
        }

        /// Nobody is lost, nobody is counted twice, nobody leads who is merged.
        fn holds_together(&self, left: usize) {
            let weights: usize = self.states.keys().map(|lead| 1 + self.forest.below(*lead).len()).sum();
            assert_eq!(weights, left, "{self:?}");
            for (report, place) in self.forest.merged() {
                assert!(self.states.contains_key(&self.forest.lead(report)) && !self.states.contains_key(&report), "{self:?}");
                assert!(!self.forest.below(report).contains(&report) && place.into != report, "a ring: {self:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_merged_and_split_off_in_any_order_ends_as_it_began(steps in steps(false), order in Just((0..REPORTS).collect::<Vec<_>>()).prop_shuffle()) {
            let mut group = Group::new();
            for step in steps {
                match step {
                    Step::Merge(one, other) => { group.merge(key(one), key(other)); }
                    Step::Unmerge(one) | Step::Withdraw(one) => group.unmerge(key(one)),
                }
                group.holds_together(REPORTS);
            }
            for one in order {
                group.unmerge(key(one));
                group.holds_together(REPORTS);
            }
            prop_assert_eq!(group, Group::new());
        }

        #[test]
        fn splitting_off_what_was_just_merged_leaves_every_tree_as_it_was(steps in steps(true), one in 0..REPORTS, other in 0..REPORTS) {
            let mut group = Group::new();
            for step in steps {
                match step {
                    Step::Merge(one, other) => { group.merge(key(one), key(other)); }
                    Step::Unmerge(one) => group.unmerge(key(one)),
                    Step::Withdraw(_) => {}
                }
            }
            let before = group.clone();
            if group.merge(key(one), key(other)) {
                prop_assert_eq!(group.forest.lead(key(one)), before.forest.lead(key(other)));
                group.unmerge(key(one));
            }
            prop_assert_eq!(group, before);
        }

        #[test]
        fn who_takes_a_report_back_takes_no_other_with_it(steps in steps(true)) {
            let mut group = Group::new();
            let mut gone = BTreeSet::new();
            for step in steps {
                match step {
                    Step::Merge(one, other) if !gone.contains(&other) => { group.merge(key(one), key(other)); }
                    Step::Merge(..) => {}
                    Step::Unmerge(one) => group.unmerge(key(one)),
                    Step::Withdraw(one) => {
                        group.withdraw(key(one));
                        gone.insert(one);
                    }
                }
                group.holds_together(REPORTS - gone.len());
            }
        }
    }

    #[test]
    fn a_report_that_leads_others_takes_them_along_and_brings_them_back() {
        let (a, b, c) = (key(0), key(1), key(2));
        let mut forest = Forest::default();
        assert_eq!(forest.merge(c, State::New, b), Ok(true));
        let before = forest.clone();
        assert_eq!(forest.merge(b, State::Triaged, a), Ok(true));
        assert_eq!((forest.lead(c), forest.below(a).len()), (a, 2));
        assert_eq!(forest.merge(c, State::New, a), Ok(false), "it is there already");
        assert_eq!(forest.merge(a, State::New, c), Err(Refused::Itself));
        assert_eq!(forest.merge(c, State::New, key(5)), Err(Refused::Elsewhere(a)));
        assert_eq!(forest.unmerge(b), Some(Place { into: a, state: State::Triaged }));
        assert_eq!(forest, before);
    }
}
