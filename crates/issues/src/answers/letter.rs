//! What the mails to reporters say.

use analysis::calendar_days::Calendar;
use group::groups::Group;
use kernel::{App, mail::Letter, words};
use uuid::Uuid;

use super::{links, model::News, store::Held};
use crate::{
    holding,
    issues::{Ahead, follow_code, what_happens_next},
};

/// Subject and heading of a mail with one kind of news.
fn kind(one: &Held) -> (&'static str, &'static str) {
    match one.news {
        News::Received if one.praise => ("we have received your thanks", "Thank you: we have your thanks"),
        News::Received => ("we have received your issue", "Thank you: we have your issue"),
        News::Triaged => triaged(&one.outcome),
        News::Question => ("a question for you", "The group has a question for you"),
        News::Service => ("what the service says", "The service that can put it right has answered"),
        News::Forum => ("what the other forum says", "The other forum has taken it on"),
        News::Elsewhere => ("another board's group", "News about another board's group"),
        News::Outcome if one.decision.is_empty() => ("what came of it", "This is what came of it"),
        News::Outcome => ("what the group decided", "The group has decided"),
        News::Check => ("has it held?", "Has it held?"),
        News::PassedOn => ("your thanks are passed on", "Your thanks are passed on"),
    }
}

/// Subject and heading of the mail that says what triage agreed.
fn triaged(outcome: &str) -> (&'static str, &'static str) {
    match outcome {
        "fix-now" => ("where it goes", "The service is asked what can be done"),
        "interim" => ("where it goes", "It does not wait for the next meeting"),
        "delegate" => ("where it goes", "Another forum is asked"),
        "watch" => ("what we do with it", "We watch for more reports of the same"),
        "answered" => ("an agreement answers it", "There is an agreement on this"),
        "out" => ("where to go with it", "It belongs elsewhere"),
        "deferred" => ("where it stands", "The group comes back to it"),
        "unconfirmed" => ("where it stands", "The group has spoken about it"),
        "not-agreed" => ("what the group said", "The group did not agree"),
        "corrected" => ("a correction", "The words of a decision are corrected"),
        _ => ("where it goes", "The group will speak about it"),
    }
}

/// The mail with all that is new about what one address has raised. `days` is the group's calendar.
pub(super) fn news(app: &App, group: &Group, days: &Calendar, held: &[Held]) -> Letter {
    let mut references: Vec<String> = Vec::new();
    for one in held {
        let reference = group.reference(one.number);
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    let about = match references.as_slice() {
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] if !rest.is_empty() => format!("{first} and {} others", rest.len()),
        one => one.concat(),
    };
    let all_alike = held.iter().all(|one| Some(one.news) == held.first().map(|first| first.news));
    let (subject, heading) = match held.first() {
        Some(first) if all_alike => kind(first),
        _ => ("news of what you raised", "News of what you raised"),
    };
    let mut letter = Letter::new(format!("{about}: {subject}"), heading, &group.name);
    for one in held {
        if held.len() > 1 {
            let what = if all_alike { String::new() } else { format!(": {}", kind(one).1) };
            letter = letter.section(format!("{}{}{what}", group.reference(one.number), titled(one)));
        }
        letter = section(app, (group, days), letter, one, held.len() > 1);
    }
    if held.iter().any(|one| one.news == News::Outcome) {
        letter = letter.paragraph("Thank you for raising it. If it happens again, please tell us: that is how we know.");
    }
    if held.iter().any(|one| one.news == News::Received && one.had_files) {
        letter = letter.paragraph("What was attached to your mail was not taken: a file can hold what identifies a patient. If it matters, say in words what it shows.");
    }
    if held.iter().any(|one| one.news == News::Received) {
        letter = letter
            .paragraph("You get one mail a day at most. If you raise more today, its link is on the page that thanks you, and the mail about it comes on the next working day.")
            .paragraph("The link is private: whoever has it can read what you wrote. You need no password.")
            .paragraph("This is not for urgent patient safety matters: for those, use your usual clinical route.");
    }
    held.first().map_or(letter.clone(), |first| foot(app, group, letter, held, first))
}

/// Which decision it was; what a service has put right needed none.
fn decision(one: &Held) -> String {
    if one.decision.is_empty() { String::new() } else { format!(" (decision {})", one.decision) }
}

fn titled(one: &Held) -> String {
    one.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default()
}

/// Says of which report a second one was made.
fn made_of(group: &Group, letter: Letter, one: &Held) -> Letter {
    let Some(number) = one.made_of else { return letter };
    letter.paragraph(format!(
        "Your report {} speaks of two troubles. So that both are dealt with, the group made a second one of it, which you can follow by itself.",
        group.reference(number)
    ))
}

