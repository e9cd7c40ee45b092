//! Handing in over HTTP: for somebody, from a list, from a mail.

use axum::http::StatusCode;
use group::testing::{Persona, Reply};
use kernel::{both, sql};

use crate::testing::start;

const NEW: &str = "/north-moor/issues/new";
const LIST: &str = "/north-moor/issues/new/list";
const MAIL: &str = "/north-moor/issues/new/mail";

async fn send(who: &Persona<'_>, path: &str, fields: &[(&str, &str)]) -> Reply {
    let attempt = who.get(path).await.hidden("attempt").unwrap_or_default();
    who.fill(path, path, &[fields, &[("attempt", attempt.as_str())]].concat()).await
}

/// A private link on a page, as a path.
fn link(page: &Reply) -> String {
    let rest = page.body.split_once("http://brig.test").expect("a link").1;
    rest.split('<').next().unwrap_or_default().to_owned()
}

both!(what_somebody_said_is_raised_for_them_and_they_are_thanked, start, |it| {
    let administrator = it.administrator().await;
    let fields = [("text", "Letters come late."), ("name", "Dr Ann Reid"), ("email", "ann@glebe.example"), ("said_on", "2026-11-03")];
    let done = send(&administrator, NEW, &fields).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.main());
    assert!(done.main().contains("NM-0001 is saved") && done.main().contains("gets a mail"), "{}", done.main());
    assert_eq!(done.headers["cache-control"], "no-store");
    assert!(it.visitor().get(&link(&done)).await.main().contains("Letters come late."));
    let mail = it.mails_after_work().await.pop().expect("a mail");
    assert!(mail.contains("To: ann@glebe.example") && mail.contains("NM-0001: we have received your issue"), "{mail}");
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    for words in ["Dr Ann Reid, ann@glebe.example", "3 November 2026", "Written down for whoever raised it", "Morag Sinclair"] {
        assert!(issue.contains(words), "{words}: {issue}");
    }
});

both!(the_same_form_sent_twice_is_one_issue, start, |it| {
    let administrator = it.administrator().await;
    let attempt = administrator.get(NEW).await.hidden("attempt").expect("an attempt");
    let fields = [("text", "Letters come late."), ("name", "Dr Ann Reid"), ("attempt", attempt.as_str())];
    let first = administrator.fill(NEW, NEW, &fields).await;
    let second = administrator.fill(NEW, NEW, &fields).await;
    assert_eq!(link(&first), link(&second));
    let row = sql("SELECT (SELECT COUNT(*) FROM issues) AS n, (SELECT COUNT(*) FROM ledger WHERE verb = 'issue.handed-in') AS m");
    let row = row.one(&it.app.db).await.expect("a row");
    assert_eq!((row.get::<i64>("n").expect("n"), row.get::<i64>("m").expect("m")), (1, 1));
});

both!(without_a_name_it_is_anonymous_and_no_hour_is_kept, start, |it| {
    let administrator = it.administrator().await;
    assert_eq!(send(&administrator, NEW, &[("text", "Letters come late.")]).await.status, StatusCode::OK);
    let rows = sql("SELECT at FROM ledger WHERE verb IN ('issue.raised', 'issue.handed-in')").all(&it.app.db).await.expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row.get::<jiff::Timestamp>("at").expect("a time").to_string(), "2026-11-22T00:00:00Z");
    }
    let known = sql("SELECT known FROM issues").one(&it.app.db).await.expect("a row").get::<String>("known").expect("a word");
    assert_eq!(known, "anonymous");
});

