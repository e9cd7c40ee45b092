//! What the made-up board did before it had Brig: minutes and what was agreed in them.

use group::acting::Acting;
use jiff::ToSpan;
use kernel::{App, Result, upload::File};
use meetings::past::{NewDecision, NewMinute, bring_minute, mark};

/// How many days ago, what was talked of, and what came of it: reference, sentence, whether it lasts.
type Told = (i64, &'static str, &'static [(&'static str, &'static str, bool)]);

const TOLD: &[Told] = &[
    (
        1_130,
        "Discharge letters were spoken about for the third time. Wards hold that the summary leaves on the day; practices find it a week later in a tray that nobody opens.\nThe typing pool counted: of forty letters, eleven had no practice on them.",
        &[
            ("LG 7", "A discharge letter names the practice on its first line.", true),
            ("LG 8", "The typing pool counts again in spring and tells both sides.", false),
        ],
    ),
    (
        940,
        "Results that were asked for by one side and sent to the other. Whoever asks for a test looks at its result: nobody in the room held otherwise, and nobody could say where it is written.",
        &[
            ("LG 12", "Whoever asks for a test looks at its result and acts on it.", true),
            ("LG 13", "The laboratory prints the name of who asked.", true),
        ],
    ),
    (
        760,
        "The night service cannot see which wards take calls. The list on the wall is from the year before last.\nA number that is answered by a person was asked for.",
        &[
            ("LG 19", "Each ward has one number that a person answers.", true),
            ("LG 20", "The list of numbers is looked through every half year.", false),
        ],
    ),
];

/// Fills the past.
pub(super) async fn fill(app: &App, administrator: &Acting) -> Result<()> {
    let today = app.clock.today(&administrator.group.time_zone);
    for (ago, talk, decisions) in TOLD {
        let day = today.checked_sub(ago.days()).unwrap_or(today);
        let agreed: String = decisions.iter().map(|(reference, words, _)| format!("{reference}: {words}\n")).collect();
        let text = format!("Letters group of North Moor\nMeeting of {}\n{talk}\nAgreed:\n{agreed}", kernel::words::date(day));
        let new =
            NewMinute { title: format!("Letters group, {}", kernel::words::date(day)), held_on: day.to_string(), keep_doubtful: false };
        let file = File { name: format!("letters-group-{day}.txt"), bytes: text.into_bytes(), too_large: false };
        let number = bring_minute(app, administrator, &new, file).await?;
        let mut tx = app.begin().await?;
        for (reference, words, lasting) in *decisions {
            let decision = NewDecision {
                reference: (*reference).into(),
                words: (*words).into(),
                decided_on: day.to_string(),
                lasting: *lasting,
                review_on: String::new(),
            };
            mark(app, &mut tx, administrator, number, &decision).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}
