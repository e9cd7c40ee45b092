//! A series of the group's own calendar: each of its times to come is a meeting, that moves and is cancelled with it or by itself.

use group::acting::Acting;
use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{App, Error, Result, Tx, clock};
use reading::calendar::{Calendar, Entry};

use super::{
    commands::{Taken, take_one},
    model::{Known, Which},
    store,
};
use crate::meetings;

/// What became of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// So many meetings were planned.
    pub planned: usize,
    /// So many follow it.
    pub followed: usize,
    /// So many are cancelled.
    pub cancelled: usize,
}

impl Count {
    fn add(&mut self, taken: Taken) {
        match taken {
            Taken::Planned(_) => self.planned += 1,
            Taken::Followed(_) => self.followed += 1,
            Taken::Cancelled(_) => self.cancelled += 1,
            Taken::Known | Taken::Series(_) => {}
        }
    }
}

/// By how many days a time of a series may move with its rule and still be the same meeting.
const NEAR: i32 = 6;

/// By what one of a series is known: the series, and the day on which its rule has it, which stays when its hour moves.
pub(super) fn key(uid: &str, day: Date) -> String {
    format!("{uid}#{day}")
}

/// One time of a series, as it is taken.
struct Time {
    day: Date,
    entry: Entry,
    /// Whether an entry of its own says so, and not the rule.
    apart: bool,
}

/// The times of a series from a day to another, each as its own entry says, or else as the series does.
fn times(whole: Option<&Entry>, apart: &[&Entry], day_of: impl Fn(Timestamp) -> Date, (from, to): (Date, Date)) -> Vec<Time> {
    let mut all: Vec<Time> = apart
        .iter()
        .filter_map(|entry| Some(Time { day: day_of(entry.instead_of?), entry: (*entry).clone(), apart: true }))
        // What was and what lies far ahead moves nothing, unless it comes near.
        .filter(|time| [Some(time.day), time.entry.starts.map(&day_of)].into_iter().flatten().any(|day| (from..=to).contains(&day)))
        .collect();
    let Some((whole, series)) = whole.and_then(|whole| Some((whole, whole.series.as_ref()?))) else { return all };
    let length = whole.starts.zip(whole.ends).map(|(starts, ends)| ends.duration_since(starts));
    for at in &series.begins {
        let day = day_of(*at);
        if !(from..=to).contains(&day) || apart.iter().any(|one| one.instead_of.is_some_and(|own| day_of(own) == day)) {
            continue;
        }
        let ends = length.and_then(|length| at.checked_add(length).ok());
        all.push(Time { day, entry: Entry { starts: Some(*at), ends, series: None, ..whole.clone() }, apart: false });
    }
    all.sort_by_key(|time| time.day);
    all
}

/// Takes what a file says of one series: the whole, some of its times that were changed by themselves, or both.
///
/// # Errors
/// [`Error::Invalid`] for more than one series, or one whose rule is of a kind that is not known; as `take_one` else.
pub(super) async fn take(app: &App, tx: &mut Tx, acting: &Acting, calendar: &Calendar) -> Result<Count> {
    let group = &acting.group;
    let uid = calendar.entries.first().map(|entry| entry.uid.clone()).unwrap_or_default();
    if calendar.entries.iter().any(|entry| entry.uid != uid) {
        return Err(Error::field("file", "Choose a file with one meeting, or one series of meetings, in it"));
    }
    let whole = calendar.entries.iter().find(|entry| entry.instead_of.is_none());
    let apart: Vec<&Entry> = calendar.entries.iter().filter(|entry| entry.instead_of.is_some()).collect();
    if calendar.entries.iter().any(|entry| entry.series.as_ref().is_some_and(|series| series.unknown)) {
        return Err(Error::field(
            "file",
            "How this series comes round could not be read. Open its meetings one by one, and save or send on those",
        ));
    }
    let today = app.clock.today(&group.time_zone);
    let bounds = store::bounds(&mut *tx, group.id).await?;
    let until = today.checked_add(bounds.months.months()).unwrap_or(today);
    let day_of = |at: Timestamp| clock::day_of(at, &group.time_zone);
    let over = |entry: &Entry| entry.cancelled || calendar.method == "CANCEL";
    let mut known = store::of_series(tx, group.id, &uid).await?;
    let mut count = Count::default();
    if let Some(whole) = whole.filter(|whole| over(whole)) {
        for one in known.iter().filter(|one| one.planned && one.held_on >= today) {
            let which = Which { key: &one.key, series: &uid, apart: false };
            count.add(take_one(app, tx, acting, &which, (whole, true), Some(one)).await?);
        }
        return Ok(count);
    }
    if whole.is_some() {
        // A meeting that was taken by itself before it became a series is looked for by its day.
        store::forget(tx, group.id, &uid).await?;
    }
    let mut times = times(whole, &apart, day_of, (today, until));
    times.truncate(bounds.meetings);
    if let Some(series) = whole.and_then(|whole| whole.series.as_ref()) {
        let days: Vec<Date> =
            series.begins.iter().map(|at| day_of(*at)).chain(apart.iter().filter_map(|one| one.instead_of).map(day_of)).collect();
        let wanted: Vec<String> = days.iter().map(|day| key(&uid, *day)).collect();
        let gone = |one: &&mut Known| one.planned && one.held_on >= today && !wanted.contains(&one.key);
        let mut gone: Vec<&mut Known> = known.iter_mut().filter(gone).collect();
        let keys: Vec<String> = gone.iter().map(|one| one.key.clone()).collect();
        // The rule names other days now: a meeting goes to the nearest of those that nobody has.
        for time in &times {
            let key = key(&uid, time.day);
            let far = |one: &&mut Known| one.held_on.until(time.day).map_or(i32::MAX, |span| span.get_days().abs());
            let near = gone.iter_mut().filter(|one| keys.contains(&one.key) && far(one) <= NEAR).min_by_key(|one| far(one));
            if let Some(near) = near
                && store::by_uid(tx, group.id, &key).await?.is_none()
            {
                store::rename(tx, group.id, &near.key, &key).await?;
                near.key = key;
            }
        }
        for one in known.iter().filter(|one| keys.contains(&one.key)) {
            let which = Which { key: &one.key, series: &uid, apart: false };
            let Some(whole) = whole else { continue };
            count.add(take_one(app, tx, acting, &which, (whole, true), Some(one)).await?);
        }
    }
    for time in &times {
        let key = key(&uid, time.day);
        let one = known.iter().find(|one| one.key == key);
        let over = over(&time.entry);
        // What is over, and what changed by itself since the series was, stays as it is.
        if one.is_some_and(|one| !one.planned || one.apart && !time.apart && one.last.0 >= time.entry.sequence) {
            continue;
        }
        let which = Which { key: &key, series: &uid, apart: time.apart };
        count.add(take_one(app, tx, acting, &which, (&time.entry, over), one).await?);
    }
    Ok(count)
}

/// Whether the entries of a file are a series, or one of such.
pub(super) fn is_one(calendar: &Calendar) -> bool {
    calendar.entries.iter().any(|entry| entry.series.is_some() || entry.instead_of.is_some())
}

/// Whether a meeting that was decided on already cannot be cancelled by its calendar: then the record stays.
pub(super) async fn has_decided(tx: &mut Tx, group: uuid::Uuid, number: i64) -> Result<bool> {
    let record = meetings::record(tx, group, number).await?;
    Ok(record.items.iter().any(|item| item.decision.is_some() || !item.actions.is_empty()))
}
