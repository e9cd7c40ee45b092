//! The verbs: ask the reporter, take their answer, pass it on, take in what another group passed on.

use ::issues::issues::{self, Answers, Issue, IssueDraft, Known, Origin, State, service};
use group::{
    acting::Acting,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{
    answering,
    model::{PassedIn, Passing, Standing, To},
    sheet::Sheet,
    store,
};

/// Asks the reporter of an issue whether its group wording may go to another board's group. Only one is asked about at a time.
///
/// # Errors
/// [`Error::NotFound`] for those who do not read issues; [`Error::Invalid`] without a group to go to or a wording;
/// [`Error::Conflict`] while another waits for the reporter, or when the issue was taken back.
pub async fn propose(app: &App, tx: &mut Tx, acting: &Acting, number: i64, to: To) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    let (to_group, to_name) = match to {
        To::Group(id) if id == group.id => return Err(Error::field("to", "Choose another group")),
        To::Group(id) => match groups::by_id(&mut *tx, id).await {
            Ok(other) => (Some(id), other.name),
            Err(_) => return Err(Error::field("to", "Choose a group of the list")),
        },
        To::Elsewhere(name) => {
            let mut checks = Checks::default();
            let required = Some("Choose a group, or write the name of one elsewhere");
            let name = checks.text("name", &name, TextRule { required, name: "The name", max: 120, lines: false });
            checks.done()?;
            group::screening::refuse_in_papers(&mut *tx, group.id, [("name", name.as_str())].into_iter()).await?;
            (None, name)
        }
    };
    let (Some(title), Some(text)) = (issue.group_title.clone(), issue.group_text.clone()) else {
        return Err(Error::field("to", "Write the group wording first: it is all that goes"));
    };
    if matches!(issue.state, State::Withdrawn) || issue.is_praise() {
        return Err(Error::Conflict("This issue is not passed on: it was taken back, or it is thanks.".into()));
    }
    let before = store::of_issue(&mut *tx, group.id, issue.id).await?;
    if before.iter().any(|one| matches!(one.standing, Standing::Asked | Standing::Agreed)) {
        return Err(Error::Conflict("One is on its way already: the reporter has not answered, or it has not gone yet.".into()));
    }
    let id = app.ids.key(app.clock.now())?;
    let passing = Passing {
        id,
        issue: issue.id,
        to_group,
        to_name,
        standing: Standing::Asked,
        title,
        text,
        sent_on: None,
        answer: String::new(),
        answered_on: None,
    };
    store::insert(tx, group.id, &passing).await?;
    service::tell_elsewhere(app, tx, group, issue.id).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.pass-on-asked", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as())).await
}

/// Takes the reporter's answer. Of an anonymous one the day only is noted; nothing goes by itself, so that no time tells when
/// they answered.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing; [`Error::Conflict`] when nothing is asked.
pub async fn consent(app: &App, tx: &mut Tx, group: &Group, code: &str, agrees: bool) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let issue = issues::by_code(&mut *tx, group, code).await?;
    let asked = store::of_issue(&mut *tx, group.id, issue.id).await?.into_iter().find(|one| one.standing == Standing::Asked);
    let Some(asked) = asked else { return Err(Error::Conflict("Nothing is asked of you any more. Thank you.".into())) };
    let (to, verb) = if agrees { (Standing::Agreed, "issue.pass-on-agreed") } else { (Standing::Refused, "issue.pass-on-refused") };
    store::move_on(tx, group.id, asked.id, (Standing::Asked, to), None).await?;
    ledger::record(tx, issues::reporter_event(app, group, &issue, verb)?).await
}

