//! An action as one line: `@Ailsa by 14 Nov: write to the wards, done when each has replied`. Read as people type it, and written.

use jiff::civil::Date;
use uuid::Uuid;

use super::days::Calendar;

/// Somebody who may own an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Who it is.
    pub(super) person: Uuid,
    /// Their name, as in `Dr Ailsa Munro`.
    pub(super) name: String,
}

/// Who a line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// It names nobody.
    Nobody,
    /// One person.
    One(Named),
    /// Words that fit more than one: their names.
    Several(Vec<String>),
    /// Words that fit nobody.
    Unknown(String),
}

/// A line as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Whose it is.
    pub(super) owner: Owner,
    /// By when.
    pub(super) due: Option<Date>,
    /// Words in the place of a day that are none.
    pub(super) unread: Option<String>,
    /// What is to be done, the verb first.
    pub(super) words: String,
    /// What will show that it is done; empty when it is not said.
    pub(super) done_means: String,
}

/// Signs that stand between the parts of a line.
const BETWEEN: [char; 9] = [' ', ',', ';', ':', '.', '-', '–', '—', '('];
/// The most words of a name or of a day.
const MOST: usize = 6;
const TITLES: [&str; 8] = ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sister"];

impl Line {
    /// Reads a line. What it does not say is left empty.
    #[must_use]
    pub(super) fn read(typed: &str, calendar: Calendar, roster: &[Named]) -> Self {
        let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let (rest, done) = split_done(&text);
        let (mut line, body) = Self::head(rest, calendar, roster);
        let mut body = body.trim_end_matches(BETWEEN);
        if line.due.is_none()
            && let Some((words, day)) = split_by(body)
            && let Some(due) = calendar.read(day)
        {
            (line.due, line.unread, body) = (Some(due), None, words);
        }
        line.words = capital(body.trim_matches(BETWEEN));
        line.done_means = capital(done.trim_matches([' ', ',', ';', ':', '.', '-', '–', '—']));
        line
    }

    /// The line as it is read again.
    #[must_use]
    pub(super) fn written(owner: &str, due: Date, words: &str, done_means: &str) -> String {
        format!("@{owner} by {}: {words}, done when {done_means}", due.strftime("%-d %B %Y"))
    }

    /// Whose it is and by when, and the rest of the text.
    fn head<'a>(text: &'a str, calendar: Calendar, roster: &[Named]) -> (Self, &'a str) {
        let mut line = Self { owner: Owner::Nobody, due: None, unread: None, words: String::new(), done_means: String::new() };
        let at = text.strip_prefix('@');
        if let Some((head, body)) = text.split_once(':') {
            let head = head.trim_start_matches('@');
            let (name, day) = split_by(head).unwrap_or((head, ""));
            let (owner, due) = (find(roster, name), calendar.read(day));
            // Words before a colon are a head when they say who, or by when, or begin like one.
            let known = matches!(owner, Owner::One(_) | Owner::Several(_));
            if at.is_some() || known || due.is_some() {
                line.unread = (due.is_none() && !day.trim().is_empty()).then(|| day.trim().to_owned());
                (line.owner, line.due) = (owner, due);
                return (line, body);
            }
        }
        let text = at.unwrap_or(text);
        let Some((owner, rest)) = leading(text, |words| match find(roster, words) {
            owner @ (Owner::One(_) | Owner::Several(_)) => Some(owner),
            _ => None,
        }) else {
            if at.is_some() {
                let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
                line.owner = Owner::Unknown(word.to_owned());
                return (line, rest);
            }
            return (line, text);
        };
        // A name at the beginning of a sentence is its subject: `Ailsa to write`.
        let (lower, said) = (rest.to_ascii_lowercase(), at.is_some());
        if let Some(rest) = lower.starts_with("to ").then(|| &rest[3..]) {
            line.owner = owner;
            return (line, rest);
        }
        if lower.starts_with("by ") {
            let rest = &rest[3..];
            if let Some((due, rest)) = leading(rest, |words| calendar.read(words)) {
                (line.owner, line.due) = (owner, Some(due));
                return (line, rest.strip_prefix("to ").unwrap_or(rest));
            }
        }
        if said {
            line.owner = owner;
            return (line, rest);
        }
        (line, text)
    }
}

