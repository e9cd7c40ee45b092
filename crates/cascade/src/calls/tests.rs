//! Calls for issues over HTTP: drafted, written, sent once, and what they bring; the theme calendar for the group and for everybody.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role, testing::TestApp};
use kernel::both;
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::{MONTHLY, WEEKLY, add, mails_to, network, start, tick, waiting};

const CALENDAR: &str = "/north-moor/themes/calendar";
const WEEKLY_ADDRESS: &str = "practice.matters@board.example";
const MONTHLY_ADDRESS: &str = "night.all@board.example";

/// A call drafted for the one meeting that is planned: the address of its page.
async fn drafted(chairs: &Chairs<'_>, number: i64) -> String {
    chairs.administrator.fill(CALENDAR, &format!("{CALENDAR}/{number}/call"), &[]).await.location().to_owned()
}

/// Saves the call as it stands, with another heading.
async fn write(chairs: &Chairs<'_>, call: &str, title: &str, until: &str) -> group::testing::Reply {
    let words = "Letters come late.\n\nTell us what happens to you.";
    let version = chairs.administrator.get(call).await.hidden("version").expect("a version");
    chairs.administrator.fill(call, call, &[("version", &version), ("title", title), ("words", words), ("until", until)]).await
}

/// Sends the call, to the networks whose place on the page and way are given.
async fn send(chairs: &Chairs<'_>, call: &str, ways: &[&str]) -> group::testing::Reply {
    let page = chairs.administrator.get(call).await;
    let version = page.hidden("version").expect("a version");
    let mut names: Vec<String> =
        page.body.split("<fieldset id=\"").skip(1).filter_map(|part| part.split('"').next()).map(str::to_owned).collect();
    names.truncate(ways.len());
    let mut fields = vec![("version", version.as_str())];
    fields.extend(names.iter().map(String::as_str).zip(ways.iter().copied()));
    chairs.administrator.fill(call, &format!("{call}/sending"), &fields).await
}

/// The same three after their sessions have run out.
async fn again<'a>(chairs: &Chairs<'a>) -> Chairs<'a> {
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

async fn until(it: &TestApp, instant: &str) {
    it.app.clock.set(instant.parse().expect("an instant"));
    tick(it).await;
}

both!(a_call_is_drafted_written_and_mailed_at_once_and_its_link_knows_the_theme, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let number = chairs.planned().await;
    let call = drafted(&chairs, number).await;
    assert_eq!(drafted(&chairs, number).await, call, "pressed twice, there is one");
    let page = chairs.administrator.get(&call).await;
    assert!(
        page.body.contains("On 14 December 2026 the group meets on one theme") && page.body.contains("what goes wrong?"),
        "{}",
        page.body
    );
    assert_eq!(write(&chairs, &call, "Discharge: tell us", "2026-12-01").await.location(), format!("{call}?saved"));
    assert_eq!(send(&chairs, &call, &["mail"]).await.location(), format!("{call}?sent"));
    it.work().await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert_eq!(mails.len(), 1);
    for words in [
        "Discharge: tell us",
        "For GPs and practice nurses:",
        "Letters come late.",
        "Tell us what happens to you.",
        "http://brig.test/north-moor/raise?from=",
    ] {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    let link = mails[0].split("http://brig.test").find(|part| part.starts_with("/north-moor/raise?from=")).expect("a link");
    let form = it.visitor().get(link.split(['"', '\n', '\r', ' ', '<']).next().expect("an address")).await.main();
    assert!(form.contains("The group is asking about") && form.contains("Anything else is welcome"), "{form}");
    assert!(!it.visitor().get("/north-moor/raise?from=nonsense").await.main().contains("is asking about"));
    let page = chairs.administrator.get(&call).await.main();
    assert!(
        page.contains("Practice Matters: mailed on 22 November 2026") && page.contains("Called for issues on 22 November 2026"),
        "{page}"
    );
    // Pressed once more by somebody whose page is old: nothing goes twice, and the words stay.
    let network = sql_network(it).await;
    let again =
        chairs.administrator.fill(CALENDAR, &format!("{call}/sending"), &[("version", "2"), (&format!("network-{network}"), "mail")]).await;
    assert_eq!(again.location(), format!("{call}?none"));
    let late =
        chairs.administrator.fill(CALENDAR, &call, &[("version", "2"), ("title", "x"), ("words", "y"), ("until", "2026-12-01")]).await;
    assert!(late.status == StatusCode::CONFLICT && late.main().contains("has gone out"), "{}", late.main());
    it.work().await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1);
});

async fn sql_network(it: &TestApp) -> uuid::Uuid {
    let row = kernel::sql("SELECT id FROM networks WHERE group_id = $1").bind(it.group.id).one(&it.app.db).await.expect("a network");
    row.get("id").expect("a key")
}

