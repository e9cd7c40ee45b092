//! The yearly questions beside their baseline, in words: for a report. Nobody is shown of whom fewer than five answered.

use issues::issues::Sector;
use jiff::civil::Date;
use kernel::{On, Result, words};
use uuid::Uuid;

use super::{
    model::{QUESTIONS, Question, Round, Stage},
    results::{self, Tally, Told, Who},
    store,
};

/// What a round says, with the baseline beside it.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    /// The round's number.
    pub(crate) round: i64,
    /// What it is called.
    pub(crate) title: String,
    /// A line for each question and each group of people that may be shown.
    pub(crate) lines: Vec<Line>,
}

/// What a group of people answered to a question.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) asks: &'static str,
    pub(crate) who: &'static str,
    /// In the baseline; empty where it is not shown, or the round is the baseline itself.
    pub(crate) baseline: String,
    /// In the round; empty where it is not shown.
    pub(crate) latest: String,
}

/// The last round opened by a day whose results are shown; nothing before there is one.
///
/// # Errors
/// When the database fails.
pub(crate) async fn beside(on: impl Into<On<'_>>, group: Uuid, by: Date, today: Date) -> Result<Option<Beside>> {
    let mut on = on.into();
    let shown = |round: &Round| round.stage(today) == Stage::Shown;
    let rounds = store::rounds(on.again(), group).await?;
    let Some(latest) = rounds.iter().find(|round| round.opened_on <= by && shown(round)) else { return Ok(None) };
    let baseline = rounds.iter().find(|round| round.number == 1 && round.number != latest.number && shown(round));
    let counts = store::counts(on, group, 1, latest.number).await?;
    let mut lines = Vec::new();
    for question in &QUESTIONS {
        let now = results::told(question, latest.number, &counts);
        let before = baseline.map(|baseline| results::told(question, baseline.number, &counts));
        lines.extend(of_question(question, &now, before.as_ref()));
    }
    Ok(Some(Beside { round: latest.number, title: latest.title(), lines }))
}

fn of_question(question: &'static Question, now: &Told, before: Option<&Told>) -> Vec<Line> {
    let sectors = Sector::ALL.iter().copied().map(Who::Sector);
    let line = |who: Who| {
        let said = |told: &Told| tally(told, who).map(|tally| said(question, tally)).unwrap_or_default();
        let line = Line { asks: question.asks, who: who.words(), baseline: before.map(said).unwrap_or_default(), latest: said(now) };
        // Who is shown in neither round is not named by itself; that all are too few is said.
        (who == Who::All || !line.baseline.is_empty() || !line.latest.is_empty()).then_some(line)
    };
    std::iter::once(Who::All).chain(sectors).filter_map(line).collect()
}

fn tally(told: &Told, who: Who) -> Option<&Tally> {
    match who {
        Who::All => told.all.as_ref(),
        other => told.groups.iter().find(|(group, _)| *group == other).map(|(_, tally)| tally),
    }
}

fn said(question: &Question, tally: &Tally) -> String {
    format!("{}; {}", tally.words(question), words::count(tally.total(), "answer", "answers"))
}
