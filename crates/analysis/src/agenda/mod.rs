//! Composes an agenda: which of the things that wait a meeting takes, in which order, and why.
//!
//! A meeting has minutes. What stands on every agenda takes some of them at its beginning and its end, and some stay free as slack:
//! what is left is [`Room`]. Both sides are expected in a part of it only; what is decided lies within that part. What comes before
//! both are there is heard or discussed, and ends by then.
//!
//! Of all agendas that keep to this the one with the most points is taken. The points of an agenda are a sum:
//!
//! - for each item what it is worth ([`Worth`]): 10 for itself; 30 on the meeting's theme; 3 for each month that it waited, at most 36;
//!   12 for each time that it was carried over, at most 48; 40 when harm came of it; 10 when a decision is needed;
//!   3 for each report, at most 24; 25 less when it is to be decided and its paper, which was due, is not there;
//! - for each side its fair share ([`SHARE`]): its first item brings 60 more, its second 30, its third 15, whatever it is worth. So
//!   a side that has less on the agenda is heard before the other is heard once more, unless that weighs far more.
//!
//! Of two agendas with the same points the one that ends sooner is taken, and always the same one. What a person has put in or taken out stays
//! so.
//!
//! Choice and order are apart. Within the time of both sides an order can always be changed so that decisions come first: what else
//! stood before them has no limit but the end, and moves behind. So a choice can be held if its decisions, one after the other, end
//! while both sides are there, and all of it by the end (E. Lawler and J. Moore, "A functional equation and its application to
//! resource allocation and sequencing problems", Management Science 16 (1969) 77). Minutes are whole and few, and so are the shares:
//! every sum of minutes can be looked at (`choice`), and nothing better is missed.

mod choice;
mod lengths;
mod reasons;
#[cfg(test)]
mod tests;

pub use lengths::expected_minutes;
pub use reasons::{Left, Why};

/// What a side's share brings, by how many items it has: none, one, two, three or more.
pub const SHARE: [i32; 4] = [0, 60, 90, 105];

/// Whose matter something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The GPs'.
    pub gps: bool,
    /// The consultants'.
    pub consultants: bool,
}

/// What is known of the worth of something that waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Whether it is on the meeting's theme.
    pub on_theme: bool,
    /// How many days it has waited.
    pub days: u32,
    /// How often a meeting had it on its agenda and did not come to it.
    pub carried: u32,
    /// Whether harm came of it.
    pub harm: bool,
    /// How many reports stand behind it.
    pub reports: u32,
    /// Whether the paper for it was due and is not there.
    pub no_paper: bool,
}

impl Worth {
    /// The points of one item, as the head of this module says.
    #[must_use]
    pub fn points(&self, decides: bool) -> i32 {
        let capped = |n: u32, each: u32, most: u32| i32::try_from((n.saturating_mul(each)).min(most)).unwrap_or(0);
        let when = |said: bool, points| if said { points } else { 0 };
        10 + when(self.on_theme, 30)
            + capped(self.days / 30, 3, 36)
            + capped(self.carried, 12, 48)
            + when(self.harm, 40)
            + when(decides, 10)
            + capped(self.reports, 3, 24)
            + when(self.no_paper && decides, -25)
    }
}

/// What a person has said of something that waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pin {
    /// Nothing: it may be taken or left.
    #[default]
    Free,
    /// It is on the agenda.
    In,
    /// It is not.
    Out,
}

/// Something that could be on the agenda.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// How many minutes it takes: one at least.
    pub minutes: u32,
    /// Whether something is decided, so that both sides are needed.
    pub decides: bool,
    /// Whether it is taken by consent, with others in one go: it stands before the rest.
    pub together: bool,
    /// Whose matter it is.
    pub sides: Sides,
    /// What it is worth.
    pub worth: Worth,
    /// What a person has said of it.
    pub pin: Pin,
}

impl Candidate {
    /// What it is worth by itself.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.worth.points(self.decides)
    }

    /// Whether it is to be decided and its paper is not there.
    fn lacks_paper(&self) -> bool {
        self.decides && self.worth.no_paper
    }

    fn length(&self) -> u32 {
        self.minutes.max(1)
    }
}

/// The minutes that the agenda has for what waits, counted from when its standing items are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many there are, without slack.
    pub minutes: u32,
    /// From when both sides are expected.
    pub from: u32,
    /// Until when.
    pub until: u32,
}

impl Room {
    /// Room in which both sides are expected from beginning to end.
    #[must_use]
    pub fn whole(minutes: u32) -> Self {
        Self { minutes, from: 0, until: minutes }
    }

    /// With the part of both sides inside the whole, and empty where there is none.
    fn tidy(self) -> Self {
        let from = self.from.min(self.minutes);
        Self { minutes: self.minutes, from, until: self.until.clamp(from, self.minutes) }
    }
}

/// Something on the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which of the candidates.
    pub at: usize,
    /// When it begins, counted as in [`Room`].
    pub begins: u32,
    /// Why it is there, the strongest reason first.
    pub why: Vec<Why>,
}

/// An agenda as it is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// What is on it, in order.
    pub placed: Vec<Placed>,
    /// What is not, in the order of the candidates, and why.
    pub left: Vec<(usize, Left)>,
    /// The points that it has.
    pub points: i32,
    /// Minutes until both sides are there that nothing fills.
    pub wait: u32,
    /// Minutes of the room that stay free.
    pub free: u32,
    /// By how many minutes what a person has put in is more than there is room for. Then nothing else is taken.
    pub over: u32,
}

/// The best agenda, as the head of this module says.
#[must_use]
pub fn compose(candidates: &[Candidate], room: Room) -> Agenda {
    let room = room.tidy();
    let held = choice::best(candidates, room);
    let over = if held.is_some() { 0 } else { choice::over(candidates, room) };
    let choice = held.unwrap_or_else(|| choice::pinned(candidates));
    let minutes = |block: &[usize]| block.iter().map(|which| candidates[*which].length()).sum::<u32>();
    let decides = choice.after.iter().any(|which| candidates[*which].decides);
    let before = minutes(&choice.before);
    // Only a decision waits for the other side.
    let wait = if decides && over == 0 { room.from - before.min(room.from) } else { 0 };
    let mut agenda = Agenda { points: choice.points(candidates), over, wait, ..Agenda::default() };
    let mut at = 0;
    for (block, pause) in [(&choice.before, 0), (&choice.after, wait)] {
        at += pause;
        for which in in_order(candidates, block) {
            agenda.placed.push(Placed { at: which, begins: at, why: Vec::new() });
            at += candidates[which].length();
        }
    }
    agenda.free = room.minutes.saturating_sub(at);
    reasons::explain(candidates, room, &mut agenda);
    agenda
}

/// The order within a block: decisions first, while both sides are there, those whose paper is not there behind the others, since it
/// may still come; of these and of the rest what is to be decided together, then what is worth most, since a meeting that runs late loses what stands last.
fn in_order(candidates: &[Candidate], block: &[usize]) -> Vec<usize> {
    let mut block = block.to_vec();
    block.sort_by_key(|which| {
        let one = &candidates[*which];
        (!one.decides, one.lacks_paper(), !one.together, std::cmp::Reverse(one.points()), *which)
    });
    block
}
