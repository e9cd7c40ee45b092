//! Who leaves hands over what they own, in one step, or says that nobody holds it.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::{both, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

fn departure(person: uuid::Uuid) -> String {
    format!("/north-moor/members/{person}/departure")
}

both!(a_seat_ends_once_each_action_has_somebody_and_all_of_it_at_once, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    chairs.over("two").await;
    let wei = it.member().await;
    let leave = departure(chairs.consultant.id);
    let page = chairs.administrator.get(&leave).await.main();
    assert!(page.contains("Tunde Adeyemi owns 2 open actions.") && page.contains("A-0001: Tell every ward"), "{page}");
    let to = wei.id.to_string();
    let half = chairs.administrator.fill(&leave, &leave, &[("owner-1", &to), ("last_on", "2026-11-22")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.main().contains("Choose who takes A-0002, or that nobody holds it"), "{}", half.main());
    let log = chairs.administrator.get("/north-moor/actions").await.main();
    assert!(!log.contains("| Wei Zhang"), "nothing is handed over by half: {log}");
    let late = chairs.administrator.fill(&leave, &leave, &[("owner-1", &to), ("owner-2", "nobody"), ("last_on", "2026-11-23")]).await;
    assert!(late.main().contains("Enter today or an earlier day"), "{}", late.main());
    assert!(late.body.contains(&format!("<option value=\"{to}\" selected>")), "what was chosen is still there: {}", late.body);
    let left = chairs.administrator.fill(&leave, &leave, &[("owner-1", &to), ("owner-2", "nobody"), ("last_on", "2026-11-22")]).await;
    assert_eq!(left.location(), "/north-moor/members?ended", "{}", left.main());
    let log = chairs.administrator.get("/north-moor/actions").await.main();
    assert!(log.contains("A-0001 | Tell every ward | Wei Zhang"), "{log}");
    assert!(log.contains("A-0002 | Tell every ward | Tunde Adeyemi, who has left: nobody holds it"), "{log}");
    assert_eq!(chairs.consultant.get("/north-moor/actions").await.status, StatusCode::NOT_FOUND);
    let mails = it.mails_after_work().await;
    let told: Vec<_> = mails.iter().filter(|mail| mail.contains("1 action handed to you")).collect();
    assert!(told.len() == 1 && told[0].contains("To: wei.zhang@example.scot") && told[0].contains("A-0001"), "{told:?}");
    // Nobody is reminded who has no seat.
    it.app.clock.set("2027-01-06T12:00:00Z".parse().expect("an instant"));
    schedule::tick(&it.app).await.expect("a tick");
    let mails = it.mails_after_work().await;
    let reminded: Vec<_> = mails.iter().filter(|mail| mail.contains("Subject: A reminder")).collect();
    assert!(reminded.len() == 1 && reminded[0].contains("To: wei.zhang@example.scot"), "{reminded:?}");
    // What nobody holds is given to somebody later.
    let administrator = chairs.administrator.signed_in_again().await;
    let over = format!("/north-moor/members/{}/handover", chairs.consultant.id);
    assert!(administrator.get("/north-moor/actions/A-0002").await.body.contains(&over));
    administrator.fill(&over, &over, &[("owner-2", &to)]).await;
    assert!(administrator.get("/north-moor/actions").await.main().contains("A-0002 | Tell every ward | Wei Zhang"));
    assert_eq!(administrator.get(&over).await.status, StatusCode::NOT_FOUND, "who has left and owns nothing is not there");
});

both!(handing_over_what_was_read_back_asks_both_sides_again, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("Letters come late").await;
    let wei = it.member().await;
    let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
    assert_eq!(chairs.gp.api(Method::POST, &call, None).await.status, StatusCode::OK);
    let over = format!("/north-moor/members/{}/handover", chairs.consultant.id);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    let wrong = chairs.administrator.fill(&over, &over, &[("owner-1", &elsewhere.id.to_string())]).await;
    assert!(wrong.main().contains("Choose somebody who sits in the group"), "{}", wrong.main());
    let given = chairs.administrator.fill(&over, &over, &[("owner-1", &wei.id.to_string())]).await;
    assert_eq!(given.location(), "/north-moor/actions");
    let page = chairs.gp.get(&format!("/north-moor/meetings/{number}/read-back")).await.main();
    assert!(page.contains("Neither side yet") && page.contains("Wei Zhang"), "{page}");
});

both!(handing_over_and_leaving_are_for_those_who_keep_the_membership, start, |it| {
    let chairs = Chairs::of(it).await;
    let member = it.member().await;
    for path in [departure(member.id), format!("/north-moor/members/{}/handover", member.id)] {
        assert_eq!(member.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(chairs.gp.get(&path).await.status, StatusCode::OK, "{path}");
        let other = path.replace("north-moor", "south-firth");
        assert_eq!(chairs.gp.get(&other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
    let alone = departure(chairs.administrator.id);
    let refused = chairs.gp.fill(&alone, &alone, &[("last_on", "2026-11-22")]).await;
    assert!(refused.status == StatusCode::CONFLICT && refused.main().contains("only administrator"), "{}", refused.main());
});

both!(a_meeting_says_who_is_expected_until_attendance_is_taken, start, |it| {
    let chairs = Chairs::of(it).await;
    it.member().await;
    let number = chairs.planned().await;
    let here = format!("/north-moor/meetings/{number}");
    assert!(chairs.gp.get(&here).await.main().contains("Expected: 1 GP and 2 consultants (no apologies so far)."));
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": [], "apologies": ["Ailsa Munro"] })).await;
    let page = chairs.gp.get(&here).await.main();
    assert!(page.contains("Expected: 0 GPs and 2 consultants (1 apology). To decide, the group needs 1 GP and 1 consultant."), "{page}");
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    assert!(!chairs.gp.get(&here).await.main().contains("Expected:"));
});

both!(who_acts_for_a_co_chair_turns_the_key_until_the_day_and_the_paper_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    let (one, two) = (it.member().await, it.persona("Omar Haddad", Role::Member, Side::Consultant).await);
    let number = chairs.decided("Letters come late").await;
    let leave = departure(chairs.consultant.id);
    let to = one.id.to_string();
    chairs.administrator.fill(&leave, &leave, &[("owner-1", &to), ("last_on", "2026-11-22")]).await;
    let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
    assert_eq!(one.api(Method::POST, &call, None).await.status, StatusCode::FORBIDDEN);
    let members = "/north-moor/members";
    let named = two.fill(members, "/north-moor/members/acting", &[("person", &to), ("until", "2026-11-24")]).await;
    assert_eq!(named.location(), "/north-moor/members?acting", "{}", named.main());
    assert_eq!(one.api(Method::POST, &call, None).await.status, StatusCode::OK);
    let page = chairs.gp.get(&format!("/north-moor/meetings/{number}/read-back")).await.main();
    assert!(page.contains("Wei Zhang, for the Consultant co-chair"), "{page}");
    // The day after, the key is theirs no more.
    it.wait(jiff::SignedDuration::from_hours(72));
    assert_eq!(one.api(Method::POST, &call, None).await.status, StatusCode::FORBIDDEN);
});
