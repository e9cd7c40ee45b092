//! A run chart as a picture within a page: a line in order of time, and the median across it.
//!
//! The picture has no size of its own. It is 300 units wide, so that its text of 14 units is still
//! 11 pixels high where a telephone leaves 240 pixels for it. It names classes and no colours: the
//! page's security policy forbids styles within it, and so the stylesheet alone knows dark screens,
//! forced colours and paper. What the picture says must stand beside it in a table as well.

use quick_xml::escape::escape;

/// The picture's width and height, in its own units, which every number below counts in too.
const WIDTH: f64 = 300.0;
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
const GAP: f64 = 7.0;
/// The dashed piece of line after the median's name.
const SAMPLE: f64 = 22.0;
/// The height of the line below the plot that names the rule, where points are marked.
const RULE: f64 = 20.0;
/// With more names than these below the plot, or steps beside it, texts come too close to each other.
const MOST_NAMES: usize = 5;
const MOST_STEPS: f64 = 5.0;
/// From here on an `f64` does not count one by one: such values are no counts.
const TOO_LARGE: f64 = 1e15;

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
fn text(anchor: &str, (x, y): (f64, f64), what: &str) -> String {
    let (x, y, what) = (tenth(x), tenth(y), words(what));
    format!(r#"<text class="chart-text" x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="central">{what}</text>"#)
}

/// The text in one line, without what XML forbids, escaped for a text or an attribute.
fn words(written: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let kept: Vec<String> = written.split_whitespace().map(|word| word.replace(forbidden, "")).collect();
    escape(kept.join(" ")).into_owned()
}

/// The text, cut off with an ellipsis where it is wider than this.
fn shortened(written: &str, width: f64) -> String {
    if width_of(written) <= width {
        return written.to_owned();
    }
    let mut kept = written.to_owned();
    while width_of(&kept) > width - width_of("…") && kept.pop().is_some() {}
    format!("{}…", kept.trim_end())
}

/// About how wide a text is. The reader's own face is not known here, so a wide one is assumed.
fn width_of(text: &str) -> f64 {
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
mod tests {
    use quick_xml::{Reader, XmlVersion, escape::unescape, events::Event};

    use super::*;

    /// An element: its attributes, and as `name` and `text` what it is called and holds.
    struct Element(std::collections::BTreeMap<String, String>);

    impl Element {
        fn says(&self, attribute: &str) -> &str {
            self.0.get(attribute).map_or("", String::as_str)
        }

        fn at(&self, attribute: &str) -> f64 {
            self.says(attribute).parse().expect("a number")
        }

        fn is(&self, class: &str) -> bool {
            self.says("class") == class
        }

        /// Where a text begins and ends, and its upper and lower edge.
        fn edges(&self) -> [f64; 4] {
            let (x, y, width) = (self.at("x"), self.at("y"), width_of(self.says("text")));
            let lean = ["start", "middle", "end"].iter().position(|anchor| self.says("text-anchor") == *anchor);
            let begins = x - width * real(lean.expect("an anchor")) / 2.0;
            [begins, begins + width, y - 7.0, y + 7.0]
        }
    }

    /// The elements of a picture that is well formed.
    fn read(svg: &str) -> Vec<Element> {
        let (mut reader, mut found, mut depth): (_, Vec<Element>, _) = (Reader::from_str(svg), vec![], 0);
        loop {
            let event = reader.read_event().expect("well-formed XML");
            let text = match &event {
                Event::Start(start) | Event::Empty(start) => {
                    depth += usize::from(matches!(event, Event::Start(_)));
                    let attributes = start.attributes().map(|attribute| {
                        let attribute = attribute.expect("an attribute");
                        let value = attribute.normalized_value(XmlVersion::Explicit1_0).expect("a value");
                        (attribute.key.as_ref().to_owned(), value.into_owned())
                    });
                    let name = ("name".to_owned(), start.name().as_ref().to_owned());
                    found.push(Element(attributes.chain([name]).collect()));
                    String::new()
                }
                Event::Text(text) => text.trim_matches('\n').to_owned(),
                Event::GeneralRef(name) => unescape(&format!("&{};", &**name)).expect("a character").into_owned(),
                Event::End(_) if depth > 0 => {
                    depth -= 1;
                    String::new()
                }
                Event::Eof if depth == 0 => return found,
                other => unreachable!("{other:?}"),
            };
            found.last_mut().expect("an element").0.entry("text".into()).or_default().push_str(&text);
        }
    }

    fn months(values: &[f64]) -> Vec<(String, f64)> {
        values.iter().enumerate().map(|(at, &value)| (format!("Mon {}", 2_000 + at), value)).collect()
    }

    fn picture(points: &[(String, f64)], median: Option<f64>, unit: &str) -> String {
        Chart { id: "raised", title: "Raised".into(), summary: "It rose.".into(), unit, points, median }.svg()
    }

    fn drawn(points: &[(String, f64)], median: Option<f64>) -> Vec<Element> {
        let elements = read(&picture(points, median, "issues"));
        is_readable(&elements);
        elements
    }

    fn texts(elements: &[Element], anchor: &str) -> Vec<String> {
        elements.iter().filter(|it| it.says("text-anchor") == anchor).map(|it| it.says("text").to_owned()).collect()
    }

    /// That nothing leaves the picture and no text lies on another.
    fn is_readable(elements: &[Element]) {
        for it in elements {
            let margin = if it.is("chart-dot") { it.at("r") } else { 0.0 };
            for (names, end) in [(["x1", "x2", "cx"], WIDTH), (["y1", "y2", "cy"], HEIGHT)] {
                let mut places = names.iter().filter(|name| !it.says(name).is_empty()).map(|name| it.at(name));
                assert!(places.all(|place| (margin..=end - margin).contains(&place)), "{:?}", it.0);
            }
        }
        let places: Vec<_> = elements.iter().filter(|it| it.is("chart-text")).map(|it| (it.says("text"), it.edges())).collect();
        for (at, (text, [begins, ends, upper, lower])) in places.iter().enumerate() {
            assert!(*begins >= 0.0 && *ends <= WIDTH && *upper >= 0.0 && *lower <= HEIGHT, "{text} leaves the picture");
            for (other, edges) in places.iter().skip(at + 1) {
                let apart = *ends <= edges[0] || edges[1] <= *begins || *lower <= edges[2] || edges[3] <= *upper;
                assert!(apart, "{text} lies on {other}");
            }
        }
    }

    #[test]
    fn a_year_is_a_line_with_marks_and_a_median() {
        let points = months(&[3.0, 7.0, 12.0, 4.0, 0.0, 9.0, 8.0, 7.0, 6.0, 11.0, 2.0, 5.0]);
        let elements = drawn(&points, Some(6.5));
        let root = elements.first().expect("the picture");
        assert_eq!((root.says("role"), root.says("viewBox")), ("img", "0 0 300 200"));
        for (name, said) in root.says("aria-labelledby").split(' ').zip(["Raised", "It rose."]) {
            assert!(elements.iter().any(|it| it.says("id") == name && it.says("text") == said), "{name}");
        }
        let dots = elements.iter().filter(|it| it.is("chart-dot"));
        let dots: Vec<_> = dots.map(|it| format!("{},{}", it.says("cx"), it.says("cy"))).collect();
        let line = elements.iter().find(|it| it.is("chart-line")).expect("a line");
        assert_eq!((dots.len(), line.says("points")), (12, dots.join(" ").as_str()));
        assert_eq!(texts(&elements, "end"), ["0", "5", "10", "15", "median 6.5"]);
        assert_eq!(texts(&elements, "middle"), ["Mon 2000", "Mon 2006", "Mon 2011"]);
        assert_eq!(texts(&elements, "start"), ["issues"]);
        assert_eq!(elements.iter().filter(|it| it.is("chart-median")).count(), 2);
        assert!(!picture(&points, None, "").contains("median"));
    }

    #[test]
    fn nought_one_and_many_points_are_drawn() {
        assert_eq!(picture(&[], Some(1.0), "issues"), "");
        assert_eq!(texts(&drawn(&months(&[1.0]), Some(1.0)), "middle"), ["Mon 2000"]);
        assert_eq!(texts(&drawn(&months(&[0.0; 4]), Some(-0.0)), "end"), ["0", "1", "median 0"]);
        for many in [1_u32, 2, 3, 5, 13, 24, 60, 400] {
            let points = months(&(0..many).map(|at| f64::from(at * 7_919 % 31)).collect::<Vec<_>>());
            let elements = drawn(&points, Some(14.5));
            assert_eq!(elements.iter().filter(|it| it.is("chart-dot")).count(), points.len());
            let (named, last) = (texts(&elements, "middle"), format!("Mon {}", 1_999 + many));
            assert!(named.first().is_some_and(|name| name == "Mon 2000") && named.last() == Some(&last), "{named:?}");
        }
    }

    #[test]
    fn numbers_beside_the_plot_are_round_and_begin_at_nought() {
        let beside = |values: &[f64], median| texts(&drawn(&months(values), median), "end").join(" ");
        assert_eq!(beside(&[1.0], None), "0 1");
        assert_eq!(beside(&[2.0, 5.0], Some(3.55)), "0 1 2 3 4 5 median 3.6");
        assert_eq!(beside(&[6.0, 7.0], None), "0 2 4 6 8");
        assert_eq!(beside(&[0.25, 0.5], None), "0 0.1 0.2 0.3 0.4 0.5");
        assert_eq!(beside(&[1_204.0, 7.0], Some(1_203.5)), "0 500 1,000 1,500 median 1,203.5");
        assert_eq!(beside(&[1.0, 2.0], Some(30.0)), "0 10 20 30 median 30");
        assert_eq!(beside(&[1e6, 1.0], Some(999_999.99)), "0 200,000 400,000 600,000 800,000 1 million median 1 million");
        assert_eq!(beside(&[3e14, 1e15], None), "0 200 trillion 400 trillion 600 trillion 800 trillion 1,000 trillion");
        for odd in [-1.0, f64::NAN, f64::INFINITY, f64::MAX] {
            assert_eq!(picture(&months(&[1.0, odd]), None, "issues"), "");
            assert_eq!(picture(&months(&[1.0]), Some(odd), "issues"), "");
        }
    }

    #[test]
    fn long_names_are_cut_and_what_people_typed_stays_text() {
        let long = "Tuesday the first of January";
        let points: Vec<_> = (0..9_u8).map(|at| (format!("{long} {at}"), f64::from(at))).collect();
        let elements = read(&picture(&points, Some(4.0), "issues that were raised by anybody at all"));
        is_readable(&elements);
        assert!(texts(&elements, "middle").iter().all(|text| text.starts_with("Tuesday") && text.ends_with('…')));
        assert_eq!(texts(&elements, "start"), ["issues that were ra…"]);

        let points = [("<b>&\"'\u{0}\u{ffff}\n x".to_owned(), 1.0)];
        let title = "</title><script>".to_owned();
        let svg = Chart { id: "a\"b", title, summary: "\u{1b}]]>&amp;".into(), unit: "<i>", points: &points, median: None }.svg();
        assert!(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains("style="));
        let elements = read(&svg);
        assert_eq!(texts(&elements, "middle"), ["<b>&\"' x"]);
        let said: Vec<_> = elements.iter().skip(1).map(|it| (it.says("name"), it.says("text"))).take(2).collect();
        assert_eq!(said, [("title", "</title><script>"), ("desc", "]]>&amp;")]);
    }
}
