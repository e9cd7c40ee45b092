//! A calendar's appointments, as mail programs and calendars write them: answers, invitations, cancellations. What cannot be read is
//! left out; nothing that a file says is believed to be well formed.

mod lines;
mod links;
mod zone;

use jiff::{Span, Timestamp, civil::DateTime, tz::TimeZone};

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
    /// Whether it comes round again, or is one of such.
    pub series: bool,
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
                calendar.entries.push(std::mem::take(parts).entry());
                inside = None;
            }
            (Some(parts), _) if depth == 0 => parts.take(line, &zones),
            _ => {}
        }
    }
    // A file that was cut off may still say all that matters.
    calendar.entries.extend(inside.map(Parts::entry));
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
                }
            }
            "DTEND" => entry.ends = instant(line, zones).map(|(at, _)| at),
            "DURATION" => self.length = value.parse().ok(),
            "STATUS" => entry.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "RRULE" | "RDATE" | "RECURRENCE-ID" => entry.series = true,
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

    fn entry(mut self) -> Entry {
        if let (None, Some(starts), Some(length), Some(zone)) = (self.entry.ends, self.entry.starts, self.length, &self.zone) {
            self.entry.ends = starts.to_zoned(zone.clone()).checked_add(length).ok().map(|at| at.timestamp());
        }
        self.entry.link = links::joining(&self.joins, &self.texts);
        self.entry
    }
}

/// The instant that a line names, and the zone of its clocks.
fn instant(line: &Line<'_>, zones: &zone::Zones<'_>) -> Option<(Timestamp, TimeZone)> {
    let value = line.value.trim();
    let (digits, utc) = value.strip_suffix(['Z', 'z']).map_or((value, false), |digits| (digits, true));
    let at = DateTime::strptime("%Y%m%dT%H%M%S", digits.to_uppercase()).ok()?;
    if utc {
        return Some((TimeZone::UTC.to_timestamp(at).ok()?, TimeZone::UTC));
    }
    zones.instant(line.parameter("TZID"), at)
}

#[cfg(test)]
mod tests;
