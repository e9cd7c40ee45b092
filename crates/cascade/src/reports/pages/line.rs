//! The forms for those that the group reports to, and for their meetings.

use axum::{
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{App, Error, Result, form::Posted};

use super::{
    super::line,
    index::{Shown, page},
};

fn level(typed: &str) -> Result<i64> {
    typed.parse().map_err(|_| Error::NotFound)
}

async fn back(app: &App, member: &Member, posted: &Posted, at: String, error: Error) -> Result<Response> {
    let status = error.told().status;
    page(app, member, Shown { typed: &posted.fields, notice: None, errors: &error.into_messages(at)?, status }).await
}

pub(super) async fn set(
    Shared(app): Shared<App>,
    Path((slug, at)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let at = level(&at)?;
    let typed = ["name", "secretary", "email"].map(|name| posted.fields.get(&format!("{name}-{at}")));
    let mut tx = app.begin().await?;
    match line::set_line(&app, &mut tx, &member.acting, at, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return back(&app, &member, &posted, format!("name-{at}"), error).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/reports?line")).into_response())
}

pub(super) async fn add(
    Shared(app): Shared<App>,
    Path((slug, at)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let at = level(&at)?;
    let typed = |name: &str| posted.fields.get(&format!("{name}-{at}"));
    let mut tx = app.begin().await?;
    match line::add_meeting(&app, &mut tx, &member.acting, at, typed("held"), typed("papers")).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return back(&app, &member, &posted, format!("held-{at}"), error).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/reports?meeting")).into_response())
}

pub(super) async fn remove(
    Shared(app): Shared<App>,
    Path((slug, meeting)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id = meeting.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    match line::drop_meeting(&app, &mut tx, &member.acting, id).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return back(&app, &member, &posted, "held-1".into(), error).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/reports?dropped")).into_response())
}
