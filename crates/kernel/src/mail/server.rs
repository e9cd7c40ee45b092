//! A conversation with the mail server (SMTP), kept open over many mails.
//!
//! It is led command by command and not by the library's own pool, for two reasons: a mail that is refused must not end the
//! conversation, and one that was given up halfway must never be carried on with the next mail.

use std::{fmt::Display, time::Duration};

use lettre::{
    Message,
    transport::smtp::{
        Error as SmtpError,
        authentication::{Credentials, DEFAULT_MECHANISMS, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Noop, Quit, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use tokio::time::timeout;

use super::{
    authorities,
    oauth::{Token, Tokens},
};
use crate::{clock::Stopwatch, config::Smtp, form::decode_percent, job::JobError};

/// How long we wait for a server's farewell.
const FAREWELL: Duration = Duration::from_secs(2);

/// How a conversation is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    /// Not at all: to this very machine, or where the address says so.
    None,
    /// Where the server offers it.
    Offered,
    /// Asked for after the greeting, before anything else is said (STARTTLS).
    Asked,
    /// From the first byte.
    Always,
}

/// Where the mail server is, read from its address.
#[derive(Debug)]
struct Place {
    tls: Tls,
    host: String,
    port: u16,
    /// What we call ourselves to it, where the address says so.
    hello: Option<String>,
    user: String,
    password: Option<String>,
}

/// Reads `smtp://USER:PASSWORD@HOST:PORT/NAME?tls=required`. Mail travels encrypted unless the server is on this very machine or
/// the address says otherwise.
fn place(url: &str) -> Result<Place, String> {
    let wrong = || "BRIG_SMTP_URL is no valid smtp:// or smtps:// address".to_owned();
    let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    // The last @ before the first slash: a password may hold one.
    let (server, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (who, server) = server.rsplit_once('@').unwrap_or(("", server));
    let (user, password) = who.split_once(':').map_or((who, None), |(user, password)| (user, Some(password)));
    let closed = server.find(']').map_or(0, |at| at + 1);
    let (host, port) = server[closed..].rsplit_once(':').map_or((server, ""), |(host, port)| (&server[..closed + host.len()], port));
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("tls="));
    let tls = match (scheme, asked) {
        ("smtps", _) => Tls::Always,
        ("smtp", Some("required")) => Tls::Asked,
        ("smtp", Some("opportunistic")) => Tls::Offered,
        ("smtp", None) if local => Tls::None,
        ("smtp", None) => Tls::Asked,
        _ => return Err(wrong()),
    };
    let usual = match tls {
        Tls::Always => 465,
        Tls::None => 25,
        Tls::Offered | Tls::Asked => 587,
    };
    let port = if port.is_empty() { usual } else { port.parse().map_err(|_| wrong())? };
    let plain = |text: &str| decode_percent(text.as_bytes());
    let hello = Some(path.trim_matches('/')).filter(|name| !name.is_empty()).map(plain);
    let host = host.trim_matches(['[', ']']).to_owned();
    let place = Place { tls, host, port, hello, user: plain(user), password: password.map(plain) };
    let odd = |text: &str| text.contains(['\r', '\n', '\0']);
    if place.host.is_empty() || odd(&place.user) || place.hello.as_deref().is_some_and(odd) {
        return Err(wrong());
    }
    Ok(place)
}

/// Why there is no conversation.
#[derive(Debug)]
pub(super) enum Closed {
    /// Something on our side: a sentence.
    Ours(String),
    /// What the server said, or that it did not.
    Server(SmtpError),
}

impl Closed {
    fn words(&self) -> String {
        match self {
            Self::Ours(words) => words.clone(),
            Self::Server(error) => match error.status() {
                Some(code) => format!("the mail server does not take us ({code})"),
                None if error.is_timeout() => LATE.into(),
                None if error.is_tls() => "no encrypted connection to the mail server".into(),
                None => "no connection to the mail server".into(),
            },
        }
    }
}

const LATE: &str = "the mail server did not answer in time";

/// Why a mail was not taken. Of what the server said only its code is kept: it may have repeated the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// This mail is refused for good.
    Refused(i64),
    /// This mail may come later.
    Later(i64),
    /// The conversation broke off in the middle of this mail: nobody knows whether the server has it.
    Broken(&'static str),
    /// It is not about this mail: the server is not there, or takes none of ours.
    NoServer(String),
}

impl From<Trouble> for JobError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(0) => Self::GiveUp("the mail server cannot take this address".into()),
            Trouble::Refused(code) => Self::GiveUp(format!("the mail server refused it for good ({code})")),
            Trouble::Later(code) => Self::Retry(format!("the mail server asked to try later ({code})")),
            Trouble::Broken(words) => Self::Retry(words.into()),
            Trouble::NoServer(words) => Self::Retry(words),
        }
    }
}

/// What went wrong within a conversation, before it is said whose trouble it is.
enum Hitch {
    /// The server said no; then the conversation goes on.
    No(i64),
    Gone,
}

