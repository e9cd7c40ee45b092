//! For tests: what a mail's HTML holds that classic Outlook (which draws with Word) or Gmail do not show.
//!
//! The list is our own, after the tables of caniemail.com as they stood in June 2026.

/// Ways to lay out and to paint that one of them does not know, as they stand in a style.
const PROPERTIES: &[&str] = &[
    "display",
    "flex",
    "grid",
    "position",
    "float",
    "clear",
    "top",
    "left",
    "right",
    "bottom",
    "max-width",
    "min-width",
    "max-height",
    "min-height",
    "border-radius",
    "box-shadow",
    "text-shadow",
    "opacity",
    "transform",
    "transition",
    "animation",
    "background-image",
    "background",
    "object-fit",
    "gap",
    "columns",
    "filter",
    "z-index",
    "overflow",
];
/// Ways to say a length or a colour.
const VALUES: &[&str] = &["var(", "calc(", "rgba(", "hsla(", "url(", "rem", "vw", "vh", "!important"];
/// Elements that one of them drops.
const ELEMENTS: &[&str] = &[
    "style", "link", "script", "button", "form", "input", "picture", "svg", "video", "audio", "canvas", "iframe", "object", "embed",
    "base", "section", "article", "main", "header", "footer", "nav", "aside", "details", "dialog", "template",
];
/// Gmail cuts what is longer than 102 kB.
const LONGEST: usize = 100_000;

/// One opening tag.
#[derive(Debug)]
struct Tag<'a> {
    name: String,
    attributes: Vec<(String, &'a str)>,
}

impl Tag<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

/// The opening tags of a text that our own templates write: attributes always in double quotes.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut all = Vec::new();
    for piece in html.split('<').skip(1).filter(|piece| piece.starts_with(|letter: char| letter.is_ascii_alphabetic())) {
        let Some((inside, _)) = piece.split_once('>') else { continue };
        let (name, mut rest) = inside.split_once(|letter: char| letter.is_whitespace()).unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while let Some((key, value)) = rest.split_once("=\"") {
            let Some((value, after)) = value.split_once('"') else { break };
            attributes.push((key.trim().to_lowercase(), value));
            rest = after;
        }
        all.push(Tag { name: name.trim_end_matches('/').to_lowercase(), attributes });
    }
    all
}

/// What is wrong with a mail's HTML, in a line each; none when all is well.
#[must_use]
pub fn lint(html: &str) -> Vec<String> {
    let (mut found, tags) = (Vec::new(), tags(html));
    let named = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
    if html.len() >= LONGEST {
        found.push(format!("it has {} bytes, and Gmail cuts it", html.len()));
    }
    if !tags.iter().any(|tag| tag.name == "html" && tag.value("lang").is_some_and(|lang| !lang.is_empty())) {
        found.push("it does not say its language".into());
    }
    if named("h1") != 1 {
        found.push(format!("it has {} headings of the first rank", named("h1")));
    }
    if html.contains("@media") || html.contains("@import") || html.contains("@font-face") {
        found.push("it has rules that depend on the screen, or loads some".into());
    }
    for tag in &tags {
        if ELEMENTS.contains(&tag.name.as_str()) {
            found.push(format!("<{}> is not shown everywhere", tag.name));
        }
        if tag.name == "table" && tag.value("role") != Some("presentation") {
            found.push("a table that lays out does not say so".into());
        }
        if tag.value("width").is_some_and(|width| !width.bytes().all(|letter| letter.is_ascii_digit()) && width != "100%") {
            found.push(format!("a width of <{}> is neither pixels nor all there is", tag.name));
        }
        for name in ["src", "srcset", "background", "poster"] {
            if tag.value(name).is_some_and(|value| !value.starts_with("cid:")) {
                found.push(format!("<{}> loads something from elsewhere", tag.name));
            }
        }
        if tag.value("class").is_some() {
            found.push(format!("<{}> has a class, and there is no sheet for it", tag.name));
        }
        for rule in tag.value("style").unwrap_or_default().split(';').filter(|rule| !rule.trim().is_empty()) {
            let (property, value) = rule.split_once(':').unwrap_or((rule, ""));
            let (property, value) = (property.trim().to_lowercase(), value.trim().to_lowercase());
            if PROPERTIES.contains(&property.as_str()) || property.starts_with("--") {
                found.push(format!("{property} on <{}> is not known everywhere", tag.name));
            }
            if VALUES.iter().any(|word| value.contains(word)) || property.starts_with("margin") && value.contains("auto") {
                found.push(format!("{property}: {value} on <{}> is not known everywhere", tag.name));
            }
            if property.starts_with("padding") && !["td", "th", "body"].contains(&tag.name.as_str()) {
                found.push(format!("{property} on <{}>: Outlook knows it on cells only", tag.name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Letter;

    #[test]
    fn a_letter_with_every_kind_of_line_is_shown_by_outlook_and_gmail() {
        let url = format!("https://brig.example/north-moor/stop/{}?a=1&b=2", "x".repeat(43));
        let mut letter = Letter::new("NM-0001: \"quoted\" <b>", "Thank you & <style>goodbye</style>", "The group <script>")
            .paragraph("Words; with <img src=\"https://elsewhere.example/x.png\"> & style=\"float:left\" in them.")
            .section("What changes")
            .code("483 920")
            .button("Read it", &url)
            .link("To get no more of these mails", &url);
        assert_eq!(lint(&letter.html().expect("renders")), Vec::<String>::new());
        // As long as an edition with forty decisions.
        for n in 0..40 {
            letter = letter
                .section(format!("Decision {n}"))
                .paragraph("Who asks for a test reads its result. ".repeat(12))
                .link("All of it", &url);
        }
        assert_eq!(lint(&letter.html().expect("renders")), Vec::<String>::new());
        for _ in 0..400 {
            letter = letter.paragraph("Who asks for a test reads its result. ".repeat(12));
        }
        assert!(lint(&letter.html().expect("renders")).iter().any(|line| line.contains("Gmail cuts it")));
    }

    #[test]
    fn what_is_not_shown_is_found() {
        let well = "<html lang=\"en-GB\"><body><h1 style=\"margin:0\">A</h1>";
        assert_eq!(lint(well), Vec::<String>::new());
        for odd in [
            "<style>p{}</style>",
            "<div style=\"display:flex\">",
            "<p style=\"padding:4px\">",
            "<a style=\"padding-left:4px\" href=\"x\">",
            "<td style=\"margin:0 auto\">",
            "<td style=\"font-size:1rem\">",
            "<td style=\"color:rgba(0,0,0,.5)\">",
            "<td style=\"border-radius:4px\">",
            "<td style=\"max-width:600px\">",
            "<td style=\"color:var(--ink)\">",
            "<td style=\"background-image:none\">",
            "<td width=\"50%\">",
            "<table><tr>",
            "<img src=\"https://elsewhere.example/x.png\">",
            "<button>Go</button>",
            "<svg></svg>",
            "<h1>B</h1>",
            "<p>@media</p>",
            "<p class=\"lead\">",
        ] {
            assert_eq!(lint(&format!("{well}{odd}")).len(), 1, "{odd}: {:?}", lint(&format!("{well}{odd}")));
        }
        assert_eq!(lint("<html><h1>A</h1>").len(), 1);
    }
}
