//! Every SQL text of the program prepares on both databases.

use kernel::{both, dialect::Dialect, testing};

use crate::support::{sources, start};

/// The texts of all `sql("…")` in the sources, with where they stand.
fn statements() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for source in sources(&[".rs"]).into_iter().filter(|source| !source.is_test()) {
        let mut rest = source.text.as_str();
        while let Some(at) = rest.find("sql(\"") {
            rest = &rest[at + 5..];
            let end = rest.find('"').expect("the text ends");
            out.push((source.path.clone(), joined(&rest[..end])));
            rest = &rest[end..];
        }
        // rustfmt may put the text on its own line.
        let mut rest = source.text.as_str();
        while let Some(at) = rest.find("sql(\n") {
            rest = rest[at + 5..].trim_start();
            if let Some(text) = rest.strip_prefix('"') {
                let end = text.find('"').expect("the text ends");
                out.push((source.path.clone(), joined(&text[..end])));
            }
        }
    }
    out
}

/// The text as the compiler sees it: a backslash at a line's end joins the lines.
fn joined(text: &str) -> String {
    text.split("\\\n").map(str::trim_start).collect::<Vec<_>>().join("")
}

both!(every_statement_prepares, start, |it| {
    let statements = statements();
    assert!(statements.len() > 60, "only {} statements were found", statements.len());
    for (path, text) in statements {
        if text.contains("pragma_") && it.app.db.dialect() == Dialect::Postgres {
            continue;
        }
        // Where nothing says so, PostgreSQL cannot know that an argument that may be missing is text.
        if let Err(error) = testing::prepare(&it.app.db, text.clone()).await {
            let untyped = error.contains("could not determine data type");
            assert!(untyped, "{path}: {text}\n{error}");
        }
    }
});
