//! Issues over HTTP, as people meet them.

mod closed;
mod following;
mod raising;
mod reading;
mod receipt;
mod scripts;

use group::testing::{Persona, Reply};

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";

/// Fills in the form and sends it.
async fn send(who: &Persona<'_>, fields: &[(&str, &str)]) -> Reply {
    who.fill(RAISE, RAISE, fields).await
}

/// Raises an issue in confidence; gives the path of its private page.
async fn raised(who: &Persona<'_>, text: &str) -> String {
    let sent = send(who, &[("text", text), ("known", "confidence"), ("name", "Dr Ann Reid")]).await;
    assert_eq!(sent.status, 303, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}
