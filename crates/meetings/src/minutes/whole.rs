//! A minute with all that makes its document: composed from the record while it is a draft, read back once it is frozen.

use documents::{Block, Document, Span};
use group::{acting::Acting, groups::Group, membership};
use issues::themes;
use kernel::{Error, On, Result, keys};

use super::{
    compose::{self, Context},
    course::Course,
    mending::{self, Mending},
    model::{Approval, Minute, Paper, Section, State},
    roles::{self, Names},
    store,
};
use crate::{
    corrections::of_meeting as decisions_corrected,
    interests,
    meetings::{self, Meeting},
};

/// A minute with all that makes its document.
pub(super) struct Whole {
    pub(super) meeting: Meeting,
    pub(super) minute: Minute,
    pub(super) sections: Vec<Section>,
    pub(super) approvals: Vec<Approval>,
    /// The document as both sides sign it, with the reserved part.
    pub(super) paper: Paper,
    /// Its hash.
    pub(super) hash: Vec<u8>,
    /// How many proposed corrections wait for an answer.
    pub(super) unanswered: u64,
    /// Whether nobody reads it now, because a text that came before the meeting is flagged. All of it is hidden: a title stands
    /// in several places of a minute, and too much is hidden rather than too little.
    pub(super) hidden: bool,
    /// The numbers of the sections that are left out, because they are closed to whoever reads it.
    pub(super) without: Vec<i64>,
    /// What was put right since it was published.
    pub(super) mended: Vec<Mending>,
}

/// What stands where a minute was, while somebody looks at it.
const HIDDEN: &str = "This minute is hidden for now: somebody says that a text which came before the meeting could identify a patient. The group’s administrator looks at it.";

impl Whole {
    /// Goes on only when people can read what they change or approve.
    pub(super) fn must_be_shown(&self) -> Result<()> {
        if self.hidden { Err(Error::Conflict(HIDDEN.into())) } else { Ok(()) }
    }

    /// The document as it is handed out: the open part, and the reserved one for those who may see it.
    pub(super) fn dressed(&self, with_reserved: bool) -> Document {
        let mut document = self.paper.open.clone();
        document.blocks = mending::beside(&document.blocks, false, &self.mended);
        if with_reserved {
            // Where something is left out the places are others: then what was put right in this part is left out too.
            let mended = if self.without.is_empty() { self.mended.as_slice() } else { &[] };
            document.blocks.extend(mending::beside(&self.paper.reserved, true, mended));
        }
        if self.hidden {
            document.blocks = vec![Block::paragraph(HIDDEN)];
        } else if !self.minute.corrections.is_empty() {
            // What was signed stays as it was; the correction goes with it wherever it is handed out.
            let label = Span::strong("Corrected by the meeting that confirmed it: ");
            document.blocks.insert(0, Block::Callout { spans: vec![label, Span::plain(self.minute.corrections.clone())] });
        }
        compose::dressed(document, self.minute.state, self.minute.published_on)
    }

    /// As somebody sees it: without the reserved items in which they declared an interest. What is signed stays the whole.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn seen_by(mut self, on: impl Into<On<'_>>, acting: &Acting) -> Result<Self> {
        let closed = interests::closed_to(on, acting.group.id, self.meeting.id, acting.person).await?;
        if closed.is_empty() {
            return Ok(self);
        }
        self.without = closed.iter().filter_map(|(_, reference)| self.paper.section_of(reference)).collect();
        self.paper = self.paper.without(&self.without);
        self.sections.retain(|section| !self.without.contains(&section.position));
        Ok(self)
    }

    /// Where it is on its way.
    pub(super) fn course(&self) -> Course {
        Course {
            state: self.minute.state,
            text: self.hash.clone(),
            // What was signed before the text changed in whatever way does not count.
            signed: self.approvals.iter().filter(|given| given.content_hash == self.hash).cloned().collect(),
            until: self.minute.corrections_until,
            unanswered: self.unanswered,
            sent_back: self.minute.sent_back.as_ref().map(|sent| sent.side),
        }
    }
}

/// The minute of the meeting with a number: a draft composed from the record, else what was frozen.
///
/// # Errors
/// [`Error::NotFound`] before the meeting is over.
pub(super) async fn whole(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<Whole> {
    let mut on = on.into();
    let meeting = meetings::find(on.again(), group.id, number).await?;
    let minute = store::find(on.again(), group.id, meeting.id).await?;
    let approvals = store::approvals(on.again(), group.id, meeting.id).await?;
    let hidden = store::is_hidden(on.again(), group.id, meeting.id).await?;
    if minute.state != State::Draft {
        let paper: Paper = serde_json::from_str(&minute.content)?;
        let hash = minute.content_hash.clone();
        let mut mended = mending::done(on.again(), group.id, meeting.id).await?;
        mended.extend(mending::of_decisions(&paper, decisions_corrected(on, group.id, meeting.id).await?));
        return Ok(Whole {
            meeting,
            minute,
            sections: Vec::new(),
            approvals,
            paper,
            hash,
            unanswered: 0,
            hidden,
            without: Vec::new(),
            mended,
        });
    }
    let record = meetings::record(on.again(), group.id, number).await?;
    let sections = store::sections(on.again(), group.id, meeting.id).await?;
    let unanswered = super::corrections::unanswered(on.again(), group.id, meeting.id).await?;
    let theme = themes::all(on, group.id).await?.into_iter().find(|theme| theme.key == meeting.theme).map(|theme| theme.name);
    let context = Context { group, theme: theme.as_deref().unwrap_or_default() };
    let paper = compose::paper(&record, &sections, &context);
    let hash = keys::hash(&paper.canonical());
    Ok(Whole { meeting, minute, sections, approvals, paper, hash, unanswered, hidden, without: Vec::new(), mended: Vec::new() })
}

/// The meeting with a number and the open part of its published minute, as it is handed out outside the group: with what people are
/// in the place of their names.
///
/// # Errors
/// [`Error::NotFound`] before it is published; [`Error::Conflict`] while it is hidden: then it can be handed out later.
pub async fn published(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<(Meeting, Document)> {
    let mut on = on.into();
    let found = whole(on.again(), group, number).await?;
    if found.minute.state == State::Draft {
        return Err(Error::NotFound);
    }
    found.must_be_shown()?;
    let record = meetings::record(on.again(), group.id, number).await?;
    let names = Names::of(&record, &membership::seats(on, group).await?);
    let document = roles::by_roles(found.dressed(false), &names);
    Ok((found.meeting, document))
}
