//! The last look at a text before it is kept: no number of a patient gets past it, on any way in.

use std::borrow::Cow;

use analysis::identifiers::{self, Severity};
use kernel::{Error, Result, error::FieldError};
use serde_json::{Value as Json, json};

/// Looks for patients' numbers. What surely is one is refused whatever anybody says; what may be one is refused until
/// somebody says that it is not (`keep_doubtful`). Returns what was found, for scripts.
///
/// # Errors
/// [`Error::Refused`] with a message for each field and what was found in it; never the number itself.
pub fn refuse_identifiers<'a, N>(texts: impl Iterator<Item = (N, &'a str)>, keep_doubtful: bool) -> Result<Json>
where
    N: Into<Cow<'static, str>>,
{
    let (mut errors, mut found) = (Vec::new(), Vec::new());
    let mut refused = false;
    for (field, text) in texts {
        let field: Cow<'static, str> = field.into();
        let findings = identifiers::find(text);
        for finding in &findings {
            let (kind, severity) = (finding.kind.key(), finding.severity.key());
            found.push(json!({ "field": field, "kind": kind, "start": finding.start, "end": finding.end, "severity": severity }));
        }
        if let Some(worst) = findings.iter().find(|finding| finding.severity == Severity::Block).or(findings.first()) {
            refused |= worst.severity == Severity::Block || !keep_doubtful;
            errors.push(FieldError { field, message: message(worst) });
        }
    }
    let found = Json::Array(found);
    if refused { Err(Error::Refused(errors, found)) } else { Ok(found) }
}

fn message(finding: &identifiers::Finding) -> String {
    let what = finding.kind.label();
    match finding.severity {
        Severity::Block => {
            format!("This looks like {what}, and nothing that could identify a patient is kept. Take it out and send it again")
        }
        Severity::Warn => format!("This may be {what}. Take it out"),
    }
}
