//! Corrections over HTTP: by form, and in Word files as Word and LibreOffice write them.

use std::io::{Cursor, Read, Write};

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, Reply, TestApp},
};
use jiff::SignedDuration;
use kernel::both;
use serde_json::json;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{super::whole::whole, bring_by_mail};
use crate::testing::{Chairs, start};

const MINUTE: &str = "/north-moor/meetings/1/minute";
const CORRECTIONS: &str = "/north-moor/meetings/1/minute/corrections";
const APPROVE: &str = "/api/v1/north-moor/meetings/1/minute/approvals";
const BY: &str = r#"w:id="7" w:author="Adeyemi, Tunde" w:date="2026-12-15T09:30:00Z""#;

/// A meeting that is over, at which a member was too, and whose attendees are asked until 18 December.
async fn asked<'a>(it: &'a TestApp) -> (Chairs<'a>, Persona<'a>) {
    let chairs = Chairs::of(it).await;
    let member = it.member().await;
    chairs.decided("Letters come late").await;
    let there = json!({ "present": ["Ailsa Munro", "Tunde Adeyemi", "Morag Sinclair", member.email] });
    chairs.call("meetings/1/attendance", there).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, "/api/v1/north-moor/meetings/1/read-back", None).await;
    }
    it.wait(SignedDuration::from_hours(22 * 24 + 5));
    let chairs = Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    };
    let member = member.signed_in_again().await;
    chairs.call("meetings/1/adjournment", json!(null)).await;
    let sent = chairs.administrator.fill(MINUTE, &format!("{MINUTE}/window"), &[("until", "2026-12-18")]).await;
    assert_eq!(sent.location(), format!("{MINUTE}?asked"), "{}", sent.main());
    (chairs, member)
}

async fn propose(who: &Persona<'_>, section: &str, paragraph: &str, was: &str, words: &str) -> Reply {
    let page = format!("{CORRECTIONS}/new?section={section}&paragraph={paragraph}");
    let fields = [("section", section), ("was", was), ("words", words), ("why", "I was there")];
    who.fill(&page, CORRECTIONS, &fields).await
}

async fn answer(who: &Persona<'_>, number: i64, verdict: &str, reason: &str) -> Reply {
    let field = format!("reason-{number}");
    who.fill(CORRECTIONS, &format!("{CORRECTIONS}/{number}/answer"), &[("verdict", verdict), (field.as_str(), reason)]).await
}

both!(attendees_propose_until_the_day_and_hear_what_became_of_it, start, |it| {
    let (chairs, member) = asked(it).await;
    let mails = it.mails_after_work().await;
    let told: Vec<&String> = mails.iter().filter(|mail| mail.contains("To check")).collect();
    assert_eq!(told.len(), 3, "whoever was there is asked, but not who asks: {told:?}");
    assert!(told[0].contains("minute/corrections") && told[0].contains("18 December 2026"), "{}", told[0]);
    let early = chairs.gp.get(MINUTE).await.main();
    assert!(early.contains("can propose corrections until 18 December 2026") && !early.contains("Approve for"), "{early}");
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.status, StatusCode::CONFLICT, "nobody signs while others are asked");

    assert!(member.get(CORRECTIONS).await.main().contains("You can propose corrections until 18 December 2026."));
    let proposed = propose(&member, "5", "1", "Wards lack typists.", "Two wards lack typists.").await;
    assert_eq!(proposed.location(), format!("{CORRECTIONS}?proposed"), "{}", proposed.main());
    assert!(propose(&member, "5", "0", "Letters take weeks.", "Letters take ages.").await.status.is_redirection());
    let same = propose(&member, "5", "0", "Letters take weeks.", "Letters take weeks.").await;
    assert!(same.status == StatusCode::UNPROCESSABLE_ENTITY && same.main().contains("Change the words"), "{}", same.main());
    let named = propose(&member, "5", "0", "Letters take weeks.", "About 010101 1237").await;
    assert!(named.main().contains("This looks like a CHI number"), "{}", named.main());
    let gone = propose(&member, "5", "0", "Never stood there.", "X").await;
    assert!(gone.status == StatusCode::CONFLICT && gone.body.contains("X"), "what was typed is not lost: {}", gone.main());

    let page = chairs.gp.get(CORRECTIONS).await;
    assert!(page.body.contains("<ins>Two wards</ins>") && page.main().contains("I was there"), "{}", page.main());
    assert_eq!(answer(&member, 1, "take", "").await.status, StatusCode::FORBIDDEN, "who proposes does not answer");
    let silent = answer(&chairs.gp, 2, "decline", "").await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.main().contains("Say why it is not taken up"), "{}", silent.main());
    assert!(answer(&chairs.gp, 1, "take", "").await.status.is_redirection());
    assert!(!it.mails_after_work().await.iter().any(|mail| mail.contains("What became of your corrections")), "once all have an answer");
    let declined = answer(&chairs.gp, 2, "decline", "It was weeks: see the audit.").await;
    assert_eq!(declined.location(), format!("{CORRECTIONS}?answered#open"), "{}", declined.main());
    assert_eq!(answer(&chairs.gp, 2, "take", "").await.status, StatusCode::CONFLICT, "an answer stands");
    let mails = it.mails_after_work().await;
    let heard: Vec<&String> = mails.iter().filter(|mail| mail.contains("What became of your corrections")).collect();
    assert_eq!(heard.len(), 1);
    assert!(heard[0].contains(&member.email) && heard[0].contains("taken up") && heard[0].contains("see the audit."), "{}", heard[0]);

    it.wait(SignedDuration::from_hours(5 * 24));
    let (gp, member) = (chairs.gp.signed_in_again().await, member.signed_in_again().await);
    assert_eq!(propose(&member, "5", "0", "Letters take weeks.", "Late").await.status, StatusCode::CONFLICT, "the day is over");
    let text = gp.get(MINUTE).await.main();
    assert!(text.contains("Two wards lack typists.") && text.contains("Letters take weeks.") && text.contains("Approve for"), "{text}");
    assert_eq!(gp.api(Method::POST, APPROVE, None).await.json()["state"], "draft");
    assert_eq!(chairs.consultant.api(Method::POST, APPROVE, None).await.json()["state"], "published");
});

