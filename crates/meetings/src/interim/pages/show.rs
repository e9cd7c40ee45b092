//! One of them: the question, who has answered what, the quorum of each side, one's own answer, and what the co-chairs can do.

use analysis::calendar_days::Calendar;
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::Response,
};
use group::{
    acting::Member,
    membership::{key_holder, side_words},
    permissions::Verb,
};
use jiff::civil::Date;
use kernel::{
    App, Result,
    error::FieldError,
    form::Fields,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    super::{
        commands::{self, proof},
        days,
        model::{Refused, State, Verdict, Voter, counted, quorum, verdict},
        paper::{Act, Interim},
    },
    AnswerForm, AnswerLine, base, lines, others, state_words, time_words, visible,
};
use crate::{decisions::Quorum, meetings, references::in_address};

/// What a holder of a key can do while it is open.
struct Chairs {
    sentence: String,
    told: Vec<(&'static str, String)>,
    turned: Vec<String>,
    /// Why it cannot be closed now.
    waits: Option<String>,
    /// The proof of what a key is turned for, for who can turn theirs.
    proof: Option<String>,
    side: &'static str,
    /// More time, where too few have answered in the first.
    days: Option<Field>,
}

/// Where a meeting can decide it, for those who plan one.
struct Placing {
    date: Field,
    fields: [Field; 3],
}

#[derive(Template)]
#[template(path = "interim/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    title: String,
    state: &'static str,
    time: Option<String>,
    opened: String,
    /// The issue's reference, and where it is for those who may read it.
    issue: Option<(String, Option<String>)>,
    asking: super::super::Asking,
    options: Vec<String>,
    tally: String,
    quorum: String,
    lines: Vec<AnswerLine>,
    remarks: Vec<AnswerLine>,
    before: Vec<AnswerLine>,
    form: Option<AnswerForm>,
    chairs: Option<Chairs>,
    /// The decision's reference with where it stands, its sentence, where its minute is, and what is said of its being ratified.
    decided: Option<(String, String, String, String)>,
    sentence: String,
    /// Whether it can be said that the meeting does not ratify it: what is pressed, and what it says.
    refusal: Option<(&'static str, &'static str)>,
    went: Option<&'static str>,
    /// The meeting to which it went.
    meeting: Option<(String, String)>,
    placing: Option<Placing>,
}

pub(super) struct Shown<'a> {
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a [FieldError],
    pub(super) notice: Option<&'a str>,
    pub(super) status: StatusCode,
}

/// `Tell every ward: Dr Munro, by 4 December 2026. Done means: each ward has replied`.
fn act_words(act: &Act, voters: &[Voter]) -> String {
    let owner = voters.iter().find(|voter| voter.person == act.owner).map_or("somebody who has left", |voter| voter.name.as_str());
    format!("{}: {owner}, by {}. Done means: {}", act.words.trim_end_matches('.'), words::date(act.due), act.done_means)
}

fn chairs(member: &Member, interim: &Interim, voters: &[Voter], needed: (i64, i64), today: Date, shown: &Shown<'_>) -> Option<Chairs> {
    let (acting, course) = (&member.acting, &interim.course);
    if course.state != State::Open || !acting.may(Verb::TurnKey) {
        return None;
    }
    let closes = course.can_close(voters, needed, today);
    let waits = match closes {
        Ok(_) if interim.closing.sentence.is_empty() => {
            Some("Both sides agree. Word the decision first; then both of you close it.".to_owned())
        }
        Ok(_) => None,
        Err(why) => Some(commands::refused(why).told().detail),
    };
    let hash = proof(interim, voters);
    let own = course.keys.iter().any(|key| key.side == acting.side && key.hash == hash);
    let short = matches!(closes, Err(Refused::Short)) && course.is_past(today) && !course.extended;
    let closing = &interim.closing;
    let told = [
        ("What changes", closing.outcome.what_changes.clone()),
        ("For whom", closing.outcome.for_whom.clone()),
        ("From", closing.outcome.from_when.map(words::date).unwrap_or_default()),
        ("Who to ask", closing.outcome.who_to_ask.clone()),
        ("What a patient will notice", closing.outcome.patients.clone()),
        ("Who does what", closing.act.as_ref().map(|act| act_words(act, voters)).unwrap_or_default()),
        ("Where it goes", if closing.outcome.cascades { String::new() } else { "It stays in the minute".into() }),
    ];
    Some(Chairs {
        sentence: closing.sentence.clone(),
        told: told.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        turned: course.keys.iter().filter(|key| key.hash == hash).map(|key| key_holder(&key.name, key.side, key.deputy)).collect(),
        proof: (waits.is_none() && !own).then(|| kernel::keys::hex(&hash)),
        waits,
        side: side_words(acting.side),
        days: short.then(|| {
            let typed = shown.typed.get("days");
            Field::new("days", "More working days", Input::Number).value(if typed.is_empty() { "3" } else { typed }).error(shown.errors)
        }),
    })
}

