//! Seats: given, changed, ended; who sat when.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::both;

use super::{super::*, MEMBERS, end, start};
use crate::permissions::Role;

const NEW: &str = "/north-moor/members/new";
const SHONA: [(&str, &str); 6] = [
    ("name", "Shona Galbraith"),
    ("email", "Shona.Galbraith@example.scot"),
    ("capacity", "nurse"),
    ("post", "Lead nurse"),
    ("from", "2026-11-01"),
    ("until", "2027-01-31"),
];

both!(a_seat_is_given_with_an_account_and_a_mail_that_holds_no_secret, start, |it| {
    let administrator = it.administrator().await;
    let blank = administrator.fill(NEW, NEW, &[]).await;
    for words in ["Enter their name", "Enter the address that they will sign in with", "Choose as what they sit"] {
        assert!(blank.main().contains(words), "{words}: {}", blank.main());
    }
    let given = administrator.fill(NEW, NEW, &[&SHONA[..], &[("capability-education", "yes")]].concat()).await;
    assert_eq!(given.location(), "/north-moor/members?added", "{}", given.main());
    let page = administrator.get(MEMBERS).await.main();
    assert!(page.contains("Shona Galbraith | Nurse") && page.contains("until 31 January 2027"), "{page}");
    assert!(page.contains("education and training"), "{page}");
    let mails = it.mails_after_work().await;
    let mail = mails.last().expect("a mail").replace("=\r\n", "");
    assert!(mail.contains("To: shona.galbraith@example.scot") && mail.contains("Nurse, until 31 January 2027"), "{mail}");
    assert!(mail.contains("http://brig.test/sign-in?next") && !mail.contains("/sign-in/link/"), "{mail}");
    // The same form sent twice gives one seat, and the second is told so.
    let twice = administrator.fill(NEW, NEW, &SHONA).await;
    assert!(twice.main().contains("sits in the group already"), "{}", twice.main());
    assert!(administrator.get("/north-moor/members/coverage").await.main().contains("Shona Galbraith, Nurse: 31 January 2027, in 70 days"));
    it.wait(SignedDuration::from_hours(24 * 80));
    let administrator = administrator.signed_in_again().await;
    assert!(administrator.get(MEMBERS).await.main().contains("term ran out on 31 January 2027"));
});

