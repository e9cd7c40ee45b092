//! What stands around somebody's words: banners above, a greeting, and below them their name, how to reach them, and the
//! notice of their organisation.

use super::{
    history::rule,
    lines::{bare, words},
};

/// Closings after which nothing is said any more, as a line of their own.
const CLOSINGS: &[&str] = &[
    "kind regards",
    "kindest regards",
    "warm regards",
    "warmest regards",
    "best regards",
    "regards",
    "best wishes",
    "with best wishes",
    "all the best",
    "best",
    "many thanks",
    "thanks",
    "thank you",
    "thanks again",
    "thank you very much",
    "with thanks",
    "thanks very much",
    "many thanks and kind regards",
    "many thanks and best wishes",
    "yours sincerely",
    "yours faithfully",
    "yours truly",
    "yours",
    "cheers",
    "sincerely",
    "bw",
    "kr",
    "tia",
    "slàinte",
    "le meas",
    "thanks in advance",
    "many thanks in advance",
    "with kind regards",
    "rgds",
    "ta",
    "best wishes and thanks",
    "thanks and best wishes",
    "thanks and kind regards",
];

/// How notices of organisations begin, or what they hold.
const NOTICES: &[&str] = &[
    "if you have received this",
    "if you are not the intended",
    "if you're not the intended",
    "intended recipient",
    "intended solely for",
    "intended only for",
    "intended for the addressee",
    "for the use of the individual",
    "may contain confidential",
    "contains confidential",
    "this email is confidential",
    "this e-mail is confidential",
    "this message is confidential",
    "and any attachments",
    "and any files transmitted",
    "any attachment is",
    "scanned for viruses",
    "virus-free",
    "virus free",
    "please consider the environment",
    "think before you print",
    "before printing this",
    "views expressed in this",
    "opinions expressed in this",
    "do not necessarily represent",
    "legally privileged",
    "freedom of information (scotland) act",
    "monitored for",
    "may be monitored",
    "nhsmail is the secure",
    "secure email and directory service",
    "nhs.net is the secure",
    "information contained in this",
    "unauthorised use",
    "strictly prohibited",
    "registered charity",
    "registered in scotland",
    "registered in england",
    "notify the sender",
    "inform the sender",
    "contact the sender and delete",
    "privacy notice at",
    "unsubscribe",
    "working flexibly",
    "do not feel obliged to reply",
    "don't feel obliged to reply",
    "outside of your normal working hours",
    "outside your working hours",
];

/// Banners that servers put above a mail.
const BANNERS: &[&str] = &[
    "originated from outside",
    "originated outside",
    "external email",
    "external sender",
    "external message",
    "came from outside",
    "sent from outside",
    "you don't often get email from",
    "you don’t often get email from",
    "learn why this is important",
    "do not click links",
    "do not click on links",
    "do not open attachments",
    "this message originated",
    "caution:",
    "warning: this",
    "this sender is trusted",
    "some people who received this message",
];

/// Lines that telephones and programs add.
const SENT_FROM: &[&str] = &[
    "sent from my",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent from proton",
    "get outlook for",
    "sent via",
    "sent using",
];

/// Labels before a way to reach somebody.
const LABELS: &[&str] = &[
    "tel",
    "tel no",
    "telephone",
    "phone",
    "t",
    "mob",
    "mobile",
    "m",
    "fax",
    "f",
    "ext",
    "extension",
    "internal",
    "email",
    "e-mail",
    "e",
    "web",
    "website",
    "w",
    "address",
    "dect",
    "page",
    "bleep",
    "pager",
    "secretary",
    "direct line",
    "switchboard",
    "teams",
    "twitter",
    "x",
];

/// The lines without what stands around somebody's words.
pub(super) fn without(lines: Vec<String>) -> Vec<String> {
    let mut lines = without_banners(lines);
    cut_at_mark(&mut lines);
    cut_notices(&mut lines);
    lines.retain(|line| !sent_from(line));
    cut_closing(&mut lines);
    cut_contact(&mut lines);
    drop_greeting(&mut lines);
    lines
}

