//! The picture of a run chart, read back as its elements.

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

#[test]
fn a_marked_point_has_a_shape_of_its_own_and_the_rule_its_name() {
    let points: Vec<(String, f64)> = [1.0, 2.0, 9.0].into_iter().map(|value| (format!("week {value}"), value)).collect();
    let chart =
        Chart { id: "marked", title: "Reports".into(), summary: "Three weeks".into(), unit: "reports", points: &points, median: None };
    let elements = read(&chart.svg_marking(&[2], "a rule"));
    // One in the plot and one beside the rule's name.
    assert_eq!(elements.iter().filter(|it| it.is("chart-mark")).count(), 2);
    assert_eq!(elements.iter().filter(|it| it.is("chart-dot")).count(), 2);
    assert!(texts(&elements, "start").contains(&"a rule".to_owned()));
    assert!(!chart.svg().contains("chart-mark"));
}
