//! What a group may add: the form of an abbreviation, and the shape of a hospital number.

use analysis::identifiers::{Kind, Known, find_with};

/// An abbreviation as it is stored: small letters, without signs around it.
///
/// # Errors
/// With a sentence when it is none.
pub(super) fn short(typed: &str) -> Result<String, &'static str> {
    let short = typed.trim().trim_matches(|sign: char| !sign.is_alphanumeric()).replace('’', "'").to_lowercase();
    if short.chars().any(char::is_whitespace) {
        return Err("Enter one word, without a blank");
    }
    if !(2..=16).contains(&short.chars().count()) || !short.chars().any(char::is_alphabetic) {
        return Err("Enter 2 to 16 letters, such as RAC");
    }
    Ok(short)
}

/// The shape of a hospital number, from a made-up example: `A` any letter, `9` any digit, a small letter itself.
///
/// # Errors
/// With a sentence when the example is too short, or holds other signs than letters, digits, blanks and dashes.
pub(super) fn shape(example: &str, any_letters: bool) -> Result<String, &'static str> {
    let signs: Vec<char> = example.trim().chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    if !signs.iter().all(char::is_ascii_alphanumeric) {
        return Err("Use letters, digits, blanks and dashes only, such as RQM 123456");
    }
    let digits = signs.iter().filter(|sign| sign.is_ascii_digit()).count();
    let least = if digits == signs.len() { 7 } else { 4 };
    if digits < least || signs.len() > 16 {
        return Err("Give four digits at least, or seven without a letter, and 16 signs at most, so that ordinary words are left alone");
    }
    let place = |sign: char| match sign {
        sign if sign.is_ascii_digit() => '9',
        _ if any_letters => 'A',
        sign => sign.to_ascii_lowercase(),
    };
    Ok(signs.into_iter().map(place).collect())
}

/// Whether a text holds a number of this shape.
pub(super) fn finds(shape: &str, text: &str) -> bool {
    let Ok(known) = Known::default().hospital_number(shape) else { return false };
    find_with(text, &known).iter().any(|finding| finding.kind == Kind::HospitalNumber)
}

/// A number of this shape, made up for people to read.
pub(super) fn example(shape: &str) -> String {
    let (mut digits, mut letters) = (('1'..='9').chain(['0']).cycle(), ('A'..='Z').cycle());
    let sign = |place: char| match place {
        '9' => digits.next().unwrap_or('0'),
        'A' => letters.next().unwrap_or('A'),
        own => own.to_ascii_uppercase(),
    };
    shape.chars().map(sign).collect()
}

/// A shape in words: "the letters RQM, then 6 digits".
pub(super) fn words(shape: &str) -> String {
    let kind = |place: &char| match place {
        '9' => 0,
        'A' => 1,
        _ => 2,
    };
    let places: Vec<char> = shape.chars().collect();
    let parts = places.chunk_by(|one, other| kind(one) == kind(other)).map(|run| match (run.first().map_or(0, kind), run.len()) {
        (0, 1) => "a digit".to_owned(),
        (0, n) => format!("{n} digits"),
        (1, 1) => "any letter".to_owned(),
        (1, n) => format!("any {n} letters"),
        (_, 1) => format!("the letter {}", run.iter().collect::<String>().to_uppercase()),
        _ => format!("the letters {}", run.iter().collect::<String>().to_uppercase()),
    });
    parts.collect::<Vec<_>>().join(", then ")
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn an_example_becomes_a_shape_and_the_example_is_gone() {
        assert_eq!(shape("RQM 482913", false).as_deref(), Ok("rqm999999"));
        assert_eq!(shape("m-482913", true).as_deref(), Ok("A999999"));
        assert_eq!(words("rqm999999"), "the letters RQM, then 6 digits");
        assert_eq!(words("A999999"), "any letter, then 6 digits");
        assert_eq!(example("rqm999999"), "RQM123456");
        assert_eq!(words("99A9999"), "2 digits, then any letter, then 4 digits");
        for wrong in ["", "RQM", "AB12", "123456", "R.*", "RQM_12345", "é12345", "ABCDEFGH123456789"] {
            assert!(shape(wrong, true).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_shape_finds_its_numbers_however_they_are_typed_and_nothing_else() {
        for text in ["RQM482913", "seen as rqm 482913.", "no. RQM-482-913"] {
            assert!(finds("rqm999999", text), "{text}");
        }
        for text in ["RQN482913", "RQM48291", "RQM4829135", "the RQM clinic"] {
            assert!(!finds("rqm999999", text), "{text}");
        }
    }

    #[test]
    fn an_abbreviation_is_one_word_with_a_letter() {
        assert_eq!(short(" RAC. ").as_deref(), Ok("rac"));
        assert_eq!(short("f/u").as_deref(), Ok("f/u"));
        for wrong in ["", "x", "12", "two words", "abcdefghijklmnopq", "--"] {
            assert!(short(wrong).is_err(), "{wrong}");
        }
    }
}
