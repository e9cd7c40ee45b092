//! Whom Brig trusts with a mailbox, and by what it signs in: certificates of a board's own authority, tokens that run out, and no
//! secret in any log.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};

use issues::post::{Taken, fetch_from};
use kernel::{
    App, both,
    config::{Imap, Oauth},
    testing::Logged,
};

use crate::{
    mailbox::{Server, mail},
    support::{command, start},
};

const OURS: &str = "raise@northmoor.example";
const SECRET: &str = "the-applications-own-secret";

/// Gives tokens, and tells a mail server which of them are good.
#[derive(Default)]
struct Issuer {
    given: Mutex<Vec<String>>,
    good: Mutex<HashSet<String>>,
    /// Whether a new token is good at once.
    refuses: Mutex<bool>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no panic")
}

impl Issuer {
    /// Listens; gives its port.
    fn listen() -> (Arc<Self>, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let issuer = Arc::new(Self::default());
        let own = issuer.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let issuer = own.clone();
                thread::spawn(move || issuer.answer(stream));
            }
        });
        (issuer, port)
    }

    fn answer(&self, stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let (mut head, mut length, mut bearer) = (String::new(), 0, String::new());
        reader.read_line(&mut head).ok()?;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim().split_once(':') else { break };
            match name.to_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "authorization" => bearer = value.trim().trim_start_matches("Bearer ").to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let body = String::from_utf8(body).ok()?;
        let said = if head.starts_with("POST /token") && body.contains(SECRET) && body.contains("client_credentials") {
            let mut given = held(&self.given);
            let token = format!("token-number-{}-of-the-application", given.len() + 1);
            given.push(token.clone());
            if !*held(&self.refuses) {
                held(&self.good).insert(token.clone());
            }
            format!(r#"{{"access_token":"{token}","expires_in":3600}}"#)
        } else if head.contains("/who") && held(&self.good).contains(&bearer) {
            r#"{"active":true,"username":"raise"}"#.into()
        } else {
            r#"{"active":false}"#.into()
        };
        let mut stream = stream;
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
            said.len()
        )
        .ok()
    }

    fn given(&self) -> usize {
        held(&self.given).len()
    }

    /// Ends every token that was given, before its time.
    fn end_all(&self) {
        held(&self.good).clear();
    }
}

fn oauth(port: u16) -> Oauth {
    Oauth {
        token_url: format!("http://127.0.0.1:{port}/token"),
        client_id: "brig".into(),
        client_secret: SECRET.into(),
        scope: "mailbox".into(),
        authorities: None,
    }
}

