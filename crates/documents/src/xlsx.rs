//! A workbook for Excel with one sheet: a header that stays in view and repeats on each printed page, columns with their widths, days
//! as days. A text is never read as a formula.

use std::io::{self, Cursor, Write};

use jiff::civil::{Date, date};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::docx::xml::Xml;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// What a mail, a page or a browser calls such a file.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The most letters that Excel takes in a cell.
const LONGEST: usize = 32_767;

/// Why a workbook was not written: it did not fit the memory or the format's own limits.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// An XML part could not be written.
    #[error("a part of the workbook could not be written: {0}")]
    Part(#[from] io::Error),
    /// The parts could not be packed.
    #[error("the workbook could not be packed: {0}")]
    Pack(#[from] ZipError),
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text, never read as a formula; may have several lines.
    Text(String),
    /// A day, which Excel can sort and count with.
    Day(Date),
    /// A whole number.
    Number(i64),
    /// Nothing.
    Empty,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What its tab says: 31 letters at most, without `[ ] : * ? / \`; anything else is left out.
    pub name: String,
    /// The columns: what each is called, and how many letters wide it is.
    pub columns: Vec<(String, u16)>,
    /// The rows below the header.
    pub rows: Vec<Vec<Cell>>,
}

// Of the styles below, in their order.
const HEADER: &str = "1";
const TEXT: &str = "2";
const DAY: &str = "3";

/// The sheet as an `.xlsx` file. The same sheet gives the same bytes.
///
/// # Errors
/// When memory or the format's limits do not allow it; never because of what the sheet says.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let parts = [
        ("[Content_Types].xml", types()?),
        ("_rels/.rels", relation(&[("rId1", "officeDocument", "xl/workbook.xml")])?),
        ("xl/workbook.xml", workbook(sheet)?),
        ("xl/_rels/workbook.xml.rels", relation(&[("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")])?),
        ("xl/styles.xml", styles()?),
        ("xl/worksheets/sheet1.xml", cells(sheet)?),
    ];
    // A fixed time, so that the same sheet gives the same bytes.
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

fn types() -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.within("Types", &[("xmlns", TYPES)], |xml| {
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml")])?;
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")])?;
        for (part, kind) in [("workbook", "sheet.main"), ("styles", "styles"), ("worksheets/sheet1", "worksheet")] {
            let (name, kind) = (format!("/xl/{part}.xml"), format!("{KIND}.{kind}+xml"));
            xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)])?;
        }
        Ok(())
    })?;
    Ok(xml.finish())
}

fn relation(targets: &[(&str, &str, &str)]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.within("Relationships", &[("xmlns", PACKAGE)], |xml| {
        for (id, kind, target) in targets {
            let kind = format!("{RELATIONS}/{kind}");
            xml.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)])?;
        }
        Ok(())
    })?;
    Ok(xml.finish())
}

fn tab_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c)).take(31).collect();
    if plain.trim().is_empty() { "Sheet1".into() } else { plain.trim().to_owned() }
}

fn workbook(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let name = tab_name(&sheet.name);
    let mut xml = Xml::new()?;
    xml.within("workbook", &[("xmlns", MAIN), ("xmlns:r", RELATIONS)], |xml| {
        xml.within("sheets", &[], |xml| xml.empty("sheet", &[("name", &name), ("sheetId", "1"), ("r:id", "rId1")]))?;
        xml.within("definedNames", &[], |xml| {
            let titles = format!("'{name}'!$1:$1");
            xml.text("definedName", &[("name", "_xlnm.Print_Titles"), ("localSheetId", "0")], &titles)
        })
    })?;
    Ok(xml.finish())
}

fn styles() -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let font = |xml: &mut Xml, bold: bool| {
        xml.within("font", &[], |xml| {
            if bold {
                xml.empty("b", &[])?;
            }
            xml.empty("sz", &[("val", "11")])?;
            xml.empty("name", &[("val", "Calibri")])
        })
    };
    let format = |xml: &mut Xml, (number, font, fill): (&str, &str, &str), wrap: bool| {
        let attributes = [
            ("numFmtId", number),
            ("fontId", font),
            ("fillId", fill),
            ("borderId", "0"),
            ("xfId", "0"),
            ("applyNumberFormat", "1"),
            ("applyFont", "1"),
            ("applyFill", "1"),
            ("applyAlignment", "1"),
        ];
        xml.within("xf", &attributes, |xml| xml.empty("alignment", &[("vertical", "top"), ("wrapText", if wrap { "1" } else { "0" })]))
    };
    xml.within("styleSheet", &[("xmlns", MAIN)], |xml| {
        xml.within("numFmts", &[("count", "1")], |xml| xml.empty("numFmt", &[("numFmtId", "164"), ("formatCode", "dd/mm/yyyy")]))?;
        xml.within("fonts", &[("count", "2")], |xml| {
            font(xml, false)?;
            font(xml, true)
        })?;
        xml.within("fills", &[("count", "3")], |xml| {
            // Excel keeps the first two for itself.
            for pattern in ["none", "gray125"] {
                xml.within("fill", &[], |xml| xml.empty("patternFill", &[("patternType", pattern)]))?;
            }
            xml.within("fill", &[], |xml| {
                xml.within("patternFill", &[("patternType", "solid")], |xml| {
                    xml.empty("fgColor", &[("rgb", "FFE8EDEE")])?;
                    xml.empty("bgColor", &[("indexed", "64")])
                })
            })
        })?;
        xml.within("borders", &[("count", "1")], |xml| {
            xml.within("border", &[], |xml| ["left", "right", "top", "bottom", "diagonal"].iter().try_for_each(|side| xml.empty(side, &[])))
        })?;
        xml.within("cellStyleXfs", &[("count", "1")], |xml| {
            xml.empty("xf", &[("numFmtId", "0"), ("fontId", "0"), ("fillId", "0"), ("borderId", "0")])
        })?;
        xml.within("cellXfs", &[("count", "4")], |xml| {
            format(xml, ("0", "0", "0"), false)?;
            format(xml, ("0", "1", "2"), true)?;
            format(xml, ("0", "0", "0"), true)?;
            format(xml, ("164", "0", "0"), false)
        })?;
        xml.within("cellStyles", &[("count", "1")], |xml| xml.empty("cellStyle", &[("name", "Normal"), ("xfId", "0"), ("builtinId", "0")]))
    })?;
    Ok(xml.finish())
}

/// The letters of a column: `A` for the first, `AA` for the 27th.
fn column(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().collect()
}

fn cells(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let last = format!("{}{}", column(sheet.columns.len().saturating_sub(1)), sheet.rows.len() + 1);
    xml.within("worksheet", &[("xmlns", MAIN)], |xml| {
        xml.within("sheetPr", &[], |xml| xml.empty("pageSetUpPr", &[("fitToPage", "1")]))?;
        xml.within("sheetViews", &[], |xml| {
            xml.within("sheetView", &[("tabSelected", "1"), ("workbookViewId", "0")], |xml| {
                xml.empty("pane", &[("ySplit", "1"), ("topLeftCell", "A2"), ("activePane", "bottomLeft"), ("state", "frozen")])?;
                xml.empty("selection", &[("pane", "bottomLeft"), ("activeCell", "A2"), ("sqref", "A2")])
            })
        })?;
        xml.empty("sheetFormatPr", &[("defaultRowHeight", "15")])?;
        if !sheet.columns.is_empty() {
            xml.within("cols", &[], |xml| {
                for (at, (_, width)) in sheet.columns.iter().enumerate() {
                    let (at, width) = ((at + 1).to_string(), width.to_string());
                    xml.empty("col", &[("min", &at), ("max", &at), ("width", &width), ("customWidth", "1")])?;
                }
                Ok(())
            })?;
        }
        xml.within("sheetData", &[], |xml| {
            let titles: Vec<Cell> = sheet.columns.iter().map(|(title, _)| Cell::Text(title.clone())).collect();
            row(xml, 1, &titles, Some(HEADER))?;
            for (at, cells) in sheet.rows.iter().enumerate() {
                row(xml, at + 2, cells, None)?;
            }
            Ok(())
        })?;
        if !sheet.columns.is_empty() {
            xml.empty("autoFilter", &[("ref", &format!("A1:{last}"))])?;
        }
        let margins = [("left", "0.4"), ("right", "0.4"), ("top", "0.5"), ("bottom", "0.5"), ("header", "0.3"), ("footer", "0.3")];
        xml.empty("pageMargins", &margins)?;
        // Paper 9 is A4.
        xml.empty("pageSetup", &[("paperSize", "9"), ("orientation", "landscape"), ("fitToWidth", "1"), ("fitToHeight", "0")])
    })?;
    Ok(xml.finish())
}

fn row(xml: &mut Xml, number: usize, cells: &[Cell], style: Option<&str>) -> io::Result<()> {
    xml.within("row", &[("r", &number.to_string())], |xml| {
        for (at, cell) in cells.iter().enumerate() {
            let place = format!("{}{number}", column(at));
            match cell {
                Cell::Text(text) => {
                    let text = plain(text);
                    xml.within("c", &[("r", &place), ("s", style.unwrap_or(TEXT)), ("t", "inlineStr")], |xml| {
                        xml.within("is", &[], |xml| xml.text("t", &[("xml:space", "preserve")], &text))
                    })?;
                }
                Cell::Day(day) => {
                    let serial = serial(*day).to_string();
                    xml.within("c", &[("r", &place), ("s", DAY)], |xml| xml.text("v", &[], &serial))?;
                }
                Cell::Number(n) => {
                    xml.within("c", &[("r", &place), ("s", style.unwrap_or(TEXT))], |xml| xml.text("v", &[], &n.to_string()))?;
                }
                Cell::Empty => {}
            }
        }
        Ok(())
    })
}

/// A text without letters that the format does not know, and not longer than a cell.
fn plain(text: &str) -> String {
    let known = |c: &char| (!c.is_control() || matches!(c, '\n' | '\t')) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(known).take(LONGEST).collect()
}

/// A day as Excel counts it: 1 is 1 January 1900, and a 29 February 1900 is counted that never was.
fn serial(day: Date) -> i32 {
    let days = |from: Date| (day - from).get_days();
    let counted = days(date(1899, 12, 30));
    if day < date(1900, 3, 1) { counted - 1 } else { counted }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn days_and_columns_are_counted_as_excel_does() {
        assert_eq!(serial(date(1900, 1, 1)), 1);
        assert_eq!(serial(date(1900, 3, 1)), 61);
        assert_eq!(serial(date(2026, 12, 14)), 46_370);
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(column), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"].map(str::to_owned));
        assert_eq!(tab_name("Actions: [all] / 'x'"), "Actions all  x");
        assert_eq!(tab_name("?"), "Sheet1");
    }

    #[test]
    fn the_same_sheet_is_the_same_file_and_odd_letters_do_no_harm() {
        let sheet = Sheet {
            name: "Actions".into(),
            columns: vec![("Ref".into(), 10), ("Due".into(), 12)],
            rows: vec![
                vec![Cell::Text("=SUM(A1)\u{0}\u{b} & <b>\nline".into()), Cell::Day(date(2026, 12, 14))],
                vec![Cell::Empty, Cell::Number(3)],
            ],
        };
        let file = write(&sheet).expect("a workbook");
        assert_eq!(file, write(&sheet).expect("a workbook"));
        assert!(file.starts_with(b"PK"));
    }
}
