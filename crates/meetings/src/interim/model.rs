//! The rules of a decision between two meetings: who counts, who stands in, when there is a quorum, and what may follow.
//!
//! Nobody closes it alone, nothing changes once it is closed, and what somebody objects to is decided by a meeting.

use group::membership::Side;
use jiff::civil::Date;
use uuid::Uuid;

use super::answer::Answer;
use crate::decisions::Quorum;

/// Somebody who sits in the group, as far as answers go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voter {
    /// The person.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// For which side.
    pub side: Side,
    /// Whether they are a core member of a side: their answer counts.
    pub counts: bool,
}

/// What somebody answered, once. A change of mind is a further one; the earlier ones are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// The member for whom they stand in, if they do.
    pub stands_for: Option<Uuid>,
    /// What.
    pub answer: Answer,
    /// Why, or which changes.
    pub words: String,
    /// The day.
    pub on: Date,
}

/// A member whose answer counts, and the answer that counts for them: their own, else that of who stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted<'a> {
    /// The member.
    pub member: &'a Voter,
    /// The answer.
    pub given: &'a Given,
}

/// What somebody answered last.
#[must_use]
pub(super) fn latest(given: &[Given], person: Uuid) -> Option<&Given> {
    given.iter().rev().find(|given| given.person == person)
}

/// Whether somebody may stand in for a member: of the same side, without an answer of their own that counts.
#[must_use]
pub(super) fn may_stand_in(voters: &[Voter], person: Uuid, member: Uuid) -> bool {
    let of = |wanted| voters.iter().find(|voter| voter.person == wanted);
    matches!((of(person), of(member)), (Some(deputy), Some(member))
        if !deputy.counts && member.counts && deputy.side == member.side && deputy.person != member.person)
}

/// The answers that count: one at most for each core member. Who answers themselves needs nobody to stand in.
#[must_use]
pub(super) fn counted<'a>(voters: &'a [Voter], given: &'a [Given]) -> Vec<Counted<'a>> {
    let standing: Vec<&Given> = voters.iter().filter_map(|voter| latest(given, voter.person)).collect();
    let of = |member: &Voter| {
        let own =
            standing.iter().find(|given| given.person == member.person && given.stands_for.is_none() && given.answer != Answer::Remark);
        let deputy = || {
            let stands = |given: &&&Given| given.stands_for == Some(member.person) && may_stand_in(voters, given.person, member.person);
            standing.iter().find(stands)
        };
        own.or_else(deputy).copied()
    };
    voters.iter().filter(|voter| voter.counts).filter_map(|member| of(member).map(|given| Counted { member, given })).collect()
}

/// How many core members of each side have answered, and how many must.
#[must_use]
pub(super) fn quorum(counted: &[Counted<'_>], (gps_needed, consultants_needed): (i64, i64)) -> Quorum {
    let of = |side| i64::try_from(counted.iter().filter(|one| one.member.side == side).count()).unwrap_or(i64::MAX);
    Quorum { gps: of(Side::Gp), consultants: of(Side::Consultant), gps_needed, consultants_needed }
}

/// What the answers come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody objects, or wants a meeting to speak about it.
    Contested,
    /// Too few of a side have answered.
    Short,
    /// Of a side nobody agrees.
    OneSided,
    /// Both sides agree, and enough have answered.
    Carried,
}

/// What the answers come to.
#[must_use]
pub(super) fn verdict(counted: &[Counted<'_>], needed: (i64, i64)) -> Verdict {
    let agrees = |side| counted.iter().any(|one| one.member.side == side && one.given.answer.agrees());
    if counted.iter().any(|one| one.given.answer.stops()) {
        Verdict::Contested
    } else if !quorum(counted, needed).reached() {
        Verdict::Short
    } else if !(agrees(Side::Gp) && agrees(Side::Consultant)) {
        Verdict::OneSided
    } else {
        Verdict::Carried
    }
}

/// Where a decision between meetings stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for answers, or for the two co-chairs.
    Open,
    /// Both co-chairs have closed it: it is decided.
    Decided,
    /// A meeting decides it.
    ToMeeting,
    /// It was taken back.
    TakenBack,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Decided => "decided",
            Self::ToMeeting => "to-meeting",
            Self::TakenBack => "taken-back",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Open, Self::Decided, Self::ToMeeting, Self::TakenBack].into_iter().find(|state| state.key() == key)
    }
}

/// One side's key, turned for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The side.
    pub side: Side,
    /// Who turned it.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Whether they stood in for the co-chair.
    pub deputy: bool,
    /// The hash of what they read: the decision's texts, and who had answered what.
    pub hash: Vec<u8>,
}

/// Why something cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is closed, was taken back, or went to a meeting.
    Over,
    /// The last day for answers has passed.
    Late,
    /// They do not sit in the group.
    Nobody,
    /// Only core members count; others may say something.
    NotCore,
    /// They may not stand in for this member.
    NotDeputy,
    /// The member has answered, or somebody stands in already.
    Answered,
    /// Answers may still come.
    Early,
    /// Somebody objects, or wants a meeting.
    Contested,
    /// Too few have answered.
    Short,
    /// Of a side nobody agrees.
    OneSided,
    /// It was extended before.
    Extended,
    /// There is no lack of answers, so that it needs no more time.
    Enough,
}

