//! The catalogue as it is written: a file for each shared theme, in it the faults with their direction, and how people of either
//! side tell each.

/// The files, by the key of their theme.
const FILES: [(&str, &str); 22] = [
    ("community", include_str!("catalogue/community.txt")),
    ("contacts", include_str!("catalogue/contacts.txt")),
    ("culture", include_str!("catalogue/culture.txt")),
    ("discharge", include_str!("catalogue/discharge.txt")),
    ("fit_notes", include_str!("catalogue/fit_notes.txt")),
    ("it", include_str!("catalogue/it.txt")),
    ("maternity_child", include_str!("catalogue/maternity_child.txt")),
    ("mental_health", include_str!("catalogue/mental_health.txt")),
    ("onward_referral", include_str!("catalogue/onward_referral.txt")),
    ("ooh", include_str!("catalogue/ooh.txt")),
    ("outpatient_letters", include_str!("catalogue/outpatient_letters.txt")),
    ("palliative_acp", include_str!("catalogue/palliative_acp.txt")),
    ("patient_messages", include_str!("catalogue/patient_messages.txt")),
    ("phlebotomy_monitoring", include_str!("catalogue/phlebotomy_monitoring.txt")),
    ("prescribing", include_str!("catalogue/prescribing.txt")),
    ("private_cross_border", include_str!("catalogue/private_cross_border.txt")),
    ("recall", include_str!("catalogue/recall.txt")),
    ("referral_quality", include_str!("catalogue/referral_quality.txt")),
    ("referral_triage", include_str!("catalogue/referral_triage.txt")),
    ("results", include_str!("catalogue/results.txt")),
    ("unscheduled", include_str!("catalogue/unscheduled.txt")),
    ("workload_new_process", include_str!("catalogue/workload_new_process.txt")),
];

/// A line of the catalogue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// The key of the theme that the fault is filed under.
    pub theme: &'static str,
    /// Which way the work flows that fails: `s` from hospital to primary care, `p` the reverse, `b` both.
    pub direction: &'static str,
    pub text: &'static str,
    /// Whether this is the name of a fault: the lines after it tell that fault.
    pub is_name: bool,
    /// Whether the fault is a wide one: its lines tell of several things that go wrong in one place.
    pub is_wide: bool,
}

/// All lines, a fault at a time.
pub(crate) fn told() -> impl Iterator<Item = Told> {
    FILES.iter().flat_map(|(theme, file)| {
        let lines = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.scan(("", false), move |(direction, is_wide), line| {
            let name = line.strip_prefix(['=', '+']).and_then(|name| name.trim().split_once(" | "));
            if let Some((way, _)) = name {
                (*direction, *is_wide) = (way, line.starts_with('+'));
            }
            Some(Told { theme, direction, text: name.map_or(line, |(_, name)| name), is_name: name.is_some(), is_wide: *is_wide })
        })
    })
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_fault_has_a_direction_a_theme_and_somebody_who_tells_it_and_stands_once() {
        let told: Vec<Told> = told().collect();
        assert!(told.first().is_some_and(|line| line.is_name));
        let mut names = std::collections::HashSet::new();
        for two in told.windows(2) {
            assert!(["s", "p", "b"].contains(&two[0].direction), "{:?}", two[0]);
            assert!(crate::themes::SHARED.contains(&two[0].theme), "{:?}", two[0]);
            assert!(!two[0].is_name || names.insert(two[0].text) && !two[1].is_name, "{:?}", two[0]);
        }
        assert!(FILES.iter().zip(crate::themes::SHARED).all(|((key, _), theme)| *key == theme));
    }

    #[test]
    fn the_catalogue_names_no_patient() {
        let found = told().find(|line| crate::identifiers::find(line.text).iter().any(|finding| finding.severity.key() == "block"));
        assert!(found.is_none(), "{found:?}");
    }
}
