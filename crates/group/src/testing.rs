//! For tests: the application over a fresh database, with a fixed clock, and personas who act in it as people do.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    App,
    app::Wiring,
    clock::Clock,
    config::Settings,
    dialect::Dialect,
    form::encode_query,
    http,
    id::Ids,
    mail::Mail,
    queue,
    testing::{LoggedErrors, TestDb},
    verify::{self, Check},
};
use serde_json::Value as Json;
use tower::ServiceExt;
use uuid::Uuid;

use crate::{
    golive,
    groups::{self, Group, NewGroup},
    membership::{self, NewSeat, Side},
    people::{self, NewPerson, Scope},
    permissions::Role,
};

/// What of the product a test runs over.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// The pages and the API.
    pub routes: fn() -> Router<App>,
    /// Reactions, jobs, schedules.
    pub wiring: Wiring,
    /// What is verified at the end.
    pub checks: &'static [Check],
}

/// The whole application in one process, with two groups that must never see each other.
#[derive(Debug)]
pub struct TestApp {
    /// The application.
    pub app: App,
    /// North Moor, where the personas sit.
    pub group: Group,
    /// South Firth, another board's.
    pub other: Group,
    /// Its routes, ready to be asked.
    site: Router,
    db: TestDb,
    checks: &'static [Check],
    errors: LoggedErrors,
    /// Errors that the test means to cause.
    expected_errors: usize,
    _guard: tracing::subscriber::DefaultGuard,
}

/// When every test begins: a Sunday morning in winter.
const BEGIN: &str = "2026-11-22T09:00:00Z";

impl TestApp {
    /// The application on a database of this kind; `None` where there is no server for it.
    ///
    /// # Panics
    /// When it cannot be put together.
    pub async fn start(dialect: Dialect, parts: Parts) -> Option<Self> {
        Self::start_with(dialect, parts, Mail::memory()).await
    }

    /// The application with its mail going elsewhere than into memory.
    ///
    /// # Panics
    /// When it cannot be put together.
    pub async fn start_with(dialect: Dialect, parts: Parts, mail: Mail) -> Option<Self> {
        let (errors, guard) = LoggedErrors::listen();
        let db = TestDb::fresh(dialect).await?;
        let begin: Timestamp = BEGIN.parse().expect("a time");
        let settings = Settings { public_url: "http://brig.test".into(), ..Settings::default() };
        let (clock, ids) = (Clock::fixed(begin), Ids::seeded(1));
        let app = App::new(db.db.clone(), clock, ids, settings, mail, parts.wiring).await.expect("an application");
        let group = found(&app, "north-moor", "North Moor Interface Group", "NM").await;
        let other = found(&app, "south-firth", "South Firth Interface Group", "SF").await;
        let site = http::site(app.clone(), (parts.routes)());
        Some(Self { app, group, other, site, db, checks: parts.checks, errors, expected_errors: 0, _guard: guard })
    }

    /// Says that the test means to cause so many errors in the log.
    pub fn expect_errors(&mut self, count: usize) {
        self.expected_errors = count;
    }

    /// The database as the test made it: where it is, and a hand to take it away for a while.
    #[must_use]
    pub fn database(&self) -> &TestDb {
        &self.db
    }

    /// Somebody with a seat in North Moor, signed in.
    ///
    /// # Panics
    /// When the seat cannot be given.
    pub async fn persona(&self, name: &'static str, role: Role, side: Side) -> Persona<'_> {
        self.persona_in(&self.group, name, role, side).await
    }

    /// The administrator.
    pub async fn administrator(&self) -> Persona<'_> {
        self.persona("Morag Sinclair", Role::Administrator, Side::Other).await
    }

