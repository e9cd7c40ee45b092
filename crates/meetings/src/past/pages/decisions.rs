//! Past decisions in a list, and brought in as a table.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    importing::{self, Import, Outcome, Taken},
    permissions::Verb,
};
use issues::themes;
use kernel::{
    App, Error, Result,
    form::{Fields, Posted},
    page::{self, Frame},
    upload::Uploaded,
    words,
};

use super::{
    super::{
        commands,
        decision_log::{WANTED, bring_in, line, plan},
        store,
    },
    DecisionRow, PAGE, after, decision_row, page_of,
};

#[derive(Template)]
#[template(path = "past/pages/decisions.html")]
struct Decisions {
    frame: Frame,
    base: String,
    live: String,
    room: String,
    import: Option<String>,
    lasting: bool,
    decisions: Vec<DecisionRow>,
    forgery: String,
    /// The group's themes, as key and name.
    themes: Vec<(String, String)>,
    /// Whether the person may say which theme a decision is on.
    may_theme: bool,
    older: Option<String>,
    /// The tables that came in, for who may take one back.
    imports: Vec<ImportLine>,
}

struct ImportLine {
    what: String,
    /// Where it is taken back, while nobody has worked on it.
    action: Option<String>,
}

fn import_line(import: super::super::model::Import) -> ImportLine {
    let rows = words::count(import.rows.unsigned_abs(), "decision", "decisions");
    let day = words::date(import.brought_on);
    let corrected = words::count(import.corrected.unsigned_abs(), "was", "were");
    let stays = if import.corrected > 0 { format!(". {corrected} put right since, so it stays") } else { String::new() };
    ImportLine { what: format!("{rows}, brought in on {day}{stays}"), action: (import.corrected == 0).then(|| import.id.to_string()) }
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let room = format!("/{}/past", group.slug);
    let base = format!("{room}/decisions");
    let fields = Fields::of_query(&uri);
    let lasting = fields.get("show") == "agreements";
    let (found, more) = page_of(store::decisions(&app.db, group.id, lasting, after(fields.get("after")), PAGE).await?);
    let part = if lasting { "show=agreements&" } else { "" };
    let notice = match fields.get("saved") {
        "yes" => Some("Saved. It is in the pack of its theme."),
        "right" => Some("Saved. The record says that it was put right."),
        "back" => Some("Taken back: none of that table is here any more."),
        _ => None,
    };
    let may = acting.may(Verb::BringPast);
    let imports = if may { store::imports(&app.db, group.id).await? } else { Vec::new() };
    let page = Decisions {
        frame: member.frame(&app, "Decisions from before Brig", "/decisions").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        themes: themes::all(&app.db, group.id).await?.into_iter().map(|theme| (theme.key, theme.name)).collect(),
        may_theme: may,
        imports: imports.into_iter().map(import_line).collect(),
        live: format!("/{}/decisions", group.slug),
        import: acting.may(Verb::BringPast).then(|| format!("{base}/import")),
        older: found.last().filter(|_| more).map(|last| format!("{base}?{part}after={}.{}", last.decided_on, last.number)),
        decisions: found.into_iter().map(decision_row).collect(),
        lasting,
        room,
        base,
    };
    page::show(&page)
}

/// Says which theme a decision is on.
pub(super) async fn set_theme(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::set_theme(&app, &mut tx, &member.acting, number, posted.fields.get("theme")).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/past/decisions?saved=yes")).into_response())
}

const IMPORT: Import = Import {
    title: "Bring in past decisions",
    room: "/past/decisions",
    room_name: "Decisions from before Brig",
    lead: "Each row becomes a decision from before Brig; one that lasts is an agreement. What is here already, by its day and words, is left as it is. Nobody is mailed, and none of them goes to a network.",
    wanted: WANTED,
    ticks: &[],
};

pub(super) async fn begin(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    member.acting.must(Verb::BringPast)?;
    importing::bring(&app, &member, &IMPORT, &Fields::default(), &[])
}

pub(super) async fn take(Shared(app): Shared<App>, member: Member, uploaded: Result<Uploaded>) -> Result<Response> {
    member.acting.must(Verb::BringPast)?;
    let group = &member.acting.group;
    let Taken { sheet, found, fields, make } = match importing::take(&app, &member, &IMPORT, uploaded).await? {
        Ok(taken) => taken,
        Err(page) => return Ok(page),
    };
    let checked = if make {
        let mut tx = app.begin().await?;
        match bring_in(&app, &mut tx, &member.acting, (&sheet, &found), |checked| checked.goes(&fields)).await? {
            Ok(made) => {
                app.commit(tx).await?;
                let count = words::count(made as u64, "decision has come in", "decisions have come in");
                return importing::done(&app, &member, &IMPORT, &[format!("{count}.")]);
            }
            Err(checked) => checked,
        }
    } else {
        plan(
            &sheet,
            &store::hashes(&app.db, group.id).await?,
            &themes::all(&app.db, group.id).await?,
            &found,
            app.clock.today(&group.time_zone),
        )
    };
    importing::check_page(&app, &member, &IMPORT, &sheet, &fields, &Outcome::new(&checked, line))
}
