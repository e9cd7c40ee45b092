//! A run chart as a picture within a page: a line in order of time, and the median across it.
//!
//! The picture has no size of its own. It is 300 units wide, so that its text of 14 units is still
//! 11 pixels high where a telephone leaves 240 pixels for it. It names classes and no colours: the
//! page's security policy forbids styles within it, and so the stylesheet alone knows dark screens,
//! forced colours and paper. What the picture says must stand beside it in a table as well.

use quick_xml::escape::escape;

/// The picture's width and height, in its own units, which every number below counts in too.
pub(crate) const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 200.0;
/// Where the plot ends. To the left it ends where the numbers, which begin here, need it.
const LEFT: f64 = 2.0;
const RIGHT: f64 = WIDTH - 4.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = HEIGHT - 28.0;
/// The height of the line above the plot that names the unit and the median.
const NAMES: f64 = 12.0;
/// How far the first and the last point stand within the plot, so that their marks lie wholly in it.
const INSET: f64 = 8.0;
/// What keeps a text apart from a line, and twice from another text.
pub(crate) const GAP: f64 = 7.0;
/// The dashed piece of line after the median's name.
const SAMPLE: f64 = 22.0;
/// The height of the line below the plot that names the rule, where points are marked.
const RULE: f64 = 20.0;
/// With more names than these below the plot, or steps beside it, texts come too close to each other.
const MOST_NAMES: usize = 5;
const MOST_STEPS: f64 = 5.0;
/// From here on an `f64` does not count one by one: such values are no counts.
const TOO_LARGE: f64 = 1e15;

/// What the stylesheet of pages says, for a printed sheet: its colours, and the face that is in the file.
pub(crate) const PRINTED: &str = ".chart-text{font-size:14px;fill:#1c2526}.chart-grid{stroke:#b9c6c7}.chart-axis{stroke:#3f4b4d}\
    .chart-line{stroke:#14555a;stroke-width:2}.chart-dot{fill:#14555a}.chart-bar{stroke:#14555a}.chart-stripe{stroke:#14555a;stroke-width:1.2}.chart-median{stroke:#8a4b08;stroke-width:2;stroke-dasharray:6 4}";

/// A row of counts as a picture: within a page, or by itself for a printed sheet.
pub(crate) fn of_counts(
    [title, summary, unit]: [&str; 3],
    points: &[(String, u32)],
    twice_median: Option<u32>,
    printed: Option<&str>,
) -> String {
    let points: Vec<(String, f64)> = points.iter().map(|(name, count)| (name.clone(), f64::from(*count))).collect();
    let id: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let (title, summary) = (title.to_owned(), summary.to_owned());
    let chart = Chart { id: &id, title, summary, unit, points: &points, median: twice_median.map(|twice| f64::from(twice) / 2.0) };
    let svg = chart.svg();
    let Some(family) = printed else { return svg };
    let head = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"{family}\"");
    let style = format!("<style>{PRINTED}</style><title ");
    svg.replacen("<svg", &head, 1).replacen("<title ", &style, 1)
}

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// What the ids in the picture begin with: a word without blanks that no other chart on the page has.
    pub id: &'a str,
    /// What the picture shows, in a few words. Heard, not seen: the page's own heading is seen.
    pub title: String,
    /// What the picture says, in a sentence or two. Heard, not seen.
    pub summary: String,
    /// What is counted, such as "issues": stands above the numbers. May be empty.
    pub unit: &'a str,
    /// The points in order of time: the name, such as "Jan 2026", and the value, nought or more.
    pub points: &'a [(String, f64)],
    /// Drawn as a dashed line across the plot, where there is one.
    pub median: Option<f64>,
}

