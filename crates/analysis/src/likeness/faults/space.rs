//! The space of meanings, stretched so that differences within one fault count for little.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::super::sentence::WIDTH;

/// How much is added to every direction's spread: three times the mean. It keeps directions of which the catalogue tells
/// little as they are. Chosen on the half of the made-up twins that is for choosing.
const CAUTION: f32 = 3.0;

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
    /// Learns the space from lines whose fault is known.
    pub(super) fn of(numbers: Vec<f32>, of_line: &[usize]) -> Option<Self> {
        let numbers = numbers.chunks_exact(WIDTH).flat_map(|line| unit(line.to_vec())).collect();
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
        within.diag_mut().iter_mut().for_each(|spread| *spread = *spread / (CAUTION * mean) + 1.0);
        for row in 0..WIDTH {
            for column in (0..WIDTH).filter(|column| *column != row) {
                within[[row, column]] /= CAUTION * mean;
            }
        }
        let mut space = Self { middle, spread: triangle(&within)?, lines: Array2::zeros((0, WIDTH)) };
        let stretched: Vec<f32> = lines.outer_iter().flat_map(|line| space.stretch(line)).collect();
        space.lines = Array2::from_shape_vec((of_line.len(), WIDTH), stretched).ok()?;
        Some(space)
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
