//! What is proposed for an issue, and a line of the list.

use jiff::civil::Date;
use uuid::Uuid;

/// What the software proposes for an issue.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposal {
    /// For how many issues people had chosen a theme when it was worked out.
    pub(super) learnt: i64,
    /// The likeliest themes, each with its reason.
    pub(super) themes: Vec<(String, String)>,
    pub(super) direction: Option<&'static str>,
    /// An entry of the directory, and the words by which it was found.
    pub(super) service: Option<Uuid>,
    pub(super) service_by: String,
    pub(super) title: String,
    pub(super) sentences: String,
    /// Other titles, a line each.
    pub(super) others: String,
    /// Numbers of reports that may be the same, each with why.
    pub(super) twins: Vec<(i64, String)>,
    /// Numbers of agreements that may answer it, each with why.
    pub(super) agreements: Vec<(i64, String)>,
}

/// An agreement that may answer an issue.
#[derive(Clone, Debug)]
pub(super) struct AgreementLine {
    pub(super) issue: Uuid,
    pub(super) number: i64,
    pub(super) why: String,
}

/// An issue in the list, as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) version: i64,
    pub(super) asked: bool,
    pub(super) words: String,
    pub(super) remedy: Option<String>,
    pub(super) said_service: Option<String>,
    pub(super) harm: Option<String>,
    pub(super) happened: Option<String>,
    pub(super) known: String,
    pub(super) door: Option<String>,
    pub(super) handed_in: Option<String>,
    pub(super) raised_on: Date,
    pub(super) theme: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    pub(super) direction: Option<String>,
    pub(super) service: Option<Uuid>,
    /// Whether the software has looked at it.
    pub(super) read: bool,
    pub(super) proposed: Proposed,
}

/// What is proposed of an issue beside themes and twins.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposed {
    pub(super) direction: Option<String>,
    pub(super) service: Option<Uuid>,
    pub(super) service_by: String,
    pub(super) title: String,
    pub(super) sentences: String,
    pub(super) others: String,
}

/// A theme that is proposed for an issue.
#[derive(Clone, Debug)]
pub(super) struct ThemeLine {
    pub(super) issue: Uuid,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) why: String,
}

/// A report that may be the same as an issue.
#[derive(Clone, Debug)]
pub(super) struct TwinLine {
    pub(super) issue: Uuid,
    pub(super) number: i64,
    pub(super) title: Option<String>,
    pub(super) words: String,
    pub(super) why: String,
    /// What the group has said of the two.
    pub(super) how: Option<String>,
}

/// How many wait, and how many are prepared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) waiting: u64,
    pub(super) prepared: u64,
}
