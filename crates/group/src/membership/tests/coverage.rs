//! What people bring, what is wanted, and the gaps.

use axum::http::StatusCode;
use kernel::both;

use super::{super::*, MEMBERS, start};
use crate::{membership::Side, permissions::Role};

fn place(kind: TagKind, name: &str) -> Place {
    Tag::new(kind, name)
}

both!(a_group_without_terms_sees_what_most_groups_want_and_who_covers_it, start, |it| {
    let administrator = it.administrator().await;
    let gp = it.gp_co_chair().await;
    let page = administrator.get("/north-moor/members/coverage").await.main();
    assert!(page.contains("Nobody covers in hours, out of hours, LMC or GP sub-committee or consultant committee."), "{page}");
    assert!(page.contains("It would help to have somebody for medical director, IT, education and training and management."), "{page}");
    let brings = format!("{MEMBERS}/{}/brings", gp.id);
    let saved = gp.fill(&brings, &brings, &[("capability-in-hours", "yes"), ("capability-lmc", "yes"), ("sites", "Moorfield")]).await;
    assert_eq!(saved.location(), "/north-moor/members?brings");
    let member = it.member().await;
    let brings = format!("{MEMBERS}/{}/brings", member.id);
    member.fill(&brings, &brings, &[("capability-in-hours", "yes")]).await;
    let page = administrator.get("/north-moor/members/coverage").await.main();
    assert!(
        page.contains("Nobody covers out of hours or consultant committee. One person alone covers LMC or GP sub-committee."),
        "{page}"
    );
    assert!(page.contains("In hours | Ailsa Munro") && page.contains("Two or more"), "{page}");
    let members = administrator.get(MEMBERS).await.main();
    assert!(members.contains("in hours, LMC or GP sub-committee, Moorfield"), "{members}");
});

both!(what_the_terms_want_takes_the_place_of_what_most_groups_want, start, |it| {
    let administrator = it.administrator().await;
    let gp = it.gp_co_chair().await;
    let group = it.group.id;
    let mut tx = it.app.begin().await.expect("a transaction");
    set_places(&mut tx, group, &[place(TagKind::Site, "Moorfield General"), place(TagKind::Partnership, "East Moor")]).await.expect("set");
    let want = Want { tag: Tag::new(TagKind::Capability, "in-hours"), at_least: 2, helpful: false };
    set_wants(&mut tx, group, &[want]).await.expect("set");
    let rules = MembershipRules { core_size: Some(12), parity: false, ends_soon_days: 30 };
    set_rules(&mut tx, group, &rules).await.expect("set");
    it.app.commit(tx).await.expect("a commit");
    assert_eq!(super::super::rules(&it.app.db, group).await.expect("rules"), rules);
    let brings = format!("{MEMBERS}/{}/brings", gp.id);
    // Who types a place of the list means that place.
    gp.fill(&brings, &brings, &[("capability-in-hours", "yes"), ("sites", "moorfield general\n\nElsewhere")]).await;
    let tags = tags_of(&it.app.db, group, gp.id).await.expect("tags");
    let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["in-hours", "Elsewhere", "Moorfield General"]);
    let page = administrator.get("/north-moor/members/coverage").await.main();
    let lead = "Nobody covers East Moor. 1 of the 2 wanted for in hours. One person alone covers Moorfield General.";
    assert!(page.contains(lead) && !page.contains("consultant committee"), "{page}");
    let members = administrator.get(MEMBERS).await.main();
    assert!(members.contains("1 GP and 0 consultants.") && members.contains("1 core member; the group wants 12: 11 to come."), "{members}");
    // A group may also want nothing.
    let mut tx = it.app.begin().await.expect("a transaction");
    set_wants(&mut tx, group, &[]).await.expect("set");
    set_places(&mut tx, group, &[]).await.expect("set");
    it.app.commit(tx).await.expect("a commit");
    assert!(administrator.get("/north-moor/members/coverage").await.main().contains("Nothing is said yet"));
    assert_eq!(super::super::rules(&it.app.db, group).await.expect("rules"), rules, "the rules stay as they were");
});

both!(everybody_says_what_they_bring_and_nobody_says_it_of_another, start, |it| {
    let (administrator, member, gp) = (it.administrator().await, it.member().await, it.gp_co_chair().await);
    let of_gp = format!("{MEMBERS}/{}/brings", gp.id);
    assert_eq!(member.get(&of_gp).await.status, StatusCode::FORBIDDEN);
    assert_eq!(administrator.get(&of_gp).await.status, StatusCode::OK);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(&format!("{MEMBERS}/{}/brings", reader.id)).await.status, StatusCode::NOT_FOUND);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&format!("/south-firth/members/{}/brings", gp.id)).await.status, StatusCode::NOT_FOUND);
    // A patient's number gets nowhere, and what was typed comes back.
    let refused = gp.fill(&of_gp, &of_gp, &[("sites", "Ward 0101011237"), ("capability-it", "yes")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("name=\"capability-it\" value=\"yes\" checked"), "{}", refused.body);
    // Two who write at once lose nothing: the second is told what stands there now.
    let page = gp.get(&of_gp).await;
    let seen = page.hidden("seen").expect("what was seen");
    administrator.fill(&of_gp, &of_gp, &[("seen", &seen), ("capability-it", "yes")]).await;
    let late = gp.fill(&of_gp, &of_gp, &[("seen", &seen), ("capability-lmc", "yes")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.main().contains("It is now: IT."), "{}", late.main());
});
