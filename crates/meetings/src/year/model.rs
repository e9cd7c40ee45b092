//! How a year's meetings are proposed: which day each is moved to, and whose turn a theme is.

use analysis::calendar_days::Calendar;
use jiff::{ToSpan, civil::Date};
use terms::frequency::{Every, Frequency};

/// Where a meeting goes whose usual day is a holiday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Move {
    /// To the same day of the week, a week earlier.
    #[default]
    WeekEarlier,
    /// To the next working day.
    NextWorkingDay,
    /// To the same day of the week, a week later.
    WeekLater,
}

impl Move {
    const ALL: [Self; 3] = [Self::WeekEarlier, Self::NextWorkingDay, Self::WeekLater];

    /// As choices of a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("week-earlier", "The same day of the week, a week earlier"),
        ("next-working-day", "The next working day"),
        ("week-later", "The same day of the week, a week later"),
    ];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WeekEarlier => "week-earlier",
            Self::NextWorkingDay => "next-working-day",
            Self::WeekLater => "week-later",
        }
    }

    /// The rule of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.key() == key)
    }

    /// The days to try for a meeting, the best first. Where a rule leads nowhere, the other way is tried.
    fn tries(self, usual: Date) -> Vec<Date> {
        let days: Vec<i64> = match self {
            Self::WeekEarlier => vec![-7, 7, -14, 14, 21],
            Self::NextWorkingDay => (1..=28).collect(),
            Self::WeekLater => vec![7, -7, 14, 21, -14],
        };
        days.into_iter().filter_map(|days| usual.checked_add(days.days()).ok()).collect()
    }
}

/// How a group plans its year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearRules {
    /// Where a meeting goes whose usual day is a holiday.
    pub moves: Move,
    /// Whether everybody can read the themes of the next meetings.
    pub themes_public: bool,
    /// The keys of the themes that take turns, in their order.
    pub turns: Vec<String>,
}

/// A meeting that stands already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) number: i64,
    pub(super) day: Date,
    pub(super) theme: String,
    pub(super) ordinary: bool,
}

/// A meeting that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// Its day by the terms.
    pub(crate) usual: Date,
    /// Its day.
    pub(crate) day: Date,
    /// The holiday on the usual day, if there is one. A meeting that is on it all the same found no free day.
    pub(crate) holiday: Option<String>,
    /// The theme whose turn it is; empty for none.
    pub(crate) theme: String,
}

/// The days of a span on which a group would meet, from the day of its last meeting on, or from the first that is planned.
pub(super) fn usual_days(frequency: &Frequency, anchor: Option<Date>, moves: Move, (from, to): (Date, Date)) -> Vec<Date> {
    let anchor = anchor.map(|anchor| usual_near(frequency, anchor, moves));
    let before = from.yesterday().unwrap_or(from);
    frequency.dates(before, anchor).take_while(|day| *day <= to).collect()
}

/// The usual day that a meeting stands for: it may have been moved off a holiday, and out of its month at that. Between two days
/// the group's rule decides.
fn usual_near(frequency: &Frequency, held: Date, moves: Move) -> Date {
    let Every::Months { on: Some(on), .. } = frequency.every else { return held };
    let monthly = Frequency { every: Every::Months { n: 1, on: Some(on) }, except: Vec::new(), ..frequency.clone() };
    let since = held.checked_sub(45.days()).unwrap_or(held);
    let far = |day: Date| (day - held).get_days().abs();
    // Of a day of the week alone nobody knows which one of the month it is, and nothing is proposed without an anchor.
    let near = monthly.dates(since, None).take(4).min_by_key(|day| (far(*day), (*day > held) != (moves == Move::WeekEarlier)));
    near.filter(|day| far(*day) <= MOVED_AT_MOST).unwrap_or(held)
}

/// A meeting further from its usual day than these was not moved off a holiday.
const MOVED_AT_MOST: i32 = 14;

/// Meetings closer to one another than so many days are the same one: less than half of what lies between two usual days.
pub(super) fn nearness(days: &[Date]) -> i32 {
    let gaps = days.windows(2).map(|pair| (pair[1] - pair[0]).get_days().abs()).filter(|gap| *gap > 0);
    gaps.min().map_or(10, |gap| ((gap - 1) / 2).min(10))
}

fn is_near(one: Date, other: Date, near: i32) -> bool {
    (one - other).get_days().abs() <= near
}

/// The ordinary meeting that stands on a day or near it.
pub(super) fn standing_near(standing: &[Standing], day: Date, near: i32) -> Option<&Standing> {
    standing.iter().filter(|one| one.ordinary).find(|one| is_near(one.day, day, near))
}

