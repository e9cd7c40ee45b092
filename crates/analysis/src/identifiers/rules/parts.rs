//! The parts that patterns share, and how a pattern becomes a regular expression.

use super::{
    super::tables::{AREAS_OF_ONE, AREAS_OF_TWO},
    rare, service,
};

const PARTS: [(&str, &str); 21] = [
    (
        "month",
        r"<january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec>\.?",
    ),
    ("weekday", r"<monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun>\.?"),
    ("year", r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})\b"),
    ("day", r"(?:[12][0-9]|3[01]|0?[1-9])(?:<st|nd|rd|th>)?"),
    (
        "ordinal",
        r"<thirty first|thirtieth|twenty (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|twentieth|nineteenth|eighteenth|seventeenth|sixteenth|fifteenth|fourteenth|thirteenth|twelfth|eleventh|tenth|ninth|eighth|seventh|sixth|fifth|fourth|third|second|first>",
    ),
    ("gap", r"~{0,2}[-./,]?~{0,2}"),
    ("sep", r"(?: ?[-./\\,:*] ?|~)"),
    // 1961-03-12, 12/3/61, 12th of March '61, 12 March, March 12th 1961, the twelfth of March 1961.
    ("number date", r"(?:[0-9]{4} ?[-./] ?[0-9]{1,2} ?[-./] ?[0-9]{1,2}\b|[0-3]?[0-9]{sep}[0-3]?[0-9]{sep}{year})"),
    (
        "word date",
        r"(?:(?:{day}|(?:<the>~)?{ordinal}){gap}(?:<of>~)?{month}(?:,?{gap}{year}|\b)|{month}~{0,2}(?:<the>~)?(?:{day}\b|{ordinal}),?(?:{gap}{year})?|[0-9]{4}{gap}{month}{gap}[0-9]{1,2}\b)",
    ),
    ("date", r"(?:{number date}|{word date}|[0-9]{8}\b|[0-9]{6}\b)"),
    (
        "dob",
        r"(?:\b(?:<dates? of birth|birth date|birthdate|date born|birthday|b'day|bday|dob|born>|[Dd][./ ]{1,2}[Oo][Ff]?[./ ]{1,2}[Bb])\b\.?)",
    ),
    (
        "dob words",
        r"(?:<is|was|on|as|the|of|given|recorded|listed|shown|showing|shows|down|entered|wrong|wrongly|incorrectly|incorrect|correct|correctly|stated|states|reads|reading|said|says|typed|written|patient|pt|his|her|their|this|man|lady|woman|baby|child|boy|girl|for|from|chi|eg|ie|should|be|it|to|had|has|been|in|error|a|around|about|circa|approx|noted|registered|form|label|letter|record|records|system|confirmed|put|back|which|that|mum|mother|son|daughter|our|my|who|being|i\.e|e\.g>\b|{weekday})",
    ),
    // The title of a patient, or of a surgeon.
    (
        "particle",
        r"(?:(?:van der|van den|van de|van|von|de la|de los|de|del|della|der|den|di|da|das|dos|du|la|le|el|al|as|ul|ur|bin|binti|binte|bint|ibn|abu|abd|mac|mc|nic|mhic|ni|ui|ua|nx|xx|x|ter|ten|st|san|ap|o)(?:[ -]|'))",
    ),
    ("initials", r"(?:[A-Z](?:\.? ?[A-Z]){0,2}(?:\. ?| ))"),
    // Mary, MacLeod, O'Brien, Khan-Ahmed, al-Hassan, D'Souza; never the 's behind it.
    ("name", r"(?:{particle}{0,2}[A-Z](?:'[A-Za-z])?[A-Za-z]+(?:'[A-Za-z]{2,}|-[A-Za-z]{2,}(?:'[A-Za-z]{2,})?)*)"),
    ("full name", r"{initials}?{name}(?: {1,2}(?:{initials})?{name}){0,3}"),
    ("typed name", r"{particle}{0,2}(?:[A-Z][a-z]+(?:[A-Z][a-z]+)?|[A-Z]'[A-Za-z]{2,}|[A-Z]{4,})(?:['-][A-Za-z]{2,})*"),
    (
        "kin",
        r"(?:mum|mother|dad|father|parents|son|daughter|wife|husband|brother|sister|partner|carer|gran|granny|grandmother|grandfather|grandson|granddaughter|niece|nephew|aunt|uncle|neighbour|family|children|relatives?)",
    ),
    (
        "patient",
        r"<patient|patients?'s?|pt|pts|client|resident|service user|in-?patient|lady|gentleman|gent|man|woman|boy|girl|child|infant|toddler|teenager|baby|mum|mother|dad|father|son|daughter|wife|husband|brother|partner|carer|gran|granny|grandmother|grandfather|grandson|granddaughter|niece|nephew|neighbour|chap|bloke|youngster>",
    ),
    (
        "specialty",
        r"<orthopaedics?|ortho|orthopods?|vascular|general|colorectal|upper|lower|gi|urology|urological|urologist|ent|breast|plastics?|maxillofacial|maxfax|oral|ophthalmic|ophthalmology|ophthalmologist|eye|gynae|gynaecology|gynaecological|gynaecologist|neurosurgical|neurosurgery|neurosurgeon|neurology|cardiothoracic|cardiac|cardiology|thoracic|transplant|paediatric|hand|hip|knee|spinal|spine|trauma|bariatric|hernia|fracture|joint|stroke|respiratory|rheumatology|dermatology|renal|haematology|oncology|gastro|gastroenterology|diabetic|endocrine|obstetric|obs|pain|dental|orthodontic|retinal|glaucoma|cataract|foot and ankle|foot|ankle|shoulder|elbow|head and neck|thyroid|hepatobiliary|hpb>",
    ),
    (
        "doctor",
        r"<surgeons?|consultants?|registrars?|urologists?|gynaecologists?|ophthalmologists?|neurosurgeons?|orthopod|orthodontist|specialist|obstetrician|spr|trainer|clinical lead|clinical director|medical director>",
    ),
];

