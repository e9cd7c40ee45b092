//! The ways out: how an edition reaches the readers of a network, by what the network takes.

use group::{acting::Member, groups::Group};
use kernel::{App, Error, Result, Tx, words};
use uuid::Uuid;

use super::{mail, model::Edition, store, story::Reading, way::Way};
use crate::{
    networks::{Network, Takes},
    news, recipients, returned,
};

/// Has an edition go out. `cause` is the edition's key, or a new one when it goes once more. Nothing leaves from here: what goes
/// by mail is put into the outbox, what goes elsewhere into the queue.
///
/// # Errors
/// [`Error::Conflict`] when it should go once more to everybody on a list that we keep.
pub(super) async fn go(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading, cause: Uuid) -> Result<()> {
    store::set_mail(tx, group.id, reading.edition, cause).await?;
    match network.takes {
        Takes::Copy | Takes::List | Takes::Minute => mail::post(app, tx, group, network, reading, cause).await,
        Takes::Page | Takes::Feed => news::publish(app, tx, group, network, reading).await,
        Takes::Print => news::offer_sheet(app, tx, group, network, reading, cause).await,
        Takes::Teams => news::post_card(app, tx, group, network, reading).await,
        Takes::Recipients if cause != reading.edition => {
            let why = "Everybody on the list has been sent this edition: it goes to nobody twice. What still waits can be set going again.";
            Err(Error::Conflict(why.into()))
        }
        Takes::Recipients => {
            news::keep(app, tx, group, network, reading).await?;
            recipients::send(app, tx, group, network, mail::letter(app, group, reading), cause).await
        }
    }
}

/// What the page of an edition says of the way on which it has gone; nothing of one that has not, or that went as a mail to one
/// address and did not come back.
///
/// # Errors
/// When the database fails.
pub(super) async fn gone(app: &App, member: &Member, network: &Network, edition: &Edition) -> Result<Option<Way>> {
    let group = &member.acting.group;
    if edition.sent_at.is_none() {
        return Ok(None);
    }
    // The sheet to print went to somebody of the group, who has its page here.
    if network.takes != Takes::Print
        && let Some(back) = returned::of_edition(&app.db, group.id, edition.id).await?
    {
        return Ok(Some(Way::words(format!("{} Nobody counts as told by it until it is sent once more.", back.told(group)))));
    }
    let kept = news::find(&app.db, group.id, edition.id).await?;
    Ok(match (network.takes, kept) {
        (Takes::Recipients, _) => match recipients::progress(app, member, edition.id).await? {
            Some(progress) => Some(Way::progress(progress)),
            None => Some(Way::words("Nobody who gets mail was on its list, so nothing was mailed.".to_owned())),
        },
        (Takes::Page | Takes::Feed, Some(_)) if network.ended_on.is_none() => {
            let href = format!("/{}/news/{}?of={}#e-{}", group.slug, network.slug, edition.id, edition.id);
            Some(Way::link(href, "Read it as everybody does"))
        }
        (Takes::Print, Some(_)) => {
            Some(Way::link(format!("/{}/cascade/editions/{}/sheet.pdf", group.slug, edition.id), "Open the sheet, to print it (PDF)"))
        }
        (Takes::Teams, Some(kept)) => Some(Way::words(match kept.posted_at {
            Some(at) => format!("Posted to its Teams channel on {}.", words::date_and_time(at, &group.time_zone)),
            None => "It waits to be posted to its Teams channel. Where that is given up, it stands under Held-up work.".to_owned(),
        })),
        _ => None,
    })
}
