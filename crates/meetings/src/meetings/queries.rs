//! What pages, the API and the minute read of meetings.

use issues::issues::State as IssueState;
use kernel::{Error, On, Result, Row, sql};
use uuid::Uuid;

use super::{
    model::{Attendee, Confirmation, Item, ItemIssue, Meeting, Rules, quorum_of},
    store,
};
use crate::{
    actions,
    decisions::{self, Quorum},
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
    /// Which sides have confirmed.
    pub confirmations: Vec<Confirmation>,
    /// The group's rules.
    pub rules: Rules,
}

impl Record {
    /// The quorum of those who are there. What was decided keeps the quorum that it was decided under, also when the rules
    /// change later.
    #[must_use]
    pub fn quorum(&self) -> Quorum {
        let decided = self.items.iter().find_map(|item| item.decision.as_ref());
        decided.filter(|decision| decision.confirmed).map_or_else(|| quorum_of(&self.attendees, &self.rules), |decision| decision.quorum)
    }

    /// The item with a number.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the agenda has none.
    pub fn item(&self, number: i64) -> Result<&Item> {
        self.items.iter().find(|item| item.number == number).ok_or(Error::NotFound)
    }

    /// What was read back, as one text: who confirms, confirms this.
    #[must_use]
    pub fn read_back(&self) -> String {
        let mut text = format!("{}\n", self.quorum().words());
        // In whatever order the agenda stands.
        let mut items: Vec<&Item> = self.items.iter().collect();
        items.sort_by_key(|item| item.number);
        for item in items {
            text.push_str(&format!("{} {}\n", item.reference(), item.title));
            if let Some(decision) = &item.decision {
                text.push_str(&format!("{} {}\n", decision.reference(), decision.as_text()));
            }
            for action in &item.actions {
                let parts = [&action.reference(), &action.words, &action.owner.to_string(), &action.due.to_string(), &action.done_means];
                text.push_str(&format!("{}\n", parts.map(String::as_str).join("\u{1f}")));
            }
        }
        text
    }
}

/// Everything about the meeting with a number: six statements, however long its agenda is.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn record(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Record> {
    let mut on = on.into();
    let meeting = store::find(on.again(), group, number).await?;
    let rows = item_rows(group, meeting.id).all(on.again()).await?;
    let action_rows = action_rows(group, meeting.id).all(on.again()).await?;
    let attendees = store::attendees(on.again(), group, meeting.id).await?;
    let confirmations = store::confirmations(on.again(), group, meeting.id).await?;
    let rules = store::rules(on, group).await?;
    Ok(Record { meeting, items: joined(&rows, &action_rows)?, attendees, confirmations, rules })
}

fn item_rows(group: Uuid, meeting: Uuid) -> kernel::sql::Sql {
    sql("SELECT i.id, i.year, i.number, i.minutes, i.title, i.note, i.issue_id, s.number AS issue_number, s.state AS issue_state, \
         s.group_title, s.group_text, s.raised_on, d.id AS decision_id, i.id AS item_id, d.year AS decision_year, d.number AS decision_number, \
         d.words AS decision_words, d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
         d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.cascades \
         FROM items i LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN decisions d ON d.item_id = i.id \
         WHERE i.group_id = $1 AND i.meeting_id = $2 ORDER BY i.position, i.number")
    .bind(group)
    .bind(meeting)
}

fn action_rows(group: Uuid, meeting: Uuid) -> kernel::sql::Sql {
    sql(
        "SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, a.due, \
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
