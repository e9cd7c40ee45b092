//! PDFs that our own writer makes, that people's programs make, and that somebody makes to harm.

use std::io::Write;

use documents::{Block, Document, Span};
use proptest::prelude::*;

use super::*;

fn written(blocks: Vec<Block>) -> Vec<u8> {
    let document = Document {
        title: "Minutes of a meeting".into(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: String::new(),
        running: String::new(),
        blocks,
    };
    documents::pdf::write(&document).expect("a PDF")
}

/// A PDF of one page, by hand, as the simplest of programs would write it.
fn by_hand(content: &[u8], more: &str) -> Vec<u8> {
    parts(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {more} >> >>")
            .into_bytes(),
        stream("", content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>", b"/X Do /X Do"),
    ])
}

fn stream(keys: &str, content: &[u8]) -> Vec<u8> {
    [format!("<< /Length {} {keys} >>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat()
}

fn parts(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut file, mut places) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend([format!("{} 0 obj\n", number + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).into_bytes());
    file
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).expect("in memory");
    writer.finish().expect("in memory")
}

#[test]
fn what_our_own_writer_writes_comes_back() {
    let long = "The group heard that letters from the eye clinic take eleven days to reach a practice, and that five of them \
                came back unopened; the office will send them by the usual mail of the board from the first of March on.";
    let items = ["First point of the list".to_owned(), "Office affairs: a final file".to_owned()];
    let pages = pages(&written(vec![
        Block::heading(2, "Matters arising"),
        Block::paragraph(long),
        Block::list(items),
        Block::table(
            "Who does what",
            &["What", "Who"],
            vec![vec![vec![Span::plain("Write to the clinic")], vec![Span::plain("Ana Reid")]]],
            &[1, 1],
        ),
    ]))
    .expect("text");
    let text = pages.join("\n");
    assert_eq!(pages.len(), 1);
    for wanted in ["Matters arising", long, "First point of the list", "Office affairs: a final file", "Write to the clinic", "Ana Reid"] {
        assert!(text.contains(wanted), "{wanted}\n---\n{text}");
    }
    assert!(text.lines().any(|line| line == "Matters arising"), "{text}");
}

#[test]
fn pages_keep_their_numbers() {
    let blocks = (0..120).map(|n| Block::paragraph(format!("Paragraph number {n} of a long minute."))).collect();
    let pages = pages(&written(blocks)).expect("text");
    assert!(pages.len() > 2, "{}", pages.len());
    assert!(pages[0].contains("number 0 of") && !pages[1].contains("number 0 of"));
    assert_eq!((0..120).filter(|n| pages.iter().any(|page| page.contains(&format!("number {n} of")))).count(), 120);
}

#[test]
fn words_and_lines_are_told_by_the_room_between_them() {
    let content = b"BT /F1 12 Tf 72 700 Td (Reply within) Tj 90 0 Td (ten days) Tj -90 -14 Td (Next line) Tj 0 -40 Td [(Sp) 20 (lit) -400 (word)] TJ ET";
    assert_eq!(pages(&by_hand(content, "")), Ok(vec!["Reply within ten days\nNext line\nSplit word".to_owned()]));
}

#[test]
fn what_gives_no_text_is_said_in_a_sentence() {
    assert_eq!(pages(b"Dear all"), Err(Problem::NotPdf));
    assert_eq!(pages(b"%PDF-1.7\nand nothing more"), Err(Problem::Damaged));
    assert_eq!(pages(&by_hand(b"0 0 100 100 re f", "")), Err(Problem::Scanned));
    let large = [&b"%PDF-1.4\n"[..], &vec![b' '; LARGEST]].concat();
    assert_eq!(pages(&large), Err(Problem::TooLarge));
    let locked = [by_hand(b"BT /F1 12 Tf (a) Tj ET", ""), b"trailer << /Encrypt 9 0 R >>".to_vec()].concat();
    assert_eq!(pages(&locked), Err(Problem::Locked));
    for problem in [Problem::TooMuchInside, Problem::TooLong, Problem::Letters, Problem::Scanned] {
        assert!(problem.to_string().contains(". "), "{problem}");
    }
}

#[test]
fn more_pages_than_anybody_reads_are_refused() {
    let kids = "3 0 R ".repeat(MOST_PAGES + 1);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 401 >>").into_bytes(),
        b"<< /Type /Page /MediaBox [0 0 595 842] >>".to_vec(),
    ];
    assert_eq!(pages(&parts(&objects)), Err(Problem::TooLong));
}

#[test]
fn what_unpacks_to_far_more_than_it_weighs_is_refused() {
    let bomb = packed(&vec![b' '; 200 * 1024 * 1024]);
    let in_bomb = packed(&bomb);
    for (keys, bytes) in [("/Filter /FlateDecode", &bomb), ("/Filter [/FlateDecode /FlateDecode]", &in_bomb)] {
        let objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_vec(),
            stream(keys, bytes),
        ];
        let file = parts(&objects);
        assert!(file.len() < 400_000, "{}", file.len());
        assert_eq!(pages(&file), Err(Problem::TooMuchInside), "{keys}");
    }
}

#[test]
fn what_was_made_to_keep_us_busy_is_left() {
    let forms = by_hand(b"/X Do", "/XObject << /X 6 0 R >>");
    assert_eq!(pages(&forms), Err(Problem::TooMuchInside));
    let states = by_hand(&b"q ".repeat(100_000), "");
    assert_eq!(pages(&states), Err(Problem::TooMuchInside));
    for deep in [by_hand(&b"[".repeat(2_000_000), ""), [b"%PDF-1.4\n".to_vec(), b"<</A ".repeat(1_000_000)].concat()] {
        assert_eq!(pages(&deep), Err(Problem::TooMuchInside));
    }
    let again = b"<< /Length 3 >>\nstream\nq Q\nendstream".to_vec();
    let shared = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Contents [{}] >>", "4 0 R ".repeat(100_000)).into_bytes(),
        again,
    ];
    assert_eq!(pages(&parts(&shared)), Err(Problem::TooMuchInside));
}

#[test]
fn a_tree_of_pages_that_bites_its_tail_ends() {
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /MediaBox [0 0 595 842] /Parent 2 0 R >>".to_vec(),
    ];
    assert!(pages(&parts(&objects)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_file_is_read_or_refused(at in 0_usize..4000, bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut file = by_hand(b"BT /F1 12 Tf 72 700 Td (Reply within ten days) Tj ET", "/XObject << /Y 6 0 R >>");
        let at = at % file.len();
        let end = (at + bytes.len()).min(file.len());
        file.splice(at..end, bytes);
        let _ = pages(&file);
    }
}
