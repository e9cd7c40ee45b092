//! What there is: routes, jobs, schedules and checks of every area, a line each.

use axum::{Json, Router, routing::get};
use futures_util::future::BoxFuture;
use kernel::{
    App,
    app::Wiring,
    job::{Job, JobError, Work},
    limits,
    mail::{self, Taker},
    schedule::Schedule,
    session,
    verify::Check,
};
use meetings::digests::Source;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{demo, insight, reactions::REACTIONS};

/// Every page.
pub fn routes() -> Router<App> {
    let (api, document) = api();
    Router::new()
        .merge(insight::routes())
        .merge(group::routes())
        .merge(terms::routes())
        .merge(agreements::routes())
        .merge(issues::routes())
        .merge(triage::routes())
        .merge(meetings::routes())
        .merge(cascade::routes())
        .merge(demo::routes())
        .merge(api)
        .route("/api/v1/openapi.json", get(move || async { Json(document) }))
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Brig", description = "Runs a Primary–Secondary Care Interface Group. Every call carries a person's token: `Authorization: Bearer …`. What goes wrong is told as a problem document (RFC 9457).", license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")),
    modifiers(&Bearer),
    security(("bearer" = []))
)]
struct Document;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

/// The API and its document.
pub fn api() -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(group::api())
        .merge(terms::api())
        .merge(agreements::api())
        .merge(issues::api())
        .merge(triage::api())
        .merge(meetings::api())
        .merge(cascade::api())
        .split_for_parts()
}

/// How a job of each kind is done.
pub const WORK: &[(&str, Work)] = &[
    (mail::SEND, mail::send),
    (mail::runs::SEND, mail::runs::send),
    (agreements::finding::READ, agreements::finding::read),
    (agreements::rules::REVIEW, agreements::rules::remind),
    (issues::removals::LIST, issues::removals::list),
    (issues::answers::POST_HELD, issues::answers::post_held),
    (issues::exchange::TELL, issues::exchange::tell),
    (issues::holding::CHECK, issues::holding::check),
    (issues::post::FETCH, issues::post::fetch),
    (issues::likeness::READ, issues::likeness::read),
    (triage::asked::ROUND, triage::asked::round),
    (triage::harm::ROUND, triage::harm::round),
    (triage::desk::READ, triage::desk::read),
    (triage::patterns::READ, triage::patterns::read),
    (meetings::interim::ROUND, meetings::interim::round),
    (meetings::item_guests::ROUND, meetings::item_guests::round),
    (meetings::digests::ROUND, tell_what_waits),
    (meetings::found::READ, meetings::found::read),
    (meetings::packs::MAKE, meetings::packs::make),
    (meetings::reminders::REMIND, meetings::reminders::remind),
    (meetings::returns::ROUND, meetings::returns::round),
    (meetings::outside::EXTEND, meetings::outside::extend),
    (cascade::editions::SEND_DUE, cascade::editions::send_due),
    (cascade::news::POST_CARD, cascade::news::post_a_card),
    (cascade::recipients::LOOK, cascade::recipients::look),
    (cascade::versions::TELL, cascade::versions::tell),
    (cascade::deliveries::SHARE_MINUTE, cascade::deliveries::share_minute),
    (cascade::outings::ASK, cascade::outings::ask_due),
    (cascade::answers::ROUND, cascade::answers::round),
    (cascade::letters::POST, cascade::letters::post),
    (cascade::reports::POST, cascade::reports::post),
    (cascade::reports::ROUND, cascade::reports::round),
    (terms::versions::ROUND, terms::versions::round),
    (group::directory::CHECK, group::directory::check_yearly),
    ("house.sweep", sweep),
];

/// Jobs that send something to people, beside the kernel's own that send mail: put aside where a backup is put back.
pub const GOES_OUT: &[&str] = &[cascade::news::POST_CARD];

