//! Drafts of reports that wait for a side's approval.

use group::{
    acting::Acting,
    membership::{Side, side_words},
    waiting::Waiting,
};
use kernel::{App, Result, words};
use meetings::digests::{Line, Weight};

use super::{compose, model::State, store};

/// Reports that are looked through: more than a group has in decades.
const MOST: i64 = 200;

/// The drafts that this side has not approved.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    let mut drafts = store::list(&app.db, group.id, MOST).await?;
    drafts.retain(|report| report.state == State::Draft);
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let mine = store::approved_by(&app.db, group.id, acting.side).await?;
    let waiting = drafts.into_iter().filter(|report| !mine.contains(&report.hash)).map(|report| Waiting {
        name: report.number.to_string(),
        title: format!("Report {}, {} to {}", report.number, words::date(report.content.from), words::date(report.content.to)),
        lines: compose::in_short(&report.content),
        whole: documents::text::write(&compose::document(&report, &[], &compose::Links::none())),
        seen: kernel::keys::hex(&report.hash),
        href: format!("/{}/reports/{}?version={}", group.slug, report.number, report.version),
        act: format!("Approve for the {}", side_words(acting.side)),
    });
    Ok(waiting.collect())
}

/// As [`waiting_for`], for the mail of what waits: a reason to write where nobody has approved it and its words are not this person's
/// own. Of what the other side has approved they had a mail.
///
/// # Errors
/// When the database fails.
pub(crate) async fn first_words(app: &App, acting: &Acting) -> Result<Vec<Line>> {
    let (group, waiting) = (&acting.group, waiting_for(app, acting).await?);
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let other = if acting.side == Side::Gp { Side::Consultant } else { Side::Gp };
    let given: Vec<String> = store::approved_by(&app.db, group.id, other).await?.iter().map(|hash| kernel::keys::hex(hash)).collect();
    let own = store::own_drafts(&app.db, group.id, acting.person).await?;
    let is_own = |one: &Waiting| one.name.parse().ok().is_some_and(|number: i64| own.contains(&number));
    let line = |one: Waiting| Line {
        // By its words, so that nobody is told twice of the same ones.
        key: format!("report:{}:{}", one.name, one.seen.get(..16).unwrap_or_default()),
        weight: if given.contains(&one.seen) || is_own(&one) { Weight::Known } else { Weight::Waits },
        title: one.title,
        href: one.href,
    };
    Ok(waiting.into_iter().map(line).collect())
}
