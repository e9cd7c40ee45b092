//! The command line. Every command ends with exit code 0 only on success; what went wrong is one plain line.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand, builder::BoolishValueParser};
use kernel::{
    config::{Imap, Oauth, Settings, Smtp},
    db::Location,
    telemetry,
};

use crate::{accounts, check_text, demo, inspect, operate, serve};

/// Brig runs a Primary–Secondary Care Interface Group.
#[derive(Debug, Parser)]
#[command(name = "brig", version, about, propagate_version = true)]
struct Cli {
    /// Write the log as JSON, a line an entry. BRIG_LOG chooses what is logged, as in `info` or `kernel=debug`.
    #[arg(long, global = true, env = "BRIG_LOG_JSON", value_parser = BoolishValueParser::new())]
    log_json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a demonstration board with made-up people, and print where to look.
    Demo(demo::DemoArgs),
    /// Set up a database, or a further group in it: the group, its administrator, and the first link to sign in by.
    Init(operate::InitArgs),
    /// Serve the pages and the API; does the jobs too, unless --no-worker.
    Serve(serve::ServeArgs),
    /// Do the jobs only, such as sending mail; any number of these may run beside `serve` on PostgreSQL.
    Work(serve::WorkArgs),
    /// Walk everything that is stored and say what is wrong with it.
    Verify(DatabaseArgs),
    /// Write everything into one file, while people go on working.
    Backup(operate::BackupArgs),
    /// Put a backup into an empty place.
    Restore(operate::RestoreArgs),
    /// Copy a whole board from one database into another, empty one, and prove it by counts and hashes.
    Copy(operate::CopyArgs),
    /// Tokens of the API.
    #[command(subcommand)]
    Token(TokenCommand),
    /// The people of a group.
    #[command(subcommand)]
    People(PeopleCommand),
    /// The mail server.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Terms of reference.
    #[command(subcommand)]
    Terms(TermsCommand),
    /// Look through documents for what tells who a patient is, and say where it stands, never what it is. Ends with 1 when
    /// something is found that no page would keep.
    CheckText(check_text::CheckTextArgs),
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Make a token for a person and print it, this once.
    Create(operate::TokenArgs),
    /// List the tokens of a person, without their secrets.
    List(accounts::OfArgs),
    /// End a token, by the key that the list names: it opens nothing any more.
    End(accounts::EndTokenArgs),
}

#[derive(Debug, Subcommand)]
enum PeopleCommand {
    /// Give a person an account and a seat in a group, and print a link to sign in by.
    Invite(operate::InviteArgs),
    /// Bring in the people of a table: an account and a seat for each row, all of them or none.
    Import(operate::ImportArgs),
    /// End the account of somebody who sits in no group any more: nobody signs in by it, and its address is forgotten.
    End(accounts::OfArgs),
}

#[derive(Debug, Subcommand)]
enum MailCommand {
    /// Try the mail server without sending anything, and say in plain lines what to ask the mail team for.
    Check(SettingsArgs),
    /// Take one mail from standard input, as a mail server pipes it, and make an issue of the group that it was sent to.
    In(operate::MailInArgs),
}

#[derive(Debug, Subcommand)]
enum TermsCommand {
    /// Read a template of terms of reference and list its sections, its placeholders, and what in it belongs to another board.
    Inspect(inspect::InspectArgs),
}

/// Which database.
#[derive(Debug, Args)]
pub(crate) struct DatabaseArgs {
    /// The database: sqlite:FILE or postgres://USER@HOST/NAME.
    #[arg(long, env = "BRIG_DATABASE", hide_env_values = true)]
    pub(crate) database: Location,
}

