//! How issues are spoken of: to their reporter, on timelines.

use analysis::calendar_days::Calendar;
use group::{
    groups::Group,
    membership::{Side, role_words},
    permissions::Role,
};
use jiff::civil::Date;
use kernel::{ledger::Entry, page::Moment, words};

use super::model::{Issue, Known, State};

/// Where an issue stands on its way, as far as it can be promised: by when the first answer is there, while nobody has decided;
/// when the meeting is, once it is on an agenda.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ahead {
    /// The day by which the first answer is promised, had the question that waits been answered today.
    pub(crate) promised: Date,
    /// The day of the meeting.
    pub(crate) meeting: Option<Date>,
    /// The day by which a service has said that it puts it right.
    pub(crate) by_service: Option<Date>,
    /// The day by which the group decides it between two meetings.
    pub(crate) between: Option<Date>,
}

impl Ahead {
    /// What lies ahead of an issue of which so many working days do not count, because the group waited for its reporter. `days` is the
    /// group's calendar: on bank holidays and its own days off nobody works either.
    pub(crate) fn of(raised_on: Date, group: &Group, days: &Calendar, paused: i64, meeting: Option<Date>) -> Self {
        let promised = match group.triage_days.saturating_add(paused) {
            ..=0 => raised_on,
            left => days.add_working_days(raised_on, left),
        };
        Self { promised, meeting, by_service: None, between: None }
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
        (State::WithService, _) => with_service(ahead.by_service),
        (State::Interim, _) if ahead.between.is_some() => format!(
            "It cannot wait for the next meeting, so the group is deciding it now, between two meetings. Its members have until {} to answer. Then you can read here what was decided, or that a meeting is needed.",
            ahead.between.map(words::date).unwrap_or_default()
        ),
        (State::Interim, _) => "It cannot wait for the next meeting, so the two co-chairs look for a decision before it.".into(),
        (State::Delegated, _) if ahead.by_service.is_some() => format!(
            "Another forum has taken this on, and says that it is done by {}. On that day the group asks whether it is. You can read the answer here.",
            ahead.by_service.map(words::date).unwrap_or_default()
        ),
        (State::Delegated, _) => "Another forum looks after this and is asked. You can read here what comes of it.".into(),
        (State::Watched, _) => "The group watches whether others report the same, and takes it up again when they do.".into(),
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
        (State::Merged, _) => "Others have said the same. The group deals with it as one, and you hear what comes of it.".into(),
        (State::Withdrawn, _) => "You took it back. Nobody will do anything more with it.".into(),
    }
}

fn with_service(by: Option<Date>) -> String {
    match by {
        Some(day) => format!(
            "The service says that it is theirs, and that it is put right by {}. On that day the group asks whether it is. You can read the answer here.",
            words::date(day)
        ),
        None => "A GP and a consultant have agreed to ask the service that can put it right now. It has the group's own words for it, and neither your name nor your words. You can read its answer here.".into(),
    }
}

/// The day by which a service has said that it puts an issue right, since it was last asked, as its timeline has it.
pub(super) fn promised_day<'a>(newest_first: impl Iterator<Item = &'a Entry>) -> Option<Date> {
    let mut said = newest_first.filter(|entry| {
        matches!(entry.verb.as_str(), "issue.service-asked" | "issue.forum-asked" | "issue.triaged" | "issue.service-promised")
    });
    said.next()?.facts.get("by")?.as_str()?.parse().ok()
}

/// The day by which an issue is decided between two meetings, while it is, as its timeline has it.
pub(super) fn between_day<'a>(newest_first: impl Iterator<Item = &'a Entry>) -> Option<Date> {
    let about = |verb: &str| verb.starts_with("issue.between-") || matches!(verb, "issue.put-between" | "issue.triaged" | "issue.taken-up");
    let mut said = newest_first.filter(|entry| about(&entry.verb));
    said.next()?.facts.get("by")?.as_str()?.parse().ok()
}

/// Whether there is something about another board's group for the reporter to read, and whether it waits for them.
pub(super) fn elsewhere<'a>(newest_first: impl Iterator<Item = &'a Entry>) -> Option<bool> {
    let mut told = newest_first.filter(|entry| entry.verb.starts_with("issue.pass-on-") || entry.verb == "issue.passed-on");
    told.next().map(|entry| entry.verb == "issue.pass-on-asked")
}

