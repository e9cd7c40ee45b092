//! When this event is recorded, do that: the one list of who listens.

use kernel::app::Reaction;

/// A line an event.
pub const REACTIONS: &[(&str, Reaction)] = &[
    ("group.founded", issues::themes::install),
    ("issue.raised", issues::answers::thank),
    ("issue.triaged", issues::answers::tell),
    ("issue.asked", issues::answers::ask),
    ("issue.thanked", issues::answers::tell_passed_on),
    ("issue.raised", issues::likeness::read_soon),
    ("issue.described", issues::likeness::read_soon),
    ("issue.withdrawn", meetings::meetings::drop_withdrawn),
    ("meeting.confirmed", issues::answers::post_answers),
    ("meeting.confirmed", cascade::editions::enter),
    ("meeting.adjourned", meetings::minutes::draft),
    ("minute.published", cascade::deliveries::share_later),
    ("terms.in-force", issues::themes::follow_terms),
    ("terms.in-force", meetings::meetings::follow_terms),
    ("terms.in-force", cascade::networks::follow_terms),
    ("network.changed", cascade::editions::move_deadline),
    ("network.ended", cascade::editions::withdraw),
];