/// What is proposed for the usual days: nothing where a meeting stands already, nothing on or before today, none on a holiday
/// if a day near it is free, and the themes in turn after those of the meetings that stand.
pub(super) fn propose(usual: &[Date], rules: &YearRules, calendar: &Calendar, standing: &[Standing], today: Date) -> Vec<Proposal> {
    let near = nearness(usual);
    let mut proposals: Vec<Proposal> = Vec::with_capacity(usual.len());
    for (at, day) in usual.iter().copied().enumerate() {
        if day <= today || standing_near(standing, day, near).is_some() {
            continue;
        }
        let holiday = calendar.avoided(day);
        let (after, before) = (proposals.last().map_or(today, |last| last.day), usual.get(at + 1).copied().unwrap_or(Date::MAX));
        let free = |day: Date| (after < day && day < before && calendar.avoided(day).is_none()).then_some(day);
        let tries = rules.moves.tries(day).into_iter().chain(Move::NextWorkingDay.tries(day));
        let moved = tries.filter_map(free).filter(|day| rules.moves != Move::NextWorkingDay || calendar.is_working(*day));
        let day = match holiday {
            None => Some(day),
            // Where it would go a meeting stands already: that is the one. Where none is free it stays, and says so by its holiday.
            Some(_) => match moved.into_iter().find(|day| standing.iter().all(|one| one.ordinary || one.day != *day)) {
                Some(moved) if standing_near(standing, moved, 0).is_some() => None,
                moved => Some(moved.unwrap_or(day)),
            },
        };
        proposals.extend(day.map(|day| Proposal { usual: usual[at], day, holiday, theme: String::new() }));
    }
    take_turns(&mut proposals, &rules.turns, standing);
    proposals
}

/// Gives each proposal the theme that follows the one before it, by their days.
fn take_turns(proposals: &mut [Proposal], turns: &[String], standing: &[Standing]) {
    if turns.is_empty() {
        return;
    }
    let mut next = 0;
    let mut held = standing.iter().filter(|one| one.ordinary).peekable();
    for proposal in proposals {
        while let Some(one) = held.next_if(|one| one.day <= proposal.day) {
            next = turns.iter().position(|theme| *theme == one.theme).map_or(next, |at| at + 1);
        }
        proposal.theme.clone_from(&turns[next % turns.len()]);
        next = next % turns.len() + 1;
    }
}

#[cfg(test)]
mod unit {
    use analysis::calendar_days::Spell;
    use jiff::civil::date;
    use proptest::prelude::*;
    use terms::frequency;

    use super::*;

    fn usual(said: &str, anchor: Option<Date>, from: Date, to: Date) -> Vec<Date> {
        usual_days(&frequency::read(said).expect("a frequency"), anchor, Move::WeekEarlier, (from, to))
    }

    fn standing(day: Date, theme: &str) -> Standing {
        Standing { number: 1, day, theme: theme.into(), ordinary: true }
    }

    fn days(proposals: &[Proposal]) -> Vec<Date> {
        proposals.iter().map(|one| one.day).collect()
    }

    const TODAY: Date = Date::constant(2026, 11, 22);

    #[test]
    fn a_meeting_on_a_holiday_is_moved_by_the_group_s_rule() {
        // The first Monday of May 2027 is a holiday.
        let may = [date(2027, 5, 3)];
        let with = |moves| propose(&may, &YearRules { moves, ..YearRules::default() }, &Calendar::default(), &[], TODAY);
        for (moves, day) in
            [(Move::WeekEarlier, date(2027, 4, 26)), (Move::NextWorkingDay, date(2027, 5, 4)), (Move::WeekLater, date(2027, 5, 10))]
        {
            let found = with(moves);
            assert_eq!((days(&found), found[0].holiday.as_deref()), (vec![day], Some("Early May bank holiday")), "{moves:?}");
            assert_eq!(Move::from_key(moves.key()), Some(moves));
        }
    }

    #[test]
    fn a_move_does_not_land_on_another_holiday_on_another_meeting_or_in_the_past() {
        let own = vec![Spell { from: date(2027, 4, 19), to: date(2027, 4, 30), name: "Break".into(), at_work: true }];
        let calendar = Calendar { own, ..Calendar::default() };
        let rules = YearRules::default();
        assert_eq!(days(&propose(&[date(2027, 5, 3)], &rules, &calendar, &[], TODAY)), [date(2027, 5, 10)], "both weeks before are off");
        let other = Standing { ordinary: false, ..standing(date(2027, 4, 26), "") };
        assert_eq!(days(&propose(&[date(2027, 5, 3)], &rules, &Calendar::default(), &[other], TODAY)), [date(2027, 5, 10)]);
        assert_eq!(days(&propose(&[date(2026, 11, 30)], &rules, &Calendar::default(), &[], TODAY)), [date(2026, 11, 23)]);
        assert_eq!(days(&propose(&[date(2026, 11, 30)], &rules, &Calendar::default(), &[], date(2026, 11, 23))), [date(2026, 12, 7)]);
        // Where nothing near is free it stays, and says so by its holiday.
        let whole = Calendar {
            own: vec![Spell { from: date(2027, 1, 1), to: date(2027, 12, 31), name: "Closed".into(), at_work: false }],
            ..Calendar::default()
        };
        let stays = propose(&[date(2027, 6, 7)], &rules, &whole, &[], TODAY);
        assert_eq!((stays[0].day, stays[0].holiday.as_deref()), (date(2027, 6, 7), Some("Closed")));
    }

