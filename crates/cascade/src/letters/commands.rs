//! The verbs on letters: write, change, approve and send, withdraw.

use group::{
    acting::Acting,
    approvals::{Approval, both_approve},
    directory, groups,
    membership::key_holder,
    permissions::Verb,
    screening::{refuse_in_papers, refuse_numbers},
};
use issues::issues;
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use meetings::references::read_decision;
use uuid::Uuid;

use super::{
    jobs, mail,
    model::{Content, Letter, State, enough, reference},
    store,
};
use crate::{
    answers::{self, Awaited, Kind, NewSending},
    networks::must_cascade,
};

/// A letter as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewLetter {
    /// The key of an entry of the directory; empty where it is to somebody else.
    pub entry: String,
    /// To whom, where it is to no entry.
    pub to: String,
    /// Where mail reaches them.
    pub email: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// By when an answer would help: a day, or empty where none is asked for.
    pub answer_by: String,
    /// Whether the answer comes back to the agenda.
    pub to_agenda: bool,
    /// The reference of an issue; may be empty.
    pub issue: String,
    /// The reference of a decision; may be empty.
    pub decision: String,
}

fn event(app: &App, acting: &Acting, verb: &'static str, letter: &Letter) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, letter.id)
        .with("as", acting.acted_as())
        .with("letter", Fact::Reference(reference(letter.number)))
}

/// What was typed as it will be kept: the entry, the content, what it is about.
async fn checked(app: &App, tx: &mut Tx, acting: &Acting, typed: &NewLetter) -> Result<(Option<Uuid>, Content, store::About)> {
    let group = &acting.group;
    let mut checks = Checks::default();
    let line = |required, name, max| TextRule { required, name, max, lines: false };
    let entry = match typed.entry.trim() {
        "" => None,
        key => match key.parse() {
            Ok(id) => directory::find(&mut *tx, group.id, id).await.ok().filter(|entry| entry.retired_on.is_none()),
            Err(_) => None,
        },
    };
    let (to, email) = match &entry {
        Some(entry) => {
            if entry.contact.email.is_empty() {
                checks.fail("entry", format!("{} has no contact to write to: give it one in the directory first", entry.name));
            }
            let person = if entry.contact.name.is_empty() { String::new() } else { format!("{}, ", entry.contact.name) };
            (format!("{person}{}", entry.name), entry.contact.email.clone())
        }
        None => {
            if !typed.entry.trim().is_empty() {
                checks.fail("entry", "Choose an entry of the directory, or nobody and type the address");
            }
            let to =
                checks.text("to", &typed.to, line(Some("Say to whom the letter is, or choose an entry of the directory"), "The name", 150));
            let email = checks.mail_address("email", &typed.email);
            if email.is_empty() {
                checks.fail("email", "Enter the address that the letter is mailed to");
            }
            (to, email)
        }
    };
    let subject = checks.text("subject", &typed.subject, line(Some("Say in a few words what it is about"), "The subject", 120));
    let text =
        checks.text("text", &typed.text, TextRule { required: Some("Write the letter"), name: "The letter", max: 6_000, lines: true });
    let today = app.clock.today(&group.time_zone);
    let day = typed.answer_by.trim();
    let answer_by: Option<Date> = day.parse().ok().filter(|day| today < *day && *day <= today.saturating_add(2.years()));
    if !day.is_empty() && answer_by.is_none() {
        checks.fail("answer_by", "Enter a day after today and within two years, or leave it empty where no answer is needed");
    }
    let mut about = (None, None);
    let (mut issue_reference, mut decision_reference) = (String::new(), String::new());
    if !typed.issue.trim().is_empty() {
        let number = group.number(typed.issue.trim());
        let found = match number {
            Some(number) => issues::find(&mut *tx, group.id, number).await.ok(),
            None => None,
        };
        match found {
            Some(issue) => (about.0, issue_reference) = (Some(issue.id), group.reference(issue.number)),
            None => checks.fail("issue", format!("Write the issue by its reference, as {}", group.reference(231))),
        }
    }
    if !typed.decision.trim().is_empty() {
        let read = read_decision(typed.decision.trim());
        let found = match read {
            Some(read) => store::decision(&mut *tx, group.id, read).await?,
            None => None,
        };
        match (found, read) {
            (Some(id), Some((year, number))) => (about.1, decision_reference) = (Some(id), format!("{:02}/D{number:02}", year % 100)),
            _ => checks.fail("decision", "Write a decision that both sides have confirmed by its reference, as 26/D09"),
        }
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("subject", subject.as_str()), ("text", text.as_str())].into_iter()).await?;
    refuse_numbers([("to", to.as_str())].into_iter(), true)?;
    let to_agenda = typed.to_agenda && answer_by.is_some();
    let content = Content { to, email, subject, text, answer_by, to_agenda, issue: issue_reference, decision: decision_reference };
    Ok((entry.map(|entry| entry.id), content, about))
}

/// Writes a letter, as a draft.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn create(app: &App, tx: &mut Tx, acting: &Acting, typed: &NewLetter) -> Result<Letter> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let (entry, content, about) = checked(app, tx, acting, typed).await?;
    let letter = Letter {
        id: app.ids.key(app.clock.now())?,
        number: groups::next_number(tx, group, "letters").await?,
        revision: 1,
        state: State::Draft,
        entry,
        hash: kernel::keys::hash(&store::canonical(&content)?),
        content,
        drafted_on: app.clock.today(&acting.group.time_zone),
        sent_on: None,
    };
    store::insert(tx, group, &letter, about, acting.person).await?;
    ledger::record(tx, event(app, acting, "letter.drafted", &letter)).await?;
    Ok(letter)
}

