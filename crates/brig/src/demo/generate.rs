//! Generated issues and meetings, for those who want to see how it is with many: sentences put together from parts, in the
//! voice of those who report. Varied, repeatable.

use issues::issues::{self as slice, Answers, Happened, IssueDraft, Known, Sector, Wording};
use jiff::ToSpan;
use kernel::{App, Result, clock};
use meetings::{
    actions::NewAction,
    decisions::NewDecision,
    meetings::{self as sittings, Attendance, NewMeeting},
    minutes, register,
};

use super::past::Actors;
use triage::views::{self, Outcome};

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
    let mut dice = Dice::new(n);
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

/// What generated meetings noted.
const NOTES: &[&str] = &[
    "The group heard that this happens most weeks. Both sides lose time by it, and patients wait.",
    "Practices described what it means for their afternoon. The hospital side was advised that the rota had changed in spring.",
    "The group noted that the form is older than the pathway. It discussed who would have to change it.",
    "Two departments do it one way and three another. The group discussed which of them works on a weekend.",
    "The out-of-hours service said that it sees the same from its side. The laboratory offered figures.",
];
/// What generated meetings decided.
const DECISIONS: &[&str] = &[
    "The Group AGREED that whoever asks for a test acts on its result and tells the patient.",
    "The Group AGREED that letters name who does what by when in their first three lines.",
    "The Group AGREED that the service answers advice requests within five working days.",
    "The Group AGREED that a referral is not sent back without a telephone call to the practice.",
    "The Group AGREED that practices put the medicines list on every referral.",
    "The Group AGREED that the number on the letter is one that somebody answers on a Friday.",
];
/// What generated meetings asked of people.
const ACTIONS: &[&str] = &[
    "Tell every ward and clinic",
    "Put it into the weekly mail to practices",
    "Change the template with eHealth",
    "Count how often it happens in a month",
    "Bring a draft to the next meeting",
    "Ask the department for a named contact",
];

/// Generated issues for one generated meeting.
pub(super) const ISSUES_A_MEETING: u32 = 50;
/// Of these, how many the meeting speaks about.
const ITEMS: u32 = 4;

/// A generated meeting over some of the generated issues that came before it.
pub(super) async fn meeting(app: &App, actors: &Actors<'_>, numbers: &[i64], n: u32) -> Result<()> {
    let administrator = actors.administrator;
    let group = &administrator.group;
    let mut dice = Dice::new(n ^ 0x5eed);
    let begun = app.clock.now();
    let held_on = clock::day_of(begun, &group.time_zone);
    let mut tx = app.begin().await?;
    let new = NewMeeting { date: held_on.to_string(), start: "12:30".into(), minutes: "90".into(), ..NewMeeting::default() };
    let number = sittings::schedule(app, &mut tx, administrator, &new).await?.number;
    let present = actors.members.iter().map(|name| (*name).to_owned()).collect();
    sittings::take_attendance(app, &mut tx, administrator, number, &Attendance { present, ..Attendance::default() }).await?;
    let mut done = Vec::new();
    for issue in numbers.iter().take(ITEMS as usize) {
        let found = slice::find(&mut tx, group.id, *issue).await?;
        let wording = slice::wording(&found);
        for side in [actors.gp, actors.consultant] {
            views::agree(app, &mut tx, side, *issue, Outcome::Group, wording.clone()).await?;
        }
        let found = slice::find(&mut tx, group.id, *issue).await?;
        let item = sittings::add_issue(app, &mut tx, administrator, number, &found).await?;
        sittings::write_note(app, &mut tx, administrator, number, item, None, NOTES[dice.below(NOTES.len())]).await?;
        sittings::decide(app, &mut tx, administrator, number, item, None, &NewDecision::plain(DECISIONS[dice.below(DECISIONS.len())]))
            .await?;
        let due = held_on.checked_add(6.weeks()).unwrap_or(held_on);
        let owner = actors.members[dice.below(actors.members.len())].to_owned();
        let new = NewAction {
            words: ACTIONS[dice.below(ACTIONS.len())].into(),
            owner,
            due: due.to_string(),
            done_means: "It is reported back to the group".into(),
        };
        let action = sittings::set_action(app, &mut tx, administrator, number, item, &new).await?;
        if dice.below(10) > 0 {
            done.push(action.number);
        }
    }
    for side in [actors.gp, actors.consultant] {
        sittings::confirm(app, &mut tx, side, number, None).await?;
    }
    for action in done {
        register::complete(app, &mut tx, administrator, action, "Reported back to the group").await?;
    }
    sittings::adjourn(app, &mut tx, administrator, number).await?;
    app.react(&mut tx).await?;
    for side in [actors.gp, actors.consultant] {
        minutes::approve(app, &mut tx, side, number, None).await?;
    }
    app.commit(tx).await
}

/// A small generator of numbers that look random and repeat.
struct Dice(u64);

impl Dice {
    /// Numbers that are the same for the same seed.
    fn new(seed: u32) -> Self {
        Self(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.next() as usize % most
    }

    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as u32
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
