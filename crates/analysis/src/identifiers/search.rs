//! Tries every row of neighbouring groups, and keeps those that are a patient's number.

use super::{
    Finding, Kind, Severity, checks,
    cues::Cues,
    other_numbers::{Others, others},
    spelling::{Spelling, is_appointment, is_led_by_date, spelling},
    tokens::{Row, Tokens, Word},
};

/// How many characters a UUID has: 8-4-4-4-12.
const UUID: usize = 36;

/// A row that passed, and how well.
struct Candidate<'a> {
    row: Row<'a>,
    /// What sorts it among those that share groups with it; the least is the best.
    rank: (bool, bool, Spelling, usize),
    finding: Finding,
}

/// All patients' numbers of a text, sorted, none overlapping, and where telephone numbers stand.
///
/// A row of ten digits has at most ten groups, so the work grows as the text does.
pub(super) fn search(tokens: &Tokens) -> (Vec<Finding>, Vec<(usize, usize)>) {
    let Others { mut taken, telephones } = others(tokens);
    let mut candidates: Vec<Candidate> = (0..taken.len())
        .flat_map(|first| tokens.rows(first).take_while(|row| row.digits().len() <= 10 && !taken[row.last]))
        .filter_map(|row| judge(row, checks::kind(row.digits())?))
        .collect();
    candidates.sort_unstable_by_key(|candidate| candidate.rank);
    let mut found = Vec::new();
    for Candidate { row, finding, .. } in candidates {
        let groups = &mut taken[row.first..=row.last];
        if !groups.contains(&true) {
            groups.fill(true);
            found.push(finding);
        }
    }
    found.sort_unstable_by_key(|finding| finding.start);
    (found, telephones)
}

/// Weighs what the arithmetic says against the spelling and the words around.
fn judge(row: Row, kind: Kind) -> Option<Candidate> {
    let cues = Cues::around(row);
    let spelling = spelling(row);
    let lookalikes: usize = row.groups().iter().map(|group| group.lookalikes).sum();
    if (cues.isbn && !cues.patient) || (spelling == Spelling::Odd && !cues.named) || lookalikes > 5 || in_code(row) {
        return None;
    }
    let by_chance = !cues.named && (spelling == Spelling::Listed || is_appointment(row, cues.unit, kind == Kind::Chi));
    let severity = match kind {
        Kind::Chi if by_chance => Severity::Warn,
        Kind::Chi => Severity::Block,
        Kind::NhsNumber | Kind::HcNumber if cues.patient => Severity::Block,
        Kind::NhsNumber | Kind::HcNumber if cues.reference || cues.phone || spelling > Spelling::Firm => Severity::Warn,
        Kind::NhsNumber | Kind::HcNumber => Severity::Block,
        Kind::DateLikeNumber | Kind::ShortChi if by_chance => return None,
        Kind::ShortChi if cues.patient => Severity::Block,
        Kind::DateLikeNumber if cues.patient => Severity::Warn,
        Kind::DateLikeNumber | Kind::ShortChi if cues.phone || lookalikes > 0 => return None,
        Kind::DateLikeNumber if spelling > Spelling::Firm && !is_led_by_date(row) => return None,
        Kind::DateLikeNumber | Kind::ShortChi => Severity::Warn,
        // `checks` knows no other kind.
        _ => return None,
    };
    let severity = if lookalikes > 0 { Severity::Warn } else { severity };
    let rank = (severity == Severity::Warn, kind == Kind::ShortChi, spelling, row.first);
    Some(Candidate { row, rank, finding: Finding { kind, start: row.start(), end: row.end(), severity } })
}

/// Whether a number is part of a hexadecimal code: of a UUID, or of one whose letters a to f stand
/// between this number and more digits.
fn in_code(row: Row) -> bool {
    let Row { tokens, .. } = row;
    let (chars, start, end) = (tokens.chars, row.start(), row.end());
    let is_code = |c: &&char| c.is_ascii_hexdigit() || **c == '-';
    let from = start - chars[..start].iter().rev().take(UUID).take_while(is_code).count();
    let to = end + chars[end..].iter().take(UUID).take_while(is_code).count();
    let is_uuid = to - from == UUID && (0..UUID).all(|at| (chars[from + at] == '-') == matches!(at, 8 | 13 | 18 | 23));

    let is_letters = |word: &&Word| chars[word.start..word.end].iter().all(char::is_ascii_hexdigit);
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let before = tokens.words_before(start).next().filter(|word| word.end == start).filter(is_letters);
    let after = tokens.word_after(end).filter(|word| word.start == end).filter(is_letters);
    is_uuid || before.is_some_and(|word| is_digit(word.start.checked_sub(1))) || after.is_some_and(|word| is_digit(Some(word.end)))
}
