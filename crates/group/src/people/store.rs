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
    sql("SELECT id, name, email, operator FROM people WHERE ended_at IS NULL ORDER BY created_at, id")
        .all(on)
        .await?
        .iter()
        .map(from_row)
        .collect()
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

/// A token as whoever ends it sees it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its key.
    pub id: Uuid,
    /// What it is for, in the words of who made it.
    pub label: String,
    /// What it is good for, with blanks between.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A person's tokens, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn tokens_of(on: impl Into<On<'_>>, person: Uuid) -> Result<Vec<Kept>> {
    let rows = sql("SELECT id, label, scopes, created_at FROM tokens WHERE person_id = $1 ORDER BY created_at DESC, id");
    let read = |row: &Row| {
        Ok(Kept { id: row.get("id")?, label: row.get("label")?, scopes: row.get("scopes")?, created_at: row.get("created_at")? })
    };
    rows.bind(person).all(on).await?.iter().map(read).collect()
}

/// Takes a token out; gives whose it was.
pub(super) async fn delete_token(tx: &mut Tx, token: Uuid) -> Result<Option<Uuid>> {
    let row = sql("DELETE FROM tokens WHERE id = $1 RETURNING person_id").bind(token).optional(tx).await?;
    row.map(|row| row.get("person_id")).transpose()
}

/// An account as the operator sees it.
pub(super) struct Account {
    pub(super) person: Person,
    /// The names of the groups that they sit in, with commas between.
    pub(super) groups: String,
    pub(super) tokens: i64,
    pub(super) ended_at: Option<Timestamp>,
}

fn account_of(row: &Row) -> Result<Account> {
    Ok(Account { person: from_row(row)?, groups: row.get("groups")?, tokens: row.get("n_tokens")?, ended_at: row.get("ended_at")? })
}

/// Every account, by name; those that were ended last. At most 2,000.
pub(super) async fn accounts(on: impl Into<On<'_>>) -> Result<Vec<Account>> {
    let rows = sql(
        "SELECT p.id, p.name, p.email, p.operator, p.ended_at, (SELECT COUNT(*) FROM tokens t WHERE t.person_id = p.id) AS n_tokens, \
                    COALESCE((SELECT {joined}(g.name, ', ' ORDER BY g.name) FROM seats s JOIN groups g ON g.id = s.group_id WHERE s.person_id = p.id), '') AS groups \
                    FROM people p ORDER BY CASE WHEN p.ended_at IS NULL THEN 0 ELSE 1 END, LOWER(p.name), p.id LIMIT 2000",
    );
    rows.all(on).await?.iter().map(account_of).collect()
}

/// One account.
pub(super) async fn account(on: impl Into<On<'_>>, person: Uuid) -> Result<Account> {
    let row = sql(
        "SELECT p.id, p.name, p.email, p.operator, p.ended_at, (SELECT COUNT(*) FROM tokens t WHERE t.person_id = p.id) AS n_tokens, \
                   COALESCE((SELECT {joined}(g.name, ', ' ORDER BY g.name) FROM seats s JOIN groups g ON g.id = s.group_id WHERE s.person_id = p.id), '') AS groups \
                   FROM people p WHERE p.id = $1",
    );
    account_of(&row.bind(person).one(on).await?)
}

/// The names of the groups that somebody sits in.
pub(super) async fn seats_of(on: impl Into<On<'_>>, person: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT g.name FROM seats s JOIN groups g ON g.id = s.group_id WHERE s.person_id = $1 ORDER BY LOWER(g.name), g.id");
    rows.bind(person).all(on).await?.iter().map(|row| row.get("name")).collect()
}

/// Whether an account was ended.
pub(super) async fn has_ended(on: impl Into<On<'_>>, person: Uuid) -> Result<bool> {
    let row = sql("SELECT id FROM people WHERE id = $1 AND ended_at IS NOT NULL").bind(person).optional(on).await?;
    Ok(row.is_some())
}

/// How many people run the installation.
pub(super) async fn operators(on: impl Into<On<'_>>) -> Result<i64> {
    sql("SELECT COUNT(*) AS n FROM people WHERE operator = $1").bind(true).one(on).await?.get("n")
}

/// Takes away what an account opens, and its address. No mail program takes what stands in its place for an address.
pub(super) async fn end_account(tx: &mut Tx, person: Uuid, at: Timestamp) -> Result<()> {
    sql("DELETE FROM tokens WHERE person_id = $1").bind(person).run(&mut *tx).await?;
    sql("DELETE FROM sign_ins WHERE person_id = $1").bind(person).run(&mut *tx).await?;
    sql("UPDATE people SET email = $2, operator = $3, ended_at = $4 WHERE id = $1")
        .bind(person)
        .bind(format!("ended-{person}"))
        .bind(false)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}
