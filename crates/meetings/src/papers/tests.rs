//! Papers over HTTP: brought, replaced, taken back, refused.

use axum::http::{StatusCode, header};
use documents::{Block, Document};
use group::{membership::Side, permissions::Role, testing::Persona, testing::Reply};
use jiff::ToSpan;
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

pub(crate) fn document(lines: &[&str]) -> Document {
    Document {
        title: "A paper".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: String::new(),
        running: String::new(),
        blocks: lines.iter().map(|line| Block::paragraph(*line)).collect(),
    }
}

pub(crate) fn pdf(lines: &[&str]) -> Vec<u8> {
    documents::pdf::write(&document(lines)).expect("a PDF")
}

pub(crate) fn word(lines: &[&str]) -> Vec<u8> {
    documents::docx::write(&document(lines)).expect("a Word file")
}

const PAPERS: &str = "/north-moor/meetings/1/items/26-001/papers";

pub(crate) async fn bring(who: &Persona<'_>, title: &str, file: (&str, &[u8])) -> Reply {
    who.send_file(PAPERS, PAPERS, &[("title", title)], file).await
}

/// A meeting with one topic, item 26/001.
pub(crate) async fn with_item(chairs: &Chairs<'_>) {
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "Letters by post" })).await;
}

both!(a_paper_is_read_by_the_group_and_its_older_version_too, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    let member = it.member().await;
    let brought = bring(&member, "Costs of both ways", ("costs.docx", &word(&["Post costs five pounds."]))).await;
    assert_eq!(brought.location(), format!("{PAPERS}?brought"), "{}", brought.main());
    let page = chairs.gp.get(PAPERS).await.main();
    assert!(page.contains("Paper A: Costs of both ways") && page.contains("Brought by"), "{page}");
    let words = chairs.gp.get(&format!("{PAPERS}/A-1/words")).await.main();
    assert!(words.contains("Post costs five pounds."), "{words}");
    let file = chairs.gp.get(&format!("{PAPERS}/A-1")).await;
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"north-moor-26-001-paper-A-1.docx\"");
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");

    let shown = member.get(PAPERS).await;
    let id = shown.body.split("<option value=\"").find_map(|rest| rest.split_once('"').map(|(id, _)| id).filter(|id| id.len() == 36));
    let id = id.expect("the paper can be replaced").to_owned();
    let fields = [("title", "Costs, mended"), ("replaces", id.as_str())];
    let newer = member.send_file(PAPERS, PAPERS, &fields, ("costs.pdf", &pdf(&["Post costs six pounds."]))).await;
    assert_eq!(newer.status, StatusCode::SEE_OTHER, "{}", newer.main());
    let page = chairs.gp.get(PAPERS).await.main();
    assert!(page.contains("Paper A, version 2: Costs, mended") && page.contains("Replaced"), "{page}");
    assert!(chairs.gp.get(&format!("{PAPERS}/A-1/words")).await.main().contains("five pounds"), "the older one is still there");
    assert!(chairs.gp.get(&format!("{PAPERS}/A-2/words")).await.main().contains("six pounds"));
    let again = member.send_file(PAPERS, PAPERS, &fields, ("costs.pdf", &pdf(&["Post costs seven pounds."]))).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "what was replaced is not replaced twice");

    let reader = it.persona("Ruth Kerr", Role::Reader, Side::Other).await;
    for path in [PAPERS, &format!("{PAPERS}/A-2"), &format!("{PAPERS}/A-2/words")] {
        assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&PAPERS.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(chairs.gp.get(&format!("{PAPERS}/B-1")).await.status, StatusCode::NOT_FOUND);
});

both!(a_paper_is_taken_back_by_who_brought_it_and_not_by_others, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    let (member, other) = (it.member().await, it.persona("Iona Bell", Role::Member, Side::Gp).await);
    bring(&member, "Costs", ("costs.docx", &word(&["Post costs five pounds."]))).await;
    let removal = format!("{PAPERS}/A-1/removal");
    assert_eq!(other.fill(PAPERS, &removal, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.fill(PAPERS, &removal, &[]).await.location(), format!("{PAPERS}?taken-back"));
    assert!(member.get(PAPERS).await.main().contains("No paper has been brought yet."), "before the pack it is gone");
    bring(&member, "Costs", ("costs.docx", &word(&["Post costs five pounds."]))).await;
    assert!(member.get(PAPERS).await.main().contains("Paper A: Costs"));
    let here = "/north-moor/meetings/1";
    let off = || chairs.administrator.fill(here, "/north-moor/meetings/1/items/26-001/removal", &[]);
    assert_eq!(off().await.status, StatusCode::CONFLICT, "a paper is not lost by mistake");
    member.fill(PAPERS, &removal, &[]).await;
    assert_eq!(off().await.status, StatusCode::SEE_OTHER);
    assert_eq!(member.get(PAPERS).await.status, StatusCode::NOT_FOUND, "the item is gone");
});

