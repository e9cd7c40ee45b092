//! A decision between meetings on the made-up board: asked yesterday, answered by some, open still.

use group::{acting::Acting, membership};
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Result};
use meetings::interim::{self, NewAnswer, NewInterim};

/// Who has answered, by name: what, and why.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("Dr Ailsa Munro", "agree", ""),
    ("Dr Callum Reid", "agree", ""),
    ("Dr Priya Nair", "changes", "The night service needs the number too: it has no list of practice bypass lines."),
    ("Dr Wei Zhang", "agree", ""),
    ("Dr Omar Haddad", "abstain", ""),
    ("Shona Galbraith", "remark", "Community nurses would use the same line, if it is answered until eight."),
];

/// The GP co-chair asks the members, and some have answered.
pub(super) async fn ask(app: &App, gp: &Acting, now: Timestamp) -> Result<()> {
    app.clock.set(now - SignedDuration::from_hours(26));
    let new = NewInterim {
        title: "A telephone number for results while the network is changed".into(),
        question: "While the laboratory’s network is changed, practices ring one bypass number for urgent results, from the first day of the change until it is over.".into(),
        options: String::new(),
        background: "The network is changed over two weekends. Results then reach practices some hours late, and urgent ones are telephoned. Without a number of their own, practices ring the switchboard.".into(),
        link: String::new(),
        urgency: "The first weekend of the change is before the next meeting.".into(),
        days: "5".into(),
    };
    let mut tx = app.begin().await?;
    let number = interim::open(app, &mut tx, gp, None, &new).await?;
    let seats = membership::seats(&mut tx, &gp.group).await?;
    for (name, answer, words) in ANSWERS {
        app.clock.advance(SignedDuration::from_mins(50));
        if let Some(seat) = membership::find_seat(&seats, name) {
            let new = NewAnswer { answer: (*answer).into(), words: (*words).into(), stands_for: String::new() };
            interim::answer(app, &mut tx, &gp.group, seat.person, number, &new).await?;
        }
    }
    app.commit(tx).await
}
