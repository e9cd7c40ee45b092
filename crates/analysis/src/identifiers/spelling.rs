//! Whether anybody writes a number in such groups.
//!
//! Without this question every row of small numbers would be searched for patients: "138 4.2 101
//! 25" has ten digits too. The patterns are those of letters, labels and screens (the NHS writes
//! 3-3-4, CHI numbers are written 6-4), and those of people who read a number out.

use super::{digits::Mark, tokens::Row};

/// How far a row of groups is a spelling of one number. The better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// A usual one.
    Firm,
    /// One that a list or a table may share. A CHI number proves itself by its date and its check
    /// digit; any other number needs a word that says what it is.
    Soft,
    /// One in the midst of a longer list, where ten digits that pass come about by chance.
    Listed,
    /// One that nobody writes, unless a word right before says that this is such a number.
    Odd,
}

/// Judges a row of nine or ten digits.
pub(super) fn spelling(row: Row) -> Spelling {
    let (sizes, marks) = (row.sizes(), row.marks());
    match sizes.as_slice() {
        [9 | 10] => Spelling::Firm,
        // The CHI number's own: the date of birth, then the rest.
        [6, 4] if !in_table(&marks) => Spelling::Firm,
        [6, 4] | [6, 3, 1] | [6, 2, 2] | [6, 1, 3] | [6, 2, 1, 1] | [6, 1, 1, 1, 1] => Spelling::Soft,
        [2, 2, 6] | [1 | 2, 2, 2, ..] | [1, 1, 1, 1, 1, 1, 1, 1, 1, 1] => in_small_groups(row, &sizes, &marks),
        // "INT-2012-000123" and the like: a year, then a running number.
        [4, 6] if matches!(row.digits(), [1, 9, ..] | [2, 0, ..]) => Spelling::Odd,
        // A line may end within a number that stands by itself.
        [4, 6] | [5, 5] | [3, 3, 4] | [4, 3, 3] | [5, 4] if !in_table(&marks) || broken_once(row, &marks) => {
            listed_or(Spelling::Firm, row, marks[0])
        }
        [4, 6] | [5, 5] | [3, 3, 4] | [4, 3, 3] | [5, 4] => listed_or(Spelling::Soft, row, marks[0]),
        [9, 1] | [3, 4, 3] | [3, 7] | [7, 3] | [2, 4, 4] | [4, 4, 2] | [3, 3, 2, 2] | [3, 3, 3, 1] => {
            listed_or(Spelling::Soft, row, marks[0])
        }
        _ => Spelling::Odd,
    }
}

/// Whether a row is written as a date of birth and the rest of a CHI number.
pub(super) fn is_led_by_date(row: Row) -> bool {
    matches!(row.sizes().as_slice(), [6, ..] | [2, 2, 2, 4])
}

/// Whether a row of nine or ten digits reads as the day of something: "03/11/26, 1430", "ward 12 03
/// 11 2026". Such a row passes for a CHI number by accident far more often than it is one.
pub(super) fn is_appointment(row: Row, before_unit: bool, passes: bool) -> bool {
    let (marks, digits) = (row.marks(), row.digits());
    let time = matches!(digits, [.., 0..=1, _, 0..=5, _] | [.., 2, 0..=3, 0..=5, _]);
    match row.sizes().as_slice() {
        [2, 2, 2, 4] if marks[0].is_blank() && marks[2].is_blank() => {
            matches!(
                digits,
                [.., 0, 1..=9, 1, 9, _, _] | [.., 0, 1..=9, 2, 0, _, _] | [.., 1, 0..=2, 1, 9, _, _] | [.., 1, 0..=2, 2, 0, _, _]
            )
        }
        // Where the check digit passes, a time after a blank is no excuse: one CHI number in seven ends like one.
        [1 | 2, 2, 2, 4] | [1 | 2, 2, 2, 2, 2] if before_unit || (time && !passes) => {
            marks[0] == marks[1] && !marks[0].is_blank() && (marks[2].is_blank() || marks[2] == Mark::Comma)
        }
        _ => false,
    }
}

/// Columns and lines of a table meet at commas and line ends.
fn in_table(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| matches!(mark, Mark::Comma | Mark::Line))
}

/// Whether the end of a line falls into a number, and no other number stands beside.
fn broken_once(row: Row, marks: &[Mark]) -> bool {
    let lines = marks.iter().filter(|mark| **mark == Mark::Line).count();
    let alone = |mark| {
        let (mut before, mut after) = row.beside(mark);
        before.next().is_none() && after.next().is_none()
    };
    lines == 1 && !marks.contains(&Mark::Comma) && alone(Mark::Line) && alone(Mark::Space)
}

/// One more number beside a row is a ward or a count; two are a list.
fn listed_or(spelling: Spelling, row: Row, mark: Mark) -> Spelling {
    let (before, after) = row.beside(mark);
    if before.take(2).count() + after.take(2).count() < 2 { spelling } else { Spelling::Listed }
}

/// Groups of one or two digits: a number read out, or a number that is written like its date. Both
/// look like a list, so the separators must be alike, and the list must end where the number does.
fn in_small_groups(row: Row, sizes: &[usize], marks: &[Mark]) -> Spelling {
    let usual = matches!(
        sizes,
        [1 | 2, 2, 2, 4]
            | [2, 2, 6]
            | [2, 2, 2, 2, 2]
            | [2, 2, 2, 3, 1]
            | [2, 2, 2, 2, 1, 1]
            | [2, 2, 2, 1, 1, 1, 1]
            | [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    );
    let mark = marks[0];
    let alike = if sizes.len() == 10 { marks } else { &marks[..2] };
    let alike = alike.iter().all(|other| *other == mark) && !in_table(&[mark]);
    let even = sizes.iter().all(|size| *size == sizes[0]);
    // A blank parts a number from the next thing, unless that looks just like one more group.
    let goes_on = |size: usize| !mark.is_blank() || (even && size == sizes[0]);
    let (mut before, mut after) = row.beside(mark);
    let ends = !before.next().is_some_and(|group| goes_on(group.len)) && !after.next().is_some_and(|group| goes_on(group.len));
    // What cannot begin with a day is a number that somebody reads out; five pairs ("94 92 95 93 91") are a list of values.
    let no_day = matches!(row.digits(), [3, 2..=9, ..] | [4..=9, ..]);
    let read_out = no_day && matches!(sizes, [2, 2, 2, 4] | [2, 2, 6] | [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    match usual && alike && ends {
        true if read_out => Spelling::Firm,
        true => Spelling::Soft,
        false => Spelling::Odd,
    }
}
