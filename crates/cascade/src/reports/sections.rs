//! The assessment of a report, heading by heading: what came in, the yearly questions, what was decided, whether it held, who has heard,
//! actions, hours.

use documents::{Block, Span};
use kernel::words;

use super::{
    compose::{Links, period},
    model::Content,
    numbers::{Days, Given, Hours, Part},
    pictures,
};

/// Where a month that is not shown is drawn.
const LOW: u32 = 2;

/// Every heading of the assessment.
pub(super) fn assessment(content: &Content, links: &Links) -> Vec<Block> {
    let mut blocks = came_in(content, links);
    blocks.extend(questions(content, links));
    blocks.extend(decided(content, links));
    blocks.extend(held(content, links));
    blocks.extend(heard(content, links));
    blocks.extend(actions(content, links));
    blocks.extend(hours(content, links));
    blocks
}

/// A count as it may be told.
pub(super) fn told(n: Option<u64>) -> String {
    match n {
        Some(0) => "none".into(),
        Some(n) => words::thousands(n),
        None => "not shown".into(),
    }
}

pub(super) fn cell(span: Span) -> Vec<Span> {
    vec![span]
}

fn by(caption: &str, head: &str, of: &str, all: &[Part], links: &Links) -> Option<Block> {
    let row = |part: &Part| vec![cell(Span::plain(&part.name)), cell(links.reports(told(part.n), &format!("{of}.{}", part.key)))];
    (!all.is_empty()).then(|| Block::table(caption, &[head, "Reports"], all.iter().map(row).collect(), &[3, 1]))
}

/// The same, where the parts are many and most of them small: what is not shown stands in one sentence below, and not in a row each.
fn mostly_small(caption: &str, head: &str, of: &str, all: &[Part], links: &Links) -> Vec<Block> {
    let (shown, hidden): (Vec<Part>, Vec<Part>) = all.iter().cloned().partition(|part| part.n.is_some());
    let mut blocks: Vec<Block> = by(caption, head, of, &shown, links).into_iter().collect();
    let mut sentence = match hidden.len() {
        0 => return blocks,
        _ if shown.is_empty() => {
            vec![Span::plain(format!("{caption} no number is shown, because so few were counted or could be worked out: "))]
        }
        _ => vec![Span::plain("Not shown, because so few were counted or could be worked out: ")],
    };
    for (at, part) in hidden.iter().enumerate() {
        if at > 0 {
            sentence.push(Span::plain(if at + 1 == hidden.len() { " and " } else { ", " }));
        }
        sentence.push(links.reports(part.name.clone(), &format!("{of}.{}", part.key)));
    }
    sentence.push(Span::plain("."));
    blocks.push(Block::spans(sentence));
    blocks
}

/// The months as a picture, with the table that says the same.
pub(super) fn chart(content: &Content) -> Option<Block> {
    let months = &content.numbers.came_in.months;
    let most = months.iter().filter_map(|month| month.n).max()?;
    if most == 0 {
        return None;
    }
    let drawn = |n: Option<u64>| n.map_or(LOW, |n| u32::try_from(n).unwrap_or(u32::MAX));
    let points: Vec<(String, u32)> = months.iter().map(|month| (month.name.clone(), drawn(month.n))).collect();
    let whole = months.iter().all(|month| month.n.is_some());
    let values: Vec<f64> = points.iter().map(|(_, n)| f64::from(*n)).collect();
    let median = analysis::run_chart::median(&values).filter(|_| whole);
    let hidden = if whole { "" } else { " A month that is not shown is drawn at 2." };
    Some(Block::RunChart {
        title: "Reports each month".into(),
        summary: format!("The twelve months to {}; the most in one month were {most}.{hidden}", words::date(content.to)),
        unit: "reports".into(),
        points,
        twice_median: median.map(|median| (median * 2.0) as u32),
    })
}

/// Days in words: `12 days`, `5.5 days`.
pub(super) fn days_words(days: f64) -> String {
    format!("{days} {}", if days == 1.0 { "day" } else { "days" })
}

fn took(what: &str, days: &Days, of: &str, links: &Links) -> Block {
    let n = links.reports(told(days.n), of);
    match days.median {
        Some(median) => {
            Block::spans(vec![Span::plain(format!("{what}: {} (median), of ", days_words(median))), n, Span::plain(" reports.")])
        }
        None => Block::spans(vec![Span::plain(format!("{what}: reports for which that was so in the period: ")), n, Span::plain(".")]),
    }
}

