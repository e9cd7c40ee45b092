//! What does not wait for a meeting on the made-up board: two services that were asked to put something right, one of which
//! has; and reports of harm, all but the newest seen.

use ::issues::issues::{self, Answers, IssueDraft, Known, Origin, Wording};
use group::{acting::Acting, directory};
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Error, Result};
use triage::{
    asked::{self, Given},
    harm::{self, Seen},
};

/// What happened, the group's title and two sentences, the service that is asked, what it answers (nothing: it waits).
type Told = (&'static str, &'static str, &'static str, &'static str, &'static str);

const TOLD: &[Told] = &[
    (
        "Our two-week clinic letters go to the fax number that we gave up in spring. We found out when the machine's new owner rang.",
        "Clinic letters go to a number that is no longer in use",
        "Letters of one clinic still go to a fax number that the practice has given up. The practice does not get them.",
        "Clinic typing",
        "The old number is taken out of the list. Letters go by the electronic route now, also those of the last month.",
    ),
    (
        "Notes for a joint clinic do not come to the second hospital, so I see people without them and ask them to come again.",
        "Notes do not follow to the second hospital",
        "For clinics at the second hospital the notes stay at the first. People are asked to come a second time.",
        "Medical records",
        "",
    ),
];

/// Asks two services to put something right; one of them does.
pub(super) async fn ask(app: &App, administrator: &Acting, co_chair: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    let entries = directory::all(&app.db, group.id).await?;
    for (at, (words, title, text, service, answer)) in TOLD.iter().enumerate() {
        app.clock.set(now - SignedDuration::from_hours(24 * 9));
        let mut tx = app.begin().await?;
        let draft = IssueDraft {
            words: (*words).into(),
            known: Known::Confidence,
            name: String::new(),
            email: String::new(),
            answers: Answers { service: Some((*service).into()), ..Answers::default() },
        };
        let origin = Origin { key: format!("demo-service-{at}"), person: None, keep_doubtful: true };
        let raised = issues::raise(app, &mut tx, group, draft, origin).await?;
        let issue = issues::by_id(&mut tx, group.id, raised.id).await?;
        let wording = Wording { theme: "outpatient_letters".into(), title: (*title).into(), text: (*text).into() };
        issues::describe(app, &mut tx, administrator, issue.number, issue.version, wording).await?;
        app.clock.advance(SignedDuration::from_hours(24 * 3));
        let entry = entries.iter().find(|entry| entry.name == *service).ok_or(Error::NotFound)?;
        asked::ask(app, &mut tx, co_chair, raised.id, entry.id, "").await?;
        let asks = asked::of_issue(&mut tx, group.id, raised.id).await?;
        if let (Some(ask), false) = (asks.first(), answer.is_empty()) {
            app.clock.advance(SignedDuration::from_hours(24 * 4));
            let link = asked::link(app, group, ask, entry);
            let code = link.rsplit('/').next().unwrap_or_default();
            let given = Given { answer: "done".into(), words: (*answer).into(), ..Given::default() };
            asked::answer(app, &mut tx, group, code, &given).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}

/// What was done about harm, in turn.
const DONE: &[&str] = &[
    "Rang the practice and the ward the same day. Nobody needs anything more.",
    "Passed on to the patient safety team, who look into it.",
    "It was in the incident system already. Both teams know.",
];

/// Says of all reports of harm but the newest that they were seen.
pub(super) async fn see_harm(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    app.clock.set(now - SignedDuration::from_hours(20));
    let mut tx = app.begin().await?;
    let mut alerts = harm::unseen(&mut tx, administrator.group.id, i64::MAX).await?;
    alerts.pop();
    for (at, alert) in alerts.iter().enumerate() {
        let incident = if at % 2 == 0 { format!("NM-W{}", 4_100 + at) } else { String::new() };
        let seen = Seen { words: DONE[at % DONE.len()].into(), incident };
        harm::see(app, &mut tx, administrator, alert.number, &seen, &Seen::default()).await?;
    }
    app.commit(tx).await
}
