//! Whatever members and co-chairs do, in whatever order and on whatever day: nobody closes it alone, nothing changes after it is
//! closed, everybody counts once, nobody stands in beside the one who answers, and no objection ends in a decision.

use std::collections::BTreeSet;

use analysis::calendar_days::Calendar;
use group::membership::Side;
use jiff::{ToSpan, civil::Date};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::{
    Key, Voter,
    answer::Answer,
    model::{Course, Given, Refused, State, Verdict, counted, latest, quorum, verdict},
};
use crate::decisions::Quorum;

#[derive(Clone, Debug)]
enum Step {
    /// Who, for whom if for another, what.
    Answer(u8, Option<u8>, u8),
    /// The text that is closed changes.
    Word,
    /// Who turns a key, and whether for the text that stands.
    Turn(u8, bool),
    Extend(u8),
    Wait(u8),
    Round,
    ToMeeting,
    TakeBack,
    /// A seat begins or ends to count.
    Seat(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        10 => (0..12_u8, prop::option::weighted(0.3, 0..12_u8), 0..6_u8).prop_map(|(who, for_whom, what)| Step::Answer(who, for_whom, what)),
        2 => Just(Step::Word),
        6 => (0..12_u8, prop::bool::weighted(0.85)).prop_map(|(who, present)| Step::Turn(who, present)),
        2 => (0..5_u8).prop_map(Step::Extend),
        3 => (0..4_u8).prop_map(Step::Wait),
        2 => Just(Step::Round),
        1 => Just(Step::ToMeeting),
        1 => Just(Step::TakeBack),
        1 => (0..12_u8).prop_map(Step::Seat),
    ]
}

fn person(n: u8) -> Uuid {
    Uuid::from_u128(u128::from(n) + 1)
}

/// Four GPs, four consultants, two of neither side; the last of each side is invited and does not count.
fn group() -> Vec<Voter> {
    (0..10)
        .map(|n| Voter {
            person: person(n),
            name: format!("P{n}"),
            side: match n {
                0..4 => Side::Gp,
                4..8 => Side::Consultant,
                _ => Side::Other,
            },
            counts: n < 8 && n % 4 != 3,
        })
        .collect()
}

const FIRST: Date = Date::constant(2026, 11, 23);

fn after(from: Date, days: u8) -> Date {
    Calendar::default().add_working_days(from, i64::from(days))
}

/// One walk: what stands, the day, the text, and what was decided when it was.
struct Walk {
    voters: Vec<Voter>,
    course: Course,
    today: Date,
    text: u8,
    needed: (i64, i64),
    decided: Option<(Course, Quorum)>,
}

impl Walk {
    fn begin(days: u8, needed: (i64, i64)) -> Self {
        let closes_on = after(FIRST, days);
        let course = Course { state: State::Open, opened_on: FIRST, closes_on, extended: false, given: Vec::new(), keys: Vec::new() };
        Self { voters: group(), course, today: FIRST, text: 0, needed, decided: None }
    }

    /// What a key is turned for: the text, and what counts now.
    fn hash(&self) -> Vec<u8> {
        let mut hash = vec![self.text];
        for one in counted(&self.voters, &self.course.given) {
            hash.extend(one.member.person.as_bytes());
            hash.extend(one.given.answer.key().bytes());
        }
        hash
    }

    fn turn(&mut self, who: u8, present: bool) -> Result<(), TestCaseError> {
        let Some(voter) = self.voters.iter().find(|voter| voter.person == person(who) && voter.side != Side::Other).cloned() else {
            return Ok(());
        };
        let hash = if present { self.hash() } else { vec![self.text.wrapping_add(1)] };
        let key = Key { side: voter.side, person: voter.person, name: voter.name, deputy: false, hash };
        let before = self.course.clone();
        let said = verdict(&counted(&self.voters, &before.given), self.needed);
        match self.course.turn(&self.voters, self.needed, self.today, key) {
            Ok(Some(quorum)) => {
                prop_assert!(quorum.reached(), "decided without a quorum: {quorum:?}");
                prop_assert_eq!(said, Verdict::Carried, "decided although it is not carried");
                prop_assert!(before.is_ripe(&self.voters, self.today), "decided while answers could still come");
                let (one, other) = (&self.course.keys[0], &self.course.keys[1]);
                prop_assert_eq!(self.course.keys.len(), 2);
                prop_assert!(one.side != other.side && one.person != other.person, "closed by one alone");
                prop_assert_eq!(&one.hash, &other.hash, "two keys for two texts");
                self.decided = Some((self.course.clone(), quorum));
            }
            Ok(None) => prop_assert_eq!(self.course.state, State::Open),
            Err(_) => prop_assert_eq!(&self.course, &before, "what is refused changes nothing"),
        }
        Ok(())
    }

