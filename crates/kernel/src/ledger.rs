//! The ledger: who did what to which thing, when, in one chain of hashes for each group of people.
//!
//! Free text and personal values are never in it. A fact is a number, a key or a short word, and that is
//! checked, so that something that must be forgotten can be removed everywhere else while the chain still verifies.

use std::collections::BTreeMap;

use jiff::Timestamp;
use ring::digest;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{Error, On, Result, Row, Tx, actor::Actor, sql};

/// What the hash of the first entry is chained to.
const GENESIS: [u8; 32] = [0; 32];
/// Put in front of every hashed entry, so that the hash can be of nothing else.
const DOMAIN: &[u8] = b"brig-ledger-1";

/// The scope of what belongs to no group: people, tokens, the operator's acts.
pub const DEPLOYMENT: Uuid = Uuid::nil();

/// A small fact about an event: never free text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A number.
    Number(i64),
    /// A key of another thing.
    Key(Uuid),
    /// A word of the program's own, such as a state: lower-case letters, digits, hyphens, at most 60.
    Word(String),
    /// A reference that people use, such as `NM-0231`.
    Reference(String),
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Whose ledger it stands in.
    pub scope: Uuid,
    /// When. For what an anonymous person did: the start of the day.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done, in the past tense: `issue.raised`.
    pub verb: &'static str,
    /// To what.
    pub thing: Uuid,
    /// The small facts, by name.
    pub facts: BTreeMap<&'static str, Fact>,
}

impl Event {
    /// An event without facts.
    #[must_use]
    pub fn new(scope: Uuid, at: Timestamp, actor: Actor, verb: &'static str, thing: Uuid) -> Self {
        Self { scope, at, actor, verb, thing, facts: BTreeMap::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: Fact) -> Self {
        self.facts.insert(name, fact);
        self
    }

    fn facts_json(&self) -> Result<Json> {
        let mut facts = serde_json::Map::new();
        for (name, fact) in &self.facts {
            let value = match fact {
                Fact::Number(number) => json!(number),
                Fact::Key(key) => json!(key),
                Fact::Word(word) if is_word(word) => json!(word),
                Fact::Reference(reference) if is_reference(reference) => json!(reference),
                Fact::Word(_) | Fact::Reference(_) => {
                    return Err(Error::internal(format!("the fact {name} of {} is no word or reference", self.verb)));
                }
            };
            facts.insert((*name).to_owned(), value);
        }
        Ok(Json::Object(facts))
    }
}

fn is_word(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 60
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_reference(reference: &str) -> bool {
    reference.len() <= 20 && reference.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'/'))
}

/// An entry as it stands in the ledger.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// `person`, `visitor` or `system`.
    pub actor_kind: String,
    /// The person, where there is one.
    pub actor: Option<Uuid>,
    /// What was done.
    pub verb: String,
    /// To what.
    pub thing: Uuid,
    /// The small facts.
    pub facts: Json,
    prev: Vec<u8>,
    hash: Vec<u8>,
}

impl Entry {
    /// An entry of a row that holds every column of the ledger.
    ///
    /// # Errors
    /// When a column is missing.
    pub fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            seq: row.get("seq")?,
            at: row.get("at")?,
            actor_kind: row.get("actor_kind")?,
            actor: row.get("actor_id")?,
            verb: row.get("verb")?,
            thing: row.get("thing_id")?,
            facts: row.get("facts")?,
            prev: row.get("prev_hash")?,
            hash: row.get("hash")?,
        })
    }
}

/// Writes an event into the chain of its scope. Its reactions run when the transaction is committed.
///
/// # Errors
/// When a fact is no word, number or key, or the database fails.
pub async fn record(tx: &mut Tx, event: Event) -> Result<()> {
    let facts = event.facts_json()?;
    // The head's row is the lock: whoever writes next in this scope waits here.
    let head = sql("INSERT INTO ledger_heads (scope_id, seq, hash) VALUES ($1, 1, $2) \
                    ON CONFLICT (scope_id) DO UPDATE SET seq = ledger_heads.seq + 1 RETURNING seq, hash")
    .bind(event.scope)
    .bind(GENESIS.as_slice())
    .one(&mut *tx)
    .await?;
    let (seq, prev): (i64, Vec<u8>) = (head.get("seq")?, head.get("hash")?);
    let hash = hash_of(event.scope, seq, &prev, event.at, event.actor.kind(), event.actor.person(), event.verb, event.thing, &facts);
    sql("INSERT INTO ledger (scope_id, seq, at, actor_kind, actor_id, verb, thing_id, facts, prev_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(event.scope)
    .bind(seq)
    .bind(event.at)
    .bind(event.actor.kind())
    .bind(event.actor.person())
    .bind(event.verb)
    .bind(event.thing)
    .bind(&facts)
    .bind(prev)
    .bind(hash.as_slice())
    .run(tx)
    .await?;
    sql("UPDATE ledger_heads SET hash = $2 WHERE scope_id = $1").bind(event.scope).bind(hash.as_slice()).run(tx).await?;
    tx.events.push(event);
    Ok(())
}

/// Holds a scope for one verb: whoever comes next waits here until this one is through, and then reads what it has left. Taken
/// first by every verb that decides by what it reads; [`record`] takes the same lock, so nobody can wait for another in a circle.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, scope: Uuid) -> Result<()> {
    sql("UPDATE ledger_heads SET seq = seq WHERE scope_id = $1").bind(scope).run(tx).await.map(drop)
}

