//! Numbers in groups that are no patient's: telephone numbers and ISBNs.
//!
//! They are longer than ten digits, but a part of them may have ten: "+44 1506 523000" ends in
//! what reads as 15 June 1952.

use super::{
    digits::Mark,
    tokens::{Row, Tokens},
};

/// For each group of digits, whether it is part of a telephone number or an ISBN.
pub(super) fn other_numbers(tokens: &Tokens) -> Vec<bool> {
    let mut found = vec![false; tokens.groups.len()];
    let mut first = 0;
    while first < found.len() {
        let end = end_from(tokens, first).unwrap_or(first);
        found[first..end].fill(true);
        first = end.max(first + 1);
    }
    found
}

/// The group after the last of a telephone number or ISBN that begins with the group `first`.
fn end_from(tokens: &Tokens, first: usize) -> Option<usize> {
    /// "00 44 (0) " and ten digits: no longer number is known here.
    const LONGEST: usize = 15;
    let mut rows = tokens.rows(first).take_while(|row| row.digits().len() <= LONGEST);
    rows.find(|row| is_telephone(*row) || is_isbn(row.digits())).map(|row| row.last + 1)
}

/// Source: Ofcom's National Telephone Numbering Plan. A zero, an area code of two to four digits,
/// and eleven digits in all; or the country's 44 in the zero's place.
fn is_telephone(row: Row) -> bool {
    let groups = row.groups();
    let plus = row.start().checked_sub(1).is_some_and(|before| row.tokens.chars[before] == '+');
    match row.digits() {
        [4, 4, 0, national @ ..] | [4, 4, national @ ..] if plus => national.len() == 10,
        [0, 0, 4, 4, 0, national @ ..] | [0, 0, 4, 4, national @ ..] => national.len() == 10,
        [0, 1..=9, rest @ ..] if rest.len() == 9 => {
            // A CHI number with one more digit after it must not be taken for a telephone number:
            // no area code stands in a longer group, and no telephone number ends in a group of one.
            let with_area_code = match groups {
                [zero, area, ..] if zero.len == 1 => area.joined == Some(Mark::Bracket) && area.len <= 4,
                [area, ..] => (3..=5).contains(&area.len),
                [] => false,
            };
            with_area_code && groups[groups.len() - 1].len > 1
        }
        _ => false,
    }
}

/// Source: the International ISBN Agency's users' manual. Thirteen digits from 978 or 979,
/// weights 1 and 3 in turn.
fn is_isbn(digits: &[u8]) -> bool {
    let sum = || digits.iter().zip([1, 3].iter().cycle()).map(|(&digit, weight)| u32::from(digit) * weight).sum::<u32>();
    digits.len() == 13 && matches!(digits, [9, 7, 8 | 9, ..]) && sum().is_multiple_of(10)
}