fn came_in(content: &Content, links: &Links) -> Vec<Block> {
    let came = &content.numbers.came_in;
    let mut blocks = vec![Block::heading(2, "What came in")];
    blocks.push(Block::spans(vec![
        Span::plain("Reports: "),
        links.reports(words::thousands(came.reports), "reports"),
        Span::plain(". Thanks for something that worked well: "),
        links.reports(told(came.thanks), "thanks"),
        Span::plain(". Taken back by whoever raised them: "),
        links.reports(told(came.taken_back), "taken-back"),
        Span::plain("."),
    ]));
    blocks.extend(mostly_small("By theme", "Theme", "theme", &came.themes, links));
    blocks.extend(mostly_small("By where they come from", "From", "sector", &came.sectors, links));
    blocks.extend(mostly_small("By which way the work flows", "Way", "direction", &came.directions, links));
    blocks.extend(pictures::by_way(content, links));
    if let Some(chart) = chart(content) {
        blocks.push(chart);
        blocks.extend(by("Reports each month", "Month", "month", &came.months, links));
    }
    blocks.push(took("Days until a GP and a consultant had said what is done with it", &came.to_triage, "triage", links));
    blocks.push(took("Days until a decision was told", &came.to_outcome, "outcome", links));
    let mut open = vec![
        Span::plain(format!("Open on {}: ", words::date(content.composed_on))),
        links.reports(words::thousands(came.open), "open"),
        Span::plain("."),
    ];
    if let Some(oldest) = &came.oldest {
        open.push(Span::plain(" The oldest, "));
        let reference = oldest.reference.clone();
        let path = format!("/issues/{reference}");
        open.push(if matches!(links.reports("", ""), Span { link: Some(_), .. }) {
            links.page(reference, &path)
        } else {
            Span::plain(reference)
        });
        open.push(Span::plain(format!(", was raised {} before.", words::count(oldest.days, "day", "days"))));
    }
    blocks.push(Block::spans(open));
    blocks
}

fn questions(content: &Content, links: &Links) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, "How the two sides work together")];
    let Some(survey) = &content.numbers.survey else {
        blocks.push(Block::paragraph("Nobody has been asked yet, or the answers are not shown yet."));
        return blocks;
    };
    let title = links.page(survey.title.clone(), &format!("/surveys/{}", survey.round));
    blocks.push(Block::spans(vec![
        Span::plain("The same questions are asked once a year of clinicians on both sides. Here: "),
        title,
        Span::plain("."),
    ]));
    let shown = |text: &str| if text.is_empty() { "not shown".to_owned() } else { text.to_owned() };
    if survey.round == 1 {
        let row = |line: &super::numbers::SurveyLine| {
            vec![cell(Span::plain(&line.asks)), cell(Span::plain(&line.who)), cell(Span::plain(shown(&line.latest)))]
        };
        blocks.push(Block::table("", &["Question", "Who", "Baseline"], survey.lines.iter().map(row).collect(), &[4, 2, 4]));
    } else {
        let row = |line: &super::numbers::SurveyLine| {
            [&line.asks, &line.who, &shown(&line.baseline), &shown(&line.latest)].into_iter().map(|text| cell(Span::plain(text))).collect()
        };
        blocks.push(Block::table(
            "",
            &["Question", "Who", "Baseline", &survey.title],
            survey.lines.iter().map(row).collect(),
            &[3, 2, 3, 3],
        ));
    }
    blocks
}

fn became(key: &str) -> &'static str {
    match key {
        "done" => "done",
        "doing" => "being done",
        "could-not" => "could not be done",
        _ => "agreed",
    }
}

fn decided(content: &Content, links: &Links) -> Vec<Block> {
    let decided = &content.numbers.decided;
    let mut blocks = vec![Block::heading(2, "What was decided, and what changed")];
    if decided.is_empty() {
        blocks.push(Block::paragraph("No decision of this period is confirmed by both sides."));
        return blocks;
    }
    let of = |key: &str| decided.iter().filter(|one| one.became == key).count();
    blocks.push(Block::spans(vec![
        Span::plain("Decisions: "),
        links.number(decided.len().to_string(), "decisions"),
        Span::plain(". Of those done: "),
        links.number(of("done").to_string(), "decisions.done"),
        Span::plain(", being done: "),
        links.number(of("doing").to_string(), "decisions.doing"),
        Span::plain(", could not be done: "),
        links.number(of("could-not").to_string(), "decisions.could-not"),
        Span::plain("."),
    ]));
    let row = |one: &super::numbers::Decided| {
        let path = format!("/decisions/{}", one.reference.replace('/', "-"));
        vec![
            cell(links.page(one.reference.clone(), &path)),
            cell(Span::plain(words::date(one.decided_on))),
            cell(Span::plain(&one.words)),
            cell(Span::plain(became(&one.became))),
        ]
    };
    blocks.push(Block::table("", &["Decision", "Day", "What was decided", "Stands"], decided.iter().map(row).collect(), &[2, 3, 8, 2]));
    blocks
}

