//! Reports over HTTP: their numbers against an independent count, both sides' approval, what is asked and answered, and the one page.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::{SignedDuration, civil::Date};
use kernel::{Row, both, sql};
use meetings::testing::Chairs;
use serde_json::{Value as Json, json};

use super::{
    model::{Ask, Written},
    one_page, store,
};
use crate::testing::{WEEKLY, add, confirm, decided, mails_to, publish, start, tick};

const REPORTS: &str = "/north-moor/reports";
const ONE: &str = "/north-moor/reports/1";
const SECRETARY: &str = "secretary@board.example";

/// Fourteen reports of three themes, six of them triaged three days later, one decided at a meeting that is over; it is 22 December then.
async fn a_busy_month(it: &TestApp) -> Chairs<'_> {
    let chairs = Chairs::of(it).await;
    for at in 1..=13 {
        let new = json!({ "text": format!("Letters come late, the {at}th time."), "known": "confidence", "email": format!("reporter{at}@example.scot") });
        let reply = chairs.administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(new)).await;
        assert!(reply.status.is_success(), "{}", reply.body);
    }
    let mut tx = it.app.begin().await.expect("a transaction");
    for at in 1..=13_i64 {
        let sector = if at <= 6 {
            "primary"
        } else if at <= 12 {
            "secondary"
        } else {
            "community"
        };
        sql("UPDATE issues SET sector = $2, direction = $3 WHERE group_id = $1 AND number = $4")
            .bind(it.group.id)
            .bind(sector)
            .bind((at <= 8).then_some("both"))
            .bind(at)
            .run(&mut tx)
            .await
            .expect("an issue");
    }
    it.app.commit(tx).await.expect("a commit");
    it.wait(SignedDuration::from_hours(72));
    for at in 1..=6 {
        let theme = if at <= 5 { "discharge" } else { "prescribing" };
        let view = json!({ "theme": theme, "outcome": "group", "group_title": "Late letters", "group_text": "Letters come late. Both sides lose time." });
        for side in [&chairs.gp, &chairs.consultant] {
            let reply = side.api(Method::POST, &format!("/api/v1/north-moor/issues/NM-000{at}/triage"), Some(view.clone())).await;
            assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        }
    }
    let number = chairs.decided("Letters once more").await;
    confirm(&chairs, number).await;
    publish(&chairs, number).await;
    it.app.clock.set("2026-12-22T10:00:00Z".parse().expect("a time"));
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

/// Composes a report of November and December up to today.
async fn composed(chairs: &Chairs<'_>) {
    let fields = [("from_on", "2026-11-01"), ("to_on", "2026-12-22")];
    let reply = chairs.administrator.fill(REPORTS, REPORTS, &fields).await;
    assert_eq!(reply.location(), format!("{ONE}?drafted"), "{}", reply.main());
}

async fn numbers(who: &Persona<'_>) -> Json {
    who.api(Method::GET, "/api/v1/north-moor/reports/1", None).await.json()["numbers"].clone()
}

async fn approve(who: &Persona<'_>) -> StatusCode {
    let hash = who.get(ONE).await.hidden("hash").unwrap_or_default();
    who.fill(ONE, &format!("{ONE}/approvals"), &[("hash", &hash)]).await.status
}

async fn rows(it: &TestApp, statement: &'static str) -> Vec<Row> {
    sql(statement).bind(it.group.id).all(&it.app.db).await.expect("rows")
}

async fn count(it: &TestApp, statement: &'static str) -> Option<i64> {
    Some(rows(it, statement).await[0].get("n").expect("a number"))
}

/// What may be told of counts by a key: all of at least five, unless what is hidden were fewer than five together.
fn told(json: &Json) -> Vec<(String, Option<i64>)> {
    let parts = json.as_array().expect("parts");
    let mut told: Vec<_> = parts.iter().map(|part| (part["key"].as_str().expect("a key").to_owned(), part["n"].as_i64())).collect();
    told.sort();
    told
}

