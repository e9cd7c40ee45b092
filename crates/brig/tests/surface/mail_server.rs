//! What becomes of a mail, whatever the mail server does.

use std::{
    io::{Read, Write},
    sync::Arc,
    thread,
    time::Duration,
};

use group::testing::{Parts, TestApp};
use jiff::SignedDuration;
use kernel::{
    both,
    config::{Oauth, Smtp},
    dialect::Dialect,
    mail::{
        Letter, Mail, Outgoing, Tokens, bounces, post,
        testing::{Does, Server, listen, serve},
    },
    queue,
};
use uuid::Uuid;

use brig::slices;

/// The application with this server as its own, and the server.
async fn start(dialect: Dialect) -> Option<Board> {
    let server = Arc::new(Server::default());
    let smtp = Smtp {
        url: format!("smtp://127.0.0.1:{}", serve(server.clone())),
        oauth: None,
        authorities: None,
        patience: Duration::from_secs(1),
    };
    let parts = Parts { routes: slices::routes, wiring: slices::WIRING, checks: slices::CHECKS };
    let test = TestApp::start_with(dialect, parts, Mail::Smtp(smtp, Tokens::default())).await?;
    Some(Board { test, server })
}

struct Board {
    test: TestApp,
    server: Arc<Server>,
}

impl Board {
    async fn finish(self) {
        self.test.finish().await;
    }

    fn script(&self, does: &[Does]) {
        self.server.script.lock().expect("no panic").extend(does);
    }

    fn taken(&self) -> Vec<String> {
        self.server.taken.lock().expect("no panic").clone()
    }

    async fn post(&self, to: &str) {
        let mut tx = self.test.app.begin().await.expect("a transaction");
        let letter = Letter::new("Subject", "Heading", "The group").paragraph("A line with é.");
        let cause = Uuid::from_u128(to.len() as u128);
        let mail =
            Outgoing { scope: Some(self.test.group.id), to: to.into(), letter, cause, kind: "test", parts: Vec::new(), reply_to: None };
        post(&self.test.app, &mut tx, mail).await.expect("posted");
        self.test.app.commit(tx).await.expect("a commit");
    }
}

/// The line of a message that begins like this.
fn line<'a>(mail: &'a str, begin: &str) -> &'a str {
    mail.lines().find(|line| line.starts_with(begin)).unwrap_or_default()
}

both!(a_mail_is_taken_once, start, |it| {
    it.post("a@example.scot").await;
    it.post("a@example.scot").await;
    it.test.work().await;
    let taken = it.taken();
    assert_eq!(taken.len(), 1, "the same cause, address and kind make one mail");
    assert!(line(&taken[0], "Message-ID: <").ends_with("@brig.test>"), "{}", taken[0]);
});

both!(a_server_that_asks_to_come_later_is_asked_again_later, start, |it| {
    it.script(&[Does::AsksToComeLater, Does::AsksToComeLater]);
    it.post("a@example.scot").await;
    it.test.work().await;
    assert_eq!((it.taken().len(), queue::pending(&it.test.app.db).await.expect("a count")), (0, 1));
    it.test.wait(SignedDuration::from_secs(31));
    it.test.work().await;
    assert_eq!(it.taken().len(), 0);
    it.test.wait(SignedDuration::from_secs(61));
    it.test.work().await;
    assert_eq!(it.taken().len(), 1);
});

both!(a_mail_that_may_have_been_taken_goes_again_as_the_very_same, start, |it| {
    it.script(&[Does::HangsUpAfterTheText]);
    it.post("a@example.scot").await;
    it.test.work().await;
    it.test.wait(SignedDuration::from_mins(10));
    it.test.work().await;
    let taken = it.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0], taken[1], "the same Message-ID and the same bytes");
});

both!(a_server_that_hangs_up_once_it_has_the_mail_has_it_once, start, |it| {
    it.script(&[Does::HangsUpAfterTakingIt]);
    it.post("a@example.scot").await;
    it.test.work().await;
    it.test.wait(SignedDuration::from_mins(10));
    it.test.work().await;
    assert_eq!(it.taken().len(), 1);
});

both!(a_server_that_falls_silent_is_left_alone_for_a_while_and_others_get_their_mail, start, |it| {
    it.script(&[Does::FallsSilent]);
    it.post("a@example.scot").await;
    it.post("bb@example.scot").await;
    it.test.work().await;
    assert_eq!(it.taken().len(), 1, "the other one");
    it.test.wait(SignedDuration::from_secs(31));
    it.test.work().await;
    let taken = it.taken();
    assert!(taken.len() == 2 && line(&taken[0], "To:") != line(&taken[1], "To:"), "{taken:?}");
});

