//! When a meeting begins and ends: `12.30 - 14.00`, `from 1 to 2.30pm`, `noon`, `half past twelve`.

use super::{
    Fact,
    tokens::{Cursor, Kind, Number, ORDINAL_LETTERS},
};

/// A time of day, as far as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// As written: 1 to 12 where the half of the day is not known.
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) half: Half,
}

/// Which half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
    /// By the hour itself: 13:00, 09:00.
    ByHour,
    Unsaid,
}

/// A part of the day that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Lunch,
    Afternoon,
    Evening,
}

/// What stands before a time.
const LEADS: [&str; 14] = [
    "at",
    "from",
    "between",
    "start",
    "starts",
    "starting",
    "begin",
    "begins",
    "beginning",
    "commencing",
    "commences",
    "commence",
    "about",
    "around",
];

/// `12:30 to 14:00`, `at 1`, `9.30am`.
pub(super) fn times(at: &mut Cursor) -> Option<Vec<Fact>> {
    let (mut led, mut between) = (false, false);
    while let Some(lead) = at.eat(&LEADS) {
        (led, between) = (true, between || lead == "between");
    }
    let both = at.attempt(|at| {
        let (start, start_bare) = clock(at)?;
        at.range().or_else(|| at.eat(&["and"]).filter(|_| led).map(|_| ()))?;
        at.skip(&["about", "around"]);
        let (end, end_bare) = clock(at)?;
        (led || !start_bare || !end_bare || start.hour <= 12 && end.hour <= 12).then_some((start, end))
    });
    if let Some((start, end)) = both {
        return Some(vec![Fact::Start(start), Fact::End(end)]);
    }
    let (start, bare) = clock(at)?;
    ((led || !bare) && !between).then(|| vec![Fact::Start(start)])
}

/// `until 14:00`, `finishing at 2pm`.
pub(super) fn end(at: &mut Cursor) -> Option<Vec<Fact>> {
    let ends = ["finish", "finishes", "finishing", "end", "ends", "ending", "close", "closes", "closing"];
    match at.eat(&["until", "till", "til"]) {
        Some(_) => {}
        None => {
            at.eat(&["to", "and"]);
            at.eat(&ends)?;
            at.eat(&["at", "by"]);
        }
    }
    clock(at).map(|(end, _)| vec![Fact::End(end)])
}

/// A time, and whether it is a bare number.
fn clock(at: &mut Cursor) -> Option<(Clock, bool)> {
    at.attempt(named).or_else(|| at.attempt(past)).map(|clock| (clock, false)).or_else(|| at.attempt(written))
}

/// `noon`, `12 midday`.
fn named(at: &mut Cursor) -> Option<Clock> {
    at.attempt(|at| at.count().filter(|n| *n == 12));
    let hour = if at.eat(&["noon", "midday"]).is_some() { 12 } else { at.eat(&["midnight"]).map(|_| 0)? };
    Some(Clock { hour, minute: 0, half: Half::ByHour })
}

/// `half past twelve`, `quarter to one`.
fn past(at: &mut Cursor) -> Option<Clock> {
    at.eat(&["a"]);
    let minutes = match at.eat(&["half", "quarter"])? {
        "half" => 30,
        _ => 15,
    };
    let to = match at.eat(&["past", "to"]) {
        Some("to") if minutes == 15 => true,
        Some("past") => false,
        None if minutes == 30 => false,
        _ => return None,
    };
    let hour = i8::try_from(at.count()?).ok().filter(|hour| (1..=12).contains(hour))?;
    if is_counted(at) {
        return None;
    }
    let half = half(at);
    let (hour, minute) = if to { (if hour == 1 { 12 } else { hour - 1 }, 45) } else { (hour, minutes) };
    // A quarter to twelve at noon is in the morning still.
    let half = match half {
        Half::Afternoon if to && hour == 11 => Half::Morning,
        Half::Morning if to && hour == 11 => Half::Afternoon,
        half => half,
    };
    Some(Clock { hour, minute, half })
}

