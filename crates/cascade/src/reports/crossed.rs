//! Reports by theme and by which way the work flows, as they may be told: whoever adds and subtracts what is shown, beside the totals of
//! themes and of ways, gets at no fewer than five.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::numbers::Part;
use crate::surveys::FEWEST;

/// Reports by theme and way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Crossed {
    /// The ways, in the order of the counts: their words, as lists are narrowed to them, and what people call them.
    pub ways: Vec<Way>,
    /// The themes of which every count may be told, those with most reports first.
    pub themes: Vec<ThemeByWay>,
    /// How many themes are left out because a count of theirs is small or could be worked out.
    pub left_out: u64,
}

/// A way that the work flows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Way {
    /// Its word; empty for what is not said.
    pub key: String,
    /// What people call it.
    pub name: String,
}

/// A theme, with how many reports flow each way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThemeByWay {
    /// Its word; empty for reports without a theme.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// How many, by way.
    pub n: Vec<u64>,
}

impl ThemeByWay {
    fn whole(&self) -> u64 {
        self.n.iter().sum()
    }

    fn has_a_small_count(&self) -> bool {
        self.n.iter().any(|n| (1..FEWEST).contains(n))
    }
}

/// The themes that may be told by way; `of` counts the reports of a theme and a way, by their words.
#[must_use]
pub(super) fn crossed(themes: &[Part], ways: &[Part], of: &dyn Fn(&str, &str) -> u64) -> Crossed {
    // A hidden total of a way would be the sum of its column.
    if ways.iter().any(|way| way.n.is_none()) {
        return Crossed::default();
    }
    let row = |part: &Part| {
        let n = ways.iter().map(|way| of(&part.key, &way.key)).collect();
        (ThemeByWay { key: part.key.clone(), name: part.name.clone(), n }, part.n.is_some())
    };
    let rows: Vec<_> = themes.iter().map(row).filter(|(row, _)| row.whole() > 0).collect();
    let (mut shown, mut hidden): (Vec<ThemeByWay>, Vec<ThemeByWay>) = (Vec::new(), Vec::new());
    for (row, is_told) in rows {
        if is_told && !row.has_a_small_count() { shown.push(row) } else { hidden.push(row) }
    }
    shown.sort_by_key(|row| std::cmp::Reverse(row.whole()));
    // What is hidden can be had as a whole, column by column, and of a single theme that is everything.
    let gives_away = |hidden: &[ThemeByWay]| {
        hidden.len() == 1 || (0..ways.len()).any(|at| (1..FEWEST).contains(&hidden.iter().filter_map(|row| row.n.get(at)).sum::<u64>()))
    };
    while gives_away(&hidden) {
        match shown.pop() {
            Some(smallest) => hidden.push(smallest),
            None => break,
        }
    }
    if shown.is_empty() {
        return Crossed::default();
    }
    let ways = ways.iter().map(|way| Way { key: way.key.clone(), name: way.name.clone() }).collect();
    Crossed { ways, themes: shown, left_out: hidden.len() as u64 }
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::{super::numbers::parts, *};

    fn of_counts(counts: &[Vec<u64>]) -> Crossed {
        let ways = counts.first().map_or(0, Vec::len);
        let sum = |theme: Option<usize>, way: Option<usize>| -> u64 {
            let rows = counts.iter().enumerate().filter(|(at, _)| theme.is_none_or(|theme| theme == *at));
            rows.flat_map(|(_, row)| row.iter().enumerate()).filter(|(at, _)| way.is_none_or(|way| way == *at)).map(|(_, n)| n).sum()
        };
        let part = |at: usize, n: u64| (at.to_string(), at.to_string(), n);
        let themes = parts((0..counts.len()).map(|at| part(at, sum(Some(at), None))).collect());
        let columns = parts((0..ways).map(|at| part(at, sum(None, Some(at)))).collect());
        let at = |key: &str| key.parse::<usize>().expect("a place");
        crossed(&themes, &columns, &|theme, way| counts[at(theme)][at(way)])
    }

    #[test]
    fn themes_with_a_small_count_are_left_out_and_take_another_with_them() {
        let told = |counts: &[Vec<u64>]| of_counts(counts).themes.iter().map(|row| row.key.clone()).collect::<Vec<_>>();
        assert_eq!(told(&[vec![9, 8], vec![0, 20], vec![6, 5]]), ["1", "0", "2"]);
        assert_eq!(told(&[vec![9, 8], vec![10, 20], vec![6, 2]]), ["1"], "a lone theme would be the rest");
        assert_eq!(told(&[vec![9, 8], vec![10, 20], vec![6, 4], vec![5, 1]]), ["1", "0"], "five together give nobody away");
        assert!(told(&[vec![9, 3], vec![10, 0]]).is_empty(), "the second way is too few of all");
        assert!(told(&[]).is_empty());
    }

    proptest! {
        /// Neither a count that is shown nor what is left of a way without those that are shown is small.
        #[test]
        fn nothing_small_is_told_nor_left(counts in prop::collection::vec(prop::collection::vec(0_u64..14, 3), 1..8)) {
            let told = of_counts(&counts);
            prop_assert!(told.themes.iter().all(|row| !row.has_a_small_count()));
            if !told.themes.is_empty() {
                prop_assert!(told.left_out != 1, "{counts:?}");
                for way in 0..3 {
                    let whole: u64 = counts.iter().map(|row| row[way]).sum();
                    let shown: u64 = told.themes.iter().map(|row| row.n[way]).sum();
                    prop_assert!(whole == shown || whole - shown >= FEWEST, "{counts:?} {told:?}");
                }
            }
        }
    }
}
