//! Puts together what was said, and says what does not go together.

use jiff::civil::Time;

use super::{
    super::{Every, Frequency, Nth, On, words},
    Fact, Said,
    clock::{Clock, Half, Part},
    short,
};

/// The shortest meeting and the longest, in minutes.
const LENGTHS: std::ops::RangeInclusive<i64> = 5..=600;
/// When meetings begin, in minutes of the day: from seven in the morning until nine in the evening.
const DAY: std::ops::Range<i64> = 7 * 60..21 * 60;

/// What was said, as one frequency; `troubles` is what is wrong already.
pub(super) fn settle(said: &[Said], mut troubles: Vec<String>) -> Result<Frequency, Vec<String>> {
    troubles.extend(said.iter().filter_map(|one| match &one.fact {
        Fact::Trouble(words) => Some(format!("“{}” {words}", short(one.words))),
        _ => None,
    }));
    // What is missing may stand in what was not understood: one thing at a time.
    let silent = !troubles.is_empty() && said.iter().all(|one| implied(&one.fact).is_none());
    match (every(said).and_then(|every| months(said, every)), time(said)) {
        (Ok((every, except)), Ok((start, minutes))) if troubles.is_empty() => Ok(Frequency { every, start, minutes, except }),
        (often, time) => {
            troubles.extend(often.err().filter(|_| !silent));
            troubles.extend(time.err());
            troubles.dedup();
            Err(troubles)
        }
    }
}

/// The one thing of a kind that was said, with its words.
fn one<'a, T: PartialEq>(said: &[Said<'a>], kind: impl Fn(&Fact) -> Option<T>, hint: &str) -> Result<Option<(T, &'a str)>, String> {
    let mut found = said.iter().filter_map(|one| Some((kind(&one.fact)?, one.words)));
    let first = found.next();
    match (&first, found.find(|(other, _)| first.as_ref().is_some_and(|(first, _)| first != other))) {
        (Some((_, words)), Some((_, other))) => Err(format!("“{}” and “{}” do not go together. {hint}", short(words), short(other))),
        _ => Ok(first),
    }
}

/// The rhythm that a fact says, or lets one think of.
fn implied(fact: &Fact) -> Option<Every> {
    match fact {
        Fact::Weeks(n) => Some(Every::Weeks { n: *n, weekday: None }),
        Fact::Months(n) => Some(Every::Months { n: *n, on: None }),
        Fact::Weekday { each: true, .. } => Some(Every::Weeks { n: 1, weekday: None }),
        Fact::OfTheMonth | Fact::Only(_) | Fact::Nth { every: true, .. } => Some(Every::Months { n: 1, on: None }),
        _ => None,
    }
}

fn every(said: &[Said]) -> Result<Every, String> {
    let day = day(said)?;
    let explicit = |fact: &Fact| matches!(fact, Fact::Weeks(_) | Fact::Months(_)).then(|| implied(fact)).flatten();
    let rhythm = match one(said, explicit, "Write one of them.")? {
        Some(rhythm) => rhythm,
        None => {
            either(said)?;
            let found = said.iter().find_map(|one| Some((implied(&one.fact)?, one.words)));
            found.ok_or_else(|| missing(day.as_ref()))?
        }
    };
    let of_the_month = said.iter().find(|one| one.fact == Fact::OfTheMonth).map(|one| one.words);
    let apart = |day: &str| {
        Err(format!(
            "“{}” and “{}” do not go together: one counts weeks, the other is a day of the month. Write for example “every six weeks, on a \
             Tuesday” or “every second month, on the second Tuesday”.",
            short(rhythm.1),
            short(day)
        ))
    };
    match (rhythm.0, day) {
        (Every::Weeks { n, .. } | Every::Months { n, .. }, _) if n < 1 => Err(too_many(rhythm.1)),
        (Every::Weeks { n: 53.., .. } | Every::Months { n: 13.., .. }, _) => Err(too_many(rhythm.1)),
        (Every::Weeks { .. }, Some((On::Nth(..) | On::Day(_), words))) => apart(words),
        (Every::Weeks { .. }, _) if of_the_month.is_some() => apart(of_the_month.unwrap_or_default()),
        (Every::Weeks { n, .. }, Some((On::Weekday(weekday), _))) => Ok(Every::Weeks { n, weekday: Some(weekday) }),
        (Every::Months { n, .. }, Some((on, _))) => Ok(Every::Months { n, on: Some(on) }),
        (every, None) => Ok(every),
    }
}

