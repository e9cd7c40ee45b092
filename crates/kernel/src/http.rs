//! Everything around a handler: security headers, the check of where a request comes from, errors as pages or problem
//! documents, measures, and the three addresses for machines (`/healthz`, `/readyz`, `/metrics`).

use std::net::{IpAddr, SocketAddr};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, MatchedPath, Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde_json::json;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{App, Error, Result, clock::Stopwatch, error::Told, form::Fields, limits, page, queue, telemetry};

/// The most bytes that one request may carry.
const LARGEST: usize = 2 * 1024 * 1024;

/// Puts the product's routes into their frame.
pub fn site(app: App, routes: Router<App>) -> Router {
    let site = routes
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .route("/robots.txt", get(|| async { "User-agent: *\nDisallow: /\n" }))
        .route("/static/{hash}/{name}", get(static_file))
        .fallback(nowhere)
        .method_not_allowed_fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn(same_origin))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Error::internal("a handler panicked").into_response()))
        .layer(middleware::from_fn_with_state(app.clone(), told))
        .layer(middleware::from_fn_with_state(app.clone(), headers))
        .layer(CompressionLayer::new());
    site.route_layer(middleware::from_fn(measured)).with_state(app)
}

/// What nobody answers. People type a stroke after an address: it leads to the page without it.
async fn nowhere(method: Method, uri: Uri) -> Response {
    match without_stroke(uri.path()).filter(|_| method == Method::GET) {
        Some(path) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            Redirect::permanent(&format!("{path}{query}")).into_response()
        }
        None => Error::NotFound.into_response(),
    }
}

/// The path without the strokes at its end, if it has any. One that could be read as another site's address has none.
fn without_stroke(path: &str) -> Option<&str> {
    let plain = path.trim_end_matches('/');
    let ours = plain.strip_prefix('/')?.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    (ours && plain.len() < path.len()).then_some(plain)
}

async fn healthz() -> &'static str {
    "ok\n"
}

/// For machines, so JSON also when the database is away.
async fn readyz(State(app): State<App>) -> (StatusCode, Json<serde_json::Value>) {
    match queue::pending(&app.db).await {
        Ok(pending) => (StatusCode::OK, Json(json!({ "ready": true, "pending_jobs": pending }))),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "ready": false }))),
    }
}

async fn metrics() -> String {
    telemetry::render()
}

async fn static_file(Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let (kind, text) = page::static_file(&name).ok_or(Error::NotFound)?;
    let cache = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), cache], text).into_response())
}

/// Refuses a form that another site sent. Calls with a bearer token carry no cookie and need no such check.
async fn same_origin(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !request.headers().contains_key(header::AUTHORIZATION) && !from_here(request.headers()) {
        return Error::Forbidden("This form was sent from another site. Open the page here and send it again.".into()).into_response();
    }
    next.run(request).await
}

fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Turns what went wrong into a page, or for the API into a problem document (RFC 9457).
async fn told(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let back = request.uri().path_and_query().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let shows_page = *request.method() == Method::GET;
    let (request, sent) = match kept(request).await {
        Ok(both) => both,
        Err(error) => return page::error(&app, &error.told(), Vec::new()),
    };
    let response = next.run(request).await;
    let Some(told) = response.extensions().get::<Told>().cloned() else { return response };
    let (parts, _) = response.into_parts();
    // What goes wrong for a reporter is as little measured as what goes well.
    let unmeasured = parts.extensions.get::<Unmeasured>().copied();
    let mut page = as_page(&app, parts.headers, &told, api, shows_page, &back, &sent);
    if let Some(unmeasured) = unmeasured {
        page.extensions_mut().insert(unmeasured);
    }
    page
}

/// What went wrong, as whoever asked can read it.
fn as_page(app: &App, headers: HeaderMap, told: &Told, api: bool, shows_page: bool, back: &str, sent: &[u8]) -> Response {
    if api {
        return problem(headers, told);
    }
    if told.status == StatusCode::UNAUTHORIZED && shows_page {
        // After the sign-in they come back to the page they asked for.
        return axum::response::Redirect::to(&format!("/sign-in?next={}", crate::form::encode_query(back))).into_response();
    }
    // A session that ended while somebody was writing must not cost them their text.
    let mut response = page::error(app, told, Fields::parse(sent).typed());
    response.headers_mut().extend(headers.into_iter().filter(|(name, _)| name.as_ref() == Some(&header::RETRY_AFTER)));
    response
}

