//! The made-up board's surveys: a baseline before its first meeting, and a round a year later.

use cascade::surveys::{self, Given, QUESTIONS};
use group::acting::Acting;
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Result, clock};

/// What people answered in a round.
struct Told {
    /// How many days ago it was opened, and how many days it was open.
    opened: i64,
    open: i64,
    /// How many of each sector answered.
    sectors: &'static [(&'static str, usize)],
    /// How many in a hundred gave each answer to each question, in their order.
    shares: [&'static [usize]; 4],
    texts: &'static [&'static str],
}

const ROUNDS: &[Told] = &[
    Told {
        opened: 745,
        open: 28,
        sectors: &[("primary", 26), ("secondary", 20), ("out-of-hours", 8), ("community", 4), ("other", 2)],
        shares: [&[18, 37, 26, 15, 4], &[20, 31, 33, 5, 2, 9], &[21, 52, 27], &[2, 11, 24, 36, 27]],
        texts: &[
            "Being sent back to the practice for a referral that the hospital could make itself",
            "Nobody can tell them when they will be seen",
            "Discharged on a Friday without the medicines list",
            "They tell the same story four times",
            "Test results that each side thinks the other one gives",
            "Letters that arrive after the patient",
            "Fit notes: they are sent from one to the other",
            "Long waits, and no word in between",
            "Different advice on the same tablets",
            "Out of hours cannot see the plan that was made by day",
        ],
    },
    Told {
        opened: 380,
        open: 28,
        sectors: &[("primary", 34), ("secondary", 26), ("out-of-hours", 11), ("community", 6), ("other", 3)],
        shares: [&[6, 24, 30, 32, 8], &[4, 14, 34, 33, 6, 9], &[54, 25, 21], &[9, 28, 20, 12, 31]],
        texts: &[
            "Letters are quicker now, yet the medicines list is still not always in them",
            "Waiting, and not knowing whom to ask while they wait",
            "Still sent back for referrals, though less often",
            "Test results: better since it is written who tells the patient",
            "Blood tests asked for by the hospital and done in the practice",
            "Transport home after an evening discharge",
            "Two phone numbers, and neither is answered",
            "Plans for the last weeks of life that the night service cannot read",
            "Being discharged from a list because of one missed letter",
            "New tablets started without a word on who goes on with them",
            "People who live far off come twice for what could be one visit",
            "They ask us what the letter means",
        ],
    },
];

/// Asks as the administrator and answers as everybody who had a link. Both rounds are closed, and their results are shown.
pub(super) async fn hold(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    for told in ROUNDS {
        let opened = now - SignedDuration::from_hours(24 * told.opened);
        let closes = opened + SignedDuration::from_hours(24 * told.open);
        app.clock.set(opened);
        let mut tx = app.begin().await?;
        let round = surveys::open(app, &mut tx, administrator, &clock::day_of(closes, &group.time_zone).to_string()).await?;
        let links = surveys::links(&mut tx, group.id, round.id).await?;
        for (at, given) in given(told).into_iter().enumerate() {
            let link = &links[at * 7 % links.len()];
            surveys::answer(app, &mut tx, group, &link.code, &given, &format!("demonstration/{}/{at}", round.number)).await?;
        }
        app.clock.set(closes + SignedDuration::from_hours(24));
        surveys::show(app, &mut tx, administrator, round.number).await?;
        app.commit(tx).await?;
    }
    Ok(())
}

/// Everybody's answers: spread as the shares say, now and then with a question skipped, a few with a line in words.
fn given(told: &Told) -> Vec<Given> {
    let sectors = told.sectors.iter().flat_map(|(sector, n)| std::iter::repeat_n(*sector, *n));
    let mut texts = told.texts.iter();
    let one = |(at, sector): (usize, &str)| {
        let chosen = std::array::from_fn(|question| {
            let skipped = (at + 5 * question) % 19 == 7;
            let place = (at * 37 + question * 29) % 100;
            if skipped { String::new() } else { choice(question, told.shares[question], place).to_owned() }
        });
        let text = if at % 5 == 2 { texts.next().copied().unwrap_or_default() } else { "" };
        Given { sector: sector.to_owned(), chosen, text: text.to_owned() }
    };
    sectors.enumerate().map(one).collect()
}

/// The answer in whose share a place between 0 and 99 lies.
fn choice(question: usize, shares: &[usize], place: usize) -> &'static str {
    let mut passed = 0;
    let at = shares.iter().position(|share| {
        passed += share;
        place < passed
    });
    at.and_then(|at| QUESTIONS[question].choices.get(at)).map_or("", |(key, _)| key)
}