both!(a_call_goes_with_the_next_edition_and_not_with_one_that_comes_too_late, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &MONTHLY).await;
    add(&chairs, &WEEKLY).await;
    let call = drafted(&chairs, chairs.planned().await).await;
    write(&chairs, &call, "Discharge: tell us", "2026-11-28").await;
    // By name: the monthly one comes first, and out on 1 December.
    let late = send(&chairs, &call, &["edition", "edition"]).await;
    assert!(
        late.status == StatusCode::UNPROCESSABLE_ENTITY && late.main().contains("comes out on 1 December 2026, after the day"),
        "{}",
        late.main()
    );
    assert_eq!(send(&chairs, &call, &["", "edition"]).await.location(), format!("{call}?sent"));
    let page = chairs.administrator.get(&call).await.main();
    assert!(page.contains("Practice Matters: goes with its edition of 26 November 2026"), "{page}");
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("1 call for issues on 25 November 2026"));
    // Until it leaves its words can be mended.
    assert_eq!(write(&chairs, &call, "Discharge: tell us now", "2026-11-28").await.status, StatusCode::SEE_OTHER);
    until(it, "2026-11-25T11:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert_eq!(mails.len(), 1);
    for words in ["Copy for Practice Matters, out 26 November 2026: 1 call for issues", "Discharge: tell us now", "raise?from="] {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    let page = again(&chairs).await.administrator.get(&call).await.main();
    assert!(page.contains("Practice Matters: went with its edition on 25 November 2026"), "{page}");
    assert_eq!(mails_to(it, MONTHLY_ADDRESS).len(), 0);
    until(it, "2026-12-09T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1, "it went once");
});

both!(a_call_moves_along_with_the_deadline_of_its_edition_and_never_past_its_own_day, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let call = drafted(&chairs, chairs.planned().await).await;
    write(&chairs, &call, "Discharge: tell us", "2026-11-30").await;
    assert_eq!(send(&chairs, &call, &["edition"]).await.location(), format!("{call}?sent"));
    let here = waiting(&chairs, "Practice Matters").await;
    let to = async |closes: &'static str, out: &'static str| {
        let form = [("closes_on", closes), ("closes_time", "12:00"), ("out_on", out), ("why", "A holiday")];
        chairs.administrator.fill(&here, &format!("{here}/deadline"), &form).await
    };
    let late = to("2026-11-30", "2026-12-01").await;
    assert!(
        late.status == StatusCode::UNPROCESSABLE_ENTITY && late.main().contains("asks for reports by 30 November 2026"),
        "{}",
        late.main()
    );
    assert_eq!(to("2026-11-27", "2026-11-28").await.location(), format!("{here}?deadline"));
    let page = chairs.administrator.get(&call).await.main();
    assert!(page.contains("Practice Matters: goes with its edition of 28 November 2026"), "{page}");
    until(it, "2026-11-25T12:30:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0, "nothing leaves at the old deadline");
    until(it, "2026-11-27T11:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 1 && mails[0].contains("out 28 November 2026: 1 call for issues"), "{mails:?}");
    until(it, "2026-12-09T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1, "it went once");
});

both!(a_call_moves_along_when_its_networks_days_change, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let call = drafted(&chairs, chairs.planned().await).await;
    write(&chairs, &call, "Discharge: tell us", "2026-12-01").await;
    assert_eq!(send(&chairs, &call, &["edition"]).await.location(), format!("{call}?sent"));
    let mut form = [WEEKLY.to_vec(), vec![("version", "1")]].concat();
    form[5] = ("copy_day", "Friday");
    form[7] = ("out_day", "Saturday");
    let change = format!("/north-moor/cascade/networks/{}/change", network(&chairs, "Practice Matters").await);
    assert_eq!(chairs.administrator.fill(&change, &change, &form).await.location(), "/north-moor/cascade?changed");
    let page = chairs.administrator.get(&call).await.main();
    assert!(page.contains("Practice Matters: goes with its edition of 28 November 2026"), "{page}");
    until(it, "2026-11-25T12:30:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    for instant in ["2026-11-27T11:05:00Z", "2026-12-04T11:05:00Z"] {
        until(it, instant).await;
        let mails = mails_to(it, WEEKLY_ADDRESS);
        assert!(mails.len() == 1 && mails[0].contains("Discharge: tell us"), "{instant}: {mails:?}");
    }
});

both!(a_call_whose_meeting_is_cancelled_does_not_leave, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let number = chairs.planned().await;
    let call = drafted(&chairs, number).await;
    send(&chairs, &call, &["edition"]).await;
    let page = format!("/north-moor/meetings/{number}/details");
    chairs.administrator.fill(&page, &format!("/north-moor/meetings/{number}/cancellation"), &[]).await;
    until(it, "2026-11-25T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    let reply = again(&chairs).await.administrator.fill(CALENDAR, &format!("{call}/sending"), &[("version", "1")]).await;
    assert!(reply.status == StatusCode::CONFLICT && reply.main().contains("not to come any more"), "{}", reply.main());
});

both!(what_a_call_brought_is_shown_and_small_counts_to_the_group_only, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    chairs.triaged("before").await;
    it.app.clock.set("2026-11-24T09:00:00Z".parse().expect("an instant"));
    let chairs = again(&chairs).await;
    let call = drafted(&chairs, chairs.planned().await).await;
    send(&chairs, &call, &["mail"]).await;
    assert!(chairs.gp.get(CALENDAR).await.main().contains("The first week after it is not over yet"));
    for n in 0..6 {
        chairs.triaged(&format!("after {n}")).await;
    }
    it.app.clock.set("2026-12-01T09:00:00Z".parse().expect("an instant"));
    let chairs = again(&chairs).await;
    let page = chairs.gp.get(CALENDAR).await;
    assert!(page.main().contains("In the 8 weeks before the call, reports on this theme: 1. In the 1 week since: 6."), "{}", page.main());
    assert!(page.body.contains("class=\"chart\"") && page.main().contains("Since the call"), "{}", page.main());
    let theme = chairs.gp.get("/north-moor/themes/discharge").await.main();
    assert!(theme.contains("In the 1 week since: 6."), "{theme}");
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    let shown = member.get(CALENDAR).await;
    assert!(
        shown.main().contains("reports on this theme: fewer than 5. In the 1 week since: 6.") && !shown.body.contains("class=\"chart\""),
        "{}",
        shown.main()
    );
    // To everybody else it is not there, until the group says so.
    assert_ne!(it.visitor().get(CALENDAR).await.status, StatusCode::OK);
    let public = format!("{CALENDAR}/public");
    assert_eq!(chairs.administrator.fill(CALENDAR, &public, &[("public", "yes")]).await.location(), format!("{CALENDAR}?opened"));
    let open = it.visitor().get(CALENDAR).await;
    assert!(open.status == StatusCode::OK && open.main().contains("Monday 14 December 2026"), "{}", open.main());
    assert!(
        open.main().contains("fewer than 5") && !open.body.contains("class=\"chart\"") && !open.body.contains("/themes/calls/"),
        "{}",
        open.main()
    );
    assert_ne!(it.visitor().get("/south-firth/themes/calendar").await.status, StatusCode::OK, "another group has its own word");
    chairs.administrator.fill(CALENDAR, &public, &[("public", "no")]).await;
    assert_ne!(it.visitor().get(CALENDAR).await.status, StatusCode::OK);
});

both!(themes_are_changed_on_the_calendar_and_nobody_gets_a_mail_of_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let new = json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90 });
    let number = chairs.call("meetings", new).await["number"].clone();
    let mails = it.mails_after_work().await.len();
    let none = chairs.administrator.fill(CALENDAR, &format!("{CALENDAR}/{number}/call"), &[]).await;
    assert!(none.status == StatusCode::CONFLICT && none.main().contains("has no theme yet"), "{}", none.main());
    let path = format!("{CALENDAR}/{number}/theme");
    assert_eq!(
        chairs.administrator.fill(CALENDAR, &path, &[("version", "1"), ("theme", "prescribing")]).await.location(),
        format!("{CALENDAR}?saved")
    );
    assert!(chairs.gp.get(CALENDAR).await.body.contains("value=\"prescribing\" selected"));
    assert_eq!(it.mails_after_work().await.len(), mails, "nobody gets a mail of a theme");
    for (version, theme, status) in [("1", "discharge", StatusCode::CONFLICT), ("2", "nonsense", StatusCode::UNPROCESSABLE_ENTITY)] {
        let reply = chairs.administrator.fill(CALENDAR, &path, &[("version", version), ("theme", theme)]).await;
        assert_eq!(reply.status, status, "{}", reply.main());
    }
});

