//! Drafts of reports that wait for a side's approval.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Result, words};

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
