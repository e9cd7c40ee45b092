//! The job that reminds of agreements that are due for review: kindly, and nobody more than once a week.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::{
    groups,
    membership::{self, Seat},
    permissions::Role,
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Result,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{mail, model::Agreement, store};

/// The kind of the job.
pub const REVIEW: &str = "agreements.review";
/// Nobody is reminded again before so many days.
const DAYS: i64 = 7;
/// After so many days the co-chairs hear of it as well as whoever looks after it.
const LATE_DAYS: i64 = 28;

/// On working days, from the group's hour on: reminds whoever looks after what is due for review.
pub fn remind<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_with_agreements(&app.db).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(remind_group(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn remind_group(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    let today = app.clock.today(&group.time_zone);
    if !group.posts_at(app.clock.now()) || due(store::in_force(&app.db, id).await?, today).is_empty() {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let due = due(store::in_force(&mut tx, id).await?, today);
    let seats = membership::seats(&mut tx, &group).await?;
    for (person, own) in by_person(&due, &seats, today) {
        let Some(seat) = seats.iter().find(|seat| seat.person == person) else { continue };
        let before = today.checked_sub(DAYS.days()).unwrap_or(today);
        if store::reminded(&mut tx, id, person).await?.is_none_or(|day| day <= before) {
            mail::remind(app, &mut tx, &group, seat, &own).await?;
            store::put_reminder(&mut tx, id, person, today).await?;
        }
    }
    app.commit(tx).await
}

fn due(agreements: Vec<Agreement>, today: Date) -> Vec<Agreement> {
    agreements.into_iter().filter(|agreement| agreement.is_due(today)).collect()
}

/// Who hears of which: whoever looks after it where that is a member, else the co-chairs; of what waits long, both.
fn by_person<'a>(due: &'a [Agreement], seats: &[Seat], today: Date) -> BTreeMap<Uuid, Vec<&'a Agreement>> {
    let mut out: BTreeMap<Uuid, Vec<&Agreement>> = BTreeMap::new();
    for agreement in due {
        let owner = seats.iter().find(|seat| Some(seat.person) == agreement.content.owner.member);
        let late = today.checked_sub(LATE_DAYS.days()).is_ok_and(|long_ago| agreement.content.review_on.is_some_and(|day| day <= long_ago));
        let chairs = seats.iter().filter(|seat| seat.role == Role::CoChair && (late || owner.is_none()));
        for seat in owner.into_iter().chain(chairs) {
            let own = out.entry(seat.person).or_default();
            if !own.iter().any(|there| there.id == agreement.id) {
                own.push(agreement);
            }
        }
    }
    out
}
