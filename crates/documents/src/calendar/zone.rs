//! The rules of a time zone, as a calendar carries them: from when on which offset holds. Where a zone changes its clocks by the
//! same rule each year, the rule is written; elsewhere the changes themselves.

use jiff::{
    Span, Timestamp, ToSpan,
    civil::{DateTime, Weekday},
    tz::{Offset, TimeZone},
};

use super::line::Lines;

/// A zone with a name of its own. UTC needs none.
pub(super) struct Zone<'a> {
    pub(super) name: &'a str,
    zone: &'a TimeZone,
}

/// One change of the clocks.
struct Change {
    /// What the clocks showed until then.
    local: DateTime,
    before: Offset,
    after: Offset,
    summer: bool,
}

/// A rule by which clocks change once a year: in March, on the last Sunday, at 1:00.
#[derive(PartialEq)]
struct Rule {
    month: i8,
    /// Which of its weekdays: 1 is the first, -1 the last.
    nth: i8,
    weekday: Weekday,
    time: jiff::civil::Time,
    before: Offset,
    after: Offset,
}

/// So many changes are looked at to be sure of a rule.
const SURE: usize = 12;

impl<'a> Zone<'a> {
    pub(super) fn of(zone: &'a TimeZone) -> Option<Self> {
        let name = zone.iana_name().filter(|name| !matches!(*name, "UTC" | "Etc/UTC"))?;
        Some(Self { name, zone })
    }

    /// What the clocks show at an instant; nothing where they show it twice.
    pub(super) fn local(&self, at: Timestamp) -> Option<String> {
        let local = self.zone.to_datetime(at);
        let unambiguous = self.zone.to_ambiguous_timestamp(local).unambiguous().is_ok_and(|back| back == at);
        unambiguous.then(|| local.strftime("%Y%m%dT%H%M%S").to_string())
    }

    /// What holds from one instant to another.
    pub(super) fn write(&self, lines: &mut Lines, first: Timestamp, last: Timestamp) {
        lines.plain("BEGIN", "VTIMEZONE");
        lines.plain("TZID", self.name);
        let mut before: Vec<Change> = self.zone.preceding(first).take(2).map(|change| self.change(&change)).collect();
        before.reverse();
        let after = self.zone.following(first.saturating_sub(second()).unwrap_or(first)).take(SURE);
        let after: Vec<(Timestamp, Change)> = after.map(|change| (change.timestamp(), self.change(&change))).collect();
        let rules: Option<Vec<Rule>> = before.iter().map(|change| rule(change, &after)).collect();
        match rules {
            Some(rules) if rules.len() == 2 && after.len() == SURE && rules[0].month != rules[1].month => {
                for (change, rule) in before.iter().zip(&rules) {
                    let day = weekday(rule.weekday);
                    let yearly = format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{day}", rule.month, rule.nth);
                    observance(lines, change, Some(&yearly));
                }
            }
            _ => {
                let until = last.saturating_add(second()).unwrap_or(last);
                if before.is_empty() {
                    let offset = self.zone.to_offset(first.saturating_sub(second()).unwrap_or(first));
                    let local = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
                    observance(lines, &Change { local, before: offset, after: offset, summer: false }, None);
                }
                for change in before.iter().chain(after.iter().filter(|(at, _)| *at <= until).map(|(_, change)| change)) {
                    observance(lines, change, None);
                }
            }
        }
        lines.plain("END", "VTIMEZONE");
    }

    fn change(&self, change: &jiff::tz::TimeZoneTransition<'_>) -> Change {
        let at = change.timestamp();
        let before = self.zone.to_offset(at.saturating_sub(second()).unwrap_or(at));
        Change { local: before.to_datetime(at), before, after: change.offset(), summer: change.dst().is_dst() }
    }
}

fn second() -> Span {
    1.second()
}

/// The rule of a change, if all that follow keep it: each year one does.
fn rule(change: &Change, after: &[(Timestamp, Change)]) -> Option<Rule> {
    let day = change.local.date();
    let ordinal = (day.day() - 1) / 7 + 1;
    let last = day.day() + 7 > day.days_in_month();
    let kept = |rule: &Rule| {
        let alike: Vec<_> = after.iter().map(|(_, other)| other).filter(|other| other.local.month() == rule.month).collect();
        alike.len() == SURE / 2 && alike.iter().all(|other| follows(rule, other))
    };
    let of = |nth| Rule {
        month: day.month(),
        nth,
        weekday: day.weekday(),
        time: change.local.time(),
        before: change.before,
        after: change.after,
    };
    [last.then_some(-1), Some(ordinal)].into_iter().flatten().map(of).find(kept)
}

fn follows(rule: &Rule, change: &Change) -> bool {
    let on = change.local.date().nth_weekday_of_month(rule.nth, rule.weekday);
    on.is_ok_and(|on| on == change.local.date())
        && (rule.time, rule.before, rule.after) == (change.local.time(), change.before, change.after)
}

fn observance(lines: &mut Lines, change: &Change, yearly: Option<&str>) {
    let kind = if change.summer { "DAYLIGHT" } else { "STANDARD" };
    lines.plain("BEGIN", kind);
    lines.plain("DTSTART", &change.local.strftime("%Y%m%dT%H%M%S").to_string());
    if let Some(yearly) = yearly {
        lines.plain("RRULE", yearly);
    }
    lines.plain("TZOFFSETFROM", &offset(change.before));
    lines.plain("TZOFFSETTO", &offset(change.after));
    lines.plain("END", kind);
}

/// `+0100`.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}
