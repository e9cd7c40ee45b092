//! The same frequency in many people's words.

use jiff::civil::{Time, Weekday};
use proptest::{option, prelude::*, sample::select};

use crate::frequency::{Every, Frequency, Nth, On, read, words::WEEKDAYS};

/// What people write, and how it is said back.
const WRITTEN: &[(&str, &str)] = &[
    ("every second month, second Tuesday, 12:30, 90 minutes", "every second month, on the second Tuesday, 12:30 to 14:00"),
    ("Monthly on the first Wednesday of the month at 1pm for an hour and a half", "every month, on the first Wednesday, 13:00 to 14:30"),
    ("six times a year", "every second month"),
    ("every 6 weeks on a Thursday 12.30 - 14.00", "every six weeks, on a Thursday, 12:30 to 14:00"),
    ("quarterly, last Friday, 9.30am", "every three months, on the last Friday, at 09:30"),
    ("fortnightly Mondays 8am", "every two weeks, on a Monday, at 08:00"),
    ("every other month except July", "every second month, except in July"),
    ("at least four times per year", "every three months"),
    ("every two months (not in August)", "every second month, except in August"),
    ("alternate months on the 3rd Thursday from 1 to 2.30pm", "every second month, on the third Thursday, 13:00 to 14:30"),
    ("2nd Tuesday of each month, lunch time 12:30–14:00", "every month, on the second Tuesday, 12:30 to 14:00"),
    ("four-weekly", "every four weeks"),
    ("Meetings shall be held not less than four times per annum, and more often if required.", "every three months"),
    ("the group will aim to meet every 8 weeks by Teams for ninety minutes at noon", "every eight weeks, 12:00 to 13:30"),
    ("every second Tuesday of the month", "every month, on the second Tuesday"),
    ("13 times a year, Wednesday afternoon 2-4", "every four weeks, on a Wednesday, 14:00 to 16:00"),
    ("once every two months on a Wednesday evening at 7.30", "every second month, on a Wednesday, at 19:30"),
    ("Quarterly in March, June, Sept & December, 14:00-16:00", "in March, June, September and December, 14:00 to 16:00"),
    (
        "monthly from September to June, 1st Tues, 1300-1430 hrs",
        "every month, on the first Tuesday, 13:00 to 14:30, except in July and August",
    ),
    ("last day of every month at half past twelve", "every month, on the last day of the month, at 12:30"),
    ("the 15th of each month; quarter to one; 1½ hours", "every month, on the 15th, 12:45 to 14:15"),
    ("2-monthly, 1st Thursday, 1400h, 1h30", "every second month, on the first Thursday, 14:00 to 15:30"),
    ("every six weeks in the Seminar Room of the Infirmary at 2 on a Monday", "every six weeks, on a Monday, at 14:00"),
    ("one Tuesday a month, 12 noon until 1.30", "every month, on a Tuesday, 12:00 to 13:30"),
    ("at two-monthly intervals, 8-10pm", "every second month, 20:00 to 22:00"),
    ("alternate Wednesdays", "every two weeks, on a Wednesday"),
    ("Tuesdays 1-2", "every week, on a Tuesday, 13:00 to 14:00"),
    ("annually in May", "in May"),
    ("monthly, outwith July/August", "every month, except in July and August"),
    ("monthly, 2pm to 4pm, two hours", "every month, 14:00 to 16:00"),
];

#[test]
fn what_people_write_is_understood_and_said_back_plainly() {
    for (written, words) in WRITTEN {
        let read = read(written).map(|frequency| frequency.words());
        assert_eq!(read.as_deref(), Ok(*words), "{written}");
    }
}

#[test]
fn capitals_dashes_and_spaces_do_not_matter() {
    for (written, _) in WRITTEN {
        let expected = read(written);
        let others = [
            written.to_uppercase(),
            written.replace('-', "\u{2013}"),
            written.replace('-', "\u{2011}").replace(' ', "\u{a0}"),
            written.replace(", ", ",\n "),
            format!("• {written}."),
            format!("({written})"),
        ];
        for other in others {
            assert_eq!(read(&other), expected, "{other}");
        }
    }
}

/// Any frequency that can be written.
fn frequencies() -> impl Strategy<Value = Frequency> {
    let weekday = || select(WEEKDAYS.map(|(weekday, _)| weekday).to_vec());
    let on = prop_oneof![
        weekday().prop_map(On::Weekday),
        (select(Nth::ALL.to_vec()), weekday()).prop_map(|(nth, weekday)| On::Nth(nth, weekday)),
        (1_i8..=31).prop_map(On::Day),
    ];
    let every = prop_oneof![
        (1_i64..=52, option::of(weekday())).prop_map(|(n, weekday)| Every::Weeks { n, weekday }),
        (1_i64..=12, option::of(on)).prop_map(|(n, on)| Every::Months { n, on }),
    ];
    let start = (7_i8..21, 0_i8..60).prop_map(|(hour, minute)| Time::constant(hour, minute, 0, 0));
    let except = prop_oneof![
        2 => Just(0_u16),
        // Never all twelve.
        1 => 0_u16..4095,
    ];
    (every, option::of(start), option::of(5_i64..=600), except).prop_map(|(every, start, minutes, except)| {
        let except = (1_i8..=12).filter(|month| except >> (month - 1) & 1 == 1).collect();
        Frequency { every, start, minutes, except }
    })
}

