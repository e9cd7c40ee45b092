//! Flags over HTTP: said, taken back, seen by all.

use axum::http::StatusCode;
use kernel::both;

use super::{Kind, of_meeting};
use crate::{
    papers::tests::{bring, with_item},
    testing::{Chairs, start},
};

const PACK: &str = "/north-moor/meetings/1/pack";
const FLAGS: &str = "/north-moor/meetings/1/items/26-001/flags";

async fn by_consent(chairs: &Chairs<'_>) {
    let details = "/north-moor/meetings/1/items/26-001/details";
    let seen = chairs.administrator.get(details).await.hidden("seen").unwrap_or_default();
    let fields = [("seen", seen.as_str()), ("title", "Letters by post"), ("purpose", "decide"), ("minutes", "15"), ("consent", "yes")];
    let changed = chairs.administrator.fill(details, details, &fields).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.main());
}

both!(members_say_who_speaks_first_come_first, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    let say = |kind: &'static str, on: &'static str| [("kind", kind), ("to", on)];
    assert_eq!(chairs.consultant.fill(PACK, FLAGS, &say("speak", "yes")).await.location(), format!("{PACK}#item-1"));
    it.wait(jiff::SignedDuration::from_mins(1));
    chairs.gp.fill(PACK, FLAGS, &say("speak", "yes")).await;
    chairs.gp.fill(PACK, FLAGS, &say("speak", "yes")).await;
    assert!(chairs.administrator.get(PACK).await.main().contains("To speak: Tunde Adeyemi, Ailsa Munro"));
    let group = it.group.id;
    let meeting = crate::meetings::find(&it.app.db, group, 1).await.expect("a meeting").id;
    let names: Vec<String> = of_meeting(&it.app.db, group, meeting)
        .await
        .expect("flags")
        .into_iter()
        .filter(|flag| flag.kind == Kind::Speak)
        .map(|flag| flag.name)
        .collect();
    assert_eq!(names, ["Tunde Adeyemi", "Ailsa Munro"]);
    chairs.consultant.fill(PACK, FLAGS, &say("speak", "no")).await;
    assert!(chairs.administrator.get(PACK).await.main().contains("To speak: Ailsa Munro"));
    bring(&chairs.consultant, "Costs", ("a.txt", b"Post costs five pounds.")).await;
    let unread = async || crate::papers::unread(&it.app.db, group, meeting).await.expect("papers").of(chairs.gp.id);
    assert_eq!(unread().await, ["Paper A for 26/001: Costs"]);
    chairs.gp.fill(PACK, FLAGS, &say("read", "yes")).await;
    assert!(unread().await.is_empty());
    let body = chairs.gp.get(PACK).await.body;
    assert_eq!(body.matches("aria-pressed=\"true\"").count(), 2, "read, and wants to speak");
    assert_eq!(chairs.gp.fill(PACK, FLAGS, &say("like", "yes")).await.status, StatusCode::NOT_FOUND);
});

both!(one_member_is_enough_to_take_an_item_out_of_consent, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    let member = it.member().await;
    let apart = [("kind", "apart"), ("to", "yes")];
    assert_eq!(member.fill(PACK, FLAGS, &apart).await.status, StatusCode::CONFLICT, "it is not taken by consent");
    by_consent(&chairs).await;
    let page = member.get(PACK).await.main();
    assert!(page.contains("These are agreed together") && page.contains("Take this one out of consent"), "{page}");
    member.fill(PACK, FLAGS, &apart).await;
    let page = chairs.gp.get(PACK).await.main();
    assert!(page.contains("asked for it") && !page.contains("These are agreed together"), "{page}");
    member.fill(PACK, FLAGS, &[("kind", "apart"), ("to", "no")]).await;
    assert!(chairs.gp.get(PACK).await.main().contains("These are agreed together"));
});