both!(what_cannot_be_is_said_by_its_field_and_the_text_comes_back, start, |it| {
    let administrator = it.administrator().await;
    for (fields, message) in [
        (vec![("text", "")], "Tell us what happened"),
        (vec![("text", "Late"), ("email", "a@b.example")], "Enter their name too"),
        (vec![("text", "Late"), ("confidence", "yes")], "Enter their name, so that the custodians could ask"),
        (vec![("text", "Late"), ("said_on", "2026-11-23")], "not in the future"),
        (vec![("text", "Late"), ("said_on", "soon")], "not in the future"),
        (vec![("text", "Pt 0101011237 sent home")], "we have put [removed] in its place"),
    ] {
        let reply = send(&administrator, NEW, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(reply.main().contains(message), "{message}: {}", reply.main());
        assert!(!reply.body.contains("0101011237"));
    }
    let doubtful = send(&administrator, NEW, &[("text", "Docket 0101011234 lost")]).await;
    assert!(doubtful.body.contains("Docket 0101011234 lost") && doubtful.main().contains("keep it"), "{}", doubtful.main());
    let kept = send(&administrator, NEW, &[("text", "Docket 0101011234 lost"), ("keep", "yes")]).await;
    assert_eq!(kept.status, StatusCode::OK);
    let member = it.member().await;
    for path in [NEW, LIST, MAIL] {
        assert_eq!(member.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

both!(a_list_is_looked_at_and_then_all_of_it_is_raised_or_none, start, |it| {
    let administrator = it.administrator().await;
    let list = "1. Letters come late\n2. Pt 0101011237 was sent home\n3. No results come back";
    let looked = send(&administrator, LIST, &[("list", list), ("step", "keep")]).await;
    assert_eq!(looked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = looked.main();
    assert!(said.contains("Line 2, characters 4 to 13: this looks like a CHI number"), "{said}");
    assert!(looked.body.contains("1. Letters come late\n2. Pt [removed] was sent home\n3. No results come back"), "nothing else is lost");
    assert!(!looked.body.contains("0101011237"));
    let count = async || sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("n");
    assert_eq!(count().await, 0, "all or none");
    let clean = [("list", "Letters come late\nfrom Ward 4\n\nNo results come back"), ("name", "Dr Ann Reid"), ("confidence", "yes")];
    let looked = send(&administrator, LIST, &[&clean[..], &[("step", "look")]].concat()).await;
    assert!(looked.main().contains("2 issues: nothing is kept yet") && looked.main().contains("Save 2 issues"), "{}", looked.main());
    assert_eq!(count().await, 0, "looking keeps nothing");
    let done = send(&administrator, LIST, &[&clean[..], &[("step", "keep")]].concat()).await;
    assert!(done.main().contains("2 issues are saved"), "{}", done.main());
    assert_eq!(count().await, 2);
    assert!(it.visitor().get(&link(&done)).await.main().contains("Letters come late\nfrom Ward 4"));
    let issue = administrator.get("/north-moor/issues/NM-0002").await.main();
    assert!(issue.contains("Brought in from a list") && !issue.contains("Ann Reid"), "{issue}");
    assert!(send(&administrator, LIST, &[("list", " \n")]).await.main().contains("Paste the list"));
});

both!(a_mail_fills_in_the_form_and_nothing_is_kept_before_it_is_sent, start, |it| {
    let administrator = it.administrator().await;
    let mail = "From: Ann Reid <ann@glebe.example>\nSent: 3 November 2026\nTo: Morag\nSubject: RE: Late letters\n\nHi Morag\n\nThey come a week late.\n\nThanks\nAnn\nTel: 01234 567890";
    let form = administrator.fill(MAIL, MAIL, &[("mail", mail)]).await;
    assert!(form.body.contains("Late letters\n\nThey come a week late.</textarea>"), "{}", form.main());
    assert!(form.body.contains("value=\"Ann Reid\"") && form.body.contains("value=\"ann@glebe.example\"") && !form.body.contains("567890"));
    let issues = sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row");
    assert_eq!(issues.get::<i64>("n").expect("a number"), 0);
    assert!(administrator.fill(MAIL, MAIL, &[("mail", "")]).await.main().contains("Paste the text of the mail"));
});
