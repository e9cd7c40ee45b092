//! The directory: kept by hand, brought in and taken out as a table, and confirmed by its contacts.

use std::future::Future;

use axum::http::{StatusCode, header};
use jiff::Timestamp;
use kernel::{app::Wiring, both, dialect::Dialect, mail, schedule, schedule::Schedule, sql};

use crate::{
    importing::testing::send_on,
    membership::Side,
    permissions::Role,
    testing::{Parts, Persona, TestApp},
};

const WIRING: Wiring = Wiring {
    reactions: &[],
    work: &[(mail::SEND, mail::send), (super::CHECK, super::check_yearly)],
    schedules: &[Schedule { job: super::CHECK, every_minutes: 60 }],
    takers: &[],
};
const PARTS: Parts = Parts { routes: crate::routes, wiring: WIRING, checks: &[super::verify] };

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, PARTS)
}

const LIST: &str = "/north-moor/directory";
const NEW: &str = "/north-moor/directory/new";

const ECHO: [(&str, &str); 6] = [
    ("name", "Echocardiography"),
    ("kind", "service"),
    ("sector", "secondary"),
    ("contact_name", "Tunde Adeyemi"),
    ("contact_email", "Tunde@Example.scot"),
    ("contact_post", "Lead physiologist"),
];

/// Adds an entry and gives its address.
async fn add(who: &Persona<'_>, fields: &[(&str, &str)]) -> String {
    let added = who.fill(NEW, NEW, fields).await;
    assert_eq!(added.location(), "/north-moor/directory?added", "{}", added.main());
    let name = fields.iter().find(|(name, _)| *name == "name").expect("a name").1;
    let list = who.get(LIST).await.body;
    let end = list.find(&format!("\">{name}</a>")).expect("the entry");
    list[..end].rsplit_once("href=\"").expect("a link").1.to_owned()
}

/// The newest mail to somebody, in one piece, and the links in it as paths.
fn mail_to(it: &TestApp, to: &str) -> (String, Vec<String>) {
    let mail = it.mails().into_iter().rev().find(|mail| mail.contains(&format!("To: {to}"))).expect("a mail");
    let mail = mail.replace("=\r\n", "").replace("=3D", "=");
    let text = mail.split("Content-Type: text/html").next().unwrap_or_default();
    let links = text.split("http://brig.test").skip(1).map(|rest| rest.split_whitespace().next().unwrap_or_default().to_owned());
    (mail.clone(), links.collect())
}

async fn at(it: &TestApp, instant: &str) -> usize {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    it.mails().len()
}

both!(the_directory_is_kept_by_those_who_run_it_and_seen_by_members, start, |it| {
    let administrator = it.administrator().await;
    let blank = administrator.fill(NEW, NEW, &[("agreed_on", "2027-01-01"), ("contact_email", "nobody")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Enter what people call it", "Choose what it is", "not in the future", "Enter an email address in the form"] {
        assert!(blank.main().contains(words), "{words}: {}", blank.main());
    }
    let echo = add(&administrator, &ECHO).await;
    let twice = administrator.fill(NEW, NEW, &ECHO).await;
    assert!(twice.main().contains("There is already an entry with this name"), "{}", twice.main());
    let refused = administrator.fill(NEW, NEW, &[("name", "x"), ("kind", "other"), ("note", "0101011237")]).await;
    assert!(refused.main().contains("could identify a patient"), "{}", refused.main());
    let glebe = [("name", "Glebe 100% Practice"), ("kind", "practice"), ("above", echo.rsplit('/').next().expect("a key"))];
    let glebe = add(&administrator, &glebe).await;
    let shown = administrator.get(&glebe).await.main();
    assert!(shown.contains("Echocardiography: Tunde Adeyemi, tunde@example.scot") && shown.contains("No contact yet."), "{shown}");
    let member = it.member().await;
    let found = async |query: &str| {
        let page = member.get(&format!("{LIST}?{query}")).await.main();
        (page.contains("Glebe 100% Practice |"), page.contains("Echocardiography |"))
    };
    assert_eq!(found("").await, (true, true));
    assert_eq!(found("search=ADEYEMI").await, (false, true));
    assert_eq!(found("search=0%25%20p").await, (true, false));
    assert_eq!(found("search=_").await, (false, false));
    assert_eq!(found("kind=practice&search=").await, (true, false));
    assert!(member.get(&echo).await.main().contains("Not asked yet."));
    assert_eq!(member.get(&format!("{echo}/change")).await.status, StatusCode::FORBIDDEN);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(LIST).await.status, StatusCode::NOT_FOUND);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&echo.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    let retired = administrator.fill(&echo, &format!("{echo}/retired"), &[]).await;
    assert_eq!(retired.location(), "/north-moor/directory?retired");
    assert_eq!(found("").await, (true, false));
    assert_eq!(administrator.get(&echo).await.status, StatusCode::NOT_FOUND);
});

