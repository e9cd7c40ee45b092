//! Every statement on people, their sign-ins and their tokens.
//!
//! People belong to the deployment and not to one group, so these do not ask for a group first.

use jiff::Timestamp;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Person, Scope, Token};

fn from_row(row: &Row) -> Result<Person> {
    Ok(Person { id: row.get("id")?, name: row.get("name")?, email: row.get("email")?, operator: row.get("operator")? })
}

/// A person by key.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(on: impl Into<On<'_>>, id: Uuid) -> Result<Person> {
    from_row(&sql("SELECT id, name, email, operator FROM people WHERE id = $1").bind(id).one(on).await?)
}

/// The operator with this key.
///
/// # Errors
/// [`Error::NotFound`] when the person is no operator: what one may not see is not there.
pub async fn operator(on: impl Into<On<'_>>, id: Uuid) -> Result<Person> {
    find(on, id).await.and_then(|person| if person.operator { Ok(person) } else { Err(Error::NotFound) })
}

/// The person with a mail address, in any case.
///
/// # Errors
/// When the database fails.
pub async fn by_email(on: impl Into<On<'_>>, email: &str) -> Result<Option<Person>> {
    let row = sql("SELECT id, name, email, operator FROM people WHERE email = $1").bind(email.trim().to_lowercase());
    row.optional(on).await?.map(|row| from_row(&row)).transpose()
}

/// Everybody, by when they were invited: for the demonstration's page of people.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>) -> Result<Vec<Person>> {
    sql("SELECT id, name, email, operator FROM people ORDER BY created_at, id").all(on).await?.iter().map(from_row).collect()
}

pub(super) async fn insert(tx: &mut Tx, person: &Person, at: Timestamp) -> Result<()> {
    sql("INSERT INTO people (id, name, email, operator, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(person.id)
        .bind(&person.name)
        .bind(&person.email)
        .bind(person.operator)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn make_operator(tx: &mut Tx, id: Uuid) -> Result<()> {
    sql("UPDATE people SET operator = $2 WHERE id = $1").bind(id).bind(true).run(tx).await.map(drop)
}

/// A sign-in that waits for its link or its code.
pub(super) struct SignIn {
    pub(super) id: Uuid,
    pub(super) person: Uuid,
    pub(super) token_hash: Vec<u8>,
    pub(super) code_hash: Vec<u8>,
    pub(super) next_path: String,
    pub(super) expires_at: Timestamp,
}

pub(super) async fn insert_sign_in(tx: &mut Tx, sign_in: &SignIn, at: Timestamp) -> Result<()> {
    sql("INSERT INTO sign_ins (id, person_id, token_hash, code_hash, next_path, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(sign_in.id)
        .bind(sign_in.person)
        .bind(sign_in.token_hash.as_slice())
        .bind(sign_in.code_hash.as_slice())
        .bind(&sign_in.next_path)
        .bind(at)
        .bind(sign_in.expires_at)
        .run(tx)
        .await
        .map(drop)
}

/// Whether a link still waits to be used.
pub(super) async fn link_waits(on: impl Into<On<'_>>, token_hash: &[u8], now: Timestamp) -> Result<bool> {
    let row = sql("SELECT id FROM sign_ins WHERE token_hash = $1 AND expires_at > $2").bind(token_hash).bind(now);
    Ok(row.optional(on).await?.is_some())
}

/// Uses up the sign-in of a link; gives the person and the page to go on to.
pub(super) async fn take_by_link(tx: &mut Tx, token_hash: &[u8], now: Timestamp) -> Result<Option<(Uuid, String)>> {
    let row =
        sql("DELETE FROM sign_ins WHERE token_hash = $1 AND expires_at > $2 RETURNING person_id, next_path").bind(token_hash).bind(now);
    taken(row.optional(tx).await?.as_ref())
}

/// Uses up a sign-in by its six digits.
pub(super) async fn take_by_code(tx: &mut Tx, id: Uuid, code_hash: &[u8], now: Timestamp) -> Result<Option<(Uuid, String)>> {
    let row = sql("DELETE FROM sign_ins WHERE id = $1 AND code_hash = $2 AND expires_at > $3 RETURNING person_id, next_path");
    taken(row.bind(id).bind(code_hash).bind(now).optional(tx).await?.as_ref())
}

fn taken(row: Option<&Row>) -> Result<Option<(Uuid, String)>> {
    row.map(|row| Ok((row.get("person_id")?, row.get("next_path")?))).transpose()
}

pub(super) async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sql("DELETE FROM sign_ins WHERE expires_at <= $1").bind(now).run(tx).await.map(drop)
}

pub(super) async fn insert_token(tx: &mut Tx, token: &Token, hash: &[u8], label: &str, at: Timestamp) -> Result<()> {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.key()).collect();
    sql("INSERT INTO tokens (id, person_id, token_hash, label, scopes, unlimited, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(token.id)
        .bind(token.person)
        .bind(hash)
        .bind(label)
        .bind(scopes.join(" "))
        .bind(token.unlimited)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// The token with this hash.
///
/// # Errors
/// When the database fails.
pub async fn token(on: impl Into<On<'_>>, hash: &[u8]) -> Result<Option<Token>> {
    let Some(row) = sql("SELECT id, person_id, scopes, unlimited FROM tokens WHERE token_hash = $1").bind(hash).optional(on).await? else {
        return Ok(None);
    };
    let scopes: String = row.get("scopes")?;
    Ok(Some(Token {
        id: row.get("id")?,
        person: row.get("person_id")?,
        scopes: scopes.split(' ').filter_map(Scope::from_key).collect(),
        unlimited: row.get("unlimited")?,
    }))
}