    fn answer(&mut self, who: u8, for_whom: Option<u8>, what: u8) -> Result<(), TestCaseError> {
        let answer = Answer::OFFERED.into_iter().chain([Answer::Remark]).nth(usize::from(what)).expect("an answer");
        let given = Given {
            person: person(who),
            name: String::new(),
            stands_for: for_whom.map(person),
            answer,
            words: String::new(),
            on: self.today,
        };
        let before = self.course.clone();
        match self.course.answer(&self.voters, given.clone()) {
            Ok(new) => {
                prop_assert_eq!(before.state, State::Open, "an answer after it was closed");
                prop_assert!(self.today <= before.closes_on, "an answer after the last day");
                prop_assert!(self.voters.iter().any(|voter| voter.person == given.person), "an answer of a stranger");
                prop_assert_eq!(self.course.given.len(), before.given.len() + usize::from(new));
                prop_assert_eq!(&self.course.given[..before.given.len()], &before.given[..], "what was said before is kept");
                let last = latest(&self.course.given, given.person).expect("an answer");
                prop_assert_eq!((last.answer, last.stands_for), (given.answer, given.stands_for));
                // Said twice it is said once.
                prop_assert_eq!(self.course.answer(&self.voters, given), Ok(false));
            }
            Err(_) => prop_assert_eq!(&self.course, &before, "what is refused changes nothing"),
        }
        Ok(())
    }

    fn extend(&mut self, days: u8) -> Result<(), TestCaseError> {
        let before = self.course.clone();
        let to = after(self.today, days);
        match self.course.extend(&self.voters, self.needed, self.today, to) {
            Ok(()) => {
                prop_assert!(!before.extended && before.is_past(self.today), "more time twice, or before its time is over");
                prop_assert_eq!(verdict(&counted(&self.voters, &before.given), self.needed), Verdict::Short);
                prop_assert!(self.course.closes_on >= self.today);
            }
            Err(_) => prop_assert_eq!(&self.course, &before),
        }
        Ok(())
    }

    fn round(&mut self) -> Result<(), TestCaseError> {
        let patience = after(self.course.closes_on, 5);
        if let Some(why) = self.course.falls_to_meeting(&self.voters, self.needed, self.today, patience) {
            prop_assert!(why != Verdict::Carried && self.course.is_past(self.today));
            prop_assert_eq!(self.course.leave(State::ToMeeting), Ok(()));
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Answer(who, for_whom, what) => self.answer(who, for_whom, what)?,
            Step::Word => {
                if self.course.state == State::Open {
                    self.text = self.text.wrapping_add(1);
                    self.course.keys.clear();
                }
            }
            Step::Turn(who, present) => self.turn(who, present)?,
            Step::Extend(days) => self.extend(days)?,
            Step::Wait(days) => self.today = self.today.checked_add(i64::from(days).days()).expect("a day"),
            Step::Round => self.round()?,
            Step::ToMeeting => drop(self.course.leave(State::ToMeeting)),
            Step::TakeBack => drop(self.course.leave(State::TakenBack)),
            Step::Seat(who) => {
                if let Some(voter) = self.voters.iter_mut().find(|voter| voter.person == person(who) && voter.side != Side::Other) {
                    voter.counts = !voter.counts;
                }
            }
        }
        self.holds()
    }

