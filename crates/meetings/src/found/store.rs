//! Every statement that makes decisions and minutes findable, and finds them.

use std::collections::BTreeMap;

use group::groups::Group;
use jiff::civil::Date;
use kernel::{Db, On, Result, Row, Tx, search, sql};
use uuid::Uuid;

use crate::interests::open_to;

/// Decisions in the search, by their year and number.
const DECISIONS: search::Kind = search::Kind::new("decision", 4);
/// Published minutes in the search, by the number of their meeting.
const MINUTES: search::Kind = search::Kind::new("minute", 5);
/// More decisions than any group makes in a year.
const OF_YEAR: i64 = 100_000;

/// A text that is to be found.
#[derive(Clone, Debug)]
pub(super) struct Text {
    kind: search::Kind,
    group: Uuid,
    ordinal: i64,
    number: i64,
    thing: Uuid,
    body: String,
}

/// Confirmed decisions that cannot be found yet, or read otherwise than when they were read: of all groups.
pub(super) async fn unread_decisions(on: impl Into<On<'_>>, limit: i64) -> Result<Vec<Text>> {
    let rows = sql("SELECT d.id, d.group_id, g.ordinal, d.year, d.number, d.words || ' ' || d.what_changes || ' ' || d.for_whom AS body \
                    FROM decisions d JOIN groups g ON g.id = d.group_id \
                    LEFT JOIN search_entries s ON s.kind = 'decision' AND s.thing_id = d.id \
                    WHERE d.confirmed AND (s.id IS NULL OR s.body <> d.words || ' ' || d.what_changes || ' ' || d.for_whom) \
                    ORDER BY d.id LIMIT $1");
    let read = |row: &Row| {
        let number = row.get::<i64>("year")? * OF_YEAR + row.get::<i64>("number")?;
        let (group, ordinal, thing) = (row.get("group_id")?, row.get("ordinal")?, row.get("id")?);
        Ok(Text { kind: DECISIONS, group, ordinal, number, thing, body: row.get("body")? })
    };
    rows.bind(limit).all(on).await?.iter().map(read).collect()
}

/// Published minutes that cannot be found yet, without what they hold of reserved items: of all groups. A minute that is published
/// stays as it is.
pub(super) async fn unread_minutes(on: impl Into<On<'_>>, limit: i64) -> Result<Vec<Text>> {
    let rows = sql("SELECT u.meeting_id, u.group_id, u.ordinal, u.number, x.heading, x.words FROM \
                    (SELECT n.meeting_id, n.group_id, g.ordinal, m.number FROM minutes n JOIN meetings m ON m.id = n.meeting_id \
                     JOIN groups g ON g.id = n.group_id LEFT JOIN search_entries s ON s.kind = 'minute' AND s.thing_id = n.meeting_id \
                     WHERE n.state IN ('published', 'confirmed') AND s.id IS NULL ORDER BY n.meeting_id LIMIT $1) u \
                    LEFT JOIN minute_sections x ON x.meeting_id = u.meeting_id AND x.group_id = u.group_id \
                    AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = x.item_id AND i.reserved <> '') \
                    ORDER BY u.meeting_id, x.position");
    let mut texts: BTreeMap<Uuid, Text> = BTreeMap::new();
    for row in &rows.bind(limit).all(on).await? {
        let thing: Uuid = row.get("meeting_id")?;
        let (group, ordinal, number) = (row.get("group_id")?, row.get("ordinal")?, row.get("number")?);
        let text = texts.entry(thing).or_insert_with(|| Text { kind: MINUTES, group, ordinal, number, thing, body: String::new() });
        let part: (Option<String>, Option<String>) = (row.get("heading")?, row.get("words")?);
        for words in [part.0, part.1].into_iter().flatten().filter(|words| !words.is_empty()) {
            text.body.push_str(&words);
            text.body.push('\n');
        }
    }
    Ok(texts.into_values().collect())
}

/// Makes a text findable.
pub(super) async fn put(tx: &mut Tx, text: &Text) -> Result<()> {
    let Text { kind, group, ordinal, number, thing, body } = text;
    let entry = search::Entry { scope: *group, scope_ordinal: *ordinal, number: *number, kind: *kind, thing: *thing, body };
    search::put(tx, entry).await
}

/// A decision that was found.
pub(super) struct Decision {
    pub(super) year: i64,
    pub(super) number: i64,
    pub(super) words: String,
    pub(super) title: String,
    pub(super) decided_on: Date,
}

/// Decisions with these words in them, the newest first. Readers find those that are confirmed and not reserved; nobody finds that of
/// a reserved item in which they declared an interest.
pub(super) async fn decisions(
    db: &Db,
    group: &Group,
    q: &str,
    (reader, confirmed_only): (Uuid, bool),
    limit: i64,
) -> Result<Vec<Decision>> {
    let rows = sql(concat!(
        "SELECT d.year, d.number, d.words, d.decided_on, COALESCE(o.group_title, i.title) AS title FROM {search} \
                    JOIN decisions d ON d.id = s.thing_id AND d.group_id = s.scope_id JOIN items i ON i.id = d.item_id LEFT JOIN issues o ON o.id = i.issue_id \
                    WHERE {matches $2} AND s.scope_id = $1 AND s.kind = 'decision' AND {search-id} < $3 \
                    AND (d.confirmed AND i.reserved = '' OR NOT $4) AND ",
        open_to!("$5"),
        " ORDER BY {search-id} DESC LIMIT $6"
    ));
    let read = |row: &Row| {
        Ok(Decision {
            year: row.get("year")?,
            number: row.get("number")?,
            words: row.get("words")?,
            title: row.get("title")?,
            decided_on: row.get("decided_on")?,
        })
    };
    let end = search::id(DECISIONS, group.ordinal, None);
    rows.bind(group.id).bind_search(q).bind(end).bind(confirmed_only).bind(reader).bind(limit).all(db).await?.iter().map(read).collect()
}

/// A minute that was found.
pub(super) struct Minute {
    /// The number of its meeting.
    pub(super) meeting: i64,
    pub(super) held_on: Date,
    /// What it is found by.
    pub(super) body: String,
}

/// Published minutes with these words in them, those of the latest meetings first.
pub(super) async fn minutes(db: &Db, group: &Group, q: &str, limit: i64) -> Result<Vec<Minute>> {
    let rows =
        sql("SELECT m.number, m.held_on, s.body FROM {search} JOIN minutes n ON n.meeting_id = s.thing_id AND n.group_id = s.scope_id \
                    JOIN meetings m ON m.id = n.meeting_id \
                    WHERE {matches $2} AND s.scope_id = $1 AND s.kind = 'minute' AND {search-id} < $3 \
                    AND n.state IN ('published', 'confirmed') ORDER BY {search-id} DESC LIMIT $4");
    let read = |row: &Row| Ok(Minute { meeting: row.get("number")?, held_on: row.get("held_on")?, body: row.get("body")? });
    let end = search::id(MINUTES, group.ordinal, None);
    rows.bind(group.id).bind_search(q).bind(end).bind(limit).all(db).await?.iter().map(read).collect()
}