/// The request, and what a form of it holds, kept for the page that has to give it back.
async fn kept(request: Request) -> Result<(Request, Bytes)> {
    let form =
        request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if !form {
        return Ok((request, Bytes::new()));
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, LARGEST).await.map_err(|_| Error::TooLarge)?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), bytes))
}

fn problem(mut headers: HeaderMap, told: &Told) -> Response {
    let errors: Vec<_> = told.fields.iter().map(|field| json!({ "field": field.field, "message": field.message })).collect();
    let mut body = json!({ "type": "about:blank", "title": told.title, "status": told.status.as_u16(), "detail": told.detail });
    if !errors.is_empty() {
        body["errors"] = errors.into();
    }
    if let Some(findings) = &told.findings {
        body["findings"] = findings.clone();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.remove(header::CONTENT_LENGTH);
    if told.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    (told.status, headers, Body::from(body.to_string())).into_response()
}

/// The headers that every answer carries, unless its handler chose another value.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    const EVERY: [(HeaderName, &str); 9] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
             frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
        (header::VARY, "Sec-Fetch-Site, Origin"),
    ];
    let secure = app.settings.secure();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in EVERY {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}

/// Marks the answers of routes that are not measured: whoever reads the measures minute by minute must not see when
/// somebody who wants to stay anonymous sent something.
#[derive(Clone, Copy, Debug)]
pub struct Unmeasured;

/// Counts and times requests by their route, never by their address: a private link is a secret.
async fn measured(route: MatchedPath, request: Request, next: Next) -> Response {
    let (watch, method) = (Stopwatch::start(), request.method().clone());
    let response = next.run(request).await;
    if response.extensions().get::<Unmeasured>().is_some() {
        return response;
    }
    let (route, status) = (route.as_str().to_owned(), response.status().as_u16().to_string());
    metrics::histogram!("brig_request_seconds", "route" => route.clone()).record(watch.seconds());
    metrics::counter!("brig_requests_total", "method" => method.to_string(), "route" => route, "status" => status).increment(1);
    response
}

/// Where a request comes from, for counting tries: a keyed hash that changes every day and is kept for a day at most,
/// see [`limits::caller`].
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub [u8; 32]);

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Ok(Self(limits::caller(&app.keys, &app.clock, address(app, parts))))
    }
}

fn address(app: &App, parts: &Parts) -> Option<IpAddr> {
    if app.settings.behind_proxy {
        // The last one is what our own proxy saw.
        let forwarded = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
        return forwarded.rsplit(',').next()?.trim().parse().ok();
    }
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers_of(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_stroke_too_many_leads_to_the_page_and_to_no_other_site() {
        assert_eq!(without_stroke("/north-moor/"), Some("/north-moor"));
        assert_eq!(without_stroke("/north-moor/raise//"), Some("/north-moor/raise"));
        for path in ["/", "//", "/north-moor", "//evil.example/", "/\\evil.example/"] {
            assert_eq!(without_stroke(path), None, "{path}");
        }
    }

    #[test]
    fn a_form_from_another_site_is_known() {
        assert!(from_here(&headers_of(&[("sec-fetch-site", "same-origin")])));
        assert!(from_here(&headers_of(&[("host", "brig.scot"), ("origin", "https://brig.scot")])));
        assert!(from_here(&headers_of(&[("host", "brig.scot")])));
        assert!(!from_here(&headers_of(&[("sec-fetch-site", "same-site")])));
        assert!(!from_here(&headers_of(&[("sec-fetch-site", "cross-site"), ("host", "brig.scot"), ("origin", "https://brig.scot")])));
        assert!(!from_here(&headers_of(&[("host", "brig.scot"), ("origin", "https://evil.example")])));
        assert!(!from_here(&headers_of(&[("host", "brig.scot"), ("origin", "null")])));
    }
}
