//! The verbs on terms of reference: begin a draft, settle what is open, change the text, agree on it, let it take effect.

mod approving;
mod beginning;
mod settling;
mod text;

use group::{acting::Acting, permissions::Verb};
use kernel::{App, Error, On, Result, Tx, keys, ledger};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use approving::{approve, ask, take_effect};
pub use beginning::{begin, begin_again, remove};
pub use settling::{Decision, When, answer, decide, set_when, stored_answer};
pub use text::{Place, add_clause, drop_clause, edit_clause, move_clause};

use super::{
    model::{Approval, State, Version},
    store,
};
use crate::{
    paper::{Clause, Decided, Mark, Missing, Paper, compose, missing},
    rules::Answer,
};

/// What is still open in a group's draft beside the rules: the questions that people decide on, in reading order.
///
/// # Errors
/// [`Error::NotFound`] without a draft.
pub async fn open_questions(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Mark>> {
    let marks = whole(on, group).await?.clauses.into_iter().flat_map(|clause| clause.marks);
    Ok(marks.filter(|mark| mark.decided == Decided::Open && mark.rule.is_none()).collect())
}

/// Goes on only for those who tailor the terms.
pub(super) fn must_tailor(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::TailorTerms, Verb::SeeMeetings, "Tailoring the terms of reference is for the administrator and the co-chairs.")
}

/// A draft with all that makes its text.
pub(in super::super) struct Whole {
    pub(in super::super) version: Version,
    pub(in super::super) clauses: Vec<Clause>,
    pub(in super::super) answers: Vec<Answer>,
    pub(in super::super) approvals: Vec<Approval>,
    pub(in super::super) paper: Paper,
    /// All that both sides approve, as JSON.
    pub(in super::super) sealed: String,
    /// Its hash.
    pub(in super::super) hash: Vec<u8>,
}

/// All that both sides approve, in one piece to be hashed and frozen: the text, what the software goes by, and from when.
#[derive(Serialize)]
struct Sealed<'a> {
    paper: &'a Paper,
    answers: &'a [Answer],
    from_on: Option<jiff::civil::Date>,
    review_on: Option<jiff::civil::Date>,
    is_public: bool,
}

impl Whole {
    /// What must be settled before both sides can approve it.
    pub(in super::super) fn missing(&self) -> Vec<Missing> {
        missing(&self.clauses, &self.answers)
    }

    /// Who approved the very text that stands now.
    pub(in super::super) fn approved(&self) -> Vec<&Approval> {
        self.approvals.iter().filter(|given| given.content_hash == self.hash).collect()
    }
}

/// The draft of a group, or what is agreed and waits for its day, with its text as it stands.
pub(in super::super) async fn whole(on: impl Into<On<'_>>, group: Uuid) -> Result<Whole> {
    let mut on = on.into();
    let version = store::open(on.again(), group).await?.ok_or(Error::NotFound)?;
    let clauses = store::clauses(on.again(), group, version.id).await?;
    let answers = store::answers(on.again(), group, version.id).await?;
    let approvals = store::approvals(on, group, version.id).await?;
    if version.state != State::Draft {
        let (paper, hash, sealed) = (paper(&version)?, version.content_hash.clone(), version.content.clone());
        return Ok(Whole { version, clauses, answers, approvals, paper, sealed, hash });
    }
    let paper = compose(&clauses, &answers);
    let Version { from_on, review_on, is_public, .. } = version;
    let sealed = serde_json::to_string(&Sealed { paper: &paper, answers: &answers, from_on, review_on, is_public })?;
    let hash = keys::hash(&sealed);
    Ok(Whole { version, clauses, answers, approvals, paper, sealed, hash })
}

/// The text of a version that was frozen.
pub(in super::super) fn paper(version: &Version) -> Result<Paper> {
    #[derive(Deserialize)]
    struct Frozen {
        paper: Paper,
    }
    Ok(serde_json::from_str::<Frozen>(&version.content)?.paper)
}

/// The draft of a group, for a verb that changes it: it waits until nobody else writes in the group.
async fn draft(tx: &mut Tx, acting: &Acting) -> Result<Whole> {
    must_tailor(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let found = whole(&mut *tx, acting.group.id).await?;
    if found.version.state == State::Draft {
        return Ok(found);
    }
    Err(Error::Conflict("Both sides have approved this version, so it stays as it is. Begin another one once it is in force.".into()))
}

fn event(app: &App, acting: &Acting, verb: &'static str, version: &Version) -> ledger::Event {
    ledger::Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, version.id)
        .with("as", acting.acted_as())
        .with("version", ledger::Fact::Number(version.number))
}

/// Notes in the ledger that the draft was changed. Who has approved it has approved another text: their word no longer counts.
async fn changed(app: &App, tx: &mut Tx, acting: &Acting, version: &Version) -> Result<()> {
    ledger::record(tx, event(app, acting, "terms.changed", version)).await
}
