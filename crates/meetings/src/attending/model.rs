//! What somebody can answer, and how many of each side a meeting can count on.

use group::membership::{Seat, Side};
use jiff::{Timestamp, civil::Time};
use uuid::Uuid;

use crate::meetings::Rules;

/// What somebody answers to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They come.
    Yes,
    /// Perhaps.
    Perhaps,
    /// They cannot.
    No,
}

impl Answer {
    /// Every answer, as the buttons stand.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Perhaps, Self::No];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Perhaps => "perhaps",
            Self::No => "no",
        }
    }

    /// The answer of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// What a person reads of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "Comes",
            Self::Perhaps => "Perhaps",
            Self::No => "Cannot come",
        }
    }

    /// What a button says.
    #[must_use]
    pub fn button(self) -> &'static str {
        match self {
            Self::Yes => "I can come",
            Self::Perhaps => "Perhaps",
            Self::No => "I cannot come",
        }
    }
}

/// How somebody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the meeting's page.
    Page,
    /// By the link in a mail.
    Link,
    /// Their calendar answered for them.
    Calendar,
    /// They told somebody who wrote it down.
    Told,
}

impl Way {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Link => "link",
            Self::Calendar => "calendar",
            Self::Told => "told",
        }
    }

    /// The way of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Page, Self::Link, Self::Calendar, Self::Told].into_iter().find(|way| way.key() == key)
    }

    /// In words; empty for what needs none.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Link => "by the link in the mail",
            Self::Calendar => "by their calendar",
            Self::Told => "told somebody",
        }
    }
}

/// What somebody has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who.
    pub person: Uuid,
    /// What.
    pub answer: Answer,
    /// Who comes instead, where they said so.
    pub deputy: Option<Uuid>,
    /// How.
    pub way: Way,
    /// The change of the invitation that they answered to.
    pub sequence: i64,
    /// When.
    pub at: Timestamp,
    /// What they added; may be empty.
    pub words: String,
    /// From when they can be there; nothing for the beginning.
    pub comes: Option<Time>,
    /// Until when; nothing for the end.
    pub leaves: Option<Time>,
}

/// What one side can count on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideForecast {
    /// The side.
    pub side: Side,
    /// How many must be there to decide.
    pub needed: i64,
    /// Core members who have said yes.
    pub yes: i64,
    /// Of those, before the meeting was moved.
    pub before_move: i64,
    /// Who may come.
    pub perhaps: i64,
    /// Who have not answered.
    pub silent: i64,
}

impl SideForecast {
    fn empty(side: Side, needed: i64) -> Self {
        Self { side, needed, yes: 0, before_move: 0, perhaps: 0, silent: 0 }
    }

    /// How many are still missing.
    #[must_use]
    pub fn short(self) -> i64 {
        (self.needed - self.yes).max(0)
    }

    fn words(self) -> String {
        let side = if self.side == Side::Gp { "GPs" } else { "consultants" };
        let have = if self.yes == 1 { "has" } else { "have" };
        let before = match self.before_move {
            0 => String::new(),
            n => format!(", {n} of them before it was moved"),
        };
        if self.short() == 0 {
            let are = if self.needed == 1 { "is" } else { "are" };
            return format!("{side}: {} {have} said yes{before} ({} {are} needed)", self.yes, self.needed);
        }
        let yes = format!("{} of {} needed {have} said yes{before}", self.yes, self.needed);
        let left = match (self.perhaps, self.silent) {
            (0, 0) => "nobody is left to ask".to_owned(),
            (perhaps, 0) => format!("{perhaps} may come"),
            (0, silent) => not_answered(silent),
            (perhaps, silent) => format!("{perhaps} may come, {}", not_answered(silent)),
        };
        format!("{side}: {} short ({yes}; {left})", in_words(self.short()))
    }
}

fn not_answered(n: i64) -> String {
    format!("{n} {} not answered", if n == 1 { "has" } else { "have" })
}

/// `one`, `two`; from ten on in figures.
fn in_words(n: i64) -> String {
    const WORDS: [&str; 10] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    usize::try_from(n).ok().and_then(|n| WORDS.get(n)).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// Whether a meeting will be quorate, as far as answers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// General practice and the hospital side.
    pub sides: [SideForecast; 2],
}

/// How one core member stands to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Their side.
    pub side: Side,
    /// What they have answered; nothing while they have not.
    pub answer: Option<Answer>,
    /// Whether they answered before the meeting was moved.
    pub before_move: bool,
}

