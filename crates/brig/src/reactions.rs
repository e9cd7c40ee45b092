//! When this event is recorded, do that: the one list of who listens.

use kernel::app::Reaction;

/// A line an event.
pub const REACTIONS: &[(&str, Reaction)] = &[
    ("group.founded", issues::themes::install),
    ("issue.raised", issues::issues::thank),
    ("issue.withdrawn", meetings::meetings::drop_withdrawn),
    ("meeting.adjourned", meetings::minutes::draft),
];
