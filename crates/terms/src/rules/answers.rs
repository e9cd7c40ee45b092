//! The typed answers, and what must not contradict in them.

use group::rules::Rule;
use serde::{Deserialize, Serialize};

use crate::{boards, cadence::Cadence};

/// The organisation that the group serves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Its name: `NHS North Moor`.
    pub name: String,
    /// Its partnerships.
    pub partnerships: Vec<String>,
    /// Its hospitals and other sites.
    pub sites: Vec<String>,
}

impl Board {
    /// A board of this name, with what is known of it.
    #[must_use]
    pub fn known(name: &str) -> Self {
        let known = boards::find(name);
        known.map_or_else(
            || Self { name: name.to_owned(), ..Self::default() },
            |known| Self { name: known.name.clone(), partnerships: known.partnerships.clone(), sites: known.sites.clone() },
        )
    }
}

/// Who chairs, and for how long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The months that a co-chair or core member serves; `None` where no term is set.
    pub months: Option<i64>,
}

/// How large the core membership is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Core seats; `None` where the terms name no number.
    pub size: Option<i64>,
    /// Whether GPs and consultants shall be as many.
    pub parity: bool,
}

/// One thing that the membership should cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    /// `site`, `partnership` or `capability`.
    pub kind: String,
    /// The name of the place, or the key of the capability.
    pub name: String,
}

/// What the membership should cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Each of them.
    pub wants: Vec<Want>,
}

/// How many of each side must be there to decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// GPs of the core membership.
    pub gps: i64,
    /// Consultants of the core membership.
    pub consultants: i64,
}

/// How often the group meets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequency {
    /// As people said it.
    pub said: String,
}

/// What issues are sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Themes {
    /// Their names.
    pub names: Vec<String>,
}

/// What reporters are promised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promises {
    /// Working days until a reporter hears what is done with an issue.
    pub triage_days: i64,
}

/// To whom the group reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingLine {
    /// None to three, the nearest first.
    pub to: Vec<String>,
}

/// A group that gets the minute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedGroup {
    /// Its name.
    pub name: String,
    /// Where mail reaches it; empty until somebody knows.
    pub address: String,
}

/// The groups that get the minute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinuteGroups {
    /// Each of them.
    pub groups: Vec<NamedGroup>,
}

/// A network by which everybody hears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedNetwork {
    /// Its name.
    pub name: String,
    /// Where our mail to it goes; empty until somebody knows.
    pub address: String,
    /// The line that its readers are spoken to with; may be empty.
    pub opening: String,
    /// Whether its address sends our mail on as it is; else an editor takes our text over.
    pub list: bool,
    /// When its editions close and come out.
    pub cadence: Cadence,
}

/// The networks by which everybody hears.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Networks {
    /// Each of them.
    pub networks: Vec<NamedNetwork>,
}

/// How time is paid for or planned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// In the group's own words.
    pub said: String,
}

/// The answer to a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Answer {
    /// The organisation.
    Board(Board),
    /// Who chairs, and for how long.
    CoChairs(Term),
    /// How large the core membership is.
    Balance(Balance),
    /// What the membership should cover.
    Coverage(Coverage),
    /// How many must be there.
    Quorum(Quorum),
    /// How often the group meets.
    Frequency(Frequency),
    /// What issues are sorted by.
    Themes(Themes),
    /// What reporters are promised.
    Promises(Promises),
    /// To whom the group reports.
    ReportingLine(ReportingLine),
    /// Who gets the minute.
    MinuteGroups(MinuteGroups),
    /// How everybody hears.
    Networks(Networks),
    /// How time is paid for or planned.
    Backfill(Backfill),
}

impl Answer {
    /// The rule that it answers.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::Board(_) => Rule::Board,
            Self::CoChairs(_) => Rule::CoChairs,
            Self::Balance(_) => Rule::Balance,
            Self::Coverage(_) => Rule::Coverage,
            Self::Quorum(_) => Rule::Quorum,
            Self::Frequency(_) => Rule::Frequency,
            Self::Themes(_) => Rule::Themes,
            Self::Promises(_) => Rule::Promises,
            Self::ReportingLine(_) => Rule::ReportingLine,
            Self::MinuteGroups(_) => Rule::MinuteGroups,
            Self::Networks(_) => Rule::Networks,
            Self::Backfill(_) => Rule::Backfill,
        }
    }

    /// What in this answer contradicts what was answered before, as messages for fields of its form.
    #[must_use]
    pub fn contradictions(&self, others: &[Self]) -> Vec<(&'static str, String)> {
        let balance = others.iter().find_map(|answer| if let Self::Balance(balance) = answer { Some(balance) } else { None });
        let quorum = others.iter().find_map(|answer| if let Self::Quorum(quorum) = answer { Some(quorum) } else { None });
        match self {
            Self::Balance(own) => {
                let odd = own.size.filter(|size| own.parity && size % 2 == 1);
                let odd = odd.map(|size| {
                    let message = format!("{size} cannot be as many GPs as consultants: choose an even number, or let the sides differ");
                    ("size", message)
                });
                let short =
                    quorum.and_then(|quorum| beyond(quorum, own)).map(|why| ("size", format!("{why}. Change the quorum first, or this")));
                odd.into_iter().chain(short).collect()
            }
            Self::Quorum(own) => balance.and_then(|balance| beyond(own, balance)).map(|why| ("gps", why)).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// Why a quorum cannot be reached by a core membership.
fn beyond(quorum: &Quorum, balance: &Balance) -> Option<String> {
    let size = balance.size?;
    let (needed, half) = (quorum.gps + quorum.consultants, size / 2);
    let people = |n: i64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    if balance.parity && quorum.gps.max(quorum.consultants) > half {
        let sides = format!("{} and {}", people(half, "GP"), people(half, "consultant"));
        return Some(format!("The core membership of {size} has {sides}, fewer than the quorum asks for"));
    }
    (needed > size).then(|| format!("The quorum asks for {needed}, and the core membership has {size}"))
}

#[cfg(test)]
mod unit {
    use super::*;

    fn balance(size: i64, parity: bool) -> Answer {
        Answer::Balance(Balance { size: Some(size), parity })
    }

    fn quorum(gps: i64, consultants: i64) -> Answer {
        Answer::Quorum(Quorum { gps, consultants })
    }

    #[test]
    fn what_contradicts_is_said_at_the_question() {
        assert_eq!(balance(9, true).contradictions(&[]).len(), 1, "as many of each, and an odd number");
        assert!(balance(9, false).contradictions(&[]).is_empty());
        assert_eq!(quorum(6, 1).contradictions(&[balance(10, true)]).len(), 1, "more GPs than there are");
        assert!(quorum(6, 1).contradictions(&[balance(10, false)]).is_empty());
        assert_eq!(quorum(6, 5).contradictions(&[balance(10, false)]).len(), 1, "more than there are in all");
        assert_eq!(balance(4, true).contradictions(&[quorum(3, 1)]).len(), 1, "the other way round too");
        assert!(quorum(9, 9).contradictions(&[]).is_empty(), "without a number nothing contradicts");
    }

    #[test]
    fn an_answer_is_stored_and_read_back() {
        let answer = quorum(2, 3);
        let text = serde_json::to_string(&answer).expect("JSON");
        assert_eq!(text, r#"{"rule":"quorum","gps":2,"consultants":3}"#);
        assert_eq!(serde_json::from_str::<Answer>(&text).expect("an answer"), answer);
    }
}
