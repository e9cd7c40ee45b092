//! Reports as mail servers write them, all made up, against mails of ours.

use uuid::Uuid;

use super::*;
use crate::{
    app::Wiring,
    both,
    clock::Clock,
    config::Settings,
    dialect::Dialect,
    id::Ids,
    job::Work,
    mail::{
        self, Letter, Mail, Outgoing, post, read_message,
        runs::{self, NewRun, RunRecipient},
    },
    queue,
    testing::TestDb,
};

const WORK: &[(&str, Work)] = &[(mail::SEND, mail::send), (runs::SEND, runs::send)];
const WIRING: Wiring = Wiring { reactions: &[], work: WORK, schedules: &[], takers: &[take] };
const SCOPE: Uuid = Uuid::from_u128(7);
const ONE: Uuid = Uuid::from_u128(8);
const MANY: Uuid = Uuid::from_u128(9);

/// An application that has sent one mail and a run of two.
struct Office {
    db: TestDb,
    app: App,
}

async fn start(dialect: Dialect) -> Option<Office> {
    let db = TestDb::fresh(dialect).await?;
    let clock = Clock::fixed("2026-11-22T09:00:00Z".parse().expect("a time"));
    let app = App::new(db.db.clone(), clock, Ids::seeded(3), Settings::default(), Mail::memory(), WIRING).await.expect("an application");
    let letter = || Letter::new("News", "What changes", "The group");
    let mut tx = app.begin().await.expect("a transaction");
    let to = "Reporter@glebe.example".to_owned();
    let one = Outgoing { scope: Some(SCOPE), to, letter: letter(), cause: ONE, kind: "received", parts: Vec::new(), reply_to: None };
    post(&app, &mut tx, one).await.expect("posted");
    let recipients = ["first", "second"].map(|name| RunRecipient { to: format!("{name}@board.example"), stop_url: String::new() }).to_vec();
    let many = NewRun { scope: SCOPE, cause: MANY, kind: "news", reply_to: None, recipients, letter: letter() };
    runs::begin(&app, &mut tx, many).await.expect("a run");
    app.commit(tx).await.expect("a commit");
    while queue::work_one(&app).await.expect("the queue answers") {}
    Some(Office { db, app })
}

impl Office {
    async fn finish(self) {
        self.db.remove().await;
    }

    /// The Message-ID of the mail that went to somebody.
    fn message_id(&self, to: &str) -> String {
        let Mail::Memory(mails) = &self.app.mail else { unreachable!("it was made so") };
        let mails = mails.lock().expect("no panic");
        let mail = mails.iter().map(|mail| String::from_utf8_lossy(mail)).find(|mail| mail.contains(&format!("To: {to}"))).expect("a mail");
        mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an id").to_owned()
    }

    async fn take(&self, mail: &str) -> bool {
        let mail = read_message(mail.replace('\n', "\r\n").as_bytes()).expect("a mail");
        take(&self.app, &mail).await.expect("it is read")
    }

    /// What is known to have come back: kind, to whom, status, whether for good.
    async fn known(&self) -> Vec<(String, String, String, bool)> {
        let mut all = Vec::new();
        for cause in [ONE, MANY] {
            let bounces = of_cause(&self.app.db, SCOPE, cause, 10).await.expect("the database answers");
            all.extend(bounces.into_iter().map(|one| (one.kind, one.to, one.status, one.permanent)));
        }
        all
    }
}

fn said(kind: &str, to: &str, status: &str, permanent: bool) -> (String, String, String, bool) {
    (kind.into(), to.into(), status.into(), permanent)
}

/// As Postfix writes it, with the whole mail.
fn postfix(message_id: &str, to: &str, action: &str, status: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.board.example (Mail Delivery System)\nTo: brig@localhost\n\
         Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"4F2.1790/mx.board.example\"\n\
         Message-Id: <20261122090500.4F2@mx.board.example>\n\n\
         --4F2.1790/mx.board.example\nContent-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n\
         This is the mail system at host mx.board.example.\n\n<{to}>: host mail.glebe.example[192.0.2.7] said: 550 5.1.1\n    User unknown\n\n\
         --4F2.1790/mx.board.example\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.board.example\nX-Postfix-Queue-ID: 4F2\nX-Postfix-Sender: rfc822; brig@localhost\n\
         Arrival-Date: Sun, 22 Nov 2026 09:00:01 +0000 (GMT)\n\n\
         Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\nStatus: {status}\n\
         Remote-MTA: dns; mail.glebe.example\nDiagnostic-Code: smtp; 550 {status} <{to}>: Recipient address\n    rejected: User unknown\n\n\
         --4F2.1790/mx.board.example\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\n\
         From: Brig <brig@localhost>\nTo: {to}\nSubject: News\nMessage-ID: {message_id}\nMIME-Version: 1.0\n\
         Content-Type: text/plain\n\nWhat changes\n\n--4F2.1790/mx.board.example--\n"
    )
}