/// The regular expression that a pattern stands for.
pub(in super::super) fn expand(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 4);
    let mut rest = pattern;
    while let Some(at) = rest.find(['<', '{', '~', '\\']) {
        out.push_str(&rest[..at]);
        let (sign, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = match sign {
            // What is escaped stays as it is.
            b'\\' => {
                let next = after.chars().next().map_or(0, char::len_utf8);
                out.push('\\');
                out.push_str(&after[..next]);
                &after[next..]
            }
            b'~' => {
                out.push_str("[ \\n]");
                after
            }
            b'<' => {
                let (words, after) = after.split_once('>').unwrap_or((after, ""));
                out.push_str(&any_case(words));
                after
            }
            _ => match after.split_once('}') {
                Some((name, after)) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    out.push_str(&part(name));
                    after
                }
                // A count, such as {1,3}.
                _ => {
                    out.push('{');
                    after
                }
            },
        };
    }
    out.push_str(rest);
    out
}

fn part(name: &str) -> String {
    sources().find(|(other, _)| *other == name).map_or_else(String::new, |(_, source)| expand(&source))
}

/// All parts as patterns of their own.
pub(in super::super) fn sources() -> impl Iterator<Item = (&'static str, String)> {
    let areas = [("areas of two", AREAS_OF_TWO), ("areas of one", AREAS_OF_ONE)];
    let areas = areas.into_iter().map(|(name, areas)| (name, format!("<{}>", areas.replace(' ', "|"))));
    let others = [("service", service::WORDS), ("service words", service::BETWEEN), ("rare", rare::CONDITIONS)];
    PARTS.into_iter().chain(others).map(|(name, part)| (name, part.to_owned())).chain(areas)
}

/// Words in capitals or not.
fn any_case(words: &str) -> String {
    let mut out = String::from("(?:");
    let mut escaped = false;
    for c in words.chars() {
        match c {
            _ if escaped => out.push(c),
            ' ' => out.push_str("[ \\n-]+"),
            c if c.is_ascii_alphabetic() => {
                out.extend(['[', c.to_ascii_uppercase(), c.to_ascii_lowercase(), ']']);
            }
            c => out.push(c),
        }
        escaped = c == '\\';
    }
    out.push(')');
    out
}

#[cfg(test)]
mod tests {
    use super::{super::all, sources};

    #[test]
    fn every_part_that_a_pattern_names_is_there() {
        let known: Vec<_> = sources().map(|(name, _)| name).collect();
        let patterns = all().flat_map(|rule| {
            let around = [rule.excused, rule.doubtful, rule.certain];
            [rule.find, rule.never]
                .into_iter()
                .chain(around.into_iter().flat_map(|around| [around.before, around.after]))
                .map(str::to_owned)
        });
        for pattern in patterns.chain(sources().map(|(_, source)| source)) {
            for (at, _) in pattern.match_indices('{') {
                let name = pattern[at + 1..].split('}').next().unwrap_or_default();
                let is_count = name.starts_with(|c: char| !c.is_ascii_alphabetic());
                assert!(is_count || known.contains(&name), "{name} in {pattern}");
            }
        }
    }
}
