//! A theme as a paper: sections of plain blocks, with no count so small that it would point at somebody.

use std::collections::BTreeMap;

use analysis::run_chart::{self, RunChart};
use documents::{Block, Document, Span};
use jiff::{ToSpan, civil::Date};

/// A count below this points at somebody: it is not shown by itself.
const FEWEST_SHOWN: usize = 5;
/// Where a month with fewer than that is drawn: nobody can read from the picture what the table does not say.
const LOW: u32 = 2;
/// The most wordings of each side; who reads on has stopped listening.
const VOICES: usize = 6;
/// The months of the table, the last one being the last that is over.
const MONTHS: i32 = 12;

/// A report on the theme.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) reference: String,
    pub(super) raised_on: Date,
    /// Where it comes from, in words and by its side: hospital or not; nothing where nobody said.
    pub(super) sector: Option<(&'static str, bool)>,
    pub(super) workplace: String,
    pub(super) open: bool,
    /// The group's title and sentences.
    pub(super) wording: Option<(String, String)>,
}

/// Something that was decided or agreed.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) reference: String,
    pub(super) words: String,
    pub(super) day: String,
    pub(super) address: String,
}

/// What the co-chairs write into a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Grows with every change.
    pub(super) version: i64,
    /// What the group could decide.
    pub(super) proposal: String,
    /// Who should be in the room, beside the group.
    pub(super) room: String,
}

/// All that is known of a theme.
#[derive(Clone, Debug)]
pub(super) struct Pack {
    pub(super) group: String,
    pub(super) theme: String,
    pub(super) today: Date,
    pub(super) reports: Vec<Report>,
    pub(super) decisions: Vec<Said>,
    pub(super) agreements: Vec<Said>,
    /// Services that reports are about, with how many.
    pub(super) services: Vec<(String, usize)>,
    pub(super) written: Written,
}

impl Pack {
    /// The pack as a paper.
    pub(super) fn document(&self) -> Document {
        let mut blocks = Vec::new();
        self.what_is_happening(&mut blocks);
        self.voices(&mut blocks);
        said(&mut blocks, "What has been tried", &self.decisions, "Nothing has been decided on this theme yet.");
        said(&mut blocks, "What is agreed", &self.agreements, "No agreement on this theme is in force.");
        blocks.push(Block::heading(1, "What could be decided"));
        blocks.extend(lines(&self.written.proposal, "The co-chairs have not written a proposal yet."));
        blocks.push(Block::heading(1, "Who should be in the room"));
        if !self.services.is_empty() {
            let named = self.services.iter().map(|(name, n)| format!("{name}: {}", told(*n)));
            blocks.push(Block::paragraph("Services that the reports are about:"));
            blocks.push(Block::list(named));
        }
        blocks.extend(lines(&self.written.room, if self.services.is_empty() { "Nobody beside the group is named yet." } else { "" }));
        Document {
            title: format!("Theme: {}", self.theme),
            subtitle: format!("{}, as it stands on {}", self.group, in_words(self.today)),
            language: "en-GB".into(),
            author: self.group.clone(),
            running: format!("{}: {}", self.group, self.theme),
            blocks,
        }
    }

