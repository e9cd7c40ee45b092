//! What a report asks of those above: as it is typed, as it is awaited once both sides approved it, and what earlier reports asked.

use jiff::civil::Date;
use kernel::{
    App, On, Result, Tx,
    form::{Checks, Fields, TextRule},
};
use uuid::Uuid;

use super::{
    model::{Ask, Earlier, Report},
    queries::Period,
};
use crate::answers::{self, Awaited, Kind};

/// The most asks of a report: of more none is heard.
pub(super) const MOST: usize = 6;
/// Asks of before that are looked through.
const LOOKED: i64 = 500;

/// The asks of a form. One that keeps its place keeps its key, so that an answer stays with it.
pub(super) fn typed(app: &App, checks: &mut Checks, typed: &Fields, before: &[Ask]) -> Result<Vec<Ask>> {
    let mut asks = Vec::new();
    for at in 1..=MOST {
        let [ask, wanted, by, key] = ["ask", "wanted", "by", "key"].map(|name| format!("{name}-{at}"));
        let raw = [typed.get(&ask), typed.get(&wanted)];
        if raw.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        let rule = |required, name| TextRule { required: Some(required), name, max: 600, lines: true };
        let words = checks.text(ask, raw[0], rule("Say in a sentence or two what it is about", "The ask"));
        let decision = checks.text(wanted, raw[1], rule("Say which decision you would like", "The decision"));
        let day = typed.get(&by).trim();
        let read: Option<Date> = day.parse().ok();
        if !day.is_empty() && read.is_none() {
            checks.fail(by, "Enter a day, such as 2027-03-31, or leave it empty");
        }
        let known = typed.get(&key).parse::<Uuid>().ok().filter(|key| before.iter().any(|ask| ask.id == *key));
        let id = match known {
            Some(id) => id,
            None => app.ids.key(app.clock.now())?,
        };
        asks.push(Ask { id, words, wanted: decision, by: read });
    }
    Ok(asks)
}

/// From now on the group waits for answers to what an approved version asks, and for none to what only the one before it asked.
pub(super) async fn await_answers(tx: &mut Tx, group: Uuid, report: &Report, today: Date) -> Result<()> {
    let mut kept = Vec::new();
    for (place, ask) in (1..).zip(&report.content.asks) {
        let one = Awaited {
            id: ask.id,
            kind: Kind::Ask,
            about: report.root,
            number: report.number,
            place,
            words: ask.words.clone(),
            wanted: ask.wanted.clone(),
            asked_on: today,
            answer_by: ask.by,
            to_agenda: true,
            answer: String::new(),
            answered_on: None,
            by_link: false,
            ended_on: None,
            item: None,
        };
        if !answers::reword(tx, group, &one).await? {
            answers::expect(tx, group, &one).await?;
        }
        kept.push(ask.id);
    }
    answers::end_left_out(tx, group, report.root, &kept, today).await
}

/// What other reports asked by the end of a period, and is not answered, or was answered since it began. `own` is the number of the report
/// itself.
pub(super) async fn earlier(on: impl Into<On<'_>>, group: Uuid, (from, to): Period, own: Option<i64>) -> Result<Vec<Earlier>> {
    let all = answers::of_kind(on, group, Kind::Ask, LOOKED).await?;
    let concerns = |one: &Awaited| {
        Some(one.number) != own && one.asked_on <= to && one.ended_on.is_none() && one.answered_on.is_none_or(|day| day >= from)
    };
    let mut earlier: Vec<Earlier> = all
        .into_iter()
        .filter(concerns)
        .map(|one| Earlier {
            place: one.place_words(),
            words: one.words,
            asked_on: one.asked_on,
            answer: one.answer,
            answered_on: one.answered_on,
        })
        .collect();
    earlier.reverse();
    Ok(earlier)
}
