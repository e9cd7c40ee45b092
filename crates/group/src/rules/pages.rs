//! The line on a page that says which paragraph a rule comes from.

use askama::{Template, filters::HtmlSafe};
use kernel::{On, Result};

use super::{model::Rule, store};
use crate::groups::Group;

/// Which paragraph of the terms in force says a rule, as a line with a link. It shows nothing while none does.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "rules/why.html")]
pub struct Why {
    trace: Option<(String, String)>,
}

// The template escapes its parts itself.
impl HtmlSafe for Why {}

impl Why {
    /// Of a rule.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(on: impl Into<On<'_>>, group: &Group, rule: Rule) -> Result<Self> {
        let trace = store::trace(on, group, rule).await?;
        Ok(Self { trace: trace.map(|trace| (trace.words(), trace.href(group))) })
    }
}
