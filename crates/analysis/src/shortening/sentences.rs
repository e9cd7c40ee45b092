//! Sentences, their asides, and what in them must not get lost.

/// Who reads a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// General practice.
    Practice,
    /// The hospital.
    Hospital,
    /// Both, or it is not known.
    Both,
}

const PRACTICE: &[&str] = &["practice", "practices", "gp", "gps", "surgery", "surgeries"];
const HOSPITAL: &[&str] = &[
    "hospital",
    "hospitals",
    "ward",
    "wards",
    "consultant",
    "consultants",
    "clinic",
    "clinics",
    "department",
    "departments",
    "trainee",
    "trainees",
    "specialty",
    "specialties",
    "outpatients",
    "inpatients",
];

/// Words with which a sentence says the opposite, sets a bound or a condition, or asks for haste.
const WEIGHTY: &[&str] = &[
    "no",
    "not",
    "nor",
    "never",
    "none",
    "nobody",
    "nothing",
    "nowhere",
    "neither",
    "cannot",
    "without",
    "unless",
    "except",
    "excepting",
    "exception",
    "only",
    "if",
    "until",
    "before",
    "otherwise",
    "instead",
    "rather",
    "must",
    "stop",
    "stops",
    "avoid",
    "refuse",
    "exclude",
    "excluding",
    "urgent",
    "urgently",
    "emergency",
    "immediately",
    "least",
    "most",
    "maximum",
    "minimum",
    "subject",
    "provided",
    "where",
    "when",
    "may",
    "against",
    "but",
    "however",
    "although",
    "though",
    "while",
    "dose",
    "doses",
    "daily",
    "weekly",
    "monthly",
    "hourly",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "hundred",
    "half",
    "twice",
    "once",
    "double",
    "today",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Words with which a sentence hangs on the one before it.
const HANGING: &[&str] = &[
    "it",
    "its",
    "they",
    "their",
    "them",
    "this",
    "these",
    "those",
    "that",
    "he",
    "she",
    "such",
    "both",
    "then",
    "there",
    "here",
    "so",
    "and",
    "or",
    "but",
    "however",
    "otherwise",
    "instead",
    "also",
    "neither",
    "after",
    "until",
    "afterwards",
];

/// Ends of words after which a full stop ends no sentence.
const SHORTENED: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "etc", "dr", "mr", "mrs", "ms", "prof", "no", "nos", "st", "approx", "vs", "a.m", "p.m", "tel", "ext", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "min", "max", "incl", "dept",
];

fn plain_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|word| word.trim_matches(['\'', '’']).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty())
}

/// Whether something stands in a text that must not get lost: a negation, a condition, a number, a date, a dose.
pub(super) fn is_weighty(text: &str) -> bool {
    text.chars().any(char::is_numeric) || plain_words(text).any(|word| word.ends_with("n't") || WEIGHTY.contains(&word.as_str()))
}

/// Whether a text speaks of a reader's side; one that names neither side speaks of both.
#[must_use]
pub fn concerns(text: &str, reader: Reader) -> bool {
    let names = |list: &[&str]| plain_words(text).any(|word| list.contains(&word.as_str()));
    match reader {
        Reader::Both => true,
        Reader::Practice => names(PRACTICE) || !names(HOSPITAL),
        Reader::Hospital => names(HOSPITAL) || !names(PRACTICE),
    }
}

/// Whether a sentence hangs on the one before it.
pub(super) fn hangs(sentence: &str) -> bool {
    plain_words(sentence).next().is_some_and(|first| HANGING.contains(&first.as_str()))
}

/// The sentences of a line, each with its mark at the end.
pub(super) fn split(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (mut sentences, mut now): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
    for (at, word) in words.iter().enumerate() {
        now.push(word);
        if words.get(at + 1).is_none_or(|next| ends(word, next)) {
            sentences.push(now.join(" "));
            now.clear();
        }
    }
    sentences
}

fn ends(word: &str, next: &str) -> bool {
    let bare = word.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    let Some(mark) = bare.chars().next_back().filter(|mark| ['.', '!', '?'].contains(mark)) else { return false };
    let begins = next.trim_start_matches(['"', '“', '‘', '\'', '(', '[']).chars().next();
    if !begins.is_some_and(|first| first.is_uppercase() || first.is_numeric()) {
        return false;
    }
    let stem = bare.trim_end_matches(['.', '!', '?']).trim_start_matches(['(', '[', '"', '“', '‘', '\'']).to_lowercase();
    // An initial, as in "J. Munro", or a word that is always shortened.
    let initial = stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic);
    mark != '.' || !(initial || SHORTENED.contains(&stem.as_str()))
}

/// A stretch of a sentence: its place in bytes, and whether it stands in brackets or between commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Aside {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) bracket: bool,
}

/// Beginnings of asides between commas that say more and take nothing back.
const OPENINGS: &[&str] = &[", which ", ", who ", ", for example ", ", such as ", ", for instance "];

/// The asides of a sentence that can be left out: nothing weighty stands in them.
pub(super) fn asides(sentence: &str) -> Vec<Aside> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < sentence.len() {
        let Some(rest) = sentence.get(at..) else {
            at += 1;
            continue;
        };
        let aside = if rest.starts_with(" (") { bracket(rest) } else { comma(rest) };
        let Some(length) = aside else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if rest.get(..length).is_some_and(|text| !is_weighty(text)) {
            found.push(Aside { from: at, to: at + length, bracket: rest.starts_with(" (") });
        }
        at += length;
    }
    found
}

/// How far a bracket reaches, with the blank before it: one without another inside, and with a rest behind it.
fn bracket(rest: &str) -> Option<usize> {
    let inside = rest.get(2..)?;
    let end = inside.find([')', '('])?;
    let length = 2 + end + 1;
    let closes = inside.get(end..)?.starts_with(')');
    let after = rest.get(length..)?;
    (closes && (after.starts_with([' ', '.', ',', ';', ':', '!', '?']))).then_some(length)
}

/// How far an aside between commas reaches: with the comma behind it, or to the end of the sentence.
fn comma(rest: &str) -> Option<usize> {
    let opening = OPENINGS.iter().find(|opening| rest.starts_with(**opening))?;
    let inside = rest.get(opening.len()..)?;
    match inside.find([',', ';', ':', '(', '"', '“', '–', '—']) {
        Some(end) if inside.get(end..)?.starts_with(", ") => Some(opening.len() + end + 1),
        Some(_) => None,
        // The mark at the end stays.
        None => Some(rest.trim_end_matches(['.', '!', '?']).len()).filter(|length| *length > opening.len() && *length < rest.len()),
    }
}