/// As Exchange Online writes it: the heads of the mail only, and which mail it answers.
fn exchange(message_id: &str, to: &str) -> String {
    format!(
        "From: <postmaster@board.onmicrosoft.example>\nTo: <brig@localhost>\nDate: Sun, 22 Nov 2026 09:00:09 +0000\n\
         Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"d0c1\"\nX-MS-Exchange-Message-Is-Ndr:\n\
         Content-Language: en-GB\nMessage-ID: <d0c1@board.onmicrosoft.example>\nIn-Reply-To: {message_id}\nReferences: {message_id}\n\
         Subject: Undeliverable: News\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\n\
         --d0c1\nContent-Type: multipart/alternative; differences=Content-Type; boundary=\"a1\"\n\n\
         --a1\nContent-Type: text/plain; charset=\"us-ascii\"\n\n{to}\nThe address may be misspelled or may not exist.\n\
         --a1\nContent-Type: text/html; charset=\"us-ascii\"\n\n<html><body><p>Your message could not be delivered.</p></body></html>\n--a1--\n\n\
         --d0c1\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns;LO0P265.GBRP265.PROD.OUTLOOK.example\nReceived-From-MTA: dns;brig.board.example\n\n\
         Final-recipient: rfc822;{to}\nAction: failed\nStatus: 5.1.10\n\
         Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n\n\
         --d0c1\nContent-Type: text/rfc822-headers\n\nFrom: Brig <brig@localhost>\nTo: {to}\nSubject: News\nMessage-ID: {message_id}\n\n--d0c1--\n"
    )
}

/// As Gmail writes it.
fn gmail(message_id: &str, to: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\nTo: brig@localhost\n\
         Auto-Submitted: auto-replied\nSubject: Delivery Status Notification (Failure)\nReferences: {message_id}\nIn-Reply-To: {message_id}\n\
         X-Failed-Recipients: {to}\nMessage-ID: <6561.1790@mx.google.example>\n\
         Content-Type: multipart/report; boundary=\"000b\"; report-type=delivery-status\n\n\
         --000b\nContent-Type: multipart/related; boundary=\"000c\"\n\n--000c\nContent-Type: text/plain; charset=\"UTF-8\"\n\n\
         ** Message not delivered **\n\nThe recipient's inbox is out of storage space.\n--000c\nContent-Type: image/png; name=\"icon.png\"\n\
         Content-Disposition: attachment; filename=\"icon.png\"\nContent-Transfer-Encoding: base64\nContent-ID: <icon.png>\n\niVBORw0KGgo=\n--000c--\n\
         --000b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; googlemail.example\nX-Original-Message-ID: {message_id}\n\n\
         Final-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space.\n\
         Last-Attempt-Date: Sun, 22 Nov 2026 01:00:00 -0800 (PST)\n\n\
         --000b\nContent-Type: message/rfc822\n\nMessage-ID: {message_id}\nTo: {to}\nSubject: News\n\nWhat changes\n--000b--\n"
    )
}

/// As a small server writes it: in no form at all, and without the mail.
fn plain(to: &str) -> String {
    format!(
        "From: Mail Delivery System <Mailer-Daemon@small.example>\nTo: brig@localhost\nX-Failed-Recipients: {to}\n\
         Auto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender\nMessage-Id: <E1x@small.example>\n\n\
         A message that you sent could not be delivered to one or more of its recipients.\n\n  {to}\n    all hosts have been failing for a long time\n"
    )
}

