//! `brig serve` and `brig work`: the process, from its first line of output to its last job.

use std::{future::IntoFuture, net::SocketAddr, time::Duration};

use anyhow::Context;
use clap::Args;
use kernel::{App, Db, clock::Clock, config::Settings, db::Location, http, id::Ids, mail::Mail, migrate, queue, sql};
use serde_json::json;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    time::timeout,
};

use crate::{
    cli::{DatabaseArgs, SettingsArgs},
    slices,
};

/// How long requests and jobs in hand may take to finish once we are told to stop.
const GRACE: Duration = Duration::from_secs(8);

/// What `brig serve` takes.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "BRIG_LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Print a line of JSON once requests are answered.
    #[arg(long)]
    json: bool,
    /// Serve only; `brig work` does the jobs.
    #[arg(long)]
    no_worker: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// What `brig work` takes.
#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// Serves until told to stop.
pub(crate) async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let (listener, url) = listen(&args.listen).await?;
    let app = open(&args.database.database, args.settings.settings(&url)).await?;
    let public = app.settings.public_url.clone();
    let ready = if args.json { json!({ "url": public }).to_string() } else { format!("Brig answers at {public}") };
    run(app, listener, !args.no_worker, &ready).await
}

/// Does jobs until told to stop.
pub(crate) async fn work(args: WorkArgs) -> anyhow::Result<()> {
    let app = open(&args.database.database, args.settings.settings("http://localhost")).await?;
    let mut signals = StopSignals::listen()?;
    let (stop, stopped) = watch::channel(false);
    let working = queue::work(app, stopped);
    tokio::pin!(working);
    tokio::select! {
        () = &mut working => {}
        () = signals.told() => {
            let _ = stop.send(true);
            let _ = timeout(GRACE, working).await;
        }
    }
    Ok(())
}

/// Listens; tells the address as people would type it.
pub(crate) async fn listen(address: &str) -> anyhow::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen at {address}"))?;
    let bound = listener.local_addr().context("the listener has no address")?;
    Ok((listener, format!("http://{bound}")))
}

/// Opens a database, brings it up to this program, and puts the process together.
pub(crate) async fn open(location: &Location, mut settings: Settings) -> anyhow::Result<App> {
    let db = Db::open(location).await.with_context(|| "the database cannot be opened".to_owned())?;
    migrate::run(&db, &Clock::System).await?;
    settings.demonstration = is_demonstration(&db).await?;
    let mail = Mail::from_settings(&settings);
    Ok(App::new(db, Clock::System, Ids::Random, settings, mail, slices::WIRING).await?)
}

/// Whether the database was made by `brig demo`.
async fn is_demonstration(db: &Db) -> kernel::Result<bool> {
    Ok(sql("SELECT name FROM installation WHERE name = 'demonstration'").optional(db).await?.is_some())
}

/// Answers requests, prints the ready line, does jobs, and ends within ten seconds of being told to.
pub(crate) async fn run(app: App, listener: TcpListener, works: bool, ready: &str) -> anyhow::Result<()> {
    let mut signals = StopSignals::listen()?;
    let (stop, stopped) = watch::channel(false);
    let site = http::site(app.clone(), slices::routes()).into_make_service_with_connect_info::<SocketAddr>();
    let mut on_stop = stopped.clone();
    let server = axum::serve(listener, site).with_graceful_shutdown(async move {
        let _ = on_stop.changed().await;
    });
    // The rules for what identifies a patient are made ready once: not while the first report waits for it.
    kernel::app::compute(|| analysis::identifiers::find("ready").len()).await?;
    say(ready);
    let worker = async {
        if works {
            queue::work(app.clone(), stopped).await;
        }
    };
    let both = async { tokio::join!(server.into_future(), worker) };
    tokio::pin!(both);
    tokio::select! {
        (served, ()) = &mut both => served?,
        () = signals.told() => {
            let _ = stop.send(true);
            // Whoever still holds a connection open does not hold up the end.
            let _ = timeout(GRACE, both).await;
        }
    }
    let _ = timeout(Duration::from_secs(1), app.db.close()).await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the command line's own output")]
fn say(line: &str) {
    println!("{line}");
}

/// The signals that tell us to stop. Listens from when it is made, so that none is missed after the ready line.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Ends when the system sends SIGTERM or somebody presses Ctrl-C.
    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
