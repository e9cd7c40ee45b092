//! How long a meeting lasts: `90 minutes`, `an hour and a half`, `1h30`, `1.5 hours`.

use super::{Fact, tokens::Cursor};

const HOURS: [&str; 5] = ["hour", "hours", "hr", "hrs", "h"];
const MINUTES: [&str; 5] = ["minute", "minutes", "min", "mins", "m"];
/// What may follow the thirty of `1 hour 30`.
const FOLLOWS: [&str; 8] = ["on", "at", "from", "every", "each", "by", "except", "long"];

/// `for about two hours`, `lasting up to 90 minutes`.
pub(super) fn length(at: &mut Cursor) -> Option<Vec<Fact>> {
    at.skip(&["for", "last", "lasts", "lasting"]);
    at.phrase(&[
        "no more than",
        "no longer than",
        "not more than",
        "not longer than",
        "a maximum of",
        "maximum of",
        "maximum",
        "max",
        "at most",
        "up to",
        "at least",
        "a minimum of",
        "minimum of",
        "minimum",
    ]);
    at.skip(&["about", "around", "approximately", "approx", "roughly"]);
    if let Some(range) = at.attempt(several) {
        return Some(vec![range]);
    }
    let minutes = amount(at)?;
    at.skip(&["long", "maximum", "max", "duration"]);
    Some(vec![minutes])
}

/// `60-90 minutes`, `one to two hours`.
fn several(at: &mut Cursor) -> Option<Fact> {
    at.attempt(amount).or_else(|| at.number().map(|_| Fact::Minutes(0)))?;
    at.range().or_else(|| at.eat(&["or"]).map(|_| ()))?;
    amount(at)?;
    Some(Fact::Trouble("is more than one length. Write one, for example “90 minutes”.".into()))
}

fn amount(at: &mut Cursor) -> Option<Fact> {
    if at.phrase(&["half an hour", "half a hour", "half hour", "a half hour"]) {
        return Some(Fact::Minutes(30));
    }
    if at.phrase(&["quarter of an hour", "a quarter of an hour"]) {
        return Some(Fact::Minutes(15));
    }
    let Some(number) = at.number() else {
        at.eat(&["a", "an"])?;
        at.eat(&["hour"])?;
        return Some(Fact::Minutes(60 + more(at)));
    };
    if number.whole == 3 && at.phrase(&["quarters of an hour"]) {
        return Some(Fact::Minutes(45));
    }
    let and_more = if number.part.is_none() { parts(at) } else { None };
    at.dash();
    if number.part.is_none() && and_more.is_none() && at.eat(&MINUTES).is_some() {
        return Some(Fact::Minutes(number.whole));
    }
    at.eat(&HOURS)?;
    if matches!(number.part, Some((_, _, 2))) && (number.whole >= 7 || number.digits == 2) {
        return None; // `12.30 hours` is a time.
    }
    // More than a day is no length: `1400 hours` is a time.
    let hours = Some(number.whole).filter(|hours| *hours <= 24 && number.digits < 3)?;
    let minutes = match number.part {
        None => and_more.unwrap_or_else(|| more(at)),
        Some(('.', tenths, 1)) => tenths * 6,
        Some(('.', hundredths @ (0 | 25 | 50 | 75), 2)) => hundredths * 60 / 100,
        Some((':', minutes @ 0..=59, 2)) => minutes,
        Some(_) => {
            let words = "may be hours and minutes or a part of an hour. Write it in minutes, for example “90 minutes”.";
            return Some(Fact::Trouble(words.into()));
        }
    };
    Some(Fact::Minutes(hours * 60 + minutes))
}

/// What comes after the hours: `and a half`, `30`, `and 15 minutes`.
fn more(at: &mut Cursor) -> i64 {
    let minutes = |at: &mut Cursor| {
        at.eat(&["and"]);
        let number = at.number().filter(|number| number.part.is_none() && number.whole < 60)?;
        let named = at.eat(&MINUTES).is_some();
        // Two digits and nothing after them that would make something else of them, a time or so many weeks.
        let alone = number.digits == 2 && at.word().is_none_or(|word| FOLLOWS.contains(&word)) && at.attempt(Cursor::range).is_none();
        (named || alone).then_some(number.whole)
    };
    parts(at).or_else(|| at.attempt(minutes)).unwrap_or(0)
}

fn parts(at: &mut Cursor) -> Option<i64> {
    if at.phrase(&["and a half", "and half"]) { Some(30) } else { at.phrase(&["and a quarter", "and quarter"]).then_some(15) }
}