/// The days that are proposed for a short meeting online: the second, third and fourth working day from now.
fn proposed(days: &Calendar, today: Date) -> Vec<Date> {
    (2..=4).map(|n| days.add_working_days(today, n)).collect()
}

async fn placing(
    app: &App,
    member: &Member,
    interim: &Interim,
    days: &Calendar,
    today: Date,
    shown: &Shown<'_>,
) -> Result<Option<Placing>> {
    if interim.course.state != State::ToMeeting || interim.meeting.is_some() || !member.acting.may(Verb::RunMeetings) {
        return Ok(None);
    }
    let group = member.acting.group.id;
    let day = |date: Date| (date.to_string(), format!("A short meeting online on {}", date.strftime("%A %-d %B %Y")));
    let mut options: Vec<(String, String)> = proposed(days, today).into_iter().map(day).collect();
    if let Some(next) = meetings::next_planned(&app.db, group, today).await? {
        options.push(("next".into(), format!("The next meeting: {}", meetings::when(&next))));
    }
    let rules = meetings::rules(&app.db, group).await?;
    let value = |name: &str, first: String| match shown.typed.get(name) {
        "" => first,
        typed => typed.to_owned(),
    };
    let first = options.first().map(|(day, _)| day.clone()).unwrap_or_default();
    Ok(Some(Placing {
        date: Field::select("date", "When", options).value(value("date", first)).error(shown.errors),
        fields: [
            Field::new("start", "Begins at", Input::Time)
                .value(value("start", rules.usual_start.strftime("%H:%M").to_string()))
                .error(shown.errors),
            Field::new("minutes", "Minutes", Input::Number).value(value("minutes", "30".into())).error(shown.errors),
            Field::new("link", "Link to join", Input::Text)
                .hint("Of a meeting online of its own. For the next meeting these three are left as they are.")
                .value(value("link", rules.usual_link.clone()))
                .error(shown.errors),
        ],
    }))
}

/// How many of each side have answered, and whether that is enough.
fn quorum_words(quorum: Quorum) -> String {
    if quorum.reached() {
        return format!("{} have answered: enough of both sides", quorum.present());
    }
    let needed = Quorum { gps: quorum.gps_needed, consultants: quorum.consultants_needed, ..quorum };
    format!("{} have answered; it takes {}", quorum.present(), needed.present())
}

/// What is said of its being ratified.
fn ratified(interim: &Interim) -> String {
    let ratified = &interim.ratified;
    let before = ratified.refused_on.map(|day| format!("Not ratified by the meeting of {}. ", words::date(day))).unwrap_or_default();
    match (ratified.by, ratified.item.is_some()) {
        (Some(by), _) => format!("{before}Ratified by the meeting of {}.", words::date(by.day)),
        (None, true) if ratified.refused => {
            format!("{before}The meeting that is asked to ratify it says no. It comes back to the one after.")
        }
        (None, true) => format!("{before}It stands on the agenda of the next ordinary meeting, to be ratified."),
        (None, false) => format!("{before}It waits to be ratified by the next ordinary meeting, once one is planned."),
    }
}