/// A mail server that asks the issuer who somebody with a token is.
async fn by_token(port: u16) -> Option<Server> {
    // Its settings know no file beside them until it runs: they are written by a name of their own.
    let file = kernel::testing::scratch_file("oauth2");
    let asking = format!(
        "introspection_url = http://127.0.0.1:{port}/who\nintrospection_mode = auth\nforce_introspection = yes\n\
         username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    );
    std::fs::write(&file, asking).expect("settings");
    Server::start_with(&format!(
        "auth_mechanisms = plain xoauth2\nauth_failure_delay = 0\npassdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {}\n}}\n",
        file.display()
    ))
    .await
}

async fn taken(app: &App, imap: &Imap, server: &Server) -> Vec<Option<Taken>> {
    fetch_from(app, imap).await.unwrap_or_else(|error| panic!("{error:?}: {}", server.log()))
}

both!(a_mailbox_is_read_by_a_token_and_one_that_was_ended_is_renewed_once, start, |it| {
    let (issuer, port) = Issuer::listen();
    if let Some(server) = by_token(port).await {
        let administrator = it.administrator().await;
        let path = "/north-moor/go-live/raise-address";
        assert_eq!(administrator.fill(path, path, &[("answer", OURS), ("seen", "")]).await.status, 303);
        let imap = Imap { url: server.imap.url.replace(":secret@", "@"), oauth: Some(oauth(port)), authorities: None };
        let (log, listening) = Logged::listen();
        server.deliver("1", &mail(1, OURS, "They come late."));
        assert_eq!(taken(&it.app, &imap, &server).await, [Some(Taken::Raised("NM-0001".into()))]);
        assert_eq!(taken(&it.app, &imap, &server).await, []);
        assert_eq!(issuer.given(), 1, "one token serves as long as it is good");
        issuer.end_all();
        server.deliver("2", &mail(2, OURS, "No results."));
        assert_eq!(taken(&it.app, &imap, &server).await, [Some(Taken::Raised("NM-0002".into()))]);
        assert_eq!(issuer.given(), 2, "one was asked for in its place");
        // Nothing helps: it is asked for once, and said plainly.
        issuer.end_all();
        *held(&issuer.refuses) = true;
        let error = format!("{:?}", fetch_from(&it.app, &imap).await.expect_err("no entry"));
        assert!(error.contains("refused the sign-in"), "{error}");
        assert_eq!(issuer.given(), 3);
        // And the next look begins with a token of its own.
        *held(&issuer.refuses) = false;
        assert_eq!(taken(&it.app, &imap, &server).await, []);
        assert_eq!(issuer.given(), 4);
        drop(listening);
        let said = format!("{}{error}", log.heard());
        assert!(!said.contains("token-number") && !said.contains(SECRET), "{said}");
    }
});

#[tokio::test]
async fn the_check_signs_in_by_a_token_and_prints_no_secret_whatever_is_logged() {
    let (issuer, port) = Issuer::listen();
    let Some(server) = by_token(port).await else { return };
    let check = || {
        let said = command(&["mail", "check"])
            .env("BRIG_LOG", "trace")
            .env("BRIG_CA_FILE", server.authority())
            .env("BRIG_IMAP_URL", server.encrypted[0].replace(":secret@", "@"))
            .env("BRIG_SMTP_OAUTH_TOKEN_URL", format!("http://127.0.0.1:{port}/token"))
            .env("BRIG_SMTP_OAUTH_CLIENT_ID", "brig")
            .env("BRIG_SMTP_OAUTH_CLIENT_SECRET", SECRET)
            .output()
            .expect("the program runs");
        let all = format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        // XOAUTH2 writes the token in base64: none of its stretches stands there either.
        for hidden in ["token-number", SECRET, "dG9rZW4tbnVtYmVy", "Rva2VuLW51bWJlc", "0b2tlbi1udW1iZXI"] {
            assert!(!all.contains(hidden), "{hidden}: {all}");
        }
        (said.status.success(), all)
    };
    let (well, all) = check();
    assert!(well && all.contains("It opens. Mails in it: 0"), "{all}{}", server.log());
    *held(&issuer.refuses) = true;
    let (well, all) = check();
    assert!(!well && all.contains("The mailbox cannot be read: the mailbox's server refused the sign-in."), "{all}");
}

both!(a_certificate_counts_if_the_machine_or_the_named_file_knows_who_signed_it, start, |it| {
    if let Some(server) = Server::start().await {
        let administrator = it.administrator().await;
        let path = "/north-moor/go-live/raise-address";
        administrator.fill(path, path, &[("answer", OURS), ("seen", "")]).await;
        let open = async |url: &str, authorities| {
            let said = fetch_from(&it.app, &Imap { url: url.into(), oauth: None, authorities }).await;
            said.map_err(|error| format!("{error:?}"))
        };
        let mut number = 0;
        for url in &server.encrypted {
            number += 1;
            server.deliver(&number.to_string(), &mail(number, OURS, "They come late."));
            let said = open(url, Some(server.authority())).await.unwrap_or_else(|error| panic!("{url}: {error}: {}", server.log()));
            assert_eq!(said, [Some(Taken::Raised(format!("NM-{number:04}")))]);
            let why = open(url, None).await.expect_err("nobody knows the authority");
            assert!(why.contains("nobody whom this machine trusts has signed the certificate") && why.contains("BRIG_CA_FILE"), "{why}");
        }
        let elsewhere = server.encrypted[0].replace("127.0.0.2", "localhost");
        let why = open(&elsewhere, Some(server.authority())).await.expect_err("another name");
        assert!(why.contains("is for another name"), "{why}");
        // A file that holds no certificate is said to be wrong, and nothing is trusted instead.
        let empty = kernel::testing::scratch_file("pem");
        std::fs::write(&empty, "no certificate").expect("a file");
        for file in [empty.clone(), empty.with_extension("nowhere")] {
            let why = open(&server.encrypted[0], Some(file)).await.expect_err("no authority");
            assert!(why.contains("BRIG_CA_FILE names cannot be read"), "{why}");
        }
        let said = command(&["mail", "check"]).env("BRIG_IMAP_URL", &server.encrypted[0]).output().expect("the program runs");
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.contains("nobody whom this machine trusts has signed the certificate"), "{said}");
    }
});