both!(days_that_cannot_be_are_said_at_their_field, start, |it| {
    let administrator = it.administrator().await;
    let wrong = |field, value| SHONA.iter().map(|(name, kept)| (*name, if *name == field { value } else { *kept })).collect::<Vec<_>>();
    for (field, value, words) in [
        ("from", "soon", "Enter a date, or leave it empty for today"),
        ("from", "2026-11-23", "Enter today or an earlier day"),
        ("until", "2026-10-31", "Enter a day that is not before the first"),
        ("until", "2099-10-31", "Enter a date within fifty years"),
        ("capacity", "king", "Choose as what they sit"),
        ("email", "nobody", "Enter an email address in the form"),
        ("post", "Ward of 0101011237", "could identify a patient"),
    ] {
        let reply = administrator.fill(NEW, NEW, &wrong(field, value)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        assert!(reply.main().contains(words) && reply.body.contains("Shona Galbraith"), "{words}: {}", reply.main());
    }
});

both!(what_somebody_was_stays_in_the_history_and_a_day_shows_who_sat, start, |it| {
    let (administrator, member) = (it.administrator().await, it.member().await);
    let here = format!("{MEMBERS}/{}", member.id);
    it.wait(SignedDuration::from_hours(24 * 30));
    let administrator = administrator.signed_in_again().await;
    let seat = [("capacity", "consultant-co-chair"), ("post", "Consultant"), ("from", "2026-12-10"), ("until", "")];
    let page = administrator.get(&here).await;
    let seen = page.hidden("seen").expect("what was seen");
    let changed = administrator.fill(&here, &here, &[&seat[..], &[("seen", &seen)]].concat()).await;
    assert_eq!(changed.location(), "/north-moor/members?changed", "{}", changed.main());
    // Whoever saw the seat before that is told what it is now.
    let late = administrator.fill(&here, &here, &[&seat[..], &[("seen", &seen)]].concat()).await;
    assert!(late.status == StatusCode::CONFLICT && late.main().contains("Consultant co-chair since 10 December 2026"), "{}", late.main());
    let before = administrator.get("/north-moor/members/history?on=2026-12-09").await.main();
    assert!(before.contains("Wei Zhang | Consultant member") && before.contains("0 GPs and 1 consultant."), "{before}");
    let after = administrator.get("/north-moor/members/history?on=2026-12-10").await.main();
    assert!(after.contains("Wei Zhang | Consultant co-chair") && !after.contains("Consultant member"), "{after}");
    assert!(administrator.get("/north-moor/members/history?on=2026-11-21").await.main().contains("Nobody sat in the group then."));
    // Who leaves has no way in any more, and is in the history.
    end(it, &administrator, member.id, "2026-12-20").await.expect("it ends");
    let member = member.signed_in_again().await;
    assert_eq!(member.get(MEMBERS).await.status, StatusCode::NOT_FOUND);
    let all = administrator.get("/north-moor/members/history").await.main();
    assert!(all.contains("22 November 2026 to 9 December 2026") && all.contains("10 December 2026 to 20 December 2026"), "{all}");
    assert!(administrator.get("/north-moor/members/history?on=2026-12-20").await.main().contains("Wei Zhang"));
    assert!(!administrator.get("/north-moor/members/history?on=2026-12-21").await.main().contains("Wei Zhang"));
    // And may come back.
    let again = [("name", "Wei Zhang"), ("email", "wei.zhang@example.scot"), ("capacity", "consultant"), ("from", "2026-12-15")];
    let early = administrator.fill(NEW, NEW, &again).await;
    assert!(early.main().contains("They sat in the group until 20 December 2026 before"), "{}", early.main());
    let back = administrator.fill(NEW, NEW, &[&again[..3], &[("from", "2026-12-20")]].concat()).await;
    assert_eq!(back.location(), "/north-moor/members?added", "{}", back.main());
    let on = administrator.get("/north-moor/members/history?on=2026-12-20").await.main();
    assert_eq!(on.matches("Wei Zhang").count(), 1, "{on}");
});

both!(a_first_day_that_was_wrong_is_put_right, start, |it| {
    let (administrator, member) = (it.administrator().await, it.member().await);
    let here = format!("{MEMBERS}/{}", member.id);
    let seat = [("capacity", "consultant"), ("post", "Biochemist"), ("from", "2024-03-01"), ("until", "2027-02-28")];
    let page = administrator.get(&here).await;
    let seen = page.hidden("seen").expect("what was seen");
    let changed = administrator.fill(&here, &here, &[&seat[..], &[("seen", &seen)]].concat()).await;
    assert_eq!(changed.location(), "/north-moor/members?changed", "{}", changed.main());
    assert!(administrator.get("/north-moor/members/history?on=2024-03-01").await.main().contains("Biochemist"));
});

both!(a_side_has_one_co_chair_and_the_former_may_stay_as_a_member, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let new = [("name", "Callum Reid"), ("email", "callum.reid@example.scot"), ("capacity", "gp-co-chair")];
    let refused = administrator.fill(NEW, NEW, &new).await;
    assert!(refused.main().contains("Ailsa Munro is the GP co-chair. Tick below"), "{}", refused.main());
    let mut tx = it.app.begin().await.expect("a transaction");
    let person = crate::people::NewPerson { name: "A B".into(), email: "a.b@example.scot".into(), operator: false };
    let person = crate::people::invite(&it.app, &mut tx, person).await.expect("an account").id;
    let second = NewSeat { person, role: Role::CoChair, side: Side::Gp, core: true, post: String::new() };
    assert!(seat(&it.app, &mut tx, &it.group, second).await.is_err(), "the operator gives no second one either");
    drop(tx);
    let given = administrator.fill(NEW, NEW, &[&new[..], &[("former", "stays")]].concat()).await;
    assert_eq!(given.location(), "/north-moor/members?added", "{}", given.main());
    let page = gp.get(MEMBERS).await.main();
    assert!(page.contains("Callum Reid | GP co-chair") && page.contains("Ailsa Munro | GP member"), "{page}");
    assert_eq!(gp.get(NEW).await.status, StatusCode::FORBIDDEN, "who was co-chair no longer keeps the membership");
});