both!(who_was_not_there_proposes_nothing_and_the_window_is_closed_by_hand, start, |it| {
    let (chairs, member) = asked(it).await;
    let absent = it.persona("Ishbel Grant", Role::Member, Side::Consultant).await;
    assert!(absent.get(CORRECTIONS).await.main().contains("proposed by whoever was at the meeting"));
    assert_eq!(propose(&absent, "5", "0", "Letters take weeks.", "No").await.status, StatusCode::FORBIDDEN);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(CORRECTIONS).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.fill(CORRECTIONS, &format!("{MINUTE}/window"), &[("close", "yes")]).await.status, StatusCode::FORBIDDEN);
    let past = chairs.administrator.fill(MINUTE, &format!("{MINUTE}/window"), &[("until", "2026-12-01")]).await;
    assert!(past.status == StatusCode::UNPROCESSABLE_ENTITY && past.main().contains("Choose a day from today on"), "{}", past.main());
    propose(&member, "1", "0", "There were no apologies.", "Apologies came from the ward.").await;
    let closed = chairs.administrator.fill(MINUTE, &format!("{MINUTE}/window"), &[("close", "yes")]).await;
    assert_eq!(closed.location(), format!("{MINUTE}?closed"));
    let waits = chairs.gp.api(Method::POST, APPROVE, None).await;
    assert!(waits.status == StatusCode::CONFLICT && waits.body.contains("1 proposed correction waits"), "{}", waits.body);
    assert!(answer(&chairs.administrator, 1, "by-hand", "").await.status.is_redirection());
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.status, StatusCode::OK);
});

/// The minute's own Word file, with its text changed, and with comments.
async fn word(it: &TestApp, change: impl Fn(String) -> String, comments: &str) -> Vec<u8> {
    let found = whole(&it.app.db, &it.group, 1).await.expect("a minute");
    let ours = documents::docx::write_version(&found.dressed(true), &kernel::keys::hex(&found.hash)).expect("a Word file");
    let mut archive = ZipArchive::new(Cursor::new(ours)).expect("a zip file");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).expect("a part").read_to_string(&mut text).expect("text");
        match name.as_str() {
            "word/document.xml" => text = change(text),
            "word/_rels/document.xml.rels" => {
                let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
                let relation = format!("<Relationship Id=\"rC\" Type=\"{kind}\" Target=\"comments.xml\"/></Relationships>");
                text = text.replace("</Relationships>", &relation);
            }
            _ => {}
        }
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.start_file("word/comments.xml", SimpleFileOptions::default()).expect("a part");
    zip.write_all(format!("<w:comments xmlns:w=\"w\">{comments}</w:comments>").as_bytes()).expect("its text");
    zip.finish().expect("a file").into_inner()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn replaced(xml: &str, old: &str, new: &str) -> String {
    assert!(xml.contains(old), "{old} is not in {xml}");
    xml.replacen(old, new, 1)
}

