//! A proposal: what stands on every agenda, what waits, what a person has said of it, and the agenda that comes of it.

use std::collections::HashMap;

use analysis::agenda::{self, Candidate, Left, Pin, Room, Sides, Worth};
use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use uuid::Uuid;

use crate::meetings::{Meeting, Purpose, Standing};

/// Where something that could be on the agenda comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// It is on the agenda already: its number.
    Item(i64),
    /// A triaged issue: its running number.
    Issue(i64),
    /// Something else that waits in the backlog.
    Topic(Uuid),
    /// One of the group's standing items: its place in their list.
    Standing(i64),
    /// Time until both sides are there.
    Pause,
}

impl Source {
    /// As it stands in a form.
    pub(super) fn key(self) -> String {
        match self {
            Self::Item(number) => format!("i{number}"),
            Self::Issue(number) => format!("r{number}"),
            Self::Topic(id) => format!("t{}", id.simple()),
            Self::Standing(position) => format!("s{position}"),
            Self::Pause => "p".into(),
        }
    }

    /// Read from a form.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        let number = || key.get(1..)?.parse().ok();
        match key.get(..1)? {
            "i" => number().map(Self::Item),
            "r" => number().map(Self::Issue),
            "s" => number().map(Self::Standing),
            "t" => key.get(1..)?.parse().ok().map(Self::Topic),
            "p" => (key == "p").then_some(Self::Pause),
            _ => None,
        }
    }
}

/// Something that stands on every agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fixed {
    pub(super) source: Source,
    pub(super) kind: Standing,
    pub(super) title: String,
    pub(super) minutes: i64,
}

/// Something that waits, or is on the agenda already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) source: Source,
    /// What people call it by; empty for what has no reference.
    pub(super) reference: String,
    pub(super) title: String,
    pub(super) purpose: Purpose,
    /// Whether it is taken by consent.
    pub(super) consent: bool,
    pub(super) minutes: i64,
    pub(super) sides: Sides,
    pub(super) worth: Worth,
    /// Since when it waits.
    pub(super) since: Date,
    /// Whether something was written on it in the room: it stays.
    pub(super) begun: bool,
}

/// What a person has said of the proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// What is put in and what is taken out, by key.
    pub(super) pins: HashMap<String, Pin>,
    /// Minutes that were typed, by key.
    pub(super) minutes: HashMap<String, i64>,
    /// The order in which things were put by hand; empty while nobody has.
    pub(super) order: Vec<String>,
    /// From when both sides are expected; nothing for the beginning.
    pub(super) from: Option<Time>,
    /// Until when; nothing for the end.
    pub(super) until: Option<Time>,
    /// Minutes to keep free.
    pub(super) slack: i64,
}

impl Asked {
    /// What is said of something that waits. What is on the agenda without the paper that was due for it is free to go.
    fn pin_of(&self, one: &Waiting) -> Pin {
        match self.pins.get(&one.source.key()) {
            _ if one.begun => Pin::In,
            Some(pin) => *pin,
            None if one.worth.no_paper && one.purpose == Purpose::Decide => Pin::Free,
            None => self.pin(one.source),
        }
    }

    fn pin(&self, source: Source) -> Pin {
        // What is on the agenda was put there by somebody.
        let as_it_is = if matches!(source, Source::Item(_) | Source::Standing(_)) { Pin::In } else { Pin::Free };
        self.pins.get(&source.key()).copied().unwrap_or(as_it_is)
    }

    fn minutes(&self, source: Source, else_: i64) -> i64 {
        self.minutes.get(&source.key()).copied().unwrap_or(else_)
    }
}

/// The minutes that are kept free unless somebody says otherwise: one in eighteen.
pub(super) fn usual_slack(meeting: &Meeting) -> i64 {
    meeting.minutes / 18
}

/// A line of the agenda that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) source: Source,
    pub(super) reference: String,
    pub(super) title: String,
    /// What is asked; nothing for what stands on every agenda.
    pub(super) purpose: Option<Purpose>,
    pub(super) minutes: i64,
    pub(super) begins: Time,
    pub(super) why: Vec<String>,
    pub(super) sides: Sides,
    /// Whether it stands at the end of every agenda.
    pub(super) last: bool,
    /// Whether it stays whatever is said.
    pub(super) begun: bool,
    pub(super) pin: Pin,
    /// Whether something is to be decided while one side is not there.
    pub(super) one_side: bool,
}

/// Something for which there is no room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftLine {
    pub(super) source: Source,
    pub(super) reference: String,
    pub(super) title: String,
    /// Since when it waits; nothing for what stands on every agenda.
    pub(super) since: Option<Date>,
    pub(super) minutes: i64,
    pub(super) why: String,
    pub(super) pin: Pin,
}

/// An agenda as it is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) lines: Vec<Line>,
    pub(super) left: Vec<LeftLine>,
    /// Minutes that stay free, the slack among them; less than nothing when there is too much.
    pub(super) free: i64,
}

/// The minute of a meeting at a time of day.
fn minute(meeting: &Meeting, at: Time) -> i64 {
    let of_day = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    (of_day(at) - of_day(meeting.starts)).clamp(0, meeting.minutes)
}