/// What is due again and again.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { job: agreements::finding::READ, every_minutes: 3 },
    Schedule { job: agreements::rules::REVIEW, every_minutes: 60 },
    Schedule { job: issues::answers::POST_HELD, every_minutes: 10 },
    Schedule { job: issues::exchange::TELL, every_minutes: 30 },
    Schedule { job: issues::holding::CHECK, every_minutes: 60 },
    Schedule { job: issues::removals::LIST, every_minutes: 60 },
    Schedule { job: issues::post::FETCH, every_minutes: 5 },
    Schedule { job: issues::likeness::READ, every_minutes: 3 },
    Schedule { job: triage::asked::ROUND, every_minutes: 60 },
    Schedule { job: triage::harm::ROUND, every_minutes: 15 },
    Schedule { job: triage::desk::READ, every_minutes: 3 },
    Schedule { job: triage::patterns::READ, every_minutes: 10 },
    Schedule { job: meetings::interim::ROUND, every_minutes: 30 },
    Schedule { job: meetings::item_guests::ROUND, every_minutes: 15 },
    Schedule { job: meetings::found::READ, every_minutes: 10 },
    Schedule { job: meetings::digests::ROUND, every_minutes: 30 },
    Schedule { job: meetings::reminders::REMIND, every_minutes: 30 },
    Schedule { job: meetings::returns::ROUND, every_minutes: 60 },
    Schedule { job: meetings::outside::EXTEND, every_minutes: 1440 },
    Schedule { job: cascade::editions::SEND_DUE, every_minutes: 5 },
    Schedule { job: cascade::outings::ASK, every_minutes: 30 },
    Schedule { job: cascade::recipients::LOOK, every_minutes: 15 },
    Schedule { job: cascade::answers::ROUND, every_minutes: 60 },
    Schedule { job: cascade::reports::ROUND, every_minutes: 60 },
    Schedule { job: cascade::versions::TELL, every_minutes: 30 },
    Schedule { job: terms::versions::ROUND, every_minutes: 30 },
    Schedule { job: group::directory::CHECK, every_minutes: 60 },
    Schedule { job: "house.sweep", every_minutes: 60 },
];

/// What `brig verify` asks of every area.
pub const CHECKS: &[Check] = &[
    group::membership::verify,
    terms::versions::verify,
    group::directory::verify,
    group::themes::verify,
    agreements::rules::verify,
    issues::issues::verify,
    triage::views::verify,
    triage::asked::verify,
    triage::harm::verify,
    triage::passing_on::verify,
    triage::desk::verify,
    issues::removals::verify,
    issues::answers::verify,
    issues::exchange::verify,
    issues::files::verify,
    issues::holding::verify,
    issues::thanks::verify,
    issues::likeness::verify,
    issues::agreed::verify,
    issues::merging::verify,
    triage::patterns::verify,
    meetings::decisions::verify,
    meetings::meetings::verify,
    meetings::interim::verify,
    meetings::minutes::verify,
    meetings::minutes::mending::verify,
    meetings::papers::verify,
    meetings::packs::verify,
    meetings::interests::verify,
    meetings::past::verify,
    meetings::past_actions::verify,
    meetings::commissions::verify,
    meetings::presence::verify,
    meetings::corrections::verify,
    meetings::returns::verify,
    meetings::theme_calls::verify,
    cascade::editions::verify,
    cascade::networks::verify,
    cascade::news::verify,
    cascade::recipients::verify,
    cascade::versions::verify,
    cascade::deliveries::verify,
    cascade::acknowledgements::verify,
    cascade::outings::verify,
    cascade::answers::verify,
    cascade::letters::verify,
    cascade::reports::verify,
];

/// Who may take a mail that came in before it is taken for a report.
pub const TAKERS: &[Taker] = &[mail::bounces::take, meetings::attending::take, meetings::minutes::take];

/// All of it together.
pub const WIRING: Wiring = Wiring { reactions: REACTIONS, work: WORK, schedules: SCHEDULES, takers: TAKERS };

/// What each area beyond `meetings` adds to the mail of what waits.
const WAITING: &[Source] = &[cascade::heard::lines];

/// The job: one mail a day at most to whoever others wait for.
fn tell_what_waits<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(meetings::digests::round_with(app, WAITING).await?) })
}

/// The job: forgets what is over, such as sessions, ways to sign in and counted tries.
fn sweep<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        session::sweep(app).await?;
        group::people::sweep(app).await?;
        group::vacancies::sweep(app).await?;
        group::looks::sweep(app).await?;
        issues::confidence::sweep(app).await?;
        limits::sweep(app).await?;
        mail::sweep(app).await?;
        Ok(())
    })
}
