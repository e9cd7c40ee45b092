//! Which actions an address asks for, in which order, and how a line of them reads. The list, its files and scripts go by it.

use std::cmp::Reverse;

use group::{acting::Acting, groups::Group};
use jiff::civil::{Date, date};
use kernel::{
    App, Error, On, Result,
    form::{Fields, encode_query},
    words,
};
use uuid::Uuid;

use super::after;
use crate::{
    action_log,
    actions::{self, Filter, Logged, State},
    minutes::times,
    past_actions,
    references::{action as action_reference, read_action},
};

/// Which actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Shown {
    /// Those still to be done, by the day they are due.
    Open,
    /// Of those, one's own.
    Mine,
    /// Of those, the ones whose day has passed.
    Late,
    /// Those that are closed, the newest first.
    Closed,
    /// All, the newest first.
    All,
}

impl Shown {
    const WORDS: [(Self, &'static str); 5] =
        [(Self::Open, "open"), (Self::Mine, "mine"), (Self::Late, "late"), (Self::Closed, "closed"), (Self::All, "all")];

    /// The word in an address.
    pub(in super::super) fn word(self) -> &'static str {
        Self::WORDS.into_iter().find(|(one, _)| *one == self).map_or("open", |(_, word)| word)
    }

    fn by_day(self) -> bool {
        matches!(self, Self::Open | Self::Mine | Self::Late)
    }
}

/// What an address asks for.
#[derive(Clone, Debug)]
pub(in super::super) struct Asked {
    pub(in super::super) shown: Shown,
    pub(in super::super) filter: Filter,
    from: (Date, i64),
    below: i64,
}

impl Asked {
    /// Reads an address; a filter that is none is left out.
    pub(in super::super) fn read(fields: &Fields, usually: Shown, me: Uuid, today: Date) -> Self {
        let shown = Shown::WORDS.into_iter().find(|(_, word)| *word == fields.get("show")).map_or(usually, |(shown, _)| shown);
        let filter = Filter {
            reader: Some(me),
            owner: if shown == Shown::Mine { Some(me) } else { fields.get("owner").parse().ok() },
            due_before: (shown == Shown::Late).then_some(today),
            meeting: fields.get("meeting").parse().ok(),
            theme: fields.get("theme").to_owned(),
            side: fields.get("side").to_owned(),
        };
        let from = after(fields.get("after")).unwrap_or((date(1, 1, 1), 0));
        Self { shown, filter, from, below: read_action(fields.get("after")).unwrap_or(i64::MAX) }
    }

    /// The filters as an address carries them, behind a `?`.
    pub(in super::super) fn address(&self) -> String {
        let mut parts = vec![format!("show={}", self.shown.word())];
        if let Some(owner) = self.filter.owner.filter(|_| self.shown != Shown::Mine) {
            parts.push(format!("owner={owner}"));
        }
        if let Some(meeting) = self.filter.meeting {
            parts.push(format!("meeting={meeting}"));
        }
        for (name, value) in [("theme", &self.filter.theme), ("side", &self.filter.side)] {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encode_query(value)));
            }
        }
        parts.join("&")
    }

    /// What stands for a line, for where the list goes on after it.
    pub(in super::super) fn place(&self, last: &Logged) -> String {
        if self.shown.by_day() { format!("{}.{}", last.due, last.number) } else { last.reference() }
    }

    /// Whether a place is one that a list of this kind goes on after.
    pub(in super::super) fn knows(&self, place: &str) -> bool {
        if self.shown.by_day() { after(place).is_some() } else { read_action(place).is_some() }
    }
}

/// The actions that are asked for, those of before among them; at most `limit`, and whether there are more.
///
/// # Errors
/// When the database fails.
pub(in super::super) async fn lines<'a>(on: impl Into<On<'a>>, group: Uuid, asked: &Asked, limit: i64) -> Result<(Vec<Logged>, bool)> {
    let mut on = on.into();
    let filter = &asked.filter;
    let past = filter.takes_past();
    // Both come in the same order, so that together they are one list.
    let mut lines;
    if asked.shown.by_day() {
        lines = actions::open(on.again(), group, filter, asked.from, limit).await?;
        if past {
            lines.extend(past_actions::open(on, group, filter, asked.from, limit).await?);
        }
        lines.sort_by_key(|line| (line.due, line.number));
    } else {
        let closed = asked.shown == Shown::Closed;
        lines = actions::all(on.again(), group, filter, closed, asked.below, limit).await?;
        if past {
            lines.extend(past_actions::all(on, group, filter, closed, asked.below, limit).await?);
        }
        lines.sort_by_key(|line| Reverse(line.number));
    }
    let more = lines.len() as i64 > limit;
    lines.truncate(usize::try_from(limit).unwrap_or(0));
    Ok((lines, more))
}

/// The actions with these words in them, those of before among them, the newest first; a reference finds its own. At most `limit`.
///
/// # Errors
/// When the database fails.
pub(super) async fn found<'a>(on: impl Into<On<'a>>, acting: &Acting, q: &str, limit: i64) -> Result<Vec<Logged>> {
    let (mut on, group) = (on.into(), &acting.group);
    let mut lines = actions::found(on.again(), group, q, acting.person, limit).await?;
    lines.extend(past_actions::found(on.again(), group, q, limit).await?);
    if let Some(number) = read_action(q)
        && let Ok(named) = action_log::seen(on.again(), acting, number).await
        && lines.iter().all(|line| line.number != number)
    {
        lines.push(named);
    }
    lines.sort_by_key(|line| Reverse(line.number));
    lines.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(lines)
}

/// Whose an action is. Of who has left nobody expects it any more.
pub(super) fn owner(line: &Logged) -> String {
    let left = line.owner.is_some() && !line.is_held() && line.state.is_open();
    if left { format!("{}, who has left: nobody holds it", line.owner_name) } else { line.doer() }
}

/// Where an action stands, kindly: of what is past its day it says so, the day stands beside it, and nothing turns red.
pub(in super::super) fn standing(line: &Logged, today: Date) -> String {
    let carried = if line.carried > 0 { format!(", carried forward {}", times(line.carried)) } else { String::new() };
    match (line.state, line.closed_on, line.successor) {
        (State::Done, Some(day), _) => format!("Done {}", words::date(day)),
        (State::Superseded, _, Some(by)) => format!("Superseded by {}", action_reference(by)),
        (State::Open | State::InProgress, ..) if line.is_late(today) => {
            format!("{}, longer than planned", line.state.words())
        }
        (State::Open, ..) if line.handed_on.is_some() => format!("Open, handed over{carried}"),
        (state, ..) => format!("{}{carried}", state.words()),
    }
}

/// All that is asked for, for a file: a hundred thousand lines at most.
pub(super) async fn everything(app: &App, group: &Group, asked: &Asked) -> Result<Vec<Logged>> {
    let (lines, more) = lines(&app.db, group.id, asked, 100_000).await?;
    if more {
        Err(Error::Conflict("There are more actions than a file takes: choose a meeting, a theme or a side first.".into()))
    } else {
        Ok(lines)
    }
}
