//! A date of birth: a date that a word calls so. A date alone is an event's.

use super::{Kind, Rule, Severity::Block};

pub(super) const RULES: [Rule; 3] = [
    Rule::new(
        Kind::BirthDate,
        Block,
        r#"{dob}[ \n:;=.,()\[\]"'*/#>|-]{0,10}(?:{dob words}[ \n:;=.,()\[\]"'*/#>|-]{1,6}){0,8}({date}(?:~?(?:[/&]|<or|not|and|vs>)~?{date})?)"#,
    ),
    // "12/03/1961 (DOB)", "12 March 1961 is her date of birth".
    Rule::new(
        Kind::BirthDate,
        Block,
        r"\b({date})~?(?:[(\[]~?{dob}|,?~?{dob}~?(?:[).,;]|$|\n)|-? ?<is|was|as|being> (?:<the|his|her|their|pts?|patient'?s?|correct|right|wrong|actual> ){0,3}{dob})",
    ),
    // "b. 12.3.61"
    Rule::new(Kind::BirthDate, Block, r"\b[Bb](?:\. ?| )({number date}|{word date})"),
];
