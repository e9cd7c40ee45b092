//! For tests: this area's part of the application, on top of the areas below, and the two co-chairs who hold meetings.

use std::future::Future;

use axum::{
    Router,
    http::{Method, StatusCode},
};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Parts, Persona, TestApp},
};
use kernel::{App, app::Wiring, dialect::Dialect, mail, schedule::Schedule, verify::Check};
use serde_json::{Value as Json, json};

const WIRING: Wiring = Wiring {
    reactions: &[
        ("group.founded", group::themes::install),
        ("theme.merged", issues::themes::follow),
        ("theme.merged", crate::meetings::follow_theme),
        ("theme.merged", crate::year::follow_theme),
        ("theme.merged", crate::theme_calls::follow_theme),
        ("theme.back", issues::themes::follow),
        ("issue.raised", issues::answers::thank),
        ("issue.triaged", issues::answers::tell),
        ("issue.asked", issues::answers::ask),
        ("issue.handed-on", triage::views::hand_on),
        ("issue.handed-on", crate::meetings::hand_on),
        ("issue.withdrawn", crate::meetings::drop_withdrawn),
        ("issue.handed-on", crate::interim::hand_on),
        ("issue.withdrawn", crate::interim::follow_issue),
        ("issue.taken-up", crate::interim::follow_issue),
        ("interim.decided", crate::interim::put_on_agenda),
        ("meeting.planned", crate::interim::put_on_agenda),
        ("meeting.changed", crate::interim::put_on_agenda),
        ("meeting.cancelled", crate::interim::put_on_agenda),
        ("meeting.cancelled", crate::interim::follow_meeting),
        ("meeting.confirmed", crate::interim::ratify),
        ("meeting.confirmed", issues::answers::post_answers),
        ("meeting.confirmed", crate::commissions::send_confirmed),
        ("meeting.adjourned", crate::minutes::draft),
        ("decision.corrected", issues::answers::post_answers),
        ("seat.ended", crate::invitations::follow_seat),
        ("seat.changed", crate::invitations::follow_seat),
        ("seat.given", crate::invitations::follow_seat),
    ],
    work: &[
        (issues::removals::LIST, issues::removals::list),
        (mail::SEND, mail::send),
        (issues::answers::POST_HELD, issues::answers::post_held),
        (issues::holding::CHECK, issues::holding::check),
        (crate::interim::ROUND, crate::interim::round),
        (crate::item_guests::ROUND, crate::item_guests::round),
        (crate::digests::ROUND, crate::digests::round),
        (crate::found::READ, crate::found::read),
        (crate::packs::MAKE, crate::packs::make),
        (crate::reminders::REMIND, crate::reminders::remind),
        (crate::returns::ROUND, crate::returns::round),
        (crate::outside::EXTEND, crate::outside::extend),
    ],
    schedules: &[
        Schedule { job: issues::answers::POST_HELD, every_minutes: 10 },
        Schedule { job: crate::interim::ROUND, every_minutes: 30 },
        Schedule { job: crate::reminders::REMIND, every_minutes: 30 },
        Schedule { job: crate::returns::ROUND, every_minutes: 60 },
        Schedule { job: crate::item_guests::ROUND, every_minutes: 15 },
    ],
    takers: &[crate::attending::take, crate::minutes::take],
};

/// What is verified after each test: the issues too, because meetings move them.
const CHECKS: &[Check] = &[
    group::membership::verify,
    issues::issues::verify,
    triage::views::verify,
    crate::decisions::verify,
    crate::meetings::verify,
    crate::interim::verify,
    crate::minutes::verify,
    crate::minutes::mending::verify,
    crate::papers::verify,
    crate::packs::verify,
    crate::interests::verify,
    crate::past::verify,
    crate::past_actions::verify,
    crate::commissions::verify,
    crate::theme_calls::verify,
    crate::presence::verify,
    crate::corrections::verify,
    crate::returns::verify,
];

