//! The demonstration: a made-up board, built by the same commands that people use, with a page of people to sign in
//! as and a mailbox to look into.

mod agreements;
mod attending;
mod before;
mod board;
mod cast;
mod closing;
mod corrections;
mod directory;
mod generate;
mod hearing;
mod interim;
mod journeys;
mod late;
mod members;
mod networks;
mod pages;
mod papers;
mod past;
mod services;
mod surveys;
mod terms;
mod ways;
mod year;

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use kernel::{
    App, Db,
    clock::Clock,
    db::{Durability, Location},
    id::Ids,
    job::NewJob,
    mail::Mail,
    migrate, queue, sql,
};
use serde_json::json;

use crate::{cli::SettingsArgs, serve, slices};

pub use pages::routes;

/// What `brig demo` takes.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// The folder for the board; it must not hold one already. Left out: a new folder among the temporary files.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Generated issues to add, to see how it is with many.
    #[arg(long, default_value_t = 0)]
    issues: u32,
    /// Print a line of JSON, with addresses and tokens, once requests are answered.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// Builds the board and serves it until told to stop.
pub(crate) async fn run(args: DemoArgs) -> anyhow::Result<()> {
    let (listener, url) = serve::listen(&args.listen).await?;
    let folder = match args.data {
        Some(folder) => folder,
        None => kernel::config::temporary_folder("brig-demo")?,
    };
    let file = folder.join("brig.db");
    if file.exists() {
        bail!(
            "{} holds a board already: go on with it by `brig serve --database sqlite:{}`, or name another folder with --data",
            folder.display(),
            file.display()
        );
    }
    tokio::fs::create_dir_all(&folder).await.with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut settings = args.settings.settings(&url);
    settings.demonstration = true;
    if args.settings.mail_dir == *"mail" {
        settings.mail_dir = folder.join("mail");
    }
    if args.settings.removals == *"brig.removals" {
        settings.removals = Some(folder.join("brig.removals"));
    }
    let location = Location::Sqlite(file);
    let board = build(&location, &settings, Clock::System.now(), args.issues).await.context("the board could not be built")?;
    let app = serve::open(&location, settings).await?;
    let ready = if args.json { board.json(&app).to_string() } else { board.words(&app, &folder) };
    serve::run(app, listener, true, &ready).await
}

/// Builds the board into a file that waits for no disk meanwhile; it is on disk when this returns.
async fn build(location: &Location, settings: &kernel::config::Settings, now: Timestamp, issues: u32) -> anyhow::Result<board::Board> {
    let db = Db::open_with(location, Durability::Scratch).await?;
    migrate::run(&db, &Clock::System).await?;
    let app = App::new(db, Clock::fixed(now), Ids::Random, settings.clone(), Mail::memory(), slices::WIRING).await?;
    let board = board::build(&app, now, issues).await?;
    // What was mailed in the past has gone long ago.
    while queue::work_one(&app).await? {}
    // Patterns are found once all reports are read, so that the board shows them from the first moment.
    for kind in [issues::likeness::READ, triage::patterns::READ] {
        let mut tx = app.begin().await?;
        let job = NewJob { scope: None, kind, payload: json!({}), run_at: app.clock.now(), key: None };
        queue::push(&app, &mut tx, job).await?;
        app.commit(tx).await?;
        while queue::work_one(&app).await? {}
    }
    let mut tx = app.begin().await?;
    sql("INSERT INTO installation (name, value) VALUES ('demonstration', $1)").bind(b"yes".as_slice()).run(&mut tx).await?;
    app.commit(tx).await?;
    app.db.close().await;
    kernel::db::flush(location)?;
    Ok(board)
}

impl board::Board {
    fn json(&self, app: &App) -> serde_json::Value {
        let people: Vec<_> = self
            .people
            .iter()
            .map(|person| {
                json!({ "name": person.name, "role": person.role, "side": person.side,
                        "sign_in_url": app.url(&format!("/demo/people/{}", person.id)), "api_token": person.token })
            })
            .collect();
        json!({ "url": app.settings.public_url, "group": self.slug, "mailbox_url": app.url("/demo/mailbox"),
                "api_token": self.token, "people": people })
    }

    fn words(&self, app: &App, folder: &std::path::Path) -> String {
        let line = |what: &str, path: &str| format!("  {what:22}{}\n", app.url(path));
        format!(
            "\nBrig shows a made-up board.\n\n{}{}{}\nEverything is kept in {}. Press Ctrl-C to stop.\n",
            line("Raise an issue", &format!("/{}/raise", self.slug)),
            line("Sign in as somebody", "/demo"),
            line("See the mail", "/demo/mailbox"),
            folder.display()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A working day, a weekend at the end of a month, the night in which the clocks change.
    const DAYS: [&str; 3] = ["2026-11-25T10:00:00Z", "2027-02-28T16:00:00Z", "2027-03-28T01:30:00Z"];

    /// How many rows a statement counts, as `n`.
    async fn count(db: &Db, statement: &'static str) -> i64 {
        sql(statement).one(db).await.and_then(|row| row.get("n")).expect("a count")
    }

    /// What a board that begins at an instant has not.
    async fn lacking(now: &str) -> Vec<&'static str> {
        let folder = kernel::config::temporary_folder("brig-demo-test").expect("a folder");
        let location = Location::Sqlite(folder.join("brig.db"));
        let settings = kernel::config::Settings { demonstration: true, ..kernel::config::Settings::default() };
        build(&location, &settings, now.parse().expect("an instant"), 0).await.expect("the board is built");
        let db = Db::open_with(&location, Durability::Scratch).await.expect("it opens");
        let mut lacking = Vec::new();
        for (what, statement) in [
            ("kinds of networks", "SELECT COUNT(DISTINCT takes) - 6 AS n FROM networks"),
            ("recipients", "SELECT COUNT(*) AS n FROM recipients"),
            ("an owner outside who accepted", "SELECT COUNT(*) AS n FROM commissions WHERE state = 'accepted'"),
            ("actions carried forward", "SELECT COUNT(*) - 1 AS n FROM actions WHERE carried > 0"),
            ("an ask that was answered", "SELECT COUNT(*) AS n FROM awaited WHERE kind = 'ask' AND answered_on IS NOT NULL"),
            ("an ask that was not", "SELECT COUNT(*) AS n FROM awaited WHERE kind = 'ask' AND answered_on IS NULL"),
            ("a letter with its answer", "SELECT COUNT(*) AS n FROM awaited WHERE kind = 'letter' AND answered_on IS NOT NULL"),
            ("good news", "SELECT COUNT(*) AS n FROM edition_entries WHERE good_news"),
            ("editions on the page", "SELECT COUNT(*) AS n FROM edition_news"),
            ("patterns", "SELECT COUNT(*) AS n FROM patterns"),
        ] {
            if count(&db, statement).await <= 0 {
                lacking.push(what);
            }
        }
        db.close().await;
        drop(std::fs::remove_dir_all(folder));
        lacking
    }

    #[test]
    fn the_board_has_all_that_can_be_shown_whenever_it_begins() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        for now in DAYS {
            let lacking = runtime.block_on(lacking(now));
            assert!(lacking.is_empty(), "{now}: {lacking:?}");
        }
    }
}
