//! Drafts of minutes that wait for a side's signature.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Result, words};

use super::{commands, pages::here, store, whole::whole};
use crate::meetings;

/// The minutes that this side can sign now, each with its decisions and actions and the whole text.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let mut waiting = Vec::new();
    for (number, day) in store::drafts(&app.db, group.id).await? {
        let found = whole(&app.db, group, number).await?;
        // A signature under another text, as it stood before something in the record was put right, does not count.
        if found.course().signed.iter().any(|given| given.side == acting.side) {
            continue;
        }
        let (title, href) = (format!("Minute of {}", words::date(day)), here(group, number));
        let name = number.to_string();
        if let Err(why) = found.course().may_sign(acting.side, today) {
            let lines = vec![commands::refused(&why).told().detail];
            waiting.push(Waiting { name, title, lines, href, ..Waiting::default() });
            continue;
        }
        if found.must_be_shown().is_err() {
            continue;
        }
        let record = meetings::record(&app.db, group.id, number).await?.seen_by(acting.person);
        let found = found.seen_by(&app.db, acting).await?;
        let mut lines = Vec::new();
        for item in &record.items {
            let decided = item.decision.iter().map(|decision| format!("{}: {}", decision.reference(), decision.words));
            let set = item
                .actions
                .iter()
                .map(|action| format!("{}: {} ({}, by {})", action.reference(), action.words, action.doer(), words::date(action.due)));
            lines.extend(decided.chain(set));
        }
        if lines.is_empty() {
            lines.push("Nothing was decided.".into());
        }
        waiting.push(Waiting {
            name,
            title,
            lines,
            whole: documents::text::write(&found.dressed(true)),
            seen: kernel::keys::hex(&found.hash),
            href,
            act: format!("Approve for the {}", side_words(acting.side)),
        });
    }
    Ok(waiting)
}
