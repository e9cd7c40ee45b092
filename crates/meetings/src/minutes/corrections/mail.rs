//! What a proposer hears of their corrections: all at once, when each has an answer.

use group::{acting::Acting, groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{
    commands::Brought,
    model::{Correction, State},
};
use crate::meetings::{Meeting, when};

/// Tells somebody what became of their corrections.
pub(super) async fn tell(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    meeting: &Meeting,
    seat: &membership::Seat,
    answered: &[&Correction],
) -> Result<()> {
    let group = &acting.group;
    let day = words::date(meeting.held_on);
    let mut letter =
        Letter::new(format!("What became of your corrections: minute of {day}"), "What became of your corrections", &group.name)
            .paragraph(format!("It is about the minute of the meeting of {}. Thank you for reading it.", when(meeting)));
    for correction in answered {
        let about = if correction.was.is_empty() { "A new paragraph".into() } else { format!("“{}”", shortened(&correction.was)) };
        let verdict = match (correction.state, correction.reason.is_empty()) {
            (State::Taken, true) => "taken up.".into(),
            (State::Taken, false) => format!("taken up. {}", correction.reason),
            _ => format!("not taken up, because: {}", correction.reason),
        };
        letter = letter.paragraph(format!("{about}: {verdict}"));
    }
    let page = app.url(&format!("/{}/meetings/{}/minute/corrections", group.slug, meeting.number));
    let letter = letter.button("See the corrections", page);
    let cause = app.ids.key(app.clock.now())?;
    let (to, kind) = (seat.email.clone(), "minute-corrections-answered");
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}

/// Answers somebody who sent a minute back by mail.
pub(super) async fn answer_file(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    number: i64,
    to: &str,
    told: &std::result::Result<Brought, String>,
) -> Result<()> {
    let said = match told {
        Ok(brought) => {
            let mut said = format!("Thank you. {} proposed.", words::count(brought.proposed, "correction is", "corrections are"));
            if !brought.refused.is_empty() {
                let n = words::count(brought.refused.len() as u64, "change was", "changes were");
                said.push_str(&format!(" {n} left out, because they could tell who a patient is: say them in other words."));
            }
            if brought.older {
                said.push_str(" The file is of an older version of the draft.");
            }
            said
        }
        Err(why) => format!("Nothing was proposed. {}.", why.trim_end_matches('.')),
    };
    let page = app.url(&format!("/{}/meetings/{number}/minute/corrections", group.slug));
    let letter =
        Letter::new("Your file of the minute", "Your file of the minute", &group.name).paragraph(said).button("See the corrections", page);
    let (to, cause, kind) = (to.to_owned(), app.ids.key(app.clock.now())?, "minute-file-answered");
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}

/// The beginning of a paragraph.
fn shortened(text: &str) -> String {
    let start: String = text.chars().take(120).collect();
    if start.len() < text.len() { format!("{}…", start.trim_end()) } else { start }
}
