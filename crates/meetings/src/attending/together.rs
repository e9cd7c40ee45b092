//! When both sides are there: worked out from who comes later and who leaves earlier, as far as people have told.

use group::{
    membership::{Seat, Side},
    permissions::Role,
};
use jiff::{ToSpan, civil::Time};
use kernel::words;

use super::model::{Answer, Given};
use crate::meetings::{Attendee, Meeting, Presence, Rules};

/// When both sides are there, and what people have told that makes it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Together {
    /// From when; nothing for the beginning.
    pub(crate) from: Option<Time>,
    /// Until when; nothing for the end.
    pub(crate) until: Option<Time>,
    /// Who comes later and who leaves earlier, in a sentence.
    pub(crate) words: String,
}

/// `from 1:00pm until 1:30pm`; empty for who is there all the time.
pub(super) fn part(given: &Given) -> String {
    let from = given.comes.map(|at| format!("from {}", words::time(at)));
    let until = given.leaves.map(|at| format!("until {}", words::time(at)));
    [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The longest stretch in which enough of both sides are there to decide, of those who are expected. Nothing where nobody has told
/// that they come later or leave earlier. Of a side that is short of its quorum all who are expected are waited for.
pub(crate) fn together(meeting: &Meeting, seats: &[Seat], attendees: &[Attendee], given: &[Given], rules: &Rules) -> Option<Together> {
    let minute = |at: Time| i64::from(at.hour()) * 60 + i64::from(at.minute());
    let begins = minute(meeting.starts);
    let within = |at: Time| (minute(at) - begins).clamp(0, meeting.minutes);
    let of = |seat: &Seat| given.iter().find(|one| one.person == seat.person);
    let away = |seat: &&Seat| {
        of(seat).is_some_and(|one| one.answer == Answer::No)
            || attendees.iter().any(|one| one.person == seat.person && one.presence == Presence::Apologies)
    };
    let expected: Vec<&Seat> = seats.iter().filter(|seat| seat.core && seat.role != Role::Reader && !away(seat)).collect();
    let told: Vec<String> = expected
        .iter()
        .filter_map(|seat| Some((seat, part(of(seat)?))))
        .filter(|(_, part)| !part.is_empty())
        .map(|(seat, part)| format!("{} {part}", seat.name))
        .collect();
    if told.is_empty() {
        return None;
    }
    let span = |seat: &&Seat| {
        let one = of(seat);
        let from = one.and_then(|one| one.comes).map_or(0, within);
        (from, one.and_then(|one| one.leaves).map_or(meeting.minutes, within))
    };
    let sides = [(Side::Gp, rules.quorum_gps), (Side::Consultant, rules.quorum_consultants)].map(|(side, quorum)| {
        let spans: Vec<(i64, i64)> = expected.iter().filter(|seat| seat.side == side).map(span).collect();
        let needed = usize::try_from(quorum).unwrap_or(0).min(spans.len());
        (spans, needed)
    });
    let enough =
        |at: i64| sides.iter().all(|(spans, needed)| spans.iter().filter(|(from, until)| (*from..*until).contains(&at)).count() >= *needed);
    let (mut best, mut open) = ((0, 0), None);
    for at in 0..=meeting.minutes {
        if at < meeting.minutes && enough(at) {
            let from = *open.get_or_insert(at);
            if at + 1 - from > best.1 - best.0 {
                best = (from, at + 1);
            }
        } else {
            open = None;
        }
    }
    let clock = |minutes: i64| meeting.starts.wrapping_add(minutes.minutes());
    Some(Together {
        from: (best.0 > 0 || best.1 == 0).then(|| clock(best.0)),
        until: (best.1 < meeting.minutes).then(|| clock(best.1)),
        words: format!("Told so far: {}.", told.join("; ")),
    })
}
