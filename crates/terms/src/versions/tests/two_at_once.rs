//! Two people tailor at once: nobody's text is lost.

use kernel::both;

use super::*;

both!(of_two_answers_to_one_rule_the_second_is_told_of_the_first, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    let page = format!("{DRAFT}/rules/quorum");
    people.gp.fill(&page, &page, &[("gps", "2"), ("consultants", "2"), ("seen", "")]).await;
    let late = people.consultant.fill(&page, &page, &[("gps", "3"), ("consultants", "1"), ("seen", "")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.main().contains("Somebody else has answered this meanwhile. It says now: At least 2 GPs and 2 consultants"),
        "{}",
        late.main()
    );
    assert!(late.body.contains("value=\"3\""), "what was typed stands there still");
    let seen = unescaped(&late.hidden("seen").expect("what is stored now"));
    let again = people.consultant.fill(&page, &page, &[("gps", "3"), ("consultants", "1"), ("seen", &seen)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
});

both!(two_questions_are_settled_by_two_people_and_one_question_only_once, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    let page = people.administrator.get(QUESTIONS).await;
    let fields = |words: &'static str| decisions(&page, move |bracket, _| if bracket { ("answered", words) } else { ("", "") });
    let send = async |person: &Persona<'_>, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        person.fill(QUESTIONS, QUESTIONS, &fields).await
    };
    assert_eq!(send(&people.gp, &fields("the wards")).await.status, StatusCode::SEE_OTHER);
    // The other one kept the name that was open too, on a page from before.
    let name_only = decisions(&page, |bracket, _| if bracket { ("", "") } else { ("kept", "") });
    assert_eq!(send(&people.consultant, &name_only).await.status, StatusCode::SEE_OTHER);
    let read = people.gp.get(READ).await;
    assert!(read.main().contains("It listens to the wards") && read.main().contains("Glen weekly bulletin"), "{}", read.main());
    let late = send(&people.administrator, &fields("the practices")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.main().contains("Somebody else has decided") && late.body.contains("the practices"), "{}", late.main());
    assert!(people.gp.get(READ).await.main().contains("It listens to the wards"));
});

both!(of_two_edits_to_one_paragraph_both_texts_are_shown, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    let page = people.administrator.get(TEXT).await;
    let line = page.body.split("<li id=\"c-").find(|rest| rest.contains("two co-chairs")).expect("the paragraph");
    let clause = format!("{TEXT}/{}", line.split_once('"').expect("an id").0);
    let seen = unescaped(&people.gp.get(&clause).await.hidden("seen").expect("what is stored"));
    people.gp.fill(&clause, &clause, &[("words", "Both sides are equal."), ("seen", &seen)]).await;
    let late = people.consultant.fill(&clause, &clause, &[("words", "Two sides, one table."), ("seen", &seen)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Both sides are equal.") && late.body.contains("Two sides, one table."), "{}", late.main());
    let gone = people.consultant.fill(TEXT, &format!("{clause}/removal"), &[("seen", &seen)]).await;
    assert!(gone.status == StatusCode::CONFLICT && gone.main().contains("Both sides are equal."), "{}", gone.main());
});
