//! What visitors read while a group's form is not open: why, and what to do instead. What somebody has typed comes back.

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use group::{acting, golive, groups::Group, screening};
use kernel::{
    App, Result,
    form::{encode_query, shown_again},
    page::{self, Frame},
    words,
};

#[derive(Template)]
#[template(path = "issues/pages/closed.html")]
struct Page {
    frame: Frame,
    again: bool,
    since: Option<String>,
    words: String,
    typed: String,
    contact: Option<String>,
    sign_in: String,
    follow: String,
}

/// The page in the place of the form, unless the form is open or it is one of the group's own who asks. Only while it is
/// closed is it looked who that is: of those who raise, nothing is looked up.
pub(super) async fn instead(app: &App, group: &Group, headers: &HeaderMap, typed: &str) -> Result<Option<Response>> {
    if golive::is_open(&app.db, group.id).await? || acting::sits_in(app, headers, &group.slug).await? {
        return Ok(None);
    }
    let live = golive::find(&app.db, group.id).await?;
    let again = live.closed_on.is_some();
    let title = if again { "This form is closed" } else { "This form is not open yet" };
    let status = if typed.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    let page = Page {
        frame: super::reporter_frame(app, group, title),
        again,
        since: live.closed_on.map(words::date),
        words: live.closed_words,
        typed: shown_again(&super::raise::without_identifiers(typed, &screening::Known::default()).0),
        contact: Some(group.contact.clone()).filter(|contact| !contact.is_empty()),
        sign_in: format!("/sign-in?next={}", encode_query(&format!("/{}/raise", group.slug))),
        follow: format!("/{}/follow", group.slug),
    };
    page::show_as(status, &page).map(Some)
}
