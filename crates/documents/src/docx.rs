//! A document for Word: headings, lists, tables and links as Word's own, and nothing that only looks so.

mod body;
#[cfg(test)]
mod tests;
pub(crate) mod xml;

use std::io::{self, Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use self::{body::Body, xml::Xml};
use crate::{Document, tidy::tidy};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

const CUSTOM_TYPE: &str = "<Override PartName=\"/docProps/custom.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/>\n</Types>";
const CUSTOM_RELATION: &str = "<Relationship Id=\"rId3\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties\" Target=\"docProps/custom.xml\"/>\n</Relationships>";

/// Why a Word document was not written: it did not fit the memory or the format's own limits.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// An XML part could not be written.
    #[error("a part of the Word document could not be written: {0}")]
    Part(#[from] io::Error),
    /// The parts could not be packed.
    #[error("the Word document could not be packed: {0}")]
    Pack(#[from] ZipError),
}

/// The document as a `.docx` file.
///
/// # Errors
/// When memory or the format's limits do not allow it; never because of what the document says.
pub fn write(document: &Document) -> Result<Vec<u8>, DocxError> {
    packed(document, None)
}

/// The property of a file that says of which version of a text it is.
pub const VERSION: &str = "Version";

/// The document as a `.docx` file that says of which version of a text it is, for when it comes back changed.
///
/// # Errors
/// As [`write()`].
pub fn write_version(document: &Document, version: &str) -> Result<Vec<u8>, DocxError> {
    packed(document, Some(version))
}

fn packed(document: &Document, version: Option<&str>) -> Result<Vec<u8>, DocxError> {
    let document = tidy(document);
    let body = Body::write(&document)?;
    let language = |part: &str| part.replace("{language}", &document.language).into_bytes();
    let (mut types, mut package) =
        (include_str!("docx/parts/content-types.xml").to_owned(), include_str!("docx/parts/package.rels").to_owned());
    if version.is_some() {
        types = types.replace("</Types>", CUSTOM_TYPE);
        package = package.replace("</Relationships>", CUSTOM_RELATION);
    }
    let mut parts = vec![
        ("[Content_Types].xml", types.into_bytes()),
        ("_rels/.rels", package.into_bytes()),
        ("word/document.xml", body.xml),
        ("word/_rels/document.xml.rels", relations(&body.links)?),
        ("word/styles.xml", language(include_str!("docx/parts/styles.xml"))),
        ("word/numbering.xml", numbering(body.numbered_lists)?),
        ("word/settings.xml", language(include_str!("docx/parts/settings.xml"))),
        ("word/footer1.xml", footer(&document.running)?),
        ("docProps/core.xml", properties(&document)?),
    ];
    if let Some(version) = version {
        parts.push(("docProps/custom.xml", custom(version)?));
    }
    // A fixed time, so that the same document gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        packed.start_file(name, options)?;
        packed.write_all(&bytes)?;
    }
    Ok(packed.finish()?.into_inner())
}

/// How a link is named among the document's relations.
fn link_id(at: usize) -> String {
    format!("rIdLink{}", at + 1)
}

fn relations(links: &[String]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.within("Relationships", &[("xmlns", PACKAGE)], |xml| {
        for (id, target) in
            [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("settings", "settings.xml"), ("footer", "footer1.xml")]
        {
            let kind = format!("{RELATIONS}/{id}");
            xml.empty("Relationship", &[("Id", &format!("rId-{id}")), ("Type", &kind), ("Target", target)])?;
        }
        for (at, address) in links.iter().enumerate() {
            let kind = format!("{RELATIONS}/hyperlink");
            let id = link_id(at);
            xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", address), ("TargetMode", "External")])?;
        }
        Ok(())
    })?;
    Ok(xml.finish())
}

/// List 1 has bullets; each numbered list is one of its own, so that it begins at 1.
fn numbering(numbered_lists: usize) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.within("w:numbering", &[("xmlns:w", WORD)], |xml| {
        for (id, format, text) in [("0", "bullet", "\u{2022}"), ("1", "decimal", "%1.")] {
            xml.within("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
                xml.empty("w:multiLevelType", &[("w:val", "singleLevel")])?;
                xml.within("w:lvl", &[("w:ilvl", "0")], |xml| {
                    xml.empty("w:start", &[("w:val", "1")])?;
                    xml.empty("w:numFmt", &[("w:val", format)])?;
                    xml.empty("w:lvlText", &[("w:val", text)])?;
                    xml.empty("w:lvlJc", &[("w:val", "left")])?;
                    xml.within("w:pPr", &[], |xml| xml.empty("w:ind", &[("w:left", "426"), ("w:hanging", "312")]))
                })
            })?;
        }
        for list in 1..=numbered_lists + 1 {
            xml.within("w:num", &[("w:numId", &list.to_string())], |xml| {
                xml.empty("w:abstractNumId", &[("w:val", if list == 1 { "0" } else { "1" })])?;
                if list > 1 {
                    xml.within("w:lvlOverride", &[("w:ilvl", "0")], |xml| xml.empty("w:startOverride", &[("w:val", "1")]))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(xml.finish())
}

/// `DRAFT                Page 1 of 3`
fn footer(running: &str) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let words = |xml: &mut Xml, text: &str| xml.within("w:r", &[], |xml| xml.text("w:t", &[("xml:space", "preserve")], text));
    let field = |xml: &mut Xml, name: &str| xml.within("w:fldSimple", &[("w:instr", name)], |xml| words(xml, "1"));
    xml.within("w:ftr", &[("xmlns:w", WORD)], |xml| {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| xml.empty("w:pStyle", &[("w:val", "Footer")]))?;
            if !running.is_empty() {
                words(xml, running)?;
            }
            xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]))?;
            words(xml, "Page ")?;
            field(xml, "PAGE")?;
            words(xml, " of ")?;
            field(xml, "NUMPAGES")
        })
    })?;
    Ok(xml.finish())
}

fn properties(document: &Document) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.within("cp:coreProperties", &names, |xml| {
        xml.text("dc:title", &[], &document.title)?;
        xml.text("dc:creator", &[], &document.author)?;
        xml.text("dc:language", &[], &document.language)
    })?;
    Ok(xml.finish())
}

/// What people do not see and Word keeps: of which version the text is.
fn custom(version: &str) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let names = [
        ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
        ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
    ];
    // The first is what every property of this kind is called by in Word; numbers below 2 are Word's own.
    let property = [("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", "2"), ("name", VERSION)];
    xml.within("Properties", &names, |xml| xml.within("property", &property, |xml| xml.text("vt:lpwstr", &[], version)))?;
    Ok(xml.finish())
}
