//! Change the text itself: a clause is edited, added, moved or dropped. What stands in brackets becomes a question again.

use group::{acting::Acting, screening::refuse_numbers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
};
use uuid::Uuid;

use super::{super::store, Whole, beginning::asked, changed, draft};
use crate::{
    paper::{Clause, ClauseKind, Mark},
    template,
};

/// The words of a clause as they will be kept.
fn checked(kind: ClauseKind, typed: &str) -> Result<String> {
    let mut checks = Checks::default();
    let max = if kind == ClauseKind::Heading { 160 } else { 8_000 };
    let rule = TextRule { required: Some("Enter what it says, or drop it"), name: "The text", max, lines: false };
    // A row keeps its tabs; elsewhere they are blanks.
    let typed = if kind == ClauseKind::Row { typed.to_owned() } else { typed.replace('\t', " ") };
    let words = checks.text("words", &typed, rule);
    checks.done()?;
    refuse_numbers([("words", words.as_str())].into_iter(), true)?;
    Ok(words)
}

/// What is asked in new words: each bracket, and what was asked about before and is still there. A question that was there
/// before, word for word, keeps what was decided on it.
fn marks(app: &App, words: &str, heading: &str, old: &[Mark]) -> Result<Vec<Mark>> {
    let found = template::marks_of(words).map_err(|problem| Error::field("words", problem.to_string()))?;
    let mut old: Vec<&Mark> = old.iter().collect();
    let mut marks: Vec<(usize, usize, Mark)> = Vec::new();
    for place in found {
        let (start, end) = (place.start, place.end);
        let mark = asked(app.ids.key(app.clock.now())?, &place, words, heading)?;
        if let Some(at) = old.iter().position(|other| other.literal == mark.literal) {
            marks.push((start, end, old.remove(at).clone()));
        } else if mark.is_placeholder() {
            marks.push((start, end, mark));
        }
        // Any other name is one that the group writes itself.
    }
    // What was asked about for where it stood, as below a heading that says so, is known by its words.
    for mark in old.into_iter().filter(|mark| !mark.literal.is_empty()) {
        let free = |start: usize| marks.iter().all(|(from, to, _)| start + mark.literal.len() <= *from || *to <= start);
        let place = words.match_indices(mark.literal.as_str()).map(|(start, _)| start).find(|start| free(*start));
        if let Some(start) = place {
            marks.push((start, start + mark.literal.len(), mark.clone()));
        }
    }
    marks.sort_by_key(|(start, ..)| *start);
    Ok(marks.into_iter().map(|(.., mark)| mark).collect())
}

/// The heading above a place.
fn heading(found: &Whole, before: usize) -> &str {
    let above = found.clauses[..before.min(found.clauses.len())].iter().rev();
    above.into_iter().find(|clause| clause.kind == ClauseKind::Heading).map_or("", |clause| clause.words.as_str())
}

fn position(found: &Whole, id: Uuid) -> Result<usize> {
    found.clauses.iter().position(|clause| clause.id == id).ok_or(Error::NotFound)
}

/// Edits the words of a clause. `seen` is what the writer saw there.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has edited it meanwhile; [`Error::Invalid`] and [`Error::Refused`] for the words.
pub async fn edit_clause(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, seen: &str, typed: &str) -> Result<()> {
    let found = draft(tx, acting).await?;
    let at = position(&found, id)?;
    let clause = &found.clauses[at];
    let words = checked(clause.kind, typed)?;
    if words == clause.words || words == seen {
        return Ok(());
    }
    if clause.words != seen {
        return Err(Error::Conflict("Somebody else has edited this meanwhile.".into()));
    }
    let marks = marks(app, &words, heading(&found, at), &clause.marks)?;
    let clause = Clause { words, marks, ..clause.clone() };
    store::set_clause(tx, acting.group.id, found.version.id, &clause).await?;
    changed(app, tx, acting, &found.version).await
}

/// Adds a clause after another, or at the very beginning; tells its key.
///
/// # Errors
/// [`Error::NotFound`] when the other one is gone; [`Error::Invalid`] and [`Error::Refused`] for the words.
pub async fn add_clause(app: &App, tx: &mut Tx, acting: &Acting, after: Option<Uuid>, kind: ClauseKind, typed: &str) -> Result<Uuid> {
    let found = draft(tx, acting).await?;
    let at = after.map(|id| position(&found, id)).transpose()?.map_or(0, |at| at + 1);
    let words = checked(kind, typed)?;
    let marks = marks(app, &words, heading(&found, at), &[])?;
    let key = || app.ids.key(app.clock.now());
    let clause = Clause { id: key()?, lineage: key()?, kind, words, marks };
    store::insert_clause(tx, acting.group.id, found.version.id, i64::try_from(found.clauses.len()).unwrap_or(i64::MAX), &clause).await?;
    let mut order: Vec<Uuid> = found.clauses.iter().map(|clause| clause.id).collect();
    order.insert(at, clause.id);
    store::place(tx, acting.group.id, found.version.id, &order).await?;
    changed(app, tx, acting, &found.version).await?;
    Ok(clause.id)
}

/// Drops a clause. `seen` is what the person saw there.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has edited it meanwhile.
pub async fn drop_clause(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, seen: &str) -> Result<()> {
    let found = draft(tx, acting).await?;
    let clause = &found.clauses[position(&found, id)?];
    if clause.words != seen {
        return Err(Error::Conflict(format!("Somebody else has edited this meanwhile. It says now: {}", clause.words)));
    }
    store::remove_clause(tx, acting.group.id, found.version.id, id).await?;
    let order: Vec<Uuid> = found.clauses.iter().map(|clause| clause.id).filter(|other| *other != id).collect();
    store::place(tx, acting.group.id, found.version.id, &order).await?;
    changed(app, tx, acting, &found.version).await
}

/// Which way a clause is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One place up.
    Up,
    /// One place down.
    Down,
}

/// Moves a clause by one place. At the end of the text it stays where it is.
///
/// # Errors
/// [`Error::NotFound`] when it is gone.
pub async fn move_clause(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, way: Place) -> Result<()> {
    let found = draft(tx, acting).await?;
    let at = position(&found, id)?;
    let to = match way {
        Place::Up => at.checked_sub(1),
        Place::Down => Some(at + 1).filter(|to| *to < found.clauses.len()),
    };
    let Some(to) = to else { return Ok(()) };
    let mut order: Vec<Uuid> = found.clauses.iter().map(|clause| clause.id).collect();
    order.swap(at, to);
    store::place(tx, acting.group.id, found.version.id, &order).await?;
    changed(app, tx, acting, &found.version).await
}
