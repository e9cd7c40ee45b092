//! The agreements in force, as triage offers and tells them.

use ::agreements::rules::{self, Agreement};
use kernel::{On, Result};
use uuid::Uuid;

/// An agreement in force.
#[derive(Clone, Debug)]
pub(crate) struct Agreed {
    /// Its number.
    pub(crate) number: i64,
    /// Its reference.
    pub(crate) reference: String,
    /// What people call it.
    pub(crate) title: String,
    /// The key of its theme; empty for none.
    pub(crate) theme: String,
    in_address: String,
    rule: String,
    gp_words: String,
    consultant_words: String,
}

impl Agreed {
    /// Whether somebody means this one: by its number or its reference.
    pub(crate) fn is(&self, typed: &str) -> bool {
        let typed = typed.trim();
        typed.eq_ignore_ascii_case(&self.reference) || typed.parse() == Ok(self.number)
    }

    /// What a reporter reads of it: the rule, the words that their side can send, and where it stands, if everybody may read it:
    /// `pages` is the address below which agreements stand.
    pub(crate) fn told(&self, hospital: bool, pages: Option<&str>) -> String {
        let words = if hospital { &self.consultant_words } else { &self.gp_words };
        let words = if words.is_empty() { String::new() } else { format!("\nWords that you can send:\n{words}") };
        let page = pages.map(|pages| format!("\nThe whole agreement: {pages}/{}", self.in_address)).unwrap_or_default();
        format!("{}{words}{page}", self.rule)
    }
}

/// The agreements of a group that are in force.
///
/// # Errors
/// When the database fails.
pub(crate) async fn agreements(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Agreed>> {
    let agreed = |agreement: Agreement| Agreed {
        number: agreement.number,
        reference: agreement.reference(),
        in_address: agreement.in_address(),
        title: agreement.content.title,
        theme: agreement.content.theme,
        rule: agreement.content.rule,
        gp_words: agreement.content.gp_words,
        consultant_words: agreement.content.consultant_words,
    };
    Ok(rules::in_force(on, group).await?.into_iter().map(agreed).collect())
}
