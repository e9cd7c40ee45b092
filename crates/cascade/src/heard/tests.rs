//! Those who can act hear once of what came from outside, and of what waits for its first word.

use axum::http::StatusCode;
use group::testing::TestApp;
use kernel::both;
use meetings::{digests, testing::Chairs};

use crate::testing::{WEEKLY, add, committee, confirm, link_to, publish, read, start, tick};

const LETTERS: &str = "/north-moor/letters";
const OFFICE: &str = "office@board.example";
const EVERYBODY: [&str; 3] = ["ailsa.munro@example.scot", "tunde.adeyemi@example.scot", "morag.sinclair@example.scot"];

/// The digests of a round at an instant, each as its reader sees it.
async fn round(it: &TestApp, seen: &mut usize, at: &str) -> Vec<String> {
    it.app.clock.set(at.parse().expect("an instant"));
    digests::round_with(&it.app, &[super::lines]).await.expect("a round");
    let mails = it.mails_after_work().await;
    let new = mails[*seen..].iter().filter(|mail| mail.contains("You get this once a day")).map(|mail| read(mail)).collect();
    *seen = mails.len();
    new
}

/// What these mails say of something, by whom they went to.
fn who_hears(mails: &[String], what: &str) -> Vec<&'static str> {
    let of = |to: &&str| mails.iter().any(|mail| mail.contains(&format!("To: {to}")) && mail.contains(what));
    EVERYBODY.into_iter().filter(of).collect()
}

async fn again(chairs: Chairs<'_>) -> Chairs<'_> {
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

both!(a_letter_that_waits_and_its_answer_are_told_once_and_not_to_who_did_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let letter = [
        ("entry", ""),
        ("recipient", "The clinic manager"),
        ("email", OFFICE),
        ("subject", "Letters from the clinic"),
        ("text", "Could letters go out within a week?"),
        ("answer_by", "2026-12-21"),
    ];
    let new = format!("{LETTERS}/new");
    assert_eq!(chairs.gp.fill(&new, &new, &letter).await.status, StatusCode::SEE_OTHER);
    assert_eq!(chairs.administrator.fill(&new, &new, &letter).await.status, StatusCode::SEE_OTHER);
    let mut seen = 0;
    assert_eq!(round(it, &mut seen, "2026-11-22T10:00:00Z").await.len(), 0, "it is Sunday");
    let told = round(it, &mut seen, "2026-11-23T10:00:00Z").await;
    assert_eq!(who_hears(&told, "Letter L-0002 to The clinic manager"), EVERYBODY[..2], "{told:?}");
    assert!(told.iter().all(|mail| mail.contains("http://brig.test/north-moor/letters/L-0002")), "{told:?}");
    // Of one's own words one is not told; beside the other letter they stand.
    assert!(told.iter().any(|mail| mail.contains("To: tunde.adeyemi") && mail.contains("L-0001") && mail.contains("2 things wait")));
    assert_eq!(round(it, &mut seen, "2026-11-23T11:00:00Z").await.len(), 0);
    assert_eq!(round(it, &mut seen, "2026-11-24T10:00:00Z").await.len(), 0, "nothing is new");
    let chairs = again(chairs).await;
    for letter in ["L-0001", "L-0002"] {
        let one = format!("{LETTERS}/{letter}");
        let hash = chairs.consultant.get(&one).await.hidden("hash").unwrap_or_default();
        assert_eq!(chairs.consultant.fill(&one, &format!("{one}/approvals"), &[("hash", &hash)]).await.status, StatusCode::SEE_OTHER);
        it.work().await;
        let (link, visitor) = (link_to(it, OFFICE, "answer"), it.visitor());
        let page = visitor.get(&link).await;
        let which = page.hidden("which").expect("a question");
        if letter == "L-0001" {
            visitor.fill(&link, &link, &[("which", &which), ("words-1", "Yes, from March on.")]).await;
        } else {
            let by_hand = format!("/north-moor/answers/{which}");
            let noted = [("answer", "They rang: yes."), ("answered_on", "")];
            let reply = chairs.administrator.fill(&by_hand, &by_hand, &noted).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
        }
    }
    let told = round(it, &mut seen, "2026-11-25T10:00:00Z").await;
    assert_eq!(who_hears(&told, "Letter L-0001 is answered"), EVERYBODY, "{told:?}");
    assert_eq!(who_hears(&told, "Letter L-0002 is answered"), EVERYBODY[..2], "not who wrote it down: {told:?}");
    assert!(told.iter().all(|mail| mail.contains("What has come in from outside the group") && !mail.contains("Yes, from March on")));
    assert_eq!(round(it, &mut seen, "2026-11-26T10:00:00Z").await.len(), 0, "once");
});

both!(an_editors_no_and_a_committees_question_are_told_to_those_who_can_act, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    let number = chairs.decided("one").await;
    confirm(&chairs, number).await;
    publish(&chairs, number).await;
    it.app.clock.set("2026-11-25T11:05:00Z".parse().expect("an instant"));
    tick(it).await;
    it.app.clock.set("2026-11-27T09:00:00Z".parse().expect("an instant"));
    crate::outings::ask_all(&it.app).await.expect("asked");
    it.work().await;
    let mut seen = 0;
    round(it, &mut seen, "2026-11-27T10:00:00Z").await;
    let visitor = it.visitor();
    let link = link_to(it, "practice.matters@board.example", "out");
    visitor.fill(&link, &link, &[("answer", "no")]).await;
    let link = link_to(it, "office@lmc.example", "heard");
    let asked = visitor.fill(&link, &link, &[("say", "ask"), ("words", "From when does it hold?")]).await;
    assert!(asked.status == StatusCode::OK || asked.status == StatusCode::SEE_OTHER, "{}", asked.main());
    let told = round(it, &mut seen, "2026-11-30T10:00:00Z").await;
    assert_eq!(who_hears(&told, "Practice Matters of 26 November 2026 did not come out"), EVERYBODY, "{told:?}");
    assert_eq!(who_hears(&told, "Local Medical Committee asks something"), EVERYBODY, "{told:?}");
    assert_eq!(told.len(), 3, "one mail each: {told:?}");
    assert_eq!(round(it, &mut seen, "2026-12-01T10:00:00Z").await.len(), 0, "nothing twice");
    // What was dealt with is not listed beside what is new.
    let chairs = again(chairs).await;
    let page = chairs.administrator.get("/north-moor/cascade").await.body;
    let action = page.split("action=\"").find(|part| part.contains("/once-more\"")).expect("a button");
    let action = action.split('"').next().expect("an address").to_owned();
    assert_eq!(chairs.administrator.fill("/north-moor/cascade", &action, &[]).await.status, StatusCode::SEE_OTHER);
    visitor.fill(&link, &link, &[("say", "ask"), ("words", "And whom does it bind?")]).await;
    let told = round(it, &mut seen, "2026-12-02T10:00:00Z").await;
    assert_eq!(who_hears(&told, "Local Medical Committee asks something"), EVERYBODY[..2], "the administrator had a mail of it: {told:?}");
    assert!(told.iter().all(|mail| !mail.contains("did not come out")), "{told:?}");
});
