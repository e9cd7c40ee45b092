//! The one form by which anybody says that something could identify a patient, from wherever they read it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    groups::{self, Group},
};
use kernel::{
    App, Error, Result,
    actor::Actor,
    error::FieldError,
    form::{Fields, FormKey, Public, encode_query, shown_again},
    http::Caller,
    limits::Class,
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{commands, mail, model::About, store};
use crate::issues;

#[derive(Template)]
#[template(path = "removals/pages/flag.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    action: String,
    of: Field,
    /// The address of a page that stands for no issue; else empty.
    page: String,
    done: bool,
    hidden: bool,
}

/// Who reads something of a group: one of its people, or anybody while its page of what was said and done is public.
async fn reader(app: &App, group: &Group, member: Result<Member>) -> Result<Option<Member>> {
    match member {
        Ok(member) => Ok(Some(member)),
        Err(_) if store::speaks_to_all(&app.db, group.id).await? => Ok(None),
        Err(error) => Err(error),
    }
}

fn form_page(
    app: &App,
    group: &Group,
    member: Option<&Member>,
    fields: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    const TITLE: &str = "This could identify a patient";
    let frame = match member {
        Some(member) => member.frame(app, TITLE, ""),
        None => issues::reporter_frame(app, group, TITLE),
    };
    let told = fields.get("done");
    let page = Page {
        frame: frame.with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        action: format!("/{}/flag", group.slug),
        of: Field::new("of", "Which is it?", Input::Text)
            .hint("The reference that stands beside it, as in NM-0231, 26/014 or 26/D09.")
            .value(shown_again(fields.get("of")))
            .error(errors),
        page: page_of(group, fields.get("page")),
        done: !told.is_empty(),
        hidden: told == "hidden",
    };
    page::show_as(status, &page)
}

/// An address of the group's own pages; anything else is none.
fn page_of(group: &Group, typed: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-');
    let own = typed.strip_prefix(&format!("/{}/", group.slug)).is_some_and(|rest| rest.len() <= 80 && rest.chars().all(plain));
    if own { typed.to_owned() } else { String::new() }
}

pub(super) async fn form(
    State(app): State<App>,
    Path(slug): Path<String>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let member = reader(&app, &group, member).await?;
    form_page(&app, &group, member.as_ref(), &Fields::of_query(&uri), &[], StatusCode::OK)
}

pub(super) async fn send(
    State(app): State<App>,
    Path(slug): Path<String>,
    member: Result<Member>,
    caller: Caller,
    form: Public,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let member = reader(&app, &group, member).await?;
    match flag(&app, &group, member.as_ref(), caller, &form).await {
        Ok(done) => Ok(Redirect::to(&format!("/{slug}/flag?done={}", encode_query(done))).into_response()),
        Err(error) => {
            let status = error.told().status;
            form_page(&app, &group, member.as_ref(), &form.fields, &error.into_messages("of")?, status)
        }
    }
}

async fn flag(app: &App, group: &Group, member: Option<&Member>, caller: Caller, form: &Public) -> Result<&'static str> {
    app.limits.check(Class::Raise, caller.0)?;
    if form.key.is_none() {
        return Err(Error::field("of", "This page was open for a long time. Press the button once more"));
    }
    let actor = member.map_or(Actor::Visitor, |member| member.acting.actor());
    let page = page_of(group, form.fields.get("page"));
    let mut tx = app.begin().await?;
    if !page.is_empty() && member.is_some() {
        let cause = app.ids.key(app.clock.now())?;
        mail::pointed_at(app, &mut tx, group, cause, &page).await?;
        app.commit(tx).await?;
        return Ok("told");
    }
    let none = || Error::field("of", "Nothing has that reference. It stands beside it, as in NM-0231, 26/014 or 26/D09");
    // Who does not sit in the group reads decisions only.
    let about = About::read(form.fields.get("of"), &group.prefix).filter(|about| member.is_some() || matches!(about, About::Decision(..)));
    let number = store::issue_behind(&mut tx, group.id, about.ok_or_else(none)?).await?.ok_or_else(none)?;
    let issue = issues::find(&mut tx, group.id, number).await?;
    commands::flag(app, &mut tx, group, actor, &issue).await?;
    app.commit(tx).await?;
    Ok("hidden")
}
