//! Styles and lists of a Word file: what a paragraph is, and how its letters look, by the style that it names.

use std::collections::HashMap;

use super::{
    Kind,
    xml::{Step, attribute, each, is_on, number},
};
use crate::Problem;

/// The size of letters where nothing says another, in half points.
const USUAL: u32 = 20;
/// How many styles may be based on each other.
const LONGEST_CHAIN: usize = 24;

/// All styles and lists.
#[derive(Default)]
pub(super) struct Looks {
    styles: HashMap<String, Style>,
    /// The style of a paragraph that names none.
    usual: String,
    /// Whether a list has bullets, by its number and level.
    lists: HashMap<String, Vec<bool>>,
    size: Option<u32>,
}

/// How letters look, as far as it is said.
#[derive(Clone, Copy, Default)]
pub(super) struct Letters {
    pub(super) bold: Option<bool>,
    pub(super) underlined: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) size: Option<u32>,
}

impl Letters {
    /// Takes in what an element of `rPr` says.
    pub(super) fn say(&mut self, name: &str, start: &quick_xml::events::BytesStart<'_>) {
        match name {
            "b" => self.bold = Some(is_on(start)),
            "u" => self.underlined = Some(is_on(start)),
            "vanish" => self.hidden = Some(is_on(start)),
            "sz" => self.size = number(start),
            _ => {}
        }
    }

    /// These, and where they say nothing the others.
    pub(super) fn over(self, other: Self) -> Self {
        Self {
            bold: self.bold.or(other.bold),
            underlined: self.underlined.or(other.underlined),
            hidden: self.hidden.or(other.hidden),
            size: self.size.or(other.size),
        }
    }
}

/// In which list a paragraph is: its number and the level from 0. Number 0 means in none.
#[derive(Clone, Default)]
pub(super) struct InList {
    pub(super) number: Option<String>,
    pub(super) level: Option<u8>,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: String,
    outline: Option<u8>,
    list: InList,
    letters: Letters,
}

impl Looks {
    /// Reads both parts, where they are there.
    pub(super) fn read(styles: Option<&String>, numbering: Option<&String>) -> Result<Self, Problem> {
        let mut looks = Self::default();
        if let Some(xml) = styles {
            looks.read_styles(xml)?;
        }
        if let Some(xml) = numbering {
            looks.read_lists(xml)?;
        }
        Ok(looks)
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), Problem> {
        let (mut path, mut id, mut style, mut defaults) = (Vec::new(), String::new(), Style::default(), Letters::default());
        each(xml, |step| {
            match step {
                Step::Open(name, start) => {
                    let parent: &str = path.last().map_or("", String::as_str);
                    let of_style = path.iter().any(|element| element == "style") && !path.iter().any(|element| element == "tblStylePr");
                    match (parent, name) {
                        (_, "style") => {
                            (id, style) = (attribute(start, "styleId").unwrap_or_default(), Style::default());
                            let paragraph = attribute(start, "type").is_none_or(|kind| kind == "paragraph");
                            if paragraph && attribute(start, "default").is_some_and(|value| value == "1" || value == "true") {
                                self.usual.clone_from(&id);
                            }
                        }
                        ("style", "name") => style.name = attribute(start, "val").unwrap_or_default(),
                        ("style", "basedOn") => style.based_on = attribute(start, "val").unwrap_or_default(),
                        ("pPr", "outlineLvl") if of_style => style.outline = number(start),
                        ("numPr", "numId") if of_style => style.list.number = attribute(start, "val"),
                        ("numPr", "ilvl") if of_style => style.list.level = number(start),
                        ("rPr", _) if of_style => style.letters.say(name, start),
                        ("rPr", _) => defaults.say(name, start),
                        _ => {}
                    }
                    path.push(name.to_owned());
                }
                Step::Close => {
                    if path.pop().is_some_and(|name| name == "style") {
                        self.styles.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                    }
                }
                Step::Text(_) => {}
            }
            Ok(())
        })?;
        self.size = defaults.size;
        Ok(())
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), Problem> {
        let (mut patterns, mut list, mut level, mut path) = (HashMap::new(), String::new(), 0_usize, Vec::new());
        each(xml, |step| {
            match step {
                Step::Open(name, start) => {
                    match name {
                        "abstractNum" => list = attribute(start, "abstractNumId").unwrap_or_default(),
                        "num" => list = attribute(start, "numId").unwrap_or_default(),
                        "lvl" => level = attribute(start, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0).min(8),
                        "numFmt" if path.iter().any(|element| element == "abstractNum") => {
                            let levels = patterns.entry(list.clone()).or_insert_with(|| vec![true; 9]);
                            let format = attribute(start, "val").unwrap_or_default();
                            levels[level] = ["bullet", "none"].contains(&format.as_str());
                        }
                        "abstractNumId" if path.last().is_some_and(|element: &String| element == "num") => {
                            let pattern = patterns.get(&attribute(start, "val").unwrap_or_default()).cloned();
                            self.lists.insert(list.clone(), pattern.unwrap_or_else(|| vec![true; 9]));
                        }
                        _ => {}
                    }
                    path.push(name.to_owned());
                }
                Step::Close => drop(path.pop()),
                Step::Text(_) => {}
            }
            Ok(())
        })
    }

