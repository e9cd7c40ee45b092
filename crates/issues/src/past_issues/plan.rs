//! What a row of the log says of an issue, in the words that people write.

use std::collections::{HashMap, HashSet};

use group::{
    groups::Group,
    importing::{Checked, Problem, RowCheck, Sheet, Wanted, as_key, by_row, plain},
};
use jiff::civil::Date;
use kernel::form::TextRule;
use reading::table::Row;

use super::numbering;
use crate::{
    issues::{LONGEST, Sector, State, bringing::PastIssue},
    themes::Theme,
};

/// The columns of a log of issues.
pub(super) const WANTED: &[Wanted] = &[
    Wanted {
        key: "reference",
        label: "Old reference",
        synonyms: &["reference", "ref", "issue ref", "issue number", "issue no", "number", "no", "id", "log number"],
        required: false,
    },
    Wanted {
        key: "words",
        label: "What happened",
        synonyms: &["description", "issue", "details", "detail", "issue description", "summary", "text", "problem", "concern"],
        required: true,
    },
    Wanted { key: "title", label: "Title", synonyms: &["subject", "heading", "short title", "topic"], required: false },
    Wanted { key: "theme", label: "Theme", synonyms: &["category", "type", "area"], required: false },
    Wanted {
        key: "raised",
        label: "Date raised",
        synonyms: &["raised", "raised on", "date", "date logged", "logged", "date received", "opened", "date opened"],
        required: true,
    },
    Wanted { key: "state", label: "State", synonyms: &["status", "stage", "progress", "open or closed"], required: false },
    Wanted {
        key: "outcome",
        label: "Outcome",
        synonyms: &["reply", "answer", "response", "resolution", "result", "action taken", "decision", "conclusion"],
        required: false,
    },
    Wanted {
        key: "service",
        label: "Service",
        synonyms: &["specialty", "speciality", "department", "hospital", "practice"],
        required: false,
    },
    Wanted { key: "sector", label: "Sector", synonyms: &["care sector", "from sector", "primary or secondary"], required: false },
    Wanted { key: "reporter", label: "Reporter", synonyms: &["raised by", "reported by", "from", "submitted by"], required: false },
    Wanted {
        key: "email",
        label: "Reporter’s email",
        synonyms: &["reporter email", "reporters email", "email", "e-mail"],
        required: false,
    },
];

/// What the plan goes by beside the table.
#[derive(Debug, Default)]
pub(super) struct There {
    pub(super) themes: Vec<Theme>,
    /// The numbers in use, each with the hash of what it was made of.
    pub(super) taken: Vec<(i64, Vec<u8>)>,
    /// The last number that was given.
    pub(super) last: i64,
    /// What words of a state that we do not know were said to mean.
    pub(super) means: HashMap<String, State>,
}

/// What would come of a log.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) checked: Checked<PastIssue>,
    /// The lowest number that is free then.
    pub(super) next: i64,
    /// Words of states that we do not know, as they are written first; at most [`MOST_ASKED`].
    pub(super) unknown: Vec<String>,
}

/// Words of states that are asked about: a column with more of them is another column.
pub(super) const MOST_ASKED: usize = 12;

/// The states that something from before can be in, with what they are called there. One that waits for a meeting of ours is
/// none of them.
pub(super) const STATES: &[(State, &str)] = &[
    (State::New, "Open: it waits for triage"),
    (State::InProgress, "In progress"),
    (State::Discussed, "Discussed"),
    (State::Done, "Done"),
    (State::Answered, "Answered"),
    (State::Out, "Belongs elsewhere"),
    (State::Withdrawn, "Withdrawn"),
];

/// The state that some words name; `None` when they name none that we know.
pub(super) fn state_in(text: &str) -> Option<State> {
    let words = plain(text);
    Some(match words.as_str() {
        "" | "open" | "new" | "raised" | "logged" | "received" | "pending" | "outstanding" | "notstarted" | "waiting" | "tobediscussed" => {
            State::New
        }
        "inprogress" | "progress" | "ongoing" | "underway" | "started" | "active" | "wip" | "workinprogress" | "beingdone" => {
            State::InProgress
        }
        "discussed" | "noted" | "considered" => State::Discussed,
        "done" | "closed" | "complete" | "completed" | "resolved" | "finished" | "fixed" | "actioned" | "solved" => State::Done,
        "answered" | "replied" | "agreed" | "responded" => State::Answered,
        "out" | "belongselsewhere" | "elsewhere" | "outofscope" | "notforthegroup" | "redirected" | "referredon" | "signposted" => {
            State::Out
        }
        "withdrawn" | "cancelled" | "canceled" | "takenback" => State::Withdrawn,
        _ => return None,
    })
}

fn sector_in(text: &str) -> Option<Sector> {
    let text = text.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    Some(match text.as_str() {
        _ if says(&["out of hours", "ooh", "out-of-hours"]) => Sector::OutOfHours,
        _ if says(&["primary", "practice", "gp"]) => Sector::Primary,
        _ if says(&["secondary", "hospital", "acute", "consultant"]) => Sector::Secondary,
        _ if says(&["community"]) => Sector::Community,
        _ if says(&["other", "elsewhere", "both"]) => Sector::Other,
        _ => return None,
    })
}

const fn rule(required: Option<&'static str>, name: &'static str, max: usize, lines: bool) -> TextRule {
    TextRule { required, name, max, lines }
}

