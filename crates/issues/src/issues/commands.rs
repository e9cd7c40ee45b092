//! The verbs on issues: raise, answer, describe, withdraw.

use group::{
    acting::Acting,
    groups,
    groups::Group,
    permissions::Verb,
    screening::{self, refuse_in_group, refuse_numbers, refuse_unknown},
};
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    clock,
    form::{Checks, TextRule},
    id, keys,
    ledger::{self, Event, Fact},
    search,
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    model::{Answer, Answers, Issue, Known, NOT_SURE, State},
    queries,
    store::{self, Reporter},
    workplaces,
};
use crate::{
    answers,
    doors::{self, Came},
    files, merging, themes,
};

/// Issues in the search. Theirs is the first place.
pub(super) const FOUND: search::Kind = search::Kind::new("issue", 0);

/// The longest text that is taken: some eight hundred words.
pub(crate) const LONGEST: usize = 5_000;

/// A reporter's name: whoever leaves it out is asked for it on the receipt.
const NAME: TextRule = TextRule { required: None, name: "The name", max: 100, lines: false };

/// What somebody sends in, as it was typed.
#[derive(Clone, Debug)]
pub struct IssueDraft {
    /// What happened.
    pub words: String,
    /// How to be known.
    pub known: Known,
    /// The reporter's name.
    pub name: String,
    /// Where to answer.
    pub email: String,
    /// The optional questions.
    pub answers: Answers,
}

/// Where an issue comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// What makes sending the same thing twice one thing: the form's key, or a call's.
    pub key: String,
    /// The person, where the API raises it with somebody's token.
    pub person: Option<Uuid>,
    /// Whether numbers that may be a patient's but need not be are let through; what surely is one never is.
    pub keep_doubtful: bool,
}

/// What was raised.
#[derive(Clone, Debug)]
pub struct Raised {
    /// Its key.
    pub id: Uuid,
    /// Whether it was raised just now, and not found as sent before.
    pub fresh: bool,
    /// The reference that people use.
    pub reference: String,
    /// The code of the private link.
    pub code: String,
    /// What was found in the text and let through, for scripts.
    pub findings: Json,
}

/// The code of an issue's private link: 120 bits that only the installation can work out.
#[must_use]
pub fn follow_code(app: &App, issue: Uuid) -> String {
    let seal = app.keys.sign("follow", &[issue.as_bytes()]);
    let mut bits = [0; 15];
    bits.copy_from_slice(&seal[..15]);
    id::receipt_code(&bits)
}

/// A follow code as we write it, if it opens an issue of the group.
///
/// # Errors
/// [`Error::NotFound`] when it opens nothing.
pub(crate) async fn code_of(on: impl Into<On<'_>>, group: &Group, typed: &str) -> Result<String> {
    let code = id::read_receipt_code(typed).ok_or(Error::NotFound)?;
    store::by_follow(on, group.id, &keys::hash(&code)).await.map(|_| code)
}

/// Raises an issue, and commits it. Of two that send the same form at the same moment, the second finds what the first
/// has made.
///
/// # Errors
/// As [`raise`].
pub(super) async fn receive(app: &App, group: &Group, draft: IssueDraft, origin: Origin, came: Came) -> Result<Raised> {
    let mut tx = app.begin().await?;
    let known = draft.known;
    let raised = match raise(app, &mut tx, group, draft.clone(), origin.clone()).await {
        Err(error) if error.is_duplicate() => {
            drop(tx);
            tx = app.begin().await?;
            raise(app, &mut tx, group, draft, origin).await?
        }
        raised => raised?,
    };
    if raised.fresh {
        doors::came(&mut tx, group.id, raised.id, known, &came).await?;
    }
    app.commit(tx).await?;
    Ok(raised)
}

