//! What people would rather look at than read: themes by way, decisions by network. Each with the table that says the same.

use documents::{Block, Span};
use kernel::words;

use super::{
    compose::Links,
    crossed::{ThemeByWay, Way},
    model::Content,
    numbers::{Heard, HeardBy},
    sections::{cell, told},
};

/// The most themes that are drawn; the table has all of them.
const DRAWN: usize = 8;

/// A count as it is drawn.
fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Themes by which way the work flows, as a picture with the table that says the same.
pub(super) fn by_way(content: &Content, links: &Links) -> Vec<Block> {
    let crossed = &content.numbers.came_in.theme_ways;
    if crossed.themes.is_empty() {
        return Vec::new();
    }
    let said = |theme: &ThemeByWay| {
        let counts = crossed.ways.iter().zip(&theme.n).filter(|(_, n)| **n > 0);
        let counts: Vec<String> = counts.map(|(way, n)| format!("{} {}", lower_first(&way.name), words::thousands(*n))).collect();
        format!("{}: {}", theme.name, counts.join(", "))
    };
    let rest = crossed.themes.len().saturating_sub(DRAWN);
    let rest = if rest == 0 { String::new() } else { format!(" And {rest} more, in the table.") };
    let summary = crossed.themes.iter().take(DRAWN).map(said).collect::<Vec<_>>().join(". ");
    let rows = crossed.themes.iter().take(DRAWN).map(|theme| (theme.name.clone(), theme.n.iter().map(|n| small(*n)).collect()));
    let title = "By theme and which way the work flows";
    let mut blocks = vec![Block::Bars {
        title: title.into(),
        summary: format!("{summary}.{rest}"),
        series: crossed.ways.iter().map(|way| way.name.clone()).collect(),
        rows: rows.collect(),
    }];
    let row = |theme: &ThemeByWay| {
        let count = |(way, n): (&Way, &u64)| cell(links.reports(told(Some(*n)), &format!("way.{}.{}", theme.key, way.key)));
        std::iter::once(cell(Span::plain(&theme.name))).chain(crossed.ways.iter().zip(&theme.n).map(count)).collect()
    };
    let header: Vec<&str> = std::iter::once("Theme").chain(crossed.ways.iter().map(|way| way.name.as_str())).collect();
    let widths: Vec<u8> = std::iter::once(4).chain(crossed.ways.iter().map(|_| 3)).collect();
    blocks.push(Block::table(title, &header, crossed.themes.iter().map(row).collect(), &widths));
    if crossed.left_out > 0 {
        let themes = words::count(crossed.left_out, "theme is", "themes are");
        blocks.push(Block::paragraph(format!("{themes} left out here, because so few flow one way or could be worked out.")));
    }
    blocks
}

/// What each network and group has heard, as a picture with the table that says the same.
pub(super) fn by_network(heard: &Heard, number: &dyn Fn(u64) -> Span) -> Vec<Block> {
    if heard.networks.is_empty() {
        return Vec::new();
    }
    let only_sent = |one: &HeardBy| one.sent.saturating_sub(one.acknowledged);
    let said = |one: &HeardBy| {
        format!("{}: acknowledged {}, sent {}, missed {}, due later {}", one.name, one.acknowledged, only_sent(one), one.missed, one.waits)
    };
    let mut drawn: Vec<&HeardBy> = heard.networks.iter().filter(|one| one.due > 0).collect();
    // Where not all can be drawn, those that most was due to.
    drawn.sort_by_key(|one| std::cmp::Reverse(one.due));
    let rest = drawn.len().saturating_sub(DRAWN);
    let rest = if rest == 0 { String::new() } else { format!(" And {rest} more, in the table.") };
    let summary = drawn.iter().take(DRAWN).map(|one| said(one)).collect::<Vec<_>>().join(". ");
    let row = |one: &&HeardBy| (one.name.clone(), [one.acknowledged, only_sent(one), one.missed, one.waits].map(small).to_vec());
    let title = "Decisions by network and group";
    let series = ["Sent and acknowledged", "Sent, no word yet", "Missed", "Due later"].map(str::to_owned).to_vec();
    let picture = Block::Bars {
        title: title.into(),
        summary: format!("{summary}.{rest}"),
        series,
        rows: drawn.iter().take(DRAWN).map(row).collect(),
    };
    let row = |one: &HeardBy| {
        let counts = [one.due, one.sent, one.acknowledged, one.missed, one.waits].map(|n| cell(number(n)));
        std::iter::once(cell(Span::plain(&one.name))).chain(counts).collect()
    };
    let header = ["Network or group", "Due", "Sent", "Acknowledged", "Missed", "Due later"];
    vec![picture, Block::table(title, &header, heard.networks.iter().map(row).collect(), &[5, 2, 2, 3, 2, 2])]
}

/// Words as they stand within a sentence.
fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
