//! Issues over HTTP, as people meet them.

mod following;
mod raising;
mod reading;
mod scripts;

use std::future::Future;

use axum::Router;
use group::testing::{Parts, Persona, Reply, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail};

const WIRING: Wiring = Wiring {
    reactions: &[("group.founded", crate::themes::install), ("issue.raised", super::thank)],
    work: &[(mail::SEND, mail::send)],
    schedules: &[],
};

fn routes() -> Router<App> {
    group::routes().merge(crate::routes()).merge(crate::api().split_for_parts().0)
}

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes, wiring: WIRING, checks: crate::CHECKS })
}

const RAISE: &str = "/north-moor/raise";

/// Fills in the form and sends it.
async fn send(who: &Persona<'_>, fields: &[(&str, &str)]) -> Reply {
    who.fill(RAISE, RAISE, fields).await
}

/// Raises an issue in confidence; gives the path of its private page.
async fn raised(who: &Persona<'_>, text: &str) -> String {
    let sent = send(who, &[("text", text), ("known", "confidence"), ("name", "Dr Ann Reid")]).await;
    assert_eq!(sent.status, 303, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}
