//! The verbs on files: add one, take one back.

use group::{
    groups::Group,
    screening::{self, Known as Named, refuse_in_file},
};
use kernel::{
    App, Error, Result, Tx, app,
    error::FieldError,
    ledger::{self, Fact},
    upload,
};
use uuid::Uuid;

use super::{
    model::MOST,
    reading::{self, Paper},
    store,
};
use crate::issues::{self, Issue, Known};

/// A file as it was sent.
#[derive(Debug)]
pub struct NewFile {
    /// Its name and bytes.
    pub file: upload::File,
    /// Whether what may identify a patient but need not is let through; what surely does never is.
    pub keep_doubtful: bool,
}

/// Adds a file to an issue and commits it: of the file only its words are kept. The same words sent twice are one file.
///
/// # Errors
/// [`Error::Conflict`] when the issue is closed or has enough files; [`Error::Invalid`] and [`Error::Refused`] for the file.
pub async fn add(app: &App, group: &Group, issue: &Issue, new: NewFile) -> Result<()> {
    may_have_more(issue, store::lines(&app.db, group.id, issue.id).await?.len())?;
    if new.file.too_large {
        return Err(Error::field("file", "This file is larger than 8 MB. Bring only the part that matters, without pictures"));
    }
    if new.file.bytes.is_empty() {
        return Err(Error::field("file", "Choose a file"));
    }
    let known = screening::known(&app.db, group.id).await?;
    // Reading a file and looking through it takes the processor.
    let paper = app::compute(move || read(&known, &new)).await??;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let issue = issues::by_id(&mut tx, group.id, issue.id).await?;
    if store::has(&mut tx, group.id, issue.id, &paper.words).await? {
        return Ok(());
    }
    let lines = store::lines(&mut tx, group.id, issue.id).await?;
    may_have_more(&issue, lines.len())?;
    let (number, today) = (lines.last().map_or(1, |last| last.number + 1), app.clock.today(&group.time_zone));
    // Of an anonymous person no time finer than the day is kept, also not inside a key.
    let id = if issue.known == Known::Anonymous { app.ids.timeless_key()? } else { app.ids.key(app.clock.now())? };
    store::insert(&mut tx, group.id, issue.id, id, (number, paper.kind, &paper.words, today)).await?;
    let event = issues::reporter_event(app, group, &issue, "issue.added-to")?.with("question", Fact::Word("file".into()));
    ledger::record(&mut tx, event).await?;
    issues::index_anew(&mut tx, group, issue.id).await?;
    app.commit(tx).await
}

fn may_have_more(issue: &Issue, files: usize) -> Result<()> {
    if !issue.takes_wording() {
        return Err(Error::Conflict("This issue is closed, so nothing can be added to it.".into()));
    }
    if files >= MOST {
        return Err(Error::Conflict("Five files are here already: take one back before you add another.".into()));
    }
    Ok(())
}

fn read(known: &Named, new: &NewFile) -> Result<Paper> {
    let paper = reading::read(&new.file.bytes).map_err(|problem| Error::field("file", problem))?;
    // The name is not kept. One that says who a patient is shows that the file is about one.
    let stem = new.file.name.rsplit_once('.').map_or(new.file.name.as_str(), |(stem, _)| stem);
    let checked = refuse_in_file(known, stem, &paper.words, new.keep_doubtful)
        .and_then(|_| refuse_in_file(known, "", &paper.cells, new.keep_doubtful));
    match checked {
        Ok(_) => Ok(paper),
        Err(Error::Refused(errors, found)) => {
            let say = |error: FieldError| FieldError { message: format!("{}. Then choose the file again", error.message), ..error };
            Err(Error::Refused(errors.into_iter().map(say).collect(), found))
        }
        Err(error) => Err(error),
    }
}

/// Takes a file back, as the reporter: nothing of it is kept.
///
/// # Errors
/// [`Error::NotFound`] without such a file.
pub async fn take_back(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, number: i64) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let issue = issues::by_id(&mut *tx, group.id, issue).await?;
    if !store::delete(tx, group.id, issue.id, number).await? {
        return Err(Error::NotFound);
    }
    ledger::record(tx, issues::reporter_event(app, group, &issue, "issue.file-taken-back")?).await?;
    issues::index_anew(tx, group, issue.id).await
}

/// Deletes the files of an issue that is taken back.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<()> {
    store::delete_all(tx, group, issue).await
}
