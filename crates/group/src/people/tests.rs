//! Signing in, as people do it.

use std::future::Future;

use axum::http::{Method, StatusCode, header};
use jiff::SignedDuration;
use kernel::{app::Wiring, both, dialect::Dialect, mail};

use crate::testing::{Parts, Reply, TestApp};

fn routes() -> axum::Router<kernel::App> {
    crate::routes().merge(crate::api().split_for_parts().0)
}

const PARTS: Parts =
    Parts { routes, wiring: Wiring { reactions: &[], work: &[(mail::SEND, mail::send)], schedules: &[], takers: &[] }, checks: &[] };

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, PARTS)
}

/// The newest mail's link to sign in by, as a path, and its six digits.
fn way_in(test: &TestApp) -> (String, String) {
    let mail = test.mails().pop().expect("a mail").replace("=\r\n", "");
    let path = mail.split("http://brig.test").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    let code = mail.lines().map(str::trim).find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit())).expect("six digits");
    (path.to_owned(), code.to_owned())
}

fn cookie(reply: &Reply) -> Option<String> {
    let value = reply.headers.get(header::SET_COOKIE)?.to_str().ok()?;
    value.split(';').next().map(str::to_owned)
}

both!(a_mailed_link_signs_in_once_the_button_is_pressed_and_not_before, start, |it| {
    let administrator = it.administrator().await;
    let visitor = it.visitor();
    let asked = visitor
        .fill(
            "/sign-in?next=/north-moor/members",
            "/sign-in",
            &[("email", " MORAG.Sinclair@example.scot "), ("next", "/north-moor/members")],
        )
        .await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.main().contains("Check your mail"));
    it.work().await;
    let (link, _) = way_in(it);
    for _ in 0..2 {
        let opened = visitor.get(&link).await;
        assert!(cookie(&opened).is_none(), "opening a link signs nobody in");
        assert_eq!(opened.headers[header::REFERRER_POLICY], "no-referrer");
    }
    let pressed = visitor.fill(&link, &link, &[]).await;
    assert_eq!(pressed.location(), "/north-moor/members");
    let mut signed_in = it.visitor();
    signed_in.cookie = cookie(&pressed);
    assert!(signed_in.get("/north-moor/members").await.main().contains(&"Morag Sinclair".to_owned()));
    let again = visitor.fill("/sign-in", &link, &[]).await;
    assert!(cookie(&again).is_none() && again.main().contains("cannot be used any more"), "{}", again.main());
    drop(administrator);
});

both!(six_digits_sign_in_and_five_wrong_guesses_are_the_most, start, |it| {
    it.administrator().await;
    let visitor = it.visitor();
    let page = visitor.fill("/sign-in", "/sign-in", &[("email", "morag.sinclair@example.scot")]).await;
    it.work().await;
    let (_, code) = way_in(it);
    let attempt = page.hidden("attempt").expect("an attempt");
    let key = page.hidden("form_key").expect("a key");
    let guess = async |digits: &str| visitor.post("/sign-in/code", &[("form_key", &key), ("attempt", &attempt), ("code", digits)]).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    for _ in 0..4 {
        let wrong = guess("000000").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.main().contains("These are not the digits"));
    }
    let right = guess(&spaced).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    assert!(cookie(&right).is_some());
    assert_eq!(guess(&spaced).await.status, StatusCode::TOO_MANY_REQUESTS);
});

both!(nobody_is_told_whether_an_address_has_an_account, start, |it| {
    it.administrator().await;
    let known = it.visitor().fill("/sign-in", "/sign-in", &[("email", "morag.sinclair@example.scot")]).await;
    let unknown = it.visitor().fill("/sign-in", "/sign-in", &[("email", "nobody@example.scot")]).await;
    assert_eq!((known.status, known.main()), (unknown.status, unknown.main()));
    it.work().await;
    assert_eq!(it.mails().len(), 1);
});