/// What the group does with a report that leads others and tells all of their reporters.
pub(super) fn is_told_to_all(verb: &str) -> bool {
    let own = ["issue.raised", "issue.brought-in", "issue.made-of", "issue.added-to", "issue.asked", "issue.checked", "issue.described"];
    let about_it = ["issue.mail", "issue.linked", "issue.unlinked", "issue.flagged", "issue.shown", "issue.cleaned", "issue.reporter"];
    let with_others = ["issue.handed", "issue.told", "issue.merged", "issue.took-in", "issue.split", "issue.let-go", "issue.leads-on"];
    verb.starts_with("issue.") && !own.iter().chain(&about_it).chain(&with_others).any(|start| verb.starts_with(start))
}

/// The day of the meeting that an issue was put onto last, as its timeline has it.
pub(super) fn meeting_day<'a>(newest_first: impl Iterator<Item = &'a Entry>) -> Option<Date> {
    let mut scheduled = newest_first.filter(|entry| matches!(entry.verb.as_str(), "issue.scheduled" | "issue.rescheduled"));
    scheduled.next()?.facts.get("on")?.as_str()?.parse().ok()
}

/// An entry of the ledger as a point on the timeline. `names` says who a person is; a reporter reads roles only.
pub(super) fn moment(entry: &Entry, issue: &Issue, group: &Group, who: Option<&str>) -> Moment {
    let fact = |name: &str| entry.facts.get(name).and_then(|fact| fact.as_str()).unwrap_or_default();
    let forum = fact("with") == "forum";
    let what = match entry.verb.as_str() {
        "issue.raised" => "Raised".to_owned(),
        "issue.brought-in" => "Brought in from the log of before".to_owned(),
        "issue.added-to" => {
            format!("Reporter added: {}", question(fact("question")))
        }
        "issue.asked" => "The group asked the reporter a question".to_owned(),
        "issue.service-asked" => "A service was asked to put it right".to_owned(),
        "issue.forum-asked" => "The forum that owns it was asked".to_owned(),
        "issue.service-promised" if forum => format!("The other forum says: we have taken it on, done by {}", day(fact("by"))),
        "issue.service-fixed" if forum => "The other forum says that it is done".to_owned(),
        "issue.back-in-triage" if forum && fact("why") == "not-ours" => {
            "The other forum says that it is somebody else's: the two co-chairs choose again".to_owned()
        }
        "issue.back-in-triage" if forum => "The other forum has not answered: the two co-chairs choose again".to_owned(),
        "issue.needs-group" if forum => "The other forum says that it needs the group: to the next meeting on its theme".to_owned(),
        "issue.service-promised" => format!("The service says: it is ours, and is put right by {}", day(fact("by"))),
        "issue.service-fixed" => "The service says that it is put right".to_owned(),
        "issue.back-in-triage" if fact("why") == "not-ours" => {
            "The service says that it is somebody else's: the two co-chairs choose again".to_owned()
        }
        "issue.back-in-triage" => "The service has not answered: the two co-chairs choose again".to_owned(),
        "issue.needs-group" => "The service says that it needs the group: to the next meeting on its theme".to_owned(),
        "issue.pass-on-asked" => "The reporter was asked whether it may be passed on to another board's group".to_owned(),
        "issue.pass-on-agreed" => "The reporter agreed to that".to_owned(),
        "issue.pass-on-refused" => "The reporter would rather not".to_owned(),
        "issue.passed-on" => "Passed on to another board's group, in the group's words".to_owned(),
        "issue.pass-on-answered" => "The other group has answered".to_owned(),
        "issue.passed-in" => "Another board's group passed it on".to_owned(),
        "issue.passed-in-answered" => "Answered to the group that passed it on".to_owned(),
        "issue.harm-told" if fact("rose") == "yes" => {
            "The administrator and the safety contact were told that there is more harm in it than before".to_owned()
        }
        "issue.harm-told" => "The administrator and the safety contact were told that there is harm in it".to_owned(),
        "issue.harm-reminded" => "They were reminded that nobody has said that they have seen it".to_owned(),
        "issue.harm-seen" if fact("recorded") == "yes" => {
            "Somebody has seen the harm in it and recorded it in the incident system".to_owned()
        }
        "issue.harm-seen" => "Somebody has seen the harm in it and said what was done".to_owned(),
        "issue.view-asked" => "A service was asked for its view".to_owned(),
        "issue.view-told" => "The service gave its view".to_owned(),
        "issue.checked" if fact("decision").is_empty() => format!("Reporter says of the answer: {}", held(fact("answer"))),
        "issue.checked" => format!("Reporter says of decision {}: {}", fact("decision"), held(fact("answer"))),
        "issue.file-taken-back" => "Reporter took a file back".to_owned(),
        "issue.mail-stopped" => "Reporter wants no more mail".to_owned(),
        "issue.mail-started" => "Reporter wants mail again".to_owned(),
        "issue.described" => "Theme and group wording written".to_owned(),
        "issue.placed" => "Direction or service said".to_owned(),
        "issue.prepared" => "Prepared for the two co-chairs".to_owned(),
        "issue.unprepared" => "Taken back to be prepared anew".to_owned(),
        // What one side alone thinks is not told to the reporter: it is settled by both.
        "issue.view-given" if fact("outcome") == "group" => format!("{} side agreed to put it to a meeting", side(fact("side"))),
        "issue.view-given" if who.is_some() => format!("{} side’s view: {}", side(fact("side")), outcome(fact("outcome"))),
        "issue.view-given" => format!("{} side has given its view", side(fact("side"))),
        "issue.triaged" if fact("sides") == "differ" => format!("The two sides differ: {}", outcome("group")),
        "issue.triaged" => format!("Agreed by both sides: {}", outcome(fact("outcome"))),
        "issue.taken-up" => "Taken up again".to_owned(),
        "issue.resurfaced" => format!("Taken up again: {} from {} have come", many(entry, "reports"), many(entry, "places")),
        "issue.scheduled" => format!("On the agenda of the meeting of {}, item {}", day(fact("on")), fact("item")),
        "issue.rescheduled" => format!("The meeting is now on {}", day(fact("on"))),
        "issue.put-between" => format!("The group decides it between two meetings, by {}", day(fact("by"))),
        "issue.between-moved" => format!("The members have more time to answer, until {}", day(fact("by"))),
        "issue.between-to-meeting" => "It goes to a meeting after all".to_owned(),
        "issue.between-ended" => "It is not decided between two meetings for now".to_owned(),
        "issue.carried" => "Taken to another meeting".to_owned(),
        "issue.decided" => format!("Decided by the group, {}", fact("decision")),
        "issue.spoken-of" => "The group spoke about it and did not agree".to_owned(),
        "issue.corrected" => format!("The words of {} were corrected", fact("decision")),
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
        "issue.still-happens" => "Said: agreed, yet it still happens".to_owned(),
        "issue.still-taken-back" => "Said: it is not about that agreement after all".to_owned(),
        "issue.linked" if fact("how") == "me-too" => "Said: this happened to us too".to_owned(),
        "issue.linked" => "Set beside another report".to_owned(),
        "issue.unlinked" => "No longer set beside another report".to_owned(),
        "issue.merged" => format!("Merged: it is dealt with together with {}", fact("into")),
        "issue.took-in" => format!("{} is dealt with together with it", fact("report")),
        "issue.split-off" => format!("Split off again from {}", fact("from")),
        "issue.let-go" => format!("{} is no longer dealt with together with it", fact("report")),
        "issue.handed-on" => format!("{} leads the other reports now", fact("to")),
        "issue.leads-on" => format!("Leads the other reports now, because {} was taken back", fact("after")),
        "issue.split" => format!("It speaks of two troubles: {} was made of it", fact("into")),
        "issue.made-of" => format!("Made of {}, which speaks of two troubles", fact("from")),
        "issue.told" => format!("The reporter was told what was decided on {}, {}", fact("of"), fact("decision")),
        "issue.withdrawn" => "Withdrawn by its reporter".to_owned(),
        other => other.replace(['.', '-'], " "),
    };
    let by_reporter = entry.actor_kind == "visitor" || entry.verb == "issue.raised";
    // Of an anonymous person no time of day is known, so none is shown.
    let follows =
        matches!(entry.verb.as_str(), "issue.handed-on" | "issue.leads-on") || entry.actor_kind == "system" && entry.verb == "issue.let-go";
    let day_only = follows || by_reporter && issue.known == Known::Anonymous;
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

/// What both sides, or one of them, would do.
fn outcome(key: &str) -> &'static str {
    match key {
        "fix-now" => "a service is asked to mend it",
        "interim" => "it cannot wait for the next meeting",
        "delegate" => "to the forum that owns it",
        "watch" => "watched until others report the same",
        "answered" => "an agreement answers it",
        "out" => "it belongs elsewhere",
        _ => "to the next meeting on its theme",
    }
}

/// How many of something an entry speaks of.
fn many(entry: &Entry, what: &'static str) -> String {
    let n = entry.facts.get(what).and_then(serde_json::Value::as_i64).unwrap_or_default().unsigned_abs();
    let (one, more) = if what == "reports" { ("report", "reports") } else { ("workplace", "workplaces") };
    words::count(n, one, more)
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
        "file" => "a file",
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
