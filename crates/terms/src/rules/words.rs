//! How an answer is said: in the place of a bracket, as a clause of its own, on the list of what is to be settled.

use group::{membership::CAPABILITIES, rules::Rule};

use super::answers::{Answer, Balance, Coverage, NamedNetwork, Networks, Quorum, Want};
use crate::frequency;

/// What a rule is called on the list of what is to be settled.
#[must_use]
pub fn title(rule: Rule) -> &'static str {
    match rule {
        Rule::Board => "The health board",
        Rule::CoChairs => "The co-chairs",
        Rule::Balance => "The core membership",
        Rule::Coverage => "What the membership should cover",
        Rule::Quorum => "The quorum",
        Rule::Frequency => "How often the group meets",
        Rule::Themes => "Themes",
        Rule::Promises => "What reporters are promised",
        Rule::ReportingLine => "To whom the group reports",
        Rule::MinuteGroups => "Who gets the minute",
        Rule::Networks => "How everybody hears",
        Rule::Backfill => "Backfill and job plans",
    }
}

/// What follows from the answer, under the heading of its form.
#[must_use]
pub fn question(rule: Rule) -> &'static str {
    match rule {
        Rule::Board => "Whom the group serves. Its partnerships and sites are offered wherever a place is asked for.",
        Rule::CoChairs => "One co-chair is a GP and one is a consultant, and it takes both to publish anything. How long do they serve?",
        Rule::Balance => "The page of members goes by this. A gap is shown and stops nothing.",
        Rule::Coverage => "The page of members shows who covers each of these, and what nobody covers yet.",
        Rule::Quorum => "Without it a meeting decides nothing. It counts core members of each side.",
        Rule::Frequency => "The next meetings are proposed by this.",
        Rule::Themes => "Issues are sorted by these, and meetings take them up. What the group has already stays.",
        Rule::Promises => "The page of every issue promises this to whoever raised it.",
        Rule::ReportingLine => "Up to three, the nearest first. Leave all empty if the group reports to nobody.",
        Rule::MinuteGroups => "Each gets the minute as soon as both sides have approved it.",
        Rule::Networks => "What is agreed leaves for each in time for its next edition.",
        Rule::Backfill => "What the terms say of paid time for practices and time in job plans.",
    }
}

/// The first field of a rule's form: where a message belongs that is about all of it.
#[must_use]
pub fn first_field(rule: Rule) -> &'static str {
    match rule {
        Rule::Board => "name",
        Rule::CoChairs => "months",
        Rule::Balance => "size",
        Rule::Coverage => "sites",
        Rule::Quorum => "gps",
        Rule::Frequency | Rule::Backfill => "said",
        Rule::Themes => "names",
        Rule::Promises => "triage_days",
        Rule::ReportingLine => "to-1",
        Rule::MinuteGroups => "groups",
        Rule::Networks => "name-0",
    }
}

/// Names in a sentence: `A`, `A and B`, `A, B and C`.
pub(crate) fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn people(n: i64, one: &str) -> String {
    if n == 1 { format!("one {one}") } else { format!("{n} {one}s") }
}

fn quorum(quorum: &Quorum) -> String {
    let (gps, consultants) = (people(quorum.gps, "GP"), people(quorum.consultants, "consultant"));
    format!("at least {gps} and {consultants} of the core membership")
}

fn balance(balance: &Balance) -> String {
    match (balance.size, balance.parity) {
        (Some(size), true) => {
            let half = size / 2;
            format!("The core membership has {size} seats: {} and {}.", people(half, "GP"), people(half, "consultant"))
        }
        (Some(size), false) => format!("The core membership has {size} seats. The two sides need not be as many."),
        (None, true) => "The core membership has as many GPs as consultants.".into(),
        (None, false) => "The core membership is of no fixed size, and the two sides need not be as many.".into(),
    }
}

/// What is wanted, as people read it.
pub(crate) fn want(want: &Want) -> String {
    let capability = CAPABILITIES.iter().find(|(key, _)| want.kind == "capability" && *key == want.name);
    capability.map_or_else(|| want.name.clone(), |(_, words)| (*words).to_owned())
}

fn coverage(coverage: &Coverage) -> String {
    joined(&coverage.wants.iter().map(want).collect::<Vec<_>>())
}

fn network(network: &NamedNetwork) -> String {
    format!("{} ({})", network.name, network.cadence.words())
}

fn networks(networks: &Networks) -> String {
    networks.networks.iter().map(network).collect::<Vec<_>>().join("; ")
}

/// How often, as one part of a sentence.
fn frequency(said: &str) -> String {
    frequency::read(said).map_or_else(|_| said.to_owned(), |frequency| frequency.words())
}

