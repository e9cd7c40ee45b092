//! What was sent, read and looked through, as most imports take it.

use axum::response::Response;
use kernel::{App, Result, app, form::Fields, upload::Uploaded};

use super::{
    super::{
        check::screened,
        model::{Problem, Sheet},
    },
    Import, Next, step,
};
use crate::acting::Member;

/// A table that was sent, looked through.
#[derive(Debug)]
pub struct Taken {
    /// The table.
    pub sheet: Sheet,
    /// What of it looks like a patient's number.
    pub found: Vec<Problem>,
    /// What was ticked so far.
    pub fields: Fields,
    /// Whether it is to be brought in now.
    pub make: bool,
}

/// As [`step`], with every cell looked through for patients' numbers: the table, what was found in it, what was ticked, and
/// whether to bring it in; or the page that is shown instead.
///
/// # Errors
/// As [`step`].
pub async fn take(app: &App, member: &Member, import: &Import<'_>, uploaded: Result<Uploaded>) -> Result<Result<Taken, Response>> {
    let (sheet, fields, make) = match step(app, member, import, uploaded).await? {
        Next::Shown(page) => return Ok(Err(page)),
        Next::Check(sheet, fields) => (sheet, fields, false),
        Next::Make(sheet, fields) => (sheet, fields, true),
    };
    let (sheet, found) = app::compute(move || {
        let found = screened(&sheet);
        (sheet, found)
    })
    .await?;
    Ok(Ok(Taken { sheet, found, fields, make }))
}
