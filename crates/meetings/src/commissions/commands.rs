//! The verbs of the group: somebody outside is asked, written to, and asked no more.

use futures_util::future::BoxFuture;
use group::{acting::Acting, directory, groups, membership, permissions::Verb, screening};
use kernel::{
    App, Error, On, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{
    mail,
    model::{Commission, Standing, role},
    store,
};
use crate::{
    action_log::By,
    actions::{self, From, Logged, MoveKind},
    interests, meetings,
};

/// Somebody outside the group, as they were typed.
#[derive(Clone, Debug, Default)]
pub struct NewCommission {
    /// The key of an entry of the directory, which fills what is left empty; may be empty itself.
    pub entry: String,
    /// Their name; may be empty.
    pub name: String,
    /// What they are: `Laboratory manager`.
    pub post: String,
    /// Where: `Moorfield General`.
    pub organisation: String,
    /// Where mail reaches them.
    pub email: String,
    /// Why it is them; may be empty.
    pub why: String,
    /// What is asked beside the action's own words; may be empty.
    pub asked: String,
}

pub(super) const WHY_NOT: &str = "Somebody outside the group is asked by the administrator or the co-chairs.";

/// The action with a number, for who keeps the record.
pub(super) async fn kept(on: impl Into<On<'_>>, acting: &Acting, number: i64) -> Result<Logged> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, WHY_NOT)?;
    let mut on = on.into();
    let action = actions::logged(on.again(), acting.group.id, number).await?;
    if let Some(item) = action.item() {
        interests::must_be_open_to(on, acting.group.id, item, acting.person).await?;
    }
    Ok(action)
}

/// Who is asked now.
pub(super) async fn standing(on: impl Into<On<'_>>, group: Uuid, action: Uuid) -> Result<Option<Commission>> {
    Ok(store::of_action(on, group, action).await?.into_iter().find(|one| one.stands))
}

/// Says who outside the group does an action. Its owner stays whoever answers for it here. The letter goes out with the confirmation
/// of what was decided, or by [`send`]. Whoever was asked before is told that nothing more is asked of them.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::Conflict`] for an action that is closed; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn set(app: &App, tx: &mut Tx, acting: &Acting, number: i64, new: &NewCommission) -> Result<Commission> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, WHY_NOT)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let action = kept(&mut *tx, acting, number).await?;
    if !action.state.is_open() {
        return Err(Error::Conflict("This action is closed, so nobody is asked to do it.".into()));
    }
    let now = app.clock.now();
    let one = Commission { id: app.ids.key(now)?, set_on: app.clock.today(&group.time_zone), ..checked(tx, acting, &action, new).await? };
    if let Some(before) = standing(&mut *tx, group.id, action.id).await? {
        if same(&before, &one) {
            return Ok(before);
        }
        end(app, tx, acting, &action, before).await?;
    }
    store::insert(tx, group.id, &one).await?;
    actions::set_outside(tx, group.id, action.id, &one.role(), now).await?;
    By::member(acting).record(app, tx, "action.outside-owner-set", &action).await?;
    ask_again(app, tx, acting, &action).await?;
    Ok(one)
}

fn same(before: &Commission, one: &Commission) -> bool {
    let told = |one: &Commission| [&one.name, &one.post, &one.organisation, &one.email, &one.why, &one.asked].map(Clone::clone);
    told(before) == told(one)
}

/// What was read back names who does it, so that both sides are asked again while a meeting is open.
async fn ask_again(app: &App, tx: &mut Tx, acting: &Acting, action: &Logged) -> Result<()> {
    if let From::Item { meeting, confirmed: false, .. } = &action.from {
        let meeting = meetings::find(&mut *tx, acting.group.id, meeting.0).await?;
        if meeting.is_open() {
            meetings::ask_again(app, tx, acting, &meeting).await?;
        }
    }
    Ok(())
}

