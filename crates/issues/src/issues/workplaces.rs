//! Where a reporter works: taken from the group's directory, kept only to count from how many places reports come. Of an
//! anonymous one the practice or the hospital is kept and nothing finer.

use group::directory::{self, Above, Entry, Kind};
use kernel::{Error, On, Result};
use uuid::Uuid;

use super::model::{Known, Sector};

/// How many steps up from a ward its hospital is looked for.
const STEPS: usize = 5;

/// What stands above an entry in the directory, the entry itself first.
fn upwards<'a>(entries: &'a [Entry], entry: &'a Entry) -> impl Iterator<Item = &'a Entry> {
    let above = |entry: &&'a Entry| match entry.above {
        Above::Entry(id) => entries.iter().find(|other| other.id == id),
        Above::Person(_) => None,
    };
    std::iter::successors(Some(entry), above).take(STEPS)
}

/// The hospital that an entry is or belongs to; of a practice the uppermost practice, which is its partnership.
fn coarse<'a>(entries: &'a [Entry], entry: &'a Entry) -> Option<&'a Entry> {
    if entry.kind == Kind::Practice {
        return upwards(entries, entry).take_while(|entry| entry.kind == Kind::Practice).last();
    }
    upwards(entries, entry).find(|entry| entry.kind == Kind::Hospital)
}

/// What is offered while somebody types where they work.
pub(super) fn offered(entries: &[Entry], known: Known) -> Vec<String> {
    let works = |entry: &&Entry| matches!(entry.kind, Kind::Practice | Kind::Hospital | Kind::Service);
    let mut names: Vec<String> = Vec::new();
    for entry in entries.iter().filter(works) {
        let place = if known == Known::Anonymous { coarse(entries, entry) } else { Some(entry) };
        if let Some(place) = place.filter(|place| !names.contains(&place.name)) {
            names.push(place.name.clone());
        }
    }
    names
}

fn settled(entries: &[Entry], known: Known, typed: &str) -> Option<String> {
    let entry = entries.iter().find(|entry| entry.name.to_lowercase() == typed.to_lowercase());
    match (known, entry) {
        (Known::Anonymous, entry) => entry.and_then(|entry| coarse(entries, entry)).map(|place| place.name.clone()),
        (_, Some(entry)) => Some(entry.name.clone()),
        (_, None) => Some(typed.to_owned()),
    }
}

/// What is kept of where somebody works.
///
/// # Errors
/// [`Error::Invalid`] when an anonymous reporter's place is not one of the list: it would be finer than what is kept.
pub(super) async fn kept(on: impl Into<On<'_>>, group: Uuid, known: Known, typed: &str) -> Result<Option<String>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let why = "Choose a practice or a hospital from the list, or leave it out: of an anonymous report nothing finer is kept";
    settled(&directory::all(on, group).await?, known, typed).map(Some).ok_or_else(|| Error::field("workplace", why))
}

/// What somebody said a door stands for, made coarser where the directory knows it as a part of something.
///
/// # Errors
/// When the database fails.
pub(crate) async fn no_finer(on: impl Into<On<'_>>, group: Uuid, name: &str) -> Result<String> {
    let entries = directory::all(on, group).await?;
    if entries.iter().any(|entry| entry.name.to_lowercase() == name.to_lowercase()) {
        return Ok(settled(&entries, Known::Anonymous, name).unwrap_or_default());
    }
    Ok(name.to_owned())
}

/// The partnership or site of a place in the directory; empty for what is not in it or belongs to none.
///
/// # Errors
/// When the database fails.
pub(crate) async fn coarse_place(on: impl Into<On<'_>>, group: Uuid, name: &str) -> Result<String> {
    Ok(settled(&directory::all(on, group).await?, Known::Anonymous, name).unwrap_or_default())
}

/// A place that is counted: by its partnership or site where the directory has it, else by what was typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Workplace {
    /// A practice or a partnership.
    Practice(String),
    /// A hospital or another service.
    Site(String),
    /// Somewhere.
    Other(String),
}

