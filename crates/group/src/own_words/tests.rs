//! A group's own words over HTTP: added, tried, taken out, and what they do to a text.

use std::future::Future;

use analysis::identifiers::{Kind, find_with};
use axum::http::StatusCode;
use kernel::{app::Wiring, both, dialect::Dialect};

use super::store;
use crate::{
    membership::Side,
    permissions::Role,
    screening,
    testing::{Parts, TestApp},
};

const WIRING: Wiring = Wiring { reactions: &[], work: &[], schedules: &[], takers: &[] };
const WORDS: &str = "/north-moor/settings/words";

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes: crate::routes, wiring: WIRING, checks: &[] })
}

both!(an_abbreviation_of_the_group_is_written_out_in_this_group_only, start, |it| {
    let administrator = it.administrator().await;
    let add = async |short: &str, meaning: &str| {
        administrator.fill(WORDS, &format!("{WORDS}/abbreviations"), &[("short", short), ("meaning", meaning)]).await
    };
    let mark = async || store::table(&it.app.db, it.group.id).await.expect("a table").mark;
    assert!(administrator.get(WORDS).await.main().contains("None of your own yet"));
    assert_eq!(mark().await, "");
    assert_eq!(add("RAC", "rapid access chest pain clinic").await.status, StatusCode::SEE_OTHER);
    let first = mark().await;
    assert!(!first.is_empty());
    let page = administrator.get(WORDS).await;
    assert!(page.main().contains("Take out rac") && page.main().contains("rapid access chest pain clinic"), "{}", page.main());
    let ours = store::abbreviations(&it.app.db, it.group.id).await.expect("a table");
    assert_eq!(ours.written_out("no RAC, no f/u"), "no rapid access chest pain clinic, no follow-up");
    let theirs = store::abbreviations(&it.app.db, it.other.id).await.expect("a table");
    assert_eq!(theirs.written_out("no RAC"), "no RAC");
    for (short, meaning, message) in [
        ("rac", "something else", "already. Take that out first"),
        ("two words", "x", "one word, without a blank"),
        ("ABC", "", "Say what it stands for"),
        ("CHI", "0101011237", "looks like"),
    ] {
        let reply = add(short, meaning).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{short}: {}", reply.main());
        assert!(short == "CHI" || reply.body.contains(&format!("value=\"{short}\"")), "what was typed is still there");
    }
    assert_eq!(mark().await, first, "what was refused changes nothing");
    administrator.fill(WORDS, &format!("{WORDS}/abbreviations/removal"), &[("of", "rac")]).await;
    assert!(mark().await != first, "what was made with it is old");
    let ours = store::abbreviations(&it.app.db, it.group.id).await.expect("a table");
    assert_eq!(ours.written_out("no RAC"), "no RAC");
});

both!(a_hospital_s_numbers_are_refused_once_their_shape_is_known, start, |it| {
    let administrator = it.administrator().await;
    let add = async |example: &str, letters: &str| {
        administrator.fill(WORDS, &format!("{WORDS}/numbers"), &[("example", example), ("letters", letters)]).await
    };
    let known = async |group| screening::known(&it.app.db, group).await.expect("what is known");
    let finds =
        |known: &screening::Known| find_with("Letter for rqm 482-913 lost", known).iter().any(|found| found.kind == Kind::HospitalNumber);
    assert!(!finds(&known(it.group.id).await));
    assert_eq!(add("RQM 555123", "these").await.status, StatusCode::SEE_OTHER);
    let page = administrator.get(WORDS).await;
    assert!(page.main().contains("the letters RQM, then 6 digits") && page.main().contains("RQM123456"), "{}", page.main());
    assert!(!page.body.contains("555123"), "the example is not kept");
    assert!(finds(&known(it.group.id).await) && !finds(&known(it.other.id).await));
    for (example, letters, message) in [
        ("NM-1234", "any", "would be taken for such a number"),
        ("20261122", "any", "would be taken for such a number"),
        ("AB12", "these", "Give four digits at least"),
        ("^[A-Z]+$", "these", "letters, digits, blanks and dashes only"),
        ("RQX 123456", "", "Say whether the letters are always these"),
    ] {
        let reply = add(example, letters).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{example}: {}", reply.main());
    }
    administrator.fill(WORDS, &format!("{WORDS}/numbers/removal"), &[("of", "rqm999999")]).await;
    assert!(!finds(&known(it.group.id).await));
});

both!(a_text_can_be_tried_and_nothing_of_it_is_kept, start, |it| {
    let administrator = it.administrator().await;
    administrator.fill(WORDS, &format!("{WORDS}/numbers"), &[("example", "RQM 123456"), ("letters", "these")]).await;
    let tried = administrator.fill(WORDS, &format!("{WORDS}/try"), &[("text", "No IDL for RQM 987654")]).await;
    assert_eq!(tried.status, StatusCode::OK);
    assert!(tried.main().contains("No discharge letter for RQM 987654"), "{}", tried.main());
    assert!(tried.main().contains("Would be refused") && tried.main().contains("character 12"), "{}", tried.main());
    let clean = administrator.fill(WORDS, &format!("{WORDS}/try"), &[("text", "No IDL")]).await;
    assert!(clean.main().contains("Nothing in it would be refused"), "{}", clean.main());
    let empty = administrator.fill(WORDS, &format!("{WORDS}/try"), &[("text", " ")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.main().contains("Type a few words"), "{}", empty.main());
    assert!(!administrator.get(WORDS).await.body.contains("987654"));
});

both!(who_does_not_run_the_form_finds_no_such_page, start, |it| {
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    assert_eq!(member.get(WORDS).await.status, StatusCode::NOT_FOUND);
    for path in ["try", "abbreviations", "abbreviations/removal", "numbers", "numbers/removal"] {
        let reply = member
            .fill("/north-moor/members", &format!("{WORDS}/{path}"), &[("short", "rac"), ("meaning", "x"), ("text", "x"), ("of", "x")])
            .await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
});
