//! Lists that Brig keeps: addresses come and go, editions reach each of them, and who says no is left alone.

use axum::http::{Method, StatusCode};
use group::{importing::testing::send_on, membership::Side, permissions::Role, testing::TestApp};
use jiff::SignedDuration;
use kernel::{both, mail, sql};
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::{add, mails_to, network, of_kind, send_now, settled, start, tick};

const LIST: &str = "Our list";

/// A list, and the page of its recipients.
async fn list(chairs: &Chairs<'_>) -> String {
    add(chairs, &of_kind(LIST, "recipients")).await;
    format!("/north-moor/cascade/networks/{}/recipients", network(chairs, LIST).await)
}

async fn put(chairs: &Chairs<'_>, here: &str, addresses: &str) -> String {
    let reply = chairs.administrator.fill(here, here, &[("addresses", addresses)]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    chairs.administrator.get(reply.location()).await.main()
}

/// Where the mail to an address can be ended, as a path.
fn stop_link(it: &TestApp, address: &str) -> String {
    let mails = mails_to(it, address);
    let mail = mails.last().expect("a mail");
    let link = mail.split("http://brig.test").find(|part| part.starts_with("/north-moor/no-news/")).expect("a link");
    link.split(|letter: char| letter.is_whitespace() || ">\"".contains(letter)).next().expect("its end").to_owned()
}

/// Where the row of an address is sent.
fn row_of(body: &str, here: &str, address: &str) -> String {
    let (begin, end) = (format!("{here}/"), format!(": {address}</span>"));
    let part = body.split("action=\"").find(|part| part.starts_with(&begin) && part.contains(&end)).expect("a row");
    part.split('"').next().expect("an address").to_owned()
}

both!(addresses_are_typed_pasted_sought_taken_off_and_taken_out, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &of_kind(LIST, "recipients")).await;
    let here = format!("/north-moor/cascade/networks/{}/recipients", network(&chairs, LIST).await);
    let empty = chairs.administrator.get(&here).await;
    assert!(empty.main().contains("0 addresses are on this list.") && empty.main().contains("Nobody is on it yet."), "{}", empty.main());
    let page = put(&chairs, &here, "Ailsa <Ailsa.One@example.scot>; tunde@example.scot").await;
    assert!(page.contains("2 addresses are new on the list.") && page.contains("ailsa.one@example.scot"), "{page}");
    let page = put(&chairs, &here, "TUNDE@example.scot\nwei@example.scot").await;
    assert!(page.contains("1 address is new on the list. 1 was on it already."), "{page}");
    // One that is none keeps all of them off, and what was pasted comes back.
    let wrong = chairs.administrator.fill(&here, &here, &[("addresses", "grant@example.scot, nobody at all")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.main().contains("Look at: nobody at all. Nothing was added")
            && wrong.body.contains("grant@example.scot, nobody at all</textarea>"),
        "{}",
        wrong.body
    );
    let patient = chairs.administrator.fill(&here, &here, &[("addresses", "0101011237@example.scot")]).await;
    assert!(patient.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", patient.main());
    // 60 more: the list is shown in parts.
    let many: Vec<String> = (10..70).map(|n| format!("number.{n}@practice.example")).collect();
    put(&chairs, &here, &many.join("\n")).await;
    let first = chairs.administrator.get(&here).await;
    assert!(first.main().contains("63 addresses are on this list.") && !first.main().contains("wei@example.scot"), "{}", first.main());
    let second = chairs.administrator.get(&format!("{here}?search=&page=2")).await;
    assert!(second.main().contains("wei@example.scot") && first.body.contains("page=2\" rel=\"next\""), "{}", second.main());
    let found = chairs.administrator.get(&format!("{here}?search=TUNDE%40")).await;
    assert!(found.main().contains("tunde@example.scot") && !found.main().contains("number.10@"), "{}", found.main());
    assert!(chairs.administrator.get(&format!("{here}?search=%25")).await.main().contains("No address fits."));
    let act = row_of(&found.body, &here, "tunde@example.scot");
    for _ in 0..2 {
        assert!(chairs.administrator.fill(&here, &act, &[("to", "off")]).await.location().ends_with("?removed"));
    }
    let table = chairs.administrator.fill(&here, &format!("{here}/export"), &[]).await;
    assert!(table.headers["content-disposition"].to_str().expect("text").contains("recipients.csv"));
    assert!(table.body.contains("\r\nwei@example.scot,2026-11-22,\r\n") && !table.body.contains("tunde"), "{}", table.body);
    let noted = sql("SELECT COUNT(*) AS n FROM ledger WHERE verb = 'recipients.exported'").one(&it.app.db).await.expect("a row");
    assert_eq!(noted.get::<i64>("n").expect("a count"), 1);
    // Addresses are for those who say where things go; the network's page tells everybody how many there are.
    let member = it.member().await;
    assert_eq!(member.get(&here).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.post(&format!("{here}/export"), &[("forgery", "x")]).await.status, StatusCode::FORBIDDEN);
    let network = here.replace("/recipients", "");
    let page = member.get(&network).await;
    assert!(page.main().contains("A list that Brig keeps: 62 addresses") && !page.body.contains("/recipients"), "{}", page.main());
    let elsewhere = it.persona_in(&it.other, "Ewan Baird", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&here.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
});

both!(a_table_is_looked_through_before_anything_is_kept, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "there@example.scot\nno@example.scot").await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    let stop = stop_link(it, "no@example.scot");
    it.visitor().fill(&stop, &stop, &[("wish", "none")]).await;
    let import = format!("{here}/import");
    let table = "Name,E-mail,Practice\nA,New@Example.scot,Glebe\nB,there@example.scot,\nC,No@example.scot,\nD,new@example.scot,\nE,nobody,\nF,,\nG,other@example.scot,0101011237\n";
    let matched = chairs.administrator.send_file(&import, &import, &[("step", "match")], ("list.csv", table.as_bytes())).await;
    assert!(matched.main().contains("E-mail (column B)"), "{}", matched.main());
    let checked = send_on(&chairs.administrator, &import, &matched, &[("step", "check")]).await;
    for words in [
        "2 rows are ready, 2 are here already, 1 has said no, 2 have a problem. Nothing is kept yet.",
        "Row 2: new@example.scot",
        "Row 8: other@example.scot",
        "Row 3: there@example.scot",
        "Row 5: new@example.scot, which is in row 2 as well",
        "Row 4: no@example.scot has said no",
        "Row 6 | E-mail (column B) | Enter an email address in the form",
        "Row 7 | E-mail (column B) | Enter an email address",
    ] {
        assert!(checked.main().contains(words), "{words}: {}", checked.main());
    }
    assert!(chairs.administrator.get(&here).await.main().contains("1 address is on this list."), "nothing was written");
    let asked = send_on(&chairs.administrator, &import, &checked, &[("step", "make")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send_on(&chairs.administrator, &import, &asked, &[("step", "make"), ("only_ready", "yes")]).await;
    assert!(done.main().contains("2 addresses are new on the list of Our list."), "{}", done.main());
    let page = chairs.administrator.get(&here).await.main();
    assert!(page.contains("3 addresses are on this list.") && page.contains("1 person has said no."), "{page}");
    assert!(!page.contains("no@example.scot"), "{page}");
    assert_eq!(it.member().await.get(&import).await.status, StatusCode::FORBIDDEN);
});

both!(everybody_on_the_list_gets_a_mail_of_their_own_that_can_be_stopped_on_the_way, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "one@example.scot two@example.scot three@example.scot").await;
    settled(&chairs, "one", "").await;
    let edition = send_now(&chairs, LIST).await;
    let page = chairs.administrator.get(&edition).await;
    assert!(page.main().contains("It is on its way: 0 of 3 mails have left.") && page.body.contains("Stop it"), "{}", page.main());
    assert!(!page.body.contains(&format!("{edition}/again")), "nobody gets it twice");
    let member = it.member().await;
    assert!(!member.get(&edition).await.body.contains("Stop it"));
    let run = format!("{edition}/run");
    assert_eq!(member.fill(&edition, &run, &[("to", "stop")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.administrator.fill(&edition, &run, &[("to", "stop")]).await.status, StatusCode::SEE_OTHER);
    it.work().await;
    for address in ["one@example.scot", "two@example.scot", "three@example.scot"] {
        assert_eq!(mails_to(it, address).len(), 0, "{address}");
    }
    let page = chairs.gp.get(&edition).await;
    assert!(page.main().contains("It is stopped: 0 of 3 mails have left, 3 wait."), "{}", page.main());
    chairs.administrator.fill(&edition, &run, &[("to", "resume")]).await;
    it.work().await;
    for address in ["one@example.scot", "two@example.scot", "three@example.scot"] {
        let mails = mails_to(it, address);
        assert_eq!(mails.len(), 1, "{address}");
        for words in [
            "Letters: one",
            "For GPs and practice nurses:",
            "You get this because your address is on a list",
            "List-Unsubscribe: <http://brig.test/north-moor/no-news/",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ] {
            assert!(mails[0].contains(words), "{words}: {}", mails[0]);
        }
    }
    assert_ne!(stop_link(it, "one@example.scot"), stop_link(it, "two@example.scot"));
    let page = chairs.gp.get(&edition).await;
    assert!(page.main().contains("3 of 3 mails have left.") && !page.body.contains("Stop it"), "{}", page.main());
    let again = chairs.administrator.fill(&edition, &format!("{edition}/again"), &[]).await;
    assert!(again.status == StatusCode::CONFLICT && again.main().contains("it goes to nobody twice"), "{}", again.main());
});

both!(who_says_no_gets_nothing_from_that_moment_on_and_comes_back_by_themselves_only, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    add(&chairs, &of_kind("Second list", "recipients")).await;
    let second = format!("/north-moor/cascade/networks/{}/recipients", network(&chairs, "Second list").await);
    put(&chairs, &here, "stays@example.scot leaves@example.scot").await;
    put(&chairs, &second, "leaves@example.scot").await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    let visitor = it.visitor();
    let stop = stop_link(it, "leaves@example.scot");
    // A scanner that opens the link changes nothing, and the page tells nobody whose it is.
    for _ in 0..2 {
        let page = visitor.get(&stop).await;
        assert!(page.main().contains("No more of these mails") && !page.body.contains("leaves@"), "{}", page.body);
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
    }
    assert!(chairs.administrator.get(&here).await.main().contains("2 addresses are on this list."));
    // The next edition is on its way when they say no, by the one press of their mail program.
    settled(&chairs, "two", "").await;
    let edition = send_now(&chairs, LIST).await;
    let pressed = visitor.post(&stop, &[("List-Unsubscribe", "One-Click")]).await;
    assert!(pressed.status == StatusCode::OK && pressed.main().contains("No more mail comes."), "{}", pressed.main());
    assert_eq!(visitor.post(&stop, &[("List-Unsubscribe", "One-Click")]).await.status, StatusCode::OK, "pressed twice");
    it.work().await;
    assert_eq!((mails_to(it, "leaves@example.scot").len(), mails_to(it, "stays@example.scot").len()), (1, 2));
    assert!(chairs.gp.get(&edition).await.main().contains("Its one mail has left."));
    // Their address is nowhere any more, on no list of the group.
    for table in [&here, &second] {
        assert!(!chairs.administrator.get(table).await.body.contains("leaves@"));
    }
    let kept = sql("SELECT COUNT(*) AS n FROM recipients WHERE address LIKE 'leaves%'").one(&it.app.db).await.expect("a row");
    assert_eq!(kept.get::<i64>("n").expect("a count"), 0);
    // Nobody brings them back: not typed, not on another list, not by a script.
    let page = put(&chairs, &here, "Leaves@example.scot").await;
    assert!(page.contains("0 addresses are new on the list. 1 has said no, and stays off it."), "{page}");
    assert!(put(&chairs, &second, "leaves@example.scot").await.contains("1 has said no"));
    let api = format!("/api/v1/north-moor/networks/{}/recipients", network(&chairs, LIST).await);
    let by_script = json!({ "addresses": ["leaves@example.scot", "new@example.scot"] });
    let made = chairs.administrator.api(Method::POST, &api, Some(by_script)).await.json();
    assert_eq!(made, json!({ "new": 1, "already": 0, "said_no": 1 }));
    assert_eq!(chairs.administrator.api(Method::GET, &api, None).await.json(), json!({ "there": 2, "came_back": 0, "said_no": 1 }));
    // They themselves can, with their link and their address.
    let page = visitor.get(&stop).await;
    assert!(page.main().contains("I want it again"), "{}", page.main());
    let other = visitor.fill(&stop, &stop, &[("wish", "again"), ("address", "stays@example.scot")]).await;
    assert!(
        other.status == StatusCode::UNPROCESSABLE_ENTITY && other.main().contains("that the mail with this link came to"),
        "{}",
        other.main()
    );
    let back = visitor.fill(&stop, &stop, &[("wish", "again"), ("address", " LEAVES@example.scot ")]).await;
    assert!(back.main().contains("You get it again."), "{}", back.main());
    settled(&chairs, "three", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    assert_eq!(mails_to(it, "leaves@example.scot").len(), 2);
    // A link that was made up opens nothing, nor does one of another group.
    for made_up in [format!("{}x", stop), stop.replace("north-moor", "south-firth"), "/north-moor/no-news/x".to_owned()] {
        assert_eq!(visitor.get(&made_up).await.status, StatusCode::NOT_FOUND, "{made_up}");
        assert_eq!(visitor.post(&made_up, &[("List-Unsubscribe", "One-Click")]).await.status, StatusCode::NOT_FOUND, "{made_up}");
    }
});

both!(a_form_without_our_key_stops_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "one@example.scot").await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    let stop = stop_link(it, "one@example.scot");
    let late = it.visitor().post(&stop, &[("wish", "none")]).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.main().contains("Press the button once more"), "{}", late.main());
    // Taken off by the administrator, their old link still says no for good.
    let body = chairs.administrator.get(&here).await.body;
    let act = row_of(&body, &here, "one@example.scot");
    chairs.administrator.fill(&here, &act, &[("to", "off")]).await;
    assert!(it.visitor().fill(&stop, &stop, &[("wish", "none")]).await.main().contains("No more mail comes."));
    assert!(put(&chairs, &here, "one@example.scot").await.contains("1 has said no"));
});

