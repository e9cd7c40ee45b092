//! Leaving something out of a sentence so that a sentence is left.

/// What may come before a part of a sentence that goes with what is left out.
const JOINTS: &[&str] = &[", ", "; ", " who ", " which ", " and ", " or ", " that ", " ("];

/// What is left of the words before something that is left out: the part of the sentence that led to it goes too, if the
/// sentence still has a beginning then. `Reports to the forum who report to ` leaves `Reports to the forum`.
pub(super) fn without_its_lead(before: &str) -> &str {
    let sentence = before.rfind(". ").map_or(0, |at| at + 2);
    let joint = JOINTS.iter().filter_map(|joint| before[sentence..].rfind(joint)).max();
    match joint {
        Some(at) if before[sentence..sentence + at].split_whitespace().count() >= 2 => &before[..sentence + at],
        _ => before,
    }
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
        assert_eq!(without_its_lead("It reports to the forum who in turn report to "), "It reports to the forum");
        assert_eq!(without_its_lead("We meet monthly. Tea is taken and there is "), "We meet monthly. Tea is taken");
        assert_eq!(without_its_lead("We meet at "), "We meet at ");
        assert_eq!(without_its_lead(""), "");
    }

    #[test]
    fn what_is_left_reads_as_a_sentence() {
        assert_eq!(tidy("It reports to the forum ."), "It reports to the forum.");
        assert_eq!(tidy("by mail ( ) and , by  post.."), "by mail and, by post.");
        assert_eq!(tidy("and so on..."), "and so on...");
    }
}
