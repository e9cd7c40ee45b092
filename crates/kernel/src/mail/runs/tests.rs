//! A run and what becomes of it, whatever the mail server does.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, atomic::Ordering},
    time::Duration,
};

use jiff::SignedDuration;
use uuid::Uuid;

use super::*;
use crate::{
    app::Wiring,
    both,
    clock::Clock,
    config::{Settings, Smtp},
    dialect::Dialect,
    id::Ids,
    job::Work,
    mail::{
        self, Mail, Outgoing, Tokens,
        testing::{Does, Server, serve},
    },
    testing::TestDb,
    verify,
};

const WORK: &[(&str, Work)] = &[(mail::SEND, mail::send), (SEND, send)];
const WIRING: Wiring = Wiring { reactions: &[], work: WORK, schedules: &[], takers: &[] };
const SCOPE: Uuid = Uuid::from_u128(7);
const CAUSE: Uuid = Uuid::from_u128(8);
const CONNECTIONS: usize = 3;

/// The application with a scripted server, or with a mailbox in memory.
struct Office {
    db: TestDb,
    app: App,
    server: Arc<Server>,
}

async fn office(dialect: Dialect, server: Server, mail: Option<Mail>, per_minute: i64) -> Option<Office> {
    let db = TestDb::fresh(dialect).await?;
    let server = Arc::new(server);
    let mail = mail.unwrap_or_else(|| {
        let url = format!("smtp://127.0.0.1:{}", serve(server.clone()));
        Mail::Smtp(Smtp { url, oauth: None, authorities: None, patience: Duration::from_millis(1_500) }, Tokens::default())
    });
    let settings = Settings { smtp_connections: CONNECTIONS, mail_per_minute: per_minute, ..Settings::default() };
    let clock = Clock::fixed("2026-11-22T09:00:00Z".parse().expect("a time"));
    let app = App::new(db.db.clone(), clock, Ids::seeded(3), settings, mail, WIRING).await.expect("an application");
    Some(Office { db, app, server })
}

async fn start(dialect: Dialect) -> Option<Office> {
    office(dialect, Server { unknown: "poison", ..Server::default() }, None, 0).await
}

async fn start_in_memory(dialect: Dialect) -> Option<Office> {
    office(dialect, Server::default(), Some(Mail::memory()), 0).await
}

async fn start_slowly(dialect: Dialect) -> Option<Office> {
    office(dialect, Server { slow: Duration::from_millis(3), ..Server::default() }, None, 0).await
}

async fn start_with_six_a_minute(dialect: Dialect) -> Option<Office> {
    office(dialect, Server::default(), None, 6).await
}

fn recipient(n: usize) -> RunRecipient {
    RunRecipient { to: format!("reader{n}@board.example"), stop_url: format!("https://brig.example/stop/{n}?a=1&b=2") }
}

fn letter() -> Letter {
    Letter::new("News", "What changes on Monday", "The group").paragraph("A line with é & <b>.")
}

impl Office {
    async fn finish(self) {
        let report = verify::run(&self.db.db, &[]).await.expect("verify runs");
        assert_eq!(report.problems, Vec::<String>::new());
        self.db.remove().await;
    }

    async fn begin(&self, recipients: Vec<RunRecipient>) -> Uuid {
        let mut tx = self.app.begin().await.expect("a transaction");
        let run = NewRun { scope: SCOPE, cause: CAUSE, kind: "news", reply_to: None, recipients, letter: letter() };
        let id = begin(&self.app, &mut tx, run).await.expect("a run");
        self.app.commit(tx).await.expect("a commit");
        id
    }

    async fn standing(&self) -> Standing {
        standing(&self.app.db, SCOPE, CAUSE).await.expect("the database answers").expect("a run")
    }

    /// Does what is due; then again when the rest is.
    async fn work_to_the_end(&self) {
        for _ in 0..40 {
            while queue::work_one(&self.app).await.expect("the queue answers") {}
            if queue::pending(&self.app.db).await.expect("a count") == 0 {
                return;
            }
            self.app.clock.advance(SignedDuration::from_hours(6));
        }
        assert_eq!(queue::pending(&self.app.db).await.expect("a count"), 0, "the run never ends");
    }

    /// What the server has, by address.
    fn taken(&self) -> BTreeMap<String, Vec<String>> {
        let mut mails: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for mail in self.server.mails() {
            mails.entry(line(&mail, "To: ")).or_default().push(mail);
        }
        mails
    }
}

