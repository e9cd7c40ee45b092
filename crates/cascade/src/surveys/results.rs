//! What a round's answers say: how many gave each answer, in all and by sector, and the answer in the middle.

use issues::issues::Sector;

use super::{
    hiding::{self, FEWEST},
    model::Question,
};

/// How many of a sector gave an answer to a question in a round, as the database counts them.
#[derive(Clone, Debug)]
pub(super) struct Count {
    /// The round's number.
    pub(super) round: i64,
    /// The question's key.
    pub(super) question: String,
    /// Where they work, if they said.
    pub(super) sector: Option<Sector>,
    /// The answer's key.
    pub(super) answer: String,
    /// How many.
    pub(super) n: u64,
}

/// Whose answers a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Everybody's.
    All,
    /// Those of one sector.
    Sector(Sector),
    /// Those of people who did not say where they work.
    Unsaid,
}

impl Who {
    /// The word that scripts see.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sector(sector) => sector.key(),
            Self::Unsaid => "not-said",
        }
    }

    /// What people read.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::All => "In all",
            Self::Sector(sector) => sector.words(),
            Self::Unsaid => "Did not say where",
        }
    }
}

/// How many gave each answer to a question, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tally(Vec<u64>);

impl Tally {
    /// How many answered the question.
    pub(super) fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// How many gave each answer.
    pub(super) fn counts(&self) -> &[u64] {
        &self.0
    }

    /// The share of an answer, in whole hundredths; half of one is rounded up.
    pub(super) fn percent(&self, at: usize) -> u64 {
        let total = self.total().max(1);
        (self.0.get(at).copied().unwrap_or(0) * 200 + total) / (2 * total)
    }

    /// What the middle one of all answers on the question's scale says; two where the middle lies between them. `None` where
    /// nobody's answer is on a scale.
    fn middle(&self, question: &Question) -> Option<(&'static str, &'static str)> {
        let on_scale = &self.0[..question.scale.min(self.0.len())];
        let total: u64 = on_scale.iter().sum();
        let answer = |rank: u64| {
            let mut passed = 0;
            let at = on_scale.iter().position(|n| {
                passed += n;
                passed > rank
            })?;
            question.choices.get(at).map(|(_, words)| *words)
        };
        Some((answer(total.checked_sub(1)? / 2)?, answer(total / 2)?))
    }

    /// What it comes to, in a few words: the middle answer, or the share of the first one.
    pub(super) fn words(&self, question: &Question) -> String {
        if question.scale == 0 {
            return format!("{}% say “{}”", self.percent(0), question.choices[0].1);
        }
        let aside: Vec<_> = question.choices[question.scale..].iter().map(|(_, words)| format!("“{words}”")).collect();
        let aside = if aside.is_empty() { String::new() } else { format!(", leaving aside {}", aside.join(" and ")) };
        match self.middle(question) {
            Some((lower, upper)) if lower == upper => format!("the middle answer is “{lower}”{aside}"),
            Some((lower, upper)) => format!("the middle lies between “{lower}” and “{upper}”{aside}"),
            None => format!("nobody gave an answer that has a middle{aside}"),
        }
    }
}

/// What may be shown of the answers to a question in a round.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Everybody's, if they are enough.
    pub(super) all: Option<Tally>,
    /// Those who are shown by themselves, in the order of sectors.
    pub(super) groups: Vec<(Who, Tally)>,
    /// Those who are not, because fewer than five of them answered.
    pub(super) few: Vec<Who>,
    /// Those who are not, because fewer than five others could be worked out from them.
    pub(super) beside: Vec<Who>,
}

/// What may be shown of the answers to a question in a round.
pub(super) fn told(question: &Question, round: i64, counts: &[Count]) -> Told {
    let groups: Vec<Who> = Sector::ALL.iter().copied().map(Who::Sector).chain([Who::Unsaid]).collect();
    let tallies: Vec<Tally> = groups.iter().map(|who| tally(question, round, *who, counts)).collect();
    let all = tally(question, round, Who::All, counts);
    let totals: Vec<u64> = tallies.iter().map(Tally::total).collect();
    let shown = hiding::shown(&totals);
    let mut told = Told { all: Some(all).filter(|all| all.total() >= FEWEST), groups: Vec::new(), few: Vec::new(), beside: Vec::new() };
    for ((who, tally), shown) in groups.into_iter().zip(tallies).zip(shown) {
        match shown {
            true => told.groups.push((who, tally)),
            false if tally.total() >= FEWEST => told.beside.push(who),
            // Who said nothing of where they work is a group only when there is somebody.
            false if who != Who::Unsaid || tally.total() > 0 => told.few.push(who),
            false => {}
        }
    }
    told
}

