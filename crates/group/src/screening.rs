//! The last look at a text before it is kept: nothing that tells who a patient is gets past it, on any way in.
//!
//! One rule for what is doubtful: **where somebody without an account writes and the page can ask, they are asked once**
//! (the form's tick); everybody else is not. Who is signed in answers for the group's papers, and names colleagues and
//! services in them every day; a script gets the findings with its answer. What blocks is refused whoever writes.

mod store;

use std::borrow::Cow;

pub use analysis::identifiers::Known;
use analysis::identifiers::{self, Finding, Kind, Severity};
use kernel::{Error, On, Result, error::FieldError};
use serde_json::{Value as Json, json};
use uuid::Uuid;

/// The most characters of a text that is only looked at.
pub const LONGEST: usize = 100_000;

/// Looks for whatever tells who a patient is. What surely does is refused whatever anybody says; what may is refused until
/// somebody says that it does not (`keep_doubtful`). Returns what was found, for scripts.
///
/// # Errors
/// [`Error::Refused`] with a message for each field and what was found in it; never the identifier itself.
pub fn refuse_identifiers<'a, N>(texts: impl Iterator<Item = (N, &'a str)>, keep_doubtful: bool) -> Result<Json>
where
    N: Into<Cow<'static, str>>,
{
    refuse_unknown(&Known::default(), texts, keep_doubtful)
}

/// As [`refuse_identifiers`], but the group's own people and services may be named: see [`known`].
///
/// # Errors
/// As [`refuse_identifiers`].
pub fn refuse_unknown<'a, N>(known: &Known, texts: impl Iterator<Item = (N, &'a str)>, keep_doubtful: bool) -> Result<Json>
where
    N: Into<Cow<'static, str>>,
{
    refuse(texts, keep_doubtful, |text| identifiers::find_with(text, known))
}

/// What somebody of the group writes in its papers: as [`refuse_unknown`] with the group's own people and services, where
/// nobody is asked about what is doubtful.
///
/// # Errors
/// As [`refuse_identifiers`], and when the database fails.
pub async fn refuse_in_papers<'a, N>(on: impl Into<On<'_>>, group: Uuid, texts: impl Iterator<Item = (N, &'a str)>) -> Result<()>
where
    N: Into<Cow<'static, str>>,
{
    let known = known(on, group).await?;
    refuse_unknown(&known, texts, true).map(drop)
}

/// Looks for patients' numbers and dates of birth only: for fields that hold the name, the address and the telephone number
/// of a colleague or a service, and for the group's public papers, which are full of them.
///
/// # Errors
/// As [`refuse_identifiers`].
pub fn refuse_numbers<'a, N>(texts: impl Iterator<Item = (N, &'a str)>, keep_doubtful: bool) -> Result<Json>
where
    N: Into<Cow<'static, str>>,
{
    let is_number = |finding: &Finding| {
        matches!(
            finding.kind,
            Kind::Chi | Kind::NhsNumber | Kind::HcNumber | Kind::ShortChi | Kind::DateLikeNumber | Kind::HospitalNumber | Kind::BirthDate
        )
    };
    refuse(texts, keep_doubtful, |text| identifiers::find(text).into_iter().filter(is_number).collect())
}

/// Looks at a file that somebody brings: its name and its text. Returns what was found, for scripts.
///
/// # Errors
/// As [`refuse_identifiers`], for the field `file`.
pub fn refuse_in_file(known: &Known, name: &str, text: &str, keep_doubtful: bool) -> Result<Json> {
    // "Smith_John-010101 1237.docx" is read as words.
    let name = name.replace(['_', '+'], " ");
    refuse_unknown(known, [("file", name.as_str()), ("file", text)].into_iter(), keep_doubtful)
}

/// Whom and what a group names without speaking of a patient: its members, and the contacts and services of its directory;
/// and how its hospitals number patients.
///
/// # Errors
/// When the database fails.
pub async fn known(on: impl Into<On<'_>>, group: Uuid) -> Result<Known> {
    let listed = store::known(on, group).await?;
    let known = listed.people.iter().fold(Known::default(), |known, name| known.person(name));
    let known = listed.services.iter().fold(known, |known, text| known.service(text));
    listed
        .shapes
        .iter()
        .try_fold(known, |known, shape| known.hospital_number(shape))
        .map_err(|_| Error::internal("a shape that finds anything"))
}

/// As [`refuse_unknown`] with what this group knows, for what people without a seat write in it and for the API.
///
/// # Errors
/// As [`refuse_identifiers`], and when the database fails.
pub async fn refuse_in_group<'a, N>(
    on: impl Into<On<'_>>,
    group: Uuid,
    texts: impl Iterator<Item = (N, &'a str)>,
    keep_doubtful: bool,
) -> Result<Json>
where
    N: Into<Cow<'static, str>>,
{
    refuse_unknown(&known(on, group).await?, texts, keep_doubtful)
}

