//! Rules of balance, and membership as people keep it.

mod coverage;
mod seats;
mod standing_in;

use std::future::Future;

use jiff::civil::date;
use kernel::{app::Wiring, dialect::Dialect, mail};
use uuid::Uuid;

use super::*;
use crate::{
    acting::Acting,
    permissions::Role,
    testing::{Parts, Persona, TestApp},
};

const PARTS: Parts = Parts {
    routes: crate::routes,
    wiring: Wiring { reactions: &[], work: &[(mail::SEND, mail::send)], schedules: &[], takers: &[] },
    checks: &[super::verify],
};

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, PARTS)
}

/// The page of members.
const MEMBERS: &str = "/north-moor/members";

/// A persona as commands know them.
async fn acting(it: &TestApp, who: &Persona<'_>) -> Acting {
    let (group, seat) = seat_at(&it.app.db, "north-moor", who.id).await.expect("a seat");
    Acting {
        group,
        person: seat.person,
        name: seat.name,
        email: seat.email,
        role: seat.role,
        side: seat.side,
        deputy: seat.deputy,
        acting_until: None,
        operator: false,
    }
}

/// Ends a seat after a day, as the page above does it.
async fn end(it: &TestApp, by: &Persona<'_>, person: Uuid, last: &str) -> kernel::Result<()> {
    let acting = acting(it, by).await;
    let mut tx = it.app.begin().await?;
    end_seat(&it.app, &mut tx, &acting, person, last.parse().expect("a day")).await?;
    it.app.commit(tx).await
}

fn seat(side: Side, core: bool) -> Seat {
    Seat {
        person: Uuid::nil(),
        name: "A".into(),
        email: "a@example.scot".into(),
        operator: false,
        role: Role::Member,
        side,
        core,
        kind: String::new(),
        deputy: false,
        post: String::new(),
        from_on: date(2026, 1, 1),
        until_on: None,
        away: None,
        acting_until: None,
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
fn one_more_is_one_and_not_many() {
    assert_eq!(Balance { gps: 1, consultants: 0 }.words(), "1 GP and 0 consultants: 1 more consultant would balance the group.");
    assert_eq!(Balance { gps: 4, consultants: 5 }.words(), "4 GPs and 5 consultants: 1 more GP would balance the group.");
}

#[test]
fn what_somebody_is_reads_as_people_say_it() {
    assert_eq!(role_words(Role::CoChair, Side::Gp), "GP co-chair");
    assert_eq!(role_words(Role::Member, Side::Other), "Member");
    assert_eq!(role_words(Role::Administrator, Side::Other), "Administrator");
}
