//! The days that a frequency proposes.

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use super::{Every, Frequency, Nth, On};

impl Frequency {
    /// The days to propose, each later than the one before and the first strictly after `after`, to the end of the
    /// calendar. Public holidays are not known.
    ///
    /// `anchor` is the day of the last meeting, held or planned, or the day from which the terms count. The rhythm goes
    /// on from it: the next meeting is `n` months after its month, or `n` weeks after its week. Without one, the first
    /// day that fits begins the rhythm. What was not said of the day is as it was on the anchor's (its weekday, and which
    /// one of the month); where there is no anchor to tell, nothing is proposed.
    ///
    /// A group that meets every month, or every four weeks, or more often, leaves an excepted month out. One that meets
    /// less often meets later instead: in the next month that is not excepted, unless a meeting falls into that anyway.
    /// The rhythm then goes on as if nothing had moved.
    pub fn dates(&self, after: Date, anchor: Option<Date>) -> impl Iterator<Item = Date> {
        let rhythm = Rhythm::of(self.every, anchor);
        let begin = rhythm.and_then(|rhythm| match anchor {
            Some(anchor) => Some((rhythm, anchor, 1)),
            None => Some((rhythm, self.first_fit(rhythm, after)?, 0)),
        });
        let days = begin.into_iter().flat_map(move |(rhythm, origin, first)| {
            (first..).map_while(move |turn| Some((turn, rhythm.turn(origin, turn)?))).filter_map(move |(turn, day)| {
                if self.except.contains(&day.month()) { self.moved(rhythm, origin, turn, day) } else { Some(day) }
            })
        });
        let mut last = after;
        days.filter(move |day| {
            let later = *day > last;
            last = last.max(*day);
            later
        })
    }

    /// The first day of its kind after a day that is not in an excepted month.
    fn first_fit(&self, rhythm: Rhythm, after: Date) -> Option<Date> {
        let next = rhythm.without_pause();
        // Sixty weeks, as sixty months, hold every month of a year.
        (0..=60).filter_map(|turn| next.turn(after, turn)).find(|day| *day > after && !self.except.contains(&day.month()))
    }

    /// Where a meeting goes whose month is excepted.
    fn moved(&self, rhythm: Rhythm, origin: Date, turn: i64, day: Date) -> Option<Date> {
        if rhythm.is_frequent() {
            return None;
        }
        let month = (1..=12).map(|months| month_of(day) + months).find(|month| !self.except.contains(&year_and_month(*month).1))?;
        let following = (turn + 1..).map_while(|turn| rhythm.turn(origin, turn)).map(month_of);
        let meets_anyway = following.take_while(|following| *following <= month).any(|following| following == month);
        if meets_anyway { None } else { rhythm.first_in(month) }
    }
}

/// A rhythm of which the day is known.
#[derive(Clone, Copy)]
enum Rhythm {
    Weeks(i64, Weekday),
    Months(i64, On),
}

impl Rhythm {
    /// What was not said of the day is as it was on the anchor's. A fifth Tuesday is the last: not every month has five.
    fn of(every: Every, anchor: Option<Date>) -> Option<Self> {
        let as_on_anchor = |weekday: Option<Weekday>| {
            let anchor = anchor?;
            let nth = Nth::ALL[usize::try_from((anchor.day() - 1) / 7).unwrap_or(0).min(4)];
            Some(On::Nth(nth, weekday.unwrap_or(anchor.weekday())))
        };
        // A caller may write any number here; what cannot be is read as the nearest that can.
        match every {
            Every::Weeks { n, weekday } => Some(Self::Weeks(n.clamp(1, 52), weekday.or(anchor.map(Date::weekday))?)),
            Every::Months { n, on } => Some(Self::Months(
                n.clamp(1, 12),
                match on {
                    None => as_on_anchor(None)?,
                    Some(On::Weekday(weekday)) => as_on_anchor(Some(weekday))?,
                    Some(on) => on,
                },
            )),
        }
    }

    /// The same day in every week or month.
    fn without_pause(self) -> Self {
        match self {
            Self::Weeks(_, weekday) => Self::Weeks(1, weekday),
            Self::Months(_, on) => Self::Months(1, on),
        }
    }

    fn is_frequent(self) -> bool {
        matches!(self, Self::Weeks(..=4, _) | Self::Months(1, _))
    }

    /// Its day so many turns after the week or the month of a day. `None` where the calendar ends.
    fn turn(self, from: Date, turn: i64) -> Option<Date> {
        match self {
            Self::Weeks(n, weekday) => {
                let within = weekday.to_monday_zero_offset() - from.weekday().to_monday_zero_offset();
                from.checked_add(Span::new().try_days(turn * n * 7 + i64::from(within)).ok()?).ok()
            }
            Self::Months(n, on) => day_in(month_of(from) + turn * n, on),
        }
    }

    fn first_in(self, month: i64) -> Option<Date> {
        match self {
            Self::Weeks(_, weekday) => day_in(month, On::Nth(Nth::First, weekday)),
            Self::Months(_, on) => day_in(month, on),
        }
    }
}

fn day_in(month: i64, on: On) -> Option<Date> {
    let (year, month) = year_and_month(month);
    let first = Date::new(i16::try_from(year).ok()?, month, 1).ok()?;
    match on {
        On::Nth(nth, weekday) => {
            let nth = match nth {
                Nth::First => 1,
                Nth::Second => 2,
                Nth::Third => 3,
                Nth::Fourth => 4,
                Nth::Last => -1,
            };
            first.nth_weekday_of_month(nth, weekday).ok()
        }
        On::Weekday(weekday) => first.nth_weekday_of_month(1, weekday).ok(),
        On::Day(day) => Date::new(first.year(), month, day.clamp(1, first.days_in_month())).ok(),
    }
}

/// Months counted through the years, so that they can be added.
fn month_of(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

fn year_and_month(month: i64) -> (i64, i8) {
    (month.div_euclid(12), i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1))
}