/// Reads what was typed, with what an entry of the directory says beside it.
async fn checked(tx: &mut Tx, acting: &Acting, action: &Logged, new: &NewCommission) -> Result<Commission> {
    let group = &acting.group;
    let entry = match new.entry.trim() {
        "" => None,
        key => {
            let key = key.parse().map_err(|_| Error::field("entry", "Choose an entry of the directory"))?;
            let entry = directory::find(&mut *tx, group.id, key).await;
            Some(entry.map_err(|_| Error::field("entry", "Choose an entry of the directory"))?)
        }
    };
    let or = |typed: &str, held: Option<&String>| {
        if typed.trim().is_empty() { held.cloned().unwrap_or_default() } else { typed.to_owned() }
    };
    let entry = entry.as_ref();
    let mut checks = Checks::default();
    let rule = |required, name, max, lines| TextRule { required, name, max, lines };
    let name = checks.text("name", &or(&new.name, entry.map(|entry| &entry.contact.name)), rule(None, "The name", 120, false));
    let post = checks.text("post", &or(&new.post, entry.map(|entry| &entry.post)), rule(None, "The post", 120, false));
    let held = entry.map(|entry| &entry.name);
    let organisation = checks.text("organisation", &or(&new.organisation, held), rule(None, "The organisation", 160, false));
    let email = checks.mail_address("email", &or(&new.email, entry.map(|entry| &entry.contact.email)));
    let why = checks.text("why", &new.why, rule(None, "The text", 600, true));
    let asked = checks.text("asked", &new.asked, rule(None, "The text", 1_200, true));
    if role(&post, &organisation).is_empty() {
        checks.fail("post", "Say what they are, such as Laboratory manager: minutes name the role and not the person");
    }
    if email.is_empty() {
        checks.fail("email", "Enter the mail address to which the letter goes");
    }
    let seats = membership::seats(&mut *tx, group).await?;
    if seats.iter().any(|seat| !email.is_empty() && seat.email.eq_ignore_ascii_case(&email)) {
        checks.fail("email", "They sit in the group: hand the action over to them instead");
    }
    checks.done()?;
    screening::refuse_numbers([("name", name.as_str()), ("post", &post), ("organisation", &organisation)].into_iter(), true)?;
    screening::refuse_in_papers(&mut *tx, group.id, [("why", why.as_str()), ("asked", &asked)].into_iter()).await?;
    Ok(Commission {
        id: Uuid::nil(),
        action: action.id,
        entry: entry.map(|entry| entry.id),
        version: 0,
        stands: true,
        standing: Standing::Waits,
        name,
        post,
        organisation,
        email,
        why,
        asked,
        set_on: action.due,
        sent_on: None,
        reminded_on: None,
        answered_on: None,
        words: String::new(),
    })
}

/// Sends the letter to whoever was asked, once what was decided is confirmed. Pressed twice on one day it goes once, unless it came
/// back meanwhile.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::Conflict`] before the confirmation and where nobody was asked.
pub async fn send(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, WHY_NOT)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let action = kept(&mut *tx, acting, number).await?;
    let one = standing(&mut *tx, group.id, action.id).await?;
    let Some(one) = one.filter(|_| action.state.is_open()) else {
        return Err(Error::Conflict("Nobody outside the group is asked to do this.".into()));
    };
    if !action.is_confirmed() {
        return Err(Error::Conflict("The letter goes out by itself once both sides have confirmed what was decided.".into()));
    }
    if one.sent_on == Some(app.clock.today(&group.time_zone)) && store::came_back(&mut *tx, group.id, one.id).await?.is_none() {
        return Ok(());
    }
    write_to(app, tx, &By::member(acting), &action, one).await
}

/// Writes to whoever is asked, and notes it.
pub(super) async fn write_to(app: &App, tx: &mut Tx, by: &By<'_>, action: &Logged, one: Commission) -> Result<()> {
    let (group, now) = (by.group, app.clock.now());
    let today = app.clock.today(&group.time_zone);
    let standing = if one.standing == Standing::Waits { Standing::Sent } else { one.standing };
    let cause = mail::letter_to(app, tx, group, action, &one).await?;
    let (id, asked) = (one.id, by.moved(MoveKind::Asked, today, one.role()));
    store::put(tx, group.id, &Commission { standing, sent_on: Some(today), ..one }).await?;
    store::set_mail(tx, group.id, id, cause).await?;
    actions::add_move(tx, group.id, app.ids.key(now)?, action.number, &asked).await?;
    by.record(app, tx, "action.letter-sent", action).await
}

/// Once both sides have confirmed a meeting, the letters about its actions go out.
pub fn send_confirmed<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        for number in store::waiting_at(&mut *tx, group.id, event.thing).await? {
            let action = actions::logged(&mut *tx, group.id, number).await?;
            if let Some(one) = standing(&mut *tx, group.id, action.id).await?.filter(|_| action.state.is_open()) {
                write_to(app, tx, &By::system(&group), &action, one).await?;
            }
        }
        Ok(())
    })
}

/// Takes an action back into the group: its owner does it. Whoever was written to is told.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record.
pub async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, WHY_NOT)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let action = kept(&mut *tx, acting, number).await?;
    let Some(one) = standing(&mut *tx, group.id, action.id).await? else { return Ok(()) };
    let now = app.clock.now();
    let moved = By::member(acting).moved(MoveKind::TakenBack, app.clock.today(&group.time_zone), one.role());
    end(app, tx, acting, &action, one).await?;
    actions::set_outside(tx, group.id, action.id, "", now).await?;
    actions::add_move(tx, group.id, app.ids.key(now)?, number, &moved).await?;
    By::member(acting).record(app, tx, "action.taken-back-from-outside", &action).await?;
    ask_again(app, tx, acting, &action).await
}

/// Asks it of somebody no more; who was written to is told so.
async fn end(app: &App, tx: &mut Tx, acting: &Acting, action: &Logged, one: Commission) -> Result<()> {
    if one.sent_on.is_some() && action.state.is_open() {
        mail::no_more(app, tx, &acting.group, action, &one).await?;
    }
    store::put(tx, acting.group.id, &Commission { stands: false, standing: Standing::TakenBack, ..one }).await
}
