//! Merging over HTTP and by its verbs: what each reporter, each list and each page is told, and that nothing is lost.

use axum::http::{Method, StatusCode};
use group::{
    acting::Acting,
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::civil::date;
use kernel::{both, schedule, sql};
use serde_json::{Value, json};

use crate::{
    issues::{
        self, State,
        journey::{self, Place, Reply},
    },
    testing::start,
};

const RAISE: &str = "/north-moor/raise";
const API: &str = "/api/v1/north-moor/issues";

/// Raises a report; gives the path of its private page.
async fn raised(it: &TestApp, text: &str, known: &str, email: &str) -> String {
    let fields = [("text", text), ("known", known), ("name", ""), ("email", email)];
    let sent = it.visitor().fill(RAISE, RAISE, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

fn acting(it: &TestApp, person: &Persona<'_>, role: Role) -> Acting {
    Acting {
        group: it.group.clone(),
        person: person.id,
        name: "Somebody".into(),
        email: String::new(),
        role,
        side: Side::Gp,
        deputy: false,
        acting_until: None,
        operator: false,
    }
}

async fn merge(who: &Persona<'_>, lead: &str, report: &str) -> StatusCode {
    who.api(Method::POST, &format!("{API}/{lead}/reports"), Some(json!({ "report": report }))).await.status
}

async fn unmerge(who: &Persona<'_>, lead: &str, report: &str) -> StatusCode {
    who.api(Method::DELETE, &format!("{API}/{lead}/reports/{report}"), None).await.status
}

async fn shown(who: &Persona<'_>, reference: &str) -> Value {
    who.api(Method::GET, &format!("{API}/{reference}"), None).await.json()
}

async fn move_to(it: &TestApp, number: i64, to: State) {
    let mut tx = it.app.begin().await.expect("a transaction");
    let issue = issues::find(&mut tx, it.group.id, number).await.expect("an issue");
    assert!(issues::move_on(&mut tx, it.group.id, issue.id, issue.state, to).await.expect("moved"));
    it.app.commit(tx).await.expect("a commit");
}

/// A meeting decides on an issue that waits for it.
async fn decide(it: &TestApp, number: i64) {
    let chair = it.gp_co_chair().await;
    let acting = acting(it, &chair, Role::CoChair);
    let mut tx = it.app.begin().await.expect("a transaction");
    let issue = issues::find(&mut tx, it.group.id, number).await.expect("an issue");
    let place = Place { meeting: 1, held_on: date(2026, 11, 22), item: "26/001".into() };
    journey::schedule(&it.app, &mut tx, &acting, issue.id, &place).await.expect("scheduled");
    let reply = Reply {
        decision: "26/D01".into(),
        words: "The Group AGREED that letters go out within a day.".into(),
        next_steps: "The hospital changes its template".into(),
        said_on: date(2026, 11, 22),
    };
    journey::reply(&it.app, &mut tx, &acting, issue.id, reply).await.expect("told");
    it.app.commit(tx).await.expect("a commit");
}

/// Everything that belongs to each report, but the count of its changes.
async fn all_of_it(it: &TestApp) -> Vec<String> {
    let rows =
        sql("SELECT i.number, i.state, i.words, i.theme, i.group_title, i.group_text, i.service, i.workplace, i.known, r.name, r.email \
                    FROM issues i LEFT JOIN reporters r ON r.issue_id = i.id ORDER BY i.number");
    let text = |row: &kernel::Row, name| row.get::<Option<String>>(name).expect("a column").unwrap_or_default();
    let columns = ["state", "words", "theme", "group_title", "group_text", "service", "workplace", "known", "name", "email"];
    let rows = rows.all(&it.app.db).await.expect("rows");
    rows.iter().map(|row| columns.iter().map(|column| text(row, column)).collect::<Vec<_>>().join("|")).collect()
}

async fn counts(it: &TestApp) -> Vec<(String, i64)> {
    let rows = sql("SELECT state, n FROM issue_counts WHERE n <> 0 ORDER BY state").all(&it.app.db).await.expect("rows");
    rows.iter().map(|row| (row.get("state").expect("a state"), row.get("n").expect("a count"))).collect()
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % below).expect("a small number")
    }
}

both!(random_trees_come_apart_again_in_any_order_as_they_were, start, |it| {
    const REPORTS: u64 = 9;
    let administrator = it.administrator().await;
    for n in 1..=REPORTS {
        raised(it, &format!("Letters of ward {n} come late."), "confidence", &format!("r{n}@glebe.example")).await;
    }
    let acting = acting(it, &administrator, Role::Administrator);
    for n in [2, 5, 6] {
        let mut tx = it.app.begin().await.expect("a transaction");
        let wording = issues::Wording { theme: "discharge".into(), title: format!("Late {n}"), text: format!("They are late {n}.") };
        issues::describe(&it.app, &mut tx, &acting, n, 1, wording).await.expect("worded");
        it.app.commit(tx).await.expect("a commit");
        move_to(it, n, State::Triaged).await;
    }
    let (before, counted) = (all_of_it(it).await, counts(it).await);
    for seed in 1..=3 {
        let mut dice = Dice(seed);
        let mut merged = 0;
        for _ in 0..24 {
            let (one, other) = (dice.throw(REPORTS) + 1, dice.throw(REPORTS) + 1);
            let mut tx = it.app.begin().await.expect("a transaction");
            if crate::merging::merge(&it.app, &mut tx, &acting, one, other).await.is_ok() {
                it.app.commit(tx).await.expect("a commit");
                merged += 1;
            }
        }
        assert!(merged > 4, "{merged}");
        assert_eq!(
            kernel::verify::run(&it.app.db, &[crate::merging::verify, issues::verify]).await.expect("looked").problems,
            Vec::<String>::new()
        );
        let all: i64 =
            sql("SELECT COUNT(*) AS n FROM issues WHERE state <> 'merged'").one(&it.app.db).await.expect("a row").get("n").expect("n");
        let under: i64 = sql("SELECT COUNT(*) AS n FROM merged_reports").one(&it.app.db).await.expect("a row").get("n").expect("n");
        assert_eq!(all + under, i64::try_from(REPORTS).expect("few"), "every report is under one lead or leads");
        // In an order that has nothing to do with the one before.
        let mut left: Vec<i64> = (1..=9).collect();
        while !left.is_empty() {
            let report = left.remove(usize::try_from(dice.throw(left.len() as u64)).expect("small"));
            let id = issues::find(&it.app.db, it.group.id, report).await.expect("an issue").id;
            let lead = crate::merging::lead_of(&it.app.db, it.group.id, id).await.expect("a lead");
            let lead = issues::by_id(&it.app.db, it.group.id, lead).await.expect("an issue").number;
            let mut tx = it.app.begin().await.expect("a transaction");
            crate::merging::unmerge(&it.app, &mut tx, &acting, lead, report).await.expect("split off");
            it.app.commit(tx).await.expect("a commit");
        }
        assert_eq!((all_of_it(it).await, counts(it).await), (before.clone(), counted.clone()), "seed {seed}");
    }
});

both!(what_is_decided_on_the_lead_is_told_to_every_reporter, start, |it| {
    let administrator = it.administrator().await;
    let texts = ["Letters come late.", "Our letters take weeks.", "No letter for a month.", "Nor do we get letters."];
    let lead = raised(it, texts[0], "confidence", "ann@glebe.example").await;
    let merged = raised(it, texts[1], "confidence", "bo@glebe.example").await;
    let anonymous = raised(it, texts[2], "anonymous", "").await;
    let too = raised(it, texts[3], "confidence", "di@firth.example").await;
    it.visitor().fill(&too, &format!("{too}/me-too"), &[("issue", "NM-0002"), ("how", "me-too")]).await;
    for report in ["NM-0002", "NM-0003"] {
        assert_eq!(merge(&administrator, "NM-0001", report).await, StatusCode::OK);
    }
    assert_eq!(shown(&administrator, "NM-0001").await["weight"], 4, "whoever said me too of a merged report counts");
    let page = it.visitor().get(&merged).await.main();
    assert!(page.contains("Others have told us the same") && page.contains("\nNew\n"), "{page}");
    move_to(it, 1, State::Triaged).await;
    decide(it, 1).await;
    for report in [&lead, &merged, &anonymous] {
        let page = it.visitor().get(report).await.main();
        assert!(page.contains("What the group decided") && page.contains("letters go out within a day"), "{page}");
        assert!(page.contains("In progress") && page.contains("Decided by the group, 26/D01"), "{page}");
    }
    let page = it.visitor().get(&too).await.main();
    assert!(page.contains("Decided on a report that you said was the same") && page.contains("What happens next"), "{page}");
    assert!(!page.contains("Our letters take weeks"), "nobody reads a stranger's words: {page}");
    it.app.clock.set("2026-11-23T09:00:00Z".parse().expect("an instant"));
    schedule::tick(&it.app).await.expect("a tick");
    let mails = it.mails_after_work().await;
    for (reference, email) in [("NM-0001", "ann"), ("NM-0002", "bo"), ("NM-0004", "di")] {
        let told = mails.iter().filter(|mail| mail.contains("what the group decided") && mail.contains(&format!("To: {email}@"))).count();
        assert_eq!(told, 1, "{reference} is told once");
    }
    let waits: i64 = sql("SELECT CAST(SUM(n) AS BIGINT) AS n FROM issue_waits").one(&it.app.db).await.expect("a row").get("n").expect("n");
    assert_eq!(waits, 3, "each merged report has its first answer; whoever said me too still waits for theirs");
    // Split off, it waits again, and what its reporter was told stays told.
    let administrator = administrator.signed_in_again().await;
    assert_eq!(unmerge(&administrator, "NM-0001", "NM-0002").await, StatusCode::OK);
    let page = it.visitor().get(&merged).await.main();
    assert!(page.contains("letters go out within a day") && page.contains("told what was decided on NM-0001, 26/D01"), "{page}");
    assert_eq!(shown(&administrator, "NM-0002").await["state"], "new");
});

both!(all_who_heard_are_asked_once_whether_it_held, start, |it| {
    let administrator = it.administrator().await;
    for (text, email) in [("Letters come late.", "ann"), ("Our letters take weeks.", "bo"), ("Nor do we get letters.", "di")] {
        raised(it, text, "confidence", &format!("{email}@glebe.example")).await;
    }
    let third = issues::find(&it.app.db, it.group.id, 3).await.expect("an issue");
    let follow = format!("/north-moor/follow/{}", issues::follow_code(&it.app, third.id));
    it.visitor().fill(&follow, &format!("{follow}/me-too"), &[("issue", "NM-0001"), ("how", "me-too")]).await;
    merge(&administrator, "NM-0001", "NM-0002").await;
    move_to(it, 1, State::Triaged).await;
    decide(it, 1).await;
    for instant in ["2026-11-23T09:00:00Z", "2027-02-22T09:00:00Z", "2027-02-23T09:00:00Z"] {
        it.app.clock.set(instant.parse().expect("an instant"));
        for _ in 0..2 {
            schedule::tick(&it.app).await.expect("a tick");
            it.work().await;
            it.wait(jiff::SignedDuration::from_mins(11));
        }
    }
    let asked: Vec<String> =
        it.mails().into_iter().map(|mail| mail.replace("=\r\n", "")).filter(|mail| mail.contains("has it held?")).collect();
    assert_eq!(asked.len(), 3, "each once");
    let mail = asked.iter().find(|mail| mail.contains("To: di@")).expect("a mail");
    let rest = mail.split("http://brig.test").find(|part| part.starts_with("/north-moor/held/")).expect("a link");
    let link = rest.split_whitespace().next().unwrap_or_default();
    assert_eq!(it.visitor().fill(link, link, &[("answer", "came-back")]).await.location(), link);
    let page = administrator.signed_in_again().await.get("/north-moor/issues/NM-0001").await.main();
    assert!(page.contains("of 2 others who hear of it, 0 say it has held and 1 says it came back"), "{page}");
    let tally =
        crate::holding::of_decision(&it.app.db, it.group.id, "26/D01", date(2027, 2, 23)).await.expect("looked").expect("old enough");
    assert_eq!((tally.held, tally.came_back, tally.unknown), (0, 1, 2));
});

both!(a_merge_is_offered_once_somebody_said_the_same_and_shows_in_one_line, start, |it| {
    let administrator = it.administrator().await;
    for text in ["Letters come late.", "Our letters take weeks."] {
        raised(it, text, "named", "").await;
    }
    let page = "/north-moor/issues/NM-0002";
    assert!(!administrator.get(page).await.main().contains("Merge NM-0002 into NM-0001"), "never by a score");
    administrator.fill(page, &format!("{page}/twins"), &[("other", "NM-0001"), ("how", "same")]).await;
    let offer = administrator.get(page).await.main();
    assert!(offer.contains("Merge NM-0002 into NM-0001") && offer.contains("with the weight of both"), "{offer}");
    let done = administrator.fill(page, "/north-moor/issues/NM-0001/reports", &[("report", "NM-0002")]).await;
    assert_eq!(done.location(), "/north-moor/issues/NM-0001?merged#together");
    let lead = administrator.get(done.location()).await.main();
    assert!(
        lead.contains("Reports that are dealt with here") && lead.contains("NM-0002") && lead.contains("2 reports of this fault"),
        "{lead}"
    );
    let list = administrator.get("/north-moor/issues").await.body;
    assert!(list.contains("2 reports") && list.contains(">NM-0001<") && !list.contains(">NM-0002<"), "{list}");
    assert!(administrator.get("/north-moor/issues?state=merged").await.body.contains(">NM-0002<"));
    assert!(administrator.get("/north-moor/issues?q=weeks").await.body.contains(">NM-0002<"), "its words still find it");
    let own = administrator.get(page).await.main();
    assert!(
        own.contains("It is dealt with together with") && own.contains("Our letters take weeks.") && !own.contains("Save the wording"),
        "{own}"
    );
    let (lead, report) = (shown(&administrator, "NM-0001").await, shown(&administrator, "NM-0002").await);
    assert_eq!((&lead["reports"], &lead["weight"], &lead["lead"]), (&json!(["NM-0002"]), &json!(2), &Value::Null));
    assert_eq!(
        (&report["lead"], &report["state"], &report["text"]),
        (&json!("NM-0001"), &json!("merged"), &json!("Our letters take weeks."))
    );
    let listed = administrator.api(Method::GET, API, None).await.json();
    assert_eq!((listed["items"].as_array().map(Vec::len), &listed["items"][0]["reports"]), (Some(1), &json!(2)));
    let back = administrator.fill(page, "/north-moor/issues/NM-0001/reports/NM-0002/split-off", &[]).await;
    assert_eq!(back.location(), "/north-moor/issues/NM-0002?split-off");
    let own = administrator.get(page).await.main();
    assert!(own.contains("Split off again from NM-0001") && own.contains("the same fault") && own.contains("Save the wording"), "{own}");
});

both!(what_cannot_be_merged_is_refused_with_why, start, |it| {
    let administrator = it.administrator().await;
    for n in 1..=7 {
        raised(it, &format!("Letters come late, {n}."), "named", "").await;
    }
    let flagged = raised(it, "Something that may name somebody.", "named", "").await;
    it.visitor().fill(&flagged, &format!("{flagged}/flag"), &[]).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("UPDATE issues SET kind = 'praise' WHERE number = 4").run(&mut tx).await.expect("thanks");
    it.app.commit(tx).await.expect("a commit");
    for (number, state) in [(5, State::Scheduled), (6, State::Withdrawn), (7, State::Triaged)] {
        move_to(it, number, state).await;
    }
    let two = async |lead: &'static str, report: &'static str| merge(&administrator, lead, report).await;
    for (lead, report) in [
        ("NM-0001", "NM-0001"),
        ("NM-0001", "NM-0004"),
        ("NM-0004", "NM-0001"),
        ("NM-0001", "NM-0005"),
        ("NM-0006", "NM-0001"),
        ("NM-0001", "NM-0006"),
        ("NM-0001", "NM-0008"),
    ] {
        assert_eq!(two(lead, report).await, StatusCode::CONFLICT, "{report} into {lead}");
    }
    assert_eq!(two("NM-0001", "NM-0099").await, StatusCode::NOT_FOUND);
    for _ in 0..2 {
        assert_eq!(two("NM-0002", "NM-0003").await, StatusCode::OK, "twice is once");
    }
    assert_eq!(two("NM-0005", "NM-0002").await, StatusCode::OK, "a new report joins what is on an agenda");
    assert_eq!(two("NM-0005", "NM-0003").await, StatusCode::OK, "it is there already");
    assert_eq!(two("NM-0003", "NM-0005").await, StatusCode::CONFLICT, "no ring");
    assert_eq!(two("NM-0001", "NM-0003").await, StatusCode::CONFLICT, "it is merged elsewhere");
    assert_eq!(unmerge(&administrator, "NM-0001", "NM-0003").await, StatusCode::NOT_FOUND);
    assert_eq!(unmerge(&administrator, "NM-0005", "NM-0002").await, StatusCode::OK);
    assert_eq!(unmerge(&administrator, "NM-0005", "NM-0002").await, StatusCode::OK, "twice is once");
    assert_eq!(shown(&administrator, "NM-0003").await["lead"], "NM-0002", "the tree is as it was");
    let member = it.member().await;
    assert_eq!(merge(&member, "NM-0001", "NM-0007").await, StatusCode::NOT_FOUND);
    assert_eq!(unmerge(&member, "NM-0002", "NM-0003").await, StatusCode::NOT_FOUND);
});

both!(who_takes_theirs_back_leaves_and_the_oldest_leads_on, start, |it| {
    let administrator = it.administrator().await;
    let mut pages = Vec::new();
    for n in 1..=4 {
        pages.push(raised(it, &format!("Letters come late, {n}."), "anonymous", "").await);
    }
    for report in ["NM-0002", "NM-0003", "NM-0004"] {
        merge(&administrator, "NM-0001", report).await;
    }
    let withdraw = async |page: &str| it.visitor().fill(page, &format!("{page}/withdrawal"), &[]).await.status;
    assert_eq!(withdraw(&pages[2]).await, StatusCode::SEE_OTHER);
    assert_eq!(shown(&administrator, "NM-0001").await["weight"], 3, "its weight goes");
    move_to(it, 1, State::Triaged).await;
    assert_eq!(withdraw(&pages[0]).await, StatusCode::SEE_OTHER);
    let next = shown(&administrator, "NM-0002").await;
    assert_eq!((&next["state"], &next["reports"], &next["weight"]), (&json!("triaged"), &json!(["NM-0004"]), &json!(2)), "{next}");
    assert_eq!(shown(&administrator, "NM-0004").await["lead"], "NM-0002");
    assert_eq!(shown(&administrator, "NM-0001").await["state"], "withdrawn");
    let at = sql(
        "SELECT COUNT(*) AS n FROM ledger WHERE verb IN ('issue.leads-on', 'issue.handed-on', 'issue.let-go') AND CAST(at AS TEXT) NOT LIKE '%00:00:00%'",
    );
    let timed: i64 = at.one(&it.app.db).await.expect("a row").get("n").expect("n");
    assert_eq!(timed, 0, "no row says when an anonymous reporter took theirs back");
    decide(it, 2).await;
    assert_eq!(withdraw(&pages[3]).await, StatusCode::CONFLICT, "it is dealt with");
});

both!(a_report_of_two_troubles_becomes_two_and_one_again, start, |it| {
    let administrator = it.administrator().await;
    let text = "Letters come late. And the phone is never answered.";
    let named = raised(it, text, "confidence", "ann@glebe.example").await;
    let page = "/north-moor/issues/NM-0001";
    assert!(administrator.get(&format!("{page}/split")).await.body.contains("And the phone is never answered."));
    let empty = administrator.fill(&format!("{page}/split"), &format!("{page}/split"), &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let barred = administrator.fill(&format!("{page}/split"), &format!("{page}/split"), &[("text", "The phone, for 010101 1237")]).await;
    assert_eq!(barred.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let made =
            administrator.fill(&format!("{page}/split"), &format!("{page}/split"), &[("text", "And the phone is never answered.")]).await;
        assert_eq!(made.location(), "/north-moor/issues/NM-0002?made", "twice is once");
    }
    assert_eq!(shown(&administrator, "NM-0001").await["text"], text, "the first keeps all its words");
    let second = shown(&administrator, "NM-0002").await;
    assert_eq!((&second["text"], &second["known"]), (&json!("And the phone is never answered."), &json!("confidence")));
    let own = it.visitor().get(&named).await.main();
    assert!(own.contains("made a second one of it") && own.contains("follow NM-0002"), "{own}");
    it.app.clock.set("2026-11-24T09:00:00Z".parse().expect("an instant"));
    schedule::tick(&it.app).await.expect("a tick");
    let mails = it.mails_after_work().await;
    let told = mails
        .iter()
        .filter(|mail| mail.contains("To: ann@") && mail.replace("=\r\n", "").contains("Your report NM-0001 speaks of two troubles"));
    assert_eq!(told.count(), 1, "the same reporter is told");
    let administrator = administrator.signed_in_again().await;
    let together = administrator.fill("/north-moor/issues/NM-0002", &format!("{page}/reports"), &[("report", "NM-0002")]).await;
    assert_eq!(together.status, StatusCode::SEE_OTHER);
    let whole = shown(&administrator, "NM-0001").await;
    assert_eq!((&whole["weight"], &whole["reports"]), (&json!(1), &json!(["NM-0002"])), "put together it is one report");
    let anonymous = raised(it, text, "anonymous", "").await;
    let part = administrator.api(Method::POST, &format!("{API}/NM-0003/parts"), Some(json!({ "text": "The phone." }))).await;
    assert_eq!((part.status, &part.json()["reference"]), (StatusCode::OK, &json!("NM-0004")));
    let follow = it.visitor().get(&anonymous).await.body;
    let link = follow.split("href=\"").find(|part| part.starts_with("/north-moor/follow/") && part.contains("NM-0004")).expect("a link");
    let link = link.split('"').next().unwrap_or_default();
    assert!(it.visitor().get(link).await.main().contains("Your report NM-0003 speaks of two troubles."), "it is theirs to follow");
});
