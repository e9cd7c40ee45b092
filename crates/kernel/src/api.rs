//! The parts that every address of the JSON API shares.

use axum::{
    Json,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// A JSON body. What cannot be read is answered with a problem document that says where.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        use axum::extract::rejection::JsonRejection as R;
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(R::BytesRejection(_)) => Err(Error::TooLarge),
            Err(R::MissingJsonContentType(_)) => Err(Error::field("body", "Send JSON with the header Content-Type: application/json")),
            // The reason names fields and places in the body, never its values.
            Err(R::JsonDataError(error)) => Err(Error::field("body", reason(&error.body_text()))),
            Err(_) => Err(Error::field("body", "The body is not valid JSON")),
        }
    }
}

/// What serde says, cut before it would repeat a value.
fn reason(text: &str) -> String {
    let said = text.split_once(": ").map_or(text, |(_, said)| said);
    let said = ["invalid type", "invalid value", "unknown variant"].iter().find(|start| said.contains(**start)).map_or(said, |start| start);
    said.chars().take(120).collect()
}

/// The bearer token of a call, if it has one.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
