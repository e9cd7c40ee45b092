//! The arithmetic of patients' numbers. All functions take digits as values 0 to 9.

use super::Kind;

/// What these nine or ten digits are by their arithmetic, if they are a patient's number at all.
pub(super) fn kind(digits: &[u8]) -> Option<Kind> {
    match digits {
        [first, rest @ ..] if rest.len() == 8 && *first != 0 => {
            let mut whole = [0; 10];
            whole[1..].copy_from_slice(digits);
            is_chi(&whole).then_some(Kind::ShortChi)
        }
        digits if digits.len() != 10 => None,
        digits if is_chi(digits) => Some(Kind::Chi),
        digits if has_real_date(digits) => Some(Kind::DateLikeNumber),
        digits if mod_11(digits) => issuer(digits),
        _ => None,
    }
}

/// A CHI number begins with the date of birth and passes either check.
///
/// Source: Public Health Scotland's published check (`phsmethods::chi_check`) knows Mod 11; its
/// successor, for the numbers that the CHI Management Board lets be issued once a birth date's
/// Mod 11 numbers are used up, accepts Mod 10 as well. We accept both whatever the day: a number
/// let through because it came early would be a patient's all the same.
pub(super) fn is_chi(digits: &[u8]) -> bool {
    has_real_date(digits) && (mod_11(digits) || mod_10(digits))
}

/// Whether the first six digits are a day, a month and a year of two digits.
///
/// The century is not written, so 29 February is right if it fell in 19YY or in 20YY. Of the two,
/// only YY = 00 differ (1900 had none, 2000 had one), hence the plain rule of four.
pub(super) fn has_real_date(digits: &[u8]) -> bool {
    let &[d1, d2, m1, m2, y1, y2, ..] = digits else { return false };
    let (day, month, year) = (d1 * 10 + d2, m1 * 10 + m2, y1 * 10 + y2);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// The check of NHS, Health and Care, and older CHI numbers: weights 10 to 2 on the first nine
/// digits; the last is 11 less the remainder by 11, where 11 counts as 0 and 10 is never issued.
///
/// Source: NHS Data Dictionary, "NHS number". Put the other way, the weighted sum of all ten
/// digits is a multiple of eleven, which no digit can bring about where the check would be 10.
pub(super) fn mod_11(digits: &[u8]) -> bool {
    digits.iter().zip((1..=10).rev()).map(|(&digit, weight)| u32::from(digit) * weight).sum::<u32>().is_multiple_of(11)
}

/// The check of newer CHI numbers, Luhn's: from the ninth digit leftwards every second one is
/// doubled and brought back below ten; with the check digit all add up to a multiple of ten.
///
/// Source: Public Health Scotland's validator for CHI numbers with a Mod 10 check digit.
pub(super) fn mod_10(digits: &[u8]) -> bool {
    let folded = |(place, &digit): (usize, &u8)| match digit {
        digit if !place.is_multiple_of(2) => digit,
        0..=4 => digit * 2,
        _ => digit * 2 - 9,
    };
    digits.iter().enumerate().map(folded).map(u32::from).sum::<u32>().is_multiple_of(10)
}

/// Who issues numbers of this range, given that the check digit is right.
///
/// Source: the ranges by which the four nations keep their numbers apart, as the project's page on
/// identifiers gives them (not yet confirmed by an issuer): Health and Care 3200000010 to
/// 3999999999; NHS 4000000000 to 4999999999 and 6000000000 to 7999999999. Numbers from 9000000000
/// are made up for tests; they block too, because a reader cannot tell them from a patient's.
fn issuer(digits: &[u8]) -> Option<Kind> {
    let number = digits.iter().fold(0_u64, |number, &digit| number * 10 + u64::from(digit));
    match number {
        3_200_000_010..=3_999_999_999 => Some(Kind::HcNumber),
        4_000_000_000..=4_999_999_999 | 6_000_000_000..=7_999_999_999 | 9_000_000_000..=9_999_999_999 => Some(Kind::NhsNumber),
        _ => None,
    }
}
