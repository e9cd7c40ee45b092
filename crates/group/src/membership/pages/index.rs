//! The page of members: the balance and the gaps at a glance, who holds each side's key, and everybody's seat.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::super::{
    commands::{self, co_chair, empty_chair},
    coverage::{self, Coverage, MembershipRules, Tag, pages::Sides, pages::why},
    model::{Balance, Seat, Side},
    store,
};
use crate::{
    acting::{Acting, Member},
    permissions::{Role, Verb},
    rules::Rule,
};

struct Line {
    name: String,
    /// Where the seat is changed, for those who may.
    href: Option<String>,
    role: String,
    post: String,
    brings: String,
    term: String,
    /// For a co-chair: where to name this person deputy, and whether they are one already.
    deputy: Option<(String, bool)>,
}

/// A side whose co-chair is not there, and who holds its key meanwhile.
struct Chair {
    words: String,
    /// For its core members: who of them acts, and until when.
    form: Option<(Field, Field)>,
    /// Who acts now, so that it can be ended.
    acts: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "membership/pages/index.html")]
struct Index<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    balance: String,
    picture: Sides,
    size: Option<String>,
    /// What is explained, where the terms say it, and the address.
    why: Vec<(&'static str, String, String)>,
    coverage: String,
    chairs: Vec<Chair>,
    mine: String,
    runs: bool,
    names_deputies: bool,
    lines: Vec<Line>,
}

/// Whether this co-chair may make that seat's holder a deputy.
fn can_deputise(acting: &Acting, seat: &Seat) -> bool {
    acting.may(Verb::NameDeputies) && seat.side == acting.side && seat.core && seat.role == Role::Member
}

fn size_words(balance: Balance, rules: &MembershipRules) -> Option<String> {
    let wanted = rules.core_size?;
    let there = i64::try_from(balance.gps + balance.consultants).unwrap_or(i64::MAX);
    let count = |n: i64| words::count(n.unsigned_abs(), "core member", "core members");
    Some(match there.cmp(&wanted) {
        std::cmp::Ordering::Equal => format!("{}, as the group wants.", count(there)),
        std::cmp::Ordering::Less => format!("{}; the group wants {wanted}: {} to come.", count(there), wanted - there),
        std::cmp::Ordering::Greater => format!("{}; the group wants {wanted}.", count(there)),
    })
}

/// Who holds a side's key while its chair is empty; `None` while its co-chair is there.
fn chair(acting: &Acting, seats: &[Seat], side: Side, today: Date, typed: &Fields, errors: &[FieldError]) -> Option<Chair> {
    let back = empty_chair(seats, side, today)?;
    let of_side: Vec<&Seat> = seats.iter().filter(|seat| seat.core && seat.side == side && seat.role == Role::Member).collect();
    let acts = of_side.iter().find(|seat| seat.acting_on(today).is_some());
    let deputies: Vec<&str> = of_side.iter().filter(|seat| seat.deputy).map(|seat| seat.name.as_str()).collect();
    let side_words = side.within();
    let empty = match (co_chair(seats, side), back) {
        (Some(chair), Some(until)) => format!("{} is away until {}.", chair.name, words::date(until)),
        _ => format!("The {side_words} side has no co-chair."),
    };
    let key = match (acts, deputies.as_slice()) {
        (Some(seat), _) => format!("{} holds the {side_words} side's key: {}.", seat.name, seat.words(today)),
        (None, []) => format!("Nobody holds the {side_words} side's key: a core member of that side can name who acts for a while."),
        (None, deputies) => {
            format!("The {side_words} side's key is held by {}, deputy co-chair.", deputies.join(" or "))
        }
    };
    let member = seats.iter().any(|seat| seat.person == acting.person && seat.core && seat.side == side);
    let form = (member && acting.may(Verb::NameActing) && !of_side.is_empty()).then(|| {
        let people = of_side.iter().map(|seat| (seat.person.to_string(), seat.name.clone())).collect();
        let who = Field::select("person", "Who acts for the co-chair", people).value(typed.get("person")).error(errors);
        let until = Field::new("until", "Until", Input::Date).value(typed.get("until")).error(errors);
        (who, until)
    });
    Some(Chair { words: format!("{empty} {key}"), acts: acts.filter(|_| form.is_some()).map(|seat| seat.person), form })
}

