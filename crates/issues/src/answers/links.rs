//! The links at the foot of a reporter's mail: one to stop such mail, one to all that their address has raised. Each is good for
//! this one thing; neither opens an issue.

use group::groups::Group;
use jiff::{ToSpan, civil::Date};
use kernel::{App, Error, On, Result, keys};
use uuid::Uuid;

use super::store;

/// How many days a link to all reports is good for. After that a new one comes by mail.
const LIST_DAYS: i64 = 30;

fn whose(group: &Group, issue: Uuid) -> [Vec<u8>; 2] {
    [group.id.as_bytes().to_vec(), issue.as_bytes().to_vec()]
}

/// The address of the page that stops mail about an issue.
pub(super) fn stop(app: &App, group: &Group, issue: Uuid) -> String {
    let [scope, thing] = whose(group, issue);
    app.url(&format!("/{}/no-mail/{}{}", group.slug, issue.simple(), app.keys.seal("no-mail", &[&scope, &thing])))
}

/// The address of the page with all that the reporter of an issue has raised from the same mail address.
pub(super) fn list(app: &App, group: &Group, issue: Uuid, email: &str) -> String {
    let day = app.clock.today(&group.time_zone).checked_add(LIST_DAYS.days()).unwrap_or(Date::MAX).strftime("%Y%m%d").to_string();
    app.url(&format!("/{}/my-reports/{}{day}{}", group.slug, issue.simple(), list_seal(app, group, issue, email, &day)))
}

fn list_seal(app: &App, group: &Group, issue: Uuid, email: &str, day: &str) -> String {
    let [scope, thing] = whose(group, issue);
    app.keys.seal("my-reports", &[&scope, &thing, email.to_lowercase().as_bytes(), day.as_bytes()])
}

/// What stands for an address that wants no mail: the address itself need not be kept for it.
pub(super) fn address_hash(app: &App, group: &Group, email: &str) -> [u8; 32] {
    app.keys.sign("stopped-address", &[group.id.as_bytes(), email.to_lowercase().as_bytes()])
}

/// Whose a link is.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    pub(super) issue: Uuid,
    pub(super) email: String,
    /// Whether mail about this issue is stopped.
    pub(super) stopped: bool,
}

async fn owner(on: impl Into<On<'_>>, group: &Group, issue: &str) -> Result<Owner> {
    let issue = Uuid::try_parse(issue).map_err(|_| Error::NotFound)?;
    let (email, stopped) = store::address(on, group.id, issue).await?.ok_or(Error::NotFound)?;
    Ok(Owner { issue, email, stopped })
}

/// Whose mail a link stops.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open_stop(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Owner> {
    let (issue, seal) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let owner = owner(on, group, issue).await?;
    let [scope, thing] = whose(group, owner.issue);
    if app.keys.sealed("no-mail", &[&scope, &thing], seal) { Ok(owner) } else { Err(Error::NotFound) }
}

/// Whose reports a link lists, and whether it is still good.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open_list(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<(Owner, bool)> {
    let (issue, rest) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let (day, seal) = rest.split_at_checked(8).ok_or(Error::NotFound)?;
    let owner = owner(on, group, issue).await?;
    if !keys::same(list_seal(app, group, owner.issue, &owner.email, day).as_bytes(), seal.as_bytes()) {
        return Err(Error::NotFound);
    }
    let until = Date::strptime("%Y%m%d", day).map_err(|_| Error::NotFound)?;
    Ok((owner, app.clock.today(&group.time_zone) <= until))
}
