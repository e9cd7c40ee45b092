//! What a group knows of itself is let through.

use super::super::{Kind, Known, TooWide, find_with};

fn found(text: &str, known: &Known) -> Vec<(&'static str, &'static str)> {
    find_with(text, known).iter().map(|finding| (finding.kind.key(), finding.severity.key())).collect()
}

#[test]
fn a_colleague_is_let_through_and_a_patient_of_that_name_is_not() {
    let known = Known::default().person("Mr Iain Campbell").person("Dr Jane Shaw").person("Fiona Reid");
    for text in ["Mr Campbell will write", "Mr Iain Campbell will write", "Mr I Campbell will write", "Mrs Fiona Reid agreed"] {
        assert_eq!(found(text, &known), [], "{text}");
    }
    for text in ["Mrs Campbell fell", "Mrs Shaw fell", "Mr Hugh Campbell fell"] {
        assert_eq!(found(text, &known), [("name", "block")], "{text}");
    }
    // The list does not say how Fiona Reid is addressed.
    assert_eq!(found("Mrs Reid fell", &known), [("name", "warn")]);
}

#[test]
fn a_service_is_let_through_by_its_name_number_and_address() {
    let known = Known::default().service("Western Practice, 12 Ferry Road, EH12 5AB, 0131 496 0000, western@practice.example");
    for text in ["moved to 12 Ferry Road", "eh125ab", "0131 4960000", "western@practice.example"] {
        assert_eq!(found(text, &known), [], "{text}");
    }
    assert_eq!(found("14 Ferry Road", &known), [("address", "block")]);
}

#[test]
fn hospital_numbers_follow_the_groups_own_patterns() {
    let known = Known::default().hospital_number("A999999").and_then(|known| known.hospital_number("RIE 9999999")).expect("patterns");
    for text in ["M123456", "m 123456", "(M-123456)", "RIE1234567"] {
        assert_eq!(found(text, &known), [("hospital-number", "block")], "{text}");
    }
    for text in ["M12345", "M1234567", "AM123456", "123456"] {
        assert_eq!(found(text, &known), [], "{text}");
    }
    assert_eq!(Known::default().hospital_number("A99").err(), Some(TooWide));
}

#[test]
fn the_shapes_of_a_group_find_what_the_browser_finds() {
    for line in include_str!("shapes.txt").lines() {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [shapes, wanted, text] = parts.as_slice() else { panic!("a line of three parts: {line}") };
        let known = shapes.split(' ').try_fold(Known::default(), |known, shape| known.hospital_number(shape)).expect("shapes");
        let numbers = find_with(text, &known).into_iter().filter(|one| one.kind == Kind::HospitalNumber);
        let found: Vec<String> = numbers.map(|one| format!("{}-{}", one.start, one.end)).collect();
        assert_eq!(found.join(" "), *wanted, "{line}");
    }
}
