//! What is to be put right in published minutes and waits for a side's word.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Result, words};

use super::store;

/// What this side has not confirmed.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let open = store::open(&app.db, acting.group.id).await?;
    let mine = open.into_iter().filter(|(.., one)| one.given(acting.side).is_none());
    let waiting = mine.map(|(number, day, one)| {
        let reserved = one.place.reserved;
        Waiting {
            name: format!("{number}-{}", one.id),
            title: format!("The minute of {} is to be put right", words::date(day)),
            lines: if reserved {
                vec!["It is in the reserved part: read it on its page.".into()]
            } else {
                vec![format!("It says: {}", one.was), format!("It should read: {}", one.words), format!("Why: {}", one.why)]
            },
            seen: if reserved { String::new() } else { one.seen() },
            href: format!("/{}/meetings/{number}/minute/mendings", acting.group.slug),
            // Of the reserved part it is confirmed where it is read.
            act: if reserved { String::new() } else { format!("Confirm for the {}", side_words(acting.side)) },
            ..Waiting::default()
        }
    });
    Ok(waiting.collect())
}
