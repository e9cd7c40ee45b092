//! Reads how often a group meets from the words that people write into their terms.
//!
//! A line is read from left to right. At each place the rules are asked in turn; a rule that understands what stands
//! there says one or more facts. Words that change nothing are passed over, and whatever is left is told to the writer.
//! Only then are the facts put together: `settle`.

mod around;
mod clock;
mod days;
mod length;
mod months;
mod rhythm;
mod settle;
mod tokens;

use jiff::civil::Weekday;

use self::{
    clock::{Clock, Part},
    tokens::{Cursor, Kind, Token},
};
use super::{Frequency, Nth};

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
enum Fact {
    Weeks(i64),
    Months(i64),
    OfTheMonth,
    Weekday {
        weekday: Weekday,
        /// `Tuesdays`: every one of them, if nothing else says how often.
        each: bool,
    },
    Nth {
        nth: Nth,
        weekday: Weekday,
        /// `every second Tuesday`: every two weeks, or of every month.
        every: bool,
    },
    Day(i8),
    Start(Clock),
    End(Clock),
    Minutes(i64),
    PartOfDay(Part),
    Except(Vec<i8>),
    /// Months named one by one.
    Only(Vec<i8>),
    /// Months from one to another.
    Season(Vec<i8>),
    /// Understood, and yet it cannot be: what is said of it, after its own words.
    Trouble(String),
}

impl Fact {
    /// The same after `every`.
    fn after_every(self) -> Self {
        match self {
            Self::Nth { nth, weekday, .. } => Self::Nth { nth, weekday, every: true },
            other => other,
        }
    }
}

/// A fact, and the words that said it.
struct Said<'a> {
    fact: Fact,
    words: &'a str,
}

type Rule = fn(&mut Cursor) -> Option<Vec<Fact>>;

/// In the order in which they are asked: `at two-month intervals` is no time, `1h30` is no time either.
const RULES: [Rule; 17] = [
    around::more_often,
    months::except,
    months::begins,
    months::only,
    rhythm::interval,
    rhythm::times,
    rhythm::every,
    rhythm::adverb,
    days::nth_weekday,
    days::day_of_month,
    rhythm::one_weekday,
    days::a_weekday,
    days::of_the_month,
    length::length,
    clock::times,
    clock::end,
    clock::part_of_day,
];

const EMPTY: &str = "Say how often the group meets, for example “every second month, on the second Tuesday, 12:30 to 14:00”.";

/// Reads how often a group meets: `every second month, second Tuesday, 12:30, 90 minutes`.
///
/// # Errors
/// Sentences for the writer: each says what was not understood, or what does not go together, and how to write it.
pub fn read(typed: &str) -> Result<Frequency, Vec<String>> {
    let line = tokens::plain(typed);
    if line.chars().count() > 500 {
        return Err(vec!["Say only how often, on which day, when and for how long: 500 characters or less.".into()]);
    }
    let tokens = tokens::cut(&line);
    if !tokens.iter().any(|token| matches!(token.kind, Kind::Word(_) | Kind::Number(_))) {
        return Err(vec![EMPTY.into()]);
    }
    let (said, unknown) = listen(&line, &tokens);
    let unknown = unknown.into_iter().map(|words| {
        let hint = "Leave it out, or say it in other words, for example “every six weeks, on a Thursday”.";
        format!("We do not know what “{}” means here. {hint}", short(words))
    });
    settle::settle(&said, unknown.collect())
}

/// All that is said in a line, and the stretches of it that no rule understands.
fn listen<'a>(line: &'a str, tokens: &[Token]) -> (Vec<Said<'a>>, Vec<&'a str>) {
    let words = |from: usize, to: usize| line[tokens[from].from..tokens[to - 1].to].trim();
    let (mut said, mut unknown) = (Vec::new(), Vec::<(usize, usize)>::new());
    let mut at = Cursor::new(tokens);
    while at.kind().is_some() {
        let from = at.at;
        if let Some(facts) = RULES.iter().find_map(|rule| at.attempt(rule)) {
            said.extend(facts.into_iter().map(|fact| Said { fact, words: words(from, at.at) }));
        } else if !around::pass_over(&mut at) {
            at.at += 1;
            // What stands between two such words, and says nothing by itself, belongs to them.
            match unknown.last_mut() {
                Some((_, to)) if !said_between(&said, line, tokens, *to, from) => *to = at.at,
                _ => unknown.push((from, at.at)),
            }
        }
    }
    (said, unknown.into_iter().map(|(from, to)| words(from, to)).collect())
}

/// Whether a rule understands what stands here.
fn understands(at: Cursor) -> bool {
    RULES.iter().any(|rule| rule(&mut { at }).is_some())
}

/// Whether something was understood between two pieces.
fn said_between(said: &[Said], line: &str, tokens: &[Token], from: usize, to: usize) -> bool {
    let start = |words: &str| words.as_ptr() as usize - line.as_ptr() as usize;
    said.last().is_some_and(|last| start(last.words) >= tokens[from - 1].to && start(last.words) < tokens[to].from)
}

/// The beginning of what somebody wrote, on one line.
fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 { line } else { format!("{} …", line.chars().take(60).collect::<String>().trim_end()) }
}
