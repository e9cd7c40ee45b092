//! Each outcome: what it needs, where the issue goes, what its reporter reads.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use kernel::{both, sql};
use serde_json::{Value as Json, json};

use super::{ISSUE, TRIAGE, consultant, entry, raise, raised, start, view};

const CALL: &str = "/api/v1/north-moor/issues/NM-0001/triage";

fn body(more: &Json) -> Option<Json> {
    let mut body = json!({ "theme": "discharge", "group_title": "Late letters", "group_text": "Letters take weeks." });
    for (name, value) in more.as_object().expect("fields") {
        body[name] = value.clone();
    }
    Some(body)
}

both!(what_both_send_elsewhere_is_told_with_reason_and_signpost, start, |it| {
    let follow = raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let out = json!({ "outcome": "out", "out_reason": "It is a complaint", "signpost": "complaint" });
    assert_eq!(view(&gp, "NM-0001", out.clone()).await, json!("new"));
    let page = consultant.get(TRIAGE).await.main();
    assert!(page.contains("it belongs elsewhere: It is a complaint (signpost: A complaint)"), "{page}");
    assert!(page.contains("This group cannot take it further: it is a complaint."), "what goes is shown before it goes: {page}");
    assert_eq!(view(&consultant, "NM-0001", out).await, json!("out"));
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("cannot take it further: it is a complaint.") && told.contains("answered by the complaints team"), "{told}");
    assert!(told.contains("Agreed by both sides: it belongs elsewhere") && !told.contains("What happens next"), "{told}");
    let waited = sql("SELECT days, n FROM issue_waits").one(&it.app.db).await.expect("a wait");
    assert_eq!((waited.get::<i64>("days").expect("days"), waited.get::<i64>("n").expect("n")), (0, 1), "it is a first answer");
});

both!(an_outcome_without_what_it_needs_settles_nothing, start, |it| {
    raised(it).await;
    let gp = it.gp_co_chair().await;
    for (wrong, field) in [
        (json!({ "outcome": "shelve" }), "outcome"),
        (json!({ "outcome": "fix-now" }), "contact"),
        (json!({ "outcome": "fix-now", "contact": "Nobody's office" }), "contact"),
        (json!({ "outcome": "delegate", "date": "2026-12-18" }), "forum"),
        (json!({ "outcome": "delegate", "forum": "The formulary group", "date": "2026-11-22" }), "date"),
        (json!({ "outcome": "answered", "agreement": 7 }), "agreement"),
        (json!({ "outcome": "out", "out_reason": "We are tired" }), "out_reason"),
        (json!({ "outcome": "out", "out_reason": "It is a complaint", "signpost": "nowhere" }), "signpost"),
        (json!({ "outcome": "group", "priority": { "harm": 4, "reach": 0, "fixable": 0, "both_sides": 0 } }), "harm"),
        (json!({ "outcome": "group", "theme": "" }), "theme"),
        (json!({ "outcome": "interim", "group_title": "" }), "title"),
        (json!({ "outcome": "group", "reason": "As for 010101 1237" }), "reason"),
        (json!({ "outcome": "watch", "words": "CHI 010101 1237" }), "words"),
    ] {
        let refused = gp.api(Method::POST, CALL, body(&wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.body.contains(&format!("\"{field}\"")), "{wrong}: {}", refused.body);
    }
    let kept = sql("SELECT COUNT(*) AS n FROM side_views").one(&it.app.db).await.expect("a count");
    assert_eq!(kept.get::<i64>("n").expect("n"), 0);
});

both!(a_service_is_asked_once_both_sides_say_so, start, |it| {
    let administrator = it.administrator().await;
    let contact = entry(it, &administrator).await;
    let follow = raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let by_name = json!({ "outcome": "fix-now", "contact": "letters office", "question": "Can the template say it?" });
    assert_eq!(view(&gp, "NM-0001", by_name).await, json!("new"));
    assert!(!it.mails_after_work().await.iter().any(|mail| mail.contains("moira@kilbrae.example")), "one side asks nobody");
    let by_key = json!({ "outcome": "fix-now", "contact": contact, "question": "Can the template say it?" });
    assert_eq!(view(&consultant, "NM-0001", by_key).await, json!("with-service"), "the same entry by its key is the same");
    let mails = it.mails_after_work().await;
    let asked: Vec<_> = mails.iter().filter(|mail| mail.contains("moira@kilbrae.example")).collect();
    assert_eq!(asked.len(), 1);
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("We have asked Letters office to look at it"), "{told}");
});