/// One conversation.
pub(super) struct Line {
    conn: AsyncSmtpConnection,
    /// Whether it has carried a mail: the server may have hung up since.
    used: bool,
    gone: bool,
    /// Since when nothing was said.
    pub(super) since: Stopwatch,
}

impl Line {
    /// Connects, encrypts and signs in.
    pub(super) async fn open(smtp: &Smtp, tokens: &Tokens) -> Result<Self, Closed> {
        let Some(oauth) = &smtp.oauth else { return Self::open_by(smtp, None).await };
        let token = tokens.current(oauth).await.map_err(Closed::Ours)?;
        let opened = Self::open_by(smtp, Some(&token)).await;
        let Err(Closed::Server(error)) = &opened else { return opened };
        if !error.is_permanent() {
            return opened;
        }
        tokens.forget(&token);
        if token.fresh {
            return opened;
        }
        // One from before may have been ended early: a new one says whether it was that.
        let token = tokens.current(oauth).await.map_err(Closed::Ours)?;
        Self::open_by(smtp, Some(&token)).await.inspect_err(|_| tokens.forget(&token))
    }

    /// As [`Self::open`], with what it signs in by.
    async fn open_by(smtp: &Smtp, token: Option<&Token>) -> Result<Self, Closed> {
        let place = place(&smtp.url).map_err(Closed::Ours)?;
        let hello = place.hello.clone().map_or_else(ClientId::default, ClientId::Domain);
        let tls = || {
            let mut tls = TlsParameters::builder(place.host.clone());
            if let Some(file) = &smtp.authorities {
                for one in authorities::named(file).map_err(Closed::Ours)? {
                    tls = tls.add_root_certificate(Certificate::from_der(one.to_vec()).map_err(Closed::Server)?);
                }
            }
            tls.build().map_err(Closed::Server)
        };
        let wrapped = if place.tls == Tls::Always { Some(tls()?) } else { None };
        let server = (place.host.as_str(), place.port);
        let conn = AsyncSmtpConnection::connect_tokio1(server, Some(smtp.patience), &hello, wrapped, None).await;
        let mut conn = conn.map_err(Closed::Server)?;
        if place.tls == Tls::Asked || place.tls == Tls::Offered && conn.can_starttls() {
            conn.starttls(tls()?, &hello).await.map_err(Closed::Server)?;
        }
        let (password, ways) = match token {
            Some(token) => (Some(token.words.clone()), &[Mechanism::Xoauth2][..]),
            None => (place.password, DEFAULT_MECHANISMS),
        };
        if let Some(password) = password {
            conn.auth(ways, &Credentials::new(place.user, password)).await.map_err(Closed::Server)?;
        }
        Ok(Self { conn, used: false, gone: false, since: Stopwatch::start() })
    }

    /// Asks whether the server is still there, and takes leave.
    pub(super) async fn answers(mut self) -> bool {
        let there = self.say(Noop).await.is_ok();
        self.close().await;
        there
    }

    /// Takes leave of the server, if it is still there.
    pub(super) async fn close(mut self) {
        if !self.gone {
            let _ = timeout(FAREWELL, self.say(Quit)).await;
        }
    }

    async fn say(&mut self, command: impl Display) -> Result<(), Hitch> {
        let said = self.conn.command(command).await;
        self.heard(said.map(drop))
    }

    fn heard(&mut self, said: Result<(), SmtpError>) -> Result<(), Hitch> {
        said.map_err(|error| match error.status().map(|code| i64::from(u16::from(code))) {
            // With 421 the server hangs up, whatever it was asked.
            Some(code) if code != 421 => Hitch::No(code),
            _ => {
                self.gone = true;
                Hitch::Gone
            }
        })
    }

    /// Carries one mail. `None` when the server had hung up before it was given anything of it.
    async fn carry(&mut self, message: &Message) -> Option<Result<(), Trouble>> {
        let (envelope, bytes) = (message.envelope(), message.formatted());
        let mut parameters = Vec::new();
        if envelope.to().iter().chain(envelope.from()).any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !self.conn.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Some(Err(Trouble::Refused(0)));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // Our own parts are ASCII by their encoding; an attached file may not be.
        if !bytes.is_ascii() && self.conn.server_info().supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let used = std::mem::replace(&mut self.used, true);
        match self.say(Mail::new(envelope.from().cloned(), parameters)).await {
            Ok(()) => {}
            Err(Hitch::Gone) if used => return None,
            Err(Hitch::Gone) => return Some(Err(Trouble::NoServer("no connection to the mail server".into()))),
            Err(Hitch::No(code)) if code >= 500 => {
                self.gone = true;
                return Some(Err(Trouble::NoServer(format!("the mail server does not take mail from our address ({code})"))));
            }
            Err(Hitch::No(code)) => return Some(Err(self.refused(code, true).await)),
        }
        for to in envelope.to() {
            match self.say(Rcpt::new(to.clone(), Vec::new())).await {
                Ok(()) => {}
                Err(hitch) => return Some(Err(self.trouble(hitch, true).await)),
            }
        }
        if let Err(hitch) = self.say(Data).await {
            return Some(Err(self.trouble(hitch, true).await));
        }
        // In one piece with the dot that ends it: sent after it, the dot would wait until the server has confirmed the rest, which
        // servers that have nothing to say yet put off for some forty milliseconds.
        let said = match str::from_utf8(&bytes) {
            Ok(text) => self.conn.command(with_dots(text)).await,
            Err(_) => self.conn.message(&bytes).await,
        };
        match self.heard(said.map(drop)) {
            Ok(()) => {
                self.since = Stopwatch::start();
                Some(Ok(()))
            }
            Err(hitch) => Some(Err(self.trouble(hitch, false).await)),
        }
    }

