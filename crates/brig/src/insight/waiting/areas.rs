//! The list of what can wait for a key holder's word: for each kind, which slice says what waits, and its verb that approves it.

use futures_util::future::BoxFuture;
use group::{acting::Acting, waiting::Waiting};
use kernel::{App, Error, Result, Tx};

type Waits = for<'a> fn(&'a App, &'a Acting) -> BoxFuture<'a, Result<Vec<Waiting>>>;
type Approves = for<'a> fn(&'a App, &'a mut Tx, &'a Acting, &'a str, &'a str) -> BoxFuture<'a, Result<()>>;

/// A kind of thing that waits.
pub(super) struct Area {
    /// Its word in forms.
    pub(super) kind: &'static str,
    pub(super) heading: &'static str,
    pub(super) waits: Waits,
    /// Gives this side's word to the thing with a name, under what was shown.
    pub(super) approve: Approves,
}

fn number(name: &str) -> Result<i64> {
    name.parse().map_err(|_| Error::NotFound)
}

/// Of what is read and approved on its own page.
fn on_its_page<'a>(_: &'a App, _: &'a mut Tx, _: &'a Acting, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<()>> {
    Box::pin(async { Err(Error::NotFound) })
}

/// Every kind, what cannot be put off first.
pub(super) const AREAS: &[Area] = &[
    Area {
        kind: "read-back",
        heading: "Decisions to confirm",
        waits: |app, acting| Box::pin(meetings::meetings::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move { meetings::meetings::confirm(app, tx, acting, number(name)?, Some(seen)).await.map(drop) })
        },
    },
    Area {
        kind: "minute",
        heading: "Minutes to approve",
        waits: |app, acting| Box::pin(meetings::minutes::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move { meetings::minutes::approve(app, tx, acting, number(name)?, Some(seen)).await.map(drop) })
        },
    },
    Area {
        kind: "correction",
        heading: "Corrections to confirm",
        waits: |app, acting| Box::pin(meetings::corrections::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move {
                let of = meetings::references::read_decision(name).ok_or(Error::NotFound)?;
                meetings::corrections::confirm(app, tx, acting, of, seen).await
            })
        },
    },
    Area {
        kind: "mending",
        heading: "Published minutes to put right",
        waits: |app, acting| Box::pin(meetings::minutes::mending::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move {
                let (meeting, id) = name.split_once('-').ok_or(Error::NotFound)?;
                let id = id.parse().map_err(|_| Error::NotFound)?;
                meetings::minutes::mending::confirm(app, tx, acting, (number(meeting)?, id), Some(seen)).await
            })
        },
    },
    Area {
        kind: "interim",
        heading: "Between meetings",
        waits: |app, acting| {
            Box::pin(async move {
                let waits = meetings::interim::waits_for(app, acting).await?;
                let named = |href: &str| href.rsplit('/').next().unwrap_or_default().to_owned();
                Ok(waits.into_iter().map(|(title, href)| Waiting { name: named(&href), title, href, ..Waiting::default() }).collect())
            })
        },
        approve: on_its_page,
    },
    Area {
        kind: "agenda",
        heading: "Agendas with papers",
        waits: |app, acting| Box::pin(meetings::packs::waiting_for(app, acting)),
        approve: on_its_page,
    },
    Area {
        kind: "triage",
        heading: "Issues",
        waits: |app, acting| Box::pin(triage::views::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move { triage::views::say_as_shown(app, tx, acting, number(name)?, seen).await })
        },
    },
    Area {
        kind: "agreement",
        heading: "Agreements",
        waits: |app, acting| Box::pin(agreements::rules::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move { agreements::rules::approve(app, tx, acting, number(name)?, Some(seen)).await.map(drop) })
        },
    },
    Area {
        kind: "report",
        heading: "Reports up the line",
        waits: |app, acting| Box::pin(cascade::reports::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move { cascade::reports::approve(app, tx, acting, number(name)?, Some(seen)).await.map(drop) })
        },
    },
    Area {
        kind: "letter",
        heading: "Letters of the group",
        waits: |app, acting| Box::pin(cascade::letters::waiting_for(app, acting)),
        approve: |app, tx, acting, name, seen| {
            Box::pin(async move {
                let number = cascade::letters::read_reference(name).ok_or(Error::NotFound)?;
                cascade::letters::approve(app, tx, acting, number, Some(seen)).await.map(drop)
            })
        },
    },
    Area {
        kind: "from-outside",
        heading: "From outside the group",
        waits: |app, acting| Box::pin(cascade::heard::waiting_for(app, acting)),
        approve: on_its_page,
    },
    Area {
        kind: "terms",
        heading: "Terms of reference",
        waits: |app, acting| Box::pin(terms::versions::waiting_for(app, acting)),
        approve: |app, tx, acting, _, seen| Box::pin(async move { terms::versions::approve(app, tx, acting, Some(seen)).await.map(drop) }),
    },
];
