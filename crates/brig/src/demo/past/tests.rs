//! What is remembered can be told.

use issues::issues::{Known, Sector};

use super::*;

#[test]
fn every_line_of_the_past_can_be_told() {
    assert_eq!(topics().len(), include_str!("../history.jsonl").lines().count());
    assert!((1..=MEETINGS).all(|meeting| topics().iter().any(|topic| topic.meeting == meeting)));
    assert!(topics().iter().all(|topic| Known::from_key(&topic.told.known).is_some() && Sector::from_key(&topic.told.sector).is_some()));
}

#[test]
fn meetings_are_on_tuesdays_and_the_last_is_over() {
    let today: Date = "2026-11-22".parse().expect("a day");
    for meeting in 1..=MEETINGS {
        assert_eq!(day_of(today, meeting).weekday(), jiff::civil::Weekday::Tuesday);
    }
    assert!(day_of(today, MEETINGS) < today);
}
