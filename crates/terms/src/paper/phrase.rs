//! Leaving something out of a sentence so that a sentence is left.

/// What may join a part of a sentence that leads to what is left out.
const JOINTS: &[&str] = &[", ", "; ", " who ", " which ", " and ", " or ", " that "];
/// What such a part holds, if it is one that goes with what is left out.
const LEADS: &[&str] = &[" who ", " which ", " that ", " through ", " report to ", " reports to ", " report ", " there is ", " via "];

/// Where the last sentence of some words, or the last cell of a row, begins.
pub(super) fn sentence_start(words: &str) -> usize {
    let sentence = words.match_indices(". ").map(|(at, _)| at + 2).filter(|at| words[*at..].starts_with(char::is_uppercase));
    sentence.last().unwrap_or(0).max(words.rfind('\t').map_or(0, |at| at + 1))
}

/// What follows the sentence that some words begin in the middle of.
pub(super) fn after_sentence(words: &str) -> &str {
    let end = words.find(". ").map(|at| at + 1).or_else(|| words.find('.').map(|at| at + 1)).unwrap_or(words.len());
    &words[end.min(words.find('\t').unwrap_or(words.len()))..]
}

/// What is left of the words before a name that is left out: its article goes too.
pub(super) fn without_article(before: &str) -> &str {
    let article = ["the ", "a ", "an "].iter().find(|article| {
        let begins = before.len().checked_sub(article.len()).filter(|at| before.is_char_boundary(*at));
        begins.is_some_and(|at| before[at..].eq_ignore_ascii_case(article) && !before[..at].ends_with(char::is_alphanumeric))
    });
    article.map_or(before, |article| &before[..before.len() - article.len()])
}

/// What is left of the words before something that is left out: the part of the sentence that led to it goes too, if the
/// sentence still has a beginning then. `Reports to the forum who report to ` leaves `Reports to the forum`.
pub(super) fn without_its_lead<'a>(before: &'a str, rest: &str) -> &'a str {
    let sentence = sentence_start(before);
    // In parentheses of its own it goes with them.
    if rest.starts_with(')')
        && let Some(opened) = before.rfind('(').filter(|at| !before[*at..].contains(','))
    {
        return &before[..=opened];
    }
    let joint = JOINTS.iter().filter_map(|joint| before[sentence..].rfind(joint)).max();
    let whole = |at: usize| {
        let (stays, goes) = before[sentence..].split_at(at);
        stays.split_whitespace().count() >= 2 && LEADS.iter().any(|lead| format!("{goes} ").contains(lead))
    };
    joint.filter(|at| whole(*at)).map_or(before, |at| &before[..sentence + at])
}

/// Mends what leaving out has left: blanks before signs, empty brackets, doubled blanks and signs. Three dots stay three.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' if out.is_empty() || out.ends_with([' ', '(']) => {}
            '.' | ',' | ';' | ':' | ')' => {
                if out.ends_with(' ') {
                    out.pop();
                }
                let mut dots = 1;
                while letter == '.' && letters.next_if_eq(&'.').is_some() {
                    dots += 1;
                }
                push_sign(&mut out, letter, dots);
            }
            _ => out.push(letter),
        }
    }
    out.trim().to_owned()
}

/// A closing sign, but not after one that it would repeat, and not after an opening bracket.
fn push_sign(out: &mut String, sign: char, dots: usize) {
    match sign {
        ')' if out.ends_with('(') => {
            out.pop();
            if out.ends_with(' ') {
                out.pop();
            }
        }
        '.' if dots > 2 => out.extend(std::iter::repeat_n('.', dots)),
        '.' if out.ends_with('.') => {}
        ',' | ';' if out.ends_with([',', ';', '(']) => {}
        _ => {
            if sign == '.' && out.ends_with([',', ';', ':']) {
                out.pop();
            }
            out.push(sign);
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn the_part_of_the_sentence_that_led_to_it_goes_too() {
        let left = |before| without_its_lead(before, ".");
        assert_eq!(left("It reports to the forum who in turn report to "), "It reports to the forum");
        assert_eq!(left("We meet monthly. Tea is taken and there is "), "We meet monthly. Tea is taken");
        assert_eq!(left("The agenda and papers are sent by "), "The agenda and papers are sent by ", "what is not said by it stays");
        assert_eq!(left("We meet at "), "We meet at ");
        assert_eq!(left("One, two\tthree and there is "), "One, two\tthree and there is ", "no cell goes with another");
        assert_eq!(without_its_lead("By mail (as ", ") and post"), "By mail (");
        assert_eq!(left(""), "");
    }

    #[test]
    fn a_name_goes_with_its_article() {
        assert_eq!(without_article("by mail (the "), "by mail (");
        assert_eq!(without_article("in an "), "in ");
        assert_eq!(without_article("they bathe "), "they bathe ");
    }

    #[test]
    fn a_sentence_is_found_around_a_place() {
        assert_eq!(sentence_start("One. Two e.g. three "), 5);
        assert_eq!(after_sentence(" there. And more."), " And more.");
        assert_eq!(after_sentence(" there"), "");
    }

    #[test]
    fn what_is_left_reads_as_a_sentence() {
        assert_eq!(tidy("It reports to the forum ."), "It reports to the forum.");
        assert_eq!(tidy("by mail ( ) and , by  post.."), "by mail and, by post.");
        assert_eq!(tidy("and so on..."), "and so on...");
    }
}
