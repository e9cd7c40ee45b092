//! A calendar's appointments, as mail programs and calendars write them: answers, invitations, cancellations. What cannot be read is
//! left out; nothing that a file says is believed to be well formed.

mod lines;
mod links;
mod rule;
mod zone;

use jiff::{
    Span, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use lines::{Line, address, unescaped};

/// The most bytes of a calendar that are looked at.
const LARGEST: usize = 1_000_000;
/// The most appointments that are read.
const MOST: usize = 100;

/// A calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What it asks of its reader, in capitals: `REPLY`; empty when it does not say.
    pub method: String,
    /// Its appointments.
    pub entries: Vec<Entry>,
}

/// An appointment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What stays the same through all changes; empty when it does not say.
    pub uid: String,
    /// Which change it is.
    pub sequence: i64,
    /// When this was written.
    pub stamp: Option<Timestamp>,
    /// When it begins; nothing for a whole day.
    pub starts: Option<Timestamp>,
    /// When it ends.
    pub ends: Option<Timestamp>,
    /// Whether it says that it does not take place.
    pub cancelled: bool,
    /// How it comes round again; nothing for one that is once.
    pub series: Option<Series>,
    /// Of one of a series that was changed by itself: when it began before that.
    pub instead_of: Option<Timestamp>,
    /// What it is called.
    pub summary: String,
    /// Where it is.
    pub place: String,
    /// Where one joins it on the web; empty when it does not say.
    pub link: String,
    /// The mail address of who invites, in small letters.
    pub organiser: String,
    /// Who is invited, or answers.
    pub attendees: Vec<Attendee>,
    /// What was added to an answer.
    pub comment: String,
}

/// How an appointment comes round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// When each begins, the first ones up to a bound, by the clocks of its zone; without those that were taken out.
    pub begins: Vec<Timestamp>,
    /// Whether there is a rule of a kind that is not known here, so that the times are not to be relied on.
    pub unknown: bool,
}

/// Somebody who is invited, or answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendee {
    /// Their mail address, in small letters; empty when there is none.
    pub address: String,
    /// Their answer, in capitals: `ACCEPTED`; empty when they give none.
    pub answer: String,
    /// Who wrote for them.
    pub sent_by: String,
    /// To whom they gave it.
    pub delegated_to: String,
    /// What they added.
    pub comment: String,
}

/// Reads a calendar. A time that names no zone, or one that nobody knows, is read as of `here`. `None` for what is no calendar.
#[must_use]
pub fn read(bytes: &[u8], here: &TimeZone) -> Option<Calendar> {
    let bytes = &bytes[..bytes.len().min(LARGEST)];
    let text = String::from_utf8_lossy(bytes);
    let unfolded = lines::unfolded(text.trim_start_matches('\u{feff}'));
    let lines: Vec<Line<'_>> = unfolded.iter().filter_map(|line| Line::read(line)).collect();
    let begins = |line: &Line<'_>, what: &str| line.name == "BEGIN" && line.value.trim().eq_ignore_ascii_case(what);
    let start = lines.iter().position(|line| begins(line, "VCALENDAR"))?;
    let zones = zone::Zones::of(&lines, here);
    let mut calendar = Calendar::default();
    let (mut inside, mut depth): (Option<Parts>, usize) = (None, 0);
    for line in &lines[start..] {
        match (&mut inside, line.name.as_str()) {
            (None, "METHOD") => calendar.method = line.value.trim().to_uppercase(),
            (None, "BEGIN") if begins(line, "VEVENT") && calendar.entries.len() < MOST => inside = Some(Parts::default()),
            (Some(_), "BEGIN") => depth += 1,
            (Some(_), "END") if depth > 0 => depth -= 1,
            (Some(parts), "END") => {
                calendar.entries.push(std::mem::take(parts).entry(&zones));
                inside = None;
            }
            (Some(parts), _) if depth == 0 => parts.take(line, &zones),
            _ => {}
        }
    }
    // A file that was cut off may still say all that matters.
    calendar.entries.extend(inside.map(|parts| parts.entry(&zones)));
    Some(calendar)
}

/// An appointment that is being read.
#[derive(Default)]
struct Parts {
    entry: Entry,
    zone: Option<TimeZone>,
    length: Option<Span>,
    joins: Vec<String>,
    texts: Vec<String>,
    /// When it begins as its own clocks show it, and what its zone is called.
    local: Option<(DateTime, String)>,
    rules: Vec<String>,
    added: Vec<Timestamp>,
    taken_out: Vec<Timestamp>,
    days_out: Vec<Date>,
    ranged: bool,
}

