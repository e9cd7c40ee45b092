//! What comes back to the group from outside, such as an answer to a letter: it goes onto the next agenda, or waits for one.

use group::groups::Group;
use kernel::{App, Result, Tx};
use uuid::Uuid;

use super::{commands, store};
use crate::meetings::{self, NewItem, Purpose};

/// The longest title that an item has.
const LONGEST: usize = 120;
/// Minutes that such a topic is given while it waits.
const HEARD: i64 = 5;

/// Puts a topic that is to be heard onto the agenda of the next planned meeting; where none is planned it waits among the topics for
/// one. Tells the key of the item, if it is on an agenda.
///
/// # Errors
/// When the database fails.
pub async fn bring(app: &App, tx: &mut Tx, group: &Group, title: &str) -> Result<Option<Uuid>> {
    let today = app.clock.today(&group.time_zone);
    let new = NewItem { title: short(title), purpose: Purpose::Hear, ..NewItem::default() };
    let Some(number) = store::next_full(&mut *tx, group.id, today).await? else {
        commands::wait(app, tx, group.id, &NewItem { minutes: HEARD, ..new }, today).await?;
        return Ok(None);
    };
    let meeting = meetings::find(&mut *tx, group.id, number).await?;
    meetings::put_new(app, tx, group, &meeting, new).await.map(Some)
}

/// A title that is no longer than one may be, ended at a word.
fn short(title: &str) -> String {
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let head: String = title.chars().take(LONGEST - 1).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{whole}…")
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_long_title_ends_at_a_word() {
        assert_eq!(short("An answer"), "An answer");
        let long = short(&"seven letters ".repeat(20));
        assert!(long.chars().count() <= LONGEST && long.ends_with("letters seven…"), "{long}");
    }
}
