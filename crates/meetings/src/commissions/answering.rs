//! The link of an owner outside the group, and what they answer behind it. Opening it does nothing, because mail scanners follow
//! links; only a button on the page does.

use group::{groups::Group, screening};
use kernel::{
    App, Error, On, Result, Tx,
    form::{Checks, TextRule},
    ledger,
};
use uuid::Uuid;

use super::{
    commands::{standing, write_to},
    mail,
    model::{Answer, Commission, Standing, role},
    store,
};
use crate::{
    action_log::{self, By, Change, Typed},
    actions::{self, Logged, MoveKind, State},
};

fn seal(app: &App, group: &Group, one: &Commission) -> String {
    app.keys.seal("commission", &[group.id.as_bytes(), one.id.as_bytes(), one.email.as_bytes()])
}

/// The address behind which somebody answers: good for them and this action only, for as long as it is asked of them.
#[must_use]
pub(crate) fn link(app: &App, group: &Group, one: &Commission) -> String {
    format!("/{}/commissioned/{}{}", group.slug, one.id.simple(), seal(app, group, one))
}

/// What a link opens.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) commission: Commission,
    pub(super) action: Logged,
}

impl Opened {
    /// Whether it can still be answered.
    pub(super) fn is_open(&self) -> bool {
        self.commission.stands && self.commission.sent_on.is_some() && self.action.state.is_open()
    }
}

/// What a link opens.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Opened> {
    let mut on = on.into();
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
    let commission = store::find(on.again(), group.id, id).await?;
    if !kernel::keys::same(seal(app, group, &commission).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let number = store::number_of(on.again(), group.id, commission.action).await?;
    let action = actions::logged(on, group.id, number).await?;
    Ok(Opened { commission, action })
}

/// What somebody answers, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The word of the answer: `accept`, `done`, `later`, `help`, `decline`, `pass-on`.
    pub answer: String,
    /// Words about it.
    pub words: String,
    /// Another day, where one is named.
    pub due: String,
    /// Who it is handed on to.
    pub name: String,
    /// What they are.
    pub post: String,
    /// Where mail reaches them.
    pub email: String,
    /// Whether who writes says of something doubtful that it does not tell who a patient is.
    pub keep: bool,
}

/// Takes the answer of whoever is asked to do an action, as if they had opened their link: for the demonstration, which has no mailbox
/// to look into. Nothing happens where nobody outside is asked.
///
/// # Errors
/// As for an answer by the link.
pub async fn answer_as_asked(app: &App, tx: &mut Tx, group: &Group, number: i64, given: &Given) -> Result<()> {
    let action = actions::logged(&mut *tx, group.id, number).await?;
    let Some(one) = standing(&mut *tx, group.id, action.id).await? else { return Ok(()) };
    let link = link(app, group, &one);
    let code = link.rsplit('/').next().unwrap_or_default();
    answer(app, tx, group, code, given).await.map(drop)
}

/// Takes an answer into the log, and tells whoever answers for the action in the group.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::Conflict`] when nobody waits for an answer any more;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, given: &Given) -> Result<Answer> {
    ledger::hold(tx, group.id).await?;
    let opened = open(app, &mut *tx, group, code).await?;
    if !opened.is_open() {
        return Err(Error::Conflict("Nobody waits for an answer any more. Thank you all the same.".into()));
    }
    let Some(answer) = Answer::from_key(&given.answer) else { return Err(Error::field("answer", "Choose one of the answers")) };
    let Opened { commission, action } = opened;
    let (role, today) = (commission.role(), app.clock.today(&group.time_zone));
    let by = By::outside(group, &role);
    let before = action.version;
    match answer {
        Answer::Decline => {
            let words = decline(app, tx, &by, &action, given).await?;
            let gone = Commission { stands: false, standing: Standing::Declined, answered_on: Some(today), words, ..commission };
            store::put(tx, group.id, &gone).await?;
            mail::answered(app, tx, group, &action, &gone, answer).await?;
            return Ok(answer);
        }
        Answer::PassOn => {
            pass_on(app, tx, &by, &action, commission, given).await?;
            return Ok(answer);
        }
        Answer::Accept | Answer::Done | Answer::NewDate | Answer::Help => {}
    }
    let (change, standing) = match answer {
        Answer::Done => (Change::Done, Standing::Done),
        Answer::NewDate => (Change::Carry, Standing::Accepted),
        Answer::Help => (Change::Help, Standing::Help),
        _ => (Change::Start, Standing::Accepted),
    };
    // Who said before that they are at it has nothing to add to the log by accepting it.
    let idle = answer == Answer::Accept && action.state == State::InProgress && given.words.trim().is_empty();
    let typed =
        Typed { change: change.key().into(), words: given.words.clone(), due: given.due.clone(), keep: given.keep, ..Typed::default() };
    let action =
        if idle { action } else { action_log::apply(app, tx, &by, action, &typed).await.map_err(|error| named(error, change, answer))? };
    if action.version == before && commission.standing == standing {
        return Ok(answer);
    }
    let now = Commission { standing, answered_on: Some(today), words: given.words.trim().to_owned(), ..commission };
    store::put(tx, group.id, &now).await?;
    mail::answered(app, tx, group, &action, &now, answer).await?;
    Ok(answer)
}