    fn what_is_happening(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::heading(1, "What is happening"));
        let (all, open) = (self.reports.len(), self.reports.iter().filter(|report| report.open).count());
        if all == 0 {
            blocks.push(Block::paragraph("Nobody has reported on this theme yet."));
            return;
        }
        let mut places: Vec<String> = self.reports.iter().map(|report| report.workplace.to_lowercase()).collect();
        places.retain(|place| !place.is_empty());
        places.sort();
        places.dedup();
        let from = if places.len() < FEWEST_SHOWN { String::new() } else { format!(", from {} workplaces", places.len()) };
        blocks.push(Block::paragraph(format!("{all} {} so far{from}; {open} of them open.", if all == 1 { "report" } else { "reports" })));
        blocks.extend(self.sectors());
        blocks.extend(self.months());
    }

    /// Where the reports come from. Small counts are added up; where they stay small, only the names are said.
    fn sectors(&self) -> Option<Block> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for report in &self.reports {
            *counts.entry(report.sector.map_or("Not said", |(words, _)| words)).or_default() += 1;
        }
        let small: usize = counts.values().filter(|n| **n < FEWEST_SHOWN).sum();
        let few = counts.values().filter(|n| **n < FEWEST_SHOWN).count();
        if few == counts.len() || small > 0 && (small < FEWEST_SHOWN || few == 1) {
            let names: Vec<&str> = counts.keys().copied().filter(|name| *name != "Not said").collect();
            return (!names.is_empty()).then(|| Block::paragraph(format!("They come from: {}.", names.join(", ").to_lowercase())));
        }
        let row = |name: &str, n: usize| vec![vec![Span::plain(name)], vec![Span::plain(n.to_string())]];
        let shown = counts.iter().filter(|(_, n)| **n >= FEWEST_SHOWN).map(|(name, n)| row(name, *n));
        let rest = (small > 0).then(|| row("Elsewhere", small));
        Some(Block::table("Where the reports come from", &["From", "Reports"], shown.chain(rest).collect(), &[3, 1]))
    }

    /// How many came in each month that is over, and whether that is more than chance.
    fn months(&self) -> Vec<Block> {
        let this = self.today.first_of_month();
        let months = (1..=MONTHS).rev().filter_map(|back| this.checked_sub(back.months()).ok());
        let counted: Vec<(Date, usize)> = months
            .map(|month| (month, self.reports.iter().filter(|report| report.raised_on.first_of_month() == month).count()))
            .skip_while(|(_, n)| *n == 0)
            .collect();
        let values: Vec<f64> = counted.iter().map(|(_, n)| f64::from(u32::try_from(*n).unwrap_or(u32::MAX))).collect();
        let Some(chart) = RunChart::of(&values).filter(|_| counted.len() > 1) else { return Vec::new() };
        let reading = match chart.signal() {
            Some(_) => format!("The row of months shows more than chance ({}).", run_chart::TEST),
            None => format!("Nothing in the row of months is more than chance, or they are too few to tell ({}).", run_chart::TEST),
        };
        let row = |(month, n): &(Date, usize)| vec![vec![Span::plain(month.strftime("%B %Y").to_string())], vec![Span::plain(told(*n))]];
        let rows = counted.iter().rev().map(row).collect();
        let mut blocks = Vec::new();
        // Where no month reaches what may be shown there is nothing to see in a picture.
        if counted.iter().any(|(_, n)| *n >= FEWEST_SHOWN) {
            let points = counted.iter().map(|(month, n)| (month.strftime("%b %Y").to_string(), drawn(*n))).collect();
            let median = chart.median.max(0.0);
            blocks.push(Block::RunChart {
                title: format!("Reports each month on {}", self.theme),
                summary: format!("{reading} The table has the numbers; a month with fewer than {FEWEST_SHOWN} is drawn at {LOW}."),
                unit: "reports a month".into(),
                points,
                twice_median: (median >= FEWEST_SHOWN as f64).then_some((median * 2.0) as u32),
            });
        }
        blocks.push(Block::table("Reports each month", &["Month", "Reports"], rows, &[3, 1]));
        blocks.push(Block::paragraph(reading));
        blocks
    }

    /// What both sides say, in the group's words.
    fn voices(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::heading(1, "What both sides say"));
        blocks.push(Block::paragraph("In the group’s own words; nobody’s report is quoted."));
        for (heading, hospital) in [("From general practice and the community", false), ("From the hospital side", true)] {
            let of_side = self.reports.iter().filter(|report| report.sector.is_some_and(|(_, side)| side == hospital));
            let worded: Vec<String> = of_side
                .filter_map(|report| {
                    report.wording.as_ref().map(|(title, text)| format!("{title}. {} ({})", text.replace('\n', " "), report.reference))
                })
                .take(VOICES)
                .collect();
            blocks.push(Block::heading(2, heading));
            blocks.push(if worded.is_empty() { Block::paragraph("Nothing is worded yet.") } else { Block::list(worded) });
        }
    }
}

