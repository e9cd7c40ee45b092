//! An agreement as a file that another group can adopt: what it says, who agreed it where and when, and where they had it from.

use kernel::{Error, Result, keys, words};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{
    commands::NewAgreement,
    model::{Ancestor, Binds, Content},
};

/// What the file says that it is.
const FORMAT: &str = "brig-agreement";
/// The version of the file that we write, and the newest that we read.
const VERSION: i64 = 1;
/// The largest file that is read.
const LARGEST: usize = 256 * 1024;
/// The most groups that an agreement may have been through, and the most characters of a text about one of them.
const GROUPS: usize = 20;
const LONGEST: usize = 300;

/// What travels of an agreement: what it says, and not who looks after it, which decision it was here and which issues.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    title: String,
    rule: String,
    theme: String,
    services: String,
    covers: String,
    binds: Binds,
    gp_words: String,
    consultant_words: String,
    patients: String,
    asked: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Parcel {
    format: String,
    version: i64,
    agreement: Said,
    /// The group that exports it first, then those that it came through.
    ancestry: Vec<Ancestor>,
}

/// The hash of all that a file says but for the hash itself. The keys of an object are written in order.
fn checksum(parcel: &Json) -> String {
    keys::hex(&keys::hash(&parcel.to_string()))
}

/// The file of an agreement in force. `own` says of this group what an ancestor says.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn write(content: &Content, own: Ancestor) -> Result<String> {
    let content = content.clone();
    let agreement = Said {
        title: content.title,
        rule: content.rule,
        theme: content.theme,
        services: content.services,
        covers: content.covers,
        binds: content.binds,
        gp_words: content.gp_words,
        consultant_words: content.consultant_words,
        patients: content.patients,
        asked: content.asked,
    };
    let ancestry = std::iter::once(own).chain(content.ancestry).take(GROUPS).collect();
    let mut parcel = serde_json::to_value(Parcel { format: FORMAT.into(), version: VERSION, agreement, ancestry })?;
    parcel["checksum"] = checksum(&parcel).into();
    Ok(serde_json::to_string_pretty(&parcel)? + "\n")
}

fn refused<T>(why: &str) -> Result<T> {
    Err(Error::field("file", why))
}

/// What a file brings: an agreement to be drafted, and where it comes from.
///
/// # Errors
/// [`Error::Invalid`] for the field `file`, with what to do.
pub(super) fn read(bytes: &[u8]) -> Result<(NewAgreement, Vec<Ancestor>)> {
    const ANOTHER: &str = "This is no file of an agreement. Choose the one that the other group exported; its name ends in .agreement.json";
    if bytes.is_empty() {
        return refused("Choose the file that the other group exported");
    }
    if bytes.len() > LARGEST {
        return refused("This file is larger than an agreement can be. Choose the one that the other group exported");
    }
    // A program that saves text may put a mark in front of it.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(Json::Object(mut parcel)) = serde_json::from_slice(bytes) else { return refused(ANOTHER) };
    if parcel.get("format").and_then(Json::as_str) != Some(FORMAT) {
        return refused(ANOTHER);
    }
    if parcel.get("version").and_then(Json::as_i64).is_none_or(|version| version > VERSION) {
        return refused("This file was written by a newer version of Brig than ours. Ask whoever runs Brig here to bring it up to date");
    }
    let said = parcel.remove("checksum");
    let parcel = Json::Object(parcel);
    if said.as_ref().and_then(Json::as_str) != Some(checksum(&parcel).as_str()) {
        return refused("This file was changed after it was exported, or did not arrive whole. Ask the other group for it again");
    }
    let Ok(Parcel { agreement, ancestry, .. }) = serde_json::from_value(parcel) else { return refused(ANOTHER) };
    let hash = |text: &str| text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let long = |ancestor: &Ancestor| {
        !hash(&ancestor.hash) || texts(ancestor).any(|text| text.chars().count() > LONGEST || text.chars().any(char::is_control))
    };
    if ancestry.is_empty() || ancestry.len() > GROUPS || ancestry.iter().any(|one| one.approved_by.len() > 4 || long(one)) {
        return refused(
            "This file does not say where the agreement comes from in a way that we can read. Ask the other group for it again",
        );
    }
    let Said { title, rule, theme, services, covers, binds, gp_words, consultant_words, patients, asked } = agreement;
    let binds = binds.key().to_owned();
    let new = NewAgreement {
        title,
        rule,
        theme,
        services,
        covers,
        binds,
        gp_words,
        consultant_words,
        patients,
        asked,
        ..NewAgreement::default()
    };
    Ok((new, ancestry))
}

