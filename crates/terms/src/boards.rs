//! The health boards of Scotland, with their partnerships, main hospitals and out-of-hours service: choices to begin with.
//! They are data, `data/boards.json`; nothing in the program depends on a name, and a group may write another.

use std::sync::OnceLock;

use serde::Deserialize;

/// A territorial health board.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// `NHS Lothian`.
    pub name: String,
    /// Its health and social care partnerships.
    pub partnerships: Vec<String>,
    /// Its main hospitals; a group knows its other sites better.
    pub sites: Vec<String>,
    /// Its out-of-hours service, where we are sure of the name.
    #[serde(default)]
    pub out_of_hours: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Boards {
    territorial: Vec<Board>,
    national: Vec<String>,
}

fn all() -> &'static Boards {
    static ALL: OnceLock<Boards> = OnceLock::new();
    ALL.get_or_init(|| serde_json::from_str(include_str!("../data/boards.json")).unwrap_or_default())
}

/// The territorial boards, in the order of their names.
#[must_use]
pub fn boards() -> &'static [Board] {
    &all().territorial
}

/// The names of the boards that serve the whole country.
#[must_use]
pub fn national() -> &'static [String] {
    &all().national
}

/// The territorial board of a name as people write it: `nhs lothian`, `Ayrshire and Arran`, `Fife Health Board`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Board> {
    let wanted = plain(name);
    boards().iter().find(|board| plain(&board.name) == wanted)
}

/// The words of a name that tell it from others.
fn plain(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| !["nhs", "and", "the", "health", "board"].contains(&word.as_str())).collect()
}

#[cfg(test)]
mod unit {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_board_is_there_once_with_its_partnerships() {
        assert_eq!(boards().len(), 14);
        assert_eq!(national().len(), 8);
        let partnerships = boards().iter().flat_map(|board| &board.partnerships).collect::<Vec<_>>();
        assert_eq!(partnerships.len(), 31);
        assert_eq!(partnerships.into_iter().collect::<BTreeSet<_>>().len(), 31);
        let sites = boards().iter().flat_map(|board| &board.sites).collect::<Vec<_>>();
        assert_eq!(sites.iter().collect::<BTreeSet<_>>().len(), sites.len());
        let names = boards().iter().map(|board| &board.name).chain(national()).collect::<Vec<_>>();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 22);
        for board in boards() {
            assert!(!board.partnerships.is_empty() && !board.sites.is_empty(), "{}", board.name);
            let words = board.partnerships.iter().chain(&board.sites).chain(&board.out_of_hours);
            assert!(words.chain([&board.name]).all(|word| !word.is_empty() && word.trim() == word), "{}", board.name);
        }
    }

    #[test]
    fn they_stand_in_the_order_of_their_names() {
        let sorted = |names: Vec<&String>| names.is_sorted_by_key(|name| name.to_lowercase());
        assert!(sorted(boards().iter().map(|board| &board.name).collect()));
        assert!(sorted(national().iter().collect()));
        assert!(boards().iter().all(|board| sorted(board.partnerships.iter().collect()) && sorted(board.sites.iter().collect())));
    }

    #[test]
    fn a_board_is_found_however_its_name_is_written() {
        for board in boards() {
            let bare = board.name.trim_start_matches("NHS ");
            let ways = [
                board.name.clone(),
                bare.to_owned(),
                format!("  nhs  {}", bare.to_lowercase()),
                bare.to_uppercase().replace('&', "and"),
                format!("{bare} Health Board"),
            ];
            for way in ways {
                assert_eq!(find(&way), Some(board), "{way}");
            }
        }
        for other in ["", "NHS", "NHS 24", "Lothians", "Glasgow", "Greater Lothian"] {
            assert_eq!(find(other), None, "{other}");
        }
    }
}
