//! What waits for a co-chair stands on one page, and their month outside the meeting is short.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, Reply},
};
use kernel::both;
use serde_json::json;

use crate::support::{hold_a_meeting, start};

const WAITING: &str = "/north-moor/waiting";

/// Words that somebody tired reads in a minute with care: adults read plain texts at some 240.
const WORDS_A_MINUTE: f64 = 200.0;
/// Seconds for a press: to think of it, point and press, by the keystroke-level model (1.35 + 1.1 + 0.2).
const PRESS: f64 = 2.65;
/// Seconds until a page stands there and one has looked round on it.
const PAGE: f64 = 5.0;
/// Seconds to make up one's mind on an issue that nobody has given a view on, beyond reading it.
const JUDGE: f64 = 15.0;
/// Seconds to make up one's mind whether one says the same.
const AGREE: f64 = 5.0;

async fn call(who: &Persona<'_>, path: &str, body: serde_json::Value) {
    let reply = who.api(Method::POST, &format!("/api/v1/north-moor/{path}"), Some(body)).await;
    assert!(reply.status.is_success(), "{path}: {}", reply.body);
}

/// Issues that are prepared for both co-chairs.
async fn raise(administrator: &Persona<'_>, from: i64, to: i64) {
    for n in from..=to {
        let text = format!(
            "Report {n}. A letter on a patient whom I had referred came eleven weeks after the clinic. By then the pharmacy had changed the \
             dose twice, nobody here knew why, and we rang the ward three times to find out what was meant. Could the letter say so at once?"
        );
        call(administrator, "issues", json!({ "text": text, "known": "anonymous" })).await;
        let issue = format!("/north-moor/issues/NM-{n:04}");
        let title = format!("Clinic letters that come after the change of dose, {n}");
        let words =
            "Letters on changed doses come weeks after the clinic. Practices ring wards to learn what is meant; both sides lose time.";
        let fields = [("theme", "discharge"), ("title", title.as_str()), ("text", words), ("version", "1")];
        assert_eq!(administrator.fill(&issue, &format!("{issue}/wording"), &fields).await.status, StatusCode::SEE_OTHER);
    }
}

/// This side's view on an issue, as the other side will find it.
async fn view(who: &Persona<'_>, number: i64) {
    let issue = format!("NM-{number:04}");
    let forgery = who.get("/north-moor/triage").await.hidden("forgery").expect("a token");
    let given = who.post("/north-moor/triage", &[("forgery", &forgery), ("reference", &issue), ("act", "group"), ("next", "")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.main());
}

/// What a page costs to read, in seconds.
fn reading(page: &Reply) -> f64 {
    PAGE + page.main().split_whitespace().count() as f64 / WORDS_A_MINUTE * 60.0
}

/// All hidden fields of the page that say what was shown, and its token.
fn shown(page: &Reply) -> Vec<(String, String)> {
    let fields = page.body.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        let (value, _) = rest.split_once('"')?;
        Some((name.to_owned(), value.to_owned()))
    });
    fields.filter(|(name, _)| name.starts_with("seen:") || name == "forgery").collect()
}

