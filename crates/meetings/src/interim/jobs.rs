//! The job that comes round: a reminder half way, a word to the co-chairs when the time is over, and to a meeting what cannot be
//! decided in writing.

use analysis::calendar_days::Calendar;
use futures_util::future::BoxFuture;
use group::groups;
use jiff::civil::Date;
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{
    commands::{event, go, needed, voters},
    days,
    mail::{self, Asks, Tells},
    model::{State, Verdict, counted, verdict},
    paper::{Interim, Went},
    store,
};

/// The kind of the job.
pub const ROUND: &str = "interim.round";

/// For how many working days after its time something with too few answers waits for a co-chair, before it goes to a meeting.
const PATIENCE: i64 = 5;

/// Goes through what is open, on working days from the group's hour on.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_with_open(&app.db).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(round_of(app, id).await);
        }
        Ok(outcome?)
    })
}

/// The day on which half of the time for answers is over.
fn half_way(interim: &Interim, days: &Calendar) -> Date {
    let (opened, closes) = (interim.course.opened_on, interim.course.closes_on);
    days.add_working_days(opened, (days.working_days_between(opened, closes) + 1) / 2)
}

async fn round_of(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    let now = app.clock.now();
    if group.posts_at(now) {
        let today = app.clock.today(&group.time_zone);
        let (voters, needed) = (voters(&mut tx, &group).await?, needed(&mut tx, &group).await?);
        let days = days::calendar(&mut tx, &group, today).await?;
        for interim in store::in_state(&mut tx, id, State::Open).await? {
            let patience = days.add_working_days(interim.course.closes_on, PATIENCE);
            let counted = counted(&voters, &interim.course.given);
            if let Some(verdict) = interim.course.falls_to_meeting(&voters, needed, today, patience) {
                go(app, &mut tx, &group, Actor::System, interim, Went::of(verdict)).await?;
            } else if interim.course.is_ripe(&voters, today) && !interim.told {
                let told = match verdict(&counted, needed) {
                    Verdict::Carried => Some(Tells::Ready),
                    Verdict::Short => Some(Tells::Short),
                    // Everybody has answered and somebody objects: until the last day they may change their mind.
                    Verdict::Contested | Verdict::OneSided => None,
                };
                if let Some(told) = told {
                    store::set_noted(&mut tx, id, interim.id, true, true).await?;
                    mail::tell_chairs(app, &mut tx, &group, &interim, told).await?;
                }
            } else if !interim.reminded
                && today >= half_way(&interim, &days)
                && today > interim.course.opened_on
                && !interim.course.is_past(today)
            {
                store::set_noted(&mut tx, id, interim.id, true, interim.told).await?;
                mail::ask(app, &mut tx, &group, &interim, &voters, Asks::Reminder).await?;
                ledger::record(&mut tx, event(&group, now, Actor::System, "interim.reminded", &interim)).await?;
            }
        }
    }
    app.commit(tx).await
}
