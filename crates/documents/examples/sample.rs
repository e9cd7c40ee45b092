//! Writes the sample record in every format into a folder, and says how long a large PDF takes.
//!
//! `cargo run --release -p documents --example sample -- /tmp/samples`

#[path = "../tests/outside/sample.rs"]
mod sample;

use std::{path::PathBuf, time::Instant};

use documents::{Block, Document, Span, docx, html, pdf, text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let record = sample::record();
    let engine = timed("make the engine", || pdf::Engine::new(Vec::new(), None));
    std::fs::write(folder.join("record.pdf"), timed("the record as PDF", || engine.write(&record))?)?;
    std::fs::write(folder.join("record.docx"), timed("the record as Word", || docx::write(&record))?)?;
    std::fs::write(folder.join("record.html"), html::write(&record))?;
    std::fs::write(folder.join("record.txt"), text::write(&record))?;
    let large = large(&record);
    for _ in 0..3 {
        std::fs::write(folder.join("large.pdf"), timed("30 sections and a table of 30 rows as PDF", || engine.write(&large))?)?;
    }
    timed("the same as Word", || docx::write(&large))?;
    Ok(())
}

/// 30 sections of ten paragraphs each, a row of counts and a table of 30 rows.
fn large(record: &Document) -> Document {
    let sentence = "Both sides held that the delay is a risk to patients, and that it is not the fault of any one ward. ";
    let mut blocks = Vec::new();
    for section in 1..=30 {
        blocks.push(Block::heading(1, format!("{section}. A section")));
        blocks.extend((1..=10).map(|paragraph| Block::paragraph(format!("{section}.{paragraph} {}", sentence.repeat(4)))));
    }
    let row = |at: usize| vec![vec![Span::plain(format!("T-{at}"))], vec![Span::plain(sentence)], vec![Span::plain("Jean Orr")]];
    blocks.push(Block::RunChart {
        title: "Reports each month".into(),
        summary: "Nothing in the row is more than chance.".into(),
        unit: "reports a month".into(),
        points: (1..=12).map(|month| (format!("2026-{month:02}"), 5 + month * 7 % 9)).collect(),
        twice_median: Some(18),
    });
    blocks.push(Block::Bars {
        title: "By theme and way".into(),
        summary: "Most of it is about discharge.".into(),
        series: ["From hospital to practice", "From practice to hospital", "Both ways", "Not said"].map(str::to_owned).into(),
        rows: (1..=6).map(|theme| (format!("Theme {theme}"), vec![theme * 3, 20 - theme * 3, theme % 2 * 5, 5])).collect(),
    });
    blocks.push(Block::table("Tasks", &["Task", "What", "Who"], (1..=30).map(row).collect(), &[1, 6, 2]));
    Document { blocks, ..record.clone() }
}

#[expect(clippy::disallowed_methods, reason = "a measurement for a person, not the product's clock")]
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let done = work();
    println!("{what}: {} ms", begin.elapsed().as_millis());
    done
}