/// What would be refused or asked about in a text, each with its place, for people to read.
#[must_use]
pub fn said(text: &str, known: &Known) -> Vec<String> {
    let line = |finding: &Finding| {
        let what = if finding.severity == Severity::Block { "Would be refused" } else { "Would be asked about" };
        format!("{what}: {} ({})", finding.kind.label(), place(text, finding))
    };
    identifiers::find_with(text, known).iter().map(line).collect()
}

/// A finding as scripts see it.
#[must_use]
pub fn told(finding: &Finding) -> Json {
    json!({ "kind": finding.kind.key(), "start": finding.start, "end": finding.end, "severity": finding.severity.key() })
}

/// Whether among what was found is something that a person may let through with a tick.
#[must_use]
pub fn asks(found: &Json) -> bool {
    found.as_array().is_some_and(|all| all.iter().any(|one| one["severity"] == Severity::Warn.key()))
}

/// Where a finding stands, in words: "line 2, character 14".
#[must_use]
pub fn place(text: &str, finding: &Finding) -> String {
    let before = text.chars().take(finding.start);
    let (line, character) = before.fold((1, 1), |(line, character), c| if c == '\n' { (line + 1, 1) } else { (line, character + 1) });
    format!("line {line}, character {character}")
}

fn refuse<'a, N>(texts: impl Iterator<Item = (N, &'a str)>, keep_doubtful: bool, find: impl Fn(&str) -> Vec<Finding>) -> Result<Json>
where
    N: Into<Cow<'static, str>>,
{
    let (mut errors, mut found) = (Vec::new(), Vec::new());
    let mut refused = false;
    for (field, text) in texts {
        let field: Cow<'static, str> = field.into();
        let findings = find(text);
        for finding in &findings {
            let mut told = told(finding);
            told["field"] = field.clone().into();
            found.push(told);
        }
        let blocks = identifiers::blocks(&findings);
        refused |= blocks || (!findings.is_empty() && !keep_doubtful);
        if blocks || (!findings.is_empty() && !keep_doubtful) {
            errors.push(FieldError { field, message: message(text, &findings, blocks) });
        }
    }
    let found = Json::Array(found);
    if refused { Err(Error::Refused(errors, found)) } else { Ok(found) }
}

/// What is said of a field: what stands where, and a wording without it.
fn message(text: &str, findings: &[Finding], blocks: bool) -> String {
    const SHOWN: usize = 4;
    let gravest: Vec<&Finding> = findings.iter().filter(|finding| (finding.severity == Severity::Block) == blocks).collect();
    let mut parts: Vec<String> =
        gravest.iter().take(SHOWN).map(|finding| format!("{} ({})", finding.kind.label(), place(text, finding))).collect();
    if gravest.len() > SHOWN {
        parts.push(format!("{} more", gravest.len() - SHOWN));
    }
    let what = match parts.as_slice() {
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
        [] => String::new(),
    };
    let instead = gravest.first().map_or("", |finding| finding.kind.instead(finding.severity));
    if blocks {
        format!("This looks like {what}. Nothing that could identify a patient is kept. {instead} Take it out and send it again")
    } else {
        format!("This may be {what}. {instead} Take it out")
    }
}

#[cfg(test)]
mod tests {
    use kernel::Error;

    use super::{Known, refuse_identifiers, refuse_in_file, refuse_numbers};

    fn messages(error: Error) -> Vec<String> {
        error.into_messages("text").unwrap_or_default().into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn a_message_says_what_stands_where_and_what_to_say_instead_and_not_the_name() {
        let error = refuse_identifiers([("text", "No letter.\nMrs Okafor waits")].into_iter(), true).expect_err("a name");
        let said = messages(error).concat();
        assert!(said.contains("somebody’s name (line 2, character 1)") && said.contains("Say “a patient”"), "{said}");
        assert!(!said.contains("Okafor"), "{said}");
    }

    #[test]
    fn what_is_doubtful_is_asked_about_once() {
        let texts = || [("text", "under Mr Okafor")].into_iter();
        let said = messages(refuse_identifiers(texts(), false).expect_err("asked")).concat();
        assert!(said.contains("Say the role or the service"), "{said}");
        let kept = refuse_identifiers(texts(), true).expect("kept");
        assert_eq!(kept, serde_json::json!([{ "field": "text", "kind": "name", "start": 6, "end": 15, "severity": "warn" }]));
    }

    #[test]
    fn a_contact_has_a_name_and_an_address_and_no_chi_number() {
        assert!(refuse_numbers([("name", "Mr A Okafor"), ("email", "a@practice.example")].into_iter(), false).is_ok());
        assert!(refuse_numbers([("name", "Mr A Okafor 010101 1237")].into_iter(), false).is_err());
    }

    #[test]
    fn a_files_name_is_read_too() {
        for name in ["Mrs_Okafor.docx", "letter 010101-1237.txt", "DOB_12.03.61.csv"] {
            assert!(refuse_in_file(&Known::default(), name, "", true).is_err(), "{name}");
        }
        assert!(refuse_in_file(&Known::default(), "minute_2026-11-22.docx", "Letters come late.", true).is_ok());
    }
}
