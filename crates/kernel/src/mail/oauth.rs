//! Access tokens by OAuth 2.0 client credentials, for mail servers that take no passwords (Microsoft 365: XOAUTH2).

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use ureq::{
    Agent,
    tls::{Certificate, RootCerts, TlsConfig},
};

use super::authorities;
use crate::{clock::Clock, config::Oauth};

/// A token as it is shown to a server.
pub(super) struct Token {
    /// What is shown.
    pub(super) words: String,
    /// Whether it was asked for just now.
    pub(super) fresh: bool,
}

/// The token in use, until shortly before it runs out.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Mutex<Option<(String, Timestamp)>>>);

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(hidden)")
    }
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default)]
    expires_in: i64,
}

impl Tokens {
    /// A token that is good now: the one we have, or a new one.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub(super) async fn current(&self, oauth: &Oauth) -> Result<Token, String> {
        let now = Clock::System.now();
        if let Some((token, until)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && *until > now
        {
            return Ok(Token { words: token.clone(), fresh: false });
        }
        let asked = oauth.clone();
        #[expect(clippy::disallowed_methods, reason = "the only request that we make ourselves, and it blocks")]
        let answer = tokio::task::spawn_blocking(move || ask(&asked)).await.map_err(|_| "asking for a token failed".to_owned())??;
        let until = now + SignedDuration::from_secs((answer.expires_in - 60).max(0));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((answer.access_token.clone(), until));
        Ok(Token { words: answer.access_token, fresh: true })
    }

    /// Forgets a token that a server did not take, unless another has come in its place meanwhile.
    pub(super) fn forget(&self, token: &Token) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|(words, _)| *words == token.words) {
            *held = None;
        }
    }
}

fn ask(oauth: &Oauth) -> Result<Answer, String> {
    let roots = authorities::trusted(oauth.authorities.as_deref())?;
    let roots: Vec<_> = roots.iter().map(|cert| Certificate::from_der(cert.as_ref()).to_owned()).collect();
    let agent = Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots)).build())
        .timeout_global(Some(Duration::from_secs(10)))
        .max_redirects(0)
        .build()
        .new_agent();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", oauth.client_id.as_str()),
        ("client_secret", oauth.client_secret.as_str()),
        ("scope", oauth.scope.as_str()),
    ];
    let mut answer = agent.post(&oauth.token_url).send_form(form).map_err(|error| match error {
        ureq::Error::StatusCode(code) => format!("the token address answered {code}: check tenant, client id and secret"),
        _ => "the token address cannot be reached".to_owned(),
    })?;
    answer.body_mut().read_json().map_err(|_| "the token address gave no access token".to_owned())
}
