//! An exact age over 90: there are few, and fewer in one village.

use super::{Around, Kind, Rule, Severity::Warn};

const AGE: Rule = Rule {
    excused: Around { before: r"(?:[\x3c\x3e=\x7e+.]|\b<over|under|above|below|than|least|most|to|or> ?)$", after: r"^(?:[%+.]|-[0-9])" },
    ..Rule::new(Kind::Age, Warn, "")
};

pub(super) const RULES: [Rule; 2] = [
    Rule { find: r"\b<aged?|age of>[ \n:=]{1,2}((?:9[1-9]|1[01][0-9]))\b", ..AGE },
    Rule {
        find: r"\b((?:9[1-9]|1[01][0-9])(?:[ -]?<yo|y/o|y\.o|yrs? old|years? old|year old|yr of age|years of age|yro>|[MFmf]|~<year|yr|yrs|years>~<lady|man|woman|gentleman|male|female>))\b",
        ..AGE
    },
];
