//! The ways by which the made-up board's reports come in, and the thanks among them.

use group::{acting::Acting, groups::Group};
use issues::{
    doors::{self, Came, NewDoor},
    issues::{self as slice, Answers, IssueDraft, Kind, Known, Origin, Raised},
    thanks::{self, NewThanks},
};
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Result, Tx};

/// Label, kind, place.
const DOORS: &[(&str, &str, &str)] = &[
    ("Harbour Surgery", "workplace", "Harbour Surgery"),
    ("Moorfield General, the mess", "workplace", "Moorfield General"),
    ("Moor Medical Weekly", "network", ""),
    ("Referral guidance", "guidance", ""),
];

/// Opens the doors.
pub(super) async fn open_doors(app: &App, administrator: &Acting) -> Result<()> {
    let mut tx = app.begin().await?;
    for (label, kind, place) in DOORS {
        let door = NewDoor { label: (*label).into(), kind: (*kind).into(), place: (*place).into() };
        doors::add(app, &mut tx, administrator, &door).await?;
    }
    app.commit(tx).await
}

/// Every other report came through one of the first three doors; each took its time.
pub(super) async fn came(tx: &mut Tx, group: &Group, at: usize, raised: &Raised, known: Known) -> Result<()> {
    let door = ["harbour-surgery", "", "moorfield-general-the-mess", "", "moor-medical-weekly", ""][at % 6].to_owned();
    let seconds = 28 + (at * 53) % 140;
    doors::came(tx, group.id, raised.id, known, &Came { door, seconds: i64::try_from(seconds).ok() }).await
}

/// What somebody was thanked for, and what the group said of it to whom, where that is done.
const PRAISED: &[(&str, Option<(&str, &str)>)] = &[
    (
        "Advice from the laboratory hub by phone within ten minutes, and a note in the record the same day. Thank you!",
        Some(("Laboratory hub", "A practice had advice by telephone within ten minutes, and the note stood in the record the same day.")),
    ),
    ("The new discharge letter says in one line what we are to do. Please keep it like that.", None),
];

/// Two reports of the last days that are thanks; one is passed on.
pub(super) async fn praise(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    app.clock.set(now - SignedDuration::from_mins(20));
    for (text, told) in PRAISED {
        let mut tx = app.begin().await?;
        let answers = Answers { kind: Some(Kind::Praise), ..Answers::default() };
        let draft =
            IssueDraft { words: (*text).into(), known: Known::Confidence, name: "A colleague".into(), email: String::new(), answers };
        let origin = Origin { key: format!("praise/{text}"), person: None, keep_doubtful: false };
        let raised = slice::raise(app, &mut tx, group, draft, origin).await?;
        if let Some((to_whom, words)) = told {
            let new = NewThanks { entry: String::new(), to_whom: (*to_whom).into(), words: (*words).into() };
            let number = group.number(&raised.reference).unwrap_or_default();
            thanks::pass_on(app, &mut tx, administrator, number, &new).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}
