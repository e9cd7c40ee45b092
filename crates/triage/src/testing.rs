//! For tests: this area's part of the application, on top of the areas below.

use std::future::Future;

use axum::Router;
use group::testing::{Parts, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail, schedule::Schedule, verify::Check};

const WIRING: Wiring = Wiring {
    reactions: &[
        ("group.founded", issues::themes::install),
        ("issue.raised", issues::answers::thank),
        ("issue.triaged", issues::answers::tell),
        ("issue.asked", issues::answers::ask),
        ("issue.raised", issues::likeness::read_soon),
        ("issue.described", issues::likeness::read_soon),
    ],
    work: &[
        (mail::SEND, mail::send),
        (issues::answers::POST_HELD, issues::answers::post_held),
        (issues::holding::CHECK, issues::holding::check),
        (issues::removals::LIST, issues::removals::list),
        (issues::likeness::READ, issues::likeness::read),
        (crate::patterns::READ, crate::patterns::read),
    ],
    schedules: &[
        Schedule { job: issues::answers::POST_HELD, every_minutes: 10 },
        Schedule { job: issues::holding::CHECK, every_minutes: 60 },
        Schedule { job: issues::removals::LIST, every_minutes: 60 },
        Schedule { job: issues::likeness::READ, every_minutes: 3 },
        Schedule { job: crate::patterns::READ, every_minutes: 10 },
    ],
};

const CHECKS: &[Check] = &[
    issues::issues::verify,
    crate::views::verify,
    issues::answers::verify,
    issues::exchange::verify,
    issues::holding::verify,
    issues::removals::verify,
    issues::thanks::verify,
    issues::likeness::verify,
    crate::patterns::verify,
];

fn routes() -> Router<App> {
    let api = agreements::api().merge(issues::api()).merge(crate::api());
    group::routes().merge(agreements::routes()).merge(issues::routes()).merge(crate::routes()).merge(api.split_for_parts().0)
}

pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes, wiring: WIRING, checks: CHECKS })
}
