//! What people have answered to the next meeting: most come, a few have not said yet.

use group::{groups::Group, membership, permissions::Role};
use kernel::{App, Result, Tx, actor::Actor};
use meetings::attending::{self, Answer, Said, Way};

/// Answers of those who sit in the group, but for those who sent apologies.
pub(super) async fn answer(app: &App, tx: &mut Tx, group: &Group, number: i64, apologies: &[&str]) -> Result<()> {
    let seats = membership::seats(&mut *tx, group).await?;
    let asked = seats.iter().filter(|seat| seat.role != Role::Reader && !apologies.contains(&seat.name.as_str()));
    for (at, seat) in asked.enumerate() {
        let (answer, way) = match at % 5 {
            0 | 2 => (Answer::Yes, Way::Calendar),
            1 => (Answer::Yes, Way::Link),
            3 => (Answer::Perhaps, Way::Link),
            _ => continue,
        };
        attending::answer(app, tx, group, Actor::Person(seat.person), (number, seat.person), &Said::now(app, answer, way)).await?;
    }
    Ok(())
}
