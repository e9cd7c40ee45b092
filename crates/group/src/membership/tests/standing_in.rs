//! An empty chair never stops the group.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::both;

use super::{super::*, MEMBERS, end, start};
use crate::permissions::Role;

const ACTING: &str = "/north-moor/members/acting";

both!(a_side_without_a_co_chair_names_who_acts_for_a_stated_time, start, |it| {
    let administrator = it.administrator().await;
    let gp = it.gp_co_chair().await;
    let (one, two) = (it.persona("Callum Reid", Role::Member, Side::Gp).await, it.persona("Priya Nair", Role::Member, Side::Gp).await);
    let wei = it.member().await;
    let named = |until| [("person", two.id.to_string()), ("until", until)];
    let fill = async |who: &crate::testing::Persona<'_>, until: &'static str| {
        let fields = named(until.to_owned());
        who.fill(MEMBERS, ACTING, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
    };
    assert!(fill(&one, "2026-12-31").await.main().contains("The side has its co-chair"));
    end(it, &administrator, gp.id, "2026-11-22").await.expect("it ends");
    let page = one.get(MEMBERS).await.main();
    assert!(page.contains("The GP side has no co-chair. Nobody holds the GP side's key"), "{page}");
    // Nobody names themselves, and nobody of the other side, nor the administrator, names for this one.
    assert_eq!(fill(&wei, "2026-12-31").await.status, StatusCode::CONFLICT);
    assert_eq!(fill(&administrator, "2026-12-31").await.status, StatusCode::FORBIDDEN);
    assert!(fill(&two, "2026-12-31").await.main().contains("Nobody names themselves"));
    for (until, words) in [("", "Enter the date"), ("2026-11-21", "Enter today or a later day"), ("2028-01-01", "within a year")] {
        let reply = fill(&one, until).await;
        assert!(reply.main().contains(words), "{words}: {}", reply.main());
    }
    assert_eq!(fill(&one, "2026-12-31").await.location(), "/north-moor/members?acting");
    let page = one.get(MEMBERS).await.main();
    let words = "GP member, acting for the GP co-chair until 31 December 2026";
    assert!(page.contains(&format!("Priya Nair holds the GP side's key: {words}.")), "{page}");
    assert!(two.get(MEMBERS).await.body.contains(words), "the head of the page says it too");
    let seats = super::super::seats(&it.app.db, &it.group).await.expect("seats");
    let today = it.app.clock.today(&it.group.time_zone);
    assert!(find_seat(&seats, "Priya Nair").expect("a seat").holds_key(today));
    // The day after the stated time it is over, without anybody doing anything.
    it.wait(SignedDuration::from_hours(24 * 39));
    let today = it.app.clock.today(&it.group.time_zone);
    assert_eq!(today.to_string(), "2026-12-31");
    assert!(find_seat(&seats, "Priya Nair").expect("a seat").holds_key(today));
    assert!(!find_seat(&seats, "Priya Nair").expect("a seat").holds_key(today.tomorrow().expect("a day")));
    it.wait(SignedDuration::from_hours(24));
    let one = one.signed_in_again().await;
    assert!(one.get(MEMBERS).await.main().contains("Nobody holds the GP side's key"));
});

both!(a_co_chair_says_that_they_are_away_and_comes_back, start, |it| {
    let gp = it.gp_co_chair().await;
    let (one, two) = (it.persona("Callum Reid", Role::Member, Side::Gp).await, it.persona("Priya Nair", Role::Member, Side::Gp).await);
    let (here, away) = (format!("{MEMBERS}/{}", gp.id), format!("{MEMBERS}/{}/away", gp.id));
    let wrong = gp.fill(&here, &away, &[("away_from", "2026-12-01"), ("away_until", "2026-11-30")]).await;
    assert!(wrong.main().contains("Enter a day that is not before the first"), "{}", wrong.main());
    let said = gp.fill(&here, &away, &[("away_from", "2026-11-20"), ("away_until", "2026-12-05")]).await;
    assert_eq!(said.location(), "/north-moor/members?changed");
    let deputy = format!("{MEMBERS}/{}/deputy", one.id);
    gp.fill(MEMBERS, &deputy, &[("deputy", "yes")]).await;
    let page = two.get(MEMBERS).await.main();
    assert!(
        page.contains("Ailsa Munro is away until 5 December 2026. The GP side's key is held by Callum Reid, deputy co-chair."),
        "{page}"
    );
    let id = two.id.to_string();
    let late = one.fill(MEMBERS, ACTING, &[("person", &id), ("until", "2026-12-06")]).await;
    assert!(late.main().contains("The co-chair is away until 5 December 2026"), "{}", late.main());
    assert_eq!(one.fill(MEMBERS, ACTING, &[("person", &id), ("until", "2026-12-05")]).await.location(), "/north-moor/members?acting");
    gp.fill(&here, &away, &[("back", "yes")]).await;
    let page = two.get(MEMBERS).await.main();
    assert!(!page.contains("acting for") && !page.contains("is away"), "{page}");
    let other =
        one.fill(MEMBERS, &format!("{MEMBERS}/{}/away", one.id), &[("away_from", "2026-11-22"), ("away_until", "2026-11-23")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "only a co-chair is waited for");
});

both!(a_co_chair_who_is_seated_takes_the_key_back, start, |it| {
    let administrator = it.administrator().await;
    let (one, two) = (it.persona("Callum Reid", Role::Member, Side::Gp).await, it.persona("Priya Nair", Role::Member, Side::Gp).await);
    one.fill(MEMBERS, ACTING, &[("person", &two.id.to_string()), ("until", "2026-11-30")]).await;
    let (_, seat) = seat_at(&it.app.db, "north-moor", two.id).await.expect("a seat");
    assert_eq!(seat.acting_until.map(|day| day.to_string()).as_deref(), Some("2026-11-30"));
    let new = [("name", "Hamish Doull"), ("email", "h.d@example.scot"), ("capacity", "gp-co-chair")];
    let given = administrator.fill("/north-moor/members/new", "/north-moor/members/new", &new).await;
    assert_eq!(given.location(), "/north-moor/members?added", "{}", given.main());
    let (_, seat) = seat_at(&it.app.db, "north-moor", two.id).await.expect("a seat");
    assert_eq!(seat.acting_until, None);
});

both!(who_acts_does_so_no_longer_than_the_co_chair_is_away, start, |it| {
    let administrator = it.administrator().await;
    let gp = it.gp_co_chair().await;
    let (one, two) = (it.persona("Callum Reid", Role::Member, Side::Gp).await, it.persona("Priya Nair", Role::Member, Side::Gp).await);
    let away = format!("/north-moor/members/{}/away", gp.id);
    let seat = format!("/north-moor/members/{}", gp.id);
    administrator.fill(&seat, &away, &[("away_from", "2026-11-22"), ("away_until", "2026-12-31")]).await;
    let named = one.fill(MEMBERS, ACTING, &[("person", &two.id.to_string()), ("until", "2026-12-31")]).await;
    assert_eq!(named.location(), "/north-moor/members?acting", "{}", named.main());
    administrator.fill(&seat, &away, &[("away_from", "2026-11-22"), ("away_until", "2026-12-10")]).await;
    let seats = super::super::seats(&it.app.db, &it.group).await.expect("seats");
    let until = find_seat(&seats, "Priya Nair").and_then(|seat| seat.acting_until).expect("a day");
    assert_eq!(until.to_string(), "2026-12-10");
});
