//! The mail that asks an editor.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::model::Outing;

/// Asks an editor whether an edition came out; `first` is nothing for the reminder. The link is theirs alone.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, outing: &Outing, titles: &[String], link: &str, first: bool) -> Result<()> {
    let (name, day) = (&outing.name, words::date(outing.out_on));
    let (subject, why, kind) = if first {
        let why = format!("Our copy was for {name}, out {day}. May we ask whether it came out?");
        (format!("Did it go out? {name}, {day}"), why, "edition-out")
    } else {
        let why = format!("We asked on {} about {name}, out {day}. We do not ask again after this.", words::date(outing.asked_on));
        (format!("A reminder: did it go out? {name}, {day}"), why, "edition-out-reminder")
    };
    let mut letter = Letter::new(subject, "Did it go out?", &group.name).paragraph(why);
    if !titles.is_empty() {
        letter = titles.iter().fold(letter.section("What was in it"), Letter::paragraph);
    }
    letter = letter.button("Say whether it came out", link).paragraph(
        "Yes, not this time, or on another day: all three help us. You need no account. Nothing happens before you press a button.",
    );
    let (to, reply_to) = (outing.address.clone(), membership::contact(&mut *tx, group).await?);
    mail::post_known(app, tx, Outgoing { scope: Some(group.id), to, letter, cause: outing.edition, kind, parts: Vec::new(), reply_to })
        .await
}