both!(a_forum_is_asked_and_its_issue_can_be_taken_up_again, start, |it| {
    let administrator = it.administrator().await;
    let contact = entry(it, &administrator).await;
    let script = it.persona("Iain Petrie", group::permissions::Role::Member, group::membership::Side::Other).await;
    let reporter = json!({ "text": "Letters come late.", "known": "named", "name": "Moira Gunn", "email": "moira.gunn@example.scot" });
    let follow = raise(&script, reporter).await;
    it.work().await;
    it.wait(SignedDuration::from_hours(24));
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let forum = json!({ "outcome": "delegate", "contact": contact, "date": "2026-12-18" });
    view(&gp, "NM-0001", forum.clone()).await;
    assert_eq!(view(&consultant, "NM-0001", forum).await, json!("delegated"));
    let mails = it.mails_after_work().await;
    let asked = mails.iter().find(|mail| mail.contains("To: moira@kilbrae.example")).expect("a mail to the forum");
    assert!(asked.contains("Letters take weeks.") && asked.contains("18 December 2026"), "{asked}");
    assert!(!asked.contains("Gunn") && !asked.contains("Letters come late"), "{asked}");
    let told = mails.iter().find(|mail| mail.contains("To: moira.gunn@example.scot") && mail.contains("Another forum is asked"));
    assert!(told.expect("a mail to the reporter").contains("Letters office looks after this"));
    assert!(it.visitor().get(&follow).await.main().contains("Letters office looks after this"));
    let administrator = administrator.signed_in_again().await;
    let page = administrator.get(TRIAGE).await.main();
    assert!(page.contains("It stands at: With another forum."), "{page}");
    assert_eq!(administrator.fill(TRIAGE, &format!("{ISSUE}/taken-up"), &[]).await.location(), format!("{ISSUE}?taken-up"));
    assert!(gp.get(TRIAGE).await.main().contains("The GP co-chair has not given a view yet."));
    let past = sql("SELECT COUNT(*) AS n FROM side_views WHERE past = 1").one(&it.app.db).await.expect("a count");
    assert_eq!(past.get::<i64>("n").expect("n"), 2, "what both sides said is kept");
    let again = administrator.fill(TRIAGE, &format!("{ISSUE}/taken-up"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let out = json!({ "outcome": "out", "out_reason": "It was decided already" });
    view(&gp, "NM-0001", out.clone()).await;
    assert_eq!(view(&consultant, "NM-0001", out).await, json!("out"), "a second round settles as the first");
    let waits = sql("SELECT n FROM issue_waits").all(&it.app.db).await.expect("waits");
    assert_eq!(waits.len(), 1, "only the first answer is a first answer");
});

both!(a_difference_stands_with_both_reasons_and_goes_to_the_meeting, start, |it| {
    let follow = raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let page = gp.get(TRIAGE).await;
    assert_eq!(
        gp.post(TRIAGE, &[("forgery", &page.hidden("forgery").expect("a token")), ("how", "meeting")]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(gp.fill(TRIAGE, TRIAGE, &[("how", "same")]).await.status, StatusCode::CONFLICT, "there is nothing to say the same as");
    view(&gp, "NM-0001", json!({ "outcome": "watch", "reason": "Nobody else has said it" })).await;
    let numbers = json!({ "harm": 3, "reach": 0, "fixable": 1, "both_sides": 1 });
    let group = json!({ "outcome": "group", "reason": "It will happen again", "priority": numbers });
    assert_eq!(view(&consultant, "NM-0001", group).await, json!("new"));
    let told = consultant.api(Method::GET, CALL, None).await.json();
    let second = &told["views"][1];
    assert_eq!(
        (&second["side"], &second["outcome"], &second["priority"]["harm"]),
        (&json!("consultant"), &json!("group"), &json!(3)),
        "{told}"
    );
    assert!(told["difference"].as_str().is_some_and(|said| said.contains("different things")), "{told}");
    assert_eq!(it.member().await.api(Method::GET, CALL, None).await.status, StatusCode::NOT_FOUND);
    for side in [&gp, &consultant] {
        let page = side.get(TRIAGE).await.main();
        assert!(page.contains("Nobody else has said it") && page.contains("It will happen again"), "{page}");
        assert!(page.contains("The two sides would do different things with it."), "{page}");
        assert!(page.contains("the higher counts: Harm 3 · Reach 0 · Can be mended 1 · Good for both sides 1"), "{page}");
    }
    assert_eq!(gp.fill(TRIAGE, TRIAGE, &[("how", "meeting")]).await.location(), format!("{ISSUE}?agreed"));
    let page = consultant.get(TRIAGE).await.main();
    assert!(page.contains("They put it to the meeting, because the two sides differ.") && page.contains("It will happen again"), "{page}");
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("The two sides differ: to the next meeting on its theme"), "{told}");
    assert!(!told.contains("Nobody else has said it"), "reasons are between the two sides: {told}");
});

both!(one_tap_says_the_same_with_the_others_words, start, |it| {
    let follow = raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let own = "We speak of it in {theme}, see {reference}.";
    view(&gp, "NM-0001", json!({ "outcome": "interim", "words": own })).await;
    assert!(consultant.get(TRIAGE).await.main().contains("We speak of it in Discharge and transfer, see NM-0001."));
    assert!(!it.visitor().get(&follow).await.main().contains("We speak of it"), "nothing goes before both agree");
    assert_eq!(consultant.fill(TRIAGE, TRIAGE, &[("how", "same")]).await.location(), format!("{ISSUE}?agreed"));
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("We speak of it in Discharge and transfer, see NM-0001.") && told.contains("What happens next"), "{told}");
    let waits = sql("SELECT COUNT(*) AS n FROM issue_waits").one(&it.app.db).await.expect("a count");
    assert_eq!(waits.get::<i64>("n").expect("n"), 0, "where it goes is no answer yet");
});

both!(a_deputy_gives_the_view_of_their_side, start, |it| {
    raised(it).await;
    let gp = it.gp_co_chair().await;
    let deputy = it.persona("Callum Reid", group::permissions::Role::Member, group::membership::Side::Gp).await;
    assert_eq!(deputy.get(TRIAGE).await.status, StatusCode::NOT_FOUND);
    let named = format!("/north-moor/members/{}/deputy", deputy.id);
    assert_eq!(gp.fill("/north-moor/members", &named, &[("deputy", "yes")]).await.status, StatusCode::SEE_OTHER);
    view(&deputy, "NM-0001", json!({ "outcome": "group" })).await;
    view(&gp, "NM-0001", json!({ "outcome": "group" })).await;
    let page = gp.get(TRIAGE).await.main();
    assert!(page.contains("The consultant co-chair has not given a view yet."), "the side counts once: {page}");
    view(&deputy, "NM-0001", json!({ "outcome": "watch" })).await;
    let consultant = consultant(it).await;
    let page = consultant.get(TRIAGE).await.main();
    assert!(page.contains("Callum Reid, for the GP side: watch until others report the same"), "{page}");
});

both!(an_agreement_in_force_answers_in_one_click_with_the_words_of_the_reporters_side, start, |it| {
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let rule = json!({
        "title": "Who acts on a result", "rule": "Whoever asks for a test acts on its result.", "theme": "discharge", "owner": "The two co-chairs",
        "gp_words": "May I ask you to act on it?", "consultant_words": "Please act on it yourselves.", "review_on": "2027-11-22",
    });
    let agreements = "/api/v1/north-moor/agreements";
    let drafted = gp.api(Method::POST, agreements, Some(rule)).await;
    assert_eq!(drafted.status, StatusCode::CREATED, "{}", drafted.body);
    let reference = drafted.json()["reference"].as_str().expect("a reference").to_owned();
    let follow = raise(&gp, json!({ "text": "Nobody acts on results.", "known": "anonymous", "sector": "primary" })).await;
    let answered = json!({ "outcome": "answered", "agreement": reference });
    let early = gp.api(Method::POST, CALL, body(&answered)).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "a draft answers nothing");
    for side in [&gp, &consultant] {
        let approved = side.api(Method::POST, &format!("{agreements}/1/approvals"), None).await;
        assert_eq!(approved.status, StatusCode::OK, "{}", approved.body);
    }
    let form = gp.get(&format!("{TRIAGE}?outcome=answered")).await.main();
    assert!(form.contains(&format!("{reference}: Who acts on a result")), "{form}");
    view(&gp, "NM-0001", answered).await;
    assert_eq!(view(&consultant, "NM-0001", json!({ "outcome": "answered", "agreement": 1 })).await, json!("answered"));
    let told = it.visitor().get(&follow).await.main();
    assert!(
        told.contains(&format!("Who acts on a result ({reference}):")) && told.contains("Whoever asks for a test acts on its result."),
        "{told}"
    );
    assert!(told.contains("May I ask you to act on it?") && !told.contains("Please act on it yourselves."), "{told}");
    assert!(!told.contains("The whole agreement"), "the library is for the group only: {told}");
    let administrator = it.administrator().await;
    administrator.fill("/north-moor/agreements", "/north-moor/agreements/public", &[("public", "yes")]).await;
    let next = raise(&gp, json!({ "text": "Again nobody acts on results.", "known": "anonymous", "sector": "primary" })).await;
    for side in [&gp, &consultant] {
        view(side, "NM-0002", json!({ "outcome": "answered", "agreement": 1 })).await;
    }
    let page = it.visitor().get(&next).await.body;
    let address = format!("http://brig.test/north-moor/agreements/{}", reference.replace('/', "-"));
    assert!(page.contains(&format!("The whole agreement: <a href=\"{address}\">{address}</a>")), "{page}");
});

both!(thanks_are_no_trouble_for_triage, start, |it| {
    let fields = [("text", "The advice line answered within the hour."), ("known", "confidence"), ("kind", "praise")];
    assert_eq!(it.visitor().fill("/north-moor/raise", "/north-moor/raise", &fields).await.status, StatusCode::SEE_OTHER);
    let gp = it.gp_co_chair().await;
    let fields = [("theme", "results"), ("title", "Praise"), ("text", "It works. Both sides gain.")];
    assert_eq!(gp.fill(ISSUE, TRIAGE, &fields).await.status, StatusCode::CONFLICT);
});