both!(an_address_that_is_refused_holds_up_nobody_else, start, |it| {
    it.script(&[Does::RefusesForGood]);
    it.post("nobody@example.scot").await;
    it.test.wait(SignedDuration::from_secs(1));
    it.post("b@example.scot").await;
    it.test.work().await;
    let taken = it.taken();
    assert!(taken.len() == 1 && line(&taken[0], "To:").contains("b@example.scot"), "{taken:?}");
    let page = it.test.administrator().await.get("/north-moor/held-work").await;
    assert!(page.main().contains("the mail server refused it for good (550)"), "{}", page.main());
    assert!(!page.body.contains("nobody@example.scot"), "what the server said may hold an address");
});

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_no_passwords_gets_a_token() {
    let (listener, port) = listen();
    thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let mut asked = [0; 4_096];
        let read = stream.read(&mut asked).unwrap_or_default();
        let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
        let good = asked.contains("grant_type=client_credentials") || stream.read(&mut [0; 4_096]).is_ok();
        let body = if good { r#"{"access_token":"a-token","expires_in":3600}"# } else { "{}" };
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    });
    let server = Arc::new(Server::default());
    let oauth = Oauth {
        token_url: format!("http://127.0.0.1:{port}/token"),
        client_id: "brig".into(),
        client_secret: "secret".into(),
        scope: "mail".into(),
        authorities: None,
    };
    let smtp = Smtp {
        url: format!("smtp://group%40board.scot@127.0.0.1:{}", serve(server.clone())),
        oauth: Some(oauth),
        authorities: None,
        patience: Duration::from_secs(30),
    };
    let parts = Parts { routes: slices::routes, wiring: slices::WIRING, checks: slices::CHECKS };
    let test = TestApp::start_with(Dialect::Sqlite, parts, Mail::Smtp(smtp, Tokens::default())).await.expect("SQLite is always there");
    let board = Board { test, server };
    board.post("a@example.scot").await;
    board.test.wait(SignedDuration::from_secs(1));
    board.post("longer@example.scot").await;
    board.test.work().await;
    assert_eq!(board.taken().len(), 2, "one token serves two mails");
    // user=group@board.scot^Aauth=Bearer a-token^A^A
    let signed_in = board.server.signed_in.lock().expect("no panic").clone();
    assert_eq!(signed_in[0], "AUTH XOAUTH2 dXNlcj1ncm91cEBib2FyZC5zY290AWF1dGg9QmVhcmVyIGEtdG9rZW4BAQ==");
    board.finish().await;
}

both!(a_report_that_a_mail_did_not_arrive_is_written_down_and_never_becomes_an_issue, start, |it| {
    it.post("reader@glebe.example").await;
    it.test.work().await;
    let message_id = line(&it.taken()[0], "Message-ID: ").trim_start_matches("Message-ID: ").to_owned();
    // To an address at which no group takes issues: it must not wait for a person either.
    let report = format!(
        "From: MAILER-DAEMON@mx.board.example\nTo: brig@localhost\nSubject: Undelivered Mail\nMessage-ID: <1@mx.board.example>\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n\
         --x\nContent-Type: text/plain\n\nThe patient letters system could not deliver your mail.\n\
         --x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.board.example\n\n\
         Final-Recipient: rfc822; reader@glebe.example\nAction: failed\nStatus: 5.1.1\n\n\
         --x\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--x--\n"
    )
    .replace('\n', "\r\n");
    for _ in 0..2 {
        let taken = issues::post::take(&it.test.app, report.as_bytes()).await.expect("taken");
        assert_eq!(taken, issues::post::Taken::Elsewhere);
    }
    let cause = Uuid::from_u128("reader@glebe.example".len() as u128);
    let back = bounces::of_cause(&it.test.app.db, it.test.group.id, cause, 10).await.expect("the database answers");
    assert_eq!(back.len(), 1);
    assert_eq!((back[0].to.as_str(), back[0].status.as_str(), back[0].permanent), ("reader@glebe.example", "5.1.1", true));
    it.test.work().await;
    assert_eq!(it.taken().len(), 1, "nobody is written to about it");
    let list = it.test.administrator().await.get("/north-moor/issues").await;
    assert!(!list.main().contains("NM-0001"), "{}", list.main());
});

both!(single_mails_share_a_conversation, start, |it| {
    for to in ["a@example.scot", "bb@example.scot", "ccc@example.scot"] {
        it.post(to).await;
    }
    it.test.work().await;
    assert_eq!((it.taken().len(), it.server.conversations.load(std::sync::atomic::Ordering::Relaxed)), (3, 1));
});
