//! Letters that wait for a side's word.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Result, words};

use super::{model::reference, store};
use crate::answers;

/// The drafts that this side has not approved, where the group wishes a co-chair's word.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    let drafts = store::drafts(&app.db, group.id).await?;
    if drafts.is_empty() || answers::rules(&app.db, group.id).await?.letter_keys == 0 {
        return Ok(Vec::new());
    }
    let mine = store::approved_by(&app.db, group.id, acting.side).await?;
    let waiting = drafts.into_iter().filter(|letter| !mine.contains(&letter.hash)).map(|letter| {
        let name = reference(letter.number);
        let by = letter.content.answer_by.map(|day| format!("An answer is asked for by {}.", words::date(day)));
        Waiting {
            title: format!("Letter {name} to {}: {}", letter.content.to, letter.content.subject),
            lines: letter.content.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).chain(by).collect(),
            whole: String::new(),
            seen: kernel::keys::hex(&letter.hash),
            href: format!("/{}/letters/{name}", group.slug),
            act: format!("Approve for the {}", side_words(acting.side)),
            name,
        }
    });
    Ok(waiting.collect())
}
