//! What each character can be in a number: a digit of some script, a separator, or nothing at all.

/// What a character is to somebody who looks for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A digit of any script.
    Digit(u8),
    /// A superscript or subscript digit, which is more often an exponent or a footnote.
    Raised(u8),
    /// A letter that stands where a digit should.
    Lookalike(u8),
    /// Part of a word. The ampersand is one for the sake of "H&C".
    Letter,
    /// A character nobody sees, such as a zero-width space or a soft hyphen.
    Unseen,
    /// What may stand between two groups of one number.
    Separator(Mark),
    /// Anything else; it ends a number.
    Other,
}

/// What separates two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Space,
    Line,
    Bracket,
    Dash,
    Dot,
    Slash,
    Comma,
    Underscore,
}

impl Mark {
    /// Whether it is only blank on the page.
    pub(super) fn is_blank(self) -> bool {
        matches!(self, Self::Space | Self::Line)
    }
}

/// Where each script's ten digits begin, in order (Unicode, general category Nd; the scripts a
/// keyboard, a phone or a copied page may bring along).
const ZEROS: [u32; 22] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20,
    0x1040, 0x17E0, 0x1810, 0xFF10, 0x1FBF0,
];

/// The mathematical digits: five alphabets of ten, end to end.
const MATHEMATICAL: std::ops::RangeInclusive<u32> = 0x1D7CE..=0x1D7FF;

/// Sorts a character.
pub(super) fn class(c: char) -> Class {
    if let Some(digit) = decimal(c) {
        return Class::Digit(digit);
    }
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Separator(Mark::Line),
        '(' | ')' | '[' | ']' | '{' | '}' => Class::Separator(Mark::Bracket),
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Class::Separator(Mark::Dash),
        '.' | '\u{B7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{22C5}' | '\u{FF0E}' => Class::Separator(Mark::Dot),
        '/' | '\\' | '\u{2044}' | '\u{2215}' | '\u{FF0F}' => Class::Separator(Mark::Slash),
        ',' | '\u{FF0C}' => Class::Separator(Mark::Comma),
        '_' | '\u{FF3F}' => Class::Separator(Mark::Underscore),
        // Soft hyphen, joiners and direction marks; combining marks and variation selectors, which
        // strike digits through or make keycaps of them.
        '\u{AD}'
        | '\u{300}'..='\u{36F}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{20E3}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Class::Unseen,
        '&' => Class::Letter,
        _ if c.is_whitespace() => Class::Separator(Mark::Space),
        _ if c.is_alphabetic() => Class::Letter,
        _ => raised(c).map_or(Class::Other, Class::Raised),
    }
}

/// The digit that a letter is taken for, in a careless hand or a poor scan.
pub(super) fn lookalike(c: char) -> Option<u8> {
    match c {
        'O' | 'o' | '\u{39F}' | '\u{3BF}' | '\u{41E}' | '\u{43E}' => Some(0),
        'l' | 'I' | '\u{399}' | '\u{406}' => Some(1),
        _ => None,
    }
}

fn decimal(c: char) -> Option<u8> {
    let code = u32::from(c);
    let value = if MATHEMATICAL.contains(&code) {
        (code - MATHEMATICAL.start()) % 10
    } else {
        code - ZEROS[..ZEROS.partition_point(|zero| *zero <= code)].last()?
    };
    u8::try_from(value).ok().filter(|digit| *digit < 10)
}

fn raised(c: char) -> Option<u8> {
    let place = |digits: &str| digits.chars().position(|digit| digit == c).and_then(|place| u8::try_from(place).ok());
    place("⁰¹²³⁴⁵⁶⁷⁸⁹").or_else(|| place("₀₁₂₃₄₅₆₇₈₉"))
}
