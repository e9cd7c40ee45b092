//! A picture made of dark squares on a light ground: what a telephone's camera reads.

use qrcode::{Color, EcLevel, QrCode};

use crate::Block;

/// The light edge that cameras need around it, in squares.
const EDGE: u32 = 4;

/// A code that leads a telephone's camera to an address; `alt` says so to whoever does not see it. `None` for an address
/// that is too long for one.
#[must_use]
pub fn code(address: &str, alt: impl Into<String>) -> Option<Block> {
    // A quarter of it may be torn or dirty: posters hang for years.
    let code = QrCode::with_error_correction_level(address, EcLevel::Q).ok()?;
    let side = u16::try_from(code.width()).ok()?;
    let colours = code.to_colors();
    let mut runs = Vec::new();
    for (row, squares) in (0..).zip(colours.chunks(code.width())) {
        let mut at = 0;
        for same in squares.chunk_by(|one, other| one == other) {
            let length = u16::try_from(same.len()).ok()?;
            if same.first() == Some(&Color::Dark) {
                runs.push([row, at, length]);
            }
            at += length;
        }
    }
    Some(Block::Figure { alt: alt.into(), side, runs })
}

/// The picture as SVG. `described` becomes attributes of its element, escaped already.
pub(crate) fn svg(side: u16, runs: &[[u16; 3]], described: &str) -> String {
    let whole = u32::from(side) + 2 * EDGE;
    let square = |[row, from, length]: &[u16; 3]| format!("M{} {}h{length}v1h-{length}z", u32::from(*from) + EDGE, u32::from(*row) + EDGE);
    let path: String = runs.iter().map(square).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\"{described}>\
         <rect width=\"{whole}\" height=\"{whole}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_squares_that_were_worked_out() {
        let address = "https://brig.example/north-moor/raise?from=glebe-surgery";
        let Some(Block::Figure { side, runs, .. }) = code(address, "A code") else { unreachable!("it fits") };
        let expected = QrCode::with_error_correction_level(address, EcLevel::Q).expect("a code");
        let mut drawn = vec![Color::Light; expected.width() * expected.width()];
        for [row, from, length] in runs {
            let start = usize::from(row) * expected.width() + usize::from(from);
            drawn[start..start + usize::from(length)].fill(Color::Dark);
        }
        assert_eq!((usize::from(side), drawn), (expected.width(), expected.to_colors()));
        assert_eq!(code(&"x".repeat(5_000), ""), None);
    }

    #[test]
    fn the_picture_keeps_a_light_edge() {
        let svg = svg(21, &[[0, 0, 7]], "");
        assert!(svg.contains("viewBox=\"0 0 29 29\"") && svg.contains("M4 4h7v1h-7z"), "{svg}");
    }
}
