//! What the terms of reference settle: the networks and groups, the quorum, the days that are proposed.

use super::*;
use group::testing::{Persona, Reply};

const DRAFT: &str = "/north-moor/terms/draft";

/// What the form of a rule holds as seen.
async fn seen(person: &Persona<'_>, page: &str) -> String {
    person.get(page).await.hidden("seen").expect("what is stored").replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'")
}

async fn answer(chairs: &Chairs<'_>, rule: &str, fields: &[(&str, &str)]) -> Reply {
    let page = format!("{DRAFT}/rules/{rule}");
    let seen = seen(&chairs.administrator, &page).await;
    let reply = chairs.administrator.fill(&page, &page, &[fields, &[("seen", &seen)]].concat()).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{rule}: {}", reply.main());
    reply
}

async fn approve(chairs: &Chairs<'_>) {
    for side in [&chairs.gp, &chairs.consultant] {
        let hash = side.get(&format!("{DRAFT}/read")).await.hidden("hash").expect("something to approve");
        side.fill(&format!("{DRAFT}/read"), &format!("{DRAFT}/approvals"), &[("hash", &hash)]).await;
    }
}

/// Terms with the networks and groups of an answer each, meeting as said.
async fn terms(chairs: &Chairs<'_>, said: &str, networks: &[(&str, &str)], groups: &str) {
    let paste = [("from", "paste"), ("paste", "Work\nThe group meets [how often].\nMinutes are shared with [list groups].")];
    let begun = chairs.administrator.send_file("/north-moor/terms/start", "/north-moor/terms/template", &paste, ("", b"")).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.main());
    answer(chairs, "frequency", &[("said", said)]).await;
    answer(chairs, "quorum", &[("gps", "2"), ("consultants", "3")]).await;
    answer(chairs, "networks", networks).await;
    answer(chairs, "minute-groups", &[("groups", groups)]).await;
    answer(chairs, "themes", &[("names", "Discharge\nWaiting lists")]).await;
    approve(chairs).await;
}

const LETTER: [(&str, &str); 7] = [
    ("name-0", "Moor letter"),
    ("address-0", "letter@moor.example"),
    ("takes-0", "list"),
    ("every-0", "week"),
    ("copy_day-0", "Tuesday"),
    ("copy_time-0", "10:00"),
    ("out_day-0", "Friday"),
];

fn proposed(page: &Reply) -> Vec<String> {
    page.body.split("/meetings/plan?date=").skip(1).filter_map(|rest| rest.split_once('"')).map(|(day, _)| day.to_owned()).collect()
}

both!(meetings_and_cascade_go_by_the_terms_in_force, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    let said = "every second month, second Tuesday, 12:30, 90 minutes";
    terms(&chairs, said, &LETTER, "Local Medical Committee\nConsultant Committee, cc@moor.example\nGP Sub").await;

    let cascade = chairs.gp.get("/north-moor/cascade").await;
    for words in ["weekly, copy by Tuesday 10:00, out on Friday", "cc@moor.example", "office@lmc.example", "also name GP Sub"] {
        assert!(cascade.main().contains(words), "{words}: {}", cascade.main());
    }
    assert!(cascade.main().contains("Why: Terms of reference, version 1, paragraph 1.2"), "{}", cascade.main());
    let meetings = chairs.gp.get("/north-moor/meetings").await;
    assert_eq!(proposed(&meetings), ["2026-12-08", "2027-02-09", "2027-04-13"], "{}", meetings.main());
    assert!(meetings.main().contains("Why: Terms of reference, version 1, paragraph 1.1"), "{}", meetings.main());
    let plan = chairs.gp.get("/north-moor/meetings/plan?date=2026-12-08").await;
    assert!(plan.body.contains("value=\"2026-12-08\"") && plan.body.contains("value=\"12:30\"") && plan.body.contains("value=\"90\""));
    let rules = chairs.gp.get("/north-moor/meetings/rules").await;
    assert!(rules.body.contains("name=\"quorum_consultants\" type=\"text\" value=\"3\""), "{}", rules.body);
    assert!(rules.main().contains("Why: Terms of reference"), "{}", rules.main());
    let themes = issues::themes::all(&it.app.db, it.group.id).await.expect("themes");
    assert!(
        themes.iter().any(|theme| theme.name == "Waiting lists") && themes.iter().filter(|theme| theme.key == "discharge").count() == 1
    );
});

both!(a_new_version_moves_the_days_and_ends_what_it_no_longer_names, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    terms(&chairs, "monthly, first Monday, 09:00, 60 minutes", &LETTER, "GP Sub, sub@moor.example").await;
    assert_eq!(
        proposed(&chairs.gp.get("/north-moor/meetings").await),
        ["2026-12-07", "2027-01-11", "2027-02-01"],
        "4 January is a holiday"
    );
    // What is changed by hand meanwhile stays, as long as the terms do not say something new of it.
    let page = chairs.administrator.get("/north-moor/cascade").await;
    let sub = page.body.split("<a href=\"").find(|rest| rest.contains(">GP Sub<")).and_then(|rest| rest.split_once('"')).expect("a link").0;
    let moved = [("name", "GP Sub"), ("address", "office@moor.example"), ("takes", "minute"), ("version", "1")];
    let reply = chairs.administrator.fill(&format!("{sub}/change"), &format!("{sub}/change"), &moved).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    chairs.administrator.fill("/north-moor/terms", "/north-moor/terms/next", &[]).await;
    answer(&chairs, "frequency", &[("said", "every three months, last Thursday, 13:00, 60 minutes")]).await;
    let later = [&[("name-0", "Night letter"), ("address-0", "night@moor.example")], &LETTER[2..]].concat();
    answer(&chairs, "networks", &later).await;
    approve(&chairs).await;
    assert_eq!(proposed(&chairs.gp.get("/north-moor/meetings").await), ["2026-11-26", "2027-02-25", "2027-05-27"]);
    let cascade = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(cascade.contains("Night letter") && !cascade.contains("Moor letter"), "{cascade}");
    assert!(
        cascade.contains("Practice Matters") && cascade.contains("office@moor.example"),
        "what people added and changed stays: {cascade}"
    );
});
