//! Who comes: answers by button and by link, what each side is short of, and who is asked.

use axum::http::StatusCode;
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::Timestamp;
use kernel::{both, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

const MEETING: &str = "/north-moor/meetings/1";

async fn invited(chairs: &Chairs<'_>) {
    chairs.call("meetings", json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90 })).await;
}

/// Whether the list shows somebody with an answer, and what stands beside it.
async fn shows(who: &Persona<'_>, answer: &str, more: &str) -> bool {
    let list = who.get(&format!("{MEETING}/attending")).await.body;
    let cell = if more.is_empty() {
        format!("data-label=\"Answer\">{answer}")
    } else {
        format!("data-label=\"Answer\">{answer}<br><span class=\"small\">{more}")
    };
    list.contains(&cell)
}

/// The address behind the newest mail to somebody that asks whether they come.
async fn link(it: &TestApp, address: &str) -> String {
    let mails = it.mails_after_work().await;
    let mail = mails.iter().rev().find(|mail| mail.contains(&format!("To: {address}")) && mail.contains("/attending/")).expect("a mail");
    let mail = mail.replace("=\r\n", "");
    let at = mail.find("http://brig.test/north-moor/attending/").expect("a link") + "http://brig.test".len();
    mail[at..].split(|c: char| c.is_whitespace()).next().expect("an address").to_owned()
}

