//! From a template to terms in force: every gap is asked, nothing leaks, and the software goes by it.

use group::rules::{Rule, trace};
use kernel::both;

use super::*;

both!(a_template_becomes_questions_and_then_terms_in_force, start, |it| {
    let people = People::of(it).await;
    assert_eq!(people.paste(PASTED).await.location(), "/north-moor/terms/draft?begun");
    let tasks = people.administrator.get(DRAFT).await;
    assert!(tasks.main().contains("Draft") || tasks.main().contains("DRAFT of version 1"), "{}", tasks.main());
    // What a bracket asks for and nobody has said reads as still to be agreed, and holds everything up.
    let read = people.gp.get(READ).await;
    assert!(read.main().contains("The forum meets to be agreed."), "{}", read.main());
    assert!(read.main().contains("How often the group meets") && read.hidden("hash").is_none(), "{}", read.main());
    assert!(!read.body.contains('['), "{}", read.main());

    people.answer_all().await;
    assert_eq!(people.decide_all().await.status, StatusCode::SEE_OTHER);
    let read = people.gp.get(READ).await;
    for words in [
        "The NHS North Moor Interface Group forum",
        "reports to the Clinical Forum, who report to the Board.",
        "Minutes are shared with Alpha Committee and Beta Forum.",
        "It listens to every clinician",
        "The forum meets every second month, on the second Tuesday, 12:30 to 14:00.",
        "The group decides when at least 2 GPs and one consultant of the core membership are there.",
    ] {
        assert!(read.main().contains(words), "{words}: {}", read.main());
    }
    let reply = people.approve().await;
    assert_eq!(reply.location(), "/north-moor/terms?in-force");
    let page = people.gp.get("/north-moor/terms").await;
    assert!(page.main().contains("version 1, in force from 22 November 2026"), "{}", page.main());
    assert!(!page.body.contains('['), "{}", page.main());

    // Each rule points to its paragraph.
    let at = async |rule| trace(&it.app.db, &it.group, rule).await.expect("a trace").map(|trace| trace.paragraphs.join(" "));
    assert_eq!(at(Rule::Frequency).await.as_deref(), Some("5.1"), "{}", page.main());
    assert_eq!(at(Rule::MinuteGroups).await.as_deref(), Some("4.2"));
    assert_eq!(at(Rule::Balance).await.as_deref(), Some("2.1 6.1"), "where the template speaks of it, and where its number stands");
    assert_eq!(at(Rule::Quorum).await.as_deref(), Some("6.2"));
    assert_eq!(at(Rule::Backfill).await, None);
    assert!(page.body.contains("id=\"p-5-1\""));
});

both!(what_a_rule_does_not_need_is_left_out_with_the_words_that_led_to_it, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    people.answer("reporting-line", &[("to-1", "the Clinical Forum")]).await;
    let read = people.gp.get(READ).await;
    assert!(read.main().contains("The forum reports to the Clinical Forum.\n"), "{}", read.main());
});

both!(a_name_of_the_template_is_kept_changed_or_left_out, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    let page = people.administrator.get(QUESTIONS).await;
    assert!(page.main().contains("Glen weekly bulletin"), "{}", page.main());
    let fields = decisions(&page, |bracket, _| if bracket { ("dropped", "") } else { ("answered", "the Moor letter") });
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(people.administrator.fill(QUESTIONS, QUESTIONS, &fields).await.status, StatusCode::SEE_OTHER);
    let read = people.gp.get(READ).await;
    assert!(read.main().contains("the Moor letter") && !read.main().contains("Glen"), "{}", read.main());
});

both!(points_are_moved_added_and_dropped_and_a_new_bracket_is_asked, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    let lines = |page: &Reply| {
        page.body
            .split("<li id=\"c-")
            .skip(1)
            .filter_map(|rest| Some((rest.split_once('"')?.0.to_owned(), rest.to_owned())))
            .collect::<Vec<_>>()
    };
    let page = people.administrator.get(TEXT).await;
    let point = |page: &Reply, words: &str| lines(page).into_iter().find(|(_, rest)| rest.contains(words)).expect("a point").0;
    let answers = point(&page, "• It answers");
    assert_eq!(people.administrator.fill(TEXT, &format!("{TEXT}/{answers}/place"), &[("to", "up")]).await.status, StatusCode::SEE_OTHER);
    let new = [("after", answers.as_str()), ("kind", "bullet"), ("words", "It visits [which wards]")];
    assert_eq!(people.administrator.fill(&format!("{TEXT}/new"), &format!("{TEXT}/new"), &new).await.status, StatusCode::SEE_OTHER);
    let tells = point(&people.administrator.get(TEXT).await, "It tells everybody");
    let seen = [("seen", "It tells everybody in the Glen weekly bulletin")];
    let dropped = people.administrator.fill(TEXT, &format!("{TEXT}/{tells}/removal"), &seen).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER, "{}", dropped.main());
    let read = people.gp.get(READ).await.main();
    let at = |words: &str| read.find(words).unwrap_or_else(|| panic!("{words}: {read}"));
    assert!(at("It answers") < at("It visits to be agreed") && at("It visits") < at("It listens"), "{read}");
    assert!(!read.contains("It tells everybody") && people.administrator.get(QUESTIONS).await.main().contains("which wards"));
});