/// Raises an issue. The same form with the same text sent twice is one issue; its text changed in between, it is two,
/// and nothing is lost.
///
/// # Errors
/// [`Error::Invalid`] for fields that need another value; [`Error::Refused`] when a patient's number is in the text.
pub async fn raise(app: &App, tx: &mut Tx, group: &Group, draft: IssueDraft, origin: Origin) -> Result<Raised> {
    let (draft, findings) = checked(&screening::known(&mut *tx, group.id).await?, draft, origin.keep_doubtful)?;
    ledger::hold(tx, group.id).await?;
    // Signed and not merely hashed: nobody with a guess at a script's key can find out whose report it was.
    let form_hash = app.keys.sign("sent", &[group.id.as_bytes(), origin.key.as_bytes(), draft.words.as_bytes()]);
    if let Some((id, number)) = store::by_form(&mut *tx, group.id, &form_hash).await? {
        return Ok(Raised { id, fresh: false, reference: group.reference(number), code: follow_code(app, id), findings });
    }
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    let anonymous = draft.known == Known::Anonymous;
    let workplace = workplaces::kept(&mut *tx, group.id, draft.known, draft.answers.workplace.as_deref().unwrap_or_default()).await?;
    // Of an anonymous person no time finer than the day is kept, also not inside a key.
    let id = if anonymous { app.ids.timeless_key()? } else { app.ids.key(now)? };
    let said_at =
        if anonymous { today.to_zoned(group.time_zone.clone()).map_err(|error| Error::Internal(error.into()))?.timestamp() } else { now };
    let issue = Issue {
        id,
        number: groups::next_number(tx, group.id, "issues").await?,
        version: 1,
        state: State::New,
        known: draft.known,
        words: draft.words,
        answers: Answers { workplace, ..draft.answers },
        door: None,
        theme: None,
        group_title: None,
        group_text: None,
        raised_on: today,
        raised_at: (!anonymous).then_some(now),
    };
    let code = follow_code(app, id);
    store::insert(tx, group.id, &issue, &form_hash, &keys::hash(&code)).await?;
    if !anonymous {
        let reporter = Reporter { name: draft.name, email: draft.email, person: origin.person };
        store::insert_reporter(tx, group.id, id, &reporter).await?;
    }
    index(tx, group, &issue, &[]).await?;
    // Who raised it is never in the ledger: a reporter must be able to be forgotten.
    let event = Event::new(group.id, said_at, Actor::Visitor, "issue.raised", id)
        .with("reference", Fact::Reference(group.reference(issue.number)))
        .with("known", Fact::Word(issue.known.key().into()));
    ledger::record(tx, event).await?;
    Ok(Raised { id, fresh: true, reference: group.reference(issue.number), code, findings })
}

/// Makes an issue findable by what it says now.
///
/// # Errors
/// [`Error::NotFound`] when the group has no such issue.
pub async fn index_anew(tx: &mut Tx, group: &Group, issue: Uuid) -> Result<()> {
    let issue = queries::by_id(&mut *tx, group.id, issue).await?;
    reindex(tx, group, &issue).await
}

/// Makes an issue findable by its reference, by every word of it and by `more`.
pub(super) async fn index(tx: &mut Tx, group: &Group, issue: &Issue, more: &[&str]) -> Result<()> {
    let answers = &issue.answers;
    let service = answers.service.as_deref().filter(|service| *service != NOT_SURE);
    let parts = [issue.group_title.as_deref(), issue.group_text.as_deref(), Some(&issue.words), service, answers.remedy.as_deref()];
    let parts = parts.into_iter().flatten().chain(more.iter().copied());
    let body = parts.fold(group.reference(issue.number), |body, part| body + "\n" + part);
    let entry =
        search::Entry { scope: group.id, scope_ordinal: group.ordinal, number: issue.number, kind: FOUND, thing: issue.id, body: &body };
    search::put(tx, entry).await
}

/// Writes an issue's place in the search anew, with what it was before.
async fn reindex(tx: &mut Tx, group: &Group, issue: &Issue) -> Result<()> {
    let before = queries::before(&mut *tx, group.id, issue.id).await?;
    let files = files::found_by(&mut *tx, group.id, issue.id).await?;
    let mut more = before.as_ref().map_or_else(Vec::new, |before| vec![before.reference.as_str(), &before.outcome]);
    more.extend(files.iter().map(String::as_str));
    index(tx, group, issue, &more).await
}

