//! The space of meanings, stretched so that differences within one fault count for little.
//!
//! It is learnt when the catalogue changes (`cargo run -p xtask -- faults`), and ships with the lines as they lie in it: to make
//! ready, nothing is worked out.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::super::sentence::WIDTH;

/// How much is added to every direction's spread: three times the mean. It keeps directions of which the catalogue tells
/// little as they are. Chosen on the half of the made-up twins that is for choosing.
const CAUTION: f32 = 3.0;

/// A line is kept in four bits a number: at most so many steps either way. Against half a thousand numbers each step is chance.
const STEPS: f32 = 7.0;

#[derive(Debug)]
pub(super) struct Space {
    middle: Array1<f32>,
    /// Lower triangle of the spread within a fault (Cholesky).
    spread: Array2<f32>,
    /// The catalogue's lines, stretched.
    lines: Array2<f32>,
}

/// The same direction with length one.
pub(super) fn unit(mut numbers: Vec<f32>) -> Vec<f32> {
    let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt().max(1e-12);
    numbers.iter_mut().for_each(|number| *number /= length);
    numbers
}

impl Space {
    /// Learns the space from the meanings of lines whose fault is known.
    pub(super) fn learnt(meanings: Vec<Vec<f32>>, of_line: &[usize]) -> Option<Self> {
        let numbers = meanings.into_iter().flat_map(unit).collect();
        let meanings = Array2::from_shape_vec((of_line.len(), WIDTH), numbers).ok()?;
        let middle = meanings.mean_axis(Axis(0))?;
        let mut lines = meanings - &middle;
        for mut line in lines.outer_iter_mut() {
            let length = line.dot(&line).sqrt().max(1e-12);
            line /= length;
        }
        let faults = of_line.iter().max()? + 1;
        let (mut centres, mut sizes) = (Array2::<f32>::zeros((faults, WIDTH)), vec![0.0_f32; faults]);
        for (line, fault) in lines.outer_iter().zip(of_line) {
            let mut centre = centres.row_mut(*fault);
            centre += &line;
            sizes[*fault] += 1.0;
        }
        let mut apart = lines.clone();
        for (mut line, fault) in apart.outer_iter_mut().zip(of_line) {
            line -= &(&centres.row(*fault) / sizes[*fault]);
        }
        let mut within = apart.t().dot(&apart) / of_line.len() as f32;
        let mean = within.diag().sum() / WIDTH as f32;
        within /= CAUTION * mean;
        within.diag_mut().iter_mut().for_each(|spread| *spread += 1.0);
        // The lines are stretched by the triangle as it will be read.
        let spread = triangle(&within)?;
        let kept = spread.outer_iter().enumerate().flat_map(|(row, numbers)| read_row(&kept_row(numbers.as_slice().unwrap_or(&[]), row)));
        let mut space =
            Self { middle, spread: Array2::from_shape_vec((WIDTH, WIDTH), kept.collect()).ok()?, lines: Array2::zeros((0, WIDTH)) };
        let stretched: Vec<f32> = lines.outer_iter().flat_map(|line| space.stretch(line)).collect();
        space.lines = Array2::from_shape_vec((of_line.len(), WIDTH), stretched).ok()?;
        Some(space)
    }

    /// The space as it ships: the middle, the triangle in sixteen bits a number, the lines in four.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.middle.iter().flat_map(|number| number.to_le_bytes()));
        for (row, numbers) in self.spread.outer_iter().enumerate() {
            out.extend(kept_row(numbers.as_slice().unwrap_or(&[]), row));
        }
        self.lines.outer_iter().for_each(|line| out.extend(kept_line(&line.to_vec())));
    }

    /// The space as it was written, with so many lines; nothing if these are not its bytes.
    pub(super) fn read(mut bytes: &[u8], lines: usize) -> Option<Self> {
        let mut take = |length: usize| {
            let (taken, rest) = bytes.split_at_checked(length)?;
            bytes = rest;
            Some(taken)
        };
        let middle: Vec<f32> = take(WIDTH * 4)?.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
        let mut spread = Vec::with_capacity(WIDTH * WIDTH);
        for row in 0..WIDTH {
            spread.extend(read_row(take(4 + 2 * (row + 1))?));
        }
        let mut numbers = Vec::with_capacity(lines * WIDTH);
        for line in take(lines * LINE)?.chunks_exact(LINE) {
            numbers.extend(read_line(line));
        }
        let space = Self {
            middle: Array1::from_vec(middle),
            spread: Array2::from_shape_vec((WIDTH, WIDTH), spread).ok()?,
            lines: Array2::from_shape_vec((lines, WIDTH), numbers).ok()?,
        };
        bytes.is_empty().then_some(space)
    }

    pub(super) fn stretched(&self, meaning: &[f32]) -> Vec<f32> {
        let centred = unit(meaning.iter().zip(&self.middle).map(|(number, middle)| number - middle).collect());
        self.stretch(ArrayView1::from(&centred))
    }

    /// Solves the triangle for one direction: what comes out has the agreement that the spread asks for.
    fn stretch(&self, direction: ArrayView1<f32>) -> Vec<f32> {
        let mut out: Vec<f32> = Vec::with_capacity(WIDTH);
        for (number, row) in direction.iter().zip(self.spread.outer_iter()) {
            let known: f32 = row.iter().zip(&out).map(|(factor, value)| factor * value).sum();
            let own = row.get(out.len()).copied().unwrap_or(1.0);
            out.push((number - known) / own);
        }
        unit(out)
    }

    /// How near a direction is to each line.
    pub(super) fn near(&self, stretched: &[f32]) -> Vec<f32> {
        self.lines.dot(&ArrayView1::from(stretched)).to_vec()
    }

    /// A line as it is kept.
    #[cfg(test)]
    pub(super) fn line(&self, place: usize) -> Vec<f32> {
        self.lines.row(place).to_vec()
    }
}