/// The course of a decision between meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub state: State,
    /// The day it was opened.
    pub opened_on: Date,
    /// The last day on which answers are taken.
    pub closes_on: Date,
    /// Whether it was given more time.
    pub extended: bool,
    /// Every answer in order, with those that were changed later.
    pub given: Vec<Given>,
    /// The keys that are turned.
    pub keys: Vec<Key>,
}

impl Course {
    /// Whether the last day for answers has passed.
    #[must_use]
    pub fn is_past(&self, today: Date) -> bool {
        today > self.closes_on
    }

    /// Whether everybody who counts has answered, or the time is over.
    #[must_use]
    pub fn is_ripe(&self, voters: &[Voter], today: Date) -> bool {
        self.is_past(today) || counted(voters, &self.given).len() == voters.iter().filter(|voter| voter.counts).count()
    }

    /// Takes an answer; tells whether it is new. The same answer once more changes nothing.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn answer(&mut self, voters: &[Voter], given: Given) -> Result<bool, Refused> {
        if self.state != State::Open {
            return Err(Refused::Over);
        }
        if self.is_past(given.on) {
            return Err(Refused::Late);
        }
        let voter = voters.iter().find(|voter| voter.person == given.person).ok_or(Refused::Nobody)?;
        match given.stands_for {
            Some(member) if given.answer == Answer::Remark || !may_stand_in(voters, given.person, member) => {
                return Err(Refused::NotDeputy);
            }
            Some(member) => {
                let answered =
                    counted(voters, &self.given).into_iter().any(|one| one.member.person == member && one.given.person != given.person);
                if answered {
                    return Err(Refused::Answered);
                }
            }
            None if voter.counts != (given.answer != Answer::Remark) => return Err(Refused::NotCore),
            None => {}
        }
        let same = |last: &Given| (last.answer, last.stands_for, &last.words) == (given.answer, given.stands_for, &given.words);
        if latest(&self.given, given.person).is_some_and(same) {
            return Ok(false);
        }
        self.given.push(given);
        Ok(true)
    }

    /// Whether the two co-chairs can close it now.
    ///
    /// # Errors
    /// Why not.
    pub fn can_close(&self, voters: &[Voter], needed: (i64, i64), today: Date) -> Result<Quorum, Refused> {
        if self.state != State::Open {
            return Err(Refused::Over);
        }
        let counted = counted(voters, &self.given);
        match verdict(&counted, needed) {
            Verdict::Contested => Err(Refused::Contested),
            _ if !self.is_ripe(voters, today) => Err(Refused::Early),
            Verdict::Short => Err(Refused::Short),
            Verdict::OneSided => Err(Refused::OneSided),
            Verdict::Carried => Ok(quorum(&counted, needed)),
        }
    }

    /// Turns one side's key. When two people of both sides have turned theirs for the same text, it is decided, and the quorum
    /// that decided is told.
    ///
    /// # Errors
    /// Why it cannot be closed now.
    pub fn turn(&mut self, voters: &[Voter], needed: (i64, i64), today: Date, key: Key) -> Result<Option<Quorum>, Refused> {
        let quorum = self.can_close(voters, needed, today)?;
        self.keys.retain(|other| other.side != key.side && other.person != key.person && other.hash == key.hash);
        self.keys.push(key);
        let both = Side::BOTH.into_iter().all(|side| self.keys.iter().any(|key| key.side == side));
        if both {
            self.state = State::Decided;
        }
        Ok(both.then_some(quorum))
    }

    /// Gives it more time, once, where too few have answered in the first.
    ///
    /// # Errors
    /// Why it gets none.
    pub fn extend(&mut self, voters: &[Voter], needed: (i64, i64), today: Date, to: Date) -> Result<(), Refused> {
        if self.state != State::Open {
            return Err(Refused::Over);
        }
        if self.extended {
            return Err(Refused::Extended);
        }
        if !self.is_past(today) || to < today {
            return Err(Refused::Early);
        }
        if verdict(&counted(voters, &self.given), needed) != Verdict::Short {
            return Err(Refused::Enough);
        }
        (self.extended, self.closes_on) = (true, to);
        Ok(())
    }

    /// Takes it to a meeting, or takes it back.
    ///
    /// # Errors
    /// When it is over already.
    pub fn leave(&mut self, to: State) -> Result<(), Refused> {
        if self.state != State::Open {
            return Err(Refused::Over);
        }
        self.state = to;
        self.keys.clear();
        Ok(())
    }

    /// What takes it to a meeting by itself on a day, if anything does: its time is over and somebody objects, a side does not
    /// agree, or too few have answered and nobody gave it more time by `patience`.
    #[must_use]
    pub fn falls_to_meeting(&self, voters: &[Voter], needed: (i64, i64), today: Date, patience: Date) -> Option<Verdict> {
        if self.state != State::Open || !self.is_past(today) {
            return None;
        }
        match verdict(&counted(voters, &self.given), needed) {
            Verdict::Carried => None,
            Verdict::Short if !self.extended && today <= patience => None,
            verdict => Some(verdict),
        }
    }
}
