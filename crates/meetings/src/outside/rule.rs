//! What is kept of a series, so that it goes on by itself: when it comes round, as its calendar wrote it. Names, addresses and what
//! people typed are left out.

/// The lines of an appointment that say when it is.
const KEPT: &[&str] = &["UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"];

/// Long lines of a calendar are folded: what goes on begins with a blank.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(|line| line.trim_end_matches('\r')) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The part of a file that says when its series comes round, as a file that reads back; nothing where it holds none.
pub(super) fn rule_of(file: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(file);
    let (mut out, mut within) = (vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned()], Vec::<String>::new());
    let (mut event, mut found) = (Vec::new(), None);
    for line in unfolded(&text) {
        let name = line.split([';', ':']).next().unwrap_or_default().trim().to_uppercase();
        let what = line.split_once(':').map(|(_, what)| what.trim().to_uppercase()).unwrap_or_default();
        let in_zone = within.iter().any(|one| one == "VTIMEZONE");
        match name.as_str() {
            "BEGIN" => {
                if what == "VEVENT" {
                    event.clear();
                }
                if in_zone || what == "VTIMEZONE" {
                    out.push(line);
                }
                within.push(what);
            }
            "END" => {
                within.pop();
                if in_zone {
                    out.push(line);
                } else if what == "VEVENT" {
                    let has = |names: &[&str]| event.iter().any(|(name, _): &(String, String)| names.contains(&name.as_str()));
                    if has(&["RRULE", "RDATE"]) && !has(&["RECURRENCE-ID"]) {
                        found = Some(std::mem::take(&mut event));
                    }
                }
            }
            _ if in_zone => out.push(line),
            _ if within.last().is_some_and(|last| last == "VEVENT") => event.push((name, line)),
            _ => {}
        }
    }
    let kept = found?.into_iter().filter(|(name, _)| KEPT.contains(&name.as_str())).map(|(_, line)| line);
    out.push("BEGIN:VEVENT".into());
    out.extend(kept);
    out.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned(), String::new()]);
    Some(out.join("\r\n"))
}

#[cfg(test)]
mod unit {
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn the_rule_reads_back_and_nothing_that_people_typed_is_kept() {
        let file = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\n\
                    TZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:0400\r\n 0008\r\nSEQUENCE:2\r\nSUMMARY:About Jane Roe\r\n\
                    DTSTART;TZID=GMT Standard Time:20270301T123000\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY;BY\r\n DAY=1MO\r\nATTENDEE:mailto:a@b.example\r\n\
                    BEGIN:VALARM\r\nDURATION:PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:04000008\r\nRECURRENCE-ID:20270405T123000\r\n\
                    DTSTART:20270406T123000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let rule = rule_of(file.as_bytes()).expect("a rule");
        assert!(!rule.contains("Jane") && !rule.contains("mailto") && !rule.contains("PT5M") && !rule.contains("METHOD"), "{rule}");
        let london = TimeZone::get("Europe/London").expect("a zone");
        let (all, kept) = (reading::calendar::read(file.as_bytes(), &london), reading::calendar::read(rule.as_bytes(), &london));
        let (all, kept) = (all.expect("a calendar"), kept.expect("a calendar"));
        assert_eq!(kept.entries.len(), 1);
        assert_eq!((&kept.entries[0].uid, kept.entries[0].sequence), (&all.entries[0].uid, 2));
        let begins = |calendar: &reading::calendar::Calendar| calendar.entries[0].series.as_ref().map(|series| series.begins.clone());
        assert_eq!(begins(&all), begins(&kept));
        assert_eq!(rule_of(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR"), None);
    }
}
