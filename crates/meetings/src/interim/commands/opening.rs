//! A co-chair asks the members to decide between two meetings.

use group::{
    acting::Acting,
    groups,
    screening::{refuse_in_papers, refuse_numbers},
};
use issues::issues::{Issue, journey};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};

use super::{
    super::{
        days, mail,
        model::{Course, State},
        paper::{About, Asking, Closing, Interim, Ratified},
        store,
    },
    event, must_hold_key, voters,
};

/// The most working days for which answers are taken.
const MOST_DAYS: i64 = 20;

/// What a co-chair asks, as they typed it.
#[derive(Clone, Debug, Default)]
pub struct NewInterim {
    /// What it is about.
    pub title: String,
    /// What is to be decided.
    pub question: String,
    /// What can be chosen, a line each.
    pub options: String,
    /// What one needs to know.
    pub background: String,
    /// Where a paper is.
    pub link: String,
    /// Why it cannot wait.
    pub urgency: String,
    /// In how many working days answers close.
    pub days: String,
}

async fn checked(tx: &mut Tx, acting: &Acting, new: &NewInterim) -> Result<(Asking, i64)> {
    let mut checks = Checks::default();
    let rule = |required, name, max, lines| TextRule { required, name, max, lines };
    let asking = Asking {
        title: checks.text("title", &new.title, rule(Some("Say in a few words what it is about"), "The title", 120, false)),
        question: checks.text("question", &new.question, rule(Some("Write what is to be decided"), "The question", 600, true)),
        options: checks.text("options", &new.options, rule(None, "The options", 1_000, true)),
        background: checks.text("background", &new.background, rule(None, "The background", 5_000, true)),
        link: checks.text("link", &new.link, rule(None, "The address", 500, false)),
        urgency: checks.text("urgency", &new.urgency, rule(Some("Say why it cannot wait for the next meeting"), "The text", 600, true)),
    };
    let on_web = ["https://", "http://"].iter().any(|scheme| asking.link.len() > scheme.len() && asking.link.starts_with(scheme));
    if !asking.link.is_empty() && (!on_web || asking.link.contains(char::is_whitespace)) {
        checks.fail("link", "Enter an address on the web, beginning with https://");
    }
    let days = new.days.trim().parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
    if days.is_none() {
        checks.fail("days", format!("Enter a number of working days from 1 to {MOST_DAYS}"));
    }
    checks.done()?;
    let texts = [
        ("title", &asking.title),
        ("question", &asking.question),
        ("options", &asking.options),
        ("background", &asking.background),
        ("urgency", &asking.urgency),
    ];
    // The address of a paper is a long number more often than not.
    refuse_numbers([("link", asking.link.as_str())].into_iter(), true)?;
    refuse_in_papers(tx, acting.group.id, texts.into_iter().map(|(field, text)| (field, text.as_str()))).await?;
    Ok((asking, days.unwrap_or(1)))
}

/// Asks the members to decide between two meetings, about an issue or freely; tells its number. Everybody who sits in the group is
/// told by mail.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] for an issue that both sides did not put to the
/// group, or that is being decided already; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn open(app: &App, tx: &mut Tx, acting: &Acting, issue: Option<&Issue>, new: &NewInterim) -> Result<i64> {
    must_hold_key(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let (asking, open_days) = checked(tx, acting, new).await?;
    let now = app.clock.now();
    let today = app.clock.today(&group.time_zone);
    let closes_on = days::calendar(&mut *tx, group, today).await?.add_working_days(today, open_days);
    if let Some(issue) = issue {
        if store::open_on(&mut *tx, group.id, issue.id).await?.is_some() {
            return Err(Error::Conflict("The members are being asked about this issue already.".into()));
        }
        journey::ask_between(app, tx, acting, issue, closes_on).await?;
    }
    let interim = Interim {
        id: app.ids.key(now)?,
        number: groups::next_number(tx, group.id, "interims").await?,
        version: 1,
        issue: issue.map(|issue| About { id: issue.id, number: issue.number }),
        opened_by: acting.name.clone(),
        asking,
        course: Course { state: State::Open, opened_on: today, closes_on, extended: false, given: Vec::new(), keys: Vec::new() },
        closing: Closing::default(),
        reminded: false,
        told: false,
        went: None,
        meeting: None,
        decided: None,
        ratified: Ratified::default(),
    };
    store::insert(tx, group.id, &interim, acting.person).await?;
    let mut said = event(group, now, acting.actor(), "interim.opened", &interim)
        .with("as", acting.acted_as())
        .with("by", Fact::Word(closes_on.to_string()));
    if let Some(issue) = interim.issue {
        said = said.with("issue", Fact::Reference(group.reference(issue.number)));
    }
    ledger::record(tx, said).await?;
    let voters = voters(&mut *tx, group).await?;
    mail::ask(app, tx, group, &interim, &voters, mail::Asks::First).await?;
    Ok(interim.number)
}