async fn page(
    app: &App,
    member: &Member,
    typed: &Fields,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMembers)?;
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let seats = store::seats(&app.db, group).await?;
    let rules = coverage::rules(&app.db, group.id).await?;
    let tags = coverage::tags(&app.db, group.id).await?;
    let (wants, places) = (coverage::wants(&app.db, group.id).await?, coverage::places(&app.db, group.id).await?);
    let balance = Balance::of(&seats);
    let base = format!("/{}/members", group.slug);
    let runs = acting.may(Verb::RunMembership);
    let mut reasons = Vec::new();
    for (about, rule) in [("the balance", Rule::Balance), ("the co-chairs", Rule::CoChairs)] {
        reasons.extend(why(app, group, rule).await?.map(|(words, href)| (about, words, href)));
    }
    let line = |seat: &Seat| Line {
        href: runs.then(|| format!("{base}/{}", seat.person)),
        role: seat.words(today),
        brings: brings(&tags, seat.person),
        term: seat.term_words(today),
        deputy: can_deputise(acting, seat).then(|| (format!("{base}/{}/deputy", seat.person), seat.deputy)),
        name: seat.name.clone(),
        post: seat.post.clone(),
    };
    let page = Index {
        frame: member.frame(app, "Members", "/members").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        balance: if rules.parity { balance.words() } else { format!("{}.", balance.counts()) },
        picture: Sides::new("balance", "Core members", balance, rules.parity),
        size: size_words(balance, &rules),
        why: reasons,
        coverage: Coverage::of(&wants, &places, &seats, &tags).words(),
        chairs: Side::BOTH.into_iter().filter_map(|side| chair(acting, &seats, side, today, typed, errors)).collect(),
        mine: format!("{base}/{}/brings", acting.person),
        runs,
        names_deputies: acting.may(Verb::NameDeputies),
        lines: seats.iter().map(line).collect(),
        base,
    };
    page::show_as(status, &page)
}

fn brings(tags: &[(Uuid, Tag)], person: Uuid) -> String {
    tags.iter().filter(|(whose, _)| *whose == person).map(|(_, tag)| tag.words()).collect::<Vec<_>>().join(", ")
}

pub(super) async fn show(State(app): State<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("added") => Some("The seat is given, and a mail tells them how to sign in."),
        Some("changed" | "brings") => Some("Saved."),
        Some("acting") => Some("Saved. The minute and the decisions say who acts."),
        Some("ended") => Some("The seat has ended. The history keeps it."),
        _ => None,
    };
    page(&app, &member, &Fields::default(), &[], notice, StatusCode::OK).await
}

pub(super) async fn name_deputy(
    State(app): State<App>,
    Path((slug, person)): Path<(String, Uuid)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::name_deputy(&app, &mut tx, &member.acting, person, posted.fields.get("deputy") == "yes").await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/members")).into_response())
}

pub(super) async fn name_acting(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let (person, ends) = (posted.fields.get("person"), posted.fields.get("ends") == "yes");
    let until = posted.fields.get("until");
    let mut tx = app.begin().await?;
    let named = match person.parse() {
        // A day that was forgotten is asked for; only its own button ends it.
        Ok(person) => commands::name_acting(&app, &mut tx, &member.acting, person, if ends { None } else { Some(until) }).await,
        Err(_) => Err(kernel::Error::field("person", "Choose who acts for the co-chair")),
    };
    match named {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &posted.fields, &error.into_messages("person")?, None, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/members?acting")).into_response())
}
