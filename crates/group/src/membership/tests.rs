//! Rules of balance.

use uuid::Uuid;

use super::*;
use crate::permissions::Role;

fn seat(side: Side, core: bool) -> Seat {
    Seat {
        person: Uuid::nil(),
        name: "A".into(),
        email: "a@example.scot".into(),
        operator: false,
        role: Role::Member,
        side,
        core,
        deputy: false,
        post: String::new(),
    }
}

#[test]
fn only_core_seats_count_in_the_balance() {
    let seats = [seat(Side::Gp, true), seat(Side::Gp, false), seat(Side::Consultant, true), seat(Side::Other, true)];
    let balance = Balance::of(&seats);
    assert_eq!(balance, Balance { gps: 1, consultants: 1 });
    assert_eq!(balance.words(), "In balance: 1 GP and 1 consultant.");
}

#[test]
fn a_group_out_of_balance_says_what_would_help() {
    assert_eq!(Balance { gps: 6, consultants: 4 }.words(), "6 GPs and 4 consultants: 2 more consultants would balance the group.");
}

#[test]
fn what_somebody_is_reads_as_people_say_it() {
    assert_eq!(role_words(Role::CoChair, Side::Gp), "GP co-chair");
    assert_eq!(role_words(Role::Member, Side::Other), "Member");
    assert_eq!(role_words(Role::Administrator, Side::Other), "Administrator");
}
