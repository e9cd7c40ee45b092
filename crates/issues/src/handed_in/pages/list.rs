//! Many issues from a pasted list: looked at first, then all of them or none.

use analysis::identifiers::{self, Severity};
use askama::Template;
use axum::{extract::State as Shared, http::StatusCode, response::Response};
use group::{acting::Member, screening::Known};
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted, shown_again},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    commands::{self, Handed},
    model::{MOST, Piece, split},
};
use crate::issues::without_identifiers;

struct Row {
    line: usize,
    text: String,
    /// What stands in its way, with its place.
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "handed_in/pages/list.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    attempt: String,
    list: Field,
    doubtful: bool,
    kept: bool,
    who: [Field; 3],
    confidence: bool,
    /// Once it was looked at: what would be raised.
    rows: Vec<Row>,
    count: String,
    ready: bool,
}

/// What is found in an issue of the list, line by line: which line of the list, and where in it.
fn problems(piece: &Piece) -> Vec<(Severity, String)> {
    let mut out = Vec::new();
    for finding in identifiers::find(&piece.text) {
        let before: String = piece.text.chars().take(finding.start).collect();
        let line = piece.line + before.matches('\n').count();
        let from = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let to = from + (finding.end - finding.start) - 1;
        let is = if finding.severity == Severity::Block { "looks like" } else { "may be" };
        out.push((finding.severity, format!("Line {line}, characters {from} to {to}: this {is} {}", finding.kind.label())));
    }
    out
}

/// What is shown of the form.
struct Shown<'a> {
    fields: &'a Fields,
    list: String,
    rows: Vec<Row>,
    errors: Vec<FieldError>,
    doubtful: bool,
    ready: bool,
}

fn show(app: &App, member: &Member, shown: Shown<'_>) -> Result<Response> {
    super::must(member)?;
    let (fields, errors) = (shown.fields, &shown.errors[..]);
    let attempt = match fields.get("attempt") {
        "" => app.ids.secret()?,
        typed => typed.to_owned(),
    };
    let mut who = super::who_fields(fields, errors);
    who[1] = Field::new("email", "Their mail address (optional)", Input::Email)
        .hint("For all of the list: they get one mail for each. Leave it empty to hand on the links yourself.")
        .value(shown_again(fields.get("email")))
        .error(errors);
    let page = Page {
        frame: member.frame(app, "From a list", "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/issues", member.acting.group.slug),
        attempt,
        list: Field::new("list", "The list", Input::Lines(12))
            .hint(format!("One issue a line, or a blank line between two. At most {MOST}. Nothing that could identify a patient."))
            .value(shown_again(&shown.list))
            .error(errors),
        doubtful: shown.doubtful,
        kept: fields.get("keep") == "yes",
        who,
        confidence: fields.get("confidence") == "yes",
        count: words::count(shown.rows.len() as u64, "issue", "issues"),
        rows: shown.rows,
        ready: shown.ready,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let fields = Fields::default();
    show(&app, &member, Shown { fields: &fields, list: String::new(), rows: Vec::new(), errors: Vec::new(), doubtful: false, ready: false })
}

pub(super) async fn send(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    super::must(&member)?;
    let fields = &posted.fields;
    let typed = fields.get("list");
    let pieces = split(typed);
    let keep = fields.get("keep") == "yes";
    let found: Vec<(Severity, String)> = pieces.iter().flat_map(problems).collect();
    let stopped = found.iter().any(|(severity, _)| *severity == Severity::Block || !keep);
    let who = super::who(fields);
    let handed = Handed { who: &who, key: fields.get("attempt"), keep };
    // Looking is trying it and keeping nothing, so that what it says is what will happen.
    let mut tx = app.begin().await?;
    let outcome = commands::list(&app, &mut tx, &member.acting, &pieces, &handed).await;
    let errors = match outcome {
        Ok(raised) if fields.get("step") == "keep" => {
            app.commit(tx).await?;
            return super::done(&app, &member, raised, !who.email.trim().is_empty());
        }
        Ok(_) => Vec::new(),
        // Of what was found every place is said, not only the first.
        Err(error) if stopped => {
            let others = error.into_messages("list")?.into_iter().filter(|error| error.field != "list");
            let places = found.iter().map(|(_, words)| FieldError { field: "list".into(), message: words.clone() });
            places.chain(others).collect()
        }
        Err(error) => error.into_messages("list")?,
    };
    drop(tx);
    let row = |piece: &Piece| Row {
        line: piece.line,
        text: without_identifiers(&piece.text, &Known::default()).0,
        problem: problems(piece).into_iter().next().map(|(_, words)| words),
    };
    let (list, doubtful) = without_identifiers(typed, &Known::default());
    let ready = errors.is_empty();
    let rows = if pieces.len() > MOST { Vec::new() } else { pieces.iter().map(row).collect() };
    show(&app, &member, Shown { fields, list, rows, errors, doubtful, ready })
}
