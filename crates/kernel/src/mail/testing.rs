//! For tests: a mail server that does as it is told: takes a mail, refuses it, asks to come later, hangs up, falls silent.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// What the server does with the next mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It takes it.
    Takes,
    /// It knows nobody of that name (550).
    RefusesForGood,
    /// It has heard the text and does not want it (552).
    RefusesTheText,
    /// It asks to come later (451), before the text.
    AsksToComeLater,
    /// It has heard the text and asks to come later (451).
    AsksToComeLaterAfterTheText,
    /// It takes nothing of us just now (421), and is gone.
    TakesNothingNow,
    /// It has the mail, says nothing, and is gone.
    HangsUpAfterTheText,
    /// It says that it has the mail, and is gone.
    HangsUpAfterTakingIt,
    /// It says nothing more, before the text.
    FallsSilent,
    /// It has the mail and says nothing more.
    FallsSilentAfterTheText,
}

/// What the server was told and what it heard.
#[derive(Debug, Default)]
pub struct Server {
    /// What it does with the next mails; takes all that come after.
    pub script: Mutex<VecDeque<Does>>,
    /// The mails that it has, as they came.
    pub taken: Mutex<Vec<String>>,
    /// To whom it refused a mail for good, as the sender named them.
    pub refused: Mutex<Vec<String>>,
    /// How people signed in.
    pub signed_in: Mutex<Vec<String>>,
    /// How long it takes over each mail.
    pub slow: Duration,
    /// Whoever is named like this it never knows.
    pub unknown: &'static str,
    /// How often somebody began to talk to it.
    pub conversations: AtomicUsize,
}

impl Server {
    /// What it has taken.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        held(&self.taken).clone()
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A port that nobody else listens on.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, port)
}

/// Starts a server; tells its port.
pub fn serve(server: Arc<Server>) -> u16 {
    let (listener, port) = listen();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = server.clone();
            server.conversations.fetch_add(1, Ordering::Relaxed);
            // Whoever hangs up has hung up.
            thread::spawn(move || drop(converse(&server, stream)));
        }
    });
    port
}

fn converse(server: &Server, stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    let mut lines = BufReader::new(stream);
    let (mut does, mut to) = (Does::Takes, String::new());
    say("220 a scripted server")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.split_whitespace().next().unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => say("250-here\r\n250 AUTH XOAUTH2 PLAIN")?,
            "AUTH" => {
                held(&server.signed_in).push(line.trim().to_owned());
                say("235 come in")?;
            }
            "MAIL" => {
                does = held(&server.script).pop_front().unwrap_or(Does::Takes);
                if does == Does::TakesNothingNow {
                    return say("421 not now");
                }
                say("250 go on")?;
            }
            "RCPT" => {
                line.trim().clone_into(&mut to);
                if !server.unknown.is_empty() && line.contains(server.unknown) {
                    does = Does::RefusesForGood;
                }
                match does {
                    Does::FallsSilent => return wait_for_the_end(&mut lines),
                    Does::RefusesForGood => {
                        held(&server.refused).push(to.clone());
                        say("550 nobody of that name")?;
                    }
                    Does::AsksToComeLater => say("451 later")?,
                    _ => say("250 go on")?,
                }
            }
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    if lines.read_line(&mut text)? == 0 {
                        return Ok(());
                    }
                }
                thread::sleep(server.slow);
                match does {
                    Does::RefusesTheText => {
                        held(&server.refused).push(to.clone());
                        say("552 too much")?;
                        continue;
                    }
                    Does::AsksToComeLaterAfterTheText => {
                        say("451 later")?;
                        continue;
                    }
                    _ => held(&server.taken).push(text),
                }
                match does {
                    Does::HangsUpAfterTheText => return Ok(()),
                    Does::FallsSilentAfterTheText => return wait_for_the_end(&mut lines),
                    Does::HangsUpAfterTakingIt => return say("250 taken"),
                    _ => say("250 taken")?,
                }
            }
            "QUIT" => {
                say("221 bye")?;
                return Ok(());
            }
            _ => say("250 go on")?,
        }
    }
}

/// Says nothing until the other side has had enough.
fn wait_for_the_end(lines: &mut impl BufRead) -> std::io::Result<()> {
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        line.clear();
    }
    Ok(())
}
