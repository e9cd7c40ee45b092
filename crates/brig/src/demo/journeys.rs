//! Where issues of the made-up board can go beside a meeting: reports of one fault that come more often than chance explains, two
//! that are dealt with as one, one passed on to another board's group with its answer, and one with the forum that owns it.

use ::issues::{
    issues::{self, Answers, IssueDraft, Known, Origin, Raised, Sector, Wording},
    merging,
};
use group::{acting::Acting, directory};
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::{App, Error, Result, Tx};
use triage::{
    asked::{self, Given},
    passing_on::{self, To},
    views::{self, Details, NewView, Outcome},
};

/// Reports of one fault, each from another workplace: how many days ago, the words, the workplace, the sector. All but one are
/// older than the present week, which a run chart leaves out until it is over.
const SURGE: &[(i64, &str, &str, Sector)] = &[
    (68, "An ultrasound request went back to us: the new form wants a box that is not on our screen.", "Harbour Surgery", Sector::Primary),
    (24, "Ultrasound request rejected again because of the box that is not on our version of the form.", "Glebe Practice", Sector::Primary),
    (
        22,
        "The new ultrasound form rejects our requests. There is no such box on the screen in general practice.",
        "Moorside Surgery",
        Sector::Primary,
    ),
    (20, "Three ultrasound requests came back unread, all for the missing box of the new form.", "Kirk Road Practice", Sector::Primary),
    (17, "Ultrasound requests are rejected by the new form and nobody tells the patient.", "Harbour Surgery", Sector::Primary),
    (
        16,
        "We get ultrasound requests back to vet by hand, because the new form drops a box that practices cannot see.",
        "Moorfield General",
        Sector::Secondary,
    ),
    (15, "Ultrasound request form: rejected for a box we do not have. Sent it three times.", "Shore Street Surgery", Sector::Primary),
    (13, "Another ultrasound request rejected by the new form for the missing box.", "Glebe Practice", Sector::Primary),
    (11, "Our ultrasound requests come back rejected since the form has changed: a box is missing.", "Bridgend Surgery", Sector::Primary),
    (10, "The new ultrasound form again: request rejected, box not there.", "Kirk Road Practice", Sector::Primary),
    (
        9,
        "Ultrasound requests rejected for the box of the new form. The department rings us and is as fed up as we are.",
        "Moorside Surgery",
        Sector::Primary,
    ),
    (2, "Ultrasound form: one more request rejected today for the box that nobody here can see.", "Harbour Surgery", Sector::Primary),
];
/// How the group words the first two of them, which it deals with as one.
const WORDED: (&str, &str) = (
    "Ultrasound requests rejected by the new form",
    "The new form for ultrasound requests wants a box that practices do not see. Requests come back, some of them several times.",
);

