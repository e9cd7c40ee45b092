//! A mailbox on a mail server (IMAP4rev1): the few commands that reading what is new takes, and no more.

use std::{path::Path, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

use super::{Tokens, authorities};
use crate::{config::Imap, form::decode_percent};

/// How long the server may take over one command.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most bytes of a mail that are read; what is longer has files that nobody takes.
const LARGEST: usize = 26_000_000;

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A mailbox that is open. What goes wrong is a sentence without address or password.
pub struct Mailbox {
    stream: BufReader<Box<dyn Stream>>,
    sent: u32,
    name: String,
    validity: u32,
}

impl std::fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailbox(hidden)")
    }
}

/// What the server says: a line, and the bytes that stood in it.
struct Said {
    line: String,
    bytes: Vec<u8>,
}

/// How the conversation is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    /// From the first byte.
    Always,
    /// Asked for after the greeting, before anything else is said (STARTTLS).
    Asked,
    /// Not at all: only to this machine.
    None,
}

const SERVER: &str = "the mailbox's server";

/// Where a mailbox is, read from its address: `imaps://user:password@host:993/INBOX`, or `imap://` for STARTTLS.
struct Place {
    tls: Tls,
    user: String,
    password: String,
    host: String,
    port: u16,
    folder: String,
}

fn place(url: &str) -> Result<Place, String> {
    let wrong = || "BRIG_IMAP_URL is no address as in imaps://user:password@mail.board.scot:993/INBOX".to_owned();
    let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
    let (who, rest) = rest.rsplit_once('@').ok_or_else(wrong)?;
    let (user, password) = who.split_once(':').unwrap_or((who, ""));
    let (server, folder) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = server.rsplit_once(':').unwrap_or((server, ""));
    let tls = match scheme {
        "imaps" => Tls::Always,
        "imap" if ["localhost", "127.0.0.1"].contains(&host) => Tls::None,
        "imap" => Tls::Asked,
        _ => return Err(wrong()),
    };
    let port = if port.is_empty() { Ok(if tls == Tls::Always { 993 } else { 143 }) } else { port.parse().map_err(|_| wrong()) }?;
    let plain = |text: &str| decode_percent(text.as_bytes());
    let folder = if folder.is_empty() { "INBOX".into() } else { plain(folder) };
    let place = Place { tls, user: plain(user), password: plain(password), host: host.to_owned(), port, folder };
    if [&place.user, &place.password, &place.folder].iter().any(|text| text.contains(['\r', '\n', '\0'])) || place.host.is_empty() {
        return Err(wrong());
    }
    Ok(place)
}

/// A text between quotes, as IMAP has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// How many bytes follow a line that ends in `{123}`.
fn bytes_to_come(line: &str) -> Option<usize> {
    line.strip_suffix('}')?.rsplit_once('{')?.1.trim_end_matches('+').parse().ok()
}

async fn connect(place: &Place, more: Option<&Path>) -> Result<Box<dyn Stream>, String> {
    let stream =
        TcpStream::connect((place.host.as_str(), place.port)).await.map_err(|_| "no connection to the mailbox's server".to_owned())?;
    if place.tls == Tls::Always { encrypted(place, more, Box::new(stream)).await } else { Ok(Box::new(stream)) }
}

async fn encrypted(place: &Place, more: Option<&Path>, stream: Box<dyn Stream>) -> Result<Box<dyn Stream>, String> {
    let never = || format!("no encrypted connection to {SERVER}");
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(authorities::trusted(more)?);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let config = config.map_err(|_| never())?.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(place.host.clone()).map_err(|_| never())?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    Ok(Box::new(stream.map_err(|error| authorities::why_not(&error, SERVER))?))
}

