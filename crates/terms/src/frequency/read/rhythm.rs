//! How often: `every second month`, `six-weekly`, `four times a year`, `alternate Tuesdays`.

use super::{Fact, days, months, tokens::Cursor};

/// A stretch of time that a rhythm is counted in.
#[derive(Clone, Copy)]
enum Unit {
    Week,
    Fortnight,
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Unit {
    fn every(self, n: i64) -> Fact {
        match self {
            Self::Week => Fact::Weeks(n),
            Self::Fortnight => Fact::Weeks(2 * n),
            Self::Month => Fact::Months(n),
            Self::Quarter => Fact::Months(3 * n),
            Self::HalfYear => Fact::Months(6 * n),
            Self::Year => Fact::Months(12 * n),
        }
    }

    /// So many times in one of them.
    fn times(self, n: i64) -> Fact {
        match (self, n) {
            (Self::Year, 1 | 2 | 3 | 4 | 6 | 12) => Fact::Months(12 / n),
            (Self::Year, 13 | 26 | 52) => Fact::Weeks(52 / n),
            (Self::HalfYear, 1 | 2 | 3 | 6) => Fact::Months(6 / n),
            (Self::Quarter, 1 | 3) => Fact::Months(3 / n),
            (Self::Month | Self::Week | Self::Fortnight, 1) => self.every(1),
            (Self::Month | Self::Fortnight, 2) => {
                Fact::Trouble("could be any two days. Say how far apart, for example “every two weeks, on a Tuesday”.".into())
            }
            (Self::Year, 10 | 11) => {
                let pause = if n == 11 { "July" } else { "July and August" };
                Fact::Trouble(format!("leaves open which months have no meeting. Name them, for example “monthly except {pause}”."))
            }
            _ => Fact::Trouble(
                "does not come out at whole weeks or months. Say how far apart, for example “every two months”, or name the months, \
                 for example “in February, May, June, September and November”."
                    .into(),
            ),
        }
    }
}

fn noun(at: &mut Cursor) -> Option<Unit> {
    if at.phrase(&["half year", "half years"]) {
        return Some(Unit::HalfYear);
    }
    at.attempt(|at| {
        let word = at.word()?;
        at.at += 1;
        Some(match word {
            "week" | "weeks" | "wk" | "wks" => Unit::Week,
            "fortnight" | "fortnights" => Unit::Fortnight,
            "month" | "months" | "mth" | "mths" => Unit::Month,
            "quarter" | "quarters" => Unit::Quarter,
            "year" | "years" | "yr" | "yrs" | "annum" | "pa" => Unit::Year,
            _ => return None,
        })
    })
}

/// `weekly` and its like.
fn adverb_unit(at: &mut Cursor) -> Option<Unit> {
    if at.phrase(&["half yearly", "semi annually", "semi annual"]) {
        return Some(Unit::HalfYear);
    }
    at.attempt(|at| {
        let word = at.word()?;
        at.at += 1;
        Some(match word {
            "weekly" => Unit::Week,
            "fortnightly" => Unit::Fortnight,
            "monthly" => Unit::Month,
            "quarterly" => Unit::Quarter,
            "yearly" | "annually" | "annual" => Unit::Year,
            "halfyearly" => Unit::HalfYear,
            _ => return None,
        })
    })
}

/// `quarterly`, `six-weekly`; `bi-monthly`, which may be two things.
pub(super) fn adverb(at: &mut Cursor) -> Option<Vec<Fact>> {
    if let Some(two) = at.attempt(either) {
        return Some(vec![Fact::Trouble(two.to_owned())]);
    }
    let n = at.attempt(|at| {
        let n = at.count()?;
        at.dash();
        at.word().filter(|word| ["weekly", "monthly", "yearly"].contains(word))?;
        Some(n)
    });
    Some(vec![adverb_unit(at)?.every(n.unwrap_or(1))])
}

fn either(at: &mut Cursor) -> Option<&'static str> {
    let glued = at.word()?.strip_prefix("bi");
    at.at += 1;
    let unit = match glued? {
        "" => {
            at.dash();
            let unit = at.word()?;
            at.at += 1;
            unit
        }
        glued => glued,
    };
    match unit {
        "monthly" | "month" => Some("may mean every two months or twice a month. Write “every two months”, or “every two weeks”."),
        "weekly" | "week" => {
            Some("may mean every two weeks or twice a week. Write “every two weeks”; the group cannot meet twice a week here.")
        }
        "annual" | "annually" | "yearly" | "ennial" | "ennially" => {
            Some("may mean twice a year or every two years. Write “twice a year”, which is “every six months”.")
        }
        _ => None,
    }
}