impl Forecast {
    /// Of how each core member stands.
    #[must_use]
    pub fn of(standings: impl IntoIterator<Item = Standing>, rules: &Rules) -> Self {
        let mut sides = [SideForecast::empty(Side::Gp, rules.quorum_gps), SideForecast::empty(Side::Consultant, rules.quorum_consultants)];
        for one in standings {
            let Some(side) = sides.iter_mut().find(|side| side.side == one.side) else { continue };
            match one.answer {
                Some(Answer::Yes) => {
                    side.yes += 1;
                    side.before_move += i64::from(one.before_move);
                }
                Some(Answer::Perhaps) => side.perhaps += 1,
                Some(Answer::No) => {}
                None => side.silent += 1,
            }
        }
        Self { sides }
    }

    /// Whether both sides have enough who said yes.
    #[must_use]
    pub fn enough(self) -> bool {
        self.sides.iter().all(|side| side.short() == 0)
    }

    /// `GPs: 3 have said yes (2 are needed); consultants: one short (…).`
    #[must_use]
    pub fn words(self) -> String {
        let words = format!("{}; {}.", self.sides[0].words(), self.sides[1].words());
        words[..1].to_uppercase() + &words[1..]
    }

    /// In few words, for a list: `Enough of both sides`, `1 consultant short`.
    #[must_use]
    pub fn brief(self) -> String {
        if self.enough() {
            return "Enough of both sides".into();
        }
        let short = |side: &&SideForecast| side.short() > 0;
        let words = |side: &SideForecast| {
            let (one, many) = if side.side == Side::Gp { ("GP", "GPs") } else { ("consultant", "consultants") };
            format!("{} {} short", side.short(), if side.short() == 1 { one } else { many })
        };
        self.sides.iter().filter(short).map(words).collect::<Vec<_>>().join(", ")
    }
}

/// Who could come in somebody's place: the deputies of their side who have not said that they cannot.
#[must_use]
pub(super) fn deputies_for<'a>(seats: &'a [Seat], given: &[Given], seat: &Seat) -> Vec<&'a Seat> {
    let away = |one: &Seat| given.iter().any(|given| given.person == one.person && given.answer == Answer::No);
    let stands_in = |one: &&Seat| one.deputy && one.core && one.side == seat.side && one.person != seat.person && !away(one);
    if seat.core && Side::BOTH.contains(&seat.side) { seats.iter().filter(stands_in).collect() } else { Vec::new() }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn one(side: Side, answer: Option<Answer>) -> Standing {
        Standing { side, answer, before_move: false }
    }

    fn words(standings: Vec<Standing>) -> String {
        Forecast::of(standings, &Rules { quorum_gps: 2, quorum_consultants: 3, ..Rules::default() }).words()
    }

    #[test]
    fn what_a_side_is_short_of_is_said_with_who_can_still_be_asked() {
        let (gp, consultant) = (Side::Gp, Side::Consultant);
        let (yes, no, perhaps) = (Some(Answer::Yes), Some(Answer::No), Some(Answer::Perhaps));
        let gps = || vec![one(gp, yes), one(gp, yes), one(gp, yes), one(gp, no)];
        let with = |more: &[Option<Answer>]| words(gps().into_iter().chain(more.iter().map(|answer| one(consultant, *answer))).collect());
        let gps = "GPs: 3 have said yes (2 are needed); consultants: ";
        assert_eq!(with(&[yes, yes, None]), format!("{gps}one short (2 of 3 needed have said yes; 1 has not answered)."));
        assert_eq!(
            with(&[yes, perhaps, None, None]),
            format!("{gps}two short (1 of 3 needed has said yes; 1 may come, 2 have not answered).")
        );
        assert_eq!(with(&[no, no]), format!("{gps}three short (0 of 3 needed have said yes; nobody is left to ask)."));
        assert_eq!(with(&[yes, yes, yes]), format!("{gps}3 have said yes (3 are needed)."));
    }

    #[test]
    fn an_answer_to_an_earlier_time_counts_and_says_so() {
        let rules = Rules { quorum_gps: 1, quorum_consultants: 1, ..Rules::default() };
        let moved = Standing { before_move: true, ..one(Side::Gp, Some(Answer::Yes)) };
        let forecast = Forecast::of([moved], &rules);
        assert!(forecast.words().starts_with("GPs: 1 has said yes, 1 of them before it was moved (1 is needed);"), "{}", forecast.words());
        assert_eq!(forecast.brief(), "1 consultant short");
    }
}