/// A count as it may be drawn.
fn drawn(n: usize) -> u32 {
    match n {
        0 => 0,
        n if n < FEWEST_SHOWN => LOW,
        n => u32::try_from(n).unwrap_or(u32::MAX),
    }
}

/// A count as it may be shown.
fn told(n: usize) -> String {
    match n {
        0 => "none".into(),
        n if n < FEWEST_SHOWN => format!("fewer than {FEWEST_SHOWN}"),
        n => n.to_string(),
    }
}

fn said(blocks: &mut Vec<Block>, heading: &str, all: &[Said], none: &str) {
    blocks.push(Block::heading(1, heading));
    if all.is_empty() {
        blocks.push(Block::paragraph(none));
        return;
    }
    let items = all.iter().map(|one| {
        let link = Span::link(one.reference.clone(), one.address.clone());
        vec![link, Span::plain(format!(" ({}): {}", one.day, one.words))]
    });
    blocks.push(Block::List { ordered: false, items: items.collect() });
}

/// A text as paragraphs, or what stands for an empty one.
fn lines(text: &str, none: &str) -> Vec<Block> {
    let text = if text.trim().is_empty() { none } else { text };
    text.split('\n').filter(|line| !line.trim().is_empty()).map(Block::paragraph).collect()
}

fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn report(month: i8, sector: Option<(&'static str, bool)>, place: &str) -> Report {
        let wording = Some(("Letters come late".to_owned(), "They come after weeks.\nBoth sides lose time.".to_owned()));
        let (reference, raised_on) = ("NM-0001".to_owned(), date(2026, month, 3));
        Report { reference, raised_on, sector, workplace: place.into(), open: true, wording }
    }

    fn pack(reports: Vec<Report>) -> String {
        let pack = Pack {
            group: "North Moor Interface Group".into(),
            theme: "Results".into(),
            today: date(2026, 11, 22),
            reports,
            decisions: Vec::new(),
            agreements: Vec::new(),
            services: vec![("Cardiology".into(), 2)],
            written: Written::default(),
        };
        documents::text::write(&pack.document())
    }

    #[test]
    fn no_small_count_is_shown_nor_can_be_worked_out() {
        let (gp, ward) = (Some(("General practice", false)), Some(("Hospital", true)));
        let seven = |n: usize| (0..n).map(move |_| report(9, gp, "Practice A"));
        let text = pack(seven(7).chain([report(10, ward, "Ward 4")]).collect());
        assert!(
            text.contains("8 reports so far; 8 of them open.") && text.contains("They come from: general practice, hospital."),
            "{text}"
        );
        assert!(!text.contains("Elsewhere") && text.contains("fewer than 5"), "{text}");
        assert_eq!((drawn(0), drawn(1), drawn(4), drawn(5)), (0, LOW, LOW, 5));
        assert!(text.contains("[Reports each month on Results."), "{text}");
        let text = pack(seven(7).chain((0..3).map(|_| report(10, ward, ""))).chain((0..2).map(|_| report(10, None, ""))).collect());
        assert!(text.contains("From: General practice\nReports: 7") && text.contains("From: Elsewhere\nReports: 5"), "{text}");
    }

    #[test]
    fn a_theme_of_which_nobody_spoke_is_said_plainly() {
        let text = pack(Vec::new());
        assert!(
            text.contains("Nobody has reported on this theme yet.") && text.contains("Nothing has been decided on this theme yet."),
            "{text}"
        );
    }

    #[test]
    fn both_sides_speak_in_the_groups_words() {
        let text = pack(vec![report(9, Some(("General practice", false)), ""), report(9, Some(("Hospital", true)), "")]);
        assert_eq!(text.matches("Letters come late. They come after weeks. Both sides lose time. (NM-0001)").count(), 2, "{text}");
    }
}