async fn hand_in(who: &Persona<'_>, file: &[u8]) -> Reply {
    who.send_file(CORRECTIONS, &format!("{CORRECTIONS}/file"), &[], ("minute.docx", file)).await
}

both!(a_word_file_with_changes_and_comments_becomes_proposed_corrections, start, |it| {
    let (chairs, member) = asked(it).await;
    let comment = r#"<w:comment w:id="0" w:author="Ailsa Munro"><w:p><w:r><w:t>Which wards?</w:t></w:r></w:p></w:comment>"#;
    let change = |xml: String| {
        let tracked = format!(
            "{}<w:del {BY}><w:r><w:delText>weeks</w:delText></w:r></w:del><w:ins {BY}>{}</w:ins>{}",
            run("Letters take "),
            run("months"),
            run(".")
        );
        let xml = replaced(&xml, &run("Letters take weeks."), &tracked);
        let commented = format!(
            "<w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
            run("Wards lack typists.")
        );
        let xml = replaced(&xml, &run("Wards lack typists."), &commented);
        // Changed by hand, without tracking.
        let xml = replaced(&xml, &run("There were no apologies."), &run("Apologies came from nobody."));
        // A decision that was read back cannot be taken up from here.
        replaced(&xml, "letters go out within a day", "letters go out within a week")
    };
    let file = word(it, change, comment).await;
    let taken = hand_in(&member, &file).await;
    assert_eq!(taken.location(), format!("{CORRECTIONS}?brought=4&known=0&refused=0"), "{}", taken.main());
    assert!(member.get(taken.location()).await.main().contains("4 corrections are proposed."));
    let page = chairs.gp.get(CORRECTIONS).await;
    let words = page.main();
    assert!(words.contains("Tunde Adeyemi, in a Word file"), "the author of a file is known again: {words}");
    assert!(words.contains("Ailsa Munro, in a Word file") && words.contains("Which wards?"), "{words}");
    assert!(words.contains("Changed without tracking, in a file from"), "{words}");
    assert!(page.body.contains("<ins>months.</ins>") || page.body.contains("<ins>months</ins>"), "{}", page.body);
    assert!(words.contains("mended by hand"), "{words}");
    let again = hand_in(&member, &file).await;
    assert!(again.main().contains("Everything that this file proposes was proposed already"), "{}", again.main());

    let number = |about: &str| {
        let at = words.find(about).expect("it is there");
        let before = &words[..at];
        before.rsplit("Correction ").next().and_then(|rest| rest.split(',').next()).and_then(|n| n.parse::<i64>().ok()).expect("a number")
    };
    let (tracked, by_hand) = (number("Tunde Adeyemi, in a Word file"), number("Changed without tracking"));
    assert!(answer(&chairs.administrator, tracked, "take", "").await.status.is_redirection());
    assert!(answer(&chairs.administrator, by_hand, "take", "").await.status.is_redirection());
    let text = chairs.gp.get(MINUTE).await.main();
    assert!(text.contains("Letters take months.") && text.contains("Apologies came from nobody."), "{text}");
    let mails = it.mails_after_work().await;
    assert!(
        mails.iter().any(|mail| mail.contains("What became of your corrections") && mail.contains(&chairs.consultant.email)),
        "its author hears"
    );
});

