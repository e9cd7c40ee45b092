//! What has changed between two states of an agenda, in sentences.

use super::model::{Entry, Listing, Sheet};
use crate::papers::letter;

/// A change, with the item that it is about where it is about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// `26/014`; empty for the meeting as a whole.
    pub(super) reference: String,
    pub(super) words: String,
}

/// What has changed from one state to the next.
pub(super) fn between(old: &Listing, new: &Listing) -> Vec<Change> {
    let mut out = Vec::new();
    let mut add = |reference: &str, words: String| out.push(Change { reference: reference.to_owned(), words });
    if old.when != new.when {
        add("", format!("The meeting is now {}", new.when));
    }
    let before = |entry: &Entry| old.entries.iter().find(|other| other.item == entry.item);
    for gone in old.entries.iter().filter(|entry| !new.entries.iter().any(|other| other.item == entry.item)) {
        add(&gone.reference, format!("Taken off the agenda: {}", gone.title));
    }
    for entry in &new.entries {
        let Some(was) = before(entry) else {
            add(&entry.reference, format!("New on the agenda: {}", entry.title));
            for sheet in &entry.papers {
                add(&entry.reference, format!("Added: {}", sheet.name()));
            }
            continue;
        };
        for words in of_entry(was, entry) {
            add(&entry.reference, words);
        }
    }
    let order = |listing: &Listing, other: &Listing| -> Vec<_> {
        listing.entries.iter().map(|entry| entry.item).filter(|item| other.entries.iter().any(|entry| entry.item == *item)).collect()
    };
    if order(old, new) != order(new, old) {
        add("", "The items are in another order".into());
    }
    out
}

fn of_entry(was: &Entry, is: &Entry) -> Vec<String> {
    let mut out = Vec::new();
    if was.title != is.title {
        out.push(format!("Now called: {}", is.title));
    }
    if was.words != is.words {
        out.push("Worded anew".into());
    }
    if was.asked != is.asked || was.consent != is.consent {
        out.push(format!("What is asked is now: {}{}", is.asked.to_lowercase(), if is.consent { ", by consent" } else { "" }));
    }
    if was.presenter != is.presenter {
        out.push(if is.presenter.is_empty() {
            "Nobody is named to present it now".into()
        } else {
            format!("Presented by {}", is.presenter)
        });
    }
    if was.minutes != is.minutes {
        out.push(format!("{} minutes in place of {}", is.minutes, was.minutes));
    }
    if was.reserved != is.reserved {
        out.push(if is.reserved.is_empty() { "No longer reserved".into() } else { "Reserved now".into() });
    }
    let same = |sheet: &Sheet, other: &Sheet| sheet.letter == other.letter;
    for sheet in &is.papers {
        match was.papers.iter().find(|other| same(sheet, other)) {
            None => out.push(format!("Added: {}", sheet.name())),
            Some(other) if other.id != sheet.id => out.push(format!("New version: {}", sheet.name())),
            Some(_) => {}
        }
    }
    for gone in was.papers.iter().filter(|sheet| !is.papers.iter().any(|other| same(sheet, other))) {
        out.push(format!("Taken back: paper {}, {}", letter(gone.letter), gone.title));
    }
    out
}

/// The papers that are new in the later state.
pub(super) fn new_sheets<'a>(old: &'a Listing, new: &'a Listing) -> impl Iterator<Item = (&'a Entry, &'a Sheet)> {
    let pairs = new.entries.iter().flat_map(|entry| entry.papers.iter().map(move |sheet| (entry, sheet)));
    pairs.filter(|(_, sheet)| !old.sheets().any(|other| other.id == sheet.id))
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn sheet(id: u128, letter: i64, version: i64, title: &str) -> Sheet {
        let (id, title, by) = (Uuid::from_u128(id), title.into(), "Kim".into());
        Sheet { id, letter, version, title, late: false, by, brought_on: date(2027, 3, 1), pages: 0 }
    }

    fn entry(item: u128, title: &str, papers: Vec<Sheet>) -> Entry {
        Entry {
            item: Uuid::from_u128(item),
            reference: format!("27/00{item}"),
            title: title.into(),
            words: String::new(),
            asked: "To decide".into(),
            presenter: String::new(),
            minutes: 15,
            reserved: String::new(),
            consent: false,
            papers,
        }
    }

    fn listing(entries: Vec<Entry>) -> Listing {
        Listing { when: "3 March 2027".into(), theme: String::new(), entries }
    }

    fn said(old: &Listing, new: &Listing) -> Vec<String> {
        between(old, new).into_iter().map(|change| format!("{} {}", change.reference, change.words).trim().to_owned()).collect()
    }

    #[test]
    fn nothing_changed_is_nothing_said() {
        let one = listing(vec![entry(1, "Letters", vec![sheet(1, 1, 1, "Costs")])]);
        assert_eq!(said(&one, &one), Vec::<String>::new());
    }

    #[test]
    fn each_change_is_a_sentence() {
        let old = listing(vec![
            entry(1, "Letters", vec![sheet(1, 1, 1, "Costs"), sheet(2, 2, 1, "Map")]),
            entry(2, "Results", vec![]),
            entry(3, "Beds", vec![]),
        ]);
        let mut letters = entry(1, "Letters home", vec![sheet(3, 1, 2, "Costs"), sheet(4, 3, 1, "View")]);
        letters.minutes = 20;
        let new = listing(vec![entry(3, "Beds", vec![]), letters, entry(4, "Phones", vec![sheet(5, 1, 1, "List")])]);
        assert_eq!(
            said(&old, &new),
            [
                "27/002 Taken off the agenda: Results",
                "27/001 Now called: Letters home",
                "27/001 20 minutes in place of 15",
                "27/001 New version: Paper A: Costs",
                "27/001 Added: Paper C: View",
                "27/001 Taken back: paper B, Map",
                "27/004 New on the agenda: Phones",
                "27/004 Added: Paper A: List",
                "The items are in another order",
            ]
        );
        let titles: Vec<&str> = new_sheets(&old, &new).map(|(_, sheet)| sheet.title.as_str()).collect();
        assert_eq!(titles, ["Costs", "View", "List"]);
    }
}
