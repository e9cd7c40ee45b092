//! What stands around what is said: words that change nothing, and where the group meets.

use super::{
    Fact, days, months,
    tokens::{Cursor, Kind},
};

/// Words that say nothing of when. None of them may turn what stands beside it into something else.
const FILLERS: &str = "\
    the a an of on in at to for from with and by via it its we our they is are be will shall should would can aim aims \
    aiming intend intends expect expects expected agree agrees agreed plan plans meet meets meeting meetings held hold holds \
    take takes place occur occurs scheduled schedule normally usually generally typically ordinarily regularly regular basis \
    interval intervals frequency group interface committee forum members membership core primary secondary care ig time date \
    lasting lasts duration length long about around approximately approx roughly circa least minimum teams microsoft ms zoom \
    video videoconference conference call virtual virtually online remotely hybrid o";

const PHRASES: &[&str] = &[
    "not less than",
    "no less than",
    "no fewer than",
    "not fewer than",
    "not less often than",
    "no less often than",
    "no less frequently than",
    "not less frequently than",
    "may meet",
    "may be",
    "each time",
    "each meeting",
    "per meeting",
    "each lasting",
    "in person",
    "face to face",
];

/// What makes a place of what stands before it.
const PLACES: &str = "\
    room boardroom centre center hospital infirmary building seminar theatre library hub office offices suite practice surgery \
    house campus site venue teams zoom hall hq headquarters video";

/// What no place has in its name.
const OF_TIME: &str = "\
    not no unless except excluding if when while until till before after during only never or but then alternate alternating \
    every each other per week weeks weekly month months quarter year years term holiday holidays calendar";

fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// What changes nothing is passed over.
pub(super) fn pass_over(at: &mut Cursor) -> bool {
    let filler = |at: &mut Cursor| {
        at.word().filter(|word| is_one_of(FILLERS, word))?;
        at.at += 1;
        Some(())
    };
    at.attempt(place).is_some() || at.phrase(PHRASES) || at.attempt(filler).is_some() || is_pause(at)
}

/// A mark that only parts what it stands between.
fn is_pause(at: &mut Cursor) -> bool {
    at.dash() || at.mark(&[',', '.', ';', ':', '(', ')', '[', ']', '"', '\'', '“', '”', '/', '•', '·', '*', '|', '…'])
}

/// `or more often if needed`: nothing that days could be proposed for.
pub(super) fn more_often(at: &mut Cursor) -> Option<Vec<Fact>> {
    at.eat(&["or", "and", "but"]);
    at.eat(&["can", "will", "may"]);
    at.eat(&["meet"]);
    at.phrase(&["more often", "more frequently"]).then_some(())?;
    at.eat(&["if", "as", "when", "where"])?;
    at.skip(&["and", "when", "is", "are"]);
    at.eat(&["needed", "required", "necessary", "appropriate"]).map(|_| Vec::new())
}

/// Where the group meets: it begins as a place does, holds a word for one, and nothing that could be of a time. `In term
/// time` is no place. It goes as far as something else is understood.
fn place(at: &mut Cursor) -> Option<()> {
    const BEGINS: [&str; 6] = ["in", "at", "by", "via", "on", "using"];
    at.eat(&BEGINS)?;
    let mut names_one = false;
    while let Some(kind) = at.kind() {
        if super::understands(*at) {
            break;
        }
        if let Kind::Word(word) = kind {
            if is_one_of(OF_TIME, word) || days::is_weekday(word) || months::is_month(word) {
                return None;
            }
            names_one |= is_one_of(PLACES, word);
        }
        at.at += 1;
    }
    names_one.then_some(())
}
