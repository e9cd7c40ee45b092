//! The verbs on agreements: draft, change, approve, withdraw, and say who may read them.

mod approving;
mod drafting;
mod travelling;

use group::{acting::Acting, groups::Group, membership::key_holder, permissions::Verb};
use kernel::{
    App, Error, On, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

pub use approving::{approve, ask};
pub use drafting::{NewAgreement, adopt, begin_version, change, create, draft_from};
pub use travelling::{bring_in, export};

use super::{
    model::{Agreement, Approval, State},
    store,
};

/// Goes on only for those who draft agreements.
pub(super) fn must_draft(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::DraftAgreements, Verb::ReadPublished, "Drafting agreements is for the administrator and the co-chairs.")
}

/// An event of a version of an agreement.
pub(super) fn event(app: &App, acting: &Acting, verb: &'static str, agreement: &Agreement) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, agreement.id)
        .with("as", acting.acted_as())
        .with("number", Fact::Number(agreement.number))
        .with("version", Fact::Number(agreement.version))
}

/// The address of an agreement's page.
#[must_use]
pub fn address(group: &Group, agreement: &Agreement) -> String {
    format!("/{}/agreements/{}", group.slug, agreement.in_address())
}

/// The short address of an agreement, which stands on paper.
#[must_use]
pub fn short_address(group: &Group, number: i64) -> String {
    format!("/{}/a/{number}", group.slug)
}

/// The draft of an agreement.
///
/// # Errors
/// [`Error::NotFound`] when there is no such agreement; [`Error::Conflict`] when it has no draft.
pub(super) async fn draft_of(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<Agreement> {
    let all = store::versions(on, group.id, number).await?;
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    let draft = all.into_iter().find(|version| version.state == State::Draft);
    draft.ok_or_else(|| Error::Conflict("There is no draft of it: begin a new version to change it.".into()))
}

/// Withdraws an agreement with a reason: the one in force, which either side can do because it binds nobody who no longer
/// agrees; or else its draft. What was in force stays readable.
///
/// # Errors
/// [`Error::Forbidden`] for those who may not; [`Error::Invalid`] and [`Error::Refused`] for the reason;
/// [`Error::Conflict`] when nothing of it is left to be withdrawn.
pub async fn withdraw(app: &App, tx: &mut Tx, acting: &Acting, number: i64, draft: bool, reason: &str) -> Result<()> {
    must_draft(acting)?;
    let group = &acting.group;
    if !draft {
        let why = "Withdrawing an agreement in force is for the two co-chairs or a deputy of their side.";
        acting.must_or(Verb::TurnKey, Verb::ReadPublished, why)?;
    }
    ledger::hold(tx, group.id).await?;
    let wanted = if draft { State::Draft } else { State::InForce };
    let all = store::versions(&mut *tx, group.id, number).await?;
    let none = if all.is_empty() { Error::NotFound } else { Error::Conflict("It was withdrawn or replaced in between.".into()) };
    let agreement = all.into_iter().find(|version| version.state == wanted).ok_or(none)?;
    let mut checks = Checks::default();
    let required = Some("Say in a sentence why: others will ask");
    let reason = checks.text("reason", reason, TextRule { required, name: "The reason", max: 500, lines: true });
    checks.done()?;
    group::screening::refuse_in_papers(&mut *tx, group.id, [("reason", reason.as_str())].into_iter()).await?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if !store::withdraw(tx, group.id, agreement.id, &reason, today).await? {
        return Err(Error::Conflict("It was withdrawn or replaced in between.".into()));
    }
    ledger::record(tx, event(app, acting, "agreement.withdrawn", &agreement)).await
}

/// Says whether everybody may read what is in force.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not draft agreements.
pub async fn set_public(app: &App, tx: &mut Tx, acting: &Acting, public: bool) -> Result<()> {
    must_draft(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    if store::is_public(&mut *tx, group).await? == public {
        return Ok(());
    }
    store::set_public(tx, group, public).await?;
    let verb = if public { "agreements.opened" } else { "agreements.closed" };
    ledger::record(tx, Event::new(group, app.clock.now(), acting.actor(), verb, group).with("as", acting.acted_as())).await
}

/// Who approved a version as it stands: `Ailsa Munro, GP co-chair`.
#[must_use]
pub(super) fn approvers(agreement: &Agreement, approvals: &[Approval]) -> Vec<String> {
    let current = approvals.iter().filter(|given| given.content_hash == agreement.hash);
    current.map(|given| key_holder(&given.name, given.side, given.deputy)).collect()
}
