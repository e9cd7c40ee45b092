//! Both sides approve one content; a later version takes the place of an older one.

use kernel::{Error, both, removal, sql};

use crate::{
    rules::{self, Binds, NewAgreement, State},
    testing::{Chairs, agree, approve, start, typed, withdraw},
};

both!(one_side_alone_puts_nothing_into_force_and_both_together_do, start, |it| {
    let chairs = Chairs::of(it).await;
    let [gp, consultant] = chairs.sides();
    let mut tx = it.app.begin().await.expect("a transaction");
    let draft = rules::create(&it.app, &mut tx, &chairs.drafts(), &typed()).await.expect("a draft");
    assert_eq!((draft.reference().as_str(), draft.version, draft.state), ("26/A01", 1, State::Draft));
    for side in [&gp, &gp] {
        assert_eq!(rules::approve(&it.app, &mut tx, side, 1, None).await.expect("approved"), State::Draft, "one side twice is one side");
    }
    assert!(matches!(rules::approve(&it.app, &mut tx, &chairs.drafts(), 1, None).await, Err(Error::Forbidden(_))));
    // A change after an approval asks for it again.
    let mended = NewAgreement { rule: "Who asks for a test acts on its result.".into(), ..typed() };
    let mended = rules::change(&it.app, &mut tx, &chairs.drafts(), 1, draft.revision, &mended).await.expect("changed");
    assert_eq!(rules::approve(&it.app, &mut tx, &consultant, 1, None).await.expect("approved"), State::Draft);
    let old: String = draft.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(
        matches!(rules::approve(&it.app, &mut tx, &gp, 1, Some(&old)).await, Err(Error::Conflict(_))),
        "the text that was read has gone"
    );
    assert_eq!(rules::approve(&it.app, &mut tx, &gp, 1, None).await.expect("approved"), State::InForce);
    it.app.commit(tx).await.expect("a commit");
    let there = rules::in_force(&it.app.db, it.group.id).await.expect("a list");
    assert_eq!((there.len(), &there[0].hash, there[0].agreed_on()), (1, &mended.hash, Some("2026-11-22".parse().expect("a day"))));
    let mails = it.mails_after_work().await;
    assert_eq!(
        mails.iter().filter(|mail| mail.contains("an agreement to approve")).count(),
        2,
        "the other side is asked when one has said yes"
    );
    let told: Vec<&String> = mails.iter().filter(|mail| mail.contains("is agreed:")).collect();
    assert!(told.len() > 2 && told[0].contains("Who asks for a test acts on its result."), "everybody in the group hears of it: {told:?}");
    assert!(rules::in_force(&it.app.db, it.other.id).await.expect("a list").is_empty());
});

both!(two_who_write_at_once_lose_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    let draft = rules::create(&it.app, &mut tx, &chairs.drafts(), &typed()).await.expect("a draft");
    let mine = NewAgreement { title: "Mine".into(), ..typed() };
    rules::change(&it.app, &mut tx, &chairs.drafts(), 1, draft.revision, &mine).await.expect("changed");
    let theirs = NewAgreement { title: "Theirs".into(), ..typed() };
    let late = rules::change(&it.app, &mut tx, &chairs.drafts(), 1, draft.revision, &theirs).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    assert_eq!(rules::by_number(&mut tx, it.group.id, 1).await.expect("it").content.title, "Mine");
    it.app.commit(tx).await.expect("a commit");
});