impl Parts {
    fn take(&mut self, line: &Line<'_>, zones: &zone::Zones<'_>) {
        let (entry, value) = (&mut self.entry, line.value.trim());
        match line.name.as_str() {
            "UID" => entry.uid = unescaped(value),
            "SEQUENCE" => entry.sequence = value.parse().unwrap_or(0).max(0),
            "DTSTAMP" => entry.stamp = instant(line, zones).map(|(at, _)| at),
            "DTSTART" => {
                if let Some((at, zone)) = instant(line, zones) {
                    (entry.starts, self.zone) = (Some(at), Some(zone));
                    let digits = value.trim_end_matches(['Z', 'z']).to_uppercase();
                    let name = if digits.len() == value.len() { line.parameter("TZID") } else { "UTC" };
                    self.local = DateTime::strptime("%Y%m%dT%H%M%S", &digits).ok().map(|at| (at, name.to_owned()));
                }
            }
            "DTEND" => entry.ends = instant(line, zones).map(|(at, _)| at),
            "DURATION" => self.length = value.parse().ok(),
            "STATUS" => entry.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "RRULE" => self.rules.push(value.to_owned()),
            "RDATE" => self.added.extend(instants(line, zones)),
            "EXDATE" => {
                self.taken_out.extend(instants(line, zones));
                self.days_out.extend(value.split(',').filter_map(|part| Date::strptime("%Y%m%d", part.trim()).ok()));
            }
            "RECURRENCE-ID" => {
                entry.instead_of = instant(line, zones).map(|(at, _)| at).or_else(|| midday(value, zones));
                self.ranged = !line.parameter("RANGE").is_empty();
            }
            "SUMMARY" => entry.summary = unescaped(value),
            "COMMENT" => entry.comment = unescaped(value),
            "LOCATION" => {
                entry.place = unescaped(value);
                self.texts.push(entry.place.clone());
            }
            "DESCRIPTION" | "URL" | "X-ALT-DESC" => self.texts.push(unescaped(value)),
            "X-MICROSOFT-SKYPETEAMSMEETINGURL" | "CONFERENCE" | "X-GOOGLE-CONFERENCE" => self.joins.push(unescaped(value)),
            "ORGANIZER" => entry.organiser = address(value),
            "ATTENDEE" => entry.attendees.push(Attendee {
                address: address(value),
                answer: line.parameter("PARTSTAT").trim().to_uppercase(),
                sent_by: address(line.parameter("SENT-BY")),
                delegated_to: address(line.parameter("DELEGATED-TO")),
                comment: line.parameter("X-RESPONSE-COMMENT").to_owned(),
            }),
            _ => {}
        }
    }

    /// When it comes round, by its rules and what was added and taken out by hand.
    fn series(&self, zones: &zone::Zones<'_>) -> Option<Series> {
        if self.rules.is_empty() && self.added.is_empty() && !self.ranged {
            return None;
        }
        let mut series = Series { begins: self.added.clone(), unknown: self.rules.len() > 1 || self.ranged };
        series.begins.extend(self.entry.starts);
        if let (Some(rule), Some((first, zone))) = (self.rules.first(), &self.local) {
            match rule::Rule::read(rule) {
                None => series.unknown = true,
                Some(rule) => {
                    let at = |local: DateTime| zones.instant(zone, local).map(|(at, _)| at);
                    let goes_on = |local: DateTime| match rule.until {
                        None => true,
                        Some(rule::Until::Day(day)) => local.date() <= day,
                        Some(rule::Until::Local(last)) => local <= last,
                        Some(rule::Until::Utc(last)) => at(local) <= TimeZone::UTC.to_timestamp(last).ok(),
                    };
                    series.begins.extend(rule.times(*first, goes_on).into_iter().filter_map(at));
                }
            }
        }
        series.begins.sort_unstable();
        series.begins.dedup();
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        series.begins.retain(|at| !self.taken_out.contains(at) && !self.days_out.contains(&zone.to_datetime(*at).date()));
        Some(series)
    }

    fn entry(mut self, zones: &zone::Zones<'_>) -> Entry {
        self.entry.series = self.series(zones);
        if let (None, Some(starts), Some(length), Some(zone)) = (self.entry.ends, self.entry.starts, self.length, &self.zone) {
            self.entry.ends = starts.to_zoned(zone.clone()).checked_add(length).ok().map(|at| at.timestamp());
        }
        self.entry.link = links::joining(&self.joins, &self.texts);
        self.entry
    }
}

/// The instant that a line names, and the zone of its clocks.
fn instant(line: &Line<'_>, zones: &zone::Zones<'_>) -> Option<(Timestamp, TimeZone)> {
    instant_of(line, line.value.trim(), zones)
}

/// The instants of a line that names many.
fn instants(line: &Line<'_>, zones: &zone::Zones<'_>) -> Vec<Timestamp> {
    line.value.split(',').take(MOST).filter_map(|part| instant_of(line, part.trim(), zones)).map(|(at, _)| at).collect()
}

/// Noon of a day: which one of a series is meant is known by its day.
fn midday(value: &str, zones: &zone::Zones<'_>) -> Option<Timestamp> {
    let day = Date::strptime("%Y%m%d", value).ok()?;
    zones.instant("", day.at(12, 0, 0, 0)).map(|(at, _)| at)
}

fn instant_of(line: &Line<'_>, value: &str, zones: &zone::Zones<'_>) -> Option<(Timestamp, TimeZone)> {
    let (digits, utc) = value.strip_suffix(['Z', 'z']).map_or((value, false), |digits| (digits, true));
    let at = DateTime::strptime("%Y%m%dT%H%M%S", digits.to_uppercase()).ok()?;
    if utc {
        return Some((TimeZone::UTC.to_timestamp(at).ok()?, TimeZone::UTC));
    }
    zones.instant(line.parameter("TZID"), at)
}

#[cfg(test)]
mod tests;