fn line(mail: &str, begin: &str) -> String {
    let line = mail.lines().find_map(|line| line.strip_prefix(begin));
    line.unwrap_or_default().trim_matches(['<', '>']).to_owned()
}

/// A mail as its reader sees it: the soft ends of quoted-printable lines undone.
fn unfolded(mail: &[u8]) -> String {
    String::from_utf8_lossy(mail).replace("=\r\n", "").replace("=3D", "=").replace("\r\n ", "")
}

both!(each_recipient_gets_the_letter_once_with_a_link_of_their_own, start_in_memory, |it| {
    let twice = RunRecipient { to: " Reader1@board.example".into(), ..recipient(1) };
    let run = it.begin(vec![recipient(1), recipient(2), twice]).await;
    assert_eq!(it.begin(vec![recipient(9)]).await, run, "the same cause and kind make one run");
    it.work_to_the_end().await;
    let Mail::Memory(mails) = &it.app.mail else { unreachable!("it was made so") };
    let mails: Vec<String> = mails.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|mail| unfolded(mail)).collect();
    assert_eq!(mails.len(), 2);
    for (n, mail) in (1..).zip(&mails) {
        assert_eq!(line(mail, "To: "), format!("reader{n}@board.example"));
        assert!(mail.contains(&format!("List-Unsubscribe: <https://brig.example/stop/{n}?a=1&b=2>")), "{mail}");
        assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{mail}");
        assert!(mail.contains(&format!("mails:\r\nhttps://brig.example/stop/{n}?a=1&b=2")), "in the text: {mail}");
        assert!(mail.contains(&format!("href=\"https://brig.example/stop/{n}?a=1&#38;b=2\"")), "in the HTML: {mail}");
        assert!(!mail.contains("stop.invalid"), "{mail}");
    }
    assert_ne!(line(&mails[0], "Message-ID: "), line(&mails[1], "Message-ID: "));
    let standing = it.standing().await;
    assert_eq!((standing.total, standing.sent, standing.refused, standing.waiting()), (2, 2, 0, 0));
    assert!(standing.finished_at.is_some());
    let told = ledger::timeline(&it.app.db, SCOPE, run).await.expect("the ledger");
    assert_eq!(told.iter().map(|entry| entry.verb.as_str()).collect::<Vec<_>>(), ["mails.finished"]);
});

both!(a_run_can_be_looked_at_with_the_mail_of_each_recipient, start_in_memory, |it| {
    let run = it.begin(vec![recipient(1), recipient(2), recipient(3)]).await;
    let before = one_shown(&it.app.db, run).await.expect("a run");
    assert_eq!((before.total, before.sent, before.subject.as_str()), (3, 0, "News"));
    assert!(mails(&it.app.db, run, 0, 9).await.expect("mails").iter().all(|(_, mail)| mail.sent_at.is_none()));
    it.work_to_the_end().await;
    assert_eq!(shown(&it.app.db, 9).await.expect("runs"), vec![Shown { sent: 3, ..before }]);
    let all = mails(&it.app.db, run, 1, 9).await.expect("mails");
    assert_eq!(all.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [1, 2]);
    let (_, second) = &all[0];
    assert_eq!(second.to, recipient(2).to);
    assert!(second.text.contains(&recipient(2).stop_url) && !second.text.contains("stop.invalid") && second.sent_at.is_some());
    assert!(matches!(mails(&it.app.db, Uuid::nil(), 0, 9).await, Err(Error::NotFound)));
});

both!(what_nobody_can_end_says_nothing_of_it, start_in_memory, |it| {
    it.begin(vec![RunRecipient { to: "list@board.example".into(), stop_url: String::new() }]).await;
    it.work_to_the_end().await;
    let Mail::Memory(mails) = &it.app.mail else { unreachable!("it was made so") };
    let mail = unfolded(&mails.lock().unwrap_or_else(PoisonError::into_inner)[0]);
    assert!(mail.contains("What changes on Monday") && !mail.contains(STOP) && !mail.contains("List-Unsubscribe"), "{mail}");
});

