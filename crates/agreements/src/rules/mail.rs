//! What is mailed about agreements: one waits for the other side, and some are to be looked at again.

use group::{
    groups::Group,
    membership::{self, Side},
};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};

use super::{commands::address, model::Agreement};

/// One side has approved a draft: whoever holds the other side's key is asked to read it.
pub(super) async fn ask_side(app: &App, tx: &mut Tx, group: &Group, draft: &Agreement, side: Side) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    let letter = Letter::new(format!("{}: an agreement to approve", draft.reference()), "An agreement waits for your side", &group.name)
        .paragraph(format!("“{}”. The other side has approved it as it stands.", draft.content.title))
        .paragraph("Please read it, have it mended where it is wrong, and approve it. It is in force once both sides have.")
        .button("Read the draft", app.url(&format!("{}?version={}", address(group, draft), draft.version)));
    let cause = app.ids.key(app.clock.now())?;
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(|seat| seat.side == side && seat.holds_key(today)) {
        let (to, letter) = (seat.email, letter.clone());
        let kind = "agreement-to-approve";
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}
