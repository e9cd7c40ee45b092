//! What is known of who has heard what. No input, no output.

use std::collections::BTreeMap;

use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::networks::Takes;

/// A decision that is told beyond the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its key.
    pub id: Uuid,
    /// Its reference: `26/D09`.
    pub reference: String,
    /// What it is about, in the group's words.
    pub title: String,
    /// The day on which it was decided.
    pub decided_on: Date,
    /// The number of the meeting that decided it.
    pub meeting: i64,
}

/// A network, or a group that gets the minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Its key.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The side that reads it; [`Side::Other`] where both do.
    pub side: Side,
    /// What it takes.
    pub takes: Takes,
}

/// Why a decision was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was left out of this network's edition.
    LeftOut,
    /// It was to go by now, and has not gone.
    NotSent,
    /// It was sent, and its editor said that it did not come out.
    NotOut,
    /// It was sent, and its mail came back; it was not sent once more since.
    CameBack,
}

impl Why {
    /// The word that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::LeftOut => "left-out",
            Self::NotSent => "not-sent",
            Self::NotOut => "not-out",
            Self::CameBack => "came-back",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LeftOut => "left out",
            Self::NotSent => "has not gone yet",
            Self::NotOut => "was sent, and did not come out",
            Self::CameBack => "was sent, and its mail came back",
        }
    }
}

/// How it stands with one decision and one network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is due on a day that has not come.
    Waits,
    /// It was sent, and nobody has said more.
    Sent,
    /// It was sent; the group says that it has it, or the editor that it came out.
    Acknowledged,
    /// It did not go, or did not come out.
    Missed(Why),
}

impl Standing {
    /// The word that scripts see: `waits`, `sent`, `acknowledged`, `missed`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
            Self::Missed(_) => "missed",
        }
    }
}

/// One decision and one network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The decision's key.
    pub decision: Uuid,
    /// The network's key.
    pub network: Uuid,
    /// The day on which it is to be out: of an edition the day it comes out, of a minute the day it was published.
    pub due_on: Date,
    /// The edition that it is in; a group that gets the minute has none.
    pub edition: Option<Uuid>,
    /// When it left us, if it did.
    pub sent_at: Option<Timestamp>,
    /// The day on which its readers could read it: of copy for an editor the day that the edition came out, else the day that it was
    /// sent. Nothing while it waits, and where it was missed.
    pub out_on: Option<Date>,
    /// The day on which the group, or the editor, first said that it has it or came out.
    pub acknowledged_on: Option<Date>,
    /// How it stands.
    pub standing: Standing,
}

/// Counts of decisions, and of lines: one decision and one network each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Decisions of the period.
    pub decisions: u64,
    /// Decisions that reached at least one network.
    pub reached: u64,
    /// Lines: so often is something due. It is `waits + sent + missed`.
    pub due: u64,
    /// Lines that have gone and were not missed, those that were acknowledged among them.
    pub sent: u64,
    /// Lines that were acknowledged.
    pub acknowledged: u64,
    /// Lines that were missed.
    pub missed: u64,
    /// Lines whose day has not come.
    pub waits: u64,
    /// The days from the decision until it was out, in the middle of all lines that are out.
    pub median_days: Option<f64>,
}

/// Who has heard what, of the decisions of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The decisions, the newest first; those of no line too.
    pub decisions: Vec<Decided>,
    /// The networks and groups that a line is of, by name.
    pub networks: Vec<Listener>,
    /// The lines, by decision and then by network in the order of those.
    pub lines: Vec<Line>,
}

impl Coverage {
    /// Only what one side reads; what both read is in each. `None` is all of it.
    #[must_use]
    pub fn of_side(mut self, side: Option<Side>) -> Self {
        if let Some(side) = side {
            self.networks.retain(|network| network.side == side || network.side == Side::Other || side == Side::Other);
            let kept: Vec<Uuid> = self.networks.iter().map(|network| network.id).collect();
            self.lines.retain(|line| kept.contains(&line.network));
        }
        self
    }

    /// All of it, counted.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.counted(self.lines.iter())
    }

    /// One network, counted.
    #[must_use]
    pub fn totals_of(&self, network: Uuid) -> Totals {
        self.counted(self.lines.iter().filter(|line| line.network == network))
    }

    /// What is known of one decision.
    pub fn of_decision(&self, decision: Uuid) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.decision == decision)
    }

    /// The network with a key.
    #[must_use]
    pub fn network(&self, id: Uuid) -> Option<&Listener> {
        self.networks.iter().find(|network| network.id == id)
    }

    fn counted<'a>(&'a self, lines: impl Iterator<Item = &'a Line>) -> Totals {
        let decided: BTreeMap<Uuid, Date> = self.decisions.iter().map(|decision| (decision.id, decision.decided_on)).collect();
        let mut totals = Totals { decisions: self.decisions.len() as u64, ..Totals::default() };
        let (mut days, mut reached) = (Vec::new(), Vec::new());
        for line in lines {
            totals.due += 1;
            match line.standing {
                Standing::Waits => totals.waits += 1,
                Standing::Missed(_) => totals.missed += 1,
                Standing::Sent | Standing::Acknowledged => {
                    totals.sent += 1;
                    reached.push(line.decision);
                }
            }
            totals.acknowledged += u64::from(line.standing == Standing::Acknowledged);
            if let (Some(out), Some(decided)) = (line.out_on, decided.get(&line.decision)) {
                days.push((out - *decided).get_days().max(0));
            }
        }
        reached.sort_unstable();
        reached.dedup();
        totals.reached = reached.len() as u64;
        totals.median_days = median(days);
        totals
    }
}

/// What stands in the middle; of an even number of them halfway between the two.
pub(super) fn median(mut days: Vec<i32>) -> Option<f64> {
    days.sort_unstable();
    let middle = days.len() / 2;
    let upper = *days.get(middle)?;
    let lower = if days.len().is_multiple_of(2) { *days.get(middle - 1)? } else { upper };
    Some(f64::from(lower + upper) / 2.0)
}
