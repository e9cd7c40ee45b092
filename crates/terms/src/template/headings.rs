//! Which lines are headings: by their style or signs, by their number, by how they stand out; and where a template has none of
//! these, short lines that stand over others.

use super::{
    advice,
    lines::{Line, Shape},
    notices,
    signs::Label,
    vocabulary::{self, Words},
};

/// A heading and the lines below it; the first has none where lines stand before the first heading.
pub(super) struct Part {
    pub(super) heading: Option<Line>,
    pub(super) lines: Vec<Line>,
}

/// The lines, parted by headings.
pub(super) fn part(lines: Vec<Line>) -> Vec<Part> {
    let headings = find(&lines);
    let mut parts: Vec<Part> = Vec::new();
    for (mut line, heading) in lines.into_iter().zip(headings) {
        if heading {
            let kept = line.words.trim_end_matches(':').trim_end().len();
            if line.prompts.iter().all(|prompt| prompt.end <= kept) {
                line.words.truncate(kept);
            }
            parts.push(Part { heading: Some(line), lines: Vec::new() });
            continue;
        }
        // What looked like the number of a heading is a number of things.
        if let Some(bare) = line.bare.take() {
            line = Line { prompts: Vec::new(), shape: Shape::Plain, apart: line.apart, ..Line::new(Shape::Plain, bare) };
        }
        match parts.last_mut() {
            Some(part) => part.lines.push(line),
            None => parts.push(Part { heading: None, lines: vec![line] }),
        }
    }
    parts
}

fn find(lines: &[Line]) -> Vec<bool> {
    let mut found: Vec<bool> = sure(lines);
    // Lines that only look like headings count where hardly any is surely one.
    let maybe: Vec<bool> = (0..lines.len()).map(|at| stands_over(lines, at)).collect();
    let (many, likely) = (count(&found), maybe.iter().zip(lines).filter(|(maybe, line)| **maybe && is_usual(&line.words)).count());
    if many < 2 || (many == 2 && likely > 2) {
        found.iter_mut().zip(maybe).for_each(|(found, maybe)| *found |= maybe);
    }
    leave_titles(lines, &mut found);
    found
}

fn count(found: &[bool]) -> usize {
    found.iter().filter(|found| **found).count()
}

/// Headings that say so themselves.
fn sure(lines: &[Line]) -> Vec<bool> {
    let shouted = lines.iter().filter(|line| is_capitals(&line.words)).count();
    let mut found: Vec<bool> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let last = at + 1 == lines.len();
        found.push(match line.shape {
            Shape::Heading(_) => !is_long(&line.words) && !is_placeholder(line) && !is_notice(&line.words),
            Shape::Title => lines[..at].iter().any(|line| matches!(line.shape, Shape::Heading(_))) && !last,
            Shape::Strong => !last && may_head(line) && !is_notice(&line.words),
            Shape::Numbered(1) => may_head(line) && heads_by_number(lines, at, &found),
            // "2.1 Quorum", with its text below.
            Shape::Numbered(_) => {
                line.label.is_some() && may_head(line) && is_usual(&line.words) && !line.words.ends_with(':') && stands_alone(lines, at)
            }
            Shape::Plain => {
                let capitals = is_capitals(&line.words) && shouted * 2 <= lines.len() && !last;
                (capitals || is_appendix(&line.words)) && may_head(line) && !is_notice(&line.words)
            }
            _ => false,
        });
    }
    found
}

/// A notice is no heading; "How to use this template" is.
fn is_notice(words: &str) -> bool {
    notices::is_notice(words, true) && !advice::heads_advice(words)
}

