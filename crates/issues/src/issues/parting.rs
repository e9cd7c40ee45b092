//! What merging and splitting ask of issues: a second issue made of a report, and a wording that is handed on.

use group::groups::{self, Group};
use kernel::{App, Error, Result, Tx, keys};
use uuid::Uuid;

use super::{
    Wording,
    commands::{follow_code, index, index_anew},
    model::{Answers, Issue, Known, State},
    queries, store,
};

/// Makes a second issue of a report: other words, the same reporter, the same day, so that nobody waits longer for an answer.
/// The same words of the same report are one issue; tells whether it is new.
///
/// # Errors
/// When the database fails.
pub(crate) async fn make_part(app: &App, tx: &mut Tx, group: &Group, from: &Issue, words: &str) -> Result<(Issue, bool)> {
    let form_hash = app.keys.sign("part", &[group.id.as_bytes(), from.id.as_bytes(), words.as_bytes()]);
    if let Some((id, _)) = store::by_form(&mut *tx, group.id, &form_hash).await? {
        return Ok((queries::by_id(&mut *tx, group.id, id).await?, false));
    }
    // Of an anonymous person no time finer than the day is kept, also not inside a key.
    let id = if from.known == Known::Anonymous { app.ids.timeless_key()? } else { app.ids.key(app.clock.now())? };
    let part = Issue {
        id,
        number: groups::next_number(tx, group.id, "issues").await?,
        version: 1,
        state: State::New,
        known: from.known,
        door: None,
        words: words.to_owned(),
        answers: Answers { remedy: None, ..from.answers.clone() },
        theme: None,
        group_title: None,
        group_text: None,
        raised_on: from.raised_on,
        raised_at: from.raised_at,
    };
    store::insert(tx, group.id, &part, &form_hash, &keys::hash(&follow_code(app, id))).await?;
    if let Some(reporter) = store::reporter(&mut *tx, group.id, from.id).await? {
        store::insert_reporter(tx, group.id, id, &reporter).await?;
    }
    index(tx, group, &part, &[]).await?;
    Ok((part, true))
}

/// Gives the wording of a report that was taken back to the one that leads on in its place; what it did not have, the other keeps.
///
/// # Errors
/// When the database fails.
pub(crate) async fn hand_wording_on(tx: &mut Tx, group: &Group, from: &Issue, to: Uuid) -> Result<()> {
    let next = queries::by_id(&mut *tx, group.id, to).await?;
    let either = |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone()).unwrap_or_default();
    let wording = Wording {
        theme: either(&from.theme, &next.theme),
        title: either(&from.group_title, &next.group_title),
        text: either(&from.group_text, &next.group_text),
    };
    if !store::set_wording(tx, group.id, to, next.version, &wording).await? {
        return Err(Error::internal("an issue changed while it was held"));
    }
    index_anew(tx, group, to).await
}
