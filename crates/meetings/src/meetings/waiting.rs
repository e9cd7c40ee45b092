//! Read-backs that wait for a side's word.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use jiff::ToSpan;
use kernel::{App, Result, words};

use super::{commands::proof, queries};

/// Days after a meeting for which its read-back is asked for.
const READ_BACK: i64 = 90;

/// What was decided at meetings and waits for this side, each sentence, owner and day.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let since = today.checked_sub(READ_BACK.days()).unwrap_or_default();
    let mut waiting = Vec::new();
    for (number, day) in queries::unconfirmed(&app.db, group.id, acting.side, (since, today)).await? {
        let record = queries::record(&app.db, group.id, number).await?.seen_by(acting.person);
        let mut lines = vec![format!("{}.", record.quorum().words())];
        for item in &record.items {
            if let Some(decision) = &item.decision {
                lines.push(format!("{} {}: {}", decision.reference(), item.title, decision.words));
            }
            for action in &item.actions {
                let done = if action.done_means.is_empty() { String::new() } else { format!("; done means: {}", action.done_means) };
                lines.push(format!("{}: {} ({}, by {}{done})", action.reference(), action.words, action.doer(), words::date(action.due)));
            }
        }
        waiting.push(Waiting {
            name: number.to_string(),
            title: format!("What the meeting of {} decided", words::date(day)),
            lines,
            whole: String::new(),
            seen: proof(&record),
            href: format!("/{}/meetings/{number}/read-back", group.slug),
            act: format!("Confirm for the {}", side_words(acting.side)),
        });
    }
    Ok(waiting)
}
