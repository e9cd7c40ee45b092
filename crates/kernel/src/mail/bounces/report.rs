//! A report of mails that did not arrive (RFC 3464), as mail servers write it: what is about which mail, and what became of it.

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

/// What a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The Message-IDs that it may be about, with angle brackets: of the mail that it brings back, and those that it answers.
    pub about: Vec<String>,
    /// What became of the mail, for each recipient for whom it went wrong.
    pub fates: Vec<Fate>,
}

/// What became of a mail for one recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// The recipient as we named them first, then as the server knows them; in small letters.
    pub addresses: Vec<String>,
    /// The numbers of RFC 3463: 5.1.1.
    pub status: String,
    /// Whether the server has given up; else it goes on trying.
    pub failed: bool,
}

impl Report {
    /// Reads a message as a report. `None` for what is none: also for a receipt that somebody has read a mail.
    pub(in crate::mail) fn of(message: &Message<'_>) -> Option<Self> {
        let mut report = Self::default();
        let mut is_one = message.content_type().is_some_and(|kind| {
            let of = kind.attribute("report-type").unwrap_or_default().to_lowercase();
            kind.ctype() == "multipart" && kind.subtype() == Some("report") && of.contains("delivery-status")
        });
        for part in &message.parts {
            let kind = part.content_type().map(|kind| (kind.ctype().to_lowercase(), kind.subtype().unwrap_or_default().to_lowercase()));
            let (ctype, subtype) = kind.unwrap_or_default();
            let text = match &part.body {
                PartType::Text(text) => text.to_string(),
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                PartType::Message(returned) => {
                    report.about.extend(returned.message_id().map(str::to_owned));
                    continue;
                }
                _ => continue,
            };
            match (ctype.as_str(), subtype.as_str()) {
                ("message", "delivery-status" | "global-delivery-status") => {
                    is_one = true;
                    report.fates.extend(fates(&text));
                }
                // The heads of the mail alone came back.
                ("text", "rfc822-headers") | ("message", "global-headers") => {
                    let heads = MessageParser::default().parse(text.as_bytes());
                    report.about.extend(heads.and_then(|heads| heads.message_id().map(str::to_owned)));
                }
                _ => {}
            }
        }
        // What some servers wrote before there was a form for it.
        let named = message.header_values("X-Failed-Recipients").filter_map(|value| value.as_text().map(str::to_lowercase));
        let named: Vec<String> = named.flat_map(|list| list.split(',').map(|one| one.trim().to_owned()).collect::<Vec<_>>()).collect();
        if !is_one && named.is_empty() {
            return None;
        }
        if report.fates.is_empty() && !named.is_empty() {
            report.fates.push(Fate { addresses: named, status: "5.0.0".into(), failed: true });
        }
        if report.about.is_empty() {
            report.about.extend([message.in_reply_to(), message.references()].into_iter().flat_map(texts));
        }
        report.about = report.about.iter().map(|id| format!("<{}>", id.trim().trim_matches(['<', '>']))).collect();
        report.about.sort();
        report.about.dedup();
        Some(report)
    }
}

fn texts(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(text) => vec![text.to_string()],
        HeaderValue::TextList(list) => list.iter().map(|text| text.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// The groups of lines of a `message/delivery-status`, each with its fields; the first is about the whole mail.
fn fates(text: &str) -> Vec<Fate> {
    let mut groups: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for line in text.lines() {
        let Some(group) = groups.last_mut() else { continue };
        if line.trim().is_empty() {
            groups.push(Vec::new());
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    groups.iter().filter_map(|group| fate(group)).collect()
}

fn fate(group: &[(String, String)]) -> Option<Fate> {
    let field = |name: &str| group.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    // `rfc822; nobody@board.example`
    let address = |value: &str| value.rsplit_once(';').map_or(value, |(_, address)| address).trim().trim_matches(['<', '>']).to_lowercase();
    let addresses: Vec<String> = ["original-recipient", "final-recipient"].into_iter().filter_map(&field).map(address).collect();
    if addresses.is_empty() {
        return None;
    }
    let diagnostic = field("diagnostic-code").unwrap_or_default();
    let status = field("status").and_then(numbers).or_else(|| numbers(diagnostic));
    let action = field("action").unwrap_or_default().split_whitespace().next().unwrap_or_default().to_lowercase();
    let failed = match action.as_str() {
        "failed" => true,
        "delayed" => false,
        // It arrived, or went on to where nobody reports.
        "delivered" | "relayed" | "expanded" => return None,
        _ => status.as_deref().is_some_and(|status| status.starts_with('5')),
    };
    let status = status.unwrap_or_else(|| if failed { "5.0.0" } else { "4.0.0" }.into());
    Some(Fate { addresses, status, failed })
}

/// The first 5.1.1 in a text.
fn numbers(text: &str) -> Option<String> {
    let is_one = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        let digits = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_digit());
        parts.len() == 3 && ["2", "4", "5"].contains(&parts[0]) && parts.iter().all(digits)
    };
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '.').find(is_one).map(str::to_owned)
}
