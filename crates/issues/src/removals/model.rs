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
    "door",
    "email",
    "every",
    "field",
    "happened",
    "harm",
    "hears",
    "job_key",
    "key",
    "kind",
    "known",
    "knows",
    "media_type",
    "message_id",
    "month",
    "mails_in.outcome",
    "triage_views.outcome",
    "paragraphs",
    "post_from",
    "prefix",
    "presence",
    "reply_to",
    "role",
    "rule",
    "sector",
    "shape",
    "side",
    "slug",
    "terms.source",
    "starts",
    "state",
    "takes",
    "theme",
    "time_zone",
    "to_address",
    "unsubscribe",
    "usual_start",
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
        "mails" => "Mail",
        "mail_parts.file" => "File that goes or went with a mail",
        "past_minutes.file" => "File of a past minute",
        "past_minutes" => "Past minute",
        "past_issues" | "past_actions" | "past_decisions" => "Log from before Brig",
        "exchange" => "Question or answer",
        "jobs" => "Work that waits",
        "items" => "Agenda item or note",
        "decisions" => "Decision",
        "actions" => "Action",
        "minutes" => "Published minute",
        "minute_sections" => "Draft of a minute",
        "meetings" => "Meeting",
        "terms" | "terms_clauses" | "terms_marks" | "terms_answers" => "Terms of reference",
        "directory_entries" => "Directory",
        "expressions" => "Expression of interest",
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
    fn what_people_write_is_never_a_key_column() {
        for field in FIELDS {
            assert!(!KEY_COLUMNS.contains(field), "{field}");
        }
    }
}
