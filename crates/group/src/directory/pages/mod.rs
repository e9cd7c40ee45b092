//! The pages of the directory: an entry, its form, asking its contact, the rule of how often contacts are asked.

mod check;
mod import;
mod list;

pub(super) use list::pattern as holding;

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    asking,
    commands::{self, Draft, must_run},
    model::{Above, Entry, Kind, Person, Sector},
    store,
};
use crate::{
    acting::{Acting, Member},
    permissions::Verb,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/directory", get(list::index))
        .route("/{group}/directory/new", get(new).post(add))
        .route("/{group}/directory/export", get(list::export))
        .route("/{group}/directory/asked", post(ask_all))
        .route("/{group}/directory/rules", get(rules).post(set_rules))
        .route("/{group}/directory/entries/{entry}", get(show))
        .route("/{group}/directory/entries/{entry}/change", get(edit).post(change))
        .route("/{group}/directory/entries/{entry}/asked", post(ask))
        .route("/{group}/directory/entries/{entry}/retired", post(retire))
        .merge(check::routes())
        .merge(import::routes())
}

fn base_of(acting: &Acting) -> String {
    format!("/{}/directory", acting.group.slug)
}

fn typed(fields: &Fields) -> Draft {
    let text = |name: &str| fields.get(name).to_owned();
    Draft {
        name: text("name"),
        kind: text("kind"),
        sector: text("sector"),
        note: text("note"),
        contact_name: text("contact_name"),
        contact_post: text("contact_post"),
        contact_email: text("contact_email"),
        agreed_on: text("agreed_on"),
        deputy_name: text("deputy_name"),
        deputy_email: text("deputy_email"),
        above: text("above"),
        above_name: text("above_name"),
        above_email: text("above_email"),
    }
}

/// An entry as it stands in its form.
fn as_typed(entry: Entry) -> Draft {
    let (above, person) = match entry.above {
        Above::Entry(id) => (id.to_string(), Person::default()),
        Above::Person(person) => (String::new(), person),
    };
    Draft {
        name: entry.name,
        kind: entry.kind.key().into(),
        sector: entry.sector.map_or(String::new(), |sector| sector.key().into()),
        note: entry.note,
        contact_name: entry.contact.name,
        contact_post: entry.post,
        contact_email: entry.contact.email,
        agreed_on: entry.agreed_on.map_or(String::new(), |day| day.to_string()),
        deputy_name: entry.deputy.name,
        deputy_email: entry.deputy.email,
        above,
        above_name: person.name,
        above_email: person.email,
    }
}

#[derive(Template)]
#[template(path = "directory/pages/form.html")]
struct Form<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    heading: String,
    back: String,
    version: i64,
    about: Vec<Field>,
    contact: Vec<Field>,
    deputy: Vec<Field>,
    above: Vec<Field>,
    note: Field,
}

async fn form(app: &App, member: &Member, there: Option<&Entry>, draft: &Draft, version: i64, errors: &[FieldError]) -> Result<Response> {
    let base = base_of(&member.acting);
    let all = store::all(&app.db, member.acting.group.id).await?;
    let others =
        all.into_iter().filter(|other| there.is_none_or(|there| there.id != other.id)).map(|other| (other.id.to_string(), other.name));
    let others = std::iter::once((String::new(), "None of these".to_owned())).chain(others).collect();
    let sectors = std::iter::once((String::new(), "Not said".to_owned()))
        .chain(Sector::ALL.map(|sector| (sector.key().to_owned(), sector.words().to_owned())))
        .collect();
    let heading = there.map_or_else(|| "Add an entry".to_owned(), |entry| format!("Change {}", entry.name));
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let page = Form {
        frame: member.frame(app, &heading, "/directory").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        heading,
        back: there.map_or_else(|| base.clone(), |entry| format!("{base}/entries/{}", entry.id)),
        version,
        about: vec![
            field("name", "Name", Input::Text, &draft.name).hint("What people call the service, hospital, practice or committee."),
            field("kind", "What it is", Input::Choice(Kind::CHOICES), &draft.kind),
            Field::select("sector", "Where it belongs", sectors).value(&draft.sector).error(errors),
        ],
        contact: vec![
            field("contact_name", "Name", Input::Text, &draft.contact_name),
            field("contact_post", "What they do", Input::Text, &draft.contact_post),
            field("contact_email", "Email address", Input::Email, &draft.contact_email),
            field("agreed_on", "The day on which they agreed to be the contact", Input::Date, &draft.agreed_on)
                .hint("Left empty if they were not asked yet: then they can be asked by mail. A new contact has not agreed yet."),
        ],
        deputy: vec![
            field("deputy_name", "Name", Input::Text, &draft.deputy_name),
            field("deputy_email", "Email address", Input::Email, &draft.deputy_email),
        ],
        above: vec![
            Field::select("above", "Another entry", others).value(&draft.above).error(errors),
            field("above_name", "Or somebody: name", Input::Text, &draft.above_name),
            field("above_email", "Their email address", Input::Email, &draft.above_email),
        ],
        note: field("note", "A note for the group", Input::Lines(3), &draft.note).hint("The contact does not see it."),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page::show_as(status, &page)
}

async fn new(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    form(&app, &member, None, &Draft { kind: "service".into(), ..Draft::default() }, 0, &[]).await
}

async fn add(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let draft = typed(&posted.fields);
    let mut tx = app.begin().await?;
    match commands::add(&app, &mut tx, &member.acting, &draft).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return form(&app, &member, None, &draft, 0, &error.into_messages("name")?).await;
        }
    }
    Ok(Redirect::to(&format!("{}?added", base_of(&member.acting))).into_response())
}

