//! One letter to many recipients: how much of what its conversations can carry is used, and what is missing or goes twice when the
//! program is killed. `cargo run --release -p kernel --features testing --example mails [MAILS] [CONVERSATIONS] [MILLISECONDS] [KILLS]`.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use kernel::{
    App, Db, Result,
    app::Wiring,
    clock::Clock,
    config::{Settings, Smtp, temporary_folder},
    db::Location,
    id::Ids,
    job::Work,
    mail::{
        self, Letter, Mail, Tokens,
        runs::{self, NewRun, RunRecipient},
        testing::{Server, serve},
    },
    migrate, queue,
    testing::five_minutes_later,
};
use uuid::Uuid;

const WORK: &[(&str, Work)] = &[(mail::SEND, mail::send), (runs::SEND, runs::send)];
const WIRING: Wiring = Wiring { reactions: &[], work: WORK, schedules: &[], takers: &[] };

/// What is measured.
struct Plan {
    mails: usize,
    conversations: usize,
    /// What the server needs for a mail.
    slow: Duration,
    kills: usize,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

async fn app(place: &Location, mail: Mail, conversations: usize) -> Result<App> {
    let db = Db::open(place).await?;
    // The limit is off: it is the machinery that is measured.
    let settings = Settings { smtp_connections: conversations, mail_per_minute: 0, ..Settings::default() };
    App::new(db, Clock::System, Ids::Random, settings, mail, WIRING).await
}

/// Makes a database with a run of so many mails in it.
async fn fill(place: &Location, mails: usize) -> Result<()> {
    let db = Db::open(place).await?;
    migrate::run(&db, &Clock::System).await?;
    db.close().await;
    let app = app(place, Mail::memory(), 1).await?;
    let letter = (0..8).fold(Letter::new("News", "What the group decided", "The group"), |letter, n| {
        letter
            .section(format!("Decision {n}"))
            .paragraph("Who asks for a test reads its result, wherever the patient is by then. ".repeat(3))
    });
    let recipient = |n| RunRecipient { to: format!("reader{n}@board.example"), stop_url: format!("https://brig.example/stop/{n}") };
    let recipients = (0..mails).map(recipient).collect();
    let run = NewRun { scope: Uuid::from_u128(1), cause: Uuid::from_u128(2), kind: "news", reply_to: None, recipients, letter };
    let mut tx = app.begin().await?;
    runs::begin(&app, &mut tx, run).await?;
    app.commit(tx).await?;
    app.db.close().await;
    Ok(())
}

/// What is killed: a process that sends until nothing is left.
async fn send(place: &Location, port: &str, conversations: usize) -> Result<()> {
    let smtp = Smtp { url: format!("smtp://127.0.0.1:{port}"), oauth: None, authorities: None, patience: Duration::from_secs(30) };
    let app = app(place, Mail::Smtp(smtp, Tokens::default()), conversations).await?;
    while queue::pending(&app.db).await? > 0 {
        if !queue::work_one(&app).await? {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    Ok(())
}

fn start(place: &str, port: u16, conversations: usize) -> Child {
    let program = std::env::current_exe().expect("this program");
    let arguments = ["--send", place, &port.to_string(), &conversations.to_string()];
    Command::new(program).args(arguments).stdout(Stdio::null()).spawn().expect("it starts")
}

fn taken(server: &Server) -> usize {
    server.taken.lock().expect("no panic").len()
}

fn wait_until(happened: impl Fn() -> bool) {
    while !happened() {
        sleep(Duration::from_millis(2));
    }
}

/// The processor's ticks that the sending process has used.
fn processor(child: &Child) -> f64 {
    let said = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    let fields: Vec<f64> = said.rsplit(") ").next().unwrap_or_default().split(' ').filter_map(|field| field.parse().ok()).collect();
    // utime and stime stand 14th and 15th; what is before `)` and the state are no numbers here.
    fields.get(10).zip(fields.get(11)).map_or(0.0, |(user, system)| (user + system) / 100.0)
}

/// What the same conversations carry that do nothing else, at the same moment on the same machine: mails a second.
#[expect(clippy::disallowed_methods, reason = "a measurement by hand, not a part of the program")]
fn bare(plan: &Plan, text: &str) -> f64 {
    let server = Arc::new(Server { slow: plan.slow, ..Server::default() });
    let port = serve(server.clone());
    let begun = Instant::now();
    let each = 100;
    let talk = move |text: &str| -> std::io::Result<()> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let (mut out, mut lines) = (stream.try_clone()?, BufReader::new(stream).lines());
        let mut hear = || lines.next().unwrap_or_else(|| Err(std::io::ErrorKind::UnexpectedEof.into()));
        hear()?;
        for _ in 0..each {
            for said in ["MAIL FROM:<a@b.example>\r\n", "RCPT TO:<c@d.example>\r\n", "DATA\r\n", text] {
                out.write_all(said.as_bytes())?;
                hear()?;
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let talks: Vec<_> = (0..plan.conversations).map(|_| scope.spawn(|| talk(text))).collect();
        for talk in talks {
            talk.join().expect("no panic").expect("it talks");
        }
    });
    (each * plan.conversations) as f64 / begun.elapsed().as_secs_f64()
}

/// How long the disk takes to say that it has something, in milliseconds: the median of fifty.
#[expect(clippy::disallowed_methods, reason = "a measurement by hand, not a part of the program")]
fn disk(folder: &Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("disk")).expect("a file");
    let mut times: Vec<f64> = (0..50)
        .map(|_| {
            file.write_all(&[0; 4_096]).expect("it is written");
            let begun = Instant::now();
            file.sync_all().expect("it is on disk");
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[25]
}

#[expect(clippy::disallowed_methods, reason = "a measurement by hand, not a part of the program")]
fn straight(plan: &Plan) {
    let folder = temporary_folder("brig-bench-mails").expect("a folder");
    let place = format!("sqlite:{}", folder.join("mails.db").display());
    let location: Location = place.parse().expect("a place");
    runtime().block_on(fill(&location, plan.mails)).expect("a run");
    let server = Arc::new(Server { slow: plan.slow, ..Server::default() });
    let mut child = start(&place, serve(server.clone()), plan.conversations);
    wait_until(|| taken(&server) > 0);
    let begun = Instant::now();
    wait_until(|| taken(&server) >= plan.mails);
    let (took, cpu) = (begun.elapsed().as_secs_f64(), processor(&child));
    child.wait().expect("it ends");
    assert_eq!(taken(&server), plan.mails, "nobody killed it, and something went twice");
    let (mails, conversations) = (plan.mails as f64, plan.conversations as f64);
    let bare = bare(plan, &format!("{}\r\n.\r\n", server.mails()[0].trim_end_matches("\r\n.\r\n")));
    println!("the disk needs {:.1} ms for a commit; the same conversations carry {bare:.1} mails a second by themselves", disk(&folder));
    let can = conversations / plan.slow.as_secs_f64();
    println!(
        "{} mails, {} conversations, {} ms a mail at the server: {took:.1} s, {:.1} mails a second of {can:.1}: ratio {:.2}, to what they carry by themselves {:.2}; {:.2} ms of processor a mail",
        plan.mails,
        plan.conversations,
        plan.slow.as_millis(),
        (mails - 1.0) / took,
        (mails - 1.0) / took / can,
        (mails - 1.0) / took / bare,
        cpu * 1_000.0 / mails
    );
    std::fs::remove_dir_all(folder).expect("it is removed");
}

fn killed(plan: &Plan) {
    let folder = temporary_folder("brig-bench-mails").expect("a folder");
    let place = format!("sqlite:{}", folder.join("mails.db").display());
    let location: Location = place.parse().expect("a place");
    let runtime = runtime();
    runtime.block_on(fill(&location, plan.mails)).expect("a run");
    let server = Arc::new(Server { slow: plan.slow, ..Server::default() });
    let port = serve(server.clone());
    let mut seed = 12_345_u64;
    for _ in 0..plan.kills {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = start(&place, port, plan.conversations);
        let more = taken(&server) + plan.mails / (plan.kills + 2);
        wait_until(|| taken(&server) >= more);
        sleep(Duration::from_micros((seed >> 33) % 40_000));
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        runtime.block_on(five_minutes_later(&location));
    }
    let before = taken(&server);
    start(&place, port, plan.conversations).wait().expect("it ends");
    let mut by_address: HashMap<String, Vec<String>> = HashMap::new();
    for mail in server.mails() {
        let to = mail.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default().to_owned();
        by_address.entry(to).or_default().push(mail);
    }
    let twice: usize = by_address.values().map(|same| same.len() - 1).sum();
    let other = by_address.values().filter(|same| same.iter().any(|mail| mail != &same[0])).count();
    println!(
        "{} mails, {} conversations, killed {} times ({before} had gone by the last): {} missing, {twice} went twice of at most {}, {other} of them not the same bytes",
        plan.mails,
        plan.conversations,
        plan.kills,
        plan.mails - by_address.len(),
        plan.kills * plan.conversations,
    );
    std::fs::remove_dir_all(folder).expect("it is removed");
}

fn main() {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, place, port, conversations] = typed.as_slice()
        && flag == "--send"
    {
        let place = place.parse().expect("a place");
        runtime().block_on(send(&place, port, conversations.parse().expect("a number"))).expect("it sends");
        return;
    }
    let number = |at: usize, otherwise: usize| typed.get(at).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let slow = Duration::from_millis(u64::try_from(number(2, 20)).expect("milliseconds"));
    let plan = Plan { mails: number(0, 20_000), conversations: number(1, 3), slow, kills: number(3, 40) };
    straight(&plan);
    killed(&plan);
}
