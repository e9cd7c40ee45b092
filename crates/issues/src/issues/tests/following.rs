//! Following: the receipt's questions, the code, taking an issue back.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use kernel::both;

use super::{raised, start};

both!(one_tap_answers_a_question_and_leaves_the_others, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let answers = format!("{page}/answers");
    for (name, value) in [("sector", "primary"), ("happened", "most-weeks"), ("harm", "could-have"), ("harm", "none-known")] {
        let tapped = visitor.fill(&page, &answers, &[(name, value)]).await;
        assert_eq!(tapped.location(), format!("{page}?kept#more"), "{}", tapped.main());
    }
    visitor.fill(&page, &answers, &[("question", "remedy"), ("remedy", "One line in the letter")]).await;
    let shown = visitor.get(&page).await.body;
    for pressed in [
        "value=\"primary\" aria-pressed=\"true\"",
        "value=\"most-weeks\" aria-pressed=\"true\"",
        "value=\"none-known\" aria-pressed=\"true\"",
    ] {
        assert!(shown.contains(pressed), "{pressed}");
    }
    assert!(!shown.contains("value=\"could-have\" aria-pressed=\"true\"") && shown.contains("One line in the letter"));
    let administrator = it.administrator().await;
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    for fact in ["General practice", "Most weeks", "None known", "One line in the letter", "Reporter added: what would mend it"] {
        assert!(issue.contains(fact), "{fact} in {issue}");
    }
});

both!(the_script_is_told_only_that_it_is_kept, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let key = visitor.get(&page).await.hidden("form_key").expect("a key");
    let request =
        visitor.request(Method::POST, &format!("{page}/answers")).header("sec-fetch-site", "same-origin").header("sec-fetch-mode", "cors");
    let reply = visitor.ask(request, format!("form_key={key}&sector=primary").into()).await;
    assert_eq!((reply.status, reply.body.as_str()), (StatusCode::NO_CONTENT, ""));
});

both!(an_answer_with_a_patients_number_or_without_sense_is_refused, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let answers = format!("{page}/answers");
    let number = visitor.fill(&page, &answers, &[("question", "remedy"), ("remedy", "Ask 010101 1237")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(number.main().contains("This looks like a CHI number"));
    assert_eq!(visitor.fill(&page, &answers, &[("sector", "space")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(visitor.post(&answers, &[("sector", "primary")]).await.status, StatusCode::FORBIDDEN);
    assert!(!visitor.get(&page).await.body.contains("aria-pressed=\"true\""));
});

both!(an_answer_of_the_receipt_that_may_tell_who_a_patient_is_asks_for_a_tick, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let answers = format!("{page}/answers");
    let remedy = [("question", "remedy"), ("remedy", "Ring the secretary of Mr Okafor")];
    let asked = visitor.fill(&page, &answers, &remedy).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Ring the secretary of Mr Okafor") && asked.body.matches("name=\"keep\"").count() == 1, "{}", asked.main());
    let number = visitor.fill(&page, &answers, &[("question", "remedy"), ("remedy", "Ask 010101 1237 first")]).await;
    assert!(number.body.contains("Ask [removed] first") && !number.body.contains("name=\"keep\""), "{}", number.main());
    let kept = visitor.fill(&page, &answers, &[remedy[0], remedy[1], ("keep", "yes")]).await;
    assert_eq!(kept.location(), format!("{page}?kept#more"), "{}", kept.main());
});

both!(a_code_is_read_as_people_type_it_and_ten_wrong_ones_an_hour_are_the_most, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let code = page.rsplit('/').next().expect("a code").to_lowercase().replace('-', " ");
    let typed = async |code: &str| visitor.fill("/north-moor/follow", "/north-moor/follow", &[("code", code)]).await;
    assert_eq!(typed(&code).await.location(), page);
    for _ in 0..10 {
        let wrong = typed("0000 0000 0000 0000 0000 0000").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.main().contains("No issue opens with this code"));
    }
    assert_eq!(typed(&code).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(visitor.get(&page).await.status, StatusCode::OK, "whoever has the link is not held up");
    it.wait(SignedDuration::from_mins(61));
    assert_eq!(typed(&code).await.location(), page);
});

both!(a_code_opens_nothing_in_another_group, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    assert_eq!(visitor.get(&page.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/north-moor/follow/nonsense").await.status, StatusCode::NOT_FOUND);
});

both!(an_issue_can_be_taken_back_once_and_for_all, start, |it| {
    let visitor = it.visitor();
    let page = raised(&visitor, "Letters come late.").await;
    let withdrawal = format!("{page}/withdrawal");
    let key = visitor.get(&page).await.hidden("form_key").expect("a key");
    for _ in 0..2 {
        let back = visitor.post(&withdrawal, &[("form_key", &key)]).await;
        assert_eq!(back.location(), format!("{page}?withdrawn"), "pressing twice does it once");
    }
    let shown = visitor.get(&page).await.main();
    assert!(shown.contains("You took it back") && shown.contains("Withdrawn by its reporter"), "{shown}");
    let administrator = it.administrator().await;
    assert!(administrator.get("/north-moor/issues?state=withdrawn").await.main().contains("NM-0001"));
    let late = visitor.post(&format!("{page}/answers"), &[("form_key", &key), ("sector", "primary")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "a closed issue takes no answers");
    let closed = administrator.get("/north-moor/issues/NM-0001").await;
    assert!(closed.hidden("version").is_none(), "its wording is closed");
});
