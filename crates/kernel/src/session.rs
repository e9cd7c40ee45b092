//! Sessions: a random secret in a cookie, its hash in the database.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{App, Error, Result, Tx, config::Settings, keys, sql};

/// The longest that a session lasts, however busy.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// Sessions that one person may have at a time; the oldest ends when another begins.
const AT_MOST: i64 = 5;

/// A session in use.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who is signed in.
    pub person: Uuid,
    hash: Vec<u8>,
}

impl Session {
    /// The token that every form of this session carries.
    #[must_use]
    pub fn forgery_token(&self, app: &App) -> String {
        app.keys.seal("forgery", &[&self.hash])
    }

    /// Whether a form's token is of this session.
    #[must_use]
    pub fn owns(&self, app: &App, token: &str) -> bool {
        app.keys.sealed("forgery", &[&self.hash], token)
    }
}

/// Over TLS the cookie is bound to this host by its name.
fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure() { "__Host-sid" } else { "sid" }
}

/// Begins a session; gives the cookie to set.
///
/// # Errors
/// When the database fails.
pub async fn begin(app: &App, tx: &mut Tx, person: Uuid) -> Result<HeaderValue> {
    let (secret, now) = (app.ids.secret()?, app.clock.now());
    sql("INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)")
        .bind(keys::hash(&secret))
        .bind(person)
        .bind(now)
        .bind(now + LONGEST)
        .run(tx)
        .await?;
    sql("DELETE FROM sessions WHERE person_id = $1 AND token_hash NOT IN ( \
           SELECT token_hash FROM sessions WHERE person_id = $1 ORDER BY created_at DESC, token_hash LIMIT $2)")
    .bind(person)
    .bind(AT_MOST)
    .run(tx)
    .await?;
    cookie(&app.settings, &secret, LONGEST.as_secs())
}

/// The cookie that ends a session in the browser.
///
/// # Errors
/// Never in practice: the value is made of plain characters.
pub fn no_cookie(settings: &Settings) -> Result<HeaderValue> {
    cookie(settings, "", 0)
}

fn cookie(settings: &Settings, secret: &str, seconds: i64) -> Result<HeaderValue> {
    let secure = if settings.secure() { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{}={secret}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}", cookie_name(settings)))
        .map_err(|_| Error::internal("the cookie cannot be written"))
}

/// The session that a request's cookie names, if it is still good.
///
/// # Errors
/// When the database fails.
pub async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Session>> {
    let Some(shown) = shown(app, headers) else { return Ok(None) };
    let row = sql("SELECT person_id, seen_at FROM sessions WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3");
    let Some(row) = row.bind(shown.hash.as_slice()).bind(shown.now).bind(shown.idle_since).optional(&app.db).await? else {
        return Ok(None);
    };
    Ok(Some(shown.belongs_to(app, row.get("person_id")?, row.get("seen_at")?).await))
}

/// What a request shows of a session: enough to look it up, together with whatever else a page needs to know first.
/// A session is good when its `expires_at` lies after `now` and its `seen_at` after `idle_since`.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is stored of the cookie's secret.
    pub hash: Vec<u8>,
    /// The present instant.
    pub now: Timestamp,
    /// A session that rested since before this is over.
    pub idle_since: Timestamp,
}

/// What a request's cookie shows, if it has one.
#[must_use]
pub fn shown(app: &App, headers: &HeaderMap) -> Option<Shown> {
    let hash = keys::hash(secret(&app.settings, headers)?);
    let now = app.clock.now();
    Some(Shown { hash, now, idle_since: now - SignedDuration::from_mins(app.settings.idle_minutes) })
}

impl Shown {
    /// The session, once its row was found: notes now and then that it is in use.
    pub async fn belongs_to(self, app: &App, person: Uuid, seen_at: Timestamp) -> Session {
        let session = Session { person, hash: self.hash };
        if self.now.duration_since(seen_at) > SignedDuration::from_mins(2)
            && let Err(error) = note_seen(app, &session).await
        {
            // Reading must go on when nothing can be written.
            tracing::warn!(%error, "could not note that a session is in use");
        }
        session
    }
}

async fn note_seen(app: &App, session: &Session) -> Result<()> {
    let mut tx = app.begin().await?;
    sql("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1").bind(session.hash.as_slice()).bind(app.clock.now()).run(&mut tx).await?;
    app.commit(tx).await
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, session: &Session) -> Result<()> {
    sql("DELETE FROM sessions WHERE token_hash = $1").bind(session.hash.as_slice()).run(tx).await.map(drop)
}

/// Ends all sessions of a person, wherever they are signed in.
///
/// # Errors
/// When the database fails.
pub async fn end_all(tx: &mut Tx, person: Uuid) -> Result<()> {
    sql("DELETE FROM sessions WHERE person_id = $1").bind(person).run(tx).await.map(drop)
}

/// Forgets sessions that are over.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.begin().await?;
    sql("DELETE FROM sessions WHERE expires_at < $1 OR seen_at < $2")
        .bind(now)
        .bind(now - SignedDuration::from_mins(app.settings.idle_minutes))
        .run(&mut tx)
        .await?;
    app.commit(tx).await
}

fn secret<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = cookie_name(settings);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}
