//! The pages of who comes: a part of the meeting's page, the list of answers, and the page behind the link in a mail.

mod by_link;
mod list;
mod part;

use axum::{
    Router,
    routing::{get, post},
};
use group::membership::Seat;
use jiff::civil::Time;
use kernel::{
    App,
    error::FieldError,
    form::Fields,
    page::{Field, Input},
};

pub(crate) use part::{Part, part};

use super::model::{Answer, Given, deputies_for};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/attending", get(list::show).post(list::answer))
        .route("/{group}/meetings/{number}/attending/ask", post(list::ask))
        .route("/{group}/attending/{number}/{code}", get(by_link::look).post(by_link::answer))
}

/// A button by which somebody answers.
struct Button {
    name: &'static str,
    value: String,
    label: String,
    /// Whether it is what they have said.
    chosen: bool,
}

/// The buttons for one person: an answer each, and one for each deputy who could come instead.
fn buttons(seats: &[Seat], given: &[Given], seat: &Seat) -> Vec<Button> {
    let own = given.iter().find(|one| one.person == seat.person);
    let answer = |answer: Answer| Button {
        name: "answer",
        value: answer.key().to_owned(),
        label: answer.button().to_owned(),
        chosen: own.is_some_and(|own| own.answer == answer && own.deputy.is_none()),
    };
    let deputy = |one: &Seat| Button {
        name: "deputy",
        value: one.person.to_string(),
        label: format!("I cannot: {} comes instead", one.name),
        chosen: own.is_some_and(|own| own.deputy == Some(one.person)),
    };
    Answer::ALL.into_iter().map(answer).chain(deputies_for(seats, given, seat).into_iter().map(deputy)).collect()
}

/// From when and until when somebody can be there, to be filled in.
fn part_fields(typed: Option<[String; 2]>, given: Option<&Given>, errors: &[FieldError]) -> [Field; 2] {
    let said = |at: Option<Time>| at.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default();
    let [comes, leaves] = typed.unwrap_or_else(|| [said(given.and_then(|one| one.comes)), said(given.and_then(|one| one.leaves))]);
    [
        Field::new("comes", "If you come later: from", Input::Time)
            .hint("Leave it empty if you are there from the beginning.")
            .value(comes)
            .error(errors),
        Field::new("leaves", "If you leave earlier: until", Input::Time)
            .hint("Leave it empty if you stay to the end.")
            .value(leaves)
            .error(errors),
    ]
}

/// What was typed into them; nothing where they were not there.
fn part_typed(fields: &Fields) -> Option<[String; 2]> {
    let there = fields.iter().any(|(name, _)| name == "comes");
    there.then(|| [fields.get("comes").to_owned(), fields.get("leaves").to_owned()])
}

/// What a button says, as it was pressed.
fn pressed(fields: &Fields) -> Option<(Answer, Option<uuid::Uuid>)> {
    if let Ok(deputy) = fields.get("deputy").parse() {
        return Some((Answer::No, Some(deputy)));
    }
    Answer::from_key(fields.get("answer")).map(|answer| (answer, None))
}
