//! What was learnt of the field: for the upper layers of the model a product of two narrow tables, which is added to each of a
//! layer's tables when the model is read. A text then costs nothing more, and the published weights stay what they are.
//!
//! Written by `bench/adapt.py`; see `crates/analysis/model/NOTICE`.

use ndarray::{Array2, linalg::general_mat_mul};

use super::{WIDTH, file::open_as, forward::INNER};

/// How the file begins.
const FORMAT: [u8; 8] = *b"BRIGAD01";
/// The tables of a layer: how many numbers come out, and how many go in.
const SHAPES: [(usize, usize); 6] = [(WIDTH, WIDTH), (WIDTH, WIDTH), (WIDTH, WIDTH), (WIDTH, WIDTH), (INNER, WIDTH), (WIDTH, INNER)];

/// What is added to one table: the product of two narrow ones.
#[derive(Debug)]
pub(super) struct Addition {
    down: Array2<f32>,
    up: Array2<f32>,
}

/// What is added to the tables of one layer: query, key, value, join, widen and narrow.
pub(super) type Additions = [Addition; 6];

/// What was learnt, ready to be added.
#[derive(Debug)]
pub(super) struct Adaptation {
    first: usize,
    layers: Vec<Additions>,
    pub checksum: u64,
}

impl Adaptation {
    /// Reads a file that belongs to the weights with this checksum; nothing if it was changed or belongs to others.
    pub(super) fn read(file: &'static [u8], weights: u64) -> Option<Self> {
        let mut file = open_as(FORMAT, file)?;
        let model = file.eight()?;
        let [first, count, rank] = [file.two()?, file.two()?, file.two()?];
        let mut table = |(to, from): (usize, usize)| {
            let down = Array2::from_shape_vec((rank, from), file.rows(rank, from)?.unpacked()).ok()?;
            let up = Array2::from_shape_vec((rank, to), file.rows(rank, to)?.unpacked()).ok()?;
            Some(Addition { down, up })
        };
        let mut layer = || {
            let tables: Vec<Addition> = SHAPES.into_iter().map(&mut table).collect::<Option<_>>()?;
            Additions::try_from(tables).ok()
        };
        let layers = (0..count).map(|_| layer()).collect::<Option<_>>()?;
        (model == weights).then(|| Self { first, layers, checksum: file.checksum() })
    }

    /// What is added to a layer, if anything is.
    pub(super) fn of(&self, layer: usize) -> Option<&Additions> {
        self.layers.get(layer.checked_sub(self.first)?)
    }
}

impl Addition {
    /// Adds it to a table that stands as it is multiplied.
    pub(super) fn add_to(&self, table: &mut Array2<f32>) {
        general_mat_mul(1.0, &self.down.t(), &self.up, 1.0, table);
    }
}
