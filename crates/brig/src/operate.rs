//! The operator's commands: set up, verify, back up, restore, copy, invite, bring people in, make a token, try the mail.

use std::{io::Read, path::PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use group::{
    groups::{self, NewGroup},
    importing::{Checked, Sheet},
    membership::{self, NewSeat, Side},
    people::{self, NewPerson, Scope},
    people_import::{self, Newcomer},
    permissions::Role,
};
use issues::post::{self, Taken};
use kernel::{
    App, Db,
    actor::Actor,
    backup::{self, Copied},
    clock::Clock,
    db::Location,
    mail, removal, verify, words,
};

use crate::{
    cli::{DatabaseArgs, SettingsArgs},
    serve, slices,
};

/// What `brig init` takes.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The group's name, as in "North Moor Interface Group".
    #[arg(long)]
    name: String,
    /// The health board it serves, as in "NHS North Moor".
    #[arg(long)]
    board: String,
    /// The group's part of every address, as in north-moor.
    #[arg(long)]
    address: String,
    /// What the group's references begin with: two to six letters, as in NM.
    #[arg(long)]
    prefix: String,
    /// Where the group's clock stands.
    #[arg(long, default_value = "Europe/London")]
    time_zone: String,
    /// The administrator's name.
    #[arg(long)]
    administrator: String,
    /// The administrator's mail address.
    #[arg(long)]
    email: String,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// What `brig backup` takes.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write; it must not be there yet.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// What `brig restore` takes.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    /// The list of removals: what was taken out since the backup is taken out again. Looked for where `brig serve` keeps it.
    #[arg(long, env = "BRIG_REMOVALS", default_value = "brig.removals")]
    removals: PathBuf,
    /// Let mail that waited when the backup was made go at once. Without it such mail is put aside, because it may have gone since:
    /// somebody sends it, or leaves it, on the page "Held-up work".
    #[arg(long)]
    send: bool,
}

/// What `brig copy` takes.
#[derive(Debug, Args)]
pub(crate) struct CopyArgs {
    /// The database to read.
    #[arg(long)]
    from: Location,
    /// The database to fill; it must be empty.
    #[arg(long)]
    to: Location,
}

/// What `brig token create` takes.
#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Whose token: the person's mail address. It can never do more than the person may.
    #[arg(long)]
    email: String,
    /// What it is for, in your own words.
    #[arg(long, default_value = "made on the command line")]
    label: String,
    /// What it is good for: issues:raise, issues:read, write, operator. May be given more than once.
    #[arg(long = "scope", required = true)]
    scopes: Vec<String>,
}

/// What `brig people invite` takes.
#[derive(Debug, Args)]
pub(crate) struct InviteArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The group's part of addresses, as in north-moor. Left out for an operator without a seat.
    #[arg(long)]
    group: Option<String>,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The person's mail address.
    #[arg(long)]
    email: String,
    /// What they are in the group: administrator, co-chair, member, reader.
    #[arg(long, default_value = "member")]
    role: String,
    /// Which side the seat counts for: gp, consultant, other.
    #[arg(long, default_value = "other")]
    side: String,
    /// The seat counts in the balance of the two sides.
    #[arg(long)]
    core: bool,
    /// What they do and where, as in "GP, Glebe Practice".
    #[arg(long, default_value = "")]
    post: String,
    /// They run this installation.
    #[arg(long)]
    operator: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// What `brig people import` takes.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The table: an Excel or OpenDocument workbook, or CSV. Its columns are known by their names, such as Name, Email, Role.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    /// The group's part of addresses, as in north-moor.
    #[arg(long)]
    group: String,
    /// The name of the sheet, if it is not the first one with a table in it.
    #[arg(long)]
    sheet: Option<String>,
    /// Only say what would come of it.
    #[arg(long)]
    dry_run: bool,
    /// Leave out rows with a problem and bring in the others; else it is all or nothing.
    #[arg(long)]
    only_ready: bool,
    /// Send each of them a mail that says that they have a seat, and where to sign in.
    #[arg(long)]
    invite: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// What `brig mail in` takes.
#[derive(Debug, Args)]
pub(crate) struct MailInArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    settings: SettingsArgs,
}

#[expect(clippy::print_stdout, reason = "the command line's own output")]
pub(crate) fn say(line: impl AsRef<str>) {
    println!("{}", line.as_ref());
}

/// An application over a database, for one command.
pub(crate) async fn app(location: &Location, settings: Option<&SettingsArgs>) -> anyhow::Result<App> {
    let settings = settings.map_or_else(kernel::config::Settings::default, |args| args.settings("http://127.0.0.1:8080"));
    serve::open(location, settings).await
}

