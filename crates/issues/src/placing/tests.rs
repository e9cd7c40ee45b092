//! Direction and service over HTTP: on the issue's page and by API.

use axum::http::{Method, StatusCode};
use kernel::{both, sql};
use serde_json::{Value as Json, json};

use crate::testing::start;

const ISSUE: &str = "/north-moor/issues/NM-0001";
const API: &str = "/api/v1/north-moor/issues/NM-0001/placing";

both!(a_proposal_is_marked_until_a_person_says_it_and_the_reporters_own_answer_goes_before_it, start, |it| {
    let admin = it.administrator().await;
    let new = "/north-moor/directory/new";
    for name in ["Clinic typing", "Radiology"] {
        let entry = [("name", name), ("kind", "service"), ("sector", ""), ("contact_name", ""), ("contact_email", "")];
        assert_eq!(admin.fill(new, new, &entry).await.status, StatusCode::SEE_OTHER);
    }
    for service in [None, Some("radiology"), Some("The new scanner"), Some("Not sure")] {
        let raised = json!({ "text": "Scans come late.", "known": "named", "service": service });
        assert_eq!(admin.api(Method::POST, "/api/v1/north-moor/issues", Some(raised)).await.status, StatusCode::CREATED);
    }
    // What the software would write when it has read them.
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("INSERT INTO desk_proposals (issue_id, group_id, learnt, direction, service_id, service_by, title, sentences, others) \
         SELECT i.id, i.group_id, 0, 'secondary_to_primary', e.id, 'typing', '', '', '' FROM issues i \
         JOIN directory_entries e ON e.group_id = i.group_id AND e.name = 'Clinic typing'")
    .run(&mut tx)
    .await
    .expect("proposals");
    it.app.commit(tx).await.expect("a commit");
    let of = async |reference: &str| -> Json {
        admin.api(Method::GET, &format!("/api/v1/north-moor/issues/{reference}/placing"), None).await.json()
    };
    let first = of("NM-0001").await;
    assert_eq!((&first["service"], &first["service_from"]), (&json!("Clinic typing"), &json!("proposed")), "{first}");
    assert_eq!((&first["direction"], &first["direction_from"]), (&json!("secondary_to_primary"), &json!("proposed")));
    let second = of("NM-0002").await;
    assert_eq!((&second["service"], &second["service_from"]), (&json!("Radiology"), &json!("reported")), "{second}");
    let third = of("NM-0003").await;
    assert_eq!(
        (&third["service"], &third["service_from"]),
        (&Json::Null, &json!("unknown")),
        "another than they said is not proposed: {third}"
    );
    assert_eq!(of("NM-0004").await["service_from"], json!("proposed"));
    let page = admin.get(ISSUE).await.main();
    assert!(page.contains("Service, proposed by Brig until somebody sets it: Clinic typing."), "{page}");
    let fields = [("direction", "both"), ("service", "")];
    assert_eq!(admin.fill(ISSUE, &format!("{ISSUE}/placing"), &fields).await.location(), format!("{ISSUE}?placed#placing"));
    let page = admin.get(ISSUE).await.main();
    assert!(page.contains("Direction: Both ways.") && page.contains("Direction or service said"), "{page}");
});

both!(direction_and_service_are_said_by_api_and_wrong_ones_are_named, start, |it| {
    let admin = it.administrator().await;
    let new = "/north-moor/directory/new";
    let entry = [("name", "Radiology"), ("kind", "service"), ("sector", ""), ("contact_name", ""), ("contact_email", "")];
    assert_eq!(admin.fill(new, new, &entry).await.status, StatusCode::SEE_OTHER);
    let raised = json!({ "text": "Scans come late.", "known": "named" });
    admin.api(Method::POST, "/api/v1/north-moor/issues", Some(raised)).await;
    for (wrong, field) in [(json!({ "direction": "up" }), "direction"), (json!({ "service": "Nobody" }), "service")] {
        let refused = admin.api(Method::PATCH, API, Some(wrong)).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(&format!("\"{field}\"")), "{}", refused.body);
    }
    let both = json!({ "direction": "primary_to_secondary", "service": "radiology" });
    let said = admin.api(Method::PATCH, API, Some(both)).await.json();
    assert_eq!((&said["service"], &said["service_from"], &said["direction_from"]), (&json!("Radiology"), &json!("said"), &json!("said")));
    let back = admin.api(Method::PATCH, API, Some(json!({ "service": "" }))).await.json();
    assert_eq!((&back["service"], &back["direction"]), (&Json::Null, &json!("primary_to_secondary")), "{back}");
    let member = it.member().await;
    assert_eq!(member.api(Method::GET, API, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.api(Method::PATCH, API, Some(json!({ "direction": "both" }))).await.status, StatusCode::NOT_FOUND);
});