/// The entry that an address names, if it is in use.
async fn own(app: &App, member: &Member, entry: &str) -> Result<Entry> {
    let id: Uuid = entry.parse().map_err(|_| Error::NotFound)?;
    let entry = store::find(&app.db, member.acting.group.id, id).await?;
    if entry.retired_on.is_some() { Err(Error::NotFound) } else { Ok(entry) }
}

#[derive(Template)]
#[template(path = "directory/pages/show.html")]
struct Show {
    frame: Frame,
    base: String,
    here: String,
    forgery: String,
    name: String,
    standing: String,
    facts: Vec<(&'static str, String)>,
    runs: bool,
    /// What asking the contact is called, where there is one.
    asking: Option<&'static str>,
}

/// Who stands above an entry, in words.
async fn above_words(app: &App, group: Uuid, above: &Above) -> Result<String> {
    Ok(match above {
        Above::Person(person) => person.words(),
        Above::Entry(id) => {
            let above = store::find(&app.db, group, *id).await?;
            let contact = above.contact.words();
            if contact.is_empty() { above.name } else { format!("{}: {contact}", above.name) }
        }
    })
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, entry)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeDirectory)?;
    let entry = own(&app, &member, &entry).await?;
    let base = base_of(acting);
    let facts = [
        ("Kind", entry.kind.words().to_owned()),
        ("Where it belongs", entry.sector.map_or(String::new(), |sector| sector.words().to_owned())),
        ("Contact", entry.contact.words()),
        ("Their post", entry.post.clone()),
        ("Agreed to be it", entry.agreed_on.map_or(String::new(), words::date)),
        ("Deputy", entry.deputy.words()),
        ("Reports to", above_words(&app, acting.group.id, &entry.above).await?),
        ("Note", entry.note.clone()),
    ];
    let notice = match uri.query() {
        Some("asked") => Some("The contact gets a mail with a link."),
        Some("changed") => Some("Saved."),
        _ => None,
    };
    let page = Show {
        frame: member.frame(&app, &entry.name, "/directory").with_notice(notice),
        here: format!("{base}/entries/{}", entry.id),
        base,
        forgery: member.session.forgery_token(&app),
        standing: entry.standing(app.clock.today(&acting.group.time_zone)),
        facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        runs: acting.may(Verb::RunDirectory),
        asking: (!entry.contact.email.is_empty()).then_some(if entry.agreed_on.is_some() {
            "Ask the contact whether this is still right"
        } else {
            "Ask them whether they agree to be the contact"
        }),
        name: entry.name,
    };
    page::show(&page)
}

async fn edit(Shared(app): Shared<App>, Path((_, entry)): Path<(String, String)>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    let entry = own(&app, &member, &entry).await?;
    form(&app, &member, Some(&entry), &as_typed(entry.clone()), entry.version, &[]).await
}

async fn change(Shared(app): Shared<App>, Path((_, entry)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    must_run(&member.acting)?;
    let entry = own(&app, &member, &entry).await?;
    let (draft, version) = (typed(&posted.fields), posted.fields.get("version").parse().unwrap_or(0));
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, entry.id, version, &draft).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            // After a change by somebody else, saving again is a choice: with what is there now before their eyes.
            let entry = own(&app, &member, &entry.id.to_string()).await?;
            let version = if matches!(error, Error::Conflict(_)) { entry.version } else { version };
            return form(&app, &member, Some(&entry), &draft, version, &error.into_messages("name")?).await;
        }
    }
    Ok(Redirect::to(&format!("{}/entries/{}?changed", base_of(&member.acting), entry.id)).into_response())
}

async fn ask(Shared(app): Shared<App>, Path((_, entry)): Path<(String, Uuid)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    asking::ask(&app, &mut tx, &member.acting, entry).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}/entries/{entry}?asked", base_of(&member.acting))).into_response())
}

async fn ask_all(Shared(app): Shared<App>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    asking::ask_all(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?asked", base_of(&member.acting))).into_response())
}

async fn retire(Shared(app): Shared<App>, Path((_, entry)): Path<(String, Uuid)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::retire(&app, &mut tx, &member.acting, entry).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?retired", base_of(&member.acting))).into_response())
}

#[derive(Template)]
#[template(path = "directory/pages/rules.html")]
struct Rules<'a> {
    frame: Frame,
    errors: Errors<'a>,
    base: String,
    forgery: String,
    months: Field,
}

async fn rules_page(app: &App, member: &Member, months: &str, errors: &[FieldError]) -> Result<Response> {
    let page = Rules {
        frame: member.frame(app, "How often contacts are asked", "/directory").with_errors(errors),
        errors: Errors::new(errors),
        base: base_of(&member.acting),
        forgery: member.session.forgery_token(app),
        months: Field::new("months", "After how many months", Input::Number)
            .hint("12 is once a year; 0 is never.")
            .value(months)
            .error(errors),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page::show_as(status, &page)
}

async fn rules(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    let months = store::months(&app.db, member.acting.group.id).await?;
    rules_page(&app, &member, &months.to_string(), &[]).await
}

async fn set_rules(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let months = posted.fields.get("months");
    let mut tx = app.begin().await?;
    match commands::set_months(&app, &mut tx, &member.acting, months).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => return rules_page(&app, &member, months, &error.into_messages("months")?).await,
    }
    Ok(Redirect::to(&format!("{}?saved", base_of(&member.acting))).into_response())
}
