//! Random stories through pages and the database: approvals, stops, holds, a deadline that is moved, an edition that did not come
//! out. Whatever happens, each decision is in the next edition exactly once, and once more for each time that its edition
//! did not come out.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use group::testing::TestApp;
use jiff::{SignedDuration, Timestamp};
use kernel::{both, sql};
use meetings::testing::Chairs;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use uuid::Uuid;

use crate::testing::{WEEKLY, add, decided, link_to, mails_to, start, tick};

const EDITOR: &str = "practice.matters@board.example";
const CASCADE: &str = "/north-moor/cascade";

#[derive(Clone, Debug)]
enum Happens {
    /// So many minutes go by.
    Time(i64),
    Decided,
    /// The decision with this place is approved in somebody's words, or stopped.
    Approved(usize),
    Stopped(usize),
    /// So many minutes wait what is approved from now on.
    Holds(i64),
    /// The edition that waits is moved by so many minutes, if it can be.
    Moved(i64),
    /// Its editor says that the last edition did not come out, and it is put into the next one.
    NotOut,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => (600_i64..5_000).prop_map(Happens::Time),
        2 => (1_i64..30).prop_map(Happens::Time),
        3 => Just(Happens::Decided),
        2 => (0_usize..4).prop_map(Happens::Approved),
        1 => (0_usize..4).prop_map(Happens::Stopped),
        1 => (0_i64..60).prop_map(Happens::Holds),
        2 => (-3_000_i64..3_000).prop_map(Happens::Moved),
        2 => Just(Happens::NotOut),
    ]
}

async fn again<'a>(chairs: &Chairs<'a>) -> Chairs<'a> {
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

/// Approves a decision's text, with the words by which it is known in the mails; nothing where it has left.
async fn approve(chairs: &Chairs<'_>, network: Uuid, at: usize) {
    let page = format!("{CASCADE}/versions/{network}/26-D{at:02}");
    if let Some(seen) = chairs.administrator.get(&page).await.hidden("version") {
        let headline = format!("Letters: number {at}");
        let words = [("version", seen.as_str()), ("headline", &headline), ("body", "They come within a day."), ("do", "approve")];
        chairs.administrator.fill(&page, &page, &words).await;
    }
}

/// Moves the edition that waits, as its form does; it may be refused.
async fn move_waiting(it: &TestApp, chairs: &Chairs<'_>, minutes: i64) {
    let waits = sql("SELECT id, closes_at FROM editions WHERE group_id = $1 AND sent_at IS NULL ORDER BY closes_at LIMIT 1");
    let Some(row) = waits.bind(it.group.id).optional(&it.app.db).await.expect("it answers") else { return };
    let (id, closes): (Uuid, Timestamp) = (row.get("id").expect("a key"), row.get("closes_at").expect("an instant"));
    let to = it.group.time_zone.to_datetime(closes + SignedDuration::from_mins(minutes));
    let (day, time) = (to.date().to_string(), to.time().strftime("%H:%M").to_string());
    let here = format!("{CASCADE}/editions/{id}");
    let form = [("closes_on", day.as_str()), ("closes_time", &time), ("out_on", &day), ("why", "The editor is away")];
    let reply = chairs.administrator.fill(&here, &format!("{here}/deadline"), &form).await;
    assert!([StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY].contains(&reply.status), "{}", reply.main());
}

/// The editor is asked and says no, and the administrator puts it into the next edition; counts each decision that goes once more.
async fn not_out(it: &TestApp, chairs: &Chairs<'_>, retold: &mut BTreeMap<i64, usize>) {
    crate::outings::ask_all(&it.app).await.expect("asked");
    it.work().await;
    let asked = sql("SELECT COUNT(*) AS n FROM edition_outings WHERE group_id = $1 AND state = 'waits'").bind(it.group.id);
    if asked.one(&it.app.db).await.and_then(|row| row.get::<i64>("n")).expect("a count") == 0 {
        return;
    }
    let link = link_to(it, EDITOR, "out");
    it.visitor().fill(&link, &link, &[("answer", "no")]).await;
    let says = sql("SELECT edition_id FROM edition_outings WHERE group_id = $1 AND state = 'no' AND again_on IS NULL");
    for row in says.bind(it.group.id).all(&it.app.db).await.expect("rows") {
        let id: Uuid = row.get("edition_id").expect("a key");
        let inside = sql("SELECT d.number FROM edition_entries x JOIN decisions d ON d.id = x.decision_id WHERE x.edition_id = $1");
        let inside = inside.bind(id).all(&it.app.db).await.expect("rows");
        let put = chairs.administrator.fill(CASCADE, &format!("{CASCADE}/editions/{id}/once-more"), &[]).await;
        if put.status == StatusCode::SEE_OTHER {
            for row in &inside {
                *retold.entry(row.get("number").expect("a number")).or_default() += 1;
            }
        }
    }
}