both!(two_who_change_an_entry_at_once_both_keep_their_text, start, |it| {
    let administrator = it.administrator().await;
    let echo = add(&administrator, &ECHO).await;
    let change = format!("{echo}/change");
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> { [&ECHO[..], more].concat() };
    let one = administrator.fill(&change, &change, &with(&[("version", "1"), ("note", "Ask before noon")])).await;
    assert_eq!(one.location(), format!("{echo}?changed"));
    let two = administrator.fill(&change, &change, &with(&[("version", "1"), ("note", "Ask after noon")])).await;
    assert!(two.body.contains("Ask after noon</textarea>") && two.main().contains("“Ask before noon”"), "{}", two.main());
    let version = two.hidden("version").expect("a version");
    let fields = [("version", version.as_str()), ("note", "Ask at noon")];
    let again = administrator.fill(&change, &change, &[&ECHO[..], &fields].concat()).await;
    assert_eq!(again.location(), format!("{echo}?changed"));
    // A new contact has not agreed to anything.
    let agreed = [("version", "3"), ("agreed_on", "2026-11-01")];
    administrator.fill(&change, &change, &[&ECHO[..], &agreed].concat()).await;
    assert!(administrator.get(&echo).await.main().contains("Confirmed 21 days ago."));
    let moved = [("version", "4"), ("agreed_on", "2026-11-01"), ("contact_email", "ishbel@example.scot")];
    administrator.fill(&change, &change, &[&ECHO[..4], &moved].concat()).await;
    let shown = administrator.get(&echo).await.main();
    assert!(shown.contains("ishbel@example.scot") && shown.contains("Not asked yet."), "{shown}");
});

