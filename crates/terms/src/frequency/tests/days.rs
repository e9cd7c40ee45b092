//! The days that follow from it.

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use proptest::{option, prelude::*, sample::select};

use crate::frequency::{Every, Frequency, Nth, On, read, words::WEEKDAYS};

fn days(written: &str, after: Date, anchor: Option<Date>) -> Vec<String> {
    read(written).expect("a frequency").dates(after, anchor).take(5).map(|day| day.to_string()).collect()
}

#[test]
fn the_rhythm_goes_on_from_the_last_meeting() {
    let held = Some(date(2026, 10, 13));
    let expected = ["2026-12-08", "2027-02-09", "2027-04-13", "2027-06-08", "2027-08-10"];
    assert_eq!(days("every second month, second Tuesday", date(2026, 11, 22), held), expected);
    // Also from long after, and from before it.
    assert_eq!(days("every second month, second Tuesday", date(2027, 2, 9), held)[0], "2027-04-13");
    assert_eq!(days("every second month, second Tuesday", date(2026, 1, 1), held)[0], "2026-12-08");
    assert_eq!(days("every six weeks on a Thursday", date(2026, 11, 22), held)[..2], ["2026-11-26", "2027-01-07"]);
}

#[test]
fn without_a_last_meeting_the_first_day_that_fits_begins_it() {
    assert_eq!(days("every second month, second Tuesday", date(2026, 11, 10), None)[..2], ["2026-12-08", "2027-02-09"]);
    assert_eq!(days("every second month, second Tuesday", date(2026, 11, 9), None)[..2], ["2026-11-10", "2027-01-12"]);
    assert_eq!(days("quarterly, second Tuesday, except December", date(2026, 11, 22), None)[..2], ["2027-01-12", "2027-04-13"]);
    assert_eq!(days("fortnightly, Mondays", date(2026, 11, 23), None)[..2], ["2026-11-30", "2026-12-14"]);
    assert_eq!(days("monthly, last day of the month", date(2027, 1, 31), None)[..2], ["2027-02-28", "2027-03-31"]);
}

#[test]
fn what_was_not_said_of_the_day_is_as_it_was_last_time() {
    let fifth_thursday = Some(date(2026, 10, 29));
    assert_eq!(days("monthly", date(2026, 11, 1), fifth_thursday)[..2], ["2026-11-26", "2026-12-31"]);
    assert_eq!(days("monthly on a Tuesday", date(2026, 11, 1), Some(date(2026, 10, 8)))[..2], ["2026-11-10", "2026-12-08"]);
    assert_eq!(days("every six weeks", date(2026, 11, 1), Some(date(2026, 10, 7)))[..2], ["2026-11-18", "2026-12-30"]);
    for written in ["monthly", "six times a year", "every six weeks", "monthly on a Tuesday"] {
        assert_eq!(days(written, date(2026, 11, 1), None), [""; 0], "{written}");
    }
}

#[test]
fn who_meets_every_month_leaves_a_month_out_and_who_meets_seldom_meets_later() {
    let monthly = days("monthly, first Monday, except July and August", date(2026, 6, 1), Some(date(2026, 5, 4)));
    assert_eq!(monthly[..2], ["2026-09-07", "2026-10-05"]);
    let named = days("first Monday in March, June, September and December", date(2026, 6, 1), None);
    assert_eq!(named[..3], ["2026-09-07", "2026-12-07", "2027-03-01"]);
    // July moves to August, and the rhythm goes on from July.
    let second = days("every two months, first Monday, except July", date(2026, 5, 4), Some(date(2026, 5, 4)));
    assert_eq!(second[..3], ["2026-08-03", "2026-09-07", "2026-11-02"]);
    // Where it would move into a month that has a meeting, that one meeting is enough.
    let both = days("every two months, first Monday, except July and August", date(2026, 5, 4), Some(date(2026, 5, 4)));
    assert_eq!(both[..3], ["2026-09-07", "2026-11-02", "2027-01-04"]);
    let weeks = days("every eight weeks on a Monday, except July", date(2026, 5, 18), Some(date(2026, 5, 18)));
    assert_eq!(weeks[..3], ["2026-08-03", "2026-09-07", "2026-11-02"]);
}

#[test]
fn the_calendar_ends_and_nothing_else_does() {
    assert_eq!(days("monthly, first Monday", date(9999, 10, 31), None), ["9999-11-01", "9999-12-06"]);
    assert_eq!(days("weekly, Mondays", Date::MAX, Some(Date::MIN)), [""; 0]);
    assert_eq!(days("monthly, 1st Mondays", Date::MIN, Some(Date::MIN)).len(), 5);
    let nowhere = Frequency { except: (1..=12).collect(), ..read("every two months, first Monday").expect("a frequency") };
    assert_eq!(nowhere.dates(date(2026, 1, 1), Some(date(2026, 1, 1))).next(), None);
}

fn any_day() -> impl Strategy<Value = Date> {
    (-3_000_i32..20_000).prop_map(|days| date(2026, 1, 1).saturating_add(days.days()))
}

