//! How the weights are learnt: two logistic regressions, one on what a text means and one on its words, for the theme and for the
//! direction, and which way the reports of each theme go. The same texts always give the same weights.

use std::collections::BTreeMap;

use super::{
    pieces::pieces,
    texts::{self, Known, SHARED},
    weights::{FORMAT, unit},
};
use crate::likeness::{Abbreviations, Sentences};

/// How strongly weights are pulled to nought; chosen by leaving out a quarter of the examples in turn.
const PULL: f32 = 3e-4;
const ROUNDS: usize = 300;

/// A text as numbers: few of very many places.
type Row = Vec<(usize, f32)>;

/// A text with its class and how much it counts.
type Example = (Row, usize, f32);

/// Works out the weights, as a file.
#[must_use]
pub fn derived(sentences: &Sentences) -> Vec<u8> {
    let (known, table) = (texts::all(), Abbreviations::default());
    let written: Vec<String> = known.iter().map(|known| table.written_out(known.text)).collect();
    let mut out = FORMAT.to_vec();
    out.extend(texts::sum().to_le_bytes());
    out.extend(sentences.checksum().to_le_bytes());
    let meanings = centred(written.iter().map(|text| sentences.meaning(text)).collect());
    let words = Words::of(&written);
    for (classes, class) in [(SHARED.len(), (|known| Some(known.theme)) as fn(&Known) -> Option<usize>), (3, |known| known.direction)] {
        let chosen: Vec<(usize, usize, f32)> =
            known.iter().enumerate().filter_map(|(at, known)| class(known).map(|class| (at, class, known.counts))).collect();
        let rows = |all: &[Row]| -> Vec<Example> {
            chosen.iter().filter_map(|(at, class, counts)| Some((all.get(*at)?.clone(), *class, *counts))).collect()
        };
        let weights = regression(&rows(&meanings.rows), meanings.centre.len(), classes);
        write_meanings(&mut out, weights, &meanings.centre, classes);
        words.write(&mut out, &regression(&rows(&words.rows), words.telling.len(), classes), classes);
    }
    out.extend(ways(&known).iter().flatten().flat_map(|share| share.to_le_bytes()));
    out
}

/// How the reports of each theme are shared among the three directions; one of each is added, so that none is ruled out.
fn ways(known: &[Known]) -> Vec<[f32; 3]> {
    let mut ways = vec![[1.0_f32; 3]; SHARED.len()];
    for known in known {
        if let Some(way) = known.direction.and_then(|way| ways.get_mut(known.theme)?.get_mut(way)) {
            *way += 1.0;
        }
    }
    for shares in &mut ways {
        let all: f32 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= all);
    }
    ways
}

struct Centred {
    rows: Vec<Row>,
    centre: Vec<f32>,
}

fn centred(meanings: Vec<Vec<f32>>) -> Centred {
    let n = meanings.len().max(1) as f32;
    let mut centre = vec![0.0; meanings.first().map_or(0, Vec::len)];
    meanings.iter().for_each(|meaning| centre.iter_mut().zip(meaning).for_each(|(sum, part)| *sum += part / n));
    let rows = meanings.iter().map(|meaning| meaning.iter().zip(&centre).map(|(part, mean)| part - mean).enumerate().collect());
    Centred { rows: rows.collect(), centre }
}

/// The centre goes into the last weight, so that a reader need not know it.
fn write_meanings(out: &mut Vec<u8>, mut weights: Vec<f32>, centre: &[f32], classes: usize) {
    let (of_parts, last) = weights.split_at_mut(centre.len() * classes);
    for (part, mean) in of_parts.chunks(classes).zip(centre) {
        last.iter_mut().zip(part).for_each(|(last, weight)| *last -= weight * mean);
    }
    out.extend((centre.len() as u16).to_le_bytes());
    out.extend(weights.iter().flat_map(|weight| weight.to_le_bytes()));
}

struct Words {
    /// The numbers of the pieces, each with how telling it is.
    telling: Vec<(u32, f32)>,
    rows: Vec<Row>,
}

