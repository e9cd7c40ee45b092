//! The pages on which people are brought in as a table.

use axum::{Router, extract::State, response::Response, routing::get};
use kernel::{
    App, Result,
    form::Fields,
    upload::{self, Uploaded},
    words,
};

use super::{
    commands,
    plan::{Newcomer, WANTED},
};
use crate::{
    acting::{Acting, Member},
    importing::{self, Import, Next, Outcome},
    permissions::Verb,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    upload::route("/{group}/members/import", get(begin).post(take))
}

const INVITE: &str = "invite";

const IMPORT: Import = Import {
    title: "Bring in members",
    room: "/members",
    room_name: "Members",
    lead: "Each row becomes an account and a seat. Those who have a seat already, going by their email address, are left as they are. A term can begin before today and have an end. Partnerships are looked at and not kept yet: enter them on the seat’s own page.",
    wanted: WANTED,
    ticks: &[(INVITE, "Send each of them a mail that says that they have a seat, and where to sign in")],
};

fn must_bring(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMembership, Verb::SeeMembers, "Bringing in members is for the administrator and the co-chairs.")
}

async fn begin(State(app): State<App>, member: Member) -> Result<Response> {
    must_bring(&member.acting)?;
    importing::bring(&app, &member, &IMPORT, &Fields::default(), &[])
}

async fn take(State(app): State<App>, member: Member, uploaded: Result<Uploaded>) -> Result<Response> {
    must_bring(&member.acting)?;
    let group = &member.acting.group;
    let (sheet, fields, make) = match importing::step(&app, &member, &IMPORT, uploaded).await? {
        Next::Shown(page) => return Ok(page),
        Next::Check(sheet, fields) => (sheet, fields, false),
        Next::Make(sheet, fields) => (sheet, fields, true),
    };
    let (sheet, found, checked) = commands::check(&app, group, sheet).await?;
    let checked = if make {
        let mut tx = app.begin().await?;
        let invite = fields.get(INVITE) == "yes";
        let made =
            commands::bring_in(&app, &mut tx, group, member.acting.actor(), (&sheet, &found), |checked| checked.goes(&fields), invite);
        match made.await? {
            Ok(made) => {
                app.commit(tx).await?;
                let mut lines = vec![format!("{} now.", words::count(made.seated.len() as u64, "person has a seat", "people have a seat"))];
                lines.push(
                    if made.invited { "Each of them gets a mail." } else { "No mail was sent. They sign in with their email address." }
                        .into(),
                );
                return importing::done(&app, &member, &IMPORT, &lines);
            }
            Err(checked) => checked,
        }
    } else {
        checked
    };
    importing::check_page(&app, &member, &IMPORT, &sheet, &fields, &Outcome::new(&checked, Newcomer::words))
}
