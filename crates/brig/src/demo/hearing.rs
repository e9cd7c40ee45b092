//! What the made-up board asks of others and hears back: an owner outside the group, actions that were carried forward, a report up the
//! line with its asks, a letter with its answer; and an edition with good news.

use cascade::{
    answers::{self, Kind},
    coverage, editions,
    letters::{self, NewLetter},
    reports,
};
use group::{acting::Acting, directory};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use kernel::{App, Result, clock, form::Fields};
use meetings::{
    action_log::{self, Typed},
    actions::{self, Filter},
    commissions::{self, Given, NewCommission},
    references,
};

use super::past::Actors;

/// Days before today on which the report went up the line, and its meeting was.
const REPORTED: i64 = 40;
const THEIR_MEETING: i64 = 19;

/// All of it, in the order of time.
pub(super) async fn tell(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<()> {
    report(app, actors, now).await?;
    letter(app, actors, now).await?;
    outside(app, actors, now).await?;
    good_news(app, actors.administrator, now).await
}

fn before(now: Timestamp, acting: &Acting, days: i64) -> Date {
    clock::day_of(now - SignedDuration::from_hours(24 * days), &acting.group.time_zone)
}

/// The report of half a year: one of its asks was answered at the meeting of those above, one waits.
async fn report(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<()> {
    let administrator = actors.administrator;
    app.clock.set(now - SignedDuration::from_hours(24 * REPORTED));
    let mut tx = app.begin().await?;
    reports::set_line(app, &mut tx, administrator, 1, ["Clinical Management Group", "Fiona Laidlaw", "cmg.papers@northmoor.example"])
        .await?;
    reports::set_line(app, &mut tx, administrator, 2, ["Board of NHS North Moor", "Corporate Secretary", "board.papers@northmoor.example"])
        .await?;
    let (held, papers) = (before(now, administrator, THEIR_MEETING).to_string(), before(now, administrator, THEIR_MEETING + 7).to_string());
    let meeting = reports::add_meeting(app, &mut tx, administrator, 1, &held, &papers).await?;
    let (from, to) = (before(now, administrator, REPORTED + 182).to_string(), before(now, administrator, REPORTED + 1).to_string());
    let draft = reports::draft(app, &mut tx, administrator, &from, &to).await?;
    let written = Fields::from([
        ("summary", "Both sides came to every meeting in balance, and most of what was decided has held."),
        ("good_news", "Discharge letters say in their first line what the practice is asked to do."),
        ("could_not", "Weekend contact after leaving Linn House waits for the out-of-hours system."),
        ("ask-1", "Results that are late are telephoned from one number. The laboratory can staff it until March only."),
        ("wanted-1", "Fund the number for another year."),
        ("ask-2", "Consultants take part in their own time, practices are paid for a locum."),
        ("wanted-2", "Give two hours a month in the job plans of the consultant members."),
    ]);
    reports::write(app, &mut tx, administrator, draft.number, draft.revision, &written).await?;
    for side in [actors.gp, actors.consultant] {
        reports::approve(app, &mut tx, side, draft.number, None).await?;
    }
    reports::send(app, &mut tx, administrator, draft.number, meeting).await?;
    app.commit(tx).await?;
    app.clock.set(now - SignedDuration::from_hours(24 * (THEIR_MEETING - 2)));
    let mut tx = app.begin().await?;
    let asked = answers::of_kind(&mut tx, administrator.group.id, Kind::Ask, 10).await?;
    if let Some(first) = asked.iter().find(|one| one.place == 1) {
        let words = "Agreed: the number is funded until the end of next March, from the money for winter.";
        answers::record(app, &mut tx, administrator, first.id, words, &held).await?;
    }
    app.commit(tx).await
}

/// A letter to clinic typing, answered after ten days.
async fn letter(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<()> {
    let administrator = actors.administrator;
    app.clock.set(now - SignedDuration::from_hours(24 * 24));
    let mut tx = app.begin().await?;
    let entries = directory::all(&mut tx, administrator.group.id).await?;
    let Some(typing) = entries.iter().find(|entry| entry.name == "Clinic typing") else { return app.commit(tx).await };
    let new = NewLetter {
        entry: typing.id.to_string(),
        subject: "Clinic letters that wait for a signature".into(),
        text:
            "Practices tell us that clinic letters reach them after three weeks and more.\n\nCould you tell us how many letters wait for a \
               signature today, and what would help most to make it fewer?"
                .into(),
        answer_by: before(now, administrator, 10).to_string(),
        to_agenda: false,
        ..NewLetter::default()
    };
    let letter = letters::create(app, &mut tx, administrator, &new).await?;
    letters::approve(app, &mut tx, actors.gp, letter.number, None).await?;
    app.commit(tx).await?;
    app.clock.set(now - SignedDuration::from_hours(24 * 14));
    let mut tx = app.begin().await?;
    let asked = answers::of_kind(&mut tx, administrator.group.id, Kind::Letter, 10).await?;
    if let Some(one) = asked.iter().find(|one| one.about == letter.id) {
        let words =
            "410 letters wait, most of them for less than a week. Signing from home would help most: three consultants cannot do it yet.";
        answers::record(app, &mut tx, administrator, one.id, words, "").await?;
    }
    app.commit(tx).await
}

/// An owner outside the group accepts an action by their link; two others are carried forward.
async fn outside(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<()> {
    let administrator = actors.administrator;
    let group = &administrator.group;
    app.clock.set(now - SignedDuration::from_hours(24 * 9));
    let mut tx = app.begin().await?;
    let open = actions::open(&mut tx, group.id, &Filter::default(), (Date::MIN, 0), 50).await?;
    let mut confirmed = open.into_iter().filter(|action| action.is_confirmed() && action.set_on.is_some());
    let entries = directory::all(&mut tx, group.id).await?;
    if let (Some(action), Some(entry)) = (confirmed.next(), entries.iter().find(|entry| entry.name == "eHealth requests")) {
        let new = NewCommission {
            entry: entry.id.to_string(),
            why: "The change is made in the systems that you look after.".into(),
            ..NewCommission::default()
        };
        commissions::set(app, &mut tx, administrator, action.number, &new).await?;
        commissions::send(app, &mut tx, administrator, action.number).await?;
        app.clock.advance(SignedDuration::from_hours(30));
        let words = "It is in our list for the next release.".to_owned();
        let given = Given { answer: "accept".into(), words, ..Given::default() };
        commissions::answer_as_asked(app, &mut tx, group, action.number, &given).await?;
    }
    let today = app.clock.today(&group.time_zone);
    for (action, words) in confirmed.take(2).zip(["The new form is not back from the printer.", "It waits for the winter rota."]) {
        let due = action.due.max(today).saturating_add(28.days()).to_string();
        let typed = Typed { change: "carried-forward".into(), words: words.into(), due, ..Typed::default() };
        action_log::change(app, &mut tx, administrator, action.number, &typed).await?;
    }
    app.commit(tx).await
}

/// One decision of the next edition is good news, and a sentence stands above it.
async fn good_news(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    app.clock.set(now - SignedDuration::from_hours(3));
    let Some(next) = editions::coming(&app.db, group.id).await?.into_iter().find(|edition| edition.told > 1) else { return Ok(()) };
    let today = clock::day_of(now, &group.time_zone);
    let heard = coverage::of_period(&app.db, group, today.saturating_sub(60.days()), today, today).await?;
    let mut inside = heard.lines.iter().filter(|line| line.edition == Some(next.id));
    let decision = inside.next().and_then(|line| heard.decisions.iter().find(|decision| decision.id == line.decision));
    let mut tx = app.begin().await?;
    if let Some(decision) = decision.and_then(|decision| references::read_decision(&decision.reference)) {
        editions::say_good_news(app, &mut tx, administrator, next.id, decision, true).await?;
    }
    editions::set_note(app, &mut tx, administrator, next.id, "Thank you to everybody who wrote to us before the winter.").await?;
    app.commit(tx).await
}
