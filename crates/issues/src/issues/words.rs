//! How issues are spoken of: to their reporter, on timelines.

use group::{
    groups::Group,
    membership::{Side, role_words},
    permissions::Role,
};
use jiff::civil::Date;
use kernel::{ledger::Entry, page::Moment, words};

use super::model::{Issue, Known, State, first_answer_by};

/// Where an issue stands on its way, as far as it can be promised: by when the first answer is there, while nobody has decided;
/// when the meeting is, once it is on an agenda.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ahead {
    /// The day by which the first answer is promised, had the question that waits been answered today.
    pub(crate) promised: Date,
    /// The day of the meeting.
    pub(crate) meeting: Option<Date>,
}

impl Ahead {
    /// What lies ahead of an issue of which so many working days do not count, because the group waited for its reporter.
    pub(crate) fn of(raised_on: Date, group: &Group, paused: i64, meeting: Option<Date>) -> Self {
        Self { promised: first_answer_by(raised_on, group.triage_days.saturating_add(paused)), meeting }
    }
}

/// What happens next, told to the reporter in a plain sentence or two.
pub(crate) fn what_happens_next(praise: bool, state: State, ahead: Ahead) -> String {
    match (state, ahead.meeting) {
        (State::New | State::Asked, _) if praise => "Your group's administrator passes your thanks on to those who did it, in the group's own words. You can see here when that is done.".into(),
        (State::New, _) => format!(
            "Your group's administrator reads it first. Then two clinicians, a GP and a consultant, decide together what to do with it. You can see their answer here by {}.",
            words::date(ahead.promised)
        ),
        (State::Asked, _) => format!(
            "The group has a question for you before it can go on, and its promise to answer you waits with it. If you answer today, you can see what is decided by {}.",
            words::date(ahead.promised)
        ),
        (State::Triaged, _) => "A GP and a consultant have agreed to put it to the group's next meeting on its theme.".into(),
        (State::Scheduled, Some(day)) => {
            format!(
                "It is on the agenda of the group's meeting of {}. Once the meeting has decided, you can read it here.",
                words::date(day)
            )
        }
        (State::Scheduled, None) => {
            "It is on the agenda of a meeting of the group. Once the meeting has decided, you can read it here.".into()
        }
        (State::Discussed, _) => "The group has decided.".into(),
        (State::InProgress, _) => "The group has decided, and what was agreed is being done.".into(),
        (State::Done, _) => "The group has decided, and what was agreed is done. If it happens again, please raise it again.".into(),
        (State::Answered, _) => "There is an agreement that answers it.".into(),
        (State::PassedOn, _) => "Your thanks are passed on to those who did it.".into(),
        (State::Out, _) => "It belongs elsewhere.".into(),
        (State::Withdrawn, _) => "You took it back. Nobody will do anything more with it.".into(),
    }
}

/// The day of the meeting that an issue was put onto last, as its timeline has it.
pub(super) fn meeting_day<'a>(newest_first: impl Iterator<Item = &'a Entry>) -> Option<Date> {
    let mut scheduled = newest_first.filter(|entry| matches!(entry.verb.as_str(), "issue.scheduled" | "issue.rescheduled"));
    scheduled.next()?.facts.get("on")?.as_str()?.parse().ok()
}

/// An entry of the ledger as a point on the timeline. `names` says who a person is; a reporter reads roles only.
pub(super) fn moment(entry: &Entry, issue: &Issue, group: &Group, who: Option<&str>) -> Moment {
    let fact = |name: &str| entry.facts.get(name).and_then(|fact| fact.as_str()).unwrap_or_default();
    let what = match entry.verb.as_str() {
        "issue.raised" => "Raised".to_owned(),
        "issue.brought-in" => "Brought in from the log of before".to_owned(),
        "issue.added-to" => {
            format!("Reporter added: {}", question(fact("question")))
        }
        "issue.asked" => "The group asked the reporter a question".to_owned(),
        "issue.checked" => format!("Reporter says of decision {}: {}", fact("decision"), held(fact("answer"))),
        "issue.mail-stopped" => "Reporter wants no more mail".to_owned(),
        "issue.mail-started" => "Reporter wants mail again".to_owned(),
        "issue.described" => "Theme and group wording written".to_owned(),
        "issue.view-given" => format!("{} side agreed to put it to a meeting", side(fact("side"))),
        "issue.triaged" => "Agreed by both sides: to the next meeting on its theme".to_owned(),
        "issue.scheduled" => format!("On the agenda of the meeting of {}, item {}", day(fact("on")), fact("item")),
        "issue.rescheduled" => format!("The meeting is now on {}", day(fact("on"))),
        "issue.carried" => "Taken to another meeting".to_owned(),
        "issue.decided" => format!("Decided by the group, {}", fact("decision")),
        "issue.done" => "What was agreed is done".to_owned(),
        "issue.minuted" => "The minute of the meeting is published".to_owned(),
        "issue.flagged" => "Hidden: somebody said that it could identify a patient".to_owned(),
        "issue.shown-again" => "Shown again".to_owned(),
        "issue.cleaned" => "Words that could identify a patient were taken out".to_owned(),
        "issue.reporter-opened" => format!("A custodian ({}) opened who raised it", role(fact("as"), fact("side"))),
        "issue.handed-in" => match fact("how") {
            "mail" | "mail-with-files" => "It came by mail".to_owned(),
            "list" => "Brought in from a list".to_owned(),
            _ => "Written down for whoever raised it".to_owned(),
        },
        "issue.thanked" => "Passed on to those who did it".to_owned(),
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

/// What somebody is, by the two words that the ledger holds.
fn role(role: &str, side: &str) -> String {
    match (Role::from_key(role), Side::from_key(side)) {
        (Some(role), Some(side)) => role_words(role, side),
        _ => "of the group".into(),
    }
}

fn side(key: &str) -> &'static str {
    Side::from_key(key).map_or("One", Side::words)
}

fn held(answer: &str) -> &'static str {
    match answer {
        "held" => "it has held",
        "came-back" => "it came back",
        _ => "cannot say",
    }
}

fn question(column: &str) -> &'static str {
    match column {
        "kind" => "trouble or thanks",
        "workplace" => "the workplace",
        "reach" => "how to reach them",
        "service" => "which service",
        "post" => "their role",
        "sector" => "where they work",
        "happened" => "how often it happened",
        "harm" => "whether there was harm",
        "remedy" => "what would mend it",
        "answer" => "the answer to a question",
        "addition" => "something more",
        _ => "an answer",
    }
}

/// The first words of a text, cut at a word, for a list.
#[must_use]
pub fn excerpt(text: &str) -> String {
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