    async fn trouble(&mut self, hitch: Hitch, begun: bool) -> Trouble {
        match hitch {
            Hitch::Gone => Trouble::Broken("the mail server hung up in the middle of a mail"),
            Hitch::No(code) => self.refused(code, begun).await,
        }
    }

    /// A mail that was begun and refused is put back, so that the conversation can go on with the next.
    async fn refused(&mut self, code: i64, begun: bool) -> Trouble {
        if begun && !matches!(self.say(Rset).await, Ok(())) {
            self.gone = true;
        }
        self.since = Stopwatch::start();
        if code >= 500 { Trouble::Refused(code) } else { Trouble::Later(code) }
    }
}

/// A message as it goes over the line: a dot alone ends it, so that a line of its own which begins with one gets another.
fn with_dots(text: &str) -> String {
    let first = if text.starts_with('.') { "." } else { "" };
    let end = if text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    format!("{first}{}{end}", text.replace("\r\n.", "\r\n.."))
}

/// Has a mail carried by the conversation that is held, or by a new one, which is held afterwards. What takes longer than the
/// settings allow is cut off, and its conversation with it.
pub(super) async fn carry(smtp: &Smtp, tokens: &Tokens, held: &mut Option<Line>, message: &Message) -> Result<(), Trouble> {
    let said = timeout(smtp.patience, async {
        // A conversation that was open already may have been ended by the server meanwhile: that is nobody's fault, and a new
        // one is begun at once.
        if let Some(mut line) = held.take()
            && let Some(said) = line.carry(message).await
        {
            *held = Some(line);
            return said;
        }
        let mut line = Line::open(smtp, tokens).await.map_err(|closed| Trouble::NoServer(closed.words()))?;
        let said = line.carry(message).await;
        *held = Some(line);
        said.unwrap_or_else(|| Err(Trouble::NoServer("no connection to the mail server".into())))
    });
    let said = said.await.unwrap_or(Err(Trouble::Broken(LATE)));
    if held.as_ref().is_some_and(|line| line.gone) {
        *held = None;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_travels_encrypted_unless_the_server_is_on_this_machine() {
        let read = |url: &str| place(url).map(|place| (place.tls, place.host, place.port)).expect("an address");
        assert_eq!(read("smtp://u:p@mail.example:587"), (Tls::Asked, "mail.example".into(), 587));
        assert_eq!(read("smtp://mail.example"), (Tls::Asked, "mail.example".into(), 587));
        assert_eq!(read("smtp://mail.example?tls=opportunistic"), (Tls::Offered, "mail.example".into(), 587));
        assert_eq!(read("smtps://mail.example"), (Tls::Always, "mail.example".into(), 465));
        assert_eq!(read("smtp://127.0.0.1:2525"), (Tls::None, "127.0.0.1".into(), 2525));
        assert_eq!(read("smtp://[::1]"), (Tls::None, "::1".into(), 25));
        assert_eq!(read("smtp://u:localhost@mail.example"), (Tls::Asked, "mail.example".into(), 587));
        assert_eq!(read("smtp://localhost.example:25"), (Tls::Asked, "localhost.example".into(), 25));
        for wrong in ["", "mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp://u%0a:p@h", "smtp://h?tls=no"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_line_that_begins_with_a_dot_does_not_end_the_mail() {
        assert_eq!(with_dots(".a\r\n.\r\n..b\r\nc."), "..a\r\n..\r\n...b\r\nc.\r\n.\r\n");
        assert_eq!(with_dots("a\r\n"), "a\r\n.\r\n");
    }

    #[test]
    fn who_signs_in_stands_in_the_address() {
        let read = place("smtp://brig%40board.scot:p%2Fw%25@mail.example/brig.board.scot").expect("an address");
        assert_eq!((read.user.as_str(), read.password.as_deref()), ("brig@board.scot", Some("p/w%")));
        assert_eq!(read.hello.as_deref(), Some("brig.board.scot"));
        let read = place("smtp://group%40board.scot@mail.example:587").expect("an address");
        assert_eq!((read.user.as_str(), read.password), ("group@board.scot", None));
    }
}
