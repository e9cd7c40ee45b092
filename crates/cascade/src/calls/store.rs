//! Every statement on what networks get of calls for issues.

use group::groups::Group;
use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

/// A call as a network's readers get it.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub(crate) id: Uuid,
    /// The theme's name.
    pub(crate) theme: String,
    pub(crate) title: String,
    pub(crate) words: String,
    /// The door that its link leads through; empty for none.
    pub(crate) door: String,
}

impl Called {
    /// Its page.
    pub(crate) fn href(&self, group: &Group) -> String {
        format!("/{}/themes/calls/{}", group.slug, self.id)
    }
}

fn called(row: &Row) -> Result<Called> {
    Ok(Called {
        id: row.get("id")?,
        theme: row.get("name")?,
        title: row.get("title")?,
        words: row.get("words")?,
        door: row.get::<Option<String>>("door")?.unwrap_or_default(),
    })
}

/// The calls that go with an edition. One whose meeting was cancelled, or has another theme now, is left out.
pub(crate) async fn in_edition(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<Vec<Called>> {
    let rows = sql("SELECT c.id, c.title, c.words, t.name, d.key AS door FROM theme_call_copies x JOIN theme_calls c ON c.id = x.call_id \
                    JOIN meetings m ON m.id = c.meeting_id JOIN themes t ON t.group_id = c.group_id AND t.key = c.theme \
                    LEFT JOIN doors d ON d.group_id = c.group_id AND LOWER(d.label) = LOWER(t.name) AND d.closed_on IS NULL \
                    WHERE x.group_id = $1 AND x.edition_id = $2 AND (x.posted_on IS NOT NULL OR m.state = 'planned' AND m.theme = c.theme) \
                    ORDER BY m.held_on, c.id");
    rows.bind(group).bind(edition).all(on).await?.iter().map(called).collect()
}

/// The first day by which a call in an edition asks for reports, of those that have not left.
pub(crate) async fn asks_until(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<Option<Date>> {
    let row = sql("SELECT MIN(c.until_on) AS until_on FROM theme_call_copies x JOIN theme_calls c ON c.id = x.call_id \
                   WHERE x.group_id = $1 AND x.edition_id = $2 AND x.posted_on IS NULL");
    row.bind(group).bind(edition).one(on).await?.get("until_on")
}

/// One call as readers get it.
pub(super) async fn one(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Called> {
    let row = sql(
        "SELECT c.id, c.title, c.words, t.name, d.key AS door FROM theme_calls c JOIN themes t ON t.group_id = c.group_id AND t.key = c.theme \
                   LEFT JOIN doors d ON d.group_id = c.group_id AND LOWER(d.label) = LOWER(t.name) AND d.closed_on IS NULL \
                   WHERE c.group_id = $1 AND c.id = $2",
    );
    called(&row.bind(group).bind(id).one(on).await?)
}

/// A network that gets a call: the edition that it goes with, if it does, and the day on which it left.
pub(super) struct Copy {
    pub(super) network: Uuid,
    pub(super) name: String,
    pub(super) edition: Option<Uuid>,
    pub(super) out_on: Option<Date>,
    pub(super) posted_on: Option<Date>,
}

/// The networks that get a call, by their names.
pub(super) async fn copies(on: impl Into<On<'_>>, group: Uuid, call: Uuid) -> Result<Vec<Copy>> {
    let rows = sql(
        "SELECT x.network_id, x.edition_id, x.posted_on, n.name, e.out_on FROM theme_call_copies x JOIN networks n ON n.id = x.network_id \
                    LEFT JOIN editions e ON e.id = x.edition_id WHERE x.group_id = $1 AND x.call_id = $2 ORDER BY LOWER(n.name), n.id",
    );
    let read = |row: &Row| {
        Ok(Copy {
            network: row.get("network_id")?,
            name: row.get("name")?,
            edition: row.get("edition_id")?,
            out_on: row.get("out_on")?,
            posted_on: row.get("posted_on")?,
        })
    };
    rows.bind(group).bind(call).all(on).await?.iter().map(read).collect()
}

pub(super) async fn insert(
    tx: &mut Tx,
    group: Uuid,
    call: Uuid,
    network: Uuid,
    edition: Option<Uuid>,
    posted_on: Option<Date>,
) -> Result<()> {
    sql("INSERT INTO theme_call_copies (call_id, network_id, group_id, edition_id, posted_on) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (call_id, network_id) DO NOTHING")
    .bind(call)
    .bind(network)
    .bind(group)
    .bind(edition)
    .bind(posted_on)
    .run(tx)
    .await
    .map(drop)
}

/// Notes that a call left with an edition.
pub(super) async fn posted(tx: &mut Tx, group: Uuid, call: Uuid, edition: Uuid, day: Date) -> Result<()> {
    let row =
        sql("UPDATE theme_call_copies SET posted_on = $4 WHERE group_id = $1 AND call_id = $2 AND edition_id = $3 AND posted_on IS NULL");
    row.bind(group).bind(call).bind(edition).bind(day).run(tx).await.map(drop)
}