async fn press(who: &Persona<'_>, page: &Reply, one: &str) -> Reply {
    let mut fields = shown(page);
    fields.retain(|(name, _)| name == "forgery" || name.starts_with("seen:"));
    fields.dedup_by(|a, b| a.0 == b.0);
    fields.push(("one".into(), one.into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.post(WAITING, &fields).await
}

both!(a_month_of_forty_issues_costs_a_co_chair_less_than_forty_five_minutes, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    raise(&administrator, 1, 1).await;
    hold_a_meeting(&administrator, &gp, &consultant).await;
    raise(&administrator, 2, 21).await;
    // Twenty issues wait for a first view: one pass, a press each.
    let mut seconds = reading(&gp.get("/north-moor/triage").await);
    for n in 2..=21 {
        view(&gp, n).await;
        seconds += JUDGE + PRESS;
    }
    raise(&administrator, 22, 41).await;
    for n in 22..=41 {
        view(&consultant, n).await;
    }
    // On twenty the other side has spoken; a minute and an agreement wait too. All of it is read, and there is one press.
    let page = gp.get(WAITING).await;
    let words = page.main();
    assert_eq!(page.body.matches("name=\"seen:triage:").count(), 20, "{words}");
    assert!(words.contains("Minute of 14 December 2026") && words.contains("letters go out within a day"), "{words}");
    assert!(words.contains("Agreement 26/A01: Results") && words.contains("Who asks acts."), "{words}");
    seconds += reading(&page) + 20.0 * AGREE + PRESS;
    let all = press(&gp, &page, "").await;
    assert_eq!(all.location(), format!("{WAITING}?given=22"), "{}", all.main());
    let after = gp.get(all.location()).await;
    assert!(after.main().contains("Nothing waits for the GP side."), "{}", after.main());
    seconds += reading(&after);
    assert!(seconds < 45.0 * 60.0, "it took {:.0} minutes", seconds / 60.0);
    let triaged = gp.get("/north-moor/issues?state=triaged").await.main();
    assert!(triaged.contains("NM-0022") && triaged.contains("NM-0041") && !triaged.contains("NM-0021"), "{triaged}");
    assert!(consultant.get(WAITING).await.main().contains("Minute of 14 December 2026"), "the other side has yet to sign");
});

both!(each_is_given_alone_and_what_was_changed_meanwhile_is_asked_again, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    raise(&administrator, 1, 1).await;
    hold_a_meeting(&administrator, &gp, &consultant).await;
    raise(&administrator, 2, 3).await;
    view(&consultant, 2).await;
    let page = gp.get(WAITING).await;
    assert!(page.main().contains("1 issue waits for a first view"), "{}", page.main());
    assert!(
        page.main().contains("To the next meeting on Discharge and transfer") && page.main().contains("The reporter reads:"),
        "{}",
        page.main()
    );
    assert_eq!(press(&gp, &page, "triage:2").await.location(), format!("{WAITING}?given=1"));
    let page = gp.get(WAITING).await;
    assert!(!page.main().contains("NM-0002") && page.main().contains("Minute of"), "{}", page.main());
    // The minute is edited after it was read; the agreement is as it was.
    let edit = "/north-moor/meetings/1/minute/edit";
    administrator.fill(edit, edit, &[("seen1", "There were no apologies."), ("s1", "Apologies came from the ward.")]).await;
    let both = press(&gp, &page, "").await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.main().contains("Saved: 1 word given.") && both.main().contains("was changed while you were reading"), "{}", both.main());
    let minute = gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await.json();
    assert_eq!(minute["approvals"], json!([]), "nobody signs what they have not read");
    assert!(!gp.get(WAITING).await.main().contains("Agreement 26/A01"));

    assert_eq!(administrator.get(WAITING).await.status, StatusCode::FORBIDDEN);
    assert_eq!(press(&administrator, &page, "").await.status, StatusCode::FORBIDDEN);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(WAITING).await.status, StatusCode::NOT_FOUND);
    let start = gp.get("/north-moor").await.main();
    assert!(start.contains("The minute of 14 December 2026 waits"), "{start}");
});

both!(a_correction_of_a_decision_waits_with_the_rest, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    raise(&administrator, 1, 1).await;
    hold_a_meeting(&administrator, &gp, &consultant).await;
    let correction = "/north-moor/decisions/26-D01/correction";
    let seen = administrator.get(correction).await.hidden("seen").expect("the sentence as it stands");
    let typed = [("seen", seen.as_str()), ("words", "Letters go out within two days"), ("why", "One day was misheard.")];
    assert_eq!(administrator.fill(correction, correction, &typed).await.status, StatusCode::SEE_OTHER);
    for side in [&gp, &consultant] {
        let page = side.get(WAITING).await;
        assert!(
            page.main().contains("Decision 26/D01 has new wording to confirm") && page.main().contains("One day was misheard."),
            "{}",
            page.main()
        );
        assert_eq!(press(side, &page, "correction:26-D01").await.location(), format!("{WAITING}?given=1"));
        assert!(!side.get(WAITING).await.main().contains("has new wording to confirm"), "this side has said so");
    }
    let decision = gp.get("/north-moor/decisions/26-D01").await.main();
    assert!(decision.contains("The Group AGREED that letters go out within two days."), "{decision}");
});