both!(every_number_of_a_report_equals_an_independent_count, start, |it| {
    let chairs = a_busy_month(it).await;
    composed(&chairs).await;
    let numbers = numbers(&chairs.administrator).await;
    let came = &numbers["came_in"];
    let all = "SELECT COUNT(*) AS n FROM issues WHERE group_id = $1 AND kind = 'trouble' AND state NOT IN ('withdrawn')";
    assert_eq!(came["reports"].as_i64(), count(it, all).await);
    for (part, statement) in [
        ("themes", "SELECT COALESCE(theme, '') AS k, COUNT(*) AS n FROM issues WHERE group_id = $1 GROUP BY theme"),
        ("sectors", "SELECT COALESCE(sector, '') AS k, COUNT(*) AS n FROM issues WHERE group_id = $1 GROUP BY sector"),
        ("directions", "SELECT COALESCE(direction, '') AS k, COUNT(*) AS n FROM issues WHERE group_id = $1 GROUP BY direction"),
    ] {
        let mut counted: Vec<(String, i64)> =
            rows(it, statement).await.iter().map(|row| (row.get("k").expect("a key"), row.get("n").expect("a number"))).collect();
        counted.sort();
        let told = told(&came[part]);
        assert_eq!(told.iter().map(|(key, _)| key).collect::<Vec<_>>(), counted.iter().map(|(key, _)| key).collect::<Vec<_>>(), "{part}");
        let mut hidden = 0;
        for ((key, told), (_, n)) in told.iter().zip(&counted) {
            assert!(told.is_none_or(|told| told == *n && *n >= 5), "{part} {key}");
            hidden += told.map_or(*n, |_| 0);
        }
        assert!(hidden == 0 || hidden >= 5, "{part}: {hidden} could be worked out");
        assert!(told.iter().any(|(_, n)| n.is_some()), "{part} shows something");
    }
    // Days to triage, and to the decision: the middle of what the replies say.
    let waits = rows(
        it,
        "SELECT i.raised_on, MIN(r.said_on) AS said_on FROM replies r JOIN issues i ON i.id = r.issue_id \
                          WHERE r.group_id = $1 AND r.outcome <> '' GROUP BY i.id, i.raised_on",
    )
    .await;
    let mut days: Vec<i32> = waits
        .iter()
        .map(|row| (row.get::<Date>("said_on").expect("a day") - row.get::<Date>("raised_on").expect("a day")).get_days())
        .collect();
    days.sort_unstable();
    assert_eq!((came["to_triage"]["n"].as_u64(), days.len()), (Some(7), 7));
    assert_eq!(came["to_triage"]["median"].as_f64(), Some(f64::from(days[3])));
    assert_eq!(days[3], 3);
    assert_eq!((came["to_outcome"]["n"].as_u64(), came["to_outcome"]["median"].as_f64()), (None, None), "of one outcome nothing is told");
    let open = "SELECT COUNT(*) AS n FROM issues WHERE group_id = $1 AND state IN ('new', 'triaged', 'in-progress')";
    assert_eq!(came["open"].as_i64(), count(it, open).await);
    assert_eq!((came["oldest"]["reference"].as_str(), came["oldest"]["days"].as_i64()), (Some("NM-0001"), Some(30)));
    let decisions = "SELECT COUNT(*) AS n FROM decisions WHERE group_id = $1 AND confirmed";
    assert_eq!(numbers["decided"].as_array().map(|all| all.len() as i64), count(it, decisions).await);
    assert_eq!((numbers["decided"][0]["reference"].as_str(), numbers["decided"][0]["became"].as_str()), (Some("26/D01"), Some("doing")));
    let actions = &numbers["actions"];
    for (key, statement) in [
        ("set", "SELECT COUNT(*) AS n FROM actions WHERE group_id = $1"),
        ("open", "SELECT COUNT(*) AS n FROM actions WHERE group_id = $1 AND state = 'open'"),
        ("closed", "SELECT COUNT(*) AS n FROM actions WHERE group_id = $1 AND state <> 'open'"),
        ("carried", "SELECT COUNT(*) AS n FROM actions WHERE group_id = $1 AND carried > 0"),
    ] {
        assert_eq!(actions[key].as_i64(), count(it, statement).await, "{key}");
    }
    for (key, statement) in [
        (
            "gps",
            "SELECT CAST(COALESCE(SUM(m.minutes), 0) AS BIGINT) AS n FROM attendances a JOIN meetings m ON m.id = a.meeting_id WHERE a.group_id = $1 AND a.presence = 'present' AND a.side = 'gp'",
        ),
        (
            "consultants",
            "SELECT CAST(COALESCE(SUM(m.minutes), 0) AS BIGINT) AS n FROM attendances a JOIN meetings m ON m.id = a.meeting_id WHERE a.group_id = $1 AND a.presence = 'present' AND a.side = 'consultant'",
        ),
        (
            "others",
            "SELECT CAST(COALESCE(SUM(m.minutes), 0) AS BIGINT) AS n FROM attendances a JOIN meetings m ON m.id = a.meeting_id WHERE a.group_id = $1 AND a.presence = 'present' AND a.side = 'other'",
        ),
    ] {
        let row = rows(it, statement).await.remove(0);
        let minutes: i64 = row.get("n").expect("a number");
        assert_eq!((numbers["hours"][key]["minutes"].as_i64(), minutes), (Some(90), 90), "{key}");
    }
    assert_eq!(numbers["heard"]["decisions"].as_i64(), Some(1));
    // Each number leads to as many things as it counts, on a page of its own.
    let page = chairs.administrator.get(ONE).await;
    for (of, things) in [
        ("reports", 14),
        ("theme.discharge", 6),
        ("sector.primary", 6),
        ("triage", 7),
        ("decisions", 1),
        ("actions.set", 1),
        ("meetings", 1),
    ] {
        let address = format!("/north-moor/reports/1/counted?version=1&of={of}");
        assert!(page.body.contains(&address.replace('&', "&amp;")), "{of}: {}", page.body);
        let list = chairs.administrator.get(&address).await;
        assert!(
            list.status == StatusCode::OK && list.main().contains(&format!("As the record is now: {things}.")),
            "{of}: {}",
            list.main()
        );
    }
    // A member reads the report, and no report of anybody.
    let member = it.member().await;
    let seen = member.get(ONE).await;
    assert!(seen.status == StatusCode::OK && !seen.body.contains("of=reports") && seen.body.contains("of=decisions"), "{}", seen.body);
    assert_eq!(member.get(&format!("{ONE}/counted?of=reports")).await.status, StatusCode::NOT_FOUND);
    for secret in ["the 3th time", "reporter3"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
});

both!(what_both_sides_approved_does_not_change_when_the_record_does, start, |it| {
    let chairs = a_busy_month(it).await;
    composed(&chairs).await;
    assert_eq!(approve(&chairs.gp).await, StatusCode::SEE_OTHER);
    assert_eq!(approve(&chairs.administrator).await, StatusCode::FORBIDDEN);
    it.work().await;
    assert_eq!(mails_to(it, &chairs.consultant.email).iter().filter(|mail| mail.contains("Report 1: to approve")).count(), 1);
    // A change asks the GP side again.
    let edit = format!("{ONE}/edit");
    let words = [
        ("version", "1"),
        ("summary", "A good start."),
        ("wanted-1", "Pay for two typists"),
        ("ask-1", "Letters wait for typists."),
        ("by-1", "2027-02-01"),
    ];
    let patient = chairs.administrator.fill(&edit, &edit, &[("version", "1"), ("summary", "As for 010101 1237")]).await;
    assert!(patient.status == StatusCode::UNPROCESSABLE_ENTITY && patient.body.contains("As for 010101 1237"), "{}", patient.main());
    assert_eq!(chairs.administrator.fill(&edit, &edit, &words).await.location(), format!("{ONE}?version=1&saved"));
    let stale = chairs.gp.fill(&edit, &edit, &[("version", "1"), ("summary", "Mine.")]).await;
    assert!(stale.status == StatusCode::CONFLICT && stale.body.contains("Mine."), "{}", stale.main());
    assert_eq!(approve(&chairs.consultant).await, StatusCode::SEE_OTHER);
    assert!(chairs.gp.get(ONE).await.main().contains("The GP side has yet to approve it."));
    assert_eq!(approve(&chairs.gp).await, StatusCode::SEE_OTHER);
    let before = chairs.administrator.get(ONE).await.main();
    assert!(
        before.contains("Approved by") && before.contains("Ailsa Munro, GP co-chair and Tunde Adeyemi, Consultant co-chair"),
        "{before}"
    );
    let frozen = numbers(&chairs.administrator).await;
    chairs.triaged("One more").await;
    assert_eq!(numbers(&chairs.administrator).await, frozen);
    let list = chairs.administrator.get(&format!("{ONE}/counted?of=reports")).await.main();
    assert!(list.contains("As the record is now: 15."), "{list}");
    assert_eq!(chairs.administrator.fill(ONE, &format!("{ONE}/numbers"), &[]).await.status, StatusCode::CONFLICT);
    // A new version has the new numbers, and until it is approved the older one holds.
    assert_eq!(chairs.administrator.fill(ONE, &format!("{ONE}/versions"), &[]).await.location(), format!("{ONE}?version=2&begun"));
    assert_eq!(chairs.administrator.fill(ONE, &format!("{ONE}/numbers"), &[]).await.location(), format!("{ONE}?version=2&composed"));
    assert_eq!(numbers(&chairs.administrator).await, frozen);
    assert!(chairs.administrator.get(&format!("{ONE}?version=2")).await.main().contains("Reports: 15."));
    for side in [&chairs.gp, &chairs.consultant] {
        let hash = side.get(&format!("{ONE}?version=2")).await.hidden("hash").expect("a proof");
        side.fill(ONE, &format!("{ONE}/approvals"), &[("hash", &hash)]).await;
    }
    assert_eq!(numbers(&chairs.administrator).await["came_in"]["reports"].as_i64(), Some(15));
    let asks = chairs.administrator.api(Method::GET, "/api/v1/north-moor/asks", None).await.json();
    assert_eq!(asks["items"].as_array().map(Vec::len), Some(1), "an ask that stays is one ask: {asks}");
    assert_eq!(chairs.gp.get(&format!("{ONE}/report.docx")).await.body.get(..2), Some("PK"));
});

both!(a_report_goes_for_a_meeting_of_theirs_and_its_ask_comes_back_to_the_agenda, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    let line = [("name-1", "Clinical Governance Committee"), ("secretary-1", "The secretary"), ("email-1", SECRETARY)];
    assert_eq!(chairs.administrator.fill(REPORTS, &format!("{REPORTS}/line/1"), &line).await.location(), format!("{REPORTS}?line"));
    let meeting = [("held-1", "2026-12-10"), ("papers-1", "2026-12-01")];
    assert_eq!(
        chairs.administrator.fill(REPORTS, &format!("{REPORTS}/line/1/meetings"), &meeting).await.location(),
        format!("{REPORTS}?meeting")
    );
    let wrong = chairs
        .administrator
        .fill(REPORTS, &format!("{REPORTS}/line/1/meetings"), &[("held-1", "2026-12-10"), ("papers-1", "2026-12-11")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A week before its papers are due the administrator hears of it, once.
    it.app.clock.set("2026-11-24T10:00:00Z".parse().expect("a time"));
    for _ in 0..2 {
        tick(it).await;
        it.wait(SignedDuration::from_hours(2));
    }
    let reminders =
        || mails_to(it, &chairs.administrator.email).iter().filter(|mail| mail.contains("A report for Clinical Governance")).count();
    assert_eq!(reminders(), 1);
    let chairs = Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    };
    let fields = [("from_on", "2026-11-01"), ("to_on", "2026-11-24")];
    assert_eq!(chairs.administrator.fill(REPORTS, REPORTS, &fields).await.location(), format!("{ONE}?drafted"));
    let edit = format!("{ONE}/edit");
    let words = [
        ("version", "1"),
        ("wanted-1", "Pay for two typists"),
        ("ask-1", "Letters wait for typists."),
        ("wanted-2", "Name a lead"),
        ("ask-2", "Nobody leads."),
    ];
    chairs.administrator.fill(&edit, &edit, &words).await;
    approve(&chairs.gp).await;
    approve(&chairs.consultant).await;
    let page = chairs.administrator.get(ONE).await;
    let (_, rest) = page.body.split_once("<option value=\"").expect("a meeting");
    let meeting = rest.split('"').next().expect("a key").to_owned();
    for _ in 0..2 {
        let sent = chairs.administrator.fill(ONE, &format!("{ONE}/sendings"), &[("meeting", &meeting)]).await;
        assert_eq!(sent.location(), format!("{ONE}?sent"), "{}", sent.main());
    }
    it.work().await;
    let mails = mails_to(it, SECRETARY);
    assert_eq!(mails.len(), 1, "for one meeting it goes once");
    for words in
        ["for your meeting of 10 December 2026", "Pay for two typists", "north-moor-report-1.docx", "north-moor-report-1-one-page.pdf"]
    {
        assert!(mails[0].contains(words), "{words}");
    }
    let (_, rest) = mails[0].split_once("http://brig.test/north-moor/answer/").expect("a link");
    let code: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
    let link = format!("/north-moor/answer/{code}");
    let which = it.visitor().get(&link).await.hidden("which").expect("the first ask");
    let given = it.visitor().fill(&link, &link, &[("which", &which), ("words-1", "Agreed, from April.")]).await;
    assert_eq!(given.location(), format!("{link}?thanks"), "{}", given.main());
    let left = it.visitor().get(&link).await.main();
    assert!(left.contains("We have your answer. Thank you.") && left.contains("Name a lead"), "{left}");
    let agenda = chairs.administrator.get(&format!("/north-moor/meetings/{number}")).await.main();
    assert!(agenda.contains("Report 1, ask 1 is answered"), "{agenda}");
    let page = chairs.administrator.get(REPORTS).await.main();
    assert!(page.contains("answered on 24 November 2026: Agreed, from April.") && page.contains("no answer yet"), "{page}");
    // The next report says both, kindly.
    it.app.clock.set("2026-11-26T10:00:00Z".parse().expect("a time"));
    let administrator = chairs.administrator.signed_in_again().await;
    let next = administrator.fill(REPORTS, REPORTS, &[("from_on", "2026-11-20"), ("to_on", "2026-11-26")]).await;
    assert_eq!(next.location(), "/north-moor/reports/2?drafted");
    let page = administrator.get("/north-moor/reports/2").await.main();
    for words in [
        "We asked on 24 November 2026; you answered on 24 November 2026: Agreed, from April.",
        "We asked on 24 November 2026; no answer yet.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
});

both!(the_one_page_is_one_page_however_much_is_written, start, |it| {
    let chairs = a_busy_month(it).await;
    composed(&chairs).await;
    let short = store::versions(&it.app.db, it.group.id, 1).await.expect("versions").remove(0);
    let mut long = short.clone();
    let sentence = "Letters come faster now, and everybody on both sides sees that. ";
    long.content.written = Written { summary: sentence.repeat(30), good_news: sentence.repeat(30), could_not: sentence.repeat(30) };
    let ask = Ask { id: it.group.id, words: sentence.repeat(9), wanted: sentence.repeat(9), by: None };
    long.content.asks = vec![ask; 6];
    for report in [short, long] {
        let document = one_page::document(&report, &[]).await.expect("a page");
        let bytes = documents::pdf::write(&document).expect("a PDF");
        assert_eq!(reading::pdf::pages(&bytes).expect("pages").len(), 1);
        let text = documents::text::write(&document);
        assert!(text.contains("Reports that came in") && text.contains("What we ask"), "{text}");
    }
    let page = chairs.gp.get(&format!("{ONE}/one-page")).await;
    assert!(page.status == StatusCode::OK && page.body.contains("<svg"), "{}", page.main());
    for file in ["one-page.pdf", "report.pdf"] {
        assert!(chairs.gp.get(&format!("{ONE}/{file}")).await.body.starts_with("%PDF"), "{file}");
    }
});

both!(another_group_sees_no_report_and_a_reader_none, start, |it| {
    let chairs = Chairs::of(it).await;
    let reply = chairs.administrator.fill(REPORTS, REPORTS, &[("from_on", "2026-11-01"), ("to_on", "2026-11-22")]).await;
    assert_eq!(reply.location(), format!("{ONE}?drafted"), "{}", reply.main());
    for (from, to) in [("", ""), ("2026-11-22", "2026-11-01"), ("2026-11-01", "2026-11-23"), ("2016-01-01", "2026-11-22")] {
        let wrong = chairs.administrator.fill(REPORTS, REPORTS, &[("from_on", from), ("to_on", to)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{from} {to}");
    }
    let other = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    for path in [ONE, "/south-firth/reports/1"] {
        assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [REPORTS, ONE, "/north-moor/reports/1/report.pdf"] {
        assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["reports", "reports/1", "asks", "letters"] {
        assert_eq!(other.api(Method::GET, &format!("/api/v1/north-moor/{path}"), None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mine = other.api(Method::GET, "/api/v1/south-firth/reports", None).await.json();
    assert_eq!(mine["items"].as_array().map(Vec::len), Some(0));
    let member = it.member().await;
    let forgery = member.get("/north-moor/members").await.hidden("forgery").expect("a token");
    assert_eq!(
        member.post(REPORTS, &[("forgery", &forgery), ("from_on", "2026-11-01"), ("to_on", "2026-11-22")]).await.status,
        StatusCode::FORBIDDEN
    );
});

both!(a_script_drafts_a_report_and_writes_down_an_answer_once, start, |it| {
    let chairs = Chairs::of(it).await;
    let api = "/api/v1/north-moor/reports";
    let period = json!({ "from": "2026-11-01", "to": "2026-11-22" });
    let made = chairs.administrator.api(Method::POST, api, Some(period.clone())).await;
    assert_eq!((made.status, made.json()["state"].as_str()), (StatusCode::CREATED, Some("draft")), "{}", made.body);
    let member = it.member().await;
    assert_eq!(member.api(Method::POST, api, Some(period)).await.status, StatusCode::FORBIDDEN);
    let future = json!({ "from": "2026-11-01", "to": "2027-11-22" });
    assert_eq!(chairs.administrator.api(Method::POST, api, Some(future)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let edit = format!("{ONE}/edit");
    let words = [("version", "1"), ("wanted-1", "Pay for two typists"), ("ask-1", "Letters wait for typists.")];
    chairs.administrator.fill(&edit, &edit, &words).await;
    approve(&chairs.gp).await;
    approve(&chairs.consultant).await;
    let answer = async |ask: &str, text: &str| {
        let path = format!("/api/v1/north-moor/asks/1/{ask}/answer");
        chairs.administrator.api(Method::POST, &path, Some(json!({ "text": text }))).await
    };
    assert_eq!(answer("2", "Yes.").await.status, StatusCode::NOT_FOUND, "nothing such was asked");
    assert_eq!(answer("1", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = answer("1", "Agreed for a year.").await;
    assert_eq!((said.status, said.json()["answer"].as_str()), (StatusCode::OK, Some("Agreed for a year.")), "{}", said.body);
    assert_eq!(answer("1", "No.").await.status, StatusCode::CONFLICT);
    assert!(chairs.gp.get(ONE).await.main().contains("Agreed for a year."));
});

both!(hours_are_those_that_the_room_recorded_and_what_each_network_heard_is_drawn, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let number = decided(&chairs, "one").await;
    publish(&chairs, number).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("INSERT INTO item_times (item_id, group_id, began_at, ended_at, minutes) SELECT id, group_id, $2, $3, 1 FROM items WHERE group_id = $1 \
         ON CONFLICT (item_id) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at, minutes = excluded.minutes")
    .bind(it.group.id)
    .bind("2026-12-14T12:32:00Z".parse::<jiff::Timestamp>().expect("an instant"))
    .bind("2026-12-14T13:37:00Z".parse::<jiff::Timestamp>().expect("an instant"))
    .run(&mut tx)
    .await
    .expect("the room's clock");
    it.app.commit(tx).await.expect("a commit");
    it.app.clock.set("2026-12-22T10:00:00Z".parse().expect("a time"));
    let chairs = Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    };
    composed(&chairs).await;
    let numbers = numbers(&chairs.administrator).await;
    let hours = &numbers["hours"];
    assert_eq!((hours["recorded"].as_i64(), hours["gps"]["minutes"].as_i64()), (Some(1), Some(65)), "{hours}");
    let network = &numbers["heard"]["networks"][0];
    assert_eq!((network["name"].as_str(), network["due"].as_i64()), (Some("Practice Matters"), Some(1)), "{network}");
    let page = chairs.gp.get(ONE).await;
    assert!(page.main().contains("Counted is how long each meeting really took"), "{}", page.main());
    let picture = page.body.split("<svg class=\"chart\"").find(|part| part.contains("Decisions by network and group")).expect("a picture");
    assert!(picture.contains("Practice Matters: acknowledged 0"), "it says in words what it shows: {picture}");
    assert!(page.body.contains("<caption>Decisions by network and group</caption>"));
    for file in ["report.pdf", "report.docx"] {
        assert_eq!(chairs.gp.get(&format!("{ONE}/{file}?version=1")).await.status, StatusCode::OK, "{file}");
    }
});

both!(the_list_behind_a_number_does_not_name_what_is_closed_to_its_reader, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("letters").await;
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "it is about one practice" })).await;
    let here = format!("/north-moor/meetings/{number}/items/26-001/interests");
    assert_eq!(chairs.administrator.fill(&here, &here, &[("words", "Sells stamps")]).await.status, StatusCode::SEE_OTHER);
    confirm(&chairs, number).await;
    it.app.clock.set("2026-12-22T10:00:00Z".parse().expect("a time"));
    let (consultant, administrator) = (chairs.consultant.signed_in_again().await, chairs.administrator.signed_in_again().await);
    let chairs = Chairs { consultant, administrator, ..chairs };
    composed(&chairs).await;
    let list = format!("{ONE}/counted?version=1&of=actions.open");
    assert!(chairs.consultant.get(&list).await.main().contains("Tell every ward"));
    let told = chairs.administrator.get(&list).await.main();
    assert!(told.contains("an action of a reserved item") && told.contains("A-0001") && !told.contains("Tell every ward"), "{told}");
});
