//! A title and a name: a patient's, unless the words around say that it is a surgeon's. In the
//! United Kingdom surgeons are Mr and Miss.

use super::{Around, Kind, Rule, Severity::Block};

/// Who else is Mr and Miss: who operates, whose clinic, list and secretary it is.
const SURGEON: Around = Around {
    before: r"\b(?:<under(?:neath)?(?: the)?(?: care)?(?: of)?|care of|u/c|consultants?|cons|surgeons?|registrars?|colleagues?|secretary|secretary (?:of|to|for)|secretaries (?:of|to|for)|clinics? (?:of|with|by|run by)|lists? (?:of|for|by|with)|letters? (?:back )?from|reply from|replies from|response from|advice from|opinion from|dictated by|seen by|reviewed by|operated on by|surgery by|operation by|listed by|listed (?:with|for)|discharged by|assessed by|vetted by|referr(?:ed|al|als|ing)(?: back| on| up| in| urgently)? to|refer(?:red)?(?: back| on)? to|re-?refer(?:red)? to|d/w|theatre with|team of|rota of|locum|appointments? with|appts? with|appt with|clinic appointments? with|clinic with|waiting for|urologist|gynaecologist|ophthalmologist|neurosurgeon|orthopod|surgical team|lead clinician|clinical lead>|{doctor})[ \n:,(-]*(?:<our|the> )?$",
    after: r"^(?:(?:'s?|s')? (?:{specialty} |{weekday} |<morning|afternoon|evening|new|return|review|results|waiting|operating|theatre|private|outpatient|day|nhs|medical|whole|own|busy|joint|urgent|next|last> ){0,3}<clinics?|secretary|secretaries|sec|pa|list|lists|team|registrars?|reg|rota|theatre|theatres|outpatients|opd|firm|ward round|junior|juniors|sho|fellow|trainees?|on call|operating list|dictation|practice patients|patients|pts>\b|(?: ?[,(-] ?| <is|was> )(?:<the|our|a|an|locum|senior|consultant|lead|one of the|specialist> |{specialty} )*(?:{doctor}|{specialty})\b|,? (?:<who> )?<operated|operates|operating|dictated|dictates|vetted|vets|triages|listed|scrubbed>\b)",
};

/// A patient after all: "Mrs Khan's clinic letter", "seen by Mr Smith's GP".
const PATIENT: Around = Around {
    before: "",
    after: r"^(?:'s?|s')? (?:{specialty} |<new|return|review|outpatient|last|next|repeat|missed|recent|first|second> ){0,2}(?:{kin}\b|<gps?|doctor|results?|bloods?|discharge|medication|meds|care|referral|admission|notes|appointment|appt>\b|<clinic> <letter|appointment|appt|visit|outcome|attendance|date|slot|review|note>\b)",
};

const TITLED: Rule = Rule {
    doubtful: SURGEON,
    certain: PATIENT,
    excused: Around { before: "", after: r"^(?:'s?)? <disease|syndrome|sign|catheter|test|score>\b" },
    ..Rule::new(Kind::Name, Block, "")
};

pub(super) const RULES: [Rule; 7] = [
    // "Mrs MacDonald", "mr O'Brien", "Mr and Mrs Khan", "MRS SMITH", "Mr van der Berg".
    Rule {
        find: r"\b((?:<mrs|mr|miss|ms|mx>\.?~?(?:<and>|[&/+])~?)?<mrs|mr|mx|mister|missus|mstr>(?:\.~{0,2}|[ \n]{1,3})({full name}))",
        not: &["function", "after-mr"],
        ..TITLED
    },
    Rule {
        find: r"\b((?:<mrs|mr|miss|ms|mx>\.?~?(?:<and>|[&/+])~?)?<miss|ms|master>(?:\.~{0,2}|[ \n]{1,3})({full name}))",
        not: &["function", "after-ms"],
        ..TITLED
    },
    // "Baby Khan", "baby of Khan", "B/O Khan", "twin 1 Khan".
    Rule {
        find: r"\b((?:<baby(?: boy| girl)?(?: of)?>|[Bb]/[Oo]|<twin> (?:[12]|<one|two|i|ii>))~({initials}?{name}(?: {name})?))",
        not: &["function", "proper", "after-ms"],
        ..TITLED
    },
    // "mrs o'brien", "mr j smith", all in small letters.
    Rule {
        find: r"\b((?:<mrs|mr|miss|ms>\.?~?(?:<and>|[&/+])~?)?<mrs|mr|mister>(?:\.~{0,2}|[ \n]{1,2})(?:[a-z]\.? )?({particle}{0,2}[a-z]+(?:['-][a-z]{2,})*))\b",
        not: &["function", "after-mr"],
        excused: Around { before: "", after: TITLED.excused.after },
        ..TITLED
    },
    Rule {
        find: r"\b((?:miss|ms|Miss|Ms)(?:\.~{0,2}| {1,2})(?:[a-z]\.? )?({particle}{0,2}[a-z]+(?:['-][a-z]{2,})*))\b",
        not: &["function", "english", "field", "after-ms"],
        excused: Around {
            // "We miss fractures": a verb. "15 ms delay": milliseconds.
            before: r"(?:[0-9] ?|\b<we|i|they|you|he|she|it|not|don't|dont|can|could|will|would|wouldn't|won't|may|might|often|sometimes|always|never|do|did|didn't|who|or|near|gps|also|then|still|easily|just|should|hospitals|practices|that|which|people|folk|staff|nurses|clinics|doctors|pts|patients|hit|a> |\b<easy|likely|able|want|wants|wanted|going|used|tend|tends|seem|seems|continue|continues|them|us|people|patients|pts|how|not|afford|began|start|started|chance|risk|reason|had|have|has|hate|due|bound|prone|easier|possible|unlikely|staff|gps|allowed> to |^<to> )$",
            after: TITLED.excused.after,
        },
        ..TITLED
    },
    // "MrKhan", glued together.
    Rule { find: r"\b((?:Mrs|Mr|Miss)([A-Z][a-z]{2,}(?:['-][A-Z][a-z]+)*))\b", not: &["function", "after-mr", "english"], ..TITLED },
    // "Smith, Mrs", "Jean Smith (Mrs)"
    Rule {
        find: r"\b(({name}(?: {name})?)(?:, ?| ?\()(?:Mrs|Mr|Miss|Ms)\b\.?\)?)(?:[,;.]|$| [a-z(0-9]|\n)",
        not: &["function", "english", "field", "proper"],
        ..TITLED
    },
];
