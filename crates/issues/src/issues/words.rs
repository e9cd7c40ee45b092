//! How issues are spoken of: to their reporter, on timelines.

use group::{groups::Group, membership::Side};
use kernel::{ledger::Entry, page::Moment, words};

use super::model::{Issue, Known, State, first_answer_by};

/// What happens next, told to the reporter in a plain sentence or two.
pub(super) fn what_happens_next(issue: &Issue, group: &Group) -> String {
    match issue.state {
        State::New => format!(
            "Your group's administrator reads it first. Then two clinicians, a GP and a consultant, decide together what to do with it. You can see their answer here by {}.",
            words::date(first_answer_by(issue.raised_on, group.triage_days))
        ),
        State::Asked => "The group has a question for you before it can go on.".into(),
        State::Triaged => "A GP and a consultant have agreed to put it to the group's next meeting on its theme.".into(),
        State::Scheduled => "It is on the agenda of a meeting of the group. Once the meeting has decided, you can read it here.".into(),
        State::Discussed => "The group has decided.".into(),
        State::InProgress => "The group has decided, and what was agreed is being done.".into(),
        State::Done => "The group has decided, and what was agreed is done. If it happens again, please raise it again.".into(),
        State::Answered => "There is an agreement that answers it.".into(),
        State::Out => "It belongs elsewhere.".into(),
        State::Withdrawn => "You took it back. Nobody will do anything more with it.".into(),
    }
}

/// An entry of the ledger as a point on the timeline. `names` says who a person is; a reporter reads roles only.
pub(super) fn moment(entry: &Entry, issue: &Issue, group: &Group, who: Option<&str>) -> Moment {
    let fact = |name: &str| entry.facts.get(name).and_then(|fact| fact.as_str()).unwrap_or_default();
    let what = match entry.verb.as_str() {
        "issue.raised" => "Raised".to_owned(),
        "issue.added-to" => {
            format!("Reporter added: {}", question(fact("question")))
        }
        "issue.described" => "Theme and group wording written".to_owned(),
        "issue.view-given" => format!("{} side agreed to put it to a meeting", side(fact("side"))),
        "issue.triaged" => "Agreed by both sides: to the next meeting on its theme".to_owned(),
        "issue.scheduled" => format!("On the agenda of the meeting of {}, item {}", day(fact("on")), fact("item")),
        "issue.rescheduled" => format!("The meeting is now on {}", day(fact("on"))),
        "issue.carried" => "Taken to another meeting".to_owned(),
        "issue.decided" => format!("Decided by the group, {}", fact("decision")),
        "issue.done" => "What was agreed is done".to_owned(),
        "issue.minuted" => "The minute of the meeting is published".to_owned(),
        "issue.linked" if fact("how") == "me-too" => "Said: this happened to us too".to_owned(),
        "issue.linked" => "Set beside another report".to_owned(),
        "issue.unlinked" => "No longer set beside another report".to_owned(),
        "issue.withdrawn" => "Withdrawn by its reporter".to_owned(),
        other => other.replace(['.', '-'], " "),
    };
    let by_reporter = entry.actor_kind == "visitor" || entry.verb == "issue.raised";
    // Of an anonymous person no time of day is known, so none is shown.
    let day_only = by_reporter && issue.known == Known::Anonymous;
    let when = if day_only {
        words::date(entry.at.to_zoned(group.time_zone.clone()).date())
    } else {
        words::date_and_time(entry.at, &group.time_zone)
    };
    let who = match (who, by_reporter) {
        (_, true) => "the reporter".to_owned(),
        (Some(name), false) => name.to_owned(),
        (None, false) => "the group".to_owned(),
    };
    Moment { what, when, who }
}

/// A day that the ledger holds as a word.
fn day(word: &str) -> String {
    word.parse().map_or_else(|_| word.to_owned(), words::date)
}

fn side(key: &str) -> &'static str {
    Side::from_key(key).map_or("One", Side::words)
}

fn question(column: &str) -> &'static str {
    match column {
        "service" => "which service",
        "post" => "their role",
        "sector" => "where they work",
        "happened" => "how often it happened",
        "harm" => "whether there was harm",
        "remedy" => "what would mend it",
        _ => "an answer",
    }
}

/// The first words of a text, cut at a word, for a list.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 110;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').filter(|end| *end > LONGEST / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches(['.', ',', ';', ':', ' ', '-']))
}

#[cfg(test)]
mod unit {
    use super::excerpt;

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(excerpt("  short\n text "), "short text");
        let long = "letters ".repeat(40);
        let cut = excerpt(&long);
        assert!(cut.ends_with("letters…") && cut.chars().count() <= 111, "{cut}");
        assert_eq!(excerpt(&"é".repeat(300)).chars().count(), 111);
    }
}