/// Passes on what its reporter agreed to: to a group of this installation at once, else as the file that the page then offers.
///
/// # Errors
/// [`Error::NotFound`] for those who do not read issues; [`Error::Conflict`] without the reporter's consent, or when the issue
/// was taken back.
pub async fn send(app: &App, tx: &mut Tx, acting: &Acting, number: i64, id: Uuid) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    // Two groups that pass on to each other at the same time wait in the same order.
    let mut both = vec![group.id];
    both.extend(store::find(&mut *tx, group.id, id).await?.to_group);
    both.sort_unstable();
    for one in both {
        ledger::hold(tx, one).await?;
    }
    let issue = issues::find(&mut *tx, group.id, number).await?;
    let passing = store::find(&mut *tx, group.id, id).await?;
    if passing.issue != issue.id {
        return Err(Error::NotFound);
    }
    let today = app.clock.today(&group.time_zone);
    if issue.state == State::Withdrawn || !store::move_on(tx, group.id, id, (Standing::Agreed, Standing::Sent), Some(today)).await? {
        return Err(Error::Conflict("It goes only once, and only while its reporter agrees to it.".into()));
    }
    if let Some(to) = passing.to_group {
        let other = groups::by_id(&mut *tx, to).await?;
        take_in(app, tx, &other, &sheet(app, group, &issue, &passing), Some(group.id)).await?;
    }
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.passed-on", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as())).await
}

/// The sheet of something that is passed on.
pub(super) fn sheet(app: &App, group: &Group, issue: &Issue, passing: &Passing) -> Sheet {
    let from = (group.name.as_str(), group.board.as_str(), &*group.reference(issue.number));
    let answer_at = app.url(&answering::link(app, group, passing.id));
    Sheet::new(passing.id, from, (&passing.title, &passing.text), answer_at)
}

/// Takes in a file that another installation's group passed on. The same file twice is one issue; returns its number.
///
/// # Errors
/// [`Error::NotFound`] for those who do not raise for others; [`Error::Invalid`] for a file that is none; as
/// [`issues::raise`] for what it says.
pub async fn load(app: &App, tx: &mut Tx, acting: &Acting, bytes: &[u8]) -> Result<i64> {
    acting.must(Verb::RaiseForOthers)?;
    let sheet = Sheet::read(bytes)?;
    ledger::hold(tx, acting.group.id).await?;
    if let Some(number) = store::loaded(&mut *tx, acting.group.id, sheet.id).await? {
        return Ok(number);
    }
    // What is no address of a page is not kept as one.
    if !["https://", "http://"].iter().any(|start| sheet.answer_at.starts_with(start)) || sheet.answer_at.len() > 500 {
        return Err(Error::field("file", "This file does not say where to answer. Ask the other group for it once more"));
    }
    take_in(app, tx, &acting.group, &sheet, None).await
}

/// Makes an issue of its own of what another group passed on: nobody's name is in it.
async fn take_in(app: &App, tx: &mut Tx, group: &Group, sheet: &Sheet, from: Option<Uuid>) -> Result<i64> {
    let draft = IssueDraft {
        words: format!(
            "{}\n\n{}\n\nPassed on by {} ({}), where it is {}.",
            sheet.title, sheet.text, sheet.from, sheet.board, sheet.reference
        ),
        known: Known::Anonymous,
        name: String::new(),
        email: String::new(),
        answers: Answers::default(),
    };
    let origin = Origin { key: format!("passed-on-{}", sheet.id), person: None, keep_doubtful: true };
    // What is wrong with the words is wrong with the file that holds them.
    let raised = issues::raise(app, tx, group, draft, origin).await.map_err(in_file)?;
    let issue = issues::by_id(&mut *tx, group.id, raised.id).await?;
    let came = PassedIn {
        issue: issue.id,
        number: issue.number,
        passing: sheet.id,
        from_name: sheet.from.clone(),
        from_reference: sheet.reference.clone(),
        from_group: from,
        answer_at: sheet.answer_at.clone(),
        answer: String::new(),
    };
    store::insert_in(tx, group.id, &came).await?;
    ledger::record(tx, Event::new(group.id, app.clock.now(), kernel::actor::Actor::System, "issue.passed-in", issue.id)).await?;
    Ok(issue.number)
}

fn in_file(error: Error) -> Error {
    let renamed = |errors: Vec<kernel::error::FieldError>| {
        errors.into_iter().map(|error| kernel::error::FieldError { field: "file".into(), ..error }).collect()
    };
    match error {
        Error::Invalid(errors) => Error::Invalid(renamed(errors)),
        Error::Refused(errors, found) => Error::Refused(renamed(errors), found),
        other => other,
    }
}
