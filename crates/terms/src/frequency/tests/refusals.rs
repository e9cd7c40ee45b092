//! What is asked back, and how.

use crate::frequency::read;

/// What is written, and what the answer says of it.
const REFUSED: &[(&str, &[&str])] = &[
    ("", &["Say how often the group meets"]),
    (" … ", &["Say how often the group meets"]),
    ("bi-monthly", &["“every two months”", "“every two weeks”"]),
    ("meetings will be bimonthly", &["twice a month"]),
    ("biannually", &["twice a year or every two years"]),
    ("every second Tuesday", &["“every two weeks, on a Tuesday”", "“monthly, second Tuesday”"]),
    ("the first and third Tuesday of the month", &["“first and third Tuesday” is more than one day"]),
    ("Tuesdays and Thursdays", &["“Tuesdays” and “Thursdays” are two days"]),
    ("monthly unless cancelled", &["“unless cancelled”"]),
    ("every six to eight weeks", &["“every six to eight weeks” is more than one rhythm"]),
    ("five times a year", &["whole weeks or months"]),
    ("10 times a year", &["“monthly except July and August”"]),
    ("twice a month", &["every two weeks"]),
    ("Wednesdays at 7.30", &["“7:30am” or “7:30pm”"]),
    ("monthly, 12:30am", &["at night", "“12:30”"]),
    ("monthly at midnight", &["at night"]),
    ("monthly, 12:30 to 14:00, two hours", &["90 minutes", "“two hours” is 120"]),
    ("monthly 14:00 to 12:30", &["the end is not after the beginning"]),
    ("monthly, 9am to 9pm", &["more than ten hours later"]),
    ("monthly, 11 hours", &["from 5 minutes to 10 hours"]),
    ("every month 1.30 hours", &["“90 minutes”"]),
    ("monthly, 60-90 minutes", &["more than one length"]),
    ("monthly at lunchtime", &["when the meeting begins"]),
    ("monthly in the morning at 2pm", &["do not go together"]),
    ("last working day of each month", &["“last working day”"]),
    ("every two months in term time at the hospital", &["“term”"]),
    ("monthly except school holidays", &["“except school holidays”"]),
    ("monthly starting in March 2027", &["when it begins", "plan the first meeting"]),
    ("every two months in March and June", &["another number"]),
    ("monthly except January to December", &["no month"]),
    ("every 18 months", &["once a year"]),
    ("every 0 weeks", &["not a rhythm"]),
    ("first Tuesday", &["how often", "“monthly, first Tuesday”"]),
    ("12:30 to 14:00", &["how often", "“six times a year”"]),
    ("monthly on the fifth Tuesday", &["does not come in every month"]),
    ("every six weeks on the second Tuesday", &["one counts weeks"]),
    ("monthly and quarterly", &["“monthly” and “quarterly” do not go together"]),
    ("last Friday of each quarter", &["which month of the quarter"]),
    ("monthly, 5.30 for 6pm", &["do not go together"]),
    ("monthly, May", &["“May”"]),
    ("up to six times a year", &["“up”"]),
    ("when something comes up", &["“when something comes up”"]),
];

#[test]
fn what_cannot_be_is_said_with_a_way_to_say_it() {
    for (written, parts) in REFUSED {
        let said = read(written).map(|frequency| frequency.words()).expect_err(written).join(" ");
        for part in *parts {
            assert!(said.contains(part), "{written}: {said}");
        }
    }
}

#[test]
fn several_strange_things_are_said_each() {
    let said = read("rarely, monthly on a Tuesday, weather allowing").expect_err("two of them");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("“rarely”") && said[1].contains("“weather allowing”"), "{said:?}");
}

#[test]
fn a_whole_page_is_not_read() {
    assert!(read(&"monthly ".repeat(200)).expect_err("too long")[0].contains("500 characters"));
    // What is quoted stays short.
    let said = read(&format!("monthly {}", "mumble ".repeat(50))).expect_err("not understood");
    assert!(said[0].chars().count() < 220 && said[0].contains('…'), "{said:?}");
}
