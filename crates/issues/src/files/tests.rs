//! Files of reporters: only their words are kept, and those only when nothing in them tells who a patient is.

use axum::http::{Method, StatusCode};
use documents::{Block, Document};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::{both, sql};
use serde_json::json;

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";

async fn raised(it: &TestApp, known: &str) -> String {
    let sent = it.visitor().fill(RAISE, RAISE, &[("text", "Letters come late."), ("known", known)]).await;
    assert_eq!(sent.status, 303, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

async fn send(who: &Persona<'_>, page: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> group::testing::Reply {
    let files = format!("{page}/files");
    who.send_file(&files, &files, fields, file).await
}

fn word(text: &str) -> Vec<u8> {
    let none = String::new;
    let (title, language, blocks) = ("Letter".into(), "en-GB".into(), vec![Block::paragraph(text)]);
    let document = Document { title, subtitle: none(), language, author: "Ann Reid".into(), running: none(), blocks };
    documents::docx::write(&document).expect("a Word file")
}

async fn kept(it: &TestApp) -> Vec<(String, String)> {
    let rows = sql("SELECT kind, words FROM issue_files ORDER BY number").all(&it.app.db).await.expect("rows");
    rows.iter().map(|row| (row.get("kind").expect("a kind"), row.get("words").expect("words"))).collect()
}

both!(the_words_of_a_file_are_kept_and_read_by_those_who_triage, start, |it| {
    let visitor = it.visitor();
    let page = raised(it, "anonymous").await;
    for _ in 0..2 {
        let sent = send(&visitor, &page, &[], ("template by Ann Reid.docx", &word("Dear colleague, please chase."))).await;
        assert_eq!(sent.location(), format!("{page}/files?added"), "{}", sent.main());
    }
    let sent = send(&visitor, &page, &[], ("list.csv", b"Ward,Days\n4,12\n")).await;
    assert_eq!(sent.location(), format!("{page}/files?added"), "{}", sent.main());
    let all = kept(it).await;
    assert_eq!(all.len(), 2, "the same words are one file");
    assert!(all[0].0 == "word" && all[0].1.contains("please chase"), "{all:?}");
    assert_eq!(all[1], ("text".into(), "Ward,Days\n4,12".into()));
    let own = visitor.get(&format!("{page}/files/1")).await.main();
    assert!(own.contains("please chase") && own.contains("all that is kept") && !own.contains("Reid"), "{own}");
    let administrator = it.administrator().await;
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("File 1, from a Word file") && issue.contains("Reporter added: a file"), "{issue}");
    assert!(administrator.get("/north-moor/issues/NM-0001/files/1").await.main().contains("please chase"));
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Gp).await;
    assert_eq!(reader.get("/north-moor/issues/NM-0001/files/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get(&format!("{}/files/1", page.replace("north-moor", "south-firth"))).await.status, StatusCode::NOT_FOUND);
    let row = sql("SELECT id FROM issue_files WHERE number = 1").one(&it.app.db).await.expect("a row");
    assert_eq!(row.get::<uuid::Uuid>("id").expect("a key").get_version_num(), 4, "its key says nothing of when");
});

both!(what_tells_who_a_patient_is_is_refused_in_name_text_and_cells, start, |it| {
    let visitor = it.visitor();
    let page = raised(it, "confidence").await;
    let inside = word("About 010101 1237.");
    for (name, bytes) in [
        ("letter.docx", inside.as_slice()),
        ("Mrs_Okafor.txt", b"Letters come late."),
        ("list.csv", b"Ward,DOB\n4,12/03/1961\n"),
        ("big.txt", &[b'a'; 9 * 1024 * 1024]),
        ("picture.txt", b"\xff\xd8\xff\xe0 a picture"),
        ("empty.txt", b""),
    ] {
        let refused = send(&visitor, &page, &[("keep", "yes")], (name, bytes)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", refused.main());
        assert!(
            !refused.body.contains("010101") && !refused.body.contains("Okafor") && !refused.body.contains("12/03"),
            "{}",
            refused.body
        );
    }
    assert!(kept(it).await.is_empty());
    let doubtful = b"It was under Mr Okafor.";
    let asked = send(&visitor, &page, &[], ("note.txt", doubtful)).await;
    assert!(asked.status == StatusCode::UNPROCESSABLE_ENTITY && asked.body.contains("name=\"keep\""), "{}", asked.main());
    assert_eq!(send(&visitor, &page, &[("keep", "yes")], ("note.txt", doubtful)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(kept(it).await.len(), 1);
});

both!(a_file_is_taken_back_alone_and_with_its_issue_and_five_are_enough, start, |it| {
    let visitor = it.visitor();
    let page = raised(it, "confidence").await;
    for n in 1..=5 {
        let text = format!("The list number {n} of the ward.");
        assert_eq!(send(&visitor, &page, &[], ("a.txt", text.as_bytes())).await.status, StatusCode::SEE_OTHER);
    }
    let form = format!("{page}/files");
    assert!(!visitor.get(&form).await.body.contains("type=\"file\""), "there is no room for more");
    let removal = format!("{page}/files/2/removal");
    assert_eq!(visitor.fill(&format!("{page}/files/2"), &removal, &[]).await.location(), format!("{page}/files?taken-back"));
    assert_eq!(kept(it).await.len(), 4);
    assert_eq!(visitor.get(&format!("{page}/files/2")).await.status, StatusCode::NOT_FOUND);
    visitor.fill(&page, &format!("{page}/withdrawal"), &[]).await;
    assert!(kept(it).await.is_empty(), "they go with the issue");
    let late = visitor.fill(&page, &form, &[]).await;
    assert_ne!(late.status, StatusCode::SEE_OTHER);
});

both!(a_file_is_hidden_with_its_issue_and_words_are_taken_out_of_it, start, |it| {
    let visitor = it.visitor();
    let page = raised(it, "confidence").await;
    send(&visitor, &page, &[], ("a.txt", b"Oighrig Quandale waited for weeks.")).await;
    visitor.fill(&page, &format!("{page}/flag"), &[]).await;
    let administrator = it.administrator().await;
    let file = "/north-moor/issues/NM-0001/files/1";
    assert!(!administrator.get(file).await.main().contains("waited"), "hidden");
    let removals = "/north-moor/removals";
    assert!(administrator.get(removals).await.main().contains("Oighrig Quandale waited"), "the administrator reads it there");
    let done = administrator.fill(removals, removals, &[("words", "oighrig quandale")]).await;
    assert_eq!(done.location(), format!("{removals}/1"), "{}", done.main());
    assert!(administrator.get(&format!("{removals}/1")).await.main().contains("File that a reporter added"));
    administrator.fill(removals, &format!("{removals}/flags/1/shown"), &[]).await;
    assert!(administrator.get(file).await.main().contains("[removed] waited for weeks."));
});

both!(files_are_listed_by_api_and_their_issue_is_found_by_their_words, start, |it| {
    let visitor = it.visitor();
    let page = raised(it, "confidence").await;
    send(&visitor, &page, &[], ("template by Ann Reid.docx", &word("Dear colleague, the physiotherapist will chase."))).await;
    let administrator = it.administrator().await;
    let files = "/api/v1/north-moor/issues/NM-0001/files";
    let told = administrator.api(Method::GET, files, None).await;
    let first = told.json()["items"][0].clone();
    assert_eq!((&first["name"], &first["kind"]), (&json!("File 1, from a Word file"), &json!("word")), "{}", told.body);
    assert!(first["characters"].as_i64().is_some_and(|n| n > 20) && !told.body.contains("Ann Reid"), "{}", told.body);
    let one = administrator.api(Method::GET, &format!("{files}/1"), None).await.json();
    assert!(one["text"].as_str().is_some_and(|text| text.contains("physiotherapist will chase")), "{one}");
    assert_eq!(administrator.api(Method::GET, &format!("{files}/2"), None).await.status, StatusCode::NOT_FOUND);
    let found = async || administrator.api(Method::GET, "/api/v1/north-moor/issues?q=physiotherapist", None).await.json()["items"].clone();
    assert_eq!(found().await[0]["reference"], json!("NM-0001"));
    let member = it.member().await;
    for path in [files.to_owned(), format!("{files}/1")] {
        assert_eq!(member.api(Method::GET, &path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    visitor.fill(&format!("{page}/files/1"), &format!("{page}/files/1/removal"), &[]).await;
    assert_eq!(found().await, json!([]), "what was taken back finds nothing");
});