both!(the_sixth_mail_in_a_quarter_of_an_hour_has_to_wait_and_the_address_stays_in_the_box, start, |it| {
    it.administrator().await;
    for n in 1..=6 {
        let reply = it.visitor().fill("/sign-in", "/sign-in", &[("email", "morag.sinclair@example.scot")]).await;
        assert_eq!(reply.status == StatusCode::TOO_MANY_REQUESTS, n == 6, "try {n}");
        if n == 6 {
            assert!(reply.headers.contains_key(header::RETRY_AFTER));
            assert!(reply.body.contains("value=\"morag.sinclair@example.scot\""));
        }
    }
    it.wait(SignedDuration::from_mins(16));
    assert_eq!(it.visitor().fill("/sign-in", "/sign-in", &[("email", "morag.sinclair@example.scot")]).await.status, StatusCode::OK);
});

both!(a_link_is_good_for_twenty_minutes, start, |it| {
    it.administrator().await;
    it.visitor().fill("/sign-in", "/sign-in", &[("email", "morag.sinclair@example.scot")]).await;
    it.work().await;
    let (link, _) = way_in(it);
    it.wait(SignedDuration::from_mins(21));
    assert!(it.visitor().get(&link).await.main().contains("cannot be used any more"));
});

both!(half_an_hour_of_rest_ends_a_session_and_the_page_is_found_again, start, |it| {
    let administrator = it.administrator().await;
    it.wait(SignedDuration::from_mins(29));
    assert_eq!(administrator.get("/north-moor/members").await.status, StatusCode::OK);
    it.wait(SignedDuration::from_mins(29));
    assert_eq!(administrator.get("/north-moor/members").await.status, StatusCode::OK);
    it.wait(SignedDuration::from_mins(31));
    let ended = administrator.get("/north-moor/members?x=1").await;
    assert_eq!(ended.location(), "/sign-in?next=%2Fnorth-moor%2Fmembers%3Fx%3D1");
});

both!(signing_out_ends_the_session_on_the_server, start, |it| {
    let administrator = it.administrator().await;
    let out = administrator.fill("/north-moor/members", "/sign-out", &[]).await;
    assert_eq!(out.location(), "/");
    assert_eq!(administrator.get("/north-moor/members").await.status, StatusCode::SEE_OTHER);
});

both!(a_form_from_elsewhere_or_without_its_token_is_refused, start, |it| {
    let administrator = it.administrator().await;
    assert_eq!(administrator.post("/sign-out", &[]).await.status, StatusCode::FORBIDDEN);
    let other = it.gp_co_chair().await;
    let theirs = other.get("/north-moor/members").await.hidden("forgery").expect("a token");
    assert_eq!(administrator.post("/sign-out", &[("forgery", &theirs)]).await.status, StatusCode::FORBIDDEN);
    let own = administrator.get("/north-moor/members").await.hidden("forgery").expect("a token");
    let from_elsewhere = administrator.request(Method::POST, "/sign-out").header("sec-fetch-site", "cross-site");
    let reply = administrator.ask(from_elsewhere, format!("forgery={own}").into()).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(administrator.get("/north-moor/members").await.status, StatusCode::OK);
});

both!(a_sixth_session_ends_the_oldest, start, |it| {
    let administrator = it.administrator().await;
    for _ in 0..5 {
        it.wait(SignedDuration::from_secs(1));
        let mut tx = it.app.begin().await.expect("a transaction");
        kernel::session::begin(&it.app, &mut tx, administrator.id).await.expect("a session");
        it.app.commit(tx).await.expect("a commit");
    }
    assert_eq!(administrator.get("/north-moor/members").await.status, StatusCode::SEE_OTHER);
});

