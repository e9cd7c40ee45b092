//! The form that needs no account: one box, how to be known, Send. It is saved then.

use analysis::identifiers;
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    groups::{self, Group},
    screening,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public, shown_again},
    http::Caller,
    limits::Class,
    page::{self, Errors, Field, Frame, Input},
    words as say,
};

use super::super::{
    commands::{self, IssueDraft, Origin, Raised},
    model::{Answers, Kind, Known},
    queries,
};
use super::closed;
use crate::{
    doors::{self, Came},
    holding,
    signposts::{self, Signpost},
};

#[derive(Template)]
#[template(path = "issues/pages/raise.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    text: Field,
    known: Known,
    name: Field,
    email: Field,
    /// Whether something in the text may tell who a patient is, so that the form asks.
    doubtful: bool,
    follow: String,
    privacy: String,
    action: String,
    /// The key of the door by which somebody came.
    from: String,
    /// When the form was first shown, in seconds, and how long they have written so far, where the script says it.
    opened: String,
    took: String,
    /// One true line on how it went so far.
    so_far: Option<String>,
    /// The theme that the group calls for, where somebody came by its call.
    called: Option<String>,
    /// When somebody reads, while nobody does.
    unread: Option<String>,
    /// Where to go for what is not for the group.
    signposts: Vec<(&'static str, String)>,
}

/// What is shown of a form: what was typed, what is wrong with it, with which status.
struct Shown<'a> {
    fields: &'a Fields,
    text: String,
    errors: &'a [FieldError],
    doubtful: bool,
    status: StatusCode,
}

/// How many outcomes reporters must have spoken of before it is said how many held.
const FEWEST_KNOWN: u64 = 10;

/// One true line from what is kept: how soon the last reports were answered. None while there are too few to speak of.
async fn so_far(app: &App, group: &Group) -> Result<Option<String>> {
    let Some((n, half)) = queries::answered_lately(&app.db, group.id).await? else { return Ok(None) };
    let when = match half {
        ..=0 => "on the same day".to_owned(),
        days => format!("within {}", say::count(days.unsigned_abs(), "day", "days")),
    };
    let line = format!("Of the last {n} reports that were answered, half had their first answer {when}.");
    let tally = holding::tally(&app.db, group.id, app.clock.today(&group.time_zone)).await?;
    let known = tally.held + tally.came_back;
    Ok(Some(if known < FEWEST_KNOWN {
        line
    } else {
        format!("{line} Of {known} fixes that reporters looked back on, {} have held.", tally.held)
    }))
}

/// The last known number of a form's field; nothing else is shown again.
fn number(fields: &Fields, name: &str) -> Option<i64> {
    fields.get(name).parse().ok()
}

/// The theme of the call by which somebody came.
async fn called(app: &App, group: &Group, from: &str) -> Result<Option<String>> {
    if from.is_empty() {
        return Ok(None);
    }
    let door = doors::open(&app.db, group.id, from).await?;
    Ok(door.filter(|door| door.kind == doors::Kind::Call).map(|door| door.label))
}

async fn page(app: &App, group: &Group, shown: Shown<'_>) -> Result<Response> {
    let typed = |name: &str| shown_again(shown.fields.get(name));
    let text = Field::new("text", "What happened?", Input::Lines(7))
        .hint("A few lines are enough. No names, dates of birth, CHI numbers or anything else that could identify a patient.")
        .large()
        .value(shown.text)
        .error(shown.errors);
    let from: String = shown_again(shown.fields.get("from")).chars().take(60).collect();
    let posts = signposts::of(&app.db, group.id).await?;
    let page = Page {
        action: format!("/{}/raise", group.slug),
        called: called(app, group, &from).await?,
        from,
        opened: number(shown.fields, "opened").unwrap_or_else(|| app.clock.now().as_second()).to_string(),
        took: number(shown.fields, "took").map(|seconds| seconds.to_string()).unwrap_or_default(),
        so_far: so_far(app, group).await?,
        unread: super::unread(app, group).await?,
        signposts: Signpost::ALL.map(|post| (post.about(), posts.says(post).to_owned())).to_vec(),
        frame: super::reporter_frame(app, group, "Raise an issue").with_errors(shown.errors),
        errors: Errors::new(shown.errors),
        form_key: FormKey::fresh(app)?,
        text,
        known: Known::from_key(shown.fields.get("known")).unwrap_or(Known::Named),
        name: Field::new("name", "Your name (optional here)", Input::Text).autocomplete("name").value(typed("name")).error(shown.errors),
        email: Field::new("email", "Email for the answer (optional)", Input::Email)
            .autocomplete("email")
            .value(typed("email"))
            .error(shown.errors),
        doubtful: shown.doubtful,
        follow: format!("/{}/follow", group.slug),
        privacy: format!("/{}/privacy", group.slug),
    };
    page::show_as(shown.status, &page)
}

