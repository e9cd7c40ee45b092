//! On the made-up board the last minute was put right by whoever was there: one paragraph was added, another was not.

use group::acting::Acting;
use jiff::{SignedDuration, civil::Date};
use kernel::{App, Result};
use meetings::minutes::{self, NewCorrection, Verdict};

/// Asks for corrections until a day, has two proposed, answers both and closes the window.
pub(super) async fn put_right(app: &App, administrator: &Acting, consultant: &Acting, number: i64, until: Date) -> Result<()> {
    let mut tx = app.begin().await?;
    minutes::ask_attendees(app, &mut tx, administrator, number, until).await?;
    let added = |words: &str, why: &str| NewCorrection { section: 1, was: String::new(), words: words.into(), why: why.into() };
    let thanks = added(
        "The group thanked the ward clerks of Moorfield General for their list of letters that went astray.",
        "It was said at the start.",
    );
    let tea = added("The meeting began ten minutes late, because the room was locked.", "For the record.");
    for correction in [thanks, tea] {
        app.clock.advance(SignedDuration::from_mins(3));
        minutes::propose(app, &mut tx, consultant, number, correction).await?;
    }
    app.clock.advance(SignedDuration::from_mins(40));
    minutes::answer(app, &mut tx, administrator, number, 1, Verdict::Take, "").await?;
    minutes::answer(app, &mut tx, administrator, number, 2, Verdict::Decline, "It changed nothing that was decided.").await?;
    minutes::close_window(app, &mut tx, administrator, number).await?;
    app.commit(tx).await
}
