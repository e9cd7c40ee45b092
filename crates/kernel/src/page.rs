//! The frame every page stands in, and the parts that no page invents for itself: fields, error summaries, timelines.

use std::{borrow::Cow, sync::OnceLock};

use askama::{Template, filters::HtmlSafe};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{
    App, Result,
    error::{FieldError, Told},
};

const STYLE: &str = include_str!("../templates/style.css");
/// One script: what every page does, the reader of the checks, and the keys of lists. A page may not load a further one by itself:
/// trusted types forbid it.
const SCRIPT: &str =
    concat!(include_str!("../templates/checks.js"), include_str!("../templates/brig.js"), include_str!("../templates/keys.js"));
/// What keeps a text while it is typed: for the pages that do, so that all others stay small.
const KEEPING: &str = include_str!("../templates/keeping.js");
/// The rules that texts are checked by as one types: generated, and kept in step by a test of the crate that holds them.
const CHECKS: &str = include_str!("../templates/checks.json");
const ICON: &str = include_str!("../templates/icon.svg");

/// A file of ours by name: its media type and text. Its hash stands in the address it is served at, so that it never
/// goes stale.
#[must_use]
pub fn static_file(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "style.css" => Some(("text/css; charset=utf-8", STYLE)),
        "brig.js" => Some(("text/javascript; charset=utf-8", SCRIPT)),
        "keeping.js" => Some(("text/javascript; charset=utf-8", KEEPING)),
        "checks.json" => Some(("application/json", CHECKS)),
        "icon.svg" => Some(("image/svg+xml", ICON)),
        _ => None,
    }
}

fn static_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let hash = ring::digest::digest(&ring::digest::SHA256, format!("{STYLE}{SCRIPT}{KEEPING}{ICON}{CHECKS}").as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(&hash.as_ref()[..9])
    })
}

/// A link in the navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// What it says.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether we are there.
    pub current: bool,
}

/// Who is signed in, as the head of the page shows it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The name.
    pub name: String,
    /// What they are here: `GP co-chair`.
    pub role: String,
    /// The token for the page's forms.
    pub forgery: String,
}

/// What a page's frame needs to know.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The page's heading; the title is made of it.
    pub title: String,
    /// Whether the page reports errors: then the title says so first.
    pub has_errors: bool,
    /// The group's name, where the page belongs to one.
    pub group: Option<String>,
    /// The group's own shapes of hospital numbers with a blank between them: what is typed on the page is looked through for them.
    pub shapes: String,
    /// Where the name in the head leads.
    pub home: String,
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// The navigation.
    pub nav: Vec<NavLink>,
    /// Whether this is a demonstration.
    pub demonstration: bool,
    /// One sentence on what has just been done.
    pub notice: Option<String>,
    /// Whether the page keeps texts while they are typed, or loads itself anew.
    pub keeps: bool,
}

impl Frame {
    /// A frame without group or person.
    #[must_use]
    pub fn plain(app: &App, title: impl Into<String>) -> Self {
        Self { title: title.into(), home: "/".into(), demonstration: app.settings.demonstration, ..Self::default() }
    }

    /// Marks a page that shows messages for fields.
    #[must_use]
    pub fn with_errors(mut self, errors: &[FieldError]) -> Self {
        self.has_errors = !errors.is_empty();
        self
    }

    /// Marks a page that keeps texts while they are typed, or that loads itself anew.
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Says what has just been done.
    #[must_use]
    pub fn with_notice(mut self, notice: Option<&str>) -> Self {
        self.notice = notice.map(str::to_owned);
        self
    }

    /// The address of a file of ours.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        format!("/static/{}/{name}", static_hash())
    }

    /// The text in the browser's tab: heading, group, product.
    #[must_use]
    pub fn tab(&self) -> String {
        let error = if self.has_errors { "Error: " } else { "" };
        let group = self.group.as_deref().map(|group| format!(" – {group}")).unwrap_or_default();
        format!("{error}{}{group} – Brig", self.title)
    }
}

/// Renders a page.
///
/// # Errors
/// When its template fails: a fault of ours.
pub fn show(page: &impl Template) -> Result<Response> {
    show_as(StatusCode::OK, page)
}

