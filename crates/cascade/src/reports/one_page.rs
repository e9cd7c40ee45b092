//! A report on one page, for a year: a few numbers, a picture, what is asked. It fits one sheet of A4 because it is laid out, measured,
//! and shortened until it does.

use documents::{Block, Document, Span};
use group::approvals::Approval;
use kernel::{Error, Result, app::compute, words};

use super::{
    commands::approvers,
    compose::period,
    model::Report,
    numbers::Part,
    sections::{chart, days_words, hours_words, told},
};

/// How much of it is kept: lines of each list, and characters of what people wrote.
const SIZES: [(usize, usize); 6] = [(5, 700), (4, 450), (3, 300), (2, 200), (1, 120), (0, 0)];

/// The report on one page. Takes processor time in a place for that.
///
/// # Errors
/// When it cannot be laid out.
pub(super) async fn document(report: &Report, approvals: &[Approval]) -> Result<Document> {
    let sizes: Vec<Document> = SIZES.into_iter().map(|size| of_size(report, approvals, size)).collect();
    let fitting = compute(move || {
        let mut last = None;
        for document in sizes {
            let bytes = documents::pdf::write(&document).map_err(|error| Error::internal(error.to_string()))?;
            let pages = reading::pdf::pages_or_pictures(&bytes).map_or(usize::MAX, |pages| pages.len());
            if pages <= 1 {
                return Ok::<_, Error>(Some(document));
            }
            last = Some(document);
        }
        Ok(last)
    });
    fitting.await??.ok_or_else(|| Error::internal("a report on one page has no size"))
}

/// A text of so many characters at most, ended at a sentence or at a word.
fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if most == 0 {
        return String::new();
    }
    if text.chars().count() <= most {
        return text;
    }
    let head: String = text.chars().take(most).collect();
    match head.rfind(". ") {
        Some(at) if at > most / 2 => head[..=at].to_owned(),
        _ => format!("{}…", head.rsplit_once(' ').map_or("", |(words, _)| words)),
    }
}

/// The largest parts that are shown.
fn largest(parts: &[Part], most: usize) -> String {
    let mut shown: Vec<(&str, u64)> = parts.iter().filter_map(|part| Some((part.name.as_str(), part.n?))).filter(|(_, n)| *n > 0).collect();
    shown.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    shown.into_iter().take(most).map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
}

fn of_size(report: &Report, approvals: &[Approval], (lines, letters): (usize, usize)) -> Document {
    let content = &report.content;
    let numbers = &content.numbers;
    let mut blocks = Vec::new();
    let summary = cut(&content.written.summary, letters);
    if !summary.is_empty() {
        blocks.push(Block::callout(summary));
    }
    let done = numbers.decided.iter().filter(|one| one.became == "done").count();
    let median = |days: Option<f64>| days.map_or_else(|| "too few to say".to_owned(), days_words);
    let mut facts = vec![
        ("Reports that came in", words::thousands(numbers.came_in.reports)),
        ("Days until it was said what is done, the middle", median(numbers.came_in.to_triage.median)),
        ("Days until a decision was told, the middle", median(numbers.came_in.to_outcome.median)),
        ("Open now", words::thousands(numbers.came_in.open)),
        ("Decisions, and how many are done", format!("{}, {done} done", numbers.decided.len())),
        ("Reached at least one network or group", format!("{} of {} decisions", numbers.heard.reached, numbers.heard.decisions)),
        ("Actions closed, and open", format!("{}, {}", numbers.actions.closed, numbers.actions.open)),
        (
            "Hours in meetings: GPs, consultants",
            format!("{}, {}", hours_words(numbers.hours.gps.minutes), hours_words(numbers.hours.consultants.minutes)),
        ),
    ];
    if let Some(last) = numbers.held.last() {
        let first = numbers.held.first().unwrap_or(last);
        let told = |held: &super::numbers::Held| format!("{} of {} after {} months", held.held, held.outcomes, held.months);
        facts.insert(5, ("Outcomes that held", format!("{}; {}", told(first), told(last))));
    }
    let row = |(what, n): (&str, String)| vec![vec![Span::plain(what)], vec![Span::strong(n)]];
    blocks.push(Block::table("", &["What", "In this period"], facts.into_iter().map(row).collect(), &[3, 2]));
    blocks.extend(chart(content));
    let themes = largest(&numbers.came_in.themes, lines);
    if !themes.is_empty() {
        blocks.push(Block::spans(vec![Span::strong("Most reports were about: "), Span::plain(format!("{themes}."))]));
    }
    let question = numbers.survey.as_ref().and_then(|survey| survey.lines.first()).filter(|line| lines > 0 && !line.latest.is_empty());
    if let Some(line) = question {
        let before = if line.baseline.is_empty() { String::new() } else { format!(" (baseline: {})", line.baseline) };
        blocks.push(Block::spans(vec![Span::strong(format!("{} ", line.asks)), Span::plain(format!("{}{before}.", line.latest))]));
    }
    for (name, text) in [("Good news: ", &content.written.good_news), ("What could not be done: ", &content.written.could_not)] {
        let text = cut(text, letters / 2);
        if !text.is_empty() {
            blocks.push(Block::spans(vec![Span::strong(name), Span::plain(text)]));
        }
    }
    blocks.push(Block::heading(1, "What we ask"));
    let asks = content.asks.iter().take(lines.max(1)).map(|ask| cut(&ask.wanted, letters.max(80) / 2));
    let more = content.asks.len().saturating_sub(lines.max(1));
    let waiting = content.earlier.iter().filter(|one| one.answered_on.is_none()).count();
    let rest = [
        (more > 0).then(|| format!("{more} more in the report itself")),
        (waiting > 0).then(|| format!("{waiting} of what we asked before: no answer yet")),
    ];
    let items: Vec<String> = asks.chain(rest.into_iter().flatten()).collect();
    blocks.push(if items.is_empty() { Block::paragraph("To be read.") } else { Block::list(items) });
    let approved = approvers(report, approvals);
    let by = if approved.is_empty() {
        "A draft that nobody has approved yet".to_owned()
    } else {
        format!("Approved by {}", approved.join(" and "))
    };
    blocks.push(Block::paragraph(format!("{by}. Small counts are not shown: here they are {}.", told(None))));
    let draft = if report.state.was_approved() { "" } else { "DRAFT. " };
    Document {
        title: format!("{} on one page", content.group),
        subtitle: format!("{draft}{}. Report {}.", period(content), report.number),
        language: "en-GB".into(),
        author: content.group.clone(),
        running: format!("{draft}{}, report {}", content.group, report.number),
        blocks,
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_long_text_ends_at_a_sentence_or_a_word() {
        assert_eq!(cut("All is well.", 20), "All is well.");
        assert_eq!(cut("Letters come faster now. Everybody sees that.", 30), "Letters come faster now.");
        assert_eq!(cut("seven letters seven letters", 16), "seven letters…");
        assert_eq!(cut("anything", 0), "");
    }
}
