//! The pages of vacancies: one that everybody can see, and those of whoever fills them.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State},
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Posted, Public, shown_again},
    http::Caller,
    limits::Class,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands::{self, NewExpression, NewVacancy, must_run},
    model::{Expression, State as Standing, Vacancy},
    store,
};
use crate::{
    acting::Member,
    groups::{self, Group},
    membership::Capacity,
    rules::{self, Rule},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/vacancies", get(index))
        .route("/{group}/vacancies/new", get(new).post(open))
        .route("/{group}/vacancies/{number}", get(show).post(express))
        .route("/{group}/vacancies/{number}/expressions", get(expressions))
        .route("/{group}/vacancies/{number}/expressions/{expression}/choice", post(choose))
        .route("/{group}/vacancies/{number}/thanks", post(thank))
        .route("/{group}/vacancies/{number}/closing", post(close))
}

/// The number in an address.
fn number(text: &str) -> Result<i64> {
    text.parse().ok().filter(|number| (1..=999_999_999).contains(number)).ok_or(Error::NotFound)
}

struct Line {
    href: String,
    wanted: String,
    capacity: &'static str,
    state: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "vacancies/index.html")]
struct Index {
    frame: Frame,
    base: String,
    lines: Vec<Line>,
}

fn state_words(vacancy: &Vacancy, today: jiff::civil::Date) -> String {
    match vacancy.closed_on {
        Some(day) => format!("Closed {}", words::date(day)),
        None if vacancy.is_open(today) => format!("Open until {}", words::date(vacancy.closes_on)),
        None => format!("Ended {}", words::date(vacancy.closes_on)),
    }
}

async fn index(State(app): State<App>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let base = format!("/{}/vacancies", group.slug);
    let line = |(vacancy, waiting): (Vacancy, i64)| Line {
        href: format!("{base}/{}/expressions", vacancy.number),
        capacity: capacity_words(vacancy.capacity),
        state: state_words(&vacancy, today),
        waiting: match waiting {
            0 => "Nobody waits for an answer".into(),
            n => format!("{} for an answer", words::count(n.unsigned_abs(), "person waits", "people wait")),
        },
        wanted: vacancy.wanted,
    };
    let lines = store::all(&app.db, group.id).await?.into_iter().map(line).collect();
    page::show(&Index { frame: member.frame(&app, "Vacancies", "/members"), lines, base: base.clone() })
}

fn capacity_words(capacity: Capacity) -> &'static str {
    capacity.words().split(':').next().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "vacancies/new.html")]
struct New<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    fields: [Field; 4],
}

fn show_new(app: &App, member: &Member, typed: &Fields, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    must_run(&member.acting)?;
    let capacities = Capacity::ALL.into_iter().map(|one| (one.key().to_owned(), capacity_words(one).to_owned()));
    let options = std::iter::once((String::new(), "Choose one".to_owned())).chain(capacities).collect();
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let page = New {
        frame: member.frame(app, "Open a vacancy", "/members").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/vacancies", member.acting.group.slug),
        fields: [
            Field::select("capacity", "As what they will sit", options).value(typed.get("capacity")).error(errors),
            field("wanted", "Who is wanted", Input::Text).hint("Such as: a GP who works out of hours."),
            field("words", "What it is about", Input::Lines(6))
                .hint("How often the group meets, what it does, what it means to sit in it. Everybody can read this."),
            field("closes_on", "Closes on", Input::Date).hint("The last day on which people can say that they are interested."),
        ],
    };
    page::show_as(status, &page)
}

async fn new(State(app): State<App>, member: Member) -> Result<Response> {
    show_new(&app, &member, &Fields::default(), &[], StatusCode::OK)
}

async fn open(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewVacancy { capacity: text("capacity"), wanted: text("wanted"), words: text("words"), closes_on: text("closes_on") };
    let mut tx = app.begin().await?;
    match commands::open(&app, &mut tx, &member.acting, &new).await {
        Ok(number) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/vacancies/{number}/expressions?opened")).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            show_new(&app, &member, &posted.fields, &error.into_messages("wanted")?, status)
        }
    }
}

#[derive(Template)]
#[template(path = "vacancies/show.html")]
struct Show<'a> {
    frame: Frame,
    errors: Errors<'a>,
    here: String,
    wanted: String,
    capacity: &'static str,
    words: String,
    state: String,
    /// While it is open: the key of the form, and its fields.
    form: Option<(String, [Field; 4])>,
}

/// What everybody sees of a vacancy.
fn public_page(
    app: &App,
    group: &Group,
    vacancy: &Vacancy,
    typed: &Fields,
    errors: &[FieldError],
    thanked: bool,
    status: StatusCode,
) -> Result<Response> {
    let today = app.clock.today(&group.time_zone);
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(shown_again(typed.get(name))).error(errors);
    let form = if vacancy.is_open(today) && !thanked {
        let fields = [
            field("name", "Your name", Input::Text).autocomplete("name"),
            field("email", "Email address", Input::Email).autocomplete("email"),
            field("workplace", "What you do and where", Input::Text).hint("Such as: GP, Glebe Practice."),
            field("words", "Why you would like to (optional)", Input::Lines(3))
                .hint("A line is enough. Nothing that could identify a patient."),
        ];
        Some((FormKey::fresh(app)?, fields))
    } else {
        None
    };
    let home = format!("/{}/raise", group.slug);
    let notice = thanked.then_some("Thank you. The co-chairs read it, and answer you by mail.");
    let frame = Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home,
        ..Frame::plain(app, format!("Wanted: {}", vacancy.wanted))
    };
    let page = Show {
        frame: frame.with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        here: format!("/{}/vacancies/{}", group.slug, vacancy.number),
        wanted: vacancy.wanted.clone(),
        capacity: capacity_words(vacancy.capacity),
        words: vacancy.words.clone(),
        state: state_words(vacancy, today),
        form,
    };
    page::show_as(status, &page)
}

