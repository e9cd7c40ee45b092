//! Every statement on vacancies and expressions of interest.

use jiff::civil::Date;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Expression, State, Vacancy};
use crate::membership::Capacity;

fn vacancy(row: &Row) -> Result<Vacancy> {
    let capacity: String = row.get("capacity")?;
    Ok(Vacancy {
        id: row.get("id")?,
        number: row.get("number")?,
        capacity: Capacity::from_key(&capacity).ok_or_else(|| Error::internal("a vacancy is for something unknown"))?,
        wanted: row.get("wanted")?,
        words: row.get("words")?,
        closes_on: row.get("closes_on")?,
        closed_on: row.get("closed_on")?,
    })
}

/// The vacancies of a group with how many expressions wait for an answer, the latest first.
pub(super) async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(Vacancy, i64)>> {
    let rows = sql("SELECT v.id, v.number, v.capacity, v.wanted, v.words, v.closes_on, v.closed_on, \
                    (SELECT COUNT(*) FROM expressions e WHERE e.vacancy_id = v.id AND e.state = 'waiting') AS n \
                    FROM vacancies v WHERE v.group_id = $1 ORDER BY v.number DESC LIMIT 100");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((vacancy(row)?, row.get("n")?))).collect()
}

/// The vacancy with a number.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Vacancy> {
    let row = sql("SELECT id, number, capacity, wanted, words, closes_on, closed_on FROM vacancies WHERE group_id = $1 AND number = $2");
    vacancy(&row.bind(group).bind(number).one(on).await?)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, vacancy: &Vacancy, today: Date) -> Result<()> {
    sql("INSERT INTO vacancies (id, group_id, number, capacity, wanted, words, opened_on, closes_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(vacancy.id)
        .bind(group)
        .bind(vacancy.number)
        .bind(vacancy.capacity.key())
        .bind(&vacancy.wanted)
        .bind(&vacancy.words)
        .bind(today)
        .bind(vacancy.closes_on)
        .run(tx)
        .await
        .map(drop)
}

/// Closes a vacancy; tells whether it was open.
pub(super) async fn close(tx: &mut Tx, group: Uuid, id: Uuid, today: Date) -> Result<bool> {
    let closed = sql("UPDATE vacancies SET closed_on = $3 WHERE group_id = $1 AND id = $2 AND closed_on IS NULL");
    Ok(closed.bind(group).bind(id).bind(today).run(tx).await? == 1)
}

/// The expressions of interest in a vacancy, in their order.
pub(super) async fn expressions(on: impl Into<On<'_>>, group: Uuid, vacancy: Uuid) -> Result<Vec<Expression>> {
    let rows = sql("SELECT id, number, name, email, workplace, words, state, said_on FROM expressions \
                    WHERE group_id = $1 AND vacancy_id = $2 ORDER BY number");
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        Ok(Expression {
            id: row.get("id")?,
            number: row.get("number")?,
            name: row.get("name")?,
            email: row.get("email")?,
            workplace: row.get("workplace")?,
            words: row.get("words")?,
            state: State::from_key(&state).ok_or_else(|| Error::internal("an expression of interest has an unknown state"))?,
            said_on: row.get("said_on")?,
        })
    };
    rows.bind(group).bind(vacancy).all(on).await?.iter().map(read).collect()
}

/// Keeps an expression; tells whether this form has not been sent before.
pub(super) async fn put(tx: &mut Tx, group: Uuid, vacancy: Uuid, new: &Expression, form_hash: &[u8]) -> Result<bool> {
    let kept = sql("INSERT INTO expressions (id, group_id, vacancy_id, number, form_hash, name, email, workplace, words, state, said_on) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (form_hash) DO NOTHING")
    .bind(new.id)
    .bind(group)
    .bind(vacancy)
    .bind(new.number)
    .bind(form_hash)
    .bind(&new.name)
    .bind(&new.email)
    .bind(&new.workplace)
    .bind(&new.words)
    .bind(new.state.key())
    .bind(new.said_on)
    .run(tx)
    .await?;
    if kept == 1 {
        return Ok(true);
    }
    // The same form once more, after going back: what was sent last counts, until it is answered.
    sql("UPDATE expressions SET name = $3, email = $4, workplace = $5, words = $6 WHERE group_id = $1 AND form_hash = $2 AND state = $7")
        .bind(group)
        .bind(form_hash)
        .bind(&new.name)
        .bind(&new.email)
        .bind(&new.workplace)
        .bind(&new.words)
        .bind(State::Waiting.key())
        .run(tx)
        .await?;
    Ok(false)
}

/// Says where an expression stands.
pub(super) async fn set_state(tx: &mut Tx, group: Uuid, id: Uuid, state: State) -> Result<()> {
    sql("UPDATE expressions SET state = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(state.key()).run(tx).await.map(drop)
}

/// Forgets what was said of vacancies that were over before a day; of every group.
pub(super) async fn forget(tx: &mut Tx, before: Date) -> Result<u64> {
    sql("DELETE FROM expressions WHERE vacancy_id IN (SELECT id FROM vacancies WHERE COALESCE(closed_on, closes_on) < $1)")
        .bind(before)
        .run(tx)
        .await
}
