//! Which bracket asks for which rule, and which paragraph speaks of which: by the words that such texts use.

use group::rules::Rule;

/// Whether one of some words or beginnings of words stands in a text in small letters.
fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.match_indices(word).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)))
}

/// The rule that a bracket asks for, from what stands in it, the words right before it in its clause, the whole clause and
/// the heading above. `None` when it asks for something that the software does not go by.
#[must_use]
pub fn rule_of(asked: &str, before: &str, clause: &str, heading: &str) -> Option<Rule> {
    let (asked, before, clause, heading) = (asked.to_lowercase(), before.to_lowercase(), clause.to_lowercase(), heading.to_lowercase());
    // The last words before the bracket say what it is the object of.
    let near: String = {
        let words: Vec<&str> = before.split_whitespace().collect();
        words[words.len().saturating_sub(8)..].join(" ")
    };
    let about = |words: &[&str]| any(&asked, words);
    if about(&["backfill", "job plan"]) || any(&near, &["backfill", "job plan"]) {
        return Some(Rule::Backfill);
    }
    // A bare number is one of several that the sentence asks for; only people can tell which.
    let bare = ["number", "n", "x", "no", "insert number", "add number"].contains(&asked.trim_end_matches('.'))
        || about(&["number of", "no. of", "how many", "insert no", "minimum number"]);
    if about(&["quorum", "quorate"]) || any(&near, &["quorum", "quorate"]) && !bare {
        return Some(Rule::Quorum);
    }
    let several = about(&["list", "group", "groups", "committee", "committees"]);
    if !several && about(&["health board", "board name", "name of board", "name of the board", "name of organisation", "organisation name"])
        || !several && about(&["board"]) && near.ends_with("nhs")
    {
        return Some(Rule::Board);
    }
    let of_meetings = any(&clause, &["meet"]) || any(&heading, &["meet"]) || about(&["meet"]);
    if !about(&["day of", "which day"]) && about(&["frequency", "how often", "month", "week", "quarter", "times a year"]) && of_meetings {
        return Some(Rule::Frequency);
    }
    if any(&near, &["report to", "reports to", "reporting to", "accountable to"]) || about(&["reports to", "report to", "reporting group"])
    {
        return Some(Rule::ReportingLine);
    }
    if about(&["network", "newsletter", "weekly mail", "bulletin"]) {
        return Some(Rule::Networks);
    }
    if about(&["minute"])
        || any(&near, &["minutes", "minute"]) && any(&clause, &["shar", "sent", "send", "go to", "goes to", "circulat", "distribut"])
    {
        return Some(Rule::MinuteGroups);
    }
    if about(&["theme"]) {
        return Some(Rule::Themes);
    }
    if about(&["day", "days", "number"])
        && !any(&clause, &["before", "in advance"])
        && any(&clause, &["working day", "days"])
        && any(&clause, &["hear", "repl", "answer", "respond", "response", "acknowledg", "told", "looked at"])
    {
        return Some(Rule::Promises);
    }
    if about(&["number of members", "number of core", "size of"]) && !about(&["side", "each", "gps", "consultants"]) {
        return Some(Rule::Balance);
    }
    if about(&["sites", "partnerships", "hscps"]) && any(&heading, &["member"]) {
        return Some(Rule::Coverage);
    }
    if about(&["term of office", "years", "length of term"]) && any(&clause, &["chair"]) {
        return Some(Rule::CoChairs);
    }
    None
}

/// Whether a paragraph speaks of a rule.
#[must_use]
pub fn speaks_of(rule: Rule, text: &str) -> bool {
    let text = text.to_lowercase();
    let has = |words: &[&str]| any(&text, words);
    match rule {
        Rule::Board => false,
        Rule::Quorum => has(&["quorum", "quorate"]),
        Rule::Balance => has(&["equal number", "equal numbers", "as many gps", "same number", "parity"]),
        Rule::CoChairs => has(&["co-chair", "cochair", "chaired jointly", "jointly chaired"]),
        Rule::Coverage => has(&["represent", "cover"]) && has(&["site", "hscp", "partnership", "out-of-hours", "out of hours"]),
        Rule::Themes => has(&["theme"]),
        Rule::Frequency => has(&["meet", "meets", "meeting"]) && has(&["monthly", "weekly", "quarterly", "times a year", "every"]),
        Rule::MinuteGroups => has(&["minute"]) && has(&["shar", "sent", "circulat", "distribut", "goes to", "go to"]),
        Rule::Networks => has(&["network", "newsletter", "bulletin"]),
        Rule::ReportingLine => has(&["report to", "reports to", "accountable to"]),
        Rule::Promises => has(&["working day"]) && has(&["hear", "repl", "answer", "respon", "acknowledg"]),
        Rule::Backfill => has(&["backfill", "job plan"]),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_bracket_is_known_by_what_it_asks_and_by_the_words_before_it() {
        for (asked, clause, rule) in [
            ("name of Health Board", "This is the group of [name of Health Board].", Some(Rule::Board)),
            ("Board", "The NHS [Board] group.", Some(Rule::Board)),
            ("group", "The group is accountable to [group].", Some(Rule::ReportingLine)),
            ("committee above", "It reports to the forum, and that in turn reports to [committee above].", Some(Rule::ReportingLine)),
            ("monthly/quarterly", "The group will meet [monthly/quarterly].", Some(Rule::Frequency)),
            ("how often", "Meetings: [how often].", Some(Rule::Frequency)),
            ("how often", "A summary comes [how often].", None),
            ("number", "It is quorate with [number] GPs.", None),
            ("number of each side", "The core has [number of each side].", None),
            ("list committees", "Minutes are circulated to [list committees].", Some(Rule::MinuteGroups)),
            ("n GPs, n consultants", "A meeting is quorate with [n GPs, n consultants].", Some(Rule::Quorum)),
            ("number", "A reply follows within [number] working days.", Some(Rule::Promises)),
            ("any arrangements for backfill", "[any arrangements for backfill]", Some(Rule::Backfill)),
            ("number", "Papers go out [number] working days before; the secretary is responsible.", None),
            ("list groups e.g. LMC, Health Board executive", "Minutes are shared with [list groups].", Some(Rule::MinuteGroups)),
            ("Health Board committee", "We report to the [Health Board committee].", Some(Rule::ReportingLine)),
            ("number of GPs", "It is quorate with [number of GPs] there.", None),
            ("day of the week", "We meet on a [day of the week].", None),
            ("date", "Reviewed on [date].", None),
            ("name of the room", "We sit in [name of the room].", None),
        ] {
            let before = clause.split('[').next().unwrap_or_default();
            assert_eq!(rule_of(asked, before, clause, "Working"), rule, "{clause}");
        }
    }

    #[test]
    fn a_paragraph_is_known_by_its_words() {
        assert!(speaks_of(Rule::Balance, "There are equal numbers of both."));
        assert!(speaks_of(Rule::CoChairs, "Two Co-chairs lead."));
        assert!(!speaks_of(Rule::Networks, "Nothing of the kind."));
        assert!(!speaks_of(Rule::Themes, "An anthem is sung."), "only whole beginnings of words");
    }
}