/// The draft as it will be stored, and what was found in it and let through.
fn checked(known: &screening::Known, draft: IssueDraft, keep_doubtful: bool) -> Result<(IssueDraft, Json)> {
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Tell us what happened"), name: "The text", max: LONGEST, lines: true };
    let words = checks.text("text", &draft.words, rule);
    let anonymous = draft.known == Known::Anonymous;
    let (mut name, mut email) = (String::new(), String::new());
    if !anonymous {
        name = checks.text("name", &draft.name, NAME);
        email = checks.mail_address("email", &draft.email);
    }
    let mut short = |field: &'static str, name, text: Option<String>, max, lines| {
        let text = checks.text(field, &text.unwrap_or_default(), TextRule { required: None, name, max, lines });
        Some(text).filter(|text| !text.is_empty())
    };
    let workplace = short("workplace", "The workplace", draft.answers.workplace, 120, false);
    let service = short("service", "The service", draft.answers.service, 120, false);
    let post = short("post", "The role", draft.answers.post, 120, false);
    let remedy = short("remedy", "The text", draft.answers.remedy, 2_000, true);
    checks.done()?;
    refuse_numbers([("name", name.as_str()), ("email", &email)].into_iter(), true)?;
    let more =
        [("workplace", workplace.as_deref()), ("service", service.as_deref()), ("post", post.as_deref()), ("remedy", remedy.as_deref())];
    let all = [("text", words.as_str())].into_iter().chain(more.into_iter().map(|(field, text)| (field, text.unwrap_or_default())));
    let findings = refuse_unknown(known, all, keep_doubtful)?;
    let answers = Answers { workplace, service, post, remedy, ..draft.answers };
    Ok((IssueDraft { words, known: draft.known, name, email, answers }, findings))
}

/// Keeps one answer of the receipt; `keep_doubtful` lets through what may tell who a patient is but need not.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing; as [`raise`] for texts.
pub(super) async fn answer(app: &App, group: &Group, code: &str, answer: Answer, keep_doubtful: bool) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let mut issue = store::by_follow(&mut tx, group.id, &keys::hash(code)).await?;
    if !issue.takes_wording() {
        return Err(Error::Conflict("This issue is closed, so nothing can be added to it.".into()));
    }
    let (column, text) = answer.stored();
    let mut checks = Checks::default();
    let rule = TextRule { required: None, name: "The text", max: if column == "remedy" { 2_000 } else { 120 }, lines: column == "remedy" };
    let text = checks.text(column, text, rule);
    checks.done()?;
    refuse_in_group(&mut tx, group.id, [(column, text.as_str())].into_iter(), keep_doubtful).await?;
    let answer = match answer {
        Answer::Kind(_) if !matches!(issue.state, State::New | State::Asked) => {
            return Err(Error::Conflict("The group has dealt with this already, so what it is stays as it is.".into()));
        }
        Answer::Workplace(_) => Answer::Workplace(workplaces::kept(&mut tx, group.id, issue.known, &text).await?.unwrap_or_default()),
        Answer::Service(_) => Answer::Service(text),
        Answer::Post(_) => Answer::Post(text),
        Answer::Remedy(_) => Answer::Remedy(text),
        tapped => tapped,
    };
    if issue.answers.has(&answer) {
        return Ok(());
    }
    store::set_answer(&mut tx, group.id, issue.id, &answer).await?;
    match &answer {
        Answer::Service(text) => issue.answers.service = Some(text.clone()),
        Answer::Remedy(text) => issue.answers.remedy = Some(text.clone()),
        _ => {}
    }
    if matches!(answer, Answer::Service(_) | Answer::Remedy(_)) {
        reindex(&mut tx, group, &issue).await?;
    }
    let event = reporter_event(app, group, &issue, "issue.added-to")?.with("question", Fact::Word(column.into()));
    ledger::record(&mut tx, event).await?;
    app.commit(tx).await
}

/// Keeps how to reach whoever raised an issue and had not said it before; mails the private link to the address.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing; [`Error::Conflict`] for an anonymous issue: nothing of the kind is kept of it.
pub(super) async fn reach(app: &App, group: &Group, code: &str, name: &str, email: &str) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let issue = store::by_follow(&mut tx, group.id, &keys::hash(code)).await?;
    if issue.known == Known::Anonymous {
        return Err(Error::Conflict("This was raised anonymously, so no name and no address is kept.".into()));
    }
    let mut checks = Checks::default();
    let (name, email) = (checks.text("name", name, NAME), checks.mail_address("email", email));
    checks.done()?;
    refuse_numbers([("name", name.as_str()), ("email", &email)].into_iter(), true)?;
    let before = store::reporter(&mut tx, group.id, issue.id).await?.unwrap_or_default();
    let (new_name, new_email) = (before.name.is_empty() && !name.is_empty(), before.email.is_empty() && !email.is_empty());
    if !new_name && !new_email {
        return Ok(());
    }
    store::set_reach(&mut tx, group.id, issue.id, &name, &email).await?;
    if new_email {
        answers::receive(app, &mut tx, group, issue.id).await?;
    }
    let event = reporter_event(app, group, &issue, "issue.added-to")?.with("question", Fact::Word("reach".into()));
    ledger::record(&mut tx, event).await?;
    app.commit(tx).await
}