fn too_many(words: &str) -> String {
    format!(
        "“{}” is not a rhythm that days can be proposed for. Write one from every week to every 52 weeks, or from every month to once a year.",
        short(words)
    )
}

fn missing(day: Option<&(On, &str)>) -> String {
    let found = "We did not find how often the group meets.";
    match day {
        Some((_, words)) => format!("{found} If it is every month, write “monthly, {}”.", short(words)),
        None => format!("{found} Write for example “monthly”, “every six weeks” or “six times a year”."),
    }
}

/// The day, as far as it was said. `Tuesdays` and `the second Tuesday` are one.
fn day<'a>(said: &[Said<'a>]) -> Result<Option<(On, &'a str)>, String> {
    let named = said.iter().filter_map(|one| match one.fact {
        Fact::Weekday { weekday, .. } => Some((On::Weekday(weekday), one.words)),
        Fact::Nth { nth, weekday, .. } => Some((On::Nth(nth, weekday), one.words)),
        Fact::Day(day) => Some((On::Day(day), one.words)),
        _ => None,
    });
    let mut day: Option<(On, &str)> = None;
    for (next, words) in named {
        day = match day {
            None => Some((next, words)),
            Some((known, _)) if known == next => day,
            Some((On::Nth(_, weekday), _)) if next == On::Weekday(weekday) => day,
            Some((On::Weekday(weekday), _)) if matches!(next, On::Nth(_, other) if other == weekday) => Some((next, words)),
            Some((_, known)) => {
                let hint = "Days can be proposed for one; a meeting on another day can be planned by hand.";
                return Err(format!("“{}” and “{}” are two days. {hint}", short(known), short(words)));
            }
        };
    }
    Ok(day)
}

/// `every second Tuesday` is every two weeks to some, and of every month to others.
fn either(said: &[Said]) -> Result<(), String> {
    if said.iter().any(|one| one.fact == Fact::OfTheMonth) {
        return Ok(());
    }
    let found = said.iter().find_map(|one| match one.fact {
        Fact::Nth { nth: nth @ (Nth::Second | Nth::Third | Nth::Fourth), weekday, every: true } => Some((nth, weekday, one.words)),
        _ => None,
    });
    let Some((nth, weekday, said)) = found else { return Ok(()) };
    let weeks = match nth {
        Nth::Second => "two",
        Nth::Third => "three",
        _ => "four",
    };
    let (nth, weekday) = (nth.word(), words::weekday_name(weekday));
    Err(format!(
        "“{}” may mean every {weeks} weeks, or the {nth} {weekday} of each month. Write “every {weeks} weeks, on a {weekday}” or “monthly, {nth} \
         {weekday}”.",
        short(said)
    ))
}

/// The rhythm again, and the months without a meeting.
fn months(said: &[Said], every: Every) -> Result<(Every, Vec<i8>), String> {
    let others = |months: &[i8]| (1..=12).filter(|month| !months.contains(month)).collect::<Vec<_>>();
    let (mut every, mut except) = (every, Vec::new());
    for one in said {
        match (&one.fact, every) {
            (Fact::Except(months), _) => except.extend(months),
            (Fact::Season(months), _) => except.extend(others(months)),
            (Fact::Only(months), Every::Months { n: n @ 2.., on }) => {
                if i64::try_from(months.len()).ok().is_none_or(|named| named * n != 12) {
                    return Err(format!(
                        "“{}” names {} of the months, and every {n} months is another number. Write only the months, or only how often.",
                        short(one.words),
                        months.len()
                    ));
                }
                every = Every::Months { n: 1, on };
                except.extend(others(months));
            }
            (Fact::Only(months), _) => except.extend(others(months)),
            _ => {}
        }
    }
    except.sort_unstable();
    except.dedup();
    if except.len() == 12 { Err("That leaves no month to meet in. Say which months have a meeting.".into()) } else { Ok((every, except)) }
}