impl Chart<'_> {
    /// The picture as an `svg` element to be put into a page as it is. Empty where there is nothing
    /// to draw: no points, or a value or median that is negative, not a number, or above 10¹⁵.
    #[must_use]
    pub fn svg(&self) -> String {
        self.svg_marking(&[], "")
    }

    /// As [`Chart::svg`], with points marked by a shape of their own, and below the plot the name of the rule that marked them.
    #[must_use]
    pub fn svg_marking(&self, marked: &[usize], rule: &str) -> String {
        let Some(plot) = Plot::of(self) else { return String::new() };
        let [id, title, summary] = [self.id, &self.title, &self.summary].map(words);
        let height = if marked.is_empty() { HEIGHT } else { HEIGHT + RULE };
        let mut lines = vec![
            format!(r#"<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{id}-title {id}-summary">"#),
            format!(r#"<title id="{id}-title">{title}</title>"#),
            format!(r#"<desc id="{id}-summary">{summary}</desc>"#),
        ];
        for &value in &plot.ticks {
            let (y, class) = (plot.y(value), if value > 0.0 { "chart-grid" } else { "chart-axis" });
            lines.push(line(class, (plot.left, y), (RIGHT, y)));
            lines.push(text("end", (plot.left - GAP, y), &number(value)));
        }
        for name in plot.names(self.points) {
            lines.push(line("chart-axis", (name.x, BOTTOM), (name.x, BOTTOM + 5.0)));
            lines.push(text("middle", (name.begins.midpoint(name.ends), BOTTOM + 16.0), &name.words));
        }
        // The median is named above the plot: within it the line could run through any place.
        let mut unit_ends = RIGHT;
        if let Some(median) = self.median {
            let y = plot.y(median);
            lines.push(line("chart-median", (plot.left, y), (RIGHT, y)));
            let name = format!("median {}", number(median));
            lines.push(text("end", (RIGHT - SAMPLE - GAP, NAMES), &name));
            lines.push(line("chart-median", (RIGHT - SAMPLE, NAMES), (RIGHT, NAMES)));
            unit_ends -= SAMPLE + GAP + width_of(&name) + 2.0 * GAP;
        }
        if !self.unit.is_empty() {
            lines.push(text("start", (LEFT, NAMES), &shortened(self.unit, unit_ends - LEFT)));
        }
        let places: Vec<_> = self.points.iter().enumerate().map(|(at, (_, value))| (tenth(plot.x(at)), tenth(plot.y(*value)))).collect();
        let along: Vec<_> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
        lines.push(format!(r#"<polyline class="chart-line" fill="none" points="{}"/>"#, along.join(" ")));
        // Many marks are smaller, so that they stay apart.
        let radius = if places.len() > 30 { "2" } else { "3.5" };
        lines.extend(places.iter().enumerate().map(|(at, (x, y))| {
            if marked.contains(&at) { triangle(x, y) } else { format!(r#"<circle class="chart-dot" cx="{x}" cy="{y}" r="{radius}"/>"#) }
        }));
        if !marked.is_empty() {
            lines.push(triangle(&tenth(LEFT + 6.0), &tenth(HEIGHT + RULE / 2.0)));
            lines.push(text("start", (LEFT + 16.0, HEIGHT + RULE / 2.0), &shortened(rule, WIDTH - LEFT - 16.0)));
        }
        lines.join("\n") + "\n</svg>"
    }
}

/// The shape of a marked point.
fn triangle(x: &str, y: &str) -> String {
    format!(r#"<path class="chart-mark" d="M{x} {y}m-6 5h12l-6 -11z"/>"#)
}

/// Where things stand in the picture.
struct Plot {
    left: f64,
    /// The values of the grid lines, from nought to the uppermost.
    ticks: Vec<f64>,
    highest: f64,
    points: usize,
}

/// A name below the plot.
struct Name {
    /// Where its point stands.
    x: f64,
    begins: f64,
    ends: f64,
    words: String,
}

impl Plot {
    fn of(chart: &Chart<'_>) -> Option<Self> {
        let values = || chart.points.iter().map(|(_, value)| *value).chain(chart.median);
        if chart.points.is_empty() || !values().all(|value| (0.0..=TOO_LARGE).contains(&value)) {
            return None;
        }
        let largest = values().fold(0.0, f64::max);
        let whole = chart.points.iter().all(|(_, value)| value.fract() == 0.0);
        let ticks = round_ticks(largest, if whole { 1.0 } else { 0.1 });
        let widest = ticks.iter().map(|&value| width_of(&number(value))).fold(0.0, f64::max);
        let highest = *ticks.last()?;
        Some(Self { left: LEFT + widest + GAP, ticks, highest, points: chart.points.len() })
    }

    fn x(&self, at: usize) -> f64 {
        let (first, last) = (self.left + INSET, RIGHT - INSET);
        if self.points == 1 { first.midpoint(last) } else { first + (last - first) * real(at) / real(self.points - 1) }
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * value / self.highest
    }

    /// As many names of points as fit side by side, evenly spread; always the first and the last.
    fn names(&self, points: &[(String, f64)]) -> Vec<Name> {
        let last = self.points - 1;
        let spread = |many: usize| {
            let spaces = (many - 1).max(1);
            (0..many).filter_map(move |place| {
                let nearest = (place * last + spaces / 2) / spaces;
                Some(self.name(nearest, &points.get(nearest)?.0))
            })
        };
        let apart = |names: &Vec<Name>| names.is_sorted_by(|one, next| one.ends + 2.0 * GAP <= next.begins);
        // Better three in equal steps than four in unequal ones. Two always fit: a long name is
        // shortened to less than half of the plot.
        let most = MOST_NAMES.min(self.points);
        let equal = (3..=most).rev().filter(|many| last.is_multiple_of(many - 1));
        equal.chain((1..=most).rev()).map(|many| spread(many).collect()).find(apart).unwrap_or_default()
    }

    fn name(&self, at: usize, name: &str) -> Name {
        let (x, words) = (self.x(at), shortened(name, (RIGHT - self.left) / 2.0 - INSET - GAP));
        let width = width_of(&words);
        // Below the middle of its point, but for what would leave the picture.
        let begins = (x - width / 2.0).min(RIGHT - width).max(LEFT);
        Name { x, begins, ends: begins + width, words }
    }
}

/// From nought in equal steps of 1, 2 or 5 times a power of ten up to the largest value or just
/// above it; no step is smaller than the least.
fn round_ticks(largest: f64, least: f64) -> Vec<f64> {
    // Taken times ten again and again, because that is the same on every machine.
    let mut steps = std::iter::successors(Some(least), |power| Some(power * 10.0)).flat_map(|power| [power, power * 2.0, power * 5.0]);
    let step = steps.find(|step| largest / step <= MOST_STEPS).unwrap_or(largest);
    let mut ticks = vec![0.0, step];
    while ticks.last().is_some_and(|&highest| highest < largest) {
        ticks.push(step * real(ticks.len()));
    }
    ticks
}

fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> String {
    let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(tenth);
    format!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#)
}

/// A text whose middle stands at this height.
pub(crate) fn text(anchor: &str, (x, y): (f64, f64), what: &str) -> String {
    let (x, y, what) = (tenth(x), tenth(y), words(what));
    format!(r#"<text class="chart-text" x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="central">{what}</text>"#)
}

/// The text in one line, without what XML forbids, escaped for a text or an attribute.
pub(crate) fn words(written: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let kept: Vec<String> = written.split_whitespace().map(|word| word.replace(forbidden, "")).collect();
    escape(kept.join(" ")).into_owned()
}

/// The text, cut off with an ellipsis where it is wider than this.
pub(crate) fn shortened(written: &str, width: f64) -> String {
    if width_of(written) <= width {
        return written.to_owned();
    }
    let mut kept = written.to_owned();
    while width_of(&kept) > width - width_of("…") && kept.pop().is_some() {}
    format!("{}…", kept.trim_end())
}

/// About how wide a text is. The reader's own face is not known here, so a wide one is assumed.
pub(crate) fn width_of(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 8.5 } else { 14.0 }).sum()
}

/// A value as people read it: `12`, `12.5`, `1,204`, `1.2 million`. A half of a tenth is rounded up.
fn number(value: f64) -> String {
    let value = (value * 10.0).round() / 10.0;
    let large = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")];
    if let Some((size, name)) = large.into_iter().find(|(size, _)| value >= *size) {
        return format!("{} {name}", number(value / size));
    }
    let written = tenth(value.abs());
    match written.split_at_checked(written.find('.').unwrap_or(written.len()).saturating_sub(3)) {
        Some((thousands, rest)) if !thousands.is_empty() => format!("{thousands},{rest}"),
        _ => written,
    }
}

/// With one decimal, or none where that is nought.
fn tenth(value: f64) -> String {
    let written = format!("{value:.1}");
    written.strip_suffix(".0").unwrap_or(&written).to_owned()
}

/// A count as a number with a fraction. No chart has more than four thousand million points.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests;
