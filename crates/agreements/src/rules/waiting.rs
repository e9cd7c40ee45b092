//! Drafts of agreements that wait for a side's approval.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Result, words};

use super::{
    commands::address,
    model::{Content, State},
    store,
};

/// The drafts that want nothing more and that this side has not approved, with all that both sides approve.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let mine = store::approved_by(&app.db, group.id, acting.side).await?;
    let all = store::all(&app.db, group.id).await?.into_iter();
    let open = all.filter(|one| one.state == State::Draft && one.content.wanted(today).is_empty() && !mine.contains(&one.hash));
    let waiting = open.map(|draft| Waiting {
        name: draft.number.to_string(),
        title: format!("Agreement {}: {}", draft.reference(), draft.content.title),
        lines: lines(&draft.content),
        whole: String::new(),
        seen: kernel::keys::hex(&draft.hash),
        href: address(group, &draft),
        act: format!("Approve for the {}", side_words(acting.side)),
    });
    Ok(waiting.collect())
}

/// What it says, a paragraph each.
fn lines(content: &Content) -> Vec<String> {
    let review = content.review_on.map(words::date).unwrap_or_default();
    let labelled = [
        ("", content.rule.as_str()),
        ("It covers: ", &content.covers),
        ("Services: ", &content.services),
        ("GPs can send: ", &content.gp_words),
        ("Consultants can send: ", &content.consultant_words),
        ("Patients are told: ", &content.patients),
        ("Looked after by: ", &content.owner.words),
        ("Looked at again on: ", &review),
    ];
    labelled.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label}{text}")).collect()
}
