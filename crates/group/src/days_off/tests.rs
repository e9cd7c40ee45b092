//! A group's days off over HTTP: added, pasted, taken out; who may; and the calendar that comes of them.

use std::future::Future;

use analysis::calendar_days::Calendar;
use axum::http::StatusCode;
use jiff::civil::date;
use kernel::{app::Wiring, both, dialect::Dialect};

use super::store;
use crate::{
    membership::Side,
    permissions::Role,
    testing::{Parts, TestApp},
};

const WIRING: Wiring = Wiring { reactions: &[], work: &[], schedules: &[], takers: &[] };
const DAYS: &str = "/north-moor/days-off";

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes: crate::routes, wiring: WIRING, checks: &[] })
}

async fn calendar(it: &TestApp, group: uuid::Uuid) -> Calendar {
    store::calendar(&it.app.db, group, date(2026, 1, 1)).await.expect("a calendar")
}

both!(days_are_added_once_and_taken_out_and_hold_for_this_group_only, start, |it| {
    let administrator = it.administrator().await;
    assert!(administrator.get(DAYS).await.main().contains("Nothing is in the list yet"));
    let fields = [("name", "Moorfield Fair"), ("from", "2027-04-06"), ("to", ""), ("kind", "off")];
    for _ in 0..2 {
        assert_eq!(administrator.fill(DAYS, DAYS, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let ours = calendar(it, it.group.id).await;
    assert_eq!(ours.own.len(), 1, "pressed twice, it stands once");
    assert_eq!(ours.avoided(date(2027, 4, 6)).as_deref(), Some("Moorfield Fair"));
    assert_eq!(ours.add_working_days(date(2027, 4, 5), 1), date(2027, 4, 7));
    assert_eq!(calendar(it, it.other.id).await, Calendar::default(), "another group has its own");
    let page = administrator.get(DAYS).await;
    assert!(page.main().contains("Tuesday 6 April 2027") && page.main().contains("St Andrew"), "{}", page.main());
    let id = store::own(&it.app.db, it.group.id, date(2026, 1, 1)).await.expect("a list")[0].0;
    for _ in 0..2 {
        assert_eq!(administrator.fill(DAYS, &format!("{DAYS}/{id}/removal"), &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(calendar(it, it.group.id).await.own, []);
    assert_eq!(administrator.fill(DAYS, &format!("{DAYS}/nonsense/removal"), &[]).await.status, StatusCode::NOT_FOUND);
});

both!(a_list_is_pasted_as_it_comes_and_a_line_that_cannot_be_read_is_named, start, |it| {
    let administrator = it.administrator().await;
    let paste =
        async |list: &str, kind: &str| administrator.fill(DAYS, &format!("{DAYS}/list"), &[("list", list), ("list_kind", kind)]).await;
    let list = "2027\nSpring break: Monday 5 to Friday 16 April\r\n\r\n17/5/2027 Victoria Day\nMidsummer, 28 June - 13 August 2027";
    let reply = paste(list, "work").await;
    assert_eq!(reply.headers["location"], format!("{DAYS}?new=3"));
    assert_eq!(paste(list, "work").await.headers["location"], format!("{DAYS}?new=0"), "pasted twice, they stand once");
    let ours = calendar(it, it.group.id).await;
    assert_eq!(ours.avoided(date(2027, 4, 16)).as_deref(), Some("Spring break"));
    assert!(ours.is_working(date(2027, 4, 16)), "people work in school holidays");
    for (list, message) in [
        ("5 April 2027\nsome time in May", "In line 2 there is no day that can be read: “some time in May”"),
        ("", "Paste a list"),
        ("0101011237 was seen 5 April 2027", "CHI"),
    ] {
        let reply = paste(list, "off").await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{list}: {}", reply.main());
    }
    assert_eq!(calendar(it, it.group.id).await.own.len(), 3, "of a list with a fault nothing is kept");
});

both!(what_cannot_be_is_said_at_its_field_and_kept_in_the_form, start, |it| {
    let administrator = it.administrator().await;
    for (from, to, name, kind, message) in [
        ("soon", "", "Fair", "off", "Enter the first day"),
        ("2027-04-06", "2027-04-05", "Fair", "off", "lies before the first"),
        ("2027-04-06", "2028-04-05", "Fair", "off", "120 days at most"),
        ("2027-04-06", "later", "Fair", "off", "Enter the last day"),
        ("2027-04-06", "", "", "off", "Enter what people call it"),
        ("2027-04-06", "", "Fair", "", "Say whether people work then"),
    ] {
        let reply = administrator.fill(DAYS, DAYS, &[("from", from), ("to", to), ("name", name), ("kind", kind)]).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{message}: {}", reply.main());
        assert!(name.is_empty() || reply.body.contains("value=\"Fair\""), "what was typed is still there");
    }
});

both!(bank_holidays_on_which_people_work_are_working_days, start, |it| {
    let administrator = it.administrator().await;
    let path = format!("{DAYS}/bank-holidays");
    assert!(!calendar(it, it.group.id).await.is_working(date(2026, 11, 30)));
    assert_eq!(administrator.fill(DAYS, &path, &[("st-andrew", "yes"), ("summer", "yes")]).await.status, StatusCode::SEE_OTHER);
    let ours = calendar(it, it.group.id).await;
    assert!(ours.is_working(date(2026, 11, 30)) && ours.is_working(date(2027, 8, 2)) && !ours.is_working(date(2026, 12, 25)));
    administrator.fill(DAYS, &path, &[]).await;
    assert!(!calendar(it, it.group.id).await.is_working(date(2026, 11, 30)));
});

both!(a_member_reads_the_days_and_changes_nothing_and_a_reader_finds_nothing, start, |it| {
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    let page = member.get(DAYS).await;
    assert!(page.status == StatusCode::OK && !page.main().contains("Add these days"), "{}", page.main());
    for path in [DAYS.to_owned(), format!("{DAYS}/list"), format!("{DAYS}/bank-holidays")] {
        let reply = member.fill("/north-moor/members", &path, &[("from", "2027-04-06"), ("name", "x"), ("kind", "off")]).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
    }
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(DAYS).await.status, StatusCode::NOT_FOUND);
});