/// An existing database: a mistyped name must not make a new file.
pub(crate) async fn existing(location: &Location) -> anyhow::Result<Db> {
    if let Location::Sqlite(path) = location
        && !path.exists()
    {
        bail!("there is no database {}: check the name, or set one up with `brig init`", path.display());
    }
    Ok(Db::open(location).await?)
}

pub(crate) async fn init(args: InitArgs) -> anyhow::Result<()> {
    let app = app(&args.database.database, Some(&args.settings)).await?;
    let mut tx = app.begin().await?;
    let new =
        NewGroup { slug: args.address, name: args.name, board: args.board, prefix: args.prefix.to_uppercase(), time_zone: args.time_zone };
    let group = groups::found(&app, &mut tx, new).await?;
    let person = people::invite(&app, &mut tx, NewPerson { name: args.administrator, email: args.email, operator: true }).await?;
    let seat = NewSeat { person: person.id, role: Role::Administrator, side: Side::Other, core: false, post: "Administrator".into() };
    membership::seat(&app, &mut tx, &group, seat).await?;
    let link = people::sign_in_link(&app, &mut tx, person.id).await?;
    app.commit(tx).await?;
    say(format!("{} is set up. Its page to raise an issue: {}", group.name, app.url(&format!("/{}/raise", group.slug))));
    say(format!("It opens to everybody once this page is settled: {}", app.url(&format!("/{}/go-live", group.slug))));
    say(format!("{} signs in here, within a day, once:\n{link}", person.name));
    Ok(())
}

pub(crate) async fn verify(location: &Location) -> anyhow::Result<()> {
    let db = existing(location).await?;
    let report = verify::run(&db, slices::CHECKS).await?;
    for problem in &report.problems {
        say(problem);
    }
    if !report.problems.is_empty() {
        bail!("{} found", words::count(report.problems.len() as u64, "problem", "problems"));
    }
    say(format!("All is well: {} in the ledger.", words::count(report.ledger_entries, "entry", "entries")));
    Ok(())
}

fn say_copied(copied: &[Copied]) {
    let rows: u64 = copied.iter().map(|table| table.rows).sum();
    say(format!("{} in {}.", words::count(rows, "row", "rows"), words::count(copied.len() as u64, "table", "tables")));
}

pub(crate) async fn backup(args: BackupArgs) -> anyhow::Result<()> {
    let db = existing(&args.database.database).await?;
    let copied = backup::backup(&db, &args.file, &Clock::System).await?;
    say_copied(&copied);
    say(format!("The backup is {}. It holds everything, secrets too: keep it as safe as the database.", args.file.display()));
    Ok(())
}

pub(crate) async fn restore(args: RestoreArgs) -> anyhow::Result<()> {
    let copied = backup::restore(&args.file, &args.database.database, &Clock::System).await?;
    say_copied(&copied);
    if !args.send {
        let db = existing(&args.database.database).await?;
        let aside = mail::aside::put_aside(&db, slices::GOES_OUT).await?;
        db.close().await;
        if aside > 0 {
            say(format!(
                "{} that waited to be sent {} put aside: see the page “Held-up work”.",
                words::count(aside, "letter or mail", "letters and mails"),
                if aside == 1 { "is" } else { "are" }
            ));
        }
    }
    if args.removals.exists() {
        let db = existing(&args.database.database).await?;
        let again = removal::again(&db, &issues::removals::KEPT, &args.removals).await?;
        db.close().await;
        let (removals, places) = (again.removals as u64, again.places as u64);
        say(format!(
            "{} taken out again, from {}.",
            words::count(removals, "removal", "removals"),
            words::count(places, "place", "places")
        ));
    } else {
        say(format!(
            "No list of removals at {}: if words were taken out since this backup, name it with --removals.",
            args.removals.display()
        ));
    }
    verify(&args.database.database).await
}

pub(crate) async fn copy(args: CopyArgs) -> anyhow::Result<()> {
    let from = existing(&args.from).await?;
    let to = Db::open(&args.to).await?;
    let copied = backup::copy(&from, &to, &Clock::System).await?;
    for table in &copied {
        say(format!("{:16} {:>8} rows  {}", table.table, table.rows, &table.hash[..16]));
    }
    say("Both sides agree.");
    to.close().await;
    Ok(())
}