    /// The GP co-chair.
    pub async fn gp_co_chair(&self) -> Persona<'_> {
        self.persona("Ailsa Munro", Role::CoChair, Side::Gp).await
    }

    /// A member on the consultants' side.
    pub async fn member(&self) -> Persona<'_> {
        self.persona("Wei Zhang", Role::Member, Side::Consultant).await
    }

    /// Somebody with a seat in a group, signed in and with a token of every scope.
    ///
    /// # Panics
    /// When the seat cannot be given.
    pub async fn persona_in(&self, group: &Group, name: &'static str, role: Role, side: Side) -> Persona<'_> {
        let app = &self.app;
        let mut tx = app.begin().await.expect("a transaction");
        let email = format!("{}@example.scot", name.to_lowercase().replace(' ', "."));
        let person =
            people::invite(app, &mut tx, NewPerson { name: name.into(), email: email.clone(), operator: false }).await.expect("an account");
        let seat = NewSeat { person: person.id, role, side, core: true, post: String::new() };
        membership::seat(app, &mut tx, group, seat).await.expect("a seat");
        self.persona_of(tx, person.id, email).await
    }

    /// Whoever runs the machine, without a seat.
    ///
    /// # Panics
    /// When the account cannot be made.
    pub async fn operator(&self) -> Persona<'_> {
        let mut tx = self.app.begin().await.expect("a transaction");
        let email = "grant.ferrier@example.scot".to_owned();
        let new = NewPerson { name: "Grant Ferrier".into(), email: email.clone(), operator: true };
        let person = people::invite(&self.app, &mut tx, new).await.expect("an account");
        self.persona_of(tx, person.id, email).await
    }

    async fn persona_of(&self, mut tx: kernel::Tx, id: Uuid, email: String) -> Persona<'_> {
        let token = people::make_token(&self.app, &mut tx, id, "test", &Scope::ALL, true).await.expect("a token");
        let cookie = self.session_of(tx, id).await;
        Persona { test: self, id, email, cookie: Some(cookie), token: Some(token) }
    }

    /// Begins a session; gives its cookie as a browser sends it back.
    async fn session_of(&self, mut tx: kernel::Tx, id: Uuid) -> String {
        let cookie = kernel::session::begin(&self.app, &mut tx, id).await.expect("a session");
        self.app.commit(tx).await.expect("a commit");
        cookie.to_str().expect("plain").split(';').next().unwrap_or_default().to_owned()
    }

    /// Somebody without an account.
    #[must_use]
    pub fn visitor(&self) -> Persona<'_> {
        Persona { test: self, id: Uuid::nil(), email: String::new(), cookie: None, token: None }
    }

    /// Lets time go by.
    pub fn wait(&self, time: SignedDuration) {
        self.app.clock.advance(time);
    }

    /// Does every job that is due; tells how many.
    ///
    /// # Panics
    /// When the queue fails.
    pub async fn work(&self) -> usize {
        let mut done = 0;
        while queue::work_one(&self.app).await.expect("the queue answers") {
            done += 1;
        }
        done
    }

    /// The mails that have left, as text.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        let Mail::Memory(mails) = &self.app.mail else { return Vec::new() };
        let mails = mails.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        mails.iter().map(|mail| String::from_utf8_lossy(mail).into_owned()).collect()
    }

    /// The mails that have left once every job is done.
    pub async fn mails_after_work(&self) -> Vec<String> {
        self.work().await;
        self.mails()
    }

    /// Ends the test: no job is left over, nothing was logged as an error, and everything stored is as it should be.
    ///
    /// # Panics
    /// When it is not.
    pub async fn finish(self) {
        self.work().await;
        assert_eq!(queue::late(&self.app.db, self.app.clock.now()).await.expect("the queue answers"), 0, "jobs are left over");
        let report = verify::run(&self.app.db, self.checks).await.expect("verify runs");
        assert_eq!(report.problems, Vec::<String>::new(), "verify finds problems");
        let heard = self.errors.heard();
        assert_eq!(heard.len(), self.expected_errors, "errors in the log: {heard:?}");
        self.db.remove().await;
    }
}

async fn found(app: &App, slug: &str, name: &str, prefix: &str) -> Group {
    let mut tx = app.begin().await.expect("a transaction");
    let new = NewGroup {
        slug: slug.into(),
        name: name.into(),
        board: format!("NHS {name}"),
        prefix: prefix.into(),
        time_zone: "Europe/London".into(),
    };
    let group = groups::found(app, &mut tx, new).await.expect("a group");
    golive::open_for_tests(app, &mut tx, &group).await.expect("an open form");
    app.commit(tx).await.expect("a commit");
    group
}

