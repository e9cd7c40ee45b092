//! What cannot be a template, and what must not be kept: a clear message, and nothing half-made.

use kernel::both;

use super::*;

both!(what_cannot_be_a_template_is_said_and_nothing_is_begun, start, |it| {
    let people = People::of(it).await;
    let file = async |name: &str, bytes: &[u8]| people.administrator.send_file(START, TEMPLATE, &[("from", "file")], (name, bytes)).await;
    let mut large = b"Purpose\n".to_vec();
    large.resize(20 << 20, b'a');
    for (reply, words) in [
        (people.paste("").await, "Paste the text of a template"),
        (people.paste("Purpose\nThe group of [name of the board meets.").await, "bracket"),
        (people.paste("Purpose\nThe group of name] meets.").await, "bracket"),
        (file("", b"").await, "Choose a file"),
        (file("terms.docx", b"PK\x03\x04 not really").await, "There is a problem"),
        (file("terms.docx", &large).await, "larger than 8 MB"),
        (file("terms.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj").await, "There is a problem"),
    ] {
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}: {}", reply.main());
        assert!(reply.main().contains(words), "{words}: {}", reply.main());
    }
    assert_eq!(people.administrator.get(DRAFT).await.status, StatusCode::NOT_FOUND);
});

both!(no_number_of_a_patient_gets_into_terms, start, |it| {
    let people = People::of(it).await;
    let refused = people.paste("Purpose\nWe saw 0101011237 last week.").await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("could identify a patient"),
        "{}",
        refused.main()
    );
    people.paste(PASTED).await;
    let answer = people.answer("backfill", &[("said", "As for 010101 1237.")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.main());
    let new = [("after", ""), ("kind", "paragraph"), ("words", "0101-011-237")];
    let clause = people.administrator.fill(&format!("{TEXT}/new"), &format!("{TEXT}/new"), &new).await;
    assert_eq!(clause.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", clause.main());
});

both!(five_hundred_gaps_are_asked_and_answered_on_one_page, start, |it| {
    let people = People::of(it).await;
    let text = (0..500).fold("Gaps\n".to_owned(), |text, n| text + &format!("Here stands [gap number {n}] in its line.\n"));
    assert_eq!(people.paste(&text).await.status, StatusCode::SEE_OTHER);
    assert!(people.administrator.get(DRAFT).await.main().contains("500 are needed before it can be approved"));
    assert_eq!(people.decide_all().await.status, StatusCode::SEE_OTHER);
    let read = people.gp.get(READ).await;
    assert!(!read.body.contains('[') && read.hidden("hash").is_some(), "{}", read.main());
});
