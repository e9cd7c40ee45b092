//! The parts of a Word file as a row of steps: an element opens, says something, closes.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use crate::Problem;

/// How deep elements may lie within each other. Word's own lie some dozens deep.
const DEEPEST: usize = 512;

/// A step through a part.
pub(super) enum Step<'a> {
    /// An element opens: its name without a prefix, and its attributes.
    Open(&'a str, &'a BytesStart<'a>),
    /// What stands in an element.
    Text(&'a str),
    /// The innermost element closes.
    Close,
}

/// Goes through a part.
pub(super) fn each(xml: &str, mut act: impl FnMut(Step<'_>) -> Result<(), Problem>) -> Result<(), Problem> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Problem::Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Problem::TooDeep);
                }
                act(Step::Open(start.local_name().as_ref(), &start))?;
            }
            Event::End(_) => {
                depth = depth.checked_sub(1).ok_or(Problem::Damaged)?;
                act(Step::Close)?;
            }
            Event::Text(text) => act(Step::Text(&text.xml10_content()))?,
            Event::CData(text) => act(Step::Text(&text.xml10_content()))?,
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => act(Step::Text(c.encode_utf8(&mut [0; 4])))?,
                Ok(None) => act(Step::Text(resolve_predefined_entity(&entity).ok_or(Problem::Declarations)?))?,
                Err(_) => return Err(Problem::Damaged),
            },
            Event::DocType(_) => return Err(Problem::Declarations),
            Event::Eof if depth > 0 => return Err(Problem::Damaged),
            Event::Eof => return Ok(()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// An attribute's value, by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Whether a switch such as `<w:b/>` is on: it is unless it says otherwise.
pub(super) fn is_on(start: &BytesStart<'_>) -> bool {
    attribute(start, "val").is_none_or(|value| !["0", "false", "off", "none"].contains(&value.as_str()))
}

/// A number in the attribute `val`.
pub(super) fn number<N: std::str::FromStr>(start: &BytesStart<'_>) -> Option<N> {
    attribute(start, "val")?.trim().parse().ok()
}

/// How many elements of a name there are.
pub(super) fn count(xml: &str, name: &str) -> Result<usize, Problem> {
    let mut found = 0;
    each(xml, |step| {
        found += usize::from(matches!(step, Step::Open(this, _) if this == name));
        Ok(())
    })?;
    Ok(found)
}