/// Settings that every process of a deployment shares.
#[derive(Clone, Debug, Args)]
pub(crate) struct SettingsArgs {
    /// Where people reach Brig, as in https://brig.board.scot. Decides whether cookies are for TLS only.
    #[arg(long, env = "BRIG_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// A proxy of ours stands in front: take callers' addresses from X-Forwarded-For.
    #[arg(long, env = "BRIG_BEHIND_PROXY", value_parser = BoolishValueParser::new())]
    pub(crate) behind_proxy: bool,
    /// Minutes without a request after which a person signs in again.
    #[arg(long, env = "BRIG_IDLE_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(i64).range(5..=720))]
    pub(crate) idle_minutes: i64,
    /// Days after which a mail that was sent is forgotten.
    #[arg(long, env = "BRIG_MAIL_DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=3650))]
    pub(crate) mail_days: i64,
    /// Days for which Brig looks after a sending to a list whether its mails come back: servers try for five days, and some for longer.
    #[arg(long, env = "BRIG_BOUNCE_DAYS", default_value_t = 21, value_parser = clap::value_parser!(i64).range(1..=90))]
    pub(crate) bounce_days: i64,
    /// How many addresses somebody can paste into a list at once; more come in as a table.
    #[arg(long, env = "BRIG_MOST_PASTED", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) most_pasted: u32,
    /// Seconds that posting to a web address, such as a Teams channel's, may take.
    #[arg(long, env = "BRIG_WEBHOOK_SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=120))]
    pub(crate) webhook_seconds: u64,
    /// Months for which it is kept who of a group opened which report, file or minute on which day: for the one case that
    /// words got through which could identify a patient.
    #[arg(long, env = "BRIG_LOOK_MONTHS", default_value_t = 12, value_parser = clap::value_parser!(i64).range(1..=120))]
    pub(crate) look_months: i64,
    /// The address mail comes from.
    #[arg(long, env = "BRIG_MAIL_FROM", default_value = "Brig <brig@localhost>")]
    pub(crate) mail_from: String,
    /// The folder that mail is written to where no mail server is named.
    #[arg(long, env = "BRIG_MAIL_DIR", default_value = "mail")]
    pub(crate) mail_dir: PathBuf,
    /// The file in which the list of removals is kept: seals of words that were taken out, never the words. Putting an older
    /// backup back takes the same words out again by it.
    #[arg(long, env = "BRIG_REMOVALS", default_value = "brig.removals")]
    pub(crate) removals: PathBuf,
    /// The mail server: smtp://USER:PASSWORD@HOST:PORT (STARTTLS) or smtps://… (TLS from the start).
    #[arg(long, env = "BRIG_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// Seconds that the mail server may take over one mail. Some look into a mail before they say that they have it: given up
    /// too early, it goes twice.
    #[arg(long, env = "BRIG_SMTP_TIMEOUT", default_value_t = 180, value_parser = clap::value_parser!(u64).range(1..=220))]
    smtp_timeout: u64,
    /// How many conversations with the mail server go on at the same time when one letter goes to many.
    #[arg(long, env = "BRIG_SMTP_CONNECTIONS", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    smtp_connections: u8,
    /// How many mails leave in any minute at the most, by all processes together; 0: as many as the mail server takes. Ask the
    /// mail team: many servers hold back or refuse whoever sends faster than they like.
    #[arg(long, env = "BRIG_MAIL_PER_MINUTE", default_value_t = 200, value_parser = clap::value_parser!(i64).range(0..=100_000))]
    mail_per_minute: i64,
    /// OAuth 2.0 instead of a password: where to ask for a token.
    #[arg(long, env = "BRIG_SMTP_OAUTH_TOKEN_URL", requires = "smtp_oauth_client_id", requires = "smtp_oauth_client_secret")]
    smtp_oauth_token_url: Option<String>,
    /// OAuth 2.0: the application's id.
    #[arg(long, env = "BRIG_SMTP_OAUTH_CLIENT_ID")]
    smtp_oauth_client_id: Option<String>,
    /// OAuth 2.0: the application's secret.
    #[arg(long, env = "BRIG_SMTP_OAUTH_CLIENT_SECRET", hide_env_values = true)]
    smtp_oauth_client_secret: Option<String>,
    /// OAuth 2.0: what the token shall be good for.
    #[arg(long, env = "BRIG_SMTP_OAUTH_SCOPE", default_value = "https://outlook.office365.com/.default")]
    smtp_oauth_scope: String,
    /// The mailbox that mail to groups is read from, so that it becomes issues: imaps://USER:PASSWORD@HOST:993/FOLDER. With OAuth
    /// 2.0 set it is signed in to as the mail server is, and no password is needed.
    #[arg(long, env = "BRIG_IMAP_URL", hide_env_values = true)]
    imap_url: Option<String>,
    /// A file with the certificates (PEM) of authorities that are trusted beside the machine's own: by the mail server, the mailbox
    /// and the address for tokens. For boards that sign their own.
    #[arg(long, env = "BRIG_CA_FILE")]
    ca_file: Option<PathBuf>,
}

