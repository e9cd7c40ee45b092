//! How a mail leaves: to the server, into a file, into memory. The job of single mails.

use std::{path::Path, sync::PoisonError};

use futures_util::future::BoxFuture;
use lettre::Message;
use serde_json::json;
use uuid::Uuid;

use super::{
    Mail, SEND, find, message,
    pace::{self, Pace},
    parts,
    server::{self, Line, Trouble},
};
use crate::{
    App,
    job::{Job, JobError, NewJob},
    queue, sql,
};

/// The job: sends one mail, unless it has gone already.
pub fn send<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mail = find(&app.db, job.key("mail")?).await?;
        if mail.sent_at.is_some() {
            return Ok(());
        }
        let message = message::of(&app.settings, &mail, &parts(&app.db, mail.id).await?)?;
        if let Some(pace) = pace_of(app) {
            match pace::reserve(app, pace, 1, true).await? {
                Ok(slots) => {
                    for slot in slots {
                        slot.wait().await;
                    }
                }
                Err(wait) => {
                    let mut tx = app.begin().await?;
                    let (payload, key) = (json!({ "mail": mail.id }), Some(format!("mail:{}", mail.id)));
                    let next = NewJob { scope: job.scope, kind: SEND, payload, run_at: app.clock.now() + wait, key };
                    queue::hand_over(app, &mut tx, job, Some(next)).await?;
                    app.commit(tx).await?;
                    return Ok(());
                }
            }
        }
        let mut held = app.lines.take();
        let said = deliver(app, mail.id, &message, &mut held).await;
        app.lines.keep(held, app.settings.smtp_connections);
        said?;
        let mut tx = app.begin().await?;
        sql("UPDATE mails SET sent_at = $2 WHERE id = $1").bind(mail.id).bind(app.clock.now()).run(&mut tx).await?;
        app.commit(tx).await?;
        Ok(())
    })
}

/// How fast mail may leave; `None` where nothing but our own disk takes it.
pub(super) fn pace_of(app: &App) -> Option<Pace> {
    if matches!(app.mail, Mail::Smtp(..)) { Pace::of(app.settings.mail_per_minute) } else { None }
}

/// Hands over one mail. When this returns well, somebody else has it; we have not noted so yet.
pub(super) async fn deliver(app: &App, id: Uuid, message: &Message, held: &mut Option<Line>) -> Result<(), Trouble> {
    match &app.mail {
        Mail::Memory(box_) => {
            box_.lock().unwrap_or_else(PoisonError::into_inner).push(message.formatted());
            Ok(())
        }
        Mail::Files(folder) => write_file(folder, id, &message.formatted())
            .await
            .map_err(|error| Trouble::NoServer(format!("the mail folder cannot be written: {}", error.kind()))),
        Mail::Smtp(smtp, tokens) => server::carry(smtp, tokens, held, message).await,
    }
}

async fn write_file(folder: &Path, id: Uuid, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let (part, whole) = (folder.join(format!("{id}.part")), folder.join(format!("{id}.eml")));
    let mut file = tokio::fs::File::create(&part).await?;
    tokio::io::AsyncWriteExt::write_all(&mut file, bytes).await?;
    file.sync_all().await?;
    tokio::fs::rename(part, whole).await
}
