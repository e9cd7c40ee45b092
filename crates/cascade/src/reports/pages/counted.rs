//! What a number of a report counts.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    form::Fields,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        compose,
        counted::{self, Counted},
    },
    of_address,
};

#[derive(Template)]
#[template(path = "reports/pages/counted.html")]
struct Page {
    frame: Frame,
    heading: String,
    back: String,
    group: String,
    period: String,
    count: String,
    composed: String,
    things: Vec<Counted>,
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, report)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (report, _) = of_address(&app, &member, &report, &uri).await?;
    let group = &member.acting.group;
    let of = Fields::of_query(&uri).get("of").to_owned();
    let list = counted::list(&app.db, group, &report.content, &of, member.acting.person).await?;
    if list.of_reports && !member.acting.may(Verb::ReadIssues) {
        return Err(Error::NotFound);
    }
    page::show(&Page {
        frame: member.frame(&app, &list.heading, "/cascade"),
        heading: list.heading,
        back: format!("/{}/reports/{}?version={}", group.slug, report.number, report.version),
        group: format!("/{}", group.slug),
        period: compose::period(&report.content),
        count: words::thousands(list.things.len() as u64),
        composed: words::date(report.content.composed_on),
        things: list.things,
    })
}
