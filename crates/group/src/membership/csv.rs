//! Lines of a file for a spreadsheet. What a spreadsheet would take for a formula begins with an apostrophe.

/// Rows of cells as CSV, with a mark at the beginning by which spreadsheets know the letters.
#[must_use]
pub fn write(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",") + "\r\n");
    format!("\u{feff}{}", lines.collect::<String>())
}

fn cell(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']) || text.starts_with(['\t', '\r', '\n']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_commas_stay_within_their_cell() {
        assert_eq!(cell("=SUM(A1)"), "'=SUM(A1)");
        for formula in ["+1", "-1", "@x", " =1", "\t=1"] {
            assert!(cell(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(cell("GP, Glebe \"Old\" Practice"), "\"GP, Glebe \"\"Old\"\" Practice\"");
        assert_eq!(cell("=1,2"), "\"'=1,2\"");
        assert_eq!(write(&[vec!["a".into(), "b".into()], vec![String::new(), "Wójcik".into()]]), "\u{feff}a,b\r\n,Wójcik\r\n");
    }
}
