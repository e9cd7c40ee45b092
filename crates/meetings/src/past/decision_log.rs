//! Past decisions brought in as a table.

use std::collections::{HashMap, HashSet};

use group::{
    acting::Acting,
    groups,
    importing::{Checked, Problem, RowCheck, Sheet, Wanted, by_row, plain},
    permissions::Verb,
};
use issues::themes::{self, Theme};
use jiff::civil::Date;
use kernel::{App, Result, Tx, clock, form::TextRule, ledger};
use reading::table::Row;
use uuid::Uuid;

use super::{
    commands::{hash, insert},
    model::{Decision, Import},
    store,
};

/// The columns of a table of decisions.
pub(super) const WANTED: &[Wanted] = &[
    Wanted { key: "reference", label: "Old reference", synonyms: &["reference", "ref", "number", "no", "id"], required: false },
    Wanted {
        key: "words",
        label: "Decision",
        synonyms: &["sentence", "agreement text", "what was agreed", "text", "description", "wording", "outcome"],
        required: true,
    },
    Wanted {
        key: "decided",
        label: "Date",
        synonyms: &["decided", "decided on", "date agreed", "agreed on", "date of decision", "meeting date", "meeting"],
        required: true,
    },
    Wanted { key: "lasting", label: "Agreement: yes or no", synonyms: &["agreement", "lasting", "standing"], required: false },
    Wanted { key: "review", label: "Review date", synonyms: &["review", "review on", "review by"], required: false },
    Wanted { key: "theme", label: "Theme, by its name or key", synonyms: &["theme", "category", "topic", "area"], required: false },
];

fn read(sheet: &Sheet, row: &Row, themes: &[Theme], today: Date) -> (Option<Decision>, Vec<Problem>) {
    let mut check = RowCheck::new(sheet, row);
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let reference = check.text("reference", rule(None, "The reference", 60));
    let words = check.cell("words").split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        check.fail("words", "Say what was decided");
    } else if words.chars().count() > 600 {
        check.fail("words", "The sentence must be 600 characters or less");
    }
    let decided = check.day("decided");
    if decided.is_none() && check.cell("decided").is_empty() {
        check.fail("decided", "Enter the day, as 2026-12-14 or 14/12/2026");
    }
    if decided.is_some_and(|day| day > today) {
        check.fail("decided", "This day has not come yet");
    }
    let (lasting, review_on) = (check.yes("lasting").unwrap_or(false), check.day("review"));
    let named = check.cell("theme");
    let theme = themes.iter().find(|known| known.key == named || plain(&known.name) == plain(named)).map(|theme| theme.key.clone());
    if theme.is_none() && !named.is_empty() {
        check.fail("theme", format!("The group has no theme that is called “{named}”. Use one of its themes, or leave this empty"));
    }
    let problems = check.problems();
    let made = |decided_on| Decision { theme, id: Uuid::nil(), number: 0, reference, words, decided_on, lasting, review_on, minute: None };
    (decided.filter(|_| problems.is_empty()).map(made), problems)
}

/// What would come of a table, with what is there already. `found` are problems of single cells.
pub(super) fn plan(sheet: &Sheet, there: &[(i64, Vec<u8>)], themes: &[Theme], found: &[Problem], today: Date) -> Checked<Decision> {
    let there: HashSet<&[u8]> = there.iter().map(|(_, hash)| hash.as_slice()).collect();
    let mut found_in = by_row(found);
    let mut seen: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut checked = Checked::default();
    for row in &sheet.table.rows {
        let (decision, mut problems) = read(sheet, row, themes, today);
        problems.extend(found_in.remove(&row.number).unwrap_or_default());
        let Some(decision) = decision.filter(|_| problems.is_empty()) else {
            checked.problems.extend(problems);
            continue;
        };
        let hash = hash(decision.decided_on, &decision.words);
        if there.contains(hash.as_slice()) {
            checked.already.push((row.number, line(&decision)));
        } else if let Some(first) = seen.insert(hash, row.number) {
            let mut also = RowCheck::new(sheet, row);
            also.fail("words", format!("This is in row {first} as well: keep only one of the two"));
            checked.problems.extend(also.problems());
        } else {
            checked.ready.push((row.number, decision));
        }
    }
    checked
}

/// A decision that would come in, in a line.
pub(super) fn line(decision: &Decision) -> String {
    let kind = if decision.lasting { "agreement" } else { "decision" };
    let reference = if decision.reference.is_empty() { String::new() } else { format!("{}: ", decision.reference) };
    let theme = decision.theme.as_ref().map(|key| format!(", theme {key}")).unwrap_or_default();
    format!("{reference}{} ({kind} of {}{theme})", decision.words, kernel::words::date(decision.decided_on))
}

/// Brings in what is ready, planned anew under the group's lock; `goes` has the last word. Tells how many.
///
/// # Errors
/// [`kernel::Error::NotFound`] for those who do not bring in what was before.
pub(super) async fn bring_in(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (sheet, found): (&Sheet, &[Problem]),
    goes: impl FnOnce(&Checked<Decision>) -> bool,
) -> Result<Result<usize, Checked<Decision>>> {
    acting.must(Verb::BringPast)?;
    let (group, now) = (&acting.group, app.clock.now());
    ledger::hold(tx, group.id).await?;
    let today = clock::day_of(now, &group.time_zone);
    let (there, themes) = (store::hashes(&mut *tx, group.id).await?, themes::all(&mut *tx, group.id).await?);
    let checked = plan(sheet, &there, &themes, found, today);
    if !goes(&checked) {
        return Ok(Err(checked));
    }
    let count = checked.ready.len();
    let before = groups::last_number(&mut *tx, group.id, "past-decisions").await?;
    for (_, decision) in checked.ready {
        let hash = hash(decision.decided_on, &decision.words);
        insert(app, tx, acting, Decision { id: app.ids.key(now)?, ..decision }, &hash).await?;
    }
    // What came in together can be taken back together.
    let import = Import { id: app.ids.key(now)?, rows: i64::try_from(count).unwrap_or(i64::MAX), corrected: 0, brought_on: today };
    store::insert_import(tx, group.id, &import, acting.person, before).await?;
    Ok(Ok(count))
}
