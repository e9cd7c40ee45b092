//! What pages, the API and the minute read of meetings.

use group::membership::Side;
use issues::issues::State as IssueState;
use jiff::civil::{Date, Time};
use kernel::{Error, On, Result, Row, sql};
use uuid::Uuid;

use super::{
    model::{Attendee, Confirmation, Item, ItemIssue, Meeting, Presence, Rules, quorum_of, timetable},
    purpose::{Purpose, Standing},
    store,
};
use crate::{
    actions,
    decisions::{self, Decision, Quorum},
    interests::{CLOSED, Interest, interests_of},
    item_guests::{ItemGuest, item_guests},
    presence::{self, Move},
};

/// Everything about one meeting.
#[derive(Clone, Debug)]
pub struct Record {
    /// The meeting.
    pub meeting: Meeting,
    /// Its agenda in order, with what was said, decided and set.
    pub items: Vec<Item>,
    /// Who is there and who sent apologies.
    pub attendees: Vec<Attendee>,
    /// Who is invited for one item only.
    pub by_invitation: Vec<ItemGuest>,
    /// Which sides have confirmed.
    pub confirmations: Vec<Confirmation>,
    /// Interests that were declared in its items.
    pub interests: Vec<Interest>,
    /// Who came and went, and at which item.
    pub moves: Vec<Move>,
    /// Decisions of earlier meetings without a quorum that this one makes good, each with the number of its meeting.
    pub ratifies: Vec<(Decision, i64)>,
    /// The group's rules.
    pub rules: Rules,
    /// As somebody sees it for whom items are closed: which they are, and what is read back with nothing left out.
    pub(super) masked: Option<(Vec<Uuid>, String)>,
}

impl Record {
    /// The quorum of those who are there. What was decided keeps the quorum that it was decided under, also when the rules
    /// change later.
    #[must_use]
    pub fn quorum(&self) -> Quorum {
        self.under_its_rules(quorum_of(&self.attendees, &self.rules))
    }

    fn under_its_rules(&self, quorum: Quorum) -> Quorum {
        let decided = self.items.iter().find_map(|item| item.decision.as_ref()).filter(|decision| decision.confirmed);
        decided.map_or(quorum, |decision| Quorum {
            gps_needed: decision.quorum.gps_needed,
            consultants_needed: decision.quorum.consultants_needed,
            ..quorum
        })
    }

    /// Who is in the room at an item: those who attend the meeting and have not gone, or not come yet.
    #[must_use]
    pub fn there_at(&self, item: Uuid) -> Vec<Attendee> {
        let order: Vec<Uuid> = self.items.iter().map(|item| item.id).collect();
        let there = |one: &&Attendee| one.presence == Presence::Present && presence::here(&order, &self.moves, one.person, item);
        self.attendees.iter().filter(there).cloned().collect()
    }

    /// An item and when it begins, if the meeting begins on time; nothing for one that was moved on.
    #[must_use]
    pub(crate) fn planned_at(&self, item: Uuid) -> Option<(&Item, Time)> {
        let (begins, _) = timetable(&self.meeting, &self.items);
        let mut all = self.items.iter().zip(begins);
        all.find(|(one, _)| one.id == item && one.moved_to.is_none())
    }

    /// Whether somebody has declared an interest in an item and leaves it to the others.
    fn takes_no_part(&self, item: Uuid, person: Uuid) -> bool {
        self.interests.iter().any(|one| one.no_part && one.person == person && one.item.as_ref().is_some_and(|(key, _)| *key == item))
    }

    /// Those of them who may be counted for a decision.
    fn counting_at(&self, item: Uuid) -> Vec<Attendee> {
        let mut there = self.there_at(item);
        there.retain(|one| one.core && one.side != Side::Other && !self.takes_no_part(item, one.person));
        there
    }

    /// The quorum at an item, counted from those who are in the room.
    #[must_use]
    pub fn quorum_at(&self, item: Uuid) -> Quorum {
        self.under_its_rules(quorum_of(&self.counting_at(item), &self.rules))
    }

    /// Who is counted at an item: core members of the two sides who are in the room.
    #[must_use]
    pub fn counted_at(&self, item: Uuid) -> Vec<(Uuid, Side)> {
        self.counting_at(item).into_iter().map(|one| (one.person, one.side)).collect()
    }

