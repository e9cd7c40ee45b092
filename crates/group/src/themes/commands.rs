//! The verbs on themes: add, change, retire, merge into another, bring back.

use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    defaults,
    model::{NewTheme, Theme, free_key, namesake},
    store,
};
use crate::{acting::Acting, permissions::Verb, screening::refuse_identifiers};

/// The most themes in use: a list that nobody can look over sorts nothing.
const MOST: usize = 60;

/// Goes on only for those who keep the list.
pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::WordIssues, Verb::SeeMembers, "The list of themes is kept by the administrator and the co-chairs.")
}

/// Name and shared theme as they will be stored.
fn checked(list: &[Theme], own: Option<&str>, new: &NewTheme) -> Result<(String, Option<String>)> {
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Write what people call it"), name: "The name", max: 60, lines: false };
    let name = checks.text("name", &new.name, rule);
    if let Some(other) = namesake(list, &name, own) {
        checks.fail("name", format!("There is already a theme with this name: {}", other.name));
    }
    let shared = (!new.shared.is_empty()).then(|| new.shared.clone());
    if shared.as_deref().is_some_and(|key| defaults::name(key).is_none()) {
        checks.fail("shared", "Choose one of the shared list, or none");
    }
    checks.done()?;
    refuse_identifiers([("name", name.as_str())].into_iter(), true)?;
    Ok((name, shared))
}

fn event(app: &App, acting: &Acting, verb: &'static str, theme: &str) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, acting.group.id)
        .with("as", acting.acted_as())
        .with("theme", Fact::Word(theme.into()))
}

/// The theme of that key, and the whole list that it stands in.
async fn find(tx: &mut Tx, group: Uuid, key: &str) -> Result<(Theme, Vec<Theme>)> {
    let list = store::all(tx, group).await?;
    let theme = list.iter().find(|theme| theme.key == key).cloned().ok_or(Error::NotFound)?;
    Ok((theme, list))
}

async fn change_to(app: &App, tx: &mut Tx, acting: &Acting, kind: &'static str, was: &Theme, now: &Theme) -> Result<()> {
    let at = app.clock.now();
    store::put(tx, acting.group.id, now).await?;
    store::remember(tx, acting.group.id, app.ids.key(at)?, acting.person, at, kind, was).await
}

fn in_use(list: &[Theme]) -> usize {
    list.iter().filter(|theme| theme.is_in_use()).count()
}

fn full() -> Error {
    Error::Conflict(format!("{MOST} themes are in use. Merge or retire some before you add another."))
}

/// Adds a theme at the end of the list. Tells its key.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the list; [`Error::Invalid`] and [`Error::Refused`] for what was typed;
/// [`Error::Conflict`] when the list is full.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, new: &NewTheme) -> Result<String> {
    must_keep(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let list = store::all(&mut *tx, group).await?;
    let (name, shared) = checked(&list, None, new)?;
    if in_use(&list) >= MOST {
        return Err(full());
    }
    let theme = Theme::new(free_key(&list, &name), name, shared);
    store::insert(tx, group, &theme, i64::try_from(list.len() + 1).unwrap_or(i64::MAX)).await?;
    ledger::record(tx, event(app, acting, "theme.added", &theme.key)).await?;
    Ok(theme.key)
}

/// Adds themes that terms of reference name and the group has not yet. None is taken away: issues are sorted by them.
///
/// # Errors
/// When the database fails.
pub async fn add_named(tx: &mut Tx, group: Uuid, names: Vec<String>) -> Result<()> {
    let mut list = store::all(&mut *tx, group).await?;
    for name in names {
        let key = super::key_of(&name);
        if key.is_empty() || list.iter().any(|theme| theme.key == key) || namesake(&list, &name, None).is_some() {
            continue;
        }
        let theme = Theme::new(key, name, None);
        store::insert(tx, group, &theme, i64::try_from(list.len() + 1).unwrap_or(i64::MAX)).await?;
        list.push(theme);
    }
    Ok(())
}

