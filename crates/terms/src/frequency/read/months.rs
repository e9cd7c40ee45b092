//! Months by name: those without a meeting, and those with one.

use super::{super::words::MONTHS, Fact, tokens::Cursor};

fn month(at: &mut Cursor) -> Option<i8> {
    let word = at.word()?;
    let found = MONTHS.iter().position(|name| {
        let name = name.to_lowercase();
        name == word || (word.len() == 3 && name.starts_with(word)) || (word == "sept" && name == "september")
    })?;
    at.at += 1;
    i8::try_from(found + 1).ok()
}

/// Whether a word is a month. `May` is more often a verb.
pub(super) fn is_month(word: &str) -> bool {
    word != "may" && MONTHS.iter().any(|name| name.to_lowercase() == word)
}

/// Months that are named together, in their order; how many names there were, and whether some were named by a range.
struct List {
    months: Vec<i8>,
    names: usize,
    range: bool,
}

fn list(at: &mut Cursor) -> Option<List> {
    let mut list = List { months: Vec::new(), names: 0, range: false };
    loop {
        let first = if list.names == 0 {
            month(at)?
        } else {
            let Some(next) = at.attempt(|at| {
                at.between()?;
                at.eat(&["in"]);
                month(at)
            }) else {
                break;
            };
            next
        };
        let to = at.attempt(|at| {
            at.range()?;
            month(at)
        });
        list.names += 1 + usize::from(to.is_some());
        list.range |= to.is_some();
        let mut next = first;
        list.months.push(first);
        while to.is_some_and(|to| to != next) {
            next = next % 12 + 1;
            list.months.push(next);
        }
    }
    at.phrase(&["each year", "every year", "of each year", "of every year", "in each year", "of the year", "inclusive"]);
    list.months.sort_unstable();
    list.months.dedup();
    Some(list)
}

/// `except July`, `but not in August`, `outwith July and August`.
pub(super) fn except(at: &mut Cursor) -> Option<Vec<Fact>> {
    const WITHOUT: [&str; 40] = [
        "except",
        "excepting",
        "excluding",
        "excl",
        "exclude",
        "excludes",
        "excluded",
        "with the exception of",
        "apart from",
        "other than",
        "aside from",
        "but not",
        "but for",
        "but no meeting",
        "but no meetings",
        "and not",
        "and no meeting",
        "and no meetings",
        "with no meeting",
        "with no meetings",
        "without a meeting",
        "without meeting",
        "without meetings",
        "without",
        "no meeting",
        "no meetings",
        "not",
        "none",
        "with a break",
        "with a recess",
        "but never",
        "never",
        "outwith",
        "omitting",
        "skipping",
        "missing",
        "avoiding",
        "save for",
        "save",
        "bar",
    ];
    if !at.phrase(&WITHOUT) {
        return None;
    }
    at.skip(&["in", "during", "for", "the", "month", "months", "of", "meeting", "meetings"]);
    Some(vec![Fact::Except(list(at)?.months)])
}

/// `starting in March 2027`: the first meeting is planned, it is no part of how often.
pub(super) fn begins(at: &mut Cursor) -> Option<Vec<Fact>> {
    let plain = at.eat(&["from"]).is_some();
    if !plain {
        at.eat(&["starting", "starts", "start", "beginning", "begins", "begin", "commencing", "commences"])?;
        at.skip(&["in", "from", "on", "with"]);
    }
    month(at)?;
    let year = at.attempt(|at| at.number().filter(|number| number.digits == 4));
    if plain && year.is_none() && at.attempt(Cursor::range).is_some() {
        return None; // From September to June.
    }
    let words = "says when it begins. Leave it out here: plan the first meeting for that day, and the days are counted from it.";
    Some(vec![Fact::Trouble(words.into())])
}

/// `in March and September`, `from September to June`; several months alone.
pub(super) fn only(at: &mut Cursor) -> Option<Vec<Fact>> {
    let led = at.attempt(|at| {
        at.eat(&["in", "during"]).or_else(|| at.phrase(&["months of", "month of", "months"]).then_some(""))?;
        at.skip(&["the", "months", "month", "of"]);
        Some(())
    });
    let between = at.eat(&["between"]).is_some();
    let list = at.attempt(|at| if between { span(at) } else { list(at) })?;
    (led.is_some() || list.names > 1).then(|| vec![if list.range { Fact::Season(list.months) } else { Fact::Only(list.months) }])
}

/// `between September and June`.
fn span(at: &mut Cursor) -> Option<List> {
    let first = month(at)?;
    at.eat(&["and", "to"])?;
    let last = month(at)?;
    let inside = move |month: &i8| if first <= last { (first..=last).contains(month) } else { *month >= first || *month <= last };
    Some(List { months: (1..=12).filter(inside).collect(), names: 2, range: true })
}
