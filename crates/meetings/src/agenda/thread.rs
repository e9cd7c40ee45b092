//! What an item goes on from: where the same was on an agenda before, and what was said and decided there.

use askama::{Template, filters::HtmlSafe};
use kernel::{On, Result, words};
use uuid::Uuid;

use super::queries::{self, Earlier};
use crate::{
    meetings::Item,
    references::{self, in_address},
};

/// Earlier and later items of the same thread, the earliest first, as they stand on the page of an item.
#[derive(Debug, Default, Template)]
#[template(path = "agenda/thread.html")]
pub(crate) struct Thread {
    knots: Vec<Knot>,
}

// The template escapes its parts itself.
impl HtmlSafe for Thread {}

#[derive(Debug)]
struct Knot {
    href: String,
    reference: String,
    day: String,
    said: String,
    decided: String,
}

/// The other items of an item's thread: those about the same issue, and those that it follows or that follow it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn thread(on: impl Into<On<'_>>, (group, slug): (Uuid, &str), item: &Item, reader: Uuid) -> Result<Thread> {
    let issue = item.issue.as_ref().map(|issue| issue.id);
    let knot = |earlier: Earlier| {
        let reference = references::item(earlier.year, earlier.number);
        Knot {
            href: format!("/{slug}/meetings/{}/items/{}", earlier.meeting, in_address(&reference)),
            reference,
            day: words::date(earlier.held_on),
            said: earlier.said,
            decided: earlier.decided,
        }
    };
    Ok(Thread { knots: queries::others(on, group, item.id, issue, reader).await?.into_iter().map(knot).collect() })
}
