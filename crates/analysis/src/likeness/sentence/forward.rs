//! From pieces of words to a meaning: embedding, six layers of attention, and the mean.

use ndarray::{Array2, ArrayView2, Axis, Slice, concatenate};

use super::{
    WIDTH,
    adapted::{Adaptation, Addition, Additions},
    file::{Reader, Rows},
    tokenizer::LONGEST,
};

const LAYERS: usize = 6;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
pub(super) const INNER: usize = WIDTH * 4;

/// Everything that was learnt.
#[derive(Debug)]
pub(super) struct Weights {
    words: Rows,
    places: Rows,
    kind: Vec<f32>,
    first: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    /// Query, key and value beside each other: one product instead of three.
    look: Linear,
    join: Linear,
    after_join: Norm,
    widen: Linear,
    narrow: Linear,
    after_narrow: Norm,
}

/// A table and what is added after it. The table stands as it is multiplied: a row for each number that goes in.
#[derive(Debug)]
struct Linear {
    table: Array2<f32>,
    bias: Vec<f32>,
}

impl Linear {
    fn read(file: &mut Reader, to: usize, from: usize) -> Option<Self> {
        let table = Array2::from_shape_vec((to, from), file.rows(to, from)?.unpacked()).ok()?;
        Some(Self { table: table.t().as_standard_layout().into_owned(), bias: file.numbers(to)? })
    }

    /// The same with what was learnt of the field.
    fn and(mut self, addition: Option<&Addition>) -> Self {
        if let Some(addition) = addition {
            addition.add_to(&mut self.table);
        }
        self
    }

    /// Three tables as one.
    fn beside(three: [Self; 3]) -> Option<Self> {
        let table = concatenate(Axis(1), &three.each_ref().map(|one| one.table.view())).ok()?;
        Some(Self { table, bias: three.into_iter().flat_map(|one| one.bias).collect() })
    }

    fn of(&self, x: &Array2<f32>) -> Array2<f32> {
        let mut out = x.dot(&self.table);
        out.outer_iter_mut().for_each(|mut row| row.iter_mut().zip(&self.bias).for_each(|(value, bias)| *value += bias));
        out
    }
}

/// Brings each row to mean nought and spread one.
#[derive(Debug)]
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn read(file: &mut Reader) -> Option<Self> {
        Some(Self { scale: file.numbers(WIDTH)?, shift: file.numbers(WIDTH)? })
    }

    fn on(&self, x: &mut Array2<f32>) {
        for mut row in x.outer_iter_mut() {
            let Some(row) = row.as_slice_mut() else { continue };
            let mean = row.iter().sum::<f32>() / WIDTH as f32;
            let spread = row.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / WIDTH as f32;
            let by = 1.0 / (spread + 1e-12).sqrt();
            for ((value, scale), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
                *value = (*value - mean) * by * scale + shift;
            }
        }
    }
}

impl Layer {
    fn read(file: &mut Reader, additions: Option<&Additions>) -> Option<Self> {
        let added = |nth: usize| additions.and_then(|additions| additions.get(nth));
        Some(Self {
            look: Linear::beside([
                Linear::read(file, WIDTH, WIDTH)?.and(added(0)),
                Linear::read(file, WIDTH, WIDTH)?.and(added(1)),
                Linear::read(file, WIDTH, WIDTH)?.and(added(2)),
            ])?,
            join: Linear::read(file, WIDTH, WIDTH)?.and(added(3)),
            after_join: Norm::read(file)?,
            widen: Linear::read(file, INNER, WIDTH)?.and(added(4)),
            narrow: Linear::read(file, WIDTH, INNER)?.and(added(5)),
            after_narrow: Norm::read(file)?,
        })
    }

