//! The bank holidays against the tables that were published, and working days counted across them.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;

use super::*;

/// As published for Scotland: year, then month and day of each.
const PUBLISHED: &[(i16, &[(i8, i8)])] = &[
    (2019, &[(1, 1), (1, 2), (4, 19), (5, 6), (5, 27), (8, 5), (12, 2), (12, 25), (12, 26)]),
    (2020, &[(1, 1), (1, 2), (4, 10), (5, 8), (5, 25), (8, 3), (11, 30), (12, 25), (12, 28)]),
    (2021, &[(1, 1), (1, 4), (4, 2), (5, 3), (5, 31), (8, 2), (11, 30), (12, 27), (12, 28)]),
    (2022, &[(1, 3), (1, 4), (4, 15), (5, 2), (6, 2), (6, 3), (8, 1), (9, 19), (11, 30), (12, 26), (12, 27)]),
    (2023, &[(1, 2), (1, 3), (4, 7), (5, 1), (5, 8), (5, 29), (8, 7), (11, 30), (12, 25), (12, 26)]),
    (2024, &[(1, 1), (1, 2), (3, 29), (5, 6), (5, 27), (8, 5), (12, 2), (12, 25), (12, 26)]),
    (2025, &[(1, 1), (1, 2), (4, 18), (5, 5), (5, 26), (8, 4), (12, 1), (12, 25), (12, 26)]),
    (2026, &[(1, 1), (1, 2), (4, 3), (5, 4), (5, 25), (6, 15), (8, 3), (11, 30), (12, 25), (12, 28)]),
    (2027, &[(1, 1), (1, 4), (3, 26), (5, 3), (5, 31), (8, 2), (11, 30), (12, 27), (12, 28)]),
    (2028, &[(1, 3), (1, 4), (4, 14), (5, 1), (5, 29), (8, 7), (11, 30), (12, 25), (12, 26)]),
    (2029, &[(1, 1), (1, 2), (3, 30), (5, 7), (5, 28), (8, 6), (11, 30), (12, 25), (12, 26)]),
    (2030, &[(1, 1), (1, 2), (4, 19), (5, 6), (5, 27), (8, 5), (12, 2), (12, 25), (12, 26)]),
];

#[test]
fn bank_holidays_are_the_days_that_were_published() {
    for (year, days) in PUBLISHED {
        let found: Vec<Date> = bank_holidays(*year).iter().map(|one| one.day).collect();
        let expected: Vec<Date> = days.iter().map(|(month, day)| date(*year, *month, *day)).collect();
        assert_eq!(found, expected, "{year}");
    }
    assert_eq!(bank_holidays(2006).len(), 8, "St Andrew's Day came with its Act");
}

#[test]
fn a_holiday_on_a_weekend_is_named_on_the_day_that_stands_for_it() {
    let calendar = Calendar::default();
    let words = |day| calendar.avoided(day);
    assert_eq!(words(date(2026, 12, 28)).as_deref(), Some("Boxing Day (substitute day)"));
    assert_eq!(words(date(2026, 12, 26)), None, "the Saturday itself is a Saturday");
    assert_eq!(words(date(2027, 12, 27)).as_deref(), Some("Christmas Day (substitute day)"));
    assert_eq!(words(date(2024, 12, 2)).as_deref(), Some("St Andrew's Day (substitute day)"));
    assert_eq!(words(date(2026, 6, 15)).as_deref(), Some("World Cup bank holiday"));
}

#[test]
fn easter_is_where_almanacs_have_it() {
    // The earliest and the latest that there can be, and some between.
    for (year, month, day) in [(1818, 3, 20), (1943, 4, 23), (2000, 4, 21), (2008, 3, 21), (2011, 4, 22), (2038, 4, 23)] {
        let friday = bank_holidays(year).into_iter().find(|one| one.holiday == Holiday::GoodFriday).expect("a Good Friday");
        assert_eq!(friday.day, date(year, month, day), "{year}");
    }
}

#[test]
fn working_days_leave_out_weekends_holidays_and_own_days_but_not_school_holidays() {
    let own = |from, to, name: &str, at_work| Spell { from, to, name: name.into(), at_work };
    let plain = Calendar::default();
    // Thursday 24 December 2026: Friday, the weekend and Monday are off.
    assert_eq!(plain.add_working_days(date(2026, 12, 24), 1), date(2026, 12, 29));
    assert_eq!(plain.add_working_days(date(2026, 12, 29), -1), date(2026, 12, 24));
    assert_eq!(plain.add_working_days(date(2026, 11, 20), 5), date(2026, 11, 27));
    assert_eq!(plain.add_working_days(date(2026, 11, 28), 0), date(2026, 12, 1), "Saturday, Sunday, St Andrew's Day");
    assert_eq!(plain.working_days_between(date(2026, 11, 27), date(2026, 12, 2)), 2);
    assert_eq!(plain.working_days_between(date(2026, 12, 2), date(2026, 11, 27)), 0);
    let here = Calendar {
        worked: vec![Holiday::StAndrew],
        own: vec![
            own(date(2026, 12, 1), date(2026, 12, 1), "Local holiday", false),
            own(date(2026, 12, 2), date(2026, 12, 31), "School holidays", true),
        ],
    };
    assert_eq!(here.add_working_days(date(2026, 11, 28), 0), date(2026, 11, 30), "St Andrew's Day is worked here");
    assert_eq!(here.add_working_days(date(2026, 11, 30), 1), date(2026, 12, 2), "people work in school holidays");
    assert_eq!(here.avoided(date(2026, 12, 9)).as_deref(), Some("School holidays"), "and do not meet in them");
    assert_eq!((here.avoided(date(2026, 11, 30)), here.avoided(date(2026, 12, 1)).as_deref()), (None, Some("Local holiday")));
}

proptest! {
    /// Whatever the year: as many days as the rules have, none twice, none on a weekend.
    #[test]
    fn bank_holidays_are_weekdays_and_each_is_another(year in 2007_i16..=2199) {
        let days: Vec<BankHoliday> = bank_holidays(year);
        let once = days.iter().filter(|one| one.holiday == Holiday::Once).count();
        prop_assert_eq!(days.len() - once, 9);
        prop_assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
        prop_assert!(days.iter().all(|one| !matches!(one.day.weekday(), Weekday::Saturday | Weekday::Sunday)));
    }

    /// Counted forward, what lies between is that number, and the way back leads to the same day.
    #[test]
    fn working_days_are_counted_the_same_both_ways(from in 0_i64..20_000, n in 1_i64..60) {
        let calendar = Calendar::default();
        let from = date(2000, 1, 1).checked_add(from.days()).expect("a day");
        let to = calendar.add_working_days(from, n);
        prop_assert!(calendar.is_working(to));
        prop_assert_eq!(calendar.working_days_between(from, to), n);
        let start = calendar.add_working_days(from, 0);
        prop_assert_eq!(calendar.add_working_days(calendar.add_working_days(start, n), -n), start);
    }
}

#[test]
fn the_calendar_ends_without_a_panic() {
    let calendar = Calendar::default();
    assert_eq!(calendar.add_working_days(Date::MAX, 3), Date::MAX);
    assert_eq!(calendar.add_working_days(Date::MIN, -3), Date::MIN);
    assert!(calendar.working_days_between(Date::MAX, Date::MAX) == 0);
    for year in [i16::MIN, -9999, -1, 0, 9999, i16::MAX] {
        let _ = bank_holidays(year);
    }
}