both!(an_address_whose_mail_came_back_gets_nothing_until_somebody_says_that_it_is_right, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "good@example.scot gone@example.scot full@example.scot").await;
    settled(&chairs, "one", "").await;
    let edition = send_now(&chairs, LIST).await;
    // As a server would have it: one is unknown there, the other's box is full just now.
    let mut tx = it.app.begin().await.expect("a transaction");
    for (address, said) in [("gone@example.scot", 550), ("full@example.scot", 0)] {
        let refused = sql("UPDATE mail_run_recipients SET state = 'refused', said = $2, settled_at = $3 WHERE to_address = $1");
        refused.bind(address).bind(i64::from(said)).bind(it.app.clock.now()).run(&mut tx).await.expect("refused");
    }
    it.app.commit(tx).await.expect("a commit");
    it.work().await;
    assert!(chairs.gp.get(&edition).await.main().contains("2 addresses were refused"));
    it.wait(SignedDuration::from_mins(16));
    tick(it).await;
    let page = chairs.administrator.get(&here).await;
    assert!(page.main().contains("Mail to 1 address came back for good."), "{}", page.main());
    let back = chairs.administrator.get(&format!("{here}?show=back")).await;
    assert!(back.main().contains("gone@example.scot") && !back.main().contains("full@example.scot"), "{}", back.main());
    settled(&chairs, "two", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    assert_eq!((mails_to(it, "gone@example.scot").len(), mails_to(it, "full@example.scot").len()), (0, 1));
    let act = row_of(&back.body, &here, "gone@example.scot");
    assert!(chairs.administrator.fill(&here, &act, &[("to", "right")]).await.location().ends_with("?confirmed"));
    // What came back before that does not mark it again.
    it.wait(SignedDuration::from_mins(16));
    tick(it).await;
    assert!(!chairs.administrator.get(&here).await.main().contains("came back for good"));
    settled(&chairs, "three", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    assert_eq!(mails_to(it, "gone@example.scot").len(), 1);
});