fn section(app: &App, (group, days): (&Group, &Calendar), letter: Letter, one: &Held, among_others: bool) -> Letter {
    let (reference, title) = (group.reference(one.number), titled(one));
    let link = app.url(&format!("/{}/follow/{}", group.slug, follow_code(app, one.issue)));
    let see = if among_others { format!("See {reference}") } else { "See your issue".into() };
    match one.news {
        News::Received => made_of(group, letter, one)
            .paragraph("Its reference is")
            .code(&reference)
            .paragraph(what_happens_next(one.praise, one.state, Ahead::of(one.raised_on, group, days, 0, None)))
            .button(
                if among_others {
                    format!("Follow {reference}")
                } else if one.praise {
                    "Follow your thanks".into()
                } else {
                    "Follow your issue".into()
                },
                link,
            ),
        News::Triaged if !one.words.is_empty() => {
            let letter = letter.paragraph(format!("You raised {reference}{title}. This is what the group says:"));
            let lines = one.words.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.fold(letter, |letter, line| letter.paragraph(line)).button(see, link)
        }
        News::Triaged => letter
            .paragraph(format!(
                "A GP and a consultant have read {reference}{title}. They agreed to put it to the group's next meeting on its theme."
            ))
            .paragraph("You will hear from us again when the meeting has decided.")
            .button(see, link),
        News::Question => letter
            .paragraph(format!("Before it can go on with {reference}{title} the group would like to know:"))
            .paragraph(one.question.as_deref().unwrap_or_default())
            .paragraph("You answer on the page of your issue. Please write nothing there that could identify a patient.")
            .button(if among_others { format!("Answer about {reference}") } else { "Answer".into() }, format!("{link}#exchange")),
        News::Service => letter
            .paragraph(format!("{reference}{title}: the service that was asked says that it is theirs to put right, and by when."))
            .paragraph("The day is on the page of your issue. On that day the group asks whether it is put right.")
            .button(see, link),
        News::Forum => letter
            .paragraph(format!("{reference}{title}: the forum that was asked says that it has taken it on, and by when it is done."))
            .paragraph("The day is on the page of your issue. On that day the group asks whether it is done.")
            .button(see, link),
        News::Elsewhere => letter
            .paragraph(format!("{reference}{title}: there is something new about passing it on to another board's group."))
            .paragraph("You can read it on the page of your issue, under “Another board’s group”.")
            .button(see, link),
        News::Outcome => {
            let mut letter = letter
                .paragraph(if one.me_too {
                    format!("You raised {reference}{title}, and said that somebody else had reported the same. This is what came of that report{}:", decision(one))
                } else {
                    format!("You raised {reference}{title}. This is what came of it{}:", decision(one))
                })
                .paragraph(&one.words);
            if !one.next_steps.is_empty() {
                letter = letter.paragraph("What happens now:");
                for step in one.next_steps.lines() {
                    letter = letter.paragraph(step);
                }
            }
            letter.button(see, link)
        }
        News::PassedOn => letter
            .paragraph(format!(
                "You told us of something that worked well ({reference}). We have passed your thanks on to {}, in these words:",
                one.to_whom
            ))
            .paragraph(&one.words)
            .paragraph("Nothing in them says that they are yours.")
            .button(see, link),
        News::Check => {
            let on = one.said_on.map(words::date).unwrap_or_default();
            letter
                .paragraph({
                    let also = if one.me_too { ", and said that somebody else had reported the same" } else { "" };
                    if one.decision.is_empty() {
                        format!("You raised {reference}{title}{also}. On {on} this came of it:")
                    } else {
                        format!("You raised {reference}{title}{also}. On {on} the group decided{}:", decision(one))
                    }
                })
                .paragraph(&one.words)
                .paragraph("Has it held since then? It takes one tap, and no answer is an answer too.")
                .button(
                    if among_others { format!("Tell us about {reference}") } else { "Tell us".into() },
                    holding::link(app, group, one.about, one.issue),
                )
        }
    }
}

/// The links that stand under every mail to a reporter.
fn foot(app: &App, group: &Group, letter: Letter, held: &[Held], first: &Held) -> Letter {
    let mut letter = letter.link("All you have raised", links::list(app, group, first.issue, &first.email));
    let mut said = Vec::new();
    for one in held {
        if !said.contains(&one.issue) {
            said.push(one.issue);
            letter = letter.link(format!("No more mail about {}", group.reference(one.number)), links::stop(app, group, one.issue));
        }
    }
    letter.unsubscribe(links::stop(app, group, first.issue))
}

/// The mail with a new link to all reports, which somebody asked for.
pub(super) fn link(app: &App, group: &Group, issue: Uuid, email: &str) -> Letter {
    Letter::new("The link to all you have raised", "All you have raised", &group.name)
        .paragraph("You asked for a new link. It is good for thirty days.")
        .button("See all you have raised", links::list(app, group, issue, email))
        .paragraph("If it was not you, nothing happened: the link came to your address only.")
}