/// Words that mean something that this program does not know.
fn strange() -> impl Strategy<Value = &'static str> {
    select(vec!["unless", "not", "no", "before", "biennial", "ward", "2027", "rarely", "if", "payday", "second", "never", "99"])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// What is said of a frequency is read as the same frequency.
    #[test]
    fn its_words_are_read_as_the_same(frequency in frequencies()) {
        prop_assert_eq!(read(&frequency.words()), Ok(frequency.clone()), "{}", frequency.words());
    }

    /// The same in the ways in which different people write it, in any order.
    #[test]
    fn many_spellings_say_the_same(
        n in 1_i64..=12, weekday in 0_usize..7, nth in 0_usize..5, hour in 7_i8..18, minute in select(vec![0_i8, 15, 30, 45]),
        length in select(vec![60_i64, 90, 120]), way in any::<[u8; 4]>(), order in any::<u8>(), months in any::<bool>(),
    ) {
        let pick = |choices: &[String], at: usize| choices[usize::from(way[at]) % choices.len()].clone();
        let unit = if months { "month" } else { "week" };
        let spelled = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"][usize::try_from(n - 1).expect("small")];
        let rhythm = pick(&[format!("every {n} {unit}s"), format!("{n}-{unit}ly"), format!("Every {spelled} {unit}s"), format!("once every {n} {unit}s"), format!("{spelled} {unit}ly")], 0);
        let (day, name) = WEEKDAYS[weekday];
        let short = ["Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Sun"][weekday];
        let nth = Nth::ALL[nth];
        let digits = ["1st", "2nd", "3rd", "4th", "last"][Nth::ALL.iter().position(|one| *one == nth).expect("one of them")];
        let day_words = if months {
            pick(&[format!("on the {} {name}", nth.word()), format!("{digits} {short}."), format!("the {digits} {name} of the month")], 1)
        } else {
            pick(&[format!("on a {name}"), format!("{name}s"), short.to_owned(), format!("usually on {}", name.to_lowercase())], 1)
        };
        let (half, twelve) = (if hour < 12 { "am" } else { "pm" }, if hour > 12 { hour - 12 } else { hour });
        let time = pick(&[format!("{hour:02}:{minute:02}"), format!("at {twelve}.{minute:02}{half}"), format!("from {hour:02}.{minute:02} hrs"), format!("{twelve}:{minute:02} {half}")], 2);
        let lasting = match length {
            60 => ["60 minutes", "an hour", "1 hr", "for one hour"],
            90 => ["90 mins", "an hour and a half", "1.5 hours", "1 hour 30 minutes"],
            _ => ["two hours", "2 hrs", "for 120 min", "up to 2 hours"],
        }[usize::from(way[3]) % 4].to_owned();
        let mut parts = [rhythm, day_words, time, lasting];
        parts.rotate_left(usize::from(order) % 4);
        let line = parts.join(", ");
        let every = if months { Every::Months { n, on: Some(On::Nth(nth, day)) } } else { Every::Weeks { n, weekday: Some(day) } };
        let expected = Frequency { every, start: Some(Time::constant(hour, minute, 0, 0)), minutes: Some(length), except: Vec::new() };
        prop_assert_eq!(read(&line), Ok(expected), "{}", line);
    }

    /// No word that may change the meaning is dropped, wherever it stands.
    #[test]
    fn a_word_that_is_not_known_is_never_dropped(frequency in frequencies(), strange in strange(), at in any::<prop::sample::Index>()) {
        // Before a month they are understood.
        prop_assume!(frequency.except.is_empty() || !["not", "never"].contains(&strange));
        let words = frequency.words();
        let mut pieces = words.split(' ').collect::<Vec<_>>();
        pieces.insert(at.index(pieces.len() + 1), strange);
        let line = pieces.join(" ");
        let unchanged = read(&line).is_ok_and(|read| read == frequency);
        prop_assert!(!unchanged, "{line}");
    }

    /// Nothing that somebody types stops the program, and what is refused is said.
    #[test]
    fn anything_can_be_typed(typed in any::<String>(), soup in prop::collection::vec(select(SOUP.to_vec()), 0..14), space in select(vec![" ", "", "-", ", "])) {
        for line in [typed, soup.join(space)] {
            match read(&line) {
                Ok(frequency) => prop_assert_eq!(read(&frequency.words()), Ok(frequency)),
                Err(troubles) => prop_assert!(!troubles.is_empty() && troubles.iter().all(|trouble| trouble.ends_with('.'))),
            }
        }
    }
}

/// Pieces of which rules are made.
const SOUP: &[&str] = &[
    "every",
    "each",
    "second",
    "2nd",
    "last",
    "Tuesday",
    "Mondays",
    "month",
    "months",
    "monthly",
    "weeks",
    "weekly",
    "of",
    "the",
    "a",
    "an",
    "hour",
    "hours",
    "and",
    "half",
    "past",
    "to",
    "12",
    "1",
    "90",
    "12.30",
    "14:00",
    "2026",
    "pm",
    "am",
    "noon",
    "minutes",
    "not",
    "in",
    "except",
    "July",
    "May",
    "from",
    "at",
    "bi",
    "times",
    "year",
    "quarter",
    "one",
    "twenty",
    "-",
    "–",
    "½",
    ",",
    ".",
    "(",
    "’",
    "room",
    "on",
    "once",
    "999999999999999999999",
    "0",
    "day",
    "h",
    "lunch",
    "time",
    "until",
    "Sept",
    "or",
    "interval",
    "é",
    "İ",
];

#[test]
fn weekdays_and_their_place_in_the_month_are_the_calendars_own() {
    let on = |written: &str| read(written).map(|frequency| frequency.every);
    assert_eq!(on("weekly on Sun"), Ok(Every::Weeks { n: 1, weekday: Some(Weekday::Sunday) }));
    assert_eq!(on("monthly, final Weds"), Ok(Every::Months { n: 1, on: Some(On::Nth(Nth::Last, Weekday::Wednesday)) }));
}
