//! How the sending of an edition to a list gets on, with the buttons that stop it and let it go on: a part of the edition's page.

use askama::{Template, filters::HtmlSafe};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    mail::runs::{self, Standing},
    words,
};
use uuid::Uuid;

/// The part of the page.
#[derive(Debug, Template)]
#[template(path = "recipients/progress.html")]
pub(crate) struct Progress {
    words: String,
    refused: Option<String>,
    /// Where a run is stopped and let go on.
    action: String,
    /// Which of the two can be done by this person now.
    button: Option<&'static str>,
    forgery: String,
}

// The template escapes its parts itself.
impl HtmlSafe for Progress {}

fn said(run: &Standing) -> String {
    let n = |n: i64| words::thousands(n.unsigned_abs());
    let of = match (run.sent, run.total) {
        (0, 1) => "its one mail has not left yet".to_owned(),
        (_, 1) => "its one mail has left".to_owned(),
        (1, total) => format!("1 of {} mails has left", n(total)),
        (sent, total) => format!("{} of {} mails have left", n(sent), n(total)),
    };
    let mut letters = of.chars();
    let begins: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    match (run.finished_at, run.stopped_at) {
        (Some(_), _) => format!("{begins}."),
        (None, Some(_)) => format!("It is stopped: {of}, {} {}.", n(run.waiting()), if run.waiting() == 1 { "waits" } else { "wait" }),
        (None, None) => format!("It is on its way: {of}. Load this page again to see how it gets on."),
    }
}

/// How the sending of an edition gets on, where it goes to a list and has begun.
///
/// # Errors
/// When the database fails.
pub(crate) async fn progress(app: &App, member: &Member, edition: Uuid) -> Result<Option<Progress>> {
    let group = &member.acting.group;
    let Some(run) = runs::standing(&app.db, group.id, edition).await? else { return Ok(None) };
    let button = match (run.finished_at, run.stopped_at) {
        (Some(_), _) => None,
        (None, Some(_)) => Some("resume"),
        (None, None) => Some("stop"),
    };
    let refused = words::count(run.refused.unsigned_abs(), "address was refused", "addresses were refused");
    Ok(Some(Progress {
        words: said(&run),
        refused: (run.refused > 0)
            .then(|| format!("{refused} by its mail server. Those get nothing more until somebody has looked at them.")),
        action: format!("/{}/cascade/editions/{edition}/run", group.slug),
        button: button.filter(|_| member.acting.may(Verb::RunCascade)),
        forgery: member.session.forgery_token(app),
    }))
}
