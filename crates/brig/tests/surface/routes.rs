//! Who gets what at every route: a golden table, and every route is in it.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::{both, sql};
use serde_json::json;

use crate::support::{hold_a_meeting, sources, start};

/// Every route of the sources, with its methods, as in `GET /{group}/issues`.
pub(crate) fn routes() -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for source in sources(&[".rs"]).into_iter().filter(|source| !source.is_test()) {
        for part in source.text.split(".route(\"").skip(1).chain(source.text.split("upload::route(\"").skip(1)) {
            let (path, rest) = part.split_once('"').expect("a path");
            let handlers = rest.split("\n").next().unwrap_or_default();
            for (method, mark) in [("GET", "get("), ("POST", "post(")] {
                if handlers.contains(mark) {
                    out.insert(format!("{method} {path}"));
                }
            }
        }
        for part in source.text.split("#[utoipa::path(").skip(1) {
            let method = part.trim_start().split(',').next().unwrap_or_default().to_uppercase();
            let path = part.split("path = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
            out.insert(format!("{method} {path}"));
        }
    }
    out
}

/// What stands for those parts of an address that no test can know before.
pub(crate) struct Keys {
    code: String,
    person: String,
    network: String,
    edition: String,
}

impl Keys {
    pub(crate) async fn of(administrator: &Persona<'_>, operator: &Persona<'_>, code: String) -> Self {
        let get = async |who: &Persona<'_>, path: &str| who.api(Method::GET, &format!("/api/v1/north-moor/{path}"), None).await.json();
        let text = |json: &serde_json::Value| json["id"].as_str().expect("a key").to_owned();
        let (network, edition) =
            (text(&get(administrator, "networks").await["items"][1]), text(&get(operator, "mail").await["editions"][0]));
        Self { code, person: administrator.id.to_string(), network, edition }
    }
}

/// What stands for the parts of an address.
pub(crate) fn address(it: &TestApp, path: &str, keys: &Keys) -> String {
    let group = it.group.slug.as_str();
    let reference = match () {
        () if path.contains("/decisions/") || path.contains("/entries/") => "26-D01",
        () if path.contains("/actions/") => "A-0001",
        () => "NM-0001",
    };
    path.replace("{group}", group)
        .replace("{reference}", reference)
        .replace("{number}", "1")
        .replace("{agreement}", "26-A01")
        .replace("{item}", "26-001")
        .replace("{action}", "A-0001")
        .replace("{code}", &keys.code)
        .replace("{secret}", "none")
        .replace("{job}", "00000000-0000-0000-0000-000000000000")
        .replace("{mail}", "00000000-0000-0000-0000-000000000000")
        .replace("{person}", &keys.person)
        .replace("{expression}", "1")
        .replace("{network}", &keys.network)
        .replace("{edition}", &keys.edition)
        .replace("{entry}", "00000000-0000-0000-0000-000000000000")
        .replace("{question}", "controller")
        .replace("{hash}", "x")
        .replace("{door}", "glebe-surgery")
        .replace("{name}", "style.css")
        .replace("{token}", "00000000-0000-0000-0000-000000000000")
        .replace("{import}", "00000000-0000-0000-0000-000000000000")
}

async fn status(who: &Persona<'_>, method: &str, path: &str, forgery: Option<&str>) -> StatusCode {
    if path.starts_with("/api/") {
        let body = (method == "POST").then(|| json!({}));
        return who.api(method.parse().expect("a method"), path, body).await.status;
    }
    match (method, forgery) {
        ("GET", _) => who.get(path).await.status,
        (_, Some(token)) => who.post(path, &[("forgery", token)]).await.status,
        (_, None) => who.post(path, &[]).await.status,
    }
}

both!(everybody_gets_what_the_table_says, start, |it| {
    let administrator = it.administrator().await;
    let raised = administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": "Letters" }))).await.json();
    let code = raised["follow_url"].as_str().and_then(|link| link.rsplit('/').next()).expect("a code").to_owned();
    let cast = [
        ("nobody", it.visitor()),
        ("reader", it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await),
        ("member", it.member().await),
        ("co-chair", it.gp_co_chair().await),
        ("admin", administrator.clone()),
        ("operator", it.operator().await),
        ("elsewhere", it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await),
    ];
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    hold_a_meeting(&administrator, &cast[3].1, &consultant).await;
    let keys = Keys::of(&administrator, &cast[5].1, code).await;
    let mut table = format!("{:66}", "");
    for (name, _) in &cast {
        table.push_str(&format!("{name:10}"));
    }
    for route in routes() {
        table.push_str(&format!("\n{route:66}"));
        let (method, path) = route.split_once(' ').expect("a method");
        for (_, who) in &cast {
            let forgery = match who.cookie {
                Some(_) => it.visitor().get("/help").await.hidden("forgery").or(token(it, who).await),
                None => None,
            };
            // Signing out is left to the end of nobody's session.
            let who = if path == "/sign-out" { &it.visitor() } else { who };
            let status = status(who, method, &address(it, path, &keys), forgery.as_deref()).await;
            table.push_str(&format!("{:10}", status.as_u16()));
        }
    }
    let table: String = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    insta::allow_duplicates! { insta::assert_snapshot!("who_gets_what", table); }
});

/// A persona's forgery token, from any page that has one.
async fn token(it: &TestApp, who: &Persona<'_>) -> Option<String> {
    let pages = [format!("/{}", it.group.slug), format!("/{}", it.other.slug), "/operator".into()];
    for page in pages {
        if let Some(token) = who.get(&page).await.hidden("forgery") {
            return Some(token);
        }
    }
    None
}

both!(no_form_does_anything_without_its_token, start, |it| {
    let administrator = it.administrator().await;
    let raised = administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": "Letters" }))).await.json();
    let code = raised["follow_url"].as_str().and_then(|link| link.rsplit('/').next()).expect("a code").to_owned();
    let (gp, consultant) = (it.gp_co_chair().await, it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await);
    hold_a_meeting(&administrator, &gp, &consultant).await;
    it.work().await;
    let keys = Keys::of(&administrator, &it.operator().await, code).await;
    let state = async || {
        let row = sql(
            "SELECT (SELECT COUNT(*) FROM ledger) + (SELECT COUNT(*) FROM sessions) * 1000 + (SELECT COUNT(*) FROM mails) * 1000000 AS n",
        );
        row.one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number")
    };
    let before = state().await;
    for route in routes().iter().filter_map(|route| route.strip_prefix("POST ")).filter(|route| !route.starts_with("/api/")) {
        let path = address(it, route, &keys);
        let full = [
            ("text", "x"),
            ("known", "anonymous"),
            ("email", administrator.email.as_str()),
            ("sector", "primary"),
            ("title", "x"),
            ("version", "1"),
            ("code", "1"),
        ];
        for who in [&administrator, &it.visitor()] {
            let reply = who.post(&path, &full).await;
            assert!(!reply.status.is_success(), "{route} answers {}", reply.status);
        }
        assert_eq!(state().await, before, "{route} did something");
    }
});
