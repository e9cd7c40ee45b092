//! Tests of the detector. All numbers are made here by arithmetic; none is a patient's.

mod known;
mod numbers;
mod others;
mod properties;
mod spellings;
mod words;

use super::{Finding, Kind, Severity, blocks, find, without};

/// What a text holds, as pairs of key and severity.
fn found(text: &str) -> Vec<(&'static str, &'static str)> {
    find(text).iter().map(|finding| (finding.kind.key(), finding.severity.key())).collect()
}

const CHI: (&str, &str) = ("chi", "block");
const NHS: (&str, &str) = ("nhs-number", "block");
const HC: (&str, &str) = ("hc-number", "block");

#[test]
fn each_check_digit_is_enough_for_a_chi_number() {
    // Both checks, Mod 11 only, Mod 10 only, and a 29 February of 2000.
    for number in ["0101011237", "0101011253", "0101011252", "2902000014"] {
        assert_eq!(found(number), [CHI], "{number}");
    }
}

#[test]
fn an_nhs_number_is_found() {
    for number in ["9434765919", "943 476 5919", "6541003238", "654-100-3238"] {
        assert_eq!(found(number), [NHS], "{number}");
    }
}

#[test]
fn the_example_of_the_nhs_manual_is_no_number() {
    assert_eq!(found("NHS number 999 123 4567"), []);
}

#[test]
fn a_health_and_care_number_is_found() {
    assert_eq!(found("H&C 320 000 0015"), [HC]);
    assert_eq!(found("3200000015"), [HC]);
    assert_eq!(found("H&C 320 000 0010"), []);
}

#[test]
fn a_number_outside_every_range_is_let_through() {
    // Mod 11 passes, but nobody issues numbers from 5 or 8.
    assert_eq!(found("5000000004 and 8000000002"), []);
}

#[test]
fn a_real_date_with_a_wrong_check_digit_warns() {
    for number in ["0101011230", "010101 1230", "01-01-01-1230", "pt 0101-011-230"] {
        assert_eq!(found(number), [("possible-chi", "warn")], "{number}");
    }
}

#[test]
fn no_date_no_finding() {
    for number in ["0001011237", "3201011237", "0113011237", "3002001237", "2902010014", "3104011230"] {
        assert_eq!(found(number), [], "{number}");
    }
}

#[test]
fn a_chi_number_without_its_zero_blocks_where_a_patient_is_named() {
    for text in ["CHI 101011237", "patient 101011237", "pt (101011237)", "101011237 (CHI)", "DOB/CHI: 10101 1237"] {
        assert_eq!(found(text), [("short-chi", "block")], "{text}");
    }
    assert_eq!(found("see 101011237 in the list"), [("short-chi", "warn")]);
    assert_eq!(found("see 101011238 in the list"), []);
}

#[test]
fn a_reference_that_passes_by_arithmetic_only_warns() {
    for cue in ["order", "Datix ref", "ticket no.", "INC", "PO", "invoice number", "job:", "call no", "tel", "call us on"] {
        assert_eq!(found(&format!("{cue} 6541003238")), [("nhs-number", "warn")], "{cue}");
    }
}

#[test]
fn a_patients_cue_outweighs_a_references() {
    for text in ["pt ref 6541003238", "NHS no. (order) 6541003238", "order number for Mrs X 6541003238", "ref 6541003238 (patient)"] {
        assert_eq!(found(text), [NHS], "{text}");
    }
}

#[test]
fn the_name_of_a_health_board_is_no_patients_cue() {
    assert_eq!(found("NHS Lothian order 6541003238"), [("nhs-number", "warn")]);
}

#[test]
fn a_reference_on_the_line_above_does_not_count() {
    assert_eq!(found("raised as an order\n6541003238"), [NHS]);
}

#[test]
fn a_chi_number_blocks_whatever_it_is_called() {
    assert_eq!(found("order 0101011237, ext 0101011237"), [CHI, CHI]);
}

#[test]
fn an_appointment_that_passes_by_arithmetic_only_warns() {
    assert_eq!(found("pt seen 01/01/01 1237 hrs"), [("chi", "warn")]);
    assert_eq!(found("pt seen 01/01/01 1237"), [CHI]);
    assert_eq!(found("pt seen 01/01/01 1230"), []);
    assert_eq!(found("01.01.01 12.37"), [CHI]);
    assert_eq!(found("CHI 01/01/01 1237"), [CHI]);
    assert_eq!(found("01/01/01 0174 units"), []);
    assert_eq!(found("ward 30 10 10 2022"), [("chi", "warn")]);
}

#[test]
fn a_number_in_the_midst_of_a_list_warns() {
    assert_eq!(found("101 100 943 476 5919 250"), [("nhs-number", "warn")]);
    assert_eq!(found("NHS no 943 476 5919 250 101"), [NHS]);
    assert_eq!(found("bed 12 943 476 5919"), [NHS]);
    assert_eq!(found("12,0101,011,237,15"), [("chi", "warn")]);
    assert_eq!(found("010101 1237 010101 1253 010101 1252"), [CHI, CHI, CHI]);
}

#[test]
fn letters_that_look_like_digits_warn() {
    for text in ["O1O1O11237", "010101 l237", "CHI: o1o1o1 1237", "0I0I0I1237"] {
        assert_eq!(found(text), [("chi", "warn")], "{text}");
    }
    assert_eq!(found("0101011237l and 0101011237 I"), [CHI, CHI]);
    assert_eq!(found("OlOlOll237"), [], "more letters than digits");
}

#[test]
fn offsets_count_characters() {
    let finding = Finding { kind: Kind::Chi, start: 6, end: 17, severity: Severity::Block };
    assert_eq!(find("çà—🏥: 010101 1237."), [finding]);
}

#[test]
fn only_a_block_blocks() {
    assert!(blocks(&find("CHI 0101011237")));
    assert!(!blocks(&find("CHI 0101011230")));
    assert!(!blocks(&[]));
}

#[test]
fn taking_numbers_out_keeps_every_other_word() {
    let text = "Pt 010101 1237 seen twice; CHI0101011237and NHS 943\u{a0}476\u{a0}5919 – thanks 🙂";
    assert_eq!(without(text, &find(text)), "Pt [removed] seen twice; CHI[removed]and NHS [removed] – thanks 🙂");
}

#[test]
fn findings_that_overlap_or_reach_too_far_are_taken_out_too() {
    let at = |start, end| Finding { kind: Kind::Chi, start, end, severity: Severity::Block };
    assert_eq!(without("abcdef", &[at(2, 4), at(1, 3)]), "a[removed]ef");
    assert_eq!(without("abcdef", &[at(4, 9)]), "abcd[removed]");
    assert_eq!(without("abcdef", &[at(3, 3)]), "abcdef");
}

#[test]
fn every_kind_has_words_of_its_own() {
    let words: std::collections::BTreeSet<_> = Kind::ALL.iter().flat_map(|kind| [kind.key(), kind.label()]).collect();
    assert_eq!(words.len(), 2 * Kind::ALL.len());
}
