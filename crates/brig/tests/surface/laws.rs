//! The laws of the house, held by reading its sources.

use crate::support::{Source, root, sources};

fn product() -> Vec<Source> {
    sources(&[".rs"]).into_iter().filter(|source| !source.is_test()).collect()
}

/// The code without its comments.
fn code(source: &Source) -> String {
    source.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_kernel_knows_no_word_of_what_the_product_is_for() {
    let words =
        ["issue_", "meeting", "triage", "clinician", "consultant", "cascade", "theme", "co-chair", "co_chair", "minutes_", "agenda"];
    for source in product().iter().filter(|source| source.path.starts_with("kernel/")) {
        let code = code(source).to_lowercase();
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        for word in words {
            // "issue-received" and the like are examples in comments and tests only; minutes are units of time.
            assert!(!code.contains(word), "{} says {word}", source.path);
        }
    }
}

#[test]
fn statements_stand_in_stores_and_queries_only() {
    for source in product() {
        let allowed = ["store.rs", "queries.rs"].contains(&source.name()) || source.path.starts_with("kernel/");
        // The demonstration marks its own file, and whoever opens a file looks for the mark.
        let marks = ["brig/src/demo/mod.rs", "brig/src/serve.rs"].contains(&source.path.as_str());
        assert!(allowed || marks || !code(&source).contains("sql(\""), "{} holds a statement", source.path);
    }
}

#[test]
fn rules_know_neither_the_database_nor_pages() {
    for source in product().iter().filter(|source| source.name() == "model.rs") {
        for word in ["async ", "sql(", "axum", "askama", "kernel::"] {
            assert!(!code(source).contains(word), "{} uses {word}", source.path);
        }
    }
}

#[test]
fn only_pages_and_calls_know_http() {
    let may = ["pages.rs", "api.rs", "acting.rs", "held_work.rs", "lib.rs", "slices.rs", "serve.rs"];
    for source in product()
        .iter()
        .filter(|source| !source.path.starts_with("kernel/") && !["/pages/", "/api/"].iter().any(|room| source.path.contains(room)))
    {
        // The verbs of signing in hand over a cookie's value.
        let cookie = source.path == "group/src/people/commands.rs";
        assert!(may.contains(&source.name()) || cookie || !code(source).contains("axum::"), "{} knows axum", source.path);
    }
}

#[test]
fn only_commands_begin_what_may_write() {
    // A mail that came in is a way in, as a page is.
    let may = ["commands.rs", "jobs.rs", "mail.rs", "incoming.rs"];
    for source in product().iter().filter(|source| {
        ["agreements/", "issues/", "group/", "terms/", "triage/", "meetings/", "cascade/"].iter().any(|area| source.path.starts_with(area))
    }) {
        let page = source.path.contains("/pages") || source.path.contains("/api/") || ["api.rs", "held_work.rs"].contains(&source.name());
        assert!(may.contains(&source.name()) || page || !code(source).contains(".begin()"), "{} begins a transaction", source.path);
    }
}

#[test]
fn a_room_is_never_too_long_and_says_what_it_is() {
    for source in product() {
        let lines = source.text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", source.path);
        assert!(source.text.starts_with("//!"), "{} does not say what it is", source.path);
    }
}

#[test]
fn nothing_is_unfinished_and_no_warning_is_silenced() {
    for source in sources(&[".rs"]) {
        let marks =
            [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("FIX", "ME"), concat!("#[al", "low("), concat!("#[ign", "ore")];
        for mark in marks {
            assert!(!source.text.contains(mark), "{} holds {mark}", source.path);
        }
    }
}

#[test]
fn templates_hold_no_script_no_style_and_nothing_from_elsewhere() {
    for source in sources(&[".html"]) {
        // A mail's styles stand in its lines: mail programs read nothing else.
        let mail = source.name() == "mail.html" && source.path.starts_with("kernel/");
        for mark in ["<style", " onclick", " onload", " onsubmit", "javascript:", "https://", "|safe"] {
            assert!(!source.text.contains(mark), "{} holds {mark}", source.path);
        }
        assert!(mail || !source.text.contains(" style=\""), "{} holds a style", source.path);
        assert!(!source.text.contains("<script") || source.name() == "base.html", "{} holds a script", source.path);
    }
    let sheet = std::fs::metadata(root().join("crates/kernel/templates/style.css")).expect("the stylesheet").len();
    assert!(sheet <= 30_000, "the stylesheet has {sheet} bytes");
}

#[test]
fn the_frame_of_every_page_of_a_group_knows_how_its_hospitals_number() {
    let frames = |source: &Source| code(source).matches("group: Some(").count() - code(source).matches("group: Some(group::").count();
    for source in product().iter().filter(|source| source.text.contains("Frame {") && frames(source) > 0) {
        let knowing = code(source).matches("shapes: ").count();
        assert!(knowing >= frames(source), "{} makes a frame that does not name the group's shapes", source.path);
    }
}

#[test]
fn every_form_that_is_posted_carries_a_token() {
    for source in sources(&[".html"]) {
        for form in source.text.split("<form").skip(1).filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("post"))) {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(form.contains("name=\"forgery\"") || form.contains("name=\"form_key\""), "{} has a form without a token", source.path);
        }
    }
}