fn routes() -> Router<App> {
    let api = agreements::api().merge(issues::api()).merge(triage::api()).merge(crate::api());
    group::routes()
        .merge(agreements::routes())
        .merge(issues::routes())
        .merge(triage::routes())
        .merge(crate::routes())
        .merge(api.split_for_parts().0)
}

/// The application up to this area.
pub fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes, wiring: WIRING, checks: CHECKS })
}

/// The two co-chairs and the administrator.
#[derive(Debug)]
pub struct Chairs<'a> {
    /// The GP co-chair.
    pub gp: Persona<'a>,
    /// The consultant co-chair.
    pub consultant: Persona<'a>,
    /// The administrator.
    pub administrator: Persona<'a>,
}

impl<'a> Chairs<'a> {
    /// Seats the three.
    ///
    /// # Panics
    /// When the application does not do it.
    pub async fn of(it: &'a TestApp) -> Self {
        Self {
            gp: it.gp_co_chair().await,
            consultant: it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await,
            administrator: it.administrator().await,
        }
    }

    /// An issue that both sides agreed to put to a meeting, and its reporter's private page.
    ///
    /// # Panics
    /// When the application does not do it.
    pub async fn triaged(&self, text: &str) -> (String, String) {
        let new = json!({ "text": text, "known": "confidence", "email": "reporter@example.scot" });
        let raised = self.administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(new)).await.json();
        let reference = raised["reference"].as_str().expect("a reference").to_owned();
        let view = json!({ "theme": "discharge", "outcome": "group", "group_title": format!("Letters: {text}"),
                           "group_text": "Letters come late. Both sides lose time." });
        for side in [&self.gp, &self.consultant] {
            let call = format!("/api/v1/north-moor/issues/{reference}/triage");
            assert_eq!(side.api(Method::POST, &call, Some(view.clone())).await.status, StatusCode::OK);
        }
        let follow = raised["follow_url"].as_str().and_then(|link| link.strip_prefix("http://brig.test")).expect("a link");
        (reference, follow.to_owned())
    }

    /// A call of the API as the administrator, which must do.
    ///
    /// # Panics
    /// When the application does not do it.
    pub async fn call(&self, path: &str, body: Json) -> Json {
        let reply = self.administrator.api(Method::POST, &format!("/api/v1/north-moor/{path}"), Some(body)).await;
        assert!(reply.status.is_success(), "{path}: {} {}", reply.status, reply.body);
        if reply.body.is_empty() { Json::Null } else { reply.json() }
    }

    /// A meeting in three weeks, without invitations; tells its number.
    ///
    /// # Panics
    /// When the application does not do it.
    pub async fn planned(&self) -> i64 {
        let new = json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90, "theme": "discharge", "invite": false });
        self.call("meetings", new).await["number"].as_i64().expect("a number")
    }

    /// A meeting at which an issue was decided and an action set; tells its number.
    ///
    /// # Panics
    /// When the application does not do it.
    pub async fn decided(&self, text: &str) -> i64 {
        let (reference, _) = self.triaged(text).await;
        let number = self.planned().await;
        let item = self.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await["number"].clone();
        self.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi", "Morag Sinclair"] })).await;
        self.call(&format!("meetings/{number}/items/{item}/note"), json!({ "text": "Letters take weeks.\nWards lack typists." })).await;
        self.call(&format!("meetings/{number}/items/{item}/decision"), json!({ "text": "letters go out within a day" })).await;
        let action = json!({ "item": item, "text": "Tell every ward", "owner": "Tunde Adeyemi", "due": "2027-01-15", "done_means": "Each ward has replied" });
        self.call(&format!("meetings/{number}/actions"), action).await;
        number
    }

    /// A meeting that is over, with its minute in draft; tells its number.
    ///
    /// # Panics
    /// When the application does not do it.
    pub async fn over(&self, text: &str) -> i64 {
        let number = self.decided(text).await;
        for side in [&self.gp, &self.consultant] {
            let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
            assert_eq!(side.api(Method::POST, &call, None).await.status, StatusCode::OK);
        }
        self.call(&format!("meetings/{number}/adjournment"), Json::Null).await;
        number
    }
}
