//! The verbs on the year: say how it is planned, and plan what was chosen, all or nothing.

use group::{acting::Acting, permissions::Verb, themes};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    error::FieldError,
    form::Checks,
    ledger::{self, Event, Fact},
};

use super::{
    model::{Move, Standing, YearRules, nearness, standing_near},
    store,
};
use crate::meetings::{self, NewMeeting};

pub(super) fn must_plan(acting: &Acting) -> Result<()> {
    let why = "Planning meetings is for the administrator and the co-chairs.";
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, why)
}

/// Says where meetings go that fall on a holiday, and which themes take turns: each theme's key with the place that was typed
/// for it, empty for none.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Invalid`] for what was typed.
pub async fn set_rules(app: &App, tx: &mut Tx, acting: &Acting, moves: &str, turns: &[(String, String)]) -> Result<()> {
    must_plan(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut checks = Checks::default();
    let moves = Move::from_key(moves);
    if moves.is_none() {
        checks.fail("moves", "Choose where such a meeting goes");
    }
    let in_use = themes::in_use(&mut *tx, acting.group.id).await?;
    let mut placed: Vec<(u32, &str)> = Vec::new();
    for (theme, typed) in turns.iter().filter(|(key, typed)| !typed.trim().is_empty() && in_use.iter().any(|theme| theme.key == *key)) {
        match typed.trim().parse() {
            Ok(place @ 1..=99) => placed.push((place, theme)),
            _ => checks.fail(format!("turn-{theme}"), "Enter a number from 1 to 99, or leave it empty"),
        }
    }
    checks.done()?;
    // Two with the same number follow each other in the group's order.
    placed.sort_by_key(|(place, _)| *place);
    let before = store::rules(&mut *tx, acting.group.id).await?;
    let turns = placed.into_iter().map(|(_, theme)| theme.to_owned()).collect();
    let rules = YearRules { moves: moves.unwrap_or_default(), turns, ..before.clone() };
    put(app, tx, acting, &before, &rules).await
}

/// Says whether everybody can read the themes of the next meetings.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings.
pub async fn show_themes(app: &App, tx: &mut Tx, acting: &Acting, public: bool) -> Result<()> {
    must_plan(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let before = store::rules(&mut *tx, acting.group.id).await?;
    put(app, tx, acting, &before, &YearRules { themes_public: public, ..before.clone() }).await
}

async fn put(app: &App, tx: &mut Tx, acting: &Acting, before: &YearRules, rules: &YearRules) -> Result<()> {
    if rules == before {
        return Ok(());
    }
    store::put_rules(tx, acting.group.id, rules).await?;
    let themes = i64::try_from(rules.turns.len()).unwrap_or(i64::MAX);
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "year-rules.set", acting.group.id)
        .with("as", acting.acted_as())
        .with("moves", Fact::Word(rules.moves.key().into()))
        .with("themes", Fact::Number(themes))
        .with("public", Fact::Word(if rules.themes_public { "yes" } else { "no" }.into()));
    ledger::record(tx, event).await
}

/// A meeting that was chosen: where it stands on the form, its day and its theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its place on the form, which its messages name.
    pub at: usize,
    /// The day, as in `2026-12-14`.
    pub day: String,
    /// The theme's key; empty for none.
    pub theme: String,
}

/// What came of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// How many meetings were planned.
    pub new: usize,
    /// How many stood on their day already.
    pub there: usize,
}

/// Plans the meetings that were chosen, each with what all have in common. Where one stands on its day already nothing is done,
/// so that pressing twice plans once.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Invalid`] with what to change in which row: then none is
/// planned.
pub async fn plan(app: &App, tx: &mut Tx, acting: &Acting, rows: &[Row], common: &NewMeeting) -> Result<Planned> {
    must_plan(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let today = app.clock.today(&acting.group.time_zone);
    let standing = store::standing(&mut *tx, acting.group.id, today).await?;
    let mut days: Vec<Date> = rows.iter().filter_map(|row| row.day.trim().parse().ok()).collect();
    days.sort_unstable();
    // Of a group that meets each week the rows or the meetings that stand say so.
    let stand: Vec<Date> = standing.iter().filter(|one| one.ordinary).map(|one| one.day).collect();
    let near = nearness(&days).min(nearness(&stand));
    let (mut planned, mut errors, mut seen) = (Planned { new: 0, there: 0 }, Vec::<FieldError>::new(), Vec::new());
    for row in rows {
        let day: Option<Date> = row.day.trim().parse().ok();
        if let Some(message) = day.and_then(|day| hindrance(day, today, near, &standing, &seen)) {
            errors.push(FieldError { field: format!("day-{}", row.at).into(), message });
            continue;
        }
        if day.is_some_and(|day| standing.iter().any(|one| one.day == day)) {
            planned.there += 1;
            continue;
        }
        seen.extend(day);
        let new = NewMeeting { date: row.day.clone(), theme: row.theme.clone(), ..common.clone() };
        match meetings::schedule(app, &mut *tx, acting, &new).await {
            Ok(_) => planned.new += 1,
            Err(Error::Invalid(found)) => errors.extend(found.into_iter().map(|error| in_row(error, row.at))),
            Err(error) => return Err(error),
        }
    }
    // What all have in common is said once.
    let mut said: Vec<FieldError> = Vec::new();
    for error in errors {
        if !said.iter().any(|other| other.field == error.field) {
            said.push(error);
        }
    }
    if said.is_empty() { Ok(planned) } else { Err(Error::Invalid(said)) }
}

/// A message of the plan form as one of a row, where it is about the row's own fields.
fn in_row(error: FieldError, at: usize) -> FieldError {
    match error.field.as_ref() {
        "date" => FieldError { field: format!("day-{at}").into(), ..error },
        "theme" => FieldError { field: format!("theme-{at}").into(), ..error },
        _ => error,
    }
}

/// Why a day does not do.
fn hindrance(day: Date, today: Date, near: i32, standing: &[Standing], seen: &[Date]) -> Option<String> {
    if day <= today {
        return Some("This day is not ahead: choose a later one, or leave the meeting out".into());
    }
    if seen.contains(&day) {
        return Some("Two of the rows have this day: change one of them, or leave it out".into());
    }
    let other = standing_near(standing, day, near).filter(|one| one.day != day && !standing.iter().any(|other| other.day == day))?;
    let on = kernel::words::date(other.day);
    Some(format!("A meeting is already planned for {on}. Leave this one out, or plan it by itself if both are to be held"))
}
