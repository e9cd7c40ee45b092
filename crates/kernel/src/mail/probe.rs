//! `brig mail check`: tries the mail server and says in plain lines what to ask the mail team for.

use lettre::transport::smtp::Error as SmtpError;

use super::{
    Mail, Mailbox, oauth,
    server::{Closed, Line},
};
use crate::config::{Imap, Settings, Smtp};

/// What the check found: lines to print, and whether mail would go.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Plain lines.
    pub lines: Vec<String>,
    /// Whether the server took us.
    pub works: bool,
}

/// Tries the mail that the settings name, without sending any, and the mailbox, without taking any.
pub async fn check(settings: &Settings) -> Checked {
    let mut checked = check_outgoing(settings).await;
    checked.lines.push(String::new());
    match &settings.imap {
        None => checked.lines.push("No mailbox is named, so no mail is read. To read one, set BRIG_IMAP_URL.".into()),
        Some(imap) => match look(imap, &oauth::Tokens::default()).await {
            Ok(lines) => checked.lines.extend(lines),
            Err(why) => {
                checked.lines.extend([
                    format!("The mailbox cannot be read: {why}."),
                    "Ask the mail team: for the server's name and port, whether IMAP is open to this machine, and for the mailbox's sign-in.".into(),
                ]);
                checked.works = false;
            }
        },
    }
    checked
}

/// Opens the mailbox and says what is in it; no mail is marked.
async fn look(imap: &Imap, tokens: &oauth::Tokens) -> Result<Vec<String>, String> {
    let mut mailbox = Mailbox::open(imap, tokens).await?;
    let (all, unseen) = (mailbox.all().await?.len(), mailbox.unseen().await?.len());
    let lines = vec![
        format!("Mailbox: {}", mailbox.name()),
        format!("It opens. Mails in it: {all}, of which nobody has seen {unseen}."),
        "Once the server runs, those that nobody has seen are taken at its first look, and after that each that comes, also when somebody has read it first. A mail to a group's own address becomes an issue; what no group takes is flagged and stays.".into(),
    ];
    mailbox.close().await;
    Ok(lines)
}

async fn check_outgoing(settings: &Settings) -> Checked {
    match Mail::from_settings(settings) {
        Mail::Smtp(smtp, tokens) => check_server(settings, &smtp, &tokens).await,
        _ => Checked {
            lines: vec![
                format!("No mail server is named: mail is written to files in {}.", settings.mail_dir.display()),
                "To send mail, set BRIG_SMTP_URL, as in smtp://user:password@mail.board.scot:587".into(),
            ],
            works: true,
        },
    }
}

async fn check_server(settings: &Settings, smtp: &Smtp, tokens: &oauth::Tokens) -> Checked {
    let mut lines = vec![format!("Sender: {}", settings.mail_from)];
    let way = if smtp.oauth.is_some() { "OAuth 2.0 (XOAUTH2)" } else { "user and password, or none" };
    lines.push(format!("Sign-in: {way}"));
    let failed = |mut lines: Vec<String>, why: String, ask: &str| {
        lines.extend([format!("It does not work: {why}."), format!("Ask the mail team: {ask}")]);
        Checked { lines, works: false }
    };
    match Line::open(smtp, tokens).await {
        Ok(line) => {
            if !line.answers().await {
                let ask = "may this machine send through the server (relay by address)?";
                return failed(lines, "the server answered but ended the conversation".into(), ask);
            }
            lines.push("The server answered, took the encryption and the sign-in. Mail can go.".into());
            Checked { lines, works: true }
        }
        Err(Closed::Ours(why)) => {
            let ask = match &smtp.oauth {
                Some(_) => "for the application's tenant, client id, client secret and the permission SMTP.SendAsApp.",
                None => "for the server's address as a whole, and which authority signed its certificate.",
            };
            failed(lines, why, ask)
        }
        Err(Closed::Server(error)) => {
            let (why, ask) = explain(&error);
            failed(lines, why, ask)
        }
    }
}

fn explain(error: &SmtpError) -> (String, &'static str) {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    match code.as_str() {
        "535" | "534" | "530" => (
            format!("the server refused the sign-in ({code})"),
            "for a mailbox that may send by SMTP (SMTP AUTH enabled), its user and password, or for OAuth 2.0 client credentials.",
        ),
        "550" | "554" | "553" => {
            (format!("the server refused us ({code})"), "to allow this machine's address and the sender's address on the server.")
        }
        _ if error.is_timeout() => {
            ("the server did not answer in time".into(), "is the port open from this machine (587 or 465)? A firewall may stand between.")
        }
        _ if error.is_tls() => (
            "no encrypted connection".into(),
            "which port speaks TLS, and which authority signed the server's certificate? Install that authority on this machine, or name a file with its certificate in BRIG_CA_FILE.",
        ),
        _ if code.is_empty() => {
            ("no connection to the server".into(), "for the server's name and port, and whether this machine may reach it.")
        }
        _ => (format!("the server answered {code}"), "what this code means on their server."),
    }
}