/// Goes on only with a draft.
fn must_be_draft(letter: &Letter) -> Result<()> {
    if letter.state == State::Draft {
        return Ok(());
    }
    Err(Error::Conflict("This letter has gone, or was withdrawn. Write another one.".into()))
}

/// Changes a draft. Whoever had approved it is asked again, because an approval is of one content only.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it since `revision`, or it is no draft; as [`create`] else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, number: i64, revision: i64, typed: &NewLetter) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let there = store::find(&mut *tx, group, number).await?;
    must_be_draft(&there)?;
    let (entry, content, about) = checked(app, tx, acting, typed).await?;
    if content == there.content {
        return Ok(());
    }
    let changed = Letter { entry, content, revision, ..there };
    if !store::update(tx, group, &changed, about, acting.person).await? {
        return Err(Error::Conflict("Somebody else has changed this letter meanwhile. It stands below; saving again replaces it".into()));
    }
    ledger::record(tx, event(app, acting, "letter.changed", &changed)).await
}

/// Ends a draft. Of one that was withdrawn before nothing changes.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] for a letter that has gone.
pub async fn withdraw(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let letter = store::find(&mut *tx, group, number).await?;
    if letter.state == State::Withdrawn {
        return Ok(());
    }
    must_be_draft(&letter)?;
    store::withdraw(tx, group, letter.id).await?;
    ledger::record(tx, event(app, acting, "letter.withdrawn", &letter)).await
}

/// Approves a letter for one's side, or sends it where the group wishes no co-chair's word; with the last word that is needed it goes.
/// `seen` is the hash of what the person read. Of a letter that has gone nothing changes.
///
/// # Errors
/// [`Error::Forbidden`] for those whose word it does not need; [`Error::Conflict`] when it changed in between, or was withdrawn.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<State> {
    must_cascade_or_key(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let keys = answers::rules(&mut *tx, group.id).await?.letter_keys;
    let letter = store::find(&mut *tx, group.id, number).await?;
    if letter.state == State::Sent {
        return Ok(State::Sent);
    }
    if keys > 0 && !acting.may(Verb::TurnKey) {
        return Err(Error::Forbidden(
            "Approving a letter is for the co-chairs or a deputy of their side, as the group has settled.".into(),
        ));
    }
    must_be_draft(&letter)?;
    if seen.is_some_and(|seen| seen != kernel::keys::hex(&letter.hash)) {
        return Err(Error::Conflict("The letter was changed while you were reading. Read it again and approve.".into()));
    }
    if acting.may(Verb::TurnKey) {
        let (side, person, name, deputy) = (acting.side, acting.person, acting.name.clone(), acting.deputy);
        let approval = Approval { side, person, name, deputy, content_hash: letter.hash.clone() };
        store::put_approval(tx, group.id, letter.id, &approval, app.clock.now()).await?;
        ledger::record(tx, event(app, acting, "letter.approved", &letter).with("side", Fact::Word(side.key().into()))).await?;
    }
    let mut approvals = store::approvals(&mut *tx, group.id, letter.id).await?;
    approvals.retain(|given| given.content_hash == letter.hash);
    if !enough(keys, approvals.len()) || keys == 2 && !both_approve(&approvals, &letter.hash) {
        mail::ask_other_side(app, tx, group, &letter, acting.side).await?;
        return Ok(State::Draft);
    }
    go(app, tx, acting, &letter).await?;
    Ok(State::Sent)
}

fn must_cascade_or_key(acting: &Acting) -> Result<()> {
    if acting.may(Verb::TurnKey) { acting.must(Verb::SeeMeetings) } else { must_cascade(acting) }
}

/// It goes: frozen, with an answer awaited where one is asked for.
async fn go(app: &App, tx: &mut Tx, acting: &Acting, letter: &Letter) -> Result<()> {
    let (group, content) = (&acting.group, &letter.content);
    let today = app.clock.today(&group.time_zone);
    if !store::set_sent(tx, group.id, letter, today).await? {
        return Err(Error::Conflict("This letter was sent or withdrawn in between.".into()));
    }
    if content.answer_by.is_some() {
        let awaited = Awaited {
            id: app.ids.key(app.clock.now())?,
            kind: Kind::Letter,
            about: letter.id,
            number: letter.number,
            place: 1,
            words: content.text.clone(),
            wanted: String::new(),
            asked_on: today,
            answer_by: content.answer_by,
            to_agenda: content.to_agenda,
            answer: String::new(),
            answered_on: None,
            by_link: false,
            ended_on: None,
            item: None,
        };
        answers::expect(tx, group.id, &awaited).await?;
    }
    let subject = format!("{}: {}", reference(letter.number), content.subject);
    let new = NewSending {
        kind: Kind::Letter,
        about: letter.id,
        meeting: None,
        subject,
        name: &content.to,
        email: &content.email,
        job: jobs::POST,
    };
    answers::send_out(app, tx, group, new).await?;
    ledger::record(tx, event(app, acting, "letter.sent", letter)).await
}

/// Who approved a letter as it stands: `Ailsa Munro, GP co-chair`.
#[must_use]
pub(super) fn approvers(letter: &Letter, approvals: &[Approval]) -> Vec<String> {
    let current = approvals.iter().filter(|given| given.content_hash == letter.hash);
    current.map(|given| key_holder(&given.name, given.side, given.deputy)).collect()
}