/// The longest run of words at the beginning that can be read, and what comes after it.
fn leading<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, &str)> {
    let ends: Vec<usize> = text.char_indices().filter(|(_, sign)| *sign == ' ').map(|(at, _)| at).chain([text.len()]).take(MOST).collect();
    ends.into_iter().rev().find_map(|end| Some((read(text[..end].trim_end_matches([',', ':', ';', '.']))?, text[end..].trim_start())))
}

/// What stands before and after the last `by`.
fn split_by(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.rfind(" by ") {
        return Some((&text[..at], &text[at + 4..]));
    }
    lower.starts_with("by ").then(|| ("", &text[3..]))
}

/// What is to be done, and what will show that it is done.
fn split_done(text: &str) -> (&str, &str) {
    let lower = text.to_ascii_lowercase();
    let free = |at: usize| !lower[..at].ends_with(|sign: char| sign.is_alphanumeric());
    let found = ["done when ", "done means ", "done means: ", "done once ", "done: "]
        .into_iter()
        .filter_map(|mark| lower.match_indices(mark).map(|(at, mark)| (at, mark.len())).find(|(at, _)| free(*at)))
        .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
    found.map_or((text, ""), |(at, length)| (&text[..at], &text[at + length..]))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn parts(name: &str) -> Vec<String> {
    let words = name.split_whitespace().map(|word| word.trim_matches(['.', ',', '@']).to_lowercase());
    words.filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).collect()
}

/// A way in which people shorten a name.
#[derive(Clone, Copy)]
enum Way {
    Whole,
    Initials,
    First,
    Last,
    Beginnings,
}

/// The surest first.
const WAYS: [Way; 5] = [Way::Whole, Way::Initials, Way::First, Way::Last, Way::Beginnings];

impl Way {
    fn fits(self, name: &[String], wanted: &[String]) -> bool {
        let one = if let [one] = wanted { Some(one) } else { None };
        match self {
            Self::Whole => name == wanted,
            Self::Initials => {
                let initials = || name.iter().filter_map(|word| word.chars().next()).collect::<String>();
                one.is_some_and(|one| one.chars().count() > 1 && initials() == *one)
            }
            Self::First => one.is_some() && name.first() == one,
            Self::Last => one.is_some() && name.last() == one,
            Self::Beginnings => {
                let mut rest = name.iter();
                wanted.iter().all(|word| rest.any(|other| other.starts_with(word.as_str())))
            }
        }
    }
}