/// What a row says, as far as it can be told, and what is wrong with it.
fn read(sheet: &Sheet, row: &Row, there: &There, today: Date) -> (Option<PastIssue>, Vec<Problem>) {
    let mut check = RowCheck::new(sheet, row);
    let reference = check.text("reference", rule(None, "The reference", 60, false));
    let words = check.prose("words", rule(Some("Say what happened"), "The text", LONGEST, true));
    let title = check.prose("title", rule(None, "The title", 120, false));
    let outcome = check.prose("outcome", rule(None, "The outcome", LONGEST, true));
    let service = check.text("service", rule(None, "The service", 120, false));
    let reporter = check.text("reporter", rule(None, "The name", 100, false));
    let email = check.mail_address("email");
    if reporter.is_empty() && !email.is_empty() {
        check.fail("reporter", "Say whose address this is, or leave it out");
    }
    let raised = check.day("raised");
    if raised.is_none() && check.cell("raised").is_empty() {
        check.fail("raised", "Enter the day, as 2026-12-14 or 14/12/2026");
    }
    if raised.is_some_and(|day| day > today) {
        check.fail("raised", "This day has not come yet");
    }
    let theme = check.cell("theme");
    let found = there.themes.iter().find(|known| plain(&known.name) == plain(theme) || known.key == theme);
    if found.is_none() && !theme.is_empty() {
        check.fail("theme", "The group has no theme with that name. Use one of its themes, or choose no column for the theme");
    }
    let sector = sector_in(check.cell("sector"));
    if sector.is_none() && !check.cell("sector").is_empty() {
        check.fail("sector", "Write general practice, hospital, out of hours, community or elsewhere");
    }
    let said = check.cell("state");
    let state = state_in(said).or_else(|| there.means.get(&plain(said)).copied());
    if state.is_none() {
        check.fail("state", "We do not know this word: say below what it means");
    }
    let theme = found.map_or_else(String::new, |theme| theme.key.clone());
    let problems = check.problems();
    match (raised, state) {
        (Some(raised_on), Some(state)) if problems.is_empty() => (
            Some(PastIssue { reference, words, title, theme, state, service, sector, reporter, email, outcome, raised_on, number: 0 }),
            problems,
        ),
        _ => (None, problems),
    }
}

/// What would come of a log, with what is there already. `found` are problems of single cells.
pub(super) fn plan(group: &Group, sheet: &Sheet, there: &There, found: &[Problem], today: Date) -> Plan {
    let known: HashMap<&[u8], i64> = there.taken.iter().map(|(number, hash)| (hash.as_slice(), *number)).collect();
    let mut found_in = by_row(found);
    let mut seen: HashMap<Vec<u8>, usize> = HashMap::new();
    let (mut checked, mut unknown): (Checked<PastIssue>, Vec<String>) = (Checked::default(), Vec::new());
    for row in &sheet.table.rows {
        let said = sheet.cell(row, "state");
        if state_in(said).is_none() && !unknown.iter().any(|other| plain(other) == plain(said)) && unknown.len() < MOST_ASKED {
            unknown.push(said.to_owned());
        }
        let (issue, mut problems) = read(sheet, row, there, today);
        problems.extend(found_in.remove(&row.number).unwrap_or_default());
        let Some(issue) = issue.filter(|_| problems.is_empty()) else {
            checked.problems.extend(problems);
            continue;
        };
        let hash = issue.hash(group.id);
        if let Some(number) = known.get(hash.as_slice()) {
            let was = if issue.reference.is_empty() { String::new() } else { format!(" (was {})", issue.reference) };
            checked.already.push((row.number, format!("{}{was}", group.reference(*number))));
        } else if let Some(first) = seen.get(&hash) {
            let mut also = RowCheck::new(sheet, row);
            let column = if as_key(&issue.reference).is_empty() { "words" } else { "reference" };
            also.fail(column, format!("This is in row {first} as well: keep only one of the two"));
            checked.problems.extend(also.problems());
        } else {
            seen.insert(hash, row.number);
            checked.ready.push((row.number, issue));
        }
    }
    let numbers: HashSet<i64> = there.taken.iter().map(|(number, _)| *number).collect();
    let next = numbering::number(group, &mut checked.ready, &numbers, there.last);
    Plan { checked, next, unknown }
}

/// An issue that would come in, in a line.
pub(super) fn line(group: &Group, issue: &PastIssue) -> String {
    let reference = group.reference(issue.number);
    let was = match issue.reference.as_str() {
        "" => String::new(),
        old if group.number(old) == Some(issue.number) => ", its own number".to_owned(),
        old => format!(", was {old}"),
    };
    let words: String = if issue.title.is_empty() { issue.words.chars().take(60).collect() } else { issue.title.clone() };
    format!("{reference}{was}: {} ({})", words.split_whitespace().collect::<Vec<_>>().join(" "), issue.state.words().to_lowercase())
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn states_are_read_as_people_write_them() {
        for (text, state) in [
            ("", State::New),
            ("Open", State::New),
            ("In Progress", State::InProgress),
            ("on-going", State::InProgress),
            ("CLOSED", State::Done),
            ("withdrawn", State::Withdrawn),
            ("Out of scope", State::Out),
            ("answered", State::Answered),
        ] {
            assert_eq!(state_in(text), Some(state), "{text}");
        }
        assert_eq!(state_in("parked"), None);
    }

    #[test]
    fn every_word_of_a_state_that_is_offered_can_be_chosen() {
        assert!(STATES.iter().all(|(state, _)| State::from_key(state.key()) == Some(*state)));
        assert!(!STATES.iter().any(|(state, _)| matches!(state, State::Triaged | State::Scheduled | State::Asked)));
    }
}