/// Something that goes to somebody outside: the reporter's words, the group's title and sentences, the service, the theme.
type Told = (&'static str, &'static str, &'static str, &'static str, &'static str);

const ELSEWHERE: Told = (
    "People who live on our side of the firth and are seen on the other get their letters to a practice that they left years ago.",
    "Letters across the boards' border go to practices of before",
    "Hospitals of the neighbouring board write to the practice that they know. People who have moved across the border are missed.",
    "Clinic typing",
    "outpatient_letters",
);
const FORUM: Told = (
    "The box of allergies is lost when the electronic request goes from our system to theirs.",
    "Allergies are lost when an electronic request is sent",
    "The field for allergies is dropped between the two systems. Both sides see an empty field and cannot tell why.",
    "eHealth requests",
    "it",
);

fn days_ago(now: Timestamp, days: i64) -> Timestamp {
    now - SignedDuration::from_hours(24 * days)
}

async fn raise(app: &App, tx: &mut Tx, acting: &Acting, words: &str, answers: Answers) -> Result<Raised> {
    let draft = IssueDraft { words: words.into(), known: Known::Confidence, name: "A colleague".into(), email: String::new(), answers };
    let origin = Origin { key: format!("journeys/{words}"), person: None, keep_doubtful: true };
    issues::raise(app, tx, &acting.group, draft, origin).await
}

/// Raises and words an issue.
async fn worded(app: &App, tx: &mut Tx, acting: &Acting, told: &Told) -> Result<Raised> {
    let (words, title, text, service, theme) = *told;
    let answers = Answers { service: Some(service.into()), sector: Some(Sector::Primary), ..Answers::default() };
    let raised = raise(app, tx, acting, words, answers).await?;
    word(app, tx, acting, &raised, (theme, title, text)).await?;
    Ok(raised)
}

async fn word(app: &App, tx: &mut Tx, acting: &Acting, raised: &Raised, (theme, title, text): (&str, &str, &str)) -> Result<()> {
    let issue = issues::by_id(&mut *tx, acting.group.id, raised.id).await?;
    let wording = Wording { theme: theme.into(), title: title.into(), text: text.into() };
    issues::describe(app, tx, acting, issue.number, issue.version, wording).await
}

/// Reports of one fault, most of them of late. Two are dealt with as one.
pub(super) async fn surge(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    let mut raised = Vec::new();
    for (days, words, workplace, sector) in SURGE {
        app.clock.set(days_ago(now, *days));
        let mut tx = app.begin().await?;
        let answers = Answers { workplace: Some((*workplace).into()), sector: Some(*sector), ..Answers::default() };
        raised.push(raise(app, &mut tx, administrator, words, answers).await?);
        app.commit(tx).await?;
    }
    let [first, second, third, ..] = raised.as_slice() else { return Err(Error::internal("the board has too few reports of one fault")) };
    app.clock.set(days_ago(now, 8));
    let mut tx = app.begin().await?;
    let number = |of: &Raised| group.number(&of.reference).ok_or(Error::NotFound);
    word(app, &mut tx, administrator, first, ("referral_triage", WORDED.0, WORDED.1)).await?;
    for report in [second, third] {
        merging::merge(app, &mut tx, administrator, number(first)?, number(report)?).await?;
    }
    app.commit(tx).await
}

/// Passes an issue on to another board's group, whose answer has come.
pub(super) async fn pass_on(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    app.clock.set(days_ago(now, 20));
    let mut tx = app.begin().await?;
    let raised = worded(app, &mut tx, administrator, &ELSEWHERE).await?;
    let number = group.number(&raised.reference).ok_or(Error::NotFound)?;
    app.clock.set(days_ago(now, 18));
    passing_on::propose(app, &mut tx, administrator, number, To::Elsewhere("South Firth Interface Group".into())).await?;
    passing_on::consent(app, &mut tx, group, &raised.code, true).await?;
    let passing = passing_on::of_issue(&mut tx, group.id, raised.id).await?.into_iter().next().ok_or(Error::NotFound)?;
    passing_on::send(app, &mut tx, administrator, number, passing.id).await?;
    app.clock.set(days_ago(now, 6));
    let link = passing_on::link(app, group, passing.id);
    let code = link.rsplit('/').next().unwrap_or_default();
    let answer = "We found the same in spring. Our records department now asks each person at the desk, and writes to yours once a month.";
    passing_on::answer_by_link(app, &mut tx, group, code, answer).await?;
    app.commit(tx).await
}

/// Both co-chairs send an issue to the forum that owns it, which has taken it on.
pub(super) async fn delegate(app: &App, administrator: &Acting, co_chairs: [&Acting; 2], now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    app.clock.set(days_ago(now, 16));
    let mut tx = app.begin().await?;
    let raised = worded(app, &mut tx, administrator, &FORUM).await?;
    let number = group.number(&raised.reference).ok_or(Error::NotFound)?;
    let entry = directory::all(&mut tx, group.id).await?.into_iter().find(|entry| entry.name == FORUM.3).ok_or(Error::NotFound)?;
    app.clock.set(days_ago(now, 12));
    let by = app.clock.today(&group.time_zone).saturating_add(28.days());
    for co_chair in co_chairs {
        let details = Details { contact: entry.id.to_string(), date: by.to_string(), ..Details::default() };
        let wording = Wording { theme: FORUM.4.into(), title: FORUM.1.into(), text: FORUM.2.into() };
        let view = NewView { details, reason: "The request forms are theirs".into(), ..NewView::plain(Outcome::Delegate, wording) };
        views::give(app, &mut tx, co_chair, number, view).await?;
    }
    let ask = asked::of_issue(&mut tx, group.id, raised.id).await?.into_iter().next().ok_or(Error::NotFound)?;
    app.clock.set(days_ago(now, 5));
    let link = asked::link(app, group, &ask, &entry);
    let by_when = app.clock.today(&group.time_zone).saturating_add(42.days()).to_string();
    let words = "It is in the next release of both systems.".to_owned();
    let given = Given { answer: "ours".into(), words, by_when, ..Given::default() };
    asked::answer(app, &mut tx, group, link.rsplit('/').next().unwrap_or_default(), &given).await?;
    app.commit(tx).await
}
