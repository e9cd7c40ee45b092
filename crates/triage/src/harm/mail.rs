//! The mail that says that there is a report of harm: its reference and a link, and nothing of what happened.

use ::issues::{
    issues::Issue,
    merging::{self, Alike},
};
use group::{golive, groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{
    commands,
    model::{Level, address_in},
};

/// Which mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mailing {
    /// The first.
    First,
    /// Once more, because nobody has said that they have seen it.
    Reminder,
    /// More harm is known than they were told.
    Rise,
    /// Once more, because nobody has said that they have seen that.
    RiseReminder,
}

impl Mailing {
    /// The kind of the mail: each goes once about an issue.
    fn kind(self) -> &'static str {
        match self {
            Self::First => "harm-told",
            Self::Reminder => "harm-reminder",
            Self::Rise => "harm-rose",
            Self::RiseReminder => "harm-rose-reminder",
        }
    }
}

/// What is said of other reports of the same fault, of which none told of as much harm; nothing where there is none, or one did.
fn beside(group: &Group, issue: &Issue, others: &[Alike]) -> Option<String> {
    let gravest = others.iter().filter_map(|other| Level::of(other.harm)).max();
    let first = others.iter().min_by_key(|other| other.number).filter(|_| gravest < Level::of(issue.answers.harm))?;
    let before = if gravest.is_some() { "that a patient could have come to harm" } else { "of no harm" };
    let number = words::count(others.len() as u64 + 1, "report", "reports");
    Some(format!(
        "It is one of {number} of the same fault, which began with {}. Until now they told {before}.",
        group.reference(first.number)
    ))
}

fn letter(group: &Group, reference: &str, mailing: Mailing, beside: Option<&str>, link: String) -> Letter {
    let (subject, heading) = match mailing {
        Mailing::First => ("please look now", "Please look at this report now"),
        Mailing::Rise => ("please look again: more harm is known", "Please look at this report again: more harm is known"),
        Mailing::Reminder | Mailing::RiseReminder => ("nobody has seen this yet", "A reminder: nobody has said that they have seen this"),
    };
    let says = if matches!(mailing, Mailing::Rise | Mailing::RiseReminder) {
        format!(
            "Whoever raised {reference} had said that a patient could have come to harm, and now says that one did. What was done about it before is behind the link."
        )
    } else {
        format!(
            "Whoever raised {reference} says that a patient came to harm, or could have. It does not wait for the group’s weekly round."
        )
    };
    let mut letter = Letter::new(format!("{reference}: {subject}"), heading, &group.name).paragraph(says);
    if let Some(beside) = beside {
        letter = letter.paragraph(beside);
    }
    letter
        .paragraph("What they wrote is behind the link. Please say there that you have seen it, what was done, and its number in the incident system if it has one.")
        .button("Read it", link)
        .paragraph("The link is for you: please do not pass this mail on.")
}

/// Tells the administrator and the safety contact. Whoever is both gets one mail.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, mailing: Mailing) -> Result<()> {
    let reference = group.reference(issue.number);
    let kind = mailing.kind();
    let others = merging::alike(&mut *tx, group.id, issue.id).await?;
    let beside = beside(group, issue, &others);
    let contact = membership::contact(&mut *tx, group).await?;
    let safety = address_in(&golive::find(&mut *tx, group.id).await?.safety);
    let mut mails = Vec::new();
    if let Some(to) = &contact {
        mails.push((to.clone(), app.url(&format!("/{}/issues/{reference}/harm", group.slug))));
    }
    if let Some(to) = safety.filter(|to| !contact.is_some_and(|contact| contact.eq_ignore_ascii_case(to))) {
        let link = app.url(&commands::link(app, group, issue.id, &to));
        mails.push((to, link));
    }
    for (to, link) in mails {
        let letter = letter(group, &reference, mailing, beside.as_deref(), link);
        let mail = Outgoing { scope: Some(group.id), to, letter, cause: issue.id, kind, parts: Vec::new(), reply_to: None };
        mail::post(app, tx, mail).await?;
    }
    Ok(())
}
