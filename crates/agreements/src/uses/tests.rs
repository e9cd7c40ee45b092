//! What agreements do is added up from the day they are in force.

use jiff::civil::date;
use kernel::both;

use super::{Kind, Uses, note, of, take_back};
use crate::testing::{Chairs, agree, start, typed};

both!(what_an_agreement_did_is_counted_from_a_day_on_and_shown_to_the_group_only, start, |it| {
    let chairs = Chairs::of(it).await;
    agree(&chairs, &typed()).await;
    let (group, today) = (it.group.id, it.app.clock.today(&it.group.time_zone));
    let mut tx = it.app.begin().await.expect("a transaction");
    note(&mut tx, group, 1, Kind::Still, date(2020, 1, 5)).await.expect("noted");
    for kind in [Kind::Solved, Kind::Solved, Kind::Answered, Kind::Still, Kind::Still, Kind::Still, Kind::Still] {
        note(&mut tx, group, 1, kind, today).await.expect("noted");
    }
    take_back(&mut tx, group, 1, Kind::Still, today).await.expect("taken back");
    it.app.commit(tx).await.expect("a commit");
    assert_eq!(of(&it.app.db, group, 1, today).await.expect("uses"), Uses { solved: 2, answered: 1, still: 3 });
    assert_eq!(of(&it.app.db, it.other.id, 1, today).await.expect("uses"), Uses::default());
    let page = chairs.gp.get("/north-moor/agreements/26-A01").await.main();
    assert!(page.contains("2 visitors needed no report · 1 report answered with it · 3 reports that it still happens"), "{page}");
    assert!(page.contains("It is agreed, yet people say that it still happens."), "{page}");
    assert!(chairs.gp.get("/north-moor/agreements").await.main().contains("Agreed, yet 3 reports since"));
});