both!(a_mail_that_nobody_takes_is_held_up_and_can_be_tried_again, start, |it| {
    let administrator = it.administrator().await;
    let mut tx = it.app.begin().await.expect("a transaction");
    let letter = mail::Letter::new("s", "h", "f");
    let to = "not an address".to_owned();
    mail::post(
        &it.app,
        &mut tx,
        mail::Outgoing { scope: Some(it.group.id), to, letter, cause: administrator.id, kind: "test", parts: Vec::new(), reply_to: None },
    )
    .await
    .expect("posted");
    it.app.commit(tx).await.expect("a commit");
    it.work().await;
    let page = administrator.get("/north-moor/held-work").await;
    assert!(
        page.main().contains("A mail could not be sent") && page.main().contains("the recipient is no mail address"),
        "{}",
        page.main()
    );
    let action = page.body.split("action=\"/north-moor/held-work/").nth(1).and_then(|rest| rest.split('"').next()).expect("a button");
    let retried = administrator.fill("/north-moor/held-work", &format!("/north-moor/held-work/{action}"), &[]).await;
    assert_eq!(retried.status, StatusCode::SEE_OTHER);
    assert!(administrator.get("/north-moor/held-work").await.main().contains("Nothing is held up"));
    it.work().await;
    // The operator sees every group's; another group's administrator sees nothing of it.
    assert!(it.operator().await.get("/operator").await.main().contains("A mail could not be sent"));
    let elsewhere = it.persona_in(&it.other, "Jo Firth", crate::permissions::Role::Administrator, crate::membership::Side::Other).await;
    assert!(elsewhere.get("/south-firth/held-work").await.main().contains("Nothing is held up"));
    let theirs = elsewhere.fill("/south-firth/held-work", &format!("/south-firth/held-work/{action}"), &[]).await;
    assert!(theirs.status == StatusCode::NOT_FOUND || theirs.status == StatusCode::FORBIDDEN, "{}", theirs.status);
});

