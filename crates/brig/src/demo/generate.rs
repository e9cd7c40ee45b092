//! Generated issues: sentences put together from parts, in the voice of those who report. Many, varied, repeatable.

use issues::issues::{Answers, Happened, IssueDraft, Known, Sector, Wording};

const OPENERS: &[&str] = &[
    "Third time this month:",
    "Again today -",
    "Not sure who owns this but",
    "Small thing, big effect:",
    "Following a discussion at our cluster,",
    "From the ward side:",
    "Raised locally twice,",
    "Same story as last winter.",
    "A pattern we see weekly:",
    "Writing after a long clinic.",
    "Our secretaries asked me to pass on that",
    "For information,",
    "Patients tell us that",
    "The trainees point out that",
    "On the Monday list",
];
const THINGS: &[(&str, Sector, &str)] = &[
    ("the discharge letter comes after the first review", Sector::Primary, "discharge"),
    ("clinic letters list tests without saying who chases them", Sector::Primary, "results"),
    ("bloods requested by the clinic are booked with us without a form", Sector::Primary, "phlebotomy_monitoring"),
    ("referrals come without the medicines list", Sector::Secondary, "referral_quality"),
    ("advice requests are answered after the appointment would have been", Sector::Primary, "referral_triage"),
    ("the shared care agreement is not attached", Sector::Primary, "prescribing"),
    ("the monitoring plan stops when the nurse specialist changes", Sector::Primary, "phlebotomy_monitoring"),
    ("anticipatory plans cannot be opened overnight", Sector::OutOfHours, "ooh"),
    ("results go to the requesting locum who has left", Sector::Secondary, "results"),
    ("we cannot reach the on call team by the number on the letter", Sector::Primary, "contacts"),
    ("the template drops the allergy field on sending", Sector::Secondary, "it"),
    ("follow up falls through when the department moves site", Sector::Community, "recall"),
    ("district nursing is asked by three people for the same visit", Sector::Community, "community"),
    ("fit notes are left for the practice after surgery", Sector::Primary, "fit_notes"),
    ("patients are told to ring the practice for a hospital date", Sector::Primary, "patient_messages"),
    ("the urgent pathway form changed and nobody was told", Sector::Primary, "workload_new_process"),
];
const SERVICES: &[&str] = &[
    "orthopaedics",
    "cardiology",
    "dermatology",
    "the assessment unit",
    "care of the elderly",
    "rheumatology",
    "gastroenterology",
    "maternity",
    "paediatrics",
    "ophthalmology",
    "the pain clinic",
    "respiratory",
    "urology",
    "the memory clinic",
    "neurology",
    "the day unit",
];
const EFFECTS: &[&str] = &[
    "It costs us twenty minutes each time.",
    "Two patients came in for nothing.",
    "Nobody knows who is to act.",
    "It was sorted by phone, again.",
    "We found it by chance.",
    "The patient had been told something else.",
    "It delayed treatment by a fortnight.",
    "Staff on both sides are fed up.",
    "A near miss at best.",
    "It could be solved with one line in the letter.",
    "Happy to help test a fix.",
    "We keep a list if that helps.",
];

/// The `n`th generated issue, and for every other one its theme and group wording.
pub(super) fn issue(n: u32) -> (IssueDraft, Option<Wording>) {
    let mut dice = Dice(u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (thing, sector, theme) = *dice.pick(THINGS);
    let service = *dice.pick(SERVICES);
    let words = format!("{} {thing} ({service}). {} {}", dice.pick(OPENERS), dice.pick(EFFECTS), dice.pick(EFFECTS));
    let known = if n.is_multiple_of(4) { Known::Anonymous } else { Known::Confidence };
    let answers = Answers {
        service: (!n.is_multiple_of(3)).then(|| service.to_owned()),
        sector: Some(sector),
        happened: Some(*dice.pick(Happened::ALL)),
        ..Answers::default()
    };
    let wording = n.is_multiple_of(2).then(|| Wording {
        theme: theme.to_owned(),
        title: format!("Reported about {service}: {thing}").chars().take(110).collect(),
        text: format!("It is reported that {thing}. Both sides lose time by it."),
    });
    (IssueDraft { words, known, name: "A colleague".into(), email: String::new(), answers }, wording)
}

/// A small generator of numbers that look random and repeat.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as u32
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.next() as usize % from.len()]
    }
}
