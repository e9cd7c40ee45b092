//! What a service's contact reads by mail: the group's own words, and a link. No name, and nothing that a reporter wrote.

use ::issues::issues::Issue;
use group::{directory::Entry, groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{
    answering,
    model::{Ask, Purpose},
};

/// Which mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mailing {
    /// The first.
    First,
    /// Once more, because nobody answered.
    Reminder,
    /// On the day that the service had named: is it put right?
    Check,
}

fn letter(app: &App, group: &Group, ask: &Ask, entry: &Entry, issue: &Issue, mailing: Mailing) -> Letter {
    let reference = group.reference(issue.number);
    let hello = if entry.contact.name.is_empty() { "Hello.".to_owned() } else { format!("Hello {}.", entry.contact.name) };
    let who = format!("{} brings GPs and hospital consultants together.", group.name);
    let by = ask.by_when.map(words::date).unwrap_or_default();
    let (subject, heading, why) = match (ask.purpose, mailing) {
        (Purpose::Fix, Mailing::First) => (
            "can you put this right?",
            format!("Can {} put this right?", ask.service),
            format!("{who} Its two co-chairs, a GP and a consultant, think that this is quickest put right by {} itself.", ask.service),
        ),
        (Purpose::View, Mailing::First) => (
            "your view before the group speaks about it",
            "The group will speak about this: what is your view?".to_owned(),
            format!("{who} It will speak about something that concerns {}, and would like to know first how you see it.", ask.service),
        ),
        (Purpose::Forum, Mailing::First) => (
            "a question to your forum",
            format!("A question to {}", ask.service),
            format!("{who} Its two co-chairs, a GP and a consultant, have agreed that this is for {} to look after.", ask.service),
        ),
        (_, Mailing::Reminder) => (
            "a reminder",
            "A reminder: may we have your answer?".to_owned(),
            format!("We wrote on {} and have not heard. It takes a minute.", words::date(ask.asked_on)),
        ),
        (_, Mailing::Check) => (
            if ask.purpose == Purpose::Forum { "is it done?" } else { "is it put right?" },
            if ask.purpose == Purpose::Forum { "Is it done?" } else { "Is it put right?" }.to_owned(),
            if ask.purpose == Purpose::Forum {
                format!("You told us that you have taken this on, and that it is done by {by}. May we ask whether it is?")
            } else {
                format!("You told us that this is put right by {by}. May we ask whether it is?")
            },
        ),
    };
    let mut letter = Letter::new(format!("{reference}: {subject}"), heading, &group.name)
        .paragraph(format!("{hello} {why}"))
        .section(issue.group_title.clone().unwrap_or_default())
        .paragraph(issue.group_text.clone().unwrap_or_default());
    if !ask.question.is_empty() {
        letter = letter.paragraph(&ask.question);
    }
    if let Some(by) = ask.due_on.filter(|_| mailing == Mailing::First) {
        letter = letter.paragraph(format!("May we have your answer by {}? Whoever raised it hears of it from us.", words::date(by)));
    }
    let answers = match ask.purpose {
        Purpose::Fix => "You can answer in four ways: it is done; it is ours, and by when; it is not ours, and whose; it needs the group.",
        Purpose::Forum => {
            "You can answer in four ways: you have taken it on, and by when; it is done; it is not yours, and whose; it needs the group."
        }
        Purpose::View => "A few lines are enough. They are read by the group, and stand beside what it says about it.",
    };
    letter
        .paragraph(answers)
        .button(if ask.purpose == Purpose::View { "Give your view" } else { "Answer" }, app.url(&answering::link(app, group, ask, entry)))
        .paragraph("You need no account. Nothing happens before you press a button on that page. Please write nothing there that could identify a patient.")
}

/// Mails the contact of the service that was asked.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, ask: &Ask, entry: &Entry, issue: &Issue, mailing: Mailing) -> Result<()> {
    let letter = letter(app, group, ask, entry, issue, mailing);
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, membership::contact(&mut *tx, group).await?);
    let (scope, to) = (Some(group.id), entry.contact.email.clone());
    mail::post_known(app, tx, Outgoing { scope, to, letter, cause, kind: "service-ask", parts: Vec::new(), reply_to }).await
}