/// `six times a year`, `once every two months`, `4 meetings per year`, `twice yearly`.
pub(super) fn times(at: &mut Cursor) -> Option<Vec<Fact>> {
    const KINDS: [&str; 6] = ["ordinary", "scheduled", "formal", "full", "regular", "planned"];
    let once = at.attempt(|at| {
        Some(match at.eat(&["once", "twice", "thrice"])? {
            "once" => 1,
            "twice" => 2,
            _ => 3,
        })
    });
    if once == Some(1) {
        let every = at.attempt(|at| {
            at.eat(&["in"]);
            every(at)
        });
        if every.is_some() {
            return every;
        }
    }
    let (n, to) = match once {
        Some(n) => (n, None),
        None => (at.count()?, at.attempt(other_number)),
    };
    let plain = once.is_none() && {
        let meetings = at.attempt(|at| {
            at.skip(&KINDS);
            at.eat(&["meetings", "meeting"])
        });
        meetings.is_none() && at.eat(&["times", "time", "x"]).is_none()
    };
    let unit = if plain {
        // A number alone may be a clock: `at 2 every month`.
        at.attempt(|at| {
            let per = at.eat(&["a", "an", "per"]).is_some() || at.mark(&['/']) || at.word() == Some("pa");
            if per { noun(at) } else { None }
        })?
    } else {
        at.attempt(adverb_unit).or_else(|| at.attempt(in_each))?
    };
    Some(vec![if to.is_some() { one_number() } else { unit.times(n) }])
}

fn in_each(at: &mut Cursor) -> Option<Unit> {
    if !at.mark(&['/']) && at.word() != Some("pa") {
        at.eat(&["in", "over", "during", "within", "throughout"]);
        at.eat(&["a", "an", "per", "each", "every", "any", "the"])?;
        at.skip(&["calendar", "financial", "full", "single", "given", "one"]);
    }
    noun(at)
}

/// `6-8`, `six to eight`: the second of them.
fn other_number(at: &mut Cursor) -> Option<i64> {
    at.range().or_else(|| at.eat(&["or"]).map(|_| ()))?;
    at.count()
}

fn one_number() -> Fact {
    Fact::Trouble("is more than one rhythm, and days can be proposed for one. Write one number, for example “every six weeks”.".into())
}

/// `every 6 weeks`, `every other month`, `each Tuesday`, `alternate Thursdays`, `every 15th`.
pub(super) fn every(at: &mut Cursor) -> Option<Vec<Fact>> {
    let alternate = ["other", "alternate", "alternating"];
    let second = at.eat(&alternate[1..]).is_some() || {
        at.eat(&["every", "each"])?;
        at.eat(&alternate).is_some()
    };
    if second {
        at.eat(&["calendar"]);
        return match at.attempt(noun) {
            Some(unit) => Some(vec![unit.every(2)]),
            None => days::weekday(at).map(|day| vec![Fact::Weeks(2), day]),
        };
    }
    if let Some(rhythm) = at.attempt(stretch) {
        return Some(vec![rhythm]);
    }
    if let Some(weekday) = at.attempt(days::weekday) {
        return Some(vec![Fact::Weeks(1), weekday]);
    }
    if let Some(day) = at.attempt(days::nth_weekday) {
        return Some(day.into_iter().map(Fact::after_every).collect());
    }
    at.attempt(days::day_of_month).or_else(|| at.attempt(months::only))
}

/// `six weeks`, `second month`, `6-8 weeks`, `quarter`.
fn stretch(at: &mut Cursor) -> Option<Fact> {
    let n = at.attempt(|at| at.count()).or_else(|| at.attempt(days::ordinal_number));
    let to = n.and_then(|_| at.attempt(other_number));
    at.dash();
    at.skip(&["calendar", "full", "single"]);
    let unit = noun(at)?;
    Some(if to.is_some() { one_number() } else { unit.every(n.unwrap_or(1)) })
}

/// `at two-month intervals`, `at intervals of six weeks`.
pub(super) fn interval(at: &mut Cursor) -> Option<Vec<Fact>> {
    at.eat(&["at"]);
    let named = at.phrase(&["intervals of", "an interval of", "interval of"]);
    let rhythm = stretch(at)?;
    at.dash();
    if !named {
        at.eat(&["interval", "intervals", "cycle", "rota", "rotation"])?;
    }
    Some(vec![rhythm])
}

/// `one Tuesday a month`, `a Thursday per quarter`.
pub(super) fn one_weekday(at: &mut Cursor) -> Option<Vec<Fact>> {
    let spelled = at.attempt(|at| at.number().filter(|number| number.digits == 0));
    let n = match spelled {
        Some(number) => number.whole,
        None => at.eat(&["a"]).map(|_| 1)?,
    };
    let weekday = days::weekday(at)?;
    let unit = at.attempt(|at| {
        at.eat(&["a", "per"])?;
        noun(at)
    });
    match (n, unit) {
        (1, unit) => Some([weekday].into_iter().chain(unit.map(|unit| unit.times(1))).collect()),
        _ => Some(vec![Fact::Trouble(days::ONE_DAY.into())]),
    }
}
