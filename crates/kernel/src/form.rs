//! Forms: what was typed, a message for each field that needs another value, and proof that the form is ours.

use std::{borrow::Cow, collections::HashMap};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{Uri, header::CONTENT_TYPE},
};
use jiff::Timestamp;
use lettre::message::Mailbox;

use crate::{
    App, Error, Result,
    error::FieldError,
    session::{self, Session},
    upload,
};

/// The name of the field that carries a session's forgery token.
pub const FORGERY: &str = "forgery";
/// The name of the field that carries the key of a form that needs no account.
pub const FORM_KEY: &str = "form_key";

/// The fields of a form as they were typed. Of a field that came twice, the last one counts.
#[derive(Clone, Debug, Default)]
pub struct Fields(HashMap<String, String>);

impl Fields {
    /// A field's value; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Every field with its value, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Reads the query of an address.
    #[must_use]
    pub fn of_query(uri: &Uri) -> Self {
        Self::parse(uri.query().unwrap_or_default().as_bytes())
    }

    /// The texts that a person typed, longest first, without what the form itself carries.
    #[must_use]
    pub(crate) fn typed(&self) -> Vec<String> {
        let own = [
            FORGERY,
            FORM_KEY,
            "version",
            "next",
            "attempt",
            "question",
            "code",
            "hash",
            "proof",
            "seen",
            "seen_note",
            "seen_decision",
            "seen_draft",
            "do",
            "which",
            "at",
            "to",
            "deputy",
            "from",
            "opened",
            "took",
            "kind",
            // A secret, which no page shows again.
            "webhook",
        ];
        let mut texts: Vec<String> = self
            .0
            .iter()
            .filter(|(name, text)| !own.contains(&name.as_str()) && !text.trim().is_empty())
            .map(|(_, text)| shown_again(text))
            .collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        texts
    }

    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = |part: &[u8]| {
            let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
            decode_percent(&spaced)
        };
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
                    (text(&pair[..at]), text(pair.get(at + 1..).unwrap_or_default()))
                })
                .collect(),
        )
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Fields {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

pub(crate) fn decode_percent(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        if bytes[at] == b'%'
            && let (Some(high), Some(low)) = (hex(bytes.get(at + 1)), hex(bytes.get(at + 2)))
        {
            out.push(high << 4 | low);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Writes a value so that it can stand in the query of an address.
#[must_use]
pub fn encode_query(value: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    if value.bytes().all(plain) {
        return value.into();
    }
    value
        .bytes()
        .fold(String::new(), |mut out, byte| {
            if plain(byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
            out
        })
        .into()
}

/// A form of a signed-in person. That it exists is proof that its forgery token was right.
#[derive(Debug)]
pub struct Posted {
    /// What was typed.
    pub fields: Fields,
    /// Whose session it came in.
    pub session: Session,
}

impl FromRequest<App> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let session = session::find(app, request.headers()).await?.ok_or(Error::SignInNeeded)?;
        let fields = read(request).await?;
        if session.owns(app, fields.get(FORGERY)) {
            return Ok(Self { fields, session });
        }
        Err(Error::Forbidden(
            "This form was opened in an earlier sign-in. Go back, copy what you typed, load the page again and send it.".into(),
        ))
    }
}

/// A form that needs no account. Whether its key is right is for the handler to see, so that it can give the text back.
#[derive(Debug)]
pub struct Public {
    /// What was typed.
    pub fields: Fields,
    /// The form's key, when it is one of ours and not too old.
    pub key: Option<FormKey>,
}

impl FromRequest<App> for Public {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let fields = read(request).await?;
        let key = FormKey::read(app, fields.get(FORM_KEY));
        Ok(Self { fields, key })
    }
}

async fn read(request: Request) -> Result<Fields> {
    // Mail programs press their button in parts (RFC 8058, section 3.2), browsers do so with a form that carries a file.
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return upload::read(request).await.map(|(fields, _)| fields);
    }
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| Error::TooLarge)?;
    Ok(Fields::parse(&bytes))
}

/// The key of one form on one screen: 128 random bits, the hour it was made, signed. The same form sent twice has the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormKey {
    /// The random part: the same form sent twice is known by it.
    pub nonce: String,
}

/// A form may stay open this many hours before it asks to be sent again.
const FORM_HOURS: i64 = 36;

impl FormKey {
    /// A key for a form that is about to be shown.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn fresh(app: &App) -> Result<String> {
        let nonce = app.ids.timeless_key()?.simple().to_string();
        let hour = hour(app.clock.now()).to_string();
        let seal = app.keys.seal("form", &[nonce.as_bytes(), hour.as_bytes()]);
        Ok(format!("{nonce}.{hour}.{seal}"))
    }

    pub(crate) fn read(app: &App, text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (nonce, made, seal) = (parts.next()?, parts.next()?, parts.next()?);
        let age = hour(app.clock.now()) - made.parse::<i64>().ok()?;
        let good = app.keys.sealed("form", &[nonce.as_bytes(), made.as_bytes()], seal) && (0..=FORM_HOURS).contains(&age);
        good.then(|| Self { nonce: nonce.to_owned() })
    }
}