pub(super) async fn page(app: &App, member: &Member, interim: Interim, shown: Shown<'_>) -> Result<Response> {
    let acting = &member.acting;
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let (voters, needed) = (commands::voters(&app.db, group).await?, commands::needed(&app.db, group).await?);
    let days = days::calendar(&app.db, group, today).await?;
    let course = &interim.course;
    let is_open = course.state == State::Open;
    let counted = counted(&voters, &course.given);
    let quorum = quorum(&counted, needed);
    let contested = is_open && verdict(&counted, needed) == Verdict::Contested;
    let (remarks, before) = others(&voters, &course.given);
    let issue = interim.issue.map(|issue| {
        let reference = group.reference(issue.number);
        let href = acting.may(Verb::ReadIssues).then(|| format!("/{}/issues/{reference}", group.slug));
        (reference, href)
    });
    let decided = interim.decided.clone().zip(interim.meeting).map(|(reference, meeting)| {
        let href = format!("/{}/decisions/{}", group.slug, in_address(&reference));
        (reference, href, format!("/{}/meetings/{}/minute", group.slug, meeting.number), ratified(&interim))
    });
    let asked = decided.is_some() && interim.ratified.by.is_none() && interim.ratified.item.is_some() && acting.may(Verb::RunMeetings);
    let meeting = interim.meeting.filter(|_| course.state == State::ToMeeting);
    let page = Page {
        frame: member.frame(app, &interim.asking.title, "/meetings").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        here: base(group, interim.number),
        title: interim.asking.title.clone(),
        state: if contested { "Somebody objects" } else { state_words(course, today) },
        time: is_open.then(|| time_words(course, &days, today)),
        opened: format!("{} asked on {}", interim.opened_by, words::date(course.opened_on)),
        issue,
        options: interim.asking.options.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect(),
        tally: interim.tally(&voters),
        quorum: quorum_words(quorum),
        lines: lines(&voters, &course.given),
        remarks,
        before,
        form: if is_open && !course.is_past(today) {
            AnswerForm::of(&voters, &course.given, acting.person, shown.typed, shown.errors)
        } else {
            None
        },
        chairs: chairs(member, &interim, &voters, needed, today, &shown),
        placing: placing(app, member, &interim, &days, today, &shown).await?,
        refusal: asked.then_some(if interim.ratified.refused {
            ("yes", "The meeting ratifies it after all")
        } else {
            ("no", "The meeting does not ratify it")
        }),
        decided,
        sentence: interim.closing.sentence.clone(),
        went: interim.went.filter(|_| course.state == State::ToMeeting).map(super::super::Went::words),
        meeting: meeting.map(|at| (format!("/{}/meetings/{}", group.slug, at.number), words::date(at.day))),
        asking: interim.asking,
    };
    page::show_as(shown.status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let interim = visible(&app, &member, &number).await?;
    let notice = match uri.query() {
        Some("asked") => Some("The members are asked. Each gets a mail with a link."),
        Some("answered") => Some("Your answer is kept. You can change it until the last day."),
        Some("worded") => Some("The text is saved. It is decided once both sides have closed it."),
        Some("turned") => Some("Your side has closed it. It is decided once the other side has read the same text and closes it."),
        Some("decided") => Some("It is decided. Its minute is drafted, and whoever raised it can read it."),
        Some("extended") => Some("There is more time. Those who have not answered are told."),
        Some("to-meeting") => Some("It goes to a meeting. Now choose when."),
        Some("placed") => Some("It stands on the agenda."),
        Some("taken-back") => Some("It is taken back. Nobody is asked any more."),
        Some("refusal") => Some("Saved."),
        _ => None,
    };
    page(&app, &member, interim, Shown { typed: &Fields::default(), errors: &[], notice, status: StatusCode::OK }).await
}