both!(a_contact_answers_by_a_link_that_does_nothing_when_it_is_opened, start, |it| {
    let administrator = it.administrator().await;
    let (echo, lab) =
        (add(&administrator, &ECHO).await, [("name", "Laboratory"), ("kind", "service"), ("contact_email", "tunde@example.scot")]);
    let lab = add(&administrator, &lab).await;
    let asked = administrator.fill(LIST, "/north-moor/directory/asked", &[]).await;
    assert_eq!(asked.location(), "/north-moor/directory?asked");
    assert_eq!(it.mails_after_work().await.len(), 1, "one mail for both");
    let (mail, links) = mail_to(it, "tunde@example.scot");
    assert!(mail.contains("Would you be the contact for 2 entries?") && links.len() == 2, "{mail}");
    let contact = it.visitor();
    for _ in 0..2 {
        let page = contact.get(&links[0]).await;
        assert_eq!((page.status, page.headers[header::REFERRER_POLICY].as_bytes()), (StatusCode::OK, &b"no-referrer"[..]));
        assert!(page.main().contains("Lead physiologist") && !page.main().contains("Ask before noon"), "{}", page.main());
    }
    assert!(administrator.get(&echo).await.main().contains("Asked on 22 November 2026, no answer yet."));
    let version = |page: &crate::testing::Reply| page.hidden("version").expect("a version");
    let right = version(&contact.get(&links[0]).await);
    for _ in 0..2 {
        let thanks = contact.fill(&links[0], &links[0], &[("answer", "right"), ("version", &right)]).await;
        assert!(thanks.main().contains("We have noted that it is right."), "{}", thanks.main());
    }
    assert!(administrator.get(&echo).await.main().contains("Confirmed today."));
    // What is corrected is checked as everywhere, and nothing typed is lost.
    let fields = [("answer", "correct"), ("version", "1"), ("contact_name", "Tunde A 0101011237"), ("contact_email", "tunde@example.scot")];
    let refused = contact.fill(&links[1], &links[1], &fields).await;
    assert!(
        refused.main().contains("could identify a patient") && refused.body.contains("value=\"Tunde A 0101011237\""),
        "{}",
        refused.main()
    );
    let fields = [
        ("answer", "correct"),
        ("version", "1"),
        ("contact_name", "Tunde Adeyemi"),
        ("contact_email", "t.adeyemi@example.scot"),
        ("deputy_name", "Wei Zhang"),
    ];
    let thanks = contact.fill(&links[1], &links[1], &fields).await;
    assert!(thanks.main().contains("It is corrected."), "{}", thanks.main());
    let shown = administrator.get(&lab).await.main();
    assert!(shown.contains("Tunde Adeyemi, t.adeyemi@example.scot") && shown.contains("Wei Zhang"), "{shown}");
    // With the address the link has changed.
    assert_eq!(contact.get(&links[1]).await.status, StatusCode::NOT_FOUND);
    let left = [("answer", "leave"), ("version", "2"), ("next_name", "Ishbel Grant"), ("next_email", "ishbel@example.scot")];
    let thanks = contact.fill(&links[0], &links[0], &left).await;
    assert!(thanks.main().contains("You are not the contact any more"), "{}", thanks.main());
    let shown = administrator.get(&echo).await.main();
    assert!(shown.contains("Ishbel Grant, ishbel@example.scot") && shown.contains("Not asked yet."), "{shown}");
    assert_eq!(it.mails_after_work().await.len(), 1, "nobody is asked before somebody in the group has seen the name");
    let row = sql("SELECT COUNT(*) AS n FROM ledger WHERE verb IN ('directory.confirmed', 'directory.corrected', 'directory.left')");
    assert_eq!(row.one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a count"), 3);
    // A link is good for its group, its entry and its contact.
    for wrong in
        [links[0].clone(), links[0].replace("north-moor", "south-firth"), format!("{}x", links[0]), "/north-moor/directory/check/é".into()]
    {
        assert_eq!(contact.get(&wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
});

both!(what_was_changed_before_a_contact_pressed_the_button_is_shown_first, start, |it| {
    let administrator = it.administrator().await;
    let echo = add(&administrator, &ECHO).await;
    administrator.fill(&echo, &format!("{echo}/asked"), &[]).await;
    let again = administrator.fill(&echo, &format!("{echo}/asked"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "not twice a day");
    it.work().await;
    let (_, links) = mail_to(it, "tunde@example.scot");
    let change = format!("{echo}/change");
    let moved = [("version", "1"), ("deputy_name", "Wei Zhang")];
    administrator.fill(&change, &change, &[&ECHO[..], &moved].concat()).await;
    let page = it.visitor().fill(&links[0], &links[0], &[("answer", "right"), ("version", "1")]).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.main().contains("This was changed meanwhile"), "{}", page.main());
    let version = page.hidden("version").expect("a version");
    let thanks = it.visitor().fill(&links[0], &links[0], &[("answer", "right"), ("version", &version)]).await;
    assert!(thanks.main().contains("We have noted that it is right."), "{}", thanks.main());
    // A link that lies about for long opens nothing any more.
    it.wait(jiff::SignedDuration::from_hours(24 * 121));
    assert_eq!(it.visitor().get(&links[0]).await.status, StatusCode::NOT_FOUND);
});

both!(contacts_are_asked_once_a_year_and_reminded_once, start, |it| {
    let administrator = it.administrator().await;
    let agreed = [("agreed_on", "2026-11-20")];
    let echo = add(&administrator, &[&ECHO[..], &agreed].concat()).await;
    add(
        &administrator,
        &[("name", "Laboratory"), ("kind", "service"), ("contact_email", "tunde@example.scot"), ("agreed_on", "2026-11-22")],
    )
    .await;
    add(&administrator, &[("name", "Never asked"), ("kind", "service"), ("contact_email", "nobody@example.scot")]).await;
    assert_eq!(at(it, "2027-11-19T12:00:00Z").await, 0);
    // A Saturday and a Sunday go by.
    assert_eq!(at(it, "2027-11-20T12:00:00Z").await, 0);
    assert_eq!(at(it, "2027-11-22T07:00:00Z").await, 0);
    assert_eq!(at(it, "2027-11-22T08:30:00Z").await, 1);
    let (mail, links) = mail_to(it, "tunde@example.scot");
    assert!(mail.contains("Is what we hold about 2 entries still right?") && links.len() == 2, "{mail}");
    assert_eq!(at(it, "2027-11-23T12:00:00Z").await, 1);
    let page = it.visitor().get(&links[0]).await;
    it.visitor().fill(&links[0], &links[0], &[("answer", "right"), ("version", &page.hidden("version").expect("a version"))]).await;
    assert_eq!(at(it, "2027-12-10T12:00:00Z").await, 1);
    assert_eq!(at(it, "2027-12-13T12:00:00Z").await, 2);
    let (mail, links) = mail_to(it, "tunde@example.scot");
    assert!(mail.contains("A reminder: Laboratory") && links.len() == 1, "{mail}");
    assert!(it.visitor().get(&links[0]).await.main().contains("Laboratory"));
    assert_eq!(at(it, "2028-01-12T12:00:00Z").await, 2);
    let shown = administrator.signed_in_again().await.get(&echo).await.main();
    assert!(shown.contains("Confirmed 50 days ago."), "{shown}");
    // A group can do without.
    let rules = "/north-moor/directory/rules";
    let set = administrator.signed_in_again().await;
    assert!(set.fill(rules, rules, &[("months", "often")]).await.main().contains("Enter months from 1 to 60"));
    assert_eq!(set.fill(rules, rules, &[("months", "0")]).await.location(), "/north-moor/directory?saved");
    assert!(set.get(LIST).await.main().contains("Contacts are not asked again by themselves."));
    assert_eq!(at(it, "2029-06-12T12:00:00Z").await, 2);
});

const IMPORT: &str = "/north-moor/directory/import";

both!(the_directory_comes_in_as_a_table_and_goes_out_as_one, start, |it| {
    let administrator = it.administrator().await;
    add(&administrator, &ECHO).await;
    let table = "Service;Type;Lead;E-mail;Agreed;Part of;Comments\n\
                 Moorfield General;hospital;=Ailsa Munro;ailsa@example.scot;1/11/2026;;\"Two\nlines\"\n\
                 Cardiology;;;;;Moorfield General;\n\
                 echocardiography;service;;;;;\n\
                 Cardiology;;;;;;\n\
                 Glebe Practice;spaceship;;nobody;soon;;0101011237\n";
    let checked = administrator.send_file(IMPORT, IMPORT, &[("step", "check")], ("d.csv", table.as_bytes())).await;
    let said = checked.main();
    assert!(said.contains("2 rows are ready, 1 is here already, 2 have a problem."), "{said}");
    for words in [
        "Row 5 | Service (column A) | This name is in row 3 as well",
        "Row 6 | Type (column B) | Choose what it is",
        "Row 6 | E-mail (column D) | Enter an email address in the form",
        "Row 6 | Agreed (column E) | Enter a day as 2026-12-14",
        "Row 6 | Comments (column G) | This looks like",
        "Row 2: Moorfield General (hospital): =Ailsa Munro, ailsa@example.scot",
        "Row 4: Echocardiography",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let done = send_on(&administrator, IMPORT, &checked, &[("step", "make"), ("only_ready", "yes")]).await;
    assert!(done.main().contains("2 entries are in the directory now."), "{}", done.main());
    let member = it.member().await;
    let list = member.get(LIST).await.main();
    assert!(list.contains("Moorfield General | Hospital | =Ailsa Munro, ailsa@example.scot | Confirmed 21 days ago"), "{list}");
    let out = member.get("/north-moor/directory/export").await;
    assert_eq!(out.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(out.body.contains("\"'=Ailsa Munro\"") && out.body.contains("\"Two\nlines\""), "{}", out.body);
    assert!(out.body.contains("\"Cardiology\",\"Other\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"Moorfield General\""), "{}", out.body);
    // What went out comes in again and changes nothing.
    let again = administrator.send_file(IMPORT, IMPORT, &[("step", "check")], ("d.csv", out.body.as_bytes())).await;
    assert!(again.main().contains("0 rows are ready, 3 are here already."), "{}", again.main());
    assert_eq!(member.get(IMPORT).await.status, StatusCode::FORBIDDEN);
    assert!(it.mails_after_work().await.is_empty());
});
