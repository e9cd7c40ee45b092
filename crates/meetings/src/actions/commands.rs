//! The verbs on actions. When they may still be changed is for the meeting to say.

use group::{
    acting::Acting,
    groups,
    membership::{self, Seat},
    permissions::Role,
    screening::refuse_in_papers,
};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Action, Move, MoveKind, State},
    store,
};

/// An action as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewAction {
    /// What is to be done.
    pub words: String,
    /// The owner: name, mail address or key.
    pub owner: String,
    /// By when, as in `2026-12-14`.
    pub due: String,
    /// What will show that it is done.
    pub done_means: String,
}

struct Checked {
    words: String,
    owner: Seat,
    due: Date,
    done_means: String,
}

/// Reads what was typed. `set_on` is the day of the meeting: nothing is due before it.
async fn checked(tx: &mut Tx, acting: &Acting, new: &NewAction, set_on: Date) -> Result<Checked> {
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required: Some(required), name, max, lines: false };
    let words = checks.text("text", &new.words, rule("Say what is to be done, the verb first", "The action", 300));
    let done_means = checks.text("done_means", &new.done_means, rule("Say what will show that it is done", "The text", 300));
    let seats = membership::seats(&mut *tx, &acting.group).await?;
    let owner = membership::find_seat(&seats, &new.owner).filter(|seat| seat.role != Role::Reader).cloned();
    if owner.is_none() {
        checks.fail("owner", "Choose one owner: somebody who sits in the group");
    }
    let due: Option<Date> = new.due.trim().parse().ok();
    match due {
        None => checks.fail("due", "Enter the date by which it is done"),
        Some(due) if due < set_on => checks.fail("due", "Enter a date that is not before the meeting"),
        Some(due) if due.year() > set_on.year() + 5 => checks.fail("due", "Enter a date within five years of the meeting"),
        Some(_) => {}
    }
    checks.done()?;
    let texts = [("text", words.as_str()), ("done_means", &done_means)];
    refuse_in_papers(&mut *tx, acting.group.id, texts.into_iter()).await?;
    // Both are there, else the checks had ended it.
    let (Some(owner), Some(due)) = (owner, due) else { return Err(Error::internal("an action without owner or date")) };
    Ok(Checked { words, owner, due, done_means })
}

/// Reads an action that is set later: what is to be done, its owner, its day, and what will show that it is done.
///
/// # Errors
/// As [`set`].
pub(crate) async fn read(tx: &mut Tx, acting: &Acting, set_on: Date, new: &NewAction) -> Result<(String, Seat, Date, String)> {
    let Checked { words, owner, due, done_means } = checked(tx, acting, new, set_on).await?;
    Ok((words, owner, due, done_means))
}

/// Sets an action on an item.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(crate) async fn set(app: &App, tx: &mut Tx, acting: &Acting, item: Uuid, set_on: Date, new: &NewAction) -> Result<Action> {
    let Checked { words, owner, due, done_means } = checked(tx, acting, new, set_on).await?;
    let number = groups::next_number(tx, acting.group.id, "actions").await?;
    let id = app.ids.key(app.clock.now())?;
    let action = Action {
        id,
        item,
        number,
        words,
        owner: owner.person,
        owner_name: owner.name,
        outside: String::new(),
        due,
        done_means,
        state: State::Open,
    };
    store::insert(tx, acting.group.id, &action, set_on).await?;
    store::note_words(tx, &acting.group, (action.number, action.id), &action.words, &action.done_means).await?;
    record(app, tx, acting, &action, "action.set").await?;
    Ok(action)
}

/// Changes an action.
///
/// # Errors
/// As [`set`].
pub(crate) async fn change(app: &App, tx: &mut Tx, acting: &Acting, action: Action, set_on: Date, new: &NewAction) -> Result<Action> {
    let Checked { words, owner, due, done_means } = checked(tx, acting, new, set_on).await?;
    let action = Action { words, owner: owner.person, owner_name: owner.name, due, done_means, ..action };
    store::update(tx, acting.group.id, &action).await?;
    store::note_words(tx, &acting.group, (action.number, action.id), &action.words, &action.done_means).await?;
    record(app, tx, acting, &action, "action.changed").await?;
    Ok(action)
}

/// Gives an action to another owner.
///
/// # Errors
/// When the database fails.
pub(crate) async fn hand_over(app: &App, tx: &mut Tx, acting: &Acting, action: Action, to: &Seat) -> Result<Action> {
    let action = Action { owner: to.person, owner_name: to.name.clone(), ..action };
    let group = &acting.group;
    store::update(tx, group.id, &action).await?;
    let now = app.clock.now();
    let on = clock::day_of(now, &group.time_zone);
    store::note_handed(tx, group.id, action.id, on, now).await?;
    let moved = Move {
        kind: MoveKind::HandedOver,
        on,
        person: Some(acting.person),
        name: acting.name.clone(),
        outside: String::new(),
        to: Some((to.person, to.name.clone())),
        words: String::new(),
        due: None,
        successor: None,
    };
    store::add_move(tx, group.id, app.ids.key(now)?, action.number, &moved).await?;
    record(app, tx, acting, &action, "action.handed-over").await?;
    Ok(action)
}

/// Takes an action back. Its number is not used again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn drop(app: &App, tx: &mut Tx, acting: &Acting, action: &Action) -> Result<()> {
    store::delete(tx, acting.group.id, action.id).await?;
    record(app, tx, acting, action, "action.taken-back").await
}

async fn record(app: &App, tx: &mut Tx, acting: &Acting, action: &Action, verb: &'static str) -> Result<()> {
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, action.id)
        .with("as", acting.acted_as())
        .with("action", Fact::Reference(action.reference()))
        .with("owner", Fact::Key(action.owner))
        .with("due", Fact::Word(action.due.to_string()));
    ledger::record(tx, event).await
}