#[expect(clippy::too_many_arguments, reason = "these are the hashed fields, and there is no other caller than the two below and above")]
fn hash_of(
    scope: Uuid,
    seq: i64,
    prev: &[u8],
    at: Timestamp,
    kind: &str,
    actor: Option<Uuid>,
    verb: &str,
    thing: Uuid,
    facts: &Json,
) -> [u8; 32] {
    // serde_json writes the keys of an object in order, which makes this text canonical.
    let body = json!({ "at": at.as_millisecond(), "actor_kind": kind, "actor": actor, "verb": verb, "thing": thing, "facts": facts });
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(DOMAIN);
    context.update(scope.as_bytes());
    context.update(&seq.to_be_bytes());
    context.update(prev);
    context.update(body.to_string().as_bytes());
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// What happened to one thing, newest first.
///
/// # Errors
/// When the database fails.
pub async fn timeline(on: impl Into<On<'_>>, scope: Uuid, thing: Uuid) -> Result<Vec<Entry>> {
    sql("SELECT seq, at, actor_kind, actor_id, verb, thing_id, facts, prev_hash, hash FROM ledger \
         WHERE scope_id = $1 AND thing_id = $2 ORDER BY seq DESC LIMIT 200")
    .bind(scope)
    .bind(thing)
    .all(on)
    .await?
    .iter()
    .map(Entry::from_row)
    .collect()
}

/// Walks every chain and says in a line each what is wrong; also tells how many entries there are.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &crate::Db) -> Result<(u64, Vec<String>)> {
    let mut found = Vec::new();
    let mut count = 0;
    let heads = sql("SELECT scope_id, seq, hash FROM ledger_heads ORDER BY scope_id").all(db).await?;
    for head in &heads {
        let scope: Uuid = head.get("scope_id")?;
        let (mut seq, mut prev) = (0, GENESIS.to_vec());
        loop {
            let page = sql("SELECT seq, at, actor_kind, actor_id, verb, thing_id, facts, prev_hash, hash FROM ledger \
                            WHERE scope_id = $1 AND seq > $2 ORDER BY seq LIMIT 2000")
            .bind(scope)
            .bind(seq)
            .all(db)
            .await?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                let entry = Entry::from_row(row)?;
                let hash =
                    hash_of(scope, entry.seq, &prev, entry.at, &entry.actor_kind, entry.actor, &entry.verb, entry.thing, &entry.facts);
                if entry.seq != seq + 1 || entry.prev != prev || entry.hash != hash {
                    found.push(format!("ledger {scope}: the chain breaks at entry {}", entry.seq));
                }
                (seq, prev) = (entry.seq, entry.hash);
                count += 1;
            }
        }
        if head.get::<i64>("seq")? != seq || head.get::<Vec<u8>>("hash")? != prev {
            found.push(format!("ledger {scope}: the head does not match the last entry {seq}"));
        }
    }
    let without_head =
        sql("SELECT COUNT(*) AS n FROM ledger l LEFT JOIN ledger_heads h ON h.scope_id = l.scope_id WHERE h.scope_id IS NULL")
            .one(db)
            .await?;
    if without_head.get::<i64>("n")? > 0 {
        found.push("ledger: entries without a head".into());
    }
    Ok((count, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_text_cannot_become_a_fact() {
        let event = |fact| Event::new(Uuid::nil(), Timestamp::UNIX_EPOCH, Actor::System, "issue.raised", Uuid::nil()).with("fact", fact);
        for ok in [Fact::Number(3), Fact::Key(Uuid::nil()), Fact::Word("in-progress".into()), Fact::Reference("NM-0231".into())] {
            assert!(event(ok).facts_json().is_ok());
        }
        for bad in [Fact::Word("Mrs Smith".into()), Fact::Word(String::new()), Fact::Reference("a b".into()), Fact::Word("x".repeat(61))] {
            assert!(event(bad).facts_json().is_err());
        }
    }
}
