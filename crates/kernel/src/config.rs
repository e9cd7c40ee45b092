//! The settings of one deployment. They come from flags or the environment; `brig serve --help` lists them.

use std::{path::PathBuf, time::Duration};

/// Settings that every process of a deployment shares.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach us, without a slash at the end. Decides the cookie's name and whether it is `Secure`.
    pub public_url: String,
    /// Whether the address of a caller is taken from `X-Forwarded-For`, because a proxy of ours sets it.
    pub behind_proxy: bool,
    /// Minutes without a request after which a person signs in again.
    pub idle_minutes: i64,
    /// Days after which a mail that was sent is forgotten.
    pub mail_days: i64,
    /// Months for which it is kept who of a group opened what, on which day.
    pub look_months: i64,
    /// The address our mail comes from.
    pub mail_from: String,
    /// The folder that mail is written to where no mail server is named.
    pub mail_dir: PathBuf,
    /// The file in which the list of removals stands, for whoever puts an older backup back; none in tests.
    pub removals: Option<PathBuf>,
    /// The mail server, when there is one.
    pub smtp: Option<Smtp>,
    /// How many conversations with the mail server go on at the same time for one run of mails.
    pub smtp_connections: usize,
    /// How many mails leave in any minute at the most; 0: as many as the server takes.
    pub mail_per_minute: i64,
    /// Days for which it is looked after a sending to a list whether its mails come back.
    pub bounce_days: i64,
    /// How many addresses can be pasted into a list at once.
    pub most_pasted: usize,
    /// The longest that posting to a web address may take, in seconds.
    pub webhook_seconds: u64,
    /// The mailbox that mail to us is read from, when there is one.
    pub imap: Option<Imap>,
    /// Whether this is a demonstration: a page of people to sign in as, and a mailbox to look into.
    pub demonstration: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            behind_proxy: false,
            idle_minutes: 30,
            mail_days: 90,
            look_months: 12,
            mail_from: "Brig <brig@localhost>".into(),
            mail_dir: "mail".into(),
            removals: None,
            smtp: None,
            smtp_connections: 3,
            mail_per_minute: 200,
            bounce_days: 21,
            most_pasted: 2_000,
            webhook_seconds: 20,
            imap: None,
            demonstration: false,
        }
    }
}

impl Settings {
    /// Whether people reach us over TLS.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The host in our public address, without port.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.public_url.split_once("://").map_or(self.public_url.as_str(), |(_, rest)| rest);
        let rest = rest.split('/').next().unwrap_or(rest);
        if rest.starts_with('[') { rest.split(']').next().map_or(rest, |host| &host[1..]) } else { rest.split(':').next().unwrap_or(rest) }
    }
}

/// A mail server and how to sign in to it.
#[derive(Clone)]
pub struct Smtp {
    /// `smtp://` (STARTTLS) or `smtps://` (TLS from the start), with user, password, host and port.
    pub url: String,
    /// OAuth 2.0 client credentials, instead of a password.
    pub oauth: Option<Oauth>,
    /// A file of certificates (PEM) of authorities that are trusted beside the machine's own.
    pub authorities: Option<PathBuf>,
    /// How long it may take over one mail.
    pub patience: Duration,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Smtp(hidden)")
    }
}

/// A mailbox and how to sign in to it.
#[derive(Clone)]
pub struct Imap {
    /// `imaps://user:password@host:993/INBOX`.
    pub url: String,
    /// OAuth 2.0 client credentials, instead of a password.
    pub oauth: Option<Oauth>,
    /// A file of certificates (PEM) of authorities that are trusted beside the machine's own.
    pub authorities: Option<PathBuf>,
}

impl std::fmt::Debug for Imap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Imap(hidden)")
    }
}

/// OAuth 2.0 client credentials, as Microsoft 365 asks for them.
#[derive(Clone)]
pub struct Oauth {
    /// Where a token is asked for.
    pub token_url: String,
    /// Our application there.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// What the token shall be good for.
    pub scope: String,
    /// A file of certificates (PEM) of authorities that are trusted beside the machine's own.
    pub authorities: Option<PathBuf>,
}

/// A new folder of our own among the machine's temporary files.
///
/// # Errors
/// When it cannot be made.
pub fn temporary_folder(name: &str) -> crate::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("{name}-{}", crate::id::Ids::Random.timeless_key()?.simple()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_the_public_address() {
        let host = |url: &str| Settings { public_url: url.into(), ..Settings::default() }.host().to_owned();
        assert_eq!(host("https://brig.example.scot/x"), "brig.example.scot");
        assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1");
        assert_eq!(host("http://[::1]:8080"), "::1");
    }
}
