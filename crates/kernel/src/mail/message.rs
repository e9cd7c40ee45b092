//! A mail as the bytes that travel.

use std::time::{Duration, SystemTime};

use lettre::{
    Message,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header},
};

use super::{Part, Posted};
use crate::{config::Settings, job::JobError};

/// The mail as bytes that are the same on every try: boundary and date come from the row.
pub(super) fn of(settings: &Settings, mail: &Posted, parts: &[Part]) -> Result<Message, JobError> {
    let never = |what: &str| JobError::GiveUp(format!("{what} is no mail address"));
    let from: Mailbox = settings.mail_from.parse().map_err(|_| never("the sender"))?;
    let to: Mailbox = mail.to.parse().map_err(|_| never("the recipient"))?;
    let millis = u64::try_from(mail.created_at.as_millisecond()).unwrap_or(0);
    let mut body = MultiPart::alternative()
        .boundary(format!("brig-{}", mail.id.simple()))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let (calendar, attached): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|part| part.is_calendar());
    for part in calendar {
        body = body.singlepart(SinglePart::builder().header(media_type(part)?).body(part.content.clone()));
    }
    if !attached.is_empty() {
        body = MultiPart::mixed().boundary(format!("brig-whole-{}", mail.id.simple())).multipart(body);
    }
    for part in attached {
        body = body.singlepart(Attachment::new(part.name.clone()).body(part.content.clone(), media_type(part)?));
    }
    let mut builder = Message::builder();
    if !mail.reply_to.is_empty() {
        builder = builder.reply_to(mail.reply_to.parse().map_err(|_| never("where answers go"))?);
    }
    if !mail.unsubscribe.is_empty() {
        builder = builder.header(ListUnsubscribe(format!("<{}>", mail.unsubscribe))).header(OneClick);
    }
    builder
        .from(from)
        .to(to)
        .subject(mail.subject.clone())
        .message_id(Some(mail.message_id.clone()))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(millis))
        .header(AutoSubmitted)
        .header(header::MIME_VERSION_1_0)
        .multipart(body)
        .map_err(|_| JobError::GiveUp("the mail cannot be written as a message".into()))
}

fn media_type(part: &Part) -> Result<header::ContentType, JobError> {
    header::ContentType::parse(&part.media_type).map_err(|_| JobError::GiveUp(format!("{} is no media type", part.media_type)))
}

/// Makes a header that is written and never read.
macro_rules! written {
    ($header:ident = $name:literal, $of:pat => $value:expr) => {
        impl header::Header for $header {
            fn name() -> header::HeaderName {
                header::HeaderName::new_from_ascii_str($name)
            }
            fn parse(_: &str) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Err("it is only written".into())
            }
            fn display(&self) -> header::HeaderValue {
                let $of = self;
                header::HeaderValue::new(Self::name(), $value)
            }
        }
    };
}

/// Tells other machines not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;
written!(AutoSubmitted = "Auto-Submitted", _ => "auto-generated".into());

/// Where mail like this can be ended (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);
written!(ListUnsubscribe = "List-Unsubscribe", Self(address) => address.clone());

/// That one press ends it, without a page in between (RFC 8058).
#[derive(Clone)]
struct OneClick;
written!(OneClick = "List-Unsubscribe-Post", _ => "List-Unsubscribe=One-Click".into());

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_same_mail_is_the_same_bytes_on_every_try() {
        let mail = Posted {
            id: Uuid::nil(),
            message_id: "<x@localhost>".into(),
            to: "a@example.scot".into(),
            subject: "Received: NM-0001".into(),
            text: "Thank you.".into(),
            html: "<p>Thank you.</p>".into(),
            created_at: "2026-11-22T09:00:00Z".parse().expect("a time"),
            sent_at: None,
            reply_to: String::new(),
            unsubscribe: String::new(),
        };
        let bytes = |mail: &Posted| of(&Settings::default(), mail, &[]).expect("a message").formatted();
        assert_eq!(bytes(&mail), bytes(&mail));
        let text = String::from_utf8(bytes(&mail)).expect("ASCII");
        assert!(text.contains("Message-ID: <x@localhost>"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"));
        assert!(!text.contains("List-Unsubscribe"));
        let text = String::from_utf8(bytes(&Posted { unsubscribe: "https://b.example/nm/stop/X".into(), ..mail })).expect("ASCII");
        assert!(text.contains("List-Unsubscribe: <https://b.example/nm/stop/X>"), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{text}");
    }

    #[test]
    fn an_entry_for_the_calendar_is_another_way_to_read_the_mail_and_a_document_is_attached() {
        let mail = Posted {
            id: Uuid::nil(),
            message_id: "<x@localhost>".into(),
            to: "a@example.scot".into(),
            subject: "Meeting".into(),
            text: "Come.".into(),
            html: "<p>Come.</p>".into(),
            created_at: "2026-11-22T09:00:00Z".parse().expect("a time"),
            sent_at: None,
            reply_to: String::new(),
            unsubscribe: String::new(),
        };
        let part = |name: &str, kind: &str| Part { name: name.into(), media_type: kind.into(), content: b"BEGIN:VCALENDAR".to_vec() };
        let parts = [part("invitation.ics", "text/calendar; method=REQUEST; charset=UTF-8"), part("paper.pdf", "application/pdf")];
        let text = String::from_utf8(of(&Settings::default(), &mail, &parts).expect("a message").formatted()).expect("ASCII");
        let (alternative, attached) = text.split_once("--brig-00000000000000000000000000000000--").expect("two kinds of parts");
        assert!(alternative.contains("text/calendar; method=REQUEST") && alternative.contains("multipart/mixed"), "{text}");
        assert!(attached.contains("attachment; filename=\"paper.pdf\"") && !attached.contains("text/calendar"), "{text}");
    }
}
