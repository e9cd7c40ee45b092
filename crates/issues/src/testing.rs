//! For tests: this area's part of the application.

use std::future::Future;

use axum::Router;
use group::testing::{Parts, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail};

const WIRING: Wiring = Wiring {
    reactions: &[("group.founded", crate::themes::install), ("issue.raised", crate::issues::thank)],
    work: &[(mail::SEND, mail::send)],
    schedules: &[],
};

fn routes() -> Router<App> {
    group::routes().merge(crate::routes()).merge(crate::api().split_for_parts().0)
}

pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(
        dialect,
        Parts { routes, wiring: WIRING, checks: &[crate::issues::verify, crate::triage::verify, crate::thanks::verify] },
    )
}