    /// What holds after each step.
    fn holds(&self) -> Result<(), TestCaseError> {
        let counting = counted(&self.voters, &self.course.given);
        let members: BTreeSet<Uuid> = counting.iter().map(|one| one.member.person).collect();
        prop_assert_eq!(members.len(), counting.len(), "a member counts twice");
        let people: BTreeSet<Uuid> = counting.iter().map(|one| one.given.person).collect();
        prop_assert_eq!(people.len(), counting.len(), "a person counts twice");
        for one in &counting {
            prop_assert!(one.member.counts && one.given.answer != Answer::Remark);
            if one.given.person != one.member.person {
                let own = latest(&self.course.given, one.member.person).filter(|given| given.stands_for.is_none());
                prop_assert!(own.is_none_or(|own| own.answer == Answer::Remark), "a deputy counts beside the one they stand in for");
                let deputy = self.voters.iter().find(|voter| voter.person == one.given.person).expect("a deputy");
                prop_assert!(!deputy.counts && deputy.side == one.member.side);
            }
        }
        prop_assert_eq!(self.course.state == State::Decided, self.decided.is_some(), "decided by something else than two keys");
        if let Some((course, quorum)) = &self.decided {
            prop_assert_eq!(&self.course, course, "it changed after it was closed");
            prop_assert!(quorum.reached());
        }
        if matches!(self.course.state, State::ToMeeting | State::TakenBack) {
            prop_assert!(self.course.keys.is_empty());
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_rules_hold_whatever_happens(
        steps in prop::collection::vec(step(), 1..60),
        days in 0..6_u8,
        needed in (1..3_i64, 1..3_i64),
    ) {
        let mut walk = Walk::begin(days, needed);
        for step in &steps {
            walk.step(step)?;
        }
    }

    #[test]
    fn who_would_agree_can_decide_and_one_objection_stops_it(objects in prop::option::of(0..6_usize), holds in any::<bool>()) {
        let mut walk = Walk::begin(3, (2, 2));
        for (at, who) in [0_u8, 1, 2, 4, 5, 6].into_iter().enumerate() {
            let answer = if objects == Some(at) { if holds { 3 } else { 2 } } else { 0 };
            walk.step(&Step::Answer(who, None, answer))?;
        }
        walk.step(&Step::Turn(0, true))?;
        walk.step(&Step::Turn(4, true))?;
        prop_assert_eq!(walk.course.state == State::Decided, objects.is_none());
        walk.step(&Step::Wait(7))?;
        walk.step(&Step::Round)?;
        prop_assert_eq!(walk.course.state, if objects.is_none() { State::Decided } else { State::ToMeeting });
    }
}

#[test]
fn a_deputy_counts_until_the_member_answers() {
    let mut walk = Walk::begin(3, (1, 1));
    let give = |walk: &mut Walk, who: u8, for_whom: Option<u8>, answer| {
        let (name, words) = (String::new(), String::new());
        walk.course.answer(&walk.voters, Given { person: person(who), name, stands_for: for_whom.map(person), answer, words, on: FIRST })
    };
    assert_eq!(give(&mut walk, 3, None, Answer::Agree), Err(Refused::NotCore), "who is invited does not count for themselves");
    assert_eq!(give(&mut walk, 3, Some(4), Answer::Agree), Err(Refused::NotDeputy), "nobody stands in for the other side");
    assert_eq!(give(&mut walk, 1, Some(0), Answer::Agree), Err(Refused::NotDeputy), "who counts has one answer");
    assert_eq!(give(&mut walk, 3, Some(0), Answer::Object), Ok(true));
    assert_eq!(verdict(&counted(&walk.voters, &walk.course.given), (1, 1)), Verdict::Contested);
    assert_eq!(give(&mut walk, 0, None, Answer::Agree), Ok(true));
    assert_eq!(give(&mut walk, 4, None, Answer::Agree), Ok(true));
    let counting = counted(&walk.voters, &walk.course.given);
    assert_eq!(
        (verdict(&counting, (1, 1)), quorum(&counting, (1, 1)).gps),
        (Verdict::Carried, 1),
        "the member’s own answer counts instead"
    );
    assert_eq!(give(&mut walk, 3, Some(0), Answer::Hold), Err(Refused::Answered));
    assert_eq!(give(&mut walk, 9, None, Answer::Remark), Ok(true));
    assert_eq!(give(&mut walk, 9, None, Answer::Object), Err(Refused::NotCore));
    assert_eq!(give(&mut walk, 11, None, Answer::Agree), Err(Refused::Nobody));
}

#[test]
fn a_side_that_only_abstains_does_not_decide() {
    let mut walk = Walk::begin(0, (1, 1));
    for (who, answer) in [(0, Answer::Agree), (4, Answer::Abstain)] {
        let (name, words) = (String::new(), String::new());
        walk.course
            .answer(&walk.voters, Given { person: person(who), name, stands_for: None, answer, words, on: FIRST })
            .expect("an answer");
    }
    assert_eq!(verdict(&counted(&walk.voters, &walk.course.given), (1, 1)), Verdict::OneSided);
    walk.today = FIRST.checked_add(1.days()).expect("a day");
    assert_eq!(walk.course.can_close(&walk.voters, (1, 1), walk.today), Err(Refused::OneSided));
}