/// How many bytes a line takes.
const LINE: usize = 4 + WIDTH / 2;

fn kept_line(numbers: &[f32]) -> Vec<u8> {
    let scale = largest(numbers) / STEPS;
    let step = |number: f32| (number / scale).round() as i8 + 8;
    let pairs = numbers.as_chunks::<2>().0.iter().map(|[one, other]| (step(*one) | step(*other) << 4).cast_unsigned());
    scale.to_le_bytes().into_iter().chain(pairs).collect()
}

fn read_line(bytes: &[u8]) -> Vec<f32> {
    let Some((scale, pairs)) = bytes.split_first_chunk::<4>() else { return Vec::new() };
    let (scale, number) = (f32::from_le_bytes(*scale), |step: u8| f32::from(step) - 8.0);
    pairs.iter().flat_map(|pair| [number(pair & 15) * scale, number(pair >> 4) * scale]).collect()
}

/// A row of the triangle: up to the diagonal, what is beyond is nought.
fn kept_row(numbers: &[f32], row: usize) -> Vec<u8> {
    let numbers = numbers.get(..=row).unwrap_or(numbers);
    let scale = largest(numbers) / f32::from(i16::MAX);
    let steps = numbers.iter().flat_map(|number| ((number / scale).round() as i16).to_le_bytes());
    scale.to_le_bytes().into_iter().chain(steps).collect()
}

fn read_row(bytes: &[u8]) -> Vec<f32> {
    let Some((scale, steps)) = bytes.split_first_chunk::<4>() else { return Vec::new() };
    let scale = f32::from_le_bytes(*scale);
    let mut numbers: Vec<f32> = steps.as_chunks::<2>().0.iter().map(|step| f32::from(i16::from_le_bytes(*step)) * scale).collect();
    numbers.resize(WIDTH, 0.0);
    numbers
}

fn largest(numbers: &[f32]) -> f32 {
    numbers.iter().fold(f32::MIN_POSITIVE, |largest, number| largest.max(number.abs()))
}

/// The lower triangle whose product with its mirror image is the table (Cholesky); nothing if there is none.
fn triangle(table: &Array2<f32>) -> Option<Array2<f32>> {
    let mut lower = Array2::<f32>::zeros(table.dim());
    for row in 0..table.nrows() {
        for column in 0..=row {
            let known = lower.row(row).iter().zip(lower.row(column)).take(column).map(|(a, b)| a * b).sum::<f32>();
            let left = table[[row, column]] - known;
            lower[[row, column]] = match row == column {
                true if left > 0.0 => left.sqrt(),
                true => return None,
                false => left / lower[[column, column]],
            };
        }
    }
    Some(lower)
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else_is() {
        let meanings: Vec<Vec<f32>> =
            (0..40_i16).map(|n| (0..WIDTH as i16).map(|part| f32::from((n * 31 + part * 17) % 23 - 11)).collect()).collect();
        let of_line: Vec<usize> = (0..40).map(|n| n / 4).collect();
        let space = Space::learnt(meanings.clone(), &of_line).expect("a space");
        let mut bytes = Vec::new();
        space.write(&mut bytes);
        let read = Space::read(&bytes, 40).expect("its own bytes");
        assert_eq!(space.stretched(&meanings[3]), read.stretched(&meanings[3]), "the triangle is kept as it is used");
        let far = space.lines.iter().zip(&read.lines).fold(0.0_f32, |far, (one, other)| far.max((one - other).abs()));
        assert!(far < 0.03, "{far}");
        assert!(Space::read(&bytes, 41).is_none() && Space::read(&bytes, 39).is_none() && Space::read(&bytes[..9], 40).is_none());
    }
}
