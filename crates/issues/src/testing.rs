//! For tests: this area's part of the application.

use std::future::Future;

use axum::Router;
use group::testing::{Parts, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail, schedule::Schedule, verify::Check};

const WIRING: Wiring = Wiring {
    reactions: &[
        ("group.founded", group::themes::install),
        ("theme.merged", crate::themes::follow),
        ("theme.back", crate::themes::follow),
        ("issue.raised", crate::answers::thank),
        ("issue.triaged", crate::answers::tell),
        ("issue.asked", crate::answers::ask),
        ("agreement.in-force", agreements::finding::read_soon),
        ("issue.thanked", crate::answers::tell_passed_on),
        ("issue.raised", crate::likeness::read_soon),
        ("issue.described", crate::likeness::read_soon),
        ("own-words.changed", crate::likeness::read_soon),
        ("issue.made-of", crate::likeness::read_soon),
    ],
    work: &[
        (mail::SEND, mail::send),
        (agreements::finding::READ, agreements::finding::read),
        (crate::answers::POST_HELD, crate::answers::post_held),
        (crate::exchange::TELL, crate::exchange::tell),
        (crate::holding::CHECK, crate::holding::check),
        (crate::removals::LIST, crate::removals::list),
        (crate::likeness::READ, crate::likeness::read),
    ],
    schedules: &[
        Schedule { job: crate::answers::POST_HELD, every_minutes: 10 },
        Schedule { job: crate::exchange::TELL, every_minutes: 30 },
        Schedule { job: crate::holding::CHECK, every_minutes: 60 },
        Schedule { job: crate::removals::LIST, every_minutes: 60 },
        Schedule { job: crate::likeness::READ, every_minutes: 3 },
    ],
    takers: &[],
};

const CHECKS: &[Check] = &[
    crate::issues::verify,
    crate::answers::verify,
    crate::exchange::verify,
    crate::files::verify,
    crate::holding::verify,
    crate::removals::verify,
    crate::thanks::verify,
    crate::likeness::verify,
    crate::agreed::verify,
    crate::merging::verify,
];

fn routes() -> Router<App> {
    let api = agreements::api().merge(crate::api());
    group::routes().merge(agreements::routes()).merge(crate::routes()).merge(api.split_for_parts().0)
}

pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes, wiring: WIRING, checks: CHECKS })
}