/// Every text of people about a group that an agreement comes from.
pub(super) fn texts(ancestor: &Ancestor) -> impl Iterator<Item = &str> {
    let own = [&ancestor.group, &ancestor.board, &ancestor.reference, &ancestor.address, &ancestor.decision];
    own.into_iter().chain(&ancestor.approved_by).map(String::as_str)
}

/// Where an agreement was in force, in a sentence.
#[must_use]
pub(super) fn ancestor_words(ancestor: &Ancestor) -> String {
    let mut said = format!("{} of {}", ancestor.reference, ancestor.group);
    let mut add = |part: String| {
        said.push_str(", ");
        said.push_str(&part);
    };
    if ancestor.version > 1 {
        add(format!("version {}", ancestor.version));
    }
    if let Some(day) = ancestor.agreed_on.or(ancestor.in_force_on) {
        add(format!("agreed {}", words::date(day)));
    }
    if !ancestor.decision.is_empty() {
        add(format!("decision {}", ancestor.decision));
    }
    if !ancestor.approved_by.is_empty() {
        add(format!("approved by {}", ancestor.approved_by.join(" and ")));
    }
    said
}

#[cfg(test)]
mod unit {
    use super::*;

    fn file() -> String {
        let content = Content { title: "Results".into(), rule: "Who asks acts.".into(), binds: Binds::Secondary, ..Content::default() };
        let own = Ancestor { group: "South Firth".into(), reference: "26/A03".into(), version: 2, ..Ancestor::default() };
        write(&content, own).expect("a file")
    }

    #[test]
    fn what_is_written_reads_back_however_it_is_laid_out() {
        let (new, ancestry) = read(file().as_bytes()).expect("it reads");
        assert_eq!((new.rule.as_str(), new.binds.as_str(), new.owner.as_str()), ("Who asks acts.", "secondary", ""));
        assert_eq!(ancestor_words(&ancestry[0]), "26/A03 of South Firth, version 2");
        let flat: Json = serde_json::from_str(&file()).expect("JSON");
        assert!(read(format!("\u{feff}{flat}").as_bytes()).is_ok());
    }

    #[test]
    fn a_file_that_is_none_is_told_what_to_do() {
        let said = |bytes: &[u8]| match read(bytes) {
            Err(Error::Invalid(errors)) => errors[0].message.clone(),
            other => format!("{other:?}"),
        };
        assert!(said(b"").contains("Choose the file"));
        assert!(said(b"%PDF-1.7").contains("no file of an agreement"));
        assert!(said(b"{}").contains("no file of an agreement") && said(b"[1]").contains("no file of an agreement"));
        assert!(said(file().replace("Who asks acts.", "Nobody acts.").as_bytes()).contains("was changed"));
        assert!(said(&file().into_bytes()[..200]).contains("no file of an agreement"));
        assert!(said(file().replace("\"version\": 1\n", "\"version\": 9\n").as_bytes()).contains("newer version"));
        assert!(said(&vec![b' '; LARGEST + 1]).contains("larger"));
        let mut bare: Json = serde_json::from_str(&file()).expect("JSON");
        bare["ancestry"] = Json::Array(Vec::new());
        bare.as_object_mut().expect("an object").remove("checksum");
        bare["checksum"] = checksum(&bare.clone()).into();
        assert!(said(bare.to_string().as_bytes()).contains("where the agreement comes from"));
    }
}
