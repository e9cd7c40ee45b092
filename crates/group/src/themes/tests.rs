//! A group's list of themes over HTTP.

use std::future::Future;

use axum::http::StatusCode;
use kernel::{app::Wiring, both, dialect::Dialect};

use crate::testing::{Parts, TestApp};

const PARTS: Parts = Parts {
    routes: crate::routes,
    wiring: Wiring { reactions: &[("group.founded", super::install)], work: &[], schedules: &[], takers: &[] },
    checks: &[super::verify],
};

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, PARTS)
}

const THEMES: &str = "/north-moor/themes";

both!(a_theme_is_added_and_renamed_and_the_page_says_what_changed, start, |it| {
    let administrator = it.administrator().await;
    let page = administrator.get(THEMES).await.main();
    assert!(page.contains("Discharge and transfer") && !page.contains("What has changed"), "{page}");
    let added = administrator.fill(THEMES, THEMES, &[("name", "Interpreters"), ("shared", "")]).await;
    assert_eq!(added.location(), "/north-moor/themes?saved");
    let edit = "/north-moor/themes/interpreters/edit";
    let renamed = administrator.fill(edit, edit, &[("version", "1"), ("name", "Interpreting"), ("shared", "contacts")]).await;
    assert_eq!(renamed.location(), "/north-moor/themes?saved");
    let page = administrator.get(THEMES).await.main();
    assert!(page.contains("Interpreting") && page.contains("in the shared list: Reaching each other"), "{page}");
    assert!(page.contains("Interpreters got another name (now Interpreting), by Morag Sinclair"), "{page}");
});

both!(what_somebody_else_changed_meanwhile_is_said_and_nothing_typed_is_lost, start, |it| {
    let administrator = it.administrator().await;
    let edit = "/north-moor/themes/recall/edit";
    let before = administrator.get(edit).await;
    let forgery = before.hidden("forgery").expect("a token");
    administrator.fill(edit, edit, &[("version", "1"), ("name", "Recalls"), ("shared", "recall")]).await;
    let stale =
        administrator.post(edit, &[("forgery", &forgery), ("version", "1"), ("name", "Call and recall"), ("shared", "recall")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("it is now called Recalls") && stale.body.contains("value=\"Call and recall\""), "{}", stale.main());
    let version = stale.hidden("version").expect("a version");
    let again =
        administrator.post(edit, &[("forgery", &forgery), ("version", &version), ("name", "Call and recall"), ("shared", "recall")]).await;
    assert_eq!(again.location(), "/north-moor/themes?saved");
});

both!(two_themes_of_one_name_a_number_and_an_empty_name_are_refused_with_a_sentence, start, |it| {
    let administrator = it.administrator().await;
    for (name, said) in [
        ("results", "There is already a theme with this name: Results"),
        (" ", "Write what people call it"),
        ("About 0101011237", "This looks like a CHI number"),
    ] {
        let reply = administrator.fill(THEMES, THEMES, &[("name", name), ("shared", "")]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(reply.main().contains(said), "{}", reply.main());
    }
    let odd = administrator.fill(THEMES, THEMES, &[("name", "Odd"), ("shared", "none-of-ours")]).await;
    assert!(odd.main().contains("Choose one of the shared list"), "{}", odd.main());
});

both!(a_theme_is_merged_retired_and_used_again, start, |it| {
    let administrator = it.administrator().await;
    let edit = "/north-moor/themes/contacts/edit";
    let nothing = administrator.fill(edit, "/north-moor/themes/contacts/merger", &[("into", "contacts")]).await;
    assert!(nothing.main().contains("Choose the theme that it becomes part of"), "{}", nothing.main());
    administrator.fill(edit, "/north-moor/themes/contacts/merger", &[("into", "culture")]).await;
    administrator.fill("/north-moor/themes/culture/edit", "/north-moor/themes/culture/retirement", &[]).await;
    let page = administrator.get(THEMES).await.main();
    assert!(page.contains("Part of Working together since") && page.contains("Not used since"), "{page}");
    let early = administrator.fill(edit, "/north-moor/themes/contacts/return", &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.main().contains("It became part of Working together, which is no longer in use."), "{}", early.main());
    for theme in ["culture", "contacts"] {
        let back = format!("/north-moor/themes/{theme}/return");
        assert_eq!(
            administrator.fill(&format!("/north-moor/themes/{theme}/edit"), &back, &[]).await.location(),
            "/north-moor/themes?saved"
        );
    }
    assert!(!administrator.get(THEMES).await.main().contains("No longer used"));
});

both!(members_see_the_list_and_change_nothing, start, |it| {
    let member = it.member().await;
    assert!(!member.get(THEMES).await.main().contains("Add a theme"));
    assert_eq!(member.get("/north-moor/themes/it/edit").await.status, StatusCode::FORBIDDEN);
    let forgery = member.get("/north-moor/members").await.hidden("forgery").expect("a token");
    let reply = member.post(THEMES, &[("forgery", &forgery), ("name", "Mine"), ("shared", "")]).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let stranger = it.visitor();
    assert_ne!(stranger.get(THEMES).await.status, StatusCode::OK);
});