impl Words {
    fn of(texts: &[String]) -> Self {
        let all: Vec<_> = texts.iter().map(|text| pieces(text)).collect();
        let mut said: BTreeMap<u32, (usize, bool)> = BTreeMap::new();
        all.iter().flatten().for_each(|piece| said.entry(piece.number).or_insert((0, piece.pair)).0 += 1);
        let kept = said.into_iter().filter(|(_, (times, pair))| !pair || *times > 1);
        let telling: Vec<(u32, f32)> =
            kept.map(|(number, (times, _))| (number, ((1.0 + texts.len() as f32) / (1.0 + times as f32)).ln())).collect();
        let rows = all.iter().map(|pieces| {
            let find = |number| telling.binary_search_by_key(&number, |(number, _)| *number).ok();
            unit(pieces.iter().filter_map(|piece| find(piece.number).map(|at| (at, telling[at].1))).collect())
        });
        Self { rows: rows.collect(), telling }
    }

    fn write(&self, out: &mut Vec<u8>, weights: &[f32], classes: usize) {
        let scale = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs())) / 127.0;
        out.extend((self.telling.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        let (of_pieces, last) = weights.split_at(self.telling.len() * classes);
        for ((number, telling), weights) in self.telling.iter().zip(of_pieces.chunks(classes)) {
            out.extend(number.to_le_bytes());
            out.extend(telling.to_le_bytes());
            out.extend(weights.iter().flat_map(|weight| ((weight / scale).round() as i8).to_le_bytes()));
        }
        out.extend(last.iter().flat_map(|weight| weight.to_le_bytes()));
    }
}

/// Weights for each place and class, and at the end one for each class alone (multinomial logistic regression by
/// accelerated descent).
fn regression(rows: &[Example], width: usize, classes: usize) -> Vec<f32> {
    let n = rows.iter().map(|(_, _, counts)| counts).sum::<f32>().max(1.0);
    let step = 1.0 / (steepness(rows, width) / 2.0 + PULL);
    let mut weights = vec![0.0_f32; (width + 1) * classes];
    let (mut ahead, mut speed) = (weights.clone(), 1.0_f32);
    for _ in 0..ROUNDS {
        let mut slope: Vec<f32> = ahead.iter().map(|weight| weight * PULL).collect();
        for (row, class, counts) in rows {
            let places = || row.iter().copied().chain([(width, 1.0)]);
            let mut sums = vec![0.0; classes];
            for (place, value) in places() {
                sums.iter_mut().zip(&ahead[place * classes..]).for_each(|(sum, weight)| *sum += value * weight);
            }
            super::weights::shares(&mut sums);
            sums[*class] -= 1.0;
            sums.iter_mut().for_each(|error| *error *= counts / n);
            for (place, value) in places() {
                slope[place * classes..].iter_mut().zip(&sums).for_each(|(slope, error)| *slope += value * error);
            }
        }
        let next: Vec<f32> = ahead.iter().zip(&slope).map(|(weight, slope)| weight - step * slope).collect();
        let faster = f32::midpoint(1.0, (1.0 + 4.0 * speed * speed).sqrt());
        ahead = next.iter().zip(&weights).map(|(next, before)| next + (speed - 1.0) / faster * (next - before)).collect();
        (weights, speed) = (next, faster);
    }
    weights
}

/// How steep the ground can be: the largest eigenvalue of the rows' second moments, by repeated multiplication.
fn steepness(rows: &[Example], width: usize) -> f32 {
    let n = rows.iter().map(|(_, _, counts)| counts).sum::<f32>().max(1.0);
    let (mut direction, mut length) = (vec![1.0_f32; width + 1], 1.0_f32);
    for _ in 0..30 {
        let mut next = vec![0.0_f32; width + 1];
        for (row, _, counts) in rows {
            let along = row.iter().map(|(place, value)| direction[*place] * value).sum::<f32>() + direction[width];
            row.iter().for_each(|(place, value)| next[*place] += along * value * counts / n);
            next[width] += along * counts / n;
        }
        length = next.iter().map(|part| part * part).sum::<f32>().sqrt().max(1e-9);
        direction = next.iter().map(|part| part / length).collect();
    }
    length * 1.05
}
