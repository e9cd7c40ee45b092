//! The pages behind the foot of a reporter's mail: no more mail, and all that they have raised. Opening either does nothing and
//! shows nothing, because mail scanners follow links; a button does.

use askama::Template;
use axum::{
    Extension, Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::get,
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Public},
    http::Unmeasured,
    page::{self, Errors, Frame},
    words,
};

use super::{
    commands::{self, Wish},
    links,
    store::{self, Raised},
};
use crate::issues::{NO_REFERRER, follow_code, reporter_frame};

/// The routes of this slice. They are not measured, as nothing is that a reporter does.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/no-mail/{code}", get(mail).post(wish))
        .route("/{group}/my-reports/{code}", get(reports).post(show_reports))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }))
}

#[derive(Template)]
#[template(path = "answers/no_mail.html")]
struct NoMail<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    here: String,
    reference: String,
    /// Whether mail about this issue is stopped, and about all of them.
    stopped: bool,
    all_stopped: bool,
}

async fn mail_page(app: &App, group: &Group, code: &str, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    let owner = links::open_stop(app, &app.db, group, code).await?;
    let all_stopped = store::known(&app.db, group.id, &links::address_hash(app, group, &owner.email)).await?.stopped;
    let number = store::raised_from(&app.db, group.id, &owner.email).await?.into_iter().find(|raised| raised.id == owner.issue);
    let page = NoMail {
        frame: reporter_frame(app, group, "Mail about what you raised").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        here: format!("/{}/no-mail/{code}", group.slug),
        reference: number.map_or_else(|| "this issue".into(), |raised| group.reference(raised.number)),
        stopped: owner.stopped,
        all_stopped,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn mail(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    mail_page(&app, &group, &code, &[], None).await
}

async fn wish(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    // The button of a mail program (RFC 8058): it has seen no page of ours, and the link itself is the proof.
    let one_click = form.fields.get("List-Unsubscribe") == "One-Click";
    let (wish, notice) = match form.fields.get("wish") {
        _ if one_click => (Wish::None, "No more mail comes."),
        "none-of-this" => (Wish::NoneOfThis, "No more mail comes about this."),
        "none" => (Wish::None, "No more mail comes."),
        "again" => (Wish::Again, "You get mail again."),
        _ => return mail_page(&app, &group, &code, &[said("Press one of the buttons")], None).await,
    };
    if form.key.is_none() && !one_click {
        return mail_page(&app, &group, &code, &[said("This page was open for a long time. Press the button once more")], None).await;
    }
    let mut tx = app.begin().await?;
    commands::wish(&app, &mut tx, &group, &code, wish).await?;
    app.commit(tx).await?;
    mail_page(&app, &group, &code, &[], Some(notice)).await
}

fn said(message: &str) -> FieldError {
    FieldError { field: "wish".into(), message: message.into() }
}

struct Line {
    reference: String,
    title: String,
    state: &'static str,
    raised: String,
    href: String,
    stopped: bool,
}

#[derive(Template)]
#[template(path = "answers/reports.html")]
struct Reports<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    here: String,
    /// Whether the link is still good.
    good: bool,
    /// What was raised, once the button was pressed.
    lines: Option<Vec<Line>>,
}

async fn reports_page(
    app: &App,
    group: &Group,
    code: &str,
    raised: Option<Vec<Raised>>,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let (_, good) = links::open_list(app, &app.db, group, code).await?;
    let line = |raised: Raised| Line {
        reference: group.reference(raised.number),
        title: raised.title.unwrap_or_else(|| "Not worded by the group yet".into()),
        state: raised.state.words(),
        raised: words::date(raised.raised_on),
        href: format!("/{}/follow/{}", group.slug, follow_code(app, raised.id)),
        stopped: raised.stopped,
    };
    let page = Reports {
        frame: reporter_frame(app, group, "All you have raised").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        here: format!("/{}/my-reports/{code}", group.slug),
        good,
        lines: raised.map(|raised| raised.into_iter().map(line).collect()),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn reports(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    reports_page(&app, &group, &code, None, &[], None).await
}

async fn show_reports(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    if form.key.is_none() {
        let errors = [said("This page was open for a long time. Press the button once more")];
        return reports_page(&app, &group, &code, None, &errors, None).await;
    }
    if form.fields.get("wish") == "new-link" {
        return match commands::renew(&app, &group, &code).await {
            Ok(()) => reports_page(&app, &group, &code, None, &[], Some("A new link is on its way to your address.")).await,
            Err(error @ Error::TooMany(_)) => {
                let errors = [said(&error.told().detail)];
                reports_page(&app, &group, &code, None, &errors, None).await
            }
            Err(error) => Err(error),
        };
    }
    match commands::list(&app, &group, &code).await {
        Ok(raised) => reports_page(&app, &group, &code, Some(raised), &[], None).await,
        Err(error) => reports_page(&app, &group, &code, None, &error.into_messages("wish")?, None).await,
    }
}
