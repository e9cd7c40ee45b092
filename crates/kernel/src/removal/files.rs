//! Files that are kept of a scope: what went with its mails, and what people brought. Whoever can read them says what is in
//! them; a file that holds the words is replaced by a note.

use std::collections::HashMap;

use ring::digest;
use uuid::Uuid;

use super::{scan::kept, words::Search};
use crate::{Result, Row, Tx, migrate, sql};

/// Where the files of mails stand.
const MAIL_PARTS: &str = "mail_parts";

/// A file.
#[derive(Clone, Debug)]
pub struct File {
    /// The table in which it stands.
    pub table: String,
    /// The key of its row; of a file that goes with a mail, the mail's.
    pub row: Uuid,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Reads the text of a file by its name and bytes; empty where it cannot.
pub type Reader = fn(&str, &[u8]) -> String;

/// All files of a scope: of its mails, and of each table that keeps a file with its name and kind.
async fn all(tx: &mut Tx, scope: Uuid) -> Result<Vec<File>> {
    let mails = sql("SELECT p.mail_id AS id, p.name, p.content FROM mail_parts p JOIN mails m ON m.id = p.mail_id \
                     WHERE m.scope_id = $1 ORDER BY p.mail_id, p.name");
    let mut files = read(&mails.bind(scope).all(&mut *tx).await?, MAIL_PARTS)?;
    for table in migrate::tables(tx.dialect()) {
        if ["group_id", "file", "file_name", "file_kind"].iter().all(|name| table.columns.iter().any(|(column, _)| column == name)) {
            let select = format!("SELECT id, file_name AS name, file AS content FROM {} WHERE group_id = $1 ORDER BY id", table.name);
            files.extend(read(&sql(kept(select)).bind(scope).all(&mut *tx).await?, &table.name)?);
        }
    }
    Ok(files)
}

fn read(rows: &[Row], table: &str) -> Result<Vec<File>> {
    let file = |row: &Row| Ok(File { table: table.to_owned(), row: row.get("id")?, name: row.get("name")?, content: row.get("content")? });
    rows.iter().map(file).collect()
}

/// The files in which the words stand, as far as `reader` can read them. The same bytes are read once, however many got them.
///
/// # Errors
/// When the database fails.
pub async fn with_words(on: &mut Tx, search: &Search<'_>, reader: Reader) -> Result<Vec<File>> {
    let mut seen: HashMap<Vec<u8>, bool> = HashMap::new();
    let files = all(on, search.scope).await?;
    let mut holds = |file: &File| {
        let hash = digest::digest(&digest::SHA256, &file.content).as_ref().to_vec();
        let inside = *seen.entry(hash).or_insert_with(|| search.clean(&reader(&file.name, &file.content), false).is_some());
        inside || search.clean(&file.name, false).is_some()
    };
    Ok(files.into_iter().filter(|file| holds(file)).collect())
}

/// Puts a note in the place of files that held the words.
///
/// # Errors
/// When the database fails.
pub async fn replace(tx: &mut Tx, files: &[File]) -> Result<()> {
    const NOTE: &str = "This file was taken out of the record, because it held words that could identify a patient.\n";
    for (at, file) in files.iter().enumerate() {
        let name = format!("taken-out-{}.txt", at + 1);
        let statement = if file.table == MAIL_PARTS {
            sql("UPDATE mail_parts SET name = $3, media_type = 'text/plain; charset=utf-8', content = $4 WHERE mail_id = $1 AND name = $2")
        } else {
            let update = format!("UPDATE {} SET file_name = $3, file_kind = 'txt', file = $4 WHERE id = $1 AND file_name = $2", file.table);
            sql(kept(update))
        };
        statement.bind(file.row).bind(&file.name).bind(name).bind(NOTE.as_bytes()).run(&mut *tx).await?;
    }
    Ok(())
}