async fn show(State(app): State<App>, Path((slug, at)): Path<(String, String)>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let vacancy = store::find(&app.db, group.id, number(&at)?).await?;
    public_page(&app, &group, &vacancy, &Fields::default(), &[], uri.query() == Some("thanks"), StatusCode::OK)
}

async fn express(State(app): State<App>, Path((slug, at)): Path<(String, String)>, caller: Caller, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let vacancy = store::find(&app.db, group.id, number(&at)?).await?;
    match keep(&app, &group, &vacancy, caller, &form).await {
        Ok(()) => Ok(Redirect::to(&format!("/{slug}/vacancies/{}?thanks", vacancy.number)).into_response()),
        Err(error @ Error::TooMany(_)) => {
            let told = error.told();
            let errors = [FieldError { field: "name".into(), message: told.detail }];
            let mut response = public_page(&app, &group, &vacancy, &form.fields, &errors, false, told.status)?;
            response.headers_mut().extend(told.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
            Ok(response)
        }
        Err(error) => {
            let status = error.told().status;
            public_page(&app, &group, &vacancy, &form.fields, &error.into_messages("name")?, false, status)
        }
    }
}

async fn keep(app: &App, group: &Group, vacancy: &Vacancy, caller: Caller, form: &Public) -> Result<()> {
    app.limits.check(Class::Raise, caller.0)?;
    let Some(key) = &form.key else {
        return Err(Error::field("name", "This page was open for a long time. Your text is still here: send it once more"));
    };
    let text = |name: &str| form.fields.get(name).to_owned();
    let new = NewExpression { name: text("name"), email: text("email"), workplace: text("workplace"), words: text("words") };
    let mut tx = app.begin().await?;
    commands::express(app, &mut tx, group, vacancy.number, &key.nonce, &new).await?;
    app.commit(tx).await
}

struct ExpressionLine {
    name: String,
    email: String,
    workplace: String,
    words: String,
    said_on: String,
    state: &'static str,
    /// Where they are chosen, while they wait for an answer.
    choose: Option<String>,
}

#[derive(Template)]
#[template(path = "vacancies/expressions.html")]
struct Expressions<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    back: String,
    wanted: String,
    capacity: &'static str,
    state: String,
    shared: String,
    why: Option<(String, String)>,
    lines: Vec<ExpressionLine>,
    waiting: usize,
    closed: bool,
}

async fn list(app: &App, member: &Member, at: &str, errors: &[FieldError], notice: Option<&str>, status: StatusCode) -> Result<Response> {
    must_run(&member.acting)?;
    let group = &member.acting.group;
    let vacancy = store::find(&app.db, group.id, number(at)?).await?;
    let base = format!("/{}/vacancies/{}", group.slug, vacancy.number);
    let all = store::expressions(&app.db, group.id, vacancy.id).await?;
    let waiting = all.iter().filter(|one| one.state == Standing::Waiting).count();
    let line = |one: Expression| ExpressionLine {
        choose: (one.state == Standing::Waiting).then(|| format!("{base}/expressions/{}/choice", one.number)),
        said_on: words::date(one.said_on),
        state: one.state.words(),
        name: one.name,
        email: one.email,
        workplace: one.workplace,
        words: one.words,
    };
    let page = Expressions {
        frame: member.frame(app, format!("Vacancy: {}", vacancy.wanted), "/members").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/vacancies", group.slug),
        capacity: capacity_words(vacancy.capacity),
        state: state_words(&vacancy, app.clock.today(&group.time_zone)),
        shared: app.url(&base),
        why: rules::trace(&app.db, group, Rule::Coverage).await?.map(|trace| (trace.words(), trace.href(group))),
        lines: all.into_iter().map(line).collect(),
        waiting,
        closed: vacancy.closed_on.is_some(),
        wanted: vacancy.wanted,
        base: base.clone(),
    };
    page::show_as(status, &page)
}

async fn expressions(
    State(app): State<App>,
    Path((_, at)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("opened") => Some("The vacancy is open. Share the address of its page below."),
        Some("chosen") => Some("They have the seat, and a mail tells them how to sign in."),
        Some("thanked") => Some("Everybody is thanked by mail, and the vacancy is closed."),
        Some("closed") => Some("The vacancy is closed."),
        _ => None,
    };
    list(&app, &member, &at, &[], notice, StatusCode::OK).await
}

async fn choose(
    State(app): State<App>,
    Path((slug, at, expression)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    match commands::choose(&app, &mut tx, &member.acting, number(&at)?, number(&expression)?).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let mut errors = error.into_messages("people")?;
            // The messages are about a seat, whose fields are not on this page.
            for error in &mut errors {
                error.field = "people".into();
            }
            return list(&app, &member, &at, &errors, None, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/vacancies/{at}/expressions?chosen")).into_response())
}

async fn thank(State(app): State<App>, Path((slug, at)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::thank(&app, &mut tx, &member.acting, number(&at)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/vacancies/{at}/expressions?thanked")).into_response())
}

async fn close(State(app): State<App>, Path((slug, at)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::close(&app, &mut tx, &member.acting, number(&at)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/vacancies/{at}/expressions?closed")).into_response())
}
