//! The verbs on one's own list of tasks, and what it holds.

use documents::calendar::{Progress, Task, write_tasks};
use group::{
    acting::Acting,
    membership,
    permissions::{Role, Verb},
};
use jiff::ToSpan;
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event},
};
use uuid::Uuid;

use super::store;
use crate::{actions::State, references};

/// So many months what is closed stays on the list.
const BACK: i64 = 2;
/// The most tasks of one group.
const MOST: i64 = 300;

fn seal(app: &App, person: Uuid, turn: i64) -> String {
    app.keys.seal("task-feed", &[person.as_bytes(), &turn.to_be_bytes()])
}

/// The address of a person's list, while it can be followed.
pub(super) async fn address(app: &App, person: Uuid) -> Result<Option<String>> {
    let found = store::find(&app.db, person).await?;
    Ok(found
        .filter(|(_, stands)| *stands)
        .map(|(turn, _)| app.url(&format!("/calendar/tasks/{}{}.ics", person.simple(), seal(app, person, turn)))))
}

async fn record(app: &App, tx: &mut Tx, acting: &Acting, verb: &'static str) -> Result<()> {
    ledger::record(tx, Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, acting.person)).await
}

/// Opens one's list.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings.
pub async fn open(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    store::open(tx, acting.person).await?;
    record(app, tx, acting, "tasks.opened").await
}

/// Gives one's list another address; the one before opens nothing.
///
/// # Errors
/// As [`open`].
pub async fn renew(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    store::turn(tx, acting.person, true).await?;
    record(app, tx, acting, "tasks.renewed").await
}

/// Ends one's list. Opened again, it has another address.
///
/// # Errors
/// As [`open`].
pub async fn switch_off(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    store::turn(tx, acting.person, false).await?;
    record(app, tx, acting, "tasks.switched-off").await
}

/// The list behind an address: the person's actions in every group in which they sit, but not those whose minutes they only read.
///
/// # Errors
/// [`Error::NotFound`] for an address that is none, or is one no more.
pub(super) async fn written(app: &App, file: &str) -> Result<String> {
    let code = file.strip_suffix(".ics").unwrap_or(file);
    let (person, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let person = Uuid::try_parse(person).map_err(|_| Error::NotFound)?;
    let (turn, stands) = store::find(&app.db, person).await?.ok_or(Error::NotFound)?;
    if !stands || !kernel::keys::same(seal(app, person, turn).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let mut tasks = Vec::new();
    for slug in membership::groups_of(&app.db, person).await? {
        let (group, seat) = membership::seat_at(&app.db, &slug, person).await?;
        if seat.role == Role::Reader {
            continue;
        }
        let today = app.clock.today(&group.time_zone);
        let since = today.checked_sub(BACK.months()).unwrap_or(today);
        let lines = store::lines(&app.db, group.id, person, since, MOST).await?;
        tasks.extend(lines.into_iter().map(|line| task(app, &slug, line)));
    }
    Ok(write_tasks("Actions", &tasks))
}

fn task(app: &App, slug: &str, line: store::Line) -> Task {
    let reference = references::action(line.number);
    let now = app.clock.now();
    let progress = match line.state {
        State::Open => Progress::Open,
        State::InProgress => Progress::InProgress,
        // What was closed before changes were timed is done, and the hour matters to nobody.
        State::Done => Progress::Done(line.changed_at.unwrap_or(now)),
        State::Superseded => Progress::Cancelled,
    };
    let description = if line.done_means.is_empty() { String::new() } else { format!("Done means: {}", line.done_means) };
    Task {
        uid: format!("{}@{}", line.id, app.settings.host()),
        sequence: u32::try_from(line.version).unwrap_or(u32::MAX),
        stamp: now,
        changed: line.changed_at,
        summary: format!("{reference}: {}", line.words),
        description,
        due: line.due,
        progress,
        url: Some(app.url(&format!("/{slug}/actions/{reference}"))),
    }
}