/// Whether a short line with a number is a heading, not one of several numbered lines.
fn heads_by_number(lines: &[Line], at: usize, found: &[bool]) -> bool {
    let line = &lines[at];
    let beside = |other: &Line| match (&line.label, &other.label) {
        (Some(one), Some(two)) => one.is_beside(two),
        // A number of Word's own is not in the words.
        _ => line.label.is_none() && other.label.is_none() && line.shape == other.shape,
    };
    let leads = |other: &Line| other.label.as_ref().zip(line.label.as_ref()).is_none_or(|(one, two)| one.leads_nearly_to(two));
    let above = at.checked_sub(1).is_some_and(|above| beside(&lines[above]) && !found[above] && leads(&lines[above]));
    let Some(next) = lines.get(at + 1).filter(|_| !above) else { return false };
    // Headings count on from one to the next; a list within a section begins anew.
    let previous = lines[..at].iter().zip(found).rfind(|(other, found)| **found && beside(other)).map(|(other, _)| other);
    let continues = previous.is_none_or(leads);
    let usual = is_usual(&line.words);
    if line.label.as_ref().is_some_and(Label::is_bare) {
        // "3 Membership" is a heading, and "3 consultants" below it is not.
        return continues && (usual || (!beside(next) && next.words.chars().count() >= 50));
    }
    if beside(next) {
        // "4. Reporting", and right below "5. Frequency": it goes on as it began.
        return if previous.is_some() { continues && may_head(next) } else { usual && is_usual(&next.words) };
    }
    continues && (line.label.is_some() || usual || line.apart)
}

/// Whether the lines above and below a numbered line are others than its own list.
fn stands_alone(lines: &[Line], at: usize) -> bool {
    let beside = |other: Option<&Line>| {
        other.is_some_and(|other| other.label.as_ref().zip(lines[at].label.as_ref()).is_some_and(|(one, two)| one.is_beside(two)))
    };
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    lines.get(at + 1).is_some() && !beside(above) && !beside(lines.get(at + 1))
}

/// Whether a line may be a heading at all.
fn may_head(line: &Line) -> bool {
    let words = line.words.trim();
    let short = words.chars().count() <= 90 && words.split_whitespace().count() <= 12;
    let ends = words.ends_with(['.', ';', ',', '!', '…']) && words.split_whitespace().count() > 3;
    short
        && !ends
        && !is_placeholder(line)
        && !is_pair(words)
        && words.chars().any(char::is_alphabetic)
        && !words.starts_with(char::is_lowercase)
        && !words.contains("___")
}

fn is_long(words: &str) -> bool {
    words.chars().count() > 150 || (words.ends_with('.') && words.split_whitespace().count() > 12)
}

/// A line that is nothing but a placeholder.
fn is_placeholder(line: &Line) -> bool {
    let words = line.words.trim();
    let bracketed = words.starts_with(['[', '［']) && words.trim_end_matches(['.', ':']).ends_with([']', '］']);
    bracketed || line.prompts.iter().any(|prompt| prompt.start == 0 && prompt.end == line.words.len())
}

/// "Chair: somebody", "Review date: next year".
fn is_pair(words: &str) -> bool {
    let label = words.split_once(':').filter(|(_, rest)| !rest.trim().is_empty());
    label.is_some_and(|(label, _)| !is_appendix(label))
}

/// "Section 2", "Appendix A: members".
fn is_appendix(words: &str) -> bool {
    let mut words = words.split(|c: char| c.is_whitespace() || ":.–-".contains(c)).filter(|word| !word.is_empty());
    let first = words.next().is_some_and(|word| vocabulary::PARTS.has(word) && word.starts_with(char::is_uppercase));
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit()) || (word.len() <= 3 && word.chars().all(|c| c.is_ascii_uppercase()));
    first && words.next().is_some_and(number)
}

/// All in capitals, and more than abbreviations.
fn is_capitals(words: &str) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    let told = words.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 5 || vocabulary::HEADINGS.has(word));
    letters().all(char::is_uppercase) && letters().count() >= 3 && told
}

/// Whether all of its words are those of usual headings.
fn is_usual(line: &str) -> bool {
    let part = |c: char| !c.is_alphanumeric() && !"-’'".contains(c);
    let mut words = line.split(part).filter(|word| !word.is_empty()).peekable();
    let first_small = words.peek().is_none_or(|word| word.starts_with(char::is_lowercase));
    let (mut telling, mut others) = (false, false);
    for word in words {
        telling |= vocabulary::HEADINGS.has(word);
        others |= !vocabulary::HEADINGS.has(word) && !vocabulary::BESIDE_HEADINGS.has(word);
    }
    (telling && !others && !first_small) || asks(line)
}

/// Whether a line begins as a question does: "Who we are".
fn asks(words: &str) -> bool {
    words.starts_with(char::is_uppercase) && words.split_whitespace().next().is_some_and(|word| vocabulary::QUESTIONS.has(word))
}