both!(reports_of_every_make_are_known_by_our_message_id, start, |it| {
    for (to, report) in [
        ("first@board.example", postfix(&it.message_id("first@"), "first@board.example", "failed", "5.1.1")),
        ("second@board.example", gmail(&it.message_id("second@"), "second@board.example")),
        // A forwarded address: ours is what we wrote to.
        ("Reporter@glebe.example", exchange(&it.message_id("Reporter@"), "r.bain@elsewhere.example")),
    ] {
        assert!(it.take(&report).await, "{to}");
        assert!(it.take(&report).await, "{to}, and once more");
    }
    let known = it.known().await;
    assert_eq!(known.len(), 3, "{known:?}");
    for expected in [
        said("news", "first@board.example", "5.1.1", true),
        said("news", "second@board.example", "5.2.2", true),
        said("received", "Reporter@glebe.example", "5.1.10", true),
    ] {
        assert!(known.contains(&expected), "{expected:?} in {known:?}");
    }
    let run = runs::standing(&it.app.db, SCOPE, MANY).await.expect("it answers").expect("a run").id;
    let told = ledger::timeline(&it.app.db, SCOPE, run).await.expect("the ledger");
    assert_eq!(told.iter().filter(|entry| entry.verb == "mails.bounced").count(), 2, "each once: {told:?}");
    assert!(ledger::timeline(&it.app.db, SCOPE, ONE).await.expect("the ledger").is_empty(), "nothing of a single mail");
});

both!(a_list_of_the_scope_names_no_single_recipient, start, |it| {
    it.take(&postfix(&it.message_id("first@"), "first@board.example", "failed", "5.1.1")).await;
    it.take(&postfix(&it.message_id("Reporter@"), "reporter@glebe.example", "failed", "5.1.1")).await;
    let list = of_scope(&it.app.db, SCOPE, 10).await.expect("the database answers");
    assert_eq!(list.len(), 2);
    let to = |kind: &str| list.iter().find(|one| one.kind == kind).map(|one| one.to.as_str());
    assert_eq!((to("news"), to("received")), (Some("first@board.example"), Some("")));
    let elsewhere = Uuid::from_u128(99);
    assert!(of_scope(&it.app.db, elsewhere, 10).await.expect("it answers").is_empty(), "another scope sees none of it");
    assert!(of_cause(&it.app.db, elsewhere, ONE, 10).await.expect("it answers").is_empty(), "nor by the cause");
});

both!(late_becomes_never_and_not_the_other_way_round, start, |it| {
    let id = it.message_id("first@");
    let to = "first@board.example";
    it.take(&postfix(&id, to, "delayed", "4.4.1")).await;
    assert_eq!(it.known().await, [said("news", to, "4.4.1", false)]);
    it.take(&postfix(&id, to, "failed", "4.4.7")).await;
    assert_eq!(it.known().await, [said("news", to, "4.4.7", true)], "given up after days");
    it.take(&postfix(&id, to, "delayed", "4.4.1")).await;
    assert_eq!(it.known().await, [said("news", to, "4.4.7", true)], "an older report that came late");
    it.take(&postfix(&it.message_id("second@"), "second@board.example", "delivered", "2.0.0")).await;
    assert_eq!(it.known().await.len(), 1, "what arrived did not come back");
});

both!(a_report_that_brings_no_mail_back_is_about_the_newest_to_that_address, start, |it| {
    assert!(it.take(&plain("FIRST@board.example")).await);
    assert_eq!(it.known().await, [said("news", "first@board.example", "5.0.0", true)]);
    assert!(it.take(&plain("nobody@board.example")).await, "taken, so that nobody has to put it away");
    assert_eq!(it.known().await.len(), 1);
    it.app.clock.advance(SignedDuration::from_hours(24 * 8));
    it.take(&plain("second@board.example")).await;
    assert_eq!(it.known().await.len(), 1, "what left long ago");
});

both!(a_report_of_a_mail_that_is_not_ours_changes_nothing, start, |it| {
    assert!(it.take(&postfix("<somebody@elsewhere.example>", "first@board.example", "failed", "5.1.1")).await);
    assert!(it.known().await.is_empty());
    let forged = postfix("<x@localhost>", "first@board.example", "failed", "5.1.1").replace("Final-Recipient", "X-Nothing");
    assert!(it.take(&forged).await && it.known().await.is_empty());
});

