//! What is mailed about answers: the button in the first mail, and the two reminders.

use group::{groups::Group, membership};
use jiff::civil::Date;
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{
    commands::link,
    model::{Awaited, Due, Sending},
};

/// Adds to a mail what it asks, and the button behind which it is answered.
#[must_use]
pub(crate) fn ask_for_answer(app: &App, group: &Group, letter: Letter, sending: &Sending, asked: &[Awaited]) -> Letter {
    let open: Vec<&Awaited> = asked.iter().filter(|one| one.is_open()).collect();
    if open.is_empty() {
        return letter;
    }
    let by = open.iter().filter_map(|one| one.answer_by).min();
    let by = by.map_or_else(String::new, |day| format!(" by {}", words::date(day)));
    letter.button("Answer", app.url(&link(app, group, sending))).paragraph(format!(
        "An answer{by} would help us. You need no account, and nothing happens before you press a button on that page. You can also \
             answer this mail. Please write nothing that could identify a patient."
    ))
}

/// Reminds whoever was asked, once before the day and once after it.
pub(super) async fn remind(app: &App, tx: &mut Tx, group: &Group, sending: &Sending, asked: &[Awaited], due: Due, by: Date) -> Result<()> {
    let (heading, why) = match due {
        Due::Chase => (
            "May we still have your answer?",
            format!(
                "We wrote on {} and hoped to hear by {}. If it needs more time, or somebody else, one line saying so helps us as much.",
                words::date(sending.asked_on),
                words::date(by)
            ),
        ),
        Due::Remind | Due::Nothing => (
            "A reminder: may we have your answer?",
            format!("We wrote on {}. An answer by {} would help us.", words::date(sending.asked_on), words::date(by)),
        ),
    };
    let hello = if sending.name.is_empty() { "Hello.".to_owned() } else { format!("Hello {}.", sending.name) };
    let mut letter = Letter::new(format!("{}: a reminder", sending.subject), heading, &group.name).paragraph(format!("{hello} {why}"));
    for one in asked.iter().filter(|one| one.is_open()) {
        letter = letter.section(one.place_words()).paragraph(&one.words);
        if !one.wanted.is_empty() {
            letter = letter.paragraph(format!("What we would like decided: {}", one.wanted));
        }
    }
    let letter = letter
        .button("Answer", app.url(&link(app, group, sending)))
        .paragraph("You need no account. Please write nothing that could identify a patient.");
    let (to, cause) = (sending.email.clone(), app.ids.key(app.clock.now())?);
    let reply_to = membership::contact(&mut *tx, group).await?;
    mail::post_known(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind: "answer-reminder", parts: Vec::new(), reply_to })
        .await
}
