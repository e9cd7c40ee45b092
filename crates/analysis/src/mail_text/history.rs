//! What stands below somebody's own words: the mails that they answer or pass on, as mail programs quote them.

use super::lines::{bare, words};

/// The head of a mail as it was pasted.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) subject: String,
}

/// Words that stand before a colon in the head of a mail.
const FIELDS: &[&str] =
    &["from", "sent", "date", "to", "cc", "bcc", "subject", "reply-to", "importance", "sensitivity", "attachments", "priority", "when"];

/// The field that a line of a head begins with, and its value.
fn field(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start_matches(['>', ' ', '*', '_', '|']);
    let (name, value) = line.split_once(':')?;
    let name = name.trim_matches(['*', '_', ' ']).to_lowercase();
    let known = FIELDS.iter().find(|field| **field == name)?;
    Some((known, value.trim_matches(['*', '_', ' '])))
}

/// How many lines the head has that begins here: `From:` first, or `Date:` or `To:` as some programs have it, and at least two
/// further fields, so that a sentence such as "To: whom it may concern" is none.
fn head_here(lines: &[String]) -> Option<usize> {
    let first = field(lines.first()?)?.0;
    if !matches!(first, "from" | "date" | "to" | "subject" | "sent") {
        return None;
    }
    let (mut at, mut found, mut blank) = (0, Vec::new(), 0);
    for (number, line) in lines.iter().enumerate().take(16) {
        match field(line) {
            Some((name, _)) => {
                found.push(name);
                (at, blank) = (number + 1, 0);
            }
            // Copied from a page, each field can have a blank line below it; a long list of addresses goes over lines.
            None if line.trim().is_empty() && blank == 0 && at == number => blank = 1,
            None if !line.trim().is_empty() && blank == 0 && line.contains('@') => at = number + 1,
            None => break,
        }
    }
    let wrote = found.contains(&"from");
    let others = found.iter().filter(|name| **name != "from").count();
    (wrote && others >= 2 || wrote && others == 1 && first == "from" && found.contains(&"sent")).then_some(at)
}

/// Whether a mail that is quoted begins at a line.
fn begins(lines: &[String]) -> bool {
    let line = bare(&lines[0]);
    let ruled = line.trim_matches(['-', '_', '=', ' ']);
    let dashes = line.starts_with("--") || line.ends_with("--");
    if dashes && ["original message", "original appointment", "forwarded message", "forwarded by", "reply message"].contains(&ruled)
        || ["begin forwarded message:", "-------- original message --------"].contains(&line.as_str())
    {
        return true;
    }
    head_here(lines).is_some() || wrote(lines)
}

/// Whether a line such as `On Tue, 3 Nov 2026 at 09:14, Rhona Bain wrote:` stands here, which programs break over lines.
fn wrote(lines: &[String]) -> bool {
    let starts = ["on ", "le ", "am ", "el "];
    let first = bare(&lines[0]);
    if !starts.iter().any(|start| first.starts_with(start)) {
        return false;
    }
    let mut whole = String::new();
    for line in lines.iter().take(4) {
        let line = bare(line);
        if line.is_empty() {
            return false;
        }
        whole.push_str(&line);
        whole.push(' ');
        let ends = ["wrote:", "écrit :", "a écrit:", "schrieb:", "escribió:", "<mailto:"].iter().any(|end| line.ends_with(end));
        if ends {
            return whole.chars().any(|letter| letter.is_ascii_digit()) && words(&whole) <= 40;
        }
    }
    false
}

/// The lines that the writer wrote: all up to what is quoted below, without single lines that are quoted among them. Those who
/// answer between quoted lines have their answers kept.
pub(super) fn own(lines: &[String]) -> Vec<String> {
    let quoted = |line: &String| line.trim_start().starts_with('>');
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if quoted(&lines[at]) {
            at += 1;
            continue;
        }
        if begins(&lines[at..]) {
            // Below "… wrote:" come quoted lines; what is not quoted after them was written by hand.
            if wrote(&lines[at..]) && answers_between(&lines[at..]) {
                while at < lines.len() && !lines[at].trim_end().ends_with(':') {
                    at += 1;
                }
                at += 1;
                continue;
            }
            // The ruler above the head belongs to it.
            while out.last().is_some_and(|line| rule(line) || line.trim().is_empty()) {
                out.pop();
            }
            break;
        }
        out.push(lines[at].clone());
        at += 1;
    }
    out
}

/// Whether after a line "… wrote:" there are quoted lines and, after or among them, lines that are not.
fn answers_between(lines: &[String]) -> bool {
    let mut quotes = false;
    for line in lines.iter().skip_while(|line| !line.trim_end().ends_with(':')).skip(1) {
        match line.trim_start() {
            "" => {}
            quoted if quoted.starts_with('>') => quotes = true,
            _ => return quotes,
        }
    }
    false
}

/// A line of nothing but strokes.
pub(super) fn rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|letter| matches!(letter, '-' | '_' | '=' | '*' | '—' | '–' | '─' | '~'))
}

fn name_and_address(value: &str) -> (String, String) {
    let value = value.replace("mailto:", "");
    let (name, address) = match value.split_once(['<', '[']) {
        Some((name, rest)) => (name, rest.split(['>', ']']).next().unwrap_or_default()),
        None if value.contains('@') => ("", value.as_str()),
        None => (value.as_str(), ""),
    };
    let name = name.trim().trim_matches(['"', '\'']).trim();
    let address = address.trim().trim_end_matches(';');
    // Directories write the surname first, with the organisation in brackets behind it.
    let name = name.split(['(', ';']).next().unwrap_or_default().trim();
    let name = match name.split_once(", ") {
        Some((last, first)) if words(last) <= 2 && words(first) <= 3 => format!("{first} {last}"),
        _ => name.to_owned(),
    };
    let address = if address.contains('@') && !address.contains(' ') { address.to_lowercase() } else { String::new() };
    (name, address)
}

fn read_head(lines: &[String]) -> Head {
    let mut head = Head::default();
    for line in lines {
        match field(line) {
            Some(("from", value)) => (head.name, head.address) = name_and_address(value),
            Some(("subject", value)) => head.subject = value.to_owned(),
            _ => {}
        }
    }
    head
}

/// The head that a pasted mail begins with, and the lines below it.
pub(super) fn head(lines: &[String]) -> (Option<Head>, &[String]) {
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    match lines.get(first..).filter(|rest| !rest.is_empty()).and_then(|rest| Some((head_here(rest)?, rest))) {
        Some((end, rest)) => (Some(read_head(&rest[..end])), &rest[end..]),
        None => (None, lines),
    }
}

/// The first mail that is passed on below: its head and its lines, without the marks of quoting.
pub(super) fn passed_on(lines: &[String]) -> Option<(Head, Vec<String>)> {
    let plain: Vec<String> = lines.iter().map(|line| line.trim_start_matches(['>', ' ']).to_owned()).collect();
    let at = (0..plain.len()).find(|at| head_here(&plain[*at..]).is_some())?;
    let end = at + head_here(&plain[at..])?;
    Some((read_head(&plain[at..end]), plain[end..].to_vec()))
}
