//! The operator's commands that end what opens doors: tokens and accounts.

use anyhow::Context;
use clap::Args;
use group::people;
use jiff::tz::TimeZone;
use kernel::{actor::Actor, words};
use uuid::Uuid;

use crate::{
    cli::DatabaseArgs,
    operate::{app, existing, say},
};

/// What `brig token list` and `brig people end` take.
#[derive(Debug, Args)]
pub(crate) struct OfArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Whose: the person's mail address.
    #[arg(long)]
    email: String,
}

/// What `brig token end` takes.
#[derive(Debug, Args)]
pub(crate) struct EndTokenArgs {
    /// The token's key, as `brig token list` names it.
    token: Uuid,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) async fn list_tokens(args: OfArgs) -> anyhow::Result<()> {
    let db = existing(&args.database.database).await?;
    let person = people::by_email(&db, &args.email).await?.with_context(|| format!("nobody has the address {}", args.email))?;
    let tokens = people::tokens_of(&db, person.id).await?;
    for token in &tokens {
        let made = words::date_and_time(token.created_at, &TimeZone::UTC);
        say(format!("{}  {}  ({}; made on {made})", token.id, token.label, token.scopes));
    }
    say(format!("{}.", words::count(tokens.len() as u64, "token", "tokens")));
    db.close().await;
    Ok(())
}

pub(crate) async fn end_token(args: EndTokenArgs) -> anyhow::Result<()> {
    existing(&args.database.database).await?.close().await;
    let app = app(&args.database.database, None).await?;
    let mut tx = app.begin().await?;
    people::end_token(&app, &mut tx, args.token, Actor::System).await.map_err(|_| anyhow::anyhow!("there is no token {}", args.token))?;
    app.commit(tx).await?;
    say("The token is ended: it opens nothing any more.");
    Ok(())
}

pub(crate) async fn end_account(args: OfArgs) -> anyhow::Result<()> {
    existing(&args.database.database).await?.close().await;
    let app = app(&args.database.database, None).await?;
    let person = people::by_email(&app.db, &args.email).await?.with_context(|| format!("nobody has the address {}", args.email))?;
    let mut tx = app.begin().await?;
    people::end_account(&app, &mut tx, person.id, Actor::System).await?;
    app.commit(tx).await?;
    say(format!("The account of {} is ended. Nobody signs in by it, and its mail address is forgotten.", person.name));
    Ok(())
}