fn sent_from(line: &str) -> bool {
    let line = bare(line);
    words(&line) <= 10 && SENT_FROM.iter().any(|start| line.starts_with(start))
}

/// Banners stand in the first lines. A paragraph that is one goes as a whole.
fn without_banners(lines: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut paragraphs = 0;
    let mut at = 0;
    while at < lines.len() {
        let end = lines[at..].iter().position(|line| line.trim().is_empty()).map_or(lines.len(), |blank| at + blank);
        let paragraph = &lines[at..end];
        let text = paragraph.iter().map(|line| bare(line)).collect::<Vec<_>>().join(" ");
        let banner = paragraphs < 2 && words(&text) <= 70 && BANNERS.iter().any(|mark| text.contains(mark)) && loud(&text);
        if !banner {
            out.extend_from_slice(paragraph);
            paragraphs += usize::from(!text.is_empty());
        }
        if let Some(blank) = lines.get(end) {
            out.push(blank.clone());
        }
        at = end + 1;
    }
    out
}

/// Whether a paragraph speaks of mail, as a banner does: somebody may write "caution:" of something else.
fn loud(text: &str) -> bool {
    ["email", "e-mail", "message", "sender", "links", "attachments", "important"].iter().any(|word| text.contains(word))
}

/// At `--` the signature begins; some programs write a long dash or a row of strokes.
fn cut_at_mark(lines: &mut Vec<String>) {
    let written = |lines: &[String]| lines.iter().any(|line| !line.trim().is_empty());
    let mark = (0..lines.len()).find(|at| {
        let line = lines[*at].trim();
        matches!(line, "--" | "—" | "–" | "- -") && written(&lines[..*at])
    });
    if let Some(at) = mark {
        lines.truncate(at);
    }
}

/// A paragraph that is a notice goes, with all that stands below it; notices stand last.
fn cut_notices(lines: &mut Vec<String>) {
    let at = (0..lines.len()).find(|at| {
        let begins = *at == 0 || lines[at - 1].trim().is_empty() || rule(&lines[at - 1]);
        if !begins || lines[*at].trim().is_empty() {
            return false;
        }
        let text = lines[*at..].iter().take_while(|line| !line.trim().is_empty()).map(|line| bare(line)).collect::<Vec<_>>().join(" ");
        notice(&text)
    });
    if let Some(at) = at.or_else(|| lines.iter().position(|line| bare(line).starts_with("this e") && notice(&bare(line)))) {
        lines.truncate(at);
    }
    while lines.last().is_some_and(|line| line.trim().is_empty() || rule(line)) {
        lines.pop();
    }
}

/// Whether a paragraph is a notice: two of its phrases, or one and a word on mail at its beginning. A clinician may well write
/// that a letter "was sent to the wrong intended recipient".
fn notice(text: &str) -> bool {
    let phrases = NOTICES.iter().filter(|phrase| text.contains(**phrase)).count();
    let opens = [
        "this email",
        "this e-mail",
        "this message",
        "the information contained",
        "disclaimer",
        "please consider the environment",
        "think before you print",
        "confidentiality",
        "important notice",
        "important:",
        "nhsmail",
        "i may be working",
        "i work flexibly",
        "please note that",
        "my working",
        "any views",
        "the contents of this",
        "privileged",
    ];
    phrases >= 2 || phrases == 1 && opens.iter().any(|open| text.starts_with(open)) || text.trim_end_matches([':', '.']) == "disclaimer"
}

/// A closing, and below it nothing but a name, a title, a place: then it all goes.
fn cut_closing(lines: &mut Vec<String>) {
    let closing = (0..lines.len()).rev().find(|at| {
        let line = bare(&lines[*at]);
        let plain = line.trim_end_matches([',', '.', '!', '-', ' ']);
        // "Thanks, Rhona" on one line.
        let named = plain.split_once([',', '!', '.']).is_some_and(|(first, name)| is_closing(first.trim()) && words(name) <= 3);
        is_closing(plain) || named
    });
    let Some(at) = closing else { return };
    let below: Vec<&String> = lines[at + 1..].iter().filter(|line| !line.trim().is_empty()).collect();
    if below.len() <= 14 && below.iter().all(|line| !sentence(line)) {
        lines.truncate(at);
    }
}