/// `12.30`, `1230`, `1pm`, `9 o'clock`; and whether it is nothing but a number.
fn written(at: &mut Cursor) -> Option<(Clock, bool)> {
    let number = at.number()?;
    let (hour, minute) = split(number)?;
    let said = half(at);
    let oclock = at.eat(&["oclock"]).is_some();
    let said = if said == Half::Unsaid { half(at) } else { said };
    let by_hour = hour >= 13 || hour == 0 || (number.digits >= 2 && hour < 10) || number.digits == 4;
    let hours = by_hour || hour >= 7;
    let military =
        said == Half::Unsaid && (number.part.is_some() || number.digits == 4) && hours && at.eat(&["hrs", "hours", "hr", "h"]).is_some();
    // A year is no time: 1900 to 2199 only with `hrs` or a half of the day.
    let year = number.digits == 4 && (1900..2200).contains(&number.whole);
    if is_counted(at) || (year && !military && said == Half::Unsaid) {
        return None;
    }
    let half = match said {
        Half::Morning if hour >= 13 => return None,
        Half::Unsaid if by_hour || military => Half::ByHour,
        Half::Morning | Half::Afternoon if by_hour && (hour == 0 || hour >= 13) => Half::ByHour,
        said => said,
    };
    let bare = number.part.is_none() && number.digits < 4 && said == Half::Unsaid && !oclock;
    Some((Clock { hour, minute, half }, bare))
}

/// The hour and the minute of a number.
fn split(number: Number) -> Option<(i8, i8)> {
    let (hour, minute) = match number {
        Number { whole, part: Some((_, minute, 2)), digits: 1 | 2 } => (whole, minute),
        Number { whole, part: None, digits: 3 | 4 } => (whole / 100, whole % 100),
        Number { whole, part: None, .. } => (whole, 0),
        Number { .. } => return None,
    };
    let hour = i8::try_from(hour).ok().filter(|hour| *hour < 24)?;
    Some((hour, i8::try_from(minute).ok().filter(|minute| *minute < 60)?))
}

fn half(at: &mut Cursor) -> Half {
    match at.eat(&["am", "pm", "noon", "midday"]) {
        Some("am") => Half::Morning,
        Some(_) => Half::Afternoon,
        None => Half::Unsaid,
    }
}

/// Whether the number just read counts something: hours, weeks, an ordinal.
fn is_counted(at: &Cursor) -> bool {
    const UNITS: [&str; 31] = [
        "hour", "hours", "hr", "hrs", "h", "minute", "minutes", "min", "mins", "m", "week", "weeks", "wk", "wks", "weekly", "month",
        "months", "mth", "mths", "monthly", "quarter", "quarters", "year", "years", "yearly", "times", "time", "meetings", "meeting",
        "day", "days",
    ];
    let mut next = *at;
    next.dash();
    match next.kind() {
        Some(Kind::Word(word)) => UNITS.contains(&word.as_str()) || ORDINAL_LETTERS.contains(&word.as_str()),
        _ => false,
    }
}

/// `lunchtime`, `in the evening`, `Tuesday pm`.
pub(super) fn part_of_day(at: &mut Cursor) -> Option<Vec<Fact>> {
    at.phrase(&["in the", "over", "during the", "of the"]);
    let part = match at.eat(&[
        "morning",
        "mornings",
        "am",
        "lunch",
        "lunches",
        "lunchtime",
        "lunchtimes",
        "afternoon",
        "afternoons",
        "pm",
        "evening",
        "evenings",
    ])? {
        "morning" | "mornings" | "am" => Part::Morning,
        "afternoon" | "afternoons" | "pm" => Part::Afternoon,
        "evening" | "evenings" => Part::Evening,
        _ => {
            at.dash();
            at.eat(&["time", "times", "break"]);
            Part::Lunch
        }
    };
    Some(vec![Fact::PartOfDay(part)])
}
