//! Tables as people bring them, also those that nobody can read.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn lines(table: &Table) -> Vec<(usize, String)> {
    table.rows.iter().map(|row| (row.number, row.cells.join("|"))).collect()
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A workbook of Excel with these sheets, each given as the rows of its sheet data.
fn excel(sheets: &[(&str, &str)], strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let list: String = (1..).zip(sheets).map(|(n, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>")).collect();
    let book = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{list}</sheets></workbook>");
    let relation = |n: usize| format!("<Relationship Id=\"r{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
    let relations: String = (1..=sheets.len()).map(relation).collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    // The second format is a day.
    let styles = format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
    let pages: Vec<(String, String)> = (1..)
        .zip(sheets)
        .map(|(n, (_, rows))| {
            (format!("xl/worksheets/sheet{n}.xml"), format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"))
        })
        .collect();
    let package = format!("<Relationships><Relationship Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    let mut parts = vec![
        ("_rels/.rels", package.as_str()),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/styles.xml", &styles),
        ("xl/sharedStrings.xml", strings),
        ("xl/vbaProject.bin", "macros are not looked at"),
    ];
    parts.extend(pages.iter().map(|(name, page)| (name.as_str(), page.as_str())));
    archive(&parts)
}

const STRINGS: &str = "<sst uniqueCount=\"3\"><si><t>Name</t></si><si><t>Email</t></si><si><t>007</t></si></sst>";
const MEMBERS: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Members in 2026</t></is></c></row>\
    <row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>1</v></c></row>\
    <row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c><c r=\"C4\"><v>3.0</v></c><c r=\"D4\" s=\"1\"><v>46027</v></c></row>\
    <row r=\"9\"><c r=\"B9\" t=\"b\"><v>1</v></c><c r=\"C9\"><v>0.30000000000000004</v></c><c r=\"D9\" s=\"1\"><v>46027.5</v></c></row>";

#[test]
fn a_workbook_gives_what_its_cells_show_and_the_numbers_of_its_rows() {
    let book = excel(&[("Empty", ""), ("Members", MEMBERS), ("Other", MEMBERS)], STRINGS);
    let table = rows(&book).expect("a table");
    assert_eq!((table.sheet.as_str(), table.sheets.len()), ("Members", 3));
    assert_eq!(table.header, ["Name", "Email", "", ""]);
    assert_eq!(lines(&table), [(4, "007||3|2026-01-05".into()), (9, "|TRUE|0.3|2026-01-05 12:00".into())]);
    assert_eq!(rows_of(&book, Some("Other")).expect("a table").sheet, "Other");
    assert_eq!(rows_of(&book, Some("Empty")), Err(Problem::Empty));
    assert_eq!(rows_of(&book, Some("Nobody")), Err(Problem::NoSuchSheet));
}

#[test]
fn old_workbooks_and_those_of_other_programs_say_the_same() {
    for book in [&include_bytes!("tests/members.xls")[..], include_bytes!("tests/members.xlsx")] {
        let table = rows(book).expect("a table");
        assert_eq!(table.header, ["Name", "Email", "From", "Number"]);
        let lines = lines(&table);
        assert_eq!(lines[0], (4, "Munro, Ailsa|ailsa.munro@example.scot|2026-01-05|7".into()));
        assert_eq!((lines[1].0, lines.len()), (5, 2));
    }
}

#[test]
fn text_is_read_with_whichever_separator_and_encoding_it_has() {
    let expect = |bytes: &[u8]| {
        let table = rows(bytes).expect("a table");
        assert_eq!(table.header, ["Name", "Post"]);
        assert_eq!(lines(&table), [(2, "Zoë|GP, Glebe".into()), (5, "Wei|He said \"so\"\nand went".into())]);
    };
    for separator in [",", ";", "\t"] {
        let text = "Name~Post\nZoë~\"GP, Glebe\"\n\n\nWei~\"He said \"\"so\"\"\nand went\"\n".replace('~', separator);
        expect(text.as_bytes());
        expect(text.replace('\n', "\r\n").as_bytes());
        expect(&[b"\xef\xbb\xbf", text.as_bytes()].concat());
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        expect(&little);
        expect(&[b"\xff\xfe", &little[..]].concat());
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        expect(&[b"\xfe\xff", &big[..]].concat());
        let windows: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("Latin")).collect();
        expect(&windows);
    }
    let semicolons = rows(b"sep=;\nName;Post\nAilsa, Dr;\"GP\"\n").expect("a table");
    assert_eq!(lines(&semicolons), [(2, "Ailsa, Dr|GP".into())]);
    assert_eq!(rows(b"a,b\n\x91x\x92,\x80\n").expect("a table").rows[0].cells, ["‘x’", "€"]);
}

#[test]
fn rows_of_any_length_are_as_wide_as_the_widest() {
    let table = rows(b"A title\n\nName,Email\nx\ny,z,more,\n,,\n").expect("a table");
    assert_eq!(table.header, ["Name", "Email", ""]);
    assert_eq!(lines(&table), [(4, "x||".into()), (5, "y|z|more".into())]);
}

#[test]
fn what_is_no_table_is_told_apart_and_said() {
    assert_eq!(rows(b""), Err(Problem::Empty));
    assert_eq!(rows(b" \n\n"), Err(Problem::Empty));
    assert_eq!(rows(b"only\none\ncolumn"), Err(Problem::NoHeader));
    assert_eq!(rows(b"%PDF-1.7 a,b"), Err(Problem::NotATable));
    assert_eq!(rows(b"a,b\0\0\0"), Err(Problem::NotATable));
    assert_eq!(rows(b" <html><table><tr><td>a"), Err(Problem::WebPage));
    assert_eq!(rows(&archive(&[("word/document.xml", "<w/>")])), Err(Problem::NotATable));
    assert_eq!(rows(b"PK\x03\x04 and nothing of an archive"), Err(Problem::Damaged));
    assert_eq!(rows(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), Err(Problem::Damaged));
    assert_eq!(rows(&vec![b' '; LARGEST + 1]), Err(Problem::TooLarge));
    let quote = format!("a,b\n\"{}", "c,d\n".repeat(10_000));
    assert_eq!(rows(quote.as_bytes()), Err(Problem::LongCell(2)));
}

#[test]
fn there_are_limits_and_the_last_that_fits_is_read() {
    let many = |n: usize| format!("a,b\n{}", "c,d\n".repeat(n));
    assert_eq!(rows(many(MOST_ROWS).as_bytes()).expect("a table").rows.len(), MOST_ROWS);
    assert_eq!(rows(many(MOST_ROWS + 1).as_bytes()), Err(Problem::TooManyRows));
    let wide = |n: usize| vec!["x"; n].join(";");
    assert_eq!(rows(wide(MOST_COLUMNS).as_bytes()).expect("a table").header.len(), MOST_COLUMNS);
    assert_eq!(rows(wide(MOST_COLUMNS + 1).as_bytes()), Err(Problem::TooManyColumns));
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused_before_it_does() {
    // Two cells at the corners of a sheet of 17 billion.
    let corners =
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    assert_eq!(rows(&excel(&[("S", corners)], STRINGS)), Err(Problem::TooManyColumns));
    let strings = STRINGS.replace("\"3\"", "\"99999999999\"");
    assert_eq!(rows(&excel(&[("S", MEMBERS)], &strings)), Err(Problem::Damaged));
    let bomb = " ".repeat(101 * 1024 * 1024);
    assert_eq!(rows(&archive(&[("xl/workbook.xml", "<workbook/>"), ("xl/media/1", &bomb)])), Err(Problem::TooMuchInside));
    let ods = |rows: &str| {
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}</table:table>\
             </office:spreadsheet></office:body></office:document-content>"
        );
        let mime = "application/vnd.oasis.opendocument.spreadsheet";
        archive(&[("mimetype", mime), ("META-INF/manifest.xml", "<manifest:manifest/>"), ("content.xml", &content)])
    };
    let cell = |repeats: usize| {
        format!(
            "<table:table-cell table:number-columns-repeated=\"{repeats}\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>"
        )
    };
    let row = |repeats: usize, cells: &str| format!("<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>");
    assert_eq!(rows(&ods(&row(1, &cell(2)))).expect("a table").header, ["x", "x"]);
    assert_eq!(rows(&ods(&row(1, &cell(16_000)))), Err(Problem::TooManyColumns));
    assert_eq!(rows(&ods(&row(1_000_000, &cell(50)))), Err(Problem::TooScattered));
    assert_eq!(rows(&ods(&row(30_000, &cell(2)))), Err(Problem::TooManyRows));
}

#[test]
fn an_old_workbook_that_lies_about_its_extent_is_refused() {
    let mut book = include_bytes!("tests/members.xls").to_vec();
    // The record that says how many rows and columns there are.
    let at = book.windows(4).position(|bytes| bytes == [0, 2, 14, 0]).expect("a record of its extent");
    book[at + 8..at + 12].copy_from_slice(&[0xff; 4]);
    assert_eq!(rows(&book), Err(Problem::Damaged));
}

proptest! {
    #[test]
    fn no_bytes_end_in_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = rows(&bytes);
        for magic in [&b"PK\x03\x04"[..], &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]] {
            let _ = rows(&[magic, &bytes].concat());
        }
    }

    #[test]
    fn no_damage_ends_in_a_panic(at in 0_usize..20_000, damage in proptest::collection::vec(any::<u8>(), 1..40)) {
        for book in [&include_bytes!("tests/members.xls")[..], include_bytes!("tests/members.xlsx")] {
            let mut book = book.to_vec();
            let at = at % book.len();
            let end = book.len().min(at + damage.len());
            book[at..end].copy_from_slice(&damage[..end - at]);
            let _ = rows(&book);
        }
        // Damage inside, where the archive's own sums still agree.
        let mut rows_xml = MEMBERS.to_owned();
        let at = (0..=at % rows_xml.len()).rev().find(|at| rows_xml.is_char_boundary(*at)).unwrap_or_default();
        rows_xml.insert_str(at, &String::from_utf8_lossy(&damage));
        let _ = rows(&excel(&[("S", &rows_xml)], STRINGS));
    }

    #[test]
    fn what_was_written_as_text_is_read_back(cells in proptest::collection::vec(proptest::collection::vec("[a-z .\"\\n]{1,6}", 2..5), 1..8)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).delimiter(b'\t').from_writer(Vec::new());
        writer.write_record(["one", "two"]).expect("written");
        for row in &cells {
            writer.write_record(row).expect("written");
        }
        let table = rows(&writer.into_inner().expect("bytes")).expect("a table");
        let trimmed: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        let mut read: Vec<Vec<String>> = table.rows.into_iter().map(|row| row.cells).collect();
        let filled = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
        for row in &mut read {
            while row.last().is_some_and(String::is_empty) { row.pop(); }
        }
        let trimmed: Vec<Vec<String>> = trimmed.into_iter().filter(filled).map(|mut row| { while row.last().is_some_and(String::is_empty) { row.pop(); } row }).collect();
        prop_assert_eq!(read, trimmed);
    }
}
