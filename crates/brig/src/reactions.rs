//! When this event is recorded, do that: the one list of who listens.

use kernel::app::Reaction;

/// A line an event.
pub const REACTIONS: &[(&str, Reaction)] = &[
    ("group.founded", group::themes::install),
    ("theme.merged", issues::themes::follow),
    ("theme.merged", meetings::meetings::follow_theme),
    ("theme.back", issues::themes::follow),
    ("issue.raised", issues::answers::thank),
    ("issue.triaged", issues::answers::tell),
    ("issue.asked", issues::answers::ask),
    ("issue.thanked", issues::answers::tell_passed_on),
    ("issue.raised", issues::likeness::read_soon),
    ("issue.described", issues::likeness::read_soon),
    ("own-words.changed", issues::likeness::read_soon),
    ("agreement.in-force", agreements::finding::read_soon),
    ("issue.linked", triage::watching::look),
    ("issue.added-to", triage::watching::look),
    ("issue.raised", triage::harm::heed),
    ("issue.added-to", triage::harm::heed),
    ("issue.raised", triage::desk::read_soon),
    ("issue.flagged", triage::desk::forget),
    ("issue.cleaned", triage::desk::forget),
    ("issue.made-of", issues::likeness::read_soon),
    ("issue.handed-on", triage::views::hand_on),
    ("issue.handed-on", meetings::meetings::hand_on),
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
