//! For tests: this area's part of the application, on top of the areas below.

use std::future::Future;

use axum::Router;
use group::testing::{Parts, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail, schedule::Schedule, verify::Check};

const WIRING: Wiring = Wiring {
    reactions: &[
        ("group.founded", group::themes::install),
        ("theme.merged", issues::themes::follow),
        ("theme.back", issues::themes::follow),
        ("issue.raised", issues::answers::thank),
        ("issue.triaged", issues::answers::tell),
        ("issue.asked", issues::answers::ask),
        ("agreement.in-force", agreements::finding::read_soon),
        ("issue.raised", issues::likeness::read_soon),
        ("issue.described", issues::likeness::read_soon),
        ("issue.linked", crate::watching::look),
        ("issue.added-to", crate::watching::look),
        ("issue.raised", crate::harm::heed),
        ("issue.added-to", crate::harm::heed),
        ("issue.raised", crate::desk::read_soon),
        ("issue.flagged", crate::desk::forget),
        ("issue.cleaned", crate::desk::forget),
    ],
    work: &[
        (crate::asked::ROUND, crate::asked::round),
        (crate::harm::ROUND, crate::harm::round),
        (mail::SEND, mail::send),
        (issues::answers::POST_HELD, issues::answers::post_held),
        (issues::holding::CHECK, issues::holding::check),
        (issues::removals::LIST, issues::removals::list),
        (agreements::finding::READ, agreements::finding::read),
        (issues::likeness::READ, issues::likeness::read),
        (crate::desk::READ, crate::desk::read),
        (crate::patterns::READ, crate::patterns::read),
    ],
    schedules: &[
        Schedule { job: crate::asked::ROUND, every_minutes: 60 },
        Schedule { job: crate::harm::ROUND, every_minutes: 15 },
        Schedule { job: issues::answers::POST_HELD, every_minutes: 10 },
        Schedule { job: issues::holding::CHECK, every_minutes: 60 },
        Schedule { job: issues::removals::LIST, every_minutes: 60 },
        Schedule { job: issues::likeness::READ, every_minutes: 3 },
        Schedule { job: crate::desk::READ, every_minutes: 3 },
        Schedule { job: crate::patterns::READ, every_minutes: 10 },
    ],
    takers: &[],
};

const CHECKS: &[Check] = &[
    issues::issues::verify,
    crate::views::verify,
    crate::asked::verify,
    crate::harm::verify,
    crate::passing_on::verify,
    crate::desk::verify,
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
