//! A name that got through: hidden at once, taken out everywhere, known again in an older backup.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role, testing::Persona};
use jiff::SignedDuration;
use kernel::{Db, both, db::Location, removal};

use super::KEPT;
use crate::testing::start;

const REMOVALS: &str = "/north-moor/removals";
/// A name as it stands in a text; nothing in these tests looks like a person who lives.
const NAME: &str = "Oighrig Quandale";

/// Raises an issue with a name in it, past the check; gives the path of its private page.
async fn raised(who: &Persona<'_>, known: &str, text: &str) -> String {
    let fields = [("text", text), ("known", known), ("name", "Dr Ann Reid"), ("email", "ann.reid@example.scot"), ("keep", "yes")];
    let sent = who.fill("/north-moor/raise", "/north-moor/raise", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

both!(what_anybody_flags_nobody_reads_until_the_administrator_has_looked, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "anonymous", &format!("The ward lost the letter about {NAME} twice.")).await;
    let administrator = it.administrator().await;
    it.work().await;
    for _ in 0..2 {
        let flagged = visitor.fill(&page, &format!("{page}/flag"), &[]).await;
        assert_eq!(flagged.location(), format!("{page}?flagged"), "pressing twice does it once");
    }
    for path in ["/north-moor/issues", "/north-moor/issues/NM-0001", "/north-moor/issues?q=Quandale", &page] {
        let shown = administrator.get(path).await;
        assert!(!shown.main().contains("lost the letter"), "{path}: {}", shown.main());
    }
    assert_eq!(it.mails_after_work().await.len(), 0, "a mail at once would say when an anonymous reporter was there");
    it.wait(SignedDuration::from_hours(25));
    kernel::schedule::tick(&it.app).await.expect("a tick");
    let told = it.mails_after_work().await;
    let administrator = administrator.signed_in_again().await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("NM-0001 is hidden") && !told[0].contains("Quandale"), "{}", told[0]);
    let removals = administrator.get(REMOVALS).await.main();
    assert!(removals.contains("about Oighrig Quandale twice"), "{removals}");

    let shown = administrator.fill(REMOVALS, &format!("{REMOVALS}/flags/1/shown"), &[]).await;
    assert_eq!(shown.location(), format!("{REMOVALS}?shown"));
    assert!(administrator.get("/north-moor/issues?q=Quandale").await.main().contains("NM-0001"), "it can be found again");
    assert_eq!(administrator.fill(REMOVALS, &format!("{REMOVALS}/flags/1/shown"), &[]).await.status, StatusCode::NOT_FOUND);
});

both!(anybody_of_the_group_flags_by_reference_and_a_page_without_an_issue_is_pointed_at, start, |it| {
    let page = raised(&it.visitor(), "confidence", &format!("The ward lost the letter about {NAME} twice.")).await;
    it.work().await;
    let flag = "/north-moor/flag";
    it.administrator().await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Gp).await;
    for wrong in ["", "NM-0002", "26/001", "26/D01", "SF-0001"] {
        let refused = reader.fill(flag, flag, &[("of", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(reader.fill(flag, flag, &[("of", "nm-1")]).await.location(), format!("{flag}?done=hidden"));
    assert!(!it.visitor().get(&page).await.main().contains("lost the letter"), "nobody reads it now");
    let before = it.mails_after_work().await.len();
    let past = "/north-moor/past/minutes/3";
    assert!(reader.get(&format!("{flag}?page={past}")).await.body.contains("Tell the administrator"));
    assert_eq!(reader.fill(flag, flag, &[("page", past)]).await.location(), format!("{flag}?done=told"));
    let mails = it.mails_after_work().await;
    assert!(mails.len() == before + 1 && mails[before].contains(past), "{mails:?}");
    let elsewhere = reader.fill(flag, flag, &[("page", "https://elsewhere.example/north-moor/")]).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY, "only our own pages stand in a mail");
    assert_eq!(it.visitor().get(flag).await.status, StatusCode::SEE_OTHER, "who reads nothing of the group signs in first");
});

both!(words_go_from_everything_and_the_report_says_where_they_stood, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "named", &format!("Nobody told {NAME} of the result. OIGHRIG\nQUANDALE rang us.")).await;
    let other = raised(&visitor, "named", "Nothing to do with it: Quandale Road clinic is full.").await;
    let administrator = it.administrator().await;
    let issue = "/north-moor/issues/NM-0001";
    let wording = [("theme", ""), ("title", "Results that reach nobody"), ("version", "1"), ("text", "Oighrig-Quandale waited for weeks.")];
    administrator.fill(issue, &format!("{issue}/wording"), &wording).await;
    it.work().await;
    visitor.fill(&page, &format!("{page}/flag"), &[]).await;

    let typed = [("words", "oighrig quandale")];
    let look = administrator.fill(REMOVALS, &format!("{REMOVALS}/look"), &typed).await;
    assert_eq!(look.status, StatusCode::OK);
    assert!(look.main().contains("Hidden text of an issue"), "{}", look.main());
    let done = administrator.fill(REMOVALS, REMOVALS, &typed).await;
    assert_eq!(done.location(), format!("{REMOVALS}/1"), "{}", done.main());
    let report = administrator.get(&format!("{REMOVALS}/1")).await.main();
    assert!(
        report.contains("report 1") && report.contains("Hidden text of an issue") && !report.to_lowercase().contains("quandale"),
        "{report}"
    );

    for words in ["Who opened it", "The issue, NM-0001", "22 November 2026", "Who could open it"] {
        assert!(report.contains(words), "{words} in {report}");
    }

    let shown = administrator.get(issue).await.main();
    assert!(shown.contains("Nobody told [removed] of the result. [removed] rang us."), "{shown}");
    assert!(shown.contains("Words that could identify a patient were taken out"), "{shown}");
    assert!(administrator.get(issue).await.body.contains("[removed] waited for weeks."), "and in the group wording");
    assert!(visitor.get(&page).await.main().contains("[removed] rang us"), "and the reporter reads the same");
    assert!(visitor.get(&other).await.main().contains("Quandale Road"), "other words stay");
    assert!(!administrator.get("/north-moor/issues?q=Oighrig").await.main().contains("NM-0001"), "it is not found by them");
    it.work().await;
    let folder = kernel::config::temporary_folder("brig-removals").expect("a folder");
    kernel::backup::backup(&it.app.db, &folder.join("later.db"), &it.app.clock).await.expect("a backup");
    let database = std::fs::read(folder.join("later.db")).expect("the backup");
    let database = String::from_utf8_lossy(&database).to_lowercase();
    assert!(database.contains("nobody told") && !database.contains("oighrig"), "they stand nowhere in a later backup");
    std::fs::remove_dir_all(folder).expect("tidied up");

    let again = administrator.fill(REMOVALS, REMOVALS, &typed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.main().contains("are nowhere"), "{}", again.main());
});