/// Which place a report counts for; none for a report that says none.
pub(crate) fn place_of(entries: &[Entry], sector: Option<Sector>, typed: &str) -> Option<Workplace> {
    let name = typed.trim().to_lowercase();
    if name.is_empty() {
        return None;
    }
    let entry = entries.iter().find(|entry| entry.name.to_lowercase() == name);
    let place = entry.and_then(|entry| coarse(entries, entry)).or(entry);
    Some(match (place, sector) {
        (Some(place), _) if place.kind == Kind::Practice => Workplace::Practice(place.name.to_lowercase()),
        (Some(place), _) => Workplace::Site(place.name.to_lowercase()),
        (None, Some(Sector::Primary)) => Workplace::Practice(name),
        (None, Some(Sector::Secondary | Sector::OutOfHours | Sector::Community)) => Workplace::Site(name),
        (None, Some(Sector::Other) | None) => Workplace::Other(name),
    })
}

#[cfg(test)]
mod unit {
    use super::*;

    fn entry(n: u128, name: &str, kind: Kind, above: Option<u128>) -> Entry {
        Entry {
            id: Uuid::from_u128(n),
            version: 1,
            name: name.into(),
            kind,
            sector: None,
            note: String::new(),
            contact: directory::Person::default(),
            post: String::new(),
            deputy: directory::Person::default(),
            above: above.map_or_else(Above::default, |above| Above::Entry(Uuid::from_u128(above))),
            agreed_on: None,
            confirmed_on: None,
            asked_on: None,
            reminded_on: None,
            retired_on: None,
        }
    }

    fn board() -> Vec<Entry> {
        vec![
            entry(1, "Ward 4", Kind::Service, Some(2)),
            entry(2, "Medicine", Kind::Service, Some(3)),
            entry(3, "Kilbrae Hospital", Kind::Hospital, Some(1)),
            entry(4, "Glebe Surgery", Kind::Practice, Some(5)),
            entry(5, "Firthside Partnership", Kind::Practice, Some(6)),
            entry(6, "Practices' committee", Kind::Committee, None),
            entry(7, "Night service", Kind::Service, None),
        ]
    }

    #[test]
    fn an_anonymous_place_is_the_hospital_or_the_partnership_and_never_finer() {
        let board = board();
        for (typed, kept) in [
            ("ward 4", Some("Kilbrae Hospital")),
            ("Kilbrae Hospital", Some("Kilbrae Hospital")),
            ("Glebe Surgery", Some("Firthside Partnership")),
            ("Night service", None),
            ("The back room", None),
        ] {
            assert_eq!(settled(&board, Known::Anonymous, typed).as_deref(), kept, "{typed}");
        }
        assert_eq!(offered(&board, Known::Anonymous), ["Kilbrae Hospital", "Firthside Partnership"]);
    }

    #[test]
    fn who_may_be_known_says_any_place() {
        let board = board();
        assert_eq!(settled(&board, Known::Confidence, "WARD 4").as_deref(), Some("Ward 4"), "one place is counted once");
        assert_eq!(settled(&board, Known::Named, "Elsewhere").as_deref(), Some("Elsewhere"));
        assert!(offered(&board, Known::Named).contains(&"Ward 4".to_owned()));
        assert!(!offered(&board, Known::Named).contains(&"Practices' committee".to_owned()));
    }

    #[test]
    fn a_practice_and_its_partnership_are_one_place_and_so_are_a_ward_and_its_hospital() {
        let board = board();
        let of = |sector, name| place_of(&board, sector, name);
        assert_eq!(of(None, "Glebe Surgery"), Some(Workplace::Practice("firthside partnership".into())));
        assert_eq!(of(None, "Firthside Partnership"), of(Some(Sector::Other), " glebe surgery"));
        assert_eq!(of(None, "Ward 4"), Some(Workplace::Site("kilbrae hospital".into())));
        assert_eq!(of(None, "Night service"), Some(Workplace::Site("night service".into())));
        assert_eq!(of(Some(Sector::Primary), "Elsewhere"), Some(Workplace::Practice("elsewhere".into())));
        assert_eq!((of(None, "Elsewhere"), of(None, " ")), (Some(Workplace::Other("elsewhere".into())), None));
    }

    #[test]
    fn entries_that_stand_above_each_other_end_the_search() {
        let round = vec![entry(1, "A", Kind::Service, Some(2)), entry(2, "B", Kind::Service, Some(1))];
        assert_eq!(settled(&round, Known::Anonymous, "A"), None);
    }
}
