//! Numbers that are nobody's: what must not be found.

use super::{CHI, find, found};

fn nothing_in(texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn numbers_that_only_services_have_are_let_through() {
    nothing_in(&[
        "0303 123 1113",
        "0808 157 0123",
        "ext 31234, bleep 5678, page 1122",
        "tel: 1506 521230",
        "NHS 24 on 111",
        "ref 01506 523000",
    ]);
}

#[test]
fn references_are_let_through() {
    nothing_in(&[
        "W-123456",
        "Datix 1234567",
        "WEB12345 and DW 123456",
        "INT-2026-000123",
        "INT-2012-010101",
        "550e8400-e29b-41d4-a716-446655440000",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "commit 3b0101011237c9",
        "f47ac10b-58cc-4372-a567-ab0101011237",
        "ad654100-3238-4f87-af4e-b85bcb2bbd4f",
        "version 1.4.12, then 2.0.0-rc.1 and 10.12.99",
        "10.12.99.123, 192.168.100.12",
        "SOP 2024/117 §3.2.1",
    ]);
}

#[test]
fn dates_and_times_are_let_through() {
    nothing_in(&[
        "2026-11-03T14:30:00Z",
        "2026-11-03 14:30",
        "2026-11-03 14.30",
        "20261103 143000",
        "03/11/2026 14:30",
        "03.11.26 09.15",
        "03/11/26 1430-1600",
        "14.30 03/11/26",
        "01/02/26-03/02/26",
        "01.02.26 - 05.02.26",
        "9-13/02/2026",
        "ward 12 03/11/2026",
        "bed 12 03-11-2026",
        "2019-20, 2020-21, 2021-22",
        "Mon 3 Nov 2026 0900-1700",
    ]);
}

#[test]
fn results_and_doses_are_let_through() {
    nothing_in(&[
        "138 4.2 101 25 6.1 88",
        "Na 138, K 4.2, urea 6.1, creat 88",
        "BP 120/80 98 16 36.6",
        "NEWS 1 0 0 2 0 1 0",
        "eGFR 45 45 52 58 60 61",
        "10 mg 20 mg 40 mg",
        "0.125 0.250 0.5",
        "x10⁹/L, 5.6 x 10¹²",
        "1 2 3 4 5 6 7 8 9 10",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "01,01,01,12,37",
        "01, 01, 01, 1237",
        "01\n01\n01\n12\n37",
        "01 01 01 12 37 44 51",
        "£1,234,567.89",
        "55.9533, -3.1883",
    ]);
}

#[test]
fn books_and_places_are_let_through() {
    nothing_in(&[
        "ISBN 978-0-306-40615-7",
        "ISBN 9780306406157",
        "978-0306406157",
        "ISBN 0-306-40615-2",
        "ISBN 0306406152",
        "ISBN-10: 0306406152",
        "EH12 and KY11 practices",
        "ward 12 bed 4, room 101",
    ]);
}

#[test]
fn longer_and_shorter_numbers_are_let_through() {
    nothing_in(&["01010112370", "10101011237", "00101011237", "010101", "0101 0112", "01010112"]);
}

#[test]
fn words_and_sentences_part_a_number() {
    nothing_in(&["010101 and 1237", "010101: 1237", "010101; 1237", "010101, 1237", "010101\n\n1237", "010101   1237", "010101 x 1237"]);
}

// The next three are large so that work which grows with the square of the text would not end.

#[test]
fn a_long_text_of_chi_numbers_is_read() {
    let text = "0101011237 ".repeat(20_000);
    let found = find(&text);
    assert_eq!(found.len(), 20_000);
    assert!(found.iter().enumerate().all(|(index, finding)| finding.start == index * 11 && finding.end == finding.start + 10));
}

#[test]
fn a_long_text_of_ones_holds_nothing() {
    nothing_in(&[&"1".repeat(200_000), &"1 ".repeat(100_000), &"11 ".repeat(66_666), &"1\u{200b}".repeat(50_000)]);
}

#[test]
fn much_of_anything_around_it_does_not_hide_a_number() {
    for filler in [" ", "l", "O1", "l ", "\u{200b}", "order ", "a1-", "(", "0 0 "] {
        let text = format!("{}; 0101011237 ;{}", filler.repeat(20_000), filler.repeat(20_000));
        assert_eq!(found(&text), [CHI], "{filler:?}");
    }
}