/// Somebody who acts in a test.
#[derive(Clone, Debug)]
pub struct Persona<'a> {
    test: &'a TestApp,
    /// Their key.
    pub id: Uuid,
    /// Their mail address.
    pub email: String,
    /// The cookie of their session.
    pub cookie: Option<String>,
    /// A token of every scope.
    pub token: Option<String>,
}

impl Persona<'_> {
    /// The same person after another sign-in: sessions end when a test lets much time go by.
    ///
    /// # Panics
    /// When no session can be begun.
    #[must_use]
    pub async fn signed_in_again(&self) -> Self {
        let tx = self.test.app.begin().await.expect("a transaction");
        let cookie = self.test.session_of(tx, self.id).await;
        Self { cookie: Some(cookie), ..self.clone() }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.ask(self.request(Method::GET, path), Body::empty()).await
    }

    /// Fetches a file: its bytes as they are.
    ///
    /// # Panics
    /// When it cannot be fetched.
    pub async fn file(&self, path: &str) -> Vec<u8> {
        let mut request = self.request(Method::GET, path).body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 4_000))));
        let response = match self.test.site.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        to_bytes(response.into_body(), 8 << 20).await.expect("a file").to_vec()
    }

    /// Loads the page at `path`, fills in a form of it and sends it to `action`, with the tokens that the page holds.
    pub async fn fill(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(path).await;
        let mut all: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        for hidden in ["forgery", "form_key"] {
            if let Some(value) = page.hidden(hidden)
                && !fields.iter().any(|(name, _)| *name == hidden)
            {
                all.push((hidden, value));
            }
        }
        self.post(action, &all.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await
    }

    /// Sends a form as it is.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = fields.iter().map(|(name, value)| format!("{name}={}", encode_query(value))).collect::<Vec<_>>().join("&");
        let request = self.request(Method::POST, path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.header("sec-fetch-site", "same-origin"), Body::from(body)).await
    }

    /// Loads the page at `path` and sends a form with a file to `action`.
    pub async fn send_file(&self, path: &str, action: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
        let page = self.get(path).await;
        let hidden = |name| page.hidden(name).unwrap_or_default();
        let (forgery, form_key) = (hidden("forgery"), hidden("form_key"));
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain(&[("forgery", forgery.as_str()), ("form_key", form_key.as_str())]) {
            body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n", file.0);
        body.extend(head.bytes().chain(*b"Content-Type: application/octet-stream\r\n\r\n"));
        body.extend_from_slice(file.1);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = self.request(Method::POST, action).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.ask(request.header("sec-fetch-site", "same-origin"), Body::from(body)).await
    }

    /// Calls the API with the person's token.
    pub async fn api(&self, method: Method, path: &str, body: Option<Json>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        match body {
            Some(body) => self.ask(request.header(header::CONTENT_TYPE, "application/json"), Body::from(body.to_string())).await,
            None => self.ask(request, Body::empty()).await,
        }
    }

    /// A request as this person's browser sends it.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "brig.test");
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Panics
    /// When the request cannot be made.
    pub async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Reply {
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 4_000))));
        let response = match self.test.site.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 8 << 20).await.expect("a body");
        Reply { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Reply {
    /// Where it sends the browser on to.
    #[must_use]
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of a hidden field.
    #[must_use]
    pub fn hidden(&self, name: &str) -> Option<String> {
        let rest = self.body.split_once(&format!("type=\"hidden\" name=\"{name}\" value=\""))?.1;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// What the page says, without markup, hidden fields or addresses that differ from run to run: for snapshots.
    #[must_use]
    pub fn main(&self) -> String {
        let main = self.body.split_once("<main").and_then(|(_, rest)| rest.split_once('>')).map_or(self.body.as_str(), |(_, rest)| rest);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        let mut out = String::new();
        let mut rest = main;
        while let Some((text, tag)) = rest.split_once('<') {
            out.push_str(text);
            let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
            if ["/p", "/h1", "/h2", "/li", "/tr", "/label", "/legend", "/dt", "/dd", "/button", "br"]
                .iter()
                .any(|end| inside.starts_with(end))
            {
                out.push('\n');
            } else if inside.starts_with("/t") {
                out.push_str(" | ");
            }
            rest = after;
        }
        out.push_str(rest);
        let plain = out
            .replace("&#39;", "'")
            .replace("&#38;", "&")
            .replace("&#34;", "\"")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#160;", " ");
        plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}
