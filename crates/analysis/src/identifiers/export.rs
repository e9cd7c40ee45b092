//! The rules and words as the browser's script reads them.

use serde_json::{Map, Value, json};

use super::{
    Kind, Severity,
    fold::folded,
    matcher::NEAR,
    rules::{self, Around, SERVICE},
    tables::{ENDINGS, TABLES},
};

/// All rules and words, as JSON. What a group knows of itself is not among it: names of people stay on the server.
#[must_use]
pub fn tables() -> Value {
    let words: Map<String, Value> =
        TABLES.iter().map(|table| (table.name.to_owned(), folded(table.words).split_whitespace().collect::<Vec<_>>().join(" ").into())).collect();
    let kinds: Map<String, Value> = Kind::ALL
        .iter()
        .map(|kind| (kind.key().to_owned(), json!([kind.label(), kind.instead(Severity::Block), kind.instead(Severity::Warn)])))
        .collect();
    let rules: Vec<Value> = rules::all()
        .map(|rule| {
            let mut object = json!({ "kind": rule.kind.key(), "severity": rule.severity.key(), "find": rules::expand(rule.find) });
            if !rule.not.is_empty() {
                object["not"] = json!(rule.not);
            }
            if !rule.never.is_empty() {
                object["never"] = rules::expand(rule.never).into();
            }
            for (key, value) in [("excused", rule.excused), ("doubtful", rule.doubtful), ("certain", rule.certain)] {
                if !value.before.is_empty() || !value.after.is_empty() {
                    object[key] = around(value);
                }
            }
            object
        })
        .collect();
    json!({ "near": NEAR, "endings": ENDINGS, "words": words, "kinds": kinds, "rules": rules, "service": around(SERVICE) })
}

fn around(around: Around) -> Value {
    json!([rules::expand(around.before), rules::expand(around.after)])
}