/// The agenda of what stands on every one, of what waits, and of what a person has said. `say` tells a time of day.
pub(super) fn propose(meeting: &Meeting, fixed: &[Fixed], waiting: &[Waiting], asked: &Asked, say: fn(Time) -> String) -> Proposal {
    let line_of = |one: &Fixed| Line {
        source: one.source,
        reference: String::new(),
        title: one.title.clone(),
        purpose: None,
        minutes: asked.minutes(one.source, one.minutes),
        begins: meeting.starts,
        why: vec!["on every agenda".into()],
        sides: Sides::default(),
        last: one.kind.is_last(),
        begun: false,
        pin: asked.pin(one.source),
        one_side: false,
    };
    let (off, standing): (Vec<Line>, Vec<Line>) = fixed.iter().map(line_of).partition(|line| line.pin == Pin::Out);
    let (ends, opens): (Vec<Line>, Vec<Line>) = standing.into_iter().partition(|line| line.last);
    let sum = |lines: &[Line]| lines.iter().map(|line| line.minutes).sum::<i64>();
    let (before, after) = (sum(&opens), sum(&ends));
    let room_minutes = (meeting.minutes - before - after - asked.slack).max(0);
    let relative = |at: Option<Time>, else_| at.map_or(else_, |at| minute(meeting, at) - before).clamp(0, room_minutes);
    let unsigned = |n: i64| u32::try_from(n).unwrap_or(0);
    let room = Room {
        minutes: unsigned(room_minutes),
        from: unsigned(relative(asked.from, 0)),
        until: unsigned(relative(asked.until, room_minutes)),
    };
    let candidate = |one: &Waiting| Candidate {
        minutes: unsigned(asked.minutes(one.source, one.minutes)),
        decides: one.purpose == Purpose::Decide,
        together: one.consent,
        sides: one.sides,
        worth: one.worth,
        pin: asked.pin_of(one),
    };
    let candidates: Vec<Candidate> = waiting.iter().map(candidate).collect();
    let agenda = agenda::compose(&candidates, room);
    let clock = |minute: u32| say(meeting.starts.wrapping_add((before + i64::from(minute)).minutes()));
    let mut lines = opens;
    let mut paused = agenda.wait == 0;
    for placed in &agenda.placed {
        let (one, candidate) = (&waiting[placed.at], &candidates[placed.at]);
        if !paused && candidate.decides {
            paused = true;
            lines.push(pause(meeting, agenda.wait));
        }
        lines.push(Line {
            source: one.source,
            reference: one.reference.clone(),
            title: one.title.clone(),
            purpose: Some(one.purpose),
            minutes: i64::from(candidate.minutes),
            begins: meeting.starts,
            why: placed.why.iter().map(|why| why.words(clock)).collect(),
            sides: one.sides,
            last: false,
            begun: one.begun,
            pin: candidate.pin,
            one_side: false,
        });
    }
    lines.extend(ends);
    let mut lines = by_hand(lines, &asked.order);
    let mut at = meeting.starts;
    for line in &mut lines {
        line.begins = at;
        at = at.wrapping_add(line.minutes.minutes());
        let (begins, ends) = (minute(meeting, line.begins), minute(meeting, at));
        let there = |time: Option<Time>, else_| time.map_or(else_, |time| minute(meeting, time));
        line.one_side =
            line.purpose == Some(Purpose::Decide) && (begins < there(asked.from, 0) || ends > there(asked.until, meeting.minutes));
    }
    let left = agenda.left.iter().map(|(which, why)| LeftLine {
        source: waiting[*which].source,
        reference: waiting[*which].reference.clone(),
        title: waiting[*which].title.clone(),
        since: Some(waiting[*which].since),
        minutes: i64::from(candidates[*which].minutes),
        why: why.words(),
        pin: candidates[*which].pin,
    });
    let off = off.into_iter().map(|line| LeftLine {
        source: line.source,
        reference: line.reference,
        title: line.title,
        since: None,
        minutes: line.minutes,
        why: Left::TakenOut.words(),
        pin: line.pin,
    });
    Proposal { free: meeting.minutes - sum(&lines), left: left.chain(off).collect(), lines }
}

/// Time that passes until both sides are there.
fn pause(meeting: &Meeting, minutes: u32) -> Line {
    Line {
        source: Source::Pause,
        reference: String::new(),
        title: PAUSE.into(),
        purpose: None,
        minutes: i64::from(minutes),
        begins: meeting.starts,
        why: vec!["nothing shorter waits that needs one side only".into()],
        sides: Sides::default(),
        last: false,
        begun: false,
        pin: Pin::Free,
        one_side: false,
    }
}

/// What a pause is called.
pub(super) const PAUSE: &str = "Until both sides are there";

/// The lines in the order in which somebody put them. What was not there then comes behind the rest, before what ends every agenda.
fn by_hand(lines: Vec<Line>, order: &[String]) -> Vec<Line> {
    if order.is_empty() {
        return lines;
    }
    let place = |line: &Line| order.iter().position(|key| *key == line.source.key());
    let (mut known, new): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| place(line).is_some());
    known.sort_by_key(place);
    let end = known.iter().position(|line| line.last).unwrap_or(known.len());
    known.splice(end..end, new);
    known
}

/// How many items and minutes of the agenda are each side's: those of both count for both.
pub(super) fn balance(lines: &[Line]) -> [(usize, i64); 2] {
    let of = |side: fn(&Sides) -> bool| {
        let its = || lines.iter().filter(|line| side(&line.sides));
        (its().count(), its().map(|line| line.minutes).sum())
    };
    [of(|sides| sides.gps), of(|sides| sides.consultants)]
}
