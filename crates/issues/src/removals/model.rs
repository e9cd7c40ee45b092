//! Where words can stand, said as people say it, and what the program's own columns are.

/// What stands where a text was, while somebody looks at it.
pub const HIDDEN: &str = "[hidden until the group’s administrator has looked at it]";

/// Columns whose values the program itself reads: keys, states, addresses, references. No removal changes them.
pub const KEY_COLUMNS: &[&str] = &[
    "above_email",
    "address",
    "reporters.name",
    "board",
    "capacity",
    "change",
    "code",
    "contact",
    "contact_email",
    "copy_time",
    "decided",
    "decision",
    "deputy_email",
    "direction",
    "door",
    "email",
    "ends",
    "every",
    "field",
    "happened",
    "harm",
    "hears",
    "backlog_topics.purpose",
    "attending.comes",
    "attending.leaves",
    "waiting_told.keys",
    "interim_answers.answer",
    "interims.went",
    "items.purpose",
    "job_key",
    "key",
    "kind",
    "known",
    "knows",
    "manner",
    "media_type",
    "message_id",
    "minutes.sent_back_side",
    "month",
    "moves",
    "mail_bounces.status",
    "mail_pace.name",
    "mailbox_tries.why",
    "mails_aside.why",
    "mails_in.outcome",
    "side_views.outcome",
    "side_views.signpost",
    "replies.outcome",
    "triage_settings.in_use",
    "paragraphs",
    "post_from",
    "prefix",
    "presence",
    "reply_to",
    "role",
    "rule",
    "sector",
    "networks.cover",
    "service_asks.answer",
    "shape",
    "side",
    "slug",
    "terms.source",
    "starts",
    "state",
    "stop_url",
    "takes",
    "theme",
    "time_zone",
    "to_address",
    "unsubscribe",
    "usual_start",
    "webhook",
    "worked",
    "works",
];

/// The texts of an issue that are set aside when it is flagged, by column.
pub(super) const FIELDS: &[&str] = &["words", "service", "workplace", "post", "remedy", "group_title", "group_text"];

/// What a table's things are called on a page.
#[must_use]
pub(super) fn place_words(table: &str) -> String {
    let known = match table {
        "issues" => "Issue",
        "set_aside" => "Hidden text of an issue",
        "replies" => "Answer to a reporter",
        "search_entries" => "Search",
        "mails" | "mail_runs" => "Mail",
        "mail_parts.file" => "File that goes or went with a mail",
        "papers.file" => "File of a paper",
        "papers" => "Paper of an agenda",
        "packs" | "pack_files.file" => "Pack of a meeting",
        "proposals" => "Proposed topic",
        "interests" => "Register of interests",
        "past_minutes.file" => "File of a past minute",
        "past_minutes" => "Past minute",
        "past_issues" | "past_actions" | "past_decisions" => "Log from before Brig",
        "exchange" => "Question or answer",
        "issue_files" => "File that a reporter added",
        "jobs" => "Work that waits",
        "items" => "Agenda item or note",
        "decisions" => "Decision",
        "actions" => "Action",
        "action_moves" => "What happened to an action",
        "commissions" => "Owner outside the group",
        "minutes" => "Published minute",
        "minute_sections" | "minute_versions" => "Draft of a minute",
        "minute_corrections" => "Correction to a minute",
        "meetings" => "Meeting",
        "item_guests" => "Guest of an agenda item",
        "theme_calls" => "Call for issues",
        "terms" | "terms_clauses" | "terms_marks" | "terms_answers" => "Terms of reference",
        "agreements" => "Agreement",
        "directory_entries" => "Directory",
        "expressions" => "Expression of interest",
        "committee_questions" => "Question from a group",
        "minute_notes" => "Note with a minute",
        "survey_answers" => "Answer to a survey",
        "own_abbreviations" => "Abbreviation of the group",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let mut words = table.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// What somebody points at, by its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// An issue, by its number.
    Issue(i64),
    /// An item of an agenda, by year and number.
    Item(i64, i64),
    /// A decision, by year and number.
    Decision(i64, i64),
}

impl About {
    /// Reads `NM-0231`, `26/014` or `26/D09`, with slash or hyphen, in any case.
    pub(super) fn read(typed: &str, prefix: &str) -> Option<Self> {
        let digits = |text: &str| {
            ((1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse::<i64>().ok())?
        };
        let (first, rest) = typed.trim().split_once(['/', '-'])?;
        if first.eq_ignore_ascii_case(prefix) {
            return digits(rest).map(Self::Issue);
        }
        let year = 2000 + digits(first).filter(|_| first.len() == 2)?;
        match rest.strip_prefix(['D', 'd']) {
            Some(number) => digits(number).map(|number| Self::Decision(year, number)),
            None => digits(rest).map(|number| Self::Item(year, number)),
        }
    }
}

/// The lines that somebody typed, without empty ones.
#[must_use]
pub(super) fn lines(typed: &str) -> Vec<&str> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_table_without_words_of_its_own_is_called_by_its_name() {
        assert_eq!(place_words("minutes"), "Published minute");
        assert_eq!(place_words("edition_entries"), "Edition entries");
        assert_eq!(lines(" a \n\n b"), ["a", "b"]);
    }

    #[test]
    fn a_reference_is_read_as_people_type_it() {
        assert_eq!(About::read(" nm-0231 ", "NM"), Some(About::Issue(231)));
        assert_eq!(About::read("26/014", "NM"), Some(About::Item(2026, 14)));
        assert_eq!(About::read("26-d09", "NM"), Some(About::Decision(2026, 9)));
        for wrong in ["", "NM", "SF-0001", "26/D", "2026/014", "26/1a"] {
            assert_eq!(About::read(wrong, "NM"), None, "{wrong}");
        }
    }

    #[test]
    fn what_people_write_is_never_a_key_column() {
        for field in FIELDS {
            assert!(!KEY_COLUMNS.contains(field), "{field}");
        }
    }
}
