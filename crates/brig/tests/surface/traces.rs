//! Five hundred people who want to stay unknown: what their browsers told of them stands nowhere afterwards, with the log
//! turned up as far as it goes.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
};

use kernel::testing::scratch_file;
use serde_json::Value as Json;

use crate::support::{Program, command, run};

/// What only this test knows, in everything that a browser sends without being asked, and in fields that an anonymous
/// person filled in before they chose to be one.
const PLANTED: &str = "zq7plant";
const REPORTS: usize = 500;

fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\" value=\"")).expect("the field");
    page[at..].split('"').nth(3).expect("a value").to_owned()
}

fn request<T>(builder: ureq::RequestBuilder<T>, n: usize) -> ureq::RequestBuilder<T> {
    builder
        .header("x-forwarded-for", format!("203.0.113.{}, 198.51.100.{}", n % 250, n % 200))
        .header("user-agent", format!("Mozilla/5.0 ({PLANTED}-agent-{n})"))
        .header("cookie", format!("{PLANTED}-cookie-{n}={PLANTED}"))
        .header("accept-language", format!("gd;q=0.{}, x-{PLANTED}", n % 9))
        .header("sec-fetch-site", "same-origin")
}

/// Every file of a folder, also in folders within.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn assert_clean(path: &Path) {
    let bytes = std::fs::read(path).expect("the file");
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    for trace in [PLANTED, "203.0.113.", "198.51.100."] {
        assert!(!text.contains(trace), "{} holds {trace}", path.display());
    }
}

#[test]
fn five_hundred_who_stay_unknown_leave_no_trace() {
    let folder = scratch_file("traces");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (data, log) = (folder.join("board"), folder.join("log"));
    let text = data.display().to_string();
    let mut child = command(&["demo", "--listen", "127.0.0.1:0", "--data", &text, "--json", "--behind-proxy"])
        .env("BRIG_LOG", "trace")
        .stdout(Stdio::piped())
        .stderr(File::create(&log).expect("a log"))
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let program = Program { child, ready: serde_json::from_str::<Json>(&line).expect("it is ready") };
    let form = format!("{}/north-moor/raise", program.said("url"));
    // A redirect leads to the private page, which is read too.
    let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(3).build().new_agent();
    for n in 0..REPORTS {
        let address = format!("{form}?{PLANTED}={n}");
        let page = request(agent.get(&address).force_send_body(), n).send_empty().expect("the form");
        let page = page.into_body().read_to_string().expect("a page");
        let key = hidden(&page, "form_key");
        let (words, name) = (format!("Letters come late, report {n}"), format!("Dr {PLANTED}"));
        let email = format!("{PLANTED}@example.scot");
        let fields = [("form_key", key.as_str()), ("text", &words), ("known", "anonymous"), ("name", &name), ("email", &email)];
        let sent = request(agent.post(&form), n).header("referer", &address).send_form(fields).expect("an answer");
        assert_eq!(sent.status().as_u16(), 200, "report {n}");
    }
    let database = format!("sqlite:{}", data.join("brig.db").display());
    let backup = folder.join("copy.db");
    let (well, said) = run(&["backup", &backup.display().to_string(), "--database", &database]);
    assert!(well, "{said}");
    assert_eq!(program.stop(), Some(0));
    let kept = String::from_utf8_lossy(&std::fs::read(&backup).expect("the backup")).into_owned();
    assert!(kept.contains(&format!("report {}", REPORTS - 1)), "the last report is kept");
    let mut all = Vec::new();
    files(&folder, &mut all);
    assert!(std::fs::metadata(&log).expect("the log").len() > 10_000, "the log says much");
    assert!(all.len() >= 3, "log, board and backup: {all:?}");
    for path in all {
        assert_clean(&path);
    }
    std::fs::remove_dir_all(folder).expect("tidied up");
}
