//! A table of addresses is brought in, in the four steps of every import.

use axum::{
    Router,
    extract::{Path, State as Shared},
    response::Response,
    routing::get,
};
use group::{
    acting::Member,
    importing::{self, Import, Outcome, Taken},
};
use kernel::{
    App, Result,
    form::Fields,
    upload::{self, Uploaded},
    words,
};
use uuid::Uuid;

use super::super::{
    commands::{self, own},
    import::WANTED,
};
use crate::networks::Network;

pub(super) fn routes() -> Router<App> {
    upload::route("/{group}/cascade/networks/{network}/recipients/import", get(begin).post(take))
}

/// Where the import of a list is at home.
fn room(network: &Network) -> String {
    format!("/cascade/networks/{}/recipients", network.id)
}

fn import<'a>(room: &'a str, name: &'a str) -> Import<'a> {
    Import {
        title: "Bring in recipients",
        room,
        room_name: name,
        lead: "Each row becomes an address on the list. Those who are on it already are left as they are, and those who have said no stay off it. Only the addresses are kept. Nobody is mailed.",
        wanted: WANTED,
        ticks: &[],
    }
}

async fn begin(Shared(app): Shared<App>, Path((_, network)): Path<(String, Uuid)>, member: Member) -> Result<Response> {
    let network = own(&app.db, &member.acting, network).await?;
    let (room, name) = (room(&network), format!("Recipients of {}", network.name));
    importing::bring(&app, &member, &import(&room, &name), &Fields::default(), &[])
}

async fn take(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, Uuid)>,
    member: Member,
    uploaded: Result<Uploaded>,
) -> Result<Response> {
    let network = own(&app.db, &member.acting, network).await?;
    let (room, name) = (room(&network), format!("Recipients of {}", network.name));
    let import = import(&room, &name);
    let Taken { sheet, found, fields, make } = match importing::take(&app, &member, &import, uploaded).await? {
        Ok(taken) => taken,
        Err(page) => return Ok(page),
    };
    let (sheet, found, mut checked) = commands::check(&app, &member.acting.group, network.id, sheet, found).await?;
    if make {
        let mut tx = app.begin().await?;
        let goes = |checked: &importing::Checked<String>| checked.goes(&fields);
        match commands::bring_in(&app, &mut tx, &member.acting, network.id, (&sheet, &found), goes).await? {
            Ok(made) => {
                app.commit(tx).await?;
                let count = words::count(made as u64, "address is", "addresses are");
                return importing::done(&app, &member, &import, &[format!("{count} new on the list of {}.", network.name)]);
            }
            Err(now) => checked = now,
        }
    }
    importing::check_page(&app, &member, &import, &sheet, &fields, &Outcome::new(&checked, String::clone))
}