/// Whether a plain line looks like a heading by its words alone.
fn looks_like_one(line: &Line) -> bool {
    let words = line.words.trim();
    let asks = asks(words);
    let list: Vec<&str> = words.split_whitespace().collect();
    let said = |known: &Words| list.iter().any(|word| known.has(word.trim_end_matches([':', ',', '?'])));
    let introduces = words.ends_with(':') && (list.len() > 4 || list.first().is_some_and(|word| vocabulary::STOPS.has(word)));
    let fragment = !asks && list.last().is_some_and(|word| vocabulary::STOPS.has(word));
    line.shape == Shape::Plain
        && may_head(line)
        && words.chars().count() <= 80
        && list.len() <= 10
        && words.starts_with(char::is_uppercase)
        && !words.ends_with('.')
        && (!words.ends_with('?') || asks)
        && !words.contains(['[', '［', '<', '{', '@'])
        && !introduces
        && !fragment
        && line.prompts.is_empty()
        && (asks || !said(&vocabulary::FINITE))
        && !said(&vocabulary::VERSIONS)
        && !is_notice(words)
}

/// Whether a plain line stands over what follows, as a heading does.
fn stands_over(lines: &[Line], at: usize) -> bool {
    let (line, next) = (&lines[at], lines.get(at + 1));
    let Some(next) = next.filter(|_| looks_like_one(line)) else { return false };
    let ended = |line: &Line| !looks_like_one(line) || line.shape != Shape::Plain;
    let clear = line.apart || at == 0 || ended(&lines[at - 1]);
    // A sentence has an end, or goes on in a list.
    let sentence = next.words.ends_with(['.', ':', ';']) && next.words.split_whitespace().count() >= 4;
    let long = sentence || next.words.chars().count() >= 50 || !matches!(next.shape, Shape::Plain) || is_placeholder(next);
    if looks_like_one(next) {
        // Two short lines: the words decide.
        return clear && is_usual(&line.words);
    }
    if clear { is_usual(&line.words) || long } else { is_usual(&line.words) && long }
}

/// How many lines of a cover may look like headings.
const LONGEST_COVER: usize = 12;

/// Takes the document's own title, and lines around it, out of the headings: they stand before the first.
fn leave_titles(lines: &[Line], found: &mut [bool]) {
    let numbered = |line: &Line| line.label.is_some() || matches!(line.shape, Shape::Numbered(_));
    let level = |line: &Line| if let Shape::Heading(level) = line.shape { level } else { 0 };
    let mut at = found.iter().position(|found| *found).unwrap_or(found.len());
    let last = at + LONGEST_COVER;
    while at < lines.len().min(last) && found[at] && !numbered(&lines[at]) && !advice::heads_advice(&lines[at].words) {
        let line = &lines[at];
        let titled = is_title(&line.words);
        let same = lines.iter().zip(found.iter()).filter(|(other, found)| **found && level(other) == level(line)).count();
        let deeper = lines.iter().zip(found.iter()).filter(|(other, found)| **found && level(other) > level(line)).count();
        let only = level(line) > 0 && same == 1 && deeper > 1;
        let over_another = found.get(at + 1).is_some_and(|next| *next) && (level(line) == 0 || titled || only);
        let first = lines[..at].iter().all(|line| line.words.chars().count() < 100);
        // A heading over nothing but the document's own name, number and day stands on its cover.
        let below = lines[at + 1..].iter().zip(&found[at + 1..]).take_while(|(_, found)| !**found).map(|(line, _)| line);
        let cover = count(found) > 1 && below.clone().next().is_some() && below.clone().all(|line| is_about_itself(&line.words));
        let over_another = over_another || cover;
        if !over_another && !(first && (titled || only) && count(found) > 1) {
            break;
        }
        found[at] = false;
        at += 1;
    }
}

/// Whether a line says what the document is called, or of when and by whom it is.
fn is_about_itself(words: &str) -> bool {
    let told = words.split(|c: char| !c.is_alphanumeric()).any(|word| vocabulary::VERSIONS.has(word) || vocabulary::MONTHS.has(word));
    words.chars().count() < 100 && (is_title(words) || notices::is_notice(words, true) || told || is_pair(words))
}

/// Whether words are those of the document's title.
fn is_title(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["terms of reference", "constitution", "charter", "template"].iter().any(|title| lower.contains(title))
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "tor")
}
