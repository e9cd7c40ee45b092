//! The page behind a member's own link: they need not sign in, and opening it does nothing, because mail scanners follow links.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    groups::{self, Group},
    membership::{self, Seat},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    page::{self, Errors, Frame},
};
use uuid::Uuid;

use super::{
    super::{
        commands, days,
        model::{State, latest},
        paper::Interim,
        store,
    },
    AnswerForm, seal, state_words, time_words, typed_answer,
};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// The address behind which a member answers: good for them and this question only.
#[must_use]
pub(in super::super) fn link(app: &App, group: &Group, interim: Uuid, seat: &Seat) -> String {
    format!("/{}/interim/by-link/{}{}{}", group.slug, interim.simple(), seat.person.simple(), seal(app, group, interim, seat))
}

/// Whose link it is, and what it asks.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, or of somebody who sits in the group no more.
async fn read(app: &App, group: &Group, code: &str) -> Result<(Seat, Interim)> {
    let (interim, rest) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let (person, sealed) = rest.split_at_checked(32).ok_or(Error::NotFound)?;
    let key = |text: &str| Uuid::try_parse(text).map_err(|_| Error::NotFound);
    let (interim, person) = (key(interim)?, key(person)?);
    let seat = membership::seat_of(&app.db, group.id, person).await?;
    if !kernel::keys::same(seal(app, group, interim, &seat).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let number = store::number_of(&app.db, group.id, interim).await?;
    Ok((seat, store::find(&app.db, group.id, number).await?))
}

#[derive(Template)]
#[template(path = "interim/pages/by_link.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    here: String,
    page: String,
    name: String,
    title: String,
    state: &'static str,
    time: String,
    asking: super::super::Asking,
    options: Vec<String>,
    /// What they answered last.
    said: Option<String>,
    form: Option<AnswerForm>,
}

struct Shown<'a> {
    typed: &'a Fields,
    errors: &'a [FieldError],
    thanks: bool,
    status: StatusCode,
}

async fn page(app: &App, group: &Group, code: &str, (seat, interim): (Seat, Interim), shown: Shown<'_>) -> Result<Response> {
    let voters = commands::voters(&app.db, group).await?;
    let today = app.clock.today(&group.time_zone);
    let days = days::calendar(&app.db, group, today).await?;
    let course = &interim.course;
    let open = course.state == State::Open && !course.is_past(today);
    let said = latest(&course.given, seat.person).map(|given| given.answer.words().to_owned());
    let form = if open { AnswerForm::of(&voters, &course.given, seat.person, shown.typed, shown.errors) } else { None };
    let frame = Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, &interim.asking.title)
    };
    let page = Page {
        frame: frame
            .with_errors(shown.errors)
            .with_notice(shown.thanks.then_some("Thank you: your answer is kept. You can change it by the same link until the last day.")),
        errors: Errors::new(shown.errors),
        form_key: FormKey::fresh(app)?,
        here: format!("/{}/interim/by-link/{code}", group.slug),
        page: super::base(group, interim.number),
        name: seat.name,
        title: interim.asking.title.clone(),
        state: state_words(course, today),
        time: time_words(course, &days, today),
        options: interim.asking.options.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect(),
        asking: interim.asking.clone(),
        said,
        form,
    };
    Ok(([NO_REFERRER], page::show_as(shown.status, &page)?).into_response())
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let found = read(&app, &group, &code).await?;
    let shown = Shown { typed: &Fields::default(), errors: &[], thanks: uri.query() == Some("thanks"), status: StatusCode::OK };
    page(&app, &group, &code, found, shown).await
}

pub(super) async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let found = read(&app, &group, &code).await?;
    let kept = keep(&app, &group, &found, &posted).await;
    match kept {
        Ok(()) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/interim/by-link/{code}?thanks"))).into_response()),
        Err(error) => {
            let status = error.told().status;
            let errors = error.into_messages("answer")?;
            page(&app, &group, &code, found, Shown { typed: &posted.fields, errors: &errors, thanks: false, status }).await
        }
    }
}

async fn keep(app: &App, group: &Group, (seat, interim): &(Seat, Interim), posted: &Public) -> Result<()> {
    if posted.key.is_none() {
        return Err(Error::Conflict("This page was open for a long time. Your text is still here: send it once more".into()));
    }
    let mut tx = app.begin().await?;
    let voters = commands::voters(&mut tx, group).await?;
    let new = typed_answer(&voters, seat.person, &posted.fields);
    commands::answer(app, &mut tx, group, seat.person, interim.number, &new).await?;
    app.commit(tx).await
}
