//! A full postcode. The first half alone ("EH1 practices") is an area and nobody's home.

use super::{
    Kind, Rule,
    Severity::Block,
    service::{LIVES, SERVICE},
};

const POSTCODE: Rule = Rule { doubtful: SERVICE, certain: LIVES, ..Rule::new(Kind::Postcode, Block, "") };

pub(super) const RULES: [Rule; 3] = [
    Rule {
        find: r"\b({areas of two}[0-9](?:[0-9]|[A-HJKMNPR-Ya-hjkmnpr-y])?(?: {0,3}|\n| ?[-.] ?)[0-9][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b",
        ..POSTCODE
    },
    // "B12 2nd dose" is none: after one letter, small letters must not be a unit or an ordinal.
    Rule {
        find: r"\b({areas of one}[0-9](?:[0-9]|[A-HJKMNPR-Ya-hjkmnpr-y])?(?: {0,3}|\n| ?[-.] ?)[0-9]([abd-hjlnp-uw-z]{2}))\b",
        not: &["ordinals"],
        ..POSTCODE
    },
    Rule {
        find: r"\b({areas of one}[0-9](?:[0-9]|[A-HJKMNPR-Ya-hjkmnpr-y])?(?: {0,3}|\n| ?[-.] ?)[0-9][ABD-HJLNP-UW-Z]{2})\b",
        ..POSTCODE
    },
];