both!(a_button_behind_a_link_answers_and_opening_it_does_not, start, |it| {
    let chairs = Chairs::of(it).await;
    invited(&chairs).await;
    let here = link(it, "tunde.adeyemi@example.scot").await;
    let visitor = it.visitor();
    let page = visitor.get(&here).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert!(!shows(&chairs.gp, "Comes", "").await, "a scanner that follows the link answers nothing");
    assert!(visitor.fill(&here, &here, &[("words", "Late")]).await.main().contains("Press one of the buttons"));
    let said = visitor.fill(&here, &here, &[("answer", "yes"), ("words", "Ten minutes late")]).await.main();
    assert!(said.contains("You have said: comes"), "{said}");
    assert!(shows(&chairs.gp, "Comes", "by the link in the mail; Ten minutes late").await);
    // The link of one opens nothing for another, and a meeting that is over takes no answer.
    let other = here.replace("/attending/1/", "/attending/2/");
    assert_eq!(visitor.get(&other).await.status, StatusCode::NOT_FOUND);
    let forged = format!("{}x", &here[..here.len() - 1]);
    assert_eq!(visitor.get(&forged).await.status, StatusCode::NOT_FOUND);
    let refused = visitor.fill(&here, &here, &[("answer", "no"), ("words", "Pt 0101011237 is ill")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("CHI number"), "{}", refused.main());
    it.app.clock.set("2026-12-15T09:00:00Z".parse::<Timestamp>().expect("an instant"));
    assert!(visitor.get(&here).await.main().contains("Nobody waits for an answer any more"));
});

both!(the_meeting_says_what_each_side_is_short_of_and_asks_with_one_click, start, |it| {
    let chairs = Chairs::of(it).await;
    let (wei, omar) = (it.member().await, it.persona("Omar Haddad", Role::Member, Side::Consultant).await);
    invited(&chairs).await;
    let silent = "GPs: one short (0 of 1 needed have said yes; 1 has not answered); consultants: one short";
    assert!(chairs.gp.get(MEETING).await.main().contains(silent), "{}", chairs.gp.get(MEETING).await.main());
    assert!(chairs.gp.get("/north-moor/meetings").await.main().contains("1 GP short, 1 consultant short"));
    let own = format!("{MEETING}/attending");
    assert_eq!(chairs.gp.fill(MEETING, &own, &[("answer", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(wei.fill(MEETING, &own, &[("answer", "perhaps")]).await.status, StatusCode::SEE_OTHER);
    let page = chairs.gp.get(MEETING).await.main();
    assert!(page.contains("GPs: 1 has said yes (1 is needed); consultants: one short"), "{page}");
    // Whoever was invited today was written to today; on the next day the rest of a side is asked, and no side but that.
    let ask = format!("{own}/ask");
    assert_eq!(chairs.gp.fill(&own, &ask, &[("side", "consultant")]).await.status, StatusCode::CONFLICT);
    assert_eq!(omar.fill(&own, &ask, &[("side", "consultant")]).await.status, StatusCode::FORBIDDEN);
    it.wait(jiff::SignedDuration::from_hours(24));
    let before = it.mails_after_work().await.len();
    let gp = chairs.gp.signed_in_again().await;
    assert_eq!(gp.fill(&own, &ask, &[("side", "consultant")]).await.status, StatusCode::SEE_OTHER);
    let asked = it.mails_after_work().await.split_off(before);
    assert!(
        !asked.is_empty() && asked.iter().all(|mail| mail.contains("Can you come on 14 December 2026?") && !mail.contains("ailsa.munro"))
    );
    assert_eq!(gp.fill(&own, &ask, &[("side", "consultant")]).await.status, StatusCode::CONFLICT, "once a day");
    // What somebody told by telephone is written down, by those who keep the record.
    let told = [("person", omar.id.to_string()), ("told", "yes".into())];
    let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(wei.signed_in_again().await.fill(&own, &own, &told).await.status, StatusCode::FORBIDDEN);
    assert_eq!(gp.fill(&own, &own, &told).await.status, StatusCode::SEE_OTHER);
    assert!(shows(&gp, "Comes", "told somebody").await);
    assert!(gp.get("/north-moor/meetings").await.main().contains("Enough of both sides"));
});

both!(a_deputy_is_asked_to_come_instead, start, |it| {
    let chairs = Chairs::of(it).await;
    let omar = it.persona("Omar Haddad", Role::Member, Side::Consultant).await;
    let members = "/north-moor/members";
    let to = omar.id.to_string();
    let named = chairs.consultant.fill(members, &format!("{members}/{to}/deputy"), &[("deputy", "yes")]).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.main());
    invited(&chairs).await;
    let here = link(it, "tunde.adeyemi@example.scot").await;
    let visitor = it.visitor();
    assert!(visitor.get(&here).await.main().contains("I cannot: Omar Haddad comes instead"));
    let before = it.mails_after_work().await.len();
    let said = visitor.fill(&here, &here, &[("deputy", &to)]).await.main();
    assert!(said.contains("You have said that you cannot come, and that Omar Haddad comes instead"), "{said}");
    let mails = it.mails_after_work().await.split_off(before);
    assert!(mails.len() == 1 && mails[0].contains("To: omar.haddad") && mails[0].contains("Tunde Adeyemi cannot come"), "{mails:?}");
    let page = chairs.gp.get(MEETING).await.main();
    assert!(
        page.contains("(1 apology)") && page.contains("consultants: one short (0 of 1 needed have said yes; 1 has not answered)"),
        "{page}"
    );
    // Somebody of the other side is no deputy for them.
    let gp = chairs.gp.id.to_string();
    assert_eq!(visitor.fill(&here, &here, &[("deputy", &gp)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
});

both!(an_answer_to_an_earlier_time_counts_and_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    invited(&chairs).await;
    let own = format!("{MEETING}/attending");
    assert_eq!(chairs.gp.fill(MEETING, &own, &[("answer", "yes")]).await.status, StatusCode::SEE_OTHER);
    let details = format!("{MEETING}/details");
    let fields = |version, date, place| {
        [("version", version), ("date", date), ("start", "12:30"), ("minutes", "90"), ("kind", "ordinary"), ("place", place)]
    };
    let room = chairs.administrator.fill(&details, &details, &fields("1", "2026-12-14", "Room 2")).await;
    assert_eq!(room.status, StatusCode::SEE_OTHER, "{}", room.main());
    assert!(!chairs.gp.get(MEETING).await.main().contains("before it was moved"), "another room asks nobody again");
    chairs.administrator.fill(&details, &details, &fields("2", "2026-12-15", "Room 2")).await;
    let page = chairs.gp.get(MEETING).await.main();
    assert!(page.contains("1 has said yes, 1 of them before it was moved (1 is needed)"), "{page}");
    let mails = it.mails_after_work().await;
    let last = mails.iter().rev().find(|mail| mail.contains("To: ailsa.munro")).expect("a mail").replace("=\r\n", "").replace("=3D", "=");
    assert!(last.replace("\r\n ", "").contains("PARTSTAT=NEEDS-ACTION"), "{last}");
});

both!(who_has_not_answered_is_reminded_in_the_same_digest_once_a_week, start, |it| {
    let chairs = Chairs::of(it).await;
    invited(&chairs).await;
    let own = format!("{MEETING}/attending");
    chairs.gp.fill(MEETING, &own, &[("answer", "no")]).await;
    let reminders = async |instant: &str| {
        it.app.clock.set(instant.parse::<Timestamp>().expect("an instant"));
        schedule::tick(&it.app).await.expect("a tick");
        it.work().await;
        it.mails().into_iter().filter(|mail| mail.contains("Subject: A reminder")).collect::<Vec<_>>()
    };
    assert_eq!(reminders("2026-11-27T12:00:00Z").await.len(), 0, "the invitation is not a week old");
    let first = reminders("2026-12-01T12:00:00Z").await;
    assert_eq!(first.len(), 2, "the consultant and the administrator; the GP has answered");
    assert!(first.iter().all(|mail| mail.contains("can you come on") && !mail.contains("ailsa.munro")), "{first:?}");
    assert_eq!(reminders("2026-12-07T12:00:00Z").await.len(), 2);
    assert_eq!(reminders("2026-12-09T12:00:00Z").await.len(), 4);
});

const FROM_OUTLOOK: &str = "From: Tunde Adeyemi <tunde.adeyemi@example.scot>\r\nTo: brig@localhost\r\nMessage-ID: <1@x>\r\nSubject: Accepted: North Moor\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\n\
    Content-Type: text/calendar; charset=\"utf-8\"; method=REPLY\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";

/// An answer of a calendar to the first meeting, as a mail.
async fn reply(it: &TestApp, head: &str, lines: &str, stamp: &str) -> String {
    let row = kernel::sql("SELECT id FROM meetings WHERE number = 1").one(&it.app.db).await.expect("a meeting");
    let id: uuid::Uuid = row.get("id").expect("a key");
    format!(
        "{head}BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{id}@{}\r\nDTSTAMP:{stamp}\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n\r\n--b--\r\n",
        it.app.settings.host()
    )
}

async fn taken(it: &TestApp, mail: &str) -> bool {
    let mail = kernel::mail::read_message(mail.as_bytes()).expect("a mail");
    super::take(&it.app, &mail).await.expect("looked at")
}

both!(an_answer_of_a_calendar_counts_and_the_latest_stands, start, |it| {
    let chairs = Chairs::of(it).await;
    invited(&chairs).await;
    let list = format!("{MEETING}/attending");
    it.wait(jiff::SignedDuration::from_hours(2));
    let now = it.app.clock.now();
    let stamp = |hours: i64| (now + jiff::SignedDuration::from_hours(hours)).strftime("%Y%m%dT%H%M%SZ").to_string();
    let attendee =
        |said: &str| format!("SEQUENCE:0\r\nATTENDEE;PARTSTAT=3D{said};CN=3DTunde Adeyemi:MAILTO:Tunde.Adey=\r\nemi@example.scot");
    let accepted = format!("{}\r\nCOMMENT:Ten minutes late=2C sorry", attendee("ACCEPTED"));
    let gp = chairs.gp.signed_in_again().await;
    assert!(taken(it, &reply(it, FROM_OUTLOOK, &accepted, &stamp(-1)).await).await);
    assert!(shows(&gp, "Comes", "by their calendar; Ten minutes late, sorry").await);
    // One that was written before it, and arrives after it, changes nothing.
    assert!(taken(it, &reply(it, FROM_OUTLOOK, &attendee("DECLINED"), &stamp(-2)).await).await);
    assert!(shows(&gp, "Comes", "").await && !shows(&gp, "Cannot come", "").await);
    // What was added may tell who a patient is: then the answer is kept without it. Nobody's clock wins by being ahead.
    let odd = format!("{}\r\nCOMMENT:Seeing 0101011237", attendee("DECLINED"));
    assert!(taken(it, &reply(it, FROM_OUTLOOK, &odd, &stamp(48)).await).await);
    assert!(shows(&gp, "Cannot come", "by their calendar</span>").await);
    it.wait(jiff::SignedDuration::from_mins(5));
    let consultant = chairs.consultant.signed_in_again().await;
    assert_eq!(consultant.fill(MEETING, &list, &[("answer", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert!(!shows(&gp, "Cannot come", "").await && shows(&gp, "Comes", "").await);
    let issues = kernel::sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row");
    assert_eq!(issues.get::<i64>("n").expect("a number"), 0);
});

both!(google_and_apple_answer_in_their_own_way, start, |it| {
    let chairs = Chairs::of(it).await;
    invited(&chairs).await;
    let head = |encoding: &str| {
        format!(
            "From: Ailsa Munro <ailsa.munro@example.scot>\r\nSender: Calendar <notification@calendar.example>\r\nTo: brig@localhost\r\nAuto-Submitted: auto-generated\r\n\
             Subject: Tentatively accepted\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/ics; name=\"invite.ics\"\r\n\
             Content-Disposition: attachment; filename=\"invite.ics\"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        )
    };
    let google = "SEQUENCE:0\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=Ailsa Munro;X-RESPONSE-COMMENT=\"Cli\r\n nic\":mailto:ailsa.munro@example.scot";
    assert!(taken(it, &reply(it, &head("7bit"), google, "20261122T090000Z").await).await);
    assert!(shows(&chairs.gp, "Perhaps", "by their calendar; Clinic").await);
    // Apple's is base64, with another order of parameters.
    let plain = reply(
        it,
        "",
        "ATTENDEE;CN=\"Munro, Ailsa\";partstat=declined;CUTYPE=INDIVIDUAL:mailto:ailsa.munro@example.scot",
        "20261122T090001Z",
    )
    .await;
    let calendar = plain.trim_end_matches("\r\n--b--\r\n");
    let encoded = in_base64(calendar);
    assert!(taken(it, &format!("{}{encoded}\r\n--b--\r\n", head("base64"))).await);
    assert!(shows(&chairs.gp, "Cannot come", "by their calendar").await);
});

/// Text as base64 in lines.
fn in_base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (at, three) in text.as_bytes().chunks(3).enumerate() {
        let bits = three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[((bits >> (18 - 6 * place)) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
        if at % 19 == 18 {
            out.push_str("\r\n");
        }
    }
    out
}

both!(what_cannot_be_counted_is_left_alone_and_the_administrator_is_told, start, |it| {
    let chairs = Chairs::of(it).await;
    invited(&chairs).await;
    let count = it.mails_after_work().await.len();
    let other = FROM_OUTLOOK.replace("tunde.adeyemi", "somebody");
    let attendee = "ATTENDEE;PARTSTAT=3DACCEPTED:mailto:tunde.adeyemi@example.scot";
    let stamp = "20261122T090000Z";
    assert!(taken(it, &reply(it, &other, attendee, stamp).await).await, "somebody else sent it on");
    let stranger = "ATTENDEE;PARTSTAT=3DACCEPTED:mailto:somebody@example.scot";
    assert!(taken(it, &reply(it, &other.replace("<1@x>", "<2@x>"), stranger, stamp).await).await);
    assert!(taken(it, &reply(it, &FROM_OUTLOOK.replace("<1@x>", "<3@x>").replace("Accepted: ", ""), "SEQUENCE:0", stamp).await).await);
    assert!(taken(it, &reply(it, &other, attendee, stamp).await).await, "the same mail once more");
    let mails = it.mails_after_work().await.split_off(count);
    assert_eq!(mails.len(), 3, "{mails:?}");
    let words = ["only people", "Nobody with that address", "No answer could be read"];
    for word in words {
        assert!(mails.iter().any(|mail| mail.replace("=\r\n", "").contains(word)), "{word}: {mails:?}");
    }
    assert!(!shows(&chairs.gp, "Comes", "").await);
    // Mail without a calendar, or about another's meeting, is nobody's answer.
    assert!(!taken(it, "From: a@b.example\r\nTo: brig@localhost\r\n\r\nI cannot come").await);
    let elsewhere = reply(it, FROM_OUTLOOK, attendee, stamp).await.replace("UID:", "UID:x");
    assert!(!taken(it, &elsewhere).await);
    // A secretary who answers for somebody, and says so.
    let desk = FROM_OUTLOOK.replace("tunde.adeyemi", "desk");
    let sent = "ATTENDEE;PARTSTAT=3DACCEPTED;SENT-BY=3D\"mailto:desk@example.scot\":mailto:tunde.adeyemi@example.scot";
    assert!(taken(it, &reply(it, &desk, sent, stamp).await).await);
    assert!(shows(&chairs.gp, "Comes", "by their calendar").await);
});