    #[test]
    fn where_a_meeting_stands_near_nothing_is_proposed() {
        let year = usual("every second month, second Tuesday", Some(date(2026, 10, 13)), TODAY, date(2027, 12, 31));
        assert_eq!(year[..3], [date(2026, 12, 8), date(2027, 2, 9), date(2027, 4, 13)]);
        let there = [standing(date(2026, 12, 14), ""), standing(date(2027, 2, 2), "")];
        assert_eq!(propose(&year, &YearRules::default(), &Calendar::default(), &there, TODAY)[0].day, date(2027, 4, 13));
        let weekly = usual("every week, on a Tuesday", None, TODAY, date(2026, 12, 31));
        let near = [standing(date(2026, 12, 3), "")];
        assert_eq!(
            propose(&weekly, &YearRules::default(), &Calendar::default(), &near, TODAY).len(),
            weekly.len() - 1,
            "of a weekly one only the nearest"
        );
    }

    #[test]
    fn a_meeting_that_was_moved_out_of_its_month_does_not_shift_the_rhythm() {
        // The first Monday in May was a holiday: they met on 26 April.
        let year = usual("every second month, first Monday", Some(date(2027, 4, 26)), date(2027, 4, 27), date(2027, 12, 31));
        assert_eq!(year, [date(2027, 7, 5), date(2027, 9, 6), date(2027, 11, 1)]);
        // 4 January and the 28 December before it are holidays: they met on 21 December, halfway to the month before.
        let year = usual("every second month, first Monday", Some(date(2026, 12, 21)), date(2026, 12, 22), date(2027, 4, 30));
        assert_eq!(year, [date(2027, 3, 1)]);
    }

    #[test]
    fn a_meeting_that_stands_where_another_would_be_moved_is_that_one() {
        let january = [date(2027, 1, 4), date(2027, 3, 1)];
        let found = propose(&january, &YearRules::default(), &Calendar::default(), &[standing(date(2027, 1, 11), "")], TODAY);
        assert_eq!(days(&found), [date(2027, 3, 1)]);
        // A group that meets each week goes to the next working day, where the weeks beside it have their own.
        let mondays = [date(2027, 4, 26), date(2027, 5, 3), date(2027, 5, 10)];
        let found = propose(&mondays, &YearRules::default(), &Calendar::default(), &[], TODAY);
        assert_eq!(days(&found), [date(2027, 4, 26), date(2027, 5, 4), date(2027, 5, 10)]);
    }

    #[test]
    fn themes_take_turns_after_those_of_the_meetings_that_stand() {
        let turns = ["a", "b", "c"].map(String::from).to_vec();
        let rules = YearRules { turns, ..YearRules::default() };
        let monthly = usual("every month, second Tuesday", None, TODAY, date(2027, 6, 30));
        let there = [standing(date(2026, 10, 13), "b"), standing(date(2027, 2, 9), "a"), standing(date(2027, 3, 9), "else")];
        let found = propose(&monthly, &rules, &Calendar::default(), &there, TODAY);
        let themes: Vec<(Date, &str)> = found.iter().map(|one| (one.day, one.theme.as_str())).collect();
        assert_eq!(
            themes,
            [
                (date(2026, 12, 8), "c"),
                (date(2027, 1, 12), "a"),
                (date(2027, 4, 13), "b"),
                (date(2027, 5, 11), "c"),
                (date(2027, 6, 8), "a")
            ]
        );
    }

    proptest! {
        /// Whatever the rhythm, the rule and the year: the days grow, lie ahead, and none is a holiday with a free day near it.
        #[test]
        fn proposals_keep_their_order_and_keep_off_holidays(
            said in prop::sample::select(vec![
                "every week, on a Monday", "every four weeks, on a Friday", "every month, first Monday", "every month, last Monday",
                "every second month, on the 26th", "every month, on the 2nd", "every three months, fourth Thursday",
            ]),
            rule in 0_usize..3, year in 2024_i16..2060, worked in any::<bool>()
        ) {
            let from = date(year, 1, 1);
            let rules = YearRules { moves: Move::ALL[rule], ..YearRules::default() };
            let calendar = Calendar { worked: if worked { vec![analysis::calendar_days::Holiday::StAndrew] } else { Vec::new() }, ..Calendar::default() };
            let year = usual(said, None, from, date(year + 1, 12, 31));
            let found = propose(&year, &rules, &calendar, &[], from);
            prop_assert!(found.windows(2).all(|pair| pair[0].day < pair[1].day));
            for one in &found {
                prop_assert!(one.day > from);
                prop_assert_eq!(one.holiday.is_some(), calendar.avoided(one.usual).is_some());
                prop_assert!(one.holiday.is_some() || one.day == one.usual);
                prop_assert!(calendar.avoided(one.day).is_none() || one.day == one.usual);
            }
        }
    }
}
