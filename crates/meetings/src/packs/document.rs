//! A pack as a document: the agenda as its front page, each item in the group's words, the theme, and the papers in their order.

use std::collections::HashMap;

use documents::{Block, Document, Span};
use group::groups::Group;
use kernel::words;
use uuid::Uuid;

use super::{
    changes::{Change, new_sheets},
    model::{Entry, Listing, Sheet},
};

/// A paper as it is laid in.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// Its words, in our own look.
    Words(Vec<Block>),
    /// The pages of a PDF: which of the files, and how many.
    Pages(u16, u16),
}

/// What a pack is made of.
pub(super) struct Parts<'a> {
    pub(super) group: &'a Group,
    /// The name of the meeting: `Meeting on 3 March 2027`.
    pub(super) title: String,
    pub(super) listing: &'a Listing,
    /// The theme's pack, where there is a theme.
    pub(super) theme: Option<Document>,
    /// What stands behind the issue of an item, by the item's key, as it is when the pack is made.
    pub(super) behind: &'a HashMap<Uuid, String>,
    /// Each paper by its key.
    pub(super) bodies: &'a [(Uuid, Body)],
    /// Whether the parts of reserved items are in it.
    pub(super) everything: bool,
}

impl Parts<'_> {
    /// The pack.
    pub(super) fn pack(self) -> Document {
        let mut blocks = vec![self.agenda()];
        for entry in &self.listing.entries {
            blocks.extend(self.head(entry));
            for sheet in &entry.papers {
                self.paper(&mut blocks, entry, sheet);
            }
        }
        if let Some(theme) = &self.theme {
            blocks.push(Block::heading(1, &theme.title));
            blocks.extend(theme.blocks.iter().cloned().map(lowered));
        }
        let kind = if self.everything { "Agenda and papers" } else { "Agenda and papers, without what is reserved" };
        self.document(kind, blocks)
    }

    /// What went out after the pack: what has changed, and the papers that are new.
    pub(super) fn addendum(self, old: &Listing, changes: &[Change]) -> Document {
        let line = |change: &Change| match change.reference.as_str() {
            "" => change.words.clone(),
            reference => format!("{reference}: {}", change.words),
        };
        let mut blocks = vec![Block::heading(1, "What has changed"), Block::list(changes.iter().map(line)), self.agenda()];
        for (entry, sheet) in new_sheets(old, self.listing) {
            blocks.push(Block::heading(1, format!("{} {}", entry.reference, entry.title)));
            self.paper(&mut blocks, entry, sheet);
        }
        let kind = if self.everything { "Changes to agenda and papers" } else { "Changes to agenda and papers, without what is reserved" };
        self.document(kind, blocks)
    }

    fn document(self, kind: &str, blocks: Vec<Block>) -> Document {
        Document {
            subtitle: format!("{kind}. {}", self.listing.when),
            language: "en-GB".into(),
            author: self.group.name.clone(),
            running: format!("{}: {}", self.group.name, self.title),
            title: self.title,
            blocks,
        }
    }

    fn agenda(&self) -> Block {
        let row = |entry: &Entry| {
            let papers: Vec<String> = entry.papers.iter().map(|sheet| crate::papers::letter(sheet.letter)).collect();
            let asked = if entry.consent { format!("{}, by consent", entry.asked) } else { entry.asked.clone() };
            [entry.reference.clone(), entry.title.clone(), asked, entry.minutes.to_string(), papers.join(", ")]
                .map(|text| vec![Span::plain(text)])
                .to_vec()
        };
        let rows = self.listing.entries.iter().map(row).collect();
        Block::table("Agenda", &["Item", "What it is about", "What is asked", "Minutes", "Papers"], rows, &[3, 10, 4, 3, 3])
    }

    fn paper(&self, blocks: &mut Vec<Block>, entry: &Entry, sheet: &Sheet) {
        blocks.push(Block::heading(2, sheet.name()));
        let version = if sheet.version > 1 { format!("Version {}. ", sheet.version) } else { String::new() };
        let late = if sheet.late { ", after papers were due" } else { "" };
        blocks.push(Block::paragraph(format!("{version}Brought by {} on {}{late}.", sheet.by, words::date(sheet.brought_on))));
        match self.bodies.iter().find(|(id, _)| *id == sheet.id).map(|(_, body)| body) {
            Some(Body::Words(words)) => blocks.extend(words.iter().cloned()),
            Some(Body::Pages(file, pages)) => {
                let name = format!("{} {}", entry.reference, sheet.name());
                blocks.push(Block::Sheets { name, file: *file, pages: *pages });
            }
            None => blocks.push(Block::paragraph("This paper was taken back while the pack was made.")),
        }
    }

    /// What an item says of itself.
    fn head(&self, entry: &Entry) -> Vec<Block> {
        let mut blocks = vec![Block::heading(1, format!("{} {}", entry.reference, entry.title))];
        let mut facts = vec![format!("{}, {}", entry.asked, words::count(entry.minutes.unsigned_abs(), "minute", "minutes"))];
        if entry.consent {
            facts.push("taken by consent unless somebody asks to speak about it".into());
        }
        if !entry.presenter.is_empty() {
            facts.push(format!("presented by {}", entry.presenter));
        }
        if !entry.reserved.is_empty() {
            facts.push(format!("reserved: {}", entry.reserved.trim_end_matches('.')));
        }
        blocks.push(Block::paragraph(format!("{}.", facts.join("; "))));
        if !entry.words.is_empty() {
            blocks.push(Block::callout(&entry.words));
        }
        // Of an item that they do not see, people are not told how much it weighs either.
        if let Some(behind) = self.behind.get(&entry.item).filter(|_| self.everything || entry.reserved.is_empty()) {
            blocks.push(Block::paragraph(format!("{behind}.")));
        }
        blocks
    }
}

/// A block of another document, one level below our heading for it.
fn lowered(block: Block) -> Block {
    match block {
        Block::Heading { level, text } => Block::Heading { level: level + 1, text },
        other => other,
    }
}
