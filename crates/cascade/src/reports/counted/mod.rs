//! What a number of a report counts, thing by thing, as the record is now: a frozen report keeps its number, and the list says so where
//! the two differ.

mod queries;

use group::groups::Group;
use issues::issues::Sector;
use jiff::civil::Date;
use kernel::{Error, On, Result, words};
use meetings::{interests, references};
use uuid::Uuid;

use super::{model::Content, queries::first_of_year};

/// Something that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// What it is called.
    pub(super) reference: String,
    /// What it is about; may be empty.
    pub(super) words: String,
    /// Where it stands, below the group's own part of addresses.
    pub(super) path: String,
}

/// What was counted for a number.
#[derive(Clone, Debug)]
pub(super) struct List {
    /// What it is a list of.
    pub(super) heading: String,
    /// Whether it is of reports: for those who read issues.
    pub(super) of_reports: bool,
    /// The things.
    pub(super) things: Vec<Counted>,
}

/// Which reports are counted; what is empty narrows nothing.
#[derive(Clone, Debug, Default)]
struct Reports<'a> {
    theme: Option<&'a str>,
    sector: Option<&'a str>,
    direction: Option<&'a str>,
    /// `trouble`, `praise` or `withdrawn`.
    what: &'static str,
}

/// What a number of a report counts, by its word: `theme.discharge`, `actions.set`. Of what stands under an item that is closed to
/// the reader the number alone is told.
///
/// # Errors
/// [`Error::NotFound`] for a word that is none.
pub(super) async fn list(on: impl Into<On<'_>>, group: &Group, content: &Content, of: &str, reader: Uuid) -> Result<List> {
    let mut on = on.into();
    let closed = interests::closed_items(on.again(), group.id, reader).await?;
    let period = (content.from, content.to);
    let (what, rest) = of.split_once('.').unwrap_or((of, ""));
    let name =
        |parts: &[super::numbers::Part]| parts.iter().find(|part| part.key == rest).map(|part| part.name.clone()).ok_or(Error::NotFound);
    let came = &content.numbers.came_in;
    let trouble = Reports { what: "trouble", ..Reports::default() };
    let (heading, of_reports, things) = match what {
        "reports" => ("Reports that came in".to_owned(), true, queries::reports(on, group, period, &trouble).await?),
        "thanks" => ("Thanks".into(), true, queries::reports(on, group, period, &Reports { what: "praise", ..trouble }).await?),
        "taken-back" => ("Taken back".into(), true, queries::reports(on, group, period, &Reports { what: "withdrawn", ..trouble }).await?),
        "theme" => (name(&came.themes)?, true, queries::reports(on, group, period, &Reports { theme: Some(rest), ..trouble }).await?),
        "sector" => {
            let heading = Sector::from_key(rest).map_or_else(|| name(&came.sectors), |sector| Ok(sector.words().to_owned()))?;
            (heading, true, queries::reports(on, group, period, &Reports { sector: Some(rest), ..trouble }).await?)
        }
        "direction" => {
            (name(&came.directions)?, true, queries::reports(on, group, period, &Reports { direction: Some(rest), ..trouble }).await?)
        }
        "way" => {
            let (theme, way) = rest.rsplit_once('.').ok_or(Error::NotFound)?;
            let crossed = &came.theme_ways;
            let theme_name = crossed.themes.iter().find(|one| one.key == theme).map(|one| &one.name).ok_or(Error::NotFound)?;
            let way_name = crossed.ways.iter().find(|one| one.key == way).map(|one| &one.name).ok_or(Error::NotFound)?;
            let reports = Reports { theme: Some(theme), direction: Some(way), ..trouble };
            (format!("{theme_name}: {way_name}"), true, queries::reports(on, group, period, &reports).await?)
        }
        "month" => {
            let heading = name(&came.months)?;
            let first: Date = format!("{rest}-01").parse().map_err(|_| Error::NotFound)?;
            let month = (first.max(first_of_year(content.to)), first.last_of_month().min(content.to));
            (heading, true, queries::reports(on, group, month, &trouble).await?)
        }
        "triage" => ("For which it was said what is done".into(), true, queries::answered(on, group, period, true).await?),
        "outcome" => ("To which a decision was told".into(), true, queries::answered(on, group, period, false).await?),
        "open" => ("Open now".into(), true, queries::open(on, group).await?),
        "decisions" => {
            let of = content.numbers.decided.iter().filter(|one| rest.is_empty() || one.became == rest);
            let things = of.map(|one| decision(&one.reference, &one.words)).collect();
            ("Decisions".into(), false, things)
        }
        "held" => {
            let (months, which) = rest.split_once('.').ok_or(Error::NotFound)?;
            let held = content.numbers.held.iter().position(|held| held.months.to_string() == months).ok_or(Error::NotFound)?;
            let told = super::queries::outcomes(on.again(), group.id, period, content.composed_on).await?;
            let all = told.into_iter().nth(held).map(|(_, all)| all).unwrap_or_default();
            let kept = all.into_iter().filter(|(_, said)| which == "all" || said.key() == which);
            let references: Vec<String> = kept.map(|(reference, _)| reference).collect();
            (format!("Outcomes after {months} months"), false, queries::decisions(on, group, &references, &closed).await?)
        }
        "actions" => (actions_heading(rest)?.to_owned(), false, queries::actions(on, group.id, period, rest, &closed).await?),
        "meetings" => ("Meetings held".into(), false, queries::meetings(on, group.id, period).await?),
        _ => return Err(Error::NotFound),
    };
    Ok(List { heading, of_reports, things })
}

fn actions_heading(which: &str) -> Result<&'static str> {
    match which {
        "set" => Ok("Actions set in the period"),
        "closed" => Ok("Actions closed in it"),
        "open" => Ok("Actions open at its end"),
        "carried" => Ok("Actions open at its end that were carried forward"),
        _ => Err(Error::NotFound),
    }
}

fn decision(reference: &str, words: &str) -> Counted {
    Counted { reference: reference.to_owned(), words: words.to_owned(), path: format!("/decisions/{}", references::in_address(reference)) }
}

fn meeting(number: i64, held_on: Date, there: i64) -> Counted {
    Counted {
        reference: words::date(held_on),
        words: format!("{} there", words::count(there.unsigned_abs(), "person", "people")),
        path: format!("/meetings/{number}"),
    }
}