both!(what_contradicts_is_said_at_its_question, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    let odd = people.answer("balance", &[("size", "9"), ("parity", "yes")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.main().contains("9 cannot be as many GPs as consultants") && odd.body.contains("value=\"9\""), "{}", odd.main());
    people.answer("balance", &[("size", "4"), ("parity", "yes")]).await;
    let beyond = people.answer("quorum", &[("gps", "3"), ("consultants", "1")]).await;
    assert!(beyond.main().contains("2 GPs and 2 consultants, fewer than the quorum asks for"), "{}", beyond.main());
    let unknown = people.answer("frequency", &[("said", "whenever the moon is blue")]).await;
    assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.body.contains("whenever the moon is blue"), "{}", unknown.main());
    let network = [("name-0", "Moor letter"), ("every-0", "week"), ("copy_day-0", "20"), ("copy_time-0", "12:00"), ("out_day-0", "Friday")];
    let wrong = people.answer("networks", &network).await;
    assert!(wrong.main().contains("enter a day of the week") && wrong.body.contains("value=\"Moor letter\""), "{}", wrong.main());
});

both!(nobody_is_said_in_a_sentence_of_its_own, start, |it| {
    let people = People::of(it).await;
    people.paste("Work\nThe forum will report to [group], who report to [group, if applicable]. It likes tea.").await;
    people.answer("reporting-line", &[]).await;
    let read = people.gp.get(READ).await.main();
    assert!(read.contains("The group reports to nobody. It likes tea."), "{read}");
});

both!(a_name_that_is_left_out_takes_its_article_and_parentheses_along, start, |it| {
    let people = People::of(it).await;
    people.paste("Work\nNews goes out by post (the Glen Valley weekly bulletin) and by word of mouth.").await;
    let page = people.administrator.get(QUESTIONS).await;
    let fields = decisions(&page, |_, _| ("dropped", ""));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    people.administrator.fill(QUESTIONS, QUESTIONS, &fields).await;
    let read = people.gp.get(READ).await.main();
    assert!(read.contains("News goes out by post and by word of mouth."), "{read}");
});

both!(words_do_not_double_where_they_join, start, |it| {
    let people = People::of(it).await;
    people.paste("Work\nWe meet every [number of months].\nWe answer within [number] days.\nWe report to the [group].").await;
    people.answer("frequency", &[("said", "every second month, second Tuesday, 12:30, 90 minutes")]).await;
    people.answer("promises", &[("triage_days", "7")]).await;
    people.answer("reporting-line", &[("to-1", "the Clinical Forum")]).await;
    let read = people.gp.get(READ).await.main();
    for words in ["We meet every second month", "within 7 working days.", "We report to the Clinical Forum."] {
        assert!(read.contains(words), "{words}: {read}");
    }
});

both!(no_gap_gets_in_by_an_answer, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    for (rule, fields) in [
        ("board", [("name", "NHS Moor [west]")]),
        ("backfill", [("said", "Paid by <<name of payer>>.")]),
        ("minute-groups", [("groups", "Committee ［which］")]),
    ] {
        let reply = people.answer(rule, &fields).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains("without brackets"), "{rule}: {}", reply.main());
    }
});

both!(what_was_left_out_stays_so_when_its_paragraph_is_edited, start, |it| {
    let people = People::of(it).await;
    people.paste("Work\nIt is recommended that the group has:\n- tea, cake\n- chairs").await;
    let page = people.administrator.get(QUESTIONS).await;
    let fields = decisions(&page, |_, _| ("dropped", ""));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    people.administrator.fill(QUESTIONS, QUESTIONS, &fields).await;
    assert!(!people.gp.get(READ).await.main().contains("cake"));
    let page = people.administrator.get(TEXT).await;
    let line = page.body.split("<li id=\"c-").find(|rest| rest.contains("tea, cake")).expect("the point");
    let clause = format!("{TEXT}/{}", line.split_once('"').expect("an id").0);
    let seen = unescaped(&people.gp.get(&clause).await.hidden("seen").expect("what is stored"));
    people.gp.fill(&clause, &clause, &[("words", "tea, cake, and more"), ("seen", &seen)]).await;
    let read = people.gp.get(READ).await.main();
    assert!(!read.contains("cake"), "{read}");
});

both!(the_groups_promise_and_board_follow_the_terms, start, |it| {
    let people = People::of(it).await;
    people.paste("Rules\nThe group of [name of Health Board] answers within [number] working days.\nIt has a quorum of [quorum].").await;
    people.answer("board", &[("name", "NHS Elsewhere"), ("sites", "Firth General")]).await;
    people.answer("promises", &[("triage_days", "7")]).await;
    people.answer("quorum", &[("gps", "1"), ("consultants", "1")]).await;
    let read = people.gp.get(READ).await;
    assert!(read.main().contains("The group of NHS Elsewhere answers within 7 working days."), "{}", read.main());
    assert_eq!(people.approve().await.location(), "/north-moor/terms?in-force");
    let group = group::groups::by_id(&it.app.db, it.group.id).await.expect("the group");
    assert_eq!((group.board.as_str(), group.triage_days), ("NHS Elsewhere", 7));
});