/// When a meeting begins, and how long it lasts.
fn time(said: &[Said]) -> Result<(Option<Time>, Option<i64>), String> {
    let once = "Write one time, for example “12:30 to 14:00”.";
    let start = one(said, |fact| if let Fact::Start(clock) = fact { Some(*clock) } else { None }, once)?;
    let end = one(said, |fact| if let Fact::End(clock) = fact { Some(*clock) } else { None }, once)?;
    let part = one(said, |fact| if let Fact::PartOfDay(part) = fact { Some(*part) } else { None }, once)?;
    let length = one(said, |fact| if let Fact::Minutes(minutes) = fact { Some(*minutes) } else { None }, "Write one length.")?;
    if let Some((_, words)) = length.filter(|(minutes, _)| !LENGTHS.contains(minutes)) {
        return Err(format!("“{}”: a meeting can last from 5 minutes to 10 hours here.", short(words)));
    }
    let minutes = length.map(|(minutes, _)| minutes);
    let Some((start, words)) = start else {
        return match (end, part) {
            (Some((_, words)), _) | (None, Some((_, words))) => {
                Err(format!("“{}” does not say when the meeting begins. Write for example “12:30 to 14:00”.", short(words)))
            }
            (None, None) => Ok((None, minutes)),
        };
    };
    let starts = starts(start, part, words)?;
    let ways = match end {
        None => starts.into_iter().map(|start| (start, minutes)).collect(),
        Some((end, end_words)) => ranges(&starts, end, length, (words, end_words))?,
    };
    match ways.as_slice() {
        [(start, minutes)] => Ok((Some(of_minutes(*start)), *minutes)),
        _ => Err(format!(
            "“{}” may be in the morning or in the evening. Write it as “{}” or “{}”.",
            short(words),
            spoken(start, "am"),
            spoken(start, "pm")
        )),
    }
}

/// When it may begin, in minutes of the day.
fn starts(start: Clock, part: Option<(Part, &str)>, words: &str) -> Result<Vec<i64>, String> {
    let by_day = readings(start).into_iter().filter(|at| DAY.contains(at)).collect::<Vec<_>>();
    let Some(first) = by_day.first() else {
        let other = of_minutes(readings(start).first().map_or(0, |at| (at + 720) % 1440));
        return Err(format!(
            "“{}” begins at night: meetings begin from 07:00 to 21:00. If it is in the day, write “{}”.",
            short(words),
            words::clock(other)
        ));
    };
    let Some((part, named)) = part else { return Ok(by_day) };
    let hours = match part {
        Part::Morning => 7..12,
        Part::Lunch => 11..15,
        Part::Afternoon => 12..18,
        Part::Evening => 16..21,
    };
    let fits = by_day.iter().copied().filter(|at| hours.contains(&(at / 60))).collect::<Vec<_>>();
    if fits.is_empty() {
        let clock = words::clock(of_minutes(*first));
        return Err(format!("“{}” and {clock} do not go together. Write only the time.", short(named)));
    }
    Ok(fits)
}

/// Each way in which it may begin and end: with its beginning, and how long it lasts.
fn ranges(starts: &[i64], end: Clock, length: Option<(i64, &str)>, words: (&str, &str)) -> Result<Vec<(i64, Option<i64>)>, String> {
    let last = |start: i64| readings(end).into_iter().map(|end| end - start).filter(|minutes| LENGTHS.contains(minutes)).min();
    let ways = starts.iter().filter_map(|start| Some((*start, last(*start)?))).collect::<Vec<_>>();
    let said = if words.0 == words.1 {
        format!("“{}”", short(words.0))
    } else {
        format!("“{}” and “{}”", short(words.0), short(words.1))
    };
    let Some((_, minutes)) = ways.first() else {
        return Err(format!(
            "{said}: the end is not after the beginning, or more than ten hours later. Write for example “12:30 to 14:00”."
        ));
    };
    if let Some((length, length_words)) = length.filter(|(length, _)| ways.iter().all(|(_, minutes)| minutes != length)) {
        return Err(format!("{said} lasts {minutes} minutes, and “{}” is {length}. Write only one of them.", short(length_words)));
    }
    Ok(ways.into_iter().map(|(start, minutes)| (start, Some(minutes))).collect())
}

/// The times that a clock may mean, in minutes of the day.
fn readings(clock: Clock) -> Vec<i64> {
    let (hour, minute) = (i64::from(clock.hour), i64::from(clock.minute));
    let (morning, afternoon) = (hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute);
    match clock.half {
        Half::ByHour => vec![hour * 60 + minute],
        Half::Morning => vec![morning],
        Half::Afternoon => vec![afternoon],
        Half::Unsaid => vec![morning, afternoon],
    }
}

fn of_minutes(minutes: i64) -> Time {
    let part = |number: i64| i8::try_from(number).unwrap_or(0);
    Time::new(part(minutes / 60), part(minutes % 60), 0, 0).unwrap_or_default()
}

fn spoken(clock: Clock, half: &str) -> String {
    format!("{}:{:02}{half}", clock.hour, clock.minute)
}