both!(a_run_is_stopped_and_goes_on_and_nobody_else_may_do_that, start_in_memory, |it| {
    let run = it.begin((0..5).map(recipient).collect()).await;
    let actor = Actor::Person(Uuid::from_u128(1));
    let mut tx = it.app.begin().await.expect("a transaction");
    let elsewhere = stop(&it.app, &mut tx, Uuid::from_u128(99), run, actor).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
    drop(tx);
    for _ in 0..2 {
        let mut tx = it.app.begin().await.expect("a transaction");
        stop(&it.app, &mut tx, SCOPE, run, actor).await.expect("it stops");
        it.app.commit(tx).await.expect("a commit");
    }
    it.work_to_the_end().await;
    let standing = it.standing().await;
    assert!(standing.sent == 0 && standing.stopped_at.is_some(), "{standing:?}");
    for _ in 0..2 {
        let mut tx = it.app.begin().await.expect("a transaction");
        resume(&it.app, &mut tx, SCOPE, run, actor).await.expect("it goes on");
        it.app.commit(tx).await.expect("a commit");
    }
    it.work_to_the_end().await;
    assert_eq!(it.standing().await.sent, 5);
    let mut tx = it.app.begin().await.expect("a transaction");
    assert!(matches!(stop(&it.app, &mut tx, SCOPE, run, actor).await, Err(Error::Conflict(_))), "nothing is left to be stopped");
    drop(tx);
    let told = ledger::timeline(&it.app.db, SCOPE, run).await.expect("the ledger");
    let verbs: Vec<&str> = told.iter().map(|entry| entry.verb.as_str()).collect();
    assert_eq!(verbs, ["mails.finished", "mails.resumed", "mails.stopped"]);
});

both!(a_few_conversations_carry_a_whole_run, start, |it| {
    // More than are fetched together, several times over.
    it.begin((0..650).map(recipient).collect()).await;
    it.work_to_the_end().await;
    assert_eq!((it.taken().len(), it.server.mails().len()), (650, 650), "each once");
    assert_eq!(it.server.conversations.load(Ordering::Relaxed), CONNECTIONS);
});

both!(a_run_that_is_stopped_while_it_goes_ends_soon_and_goes_on_later, start_slowly, |it| {
    let run = it.begin((0..120).map(recipient).collect()).await;
    let stopping = async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        let mut tx = it.app.begin().await.expect("a transaction");
        stop(&it.app, &mut tx, SCOPE, run, Actor::System).await.expect("it stops");
        it.app.commit(tx).await.expect("a commit");
        it.server.mails().len()
    };
    let (worked, had) = tokio::join!(queue::work_one(&it.app), stopping);
    worked.expect("the queue answers");
    let standing = it.standing().await;
    let sent = usize::try_from(standing.sent).expect("a count");
    assert!(sent < 120 && sent <= had + CONNECTIONS, "{had} had gone when it was stopped: {standing:?}");
    let mut tx = it.app.begin().await.expect("a transaction");
    resume(&it.app, &mut tx, SCOPE, run, Actor::System).await.expect("it goes on");
    it.app.commit(tx).await.expect("a commit");
    it.work_to_the_end().await;
    assert!(it.taken().len() == 120 && it.taken().values().all(|same| same.len() == 1));
});

/// Three hundred recipients and a server that does everything a server can do: nobody is missing, what went twice is the very
/// same mail, and those whom it does not know hold up nobody.
async fn fault_test(it: &Office) {
    let many = 300;
    let mut recipients: Vec<RunRecipient> = (0..many).map(recipient).collect();
    recipients[0].to = "poison0@board.example".into();
    recipients[150].to = "poison150@board.example".into();
    recipients[7].to = "no address at all".into();
    recipients[8].to = "two@board.example\r\nBcc: all@board.example".into();
    let strange = [
        (Does::RefusesForGood, 2),
        (Does::RefusesTheText, 3),
        (Does::AsksToComeLater, 12),
        (Does::AsksToComeLaterAfterTheText, 8),
        (Does::TakesNothingNow, 4),
        (Does::HangsUpAfterTheText, 8),
        (Does::HangsUpAfterTakingIt, 8),
        (Does::FallsSilent, 2),
        (Does::FallsSilentAfterTheText, 2),
    ];
    let unclear = 8 + 2;
    let mut script: Vec<Does> = strange.iter().flat_map(|(does, times)| vec![*does; *times]).collect();
    script.resize(250, Does::Takes);
    // In an order that is always the same and follows no plan.
    let mut turn = 12_345_usize;
    for at in (1..script.len()).rev() {
        turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        script.swap(at, (turn >> 33) % (at + 1));
    }
    it.server.script.lock().expect("no panic").extend(script);
    let run = it.begin(recipients).await;
    it.work_to_the_end().await;
    let standing = it.standing().await;
    let refused = it.server.refused.lock().expect("no panic").clone();
    // Nobody of that name and too much text, and the two addresses that are none.
    assert_eq!(standing.refused, i64::try_from(refused.len()).expect("a count") + 2, "{standing:?}");
    assert!(refused.len() >= 2 + 5 && refused.iter().any(|to| to.contains("poison150")), "{refused:?}");
    assert!(standing.finished_at.is_some() && standing.waiting() == 0, "{standing:?}");
    let taken = it.taken();
    for n in (0..many).filter(|n| ![0, 7, 8, 150].contains(n)) {
        let to = format!("reader{n}@board.example");
        let was_refused = refused.iter().any(|said| said.contains(&format!("<{to}>")));
        assert!(was_refused || taken.contains_key(&to), "{to} got none");
    }
    let twice: usize = taken.values().map(|same| same.len() - 1).sum();
    assert!(twice <= unclear, "{twice} went twice, and {unclear} times nobody could know");
    for (to, same) in &taken {
        assert!(same.iter().all(|mail| mail == &same[0]), "{to} got two different mails");
    }
    let told = super::refused(&it.app.db, SCOPE, run, 500).await.expect("the database answers");
    let said = |to: &str| told.iter().find(|one| one.to.starts_with(to)).map(|one| one.said);
    assert_eq!((said("poison0@"), said("no address"), said("two@")), (Some(550), Some(0), Some(0)));
    assert!(super::refused(&it.app.db, Uuid::from_u128(99), run, 500).await.expect("it answers").is_empty(), "in another scope");
}