fn tally(question: &Question, round: i64, who: Who, counts: &[Count]) -> Tally {
    let own = |count: &&Count| {
        let within = match who {
            Who::All => true,
            Who::Sector(sector) => count.sector == Some(sector),
            Who::Unsaid => count.sector.is_none(),
        };
        within && count.round == round && count.question == question.key
    };
    let of = |key: &str| counts.iter().filter(own).filter(|count| count.answer == key).map(|count| count.n).sum();
    Tally(question.choices.iter().map(|(key, _)| of(key)).collect())
}

/// The texts that may be shown: none where there are fewer than five, and in an order that tells nothing.
pub(super) fn texts(mut texts: Vec<String>) -> Vec<String> {
    if u64::try_from(texts.len()).unwrap_or(u64::MAX) < FEWEST {
        return Vec::new();
    }
    texts.sort_by_cached_key(|text| (text.to_lowercase(), text.clone()));
    texts
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::{super::model::QUESTIONS, *};

    fn counts(question: &Question, of: &[(Option<Sector>, usize, u64)]) -> Vec<Count> {
        let count = |(sector, at, n): &(Option<Sector>, usize, u64)| Count {
            round: 1,
            question: question.key.into(),
            sector: *sector,
            answer: question.choices[*at].0.into(),
            n: *n,
        };
        of.iter().map(count).collect()
    }

    #[test]
    fn the_middle_is_an_answer_that_half_gave_or_less_and_half_gave_or_more() {
        let [works, change, knows, hears] = &QUESTIONS;
        let words = |question: &Question, of: &[u64]| Tally(of.to_vec()).words(question);
        assert_eq!(words(works, &[1, 2, 0, 2, 0]), "the middle answer is “Badly”");
        assert_eq!(words(works, &[1, 2, 0, 3, 0]), "the middle lies between “Badly” and “Well”");
        assert_eq!(words(change, &[0, 0, 1, 0, 0, 9]), "the middle answer is “About the same”, leaving aside “I cannot say”");
        assert_eq!(words(hears, &[0, 0, 0, 0, 5]), "nobody gave an answer that has a middle, leaving aside “I have raised none”");
        assert_eq!(words(knows, &[2, 3, 1]), "33% say “Yes”");
        assert_eq!(Tally(vec![1, 7]).percent(0), 13, "12.5 is rounded up");
    }

    #[test]
    fn texts_are_shown_from_five_on_and_by_their_letters() {
        let typed = |texts: &[&str]| super::texts(texts.iter().map(|text| (*text).to_owned()).collect());
        assert!(typed(&["a", "b", "c", "d"]).is_empty());
        assert_eq!(typed(&["late", "Beds", "zeal", "beds", "Äpfel"]), ["Beds", "beds", "late", "zeal", "Äpfel"]);
    }

    #[test]
    fn a_sector_with_fewer_than_five_takes_another_with_it_and_both_are_named() {
        let question = &QUESTIONS[2];
        let (primary, secondary) = (Some(Sector::Primary), Some(Sector::Secondary));
        let told = told(question, 1, &counts(question, &[(primary, 0, 9), (secondary, 1, 6), (Some(Sector::Community), 0, 4)]));
        assert_eq!(told.groups.iter().map(|(who, _)| who.words()).collect::<Vec<_>>(), ["General practice"]);
        assert_eq!(told.beside, [Who::Sector(Sector::Secondary)]);
        assert_eq!(told.few, [Who::Sector(Sector::OutOfHours), Who::Sector(Sector::Community), Who::Sector(Sector::Other)]);
        assert_eq!(told.all.expect("enough").counts(), [13, 6, 0]);
    }

    proptest! {
        /// Whatever was answered: what is shown adds up to no more than the whole, and what is left of the whole when it is taken
        /// away is nobody's answers or those of five at least.
        #[test]
        fn what_is_left_of_the_whole_is_nobodys_or_many(
            answers in prop::collection::vec((prop::option::of(0_usize..5), 0_usize..5), 0..60)
        ) {
            let question = &QUESTIONS[0];
            let of: Vec<_> = answers.iter().map(|(sector, at)| (sector.map(|at| Sector::ALL[at]), *at, 1)).collect();
            let told = told(question, 1, &counts(question, &of));
            let Some(all) = &told.all else {
                prop_assert!(answers.len() < 5 && told.groups.is_empty());
                return Ok(());
            };
            prop_assert_eq!(all.total(), answers.len() as u64);
            prop_assert!(told.groups.iter().all(|(_, tally)| tally.total() >= FEWEST));
            let mut left = all.counts().to_vec();
            for (_, tally) in &told.groups {
                for (left, n) in left.iter_mut().zip(tally.counts()) {
                    *left -= n;
                }
            }
            let left: u64 = left.iter().sum();
            prop_assert!(left == 0 || left >= FEWEST, "{left} are left over");
            for (who, tally) in &told.groups {
                let own = answers.iter().filter(|(sector, _)| sector.map(|at| Sector::ALL[at]) == match who {
                    Who::Sector(sector) => Some(*sector),
                    Who::All | Who::Unsaid => None,
                });
                prop_assert_eq!(own.count() as u64, tally.total());
            }
        }
    }
}
