//! What a row of the log says of an action, in the words that people write.

use std::collections::{HashMap, HashSet};

use group::{
    importing::{Checked, Problem, RowCheck, Sheet, Wanted, as_key, by_row, plain},
    membership::{Seat, find_seat},
    permissions::Role,
};
use jiff::civil::Date;
use kernel::{form::TextRule, keys};
use reading::table::Row;
use uuid::Uuid;

use super::model::PastAction;
use crate::{actions::State, references};

/// The columns of a log of actions.
pub(super) const WANTED: &[Wanted] = &[
    Wanted {
        key: "reference",
        label: "Old reference",
        synonyms: &["reference", "ref", "action ref", "action no", "number", "no", "id"],
        required: false,
    },
    Wanted { key: "words", label: "Action", synonyms: &["what", "description", "task", "action required", "details"], required: true },
    Wanted {
        key: "owner",
        label: "Owner",
        synonyms: &["who", "lead", "responsible", "assigned to", "by whom", "action owner", "name"],
        required: true,
    },
    Wanted { key: "due", label: "Due", synonyms: &["due date", "by when", "deadline", "target date", "by"], required: true },
    Wanted { key: "done_means", label: "Done means", synonyms: &["measure", "success", "outcome wanted"], required: false },
    Wanted { key: "state", label: "State", synonyms: &["status", "progress", "open or closed", "complete"], required: false },
    Wanted {
        key: "closed",
        label: "Done on",
        synonyms: &["date closed", "closed", "closed on", "completed on", "date completed"],
        required: false,
    },
    Wanted { key: "evidence", label: "What shows it", synonyms: &["evidence", "update", "comment", "comments", "notes"], required: false },
    Wanted { key: "source", label: "Where it comes from", synonyms: &["source", "meeting", "from", "issue", "minute"], required: false },
];

/// What there is already.
#[derive(Debug, Default)]
pub(super) struct There {
    pub(super) seats: Vec<Seat>,
    pub(super) numbers: Vec<i64>,
    pub(super) hashes: Vec<(i64, Vec<u8>)>,
    /// The last number that was given.
    pub(super) last: i64,
}

/// The state that some words name; `None` when they name none that we know.
fn state_in(text: &str) -> Option<State> {
    Some(match plain(text).as_str() {
        "" | "open" | "new" | "ongoing" | "inprogress" | "progress" | "started" | "pending" | "outstanding" | "overdue" | "late"
        | "notstarted" | "active" | "no" => State::Open,
        "done" | "closed" | "complete" | "completed" | "finished" | "resolved" | "yes" => State::Done,
        _ => return None,
    })
}

/// What makes the same row brought twice one action.
pub(super) fn hash(action: &PastAction) -> Vec<u8> {
    let key = as_key(&action.reference);
    keys::hash(&if key.is_empty() { format!("{}\n{}", action.due, action.words) } else { format!("reference\n{key}") })
}

fn read(sheet: &Sheet, row: &Row, seats: &[Seat], today: Date) -> (Option<PastAction>, Vec<Problem>) {
    let mut check = RowCheck::new(sheet, row);
    let rule = |required, name, max, lines| TextRule { required, name, max, lines };
    let reference = check.text("reference", rule(None, "The reference", 60, false));
    let words = check.prose("words", rule(Some("Say what is to be done"), "The action", 1_000, true));
    let named = check.text("owner", rule(Some("Say who does it"), "The owner", 120, false));
    let done_means = check.prose("done_means", rule(None, "The text", 300, true));
    let evidence = check.prose("evidence", rule(None, "The text", 1_000, true));
    let source = check.prose("source", rule(None, "The text", 200, false));
    let (due, closed_on) = (check.day("due"), check.day("closed"));
    let state = state_in(check.cell("state")).map(|state| if closed_on.is_some() { State::Done } else { state });
    if state.is_none() {
        check.fail("state", "Write open or done");
    }
    if closed_on.is_some_and(|day| day > today) {
        check.fail("closed", "This day has not come yet");
    }
    // Of what is done long since, the day by which it was to be done may be lost.
    let due = due.or(if state == Some(State::Done) { closed_on } else { None });
    if due.is_none() && check.cell("due").is_empty() {
        check.fail("due", "Enter the day by which it is done, as 2026-12-14 or 14/12/2026");
    }
    let seat = find_seat(seats, &named).filter(|seat| seat.role != Role::Reader);
    let (owner, owner_name) = seat.map_or((None, named), |seat| (Some(seat.person), seat.name.clone()));
    let problems = check.problems();
    match (due, state) {
        (Some(due), Some(state)) if problems.is_empty() => {
            let id = Uuid::nil();
            let made =
                PastAction { id, number: 0, reference, words, owner, owner_name, due, done_means, source, state, closed_on, evidence };
            (Some(made), problems)
        }
        _ => (None, problems),
    }
}