both!(what_a_person_wrote_is_no_report, start, |it| {
    let answer = "From: a@b.example\nTo: c@d.example\nIn-Reply-To: <x@y.example>\nSubject: Re: News\n\nStatus: 5.1.1 they said\n";
    assert!(!it.take(answer).await);
    let receipt = "From: a@b.example\nTo: c@d.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n\
                   --x\nContent-Type: text/plain\n\nRead.\n--x\nContent-Type: message/disposition-notification\n\n\
                   Final-Recipient: rfc822;a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--x--\n";
    assert!(!it.take(receipt).await);
});

both!(what_came_back_is_forgotten_with_the_mails, start, |it| {
    it.take(&gmail(&it.message_id("first@"), "first@board.example")).await;
    it.app.clock.advance(SignedDuration::from_hours(24 * 91));
    mail::sweep(&it.app).await.expect("it sweeps");
    assert!(of_scope(&it.app.db, SCOPE, 10).await.expect("it answers").is_empty());
    assert_eq!(runs::standing(&it.app.db, SCOPE, MANY).await.expect("it answers"), None);
});

/// Sends a mail to an editor, whose address is kept openly.
async fn tell_the_editor(it: &Office) {
    let to = "editor@board.example".to_owned();
    let letter = Letter::new("News", "What changes", "The group");
    let mail = Outgoing { scope: Some(SCOPE), to, letter, cause: MANY, kind: "edition", parts: Vec::new(), reply_to: None };
    let mut tx = it.app.begin().await.expect("a transaction");
    mail::post_known(&it.app, &mut tx, mail).await.expect("posted");
    it.app.commit(tx).await.expect("a commit");
    while queue::work_one(&it.app).await.expect("the queue answers") {}
}

both!(who_stands_behind_an_address_that_sends_on_is_its_owners_to_mend, start, |it| {
    tell_the_editor(it).await;
    let id = it.message_id("editor@board.example");
    for report in [postfix(&id, "somebody@ward.example", "failed", "5.1.1"), exchange(&id, "somebody.else@ward.example")] {
        assert!(it.take(&report).await, "it is taken for what it is, and not for what a person wrote");
    }
    let all = || singles(&it.app.db, SCOPE, Timestamp::UNIX_EPOCH, 10);
    assert!(all().await.expect("the database answers").is_empty());
    it.take(&exchange(&id, "Editor@Board.example")).await;
    assert_eq!(all().await.expect("the database answers").len(), 1, "the address itself");
});

both!(what_came_back_from_an_address_that_is_kept_openly_stays_known, start, |it| {
    tell_the_editor(it).await;
    for to in ["editor@board.example", "Reporter@glebe.example"] {
        it.take(&postfix(&it.message_id(to), to, "failed", "5.1.1")).await;
    }
    let long_ago = Timestamp::UNIX_EPOCH;
    let list = singles(&it.app.db, SCOPE, long_ago, 10).await.expect("the database answers");
    let told: Vec<(&str, &str)> = list.iter().map(|one| (one.kind.as_str(), one.to.as_str())).collect();
    assert!(told.contains(&("edition", "editor@board.example")) && told.contains(&("received", "")), "{told:?}");
    it.app.clock.advance(SignedDuration::from_hours(24 * 91));
    mail::sweep(&it.app).await.expect("it sweeps");
    let list = singles(&it.app.db, SCOPE, long_ago, 10).await.expect("the database answers");
    assert_eq!(list.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(), ["edition"], "the reporter's is forgotten");
    let mail = list.first().expect("one").mail;
    let mut tx = it.app.begin().await.expect("a transaction");
    let day = jiff::civil::date(2027, 2, 21);
    assert!(!leave(&mut tx, Uuid::from_u128(99), mail, day).await.expect("it answers"), "another scope has nothing to leave");
    assert!(leave(&mut tx, SCOPE, mail, day).await.expect("it answers"));
    assert!(!leave(&mut tx, SCOPE, mail, day).await.expect("it answers"), "pressed twice");
    it.app.commit(tx).await.expect("a commit");
    assert!(singles(&it.app.db, SCOPE, long_ago, 10).await.expect("it answers").is_empty());
});

#[test]
fn numbers_of_a_report_are_told_in_words() {
    for (status, words) in [
        ("5.1.1", "no such address"),
        ("5.2.2", "full"),
        ("4.4.7", "could not be reached"),
        ("5.7.1", "refused"),
        ("5.0.0", "does not say why"),
        ("", "does not say why"),
    ] {
        assert!(why(status).contains(words), "{status}");
    }
}
