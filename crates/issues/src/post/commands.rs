//! The verb of mail that comes in: take it, and make an issue of it, or say kindly why not.

use analysis::mail_text;
use group::{golive, groups};
use kernel::{
    App, Error, Result, Tx, clock, keys, ledger, limits,
    limits::Allowance,
    mail::{Incoming, read_message},
};

use super::{
    mail,
    model::{Aside, Why},
    store,
};
use crate::{
    handed_in,
    issues::{self, Answers, IssueDraft, Known, Origin},
};

/// Mails of one address in a day. More are a machine's, or somebody's who can use the form.
const OF_ONE: Allowance = Allowance { name: "mail-in", tries: 20, minutes: 24 * 60 };

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is an issue with this reference now.
    Raised(String),
    /// It was taken, or refused, before.
    Known,
    /// It was refused, and its writer was told why.
    Refused,
    /// Another part of Brig had use for it, such as an answer to an invitation.
    Elsewhere,
    /// Nobody is answered: a machine sent it, we did ourselves, or one address sends too many.
    Ignored,
}

/// Takes a mail as it came, and commits what becomes of it. The same mail twice is one issue.
///
/// # Errors
/// [`Error::Conflict`] for what is no mail, or was sent to no group; when the database fails: then it can be taken again.
pub async fn take(app: &App, message: &[u8]) -> Result<Taken> {
    let mail = read_message(message).ok_or_else(|| Error::Conflict("this is not a mail message, or it names no sender".into()))?;
    for taker in app.wiring.takers {
        if taker(app, &mail).await? {
            return Ok(Taken::Elsewhere);
        }
    }
    let mut found = None;
    for address in &mail.to {
        if found.is_none() {
            found = golive::by_raise_address(&app.db, address).await?;
        }
    }
    let Some(group) = found else {
        return Err(Error::Conflict(
            "no group takes issues at an address that this mail was sent to: a group says its address on its page for going live".into(),
        ));
    };
    let group = groups::by_id(&app.db, group).await?;
    if mail.automatic || mail.to.contains(&mail.address) || app.settings.mail_from.to_lowercase().contains(&mail.address) {
        return Ok(Taken::Ignored);
    }
    // Signed and not merely hashed, and of the whole mail where it has no identifier of its own.
    let named =
        if mail.message_id.is_empty() { keys::hash(&String::from_utf8_lossy(message)) } else { mail.message_id.clone().into_bytes() };
    let hash = app.keys.sign("mail-in", &[group.id.as_bytes(), &named]);
    // What came before counts no more: a mailbox that is read anew holds nobody up.
    if store::is_known(&app.db, &hash).await? {
        return Ok(Taken::Known);
    }
    match limits::count(app, OF_ONE, &app.keys.sign("mail-in-of", &[mail.address.as_bytes()])).await {
        Err(Error::TooMany(_)) => return Ok(Taken::Ignored),
        counted => counted?,
    }
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let why = match raise(app, &group, &mail, &hash).await {
        Ok(taken) => return Ok(taken),
        Err(Error::Refused(errors, _)) => mail::Why::Identifiers(errors),
        Err(Error::Invalid(errors)) => mail::Why::Unfit(errors),
        Err(Error::Forbidden(why)) => mail::Why::Closed(why),
        Err(error) => return Err(error),
    };
    // Nothing of it is kept but that it came.
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    if !store::insert(&mut tx, group.id, &hash, "refused", today).await? {
        return Ok(Taken::Known);
    }
    mail::refuse(app, &mut tx, &group, &mail.address, &why).await?;
    app.commit(tx).await?;
    Ok(Taken::Refused)
}

/// Tells the administrators of all groups that take mail that one could not be taken: whose it was nobody can say.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell_of_aside(app: &App, tx: &mut Tx, why: Why) -> Result<()> {
    for group in store::groups_with_addresses(&mut *tx).await? {
        let group = groups::by_id(&mut *tx, group).await?;
        let aside_on = app.clock.today(&group.time_zone);
        store::put_aside(tx, group.id, app.ids.key(app.clock.now())?, Aside { why, aside_on }).await?;
        mail::put_aside(app, tx, &group, why).await?;
    }
    Ok(())
}

/// Notes on the pages of all groups that take mail that one is for none of them: it stands in the mailbox with a flag, and is worth
/// no mail of its own, because machines write to every address.
///
/// # Errors
/// When the database fails.
pub(super) async fn note_aside(app: &App, why: Why) -> Result<()> {
    let mut tx = app.begin().await?;
    for group in store::groups_with_addresses(&mut tx).await? {
        let group = groups::by_id(&mut tx, group).await?;
        let aside_on = app.clock.today(&group.time_zone);
        store::put_aside(&mut tx, group.id, app.ids.key(app.clock.now())?, Aside { why, aside_on }).await?;
    }
    app.commit(tx).await
}

async fn raise(app: &App, group: &groups::Group, mail: &Incoming, hash: &[u8]) -> Result<Taken> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if !store::insert(&mut tx, group.id, hash, "raised", today).await? {
        return Ok(Taken::Known);
    }
    let live = golive::find(&mut tx, group.id).await?;
    if !live.is_open() {
        return Err(Error::Forbidden(live.closed_words));
    }
    let said = mail_text::Mail { subject: mail_text::subject(&mail.subject), text: mail_text::read(&mail.text).text, ..Default::default() };
    let name = if mail.name.is_empty() { mail.address.split('@').next().unwrap_or_default() } else { mail.name.as_str() };
    let draft = IssueDraft {
        words: said.words(),
        known: Known::Named,
        name: name.chars().take(100).collect(),
        email: mail.address.clone(),
        answers: Answers::default(),
    };
    let key = format!("mail/{}", kernel::keys::hex(hash));
    let raised = issues::raise(app, &mut tx, group, draft, Origin { key, person: None, keep_doubtful: false }).await?;
    let issue = issues::find(&mut tx, group.id, group.number(&raised.reference).ok_or(Error::NotFound)?).await?;
    handed_in::note_mail(app, &mut tx, group, issue.id, mail.files > 0).await?;
    app.commit(tx).await?;
    Ok(Taken::Raised(raised.reference))
}
