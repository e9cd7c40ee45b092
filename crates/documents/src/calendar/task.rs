//! Tasks as iCalendar (RFC 5545, 3.6.2): a list that calendars and task lists follow.

use jiff::{Timestamp, civil::Date};

use super::{
    line::{Lines, one_line},
    uri, utc,
};

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun.
    Open,
    /// Somebody is at it.
    InProgress,
    /// It was done at this time.
    Done(Timestamp),
    /// It is not done any more, because something else took its place.
    Cancelled,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What stays the same through all changes of the task.
    pub uid: String,
    /// 0 at first, more with each change.
    pub sequence: u32,
    /// When this was written.
    pub stamp: Timestamp,
    /// When it was changed last.
    pub changed: Option<Timestamp>,
    /// What is to be done.
    pub summary: String,
    /// What shows that it is done; may be empty.
    pub description: String,
    /// The day by whose end it is done.
    pub due: Date,
    /// How far it is.
    pub progress: Progress,
    /// A page about it.
    pub url: Option<String>,
}

/// The tasks as a file that task lists follow under a name.
#[must_use]
pub fn write_tasks(name: &str, tasks: &[Task]) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//Brig//Brig//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("NAME", &one_line(name));
    lines.text("X-WR-CALNAME", &one_line(name));
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    lines.plain("X-PUBLISHED-TTL", "PT1H");
    for task in tasks {
        write_task(&mut lines, task);
    }
    lines.plain("END", "VCALENDAR");
    lines.done()
}

fn write_task(lines: &mut Lines, task: &Task) {
    lines.plain("BEGIN", "VTODO");
    lines.text("UID", &one_line(&task.uid));
    lines.plain("SEQUENCE", &task.sequence.to_string());
    lines.plain("DTSTAMP", &utc(task.stamp));
    if let Some(changed) = task.changed {
        lines.plain("LAST-MODIFIED", &utc(changed));
    }
    lines.text("SUMMARY", &one_line(&task.summary));
    if !task.description.is_empty() {
        lines.text("DESCRIPTION", &task.description);
    }
    lines.plain("DUE;VALUE=DATE", &task.due.strftime("%Y%m%d").to_string());
    match task.progress {
        Progress::Open => lines.plain("STATUS", "NEEDS-ACTION"),
        Progress::InProgress => lines.plain("STATUS", "IN-PROCESS"),
        Progress::Cancelled => lines.plain("STATUS", "CANCELLED"),
        Progress::Done(at) => {
            lines.plain("STATUS", "COMPLETED");
            lines.plain("PERCENT-COMPLETE", "100");
            lines.plain("COMPLETED", &utc(at));
        }
    }
    if let Some(url) = task.url.as_deref().and_then(uri) {
        lines.plain("URL", &url);
    }
    lines.plain("END", "VTODO");
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_task_has_what_task_lists_ask_for_and_words_add_no_lines() {
        let task = Task {
            uid: "7@brig.example".into(),
            sequence: 2,
            stamp: at("2026-11-22T09:00:00Z"),
            changed: Some(at("2026-11-21T09:00:00Z")),
            summary: "A-0001: Tell wards, all; of them\r\nSTATUS:COMPLETED".into(),
            description: "Each ward has replied".into(),
            due: date(2027, 1, 15),
            progress: Progress::InProgress,
            url: Some("https://brig.example/north-moor/actions/A-0001".into()),
        };
        let done = Task { progress: Progress::Done(at("2026-12-01T10:00:00Z")), changed: None, ..task.clone() };
        let text = write_tasks("Actions", &[task, done]);
        let lines: Vec<String> = text.replace("\r\n ", "").split_terminator("\r\n").map(ToOwned::to_owned).collect();
        assert_eq!(
            lines[9..20],
            [
                "BEGIN:VTODO",
                "UID:7@brig.example",
                "SEQUENCE:2",
                "DTSTAMP:20261122T090000Z",
                "LAST-MODIFIED:20261121T090000Z",
                r"SUMMARY:A-0001: Tell wards\, all\; of them STATUS:COMPLETED",
                "DESCRIPTION:Each ward has replied",
                "DUE;VALUE=DATE:20270115",
                "STATUS:IN-PROCESS",
                "URL:https://brig.example/north-moor/actions/A-0001",
                "END:VTODO",
            ]
        );
        assert!(lines.contains(&"COMPLETED:20261201T100000Z".to_owned()) && lines.contains(&"PERCENT-COMPLETE:100".to_owned()));
        assert!(text.lines().all(|line| line.len() <= 75), "lines are folded: {text}");
    }
}