pub(super) async fn form(
    Shared(app): Shared<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    if let Some(closed) = closed::instead(&app, &group, &headers, "").await? {
        return Ok(closed);
    }
    // Of the address only the door is taken: nobody's text stands in a link.
    let fields = Fields::from([("from", Fields::of_query(&uri).get("from"))]);
    page(&app, &group, Shown { fields: &fields, text: String::new(), errors: &[], doubtful: false, status: StatusCode::OK }).await
}

pub(super) async fn send(
    Shared(app): Shared<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    caller: Caller,
    form: Public,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    if let Some(closed) = closed::instead(&app, &group, &headers, form.fields.get("text")).await? {
        return Ok(closed);
    }
    match save(&app, &group, caller, &form).await {
        Ok(raised) => {
            crate::agreed::still_on_sending(&app, &group, &raised.code, form.fields.get("still")).await;
            crate::likeness::me_too_on_sending(&app, &group, &raised.code, form.fields.get("me-too")).await;
            Ok(Redirect::to(&format!("/{slug}/follow/{}?received", raised.code)).into_response())
        }
        Err(error) => {
            // Without the list of the group's own people more is taken out: never the other way round.
            let known = screening::known(&app.db, group.id).await.unwrap_or_default();
            give_back(&app, &group, &known, &form.fields, error).await
        }
    }
}

async fn save(app: &App, group: &Group, caller: Caller, form: &Public) -> Result<Raised> {
    app.limits.check(Class::Raise, caller.0)?;
    let Some(key) = &form.key else {
        return Err(Error::field("text", "This page was open for a long time. Your text is still here: send it once more"));
    };
    let fields = &form.fields;
    let draft = IssueDraft {
        words: fields.get("text").into(),
        known: Known::from_key(fields.get("known")).ok_or_else(|| Error::field("known", "Choose how you want to be known"))?,
        name: fields.get("name").into(),
        email: fields.get("email").into(),
        answers: Answers { kind: Kind::from_key(fields.get("kind")), ..Answers::default() },
    };
    let came = Came { door: fields.get("from").into(), seconds: seconds(app, fields) };
    let origin = Origin { key: key.nonce.clone(), person: None, keep_doubtful: fields.get("keep") == "yes" };
    commands::receive(app, group, draft, origin, came).await
}

/// The seconds that somebody needed: from their first letter where the script has counted, else from when the form was shown.
fn seconds(app: &App, fields: &Fields) -> Option<i64> {
    number(fields, "took").or_else(|| app.clock.now().as_second().checked_sub(number(fields, "opened")?))
}

/// Whatever went wrong: what was typed comes back, and the page says what to do.
async fn give_back(app: &App, group: &Group, known: &screening::Known, fields: &Fields, error: Error) -> Result<Response> {
    let told = error.told();
    let typed = fields.get("text");
    let (text, errors, doubtful) = match error {
        Error::Refused(mut errors, _) => {
            let (text, doubtful) = offer_without("text", typed, known, &mut errors);
            (text, errors, doubtful)
        }
        Error::Invalid(errors) => (typed.to_owned(), errors, false),
        Error::NotFound => return Err(error),
        other => {
            // Only a fault of ours is logged: a line in the log says when somebody wrote.
            if let Error::Internal(fault) = &other {
                tracing::error!(error = format!("{fault:#}"), "an issue could not be saved");
            }
            (typed.to_owned(), vec![FieldError { field: "text".into(), message: format!("It is not saved yet. {}", told.detail) }], false)
        }
    };
    let shown = Shown { fields, text: shown_again(&text), errors: &errors, doubtful, status: told.status };
    let mut response = page(app, group, shown).await?;
    if let Some(seconds) = told.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// What is offered for a text that was refused: a wording without what surely tells who a patient is, said so in the field's
/// message, and whether to ask about what is left.
pub(crate) fn offer_without(field: &str, typed: &str, known: &screening::Known, errors: &mut [FieldError]) -> (String, bool) {
    let (text, doubtful) = without_identifiers(typed, known);
    if let Some(error) = errors.iter_mut().find(|error| error.field == field) {
        if text != typed {
            error.message.push_str(": we have put [removed] in its place and kept every other word");
        } else if doubtful {
            error.message.push_str(", or tick the box below the text if it is something else");
        }
    }
    (text, doubtful)
}

/// The text with what surely tells who a patient is taken out, and whether something is left that may.
pub(crate) fn without_identifiers(typed: &str, known: &screening::Known) -> (String, bool) {
    let mut text = typed.to_owned();
    // Taking one number out can bring a cue beside another: look until nothing more is found.
    for _ in 0..20 {
        let sure: Vec<_> =
            identifiers::find_with(&text, known).into_iter().filter(|finding| finding.severity == identifiers::Severity::Block).collect();
        if sure.is_empty() {
            break;
        }
        text = identifiers::without(&text, &sure);
    }
    let doubtful = !identifiers::find_with(&text, known).is_empty();
    (text, doubtful)
}
