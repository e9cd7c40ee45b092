//! Signing in, as people do it.

use std::future::Future;

use axum::http::{Method, StatusCode, header};
use jiff::SignedDuration;
use kernel::{app::Wiring, both, dialect::Dialect, mail};

use crate::testing::{Parts, Reply, TestApp};

const PARTS: Parts = Parts {
    routes: crate::routes,
    wiring: Wiring { reactions: &[], work: &[(mail::SEND, mail::send)], schedules: &[], takers: &[] },
    checks: &[],
};

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
