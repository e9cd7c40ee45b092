//! Reminders: who gets one, when, and how often.

use axum::http::StatusCode;
use group::testing::TestApp;
use jiff::Timestamp;
use kernel::{both, schedule};

use crate::testing::{Chairs, start};

async fn at(it: &TestApp, instant: &str) -> usize {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    it.mails().iter().filter(|mail| mail.contains("Subject: A reminder")).count()
}

both!(an_owner_is_reminded_of_all_that_is_due_once_a_week_at_most, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.over("one").await;
    let _second = chairs.over("two").await;
    // Both are due on Friday 15 January: a week and a weekend before, on a working day from eight on.
    assert_eq!(at(it, "2027-01-05T12:00:00Z").await, 0);
    assert_eq!(at(it, "2027-01-06T07:59:00Z").await, 0);
    assert_eq!(at(it, "2027-01-06T08:31:00Z").await, 1);
    assert_eq!(at(it, "2027-01-06T12:00:00Z").await, 1);
    assert_eq!(at(it, "2027-01-12T12:00:00Z").await, 1);
    assert_eq!(at(it, "2027-01-13T12:00:00Z").await, 2);
    let mails = it.mails();
    let mail =
        mails.iter().find(|mail| mail.contains("Subject: A reminder from North Moor Interface Group: 2 open actions")).expect("a reminder");
    assert!(mail.contains("To: tunde.adeyemi@example.scot") && mail.contains("A-0001: Tell every ward (by 15 January 2027)"), "{mail}");
    // What is done is spoken of no more, and late is said kindly.
    let consultant = chairs.consultant.signed_in_again().await;
    let done = consultant
        .fill("/north-moor/actions/A-0001", "/north-moor/actions/A-0001/completion", &[("evidence", "All wards wrote back")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "meeting {number}");
    assert_eq!(at(it, "2027-01-23T12:00:00Z").await, 2, "not on a Saturday");
    assert_eq!(at(it, "2027-01-25T12:00:00Z").await, 3);
    let last = it.mails().pop().expect("a mail");
    assert!(last.contains("1 open action") && last.contains("A-0002") && last.contains("was planned for 15 January 2027"), "{last}");
});

both!(a_group_can_do_without_reminders_and_nobody_is_reminded_of_what_is_not_confirmed, start, |it| {
    let chairs = Chairs::of(it).await;
    let _open = chairs.decided("one").await;
    assert_eq!(at(it, "2027-01-15T12:00:00Z").await, 0);
    let _over = chairs.over("two").await;
    let rules = "/north-moor/meetings/rules";
    let set = async |days: &str| {
        let form = [
            ("quorum_gps", "1"),
            ("quorum_consultants", "1"),
            ("usual_start", "12:30"),
            ("usual_minutes", "90"),
            ("item_minutes", "15"),
            ("remind_days", days),
        ];
        chairs.administrator.signed_in_again().await.fill(rules, rules, &form).await
    };
    assert!(set("3").await.main().contains("Nobody is reminded more than once a week"));
    assert_eq!(set("0").await.status, StatusCode::SEE_OTHER);
    assert_eq!(at(it, "2027-01-18T12:00:00Z").await, 0);
    assert_eq!(set("14").await.status, StatusCode::SEE_OTHER);
    assert_eq!(at(it, "2027-01-18T12:40:00Z").await, 1);
    let list = chairs.consultant.signed_in_again().await.get("/north-moor/actions?show=late").await.main();
    assert!(list.contains("A-0002") && list.contains("Waiting longer than planned"), "{list}");
});

both!(an_owner_says_by_a_link_where_an_action_stands_without_signing_in, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    assert_eq!(at(it, "2027-01-06T12:00:00Z").await, 1);
    let mail = it.mails().pop().expect("a reminder").replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    assert!(mail.contains("A-0001: still on it, a new date"), "{mail}");
    let from = mail.find("/north-moor/actions/by-link/").expect("a link");
    let link = mail[from..].split(|c: char| !(c.is_ascii_alphanumeric() || "/-_.".contains(c))).next().expect("a link").to_owned();
    let visitor = it.visitor();
    let page = visitor.get(&format!("{link}?say=carried-forward")).await;
    assert_eq!((page.status, page.headers["referrer-policy"].to_str().ok()), (StatusCode::OK, Some("no-referrer")));
    assert!(page.main().contains("Where does it stand, Tunde Adeyemi?") && page.body.contains("<details open>"), "{}", page.main());
    let say = async |fields: &[(&str, &str)]| visitor.fill(&link, &link, fields).await;
    let wrong = say(&[("change", "carried-forward"), ("due", "2027-01-01"), ("words-carried-forward", "as typed")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("as typed"), "{}", wrong.main());
    let carried = [("change", "carried-forward"), ("due", "2027-02-01"), ("words-carried-forward", "Half of them wrote back")];
    assert!(say(&carried).await.main().contains("The log has the new day"));
    assert!(say(&carried).await.main().contains("The log has the new day"), "pressed twice, it is done once");
    let gp = chairs.gp.signed_in_again().await;
    let page = gp.get("/north-moor/actions/A-0001").await.main();
    assert!(page.contains("carried forward once") && page.contains("Half of them wrote back"), "{page}");
    // The link does no more than its three things, and nothing once the action is closed.
    let to = chairs.gp.id.to_string();
    let more = say(&[("change", "handed-over"), ("to", &to)]).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", more.main());
    let broken = format!("{}x", &link[..link.len() - 1]);
    assert_eq!(visitor.get(&broken).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get(&link.replace("/1.", "/2.")).await.status, StatusCode::NOT_FOUND);
    assert!(say(&[("change", "done"), ("evidence", "All of them wrote back")]).await.main().contains("Thank you"));
    let over = visitor.get(&link).await;
    assert!(over.status == StatusCode::OK && over.main().contains("waits for nobody") && !over.body.contains("<form"), "{}", over.main());
    assert!(gp.get("/north-moor/actions/A-0001").await.main().contains("Done 6 January 2027"));
});
