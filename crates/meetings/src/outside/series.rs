//! A series of the group's own calendar: each of its times to come is a meeting, that moves and is cancelled with it or by itself.

use group::{acting::Acting, screening};
use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{App, Error, Result, Tx, clock};
use reading::calendar::{Calendar, Entry};

use super::{
    commands::{Taken, take_one},
    model::{Known, Which, said},
    rule::rule_of,
    store::{self, Kept},
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

/// Keeps how a series comes round, and which of its times were changed by themselves, so that it goes on without its file. What is
/// older than what is kept changes nothing; a series that is cancelled goes on no more.
///
/// # Errors
/// [`Error::Refused`] for a place that tells who a patient is.
pub(super) async fn keep(tx: &mut Tx, acting: &Acting, calendar: &Calendar, file: &[u8]) -> Result<()> {
    let group = &acting.group;
    let Some(uid) = calendar.entries.first().map(|entry| entry.uid.clone()) else { return Ok(()) };
    let over = |entry: &Entry| entry.cancelled || calendar.method == "CANCEL";
    let usual = meetings::rules(&mut *tx, group.id).await?.usual_minutes;
    let whole = calendar.entries.iter().find(|entry| entry.instead_of.is_none());
    let before = store::series(&mut *tx, group.id, &uid).await?;
    if let Some(whole) = whole.filter(|whole| before.as_ref().is_none_or(|before| before.sequence <= whole.sequence)) {
        let rule = rule_of(file).filter(|_| !over(whole));
        let Some((rule, said)) = rule.zip(said(whole, &group.time_zone, usual)) else {
            return store::end_series(tx, group.id, &uid).await;
        };
        screening::refuse_in_papers(&mut *tx, group.id, [("file", said.place.as_str())].into_iter()).await?;
        let kept = Kept { uid: uid.clone(), rule, place: said.place, link: said.link, sequence: whole.sequence, taken_by: acting.person };
        store::put_series(tx, group.id, &kept).await?;
    } else if before.is_none() {
        return Ok(());
    }
    for entry in calendar.entries.iter().filter(|entry| entry.instead_of.is_some()) {
        let said = said(entry, &group.time_zone, usual);
        let (place, link) = said.map(|said| (said.place, said.link)).unwrap_or_default();
        screening::refuse_in_papers(&mut *tx, group.id, [("file", place.as_str())].into_iter()).await?;
        store::put_apart(tx, group.id, &Entry { uid: uid.clone(), place, link, cancelled: over(entry), ..entry.clone() }).await?;
    }
    Ok(())
}

/// Plans the times of a series that have come near enough; tells how many. What is a meeting already, also one that was moved or is
/// cancelled, stays as it is.
///
/// # Errors
/// As `take_one`.
pub(super) async fn go_on(app: &App, tx: &mut Tx, acting: &Acting, kept: &Kept) -> Result<usize> {
    let group = &acting.group;
    let calendar = reading::calendar::read(kept.rule.as_bytes(), &group.time_zone);
    let Some(whole) = calendar.and_then(|calendar| calendar.entries.into_iter().next()) else {
        return Err(Error::internal("the rule of a series does not read back"));
    };
    let whole = Entry { place: kept.place.clone(), link: kept.link.clone(), ..whole };
    // What was said before the series changed as a whole is of the series as it was.
    let apart = store::apart(&mut *tx, group.id, &kept.uid).await?;
    let apart: Vec<&Entry> = apart.iter().filter(|one| one.sequence >= whole.sequence).collect();
    let today = app.clock.today(&group.time_zone);
    let bounds = store::bounds(&mut *tx, group.id).await?;
    let until = today.checked_add(bounds.months.months()).unwrap_or(today);
    let mut times = times(Some(&whole), &apart, |at| clock::day_of(at, &group.time_zone), (today, until));
    times.truncate(bounds.meetings);
    let known = store::of_series(tx, group.id, &kept.uid).await?;
    let mut count = Count::default();
    for time in &times {
        let key = key(&kept.uid, time.day);
        if known.iter().all(|one| one.key != key) {
            let which = Which { key: &key, series: &kept.uid, apart: time.apart };
            count.add(take_one(app, tx, acting, &which, (&time.entry, time.entry.cancelled), None).await?);
        }
    }
    Ok(count.planned + count.followed)
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
