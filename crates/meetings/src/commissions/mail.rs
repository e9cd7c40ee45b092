//! What an owner outside the group is written, as a mail and as a Word file, and what the group hears of their answers.

use documents::{Block, Document, docx};
use group::{groups::Group, membership};
use kernel::{
    App, Error, On, Result, Tx,
    mail::{self, Letter, Outgoing, Part},
    words,
};
use uuid::Uuid;

use super::{
    answering,
    model::{Answer, Commission},
    store,
};
use crate::{
    actions::{From, Logged},
    references::decision as decision_reference,
};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What a letter says, a heading with its paragraphs, the same in the mail and in the Word file.
pub(super) struct Said {
    pub(super) title: String,
    pub(super) first: String,
    pub(super) sections: Vec<(&'static str, Vec<String>)>,
    /// Where an answer by mail goes.
    reply_to: Option<String>,
}

const WAYS: &str = "You can accept it, say that it is done and what shows it, name another day, ask for help, decline and say why, or hand it \
                    on to somebody whose it is.";

/// What the letter says. What was decided on a reserved item is not told outside.
pub(super) async fn said(on: impl Into<On<'_>>, group: &Group, action: &Logged, one: &Commission) -> Result<Said> {
    let mut on = on.into();
    let (decided, reserved) = store::decided(on.again(), group.id, action.id).await?;
    let contact = membership::contact(on.again(), group).await?;
    let seat = match action.owner {
        Some(owner) => membership::seat_of(on, group.id, owner).await.ok(),
        None => None,
    };
    let day = match &action.from {
        From::Item { meeting, .. } => words::date(meeting.1),
        From::Before { .. } => String::new(),
    };
    let hello = if one.name.is_empty() { "Hello.".to_owned() } else { format!("Hello {}.", one.name) };
    let mut sections = Vec::new();
    if let Some((year, number, text)) = decided.filter(|_| !reserved) {
        sections.push(("What was decided", vec![format!("{}: {text}", decision_reference(year, number))]));
    }
    let why = if one.why.is_empty() { format!("It lies in your hands as {}.", one.role()) } else { one.why.clone() };
    sections.push(("Why you", vec![why]));
    let mut asked = vec![format!("{}: {}", action.reference(), action.words)];
    if !action.done_means.is_empty() {
        asked.push(format!("It is done when: {}", action.done_means));
    }
    if !one.asked.is_empty() {
        asked.push(one.asked.clone());
    }
    sections.push(("What is asked", asked));
    sections.push(("By when", vec![format!("By {}. If that cannot be, name another day.", words::date(action.due))]));
    let (who, reply_to) = match (&seat, contact) {
        (Some(seat), _) => (format!("{}, {}, answers for it in the group.", seat.name, seat.email), Some(seat.email.clone())),
        (None, Some(contact)) => (format!("{}, {contact}.", group.name), Some(contact)),
        (None, None) => (format!("{}.", group.name), None),
    };
    sections.push(("Whom to answer", vec![who, WAYS.to_owned()]));
    let first = format!(
        "{hello} {} brings GPs and hospital consultants together to mend what goes wrong between them. At its meeting of {day} it agreed on something that it would like to ask of you.",
        group.name
    );
    Ok(Said { title: format!("{}: may we ask this of you?", action.reference()), first, sections, reply_to })
}

/// The letter as a Word file. It holds no link: who has the paper answers by mail.
pub(super) fn document(group: &Group, said: &Said) -> Document {
    let mut blocks = vec![Block::paragraph(&said.first)];
    for (heading, paragraphs) in &said.sections {
        blocks.push(Block::heading(1, *heading));
        blocks.extend(paragraphs.iter().map(Block::paragraph));
    }
    blocks.push(Block::paragraph("Please write nothing in your answer that could identify a patient."));
    blocks.push(Block::paragraph(&group.name));
    Document {
        title: said.title.clone(),
        subtitle: group.name.clone(),
        language: "en-GB".into(),
        author: group.name.clone(),
        running: group.name.clone(),
        blocks,
    }
}

pub(super) fn word(group: &Group, said: &Said) -> Result<Vec<u8>> {
    docx::write(&document(group, said)).map_err(|error| Error::internal(error.to_string()))
}

/// Writes to whoever is asked: the mail with its link, and the same as a Word file. Tells what caused the mail.
pub(super) async fn letter_to(app: &App, tx: &mut Tx, group: &Group, action: &Logged, one: &Commission) -> Result<Uuid> {
    let said = said(&mut *tx, group, action, one).await?;
    let part = Part { name: format!("{}.docx", action.reference()), media_type: WORD.into(), content: word(group, &said)? };
    let mut letter = Letter::new(&said.title, "May we ask this of you?", &group.name).paragraph(&said.first);
    for (heading, paragraphs) in &said.sections {
        letter = letter.section(*heading);
        for paragraph in paragraphs {
            letter = letter.paragraph(paragraph);
        }
    }
    let letter = letter
        .button("Answer", app.url(&answering::link(app, group, one)))
        .paragraph("You need no account. Nothing happens before you press a button on that page. Please write nothing there that could identify a patient.");
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, said.reply_to);
    let mail = Outgoing { scope: Some(group.id), to: one.email.clone(), letter, cause, kind: "action-letter", parts: vec![part], reply_to };
    mail::post_known(app, tx, mail).await?;
    Ok(cause)
}

