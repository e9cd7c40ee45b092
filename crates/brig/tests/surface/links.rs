//! Every internal link of every page that an administrator can reach leads somewhere.

use std::collections::BTreeSet;

use axum::http::Method;
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::support::{hold_a_meeting, start};

both!(every_link_leads_somewhere, start, |it| {
    let administrator = it.administrator().await;
    for n in 0..60 {
        let body = json!({ "text": format!("Letters come late {n}"), "known": "named", "email": "a@b.example" });
        administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(body)).await;
    }
    let (gp, consultant) = (it.gp_co_chair().await, it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await);
    hold_a_meeting(&administrator, &gp, &consultant).await;
    let planned = json!({ "date": "2027-02-08", "start": "12:30", "minutes": 90 });
    administrator.api(Method::POST, "/api/v1/north-moor/meetings", Some(planned)).await;
    administrator.api(Method::POST, "/api/v1/north-moor/meetings/2/items", Some(json!({ "title": "A form" }))).await;
    let (mut seen, mut waiting) =
        (BTreeSet::new(), vec!["/north-moor".to_owned(), "/".into(), "/sign-in".into(), "/north-moor/raise".into()]);
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) || seen.len() > 400 {
            continue;
        }
        let page = administrator.get(&path).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{path} answers {}", page.status);
        for part in page.body.split(" href=\"").skip(1).chain(page.body.split(" src=\"").skip(1)) {
            let link = part.split('"').next().unwrap_or_default().replace("&#38;", "&");
            let link = link.split('#').next().unwrap_or_default();
            // The demonstration's own pages are there in a demonstration only.
            if link.starts_with('/') && !link.starts_with("/demo") {
                waiting.push(link.to_owned());
            }
        }
    }
    assert!(seen.len() > 60, "the crawl went nowhere: {seen:?}");
});
