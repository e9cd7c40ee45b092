//! What the surface tests share: the whole application, the sources, the program itself.

use std::{
    future::Future,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use axum::http::Method;
use brig::slices;
use group::testing::{Parts, Persona, TestApp};
use kernel::{dialect::Dialect, testing::scratch_file};
use serde_json::{Value as Json, json};

/// The whole application.
pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes: slices::routes, wiring: slices::WIRING, checks: slices::CHECKS })
}

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A source file: its path from `crates/` on, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The file's own name.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether it is only there for tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.contains("/tests/") || ["tests.rs", "testing.rs"].contains(&self.name())
    }
}

/// Every file of the crates with one of these endings.
pub(crate) fn sources(endings: &[&str]) -> Vec<Source> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let (root, mut files) = (root().join("crates"), Vec::new());
    walk(&root, &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).expect("below crates").display().to_string();
        endings
            .iter()
            .any(|ending| name.ends_with(ending))
            .then(|| Source { path: name, text: std::fs::read_to_string(&path).expect("text") })
    };
    files.into_iter().filter_map(read).collect()
}

/// The program itself, serving.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) ready: Json,
}

impl Program {
    /// Starts it and waits for its ready line.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::try_start(arguments).expect("the program gets ready")
    }

    /// Starts it; `None` when it ends before it is ready.
    pub(crate) fn try_start(arguments: &[&str]) -> Option<Self> {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        match serde_json::from_str(&line) {
            Ok(ready) => Some(Self { child, ready }),
            Err(_) => {
                let _ = child.wait();
                None
            }
        }
    }

    /// A demonstration board in a new folder, and the folder.
    pub(crate) fn demo() -> (Self, PathBuf) {
        let folder = scratch_file("board");
        let text = folder.display().to_string();
        (Self::start(&["demo", "--listen", "127.0.0.1:0", "--data", &text, "--json"]), folder)
    }

    /// A text of the ready line.
    pub(crate) fn said(&self, name: &str) -> String {
        self.ready[name].as_str().expect("a text").to_owned()
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
    }

    /// Asks it to end, and gives its exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().expect("a signal is sent");
        self.child.wait().expect("it ends").code()
    }
}

/// The program with arguments, in an environment without settings.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brig"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["BRIG_DATABASE", "BRIG_PUBLIC_URL", "BRIG_SMTP_URL", "BRIG_IMAP_URL", "BRIG_MAIL_DIR", "BRIG_LISTEN", "BRIG_CA_FILE"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end: whether it went well, and what it printed.
pub(crate) fn run(arguments: &[&str]) -> (bool, String) {
    let output = command(arguments).output().expect("the program runs");
    (output.status.success(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

/// A meeting that is over: an issue decided, an action set, its minute in draft, a network that waits for the decision, a
/// survey that is open, an agreement in draft.
/// Agreement 26/A01, meeting 1, item 26/001, decision 26/D01, action A-0001.
pub(crate) async fn hold_a_meeting(administrator: &Persona<'_>, gp: &Persona<'_>, consultant: &Persona<'_>) {
    let call = async |who: &Persona<'_>, path: &str, body: serde_json::Value| {
        let reply = who.api(Method::POST, &format!("/api/v1/north-moor/{path}"), Some(body)).await;
        assert!(reply.status.is_success(), "{path}: {}", reply.body);
    };
    let weekly = json!({ "name": "Weekly mail", "address": "weekly@board.example", "takes": "copy", "every": "week",
                         "copy_day": "Wednesday", "copy_time": "12:00", "out_day": "Thursday" });
    call(administrator, "networks", weekly).await;
    call(administrator, "networks", json!({ "name": "LMC", "address": "lmc@board.example", "takes": "minute" })).await;
    let view = json!({ "theme": "discharge", "outcome": "group", "group_title": "Late letters", "group_text": "They come late. Both sides lose time." });
    call(gp, "issues/NM-0001/triage", view.clone()).await;
    call(consultant, "issues/NM-0001/triage", view).await;
    let agreement =
        json!({ "title": "Results", "rule": "Who asks acts.", "gp_words": "Dear colleague", "owner": "Lead", "review_on": "2027-11-22" });
    call(administrator, "agreements", agreement).await;
    call(administrator, "meetings", json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90, "theme": "discharge" })).await;
    call(administrator, "meetings/1/items", json!({ "issue": "NM-0001" })).await;
    call(administrator, "meetings/1/attendance", json!({ "present": [gp.email, consultant.email] })).await;
    call(administrator, "meetings/1/items/1/decision", json!({ "text": "letters go out within a day" })).await;
    let action =
        json!({ "item": 1, "text": "Tell every ward", "owner": consultant.email, "due": "2027-01-15", "done_means": "All have replied" });
    call(administrator, "meetings/1/actions", action).await;
    for side in [gp, consultant] {
        call(side, "meetings/1/read-back", json!({})).await;
    }
    call(administrator, "meetings/1/adjournment", json!({})).await;
    let surveys = "/north-moor/surveys";
    assert_eq!(administrator.fill(surveys, surveys, &[("closes_on", "2026-12-20")]).await.status, 303);
}
