//! One number in any spelling.

use super::{
    super::{Severity, find},
    CHI, NHS, found,
    numbers::{GROUPED, Seed, ZEROS, grouped, in_script},
};

#[test]
fn a_chi_number_is_found_in_every_spelling_and_every_script() {
    let mut seed = Seed(1);
    for spelling in GROUPED {
        for zero in ZEROS {
            for luhn in [false, true] {
                let number = in_script(&grouped(&seed.chi(luhn), spelling), zero);
                for text in [number.clone(), format!("Pt\u{a0}({number}) was seen."), format!("letter for {number}, again")] {
                    let found = find(&text);
                    assert!(found.len() == 1 && found[0].severity == Severity::Block, "{text:?} {found:?}");
                    let chars: Vec<char> = text.chars().skip(found[0].start).take(found[0].end - found[0].start).collect();
                    assert_eq!(chars.iter().collect::<String>(), number, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn an_nhs_number_is_found_in_every_spelling_where_a_word_names_it() {
    let mut seed = Seed(2);
    for spelling in GROUPED {
        let number = grouped(&seed.nhs(), spelling);
        assert_eq!(found(&format!("NHS no. {number} came twice")), [NHS], "{number:?}");
    }
}

#[test]
fn a_named_chi_number_is_found_in_groups_that_nobody_uses() {
    for number in ["01 0101 1237", "0101 01 1237", "0 10101 1237", "01 01-01 1237", "01.01-01/12.37", "01010 1123 7"] {
        assert_eq!(found(&format!("CHI no: {number} is wrong")), [CHI], "{number}");
    }
}

#[test]
fn a_chi_number_is_found_when_letters_are_glued_to_it() {
    for text in ["CHI0101011237", "chi:010101-1237", "0101011237F", "x0101011237and", "(CHI#0101011237)"] {
        assert_eq!(found(text), [CHI], "{text}");
    }
}

#[test]
fn other_groups_beside_a_chi_number_do_not_hide_it() {
    for text in [
        "seen 3 times 010101 1237 since",
        "ward 12 0101011237",
        "ward 12 010101 1237",
        "ward 12 01 01 01 1237",
        "2026-11-03 0101011237",
        "2026-11-03 010101-1237",
        "0101011237 2026-11-03",
        "3 0101011237 4",
        "010101 1237 2 days",
        "0300 496 0000 0101011237",
        "0101011237 0300 496 0000",
        "+44 300 496 0000 010101 1237",
        "bed 4, 010101 1237, 14:30",
        "0101011237-01",
        "CHI 0 1 0 1 0 1 1 2 3 7 2 visits",
    ] {
        assert_eq!(found(text), [CHI], "{text}");
    }
}

#[test]
fn several_numbers_are_found_in_order() {
    let text = "0101011237 943 476 5919\n010101-1253;0101011252";
    let starts: Vec<usize> = find(text).iter().map(|finding| finding.start).collect();
    assert_eq!(found(text), [CHI, NHS, CHI, CHI]);
    assert_eq!(starts, [0, 11, 24, 36]);
}

#[test]
fn digits_struck_through_or_made_keycaps_are_digits() {
    let decorate = |mark: &str| "0101011237".chars().map(|c| format!("{c}{mark}")).collect::<String>();
    assert_eq!(found(&decorate("\u{336}")), [CHI]);
    assert_eq!(found(&decorate("\u{fe0f}\u{20e3}")), [CHI]);
}

#[test]
fn a_footnote_does_not_hide_a_chi_number() {
    assert_eq!(found("0101011237² and 5 m² 0101011237"), [CHI, CHI]);
}

#[test]
fn an_nhs_number_that_is_read_out_needs_no_word_that_names_it() {
    for number in ["9 4 3 4 7 6 5 9 1 9", "94 34 76 5919", "94.34.76.5919", "94-34-765919", "9-4-3-4-7-6-5-9-1-9"] {
        assert_eq!(found(&format!("Letter about {number} never arrived")), [NHS], "{number}");
        assert_eq!(found(&format!("our order {number} never arrived")), [("nhs-number", "warn")], "{number}");
    }
    // Five pairs are a list of values more often than a number.
    assert_eq!(found("sats 94 34 76 59 19 overnight"), [("nhs-number", "warn")]);
}
