//! Every statement on surveys.

use issues::issues::Sector;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::{model::Round, results::Count};

fn count_of(row: &Row, column: &str) -> Result<u64> {
    u64::try_from(row.get::<i64>(column)?).map_err(|_| Error::internal("a count below nought"))
}

fn from_row(row: &Row) -> Result<Round> {
    Ok(Round {
        id: row.get("id")?,
        number: row.get("number")?,
        opened_on: row.get("opened_on")?,
        closes_on: row.get("closes_on")?,
        closed_on: row.get("closed_on")?,
        shown: row.get("shown")?,
        answers: count_of(row, "answers")?,
    })
}

/// The rounds of a group, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn rounds(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Round>> {
    let rows = sql("SELECT r.id, r.number, r.opened_on, r.closes_on, r.closed_on, r.shown, (SELECT COUNT(*) FROM survey_links l \
                    JOIN survey_answers a ON a.link_id = l.id WHERE l.round_id = r.id) AS answers \
                    FROM survey_rounds r WHERE r.group_id = $1 ORDER BY r.number DESC");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, round: &Round) -> Result<()> {
    sql("INSERT INTO survey_rounds (id, group_id, number, opened_on, closes_on, closed_on, shown) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(round.id)
        .bind(group)
        .bind(round.number)
        .bind(round.opened_on)
        .bind(round.closes_on)
        .bind(round.closed_on)
        .bind(round.shown)
        .run(tx)
        .await
        .map(drop)
}

/// Keeps where a round stands.
pub(super) async fn update(tx: &mut Tx, group: Uuid, round: &Round) -> Result<()> {
    sql("UPDATE survey_rounds SET closes_on = $3, closed_on = $4, shown = $5 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(round.id)
        .bind(round.closes_on)
        .bind(round.closed_on)
        .bind(round.shown)
        .run(tx)
        .await
        .map(drop)
}

/// A link by which a round is answered.
#[derive(Clone, Debug)]
pub struct Link {
    /// The code in its address.
    pub code: String,
    /// The network it is for; none for everybody else.
    pub network: Option<String>,
    /// How many answered by it.
    pub answers: u64,
}

/// The links of a round: the networks' by name, then the one for everybody else.
///
/// # Errors
/// When the database fails.
pub async fn links(on: impl Into<On<'_>>, group: Uuid, round: Uuid) -> Result<Vec<Link>> {
    let rows = sql("SELECT l.code, n.name, (SELECT COUNT(*) FROM survey_answers a WHERE a.link_id = l.id) AS answers \
                    FROM survey_rounds r JOIN survey_links l ON l.round_id = r.id LEFT JOIN networks n ON n.id = l.network_id \
                    WHERE r.group_id = $1 AND r.id = $2 \
                    ORDER BY CASE WHEN n.id IS NULL THEN 1 ELSE 0 END, LOWER(n.name), l.id");
    let link = |row: &Row| Ok(Link { code: row.get("code")?, network: row.get("name")?, answers: count_of(row, "answers")? });
    rows.bind(group).bind(round).all(on).await?.iter().map(link).collect()
}

pub(super) async fn insert_link(tx: &mut Tx, round: Uuid, id: Uuid, network: Option<Uuid>, code: &str) -> Result<()> {
    sql("INSERT INTO survey_links (id, round_id, network_id, code) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(round)
        .bind(network)
        .bind(code)
        .run(tx)
        .await
        .map(drop)
}

/// The key of the link with a code, and its round.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub(super) async fn link(on: impl Into<On<'_>>, group: Uuid, code: &str) -> Result<(Uuid, Round)> {
    let row = sql("SELECT o.id AS link_id, r.id, r.number, r.opened_on, r.closes_on, r.closed_on, r.shown, (SELECT COUNT(*) \
                   FROM survey_links l JOIN survey_answers a ON a.link_id = l.id WHERE l.round_id = r.id) AS answers \
                   FROM survey_links o JOIN survey_rounds r ON r.id = o.round_id WHERE r.group_id = $1 AND o.code = $2");
    let row = row.bind(group).bind(code).one(on).await?;
    Ok((row.get("link_id")?, from_row(&row)?))
}

/// An answer as it is kept: a choice or none for each question, and a text or none.
pub(super) struct Kept<'a> {
    pub(super) id: Uuid,
    pub(super) link: Uuid,
    pub(super) form_hash: &'a [u8],
    pub(super) sector: Option<Sector>,
    pub(super) chosen: [Option<&'static str>; 4],
    pub(super) text: Option<&'a str>,
}

/// Keeps an answer. Of a form that was sent before, what it says now takes the place of what it said.
pub(super) async fn put(tx: &mut Tx, kept: &Kept<'_>) -> Result<()> {
    let [works, change, knows, hears] = kept.chosen;
    sql("INSERT INTO survey_answers (id, link_id, form_hash, sector, works, change, knows, hears, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (form_hash) DO UPDATE SET sector = excluded.sector, \
         works = excluded.works, change = excluded.change, knows = excluded.knows, hears = excluded.hears, words = excluded.words")
    .bind(kept.id)
    .bind(kept.link)
    .bind(kept.form_hash)
    .bind(kept.sector.map(Sector::key))
    .bind(works)
    .bind(change)
    .bind(knows)
    .bind(hears)
    .bind(kept.text)
    .run(tx)
    .await
    .map(drop)
}

/// How many of each sector gave which answer, in a group's baseline and in the rounds from one number to another.
pub(super) async fn counts(on: impl Into<On<'_>>, group: Uuid, from: i64, to: i64) -> Result<Vec<Count>> {
    let rows = sql("WITH given AS (SELECT r.number, a.sector, a.works, a.change, a.knows, a.hears FROM survey_rounds r \
                    JOIN survey_links l ON l.round_id = r.id JOIN survey_answers a ON a.link_id = l.id \
                    WHERE r.group_id = $1 AND (r.number = 1 OR r.number BETWEEN $2 AND $3)) \
                    SELECT number, sector, 'works' AS question, works AS answer, COUNT(*) AS n FROM given WHERE works IS NOT NULL \
                    GROUP BY number, sector, works \
                    UNION ALL SELECT number, sector, 'change', change, COUNT(*) FROM given WHERE change IS NOT NULL \
                    GROUP BY number, sector, change \
                    UNION ALL SELECT number, sector, 'knows', knows, COUNT(*) FROM given WHERE knows IS NOT NULL \
                    GROUP BY number, sector, knows \
                    UNION ALL SELECT number, sector, 'hears', hears, COUNT(*) FROM given WHERE hears IS NOT NULL \
                    GROUP BY number, sector, hears");
    let count = |row: &Row| {
        Ok(Count {
            round: row.get("number")?,
            question: row.get("question")?,
            sector: row.get::<Option<String>>("sector")?.and_then(|key| Sector::from_key(&key)),
            answer: row.get("answer")?,
            n: count_of(row, "n")?,
        })
    };
    rows.bind(group).bind(from).bind(to).all(on).await?.iter().map(count).collect()
}

/// What was written in a round in answer to the last question.
pub(super) async fn texts(on: impl Into<On<'_>>, group: Uuid, round: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT a.words FROM survey_rounds r JOIN survey_links l ON l.round_id = r.id \
                    JOIN survey_answers a ON a.link_id = l.id WHERE r.group_id = $1 AND r.id = $2 AND a.words IS NOT NULL");
    rows.bind(group).bind(round).all(on).await?.iter().map(|row| row.get("words")).collect()
}
