//! What holds for every text.

use proptest::prelude::*;

use super::{
    super::{blocks, find, without},
    numbers::{GROUPED, Seed, ZEROS, grouped, in_script},
};

/// Text that is full of what numbers are made of.
fn digits_and_marks() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,11}",
        "[ \u{a0}\n\r\t./,()+_-]{1,3}",
        "[\u{200b}\u{ad}٠-٩0-9²⁰-⁹OlI&é🏥]{1,4}",
        prop::sample::select(vec!["CHI", "order ", " NHS no ", "010101", "1237", "9434765919", "+44 ", "ISBN ", "a-f"])
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let chars: Vec<char> = text.chars().collect();
    let found = find(text);
    let (mut at, mut kept) = (0, String::new());
    for finding in &found {
        prop_assert!(at <= finding.start && finding.start < finding.end && finding.end <= chars.len());
        kept.extend(&chars[at..finding.start]);
        kept.push_str("[removed]");
        at = finding.end;
    }
    kept.extend(&chars[at..]);
    prop_assert_eq!(without(text, &found), kept);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn findings_lie_within_any_text_and_can_be_taken_out(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn findings_lie_within_any_row_of_digits_and_can_be_taken_out(text in digits_and_marks()) {
        check(&text)?;
    }

    #[test]
    fn any_chi_number_in_any_spelling_is_found_and_nothing_else_is_lost(
        seed in any::<u64>(),
        luhn in any::<bool>(),
        spelling in prop::sample::select(GROUPED.to_vec()),
        zero in prop::sample::select(ZEROS.to_vec()),
        before in "([bcdfghjklé,;:!?'£-]{1,12} ){0,6}",
        after in "( [bcdfghjklé,;:!?'£-]{1,12}){0,6}",
    ) {
        let number = in_script(&grouped(&Seed(seed).chi(luhn), spelling), zero);
        let text = format!("{before}{number}{after}");
        let found = find(&text);
        // "01 02 03 2011" with blanks may be a ward and a date, and only warns.
        let doubtful = spelling == (&[2, 2, 2, 4], " ");
        prop_assert!(blocks(&found) || doubtful, "{:?}", text);
        prop_assert_eq!(without(&text, &found), format!("{before}[removed]{after}"));
    }
}
