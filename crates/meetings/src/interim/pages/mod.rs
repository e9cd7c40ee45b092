//! The pages of decisions between meetings: the list, one of them, the form that opens it, the one that closes it, and the page
//! behind a member's own link.

mod acts;
mod by_link;
mod closing;
mod index;
mod opening;
mod show;

use analysis::calendar_days::Calendar;
use axum::{
    Router,
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::Group,
    membership::{Seat, Side},
    permissions::Verb,
};
use jiff::civil::Date;
use kernel::{
    App, Result,
    error::FieldError,
    form::Fields,
    page::{Field, Input},
    words,
};
use uuid::Uuid;

use super::{
    answer::Answer,
    model::{Course, Given, State, Voter, counted, latest, may_stand_in},
    paper::Interim,
    store,
};
use crate::references;

pub(super) use by_link::link as answer_link;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/interim", get(index::show))
        .route("/{group}/interim/new", get(opening::show).post(opening::open))
        .route("/{group}/interim/by-link/{code}", get(by_link::show).post(by_link::answer))
        .route("/{group}/interim/{number}", get(show::show))
        .route("/{group}/interim/{number}/answer", post(acts::answer))
        .route("/{group}/interim/{number}/closing", get(closing::show).post(closing::word))
        .route("/{group}/interim/{number}/key", post(acts::turn))
        .route("/{group}/interim/{number}/extension", post(acts::extend))
        .route("/{group}/interim/{number}/meeting", post(acts::to_meeting))
        .route("/{group}/interim/{number}/place", post(acts::place))
        .route("/{group}/interim/{number}/taken-back", post(acts::take_back))
        .route("/{group}/interim/{number}/refusal", post(acts::refuse))
}

/// The one that an address names, if this person may see it.
async fn visible(app: &App, member: &Member, number: &str) -> Result<Interim> {
    member.acting.must(Verb::SeeMeetings)?;
    store::find(&app.db, member.acting.group.id, references::number(number)?).await
}

/// Where one of them is.
fn base(group: &Group, number: i64) -> String {
    format!("/{}/interim/{number}", group.slug)
}

/// How much time is left, or what it waits for, in plain words.
fn time_words(course: &Course, days: &Calendar, today: Date) -> String {
    let day = course.closes_on.strftime("%A %-d %B %Y").to_string();
    let more = if course.extended { " It was given more time once." } else { "" };
    match days.working_days_between(today, course.closes_on) {
        _ if course.is_past(today) => format!("The time for answers ended on {day}.{more}"),
        0 => format!("Answers are taken until the end of today, {day}.{more}"),
        1 => format!("Answers are taken until the end of {day}, the next working day.{more}"),
        n => format!("Answers are taken until the end of {day}, in {n} working days.{more}"),
    }
}

/// Where it stands, for a tag.
fn state_words(course: &Course, today: Date) -> &'static str {
    match course.state {
        State::Open if course.is_past(today) => "Waits for the co-chairs",
        State::Open => "Open",
        State::Decided => "Decided",
        State::ToMeeting => "To a meeting",
        State::TakenBack => "Taken back",
    }
}

/// The members whose place somebody may take: of their own side, core, without an answer that counts but theirs.
fn absent<'a>(voters: &'a [Voter], given: &[Given], person: Uuid) -> Vec<&'a Voter> {
    let counting = counted(voters, given);
    let answered = |member: &Voter| counting.iter().any(|one| one.member.person == member.person && one.given.person != person);
    voters.iter().filter(|member| may_stand_in(voters, person, member.person) && !answered(member)).collect()
}

/// The fields of an answer, for who counts, stands in or only says something; nothing for the answer where they do not count.
struct AnswerForm {
    stands_for: Option<Field>,
    answer: Option<Field>,
    words: Field,
}