both!(a_file_of_an_older_version_says_so_and_is_read_against_that_version, start, |it| {
    let (chairs, member) = asked(it).await;
    let file = word(it, |xml| replaced(&xml, &run("Wards lack typists."), &run("Three wards lack typists.")), "").await;
    let fields = [("seen5", "Letters take weeks.\r\nWards lack typists."), ("s5", "Letters take a month.\nWards lack typists.")];
    chairs.administrator.fill(&format!("{MINUTE}/edit"), &format!("{MINUTE}/edit"), &fields).await;
    let taken = hand_in(&member, &file).await;
    assert_eq!(taken.location(), format!("{CORRECTIONS}?brought=1&known=0&refused=0&older=yes"), "only its own change is proposed");
    assert!(member.get(taken.location()).await.main().contains("of an older version"));
    assert!(answer(&chairs.gp, 1, "take", "").await.status.is_redirection());
    assert!(chairs.gp.get(MINUTE).await.main().contains("Letters take a month.\nThree wards lack typists."));
    // New paragraphs stand behind the one they were written after; what goes is taken out.
    let added = |xml: String| {
        let new = format!(
            "{}</w:p><w:p><w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr><w:ins {BY}>{}</w:ins>",
            run("Three wards lack typists."),
            run("One has two.")
        );
        replaced(&xml, &run("Three wards lack typists."), &new)
            .replace(&run("Letters take a month."), &format!("<w:del {BY}><w:r><w:delText>Letters take a month.</w:delText></w:r></w:del>"))
    };
    let file = word(it, added, "").await;
    assert_eq!(hand_in(&member, &file).await.location(), format!("{CORRECTIONS}?brought=2&known=0&refused=0"));
    for number in [2, 3] {
        assert!(answer(&chairs.gp, number, "take", "").await.status.is_redirection());
    }
    let text = chairs.gp.get(MINUTE).await.main();
    assert!(text.contains("Three wards lack typists.\nOne has two.") && !text.contains("Letters take a month"), "{text}");
});

both!(a_file_that_names_a_patient_or_is_none_is_told_so, start, |it| {
    let (chairs, member) = asked(it).await;
    let change = |xml: String| {
        replaced(
            &replaced(&xml, &run("Wards lack typists."), &run("It was 010101 1237.")),
            &run("Letters take weeks."),
            &run("Letters take days."),
        )
    };
    let taken = hand_in(&member, &word(it, change, "").await).await;
    assert_eq!(taken.location(), format!("{CORRECTIONS}?brought=1&known=0&refused=1"));
    assert!(member.get(taken.location()).await.main().contains("1 change was left out"));
    assert!(!chairs.gp.get(CORRECTIONS).await.main().contains("1237"));
    let unchanged = hand_in(&member, &word(it, |xml| xml, "").await).await;
    assert!(unchanged.main().contains("This file changes nothing"), "{}", unchanged.main());
    assert!(hand_in(&member, b"%PDF-1.7").await.main().contains("This is a PDF"));
    assert!(hand_in(&member, b"").await.main().contains("Choose the Word file"));
    let of_another = |hash: &str| {
        let document = documents::Document {
            title: "A".into(),
            subtitle: String::new(),
            language: "en-GB".into(),
            author: String::new(),
            running: String::new(),
            blocks: vec![documents::Block::paragraph("Quite another text.")],
        };
        documents::docx::write_version(&document, hash).expect("a file")
    };
    assert!(hand_in(&member, &of_another(&"ab".repeat(32))).await.main().contains("This file is of another minute"));
});

both!(a_minute_that_comes_back_by_mail_is_read_and_its_sender_hears, start, |it| {
    let (chairs, member) = asked(it).await;
    let file = word(it, |xml| replaced(&xml, &run("Wards lack typists."), &run("Three wards lack typists.")), "").await;
    let send = async |from: &str| bring_by_mail(&it.app, from, &[b"not a file", &file]).await.expect("is taken");
    assert!(!bring_by_mail(&it.app, &member.email, &[b"PK nothing"]).await.expect("is left"), "what is no minute goes its way");
    assert!(send("somebody@elsewhere.example").await);
    assert!(chairs.gp.get(CORRECTIONS).await.main().contains("No correction waits for an answer."));
    assert!(send(&member.email.to_uppercase()).await);
    assert!(chairs.gp.get(CORRECTIONS).await.main().contains("Three wards lack typists."));
    assert!(send(&member.email).await, "sent twice it is proposed once");
    let mails = it.mails_after_work().await;
    let answers: Vec<&String> = mails.iter().filter(|mail| mail.contains("Subject: Your file of the minute")).collect();
    assert_eq!(answers.len(), 3);
    let to = |who: &str, says: &str| answers.iter().any(|mail| mail.contains(who) && mail.contains(says));
    assert!(to("somebody@elsewhere.example", "Nothing was proposed."), "{answers:?}");
    assert!(to(&member.email.to_uppercase(), "1 correction is proposed."), "{answers:?}");
    assert!(to(&format!("To: {}", member.email), "Everything that this file proposes"), "{answers:?}");
});
