//! For tests: this area's part of the application.

use std::future::Future;

use axum::Router;
use group::testing::{Parts, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail};

const WIRING: Wiring = Wiring {
    reactions: &[
        ("group.founded", crate::themes::install),
        ("issue.raised", crate::issues::thank),
        ("issue.raised", crate::likeness::read_soon),
        ("issue.described", crate::likeness::read_soon),
    ],
    work: &[(mail::SEND, mail::send), (crate::likeness::READ, crate::likeness::read)],
    schedules: &[kernel::schedule::Schedule { job: crate::likeness::READ, every_minutes: 3 }],
};

fn routes() -> Router<App> {
    group::routes().merge(crate::routes()).merge(crate::api().split_for_parts().0)
}

pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(
        dialect,
        Parts { routes, wiring: WIRING, checks: &[crate::issues::verify, crate::triage::verify, crate::likeness::verify] },
    )
}
