//! The made-up board's terms of reference: tailored from Brig's own template two years ago, and changed since.

use group::{acting::Acting, rules::Rule};
use jiff::SignedDuration;
use kernel::{App, Error, Result, form::Fields};
use terms::{
    own,
    rules::{self, Answer},
    template,
    versions::{self, Decision},
};

use super::past::Actors;

/// The answers of the first version, each as somebody typed it.
const ANSWERS: &[(Rule, &[(&str, &str)])] = &[
    (
        Rule::Board,
        &[
            ("name", "NHS North Moor"),
            ("partnerships", "East Moor Partnership\nWest Moor Partnership\nThe Isles Partnership"),
            ("sites", "Moorfield General\nStrathallan Infirmary\nLinn House\nIsles Hospital"),
        ],
    ),
    (Rule::CoChairs, &[("months", "24")]),
    (Rule::Balance, &[("size", "10"), ("parity", "yes")]),
    (
        Rule::Coverage,
        &[
            ("sites", "Moorfield General\nStrathallan Infirmary\nLinn House\nIsles Hospital"),
            ("partnerships", "East Moor Partnership\nWest Moor Partnership\nThe Isles Partnership"),
            ("want-in-hours", "yes"),
            ("want-out-of-hours", "yes"),
            ("want-lmc", "yes"),
            ("want-consultant-committee", "yes"),
            ("want-medical-director", "yes"),
            ("want-it", "yes"),
            ("want-education", "yes"),
            ("want-management", "yes"),
        ],
    ),
    (Rule::Quorum, &[("gps", "1"), ("consultants", "1")]),
    (Rule::Frequency, &[("said", "every three months, second Tuesday, 12:30, 90 minutes")]),
    (Rule::Promises, &[("triage_days", "10")]),
    (Rule::ReportingLine, &[("to-1", "the Clinical Management Group"), ("to-2", "the Board of NHS North Moor")]),
    (
        Rule::MinuteGroups,
        &[(
            "groups",
            // Their addresses came later, by hand.
            "Local Medical Committee\nGP Sub-Committee\nConsultant Committee\nClinical Management Group",
        )],
    ),
    (
        Rule::Networks,
        &[
            ("name-0", "Practice Matters, the weekly mail to practices"),
            ("address-0", "practice.matters@northmoor.example"),
            ("takes-0", "copy"),
            ("opening-0", "For GPs, practice nurses and practice managers:"),
            ("every-0", "week"),
            ("copy_day-0", "Wednesday"),
            ("copy_time-0", "12:00"),
            ("out_day-0", "Thursday"),
            ("name-1", "Moorfield News, the hospitals’ newsletter"),
            ("address-1", "moorfield.news@northmoor.example"),
            ("takes-1", "copy"),
            ("opening-1", "For consultants and trainees:"),
            ("every-1", "month"),
            ("copy_day-1", "20"),
            ("copy_time-1", "17:00"),
            ("out_day-1", "last"),
            ("name-2", "Night Service monthly update"),
            ("address-2", "night.service.all@northmoor.example"),
            ("takes-2", "list"),
            ("opening-2", "For everybody who works out of hours:"),
            ("every-2", "month"),
            ("copy_day-2", "last"),
            ("copy_time-2", "12:00"),
            ("out_day-2", "1"),
        ],
    ),
    (
        Rule::Backfill,
        &[("said", "Practices are paid for a GP’s time at the board’s sessional rate; consultants have the meetings in their job plans.")],
    ),
];

fn read(rule: Rule, typed: &[(&str, &str)]) -> Result<Answer> {
    let fields: Fields = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    rules::read(rule, &fields)
}

/// What is stored for a rule, as a form would show it.
async fn put(app: &App, administrator: &Acting, rule: Rule, answer: &Answer) -> Result<()> {
    let mut tx = app.begin().await?;
    let seen = versions::stored_answer(&mut tx, administrator.group.id, rule).await?;
    versions::answer(app, &mut tx, administrator, rule, Some(answer), &seen).await?;
    app.commit(tx).await
}

/// Tailors the first version and lets both sides approve it.
pub(super) async fn agree_on_first(app: &App, actors: &Actors<'_>) -> Result<()> {
    let administrator = actors.administrator;
    let template = template::of_text(own::TEMPLATE).map_err(|problem| Error::internal(problem.to_string()))?;
    let mut tx = app.begin().await?;
    versions::begin(app, &mut tx, administrator, "Brig’s own template", &template).await?;
    app.commit(tx).await?;
    for (rule, typed) in ANSWERS {
        put(app, administrator, *rule, &read(*rule, typed)?).await?;
    }
    // What is left open beside the rules does not apply here.
    let mut tx = app.begin().await?;
    let open = versions::open_questions(&mut tx, administrator.group.id).await?;
    let dropped = |mark: &terms::paper::Mark| Decision {
        id: mark.id,
        decided: if mark.is_placeholder() { "dropped" } else { "kept" }.into(),
        seen: Decision::stood(mark),
        ..Decision::default()
    };
    versions::decide(app, &mut tx, administrator, &open.iter().map(dropped).collect::<Vec<_>>()).await?;
    app.commit(tx).await?;
    make_public(app, administrator).await?;
    approve(app, actors).await
}

async fn make_public(app: &App, administrator: &Acting) -> Result<()> {
    let mut tx = app.begin().await?;
    let review_on = app.clock.today(&administrator.group.time_zone).checked_add(jiff::Span::new().years(3)).map(|day| day.to_string());
    let when = versions::When { from_on: String::new(), review_on: review_on.unwrap_or_default(), is_public: true, seen: None };
    versions::set_when(app, &mut tx, administrator, &when).await?;
    app.commit(tx).await
}

/// A later version: the group meets more often.
pub(super) async fn agree_on_second(app: &App, actors: &Actors<'_>) -> Result<()> {
    let mut tx = app.begin().await?;
    versions::begin_again(app, &mut tx, actors.administrator).await?;
    app.commit(tx).await?;
    let said = read(Rule::Frequency, &[("said", "every second month, second Tuesday, 12:30, 90 minutes")])?;
    put(app, actors.administrator, Rule::Frequency, &said).await?;
    approve(app, actors).await
}

async fn approve(app: &App, actors: &Actors<'_>) -> Result<()> {
    for side in [actors.gp, actors.consultant] {
        app.clock.advance(SignedDuration::from_secs(1));
        let mut tx = app.begin().await?;
        versions::approve(app, &mut tx, side, None).await?;
        app.commit(tx).await?;
    }
    Ok(())
}
