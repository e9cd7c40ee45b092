//! Terms of reference from the template to what is in force, on both databases.

mod bad_input;
mod settling;
mod two_at_once;
mod versions;

use std::future::Future;

use axum::http::StatusCode;
use group::{
    membership::Side,
    permissions::Role,
    testing::{Parts, Persona, Reply, TestApp},
};
use kernel::{app::Wiring, dialect::Dialect, mail, schedule::Schedule};

const WIRING: Wiring = Wiring {
    reactions: &[],
    work: &[(mail::SEND, mail::send), (super::ROUND, super::round)],
    schedules: &[Schedule { job: super::ROUND, every_minutes: 30 }],
    takers: &[],
};

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes: || group::routes().merge(crate::routes()), wiring: WIRING, checks: &[super::verify] })
}

const START: &str = "/north-moor/terms/start";
const TEMPLATE: &str = "/north-moor/terms/template";
const DRAFT: &str = "/north-moor/terms/draft";
const QUESTIONS: &str = "/north-moor/terms/draft/questions";
const READ: &str = "/north-moor/terms/draft/read";
const TEXT: &str = "/north-moor/terms/draft/text";

/// A template with something of every kind.
const PASTED: &str = "Purpose
The NHS [name of Health Board] forum brings both sides together.

People
There are equal numbers of both sides, and two co-chairs.

Work
The forum does three things:
- It listens to [who is listened to]
- It answers
- It tells everybody in the Glen weekly bulletin

Reports
The forum reports to [group], who report to [group, if applicable].
Minutes are shared with [list groups e.g. Alpha Committee, Beta Forum].

Meetings
The forum meets [how often].
";

/// The administrator and both co-chairs.
struct People<'a> {
    administrator: Persona<'a>,
    gp: Persona<'a>,
    consultant: Persona<'a>,
}

impl<'a> People<'a> {
    async fn of(it: &'a TestApp) -> Self {
        Self {
            administrator: it.administrator().await,
            gp: it.gp_co_chair().await,
            consultant: it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await,
        }
    }

    /// Begins a draft from a text.
    async fn paste(&self, text: &str) -> Reply {
        self.administrator.send_file(START, TEMPLATE, &[("from", "paste"), ("paste", text)], ("", b"")).await
    }

    /// Answers a rule on its form, with what the form shows as seen.
    async fn answer(&self, rule: &str, fields: &[(&str, &str)]) -> Reply {
        let page = format!("{DRAFT}/rules/{rule}");
        let seen = unescaped(&self.administrator.get(&page).await.hidden("seen").expect("what is stored"));
        self.administrator.fill(&page, &page, &[fields, &[("seen", &seen)]].concat()).await
    }

    /// Answers what the test's template asks of the rules.
    async fn answer_all(&self) {
        for (rule, fields) in [
            ("reporting-line", vec![("to-1", "the Clinical Forum"), ("to-2", "the Board")]),
            ("minute-groups", vec![("groups", "Alpha Committee, alpha@moor.example\nBeta Forum")]),
            ("frequency", vec![("said", "every second month, second Tuesday, 12:30, 90 minutes")]),
            ("quorum", vec![("gps", "2"), ("consultants", "1")]),
            ("balance", vec![("size", "10"), ("parity", "yes")]),
        ] {
            let reply = self.answer(rule, &fields).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{rule}: {}", reply.main());
        }
    }

    /// Decides on every question that people decide on: brackets are filled in, all else is kept.
    async fn decide_all(&self) -> Reply {
        let page = self.administrator.get(QUESTIONS).await;
        let fields = decisions(&page, |bracket, _| if bracket { ("answered", "every clinician") } else { ("kept", "") });
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.administrator.fill(QUESTIONS, QUESTIONS, &fields).await
    }

    /// Both sides approve the draft as it stands.
    async fn approve(&self) -> Reply {
        self.approve_for(&self.gp).await;
        self.approve_for(&self.consultant).await
    }

    async fn approve_for(&self, side: &Persona<'_>) -> Reply {
        let hash = side.get(READ).await.hidden("hash").expect("something to approve");
        side.fill(READ, &format!("{DRAFT}/approvals"), &[("hash", &hash)]).await
    }

    /// Terms in force from the test's template.
    async fn in_force(&self) {
        let begun = self.paste(PASTED).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.main());
        self.answer_all().await;
        assert_eq!(self.decide_all().await.status, StatusCode::SEE_OTHER);
        let reply = self.approve().await;
        assert_eq!(reply.location(), "/north-moor/terms?in-force", "{}", reply.main());
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&")
}

/// The values of all hidden fields whose names begin so, in order.
fn hidden(page: &Reply, begins: &str) -> Vec<String> {
    let pattern = format!("type=\"hidden\" name=\"{begins}-");
    page.body.split(&pattern).skip(1).filter_map(|rest| Some(rest.split_once("value=\"")?.1.split_once('"')?.0)).map(unescaped).collect()
}

/// The fields of the page of questions, with what is decided on each: `which` is asked whether it is a bracket, and what it
/// asks.
fn decisions(page: &Reply, which: impl Fn(bool, &str) -> (&'static str, &'static str)) -> Vec<(String, String)> {
    let (marks, seen) = (hidden(page, "mark"), hidden(page, "seen"));
    let asked: Vec<String> = page
        .body
        .split("<legend class=\"large\">")
        .skip(1)
        .filter_map(|rest| rest.split_once('<'))
        .map(|(asked, _)| unescaped(asked))
        .collect();
    let parts: Vec<&str> = page.body.split("<fieldset").skip(1).collect();
    let mut fields = Vec::new();
    for (at, (mark, seen)) in marks.iter().zip(&seen).enumerate() {
        let own = parts[at].contains("value=\"kept\"");
        let filled_in = seen.starts_with("open|") && !seen.starts_with("open||");
        let (decided, answer) = which(!own, &asked[at]);
        fields.push((format!("mark-{at}"), mark.clone()));
        fields.push((format!("seen-{at}"), seen.clone()));
        if filled_in {
            fields.push((format!("decided-{at}"), "rule".into()));
            fields.push((format!("rule-{at}"), seen.split('|').nth(1).unwrap_or_default().to_owned()));
        } else {
            fields.push((format!("decided-{at}"), decided.to_owned()));
            fields.push((format!("answer-{at}"), answer.to_owned()));
        }
    }
    fields
}