/// Tells somebody who was written to that nothing more is asked of them.
pub(super) async fn no_more(app: &App, tx: &mut Tx, group: &Group, action: &Logged, one: &Commission) -> Result<()> {
    let hello = if one.name.is_empty() { "Hello.".to_owned() } else { format!("Hello {}.", one.name) };
    let reference = action.reference();
    let letter = Letter::new(format!("{reference}: nothing more is asked of you"), "Nothing more is asked of you", &group.name)
        .paragraph(format!("{hello} We had asked you: {}", action.words))
        .paragraph("The group has found another way. You need do nothing, and thank you for your time.");
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, membership::contact(&mut *tx, group).await?);
    let (scope, to) = (Some(group.id), one.email.clone());
    mail::post(app, tx, Outgoing { scope, to, letter, cause, kind: "action-letter-ended", parts: Vec::new(), reply_to }).await
}

/// Tells whoever answers for an action in the group what somebody outside has said.
pub(super) async fn answered(app: &App, tx: &mut Tx, group: &Group, action: &Logged, one: &Commission, answer: Answer) -> Result<()> {
    let seat = match action.owner {
        Some(owner) => membership::seat_of(&mut *tx, group.id, owner).await.ok(),
        None => None,
    };
    let contact = membership::contact(&mut *tx, group).await?;
    let Some(to) = seat.map(|seat| seat.email).or_else(|| contact.clone()) else { return Ok(()) };
    let reference = action.reference();
    let (what, then) = match answer {
        Answer::Accept => ("has accepted it", "Nothing is asked of you now."),
        Answer::Done => ("says that it is done", "It is closed in the action log, with what shows it."),
        Answer::NewDate => ("is on it, and names a new day", "The log has the new day."),
        Answer::Help => ("needs help with it", "Would you get in touch with them?"),
        Answer::Decline => ("cannot do it", "It is yours again: find somebody else, or speak with the group’s administrator."),
        Answer::PassOn => ("has handed it on", "Whoever has it now was written to, and answers by their own link."),
    };
    let mut letter = Letter::new(format!("{reference}: an answer from outside the group"), format!("{} {what}", one.role()), &group.name)
        .paragraph(format!("{reference}: {} (by {})", action.words, words::date(action.due)));
    if !one.words.is_empty() {
        letter = letter.paragraph(format!("They write: {}", one.words));
    }
    let letter = letter.paragraph(then).button("See the action", app.url(&format!("/{}/actions/{reference}", group.slug)));
    let cause = app.ids.key(app.clock.now())?;
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "action-answer", parts: Vec::new(), reply_to: contact };
    mail::post(app, tx, mail).await
}
