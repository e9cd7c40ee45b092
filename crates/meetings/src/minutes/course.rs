//! The course of a minute: what may be done with it next, and what follows. Nobody publishes alone; what is published stays.

use jiff::civil::Date;

use super::model::{Approval, State, both_approve};
use group::membership::Side;

/// Where a minute is on its way, as far as it depends on that what may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) state: State,
    /// The hash of its text as it is now.
    pub(super) text: Vec<u8>,
    /// What was signed, each with the hash of the text it was under.
    pub(super) signed: Vec<Approval>,
    /// The last day on which attendees may propose corrections; `None` while the window is closed.
    pub(super) until: Option<Date>,
    /// How many corrections wait for an answer.
    pub(super) unanswered: u64,
    /// Which side sent this text back.
    pub(super) sent_back: Option<Side>,
}

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is published and never changes.
    Published,
    /// It was changed while somebody was reading.
    Changed,
    /// The attendees can still propose corrections.
    Window(Date),
    /// Corrections wait for an answer.
    Unanswered(u64),
    /// The other side sent this very text back.
    SentBack(Side),
    /// Who is of neither side.
    NoSide,
    /// The last day is over, or too far away.
    Day,
    /// No window is open.
    NoWindow,
}

/// The longest that a window for corrections is open, in days.
pub(super) const LONGEST_WINDOW: i64 = 60;

impl Course {
    fn must_be_draft(&self) -> Result<(), Refused> {
        if self.state == State::Draft { Ok(()) } else { Err(Refused::Published) }
    }

    fn of_a_side(side: Side) -> Result<(), Refused> {
        if Side::BOTH.contains(&side) { Ok(()) } else { Err(Refused::NoSide) }
    }

    /// Whether the window for corrections is open on a day.
    pub(super) fn open_on(&self, day: Date) -> bool {
        self.state == State::Draft && self.until.is_some_and(|until| day <= until)
    }

    /// Opens the window, or gives it another last day.
    pub(super) fn open(&mut self, until: Date, today: Date) -> Result<(), Refused> {
        self.must_be_draft()?;
        let days = today.until(until).map_or(-1, |span| i64::from(span.get_days()));
        if !(0..=LONGEST_WINDOW).contains(&days) {
            return Err(Refused::Day);
        }
        self.until = Some(until);
        Ok(())
    }

    /// Closes the window.
    pub(super) fn close(&mut self) -> Result<(), Refused> {
        self.must_be_draft()?;
        self.until.take().map(drop).ok_or(Refused::NoWindow)
    }

    /// A correction is proposed: by an attendee while the window is open, by who keeps the record at any time.
    pub(super) fn propose(&mut self, keeps: bool, today: Date) -> Result<(), Refused> {
        self.must_be_draft()?;
        if !keeps && !self.open_on(today) {
            return Err(Refused::NoWindow);
        }
        self.unanswered += 1;
        Ok(())
    }

    /// The text becomes another one: what was signed no longer counts. Tells who had signed.
    pub(super) fn edit(&mut self, text: Vec<u8>) -> Result<Vec<Approval>, Refused> {
        self.must_be_draft()?;
        if text == self.text {
            return Ok(Vec::new());
        }
        (self.text, self.sent_back) = (text, None);
        Ok(std::mem::take(&mut self.signed))
    }

    /// Sends the text back, for one's side: it is mended before the other side can sign it.
    pub(super) fn send_back(&mut self, side: Side, seen: Option<&[u8]>) -> Result<Vec<Approval>, Refused> {
        self.must_be_draft()?;
        Self::of_a_side(side)?;
        self.must_be_what_was_seen(seen)?;
        self.sent_back = Some(side);
        Ok(std::mem::take(&mut self.signed))
    }

    fn must_be_what_was_seen(&self, seen: Option<&[u8]>) -> Result<(), Refused> {
        if seen.is_some_and(|seen| seen != self.text) { Err(Refused::Changed) } else { Ok(()) }
    }

