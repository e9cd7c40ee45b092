//! The verbs of triage: give one side's view, say the same as the other side, put a difference to the meeting, take up again.

use ::issues::{
    issues::{self, Issue, State, Wording, journey},
    merging,
};
use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    permissions::{Role, Verb},
    screening::refuse_in_papers,
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{
    details::{self, Details},
    model::{Choice, Outcome, View, difference, of, other, settled},
    papers::papers,
    settling::{self, Settling},
    store,
};
use crate::{
    asked,
    priority::{self, Numbers},
};

/// One side's view, as somebody typed it.
#[derive(Clone, Debug)]
pub struct NewView {
    /// What should be done.
    pub outcome: Outcome,
    /// What belongs to it.
    pub details: Details,
    /// The theme and the wording that go with it.
    pub wording: Wording,
    /// Why, in a line.
    pub reason: String,
    /// What the reporter should read; empty for the group's own words.
    pub words: String,
    /// The four numbers; those that are proposed, where nobody changed them.
    pub numbers: Option<Numbers>,
}

impl NewView {
    /// A view that needs nothing but its outcome.
    #[must_use]
    pub fn plain(outcome: Outcome, wording: Wording) -> Self {
        Self { outcome, details: Details::default(), wording, reason: String::new(), words: String::new(), numbers: None }
    }
}

/// As [`give`], for an outcome that needs nothing more.
///
/// # Errors
/// As [`give`].
pub async fn agree(app: &App, tx: &mut Tx, acting: &Acting, number: i64, outcome: Outcome, wording: Wording) -> Result<State> {
    give(app, tx, acting, number, NewView::plain(outcome, wording)).await
}