fn is_closing(line: &str) -> bool {
    CLOSINGS.contains(&line)
}

/// Whether a line reads as said and not as a name, a title or an address.
fn sentence(line: &str) -> bool {
    let line = line.trim();
    let ends = line.ends_with(['.', '?', '!']) && words(line) > 4;
    ends || words(line) > 12 && !contact(line)
}

/// Whether a line says how to reach somebody.
fn contact(line: &str) -> bool {
    let plain = bare(line);
    if plain.is_empty() {
        return false;
    }
    let label = plain.split_once([':', '.']).map_or("", |(label, _)| label.trim());
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let labelled = LABELS.contains(&label)
        && words(&plain) <= 12
        && (digits >= 3 || plain.contains('@') || plain.contains("www") || plain.contains('/'));
    let starts =
        ["tel ", "tel:", "ext ", "phone ", "mob ", "mobile ", "t ", "m ", "t:", "m:", "e:"].iter().any(|start| plain.starts_with(start));
    let address = plain.contains('@') && words(&plain) <= 3;
    let page = (plain.starts_with("www.") || plain.starts_with("http")) && words(&plain) <= 2;
    let number = digits >= 9 && plain.chars().filter(|letter| letter.is_alphabetic()).count() <= 8;
    labelled || starts && digits >= 4 && words(&plain) <= 8 || address || page || number || ends_in_postcode(line)
}

/// Whether a short line ends in a postcode, as the last line of an address does.
fn ends_in_postcode(line: &str) -> bool {
    let all: Vec<&str> = line.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [.., outward, inward] = all.as_slice() else { return false };
    let shape = |word: &str| {
        word.chars()
            .map(|letter| {
                if letter.is_ascii_digit() {
                    '9'
                } else if letter.is_ascii_uppercase() {
                    'A'
                } else {
                    '?'
                }
            })
            .collect::<String>()
    };
    all.len() <= 12
        && shape(inward.trim_end_matches('.')) == "9AA"
        && ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&shape(outward).as_str())
}

/// The last lines, where they say how to reach somebody, and the name and title right above them.
fn cut_contact(lines: &mut Vec<String>) {
    let mut cut = lines.len();
    let mut reached = false;
    for at in (0..lines.len()).rev() {
        let line = &lines[at];
        if contact(line) {
            (cut, reached) = (at, true);
        } else if line.trim().is_empty() || rule(line) {
            if reached
                && lines[..at].iter().rev().find(|line| !line.trim().is_empty()).is_none_or(|above| !contact(above) && !titled(above))
            {
                break;
            }
        } else if reached && titled(line) {
            cut = at;
        } else {
            break;
        }
    }
    // Somebody who writes of nothing but a number to call has said something.
    if lines[..cut].iter().any(|line| !line.trim().is_empty()) {
        lines.truncate(cut);
    }
}

/// Whether a line is as short as a name, a title or a place, and begins like one.
fn titled(line: &str) -> bool {
    let line = line.trim();
    words(line) <= 8
        && !line.ends_with(['.', '?', '!', ':', ';'])
        && line.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase)
        && line.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_lowercase)).count() <= 2
}

/// A greeting above the text, on a line of its own.
fn drop_greeting(lines: &mut Vec<String>) {
    let Some(at) = lines.iter().position(|line| !line.trim().is_empty()) else { return };
    let line = bare(&lines[at]);
    let greets = ["hi", "hello", "dear", "good", "hiya", "morning", "afternoon", "evening", "hey"];
    let first = line.split([' ', ',']).next().unwrap_or_default();
    let rest = lines[at + 1..].iter().any(|line| !line.trim().is_empty());
    let ends = line.ends_with([',', '-', '!']) || !line.ends_with(['.', '?', ':']) && words(&line) <= 4;
    let good =
        first != "good" || ["good morning", "good afternoon", "good evening", "good day"].iter().any(|greeting| line.starts_with(greeting));
    if rest && greets.contains(&first) && good && ends && words(&line) <= 6 {
        lines.remove(at);
    }
}
