//! The pages on which a log of actions is brought in.

use axum::{Router, extract::State as Shared, response::Response, routing::get};
use group::{
    acting::Member,
    importing::{self, Import, Outcome, Taken},
    permissions::Verb,
};
use kernel::{
    App, Result,
    form::Fields,
    upload::{self, Uploaded},
    words,
};

use super::{
    commands,
    plan::{WANTED, line, plan},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    upload::route("/{group}/actions/import", get(begin).post(take))
}

const IMPORT: Import = Import {
    title: "Bring in the action log",
    room: "/actions",
    room_name: "Actions",
    lead: "Each row becomes an action beside the others and keeps its old reference. Owners who sit in the group are reminded of what is open, as of any action; of others the name is kept. What came in before is left as it is.",
    wanted: WANTED,
    ticks: &[],
};

const WHY: &str = "Bringing in the action log is for the administrator and the co-chairs.";

async fn begin(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    member.acting.must_or(Verb::BringPast, Verb::SeeMeetings, WHY)?;
    importing::bring(&app, &member, &IMPORT, &Fields::default(), &[])
}

async fn take(Shared(app): Shared<App>, member: Member, uploaded: Result<Uploaded>) -> Result<Response> {
    let acting = &member.acting;
    acting.must_or(Verb::BringPast, Verb::SeeMeetings, WHY)?;
    let Taken { sheet, found, fields, make } = match importing::take(&app, &member, &IMPORT, uploaded).await? {
        Ok(taken) => taken,
        Err(page) => return Ok(page),
    };
    let checked = if make {
        let mut tx = app.begin().await?;
        match commands::bring_in(&app, &mut tx, acting, (&sheet, &found), |checked| checked.goes(&fields)).await? {
            Ok(made) => {
                app.commit(tx).await?;
                let count = words::count(made as u64, "action has come in", "actions have come in");
                return importing::done(&app, &member, &IMPORT, &[format!("{count}.")]);
            }
            Err(checked) => checked,
        }
    } else {
        plan(&sheet, &commands::there(&app.db, acting).await?, &found, app.clock.today(&acting.group.time_zone))
    };
    importing::check_page(&app, &member, &IMPORT, &sheet, &fields, &Outcome::new(&checked, line))
}