both!(an_operator_ends_tokens_and_accounts_and_nothing_opens_by_them, start, |it| {
    let (administrator, operator) = (it.administrator().await, it.operator().await);
    let member = it.member().await;
    let people = "/operator/people";
    let list = operator.get(people).await.main();
    assert!(list.contains("Wei Zhang | North Moor") && list.contains("Grant Ferrier Operator | No group"), "{list}");
    assert_eq!(administrator.get(people).await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.visitor().get(people).await.status, StatusCode::SEE_OTHER);
    let here = format!("{people}/{}", member.id);
    assert_eq!(administrator.get(&here).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.get("/north-moor/members").await.status, StatusCode::OK);
    // A token: it is known by its words, its secret is shown to nobody.
    let page = operator.get(&here).await;
    assert!(
        page.main().contains("Good for: issues:raise, issues:read, write, operator") && !page.body.contains("brig_"),
        "{}",
        page.main()
    );
    let action = page.body.split("/tokens/").nth(1).and_then(|rest| rest.split('"').next()).expect("a button");
    let action = format!("{here}/tokens/{action}");
    let refused = administrator.fill("/north-moor/held-work", &action, &[]).await.status;
    assert_eq!(refused, StatusCode::NOT_FOUND);
    let call = "/api/v1/north-moor/members";
    assert_eq!(member.api(Method::GET, call, None).await.status, StatusCode::OK);
    assert_eq!(operator.fill(&here, &action, &[]).await.location(), format!("{here}?token-ended"));
    assert_eq!(member.api(Method::GET, call, None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(operator.fill(&here, &action, &[]).await.status, StatusCode::NOT_FOUND);
    // An account: not while they sit in a group, not by accident, not one's own.
    let end = format!("{here}/end");
    let seated = operator.fill(&here, &end, &[("sure", "yes")]).await;
    assert!(seated.status == StatusCode::CONFLICT && seated.main().contains("sits in North Moor"), "{}", seated.main());
    let own = format!("{people}/{}", operator.id);
    assert_eq!(operator.fill(&own, &format!("{own}/end"), &[("sure", "yes")]).await.status, StatusCode::CONFLICT);
    let seat = format!("/north-moor/members/{}", member.id);
    let mut tx = it.app.begin().await.expect("a transaction");
    let group = it.group.clone();
    let (_, acting) = crate::membership::seat_at(&mut tx, &group.slug, administrator.id).await.expect("a seat");
    let acting = crate::acting::Acting::new(&it.app, group, acting);
    crate::membership::end_seat(&it.app, &mut tx, &acting, member.id, it.app.clock.today(&it.group.time_zone)).await.expect(&seat);
    it.app.commit(tx).await.expect("a commit");
    assert_eq!(operator.fill(&here, &end, &[]).await.status, StatusCode::CONFLICT, "without the tick");
    assert_eq!(operator.fill(&here, &end, &[("sure", "yes")]).await.location(), format!("{here}?ended"));
    assert_eq!(operator.fill(&here, &end, &[("sure", "yes")]).await.status, StatusCode::NOT_FOUND, "once");
    let page = operator.get(&here).await.main();
    assert!(page.contains("This account was ended on") && !page.contains(&member.email), "{page}");
    assert!(operator.get(people).await.main().contains("Wei Zhang Ended"));
    assert_eq!(member.get("/north-moor/members").await.status, StatusCode::SEE_OTHER, "the session is over");
    it.visitor().fill("/sign-in", "/sign-in", &[("email", &member.email)]).await;
    assert!(it.mails_after_work().await.is_empty(), "nobody is mailed a way in");
    // The same address can be somebody's again, as another account.
    let mut tx = it.app.begin().await.expect("a transaction");
    let new = crate::people::NewPerson { name: "Wei Zhang".into(), email: member.email.clone(), operator: false };
    let again = crate::people::invite(&it.app, &mut tx, new).await.expect("an account");
    assert_ne!(again.id, member.id);
    it.app.commit(tx).await.expect("a commit");
});

both!(who_sits_there_whom_it_writes_to_and_whom_it_looks_for_can_be_read_by_a_program, start, |it| {
    let (administrator, member) = (it.administrator().await, it.member().await);
    let reader = it.persona("Fiona Laidlaw", crate::permissions::Role::Reader, crate::membership::Side::Other).await;
    let entry =
        [("name", "Letters office"), ("kind", "service"), ("contact_name", "Moira Bain"), ("contact_email", "moira@kilbrae.example")];
    let form = "/north-moor/directory/new";
    let added = administrator.fill(form, form, &entry).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.main());
    let vacancy = [("capacity", "nurse"), ("wanted", "A nurse of a ward"), ("words", "Four meetings a year."), ("closes_on", "2027-01-31")];
    let opened = administrator.fill("/north-moor/vacancies/new", "/north-moor/vacancies/new", &vacancy).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.main());
    let read =
        async |who: &crate::testing::Persona<'_>, path: &str| who.api(Method::GET, &format!("/api/v1/north-moor/{path}"), None).await;
    let members = read(&administrator, "members").await.json();
    let wei = members["items"].as_array().expect("a list").iter().find(|one| one["name"] == "Wei Zhang").expect("a member").clone();
    assert_eq!(
        (&wei["capacity"], &wei["side"], &wei["email"]),
        (&"consultant".into(), &"consultant".into(), &member.email.as_str().into())
    );
    assert_eq!(members["core_consultants"], 1);
    let seen = read(&member, "members").await.json();
    assert!(seen["items"].as_array().expect("a list").iter().all(|one| one["email"].is_null()), "{seen}");
    let directory = read(&administrator, "directory?q=letters&kind=service&limit=1").await.json();
    assert_eq!(
        (&directory["items"][0]["contact"]["email"], &directory["next"]),
        (&"moira@kilbrae.example".into(), &serde_json::Value::Null)
    );
    assert_eq!(read(&administrator, "directory?q=nothing").await.json()["items"], serde_json::json!([]));
    for wrong in ["limit=0", "limit=x", "kind=castle", "after=-1"] {
        assert_eq!(read(&administrator, &format!("directory?{wrong}")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let vacancies = read(&administrator, "vacancies").await.json();
    assert_eq!((&vacancies["items"][0]["capacity"], &vacancies["items"][0]["waiting"]), (&"nurse".into(), &0.into()), "{vacancies}");
    assert!(read(&member, "vacancies").await.json()["items"][0]["waiting"].is_null());
    let elsewhere = it.persona_in(&it.other, "Una Firth", crate::permissions::Role::Administrator, crate::membership::Side::Other).await;
    for path in ["members", "directory", "vacancies"] {
        assert_eq!(read(&elsewhere, path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(read(&it.visitor(), path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(read(&reader, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});
