//! A report as a document in the shape of a board paper: aim, background, summary, assessment by heading, recommendation, who approved
//! it, who wrote it. The same for the page, for PDF and for Word; only the page has links.

use documents::{Block, Document, Span};
use group::approvals::Approval;
use kernel::words;

use super::{
    commands::approvers,
    model::{Content, Earlier, Report},
    sections,
};

/// Where numbers lead, on the page of somebody who may follow them.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    /// The group's part of addresses; nothing on paper.
    group: Option<String>,
    /// What the address of a list of what was counted begins with.
    counted: String,
    /// Whether lists of reports may be read.
    issues: bool,
}

impl Links {
    /// On paper nothing leads anywhere.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// On the page of a version of a report.
    pub(super) fn on_page(slug: &str, report: &Report, issues: bool) -> Self {
        let counted = format!("/{slug}/reports/{}/counted?version={}&of=", report.number, report.version);
        Self { group: Some(format!("/{slug}")), counted, issues }
    }

    /// A number that leads to the list of what it counts.
    pub(super) fn number(&self, text: impl Into<String>, of: &str) -> Span {
        if self.group.is_some() { Span::link(text, format!("{}{of}", self.counted)) } else { Span::plain(text) }
    }

    /// As [`Links::number`], of reports: only those who read issues follow it.
    pub(super) fn reports(&self, text: impl Into<String>, of: &str) -> Span {
        if self.issues { self.number(text, of) } else { Span::plain(text) }
    }

    /// Words that lead to a page of the group.
    pub(super) fn page(&self, text: impl Into<String>, path: &str) -> Span {
        match &self.group {
            Some(group) => Span::link(text, format!("{group}{path}")),
            None => Span::plain(text),
        }
    }
}

/// `1 April 2026 to 31 March 2027`.
#[must_use]
pub(super) fn period(content: &Content) -> String {
    format!("{} to {}", words::date(content.from), words::date(content.to))
}

/// The paragraphs of a text; those that stand for an empty one where it is.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = Block> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(Block::paragraph)
}

fn under(blocks: &mut Vec<Block>, heading: &str, text: &str) {
    if !text.trim().is_empty() {
        blocks.push(Block::heading(2, heading));
        blocks.extend(paragraphs(text));
    }
}

/// What it says in short: what a co-chair needs to see, a line each.
#[must_use]
pub(super) fn in_short(content: &Content) -> Vec<String> {
    let numbers = &content.numbers;
    let asks = words::count(content.asks.len() as u64, "thing is", "things are");
    vec![
        format!(
            "{} came in; {} made; {} closed, {} open.",
            words::count(numbers.came_in.reports, "report", "reports"),
            words::count(numbers.decided.len() as u64, "decision was", "decisions were"),
            words::count(numbers.actions.closed, "action", "actions"),
            numbers.actions.open
        ),
        format!("{asks} asked of those above."),
    ]
}

/// What an earlier report asked, and what became of it, kindly.
fn earlier(one: &Earlier) -> String {
    let asked = format!("{}: {} We asked on {}", one.place, one.words, words::date(one.asked_on));
    match one.answered_on {
        Some(day) => format!("{asked}; you answered on {}: {}", words::date(day), one.answer),
        None => format!("{asked}; no answer yet."),
    }
}

/// A version of a report as a document.
#[must_use]
pub(super) fn document(report: &Report, approvals: &[Approval], links: &Links) -> Document {
    let content = &report.content;
    let mut blocks = vec![Block::heading(1, "Aim"), Block::paragraph(aim(content)), Block::heading(1, "Background")];
    blocks.push(Block::paragraph(format!(
        "{} brings GPs and hospital consultants of {} together. People raise what goes wrong between the two; the group decides, tells \
         everybody, and asks some months later whether it held. No report is quoted here, and nobody who raised something, no patient and \
         no practice can be recognised: where fewer than five are counted, or so few could be worked out, the number is not shown.",
        content.group, content.board
    )));
    blocks.push(Block::heading(1, "Summary"));
    if content.written.summary.trim().is_empty() {
        blocks.extend(in_short(content).into_iter().map(Block::paragraph));
    } else {
        blocks.extend(paragraphs(&content.written.summary));
    }
    under(&mut blocks, "Good news", &content.written.good_news);
    blocks.push(Block::heading(1, "Assessment"));
    blocks.extend(sections::assessment(content, links));
    under(&mut blocks, "What could not be done", &content.written.could_not);
    blocks.push(Block::heading(1, "Recommendation"));
    blocks.extend(recommendation(content));
    blocks.push(Block::heading(1, "Approved by"));
    let approved = approvers(report, approvals);
    blocks.push(match (approved.is_empty(), report.approved_on) {
        (true, _) => Block::paragraph("This is a draft: neither co-chair has approved it yet."),
        (false, Some(day)) => Block::paragraph(format!("{}, on {}.", approved.join(" and "), words::date(day))),
        (false, None) => Block::paragraph(format!("{}. The other side has yet to approve it.", approved.join(" and "))),
    });
    blocks.push(Block::heading(1, "Author"));
    blocks.push(Block::paragraph(format!(
        "{}. The numbers were composed from the group’s record on {}.",
        content.author,
        words::date(content.composed_on)
    )));
    let draft = if report.state.was_approved() { "" } else { "DRAFT. " };
    let version = if report.version > 1 { format!(", version {}", report.version) } else { String::new() };
    Document {
        title: format!("Report of {}", content.group),
        subtitle: format!("{draft}{}. Report {}{version}.", period(content), report.number),
        language: "en-GB".into(),
        author: content.group.clone(),
        running: format!("{draft}{}: report, {}", content.group, period(content)),
        blocks,
    }
}

fn aim(content: &Content) -> String {
    let to = match content.line.as_slice() {
        [] => "those whom the group reports to".to_owned(),
        [one] => one.clone(),
        [one, above, ..] => format!("{one}, and through it {above},"),
    };
    let asks = match content.asks.len() {
        0 => "It asks for nothing but to be read.".to_owned(),
        n => format!("It asks for {}.", words::count(n as u64, "decision", "decisions")),
    };
    format!("To tell {to} what came of the group’s work from {}. {asks}", period(content))
}

fn recommendation(content: &Content) -> Vec<Block> {
    let mut blocks = Vec::new();
    let to = content.line.first().cloned().unwrap_or_else(|| "The reader".into());
    if content.asks.is_empty() {
        blocks.push(Block::paragraph(format!("{to} is asked to note this report.")));
    } else {
        blocks.push(Block::paragraph(format!("{to} is asked to decide:")));
        let items = content.asks.iter().map(|ask| {
            let by = ask.by.map_or_else(String::new, |day| format!(" By {}, if that can be.", words::date(day)));
            vec![Span::strong(format!("{} ", ask.wanted)), Span::plain(format!("{}{by}", ask.words))]
        });
        blocks.push(Block::List { ordered: true, items: items.collect() });
    }
    if !content.earlier.is_empty() {
        blocks.push(Block::heading(2, "What we asked before"));
        blocks.push(Block::list(content.earlier.iter().map(earlier)));
    }
    blocks
}
