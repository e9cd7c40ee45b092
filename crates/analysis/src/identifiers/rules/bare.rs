//! A name without a title, after a word that speaks of a patient. Only a warning: a capital tells
//! less than a title.

use super::{Around, Kind, Rule, Severity::Warn};

const BARE: Rule = Rule {
    not: &["function", "english", "field", "proper"],
    excused: Around {
        before: "",
        after: r"^(?:(?:'s?)? <disease|syndrome|sign|catheter|test|score|clinic|ward|unit|house|centre|hospital|practice|surgery|road|street|line|team|service|palsy|bodies|body|monitor|scale>\b| ?[0-9/])",
    },
    ..Rule::new(Kind::BareName, Warn, "")
};

pub(super) const RULES: [Rule; 6] = [
    // "pt Ailsa", "Patient: John Munro", "a lady called Fatima", "her son, Piotr".
    Rule {
        find: r"\b{patient}(?: <is|was|we will|i will>)?(?: ?[:,(-] ?|~)(?:<called|named|name is|name was|name|known as|aka|by the name of|is> ?:? ?)?((?:{initials})?({typed name})(?: (?:{initials})?{typed name}){0,2})\b",
        ..BARE
    },
    // "Name: Ailsa Munro", "his name is Piotr", "surname Khan".
    Rule {
        find: r"\b<name|names|surname|forename|forenames|first name|last name|called|named>(?: <is|was|given as>)?(?: ?[:=-] ?| )((?:{initials})?({typed name})(?:,? (?:{initials})?{typed name}){1,2})\b",
        ..BARE
    },
    Rule {
        find: r"\b(?:<surname|forename|first name|last name|(?:his|her|their|the patient's|pt's|pts|patient|pt) (?:name|surname|forename|first name)>)(?: <is|was>)?(?: ?[:=-] ?| )(({typed name}))\b",
        ..BARE
    },
    // "Re: Ailsa Munro", "Re Munro, Ailsa".
    Rule {
        find: r"\b<re|regarding|reference|concerning>(?: ?[:-] ?| )(?:<your patient|our patient|patient|pt>:? )?(({typed name}),? (?:{initials})?{typed name}(?: {typed name})?)\b",
        ..BARE
    },
    // "Ailsa's mum", "Ailsa is a patient of ours".
    Rule {
        find: r"\b(({typed name})(?: {typed name})?)(?:'s? {kin}\b|,? (?:<is|was> )?(?:<a|an|my|our|one of our> )<patients?|pt>\b| \(?<patient|pt>\))",
        ..BARE
    },
    // "Ailsa Munro (DOB …", "Ailsa Munro, 45 yo".
    Rule {
        find: r"\b(({typed name}),? (?:{initials})?{typed name}(?: {typed name})?)(?: ?[,(/-] ?| )(?:{dob}|<chi|aged?>\b|[0-9]{1,3} ?<yo|y/o|yrs?|years?>\b|[0-9]{2}[MFmf]\b)",
        ..BARE
    },
];
