//! The details of an item: what is asked of the meeting, who presents it, for how long, who may see it.

use group::{
    acting::Acting,
    screening::{refuse_in_papers, refuse_numbers},
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::Fact,
};

use super::{
    super::{items, model::Item, purpose::Purpose},
    ask_again, event, open,
};

/// The details of an item as somebody typed them.
#[derive(Clone, Debug, Default)]
pub struct NewDetails {
    /// What it is about; an issue goes by the group's wording, and this is not read.
    pub title: String,
    /// What is asked of the meeting.
    pub purpose: String,
    /// Who presents it.
    pub presenter: String,
    /// How many minutes it is given.
    pub minutes: String,
    /// Why it is reserved; empty for an open item.
    pub reserved: String,
    /// Whether it is taken by consent.
    pub consent: bool,
}

impl NewDetails {
    /// The details of an item as they stand in its form.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        Self {
            title: item.title.clone(),
            purpose: item.purpose.key().into(),
            presenter: item.presenter.clone(),
            minutes: item.minutes.to_string(),
            reserved: item.reserved.clone(),
            consent: item.consent,
        }
    }

    /// All of it as one text: who changes it shows what they saw.
    #[must_use]
    pub fn as_text(&self) -> String {
        let consent = if self.consent { "yes" } else { "no" };
        [&self.title, &self.purpose, &self.presenter, &self.minutes, &self.reserved, consent].join(" | ")
    }
}

/// The minutes that somebody typed for an item.
pub(super) fn read_minutes(typed: &str) -> Option<i64> {
    typed.trim().parse().ok().filter(|minutes| (1..=240).contains(minutes))
}

/// What is said of minutes that are none.
pub(super) const MINUTES: &str = "Enter a number of minutes from 1 to 240";

/// Says what is asked of the meeting with an item, who presents it, how long it is given, and who may see it. `seen` is what the
/// writer saw before; nothing replaces whatever stands there.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed; [`Error::Conflict`] when somebody else has changed it meanwhile, once
/// a decision on it is confirmed, or when the meeting is planned no more.
pub async fn describe(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, seen: Option<&str>, new: &NewDetails) -> Result<()> {
    let record = open(tx, acting, number).await?;
    let before = record.item(item)?;
    if seen.is_some_and(|seen| seen != NewDetails::of(before).as_text()) {
        return Err(Error::Conflict(
            "Somebody else has changed this item meanwhile. What you typed is below; saving it replaces theirs".into(),
        ));
    }
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let title = match before.issue {
        Some(_) => before.title.clone(),
        None => checks.text("title", &new.title, rule(Some("Say what the item is about"), "The title", 120)),
    };
    let presenter = checks.text("presenter", &new.presenter, rule(None, "Who presents it", 120));
    let reserved = checks.text("reserved", &new.reserved, rule(None, "The reason", 200));
    let purpose = Purpose::from_key(&new.purpose);
    if purpose.is_none() {
        checks.fail("purpose", "Choose whether the meeting is to decide, to discuss or to hear");
    }
    let minutes = read_minutes(&new.minutes);
    if minutes.is_none() {
        checks.fail("minutes", MINUTES);
    }
    checks.done()?;
    // Who presents may be a guest that the group does not know.
    refuse_numbers([("presenter", presenter.as_str())].into_iter(), true)?;
    let typed = [("title", title.as_str()), ("reserved", reserved.as_str())];
    refuse_in_papers(&mut *tx, acting.group.id, typed.into_iter().filter(|(field, _)| *field != "title" || before.issue.is_none())).await?;
    let (Some(purpose), Some(minutes)) = (purpose, minutes) else { return Err(Error::internal("an item without purpose or minutes")) };
    let after = Item { title, purpose, presenter, minutes, reserved, consent: new.consent, ..before.clone() };
    if after == *before {
        return Ok(());
    }
    items::describe_item(tx, acting.group.id, &after).await?;
    let event = event(app, acting, &record.meeting, "item.described")
        .with("item", Fact::Reference(after.reference()))
        .with("purpose", Fact::Word(purpose.key().into()))
        .with("open", Fact::Word(if after.is_reserved() { "no" } else { "yes" }.into()));
    kernel::ledger::record(tx, event).await?;
    // Both sides confirm what they heard: the title stands in it.
    if after.title == before.title { Ok(()) } else { ask_again(app, tx, acting, &record.meeting).await }
}
