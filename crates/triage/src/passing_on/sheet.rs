//! The file by which an issue goes to another installation: the group wording, where it comes from, where to answer. No
//! reporter's name and nothing that a reporter wrote.

use kernel::{Error, Result, keys};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every such file says of itself.
const FORMAT: &str = "brig-passed-on";
/// How it is written now.
const VERSION: u32 = 1;

/// What goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sheet {
    format: String,
    version: u32,
    /// The key of the passing: the same file loaded twice is one issue.
    pub(super) id: Uuid,
    /// The group that passes it on.
    pub(super) from: String,
    /// Its board.
    pub(super) board: String,
    /// What it is called there.
    pub(super) reference: String,
    pub(super) title: String,
    pub(super) text: String,
    /// The address of the page on which an answer is written.
    pub(super) answer_at: String,
    #[serde(default)]
    checksum: String,
}

impl Sheet {
    /// A sheet with its checksum.
    pub(super) fn new(id: Uuid, (from, board, reference): (&str, &str, &str), (title, text): (&str, &str), answer_at: String) -> Self {
        let sheet = Self {
            format: FORMAT.into(),
            version: VERSION,
            id,
            from: from.into(),
            board: board.into(),
            reference: reference.into(),
            title: title.into(),
            text: text.into(),
            answer_at,
            checksum: String::new(),
        };
        Self { checksum: sheet.sum(), ..sheet }
    }

    fn sum(&self) -> String {
        // JSON of a list tells its parts apart, whatever stands in them.
        let parts = serde_json::json!([
            self.format,
            self.version,
            self.id,
            self.from,
            self.board,
            self.reference,
            self.title,
            self.text,
            self.answer_at
        ]);
        keys::hex(&keys::hash(&parts.to_string()))
    }

    /// The file's bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec_pretty(self).map_err(|error| Error::Internal(error.into()))
    }

    /// Reads a file that somebody brings.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no such file, is of a later version, or was changed or cut on its way.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let fail = |message: &str| Err(Error::field("file", message.to_owned()));
        let Ok(sheet) = serde_json::from_slice::<Self>(bytes) else {
            return fail("This is not a file of an issue that was passed on. Ask the other group for the file that Brig gave them");
        };
        if sheet.format != FORMAT {
            return fail("This is not a file of an issue that was passed on. Ask the other group for the file that Brig gave them");
        }
        if sheet.version != VERSION {
            return fail("This file was written by a later version of Brig. Ask whoever runs your installation to update it");
        }
        if sheet.sum() != sheet.checksum {
            return fail("This file was changed or cut on its way. Ask the other group to send it once more");
        }
        Ok(sheet)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_file_reads_back_and_one_that_was_changed_does_not() {
        let from = ("North Moor", "NHS North Moor", "NM-0001");
        let sheet = Sheet::new(Uuid::from_u128(7), from, ("Late letters", "Letters take “weeks”."), "http://a.example/x".into());
        let bytes = sheet.bytes().expect("bytes");
        assert_eq!(Sheet::read(&bytes).expect("a sheet"), sheet);
        let changed = String::from_utf8(bytes).expect("text").replace("weeks", "years");
        assert!(Sheet::read(changed.as_bytes()).is_err());
        assert!(Sheet::read(b"{}").is_err() && Sheet::read(b"PK").is_err());
        let later = Sheet { version: 2, ..sheet };
        assert!(Sheet::read(&later.bytes().expect("bytes")).is_err());
    }
}
