//! The rules and words as the browser's script reads them.

use serde_json::{Map, Value, json};

use super::{
    Kind, Severity, cues,
    fold::folded,
    matcher::NEAR,
    rules::{self, Around, SERVICE},
    tables::{ENDINGS, TABLES},
};

/// All rules and words, as JSON. What a group knows of itself is not among it: names of people stay on the server.
#[must_use]
pub fn tables() -> Value {
    let words: Map<String, Value> = TABLES
        .iter()
        .map(|table| (table.name.to_owned(), folded(table.words).split_whitespace().collect::<Vec<_>>().join(" ").into()))
        .collect();
    let kinds: Map<String, Value> = Kind::ALL
        .iter()
        .map(|kind| (kind.key().to_owned(), json!([kind.label(), kind.instead(Severity::Block), kind.instead(Severity::Warn)])))
        .collect();
    let rules: Vec<Value> = rules::all()
        .map(|rule| {
            let mut object = json!({ "kind": rule.kind.key(), "severity": rule.severity.key(), "find": rule.find });
            if !rule.not.is_empty() {
                object["not"] = json!(rule.not);
            }
            if !rule.never.is_empty() {
                object["never"] = rule.never.into();
            }
            for (key, value) in [("excused", rule.excused), ("doubtful", rule.doubtful), ("certain", rule.certain)] {
                if !value.before.is_empty() || !value.after.is_empty() {
                    object[key] = around(value);
                }
            }
            object
        })
        .collect();
    let cues = json!({ "named": cues::PATIENTS_NUMBER, "patient": cues::PATIENT, "reference": cues::REFERENCE, "phone": cues::PHONE,
        "mobile": cues::MOBILE, "number": cues::NUMBER, "filler": cues::FILLER });
    let parts: Map<String, Value> = rules::sources().map(|(name, source)| (name.to_owned(), source.into())).collect();
    json!({ "cues": cues, "parts": parts, "near": NEAR, "endings": ENDINGS, "words": words, "kinds": kinds, "rules": rules, "service": around(SERVICE) })
}

fn around(around: Around) -> Value {
    json!([around.before, around.after])
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path, process::Command};

    use super::tables;

    const HERE: &str = env!("CARGO_MANIFEST_DIR");

    /// Written anew as golden files are: `INSTA_UPDATE=always cargo test -p analysis`.
    #[test]
    fn the_browsers_copy_is_the_same() {
        let file = Path::new(HERE).join("../kernel/templates/checks.json");
        let wanted = tables().to_string() + "\n";
        if env::var_os("INSTA_UPDATE").is_some_and(|mode| mode == "always") {
            fs::write(&file, &wanted).expect("written");
        }
        assert!(fs::read_to_string(&file).expect("the copy") == wanted, "checks.json is older than the rules");
    }

    #[test]
    fn the_browsers_script_finds_the_same_in_every_vector() {
        let test = Path::new(HERE).join("src/identifiers/tests/vectors.cjs");
        match Command::new("node").arg(test).output() {
            Ok(output) => {
                assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
            }
            Err(_) => println!("skipped: node is not installed"),
        }
    }
}
