//! The group's rules for meetings: the quorum of each side, and what a new meeting begins with.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    rules::{Rule, Why},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{
    commands::{self, NewRules},
    model::Rules,
    store,
};

#[derive(Template)]
#[template(path = "meetings/pages/rules.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    why: Why,
    fields: [Field; 8],
}

fn of(rules: Rules) -> NewRules {
    NewRules {
        quorum_gps: rules.quorum_gps.to_string(),
        quorum_consultants: rules.quorum_consultants.to_string(),
        usual_start: rules.usual_start.strftime("%H:%M").to_string(),
        usual_minutes: rules.usual_minutes.to_string(),
        usual_place: rules.usual_place,
        usual_link: rules.usual_link,
        item_minutes: rules.item_minutes.to_string(),
        remind_days: rules.remind_days.to_string(),
    }
}

async fn page(
    app: &App,
    member: &Member,
    typed: NewRules,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    let field = |name, label: &str, input, value| Field::new(name, label, input).value(value).error(errors);
    let page = Page {
        frame: member.frame(app, "Rules for meetings", "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/meetings", member.acting.group.slug),
        why: Why::of(&app.db, &member.acting.group, Rule::Quorum).await?,
        fields: [
            field("quorum_gps", "GPs who must be there to decide", Input::Number, typed.quorum_gps),
            field("quorum_consultants", "Consultants who must be there to decide", Input::Number, typed.quorum_consultants),
            field("usual_start", "A meeting usually begins at", Input::Time, typed.usual_start),
            field("usual_minutes", "and lasts how many minutes", Input::Number, typed.usual_minutes),
            field("item_minutes", "Minutes that an item is given at first", Input::Number, typed.item_minutes),
            field("usual_place", "Usual room", Input::Text, typed.usual_place),
            field("usual_link", "Usual link to join online", Input::Text, typed.usual_link),
            field("remind_days", "Days between two reminders of open actions", Input::Number, typed.remind_days)
                .hint("One mail to each owner, with all that is due before the next one or waits longer. 7 or more; 0 for none."),
        ],
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    commands::must_run(&member.acting)?;
    let rules = store::rules(&app.db, member.acting.group.id).await?;
    let notice = (uri.query() == Some("set")).then_some("Saved. It applies to decisions from now on.");
    page(&app, &member, of(rules), &[], notice, StatusCode::OK).await
}

pub(super) async fn set(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewRules {
        quorum_gps: text("quorum_gps"),
        quorum_consultants: text("quorum_consultants"),
        usual_start: text("usual_start"),
        usual_minutes: text("usual_minutes"),
        usual_place: text("usual_place"),
        usual_link: text("usual_link"),
        item_minutes: text("item_minutes"),
        remind_days: text("remind_days"),
    };
    let mut tx = app.begin().await?;
    match commands::set_rules(&app, &mut tx, &member.acting, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, new, &errors, None, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{}/meetings/rules?set", member.acting.group.slug)).into_response())
}