    /// A style and those that it is based on, nearest first.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let id = if id.is_empty() { self.usual.as_str() } else { id };
        let first = self.styles.get(id).map(|style| (id, style));
        std::iter::successors(first, |(_, style)| self.styles.get(&style.based_on).map(|next| (style.based_on.as_str(), next)))
            .take(LONGEST_CHAIN)
    }

    /// How letters look in a style.
    pub(super) fn letters(&self, style: &str) -> Letters {
        self.chain(style).fold(Letters::default(), |letters, (_, style)| letters.over(style.letters))
    }

    /// Whether letters stand out from the text around them.
    pub(super) fn stands_out(&self, letters: Letters) -> bool {
        let usual = self.letters("").size.or(self.size).unwrap_or(USUAL);
        letters.bold == Some(true) || letters.underlined == Some(true) || letters.size.is_some_and(|size| size >= usual + 4)
    }

    /// Whether a paragraph of this style is a line of a table of contents.
    pub(super) fn is_contents(&self, style: &str) -> bool {
        let name = |name: &str| name.to_lowercase().replace(' ', "");
        let id = name(style);
        let contents = |name: &str| name.starts_with("toc") && name.len() <= "tocheading".len();
        contents(&id) || self.styles.get(style).is_some_and(|style| contents(&name(&style.name)) || name(&style.name) == "contentsheading")
    }

    /// What a paragraph is, by its style and what it says itself.
    pub(super) fn kind(&self, style: &str, outline: Option<u8>, list: &InList) -> Kind {
        let by_level = |level: u8| if level < 9 { Some(Kind::Heading(level + 1)) } else { None };
        let mut chain = self.chain(style);
        let by_style = if let Some(level) = outline {
            by_level(level)
        } else if self.styles.contains_key(style) || style.is_empty() {
            chain.find_map(|(id, style)| by_name(&style.name).or_else(|| by_name(id)).or_else(|| style.outline.map(by_level))).flatten()
        } else {
            by_name(style).flatten()
        };
        if let Some(kind) = by_style {
            return kind;
        }
        let number = list.number.as_ref().or_else(|| self.chain(style).find_map(|(_, style)| style.list.number.as_ref()));
        let level = list.level.or_else(|| self.chain(style).find_map(|(_, style)| style.list.level)).unwrap_or(0).min(8);
        match number.map(|number| (number.as_str(), self.lists.get(number))) {
            None | Some(("0", _)) => {
                // Writers that know no lists name the style only.
                let named = style.to_lowercase().replace([' ', '-'], "");
                if named.starts_with("listbullet") {
                    Kind::Item
                } else if named.starts_with("listnumber") {
                    Kind::Numbered(1)
                } else {
                    Kind::Plain
                }
            }
            Some((_, Some(bullets))) if !bullets[usize::from(level)] => Kind::Numbered(level + 1),
            Some(_) => Kind::Item,
        }
    }
}

/// What a style is by its name: some styles are surely no headings, of others it says nothing.
fn by_name(name: &str) -> Option<Option<Kind>> {
    let name = name.to_lowercase();
    let plain = name.trim_end_matches(|c: char| c.is_ascii_digit() || " .-_".contains(c));
    if ["title", "titel", "subtitle", "untertitel", "document title", "doc title", "cover title"].contains(&plain) {
        return Some(Some(Kind::Title));
    }
    let other = ["table", "index", "caption", "contents", "figure"].iter().any(|word| name.contains(word));
    if other || name.starts_with("toc") || name == "header" || name == "footer" {
        return Some(None);
    }
    let level = name.chars().rev().find(char::is_ascii_digit).and_then(|digit| u8::try_from(digit.to_digit(10)?).ok()).unwrap_or(1).max(1);
    // How Word says "heading" in languages that its styles may have been named in.
    let headings = [
        "überschrift",
        "berschrift",
        "titre",
        "título",
        "titulo",
        "titolo",
        "rubrik",
        "kop",
        "overskrift",
        "otsikko",
        "nagłówek",
        "nadpis",
        "heading",
    ];
    (headings.contains(&plain) || name.contains("heading")).then_some(Some(Kind::Heading(level)))
}
