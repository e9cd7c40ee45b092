//! The pages of the terms of reference: read them and their versions; tailor a draft, question by question; approve it.

mod questions;
mod read;
mod rule;
mod show;
mod start;
mod tasks;
mod text;
mod when;

use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::{Acting, Member},
    permissions::Verb,
};
use kernel::{App, Result, upload};

use super::commands::{self, Whole, whole};
use crate::paper::{Change, ClauseKind, Paper, Paragraph, changes};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/terms", get(show::in_force))
        .route("/{group}/terms/terms.pdf", get(show::pdf))
        .route("/{group}/terms/terms.docx", get(show::word))
        .route("/{group}/terms/versions", get(show::versions))
        .route("/{group}/terms/versions/{number}", get(show::version))
        .route("/{group}/terms/versions/{number}/terms.pdf", get(show::version_pdf))
        .route("/{group}/terms/versions/{number}/terms.docx", get(show::version_word))
        .route("/{group}/terms/start", get(start::form))
        .merge(upload::route("/{group}/terms/template", post(start::bring)))
        .route("/{group}/terms/next", post(start::next))
        .route("/{group}/terms/draft", get(tasks::page))
        .route("/{group}/terms/draft/removal", post(tasks::remove))
        .route("/{group}/terms/draft/rules/{rule}", get(rule::form).post(rule::save))
        .route("/{group}/terms/draft/questions", get(questions::form).post(questions::save))
        .route("/{group}/terms/draft/text", get(text::page))
        .route("/{group}/terms/draft/text/new", get(text::new).post(text::add))
        .route("/{group}/terms/draft/text/{clause}", get(text::form).post(text::save))
        .route("/{group}/terms/draft/text/{clause}/place", post(text::place))
        .route("/{group}/terms/draft/text/{clause}/removal", post(text::remove))
        .route("/{group}/terms/draft/when", get(when::form).post(when::save))
        .route("/{group}/terms/draft/read", get(read::page))
        .route("/{group}/terms/draft/terms.pdf", get(read::pdf))
        .route("/{group}/terms/draft/terms.docx", get(read::word))
        .route("/{group}/terms/draft/asking", post(read::ask))
        .route("/{group}/terms/draft/approvals", post(read::approve))
}

/// The draft, for who may see drafts.
async fn visible(app: &App, acting: &Acting) -> Result<Whole> {
    acting.must(Verb::SeeMeetings)?;
    whole(&app.db, acting.group.id).await
}

/// The draft, for who may tailor it.
async fn tailored(app: &App, acting: &Acting) -> Result<Whole> {
    commands::must_tailor(acting)?;
    whole(&app.db, acting.group.id).await
}

/// The address of the group's terms, or below it.
fn at(member: &Member, rest: &str) -> String {
    format!("/{}/terms{rest}", member.acting.group.slug)
}

fn to(address: String) -> Response {
    Redirect::to(&address).into_response()
}

/// The text of a version on a page, each paragraph with its number and its anchor.
#[derive(Template)]
#[template(path = "versions/pages/paper.html")]
struct Shown {
    runs: Vec<Run>,
}

/// What differs between two versions, on a page.
#[derive(Template)]
#[template(path = "versions/pages/changes.html")]
struct Differences {
    before: i64,
    /// Whether nothing of it stands there any more, because this one begins from another template.
    anew: bool,
    changes: Vec<Change>,
}

impl Differences {
    fn new(number: i64, before: &Paper, now: &Paper) -> Self {
        let stands = |lineage| now.paragraphs.iter().any(|paragraph| paragraph.lineage == lineage && !paragraph.is_ours());
        let anew = !before.paragraphs.iter().any(|paragraph| stands(paragraph.lineage));
        Self { before: number, anew, changes: changes(before, now) }
    }
}

// Their templates escape what they hold.
impl HtmlSafe for Shown {}
impl HtmlSafe for Differences {}

/// A row of a table.
struct Row {
    paragraph: Paragraph,
    cells: Vec<String>,
}

/// The rows of a table, each with as many cells as the longest.
fn rows(run: &[Paragraph]) -> Vec<Row> {
    let columns = run.iter().map(|row| row.cells().len()).max().unwrap_or_default();
    let row = |paragraph: &Paragraph| {
        let mut cells: Vec<String> = paragraph.cells().into_iter().map(str::to_owned).collect();
        cells.resize(columns, String::new());
        Row { paragraph: paragraph.clone(), cells }
    };
    run.iter().map(row).collect()
}

/// Paragraphs of one kind in a row.
enum Run {
    /// A heading.
    Heading(Paragraph),
    /// A paragraph.
    Paragraph(Paragraph),
    /// The points of a list.
    Bullets(Vec<Paragraph>),
    /// The rows of a table; the first names the columns.
    Rows(Vec<Row>),
}

fn shown(paper: &Paper) -> Shown {
    let (mut runs, mut rest) = (Vec::new(), paper.paragraphs.as_slice());
    while let [first, ..] = rest {
        let (run, after) = rest.split_at(rest.iter().take_while(|paragraph| paragraph.kind == first.kind).count());
        match first.kind {
            ClauseKind::Heading => runs.extend(run.iter().cloned().map(Run::Heading)),
            ClauseKind::Paragraph => runs.extend(run.iter().cloned().map(Run::Paragraph)),
            ClauseKind::Bullet => runs.push(Run::Bullets(run.to_vec())),
            ClauseKind::Row => runs.push(Run::Rows(rows(run))),
        }
        rest = after;
    }
    Shown { runs }
}