impl Mailbox {
    /// Signs in and opens the folder. A token that the server no longer takes is renewed once.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn open(imap: &Imap, tokens: &Tokens) -> Result<Self, String> {
        let place = place(&imap.url)?;
        let late = |_| "the mailbox's server did not answer in time".to_owned();
        let stream = timeout(PATIENCE, connect(&place, imap.authorities.as_deref())).await.map_err(late)??;
        let name = format!("{}@{}/{}", place.user, place.host, place.folder);
        let mut mailbox = Self { stream: BufReader::new(stream), sent: 0, name, validity: 0 };
        let greeting = timeout(PATIENCE, mailbox.hear()).await.map_err(late)??;
        if !greeting.line.starts_with("* OK") {
            return Err("the mailbox's server does not take us".into());
        }
        if place.tls == Tls::Asked {
            mailbox.say("STARTTLS", "encryption (STARTTLS)").await?;
            // What came with the answer was never encrypted: somebody in between may have written it.
            if !mailbox.stream.buffer().is_empty() {
                return Err("the mailbox's server said something before it was asked".into());
            }
            let stream =
                timeout(PATIENCE, encrypted(&place, imap.authorities.as_deref(), mailbox.stream.into_inner())).await.map_err(late)??;
            mailbox.stream = BufReader::new(stream);
        }
        match &imap.oauth {
            Some(oauth) => {
                let token = tokens.current(oauth).await?;
                if let Err(why) = mailbox.sign_in_by(&place.user, &token.words).await {
                    tokens.forget(&token);
                    if token.fresh {
                        return Err(why);
                    }
                    // One from before may have been ended early: a new one says whether it was that.
                    let token = tokens.current(oauth).await?;
                    mailbox.sign_in_by(&place.user, &token.words).await.inspect_err(|_| tokens.forget(&token))?;
                }
            }
            None => mailbox.say(&format!("LOGIN {} {}", quoted(&place.user), quoted(&place.password)), "the sign-in").await.map(drop)?,
        }
        let said = mailbox.say(&format!("SELECT {}", quoted(&place.folder)), "the folder").await?;
        let validity = said.iter().find_map(|one| one.line.split_once("[UIDVALIDITY ")?.1.split(']').next()?.trim().parse().ok());
        mailbox.validity = validity.ok_or_else(|| "the mailbox's server numbers its mails in no lasting way".to_owned())?;
        Ok(mailbox)
    }

    /// What the mailbox is called: `raise@mail.board.scot/INBOX`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers of mails hold while this one stays the same.
    #[must_use]
    pub fn validity(&self) -> u32 {
        self.validity
    }

    /// All mails, by their lasting numbers, the oldest first.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn all(&mut self) -> Result<Vec<u32>, String> {
        self.search("ALL").await
    }

    /// The mails that nobody has seen.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn unseen(&mut self) -> Result<Vec<u32>, String> {
        self.search("UNSEEN").await
    }

    /// The mails that came after one, whether somebody has seen them or not.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn after(&mut self, number: u32) -> Result<Vec<u32>, String> {
        let Some(next) = number.checked_add(1) else { return Ok(Vec::new()) };
        let found = self.search(&format!("UID {next}:*")).await?;
        // The end of a mailbox is always in such a list, also when it lies before.
        Ok(found.into_iter().filter(|one| *one > number).collect())
    }

    async fn search(&mut self, what: &str) -> Result<Vec<u32>, String> {
        let said = self.say(&format!("UID SEARCH {what}"), "the search").await?;
        let numbers = said.iter().filter_map(|one| one.line.strip_prefix("* SEARCH"));
        let mut all: Vec<u32> = numbers.flat_map(str::split_whitespace).filter_map(|number| number.parse().ok()).collect();
        all.sort_unstable();
        Ok(all)
    }

    /// One mail, which stays unseen; nothing when it is gone meanwhile.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn message(&mut self, number: u32) -> Result<Option<Vec<u8>>, String> {
        let said = self.say(&format!("UID FETCH {number} (UID BODY.PEEK[]<0.{LARGEST}>)"), "a mail").await?;
        let mine = |one: &Said| one.line.contains("FETCH") && one.line.contains(&format!("UID {number}")) && !one.bytes.is_empty();
        Ok(said.into_iter().find(mine).map(|one| one.bytes))
    }

    /// Marks a mail as seen; with a flag as well, where a person should look at it.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn mark(&mut self, number: u32, flag: bool) -> Result<(), String> {
        let flags = if flag { "(\\Seen \\Flagged)" } else { "(\\Seen)" };
        self.say(&format!("UID STORE {number} +FLAGS.SILENT {flags}"), "a mark").await.map(drop)
    }

    /// Ends the conversation.
    pub async fn close(mut self) {
        // All that counts has been said.
        let _ = self.say("LOGOUT", "the end").await;
    }

    async fn sign_in_by(&mut self, user: &str, token: &str) -> Result<(), String> {
        let proof = BASE64_STANDARD.encode(format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"));
        self.say(&format!("AUTHENTICATE XOAUTH2 {proof}"), "the sign-in").await.map(drop)
    }

    async fn say(&mut self, command: &str, what: &str) -> Result<Vec<Said>, String> {
        self.sent += 1;
        let tag = format!("B{}", self.sent);
        let told = async {
            let gone = |_| "the mailbox's server ended the conversation".to_owned();
            self.stream.write_all(format!("{tag} {command}\r\n").as_bytes()).await.map_err(gone)?;
            self.stream.flush().await.map_err(gone)?;
            let mut all = Vec::new();
            loop {
                let said = self.hear().await?;
                if let Some(end) = said.line.strip_prefix(&format!("{tag} ")) {
                    let well = end.starts_with("OK");
                    return if well { Ok(all) } else { Err(format!("the mailbox's server refused {what}")) };
                }
                if said.line.starts_with('+') {
                    // The server asks on, as it does when a token will not do: an empty line lets it say so.
                    self.stream.write_all(b"\r\n").await.map_err(gone)?;
                    self.stream.flush().await.map_err(gone)?;
                }
                all.push(said);
            }
        };
        timeout(PATIENCE, told).await.map_err(|_| "the mailbox's server did not answer in time".to_owned())?
    }

    async fn hear(&mut self) -> Result<Said, String> {
        let gone = || "the mailbox's server ended the conversation".to_owned();
        let mut said = Said { line: String::new(), bytes: Vec::new() };
        loop {
            let mut line = Vec::new();
            let read = (&mut self.stream).take(1_000_000).read_until(b'\n', &mut line).await.map_err(|_| gone())?;
            if read == 0 || line.last() != Some(&b'\n') {
                return Err(gone());
            }
            said.line.push_str(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
            let Some(count) = bytes_to_come(&said.line) else { return Ok(said) };
            if count > LARGEST {
                return Err("the mailbox's server sends more than we asked for".into());
            }
            let mut bytes = vec![0; count];
            self.stream.read_exact(&mut bytes).await.map_err(|_| gone())?;
            // The braces of this part are done with; what follows on the line may end in others.
            said.line.push(' ');
            said.bytes = bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_mailbox_is_read() {
        let found = place("imaps://raise%40board.scot:p%2Fw@mail.board.scot/Raise%20here").expect("a place");
        assert_eq!((found.user.as_str(), found.password.as_str(), found.port), ("raise@board.scot", "p/w", 993));
        assert_eq!((found.folder.as_str(), found.tls), ("Raise here", Tls::Always));
        let here = place("imap://u:p@127.0.0.1:1143").expect("a place");
        assert_eq!((here.folder.as_str(), here.port, here.tls), ("INBOX", 1143, Tls::None));
        let asked = place("imap://u:p@mail.board.scot").expect("a place");
        assert_eq!((asked.port, asked.tls), (143, Tls::Asked), "never without encryption to elsewhere");
        for wrong in ["", "imaps://mail.board.scot", "pop3://u:p@localhost", "imaps://u:p@h:x", "imaps://u%0d:p@h"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
        assert_eq!(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
        assert_eq!((bytes_to_come("* 1 FETCH (BODY[] {12}"), bytes_to_come("{x}"), bytes_to_come("")), (Some(12), None, None));
    }
}