both!(a_report_of_a_mail_server_marks_the_address_it_is_about, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "good@example.scot gone@example.scot").await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    let mails = it.mails();
    let sent = mails.iter().find(|mail| mail.contains("To: gone@example.scot")).expect("a mail");
    let id = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("its key").to_owned();
    let report = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.board.example\nTo: brig@localhost\nSubject: Undelivered\nAuto-Submitted: auto-replied\n\
         MIME-Version: 1.0\nMessage-Id: <1@mx.board.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"edge\"\n\n\
         --edge\nContent-Type: text/plain\n\nThe user is unknown.\n\n--edge\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.board.example\n\nFinal-Recipient: rfc822; gone@example.scot\nAction: failed\nStatus: 5.1.1\n\n\
         --edge\nContent-Type: message/rfc822\n\nFrom: Brig <brig@localhost>\nTo: gone@example.scot\nSubject: News\nMessage-ID: {}\n\nx\n\n--edge--\n",
        id.trim()
    );
    let report = mail::read_message(report.replace('\n', "\r\n").as_bytes()).expect("a mail");
    assert!(mail::bounces::take(&it.app, &report).await.expect("it is read"));
    it.wait(SignedDuration::from_mins(16));
    tick(it).await;
    let page = chairs.administrator.get(&format!("{here}?show=back")).await;
    assert!(
        page.main().contains("gone@example.scot") && page.main().contains("Mail came back for good, 22 November 2026"),
        "{}",
        page.main()
    );
    assert!(!page.main().contains("good@example.scot |"), "{}", page.main());
    settled(&chairs, "two", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    assert_eq!((mails_to(it, "gone@example.scot").len(), mails_to(it, "good@example.scot").len()), (1, 2));
});