async fn story(it: &TestApp, seed: u8, begins: &str) {
    it.app.clock.set(begins.parse().expect("an instant"));
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let row = sql("SELECT id FROM networks WHERE group_id = $1").bind(it.group.id).one(&it.app.db).await.expect("a network");
    let network: Uuid = row.get("id").expect("a key");
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let told = prop::collection::vec(happens(), 26).new_tree(&mut runner).expect("a story").current();
    let (mut n, mut retold) = (0_usize, BTreeMap::new());
    let mut chairs = chairs;
    for one in [vec![Happens::Decided], told].concat() {
        match one {
            Happens::Time(minutes) => {
                it.app.clock.advance(SignedDuration::from_mins(minutes));
                tick(it).await;
                // Sessions run out as time goes by. Only then: of several that began in the same moment the newest may be the one that
                // ends when there are too many.
                chairs = again(&chairs).await;
            }
            Happens::Decided if n < 4 => {
                n += 1;
                decided(&chairs, &format!("number {n}")).await;
            }
            Happens::Decided => {}
            Happens::Approved(at) => approve(&chairs, network, at + 1).await,
            Happens::Stopped(at) => {
                let page = format!("{CASCADE}/versions/{network}/26-D{:02}", at + 1);
                chairs.administrator.fill(CASCADE, &format!("{page}/stop"), &[]).await;
            }
            Happens::Holds(minutes) => {
                let (rules, minutes) = (format!("{CASCADE}/versions/rules"), minutes.to_string());
                let set = chairs.administrator.fill(&rules, &rules, &[("hold_minutes", &minutes), ("tell_days", "3")]).await;
                assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.main());
            }
            Happens::Moved(minutes) => move_waiting(it, &chairs, minutes).await,
            Happens::NotOut => not_out(it, &chairs, &mut retold).await,
        }
    }
    let chairs = again(&chairs).await;
    for at in 1..=n {
        approve(&chairs, network, at).await;
    }
    for _ in 0..4 {
        it.app.clock.advance(SignedDuration::from_hours(7 * 24));
        tick(it).await;
    }
    let rows = sql(
        "SELECT v.approved_at, e.closes_at, e.sent_at FROM network_versions v JOIN edition_entries x ON x.network_id = v.network_id \
                    AND x.decision_id = v.decision_id JOIN editions e ON e.id = x.edition_id WHERE v.group_id = $1 AND v.sent_at IS NOT NULL",
    );
    let rows = rows.bind(it.group.id).all(&it.app.db).await.expect("rows");
    assert_eq!(rows.len(), n, "each has gone");
    for row in &rows {
        let at = |name| row.get::<Option<Timestamp>>(name).expect("a column").expect("an instant");
        let (approved, closes, sent) = (at("approved_at"), at("closes_at"), at("sent_at"));
        assert!(approved < closes && sent >= approved, "{approved} {closes} {sent}");
    }
    let mails: Vec<String> = mails_to(it, EDITOR).into_iter().filter(|mail| mail.contains("Subject: Copy for")).collect();
    for at in 1..=n {
        let times = mails.iter().filter(|mail| mail.contains(&format!("Letters: number {at}"))).count();
        let number = i64::try_from(at).expect("small");
        assert_eq!(times, 1 + retold.get(&number).copied().unwrap_or(0), "decision {at} of {n}, story {seed}");
    }
}

both!(each_decision_goes_exactly_once_in_a_story_over_the_new_year, start, |it| { story(it, 1, "2026-11-22T09:00:00Z").await });
both!(each_decision_goes_exactly_once_in_another_story, start, |it| { story(it, 2, "2026-12-18T09:00:00Z").await });
both!(each_decision_goes_exactly_once_while_clocks_go_forward, start, |it| { story(it, 3, "2026-03-24T09:00:00Z").await });
both!(each_decision_goes_exactly_once_while_clocks_go_back, start, |it| { story(it, 4, "2026-10-20T09:00:00Z").await });
