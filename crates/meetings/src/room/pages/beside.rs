//! What was said of an item before it is taken: who presents it, who wants to speak, whose interest it touches.

use kernel::{App, Result};
use uuid::Uuid;

use crate::{
    flags::{self, Kind},
    meetings::{Item, Record},
};

/// It in lines, for whoever takes notes and calls people up.
///
/// # Errors
/// When the database fails.
pub(super) async fn lines(app: &App, group: Uuid, record: &Record, item: &Item) -> Result<Vec<String>> {
    let flags = flags::of_meeting(&app.db, group, record.meeting.id).await?;
    let said = |kind: Kind| {
        let own = flags.iter().filter(|flag| flag.item == item.id && flag.kind == kind);
        own.map(|flag| flag.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let interest = |one: &&crate::interests::Interest| one.item.as_ref().is_some_and(|(key, _)| *key == item.id);
    let interests = record.interests.iter().filter(interest).map(|one| format!("{}: {}", one.name, one.said()));
    let parts = [
        ("Presented by", item.presenter.clone()),
        ("Wants to speak", said(Kind::Speak)),
        ("Interests", interests.collect::<Vec<_>>().join("; ")),
        ("Not by consent, asks", said(Kind::Apart)),
    ];
    Ok(parts.into_iter().filter(|(_, words)| !words.is_empty()).map(|(label, words)| format!("{label}: {words}")).collect())
}
