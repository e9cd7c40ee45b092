//! What is typed is kept while it is typed: the answer to the script of the page. It is always a 200, because none of what it says is
//! a fault: kept, typed by two people at once, or something in the text that cannot be kept.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::acting::Member;
use kernel::{App, Error, Result, form::Posted};
use serde::Serialize;

use super::super::commands::{self, Kept, Text};
use crate::{
    meetings,
    references::{self, read_item},
};

/// What became of a text.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub(super) enum Answer {
    /// It is kept as this text.
    Kept {
        /// The text.
        text: String,
    },
    /// Both have changed the same words.
    Apart {
        /// What somebody else has kept.
        theirs: String,
        /// Both in one.
        both: String,
    },
    /// It is not kept as it is.
    Refused {
        /// Why, and what to do.
        words: String,
    },
}

pub(super) async fn keep(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Json<Answer>> {
    let at = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    let fields = &posted.fields;
    let which = Text::from_key(fields.get("which")).ok_or(Error::NotFound)?;
    let record = meetings::record(&app.db, member.acting.group.id, at.0).await?;
    record.seen_by(member.acting.person).item(at.1)?;
    let mut tx = app.begin().await?;
    let kept = commands::keep(&app, &mut tx, &member.acting, at, which, fields.get("seen"), fields.get("text")).await;
    let refused = |words: String| Ok(Json(Answer::Refused { words }));
    match kept {
        Ok(Kept::As(text)) => {
            app.commit(tx).await?;
            Ok(Json(Answer::Kept { text }))
        }
        Ok(Kept::Apart { theirs, both }) => Ok(Json(Answer::Apart { theirs, both })),
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            refused(errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join(". "))
        }
        Err(Error::Conflict(words)) => refused(words),
        Err(other) => Err(other),
    }
}