    /// Each piece looks at every other piece.
    fn attend(&self, x: &Array2<f32>) -> Array2<f32> {
        let all = self.look.of(x);
        let mut seen = Array2::zeros(x.dim());
        for head in 0..HEADS {
            let of = |nth: usize| all.slice_axis(Axis(1), Slice::from(nth * WIDTH + head * HEAD..nth * WIDTH + (head + 1) * HEAD));
            let mut weights = of(0).dot(&of(1).t());
            weights.outer_iter_mut().for_each(|mut row| row.as_slice_mut().into_iter().for_each(shares));
            seen.slice_axis_mut(Axis(1), Slice::from(head * HEAD..(head + 1) * HEAD)).assign(&weights.dot(&of(2)));
        }
        self.join.of(&seen)
    }

    fn on(&self, x: &mut Array2<f32>) {
        *x += &self.attend(x);
        self.after_join.on(x);
        let mut wide = self.widen.of(x);
        wide.iter_mut().for_each(|value| *value = gelu(*value));
        *x += &self.narrow.of(&wide);
        self.after_narrow.on(x);
    }
}

/// Turns marks into shares of one.
fn shares(row: &mut [f32]) {
    let by = 1.0 / (HEAD as f32).sqrt();
    let highest = row.iter().copied().fold(f32::MIN, f32::max);
    row.iter_mut().for_each(|value| *value = exp((*value - highest) * by));
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|value| *value /= sum);
}

/// The exponential of a number that is not above nought, good to seven figures. Written so that many are worked out at a time:
/// a call of the library's own for each number took a sixth of the whole.
fn exp(x: f32) -> f32 {
    /// Adding it leaves a whole number in the last bits.
    const WHOLE: f32 = 12_582_912.0;
    let twos = x.max(-87.0) * std::f32::consts::LOG2_E;
    let whole = twos + WHOLE;
    let part = (twos - (whole - WHOLE)) * std::f32::consts::LN_2;
    let series =
        1.0 + part * (1.0 + part * (0.5 + part * (0.166_666_67 + part * (0.041_666_67 + part * (0.008_333_334 + part * 0.001_388_889)))));
    f32::from_bits(series.to_bits().wrapping_add(whole.to_bits() << 23))
}

/// The model's own bend. The error function is Abramowitz and Stegun's 7.1.26, good to seven figures.
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let erf = 1.0 - poly * exp(-z * z);
    0.5 * x * (1.0 + erf.copysign(x))
}

impl Weights {
    pub(super) fn read(file: &mut Reader, words: usize, adaptation: Option<&Adaptation>) -> Option<Self> {
        let additions = |layer| adaptation.and_then(|adaptation: &Adaptation| adaptation.of(layer));
        Some(Self {
            words: file.rows(words, WIDTH)?,
            places: file.rows(LONGEST, WIDTH)?,
            kind: file.numbers(WIDTH)?,
            first: Norm::read(file)?,
            layers: (0..LAYERS).map(|layer| Layer::read(file, additions(layer))).collect::<Option<_>>()?,
        })
    }

    /// The mean of what the last layer says of each piece, brought to length one.
    pub(super) fn meaning(&self, tokens: &[usize]) -> Vec<f32> {
        let mut x = Array2::zeros((tokens.len(), WIDTH));
        for (place, (token, mut row)) in tokens.iter().zip(x.outer_iter_mut()).enumerate() {
            let Some(row) = row.as_slice_mut() else { continue };
            row.copy_from_slice(&self.kind);
            self.words.add_to(*token, row);
            self.places.add_to(place, row);
        }
        self.first.on(&mut x);
        self.layers.iter().for_each(|layer| layer.on(&mut x));
        let mean = mean(x.view());
        let length = mean.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        mean.into_iter().map(|value| value / length).collect()
    }
}

fn mean(x: ArrayView2<f32>) -> Vec<f32> {
    x.mean_axis(Axis(0)).map(|mean| mean.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn the_exponential_is_that_of_the_library() {
        for n in 0..=8_700 {
            let x = -(n as f32) / 100.0;
            let (ours, theirs) = (exp(x), x.exp());
            assert!((ours - theirs).abs() <= theirs * 1e-5 + 1e-37, "{x} {ours} {theirs}");
        }
        assert!(exp(f32::MIN) < 1e-36 && exp(0.0) == 1.0);
    }
}
