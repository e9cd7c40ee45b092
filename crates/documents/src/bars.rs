//! Counts side by side as a picture within a page: a bar for each name, in pieces that differ by pattern and not by colour alone.
//!
//! As [`crate::chart`]: 300 units wide, text of 14 units, classes and no colours. The pieces are filled, striped, empty and dotted, so
//! that they stay apart on grey paper, on a dark screen, and to who sees no colours.

use crate::chart::{GAP, PRINTED, WIDTH, shortened, text, width_of, words};

/// The most kinds of pieces that can be told apart.
pub(crate) const MOST_SERIES: usize = 4;
/// The height of a line of the legend, of a name, and of a bar with the space below it.
const LEGEND: f64 = 20.0;
const NAME: f64 = 19.0;
const BAR: f64 = 12.0;
const ROW: f64 = NAME + BAR + 9.0;

/// How each kind of piece is called on paper where patterns are named in words.
pub(crate) const LOOKS: [&str; MOST_SERIES] = ["Dark", "Grey", "White", "Pale"];

/// Bars as a picture: within a page, or by itself for a printed sheet.
pub(crate) fn svg([title, summary]: [&str; 2], series: &[String], rows: &[(String, Vec<u32>)], printed: Option<&str>) -> String {
    let id: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let top = LEGEND * count(series.len()) + GAP;
    let height = top + ROW * count(rows.len());
    let family = printed.map_or_else(String::new, |family| format!(r#" xmlns="http://www.w3.org/2000/svg" font-family="{family}""#));
    let mut lines = vec![
        format!(r#"<svg{family} class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{id}-title {id}-summary">"#),
        format!(r#"<title id="{id}-title">{}</title>"#, words(title)),
        format!(r#"<desc id="{id}-summary">{}</desc>"#, words(summary)),
    ];
    if printed.is_some() {
        lines.push(format!("<style>{PRINTED}</style>"));
    }
    // Stripes and dots are drawn, because a pattern's own colours cannot come from a stylesheet everywhere.
    lines.push(format!(
        r#"<defs><pattern id="{id}-stripes" width="5" height="5" patternUnits="userSpaceOnUse"><path class="chart-stripe" d="M-1 1l2 -2M0 5l5 -5M4 6l2 -2"/></pattern><pattern id="{id}-dots" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="chart-dot" cx="2.5" cy="2.5" r="0.9"/></pattern></defs>"#
    ));
    for (at, name) in series.iter().enumerate() {
        let y = LEGEND * count(at) + LEGEND / 2.0;
        lines.push(piece(&id, at, (0.0, y - BAR / 2.0), 18.0));
        lines.push(text("start", (18.0 + GAP, y), &shortened(name, WIDTH - 18.0 - GAP)));
    }
    let largest = rows.iter().map(|(_, counts)| sum(counts)).max().unwrap_or(0).max(1);
    let widest = width_of(&largest.to_string());
    let scale = (WIDTH - widest - 2.0 * GAP) / f64::from(u32::try_from(largest).unwrap_or(u32::MAX));
    for (at, (name, counts)) in rows.iter().enumerate() {
        let y = top + ROW * count(at);
        lines.push(text("start", (0.0, y + NAME / 2.0), &shortened(name, WIDTH)));
        let mut x = 0.5;
        for (kind, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let wide = f64::from(*n) * scale;
            lines.push(piece(&id, kind, (x, y + NAME), wide));
            x += wide;
        }
        lines.push(text("start", (x + GAP, y + NAME + BAR / 2.0), &sum(counts).to_string()));
    }
    lines.join("\n") + "\n</svg>"
}

/// All pieces of a bar together.
pub(crate) fn sum(counts: &[u32]) -> u64 {
    counts.iter().map(|n| u64::from(*n)).sum()
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// A piece of a bar, by its kind.
fn piece(id: &str, kind: usize, (x, y): (f64, f64), wide: f64) -> String {
    let fill = match kind {
        0 => r#"class="chart-bar chart-dot""#.to_owned(),
        1 => format!(r#"class="chart-bar" fill="url(#{id}-stripes)""#),
        2 => r#"class="chart-bar" fill="none""#.to_owned(),
        _ => format!(r#"class="chart-bar" fill="url(#{id}-dots)""#),
    };
    format!(r#"<rect {fill} x="{x:.1}" y="{y:.1}" width="{wide:.1}" height="{BAR}"/>"#)
}

#[cfg(test)]
mod unit {
    use super::*;

    fn drawn() -> String {
        let rows = vec![("Discharge & letters".to_owned(), vec![8, 5, 0, 7]), ("Bloods".to_owned(), vec![0, 5, 0, 0])];
        let series = ["To practice", "To hospital", "Both", "Not said"].map(str::to_owned);
        svg(["By theme", "Most of it is about discharge."], &series, &rows, None)
    }

    #[test]
    fn each_piece_is_as_wide_as_its_count_and_has_a_pattern_of_its_own() {
        let svg = drawn();
        // Four in the legend, three and one in the bars: nothing is drawn for nought.
        assert_eq!(svg.matches("<rect").count(), 8, "{svg}");
        let wide = |text: &str| -> Vec<f64> {
            let parts = svg.lines().filter(|line| line.starts_with("<rect") && line.contains(text));
            parts.filter_map(|line| line.split("width=\"").nth(1)?.split('"').next()?.parse().ok()).collect()
        };
        let (filled, striped) = (wide("chart-dot"), wide("stripes"));
        assert!((filled[1] / striped[1] - 1.6).abs() < 0.01, "{filled:?} {striped:?}");
        assert_eq!(striped[1], striped[2], "the same count is as wide in each bar");
        assert!(svg.contains("Discharge &amp; letters") && svg.contains(">20<") && svg.contains("<desc id=\"by-theme-summary\">"), "{svg}");
    }

    #[test]
    fn nothing_leaves_the_picture() {
        let svg = drawn();
        for line in svg.lines().filter(|line| line.starts_with("<rect")) {
            let of = |name: &str| {
                line.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()?.parse::<f64>().ok()).unwrap_or(f64::MAX)
            };
            assert!(of("x") >= 0.0 && of("x") + of("width") <= WIDTH, "{line}");
        }
    }
}
