//! The receipt: where one works, which service, how to reach one; and what of it an anonymous report keeps.

use axum::http::StatusCode;
use group::{
    acting::Acting,
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::{both, sql};

use super::{
    super::{
        journey::{self, Reply},
        model::State,
        store,
    },
    RAISE, raised, send, start,
};

const DIRECTORY: &str = "/north-moor/directory/new";

/// A hospital with a ward in it, and a practice.
async fn directory(it: &TestApp, administrator: &Persona<'_>) {
    let add = async |name: &str, kind: &str, above: &str| {
        let sent = administrator.fill(DIRECTORY, DIRECTORY, &[("name", name), ("kind", kind), ("sector", ""), ("above", above)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.main());
        let row = sql("SELECT id FROM directory_entries WHERE name = $1").bind(name).one(&it.app.db).await.expect("an entry");
        row.get::<uuid::Uuid>("id").expect("a key").to_string()
    };
    let hospital = add("Kilbrae Hospital", "hospital", "").await;
    add("Ward 4", "service", &hospital).await;
    add("Glebe Surgery", "practice", "").await;
}

async fn workplace(it: &TestApp) -> Option<String> {
    sql("SELECT workplace FROM issues").one(&it.app.db).await.expect("an issue").get("workplace").expect("a column")
}

async fn quietly(who: &Persona<'_>) -> String {
    let sent = send(who, &[("text", "Quietly said."), ("known", "anonymous")]).await;
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

both!(where_one_works_is_offered_from_the_directory_and_read_only_by_those_who_triage, start, |it| {
    let administrator = it.administrator().await;
    directory(it, &administrator).await;
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let receipt = visitor.get(&page).await.body;
    for offered in ["<option value=\"Ward 4\">", "<option value=\"Kilbrae Hospital\">", "<option value=\"Glebe Surgery\">"] {
        assert!(receipt.contains(offered), "{offered}");
    }
    visitor.fill(&page, &format!("{page}/answers"), &[("question", "workplace"), ("workplace", "ward 4")]).await;
    assert_eq!(workplace(it).await.as_deref(), Some("Ward 4"));
    let issue = "/north-moor/issues/NM-0001";
    let shown = administrator.get(issue).await.main();
    // Further down every service of the directory is offered.
    let (shown, _) = shown.split_once("Direction and service").expect("what the issue says");
    assert!(shown.contains("Only counted") && !shown.contains("Ward 4"), "beside a role it would be a name: {shown}");
    assert_eq!(it.member().await.get(issue).await.status, StatusCode::NOT_FOUND);
    let list = administrator.get("/north-moor/issues?q=ward").await.main();
    assert!(list.contains("No issue matches"), "nobody finds issues by where somebody works: {list}");
});

both!(of_an_anonymous_report_the_hospital_is_kept_and_never_the_ward, start, |it| {
    let administrator = it.administrator().await;
    directory(it, &administrator).await;
    let visitor = it.visitor();
    let page = quietly(&visitor).await;
    let receipt = visitor.get(&page).await.body;
    assert!(receipt.contains("<option value=\"Glebe Surgery\">") && receipt.contains("id=\"workplace-offers\""));
    let offers = receipt.split("id=\"workplace-offers\"").nth(1).and_then(|rest| rest.split("</datalist>").next()).expect("offers");
    assert!(!offers.contains("Ward 4"), "{offers}");
    let answers = format!("{page}/answers");
    let typed = async |place: &str| visitor.fill(&page, &answers, &[("question", "workplace"), ("workplace", place)]).await;
    let free = typed("The back room of Ward 9").await;
    assert_eq!(free.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(free.main().contains("Choose a practice or a hospital from the list"), "{}", free.main());
    assert_eq!(workplace(it).await, None);
    assert_eq!(typed("Ward 4").await.status, StatusCode::SEE_OTHER);
    assert_eq!(workplace(it).await.as_deref(), Some("Kilbrae Hospital"));
    let ledger = sql("SELECT COUNT(*) AS n FROM ledger WHERE CAST(facts AS TEXT) LIKE '%Ward%' OR CAST(facts AS TEXT) LIKE '%Kilbrae%'");
    assert_eq!(ledger.one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number"), 0);
    let said = sql("SELECT at FROM ledger WHERE verb = 'issue.added-to'").one(&it.app.db).await.expect("an entry");
    assert_eq!(said.get::<jiff::Timestamp>("at").expect("a time").to_string(), "2026-11-22T00:00:00Z");
});

both!(not_sure_which_service_is_an_answer, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let answers = format!("{page}/answers");
    visitor.fill(&page, &answers, &[("question", "service"), ("service", "half typed"), ("unsure", "yes")]).await;
    let administrator = it.administrator().await;
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("Not sure"));
    let found = administrator.get("/north-moor/issues?q=sure").await.main();
    assert!(found.contains("No issue matches"), "what nobody knows is no word to find by: {found}");
});

both!(who_gave_no_name_is_asked_for_it_on_the_receipt_and_gets_the_link_by_mail, start, |it| {
    let visitor = it.visitor();
    let sent = send(&visitor, &[("text", "Letters come late."), ("known", "named")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "it is saved without a name");
    assert_eq!(it.mails_after_work().await, Vec::<String>::new());
    let page = sent.location().split('?').next().expect("a path").to_owned();
    let administrator = it.administrator().await;
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("which was not given yet"));
    let answers = format!("{page}/answers");
    let wrong = visitor.fill(&page, &answers, &[("question", "reach"), ("name", "Dr Ann Reid"), ("email", "nowhere")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"Dr Ann Reid\""), "what was typed is still there");
    let reach = [("question", "reach"), ("name", "Dr Ann Reid"), ("email", "ann@glebe.example")];
    assert_eq!(visitor.fill(&page, &answers, &reach).await.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.fill(&page, &answers, &reach).await.status, StatusCode::SEE_OTHER, "pressed twice");
    let mails = it.mails_after_work().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: ann@glebe.example") && mails[0].replace("=\r\n", "").contains(&page), "{}", mails[0]);
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("Dr Ann Reid, ann@glebe.example"));
    assert!(!visitor.get(&page).await.body.contains("name=\"email\""), "what is known is not asked again");
    let other = [("question", "reach"), ("name", "Somebody Else"), ("email", "else@glebe.example")];
    visitor.fill(&page, &answers, &other).await;
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("Dr Ann Reid"), "a link changes no name that is given");
});

both!(an_anonymous_report_takes_no_name_and_no_address_also_later, start, |it| {
    let visitor = it.visitor();
    let page = quietly(&visitor).await;
    let receipt = visitor.get(&page).await.body;
    assert!(!receipt.contains("name=\"email\"") && !receipt.contains("data-remember") && !receipt.contains("data-before"));
    let reach = [("question", "reach"), ("name", "Left In"), ("email", "left@in.example")];
    assert_eq!(visitor.fill(&page, &format!("{page}/answers"), &reach).await.status, StatusCode::CONFLICT);
    assert_eq!(it.work().await, 0);
    let reporters = sql("SELECT COUNT(*) AS n FROM reporters").one(&it.app.db).await.expect("a row");
    assert_eq!(reporters.get::<i64>("n").expect("a number"), 0);
});

both!(role_and_side_of_last_time_are_one_tap, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let answers = format!("{page}/answers");
    let before = [("question", "as-before"), ("sector", "primary"), ("post", "GP")];
    assert_eq!(visitor.fill(&page, &answers, &before).await.status, StatusCode::SEE_OTHER);
    let receipt = visitor.get(&page).await.body;
    assert!(receipt.contains("value=\"primary\" aria-pressed=\"true\"") && receipt.contains("value=\"GP\" autocomplete"));
    for nothing in
        [[("question", "as-before"), ("sector", ""), ("post", "")], [("question", "as-before"), ("sector", "moon"), ("post", "GP")]]
    {
        assert_eq!(visitor.fill(&page, &answers, &nothing).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
});

/// Lets the issue of a number be answered, as a meeting does it.
async fn answered(it: &TestApp, acting: &Acting, number: i64) {
    let app = &it.app;
    let mut tx = app.begin().await.expect("a transaction");
    let issue = store::find(&mut tx, acting.group.id, number).await.expect("an issue");
    assert!(store::move_on(&mut tx, acting.group.id, issue.id, State::New, State::Triaged).await.expect("it moves"));
    let today = app.clock.today(&acting.group.time_zone);
    let place = journey::Place { meeting: 1, held_on: today, item: "26/001".into() };
    journey::schedule(app, &mut tx, acting, issue.id, &place).await.expect("it is scheduled");
    let reply = Reply { decision: "26/D01".into(), words: "Agreed.".into(), next_steps: String::new(), said_on: today };
    journey::reply(app, &mut tx, acting, issue.id, reply).await.expect("it is answered");
    app.commit(tx).await.expect("a commit");
}

both!(above_the_box_stands_one_true_line_once_there_are_ten_answers, start, |it| {
    let chair = it.gp_co_chair().await;
    let acting = Acting {
        group: it.group.clone(),
        person: chair.id,
        name: "A".into(),
        email: String::new(),
        role: Role::CoChair,
        side: Side::Gp,
        deputy: false,
        acting_until: None,
        operator: false,
    };
    for n in 1..=10 {
        let sent = send(&it.visitor(), &[("text", &format!("Report {n}")), ("known", "anonymous")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    // Nine on the day itself, or a day on; the tenth is slow.
    for n in 1..=4 {
        answered(it, &acting, n).await;
    }
    it.wait(jiff::SignedDuration::from_hours(24));
    for n in 5..=9 {
        answered(it, &acting, n).await;
    }
    assert!(!it.visitor().get(RAISE).await.main().contains("Of the last"), "nine are too few to speak of");
    it.wait(jiff::SignedDuration::from_hours(24 * 40));
    answered(it, &acting, 10).await;
    let form = it.visitor().get(RAISE).await.main();
    assert!(form.contains("Of the last 10 reports that were answered, half had their first answer within 1 day."), "{form}");
    assert!(!form.contains("looked back"), "nobody has said whether they held");
    assert!(!it.visitor().get("/south-firth/raise").await.main().contains("Of the last"));
    it.wait(jiff::SignedDuration::from_hours(24 * 100));
    let mut tx = it.app.begin().await.expect("a transaction");
    for (answer, numbers) in [("held", 1..=8), ("came-back", 9..=10)] {
        for number in numbers {
            sql(
                "INSERT INTO outcome_answers (reply_id, issue_id, group_id, answer, said_on) SELECT r.id, i.id, i.group_id, $2, r.said_on \
                 FROM replies r JOIN issues i ON i.id = r.issue_id WHERE i.group_id = $1 AND i.number = $3",
            )
            .bind(it.group.id)
            .bind(answer)
            .bind(i64::from(number))
            .run(&mut tx)
            .await
            .expect("an answer");
        }
    }
    it.app.commit(tx).await.expect("a commit");
    let form = it.visitor().get(RAISE).await.main();
    assert!(form.contains("Of 10 fixes that reporters looked back on, 8 have held."), "{form}");
});

both!(the_form_is_small, start, |it| {
    let page = it.visitor().get(RAISE).await.body;
    let files = ["style.css", "brig.js", "icon.svg"].map(|name| kernel::page::static_file(name).map_or(0, |(_, text)| text.len()));
    let sum = page.len() + files.iter().sum::<usize>();
    assert!(sum <= 60_000, "{sum} bytes before anything is compressed: page {}, files {files:?}", page.len());
    assert!(page.contains("Not for urgent patient safety matters"));
});
