//! What an edition tells, before it becomes a mail, a page or a card: every way out is made from the same stories.

use group::groups::Group;
use jiff::civil::Date;
use kernel::words;
use uuid::Uuid;

use super::model::{Edition, Entry};
use crate::{
    calls::Called,
    networks::{Network, Takes},
};

/// What is told of one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Story {
    /// What it is about.
    pub(crate) headline: String,
    /// What its readers are told, in the order in which they read it.
    pub(crate) paragraphs: Vec<String>,
}

/// What an edition says.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The edition's key.
    pub(crate) edition: Uuid,
    /// The day on which it comes out.
    pub(crate) out_on: Date,
    /// The subject of a mail.
    pub(crate) subject: String,
    /// The heading above it all.
    pub(crate) heading: String,
    /// What its editor is asked, where one takes it over; empty else.
    pub(crate) to_the_editor: String,
    /// The line that its readers are spoken to with; may be empty.
    pub(crate) opening: String,
    /// Each decision, in the order in which it is told.
    pub(crate) stories: Vec<Story>,
    /// The calls for issues that go with it.
    pub(crate) calls: Vec<Called>,
    /// Thanks to those who raised what was decided; empty where nobody did.
    pub(crate) thanks: String,
}

impl Reading {
    /// What an edition of a network says.
    pub(super) fn of(group: &Group, network: &Network, edition: &Edition, entries: &[Entry], calls: &[Called]) -> Self {
        let contact = Some(group.contact.as_str()).filter(|contact| !contact.is_empty());
        let outcomes = (!entries.is_empty()).then(|| words::count(entries.len() as u64, "key outcome", "key outcomes"));
        let called = (!calls.is_empty()).then(|| words::count(calls.len() as u64, "call for issues", "calls for issues"));
        let n = [outcomes, called].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let out = words::date(edition.out_on);
        let (subject, heading, to_the_editor) = if network.takes == Takes::Copy {
            let ask = contact.map(|contact| format!(" Questions: {contact}.")).unwrap_or_default();
            let request =
                format!("This is what we would like readers of the edition of {out} to know. Please take it over as it stands below.{ask}");
            (format!("Copy for {}, out {out}: {n}", network.name), format!("Copy for {}", network.name), request)
        } else if entries.is_empty() {
            (format!("{}: what goes wrong, {out}", group.name), "Tell us what goes wrong".to_owned(), String::new())
        } else {
            let heading = "What changes between practice and hospital".to_owned();
            (format!("{}: what changes, {out}", group.name), heading, String::new())
        };
        let raised = entries.iter().any(|entry| entry.raised);
        Self {
            edition: edition.id,
            out_on: edition.out_on,
            subject,
            heading,
            to_the_editor,
            opening: [network.opening.as_str(), &edition.note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
            stories: entries.iter().map(|entry| story(entry, network, &group.contact)).collect(),
            calls: calls.to_vec(),
            thanks: if raised { thanks(0) } else { String::new() },
        }
    }

    /// Thanks with the number of reports that prompted what it tells.
    pub(super) fn with_thanks(mut self, reports: u64) -> Self {
        if !self.thanks.is_empty() {
            self.thanks = thanks(reports);
        }
        self
    }
}

/// Fewer reports than this are not counted out: as few could be known by their number.
const FEWEST: u64 = 5;

/// Thanks to those who raised it.
fn thanks(reports: u64) -> String {
    let number = if reports < FEWEST { "reports".to_owned() } else { words::count(reports, "report", "reports") };
    format!("These changes began with {number} from colleagues who told us what goes wrong. Thank you.")
}

/// A decision as its network is told it: in the words of its version, each line a paragraph. A correction is told whole, whatever room
/// the network has: what was wrong, what is right and why belong together.
fn story(entry: &Entry, network: &Network, contact: &str) -> Story {
    let decision = &entry.decision;
    if let Some(corrected) = &entry.corrects {
        let source = format!("Decision {} of {}.", decision.reference(), words::date(decision.decided_on));
        let paragraphs = vec![
            "This corrects what we told you before.".to_owned(),
            decision.words.clone(),
            format!("It said before: {}", corrected.before),
            format!("Why: {} {source}", corrected.why),
        ];
        return Story { headline: entry.title.clone(), paragraphs };
    }
    let told = entry.told(network, contact);
    let lines = told.body.lines().map(str::trim).filter(|line| !line.is_empty());
    Story { headline: told.headline, paragraphs: lines.map(str::to_owned).collect() }
}
