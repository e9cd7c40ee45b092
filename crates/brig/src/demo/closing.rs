//! What came back from reporters on the made-up board: whether past outcomes held, and what they were asked.

use cascade::said_and_done;
use group::acting::Acting;
use issues::{
    exchange,
    holding::{self, Answer},
    issues::{self as slice, Issue, State},
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::{App, Error, Result};

/// Days after an outcome on which its reporter answers.
const ANSWERED: i64 = 97;

/// What the group could not do, by the title of the issue, and why.
const COULD_NOT: (&str, &str) = (
    "Contact in the first days after leaving Linn House",
    "The card is there, but the out-of-hours hub cannot see the three lines at weekends: its system does not show them. We ask again when it changes.",
);

/// Who wrote answers, and what is asked of whom; of the issues with a number above `generated`.
pub(super) async fn close(app: &App, administrator: &Acting, now: Timestamp, generated: u32) -> Result<()> {
    let group = &administrator.group;
    let mut new: Vec<Issue> = Vec::new();
    for number in i64::from(generated) + 1.. {
        let issue = match slice::find(&app.db, group.id, number).await {
            Ok(issue) => issue,
            Err(Error::NotFound) => break,
            Err(error) => return Err(error),
        };
        if issue.state == State::New {
            new.push(issue);
        } else {
            answer(app, administrator, now, &issue).await?;
        }
    }
    app.clock.set(now - SignedDuration::from_hours(30));
    if let [first, second, ..] = new.as_slice() {
        let mut tx = app.begin().await?;
        exchange::ask(
            app,
            &mut tx,
            administrator,
            first.number,
            "Is this so everywhere that you look, or in one place more than in others?",
        )
        .await?;
        exchange::ask(app, &mut tx, administrator, second.number, "Have you tried something that helped, even a little?").await?;
        app.clock.advance(SignedDuration::from_hours(7));
        let code = slice::follow_code(app, second.id);
        let words = "Ringing the secretary the same day helps, when somebody has the time for it.";
        exchange::answer(app, &mut tx, group, &code, exchange::Said { words, keep_doubtful: false }).await?;
        app.commit(tx).await?;
    }
    let mut tx = app.begin().await?;
    said_and_done::set_public(app, &mut tx, administrator, true).await?;
    let entries = said_and_done::entries(&mut tx, group.id, 100).await?;
    if let Some(entry) = entries.into_iter().find(|entry| entry.title == COULD_NOT.0) {
        said_and_done::could_not(app, &mut tx, administrator, &entry.reference, COULD_NOT.1).await?;
    }
    app.commit(tx).await
}

/// Most say that it held, some that it came back, some say nothing.
async fn answer(app: &App, administrator: &Acting, now: Timestamp, issue: &Issue) -> Result<()> {
    let group = &administrator.group;
    for outcome in holding::outcomes(&app.db, group.id, issue.id).await? {
        let day = outcome.said_on.saturating_add(ANSWERED.days());
        let at = day.at(18, 20, 0, 0).to_zoned(group.time_zone.clone()).map_or(now, |at| at.timestamp());
        let said = match issue.number % 6 {
            0..=2 => Answer::Held,
            3 => Answer::CameBack,
            4 => Answer::CannotSay,
            _ => continue,
        };
        if at < now {
            app.clock.set(at);
            let mut tx = app.begin().await?;
            holding::answer(app, &mut tx, group, outcome.reply, issue.id, said).await?;
            app.commit(tx).await?;
        }
    }
    Ok(())
}