fn weekday() -> impl Strategy<Value = Weekday> {
    select(WEEKDAYS.map(|(weekday, _)| weekday).to_vec())
}

fn months(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

fn is_nth(day: Date, nth: Nth) -> bool {
    match nth {
        Nth::Last => day.saturating_add(7.days()).month() != day.month(),
        other => Nth::ALL.get(usize::from((day.day().unsigned_abs() - 1) / 7)) == Some(&other),
    }
}

proptest! {
    /// Always later, on the right day, as far apart as was said; and as far from the anchor.
    #[test]
    fn months_go_by_as_was_said(n in 1_i64..=12, weekday in weekday(), nth in select(Nth::ALL.to_vec()), after in any_day(), anchor in option::of(any_day())) {
        let every = Every::Months { n, on: Some(On::Nth(nth, weekday)) };
        let days = Frequency { every, start: None, minutes: None, except: Vec::new() }.dates(after, anchor).take(30).collect::<Vec<_>>();
        prop_assert_eq!(days.len(), 30);
        prop_assert!(days.iter().all(|day| *day > after && day.weekday() == weekday && is_nth(*day, nth)));
        prop_assert!(days.windows(2).all(|two| months(two[1]) - months(two[0]) == n));
        match anchor {
            Some(anchor) => {
                prop_assert_eq!((months(days[0]) - months(anchor)) % n, 0);
                prop_assert!(months(days[0]) - months(anchor) >= n);
                // The first: one turn earlier it would not be after both.
                prop_assert!(months(days[0]) - n <= months(anchor) || months(days[0]) - n <= months(after));
            }
            None => prop_assert!(months(days[0]) - months(after) <= 1),
        }
    }

    /// The same of weeks.
    #[test]
    fn weeks_go_by_as_was_said(n in 1_i64..=52, weekday in weekday(), after in any_day(), anchor in option::of(any_day())) {
        let every = Every::Weeks { n, weekday: Some(weekday) };
        let days = Frequency { every, start: None, minutes: None, except: Vec::new() }.dates(after, anchor).take(30).collect::<Vec<_>>();
        prop_assert!(days.iter().all(|day| *day > after && day.weekday() == weekday));
        prop_assert!(days.windows(2).all(|two| i64::from((two[1] - two[0]).get_days()) == 7 * n));
        let monday = |day: Date| day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        match anchor {
            Some(anchor) => {
                let weeks = i64::from((monday(days[0]) - monday(anchor)).get_days()) / 7;
                prop_assert!(weeks >= n && weeks % n == 0);
                prop_assert!(weeks == n || days[0].saturating_sub((7 * n).days()) <= after);
            }
            None => prop_assert!((days[0] - after).get_days() <= 7),
        }
    }

    /// No meeting in a month without one, whatever the rhythm; each later than the last; the day as was said.
    #[test]
    fn excepted_months_stay_empty(n in 1_i64..=12, weeks in any::<bool>(), weekday in weekday(), on in option::of(1_i8..=31), except in 0_u16..4095, after in any_day(), anchor in option::of(any_day())) {
        let except = (1_i8..=12).filter(|month| except >> (month - 1) & 1 == 1).collect::<Vec<_>>();
        let every = match on {
            _ if weeks => Every::Weeks { n, weekday: Some(weekday) },
            Some(day) => Every::Months { n, on: Some(On::Day(day)) },
            None => Every::Months { n, on: Some(On::Nth(Nth::Second, weekday)) },
        };
        let frequency = Frequency { every, start: None, minutes: None, except: except.clone() };
        let days = frequency.dates(after, anchor).take(30).collect::<Vec<_>>();
        prop_assert!(days.iter().all(|day| *day > after && !except.contains(&day.month())));
        prop_assert!(days.windows(2).all(|two| two[0] < two[1]));
        // A rhythm of months has a meeting left whatever is taken out, unless all its months are.
        if n > 1 && !weeks {
            prop_assert_eq!(days.len(), 30);
        }
        // From any of them on, the rest is the same.
        if let (Some(first), Some(anchor)) = (days.first(), anchor) {
            let rest = frequency.dates(*first, Some(anchor)).take(29).collect::<Vec<_>>();
            prop_assert_eq!(&days[1..], &rest[..days.len() - 1]);
        }
    }

    /// Whatever numbers stand in it, and wherever in the calendar.
    #[test]
    fn no_number_stops_the_program(n in any::<i64>(), day in any::<i8>(), month in any::<i8>(), weeks in any::<bool>(), after in any::<i16>(), anchor in option::of(any::<i16>())) {
        let near = |year: i16| Date::new(year.rem_euclid(9_999).max(1), 12, 31).unwrap_or(Date::MAX);
        let every = if weeks { Every::Weeks { n, weekday: None } } else { Every::Months { n, on: Some(On::Day(day)) } };
        let frequency = Frequency { every, start: None, minutes: Some(n), except: vec![month] };
        let days = frequency.dates(near(after), anchor.map(near)).take(3).collect::<Vec<_>>();
        prop_assert!(days.iter().all(|day| *day > near(after)));
        prop_assert!(!frequency.words().is_empty());
    }
}
