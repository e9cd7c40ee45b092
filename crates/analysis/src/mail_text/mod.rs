//! What somebody wrote in a mail, without what mail programs put around it: what was quoted, the signature, the notice of the
//! health board, banners.
//!
//! Somebody forwards "this keeps happening", and below it come three answers, two signatures with telephone numbers, and a
//! paragraph on what to do if the mail was not meant for you. [`clean`] reads the text line by line and keeps what the writer
//! wrote. [`read`] does the same with a mail that was pasted with its head, and says who wrote it.
//!
//! When in doubt a line is kept: somebody looks at the result before it is sent, and can take out a line that is too many, but
//! cannot bring back one that is gone.

mod history;
mod lines;
mod signature;
#[cfg(test)]
mod tests;

/// A mail as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// The writer's name; empty when the head does not say.
    pub name: String,
    /// The writer's address; empty when the head does not say.
    pub address: String,
    /// What it is about, without `Re:` and `Fwd:`.
    pub subject: String,
    /// What they wrote.
    pub text: String,
}

impl Mail {
    /// The subject and what they wrote, as one text. A subject that the text begins with is not said twice.
    #[must_use]
    pub fn words(&self) -> String {
        let begins = self.text.to_lowercase().starts_with(&self.subject.to_lowercase());
        match (self.subject.is_empty(), self.text.is_empty()) {
            (true, _) => self.text.clone(),
            (_, true) => self.subject.clone(),
            _ if begins => self.text.clone(),
            _ => format!("{}\n\n{}", self.subject, self.text),
        }
    }
}

/// What somebody wrote in the body of a mail.
#[must_use]
pub fn clean(body: &str) -> String {
    let lines = lines::of(body);
    let own = history::own(&lines);
    let kept = signature::without(own);
    lines::joined(&kept)
}

/// A mail that was pasted, with its head or without. Of one that was only passed on, with a line or two above it, the mail
/// that was passed on.
#[must_use]
pub fn read(pasted: &str) -> Mail {
    let lines = lines::of(pasted);
    let (head, rest) = history::head(&lines);
    if let Some(head) = head {
        return Mail { name: head.name, address: head.address, subject: subject(&head.subject), text: clean(&rest.join("\n")) };
    }
    let text = clean(pasted);
    if text.split_whitespace().count() <= FEW_WORDS
        && let Some((head, body)) = history::passed_on(&lines)
    {
        let inner = clean(&body.join("\n"));
        let text = if text.is_empty() || inner.is_empty() { format!("{text}{inner}") } else { format!("{text}\n\n{inner}") };
        return Mail { name: head.name, address: head.address, subject: subject(&head.subject), text };
    }
    Mail { text, ..Mail::default() }
}

/// So many words above a mail that is passed on say no more than "see below".
const FEW_WORDS: usize = 12;

/// A subject without what mail programs put before it.
#[must_use]
pub fn subject(typed: &str) -> String {
    let mut rest = typed.trim();
    loop {
        let lower = rest.to_lowercase();
        let cut = ["re:", "fw:", "fwd:", "aw:", "wg:", "[external]", "[ext]", "external:", "[secure]"]
            .iter()
            .find(|mark| lower.starts_with(**mark));
        match cut {
            // The marks are plain letters, so that their length is the same in both.
            Some(mark) => rest = rest.get(mark.len()..).unwrap_or_default().trim_start(),
            None => return rest.to_owned(),
        }
    }
}
