//! The year's meetings over HTTP: proposed, moved off holidays, changed by hand, planned once.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role, testing::Reply};
use kernel::{both, sql};

use super::{YearRules, store};
use crate::testing::{Chairs, start};

const YEAR: &str = "/north-moor/meetings/year";
const ASKED: &str = "/north-moor/meetings/year?year=2027&rhythm=every+second+month%2C+first+Monday%2C+12%3A30%2C+90+minutes";
const RHYTHM: &str = "every second month, first Monday, 12:30, 90 minutes";

/// The days of the table's rows, as they stand in their fields.
fn days(reply: &Reply) -> Vec<String> {
    let value = |at: usize| {
        let field = reply.body.split(&format!("id=\"day-{at}\"")).nth(1)?;
        Some(field.split("value=\"").nth(1)?.split('"').next()?.to_owned())
    };
    (0..60).map_while(value).collect()
}

/// What is typed where nothing of the table is changed.
fn form(rows: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let common = [
        ("year", "2027"),
        ("rhythm", RHYTHM),
        ("common", "yes"),
        ("start", "12:30"),
        ("minutes", "90"),
        ("place", "Room 4"),
        ("link", "https://meet.example/us"),
    ];
    let mut fields: Vec<(String, String)> = common.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (at, (usual, day, theme)) in rows.iter().enumerate() {
        for (name, value) in [("plan", "yes"), ("usual", usual), ("day", day), ("theme", theme)] {
            fields.push((format!("{name}-{at}"), value.to_owned()));
        }
    }
    fields
}

async fn send(chairs: &Chairs<'_>, fields: &[(String, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    chairs.administrator.fill(YEAR, YEAR, &fields).await
}

async fn planned(it: &group::testing::TestApp) -> Vec<String> {
    let rows = sql("SELECT held_on FROM meetings WHERE group_id = $1 ORDER BY held_on, number").bind(it.group.id).all(&it.app.db).await;
    rows.expect("meetings").iter().map(|row| row.get::<jiff::civil::Date>("held_on").expect("a day").to_string()).collect()
}

both!(the_year_is_proposed_moved_off_holidays_and_planned_once, start, |it| {
    let chairs = Chairs::of(it).await;
    let page = chairs.administrator.get(ASKED).await;
    // The first Mondays of January, March and so on. That of May is a holiday, and so a week earlier; that of January, and the
    // Monday before it, are off as well.
    let proposed = ["2027-01-11", "2027-03-01", "2027-04-26", "2027-07-05", "2027-09-06", "2027-11-01"];
    let first = days(&page);
    assert_eq!(first, proposed, "{}", page.main());
    assert!(page.main().contains("3 May 2027 is Early May bank holiday, so a week earlier"), "{}", page.main());
    let rows: Vec<(&str, &str, &str)> = first.iter().map(|day| (day.as_str(), day.as_str(), "discharge")).collect();
    let fields = form(&rows);
    assert!(send(&chairs, &fields).await.headers["location"].to_str().expect("an address").contains("planned=6.0"));
    assert_eq!(planned(it).await, first);
    let again = send(&chairs, &fields).await;
    assert!(again.headers["location"].to_str().expect("an address").contains("planned=0.6"), "pressed twice, planned once");
    assert_eq!(planned(it).await, first);
    let page = chairs.administrator.get(ASKED).await;
    assert!(days(&page).is_empty() && page.main().contains("Every meeting of this time stands already"), "{}", page.main());
    assert_eq!(it.mails_after_work().await.len(), 0, "nobody asked for invitations");
    let shown = chairs.gp.get("/north-moor/meetings/1").await;
    assert!(shown.main().contains("12:30pm to 2:00pm") && shown.main().contains("Room 4, and online"), "{}", shown.main());
});

both!(the_hour_stays_the_same_across_the_clock_change, start, |it| {
    let chairs = Chairs::of(it).await;
    send(&chairs, &form(&[("2027-03-22", "2027-03-22", ""), ("2027-04-05", "2027-04-05", "")])).await;
    let entry = async |number: i64| chairs.gp.get(&format!("/north-moor/meetings/{number}/meeting.ics")).await.body;
    assert!(
        entry(1).await.contains("TZID=Europe/London:20270322T123000") && entry(2).await.contains("TZID=Europe/London:20270405T123000"),
        "half past twelve, by the wall"
    );
});