both!(a_paper_that_names_a_patient_is_not_kept_and_the_place_is_said, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    for (file, bytes, place) in [
        ("a.pdf", pdf(&["Costs", "Seen was 010101 1237 in clinic."]), "In page 1, paragraph"),
        ("a.docx", word(&["Costs", "Seen was 010101 1237 in clinic."]), "In paragraph"),
        ("a.txt", b"Costs\nThe story of Mrs Okafor\n".to_vec(), "In paragraph 2"),
        ("a.txt", b"".to_vec(), "Choose the file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old".to_vec(), "older Office file"),
    ] {
        let reply = bring(&chairs.gp, "Costs", (file, &bytes)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{file}");
        assert!(reply.main().contains(place), "{file}: {}", reply.main());
        assert!(!reply.body.contains("0101011237") && !reply.body.contains("010101 1237") && !reply.body.contains("Okafor"), "{file}");
    }
    let named = bring(&chairs.gp, "Mrs Okafor’s letter", ("a.txt", b"Costs")).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY, "the title is looked at too");
    assert!(chairs.gp.get(PAPERS).await.main().contains("No paper has been brought yet."));
});

both!(pages_that_are_pictures_need_the_senders_word, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    // A page with a line on it and no letter.
    let scan: Vec<u8> = {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
            "<</Length 26>>stream\n10 10 m 500 700 l 2 w S   \nendstream",
        ];
        let (mut out, mut at) = (String::from("%PDF-1.7\n"), Vec::new());
        for (number, object) in (1..).zip(objects) {
            at.push(out.len());
            out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
        }
        let start = out.len();
        out.push_str("xref\n0 5\n0000000000 65535 f \n");
        at.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
        out.push_str(&format!("trailer<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
        out.into_bytes()
    };
    let asked = bring(&chairs.gp, "A drawing", ("scan.pdf", &scan)).await;
    assert!(asked.main().contains("We cannot read all of this file") && asked.body.contains("name=\"vouched\""), "{}", asked.main());
    let fields = [("title", "A drawing"), ("vouched", "yes")];
    let kept = chairs.gp.send_file(PAPERS, PAPERS, &fields, ("scan.pdf", &scan)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.main());
    let page = chairs.administrator.get(PAPERS).await.main();
    assert!(page.contains("PDF, 1 page") && page.contains("who brought it says that it names no patient"), "{page}");
});

both!(a_paper_after_its_day_is_marked_as_late, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    bring(&chairs.gp, "In time", ("a.txt", b"Costs")).await;
    let pack = "/north-moor/meetings/1/pack";
    let due = "/north-moor/meetings/papers-due";
    assert_eq!(it.member().await.fill(pack, due, &[("days", "40")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.administrator.fill(pack, due, &[("days", "many")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(chairs.administrator.fill(pack, due, &[("days", "40"), ("at", "1")]).await.location(), format!("{pack}?due"));
    bring(&chairs.gp, "Too late", ("a.txt", b"Costs again")).await;
    let page = chairs.gp.get(pack).await.main();
    let (before, after) = page.split_once("Too late").expect("the paper");
    assert!(!before.contains("Late") && after.trim_start().starts_with("Late"), "{page}");
    assert!(page.contains(&kernel::words::date(jiff::civil::date(2026, 12, 14).checked_sub(40.days()).expect("a day"))), "{page}");
});

both!(words_taken_out_go_from_a_papers_file_too, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    bring(&chairs.gp, "Costs", ("costs.pdf", &pdf(&["Post costs five pounds.", "The harbour of Quandale was heard."]))).await;
    let removals = "/north-moor/removals";
    let taken = chairs.administrator.fill(removals, removals, &[("words", "harbour of Quandale")]).await;
    assert_eq!(taken.location(), format!("{removals}/1"), "{}", taken.main());
    let file = chairs.gp.get(&format!("{PAPERS}/A-1")).await;
    assert!(file.status == StatusCode::OK && file.body.contains("taken out of the record"), "{}", file.body);
    assert!(chairs.gp.get(&format!("{PAPERS}/A-1/words")).await.main().contains("[removed]"));
});
