//! The agreements in force that may answer a text, the likest first.

use std::collections::HashMap;

use analysis::likeness::{Abbreviations, Engine, Mix, Vector, rank, why};
use group::groups::Group;
use kernel::{
    App, Result,
    app::{compute, compute_soon},
};

use super::store;
use crate::rules::{self, Agreement};

/// Below this nothing is named: the likest of a few agreements is then most often about something else.
const LEAST: f32 = 0.12;

/// An agreement that may answer a text.
#[derive(Clone, Debug)]
pub struct Answering {
    /// Its number.
    pub number: i64,
    /// How likely it is that it does: nought to one.
    pub score: f32,
    /// What both speak of, in a short phrase that repeats no word of the text.
    pub why: String,
    /// The agreement, as it is in force.
    pub agreement: Agreement,
}

/// The agreements in force that may answer a text, the likest first, at most so many. An agreement is as like as the likest of
/// the texts that it is found by. While the machine is busy none is named.
///
/// # Errors
/// When the database fails.
pub async fn answering(app: &App, group: &Group, text: &str, limit: usize) -> Result<Vec<Answering>> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    // The first use reads the model, which takes a fifth of a second.
    let engine = compute(|| Engine::get().name()).await?;
    let vectors = store::in_force(&app.db, group.id, engine).await?;
    if vectors.is_empty() {
        return Ok(Vec::new());
    }
    let text = text.to_owned();
    let found = compute_soon(move || likest(&text, &vectors, limit)).await?.unwrap_or_default();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut agreements: HashMap<i64, Agreement> =
        rules::in_force(&app.db, group.id).await?.into_iter().map(|agreement| (agreement.number, agreement)).collect();
    let whole = |(number, score, why)| agreements.remove(&number).map(|agreement| Answering { number, score, why, agreement });
    Ok(found.into_iter().filter_map(whole).collect())
}

/// Numbers with their score and why, the likest first.
fn likest(text: &str, kept: &[(i64, Vector)], limit: usize) -> Vec<(i64, f32, String)> {
    let (engine, table) = (Engine::get(), Abbreviations::default());
    let query = engine.vector(text, &table);
    let vectors: Vec<&Vector> = kept.iter().map(|(_, vector)| vector).collect();
    let mut out: Vec<(i64, f32, String)> = Vec::new();
    for scored in rank(&Mix::default(), &query, &vectors, vectors.len()) {
        let (number, vector) = &kept[scored.index];
        if scored.score < LEAST || out.len() >= limit {
            break;
        }
        if !out.iter().any(|(named, ..)| named == number) {
            out.push((*number, scored.score, why(engine, &table, text, &query, vector, false)));
        }
    }
    out
}
