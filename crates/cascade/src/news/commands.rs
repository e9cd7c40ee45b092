//! How an edition goes out on our own ways. Each keeps what was told; what leaves the house leaves by a job.

use group::{
    groups::Group,
    membership::{self, Seat},
    permissions::Role,
};
use kernel::{
    App, Result, Tx,
    job::NewJob,
    mail::{self, Letter, Outgoing},
    queue, words,
};
use serde_json::json;
use uuid::Uuid;

use super::{jobs::POST_CARD, model::Told, store};
use crate::{editions::Reading, networks::Network};

/// What the mail to the administrator is called.
const KIND: &str = "edition-to-print";

/// Puts an edition on the network's public page and into its feed. Members are not named there.
///
/// # Errors
/// When the database fails.
pub(crate) async fn publish(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading) -> Result<()> {
    let names: Vec<String> = membership::seats(&mut *tx, group).await?.into_iter().map(|seat| seat.name).collect();
    let told = Told::of(reading).without_names(&names);
    store::put(tx, group.id, (reading.edition, network.id), &told, true, app.clock.now()).await
}

/// Keeps what an edition told its readers, where only they and the group read it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn keep(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading) -> Result<()> {
    store::put(tx, group.id, (reading.edition, network.id), &Told::of(reading), false, app.clock.now()).await
}

/// Has an edition posted to the network's channel.
///
/// # Errors
/// When the database fails.
pub(crate) async fn post_card(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading) -> Result<()> {
    keep(app, tx, group, network, reading).await?;
    let now = app.clock.now();
    let payload = json!({ "group": group.id, "edition": reading.edition });
    let key = Some(format!("{POST_CARD}:{}", reading.edition));
    queue::push(app, tx, NewJob { scope: Some(group.id), kind: POST_CARD, payload, run_at: now, key }).await
}

/// Tells the administrator that a sheet is ready to be printed; where there is none, whoever answers for the group.
///
/// # Errors
/// When the database fails.
pub(crate) async fn offer_sheet(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading, cause: Uuid) -> Result<()> {
    keep(app, tx, group, network, reading).await?;
    let seats = membership::seats(&mut *tx, group).await?;
    let is_administrator = |seat: &&Seat| seat.role == Role::Administrator;
    let mut to: Vec<String> = seats.iter().filter(is_administrator).map(|seat| seat.email.clone()).collect();
    if to.is_empty() {
        to.extend(membership::contact(&mut *tx, group).await?);
    }
    let (name, out) = (network.name.trim_end_matches('.'), words::date(reading.out_on));
    let sheet = app.url(&format!("/{}/cascade/editions/{}/sheet.pdf", group.slug, reading.edition));
    for to in to {
        let letter = Letter::new(format!("To print: {name}, out {out}"), "A sheet is ready to be printed", &group.name)
            .paragraph(format!(
                "It is for {name} and comes out on {out}. Please print it on A4 paper and put it up where its readers pass."
            ))
            .button("Open the sheet", sheet.clone())
            .paragraph("You may be asked to sign in first.");
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: KIND, parts: Vec::new(), reply_to: None };
        mail::post_known(app, tx, mail).await?;
    }
    Ok(())
}