    /// The item with a number.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the agenda has none.
    pub fn item(&self, number: i64) -> Result<&Item> {
        let found = self.items.iter().find(|item| item.number == number).ok_or(Error::NotFound)?;
        if self.is_masked(found.id) { Err(Error::Forbidden(CLOSED.into())) } else { Ok(found) }
    }

    /// Whether an item is left out of this, because it is closed to whoever reads it.
    #[must_use]
    pub(crate) fn is_masked(&self, item: Uuid) -> bool {
        self.masked.as_ref().is_some_and(|(closed, _)| closed.contains(&item))
    }

    /// Whether anything is left out of this.
    #[must_use]
    pub(crate) fn leaves_out(&self) -> bool {
        self.masked.is_some()
    }

    /// The record as somebody sees it: of a reserved item in which they declared an interest they read that there is one, and
    /// nothing else. Nothing is written from such a record.
    #[must_use]
    pub(crate) fn seen_by(mut self, person: Uuid) -> Self {
        let own = |one: &Interest, item: Uuid| one.person == person && one.item.as_ref().is_some_and(|(key, _)| *key == item);
        let is_closed = |item: &&Item| item.is_reserved() && self.interests.iter().any(|one| own(one, item.id));
        let closed: Vec<Uuid> = self.items.iter().filter(is_closed).map(|item| item.id).collect();
        if closed.is_empty() {
            return self;
        }
        let whole = self.read_back();
        for item in self.items.iter_mut().filter(|item| closed.contains(&item.id)) {
            item.title = "A reserved item".into();
            item.reserved = "you declared an interest in it".into();
            (item.presenter, item.note, item.issue, item.decision) = (String::new(), String::new(), None, None);
            item.actions.clear();
        }
        self.by_invitation.retain(|guest| !closed.contains(&guest.item));
        self.interests.retain(|one| one.person == person || one.item.as_ref().is_none_or(|(key, _)| !closed.contains(key)));
        self.masked = Some((closed, whole));
        self
    }

    /// What was read back, as one text: who confirms, confirms this.
    #[must_use]
    pub fn read_back(&self) -> String {
        if let Some((_, whole)) = &self.masked {
            return whole.clone();
        }
        let mut text = format!("{}\n", self.quorum().words());
        // In whatever order the agenda stands.
        let mut items: Vec<&Item> = self.items.iter().collect();
        items.sort_by_key(|item| item.number);
        for item in items {
            text.push_str(&format!("{} {}\n", item.reference(), item.title));
            if let Some(decision) = &item.decision {
                text.push_str(&format!("{} {}: {}\n", decision.reference(), decision.quorum.words(), decision.as_text()));
            }
            for action in &item.actions {
                let parts = [&action.reference(), &action.words, &action.owner.to_string(), &action.due.to_string(), &action.done_means];
                text.push_str(&format!("{}\n", parts.map(String::as_str).join("\u{1f}")));
            }
        }
        for (decision, _) in &self.ratifies {
            text.push_str(&format!("{} {}\n", decision.reference(), decision.as_text()));
        }
        text
    }
}

/// Everything about the meeting with a number: ten statements, however long its agenda is.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn record(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Record> {
    let mut on = on.into();
    let meeting = store::find(on.again(), group, number).await?;
    let rows = item_rows(group, meeting.id).all(on.again()).await?;
    let action_rows = action_rows(group, meeting.id).all(on.again()).await?;
    let attendees = store::attendees(on.again(), group, meeting.id).await?;
    let by_invitation = item_guests(on.again(), group, meeting.id).await?;
    let confirmations = store::confirmations(on.again(), group, meeting.id).await?;
    let interests = interests_of(on.again(), group, meeting.id).await?;
    let moves = presence::moves(on.again(), group, meeting.id).await?;
    let ratifies = decisions::unquorate(on.again(), group, Some(meeting.id)).await?;
    let rules = store::rules(on, group).await?;
    Ok(Record {
        meeting,
        items: joined(&rows, &action_rows)?,
        attendees,
        by_invitation,
        confirmations,
        interests,
        moves,
        ratifies,
        rules,
        masked: None,
    })
}