/// Something that the reporter of an issue did: at a time, or for who is anonymous on a day.
///
/// # Errors
/// When the day has no beginning in the group's time zone.
pub fn reporter_event(app: &App, group: &Group, issue: &Issue, verb: &'static str) -> Result<Event> {
    let now = app.clock.now();
    let day = clock::day_of(now, &group.time_zone).to_zoned(group.time_zone.clone()).map_err(|error| Error::Internal(error.into()))?;
    let at = if issue.known == Known::Anonymous { day.timestamp() } else { now };
    Ok(Event::new(group.id, at, Actor::Visitor, verb, issue.id))
}

/// Takes an issue back, as its reporter.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing; [`Error::Conflict`] once the group has dealt with it.
pub async fn withdraw(app: &App, tx: &mut Tx, group: &Group, code: &str) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let issue = store::by_follow(&mut *tx, group.id, &keys::hash(code)).await?;
    if issue.state == State::Withdrawn {
        return Ok(());
    }
    merging::withdraw(app, tx, group, &issue).await?;
    files::forget(tx, group.id, issue.id).await?;
    index_anew(tx, group, issue.id).await?;
    ledger::record(tx, reporter_event(app, group, &issue, "issue.withdrawn")?).await
}

/// An issue's theme and group wording, as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The theme's key; empty for none yet.
    pub theme: String,
    /// A neutral title.
    pub title: String,
    /// Two neutral sentences.
    pub text: String,
}

/// The theme and wording that an issue has.
#[must_use]
pub fn wording(issue: &Issue) -> Wording {
    Wording {
        theme: issue.theme.clone().unwrap_or_default(),
        title: issue.group_title.clone().unwrap_or_default(),
        text: issue.group_text.clone().unwrap_or_default(),
    }
}

/// Gives an issue its theme and group wording: what everybody outside triage will read.
///
/// # Errors
/// [`Error::Conflict`] when somebody changed the issue since `version`, or it takes no wording any more.
pub async fn describe(app: &App, tx: &mut Tx, acting: &Acting, number: i64, version: i64, wording: Wording) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let mut issue = store::find(&mut *tx, group.id, number).await?;
    let mut checks = Checks::default();
    let wording = Wording {
        title: checks.text("title", &wording.title, TextRule { required: None, name: "The title", max: 120, lines: false }),
        text: checks.text("text", &wording.text, TextRule { required: None, name: "The text", max: 600, lines: true }),
        theme: wording.theme,
    };
    // One that is no longer used may stay where it is.
    let stays = issue.theme.as_deref().unwrap_or_default() == wording.theme;
    if !stays && !wording.theme.is_empty() && !themes::in_use(&mut *tx, group.id).await?.iter().any(|theme| theme.key == wording.theme) {
        checks.fail("theme", "Choose one of the group's themes");
    }
    checks.done()?;
    let known = screening::known(&mut *tx, group.id).await?;
    refuse_unknown(&known, [("title", wording.title.as_str()), ("text", wording.text.as_str())].into_iter(), true)?;
    if issue.state == State::Merged {
        return Err(Error::Conflict(
            "This report is merged with another, which has the wording. Split it off to word it by itself.".into(),
        ));
    }
    if !issue.takes_wording() {
        return Err(Error::Conflict("This issue is closed; its wording stays as it is.".into()));
    }
    if !store::set_wording(tx, group.id, issue.id, version, &wording).await? {
        return Err(Error::Conflict("Somebody else changed this issue while you were writing.".into()));
    }
    let theme = wording.theme.clone();
    issue.group_title = Some(wording.title).filter(|text| !text.is_empty());
    issue.group_text = Some(wording.text).filter(|text| !text.is_empty());
    reindex(tx, group, &issue).await?;
    let mut event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.described", issue.id).with("as", acting.acted_as());
    if !theme.is_empty() {
        event = event.with("theme", Fact::Word(theme));
    }
    ledger::record(tx, event).await
}