both!(the_button_of_a_mail_program_works_as_the_standard_has_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "one@example.scot").await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, LIST).await;
    it.work().await;
    let (stop, visitor) = (stop_link(it, "one@example.scot"), it.visitor());
    // RFC 8058, section 3.2: in parts, and with nothing that a browser would send along.
    let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let request = visitor.request(Method::POST, &stop).header("content-type", "multipart/form-data; boundary=x");
    let pressed = visitor.ask(request, body.into()).await;
    assert!(pressed.status == StatusCode::OK && pressed.main().contains("No more mail comes."), "{}", pressed.main());
    assert!(put(&chairs, &here, "one@example.scot").await.contains("1 has said no"));
});

both!(when_a_list_ends_its_addresses_are_forgotten_and_what_is_on_its_way_stops, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = list(&chairs).await;
    put(&chairs, &here, "one@example.scot two@example.scot").await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, LIST).await;
    let network = here.replace("/recipients", "");
    let ended = chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.main());
    it.work().await;
    assert_eq!(mails_to(it, "one@example.scot").len() + mails_to(it, "two@example.scot").len(), 0);
    let waits = sql("SELECT COUNT(*) AS n FROM mail_run_recipients WHERE state = 'waiting'").one(&it.app.db).await.expect("a row");
    assert_eq!(waits.get::<i64>("n").expect("a number"), 0, "nobody waits in what was on its way");
    let kept = sql("SELECT COUNT(*) AS n FROM recipients WHERE address <> ''").one(&it.app.db).await.expect("a row");
    assert_eq!(kept.get::<i64>("n").expect("a count"), 0);
    assert_eq!(chairs.administrator.get(&here).await.status, StatusCode::NOT_FOUND);
});
