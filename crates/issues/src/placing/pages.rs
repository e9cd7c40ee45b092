//! Direction and service on an issue's own page.

use analysis::themes::Direction;
use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use group::{acting::Member, directory::Kind};
use kernel::{App, Error, Result, form::Posted, page::Field};
use uuid::Uuid;

use super::{
    commands::{self, Place},
    model::{direction_from_key, direction_key, direction_words},
    queries::{self, Value},
};
use crate::issues::{self, Issue};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/issues/{reference}/placing", post(set))
}

/// Every direction, in the order in which they are offered.
const DIRECTIONS: [Direction; 3] = [Direction::SecondaryToPrimary, Direction::PrimaryToSecondary, Direction::Both];

/// The part of an issue's page that says where it is placed.
#[derive(Template)]
#[template(path = "placing/part.html")]
pub(crate) struct Part {
    forgery: String,
    action: String,
    direction: Field,
    service: Field,
    /// What is said of both, in lines.
    lines: Vec<String>,
    /// Whether it may still be changed.
    open: bool,
}

impl HtmlSafe for Part {}

/// The part of an issue's page that says where it is placed, and sets it.
pub(crate) async fn part(app: &App, member: &Member, issue: &Issue) -> Result<Part> {
    let group = &member.acting.group;
    let placed = queries::placed(&app.db, group, issue).await?;
    let mut lines = vec![match &placed.direction {
        Value::Said(direction) | Value::Reported(direction) => format!("Direction: {}.", direction_words(*direction)),
        Value::Proposed(direction) => format!("Direction, proposed by Brig until somebody sets it: {}.", direction_words(*direction)),
        Value::Unknown => "Direction: nobody has said it yet.".into(),
    }];
    lines.push(match &placed.service {
        Value::Said(entry) => format!("Service: {}.", entry.name),
        Value::Reported(entry) => format!("Service, says the reporter: {}.", entry.name),
        Value::Proposed(entry) => format!("Service, proposed by Brig until somebody sets it: {}.", entry.name),
        Value::Unknown if !placed.reported.is_empty() => {
            format!("Service, says the reporter: {}. It is not in the directory under this name.", placed.reported)
        }
        Value::Unknown => "Service: nobody has said it yet.".into(),
    });
    let none = |words: &str| std::iter::once((String::new(), words.to_owned()));
    let directions = DIRECTIONS.into_iter().map(|way| (direction_key(way).to_owned(), direction_words(way).to_owned()));
    // A practice is where reporters work. It is no service that a fault is about.
    let services = placed
        .entries
        .iter()
        .filter(|entry| entry.retired_on.is_none() && entry.kind != Kind::Practice)
        .map(|entry| (entry.id.to_string(), entry.name.clone()));
    Ok(Part {
        forgery: member.session.forgery_token(app),
        action: format!("/{}/issues/{}/placing", group.slug, group.reference(issue.number)),
        direction: Field::select("direction", "Which way the work flows", none("Not said").chain(directions).collect())
            .value(placed.direction.value().map(|way| direction_key(*way)).unwrap_or_default()),
        service: Field::select("service", "Service of the directory", none("Not said").chain(services).collect())
            .value(placed.service.value().map(|entry| entry.id.to_string()).unwrap_or_default()),
        lines,
        open: issue.takes_wording(),
    })
}

async fn set(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let direction = match fields.get("direction") {
        "" => None,
        key => Some(direction_from_key(key).ok_or_else(|| Error::field("direction", "Choose one of the directions"))?),
    };
    let service = match fields.get("service") {
        "" => None,
        key => {
            Some(key.parse::<Uuid>().map_err(|_| Error::field("service", "Choose a service of the group’s directory, or leave it empty"))?)
        }
    };
    let mut tx = app.begin().await?;
    commands::place(&app, &mut tx, &member.acting, issue.number, Place::Direction(direction)).await?;
    commands::place(&app, &mut tx, &member.acting, issue.number, Place::Service(service)).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/issues/{}?placed#placing", member.acting.group.reference(issue.number))).into_response())
}
