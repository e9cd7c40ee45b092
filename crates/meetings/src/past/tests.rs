//! Past minutes and decisions over HTTP.

use axum::http::StatusCode;
use documents::{Block, Document};
use group::{importing::testing::send_on, membership::Side, permissions::Role, testing::Persona, testing::Reply};
use kernel::both;

use crate::testing::start;

const BRING: &str = "/north-moor/past/minutes/bring";
const IMPORT: &str = "/north-moor/past/decisions/import";

fn document(lines: &[&str]) -> Document {
    Document {
        title: "Minute".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: String::new(),
        running: String::new(),
        blocks: lines.iter().map(|line| Block::paragraph(*line)).collect(),
    }
}

fn pdf(lines: &[&str]) -> Vec<u8> {
    documents::pdf::write(&document(lines)).expect("a PDF")
}

async fn bring(who: &Persona<'_>, title: &str, day: &str, file: (&str, &[u8])) -> Reply {
    who.send_file(BRING, BRING, &[("title", title), ("held_on", day)], file).await
}

both!(a_past_minute_is_found_by_its_words_and_kept_as_it_came, start, |it| {
    let administrator = it.administrator().await;
    let file = pdf(&["Apologies from the harbour.", "The group agreed that wards write within a day."]);
    let brought = bring(&administrator, "Minute of spring", "2019-03-14", ("minute.pdf", &file)).await;
    assert_eq!(brought.location(), "/north-moor/past/minutes/1?brought", "{}", brought.main());
    let word = documents::docx::write(&document(&["Whoever asks for a test reads its result."])).expect("a Word file");
    assert_eq!(
        bring(&administrator, "Minute of autumn", "2019-10-01", ("m.docx", &word)).await.location(),
        "/north-moor/past/minutes/2?brought"
    );
    let again = bring(&administrator, "Once more", "2019-03-14", ("copy.pdf", &file)).await;
    assert_eq!(again.location(), "/north-moor/past/minutes/1?brought", "the same text is one minute");

    let reader = it.persona("Ruth Kerr", Role::Reader, Side::Other).await;
    let room = reader.get("/north-moor/past").await.main();
    assert!(room.contains("Minute of spring") && !room.contains("Bring your past"), "{room}");
    assert!(administrator.get("/north-moor/past").await.main().contains("2 minutes came in"));
    let found = reader.get("/north-moor/past?q=writing+ward").await.main();
    assert!(
        found.contains("Minute of spring") && found.contains("wards write within a day") && !found.contains("Minute of autumn"),
        "{found}"
    );
    assert!(reader.get("/north-moor/past?q=result").await.main().contains("Minute of autumn"));
    assert!(reader.get("/north-moor/past?q=zebra").await.main().contains("No past minute holds these words."));
    let page = reader.get("/north-moor/past/minutes/1").await.main();
    assert!(page.contains("14 March 2019") && page.contains("Apologies from the harbour.") && !page.contains("Mark a decision"), "{page}");
    assert_eq!(reader.get("/north-moor/past/minutes/1/file").await.status, StatusCode::OK);
    assert_eq!(reader.get("/north-moor/past/minutes/3").await.status, StatusCode::NOT_FOUND);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    for path in ["/north-moor/past", "/north-moor/past/minutes/1/file", "/south-firth/past/minutes/1"] {
        assert_eq!(elsewhere.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!administrator.get("/north-moor/issues?q=harbour").await.main().contains("Minute of spring"), "issues are searched apart");
    assert!(it.mails_after_work().await.is_empty());
});

both!(words_taken_out_go_from_a_past_minutes_file_too, start, |it| {
    let administrator = it.administrator().await;
    let file = pdf(&["Apologies from the harbour.", "The case of Oighrig Quandale was heard."]);
    bring(&administrator, "Minute of spring", "2019-03-14", ("minute.pdf", &file)).await;
    let removals = "/north-moor/removals";
    let taken = administrator.fill(removals, removals, &[("words", "Oighrig Quandale")]).await;
    assert_eq!(taken.location(), format!("{removals}/1"), "{}", taken.main());
    let page = administrator.get("/north-moor/past/minutes/1").await.main();
    assert!(page.contains("The case of [removed] was heard."), "{page}");
    let file = administrator.get("/north-moor/past/minutes/1/file").await;
    assert!(file.status == StatusCode::OK && file.body.contains("taken out of the record"), "{}", file.body);
    assert!(administrator.get("/north-moor/past").await.main().contains("Minute of spring"));
});

both!(what_is_no_minute_is_said_with_its_place, start, |it| {
    let administrator = it.administrator().await;
    let secret = pdf(&["Welcome", "Seen was 0101011237 in clinic."]);
    for (day, file, words) in [
        ("2019-03-14", ("a.pdf", secret.as_slice()), "In page 1, paragraph"),
        ("2019-03-14", ("a.pdf", b"%PDF-1.7 and nothing more".as_slice()), "This PDF is damaged"),
        ("2019-03-14", ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old".as_slice()), "older Office file"),
        ("2019-03-14", ("a.txt", b"".as_slice()), "Choose the file"),
        ("31/02/2024", ("a.txt", b"Welcome".as_slice()), "Enter a day, as in 2019-12-14"),
        ("2990-01-01", ("a.txt", b"Welcome".as_slice()), "This day has not come yet"),
    ] {
        let page = bring(&administrator, "Minute", day, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(page.main().contains(words), "{words}\n---\n{}", page.main());
        assert!(!page.body.contains("0101011237"));
    }
    let large = vec![b'a'; 9 * 1024 * 1024];
    assert!(bring(&administrator, "Minute", "2019-03-14", ("a.txt", &large)).await.main().contains("larger than 8 MB"));
    assert!(administrator.get("/north-moor/past").await.main().contains("None has been brought in yet."));
    assert_eq!(it.member().await.get(BRING).await.status, StatusCode::NOT_FOUND);
});

both!(a_decision_is_marked_in_a_minute_and_found, start, |it| {
    let chair = it.gp_co_chair().await;
    bring(&chair, "Minute of spring", "2019-03-14", ("m.txt", b"It was agreed that a ward answers the phone.")).await;
    let (page, action) = ("/north-moor/past/minutes/1", "/north-moor/past/minutes/1/decisions");
    let fields = [
        ("words", "A ward answers\n the phone."),
        ("reference", "LG 19"),
        ("decided_on", "2019-03-14"),
        ("lasting", "yes"),
        ("review_on", ""),
    ];
    assert_eq!(chair.fill(page, action, &fields).await.location(), "/north-moor/past/minutes/1?marked");
    let twice = chair.fill(page, action, &fields).await;
    assert!(twice.main().contains("This decision of that day is here already"), "{}", twice.main());
    let empty = chair.fill(page, action, &[("words", ""), ("decided_on", "soon"), ("reference", "kept")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.main().contains("Copy the sentence that was agreed") && empty.body.contains("kept"), "{}", empty.main());
    let secret = chair.fill(page, action, &[("words", "As with 0101011237"), ("decided_on", "2019-03-14")]).await;
    assert_eq!(secret.status, StatusCode::UNPROCESSABLE_ENTITY);
    let member = it.member().await;
    for path in ["/north-moor/past/decisions", "/north-moor/past/decisions?show=agreements", "/north-moor/past?q=phone", page] {
        let said = member.get(path).await.main();
        assert!(said.contains("A ward answers the phone.") && said.contains("LG 19"), "{path}: {said}");
    }
    assert!(member.get("/north-moor/decisions").await.main().contains("From before Brig"));
    assert_eq!(member.fill("/north-moor/decisions", action, &fields).await.status, StatusCode::NOT_FOUND);
});

both!(a_table_of_decisions_comes_in_once, start, |it| {
    let administrator = it.administrator().await;
    let table = "Ref,Decision,Date agreed,Agreement,Review date\n\
        1,Wards write within a day.,14/03/2019,yes,2027-03-14\n\
        2,The list is looked through.,43539,no,\n\
        3,A word too many.,31/02/2024,yes,\n\
        4,wards  write within a day.,2019-03-14,yes,\n\
        5,As with 0101011237.,2019-03-14,no,\n";
    let matched = administrator.send_file(IMPORT, IMPORT, &[("step", "match")], ("d.csv", table.as_bytes())).await;
    let checked = send_on(&administrator, IMPORT, &matched, &[("step", "check")]).await;
    for words in
        ["2 rows are ready, 3 have a problem", "Row 4 | Date agreed (column C)", "This is in row 2 as well", "Row 6 | Decision (column B)"]
    {
        assert!(checked.main().contains(words), "{words}\n---\n{}", checked.main());
    }
    assert!(!checked.main().contains("0101011237"));
    let make = [("step", "make"), ("only_ready", "yes")];
    let made = send_on(&administrator, IMPORT, &checked, &make).await;
    assert!(made.main().contains("2 decisions have come in."), "{}", made.main());
    let again = send_on(&administrator, IMPORT, &checked, &[("step", "check")]).await;
    assert!(again.main().contains("3 are here already"), "{}", again.main());
    let agreements = administrator.get("/north-moor/past/decisions?show=agreements").await.main();
    assert!(
        agreements.contains("Wards write within a day.") && agreements.contains("14 March 2027") && !agreements.contains("looked through"),
        "{agreements}"
    );
});

both!(themes_come_in_with_a_table_which_is_put_right_or_taken_back, start, |it| {
    let administrator = it.administrator().await;
    let bring = async |table: &str| {
        let matched = administrator.send_file(IMPORT, IMPORT, &[("step", "match")], ("d.csv", table.as_bytes())).await;
        let checked = send_on(&administrator, IMPORT, &matched, &[("step", "check")]).await;
        (checked.main(), send_on(&administrator, IMPORT, &checked, &[("step", "make"), ("only_ready", "yes")]).await.main())
    };
    let themes = issues::themes::all(&it.app.db, it.group.id).await.expect("themes");
    let (one, two) = (&themes[0], &themes[1]);
    let table = format!(
        "Decision,Date agreed,Theme\nWards write within a day.,14/03/2019,{}\nThe list is looked through.,15/03/2019,{}\nA third one.,16/03/2019,Moonlight\n",
        one.key,
        two.name.to_uppercase()
    );
    let (checked, made) = bring(&table).await;
    assert!(checked.contains("no theme that is called “Moonlight”") && checked.contains(&format!("theme {}", two.key)), "{checked}");
    assert!(made.contains("2 decisions have come in."), "{made}");
    let stored = |number| crate::past::store::decision(&it.app.db, it.group.id, number);
    assert_eq!(stored(1).await.expect("a decision").theme.as_deref(), Some(one.key.as_str()));
    assert_eq!(stored(2).await.expect("a decision").theme.as_deref(), Some(two.key.as_str()));

    // A second table is taken back as a whole, and can come in again.
    let list = "/north-moor/past/decisions";
    let second = "Decision,Date agreed\nSecretaries have a line.,14/03/2018\n";
    bring(second).await;
    let page = administrator.get(list).await;
    let action = page.body.split("<li>1 decision, brought in on").nth(1).and_then(|rest| rest.split("/past/imports/").nth(1));
    let action = action.and_then(|rest| rest.split('"').next()).expect("a button");
    let action = format!("/north-moor/past/imports/{action}");
    let member = it.member().await;
    assert_eq!(member.fill("/north-moor/past/decisions", &action, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.fill(list, &action, &[]).await.location(), "/north-moor/past/decisions?saved=back");
    assert!(!administrator.get(list).await.main().contains("Secretaries have a line"));
    assert!(administrator.get("/north-moor/past?q=secretaries").await.main().contains("No past decision holds these words"));
    assert_eq!(administrator.fill(list, &action, &[]).await.status, StatusCode::NOT_FOUND, "once");
    assert!(bring(second).await.1.contains("1 decision has come in."));

    // One is put right; then its table stays.
    let here = "/north-moor/past/decisions/1";
    assert_eq!(member.get(here).await.status, StatusCode::NOT_FOUND);
    let page = administrator.get(here).await;
    let seen = page.hidden("seen").expect("what stood there");
    let fields = [
        ("words", "Wards write within two days."),
        ("reference", "LG 4"),
        ("decided_on", "2019-03-13"),
        ("review_on", ""),
        ("seen", &seen),
    ];
    let wrong = administrator.fill(here, here, &[("words", "As with 0101011237"), ("decided_on", "2019-03-13"), ("seen", &seen)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = administrator.fill(here, here, &fields).await;
    assert_eq!(saved.location(), "/north-moor/past/decisions?saved=right", "{}", saved.main());
    assert_eq!(administrator.fill(here, here, &fields).await.status, StatusCode::CONFLICT, "it is another by now");
    let same =
        administrator.fill(here, here, &[("words", "The list is looked through."), ("decided_on", "2019-03-15"), ("seen", &seen)]).await;
    assert!(same.main().contains("is here already"), "{}", same.main());
    let now = stored(1).await.expect("a decision");
    assert!(now.words.contains("two days") && now.theme.as_deref() == Some(one.key.as_str()), "{now:?}");
    assert!(administrator.get("/north-moor/past?q=two+days").await.main().contains("LG 4"));
    let list = administrator.get(list).await.main();
    assert!(list.contains("2 decisions, brought in on") && list.contains("1 was put right since, so it stays"), "{list}");
    let row = kernel::sql("SELECT COUNT(*) AS n FROM ledger WHERE verb IN ('past-decision.corrected', 'past-decisions.taken-back')");
    assert_eq!(row.one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a count"), 2);
});