/// The messages of the log under the names that the fields have on the page of a link.
fn named(error: Error, change: Change, answer: Answer) -> Error {
    let rename = |mut errors: Vec<kernel::error::FieldError>| {
        for error in errors.iter_mut().filter(|error| error.field == change.field()) {
            error.field = answer.field().into();
        }
        errors
    };
    match error {
        Error::Invalid(errors) => Error::Invalid(rename(errors)),
        Error::Refused(errors, found) => Error::Refused(rename(errors), found),
        other => other,
    }
}

/// Gives the action back to the group.
async fn decline(app: &App, tx: &mut Tx, by: &By<'_>, action: &Logged, given: &Given) -> Result<String> {
    let (group, now) = (by.group, app.clock.now());
    let today = app.clock.today(&group.time_zone);
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say in a line why, or who may be the right one"), name: "The text", max: 600, lines: true };
    let words = checks.text(Answer::Decline.field(), &given.words, rule);
    checks.done()?;
    screening::refuse_in_group(&mut *tx, group.id, [(Answer::Decline.field(), words.as_str())].into_iter(), given.keep).await?;
    let back = Logged { state: State::Open, said: Some((today, words.clone())), ..action.clone() };
    if !actions::put(tx, group.id, &back, now).await? {
        return Err(Error::Conflict("Somebody in the group has just changed this. Send your answer once more.".into()));
    }
    actions::set_outside(tx, group.id, action.id, "", now).await?;
    actions::add_move(tx, group.id, app.ids.key(now)?, action.number, &by.moved(MoveKind::Declined, today, words.clone())).await?;
    by.record(app, tx, "action.declined-outside", action).await?;
    Ok(words)
}

/// Hands the action on to somebody else, who gets the letter.
async fn pass_on(app: &App, tx: &mut Tx, by: &By<'_>, action: &Logged, commission: Commission, given: &Given) -> Result<()> {
    let (group, now) = (by.group, app.clock.now());
    let today = app.clock.today(&group.time_zone);
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let name = checks.text("name", &given.name, rule(Some("Say who they are"), "The name", 120));
    let post = checks.text("post", &given.post, rule(Some("Say what they are, such as Laboratory manager"), "The post", 120));
    let email = checks.mail_address("email", &given.email);
    if email.is_empty() {
        checks.fail("email", "Enter the mail address to which the letter goes");
    }
    if email.eq_ignore_ascii_case(&commission.email) {
        checks.fail("email", "This is your own address: enter theirs");
    }
    let words = checks.text(Answer::PassOn.field(), &given.words, TextRule { required: None, name: "The text", max: 600, lines: true });
    checks.done()?;
    screening::refuse_numbers([("name", name.as_str()), ("post", &post)].into_iter(), true)?;
    screening::refuse_in_group(&mut *tx, group.id, [(Answer::PassOn.field(), words.as_str())].into_iter(), given.keep).await?;
    let next = Commission {
        id: app.ids.key(now)?,
        entry: None,
        version: 0,
        standing: Standing::Waits,
        name,
        post,
        email,
        set_on: today,
        sent_on: None,
        reminded_on: None,
        answered_on: None,
        words: String::new(),
        ..commission.clone()
    };
    let new_role = role(&next.post, &next.organisation);
    let gone = Commission { stands: false, standing: Standing::PassedOn, answered_on: Some(today), words, ..commission };
    store::put(tx, group.id, &gone).await?;
    store::insert(tx, group.id, &next).await?;
    actions::set_outside(tx, group.id, action.id, &new_role, now).await?;
    let said = if gone.words.is_empty() { new_role.clone() } else { format!("{new_role}. {}", gone.words) };
    actions::add_move(tx, group.id, app.ids.key(now)?, action.number, &by.moved(MoveKind::PassedOn, today, said)).await?;
    by.record(app, tx, "action.handed-on-outside", action).await?;
    mail::answered(app, tx, group, action, &gone, Answer::PassOn).await?;
    write_to(app, tx, by, action, next).await
}
