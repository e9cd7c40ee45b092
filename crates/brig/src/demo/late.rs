//! The end of the last meeting on the made-up board: the consultants had to go, so that what was agreed is subject to confirmation; a
//! question was parked; and a sentence of the meeting before is to be put right, which waits for both sides.

use group::{acting::Acting, membership::Side};
use jiff::SignedDuration;
use kernel::{App, Result, Tx};
use meetings::{
    corrections,
    decisions::NewDecision,
    meetings::{self as sittings, Presence},
    room,
};

/// What was agreed when one side was not there any more.
const TOPIC: &str = "Who looks after the shared mailbox over the holidays";
const NOTE: &str =
    "The mailbox is read every working day by the administrator. Over the holidays nobody does, and letters wait for up to five days.";
const AGREED: &str = "the two co-chairs look after the shared mailbox in turn over the holidays";
/// What was asked and not answered.
const PARKED: &str = "Does the bypass line reach the community nurses after six?";

/// The last item: the consultants go before it, and the group agrees all the same.
pub(super) async fn without_the_consultants(app: &App, tx: &mut Tx, administrator: &Acting, number: i64) -> Result<()> {
    let item = sittings::add_topic(app, tx, administrator, number, TOPIC).await?;
    room::go_on(app, tx, administrator, number, Some(item)).await?;
    let record = sittings::record(&mut *tx, administrator.group.id, number).await?;
    let there = record.attendees.iter().filter(|one| one.presence == Presence::Present && one.side == Side::Consultant);
    for one in there {
        sittings::come_or_go(app, tx, administrator, number, item, one.person, false).await?;
    }
    app.clock.advance(SignedDuration::from_mins(6));
    sittings::write_note(app, tx, administrator, number, item, None, NOTE).await?;
    sittings::decide(app, tx, administrator, number, item, None, &NewDecision::plain(AGREED)).await?;
    room::park(app, tx, administrator, number, PARKED).await
}

/// The administrator proposes other words for a decision of an earlier meeting. Both co-chairs are waited for.
pub(super) async fn correction_that_waits(app: &App, administrator: &Acting, number: i64) -> Result<()> {
    let mut tx = app.begin().await?;
    let record = sittings::record(&mut tx, administrator.group.id, number).await?;
    let decided = record.items.iter().find_map(|item| item.decision.as_ref());
    if let Some(decision) = decided {
        let words = format!("{}, from the first working day of the month", decision.core().trim_end_matches('.'));
        let why = "The day from which it holds was said at the meeting and is not in the sentence.";
        corrections::propose(app, &mut tx, administrator, (decision.year, decision.number), &decision.words, &words, why).await?;
    }
    app.commit(tx).await
}
