//! What a pack is made of: reports, decisions, agreements and services of one theme.

use agreements::rules;
use group::{directory, groups::Group, themes::Theme};
use issues::issues::{Sector, State};
use jiff::civil::Date;
use kernel::{App, Result, Row, sql, words as say};
use uuid::Uuid;

use super::{
    model::{Pack, Report, Said},
    store,
};
use crate::{past, references};

/// The most reports that are read: more than a group has of one theme in many years.
const MOST: i64 = 2_000;

/// All that is known of a theme.
pub(super) async fn pack(app: &App, group: &Group, theme: &Theme) -> Result<Pack> {
    let (reports, services) = reports(app, group, &theme.key).await?;
    Ok(Pack {
        group: group.name.clone(),
        theme: theme.name.clone(),
        today: app.clock.today(&group.time_zone),
        reports,
        decisions: decisions(app, group, &theme.key).await?,
        agreements: agreements(app, group, &theme.key).await?,
        services,
        written: store::written(&app.db, group.id, &theme.key).await?,
    })
}

/// The reports on a theme, the newest first, and the services that they are about. What belongs elsewhere, was taken back or is
/// thanks is not among them.
async fn reports(app: &App, group: &Group, theme: &str) -> Result<(Vec<Report>, Vec<(String, usize)>)> {
    let rows = sql("SELECT number, state, raised_on, sector, workplace, group_title, group_text, service_id FROM issues \
                    WHERE group_id = $1 AND theme = $2 AND state NOT IN ('withdrawn', 'out') AND (kind IS NULL OR kind <> 'praise') \
                    ORDER BY number DESC LIMIT $3");
    let rows = rows.bind(group.id).bind(theme).bind(MOST).all(&app.db).await?;
    let mut about: Vec<(Uuid, usize)> = Vec::new();
    for row in &rows {
        if let Some(service) = row.get::<Option<Uuid>>("service_id")? {
            match about.iter_mut().find(|(id, _)| *id == service) {
                Some((_, n)) => *n += 1,
                None => about.push((service, 1)),
            }
        }
    }
    about.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let entries = if about.is_empty() { Vec::new() } else { directory::all(&app.db, group.id).await? };
    let named = |(id, n): &(Uuid, usize)| entries.iter().find(|entry| entry.id == *id).map(|entry| (entry.name.clone(), *n));
    let services = about.iter().filter_map(named).collect();
    Ok((rows.iter().map(|row| report(row, group)).collect::<Result<_>>()?, services))
}

fn report(row: &Row, group: &Group) -> Result<Report> {
    let (state, sector): (String, Option<String>) = (row.get("state")?, row.get("sector")?);
    let (title, text): (Option<String>, Option<String>) = (row.get("group_title")?, row.get("group_text")?);
    let over = [State::Done, State::Answered, State::Discussed].map(State::key);
    Ok(Report {
        reference: group.reference(row.get("number")?),
        raised_on: row.get("raised_on")?,
        sector: sector.as_deref().and_then(Sector::from_key).map(|sector| (sector.words(), sector == Sector::Secondary)),
        workplace: row.get::<Option<String>>("workplace")?.unwrap_or_default(),
        open: !over.contains(&state.as_str()),
        wording: title.zip(text).filter(|(title, text)| !title.is_empty() && !text.is_empty()),
    })
}

/// What both sides have confirmed on the theme, the latest first; then what was decided on it before Brig.
async fn decisions(app: &App, group: &Group, theme: &str) -> Result<Vec<Said>> {
    // A topic without an issue is on the theme of its meeting.
    let rows = sql("SELECT d.year, d.number, d.words, d.decided_on FROM decisions d JOIN items t ON t.id = d.item_id \
                    JOIN meetings m ON m.id = t.meeting_id LEFT JOIN issues i ON i.id = t.issue_id \
                    WHERE d.group_id = $1 AND COALESCE(i.theme, CASE WHEN t.issue_id IS NULL THEN m.theme ELSE '' END) = $2 \
                    AND d.confirmed AND t.reserved = '' \
                    ORDER BY d.decided_on DESC, d.number DESC LIMIT 12");
    let read = |row: &Row| {
        let reference = references::decision(row.get("year")?, row.get("number")?);
        Ok(Said {
            address: format!("/{}/decisions/{}", group.slug, reference.replace('/', "-")),
            words: row.get("words")?,
            day: say::date(row.get::<Date>("decided_on")?),
            reference,
        })
    };
    let mut all: Vec<Said> = rows.bind(group.id).bind(theme).all(&app.db).await?.iter().map(read).collect::<Result<_>>()?;
    let before = past::on_theme(&app.db, group.id, theme).await?;
    all.extend(before.into_iter().map(|before| Said {
        address: format!("/{}/past/decisions", group.slug),
        words: before.words,
        day: say::date(before.decided_on),
        reference: if before.reference.is_empty() { "Before Brig".into() } else { format!("Before Brig, {}", before.reference) },
    }));
    Ok(all)
}

async fn agreements(app: &App, group: &Group, theme: &str) -> Result<Vec<Said>> {
    let all = rules::in_force(&app.db, group.id).await?;
    let of_theme = all.iter().filter(|agreement| agreement.content.theme == theme);
    let said = |agreement: &rules::Agreement| Said {
        reference: agreement.reference(),
        words: format!("{}. {}", agreement.content.title, agreement.content.rule),
        day: agreement.agreed_on().map(say::date).unwrap_or_default(),
        address: rules::address(group, agreement),
    };
    Ok(of_theme.map(said).collect())
}
