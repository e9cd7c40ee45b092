//! A mail that came in, read from its bytes: who wrote it, to whom, what it says, and whether a machine wrote it.

use futures_util::future::BoxFuture;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::bounces::Report;
use crate::{App, Result};

/// Somebody who may take a mail that came in, before it is taken for a report. Tells whether they did: then nobody else is asked.
pub type Taker = for<'a> fn(&'a App, &'a Incoming) -> BoxFuture<'a, Result<bool>>;

/// A mail that came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Its Message-ID without angle brackets; empty when it has none.
    pub message_id: String,
    /// The writer's name; empty when the mail does not say.
    pub name: String,
    /// The writer's address, in small letters.
    pub address: String,
    /// Every address that it went to, as far as its head says, in small letters.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its text; of a mail that has HTML only, the text in that.
    pub text: String,
    /// Files that came with it. An inline picture of a signature is none.
    pub files: usize,
    /// What came with it: files, and other ways to read it such as an entry for a calendar; also of a mail that was sent on whole.
    pub attached: Vec<Attached>,
    /// Whether a machine wrote it or sent it on: an answer while somebody is away, a report of a mail that did not arrive, a
    /// list. Nobody answers those, so that two machines do not go on writing to each other.
    pub automatic: bool,
    /// What it says of mails that did not arrive, or not yet, where it is a report of that.
    pub report: Option<Report>,
}

/// What came with a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    /// The name of the file; may be empty.
    pub name: String,
    /// What the mail says that it is, in small letters: `text/calendar`.
    pub media_type: String,
    /// Its bytes; text as UTF-8.
    pub content: Vec<u8>,
}

/// So deep are mails read that came within mails.
const DEEPEST: usize = 4;

/// All that came with a mail beside its plain text and its HTML.
fn attached(message: &Message<'_>, depth: usize, all: &mut Vec<Attached>) {
    for part in &message.parts {
        let kind = part.content_type();
        let media_type = kind.map_or_else(String::new, |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()));
        let (name, media_type) = (part.attachment_name().unwrap_or_default().to_owned(), media_type.to_lowercase());
        let content = match &part.body {
            PartType::Message(inner) if depth < DEEPEST => {
                attached(inner, depth + 1, all);
                continue;
            }
            PartType::Text(text) if media_type != "text/plain" && !media_type.is_empty() || !name.is_empty() => text.as_bytes().to_vec(),
            PartType::Html(text) if !name.is_empty() => text.as_bytes().to_vec(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
            _ => continue,
        };
        all.push(Attached { name, media_type, content });
    }
}

/// Heads that say to whom a mail was delivered, beside `To` and `Cc`.
const DELIVERED: &[&str] = &["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to"];

/// Reads a message as RFC 5322 has it. `None` for what is none, or names no writer.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Incoming> {
    let message = MessageParser::default().parse(bytes)?;
    let from = message.from()?.first()?;
    let address = from.address()?.trim().to_lowercase();
    let addressed = message.all_to().chain(message.all_cc()).flat_map(|list| list.iter());
    let mut to: Vec<String> = addressed.filter_map(|one| one.address()).map(|address| address.trim().to_lowercase()).collect();
    for (_, value) in message.headers_raw().filter(|(name, _)| DELIVERED.contains(&name.to_lowercase().as_str())) {
        to.push(value.trim().trim_matches(['<', '>']).to_lowercase());
    }
    let files = message.attachments().filter(|part| part.attachment_name().is_some() && part.content_id().is_none()).count();
    Some(Incoming {
        message_id: message.message_id().unwrap_or_default().to_owned(),
        name: from.name().unwrap_or_default().trim().to_owned(),
        automatic: automatic(message.headers_raw(), &address),
        report: Report::of(&message),
        address: address.contains('@').then_some(address)?,
        to,
        subject: message.subject().unwrap_or_default().trim().to_owned(),
        text: message.body_text(0).map(|text| text.into_owned()).unwrap_or_default(),
        files,
        attached: {
            let mut all = Vec::new();
            attached(&message, 0, &mut all);
            all
        },
    })
}

/// Whether the heads say that no person sent it to us by hand (RFC 3834 and what programs did before it).
fn automatic<'a>(heads: impl Iterator<Item = (&'a str, &'a str)>, address: &str) -> bool {
    let who = address.split('@').next().unwrap_or_default();
    if ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"].contains(&who) {
        return true;
    }
    let mut hops = 0;
    for (name, value) in heads {
        let value = value.trim().to_lowercase();
        let by_machine = match name.to_lowercase().as_str() {
            "auto-submitted" => value != "no",
            "return-path" => value == "<>",
            "precedence" => ["bulk", "junk", "list", "auto_reply"].contains(&value.as_str()),
            "x-autoreply" | "x-autorespond" | "x-auto-reply" | "list-id" | "x-loop" | "feedback-id" | "x-failed-recipients" => true,
            "content-type" => value.starts_with("multipart/report"),
            "received" => {
                hops += 1;
                hops > 40
            }
            _ => false,
        };
        if by_machine {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "Return-Path: <rhona@glebe.example>\r\nMessage-ID: <1@glebe.example>\r\nFrom: \"Bain, Rhona\" <Rhona@Glebe.example>\r\n\
                         To: Raise <raise@board.example>\r\nDelivered-To: box@board.example\r\nSubject: =?utf-8?q?Late_letters_=E2=80=93_again?=\r\n\
                         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThey come =\r\nlate.\r\n";

    #[test]
    fn a_mail_says_who_wrote_what_to_whom() {
        let mail = read(PLAIN.as_bytes()).expect("a mail");
        assert_eq!(
            (mail.message_id.as_str(), mail.name.as_str(), mail.address.as_str()),
            ("1@glebe.example", "Bain, Rhona", "rhona@glebe.example")
        );
        assert_eq!(mail.to, ["raise@board.example", "box@board.example"]);
        assert_eq!(
            (mail.subject.as_str(), mail.text.trim(), mail.files, mail.automatic),
            ("Late letters – again", "They come late.", 0, false)
        );
        assert_eq!(read(b"nothing"), None);
    }

    #[test]
    fn html_is_read_as_text_and_files_are_counted() {
        let mail = "From: a@b.example\r\nTo: c@d.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n\
                    <p>They come <b>late</b>.</p><p>Each week.</p>\r\n--x\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\n\
                    Content-Disposition: attachment; filename=\"a.pdf\"\r\n\r\nx\r\n--x--\r\n";
        let mail = read(mail.as_bytes()).expect("a mail");
        let text = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((text.as_str(), mail.files), ("They come late. Each week.", 1));
    }

    #[test]
    fn what_a_machine_sent_is_known() {
        for head in [
            "Auto-Submitted: auto-replied",
            "Precedence: bulk",
            "X-Autoreply: yes",
            "List-Id: <gps.board.example>",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        ] {
            assert!(read(format!("{head}\r\n{PLAIN}").as_bytes()).expect("a mail").automatic, "{head}");
        }
        assert!(read(PLAIN.replace("<rhona@glebe.example>\r\nMess", "<>\r\nMess").as_bytes()).expect("a mail").automatic);
        assert!(read(PLAIN.replace("Rhona@Glebe", "MAILER-DAEMON@Glebe").as_bytes()).expect("a mail").automatic);
        assert!(!read(format!("Auto-Submitted: no\r\n{PLAIN}").as_bytes()).expect("a mail").automatic);
    }
}
