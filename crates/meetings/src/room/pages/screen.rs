//! The second screen of the room: it only shows. What is spoken about, the decision as it grows, who does what, what comes next. No
//! reporter is named on it.

use askama::Template;
use axum::{
    Json,
    extract::{Path, State as Shared},
    response::Response,
};
use group::acting::Member;
use kernel::{
    App, Result, keys,
    page::{self, Frame},
    words,
};
use serde_json::{Value as Json_, json};

use super::{
    super::{commands, store},
    notes::now_at,
};
use crate::meetings::{Item, base, visible};

/// What the screen shows.
#[derive(Clone, Debug, Default)]
struct Shown {
    heading: String,
    clock: String,
    decision: String,
    /// Where the decision stands: as it grows, or how it was made.
    standing: String,
    actions: Vec<String>,
    next: String,
}

impl Shown {
    /// Another mark, another picture.
    fn mark(&self) -> String {
        let parts = [&self.heading, &self.clock, &self.decision, &self.standing, &self.actions.join("\n"), &self.next];
        keys::hex(&keys::hash(&parts.map(String::as_str).join("\u{1f}")))
    }
}

#[derive(Template)]
#[template(path = "room/pages/screen.html")]
struct Page {
    frame: Frame,
    base: String,
    mark: String,
    shown: Shown,
}

/// A reserved item is not named.
fn titled(item: &Item) -> String {
    format!("{} {}", item.reference(), if item.is_reserved() { "A reserved item" } else { &item.title })
}

async fn shown(app: &App, member: &Member, number: &str) -> Result<(Shown, String)> {
    let record = visible(app, member, number).await?;
    let group = &member.acting.group;
    let base = base(member, record.meeting.number);
    let taken = store::times(&app.db, group.id, record.meeting.id).await?;
    let Some(item) = now_at(&record, &taken) else { return Ok((Shown::default(), base)) };
    if item.is_reserved() {
        // Guests look at this screen too.
        return Ok((Shown { heading: titled(item), ..Shown::default() }, base));
    }
    let draft = store::draft(&app.db, group.id, item.id).await?;
    let times = taken.iter().find(|one| one.item == item.id).map(|one| one.times);
    let next = record.items.iter().skip_while(|other| other.id != item.id).nth(1);
    let grows = commands::growing(&draft, item);
    let made = item.decision.as_ref().filter(|_| draft.is_empty());
    let unquorate = made.is_some_and(crate::decisions::Decision::is_subject_to_confirmation);
    let shown = Shown {
        heading: titled(item),
        clock: times
            .map_or_else(|| format!("Planned {} min", item.minutes), |times| times.words(item.minutes, app.clock.now(), &group.time_zone)),
        standing: match (made, grows.is_empty()) {
            (Some(decision), _) => {
                format!("{}{}", decision.how.manner.words(), if unquorate { ", subject to confirmation" } else { "" })
            }
            (None, false) => "As it is being written".into(),
            (None, true) => String::new(),
        },
        decision: made.map_or(grows, |decision| decision.words.clone()),
        actions: item.actions.iter().map(|action| format!("{}: {}, by {}", action.doer(), action.words, words::date(action.due))).collect(),
        next: next.map(titled).unwrap_or_default(),
    };
    Ok((shown, base))
}

pub(super) async fn show(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (shown, base) = shown(&app, &member, &number).await?;
    page::show(&Page { frame: member.frame(&app, "In the room", "/meetings").keeping(), mark: shown.mark(), base, shown })
}

/// The mark of what is shown now: the screen loads itself anew when it is another one.
pub(super) async fn now(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Json<Json_>> {
    let (shown, _) = shown(&app, &member, &number).await?;
    Ok(Json(json!({ "mark": shown.mark() })))
}
