//! Scotland's bank holidays: the days of the law by rule, and what proclamations added or moved.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// Where the rules come from, to be named wherever the days are shown.
pub const SOURCE: &str = "Banking and Financial Dealings Act 1971 for Scotland, St Andrew's Day Bank Holiday (Scotland) Act 2007, and royal \
                          proclamations as published at gov.uk/bank-holidays until November 2026";

/// A bank holiday, whatever day it falls on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// 2 January.
    SecondJanuary,
    /// The Friday before Easter.
    GoodFriday,
    /// The first Monday in May.
    EarlyMay,
    /// The last Monday in May.
    Spring,
    /// The first Monday in August.
    Summer,
    /// 30 November.
    StAndrew,
    /// 25 December.
    Christmas,
    /// 26 December.
    BoxingDay,
    /// Once, by proclamation.
    Once,
}

impl Holiday {
    /// Every holiday, in the order of the year.
    pub const ALL: [Self; 10] = [
        Self::NewYear,
        Self::SecondJanuary,
        Self::GoodFriday,
        Self::EarlyMay,
        Self::Spring,
        Self::Summer,
        Self::StAndrew,
        Self::Christmas,
        Self::BoxingDay,
        Self::Once,
    ];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::SecondJanuary => "second-january",
            Self::GoodFriday => "good-friday",
            Self::EarlyMay => "early-may",
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::StAndrew => "st-andrew",
            Self::Christmas => "christmas",
            Self::BoxingDay => "boxing-day",
            Self::Once => "once",
        }
    }

    /// The holiday of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|holiday| holiday.key() == key)
    }

    /// What people call it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NewYear => "New Year's Day",
            Self::SecondJanuary => "2 January",
            Self::GoodFriday => "Good Friday",
            Self::EarlyMay => "Early May bank holiday",
            Self::Spring => "Spring bank holiday",
            Self::Summer => "Summer bank holiday",
            Self::StAndrew => "St Andrew's Day",
            Self::Christmas => "Christmas Day",
            Self::BoxingDay => "Boxing Day",
            Self::Once => "Bank holidays that are proclaimed for one year",
        }
    }
}

/// A bank holiday of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankHoliday {
    /// The day that is off.
    pub day: Date,
    /// The holiday.
    pub holiday: Holiday,
    /// What it was called, where it was proclaimed for one year.
    pub once: Option<&'static str>,
    /// Whether it is another day, because the holiday itself falls on a weekend.
    pub substitute: bool,
}

impl BankHoliday {
    /// `Boxing Day (substitute day)`.
    #[must_use]
    pub fn words(self) -> String {
        let name = self.once.unwrap_or(self.holiday.words());
        if self.substitute { format!("{name} (substitute day)") } else { name.to_owned() }
    }
}

/// Days that were proclaimed once: year, month, day, what for. Nobody can work these out: a new one is a new line.
const ONCE: &[(i16, i8, i8, &str)] = &[
    (2002, 6, 3, "Golden Jubilee"),
    (2011, 4, 29, "Royal wedding"),
    (2012, 6, 5, "Diamond Jubilee"),
    (2022, 6, 3, "Platinum Jubilee"),
    (2022, 9, 19, "State funeral of Queen Elizabeth II"),
    (2023, 5, 8, "Coronation of King Charles III"),
    (2026, 6, 15, "World Cup bank holiday"),
];

/// Holidays that were moved once: year, which, to which month and day.
const MOVED: &[(i16, Holiday, i8, i8)] =
    &[(2002, Holiday::Spring, 6, 4), (2012, Holiday::Spring, 6, 4), (2020, Holiday::EarlyMay, 5, 8), (2022, Holiday::Spring, 6, 2)];

/// St Andrew's Day is a bank holiday since its Act of this year.
const ST_ANDREW_SINCE: i16 = 2007;

/// Scotland's bank holidays of a year, in their order. Nothing for a year that the calendar does not hold whole.
#[must_use]
pub fn bank_holidays(year: i16) -> Vec<BankHoliday> {
    days(year).unwrap_or_default()
}

fn days(year: i16) -> Option<Vec<BankHoliday>> {
    let fixed = |month, day| Date::new(year, month, day).ok();
    let nth = |month, nth| Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, Weekday::Monday).ok();
    let moved = |holiday, usual: Date| {
        let line = MOVED.iter().find(|(of, which, ..)| *of == year && *which == holiday);
        line.map_or(Some(usual), |(_, _, month, day)| fixed(*month, *day))
    };
    let plain = |holiday, day| BankHoliday { day, holiday, once: None, substitute: false };
    let mut all = vec![
        plain(Holiday::GoodFriday, easter(year)?.checked_sub(2.days()).ok()?),
        plain(Holiday::EarlyMay, moved(Holiday::EarlyMay, nth(5, 1)?)?),
        plain(Holiday::Spring, moved(Holiday::Spring, nth(5, -1)?)?),
        plain(Holiday::Summer, nth(8, 1)?),
    ];
    all.extend(off([(Holiday::NewYear, fixed(1, 1)?), (Holiday::SecondJanuary, fixed(1, 2)?)])?);
    all.extend(off([(Holiday::Christmas, fixed(12, 25)?), (Holiday::BoxingDay, fixed(12, 26)?)])?);
    if year >= ST_ANDREW_SINCE {
        all.extend(off([(Holiday::StAndrew, fixed(11, 30)?)])?);
    }
    for (_, month, day, name) in ONCE.iter().filter(|(of, ..)| *of == year) {
        all.push(BankHoliday { day: fixed(*month, *day)?, holiday: Holiday::Once, once: Some(name), substitute: false });
    }
    all.sort_by_key(|one| one.day);
    Some(all)
}

/// Holidays that stand next to each other: what falls on a weekend is had on the next weekday that is not off already.
fn off<const N: usize>(holidays: [(Holiday, Date); N]) -> Option<Vec<BankHoliday>> {
    let is_weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut taken: Vec<Date> = holidays.iter().map(|(_, day)| *day).filter(|day| !is_weekend(*day)).collect();
    let mut days = Vec::with_capacity(N);
    for (holiday, on) in holidays {
        let substitute = is_weekend(on);
        let mut day = on;
        while substitute && (is_weekend(day) || taken.contains(&day)) {
            day = day.tomorrow().ok()?;
        }
        taken.push(day);
        days.push(BankHoliday { day, holiday, once: None, substitute });
    }
    Some(days)
}

/// Easter Sunday of the Gregorian calendar, by the rule that J. Meeus prints ("Astronomical Algorithms", chapter 8).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let (leaps, correction) = (century / 4, (8 * century + 13) / 25);
    let epact = (19 * golden + century - leaps - correction + 15) % 30;
    let shift = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * shift) / 451;
    let day = epact + shift - 7 * late + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(day / 31).ok()?, i8::try_from(day % 31 + 1).ok()?).ok()
}
