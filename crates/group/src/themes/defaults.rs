//! The working list that a new group begins with. A group's own list is data; nothing in the program depends on a key.

/// Key and name, in the order they are listed.
pub(super) const THEMES: &[(&str, &str)] = &[
    ("discharge", "Discharge and transfer"),
    ("outpatient_letters", "Clinic letters"),
    ("results", "Results"),
    ("phlebotomy_monitoring", "Bloods and monitoring"),
    ("onward_referral", "Onward referral"),
    ("referral_triage", "What happens to a referral"),
    ("referral_quality", "What referrals hold"),
    ("prescribing", "Prescribing and supply"),
    ("fit_notes", "Fit notes and certificates"),
    ("recall", "Recall and follow-up"),
    ("contacts", "Reaching each other"),
    ("it", "IT and access"),
    ("unscheduled", "Unscheduled care"),
    ("ooh", "In hours and out of hours"),
    ("mental_health", "Mental health"),
    ("community", "Community and care homes"),
    ("maternity_child", "Maternity and children"),
    ("palliative_acp", "Palliative care and plans"),
    ("private_cross_border", "Private and other boards"),
    ("patient_messages", "What patients are told"),
    ("culture", "Working together"),
    ("workload_new_process", "Changes nobody was asked about"),
];

/// The name of a theme of the shared list.
pub(super) fn name(key: &str) -> Option<&'static str> {
    THEMES.iter().find(|(shared, _)| *shared == key).map(|(_, name)| *name)
}