both!(whatever_the_server_does_nobody_is_missing, start, |it| {
    fault_test(it).await;
});

both!(a_server_that_is_away_costs_no_recipient_a_try, start_slowly, |it| {
    it.server.script.lock().expect("no panic").extend([Does::TakesNothingNow; CONNECTIONS]);
    it.begin((0..4).map(recipient).collect()).await;
    while queue::work_one(&it.app).await.expect("the queue answers") {}
    let row = crate::sql("SELECT SUM(tries) AS n, (SELECT MAX(error) FROM jobs) AS said FROM mail_run_recipients").one(&it.app.db);
    let row = row.await.expect("a row");
    assert_eq!(row.get::<String>("said").expect("a text"), "no connection to the mail server");
    it.work_to_the_end().await;
    assert!(it.standing().await.sent == 4 && it.taken().values().all(|same| same.len() == 1));
});

both!(stopped_in_the_middle_again_and_again_nobody_is_missing, start_slowly, |it| {
    it.begin((0..150).map(recipient).collect()).await;
    let mut stops = 0;
    for round in 0..60_u64 {
        let Some(job) = queue::claim(&it.app).await.expect("the queue answers") else { break };
        // Cut off after some milliseconds, as a process is that is killed.
        let cut = Duration::from_millis(15 + round * 7 % 40);
        match tokio::time::timeout(cut, send(&it.app, &job)).await {
            Ok(ended) => ended.expect("it went well"),
            Err(_) => stops += 1,
        }
        it.app.clock.advance(SignedDuration::from_mins(6));
    }
    assert!(stops >= 3, "the cuts fell into the middle: {stops}");
    it.work_to_the_end().await;
    let taken = it.taken();
    assert_eq!((taken.len(), it.standing().await.sent), (150, 150));
    let twice: usize = taken.values().map(|same| same.len() - 1).sum();
    assert!(twice <= stops * CONNECTIONS, "{twice} went twice after {stops} stops");
    assert!(taken.values().all(|same| same.iter().all(|mail| mail == &same[0])));
});

both!(no_more_leave_in_a_minute_than_the_settings_say, start_with_six_a_minute, |it| {
    it.begin((0..4).map(recipient).collect()).await;
    let mut gone = Vec::new();
    for _ in 0..8 {
        while queue::work_one(&it.app).await.expect("the queue answers") {}
        gone.push(it.server.mails().len());
        it.app.clock.advance(SignedDuration::from_secs(5));
    }
    assert_eq!(gone, [1, 1, 2, 2, 3, 3, 4, 4], "one in ten seconds");
    let mut tx = it.app.begin().await.expect("a transaction");
    for n in 0..3 {
        let to = format!("single{n}@board.example");
        let mail = Outgoing { scope: Some(SCOPE), to, letter: letter(), cause: CAUSE, kind: "one", parts: Vec::new(), reply_to: None };
        mail::post(&it.app, &mut tx, mail).await.expect("posted");
    }
    it.app.commit(tx).await.expect("a commit");
    it.app.clock.advance(SignedDuration::from_mins(2));
    while queue::work_one(&it.app).await.expect("the queue answers") {}
    assert_eq!(it.server.mails().len(), 5, "single mails wait too");
    it.work_to_the_end().await;
    assert_eq!(it.server.mails().len(), 7);
});
