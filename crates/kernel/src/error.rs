//! What can go wrong, in the words that a person or a script gets to see.
//!
//! An error is turned into a page or into a problem document (RFC 9457) in one place,
//! [`crate::http`], so that a handler never thinks about which of the two its caller reads.

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

/// What a command or a handler returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A message that belongs to one field of a form or of a JSON body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: Cow<'static, str>,
    /// One sentence that says what to do.
    pub message: String,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there, or the actor may not know that it is.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or the token is missing or wrong.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The actor may see the thing but not do this to it.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// Some fields need another value.
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Something was found in the text that must not be kept: messages for the fields, and what was found and where.
    #[error("refused")]
    Refused(Vec<FieldError>, serde_json::Value),
    /// The thing is in another state, or was changed in between.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Too many tries; with the seconds to wait.
    #[error("too many tries, again in {0} s")]
    TooMany(u64),
    /// More bytes than we take.
    #[error("too large")]
    TooLarge,
    /// The database or something else we need does not answer just now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The disk is full.
    #[error("storage full")]
    StorageFull,
    /// A fault of ours.
    #[error("internal: {0:#}")]
    Internal(anyhow::Error),
}

impl Error {
    /// A fault of ours, in words for the log. Never put personal data in it.
    #[must_use]
    pub fn internal(words: impl Into<String>) -> Self {
        Self::Internal(anyhow::Error::msg(words.into()))
    }

    /// One field that needs another value.
    #[must_use]
    pub fn field(field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// What the person or the script is told.
    #[must_use]
    pub fn told(&self) -> Told {
        let (status, title, detail) = match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Page not found",
                "Check the address. If you followed a link, what it led to may have moved, or it may not be yours to see.".into(),
            ),
            Self::SignInNeeded => (
                StatusCode::UNAUTHORIZED,
                "Sign in first",
                "You are not signed in, or were not active for a while; a script needs a valid token.".into(),
            ),
            Self::Forbidden(why) => (StatusCode::FORBIDDEN, "That is not yours to do", why.clone()),
            Self::Invalid(_) | Self::Refused(..) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "There is a problem", "Some of what was sent needs another value.".into())
            }
            Self::Conflict(why) => (StatusCode::CONFLICT, "Something changed in between", why.clone()),
            Self::TooMany(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "Please wait a moment",
                format!("There were many tries in a short time. Try again in {}.", crate::words::wait(*seconds)),
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is more than we can take",
                "Go back and shorten it: two megabytes is the most that one form can send.".into(),
            ),
            Self::Unavailable(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Sorry, this does not work just now",
                "Nothing that was saved is lost. What you were sending was not saved: go back and try again in a few minutes.".into(),
            ),
            Self::StorageFull => (
                StatusCode::INSUFFICIENT_STORAGE,
                "Sorry, we cannot save anything just now",
                "There is no room left to store what you send. Reading still works. Keep a copy of your text and try again later.".into(),
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Sorry, something went wrong",
                "The fault is ours and has been noted. Nothing that was saved is lost; what you were sending was not saved.".into(),
            ),
        };
        let (fields, findings) = match self {
            Self::Invalid(fields) => (fields.clone(), None),
            Self::Refused(fields, findings) => (fields.clone(), Some(findings.clone())),
            _ => (Vec::new(), None),
        };
        let retry_after = if let Self::TooMany(seconds) = self { Some(*seconds) } else { None };
        Told { status, title, detail, fields, findings, retry_after }
    }

    /// The messages of an error that a form shows again: of its fields, or a conflict at one of them.
    ///
    /// # Errors
    /// Every other error, as it is.
    pub fn into_messages(self, at: impl Into<Cow<'static, str>>) -> Result<Vec<FieldError>> {
        match self {
            Self::Invalid(errors) | Self::Refused(errors, _) => Ok(errors),
            Self::Conflict(message) => Ok(vec![FieldError { field: at.into(), message }]),
            other => Err(other),
        }
    }
}

/// An error in the words that leave the process.
#[derive(Clone, Debug)]
pub struct Told {
    /// The HTTP status.
    pub status: StatusCode,
    /// A heading.
    pub title: &'static str,
    /// A sentence or two.
    pub detail: String,
    /// Messages for single fields.
    pub fields: Vec<FieldError>,
    /// What was found in the text, for scripts.
    pub findings: Option<serde_json::Value>,
    /// Seconds to wait before the next try.
    pub retry_after: Option<u64>,
}

impl IntoResponse for Error {
    /// An empty response that carries what is to be told; [`crate::http`] fills in page or problem document.
    fn into_response(self) -> Response {
        match &self {
            Self::Internal(error) => tracing::error!(error = format!("{error:#}"), "request failed"),
            Self::Unavailable(why) => tracing::warn!(why, "unavailable"),
            Self::StorageFull => tracing::warn!("storage full"),
            _ => {}
        }
        let told = self.told();
        let mut response = told.status.into_response();
        if let Some(seconds) = told.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(told);
        response
    }
}

impl From<sqlx::Error> for Error {
    /// Sorts what a database says into what a person can do about it. Both databases word it their own way.
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let code = match &error {
            E::Database(database) => database.code().unwrap_or_default().into_owned(),
            E::PoolTimedOut | E::PoolClosed | E::Io(_) | E::Tls(_) | E::WorkerCrashed => {
                return Self::Unavailable(format!("database: {error}"));
            }
            _ => return Self::Internal(error.into()),
        };
        // SQLite's primary code is the low byte of its extended code; PostgreSQL's classes are two characters.
        if let Ok(number) = code.parse::<u32>()
            && code.len() < 5
        {
            return match number & 0xff {
                13 => Self::StorageFull,
                5 | 6 | 8 | 10 | 14 | 26 => Self::Unavailable(format!("database: SQLite code {number}")),
                _ => Self::Internal(error.into()),
            };
        }
        match code.get(..2) {
            _ if code == "53100" => Self::StorageFull,
            Some("08" | "53" | "57" | "40" | "55") => Self::Unavailable(format!("database: PostgreSQL code {code}")),
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull { Self::StorageFull } else { Self::Internal(error.into()) }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}