both!(rows_are_changed_by_hand_and_a_fault_in_one_plans_none, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.planned().await;
    for (rows, message) in [
        (vec![("2027-01-04", "soon", "")], "Enter the day of the meeting"),
        (vec![("2027-01-04", "2026-11-02", "")], "This day is not ahead"),
        (vec![("2027-01-04", "2027-01-11", ""), ("2027-03-01", "2027-01-11", "")], "Two of the rows have this day"),
        (vec![("2027-01-04", "2026-12-16", ""), ("2027-03-01", "2027-03-01", "")], "A meeting is already planned for 14 December 2026"),
        (vec![("2027-01-04", "2027-01-11", "nonsense")], "Choose one of the group"),
    ] {
        let reply = send(&chairs, &form(&rows)).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{message}: {}", reply.main());
        assert!(reply.body.contains(&format!("value=\"{}\"", rows[0].1)), "what was typed is still there");
        assert_eq!(planned(it).await.len(), 1, "{message}: none is planned");
    }
    let mut wrong = form(&[("2027-01-04", "2027-01-11", ""), ("2027-03-01", "2027-03-01", "")]);
    wrong.retain(|(name, _)| name != "link");
    wrong.push(("link".into(), "our Teams".into()));
    let reply = send(&chairs, &wrong).await;
    assert_eq!(reply.main().matches("Paste the whole address").count(), 2, "said once above and once at its field: {}", reply.main());
    // A row without its tick is left out.
    let mut fields = form(&[("2027-01-04", "2027-01-11", ""), ("2027-03-01", "2027-03-02", "")]);
    fields.retain(|(name, _)| name != "plan-0");
    assert_eq!(send(&chairs, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(planned(it).await, ["2026-12-14", "2027-03-02"]);
});

both!(of_a_weekly_group_one_more_is_planned_between_those_that_stand, start, |it| {
    let chairs = Chairs::of(it).await;
    send(&chairs, &form(&[("2027-01-12", "2027-01-12", ""), ("2027-01-19", "2027-01-19", ""), ("2027-02-02", "2027-02-02", "")])).await;
    assert_eq!(send(&chairs, &form(&[("2027-01-26", "2027-01-26", "")])).await.status, StatusCode::SEE_OTHER);
    let near = send(&chairs, &form(&[("2027-02-09", "2027-02-04", "")])).await;
    assert!(near.main().contains("A meeting is already planned for 2 February 2027"), "{}", near.main());
});

both!(the_group_says_where_meetings_go_and_which_themes_take_turns, start, |it| {
    let chairs = Chairs::of(it).await;
    let rules = "/north-moor/meetings/year/rules";
    let fields =
        [("moves", "next-working-day"), ("turn-prescribing", "1"), ("turn-discharge", "2"), ("turn-nonsense", "3"), ("turn-it", "")];
    assert_eq!(chairs.administrator.fill(YEAR, rules, &fields).await.status, StatusCode::SEE_OTHER);
    let kept = store::rules(&it.app.db, it.group.id).await.expect("rules");
    assert_eq!((kept.moves.key(), kept.turns), ("next-working-day", vec!["prescribing".to_owned(), "discharge".to_owned()]));
    assert_eq!(store::rules(&it.app.db, it.other.id).await.expect("rules"), YearRules::default(), "another group has its own");
    let page = chairs.administrator.get(ASKED).await;
    assert_eq!(days(&page)[2], "2027-05-04", "the next working day: {}", page.main());
    let chosen: Vec<&str> =
        page.body.split("<select id=\"theme-").skip(1).filter_map(|row| row.split(" selected").next()?.rsplit('"').nth(1)).collect();
    assert_eq!(chosen[..3], ["prescribing", "discharge", "prescribing"]);
    for (moves, turn, message) in
        [("sideways", "1", "Choose where such a meeting goes"), ("week-later", "first", "Enter a number from 1 to 99")]
    {
        let reply = chairs.administrator.fill(YEAR, rules, &[("moves", moves), ("turn-prescribing", turn)]).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{}", reply.main());
    }
    // A theme that becomes part of another gives it its turn, or gives it up where that has one.
    let merge = "/north-moor/themes/prescribing/merger";
    chairs.administrator.fill("/north-moor/themes/prescribing/edit", merge, &[("into", "discharge")]).await;
    assert_eq!(store::rules(&it.app.db, it.group.id).await.expect("rules").turns, ["discharge"]);
});

both!(the_group_s_own_days_are_avoided, start, |it| {
    let chairs = Chairs::of(it).await;
    let days_off = "/north-moor/days-off";
    let fields = [("name", "School holidays"), ("from", "2027-07-01"), ("to", "2027-07-09"), ("kind", "work")];
    chairs.administrator.fill(days_off, days_off, &fields).await;
    let page = chairs.administrator.get(ASKED).await;
    assert_eq!(days(&page)[3], "2027-06-28");
    assert!(page.main().contains("5 July 2027 is School holidays, so a week earlier"), "{}", page.main());
});

both!(a_rhythm_that_cannot_be_read_is_said_and_without_terms_it_is_asked_for, start, |it| {
    let chairs = Chairs::of(it).await;
    let page = chairs.administrator.get(YEAR).await;
    assert!(page.main().contains("The terms in force do not say how often the group meets"), "{}", page.main());
    let page = chairs.administrator.get(&format!("{YEAR}?rhythm=whenever+it+suits")).await;
    assert!(page.status == StatusCode::OK && page.main().contains("We do not know what"), "{}", page.main());
    let page = chairs.administrator.get(&format!("{YEAR}?rhythm=every+month")).await;
    assert!(page.main().contains("say the day as well"), "{}", page.main());
    let page = chairs.administrator.get(&format!("{YEAR}?rhythm=every+week+on+a+Tuesday&year=1066")).await;
    assert!((50..=53).contains(&days(&page).len()), "{}", days(&page).len());
});

both!(who_does_not_plan_meetings_is_told_so_and_a_reader_finds_nothing, start, |it| {
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    assert_eq!(member.get(YEAR).await.status, StatusCode::FORBIDDEN);
    for path in [YEAR.to_owned(), format!("{YEAR}/rules")] {
        assert_eq!(
            member.fill("/north-moor/members", &path, &[("moves", "week-later"), ("plan-0", "yes")]).await.status,
            StatusCode::FORBIDDEN
        );
    }
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(YEAR).await.status, StatusCode::NOT_FOUND);
});