impl AnswerForm {
    /// For somebody, with what they answered last or have typed now.
    fn of(voters: &[Voter], given: &[Given], person: Uuid, typed: &Fields, errors: &[FieldError]) -> Option<Self> {
        let voter = voters.iter().find(|voter| voter.person == person)?;
        let last = latest(given, person);
        let value =
            |name: &str, kept: Option<String>| if errors.is_empty() { kept.unwrap_or_default() } else { typed.get(name).to_owned() };
        let absent = absent(voters, given, person);
        let stands_for = (!absent.is_empty()).then(|| {
            let first = (String::new(), "Myself: I say something that all can read".to_owned());
            let options = absent.iter().map(|member| (member.person.to_string(), format!("{}, who is away", member.name)));
            Field::select("stands_for", "For whom do you answer?", [first].into_iter().chain(options).collect())
                .hint(
                    "If a core member of your side is away, you can answer in their place. Their own answer, if it comes, counts instead.",
                )
                .value(value("stands_for", last.and_then(|given| given.stands_for).map(|key| key.to_string())))
                .error(errors)
        });
        let answer = (voter.counts || stands_for.is_some()).then(|| {
            let label = if voter.counts { "Your answer" } else { "The answer, if you stand in" };
            Field::new("answer", label, Input::Choice(OFFERED))
                .value(value("answer", last.map(|given| given.answer.key().to_owned())))
                .hint("You can change it until the last day. What you said before is kept, and no longer counts.")
                .error(errors)
        });
        let label = if voter.counts { "Why, or which changes" } else { "What the others should know" };
        let words = Field::new("words", label, Input::Lines(4))
            .hint("All members can read it, and it goes into the minute. Nothing that could identify a patient.")
            .value(value("words", last.map(|given| given.words.clone())))
            .error(errors);
        Some(Self { stands_for, answer, words })
    }
}

/// The answers as choices of a form.
const OFFERED: &[(&str, &str)] = &[
    ("agree", "Agree"),
    ("changes", "Agree with changes: say which"),
    ("object", "Object: say why. It then goes to a meeting, unless you change your mind"),
    ("hold", "Hold it for a meeting: the group should speak about it first"),
    ("abstain", "Abstain: neither, but I have read it"),
];

/// What was sent: who does not stand in and does not count only says something.
fn typed_answer(voters: &[Voter], person: Uuid, fields: &Fields) -> super::NewAnswer {
    let counts = voters.iter().any(|voter| voter.person == person && voter.counts);
    let stands_for = if counts { "" } else { fields.get("stands_for") };
    let answer = if counts || !stands_for.is_empty() { fields.get("answer") } else { Answer::Remark.key() };
    super::NewAnswer { answer: answer.to_owned(), words: fields.get("words").to_owned(), stands_for: stands_for.to_owned() }
}

/// A line of what somebody answered.
struct AnswerLine {
    name: String,
    side: &'static str,
    answer: &'static str,
    words: String,
    when: String,
}

fn side_of(voters: &[Voter], person: Uuid) -> Side {
    voters.iter().find(|voter| voter.person == person).map_or(Side::Other, |voter| voter.side)
}

/// Every core member with what counts for them, by side.
fn lines(voters: &[Voter], given: &[Given]) -> Vec<AnswerLine> {
    let counting = counted(voters, given);
    let mut lines = Vec::new();
    for side in Side::BOTH {
        for member in voters.iter().filter(|voter| voter.counts && voter.side == side) {
            let one = counting.iter().find(|one| one.member.person == member.person).map(|one| one.given);
            let deputy = one.filter(|given| given.person != member.person).map(|given| format!("{}, by {}", member.name, given.name));
            lines.push(AnswerLine {
                name: deputy.unwrap_or_else(|| member.name.clone()),
                side: side.words(),
                answer: one.map_or("Not yet", |given| given.answer.words()),
                words: one.map(|given| given.words.clone()).unwrap_or_default(),
                when: one.map(|given| words::date(given.on)).unwrap_or_default(),
            });
        }
    }
    lines
}

/// What else was said: by who does not count, and what somebody said before they changed their mind.
fn others(voters: &[Voter], given: &[Given]) -> (Vec<AnswerLine>, Vec<AnswerLine>) {
    let counting: Vec<&Given> = counted(voters, given).into_iter().map(|one| one.given).collect();
    let line = |given: &Given| AnswerLine {
        name: given.name.clone(),
        side: side_of(voters, given.person).words(),
        answer: given.answer.words(),
        words: given.words.clone(),
        when: words::date(given.on),
    };
    let rest = given.iter().filter(|given| !counting.iter().any(|one| std::ptr::eq(*one, *given)));
    let (now, before): (Vec<&Given>, Vec<&Given>) =
        rest.partition(|one| latest(given, one.person).is_some_and(|last| std::ptr::eq(last, *one)));
    (now.into_iter().map(line).collect(), before.into_iter().map(line).collect())
}

/// The part of a link that is secret: good for one question and one person at their address.
fn seal(app: &App, group: &Group, interim: Uuid, seat: &Seat) -> String {
    app.keys.seal("interim-answer", &[group.id.as_bytes(), interim.as_bytes(), seat.person.as_bytes(), seat.email.as_bytes()])
}
