//! The mail that says that there is a report of harm: its reference and a link, and nothing of what happened.

use ::issues::issues::Issue;
use group::{golive, groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};

use super::{commands, model::address_in};

/// Which mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mailing {
    /// The first.
    First,
    /// Once more, because nobody has said that they have seen it.
    Reminder,
}

fn letter(group: &Group, reference: &str, mailing: Mailing, link: String) -> Letter {
    let (subject, heading) = match mailing {
        Mailing::First => ("please look now", "Please look at this report now"),
        Mailing::Reminder => ("nobody has seen this yet", "A reminder: nobody has said that they have seen this"),
    };
    Letter::new(format!("{reference}: {subject}"), heading, &group.name)
        .paragraph(format!("Whoever raised {reference} says that a patient came to harm, or could have. It does not wait for the group’s weekly round."))
        .paragraph("What they wrote is behind the link. Please say there that you have seen it, what was done, and its number in the incident system if it has one.")
        .button("Read it", link)
        .paragraph("The link is for you: please do not pass this mail on.")
}

/// Tells the administrator and the safety contact. Whoever is both gets one mail.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, mailing: Mailing) -> Result<()> {
    let reference = group.reference(issue.number);
    let kind = if mailing == Mailing::First { "harm-told" } else { "harm-reminder" };
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
        let letter = letter(group, &reference, mailing, link);
        let mail = Outgoing { scope: Some(group.id), to, letter, cause: issue.id, kind, parts: Vec::new(), reply_to: None };
        mail::post(app, tx, mail).await?;
    }
    Ok(())
}