both!(a_new_version_takes_the_place_of_the_older_which_stays_readable, start, |it| {
    let chairs = Chairs::of(it).await;
    let first = agree(&chairs, &typed()).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    let draft = rules::begin_version(&it.app, &mut tx, &chairs.drafts(), 1).await.expect("a version");
    assert_eq!((draft.version, draft.content.review_on), (2, None));
    assert!(matches!(rules::begin_version(&it.app, &mut tx, &chairs.drafts(), 1).await, Err(Error::Conflict(_))));
    let wanting = rules::approve(&it.app, &mut tx, &chairs.sides()[0], 1, None).await;
    assert!(matches!(&wanting, Err(Error::Conflict(why)) if why.contains("a day to come")), "{wanting:?}");
    let new = NewAgreement { rule: "Who asks acts, also at night.".into(), ..typed() };
    rules::change(&it.app, &mut tx, &chairs.drafts(), 1, draft.revision, &new).await.expect("changed");
    assert_eq!(rules::by_number(&mut tx, it.group.id, 1).await.expect("it").version, 1, "the older one holds until both have approved");
    it.app.commit(tx).await.expect("a commit");
    approve(&chairs, 1).await;
    let versions = rules::versions(&it.app.db, it.group.id, 1).await.expect("versions");
    let stand: Vec<_> = versions.iter().map(|one| (one.version, one.state, one.content.rule.as_str())).collect();
    let older = first.content.rule.as_str();
    assert_eq!(stand, [(2, State::InForce, "Who asks acts, also at night."), (1, State::Superseded, older)]);
    withdraw(&chairs, 1).await.expect("withdrawn");
    assert!(matches!(withdraw(&chairs, 1).await, Err(Error::Conflict(_))), "twice is told");
    assert!(rules::in_force(&it.app.db, it.group.id).await.expect("a list").is_empty());
    let verbs = sql("SELECT verb FROM ledger WHERE scope_id = $1 AND verb LIKE 'agreement.%' ORDER BY seq").bind(it.group.id);
    let verbs: Vec<String> = verbs.all(&it.app.db).await.expect("rows").iter().map(|row| row.get("verb").expect("a word")).collect();
    assert_eq!(verbs[verbs.len() - 3..], ["agreement.superseded", "agreement.in-force", "agreement.withdrawn"]);
});

both!(what_is_typed_is_looked_through_and_what_is_wrong_is_said_at_its_field, start, |it| {
    let chairs = Chairs::of(it).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    for (field, new) in [
        ("title", NewAgreement { title: " ".into(), ..typed() }),
        ("rule", NewAgreement { rule: "x".repeat(3_001), ..typed() }),
        ("binds", NewAgreement { binds: "everybody".into(), ..typed() }),
        ("theme", NewAgreement { theme: "no-such".into(), ..typed() }),
        ("issues", NewAgreement { issues: "NM-0001, 17".into(), ..typed() }),
        ("review_on", NewAgreement { review_on: "next year".into(), ..typed() }),
        ("agreed_on", NewAgreement { agreed_on: "2027-01-01".into(), ..typed() }),
        ("patients", NewAgreement { patients: "As for 010101 1237".into(), ..typed() }),
        ("owner", NewAgreement { owner: "for 010101 1237".into(), ..typed() }),
    ] {
        let refused = rules::create(&it.app, &mut tx, &chairs.drafts(), &new).await.expect_err(field);
        let fields: Vec<_> = refused.into_messages("other").expect("messages").into_iter().map(|error| error.field).collect();
        assert_eq!(fields, [field]);
    }
    let new = NewAgreement {
        binds: "secondary".into(),
        issues: "nm-3, NM-0012 nm-0003".into(),
        owner: "tunde.adeyemi@example.scot".into(),
        ..typed()
    };
    let kept = rules::create(&it.app, &mut tx, &chairs.drafts(), &new).await.expect("a draft").content;
    assert_eq!((kept.binds, kept.issues), (Binds::Secondary, vec!["NM-0003".to_owned(), "NM-0012".to_owned()]));
    assert_eq!(kept.owner.member, Some(chairs.consultant.id), "a member is known by their address");
    it.app.commit(tx).await.expect("a commit");
});

both!(verify_sees_a_rule_that_was_changed_behind_the_groups_back, start, |it| {
    let chairs = Chairs::of(it).await;
    agree(&chairs, &typed()).await;
    assert_eq!(rules::verify(&it.app.db).await.expect("checked"), Vec::<String>::new());
    let kept = sql("SELECT content FROM agreements").one(&it.app.db).await.expect("a row").get::<String>("content").expect("text");
    let set = async |content: &str| {
        let mut tx = it.app.begin().await.expect("a transaction");
        sql("UPDATE agreements SET content = $1").bind(content).run(&mut tx).await.expect("written");
        it.app.commit(tx).await.expect("a commit");
    };
    set(&kept.replace("acts on", "forgets")).await;
    assert_eq!(rules::verify(&it.app.db).await.expect("checked"), ["an agreement is not what was approved"]);
    set(&kept).await;
    assert!(removal::agrees(&it.app.db, &kept, &kernel::keys::hash(&kept)).await.expect("asked"));
});