    /// Whether a side could sign now.
    pub(super) fn may_sign(&self, side: Side, today: Date) -> Result<(), Refused> {
        self.must_be_draft()?;
        Self::of_a_side(side)?;
        if let Some(until) = self.until.filter(|until| today <= *until) {
            return Err(Refused::Window(until));
        }
        if self.unanswered > 0 {
            return Err(Refused::Unanswered(self.unanswered));
        }
        match self.sent_back.filter(|by| *by != side) {
            Some(by) => Err(Refused::SentBack(by)),
            None => Ok(()),
        }
    }

    /// Signs the text as it is now. With the other side's signature under the same text it is published.
    pub(super) fn sign(&mut self, signature: Approval, seen: Option<&[u8]>, today: Date) -> Result<State, Refused> {
        self.may_sign(signature.side, today)?;
        self.must_be_what_was_seen(seen)?;
        self.sent_back = None;
        self.signed.retain(|given| given.side != signature.side);
        self.signed.push(Approval { content_hash: self.text.clone(), ..signature });
        if both_approve(&self.signed, &self.text) {
            self.state = State::Published;
        }
        Ok(self.state)
    }

    /// A later meeting confirms what is published.
    pub(super) fn confirm(&mut self) -> Result<(), Refused> {
        if self.state != State::Published {
            return Err(Refused::Changed);
        }
        self.state = State::Confirmed;
        Ok(())
    }
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[derive(Clone, Debug)]
    enum Act {
        Open(i8),
        Close,
        Propose(bool),
        Answer,
        Edit(u8),
        SendBack(Side, Option<u8>),
        Sign(Side, u8, Option<u8>),
        Confirm,
        Wait(u8),
    }

