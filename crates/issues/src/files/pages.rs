//! The pages of files: where a reporter adds one, sees what is kept of it and takes it back; where those who triage read it.

use askama::Template;
use axum::{
    Extension, Router,
    extract::{FromRequest, OriginalUri, Path, Request, State as Shared},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    looks, screening,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Public},
    http::{Caller, Unmeasured},
    limits::Class,
    page::{self, Errors, Frame},
    upload::{self, PublicUpload},
    words as say,
};

use super::{
    commands::{self, NewFile},
    model::{Line, MOST},
    store,
};
use crate::issues::{self, Issue, Known, NO_REFERRER, reporter_frame};

/// The routes of this slice. What a reporter does is not measured, so that no curve shows when somebody wrote.
pub fn routes() -> Router<App> {
    let reporters = upload::route("/{group}/follow/{code}/files", get(form).post(take))
        .route("/{group}/follow/{code}/files/{number}", get(own))
        .route("/{group}/follow/{code}/files/{number}/removal", post(take_back))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }));
    Router::new().route("/{group}/issues/{reference}/files/{number}", get(show)).merge(reporters)
}

struct Shown {
    number: i64,
    called: String,
    added: String,
}

fn shown(lines: Vec<Line>) -> Vec<Shown> {
    lines.into_iter().map(|line| Shown { number: line.number, called: line.called(), added: say::date(line.added_on) }).collect()
}

#[derive(Template)]
#[template(path = "files/add.html")]
struct Add<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    base: String,
    reference: String,
    anonymous: bool,
    files: Vec<Shown>,
    /// Whether another may be added.
    room: bool,
    file_error: Option<&'a str>,
    /// Whether to ask if what was found may stay.
    doubtful: bool,
}

/// What of the page varies beside the issue.
#[derive(Default)]
struct Again<'a> {
    errors: &'a [FieldError],
    doubtful: bool,
    status: StatusCode,
    notice: Option<&'a str>,
}

async fn add_page(app: &App, group: &Group, issue: &Issue, code: &str, again: Again<'_>) -> Result<Response> {
    let reference = group.reference(issue.number);
    let files = shown(store::lines(&app.db, group.id, issue.id).await?);
    let page = Add {
        frame: reporter_frame(app, group, &format!("Files of {reference}")).with_errors(again.errors).with_notice(again.notice),
        errors: Errors::new(again.errors),
        form_key: FormKey::fresh(app)?,
        base: format!("/{}/follow/{code}", group.slug),
        anonymous: issue.known == Known::Anonymous,
        room: issue.takes_wording() && files.len() < MOST,
        files,
        file_error: again.errors.iter().find(|error| error.field == "file").map(|error| error.message.as_str()),
        doubtful: again.doubtful,
        reference,
    };
    Ok(([NO_REFERRER], page::show_as(again.status, &page)?).into_response())
}

async fn form(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = issues::followed(&app, &group, &code).await?;
    let notice = match uri.query() {
        Some("added") => Some("Thank you. The words of your file are with your issue."),
        Some("taken-back") => Some("The file is gone: nothing of it is kept."),
        _ => None,
    };
    add_page(&app, &group, &issue, &code, Again { notice, ..Again::default() }).await
}

/// Takes a file. The code is looked at before anything of the file is read.
async fn take(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, caller: Caller, request: Request) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = issues::followed(&app, &group, &code).await?;
    let kept = async {
        app.limits.check(Class::Raise, caller.0)?;
        let PublicUpload { fields, file, key } = PublicUpload::from_request(request, &app).await?;
        if key.is_none() {
            return Err(Error::field("file", "This page was open for a long time. Choose the file and send it once more"));
        }
        commands::add(&app, &group, &issue, NewFile { file, keep_doubtful: fields.get("keep") == "yes" }).await
    };
    match kept.await {
        Ok(()) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}/files?added"))).into_response()),
        Err(error) => {
            let status = error.told().status;
            let doubtful = matches!(&error, Error::Refused(_, found) if screening::asks(found));
            add_page(&app, &group, &issue, &code, Again { errors: &error.into_messages("file")?, doubtful, status, notice: None }).await
        }
    }
}

#[derive(Template)]
#[template(path = "files/show.html")]
struct Page {
    frame: Frame,
    /// Where its issue is, and how that page is called.
    back: String,
    back_words: String,
    called: String,
    added: String,
    words: String,
    /// For its reporter: where it is taken back, and the form's key.
    removal: Option<(String, String)>,
}

fn number(typed: &str) -> Result<i64> {
    typed.parse().map_err(|_| Error::NotFound)
}

async fn own(Shared(app): Shared<App>, Path((slug, code, at)): Path<(String, String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = issues::followed(&app, &group, &code).await?;
    let (line, words) = store::one(&app.db, group.id, issue.id, number(&at)?).await?;
    let base = format!("/{slug}/follow/{code}/files");
    let page = Page {
        frame: reporter_frame(&app, &group, &line.called()),
        back_words: format!("Files of {}", group.reference(issue.number)),
        called: line.called(),
        added: say::date(line.added_on),
        words,
        removal: Some((format!("{base}/{}/removal", line.number), FormKey::fresh(&app)?)),
        back: base,
    };
    Ok(([NO_REFERRER], page::show(&page)?).into_response())
}

async fn take_back(Shared(app): Shared<App>, Path((slug, code, at)): Path<(String, String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = issues::followed(&app, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and press the button once more.".into()));
    }
    let mut tx = app.begin().await?;
    commands::take_back(&app, &mut tx, &group, issue.id, number(&at)?).await?;
    app.commit(tx).await?;
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}/files?taken-back"))).into_response())
}

async fn show(Shared(app): Shared<App>, Path((_, reference, at)): Path<(String, String, String)>, member: Member) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let (line, words) = store::one(&app.db, group.id, issue.id, number(&at)?).await?;
    looks::note(&app, &member.acting, looks::Thing::File, issue.id).await?;
    page::show(&Page {
        frame: member.frame(&app, format!("{reference}: {}", line.called()), "/issues"),
        back: format!("/{}/issues/{reference}", group.slug),
        back_words: reference,
        called: line.called(),
        added: say::date(line.added_on),
        words,
        removal: None,
    })
}