fn hour(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3_600)
}

/// Collects a message for each field that needs another value.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

/// What a text may be.
#[derive(Clone, Copy, Debug)]
pub struct TextRule {
    /// The message when it is empty; `None` where it may be.
    pub required: Option<&'static str>,
    /// How the message names it: `The text`.
    pub name: &'static str,
    /// The most characters.
    pub max: usize,
    /// Whether it may have more than one line.
    pub lines: bool,
}

impl Checks {
    /// Notes a message for a field.
    pub fn fail(&mut self, field: impl Into<Cow<'static, str>>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// A text as it will be stored: line ends as one character, no blanks around it.
    pub fn text(&mut self, field: impl Into<Cow<'static, str>>, typed: &str, rule: TextRule) -> String {
        let text = clean(typed);
        let text = text.trim();
        let count = text.chars().count();
        if text.is_empty() {
            if let Some(message) = rule.required {
                self.fail(field, message);
            }
        } else if count > rule.max {
            let (now, most) = (crate::words::thousands(count as u64), crate::words::thousands(rule.max as u64));
            self.fail(field, format!("{} must be {most} characters or less; it has {now}", rule.name));
        } else if !rule.lines && text.contains('\n') {
            self.fail(field, format!("{} must be on one line", rule.name));
        } else if let Some(control) = first_control(text) {
            self.fail(
                field,
                format!(
                    "{} holds a hidden character (U+{:04X}) that cannot be kept. It is taken out below: check the text and send it again",
                    rule.name, control as u32
                ),
            );
        }
        text.to_owned()
    }

    /// An address that mail can be sent to; empty is allowed.
    pub fn mail_address(&mut self, field: impl Into<Cow<'static, str>>, typed: &str) -> String {
        let address = typed.trim();
        // As a mailbox, because that is how it will stand in a mail.
        let parses = || {
            let host = address.split('@').next_back().unwrap_or_default();
            address.is_ascii()
                && address.parse::<Mailbox>().is_ok_and(|mailbox| mailbox.name.is_none())
                && host.contains('.')
                && !host.contains('[')
        };
        if !address.is_empty() && (address.len() > 254 || !parses()) {
            self.fail(field, "Enter an email address in the form name@example.scot");
        }
        address.to_owned()
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every message, when there is one.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

/// One kind of line end; Word's soft line break and page break become line ends too.
fn clean(typed: &str) -> String {
    typed.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

fn first_control(text: &str) -> Option<char> {
    text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\t') || matches!(letter, '\u{fffe}' | '\u{ffff}'))
}

/// The text as it is shown again after an error: hidden control characters taken out, all else as typed.
#[must_use]
pub fn shown_again(typed: &str) -> String {
    clean(typed).chars().filter(|letter| matches!(letter, '\n' | '\t') || first_control(&letter.to_string()).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: TextRule = TextRule { required: Some("Tell us"), name: "The text", max: 10, lines: true };

    fn checked(typed: &str) -> (String, Vec<String>) {
        let mut checks = Checks::default();
        let text = checks.text("text", typed, RULE);
        (text, checks.0.into_iter().map(|error| error.message).collect())
    }

    #[test]
    fn a_text_is_kept_as_typed_or_refused_with_a_reason() {
        assert_eq!(checked("  a\r\nb\u{b}c "), ("a\nb\nc".into(), vec![]));
        assert_eq!(checked("\u{202e}אב🦆").1, Vec::<String>::new());
        assert_eq!(checked("  ").1, ["Tell us"]);
        assert_eq!(checked("12345678901").1, ["The text must be 10 characters or less; it has 11"]);
        assert!(checked("a\0b").1[0].contains("U+0000"));
        assert_eq!(shown_again("a\0b\tc"), "ab\tc");
    }

    #[test]
    fn fields_are_decoded_and_bad_bytes_do_no_harm() {
        let fields = Fields::parse(b"a=1+2%2B3&b=%e2%82%ac&c=%zz%f&d&a=last&=x");
        assert_eq!((fields.get("a"), fields.get("b"), fields.get("c"), fields.get("d")), ("last", "€", "%zz%f", ""));
        assert_eq!(Fields::parse(b"x=%ff").get("x"), "\u{fffd}");
        assert_eq!(encode_query("a b&ü"), "a%20b%26%C3%BC");
    }

    #[test]
    fn a_mail_address_needs_a_host_with_a_dot() {
        let problem = |typed: &str| {
            let mut checks = Checks::default();
            checks.mail_address("email", typed);
            checks.done().is_err()
        };
        assert!(!problem("") && !problem("a.b@nhs.scot"));
        assert!(problem("a@b") && problem("nobody") && problem("a@b.c\nBcc: x@y.z"));
    }
}