impl SettingsArgs {
    /// The settings; `found_url` is where the process listens, for when no public address is named.
    pub(crate) fn settings(&self, found_url: &str) -> Settings {
        let oauth = match (&self.smtp_oauth_token_url, &self.smtp_oauth_client_id, &self.smtp_oauth_client_secret) {
            (Some(token_url), Some(client_id), Some(client_secret)) => Some(Oauth {
                token_url: token_url.clone(),
                client_id: client_id.clone(),
                client_secret: client_secret.clone(),
                scope: self.smtp_oauth_scope.clone(),
                authorities: self.ca_file.clone(),
            }),
            _ => None,
        };
        let public_url = self.public_url.as_deref().unwrap_or(found_url);
        Settings {
            public_url: public_url.trim_end_matches('/').to_owned(),
            behind_proxy: self.behind_proxy,
            idle_minutes: self.idle_minutes,
            mail_days: self.mail_days,
            bounce_days: self.bounce_days,
            most_pasted: usize::try_from(self.most_pasted).unwrap_or(usize::MAX),
            webhook_seconds: self.webhook_seconds,
            look_months: self.look_months,
            mail_from: self.mail_from.clone(),
            mail_dir: self.mail_dir.clone(),
            removals: Some(self.removals.clone()),
            imap: self.imap_url.clone().map(|url| Imap { url, oauth: oauth.clone(), authorities: self.ca_file.clone() }),
            smtp: self.smtp_url.clone().map(|url| Smtp {
                url,
                oauth,
                authorities: self.ca_file.clone(),
                patience: Duration::from_secs(self.smtp_timeout),
            }),
            smtp_connections: usize::from(self.smtp_connections),
            mail_per_minute: self.mail_per_minute,
            demonstration: false,
        }
    }
}

/// Reads the command line, does what it says, and gives the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start(cli.log_json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("the program could not start: {error}")),
    };
    let outcome = runtime.block_on(act(cli.command));
    // What a worker has in hand when the grace is over stays in the queue.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&said(&error)),
    }
}

async fn act(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(args) => demo::run(args).await,
        Command::Init(args) => operate::init(args).await,
        Command::Serve(args) => serve::serve(args).await,
        Command::Work(args) => serve::work(args).await,
        Command::Verify(args) => operate::verify(&args.database).await,
        Command::Backup(args) => operate::backup(args).await,
        Command::Restore(args) => operate::restore(args).await,
        Command::Copy(args) => operate::copy(args).await,
        Command::Token(TokenCommand::Create(args)) => operate::create_token(args).await,
        Command::Token(TokenCommand::List(args)) => accounts::list_tokens(args).await,
        Command::Token(TokenCommand::End(args)) => accounts::end_token(args).await,
        Command::People(PeopleCommand::End(args)) => accounts::end_account(args).await,
        Command::People(PeopleCommand::Invite(args)) => operate::invite(args).await,
        Command::People(PeopleCommand::Import(args)) => operate::import_people(args).await,
        Command::Mail(MailCommand::In(args)) => operate::mail_in(args).await,
        Command::Mail(MailCommand::Check(args)) => operate::check_mail(&args).await,
        Command::Terms(TermsCommand::Inspect(args)) => inspect::inspect(&args),
        Command::CheckText(args) => check_text::check(&args),
    }
}

#[expect(clippy::print_stderr, reason = "the command line's own output")]
fn failed(line: &str) -> ExitCode {
    eprintln!("brig: {line}");
    ExitCode::FAILURE
}

/// An error as one plain line.
fn said(error: &anyhow::Error) -> String {
    let line = match error.downcast_ref::<kernel::Error>() {
        Some(kernel::Error::Invalid(fields)) => fields.iter().map(|field| field.message.clone()).collect::<Vec<_>>().join("; "),
        Some(kernel::Error::Conflict(why) | kernel::Error::Forbidden(why)) => why.clone(),
        Some(kernel::Error::Unavailable(why)) => format!("the database does not answer ({why}): check its address and that it runs"),
        Some(kernel::Error::StorageFull) => "the disk is full".to_owned(),
        Some(kernel::Error::Internal(inner)) => format!("{inner:#}"),
        Some(other) => other.to_string(),
        None => format!("{error:#}"),
    };
    line.replace('\n', " ")
}

/// The whole help, command by command: a golden file shows what changes.
#[must_use]
pub fn help() -> String {
    fn walk(command: &mut clap::Command, path: &str, out: &mut String) {
        out.push_str(&format!("## {path}\n\n{}\n", command.render_long_help()));
        for sub in command.get_subcommands_mut() {
            if sub.get_name() != "help" {
                let path = format!("{path} {}", sub.get_name());
                walk(sub, &path, out);
            }
        }
    }
    let mut out = String::new();
    let mut command = <Cli as clap::CommandFactory>::command().term_width(100);
    command.build();
    walk(&mut command, "brig", &mut out);
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}
