//! How what is put right stands beside the frozen text.

use documents::{Block, Span};
use kernel::words;

use super::{
    super::model::Paper,
    model::{Mending, Place},
};
use crate::{corrections::Correction, references::read_decision};

fn callout(mending: &Mending) -> Option<Block> {
    let day = words::date(mending.corrected_on?);
    let spans = vec![
        Span::strong(format!("Corrected on {day}: ")),
        Span::plain(format!("instead of “{}” it should read: {} Why: {}", mending.was, mending.words, mending.why)),
    ];
    Some(Block::Callout { spans })
}

/// The lines of a block: its paragraphs, its items, its rows.
pub(super) fn lines(block: &Block) -> Vec<String> {
    let said = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let all: Vec<String> = match block {
        Block::Paragraph { spans } | Block::Callout { spans } => said(spans).split('\n').map(str::to_owned).collect(),
        Block::List { items, .. } => items.iter().map(|item| said(item)).collect(),
        Block::Table { rows, .. } => rows.iter().map(|row| row.iter().map(|cell| said(cell)).collect::<Vec<_>>().join(" · ")).collect(),
        _ => Vec::new(),
    };
    all.into_iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty()).collect()
}

/// Every line of a minute with its place, as it was signed.
pub(super) fn places(paper: &Paper, with_reserved: bool) -> Vec<(Place, String)> {
    let part = |reserved: bool, blocks: &[Block]| -> Vec<(Place, String)> {
        let of = |(block, found): (usize, &Block)| {
            lines(found).into_iter().map(move |line| (Place { reserved, block }, line)).collect::<Vec<_>>()
        };
        blocks.iter().enumerate().flat_map(of).collect()
    };
    let mut all = part(false, &paper.open.blocks);
    if with_reserved {
        all.extend(part(true, &paper.reserved));
    }
    all
}

/// How corrections of decisions stand beside a minute that was published before them: behind the line that quotes the old words.
pub(in super::super) fn of_decisions(paper: &Paper, corrections: Vec<(String, Correction)>) -> Vec<Mending> {
    let lines = places(paper, true);
    let beside = |(reference, one): (String, Correction)| {
        let begins = format!("Decision {reference}: ");
        let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let (place, was) = lines.iter().find(|(_, line)| line.starts_with(&begins) && !line.contains(&plain(&one.after)))?;
        Some(Mending {
            id: one.id,
            place: *place,
            was: was.clone(),
            words: format!("{begins}{}", one.after),
            why: one.why,
            gp: one.gp,
            consultant: one.consultant,
            corrected_on: one.corrected_on,
        })
    };
    corrections.into_iter().filter_map(beside).collect()
}

/// Which decision's words a line of a minute quotes. These change by a correction of the decision alone.
pub(super) fn quotes(line: &str) -> Option<(i64, i64)> {
    let (reference, _) = line.strip_prefix("Decision ").unwrap_or(line).split_once(':')?;
    read_decision(reference)
}

/// The blocks of one part with what was put right behind what it is about. Nothing of the frozen text is changed or left out.
pub(in super::super) fn beside(blocks: &[Block], reserved: bool, mendings: &[Mending]) -> Vec<Block> {
    let mut all = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        all.push(block.clone());
        let here = mendings.iter().filter(|one| one.place == Place { reserved, block: at });
        all.extend(here.filter_map(callout));
    }
    all
}

#[cfg(test)]
mod unit {
    use jiff::civil::Date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn block() -> impl Strategy<Value = Block> {
        prop_oneof![
            "[a-z ]{1,12}".prop_map(|text| Block::heading(1, text)),
            "[a-z ]{1,12}".prop_map(Block::paragraph),
            prop::collection::vec("[a-z]{1,6}", 1..4).prop_map(Block::list),
        ]
    }

    proptest! {
        #[test]
        fn nothing_published_changes(
            blocks in prop::collection::vec(block(), 0..12),
            said in prop::collection::vec((any::<bool>(), 0usize..14, any::<bool>(), "[a-z]{1,8}"), 0..8),
        ) {
            let mendings: Vec<Mending> = said
                .iter()
                .map(|(reserved, block, done, words)| Mending {
                    id: Uuid::nil(),
                    place: Place { reserved: *reserved, block: *block },
                    was: "was".into(),
                    words: words.clone(),
                    why: "why".into(),
                    gp: None,
                    consultant: None,
                    corrected_on: done.then(|| Date::constant(2027, 1, 4)),
                })
                .collect();
            let shown = beside(&blocks, false, &mendings);
            let wanted: Vec<&Mending> =
                mendings.iter().filter(|one| !one.place.reserved && one.corrected_on.is_some() && one.place.block < blocks.len()).collect();
            prop_assert_eq!(shown.len(), blocks.len() + wanted.len(), "each stands there once, and what waits does not");
            let frozen: Vec<&Block> = shown.iter().filter(|one| !matches!(one, Block::Callout { .. })).collect();
            prop_assert_eq!(frozen, blocks.iter().collect::<Vec<_>>(), "the frozen text is all there, in its order");
        }
    }
}
