//! Numbers in groups that are no patient's number: telephone numbers and ISBNs.
//!
//! They are longer than ten digits, but a part of them may have ten: "+44 1506 523000" ends in
//! what reads as 15 June 1952. A telephone number may be a patient's too, and is a finding of its own.

use super::{
    cues::Cues,
    digits::Mark,
    tokens::{Row, Tokens},
};

/// What is set aside before patients' numbers are looked for.
pub(super) struct Others {
    /// For each group of digits, whether it is part of such a number.
    pub(super) taken: Vec<bool>,
    /// Where telephone numbers stand that may be somebody's own.
    pub(super) telephones: Vec<(usize, usize)>,
}

/// Looks for telephone numbers and ISBNs.
pub(super) fn others(tokens: &Tokens) -> Others {
    let mut others = Others { taken: vec![false; tokens.groups.len()], telephones: Vec::new() };
    let mut first = 0;
    while first < others.taken.len() {
        first = match row_from(tokens, first) {
            Some(row) => {
                others.taken[row.first..=row.last].fill(true);
                let cues = Cues::around(row);
                if is_telephone(row) && !is_of_a_service_by_law(row) && (cues.phone || !cues.reference) {
                    others.telephones.push((with_sign(row), row.end()));
                }
                row.last + 1
            }
            None => first + 1,
        };
    }
    others
}

/// The telephone number or ISBN that begins with the group `first`.
fn row_from<'a>(tokens: &'a Tokens<'a>, first: usize) -> Option<Row<'a>> {
    /// "00 44 (0) " and ten digits: no longer number is known here.
    const LONGEST: usize = 15;
    let mut rows = tokens.rows(first).take_while(|row| row.digits().len() <= LONGEST);
    let home = rows.find(|row| is_telephone(*row) || is_isbn(row.digits()));
    home.or_else(|| tokens.rows(first).take_while(|row| row.digits().len() <= 13).filter(|row| is_abroad(*row)).last())
}

/// Source: Ofcom's National Telephone Numbering Plan. A zero, an area code of two to four digits,
/// and eleven digits in all; or the country's 44 in the zero's place. Nobody's begins with 00, 010
/// or 04 to 06 and so on: a date of the first ten days of a month often does.
fn is_telephone(row: Row) -> bool {
    let groups = row.groups();
    match row.digits() {
        [4, 4, 0, national @ ..] | [4, 4, national @ ..] if is_plus(row) => national.len() == 10,
        [0, 0, 4, 4, 0, national @ ..] | [0, 0, 4, 4, national @ ..] => national.len() == 10,
        [0, 1 | 2 | 3 | 5 | 7 | 8 | 9, rest @ ..] if rest.len() == 9 => {
            // A CHI number with one more digit after it must not be taken for a telephone number:
            // no area code stands in a longer group, and no telephone number ends in a group of one.
            let mobile = row.digits()[1] == 7;
            let with_area_code = match groups {
                [whole] => whole.len == 11 && row.digits()[1..3] != [1, 0],
                [zero, area, ..] if zero.len == 1 => area.joined == Some(Mark::Bracket) && area.len <= 4,
                [area, ..] => (3..=5).contains(&area.len) || (area.len == 2 && (mobile || row.digits()[1] == 2) && groups.len() < 5),
                [] => false,
            };
            (with_area_code && groups[groups.len() - 1].len > 1) || (is_read_out(groups) && row.digits()[1..3] != [1, 0])
        }
        // A spreadsheet took the zero away, and a word says what it is.
        [7, 0..=9, ..] if row.digits().len() == 10 && groups.len() < 4 => Cues::around(row).is_mobile(),
        _ => is_abroad(row),
    }
}

/// Eleven digits one by one.
fn is_read_out(groups: &[super::tokens::Group]) -> bool {
    groups.len() == 11 && groups[1..].iter().all(|group| group.joined == groups[1].joined)
}

/// A plus and another country's number.
fn is_abroad(row: Row) -> bool {
    is_plus(row) && (9..=13).contains(&row.digits().len()) && !matches!(row.digits(), [4, 4, ..] | [0, ..])
}

fn is_plus(row: Row) -> bool {
    before(row) == Some('+')
}

fn before(row: Row) -> Option<char> {
    row.start().checked_sub(1).and_then(|before| row.tokens.chars.get(before).copied())
}

/// Where the number begins with its plus or bracket.
fn with_sign(row: Row) -> usize {
    row.start() - usize::from(matches!(before(row), Some('+' | '(' | '\u{FF0B}')))
}

/// Numbers that are only given to services: 03, 08 and 09.
fn is_of_a_service_by_law(row: Row) -> bool {
    matches!(row.digits(), [0, 3 | 8 | 9, ..] | [4, 4, 3 | 8 | 9, ..] | [4, 4, 0, 3 | 8 | 9, ..] | [0, 0, 4, 4, 3 | 8 | 9, ..])
}

/// Source: the International ISBN Agency's users' manual. Thirteen digits from 978 or 979,
/// weights 1 and 3 in turn.
fn is_isbn(digits: &[u8]) -> bool {
    let sum = || digits.iter().zip([1, 3].iter().cycle()).map(|(&digit, weight)| u32::from(digit) * weight).sum::<u32>();
    digits.len() == 13 && matches!(digits, [9, 7, 8 | 9, ..]) && sum().is_multiple_of(10)
}
