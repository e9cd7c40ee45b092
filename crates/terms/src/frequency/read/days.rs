//! Which day: `the second Tuesday of the month`, `Mondays`, `the 15th`, `the last day`.

use jiff::civil::Weekday;

use super::{
    super::Nth,
    Fact,
    tokens::{Cursor, Kind, ORDINAL_LETTERS},
};

/// What is said where several days are named.
pub(super) const ONE_DAY: &str =
    "is more than one day, and days can be proposed for one. Write one of them; a meeting on another day can be planned by hand.";

fn name(word: &str) -> Option<(Weekday, bool)> {
    let (word, each) = match word.strip_suffix("days") {
        Some(stem) => (format!("{stem}day"), true),
        None => (word.to_owned(), false),
    };
    let weekday = match word.as_str() {
        "monday" | "mon" | "mons" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" | "weds" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" | "fris" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    };
    Some((weekday, each))
}

/// Whether a word is a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    name(word).is_some()
}

/// `Tuesday`, `Weds`, `Mondays`.
pub(super) fn weekday(at: &mut Cursor) -> Option<Fact> {
    let (weekday, each) = name(at.word()?)?;
    at.at += 1;
    Some(Fact::Weekday { weekday, each })
}

/// `on a Tuesday`.
pub(super) fn a_weekday(at: &mut Cursor) -> Option<Vec<Fact>> {
    weekday(at).map(|day| vec![day])
}

/// Which of several.
#[derive(Clone, Copy, PartialEq)]
enum Ordinal {
    Number(i64),
    Last,
}

/// `second`, `2nd`, `last`.
fn ordinal(at: &mut Cursor) -> Option<Ordinal> {
    if at.eat(&["last", "final"]).is_some() {
        return Some(Ordinal::Last);
    }
    ordinal_number(at).map(Ordinal::Number)
}

/// `second`, `2nd`.
pub(super) fn ordinal_number(at: &mut Cursor) -> Option<i64> {
    const WORDS: [&str; 12] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];
    at.attempt(|at| {
        if let Some(word) = at.eat(&WORDS) {
            return i64::try_from(WORDS.iter().position(|name| *name == word)? + 1).ok();
        }
        let number = at.number().filter(|number| number.part.is_none() && number.digits > 0)?;
        at.eat(&ORDINAL_LETTERS)?;
        Some(number.whole)
    })
}

/// `first`, `first and third`, `1st/3rd`.
fn ordinals(at: &mut Cursor) -> Option<(Ordinal, usize)> {
    let first = ordinal(at)?;
    let mut n = 1;
    while at
        .attempt(|at| {
            at.between().or_else(|| at.range())?;
            at.eat(&["the"]);
            ordinal(at)
        })
        .is_some()
    {
        n += 1;
    }
    Some((first, n))
}

/// `second Tuesday`, `last Friday`.
pub(super) fn nth_weekday(at: &mut Cursor) -> Option<Vec<Fact>> {
    let (ordinal, n) = ordinals(at)?;
    at.dash();
    let weekday = at.attempt(weekday);
    if n > 1 {
        return Some(vec![Fact::Trouble(ONE_DAY.into())]);
    }
    let Fact::Weekday { weekday, .. } = weekday? else { return None };
    let nth = match ordinal {
        Ordinal::Number(1) => Nth::First,
        Ordinal::Number(2) => Nth::Second,
        Ordinal::Number(3) => Nth::Third,
        Ordinal::Number(4) => Nth::Fourth,
        Ordinal::Last => Nth::Last,
        Ordinal::Number(_) => {
            return Some(vec![Fact::Trouble("does not come in every month. Write “last” instead, or one from first to fourth.".into())]);
        }
    };
    if at.attempt(of_each_quarter).is_some() {
        let words = "leaves open which month of the quarter. Write “quarterly” and the day of the month, for example “quarterly, last Friday”, \
                     or name the months, for example “in March, June, September and December”.";
        return Some(vec![Fact::Trouble(words.into())]);
    }
    Some(vec![Fact::Nth { nth, weekday, every: false }])
}

fn of_each_quarter(at: &mut Cursor) -> Option<()> {
    at.eat(&["of", "in"])?;
    at.eat(&["the", "each", "every", "a"])?;
    at.eat(&["quarter", "year"]).map(|_| ())
}

/// `the 15th`, `the 2nd of each month`, `the last day of the month`.
pub(super) fn day_of_month(at: &mut Cursor) -> Option<Vec<Fact>> {
    let spelled = at.word().is_some();
    let ordinal = ordinal(at)?;
    let day = at.eat(&["day"]).is_some();
    // `the third week` and `the 15th March` are other things.
    let ends = match at.kind() {
        None | Some(Kind::Mark(_) | Kind::Dash | Kind::Number(_)) => true,
        Some(Kind::Word(word)) => {
            ["of", "in", "at", "from", "for", "each", "every", "by", "except", "excluding", "and"].contains(&word.as_str())
        }
    };
    let of = matches!(at.word(), Some("of"));
    let day = match ordinal {
        Ordinal::Last if day => 31,
        Ordinal::Number(n) if (day || of || !spelled) && ends => i8::try_from(n).ok().filter(|day| (1..=31).contains(day))?,
        _ => return None,
    };
    if at.attempt(of_each_quarter).is_some() {
        return Some(vec![Fact::Trouble("leaves open which month. Name the months, for example “in March and September”.".into())]);
    }
    Some(vec![Fact::Day(day)])
}

/// `of the month`, after a day.
pub(super) fn of_the_month(at: &mut Cursor) -> Option<Vec<Fact>> {
    at.eat(&["of", "in"])?;
    at.skip(&["the", "that", "a", "calendar"]);
    at.eat(&["month"]).map(|_| vec![Fact::OfTheMonth])
}