/// Renders a page with another status than 200.
///
/// # Errors
/// When its template fails: a fault of ours.
pub fn show_as(status: StatusCode, page: &impl Template) -> Result<Response> {
    let html = page.render()?;
    Ok((status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    told: &'a Told,
    typed: Vec<String>,
}

/// The page that says what went wrong. What was typed into the form that could not be taken stands on it, to be copied.
#[must_use]
pub fn error(app: &App, told: &Told, typed: Vec<String>) -> Response {
    let frame = Frame::plain(app, told.title);
    show_as(told.status, &ErrorPage { frame, told, typed }).unwrap_or_else(|_| told.status.into_response())
}

/// What kind of input a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Text,
    /// A mail address.
    Email,
    /// Digits of a code.
    Code,
    /// A day, as `2026-12-14`.
    Date,
    /// A time of day, as `12:30`.
    Time,
    /// A small whole number.
    Number,
    /// Several lines: how many are shown.
    Lines(u8),
    /// One of some options.
    Choice(&'static [(&'static str, &'static str)]),
}

/// How many words a text has: what stands between white space as Unicode has it, in the script (`brig.js`) as here.
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A labelled field with its hint and its message.
#[derive(Clone, Debug, Template)]
#[template(path = "field.html")]
pub struct Field {
    name: Cow<'static, str>,
    label: String,
    hint: Option<String>,
    input: Input,
    options: Vec<(String, String)>,
    value: String,
    error: Option<String>,
    autocomplete: &'static str,
    large: bool,
    offers: Vec<String>,
    /// The most words that it should have, and how many it has.
    room: Option<(usize, usize)>,
}

// The template escapes its parts itself.
impl HtmlSafe for Field {}

impl Field {
    /// Whether something stands in it: what holds it folded away is open then.
    #[must_use]
    pub fn filled(&self) -> bool {
        !self.value.is_empty()
    }

    /// A field with its label.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, label: impl Into<String>, input: Input) -> Self {
        let (label, autocomplete) = (label.into(), "off");
        let options = match input {
            Input::Choice(options) => options.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect(),
            _ => Vec::new(),
        };
        Self {
            name: name.into(),
            label,
            hint: None,
            input,
            options,
            value: String::new(),
            error: None,
            autocomplete,
            large: false,
            offers: Vec::new(),
            room: None,
        }
    }

    /// A list to pick one from, made of data.
    #[must_use]
    pub fn select(name: impl Into<Cow<'static, str>>, label: impl Into<String>, options: Vec<(String, String)>) -> Self {
        Self { options, ..Self::new(name, label, Input::Choice(&[])) }
    }

    /// A sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// What the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// What is offered while somebody types; anything else may be typed as well.
    #[must_use]
    pub fn offers(mut self, offers: Vec<String>) -> Self {
        self.offers = offers;
        self
    }

    /// Says how many words it should have at most and how many it has; the script goes on counting while somebody types.
    #[must_use]
    pub fn room(mut self, most: usize) -> Self {
        self.room = Some((most, count_words(&self.value)));
        self
    }

    /// The label is the page's own question.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Takes its message from those of the form.
    #[must_use]
    pub fn error(mut self, errors: &[FieldError]) -> Self {
        self.error = errors.iter().find(|error| error.field == self.name).map(|error| error.message.clone());
        self
    }

    /// Whether no message stands at it: a form that is folded away opens where one does.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.error.is_none()
    }

    /// `At most 12 words. It has 11: 1 more has room.` The script in `brig.js` says the same.
    fn room_words(&self) -> String {
        let (most, has) = self.room.unwrap_or_default();
        let words = |n: usize| crate::words::count(n as u64, "word", "words");
        let left = match most.checked_sub(has) {
            Some(0) => "no more has room".to_owned(),
            Some(1) => "1 more has room".to_owned(),
            Some(left) => format!("{left} more have room"),
            None => format!("{} too many", words(has - most)),
        };
        format!("At most {}. It has {has}: {left}.", words(most))
    }

    fn is_lines(&self) -> Option<u8> {
        if let Input::Lines(rows) = self.input { Some(rows) } else { None }
    }

    fn is_choice(&self) -> bool {
        matches!(self.input, Input::Choice(_))
    }

    fn is_select(&self) -> bool {
        matches!(self.input, Input::Choice([]))
    }

    fn input_type(&self) -> &'static str {
        match self.input {
            Input::Email => "email",
            Input::Date => "date",
            Input::Time => "time",
            _ => "text",
        }
    }

    fn is_number(&self) -> bool {
        self.input == Input::Number
    }

    fn is_code(&self) -> bool {
        self.input == Input::Code
    }

    fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let room = self.room.map(|_| format!("{}-room", self.name));
        hint.into_iter().chain(error).chain(room).collect::<Vec<_>>().join(" ")
    }
}

/// The list of messages at the top of a page, each a link to its field.
#[derive(Clone, Debug, Template)]
#[template(path = "errors.html")]
pub struct Errors<'a> {
    errors: &'a [FieldError],
}

impl HtmlSafe for Errors<'_> {}

impl<'a> Errors<'a> {
    /// Of these messages; shows nothing when there is none.
    #[must_use]
    pub fn new(errors: &'a [FieldError]) -> Self {
        Self { errors }
    }
}

/// A point on a timeline.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What happened, as a short sentence.
    pub what: String,
    /// When, in words.
    pub when: String,
    /// Who, in words.
    pub who: String,
}

/// What happened to a thing, newest first.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    /// The points.
    pub moments: Vec<Moment>,
}

impl HtmlSafe for Timeline {}
