//! What was answered to a question, as a page says it: in words, as bars, and as a table.

use askama::{Template, filters::HtmlSafe};
use kernel::words;

use super::super::{
    model::Question,
    results::{Tally, Told, Who},
};

/// What was answered to a question, with the baseline beside it.
#[derive(Template)]
#[template(path = "surveys/pages/told.html")]
pub(super) struct Answered {
    key: &'static str,
    asks: &'static str,
    sentences: Vec<String>,
    bars: Option<Bars>,
    /// The answers, as heads of columns.
    choices: Vec<&'static str>,
    rows: Vec<Line>,
    /// Who is not shown, and why.
    hidden: Vec<String>,
}

// The template escapes its parts itself.
impl HtmlSafe for Answered {}

/// Whose answers, how many, and the share of each in hundredths.
struct Line {
    who: String,
    n: String,
    shares: Vec<(&'static str, u64)>,
}

/// A picture of 300 units across: each answer with its share, and a bar as long as that.
struct Bars {
    height: u64,
    bars: Vec<Bar>,
}

struct Bar {
    words: &'static str,
    share: String,
    /// How far down the words stand, the bar of this round, and that of the baseline.
    at: [u64; 3],
    /// How long it is.
    length: u64,
    /// How long the baseline's is.
    before: Option<u64>,
}

/// What the page says of a round's answers to a question; `before` is the baseline, where the round is a later one.
pub(super) fn answered(question: &'static Question, title: &str, now: &Told, before: Option<&Told>) -> Answered {
    let rounds = || [(now, title, "")].into_iter().chain(before.map(|before| (before, "Baseline", ", baseline")));
    let sectors = issues::issues::Sector::ALL.iter().copied().map(Who::Sector);
    let everybody = std::iter::once(Who::All).chain(sectors).chain([Who::Unsaid]);
    Answered {
        key: question.key,
        asks: question.asks,
        sentences: rounds().map(|(told, title, _)| sentence(question, title, told)).collect(),
        bars: now.all.as_ref().map(|all| bars(question, all, before.and_then(|before| before.all.as_ref()))),
        choices: question.choices.iter().map(|(_, words)| *words).collect(),
        rows: everybody.flat_map(|who| rounds().filter_map(move |(told, _, mark)| line(question, who, told, mark))).collect(),
        hidden: rounds().filter_map(|(told, title, _)| hidden(title, told)).collect(),
    }
}

fn sentence(question: &Question, title: &str, told: &Told) -> String {
    match &told.all {
        Some(all) => format!("{title}: {}; {}.", words::count(all.total(), "answer", "answers"), all.words(question)),
        None => format!("{title}: fewer than five answers, not shown."),
    }
}

fn line(question: &Question, who: Who, told: &Told, mark: &str) -> Option<Line> {
    let tally = match who {
        Who::All => told.all.as_ref()?,
        other => told.groups.iter().find(|(group, _)| *group == other).map(|(_, tally)| tally)?,
    };
    let shares = question.choices.iter().enumerate().map(|(at, (_, words))| (*words, tally.percent(at))).collect();
    Some(Line { who: format!("{}{mark}", who.words()), n: words::thousands(tally.total()), shares })
}

fn hidden(title: &str, told: &Told) -> Option<String> {
    // Where the whole is not shown, the sentence above says so already.
    told.all.as_ref()?;
    let names = |who: &[Who]| who.iter().map(|who| who.words()).collect::<Vec<_>>().join(", ");
    let few = (!told.few.is_empty()).then(|| format!("{} (fewer than five answers)", names(&told.few)));
    let beside = (!told.beside.is_empty()).then(|| format!("{} (fewer than five could be worked out from it)", names(&told.beside)));
    let both: Vec<String> = few.into_iter().chain(beside).collect();
    (!both.is_empty()).then(|| format!("{title}, not shown: {}.", both.join("; ")))
}

/// How far it is from one answer to the next, and from the words to the bars.
const WORDS: u64 = 14;
const THICK: u64 = 10;
const GAP: u64 = 12;

fn bars(question: &Question, now: &Tally, before: Option<&Tally>) -> Bars {
    let step = WORDS + THICK + GAP + if before.is_some() { THICK + 3 } else { 0 };
    let bar = |(at, (_, words)): (usize, &(&str, &'static str))| {
        let top = step * u64::try_from(at).unwrap_or(0);
        let share = match before {
            Some(before) => format!("{}%, was {}%", now.percent(at), before.percent(at)),
            None => format!("{}%", now.percent(at)),
        };
        let length = |tally: &Tally| 3 * tally.percent(at);
        let at = [top + WORDS - 2, top + WORDS + 3, top + WORDS + THICK + 6];
        Bar { words, share, at, length: length(now), before: before.map(length) }
    };
    let bars: Vec<Bar> = question.choices.iter().enumerate().map(bar).collect();
    Bars { height: step * u64::try_from(bars.len()).unwrap_or(0), bars }
}