/// Who is meant by a name as people shorten it: all of it, initials, first or last name, the beginnings of its words.
#[must_use]
pub(super) fn find(roster: &[Named], typed: &str) -> Owner {
    let wanted = parts(typed);
    if wanted.is_empty() {
        return if typed.trim().is_empty() { Owner::Nobody } else { Owner::Unknown(typed.trim().to_owned()) };
    }
    for way in WAYS {
        let mut found: Vec<&Named> = roster.iter().filter(|one| way.fits(&parts(&one.name), &wanted)).collect();
        match found.len() {
            0 => {}
            1 => return found.pop().map_or(Owner::Nobody, |one| Owner::One(one.clone())),
            _ => return Owner::Several(found.into_iter().map(|one| one.name.clone()).collect()),
        }
    }
    Owner::Unknown(typed.trim().to_owned())
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const CALENDAR: Calendar = Calendar { today: date(2026, 12, 14), next_meeting: None };

    fn roster() -> Vec<Named> {
        let names = ["Dr Ailsa Munro", "Tunde Adeyemi", "Prof. Anna Mackay", "Ann Lee", "Wei Zhang", "Anna Ross"];
        names.into_iter().zip(1..).map(|(name, n)| Named { person: Uuid::from_u128(n), name: name.into() }).collect()
    }

    fn owner(typed: &str) -> String {
        match find(&roster(), typed) {
            Owner::Nobody => "nobody".into(),
            Owner::One(one) => one.name,
            Owner::Several(names) => names.join(" or "),
            Owner::Unknown(typed) => format!("{typed}?"),
        }
    }

    #[test]
    fn people_are_known_by_what_others_call_them() {
        for (typed, name) in [
            ("ailsa munro", "Dr Ailsa Munro"),
            ("Dr Munro", "Dr Ailsa Munro"),
            ("TA", "Tunde Adeyemi"),
            ("@wz", "Wei Zhang"),
            ("Ann", "Ann Lee"),
            ("Anna", "Prof. Anna Mackay or Anna Ross"),
            ("anna r", "Anna Ross"),
            ("adey", "Tunde Adeyemi"),
            ("AM", "Dr Ailsa Munro or Prof. Anna Mackay"),
            ("Nobody", "Nobody?"),
            ("", "nobody"),
            ("Dr", "Dr?"),
        ] {
            assert_eq!(owner(typed), name, "{typed}");
        }
    }

    fn read(typed: &str) -> (String, String, String, String) {
        let line = Line::read(typed, CALENDAR, &roster());
        let owner = match line.owner {
            Owner::One(one) => one.name,
            Owner::Several(names) => names.join(" or "),
            Owner::Unknown(typed) => format!("{typed}?"),
            Owner::Nobody => String::new(),
        };
        let due = line.due.map(|day| day.to_string()).or(line.unread.map(|day| format!("{day}?"))).unwrap_or_default();
        (owner, due, line.words, line.done_means)
    }

    #[test]
    fn a_line_is_read_as_people_type_it() {
        for (typed, owner, due, words, done) in [
            (
                "@Ailsa by 14 Jan: write to the wards, done when each has replied",
                "Dr Ailsa Munro",
                "2027-01-14",
                "Write to the wards",
                "Each has replied",
            ),
            ("Tunde by next Friday: ring the lab. Done when it answers.", "Tunde Adeyemi", "2026-12-25", "Ring the lab", "It answers"),
            ("@wz ring the lab by 14/1 - done means: it answers", "Wei Zhang", "2027-01-14", "Ring the lab", "It answers"),
            ("@Tunde Adeyemi by end of month ring the lab", "Tunde Adeyemi", "2026-12-31", "Ring the lab", ""),
            ("Ann Lee to draft the form by in 2 weeks", "Ann Lee", "2026-12-28", "Draft the form", ""),
            ("@Anna: write", "Prof. Anna Mackay or Anna Ross", "", "Write", ""),
            ("@Someone: write", "Someone?", "", "Write", ""),
            ("@TA by soonish: write", "Tunde Adeyemi", "soonish?", "Write", ""),
            ("Write to wards: all of them", "", "", "Write to wards: all of them", ""),
            ("Meet at 12:30 by Friday", "", "2026-12-18", "Meet at 12:30", ""),
            ("Send it by post", "", "", "Send it by post", ""),
            ("Ann writes", "", "", "Ann writes", ""),
            ("", "", "", "", ""),
            ("@", "?", "", "", ""),
        ] {
            assert_eq!(read(typed), (owner.into(), due.into(), words.into(), done.into()), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_does_harm(typed in ".{0,120}", parts in prop::collection::vec("(@| |by|:|Anna|done when|14/1|to|é|İ|,)", 0..12)) {
            let _ = Line::read(&typed, CALENDAR, &roster());
            let _ = Line::read(&parts.concat(), CALENDAR, &roster());
        }

        #[test]
        fn what_is_written_is_read_again(
            at in 0_usize..6, days in 0_i16..900, words in "[A-Z][a-z]{1,8}( [a-z]{1,8}){0,5}", done in "[A-Z][a-z]{1,8}( [a-z]{1,8}){0,5}",
        ) {
            prop_assume!(!format!("{words} ").to_lowercase().contains("done "));
            let (people, due) = (roster(), CALENDAR.today.checked_add(jiff::Span::new().days(days)).expect("a day"));
            let line = Line::read(&Line::written(&people[at].name, due, &words, &done), CALENDAR, &people);
            prop_assert_eq!(line, Line { owner: Owner::One(people[at].clone()), due: Some(due), unread: None, words, done_means: done });
        }
    }
}