pub(crate) async fn create_token(args: TokenArgs) -> anyhow::Result<()> {
    let scopes = args
        .scopes
        .iter()
        .map(|key| {
            Scope::from_key(key).with_context(|| format!("there is no scope {key}: use issues:raise, issues:read, write or operator"))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    existing(&args.database.database).await?.close().await;
    let app = app(&args.database.database, None).await?;
    let person = people::by_email(&app.db, &args.email).await?.with_context(|| format!("nobody has the address {}", args.email))?;
    let mut tx = app.begin().await?;
    let token = people::make_token(&app, &mut tx, person.id, &args.label, &scopes, false).await?;
    app.commit(tx).await?;
    say(token);
    Ok(())
}

pub(crate) async fn invite(args: InviteArgs) -> anyhow::Result<()> {
    let role = Role::from_key(&args.role).context("the role is administrator, co-chair, member or reader")?;
    let side = Side::from_key(&args.side).context("the side is gp, consultant or other")?;
    if args.group.is_none() && !args.operator {
        bail!("name the group with --group, or say --operator");
    }
    existing(&args.database.database).await?.close().await;
    let app = app(&args.database.database, Some(&args.settings)).await?;
    let mut tx = app.begin().await?;
    let person = people::invite(&app, &mut tx, NewPerson { name: args.name, email: args.email, operator: args.operator }).await?;
    if let Some(slug) = args.group {
        let group = groups::by_slug(&mut tx, &slug).await.map_err(|_| anyhow::anyhow!("there is no group {slug}"))?;
        membership::seat(&app, &mut tx, &group, NewSeat { person: person.id, role, side, core: args.core, post: args.post }).await?;
    }
    let link = people::sign_in_link(&app, &mut tx, person.id).await?;
    app.commit(tx).await?;
    say(format!("{} signs in here, within a day, once:\n{link}", person.name));
    Ok(())
}

pub(crate) async fn import_people(args: ImportArgs) -> anyhow::Result<()> {
    let bytes = std::fs::read(&args.file).with_context(|| format!("{} cannot be read", args.file.display()))?;
    let sheet = Sheet::read(people_import::WANTED, &bytes, args.sheet.as_deref()).map_err(anyhow::Error::msg)?;
    existing(&args.database.database).await?.close().await;
    let app = app(&args.database.database, Some(&args.settings)).await?;
    let group = groups::by_slug(&app.db, &args.group).await.map_err(|_| anyhow::anyhow!("there is no group {}", args.group))?;
    let (sheet, found, checked) = people_import::check(&app, &group, sheet).await?;
    say_checked(&checked);
    if args.dry_run {
        say("Nothing was brought in: this was a look only.");
        return Ok(());
    }
    let goes = |checked: &Checked<Newcomer>| checked.problems.is_empty() || args.only_ready;
    let mut tx = app.begin().await?;
    let Ok(made) = people_import::bring_in(&app, &mut tx, &group, Actor::System, (&sheet, &found), goes, args.invite).await? else {
        bail!("nothing was brought in: mend the problems, or say --only-ready");
    };
    app.commit(tx).await?;
    say(format!("{} now.", words::count(made.seated.len() as u64, "person has a seat", "people have a seat")));
    Ok(())
}

/// What would come of a table, a line a row, and what stands in the way by row and column.
fn say_checked(checked: &Checked<Newcomer>) {
    for (row, new) in &checked.ready {
        say(format!("row {row}: {}", new.words()));
    }
    for (row, who) in &checked.already {
        say(format!("row {row}: here already: {who}"));
    }
    for problem in &checked.problems {
        say(format!("row {}, {}: {}", problem.row, problem.column, problem.message));
    }
    let rows = |n: usize| words::count(n as u64, "row", "rows");
    say(format!(
        "Ready: {}. Here already: {}. With a problem: {}.",
        rows(checked.ready.len()),
        rows(checked.already.len()),
        rows(checked.held_up())
    ));
}

pub(crate) async fn check_mail(args: &SettingsArgs) -> anyhow::Result<()> {
    let checked = mail::check(&args.settings("http://127.0.0.1:8080")).await;
    for line in &checked.lines {
        say(line);
    }
    if !checked.works {
        bail!("mail cannot go as it is set up");
    }
    Ok(())
}

/// The most bytes of a mail that are read.
const LARGEST_MAIL: u64 = 26_000_000;

pub(crate) async fn mail_in(args: MailInArgs) -> anyhow::Result<()> {
    let mut message = Vec::new();
    std::io::stdin().take(LARGEST_MAIL).read_to_end(&mut message).context("the mail cannot be read from standard input")?;
    existing(&args.database.database).await?.close().await;
    let app = app(&args.database.database, Some(&args.settings)).await?;
    // A mail server keeps what is printed: no reference beside an address.
    say(match post::take(&app, &message).await? {
        Taken::Raised(_) => "It is an issue now.",
        Taken::Elsewhere => "It is taken: it is about a meeting.",
        Taken::Known => "It was taken before.",
        Taken::Refused => "It was refused, and its sender is told why by mail.",
        Taken::Ignored => "It is left alone: a machine sent it, or one address sends too many.",
    });
    Ok(())
}