#[test]
fn no_table_with_texts_is_forgotten() {
    use kernel::dialect::Dialect;
    // Of the installation, not of a group; or read by the program alone.
    let of_nobody = ["installation", "schedules", "ledger", "tries", "counters", "people", "sign_ins", "tokens"];
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let over = removal::passed_over(dialect, super::KEY_COLUMNS);
        let odd: Vec<_> = over.iter().filter(|table| !of_nobody.contains(&table.as_str()) && !table.starts_with("removal")).collect();
        assert!(odd.is_empty(), "nobody looks through {odd:?}");
    }
}

both!(an_older_copy_loses_the_same_words_by_the_list_of_seals, start, |it| {
    let visitor = it.visitor();
    raised(&visitor, "named", &format!("Nobody told {NAME} of the result.")).await;
    it.work().await;
    let folder = kernel::config::temporary_folder("brig-removals").expect("a folder");
    let older = folder.join("older.db");
    kernel::backup::backup(&it.app.db, &older, &it.app.clock).await.expect("a backup");
    let administrator = it.administrator().await;
    administrator.fill(REMOVALS, REMOVALS, &[("words", NAME)]).await;
    it.work().await;
    let list = folder.join("list");
    assert_eq!(removal::journal(&it.app.db, &list).await.expect("a list"), 1);
    let text = std::fs::read_to_string(&list).expect("a text");
    assert!(!text.to_lowercase().contains("quandale"), "{text}");

    let db = Db::open(&Location::Sqlite(older)).await.expect("the older copy");
    for places in [2, 0] {
        let again = removal::again(&db, &KEPT, &list).await.expect("taken out again");
        assert_eq!((again.removals, again.places), (1, places), "the issue and its entry of the search, once");
    }
    db.close().await;
    std::fs::remove_dir_all(folder).expect("tidied up");
});

both!(only_those_who_keep_the_group_take_words_out_and_short_ones_stay, start, |it| {
    let visitor = it.visitor();
    raised(&visitor, "named", "Letters come late, said Ann.").await;
    it.work().await;
    let administrator = it.administrator().await;
    for (typed, why) in [("", "Enter the words"), ("Ann", "Line 1 is short"), ("Letters\nA.", "Line 2 is short")] {
        let refused = administrator.fill(REMOVALS, &format!("{REMOVALS}/look"), &[("words", typed)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.main().contains(why) && refused.main().contains("Which words?"), "{}", refused.main());
    }
    for (name, role) in [("Hamish Baird", Role::Member), ("Fiona Laidlaw", Role::Reader)] {
        let who = it.persona(name, role, Side::Gp).await;
        assert_eq!(who.get(REMOVALS).await.status, StatusCode::NOT_FOUND);
    }
    let elsewhere = it.persona_in(&it.other, "Jean Rowe", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(REMOVALS).await.status, StatusCode::NOT_FOUND);
    let theirs = elsewhere.fill("/south-firth/removals", "/south-firth/removals", &[("words", "Letters come late")]).await;
    assert_eq!(theirs.status, StatusCode::UNPROCESSABLE_ENTITY, "another group's texts are not touched");
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("Letters come late"));
});
