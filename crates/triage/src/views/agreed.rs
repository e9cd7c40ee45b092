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

    /// What a reporter reads of it: the rule, and the words that their side can send.
    pub(crate) fn told(&self, hospital: bool) -> String {
        let words = if hospital { &self.consultant_words } else { &self.gp_words };
        if words.is_empty() { self.rule.clone() } else { format!("{}\nWords that you can send:\n{words}", self.rule) }
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
        title: agreement.content.title,
        theme: agreement.content.theme,
        rule: agreement.content.rule,
        gp_words: agreement.content.gp_words,
        consultant_words: agreement.content.consultant_words,
    };
    Ok(rules::in_force(on, group).await?.into_iter().map(agreed).collect())
}