both!(the_last_administrator_stays_and_members_keep_no_seats, start, |it| {
    let (administrator, member) = (it.administrator().await, it.member().await);
    let refused = end(it, &administrator, administrator.id, "2026-11-22").await.expect_err("the last one");
    assert!(refused.to_string().contains("only administrator"), "{refused}");
    let here = format!("{MEMBERS}/{}", administrator.id);
    let changed = administrator.fill(&here, &here, &[("capacity", "manager"), ("from", "2026-11-22"), ("seen", "x")]).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert_eq!(member.get(NEW).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.get(&here).await.status, StatusCode::FORBIDDEN);
    assert!(end(it, &member, member.id, "2026-11-22").await.is_err());
    for wrong in ["2026-11-23", "2026-11-21"] {
        assert!(end(it, &administrator, member.id, wrong).await.is_err(), "{wrong}");
    }
    let other = it.persona("Second Administrator", Role::Administrator, Side::Other).await;
    end(it, &other, administrator.id, "2026-11-22").await.expect("now there is another");
});

both!(the_register_is_a_file_in_which_nothing_is_a_formula, start, |it| {
    let administrator = it.administrator().await;
    let formula = [("name", "=cmd|x"), ("email", "c@example.scot"), ("capacity", "lay"), ("post", "Lay member, \"Moor\"")];
    administrator.fill(NEW, NEW, &formula).await;
    let file = administrator.get("/north-moor/members.csv").await;
    assert!(file.headers["content-disposition"].to_str().expect("plain").contains("members.csv"));
    assert!(file.body.starts_with("\u{feff}Name,Email,In the group"), "{}", file.body);
    assert!(
        file.body.contains("\r\n'=cmd|x,c@example.scot,Lay member,Other,no,\"Lay member, \"\"Moor\"\"\",2026-11-22,,"),
        "{}",
        file.body
    );
    let past = administrator.get("/north-moor/members/history.csv").await;
    assert!(past.body.contains("'=cmd|x,Lay member,Other,no"), "{}", past.body);
    let member = it.member().await;
    for path in ["/north-moor/members.csv", "/north-moor/members/history.csv"] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN);
    }
});

both!(a_renewed_term_leaves_the_one_before_in_the_history, start, |it| {
    let administrator = it.administrator().await;
    administrator.fill(NEW, NEW, &SHONA).await;
    it.wait(SignedDuration::from_hours(24 * 80));
    let administrator = administrator.signed_in_again().await;
    let page = administrator.get(MEMBERS).await;
    let seat = page
        .body
        .split("<a href=\"")
        .find(|rest| rest.contains(">Shona Galbraith<"))
        .and_then(|rest| rest.split_once('"'))
        .expect("a link")
        .0;
    let fields = [("capacity", "nurse"), ("post", "Nurse consultant"), ("from", "2027-02-01"), ("until", "2028-01-31")];
    let saw = administrator.get(seat).await.hidden("seen").expect("what is stored");
    let renewed = administrator.fill(seat, seat, &[&fields[..], &[("seen", &saw)]].concat()).await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.main());
    let then = administrator.get("/north-moor/members/history?on=2026-12-01").await.main();
    assert!(then.contains("Shona Galbraith") && then.contains("Lead nurse"), "{then}");
    // A day that is left empty stays as it is.
    let saw = administrator.get(seat).await.hidden("seen").expect("what is stored");
    let fields = [("capacity", "nurse"), ("post", "Nurse consultant"), ("from", ""), ("until", "2028-06-30"), ("seen", saw.as_str())];
    administrator.fill(seat, seat, &fields).await;
    assert!(administrator.get(seat).await.body.contains("value=\"2027-02-01\""));
});