fn held(content: &Content, links: &Links) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, "Did it hold?")];
    blocks.push(Block::paragraph("Some months after an outcome whoever raised it is asked whether it has held. Here are the outcomes that became so old in this period."));
    let row = |one: &super::numbers::Held| {
        let number = |n: u64, what: &str| cell(links.number(n.to_string(), &format!("held.{}.{what}", one.months)));
        vec![
            cell(Span::plain(words::count(one.months.unsigned_abs(), "month", "months"))),
            number(one.outcomes, "all"),
            number(one.held, "held"),
            number(one.came_back, "came-back"),
            number(one.unknown, "unknown"),
        ]
    };
    let rows = content.numbers.held.iter().map(row).collect();
    blocks.push(Block::table("", &["After", "Outcomes", "Held", "Came back", "Not known"], rows, &[2, 2, 2, 2, 2]));
    blocks
}

fn heard(content: &Content, links: &Links) -> Vec<Block> {
    let heard = &content.numbers.heard;
    let coverage = format!("/cascade/coverage?from={}&to={}", content.from, content.to);
    let number = |n: u64| links.page(words::thousands(n), &coverage);
    let mut spans = vec![
        Span::plain("Decisions that are told beyond the group: "),
        number(heard.decisions),
        Span::plain("; reached at least one network or group: "),
        number(heard.reached),
        Span::plain(". Counting each decision and each network: due "),
        number(heard.due),
        Span::plain(", sent "),
        number(heard.sent),
        Span::plain(" (acknowledged "),
        number(heard.acknowledged),
        Span::plain("), missed "),
        number(heard.missed),
        Span::plain(", due later "),
        number(heard.waits),
        Span::plain("."),
    ];
    if let Some(days) = heard.median_days {
        spans.push(Span::plain(format!(" From decision to reader it took {} (median).", days_words(days))));
    }
    let mut blocks = vec![Block::heading(2, "Who has heard"), Block::spans(spans)];
    blocks.extend(pictures::by_network(heard, &number));
    blocks
}

fn actions(content: &Content, links: &Links) -> Vec<Block> {
    let actions = &content.numbers.actions;
    let number = |n: u64, of: &str| links.number(words::thousands(n), of);
    let spans = vec![
        Span::plain("Set in the period: "),
        number(actions.set, "actions.set"),
        Span::plain(". Closed in it: "),
        number(actions.closed, "actions.closed"),
        Span::plain(". Open at its end: "),
        number(actions.open, "actions.open"),
        Span::plain(", of those carried forward: "),
        number(actions.carried, "actions.carried"),
        Span::plain("."),
    ];
    vec![Block::heading(2, "Actions"), Block::spans(spans)]
}

/// Minutes as hours: `12.5 hours`.
pub(super) fn hours_words(minutes: u64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    let hours = if tenths.is_multiple_of(10) {
        words::thousands(tenths / 10)
    } else {
        format!("{}.{}", words::thousands(tenths / 10), tenths % 10)
    };
    format!("{hours} {}", if tenths == 10 { "hour" } else { "hours" })
}

/// By what hours are counted: the room's clock, the planned length, or either.
fn how_counted(hours: &Hours) -> String {
    const THERE: &str =
        "for everybody of the group who was there, from the item on at which they came and until the one at which they left";
    const PLANNED: &str = "Counted is the planned length of each meeting";
    match hours.recorded {
        None => format!("{PLANNED} for everybody of the group who was there."),
        Some(0) => format!("{PLANNED}, {THERE}: how long they really took was not recorded."),
        Some(n) if n >= hours.meetings => format!("Counted is how long each meeting really took, {THERE}."),
        Some(n) => format!(
            "Counted is how long meetings really took, {THERE}. That was recorded of {} of them; for the others it is the planned length.",
            words::thousands(n)
        ),
    }
}

fn hours(content: &Content, links: &Links) -> Vec<Block> {
    let hours = &content.numbers.hours;
    let row = |(who, given): (&str, Given)| {
        let times = links.number(words::thousands(given.times), "meetings");
        vec![cell(Span::plain(who)), cell(times), cell(links.number(hours_words(given.minutes), "meetings"))]
    };
    let rows = [("GPs", hours.gps), ("Consultants", hours.consultants), ("Others of the group", hours.others)].map(row).into();
    vec![
        Block::heading(2, "Hours given by each side"),
        Block::spans(vec![
            Span::plain(format!("Meetings held, {}: ", period(content))),
            links.number(words::thousands(hours.meetings), "meetings"),
            Span::plain(format!(
                ". {} Reading, work on actions, travel and the administrator’s own hours come on top and are not counted.",
                how_counted(hours)
            )),
        ]),
        Block::table("", &["Side", "Times somebody was there", "Hours"], rows, &[3, 2, 2]),
    ]
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn hours_and_days_are_said_as_people_say_them() {
        assert_eq!((hours_words(0).as_str(), hours_words(60).as_str(), hours_words(90).as_str()), ("0 hours", "1 hour", "1.5 hours"));
        assert_eq!(
            (hours_words(12_345).as_str(), days_words(1.0).as_str(), days_words(5.5).as_str()),
            ("205.8 hours", "1 day", "5.5 days")
        );
        assert_eq!((told(None).as_str(), told(Some(0)).as_str(), told(Some(1_200)).as_str()), ("not shown", "none", "1,200"));
    }
}