/// The issue, if it waits for triage.
async fn waiting(tx: &mut Tx, acting: &Acting, number: i64) -> Result<Issue> {
    must_triage(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let issue = issues::find(&mut *tx, acting.group.id, number).await?;
    if issue.is_praise() {
        return Err(Error::Conflict("These are thanks: they are passed on to those who did it, and not put to a meeting.".into()));
    }
    if !issue.awaits_triage() {
        return Err(Error::Conflict("This issue is no longer waiting for triage.".into()));
    }
    Ok(issue)
}

/// Gives the view of a co-chair's side, with the theme and the wording that go with it. When both sides want the same, it is
/// done.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or a deputy of their side; [`Error::Conflict`] when it was triaged already;
/// [`Error::Invalid`] without what the outcome needs; as [`issues::describe`] for the wording.
pub async fn give(app: &App, tx: &mut Tx, acting: &Acting, number: i64, new: NewView) -> Result<State> {
    let mut issue = waiting(tx, acting, number).await?;
    let group = &acting.group;
    let papers = papers(app, &mut *tx, group).await?;
    let settings = &papers.settings;
    let (mut checks, outcome, wording) = (Checks::default(), new.outcome, new.wording);
    if !settings.uses(outcome) {
        checks.fail("outcome", "The group does not use this outcome. Choose another one");
    }
    for (field, text, message, needed) in [
        ("theme", &wording.theme, "Choose a theme", outcome != Outcome::Out),
        ("title", &wording.title, "Write a neutral title", outcome.needs_wording()),
        ("text", &wording.text, "Write two neutral sentences", outcome.needs_wording()),
    ] {
        if needed && text.trim().is_empty() {
            checks.fail(field, message);
        }
    }
    let line = |name, max, lines| TextRule { required: None, name, max, lines };
    let reason = checks.text("reason", &new.reason, line("The reason", 300, false));
    let words = checks.text("words", &new.words, line("The text to the reporter", 2_000, true));
    if new.numbers.is_some_and(|numbers| !numbers.fits()) {
        checks.fail("harm", "Use a number from 0 to 3, and 0 or 1 for both sides");
    }
    if outcome == Outcome::Watch {
        let weight = merging::weight(&mut *tx, group.id, issue.id).await?.reach();
        if settings.has_come(weight) {
            checks.fail("outcome", "As many reports as the group would wait for are here already. Choose another outcome");
        }
    }
    let today = app.clock.today(&group.time_zone);
    let choice = details::checked(&mut checks, &papers, outcome, &new.details, today);
    checks.done()?;
    let Some(choice) = choice else { return Err(Error::internal("a view without its details")) };
    refuse_in_papers(&mut *tx, group.id, choice_texts(&choice).into_iter().chain([("reason", reason.as_str()), ("words", words.as_str())]))
        .await?;
    // What is the group's own text is not kept with each issue.
    let words = if words == settings.words_of(outcome) { String::new() } else { words };
    if wording != issues::wording(&issue) {
        issues::describe(app, tx, acting, number, issue.version, wording.clone()).await?;
        issue = issues::find(&mut *tx, group.id, number).await?;
    }
    let numbers = match new.numbers {
        Some(numbers) => numbers,
        None => Numbers(priority::around(&mut *tx, group.id).await?.proposed(&issue).map(|proposal| proposal.n)),
    };
    let (person, name) = (acting.person, acting.name.clone());
    let (side, co_chair, numbers) = (acting.side, acting.role == Role::CoChair, Some(numbers));
    let view = View { side, person, name, co_chair, choice, theme: wording.theme, reason, words, to_meeting: false, numbers };
    let now = app.clock.now();
    store::put(tx, group.id, issue.id, &view, now).await?;
    let mut event = Event::new(group.id, now, acting.actor(), "issue.view-given", issue.id)
        .with("as", acting.acted_as())
        .with("side", Fact::Word(view.side.key().into()))
        .with("outcome", Fact::Word(outcome.key().into()));
    if !view.theme.is_empty() {
        event = event.with("theme", Fact::Word(view.theme.clone()));
    }
    ledger::record(tx, event).await?;
    let views = store::views(&mut *tx, group.id, issue.id).await?;
    if !settled(&views) {
        return Ok(issue.state);
    }
    // Whoever gave their view last has read what goes; who left the text as it is lets the other side's stand.
    let theirs = of(&views, other(acting.side)).map(|other| other.words.clone()).unwrap_or_default();
    let words = if view.words.is_empty() { theirs } else { view.words };
    settling::settle(app, tx, acting, &issue, &papers, Settling { choice: &view.choice, words: &words, differ: false }).await
}

fn choice_texts(choice: &Choice) -> Vec<(&'static str, &str)> {
    match choice {
        Choice::FixNow { question, .. } => vec![("question", question)],
        Choice::Delegate { forum, question, .. } => vec![("forum", forum), ("question", question)],
        _ => Vec::new(),
    }
}

/// Says the same as the other side, with their details, theme and words: that settles it.
///
/// # Errors
/// As [`give`]; [`Error::Conflict`] while the other side has not given its view.
pub async fn say_the_same(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<State> {
    let issue = waiting(tx, acting, number).await?;
    let views = store::views(&mut *tx, acting.group.id, issue.id).await?;
    let Some(theirs) = of(&views, other(acting.side)) else {
        return Err(Error::Conflict("The other side has not given its view yet.".into()));
    };
    let mine = of(&views, acting.side);
    let new = NewView {
        outcome: theirs.choice.outcome(),
        details: Details::of(&theirs.choice),
        wording: Wording { theme: theirs.theme.clone(), ..issues::wording(&issue) },
        reason: String::new(),
        words: theirs.words.clone(),
        numbers: mine.map_or(theirs.numbers, |mine| mine.numbers),
    };
    give(app, tx, acting, number, new).await
}

/// Puts to the meeting what the two sides differ on. Both views and both reasons are kept.
///
/// # Errors
/// [`Error::Conflict`] where they do not differ, or the issue has no wording for a meeting yet; as [`give`].
pub async fn put_to_meeting(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<State> {
    let issue = waiting(tx, acting, number).await?;
    let group = &acting.group;
    let views = store::views(&mut *tx, group.id, issue.id).await?;
    let Some(mine) = of(&views, acting.side).filter(|_| !difference(&views).is_empty()) else {
        return Err(Error::Conflict("The two sides do not differ on this issue.".into()));
    };
    let wording = issues::wording(&issue);
    if [&wording.theme, &wording.title, &wording.text].into_iter().any(String::is_empty) {
        return Err(Error::Conflict("For a meeting the issue needs its theme, its title and its two sentences. Write them first.".into()));
    }
    store::put(tx, group.id, issue.id, &View { to_meeting: true, ..mine.clone() }, app.clock.now()).await?;
    let papers = papers(app, &mut *tx, group).await?;
    settling::settle(app, tx, acting, &issue, &papers, Settling { choice: &Choice::Group, words: "", differ: true }).await
}

/// Takes up again what was set aside: it waits for the two sides anew.
///
/// # Errors
/// [`Error::NotFound`] for those who may not; [`Error::Conflict`] for an issue that is not set aside.
pub async fn take_up(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    if !is_set_aside(issue.state) {
        return Err(Error::Conflict("This issue is not set aside, so it cannot be taken up again.".into()));
    }
    store::forget(tx, group.id, issue.id).await?;
    asked::end(tx, group.id, issue.id).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.taken-up", issue.id).with("as", acting.acted_as());
    journey::take_up(tx, &issue, event).await
}

/// Whether an issue waits for something that may never come, so that people can take it up again.
#[must_use]
pub(crate) fn is_set_aside(state: State) -> bool {
    matches!(state, State::Interim | State::Delegated | State::Watched)
}

/// Goes on only for a co-chair or a deputy of their side. Who may see the issue is told why not; who may not finds nothing.
pub(crate) fn must_triage(acting: &Acting) -> Result<()> {
    acting.must_or(
        Verb::Triage,
        Verb::ReadIssues,
        "Triage is for the two co-chairs and the deputies of their sides: a GP and a consultant decide together.",
    )
}

/// When a report that leads others is taken back: the views on it are on the one that leads on, and so is what others were asked.
pub fn hand_on<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Key(next)) = event.facts.get("next") else { return Ok(()) };
        store::hand_on(tx, event.scope, event.thing, *next).await?;
        asked::hand_on(tx, event.scope, event.thing, *next).await
    })
}
