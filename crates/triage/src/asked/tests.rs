//! Asking services over HTTP: the mail, the four answers, silence, and a view before the group speaks.

use ::issues::issues::{self, State};
use axum::http::{Method, StatusCode};
use group::{
    acting::Acting,
    directory::{self, Draft},
    membership::{self, Side},
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::SignedDuration;
use kernel::{both, schedule};
use serde_json::json;

use crate::{
    testing::start,
    views::tests::{consultant, entry, raise, view},
};

const ISSUE: &str = "/north-moor/issues/NM-0001";
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The acting co-chair, by the same seat as their pages.
async fn co_chair(it: &TestApp) -> Acting {
    let group = it.group.clone();
    let seats = membership::seats(&it.app.db, &group).await.expect("seats");
    let seat = seats.into_iter().find(|seat| seat.role == Role::CoChair && seat.side == Side::Gp).expect("a co-chair");
    Acting {
        person: seat.person,
        name: seat.name,
        email: seat.email,
        role: seat.role,
        side: Side::Gp,
        deputy: false,
        acting_until: None,
        operator: false,
        group,
    }
}

/// An issue with its wording, which a service was asked to put right: the reporter's page, and the path of the contact's link, and the
/// GP co-chair.
async fn asked(it: &TestApp) -> (String, String, Persona<'_>) {
    let script = it.persona("Iain Petrie", Role::Member, Side::Other).await;
    let raised =
        json!({ "text": "Letters come late, says Rosalind.", "known": "named", "name": "Rosalind Petrie", "email": "jo@practice.example" });
    let reply = script.api(Method::POST, "/api/v1/north-moor/issues", Some(raised)).await.json();
    let follow = reply["follow_url"].as_str().and_then(|link| link.strip_prefix("http://brig.test")).expect("a link").to_owned();
    let (gp, consultant) = (it.gp_co_chair().await, it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await);
    let wording = [("theme", "discharge"), ("title", "Late letters"), ("text", "Letters take weeks. Both sides lose time.")];
    for who in [&gp, &consultant] {
        who.fill(&format!("{ISSUE}/triage"), &format!("{ISSUE}/triage"), &wording).await;
    }
    let acting = co_chair(it).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    let draft = Draft {
        name: "Clinic typing".into(),
        kind: "service".into(),
        contact_name: "Marek Nowak".into(),
        contact_email: "marek@hospital.example".into(),
        ..Draft::default()
    };
    directory::add(&it.app, &mut tx, &acting, &draft).await.expect("an entry");
    let entry = directory::all(&mut tx, acting.group.id).await.expect("entries").remove(0);
    let issue = issues::find(&mut tx, acting.group.id, 1).await.expect("the issue");
    super::ask(&it.app, &mut tx, &acting, issue.id, entry.id, "Can it be done within a week?").await.expect("asked");
    it.app.commit(tx).await.expect("committed");
    (follow, link_of(it).await, gp)
}

/// The link of the newest mail to the service.
async fn link_of(it: &TestApp) -> String {
    link_to(it, "marek@hospital.example").await
}

async fn link_to(it: &TestApp, address: &str) -> String {
    let mails = it.mails_after_work().await;
    let mail = mails.iter().rev().find(|mail| mail.contains(address)).expect("a mail");
    let plain = mail.replace("=\r\n", "").replace("=\n", "");
    let (_, rest) = plain.split_once("http://brig.test/north-moor/asked/").expect("a link");
    let code: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
    format!("/north-moor/asked/{code}")
}

async fn state(it: &TestApp) -> State {
    issues::find(&it.app.db, it.group.id, 1).await.expect("the issue").state
}

async fn round(it: &TestApp) {
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
}

both!(the_service_gets_the_groups_words_and_nothing_of_the_reporter, start, |it| {
    let (follow, link, _) = asked(it).await;
    let mails = it.mails();
    let mail = mails.iter().find(|mail| mail.contains("marek@hospital.example")).expect("a mail");
    assert!(mail.contains("Late letters") && mail.contains("within a week") && !mail.contains("Rosalind"), "{mail}");
    let page = it.visitor().get(&link).await.main();
    assert!(page.contains("Letters take weeks") && !page.contains("Rosalind"), "{page}");
    assert_eq!(state(it).await, State::WithService, "looking answers nothing");
    assert!(it.visitor().get(&follow).await.main().contains("agreed to ask the service"));
    let other = format!("{}x", &link[..link.len() - 1]);
    assert_eq!(it.visitor().get(&other).await.status, StatusCode::NOT_FOUND);
});

both!(what_a_service_has_put_right_is_told_to_the_reporter_who_is_asked_later_whether_it_held, start, |it| {
    let (follow, link, gp) = asked(it).await;
    let visitor = it.visitor();
    let empty = visitor.fill(&link, &link, &[("answer", "done"), ("words-done", "")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.main().contains("Say in a line what was done"));
    let number = visitor.fill(&link, &link, &[("answer", "done"), ("words-done", "Rang about 010101 1237")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY, "a patient's number is refused");
    let done = visitor.fill(&link, &link, &[("answer", "done"), ("words-done", "Letters leave within two days now.")]).await;
    assert!(done.main().contains("is told what was done"), "{}", done.main());
    assert_eq!(state(it).await, State::Done);
    let page = visitor.get(&follow).await.main();
    assert!(page.contains("Clinic typing says: Letters leave within two days now.") && !page.contains("Decision "), "{page}");
    assert!(visitor.get(&link).await.main().contains("we have your answer"), "once is enough");
    it.wait(MONTH * 4);
    round(it).await;
    assert!(visitor.get(&follow).await.main().contains("Has it held?"));
    let outcome = visitor.get(&follow).await.hidden("outcome").expect("the outcome");
    visitor.fill(&follow, &format!("{follow}/held"), &[("outcome", &outcome), ("answer", "held")]).await;
    let issue = gp.signed_in_again().await.get(ISSUE).await.main();
    assert!(issue.contains("The answer from outside: it has held"), "{issue}");
});

both!(a_day_that_a_service_names_is_shown_and_asked_about_when_it_comes, start, |it| {
    let (follow, link, _) = asked(it).await;
    let visitor = it.visitor();
    let today = it.app.clock.today(&jiff::tz::TimeZone::UTC);
    let past = visitor.fill(&link, &link, &[("answer", "ours"), ("by_when", &today.to_string())]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    let by = today.saturating_add(jiff::ToSpan::days(28));
    visitor.fill(&link, &link, &[("answer", "ours"), ("by_when", &by.to_string())]).await;
    assert!(visitor.get(&follow).await.main().contains(&format!("put right by {}", kernel::words::date(by))));
    assert_eq!(state(it).await, State::WithService);
    let before = it.mails_after_work().await.len();
    it.wait(MONTH);
    round(it).await;
    let mails = it.mails();
    assert!(mails[before..].iter().any(|mail| mail.contains("is it put right?")), "it is asked on the day");
    visitor.fill(&link, &link, &[("answer", "done"), ("words-done", "Two more typists.")]).await;
    assert_eq!(state(it).await, State::Done);
});

both!(not_ours_brings_it_back_to_both_co_chairs_with_the_hint, start, |it| {
    let (_, link, gp) = asked(it).await;
    it.visitor().fill(&link, &link, &[("answer", "not-ours"), ("words-not-ours", "Medical records may know.")]).await;
    assert_eq!(state(it).await, State::New);
    let hints = crate::asked::hints(&it.app.db, it.group.id).await.expect("hints");
    assert!(hints.len() == 1 && hints[0].1.contains("Medical records may know."), "{hints:?}");
    let page = gp.get(&format!("{ISSUE}/service")).await.main();
    assert!(page.contains("Not theirs") && page.contains("Medical records may know."), "{page}");
});

both!(silence_brings_one_reminder_and_then_the_co_chairs_choose, start, |it| {
    let (_, link, gp) = asked(it).await;
    let reminders = |mails: Vec<String>| mails.iter().filter(|mail| mail.contains("a reminder")).count();
    it.wait(SignedDuration::from_hours(24 * 15));
    round(it).await;
    assert_eq!(reminders(it.mails()), 1);
    assert_eq!(state(it).await, State::WithService);
    it.wait(SignedDuration::from_hours(24 * 2));
    round(it).await;
    assert_eq!(reminders(it.mails()), 1, "one is enough");
    it.wait(SignedDuration::from_hours(24 * 8));
    round(it).await;
    assert_eq!(state(it).await, State::New);
    assert!(it.visitor().get(&link).await.main().contains("Nobody waits for an answer any more"));
    let list = gp.signed_in_again().await.get("/north-moor/services").await.main();
    assert!(list.contains("and reminded, no answer"), "{list}");
});

both!(the_group_says_how_long_it_waits, start, |it| {
    let gp = it.gp_co_chair().await;
    let page = "/north-moor/services";
    let wrong = gp.fill(page, "/north-moor/services/days", &[("remind", "0"), ("wait", "5")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    gp.fill(page, "/north-moor/services/days", &[("remind", "3"), ("wait", "2")]).await;
    assert!(gp.get(page).await.body.contains("value=\"3\""));
    let member = it.member().await;
    assert_eq!(member.get(page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.api(Method::GET, "/api/v1/north-moor/services", None).await.status, StatusCode::NOT_FOUND);
    let odd = gp.api(Method::GET, "/api/v1/north-moor/services?state=odd", None).await;
    assert!(odd.status == StatusCode::UNPROCESSABLE_ENTITY && odd.body.contains("open, closed"), "{}", odd.body);
});

/// An issue that both co-chairs sent to the forum that owns it, to answer by 18 December: the reporter's page, the path of the
/// contact's link, and both co-chairs.
async fn delegated(it: &TestApp) -> (String, String, Persona<'_>, Persona<'_>) {
    let administrator = it.administrator().await;
    let contact = entry(it, &administrator).await;
    let script = it.persona("Iain Petrie", Role::Member, Side::Other).await;
    let told = json!({ "text": "Letters come late.", "known": "named", "name": "Rosalind Petrie", "email": "rosalind@practice.example" });
    let follow = raise(&script, told).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let forum = json!({ "outcome": "delegate", "contact": contact, "question": "Who keeps the template?", "date": "2026-12-18" });
    view(&gp, "NM-0001", forum.clone()).await;
    assert_eq!(view(&consultant, "NM-0001", forum).await, json!("delegated"));
    assert_eq!(super::unanswered(&it.app.db, it.group.id).await.expect("counted"), (0, 1), "no service, one forum");
    (follow, link_to(it, "moira@kilbrae.example").await, gp, consultant)
}

both!(a_forum_takes_it_on_by_its_link_and_what_came_of_it_reaches_the_reporter, start, |it| {
    let (follow, link, gp, _) = delegated(it).await;
    let mails = it.mails();
    let mail = mails.iter().find(|mail| mail.contains("To: moira@kilbrae.example")).expect("a mail to the forum");
    assert!(mail.contains("Who keeps the template?") && mail.contains("18 December 2026") && !mail.contains("Rosalind"), "{mail}");
    let visitor = it.visitor();
    let page = visitor.get(&link).await.main();
    assert!(page.contains("We have taken it on") && page.contains("It needs the group") && !page.contains("Rosalind"), "{page}");
    assert_eq!(state(it).await, State::Delegated, "looking answers nothing");
    let empty = visitor.fill(&link, &link, &[("answer", "ours"), ("by_when", "")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.main().contains("Enter a day after today"), "{}", empty.main());
    visitor.fill(&link, &link, &[("answer", "ours"), ("by_when", "2027-01-15")]).await;
    assert_eq!(state(it).await, State::Delegated);
    assert!(visitor.get(&follow).await.main().contains("taken this on, and says that it is done by 15 January 2027"));
    let told = gp.api(Method::GET, "/api/v1/north-moor/services", None).await.json();
    assert_eq!((&told["items"][0]["purpose"], &told["items"][0]["state"]), (&json!("forum"), &json!("promised")), "{told}");
    let told = gp.api(Method::GET, "/api/v1/north-moor/issues/NM-0001/services", None).await.json();
    assert_eq!((&told["items"][0]["by_when"], &told["items"][0]["due_on"]), (&json!("2027-01-15"), &json!("2026-12-18")), "{told}");
    let list = gp.get("/north-moor/services").await.main();
    assert!(list.contains("Look after it") && list.contains("They have taken it on, done by 15 January 2027."), "{list}");
    it.wait(SignedDuration::from_hours(24 * 57));
    round(it).await;
    assert!(it.mails().iter().any(|mail| mail.contains("is it done?")), "it is asked on the day");
    visitor.fill(&link, &link, &[("answer", "done"), ("words-done", "The template has the line now.")]).await;
    assert_eq!(state(it).await, State::Done);
    let page = visitor.get(&follow).await.main();
    assert!(page.contains("Letters office says: The template has the line now."), "{page}");
    // The news that it was taken on went today, and one mail a day is the most.
    it.wait(SignedDuration::from_hours(24));
    round(it).await;
    assert!(it.mails().iter().any(|mail| mail.contains("rosalind@practice.example") && mail.contains("what came of it")));
});

both!(a_silent_forum_is_reminded_once_after_its_day_and_then_the_co_chairs_choose, start, |it| {
    let (_, link, gp, _) = delegated(it).await;
    let reminders = |mails: Vec<String>| mails.iter().filter(|mail| mail.contains("a reminder")).count();
    it.wait(SignedDuration::from_hours(24 * 25));
    round(it).await;
    assert_eq!(reminders(it.mails()), 0, "its day has not come");
    it.wait(SignedDuration::from_hours(24 * 5));
    round(it).await;
    assert_eq!((reminders(it.mails()), state(it).await), (1, State::Delegated));
    it.wait(SignedDuration::from_hours(24 * 14));
    round(it).await;
    assert_eq!((reminders(it.mails()), state(it).await), (1, State::New));
    assert!(it.visitor().get(&link).await.main().contains("Nobody waits for an answer any more"));
    let hints = crate::asked::hints(&it.app.db, it.group.id).await.expect("hints");
    assert!(hints.len() == 1 && hints[0].1.starts_with("Letters office: "), "{hints:?}");
    let page = gp.signed_in_again().await.get(ISSUE).await.main();
    assert!(page.contains("The other forum has not answered: the two co-chairs choose again"), "{page}");
});

both!(what_a_forum_has_not_or_the_group_took_back_is_open_no_longer, start, |it| {
    let (_, link, gp, consultant) = delegated(it).await;
    it.visitor().fill(&link, &link, &[("answer", "not-ours"), ("words-not-ours", "The formulary group.")]).await;
    assert_eq!(state(it).await, State::New);
    let forum = json!({ "outcome": "delegate", "contact": "letters office", "date": "2026-12-18" });
    view(&gp, "NM-0001", forum.clone()).await;
    assert_eq!(view(&consultant, "NM-0001", forum).await, json!("delegated"));
    let second = link_to(it, "moira@kilbrae.example").await;
    assert!(it.visitor().get(&link).await.main().contains("we have your answer") && second != link);
    gp.fill(&format!("{ISSUE}/triage"), &format!("{ISSUE}/taken-up"), &[]).await;
    assert_eq!(state(it).await, State::New);
    assert!(it.visitor().get(&second).await.main().contains("Nobody waits for an answer any more"));
});

both!(what_needs_the_group_goes_to_its_next_meeting_and_a_view_decides_nothing, start, |it| {
    let (_, link, gp) = asked(it).await;
    let page = format!("{ISSUE}/service");
    let html = gp.get(&page).await.body;
    let (before, _) = html.split_once("\">Clinic typing</option>").expect("the service is offered");
    let entry = before.rsplit('"').next().expect("its key").to_owned();
    gp.fill(&page, &page, &[("contact", &entry), ("question", "How do you see it?")]).await;
    let view = link_of(it).await;
    it.visitor().fill(&view, &view, &[("answer", "view"), ("words-view", "We have too few typists.")]).await;
    assert_eq!(state(it).await, State::WithService, "a view decides nothing");
    assert!(gp.get(&page).await.main().contains("We have too few typists."));
    let wrong = it.visitor().fill(&link, &link, &[("answer", "view"), ("words-view", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "a view is no answer to what was asked");
    it.wait(SignedDuration::from_hours(1));
    it.visitor().fill(&link, &link, &[("answer", "needs-group"), ("words-needs-group", "")]).await;
    assert_eq!(state(it).await, State::Triaged);
});