/// The number of a reference that is one of ours: `A-0078`.
fn own_number(reference: &str) -> Option<i64> {
    let ours = reference.trim().to_lowercase().starts_with("a-");
    references::read_action(reference).filter(|number| ours && *number > 0)
}

/// What would come of a log, with what is there already. `found` are problems of single cells.
pub(super) fn plan(sheet: &Sheet, there: &There, found: &[Problem], today: Date) -> Checked<PastAction> {
    let known: HashMap<&[u8], i64> = there.hashes.iter().map(|(number, hash)| (hash.as_slice(), *number)).collect();
    let mut found_in = by_row(found);
    let mut seen: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut checked: Checked<PastAction> = Checked::default();
    for row in &sheet.table.rows {
        let (action, mut problems) = read(sheet, row, &there.seats, today);
        problems.extend(found_in.remove(&row.number).unwrap_or_default());
        let Some(action) = action.filter(|_| problems.is_empty()) else {
            checked.problems.extend(problems);
            continue;
        };
        let hash = hash(&action);
        if let Some(number) = known.get(hash.as_slice()) {
            checked.already.push((row.number, format!("{}: {}", references::action(*number), action.words)));
        } else if let Some(first) = seen.get(&hash) {
            let mut also = RowCheck::new(sheet, row);
            let column = if action.reference.is_empty() { "words" } else { "reference" };
            also.fail(column, format!("This is in row {first} as well: keep only one of the two"));
            checked.problems.extend(also.problems());
        } else {
            seen.insert(hash, row.number);
            checked.ready.push((row.number, action));
        }
    }
    number(&mut checked.ready, there);
    checked
}

/// Gives each its number: its own where that is one of ours and free, else the next ones after all that there are.
fn number(actions: &mut [(usize, PastAction)], there: &There) {
    let mut used: HashSet<i64> = there.numbers.iter().copied().collect();
    // What was given and taken back is not given again.
    let mut last = there.last.max(used.iter().copied().max().unwrap_or(0));
    let mut others = Vec::new();
    for (at, (_, action)) in actions.iter_mut().enumerate() {
        match own_number(&action.reference).filter(|number| used.insert(*number)) {
            Some(own) => {
                action.number = own;
                last = last.max(own);
            }
            None => others.push(at),
        }
    }
    for at in others {
        last += 1;
        actions[at].1.number = last;
    }
}

/// An action that would come in, in a line.
pub(super) fn line(action: &PastAction) -> String {
    let was = match own_number(&action.reference) {
        _ if action.reference.is_empty() => String::new(),
        Some(own) if own == action.number => ", its own number".to_owned(),
        _ => format!(", was {}", action.reference),
    };
    let reminded = match (action.state, action.owner) {
        (State::Done | State::Superseded, _) => "done, so nobody is reminded",
        (State::Open | State::InProgress, Some(_)) => "sits in the group and is reminded of it",
        (State::Open | State::InProgress, None) => "does not sit in the group and is not reminded",
    };
    format!("{}{was}: {} ({}: {reminded})", action.reference_now(), action.words, action.owner_name)
}