fn working_days(n: i64) -> String {
    if n == 1 { "1 working day".into() } else { format!("{n} working days") }
}

fn months(n: i64) -> String {
    match (n / 12, n % 12) {
        (1, 0) => "one year".into(),
        (years, 0) if years > 1 => format!("{years} years"),
        _ if n == 1 => "one month".into(),
        _ => format!("{n} months"),
    }
}

impl Answer {
    /// What stands in the place of the `nth` bracket (from 0) that asks for it; `None` where there is nothing to stand there.
    #[must_use]
    pub fn inline(&self, nth: usize) -> Option<String> {
        let some = |words: String| Some(words).filter(|words| !words.is_empty());
        match self {
            Self::Board(board) => some(board.name.clone()),
            Self::ReportingLine(line) => line.to.get(nth).cloned(),
            Self::MinuteGroups(groups) => some(joined(&groups.groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>())),
            Self::Networks(own) => some(networks(own)),
            Self::Frequency(own) => some(frequency(&own.said)),
            Self::Quorum(own) => some(quorum(own)),
            Self::Balance(own) => own.size.map(|size| size.to_string()),
            Self::Coverage(own) => some(coverage(own)),
            Self::Themes(own) => some(joined(&own.names)),
            Self::Promises(own) => some(working_days(own.triage_days)),
            Self::Backfill(own) => some(own.said.clone()),
            Self::CoChairs(own) => own.months.map(months),
        }
    }

    /// The clause that says it by itself; `None` where there is nothing to say.
    #[must_use]
    pub fn clause(&self) -> Option<String> {
        let some = |there: bool, words: String| there.then_some(words);
        match self {
            Self::Board(board) => {
                let places: Vec<String> = board.partnerships.iter().chain(&board.sites).cloned().collect();
                let with = if places.is_empty() { String::new() } else { format!(", with {}", joined(&places)) };
                Some(format!("The group serves {}{with}.", board.name))
            }
            Self::CoChairs(own) => {
                let serve = own.months.map_or_else(String::new, |n| format!(" Each serves for {}.", months(n)));
                Some(format!(
                    "One GP and one consultant chair the group together.{serve} Each may name deputies among the core members of their own side."
                ))
            }
            Self::Balance(own) => Some(balance(own)),
            Self::Coverage(own) => some(!own.wants.is_empty(), format!("As far as it can, the membership covers {}.", coverage(own))),
            Self::Quorum(own) => Some(format!("The group decides when {} are there.", quorum(own))),
            Self::Frequency(own) => Some(format!("The group meets {}.", frequency(&own.said))),
            Self::Themes(own) => some(!own.names.is_empty(), format!("Issues are sorted by theme, among them {}.", joined(&own.names))),
            Self::Promises(own) => {
                Some(format!("Whoever raises an issue hears within {} what is done with it.", working_days(own.triage_days)))
            }
            Self::ReportingLine(own) => match own.to.as_slice() {
                [] => Some("The group reports to nobody.".into()),
                line => Some(format!("The group reports to {}.", line.join(", which reports to "))),
            },
            Self::MinuteGroups(own) => some(
                !own.groups.is_empty(),
                format!("The minute goes to {}, once both sides have approved it.", self.inline(0).unwrap_or_default()),
            ),
            Self::Networks(own) => some(!own.networks.is_empty(), format!("What is agreed goes to {}.", networks(own))),
            Self::Backfill(own) => some(!own.said.is_empty(), own.said.clone()),
        }
    }

    /// In a few words, for the list of what is to be settled.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::MinuteGroups(own) => {
                let waiting = own.groups.iter().filter(|group| group.address.is_empty()).count();
                let note = if waiting == 0 { String::new() } else { format!(" ({waiting} without an address yet)") };
                format!("{}{note}", self.inline(0).unwrap_or_else(|| "Nobody".into()))
            }
            Self::Networks(own) if own.networks.is_empty() => "None".into(),
            Self::ReportingLine(own) if own.to.is_empty() => "Nobody".into(),
            Self::ReportingLine(own) => own.to.join(", then "),
            Self::Themes(own) if own.names.is_empty() => "Those that the group has".into(),
            Self::Coverage(own) if own.wants.is_empty() => "Nothing named".into(),
            Self::Backfill(own) if own.said.is_empty() => "Nothing said".into(),
            Self::Balance(_) | Self::CoChairs(_) => self.clause().unwrap_or_default(),
            other => {
                let words = other.inline(0).unwrap_or_default();
                let mut letters = words.chars();
                letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
            }
        }
    }
}
