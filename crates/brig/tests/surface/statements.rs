//! Every SQL text of the program prepares on both databases.

use kernel::{both, dialect::Dialect, testing};

use crate::support::{sources, start};

/// What `open_to!` puts into a statement, before and behind the person.
fn open_to() -> (String, String) {
    let rule = sources(&["interests/closing.rs"]).remove(0).text;
    let mut parts = rule.split_once("concat!(").expect("the rule").1.split('"').skip(1);
    (parts.next().expect("what comes before").to_owned(), parts.nth(1).expect("what comes behind").to_owned())
}

/// The text of a `concat!` of texts and of `open_to!`, up to its end.
fn put_together(text: &str, (before, behind): &(String, String)) -> String {
    let (mut rest, mut out) = (text, String::new());
    loop {
        rest = rest.trim_start_matches([' ', '\n', ',']);
        if let Some(literal) = rest.strip_prefix('"') {
            let (words, behind) = literal.split_once('"').expect("the text ends");
            out.push_str(&joined(words));
            rest = behind;
        } else if let Some(person) = rest.strip_prefix("open_to!(\"") {
            let (person, left) = person.split_once("\")").expect("the person ends");
            out.push_str(&format!("{before}{person}{behind}"));
            rest = left;
        } else {
            assert!(rest.starts_with(')'), "{rest}");
            return out;
        }
    }
}

/// The texts of all `sql("…")` in the sources, with where they stand.
fn statements() -> Vec<(String, String)> {
    let (mut out, rule) = (Vec::new(), open_to());
    for source in sources(&[".rs"]).into_iter().filter(|source| !source.is_test()) {
        let mut rest = source.text.as_str();
        while let Some(at) = rest.find("sql(\"") {
            rest = &rest[at + 5..];
            let end = rest.find('"').expect("the text ends");
            out.push((source.path.clone(), joined(&rest[..end])));
            rest = &rest[end..];
        }
        for text in source.text.split("sql(concat!(").skip(1) {
            out.push((source.path.clone(), put_together(text, &rule)));
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
