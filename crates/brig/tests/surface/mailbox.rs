//! A mailbox on a real server: what is new becomes issues, each once, whatever is interrupted.

use std::{
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use issues::post::{Taken, fetch_from};
use kernel::{both, config::Imap, testing::scratch_file};

use crate::support::{command, start};

/// A mail server of Debian's packages, with one mailbox.
pub(crate) struct Server {
    child: Child,
    folder: PathBuf,
    pub(crate) imap: Imap,
    /// Addresses with encryption: from the first byte, and asked for.
    pub(crate) encrypted: [String; 2],
}

impl Server {
    /// Starts it; nothing where it is not installed, which a line says.
    pub(crate) async fn start() -> Option<Self> {
        Self::start_with("").await
    }

    /// Starts it with settings of a test's own before all others; `FOLDER` in them is where it keeps everything.
    pub(crate) async fn start_with(more: &str) -> Option<Self> {
        let program = "/usr/sbin/dovecot";
        let root = Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.starts_with(b"0"));
        if !Path::new(program).exists() || !root {
            // As the other database: never skipped where all is tested.
            #[expect(clippy::disallowed_methods, reason = "tests have no command line")]
            let all = std::env::var("CI").is_ok() && std::env::var("TEST_POSTGRES").is_ok();
            assert!(!all, "dovecot is needed, and to be root");
            println!("skipped: dovecot is not here, or this is not root");
            return None;
        }
        let folder = scratch_file("mailbox");
        let at = folder.display();
        std::fs::create_dir_all(folder.join("mail/raise/Maildir")).expect("a folder");
        let free = || TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr()).expect("a free port").port();
        let (port, tls) = (free(), free());
        certify(&folder);
        let more = more.replace("FOLDER", &at.to_string());
        let settings = format!(
            "{more}base_dir = {at}/run\nlog_path = {at}/log\nprotocols = imap\nlisten = 127.0.0.1, 127.0.0.2\nssl = yes\nssl_cert = <{at}/cert.pem\nssl_key = <{at}/key.pem\ndisable_plaintext_auth = no\n\
             mail_location = maildir:{at}/mail/%u/Maildir\nfirst_valid_uid = 1\n\
             passdb {{\n  driver = static\n  args = password=secret\n}}\nuserdb {{\n  driver = static\n  args = uid=nobody gid=nogroup home={at}/mail/%u\n}}\n\
             service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n  inet_listener imaps {{\n    port = {tls}\n    ssl = yes\n  }}\n}}\n"
        );
        std::fs::write(folder.join("settings"), settings).expect("settings");
        for name in ["mail", "mail/raise", "mail/raise/Maildir"] {
            std::os::unix::fs::chown(folder.join(name), Some(65_534), Some(65_534)).expect("an owner");
        }
        let child =
            Command::new(program).args(["-F", "-c"]).arg(folder.join("settings")).stderr(Stdio::null()).spawn().expect("dovecot starts");
        let imap = Imap { url: format!("imap://raise:secret@127.0.0.1:{port}/INBOX"), oauth: None, authorities: None };
        let encrypted = [format!("imaps://raise:secret@127.0.0.2:{tls}/INBOX"), format!("imap://raise:secret@127.0.0.2:{port}/INBOX")];
        let server = Self { child, folder, imap, encrypted };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("dovecot does not answer: {}", server.log());
    }

    /// The certificate of the authority that signed the server's.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Puts a mail into the mailbox, as delivery does.
    pub(crate) fn deliver(&self, name: &str, mail: &str) {
        self.deliver_as(name, "new", mail);
    }

    fn deliver_as(&self, name: &str, into: &str, mail: &str) {
        let new = self.folder.join("mail/raise/Maildir").join(into);
        for folder in ["new", "cur", "tmp"] {
            let folder = self.folder.join("mail/raise/Maildir").join(folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            std::os::unix::fs::chown(&folder, Some(65_534), Some(65_534)).expect("an owner");
        }
        let file = new.join(name);
        std::fs::write(&file, mail.replace('\n', "\r\n")).expect("a mail");
        std::os::unix::fs::chown(&file, Some(65_534), Some(65_534)).expect("an owner");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Makes an authority, and a certificate that it has signed for 127.0.0.2.
fn certify(folder: &Path) {
    let make = |arguments: &str| {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
            .args(arguments.split(' '))
            .current_dir(folder)
            .stderr(Stdio::null())
            .status();
        assert!(made.is_ok_and(|done| done.success()), "openssl makes a certificate");
    };
    make("-subj /CN=board -addext keyUsage=critical,keyCertSign -keyout authority.key -out authority.pem");
    make(
        "-subj /CN=mailbox -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=IP:127.0.0.2 -CA authority.pem -CAkey authority.key -keyout key.pem -out cert.pem",
    );
}

pub(crate) fn mail(id: u32, to: &str, text: &str) -> String {
    format!("Message-ID: <{id}@glebe.example>\nFrom: Ann Reid <ann@glebe.example>\nTo: {to}\nSubject: Letters {id}\n\n{text}\n")
}

both!(what_is_new_in_a_mailbox_is_taken_once, start, |it| {
    if let Some(server) = Server::start().await {
        let administrator = it.administrator().await;
        let path = "/north-moor/go-live/raise-address";
        let ours = "raise@northmoor.example";
        assert_eq!(administrator.fill(path, path, &[("answer", ours), ("seen", "")]).await.status, 303);
        server.deliver("1", &mail(1, ours, "They come late {12}\n\n-- \nAnn"));
        server.deliver("2", &mail(2, ours, "Pt 0101011237 was sent home."));
        server.deliver("3", &mail(3, "nobody@northmoor.example", "Not for us."));
        let taken = fetch_from(&it.app, &server.imap).await.unwrap_or_else(|error| panic!("{error:?}: {}", server.log()));
        assert_eq!(taken, [Some(Taken::Raised("NM-0001".into())), Some(Taken::Refused), None]);
        assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("They come late {12}"));
        assert_eq!(fetch_from(&it.app, &server.imap).await.expect("an answer"), [], "what was taken is seen");
        // Somebody reads a mail in the mailbox before Brig does.
        server.deliver_as("6:2,S", "cur", &mail(6, ours, "Read first by a person."));
        assert_eq!(fetch_from(&it.app, &server.imap).await.expect("an answer"), [Some(Taken::Raised("NM-0002".into()))]);
        // Stopped between the commit and the mark, a mail comes once more; and one that a person has looked at stays seen.
        server.deliver("4", &mail(1, ours, "They come late {12}\n\n-- \nAnn"));
        server.deliver("5", &mail(5, ours, "No results."));
        let taken = fetch_from(&it.app, &server.imap).await.expect("an answer");
        assert_eq!(taken, [Some(Taken::Known), Some(Taken::Raised("NM-0003".into()))]);
        let wrong = Imap { url: server.imap.url.replace("secret", "wrong"), ..server.imap.clone() };
        let error = fetch_from(&it.app, &wrong).await.expect_err("no entry");
        assert!(format!("{error:?}").contains("refused the sign-in") && !format!("{error:?}").contains("wrong"), "{error:?}");
        let flagged = std::fs::read_dir(server.folder.join("mail/raise/Maildir/cur")).expect("a folder").flatten();
        let flagged =
            flagged.filter(|file| file.file_name().to_string_lossy().split(":2,").nth(1).is_some_and(|flags| flags.contains('F')));
        assert_eq!(flagged.count(), 1, "what nobody can take is flagged for a person");
    }
});

both!(a_mail_at_which_the_program_fails_is_put_aside_and_holds_up_none_behind_it, start, |it| {
    if let Some(server) = Server::start().await {
        let administrator = it.administrator().await;
        let path = "/north-moor/go-live/raise-address";
        let ours = "raise@northmoor.example";
        administrator.fill(path, path, &[("answer", ours), ("seen", "")]).await;
        assert_eq!(fetch_from(&it.app, &server.imap).await.expect("an answer"), []);
        server.deliver("1", &mail(1, ours, "They come late."));
        server.deliver("2", &mail(2, ours, "No results."));
        // As if the program had been stopped at the first one three times.
        let listed = kernel::sql("INSERT INTO mailbox_tries (place, number, tries) SELECT place, 1, 3 FROM mailboxes");
        let mut tx = it.app.begin().await.expect("a transaction");
        assert_eq!(listed.run(&mut tx).await.expect("listed"), 1);
        kernel::testing::commit(tx).await;
        let taken = fetch_from(&it.app, &server.imap).await.expect("an answer");
        assert_eq!(taken, [Some(Taken::Raised("NM-0001".into())), None]);
        assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("No results."));
        let told = it.mails_after_work().await;
        assert!(told.iter().any(|mail| mail.contains("A mail could not be taken") && mail.contains("still in the mailbox")), "{told:?}");
        assert_eq!(fetch_from(&it.app, &server.imap).await.expect("an answer"), [], "it is tried no more");
    }
});

#[tokio::test]
async fn the_check_opens_a_mailbox_over_both_kinds_of_encryption_and_marks_nothing() {
    let Some(server) = Server::start().await else { return };
    server.deliver("1", &mail(1, "raise@northmoor.example", "They come late."));
    for url in &server.encrypted {
        let said = command(&["mail", "check"])
            .env("SSL_CERT_FILE", server.authority())
            .env("BRIG_IMAP_URL", url)
            .output()
            .expect("the program runs");
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.status.success() && text.contains("Mails in it: 1, of which nobody has seen 1"), "{text}");
        let alone = command(&["mail", "check"]).env("BRIG_IMAP_URL", url).output().expect("the program runs");
        assert!(!alone.status.success(), "a certificate that nobody here knows is not trusted");
        assert!(!String::from_utf8_lossy(&alone.stdout).contains("secret"));
    }
}