both!(what_cannot_be_asked_for_is_said_and_who_may_not_call_is_told, start, |it| {
    let chairs = Chairs::of(it).await;
    let call = drafted(&chairs, chairs.planned().await).await;
    for (title, day, message) in [
        ("", "2026-12-01", "Enter a heading"),
        ("Tell us", "soon", "Enter the day by which"),
        ("Tell us", "2026-11-01", "This day is over"),
        ("Tell us", "2027-01-01", "after the meeting"),
        ("0101011237", "2026-12-01", "CHI"),
    ] {
        let reply = write(&chairs, &call, title, day).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{message}: {}", reply.main());
        assert!(reply.body.contains("Tell us what happens to you."), "what was typed is still there");
    }
    write(&chairs, &call, "Mine", "2026-12-01").await;
    let fields = [("version", "1"), ("title", "Theirs"), ("words", "x"), ("until", "2026-12-01")];
    let other = chairs.gp.fill(&call, &call, &fields).await;
    assert!(other.status == StatusCode::CONFLICT && other.body.contains("Theirs"), "{}", other.main());
    assert!(chairs.gp.get(&call).await.main().contains("There is no network yet"));
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    let page = member.get(&call).await;
    assert!(page.status == StatusCode::OK && !page.main().contains("Save the call") && page.main().contains("Mine"), "{}", page.main());
    for path in
        [call.clone(), format!("{call}/sending"), format!("{CALENDAR}/public"), format!("{CALENDAR}/1/call"), format!("{CALENDAR}/1/theme")]
    {
        assert_eq!(member.fill("/north-moor/members", &path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    for path in [CALENDAR, &call] {
        assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(chairs.gp.get("/north-moor/themes/calls/nonsense").await.status, StatusCode::NOT_FOUND);
});