fn item_rows(group: Uuid, meeting: Uuid) -> kernel::sql::Sql {
    sql("SELECT i.id, i.year, i.number, i.minutes, i.title, i.purpose, i.presenter, i.reserved, i.consent, i.kind, i.follows, \
         (SELECT MAX(n.number) FROM items f JOIN meetings n ON n.id = f.meeting_id WHERE f.follows = i.id) AS moved_to, i.note, i.issue_id, s.number AS issue_number, s.state AS issue_state, \
         s.group_title, s.group_text, s.raised_on, d.id AS decision_id, i.id AS item_id, d.year AS decision_year, d.number AS decision_number, \
         d.words AS decision_words, d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
         d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.patients, d.cascades, \
         d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in \
         FROM items i LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN decisions d ON d.item_id = i.id \
         WHERE i.group_id = $1 AND i.meeting_id = $2 ORDER BY i.position, i.number")
    .bind(group)
    .bind(meeting)
}

/// The items of a meeting for which words of a decision are kept that nobody has decided yet.
pub(super) async fn drafted(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Uuid>> {
    let rows =
        sql("SELECT f.item_id FROM drafted_decisions f JOIN items i ON i.id = f.item_id WHERE f.group_id = $1 AND i.meeting_id = $2");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| row.get("item_id")).collect()
}

fn action_rows(group: Uuid, meeting: Uuid) -> kernel::sql::Sql {
    sql(
        "SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, a.outside_role, a.due, \
         a.done_means, a.state AS action_state FROM items i JOIN actions a ON a.item_id = i.id JOIN people p ON p.id = a.owner_id \
         WHERE i.group_id = $1 AND i.meeting_id = $2 ORDER BY a.number",
    )
    .bind(group)
    .bind(meeting)
}

fn joined(rows: &[Row], action_rows: &[Row]) -> Result<Vec<Item>> {
    let actions = action_rows.iter().map(actions::from_row).collect::<Result<Vec<_>>>()?;
    let item = |row: &Row| {
        let id: Uuid = row.get("id")?;
        let issue = match row.get::<Option<Uuid>>("issue_id")? {
            Some(issue) => Some(item_issue(issue, row)?),
            None => None,
        };
        let decided = row.get::<Option<Uuid>>("decision_id")?.is_some();
        let title: String = row.get("title")?;
        Ok(Item {
            id,
            year: row.get("year")?,
            number: row.get("number")?,
            minutes: row.get("minutes")?,
            // An issue goes by the group's wording, also when that is mended later.
            title: if issue.is_some() { row.get::<Option<String>>("group_title")?.unwrap_or(title) } else { title },
            purpose: Purpose::from_key(&row.get::<String>("purpose")?).ok_or_else(|| Error::internal("an item has an unknown purpose"))?,
            presenter: row.get("presenter")?,
            reserved: row.get("reserved")?,
            consent: row.get("consent")?,
            kind: Standing::from_key(&row.get::<String>("kind")?),
            follows: row.get("follows")?,
            moved_to: row.get("moved_to")?,
            issue,
            note: row.get("note")?,
            decision: if decided { Some(decisions::from_row(row)?) } else { None },
            actions: actions.iter().filter(|action| action.item == id).cloned().collect(),
        })
    };
    rows.iter().map(item).collect()
}

fn item_issue(id: Uuid, row: &Row) -> Result<ItemIssue> {
    let state: String = row.get("issue_state")?;
    Ok(ItemIssue {
        id,
        number: row.get("issue_number")?,
        state: IssueState::from_key(&state).unwrap_or(IssueState::Scheduled),
        text: row.get::<Option<String>>("group_text")?.unwrap_or_default(),
        raised_on: row.get("raised_on")?,
    })
}

/// Meetings between two days that have decided something which a side has not confirmed: their numbers and days, the oldest
/// first.
///
/// # Errors
/// When the database fails.
pub async fn unconfirmed(on: impl Into<On<'_>>, group: Uuid, side: Side, (since, until): (Date, Date)) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM meetings m LEFT JOIN confirmations own ON own.meeting_id = m.id AND own.side = $2 \
                    WHERE m.group_id = $1 AND m.state = 'planned' AND m.held_on >= $3 AND m.held_on <= $4 AND own.person_id IS NULL \
                    AND EXISTS (SELECT 1 FROM decisions d WHERE d.meeting_id = m.id) ORDER BY m.held_on, m.number LIMIT 5");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?));
    rows.bind(group).bind(side.key()).bind(since).bind(until).all(on).await?.iter().map(read).collect()
}
