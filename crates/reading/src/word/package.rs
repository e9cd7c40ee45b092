//! The packed file around a Word document: its parts by name. Sizes that it declares are not believed.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::xml::{Step, attribute, each};
use crate::{Problem, plain};

/// How much is unpacked in all, and how many parts may be there.
const MOST_BYTES: u64 = 40 * 1024 * 1024;
const MOST_PARTS: usize = 4_000;

/// An opened file.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: u64,
}

/// A relation of one part to another.
pub(super) struct Relation {
    /// The last word of its type: `styles`, `header`.
    pub(super) kind: String,
    /// The other part's name.
    pub(super) target: String,
}

impl<'a> Package<'a> {
    /// Opens it, without unpacking anything.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        if let Some(problem) = plain::other_kind(bytes) {
            return Err(problem);
        }
        if !bytes.starts_with(b"PK") {
            return Err(Problem::NotWord);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::Damaged)?;
        if archive.len() > MOST_PARTS {
            return Err(Problem::TooLarge);
        }
        let name = |at: usize| archive.name_for_index(at).and_then(Result::ok).map(|name| tidy(&name)).unwrap_or_default();
        let names = (0..archive.len()).map(name).collect();
        Ok(Self { archive, names, left: MOST_BYTES })
    }

    /// The name of the part that is the document.
    pub(super) fn main(&mut self) -> Result<String, Problem> {
        let related = self.relations("")?;
        if let Some(relation) = related.into_iter().find(|relation| relation.kind == "officedocument") {
            return Ok(relation.target);
        }
        let usual = "word/document.xml";
        if self.names.iter().any(|name| name == usual) {
            return Ok(usual.to_owned());
        }
        // Documents of other office programs say in a part of this name what they are.
        let foreign = self.part("mimetype")?.is_some_and(|kind| kind.contains("opendocument"));
        Err(if foreign { Problem::Foreign } else { Problem::NotWord })
    }

    /// A part's text; `None` when there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let name = tidy(name);
        let Some(at) = self.names.iter().position(|other| *other == name) else { return Ok(None) };
        let part = self.archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Problem::Locked,
            _ => Problem::Damaged,
        })?;
        let mut bytes = Vec::new();
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Problem::Damaged)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Problem::TooLarge)?;
        plain::decoded(&bytes).map(Some).ok_or(Problem::Damaged)
    }

    /// What a part is related to, within the file; an empty name stands for the whole file.
    pub(super) fn relations(&mut self, of: &str) -> Result<Vec<Relation>, Problem> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let Some(xml) = self.part(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        each(&xml, |step| {
            if let Step::Open("Relationship", start) = step
                && attribute(start, "TargetMode").is_none_or(|mode| mode != "External")
                && let (Some(kind), Some(target)) = (attribute(start, "Type"), attribute(start, "Target"))
            {
                let target = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
                let kind = kind.rsplit('/').next().unwrap_or_default().to_lowercase();
                relations.push(Relation { kind, target: tidy(&target) });
            }
            Ok(())
        })?;
        Ok(relations)
    }

    /// Whether there are macros in it.
    pub(super) fn has_macros(&self) -> bool {
        self.names.iter().any(|name| name.ends_with("vbaproject.bin"))
    }
}

/// A part's name as names are compared: without case, without a slash before it, and with `..` followed.
fn tidy(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let name = name.replace('\\', "/").to_lowercase();
    for part in name.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}