/// Changes what a theme is called, or which shared one it stands for. What is filed under it stays.
///
/// # Errors
/// As [`add`]; [`Error::NotFound`] for a theme that is not there; [`Error::Conflict`] when somebody changed it since `version`.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, key: &str, version: i64, new: &NewTheme) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let (was, list) = find(tx, acting.group.id, key).await?;
    let (name, shared) = checked(&list, Some(key), new)?;
    if (&was.name, &was.shared) == (&name, &shared) {
        return Ok(());
    }
    if was.version != version {
        return Err(Error::Conflict(format!("Somebody else changed this theme meanwhile: it is now called {}.", was.name)));
    }
    let kind = if was.name == name { "shared" } else { "renamed" };
    change_to(app, tx, acting, kind, &was, &Theme { name, shared, ..was.clone() }).await?;
    ledger::record(tx, event(app, acting, "theme.changed", key)).await
}

/// Retires a theme: nothing new is filed under it, and what was filed stays.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the list; [`Error::NotFound`] for a theme that is not there;
/// [`Error::Conflict`] for the last one.
pub async fn retire(app: &App, tx: &mut Tx, acting: &Acting, key: &str) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let (was, list) = find(tx, acting.group.id, key).await?;
    if !was.is_in_use() {
        return Ok(());
    }
    if in_use(&list) == 1 {
        return Err(Error::Conflict("This is the last theme in use. Add another before you retire it.".into()));
    }
    let retired_on = Some(app.clock.today(&acting.group.time_zone));
    change_to(app, tx, acting, "retired", &was, &Theme { retired_on, ..was.clone() }).await?;
    ledger::record(tx, event(app, acting, "theme.retired", key)).await
}

/// Makes a theme part of another: what is filed under it moves there, and [`bring_back`] undoes it.
///
/// # Errors
/// As [`retire`]; [`Error::Invalid`] without another theme in use; [`Error::Conflict`] for one that is no longer in use.
pub async fn merge(app: &App, tx: &mut Tx, acting: &Acting, key: &str, into: &str) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let (was, list) = find(tx, acting.group.id, key).await?;
    if !list.iter().any(|theme| theme.key == into && theme.key != key && theme.is_in_use()) {
        return Err(Error::field("into", "Choose the theme that it becomes part of"));
    }
    if !was.is_in_use() {
        return Err(Error::Conflict("This theme is no longer in use. Bring it back first.".into()));
    }
    let retired_on = Some(app.clock.today(&acting.group.time_zone));
    change_to(app, tx, acting, "merged", &was, &Theme { retired_on, merged_into: Some(into.into()), ..was.clone() }).await?;
    ledger::record(tx, event(app, acting, "theme.merged", key).with("into", Fact::Word(into.into()))).await
}

/// Brings a theme back into use. What moved when it was merged comes back, but for what was filed anew since.
///
/// # Errors
/// As [`retire`]; [`Error::Conflict`] while what it became part of is not in use itself, when another has its name, and when
/// the list is full.
pub async fn bring_back(app: &App, tx: &mut Tx, acting: &Acting, key: &str) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let (was, list) = find(tx, acting.group.id, key).await?;
    if was.is_in_use() {
        return Ok(());
    }
    if let Some(other) = namesake(&list, &was.name, Some(key)) {
        return Err(Error::Conflict(format!("Another theme is called {} now. Rename that one first.", other.name)));
    }
    if in_use(&list) >= MOST {
        return Err(full());
    }
    let home = was.merged_into.as_ref().and_then(|into| list.iter().find(|theme| theme.key == *into));
    if let Some(home) = home.filter(|home| !home.is_in_use()) {
        return Err(Error::Conflict(format!("It became part of {}, which is no longer in use. Bring that one back first.", home.name)));
    }
    change_to(app, tx, acting, "back", &was, &Theme { retired_on: None, merged_into: None, ..was.clone() }).await?;
    let event = event(app, acting, "theme.back", key);
    let event = match &was.merged_into {
        Some(into) => event.with("from", Fact::Word(into.clone())),
        None => event,
    };
    ledger::record(tx, event).await
}
