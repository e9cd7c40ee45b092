//! What is mailed about vacancies.

use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};

use super::model::{Expression, Vacancy};
use crate::{groups::Group, membership};

/// Tells those who keep the membership that the first expression of interest is there.
pub(super) async fn first(app: &App, tx: &mut Tx, group: &Group, vacancy: &Vacancy) -> Result<()> {
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let letter = Letter::new(format!("Somebody is interested: {}", vacancy.wanted), "Somebody is interested", &group.name)
        .paragraph(format!("The first expression of interest is there for: {}. There is no mail for those that follow.", vacancy.wanted))
        .button("Read it", app.url(&format!("/{}/vacancies/{}/expressions", group.slug, vacancy.number)));
    // One cause and one kind: only the first is mailed.
    let mail =
        Outgoing { scope: Some(group.id), to, letter, cause: vacancy.id, kind: "expression-received", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}

/// Thanks somebody who was not chosen.
pub(super) async fn thank(app: &App, tx: &mut Tx, group: &Group, vacancy: &Vacancy, expression: &Expression) -> Result<()> {
    let letter = Letter::new(format!("Thank you: {}", vacancy.wanted), "Thank you", &group.name)
        .paragraph(format!("Hello {}. Thank you for offering your time to the {}.", expression.name, group.name))
        .paragraph("This time the place went to somebody else. That says nothing about you: the group looks for a balance of places and backgrounds, and has few seats.")
        .paragraph("What you wrote to us is deleted ninety days from now. You can raise an issue with the group at any time, and need no seat for it:")
        .button("Raise an issue", app.url(&format!("/{}/raise", group.slug)));
    let reply_to = membership::contact(&mut *tx, group).await?;
    let mail = Outgoing {
        scope: Some(group.id),
        to: expression.email.clone(),
        letter,
        cause: expression.id,
        kind: "expression-thanked",
        parts: Vec::new(),
        reply_to,
    };
    mail::post(app, tx, mail).await
}
