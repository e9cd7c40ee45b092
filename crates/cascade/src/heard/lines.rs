//! The lines, each with a link, for one person.

use futures_util::future::BoxFuture;
use group::{acting::Acting, membership, permissions::Verb, waiting::Waiting};
use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{App, Result, clock, words};
use meetings::digests::{Line, Weight};

use crate::{
    acknowledgements,
    answers::{self, Kind},
    letters,
    outings::{self, Told},
    reports,
};

/// Days back that are looked through for answers: on one of them everybody was told.
const LATELY: i64 = 14;
/// Days for which an edition that did not come out is listed beside what else waits. Then it is history, and the coverage page says so.
const UNSETTLED: i64 = 60;
/// The most editions and questions that are looked through.
const MOST: i64 = 100;

/// All that has come in from outside and waits for a first word, for one person. A [`meetings::digests::Source`].
pub fn lines<'a>(app: &'a App, acting: &'a Acting) -> BoxFuture<'a, Result<Vec<Line>>> {
    Box::pin(async move {
        let mut all = Vec::new();
        if acting.may(Verb::TurnKey) {
            all.extend(letters::first_words(app, acting).await?);
            all.extend(reports::first_words(app, acting).await?);
        }
        if acting.may(Verb::RunCascade) {
            let today = app.clock.today(&acting.group.time_zone);
            all.extend(editions(app, acting, today).await?);
            all.extend(questions(app, acting).await?);
            all.extend(answered(app, acting, today).await?);
        }
        Ok(all)
    })
}

/// What has come in from outside and asks for something: an edition that did not come out, a question that nobody has answered.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    if !acting.may(Verb::RunCascade) {
        return Ok(Vec::new());
    }
    let mut lines = editions(app, acting, app.clock.today(&acting.group.time_zone)).await?;
    lines.extend(questions(app, acting).await?);
    lines.retain(|line| !line.weight.is_news());
    Ok(lines.into_iter().map(|line| Waiting { name: line.key, title: line.title, href: line.href, ..Waiting::default() }).collect())
}

/// What editors said lately.
async fn editions(app: &App, acting: &Acting, today: Date) -> Result<Vec<Line>> {
    let group = &acting.group;
    let told = outings::recent(&app.db, group.id, MOST).await?;
    Ok(told
        .into_iter()
        .filter_map(|one| {
            let at: Timestamp = one.answered_at?;
            let days = i64::from((today - clock::day_of(at, &group.time_zone)).get_days());
            let (weight, what, most) = match one.told {
                Told::No => (Weight::Waits, "did not come out. What was in it can go into the next one".to_owned(), UNSETTLED),
                Told::Later(day) => (Weight::CameIn, format!("comes out on {}", words::date(day)), LATELY),
                Told::Yes => (Weight::InPassing, "came out".to_owned(), LATELY),
                Told::Waits => return None,
            };
            // What was put into the next edition is settled.
            (one.again.is_none() && days <= most).then(|| Line {
                key: format!("edition:{}:{}", one.edition.simple(), at.as_second()),
                weight,
                title: format!("{} of {} {what}", one.name, words::date(one.out_on)),
                href: format!("/{}/cascade", group.slug),
            })
        })
        .collect())
}

/// What committees ask about minutes, until it is answered or stands on an agenda.
async fn questions(app: &App, acting: &Acting) -> Result<Vec<Line>> {
    let group = &acting.group;
    let all = acknowledgements::questions(&app.db, group.id, None, MOST).await?;
    let open: Vec<_> = all.into_iter().filter(|one| one.answered_at.is_none() && one.item.is_none()).collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    // Whoever reads the group's mail was written to when it came.
    let contact = membership::contact(&app.db, group).await?.is_some_and(|contact| contact.eq_ignore_ascii_case(&acting.email));
    let line = |one: acknowledgements::Question| Line {
        key: format!("question:{}", one.id.simple()),
        weight: if contact { Weight::Known } else { Weight::Waits },
        title: format!("{} asks something about the minute of {}", one.name, words::date(one.held_on)),
        href: format!("/{}/cascade/questions", group.slug),
    };
    Ok(open.into_iter().map(line).collect())
}

/// What those above and whoever had a letter answered lately, without what this person wrote down themselves.
async fn answered(app: &App, acting: &Acting, today: Date) -> Result<Vec<Line>> {
    let group = &acting.group;
    let came = answers::answered_since(&app.db, group.id, today.saturating_sub(LATELY.days())).await?;
    let line = |one: answers::Awaited| Line {
        key: format!("answer:{}", one.id.simple()),
        weight: Weight::CameIn,
        title: match one.kind {
            Kind::Letter => format!("{} is answered", one.place_words()),
            Kind::Ask => format!("{} is answered by those above", one.place_words()),
        },
        href: format!("/{}/answers/{}", group.slug, one.id),
    };
    Ok(came.into_iter().filter(|(_, by)| *by != Some(acting.person)).map(|(one, _)| line(one)).collect())
}
