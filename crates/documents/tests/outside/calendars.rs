//! Calendars as two other programs read them: 200 meetings that are planned, moved over clock changes and cancelled. Each says the
//! same of every mail: when it begins and ends, which meeting it is, which change of it, and whether it takes place.

use std::{fs, path::Path};

use documents::calendar::{self, Answer, Calendar, Event, Method, Person};
use jiff::{Timestamp, ToSpan, civil::date, tz::TimeZone};
use serde_json::{Value as Json, json};

use crate::programs::{folder, run, skip};

const MEETINGS: u64 = 200;

/// The same numbers on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// An instant in the next years; one in three within hours of a change of the clocks.
fn instant(numbers: &mut Numbers, zone: &TimeZone) -> Timestamp {
    let day = date(2026, 1, 1).to_zoned(zone.clone()).expect("a day").timestamp();
    let after = |from: Timestamp, minutes: u64| from.checked_add(i64::try_from(minutes).expect("few").minutes()).expect("an instant");
    let at = after(day, numbers.below(4 * 365 * 24 * 60));
    if numbers.below(3) > 0 {
        return at;
    }
    let change = zone.following(at).next().expect("the clocks change").timestamp();
    after(change.checked_sub(3.hours()).expect("an instant"), numbers.below(6 * 60))
}

fn mail(numbers: &mut Numbers, zone: &TimeZone, number: u64, sequence: u32, method: Method) -> (Calendar, Json) {
    let starts = instant(numbers, zone);
    let ends = starts.checked_add((5 + i64::try_from(numbers.below(595)).expect("few")).minutes()).expect("an instant");
    let (uid, cancelled) = (format!("meeting-{number}@brig.example"), method == Method::Cancel);
    let person = |name: &str| Person { name: name.into(), address: "a@b.example".into() };
    let event = Event {
        uid: uid.clone(),
        sequence,
        stamp: "2026-11-22T09:00:00Z".parse().expect("a time"),
        starts,
        ends,
        cancelled,
        summary: "Group, with; marks \\ and à long name ".repeat(3),
        description: "Agenda:\nhttps://brig.example/north-moor/meetings/1".into(),
        place: "Room 4, Moorfield; 2nd floor".into(),
        link: "https://meet.example/l/19%3ameeting?context=%7b%22Tid%22%7d".into(),
        url: Some("https://brig.example/x".into()),
        organiser: Some(person("North Moor: the group")),
        guest: Some((person("O'Neill, Kim"), Answer::NeedsAction)),
    };
    let meant = json!({
        "uid": uid, "sequence": sequence, "status": if cancelled { "CANCELLED" } else { "CONFIRMED" }, "method": method.word(),
        "start": starts.as_second(), "end": ends.as_second(), "summary": event.summary.trim(),
    });
    (Calendar { method, name: String::new(), zone: zone.clone(), events: vec![event] }, meant)
}

/// Every mail about the meetings as a file, and what is meant by each, in the order of the files' names.
fn written(folder: &Path) -> Vec<Json> {
    let zone = TimeZone::get("Europe/London").expect("a zone");
    let mut numbers = Numbers(8);
    let mut meant = Vec::new();
    for number in 0..MEETINGS {
        let moves = u32::try_from(numbers.below(4)).expect("few");
        let methods = (0..=moves).map(|sequence| (sequence, Method::Request));
        let cancelled = (numbers.below(4) == 0).then_some((moves + 1, Method::Cancel));
        for (sequence, method) in methods.chain(cancelled) {
            let (calendar, said) = mail(&mut numbers, &zone, number, sequence, method);
            fs::write(folder.join(format!("{:04}.ics", meant.len())), calendar::write(&calendar)).expect("written");
            meant.push(said);
        }
    }
    meant
}

/// A program reads every file and prints a line of JSON for each.
fn reads_the_same(name: &str, program: &str, script: &str) {
    let folder = folder(name);
    let meant = written(&folder);
    assert!(meant.len() > 300, "moved and cancelled too");
    let Some(read) = run(program, &[script, &folder.to_string_lossy()]) else { return };
    let read: Vec<Json> = read.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(read.len(), meant.len());
    for (read, meant) in read.iter().zip(&meant) {
        assert_eq!(read, meant);
    }
}

#[test]
fn a_python_program_reads_what_was_meant() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outside/read_calendars.py");
    reads_the_same("calendars-python", "icalendar-python", script);
}

#[test]
fn a_javascript_program_reads_what_was_meant() {
    let browser_tests = concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e");
    if !Path::new(browser_tests).join("node_modules/ical.js").exists() {
        return skip("ical.js");
    }
    reads_the_same("calendars-javascript", "node", &format!("{browser_tests}/read-calendars.js"));
}
