//! Why something is on the agenda, and why something else is not.

use super::{Agenda, Candidate, Pin, Room, Sides};

/// Why something is on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A person put it in.
    PutIn,
    /// Harm came of it.
    Harm,
    /// Meetings have put it off, so often.
    Carried(u32),
    /// Nothing else of its side waits.
    OnlyOpen(Sides),
    /// Nothing else of its side is on the agenda: its side is heard.
    Share(Sides),
    /// It is on the theme.
    Theme,
    /// So many reports stand behind it.
    Reports(u32),
    /// It has waited so many months.
    Waited(u32),
    /// There is room for it.
    Room,
    /// Its paper is not there yet, so that it stands behind other decisions.
    NoPaper,
    /// It needs both sides, who are there in this part of the room.
    BothSides {
        /// From which minute.
        from: u32,
        /// Until which.
        until: u32,
    },
}

impl Why {
    /// In a phrase. `clock` tells the time of day of a minute of the room.
    #[must_use]
    pub fn words(self, clock: impl Fn(u32) -> String) -> String {
        let times = |n: u32| match n {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        match self {
            Self::PutIn => "put in by hand".into(),
            Self::Harm => "harm came of it".into(),
            Self::Carried(n) => format!("put off {}", times(n)),
            Self::OnlyOpen(sides) => format!("the only matter of {} that is open", whose(sides)),
            Self::Share(sides) => format!("so that {} have their share", whose(sides)),
            Self::Theme => "on the theme".into(),
            Self::Reports(n) => format!("{n} reports"),
            Self::Waited(1) => "has waited a month".into(),
            Self::Waited(n) => format!("has waited {n} months"),
            Self::Room => "there is room for it".into(),
            Self::NoPaper => "later, because its paper is not there yet".into(),
            Self::BothSides { from: 0, until } => format!("needs both sides: before {}", clock(until)),
            Self::BothSides { from, until } => format!("needs both sides: from {} to {}", clock(from), clock(until)),
        }
    }
}

/// Whose a matter is, in words.
fn whose(sides: Sides) -> &'static str {
    match (sides.gps, sides.consultants) {
        (true, false) => "the GPs",
        (false, true) => "the consultants",
        _ => "both sides",
    }
}

/// Why something is not on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// A person took it out.
    TakenOut,
    /// It is too long for what is left of the room, by so many minutes.
    TooLong(u32),
    /// There are minutes left for it, and not while both sides are there: so many more would be needed.
    NotBoth(u32),
    /// Its paper was due and is not there.
    NoPaper,
}

impl Left {
    /// In a phrase.
    #[must_use]
    pub fn words(self) -> String {
        let minutes = |n: u32| if n == 1 { "1 minute".to_owned() } else { format!("{n} minutes") };
        match self {
            Self::TakenOut => "taken out by hand".into(),
            Self::NoPaper => "its paper was due and is not there yet".into(),
            Self::TooLong(n) => format!("{} too long for what else is on", minutes(n)),
            Self::NotBoth(n) => format!("needs both sides, who are there for {} less than it would take", minutes(n)),
        }
    }
}

/// Whether a candidate is of some kind.
type Is = fn(&Candidate) -> bool;

/// Says why for each.
pub(super) fn explain(candidates: &[Candidate], room: Room, agenda: &mut Agenda) {
    let on: Vec<usize> = agenda.placed.iter().map(|placed| placed.at).collect();
    let count = |of: Is, among: &mut dyn Iterator<Item = usize>| among.filter(|which| of(&candidates[*which])).count();
    let sides: [(Is, Sides); 2] = [
        (|one| one.sides.gps && !one.sides.consultants, Sides { gps: true, consultants: false }),
        (|one| one.sides.consultants && !one.sides.gps, Sides { gps: false, consultants: true }),
    ];
    let mut shares = Vec::new();
    for (of, side) in sides {
        let open = count(of, &mut (0..candidates.len()));
        match count(of, &mut on.iter().copied()) {
            1 if open == 1 => shares.push((of, Why::OnlyOpen(side))),
            1 => shares.push((of, Why::Share(side))),
            _ => {}
        }
    }
    let whole = room.from == 0 && room.until >= room.minutes;
    for placed in &mut agenda.placed {
        let one = &candidates[placed.at];
        placed.why = reasons(one, &shares);
        if one.lacks_paper() {
            placed.why.push(Why::NoPaper);
        }
        if one.decides && !whole && agenda.over == 0 {
            placed.why.push(Why::BothSides { from: room.from, until: room.until });
        }
    }
    let decided: u32 = on.iter().map(|which| &candidates[*which]).filter(|one| one.decides).map(Candidate::length).sum();
    let both = (room.until - room.from).saturating_sub(decided);
    let left = (0..candidates.len()).filter(|which| !on.contains(which)).map(|which| (which, left(&candidates[which], agenda.free, both)));
    agenda.left = left.collect();
}

/// What speaks for it, the strongest first: three at most.
fn reasons(one: &Candidate, shares: &[(Is, Why)]) -> Vec<Why> {
    let worth = one.worth;
    let months = worth.days / 30;
    let said = [
        (one.pin == Pin::In).then_some(Why::PutIn),
        worth.harm.then_some(Why::Harm),
        (worth.carried > 0).then_some(Why::Carried(worth.carried)),
        shares.iter().find(|(of, _)| of(one)).map(|(_, why)| *why),
        worth.on_theme.then_some(Why::Theme),
        (worth.reports > 1).then_some(Why::Reports(worth.reports)),
        (months > 0).then_some(Why::Waited(months)),
    ];
    let mut said: Vec<Why> = said.into_iter().flatten().take(3).collect();
    if said.is_empty() {
        said.push(Why::Room);
    }
    said
}

fn left(one: &Candidate, free: u32, both: u32) -> Left {
    match one.pin {
        Pin::Out => Left::TakenOut,
        _ if one.lacks_paper() => Left::NoPaper,
        _ if one.length() > free => Left::TooLong(one.length() - free),
        _ => Left::NotBoth(one.length().saturating_sub(both).max(1)),
    }
}
