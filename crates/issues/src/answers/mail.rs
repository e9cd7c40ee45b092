//! The mail with the answers.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::groups::{self, Group};
use kernel::{
    App, Result, Tx, clock,
    ledger::Event,
    mail::{self, Letter, Outgoing},
};

use super::store::{self, Held};
use crate::issues::follow_code;

/// When something was decided: posts the answers that wait, but for addresses that had one today.
pub fn post_answers<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        post(app, tx, &group).await
    })
}

pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group) -> Result<()> {
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let mut letters: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for held in store::held(&mut *tx, group.id).await? {
        letters.entry(held.email.to_lowercase()).or_default().push(held);
    }
    for held in letters.into_values() {
        let Some(first) = held.first() else { continue };
        if store::had_one_on(&mut *tx, group.id, &first.email, today).await? {
            continue;
        }
        let (to, cause, letter) = (first.email.clone(), first.id, letter(app, group, &held));
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "issue-decided", parts: Vec::new(), reply_to: None };
        mail::post(app, tx, mail).await?;
        for one in &held {
            store::set_mailed(tx, group.id, one.id, today).await?;
        }
    }
    Ok(())
}

fn letter(app: &App, group: &Group, held: &[Held]) -> Letter {
    let references: Vec<String> = held.iter().map(|one| group.reference(one.number)).collect();
    let about = match references.as_slice() {
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] if !rest.is_empty() => format!("{first} and {} others", rest.len()),
        one => one.concat(),
    };
    let mut letter = Letter::new(format!("{about}: what the group decided"), "The group has decided", &group.name);
    for (one, reference) in held.iter().zip(&references) {
        let title = one.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
        if held.len() > 1 {
            letter = letter.section(format!("{reference}{title}"));
        }
        letter = letter
            .paragraph(format!("You raised {reference}{title}. This is what came of it (decision {}):", one.decision))
            .paragraph(&one.words);
        if !one.next_steps.is_empty() {
            letter = letter.paragraph("What happens now:");
            for step in one.next_steps.lines() {
                letter = letter.paragraph(step);
            }
        }
        let link = app.url(&format!("/{}/follow/{}", group.slug, follow_code(app, one.issue)));
        letter = letter.button(if held.len() > 1 { format!("See {reference}") } else { "See your issue".into() }, link);
    }
    letter.paragraph("Thank you for raising it. If it happens again, please tell us: that is how we know.")
}
