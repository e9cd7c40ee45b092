//! A mail server that does as it is told: takes a mail, refuses it, asks to come later, hangs up, falls silent.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What the server does with the next mail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Does {
    Takes,
    RefusesForGood,
    AsksToComeLater,
    HangsUpAfterTheText,
    /// It says that it has the mail, and is gone.
    HangsUpAfterTakingIt,
    /// It says nothing more.
    FallsSilent,
}

/// What the server was told and what it heard.
#[derive(Debug, Default)]
pub(crate) struct Server {
    pub(crate) script: Mutex<VecDeque<Does>>,
    pub(crate) taken: Mutex<Vec<String>>,
    pub(crate) signed_in: Mutex<Vec<String>>,
    /// How long it takes over each mail.
    pub(crate) slow: Duration,
}

pub(crate) fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, port)
}

/// Starts a server; tells its port.
pub(crate) fn serve(server: Arc<Server>) -> u16 {
    let (listener, port) = listen();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = server.clone();
            // Whoever hangs up has hung up.
            thread::spawn(move || drop(converse(&server, stream)));
        }
    });
    port
}

fn converse(server: &Server, stream: TcpStream) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    let mut lines = BufReader::new(stream);
    let does = server.script.lock().expect("no panic").pop_front().unwrap_or(Does::Takes);
    say("220 a scripted server")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.split_whitespace().next().unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => say("250-here\r\n250 AUTH XOAUTH2 PLAIN")?,
            "AUTH" => {
                server.signed_in.lock().expect("no panic").push(line.trim().to_owned());
                say("235 come in")?;
            }
            "RCPT" if does == Does::FallsSilent => thread::sleep(Duration::from_secs(3)),
            "RCPT" if does == Does::RefusesForGood => say("550 nobody of that name")?,
            "RCPT" if does == Does::AsksToComeLater => say("451 later")?,
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    if lines.read_line(&mut text)? == 0 {
                        return Ok(());
                    }
                }
                thread::sleep(server.slow);
                server.taken.lock().expect("no panic").push(text);
                if does == Does::HangsUpAfterTheText {
                    return Ok(());
                }
                say("250 taken")?;
                if does == Does::HangsUpAfterTakingIt {
                    return Ok(());
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
