//! Letters that wait for a side's word.

use group::{
    acting::Acting,
    membership::{Side, side_words},
    waiting::Waiting,
};
use kernel::{App, Result, words};
use meetings::digests::{Line, Weight};

use super::{
    model::{read_reference, reference},
    store,
};
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

/// As [`waiting_for`], for the mail of what waits: a reason to write where nobody has approved it and its words are not this person's
/// own. Of what the other side has approved they had a mail.
///
/// # Errors
/// When the database fails.
pub(crate) async fn first_words(app: &App, acting: &Acting) -> Result<Vec<Line>> {
    let (group, waiting) = (&acting.group, waiting_for(app, acting).await?);
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let other = if acting.side == Side::Gp { Side::Consultant } else { Side::Gp };
    let given: Vec<String> = store::approved_by(&app.db, group.id, other).await?.iter().map(|hash| kernel::keys::hex(hash)).collect();
    let own = store::own_drafts(&app.db, group.id, acting.person).await?;
    let is_own = |one: &Waiting| read_reference(&one.name).is_some_and(|number: i64| own.contains(&number));
    let line = |one: Waiting| Line {
        // By its words, so that nobody is told twice of the same ones.
        key: format!("letter:{}:{}", one.name, one.seen.get(..16).unwrap_or_default()),
        weight: if given.contains(&one.seen) || is_own(&one) { Weight::Known } else { Weight::Waits },
        title: one.title,
        href: one.href,
    };
    Ok(waiting.into_iter().map(line).collect())
}
