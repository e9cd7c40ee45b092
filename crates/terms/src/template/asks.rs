//! What a placeholder asks for: one thing, several, or something that may not apply.

use super::{
    MarkKind,
    phrases::{phrases, plain},
};

phrases! {
    /// Words that say that it may not apply.
    OPTIONAL = "optional | optionally | if any | where any | if needed | where needed | when needed | if required | where required | if relevant | where relevant |
        when relevant | if applicable | where applicable | when applicable | if not applicable | not applicable | n a | if appropriate | where appropriate |
        if necessary | where necessary | if desired | if wanted | if wished | if you wish | if you want | if known | where known | if used | if different |
        if there is one | if there is a | if there is | if there are any | if there are | if one exists | if it exists | if so | if agreed | where agreed | if available |
        where available | if it applies | if this applies | if none | or none | or delete | delete if | delete as | delete where | delete when | delete this |
        otherwise delete | remove if | or remove | omit if | or omit | may be omitted | can be omitted | may be left out | leave blank | leave empty | left blank |
        as applicable | if local | if in place | where in place | where these exist | where they exist | if these exist | if they exist | where one exists |
        if preferred | if helpful | if useful | if possible | if the board has | if the group has";
}
/// Words that begin a request.
const ASKING: &str = "add amend choose complete confirm delete describe detail enter enumerate explain fill give identify include indicate insert list name note pick please
    provide put say select set specify state supply tick type write your";
/// Words between the request and what is asked for.
const BETWEEN: &str = "a all an and any appropriate core current details each either every further here in key local main names of other our out relevant some suitable the their these this those to up your";
/// Where what is asked for ends.
const ENDS: &str = "as at attending below by e.g eg for from in including involved like of on or relating representing responsible serving such that to under via who whom whose which with within";
/// Things of which there are several when they are asked for in the plural.
const SEVERAL: &str = "actions aims areas attendees bodies boards channels clinicians clusters committees consultants contacts co-chairs dates departments deputies directorates disciplines
    duties entities examples forums fora functions goals gps groups guests hospitals hscps items leads localities members names networks newsletters nominees objectives observers
    officers organisations organizations partners partnerships people persons posts practices principles priorities professions recipients representatives resources
    responsibilities reps roles sectors services sites specialties stakeholders sub-committees sub-groups subcommittees subgroups systems tasks teams themes titles topics units wards";

/// What kind of answer a placeholder waits for.
pub(super) fn kind(text: &str) -> MarkKind {
    let lower = text.to_lowercase();
    if OPTIONAL.stand_in(&plain(text)) {
        MarkKind::Optional
    } else if asks_for_several(&lower) {
        MarkKind::List
    } else {
        MarkKind::Text
    }
}

/// Whether words begin as a request does.
pub(super) fn is_asking(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches([':', ',']).to_lowercase();
    among(ASKING, &first) && text.chars().count() <= 200
}

fn among(known: &str, word: &str) -> bool {
    known.split_whitespace().any(|known| known == word)
}

fn asks_for_several(lower: &str) -> bool {
    let words: Vec<&str> = lower.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    // What comes first that is no request and nothing in between.
    let at = words.iter().position(|word| !among(ASKING, &bare(word)) && !among(BETWEEN, &bare(word))).unwrap_or(words.len());
    let before: Vec<String> = words[..at].iter().map(|word| bare(word)).collect();
    let requests = |word: &str| before.iter().any(|other| other == word);
    if requests("list") || requests("enumerate") || requests("names") {
        return true;
    }
    if words.get(at).is_some_and(|word| bare(word) == "list" || bare(word) == "lists") || lower.starts_with("list ") {
        return true;
    }
    // A choice such as "monthly/quarterly" is one thing.
    let head = words[at..]
        .iter()
        .enumerate()
        .take_while(|(place, word)| *place == 0 || !among(ENDS, &bare(word)))
        .scan(false, |ended, (_, word)| {
            let go_on = !*ended;
            *ended = word.ends_with([',', ':', ';', '.', '(', ')', '–']) || word.starts_with('(');
            go_on.then_some(*word)
        })
        .filter(|word| !word.starts_with('('))
        .last()
        .map(bare)
        .unwrap_or_default();
    let head = head.rsplit('/').next().unwrap_or_default().to_owned();
    if among(SEVERAL, &head) {
        return true;
    }
    if among_several(lower) {
        return true;
    }
    // "committees, e.g. one, two, three"
    let example = ["e.g.", "eg ", "eg.", "such as", "for example", "including"].iter().filter_map(|sign| lower.find(sign)).min();
    example.is_some_and(|at| head.ends_with('s') && !head.ends_with("ss") && lower[at..].contains(','))
}

/// "GPs, consultants and nurses": several things by themselves, not one to be chosen.
fn among_several(lower: &str) -> bool {
    let chosen =
        lower.contains(" or ") || lower.contains('/') || ["e.g", "eg ", "for example", "such as"].iter().any(|start| lower.contains(start));
    let parted = if lower.contains(';') {
        lower.split(';').count() + 1
    } else {
        lower.split([',', '&']).flat_map(|piece| piece.split(" and ")).filter(|piece| !piece.trim().is_empty()).count()
    };
    let asks = lower.split_whitespace().next().is_some_and(|word| among(ASKING, word));
    let plural = lower.split([',', ';']).flat_map(|piece| piece.split(" and ")).filter(|piece| piece.trim().ends_with('s')).count();
    !chosen && !asks && parted > 2 && (lower.contains(';') || plural * 2 >= parted)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_placeholder_says_what_it_waits_for() {
        for (kind_of, texts) in [
            (
                MarkKind::Text,
                &[
                    "insert name of the board",
                    "monthly/bi-monthly/quarterly",
                    "number of members",
                    "insert number of GPs",
                    "frequency",
                    "Name of GP co-chair",
                    "x",
                    "state how decisions are made, e.g. by consensus, by vote",
                    "say what happens if the group is not quorate",
                    "add detail on expenses",
                    "sic",
                    "day, time, place",
                    "weeks, months or years",
                    "insert day and time of meetings",
                ][..],
            ),
            (
                MarkKind::List,
                &[
                    "list all partner bodies",
                    "names of members",
                    "insert names",
                    "Please list the sites",
                    "insert relevant committees, e.g. A, B and C",
                    "add other groups",
                    "insert list of hospitals",
                    "specialties such as X, Y",
                    "add the roles and names of members",
                    "members",
                    "GPs, consultants and nurses",
                    "the LMC; the other committee",
                    "bulletins and posters, for example the one, the other",
                ],
            ),
            (
                MarkKind::Optional,
                &[
                    "insert group, if applicable",
                    "Optional: say more",
                    "list sub-groups, if any",
                    "where relevant, name the lead",
                    "delete as appropriate",
                    "rota or leave blank",
                    "DELETE IF NOT USED",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(kind(text), kind_of, "{text}");
            }
        }
    }
}
