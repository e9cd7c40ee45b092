//! Which service of a group's directory a text names, by its name or its usual abbreviation. A person may choose another.

use std::collections::HashSet;

use crate::likeness::Abbreviations;

/// Words that many names have and that tell none of them apart.
const GENERAL: &[&str] = &[
    "a",
    "and",
    "at",
    "board",
    "centre",
    "center",
    "clinic",
    "clinics",
    "clinical",
    "department",
    "dept",
    "for",
    "general",
    "group",
    "hospital",
    "hub",
    "in",
    "infirmary",
    "medical",
    "nhs",
    "of",
    "office",
    "practice",
    "primary",
    "royal",
    "secondary",
    "service",
    "services",
    "surgery",
    "team",
    "the",
    "unit",
    "university",
    "ward",
];

/// Words that stand in many texts without meaning a service: a name of these alone has to stand there as a whole.
const VAGUE: &[&str] = &[
    "access",
    "acute",
    "admission",
    "admissions",
    "adult",
    "adults",
    "ambulance",
    "assessment",
    "blood",
    "care",
    "children",
    "clinical",
    "community",
    "day",
    "digital",
    "discharge",
    "discharges",
    "emergency",
    "health",
    "home",
    "hours",
    "information",
    "letters",
    "letter",
    "local",
    "management",
    "night",
    "north",
    "nurse",
    "nurses",
    "nursing",
    "out",
    "patient",
    "patients",
    "people",
    "planned",
    "records",
    "referral",
    "referrals",
    "requests",
    "results",
    "same",
    "south",
    "east",
    "west",
    "typing",
    "test",
    "tests",
    "urgent",
    "women",
];

/// A service that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its place in the list.
    pub place: usize,
    /// The words by which it was found.
    pub by: String,
}

/// A name or a text as it is compared: abbreviations written out, small letters, a blank at both ends.
fn plain(text: &str) -> String {
    let written = Abbreviations::default().written_out(text).to_lowercase().replace(['\'', '’'], "");
    let words = written.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |all, word| all + word + " ")
}

/// The ways in which a name is said: as a whole, and each part that stands by itself (`Cardiology, Moorfield General`).
fn parts(name: &str) -> Vec<String> {
    let mut all = vec![plain(name)];
    all.extend(name.split([',', '(', ')', '–', ':']).map(plain));
    all.retain(|part| part.trim().len() > 2 && part.split_whitespace().any(|word| !GENERAL.contains(&word)));
    all.dedup();
    all
}

/// Capitals that a name of three words or more is known by: `Moorfield Royal Infirmary` is MRI, so they count only as they
/// stand, in capitals, and only where they stand for nothing else in the field.
fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).collect();
    let short: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let taken = ["MRI", "ECG", "ICU", "AHP", "NHS", "CHI", "DNA", "OOH", "GPS", "SAS", "MDT", "CNS"].contains(&short.as_str());
    (words.len() >= 3 && !taken && plain(&short).trim() == short.to_lowercase()).then_some(short)
}

/// How well a text names a service: nothing, or more for more of its name.
fn marks(name: &str, text: &str, written: &str, words: &HashSet<&str>) -> Option<(u32, String)> {
    let alone = |part: &str| part.split_whitespace().any(|word| !GENERAL.contains(&word) && !VAGUE.contains(&word));
    let stands = |part: &&String| written.contains(part.as_str()) && (alone(part) || part.split_whitespace().count() > 1);
    let length = |part: &String| u32::try_from(part.len()).unwrap_or(0);
    let said = parts(name);
    match said.as_slice() {
        [whole, ..] if stands(&whole) => return Some((200 + length(whole), whole.trim().to_owned())),
        // The first part is what it is, the others say where.
        [_, first, others @ ..] if stands(&first) => {
            let more: u32 = others.iter().filter(stands).map(length).sum();
            // Named with its place it is named as a whole.
            let whole = if more > 0 { 200 } else { 100 };
            return Some((whole + length(first) + more, first.trim().to_owned()));
        }
        _ => {}
    }
    if let Some(short) = initials(name).filter(|short| text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == short)) {
        return Some((90, short));
    }
    let telling: Vec<&str> = said.first()?.split_whitespace().filter(|word| !GENERAL.contains(word) && !VAGUE.contains(word)).collect();
    let all = !telling.is_empty() && telling.iter().all(|word| word.len() > 3 && words.contains(word));
    all.then(|| (10 * u32::try_from(telling.len()).unwrap_or(1), telling.join(" ")))
}

/// The service that a text names: the one that it names best, and none where two are named as well.
#[must_use]
pub fn named(text: &str, names: &[&str]) -> Option<Named> {
    let written = plain(text);
    let words: HashSet<&str> = written.split_whitespace().collect();
    let marked = names.iter().enumerate().filter_map(|(place, name)| Some((place, marks(name, text, &written, &words)?)));
    let mut all: Vec<(usize, (u32, String))> = marked.collect();
    all.sort_by_key(|(_, (mark, _))| std::cmp::Reverse(*mark));
    match all.as_slice() {
        [(_, (first, _)), (_, (second, _)), ..] if first == second => None,
        [(place, (_, by)), ..] => Some(Named { place: *place, by: by.clone() }),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &[
        "Cardiology, Moorfield General",
        "Dermatology",
        "Moorfield General",
        "Emergency department",
        "Medical records",
        "Upper Tay Infirmary",
        "Community nursing",
    ];

    fn found(text: &str) -> Option<&'static str> {
        named(text, NAMES).map(|named| NAMES[named.place])
    }

    #[test]
    fn a_service_is_found_by_its_name_or_its_usual_short_form() {
        assert_eq!(found("No letter from cardio for six weeks"), Some("Cardiology, Moorfield General"));
        assert_eq!(found("derm rejected it"), Some("Dermatology"));
        assert_eq!(found("sent to A&E without a call"), Some("Emergency department"));
        assert_eq!(found("Moorfield General lost it"), Some("Moorfield General"));
        assert_eq!(found("seen at UTI last week"), Some("Upper Tay Infirmary"));
        assert_eq!(found("Cardiology at Moorfield General lost it"), Some("Cardiology, Moorfield General"));
    }

    #[test]
    fn words_that_stand_in_any_text_name_no_service() {
        assert_eq!(found("An emergency appointment, and no records of it."), None);
        assert_eq!(found("The community is worried, the uti came back, the hospital did not call"), None);
        assert_eq!(found(""), None);
        assert_eq!(named("anything", &[]), None);
    }

    #[test]
    fn two_services_named_alike_are_left_to_a_person() {
        assert_eq!(named("neurology again", &["Neurology, East", "Neurology, West"]), None);
        assert_eq!(named("neurology east again", &["Neurology, East", "Neurology, West"]).map(|named| named.place), Some(0));
    }
}