    fn side() -> impl Strategy<Value = Side> {
        prop_oneof![4 => Just(Side::Gp), 4 => Just(Side::Consultant), 1 => Just(Side::Other)]
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            1 => (-2_i8..10).prop_map(Act::Open),
            1 => Just(Act::Close),
            1 => any::<bool>().prop_map(Act::Propose),
            2 => Just(Act::Answer),
            2 => (0_u8..4).prop_map(Act::Edit),
            1 => (side(), proptest::option::of(0_u8..4)).prop_map(|(side, seen)| Act::SendBack(side, seen)),
            // Few people, so that one person signs for both sides now and then.
            6 => (side(), 0_u8..3, proptest::option::of(0_u8..4)).prop_map(|(side, who, seen)| Act::Sign(side, who, seen)),
            1 => Just(Act::Confirm),
            1 => (0_u8..8).prop_map(Act::Wait),
        ]
    }

    fn drafted() -> Course {
        Course { state: State::Draft, text: vec![0], signed: Vec::new(), until: None, unanswered: 0, sent_back: None }
    }

    fn signature(side: Side, who: u8) -> Approval {
        let person = Uuid::from_u128(u128::from(who) + 1);
        Approval { side, person, name: "A".into(), deputy: false, content_hash: Vec::new() }
    }

    fn does(course: &mut Course, act: &Act, today: &mut Date) -> bool {
        use jiff::ToSpan;
        match act {
            Act::Open(days) => course.open(today.saturating_add(i64::from(*days).days()), *today).is_ok(),
            Act::Close => course.close().is_ok(),
            Act::Propose(keeps) => course.propose(*keeps, *today).is_ok(),
            Act::Answer => {
                course.unanswered = course.unanswered.saturating_sub(1);
                true
            }
            Act::Edit(text) => course.edit(vec![*text]).is_ok(),
            Act::SendBack(side, seen) => course.send_back(*side, seen.map(|seen| vec![seen]).as_deref()).is_ok(),
            Act::Sign(side, who, seen) => course.sign(signature(*side, *who), seen.map(|seen| vec![seen]).as_deref(), *today).is_ok(),
            Act::Confirm => course.confirm().is_ok(),
            Act::Wait(days) => {
                *today = today.saturating_add(i64::from(*days).days());
                true
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn nobody_publishes_alone_and_what_is_published_stays(acts in proptest::collection::vec(act(), 0..60)) {
            let (mut course, mut today) = (drafted(), Date::constant(2026, 12, 14));
            for act in acts {
                let before = course.clone();
                let done = does(&mut course, &act, &mut today);
                if !done {
                    prop_assert_eq!(&course, &before, "what is refused changes nothing: {:?}", act);
                }
                if before.state != State::Draft {
                    prop_assert_eq!(&course.text, &before.text, "a published text was changed by {:?}", act);
                    prop_assert_eq!(&course.signed, &before.signed, "its signatures were changed by {:?}", act);
                    prop_assert!(course.state == before.state || (before.state, course.state) == (State::Published, State::Confirmed));
                }
                if course.text != before.text {
                    prop_assert!(course.signed.is_empty(), "an edit asks everybody again");
                }
                if before.state == State::Draft && course.state != State::Draft {
                    prop_assert!(matches!(act, Act::Sign(..)) && course.state == State::Published);
                    let of = |side| -> Vec<&Approval> {
                        course.signed.iter().filter(|given| given.side == side && given.content_hash == course.text).collect()
                    };
                    let (gp, consultant) = (of(Side::Gp), of(Side::Consultant));
                    prop_assert_eq!((gp.len(), consultant.len()), (1, 1), "two signatures of two sides under one text");
                    prop_assert_ne!(gp[0].person, consultant[0].person, "by two people");
                    prop_assert!(!before.open_on(today) && before.unanswered == 0, "nothing waited for an answer");
                    prop_assert!(!before.signed.is_empty(), "the other had signed before");
                }
                for given in course.signed.iter().filter(|_| course.state == State::Draft) {
                    prop_assert_eq!(&given.content_hash, &course.text, "no signature is under another text");
                }
            }
        }
    }

    #[test]
    fn two_signatures_after_the_window_publish() {
        let (mut course, day) = (drafted(), |day| Date::constant(2026, 12, day));
        course.open(day(18), day(14)).expect("opens");
        assert_eq!(course.sign(signature(Side::Gp, 1), None, day(18)), Err(Refused::Window(day(18))));
        course.propose(false, day(18)).expect("is proposed on the last day");
        assert_eq!(course.sign(signature(Side::Gp, 1), None, day(19)), Err(Refused::Unanswered(1)));
        course.unanswered = 0;
        assert_eq!(course.sign(signature(Side::Gp, 1), Some(&[0]), day(19)), Ok(State::Draft));
        assert_eq!(course.sign(signature(Side::Consultant, 1), Some(&[0]), day(19)), Ok(State::Draft), "one person is not two");
        assert_eq!(course.sign(signature(Side::Consultant, 2), Some(&[0]), day(19)), Ok(State::Published));
        assert_eq!(course.edit(vec![1]), Err(Refused::Published));
    }

    #[test]
    fn what_a_side_sent_back_is_mended_or_taken_back_before_the_other_signs() {
        let (mut course, day) = (drafted(), Date::constant(2026, 12, 14));
        course.sign(signature(Side::Gp, 1), None, day).expect("signs");
        assert_eq!(course.send_back(Side::Consultant, None).map(|asked| asked.len()), Ok(1));
        assert_eq!(course.sign(signature(Side::Gp, 1), None, day), Err(Refused::SentBack(Side::Consultant)));
        let mut mended = course.clone();
        mended.edit(vec![1]).expect("is mended");
        assert_eq!(mended.sign(signature(Side::Gp, 1), None, day), Ok(State::Draft));
        assert_eq!(course.sign(signature(Side::Consultant, 2), None, day), Ok(State::Draft), "they think better of it");
        assert_eq!(course.sign(signature(Side::Gp, 1), None, day), Ok(State::Published));
    }
}
