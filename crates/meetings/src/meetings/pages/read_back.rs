//! The read-back: every decision, owner and date on one screen, confirmed by both sides. Then the meeting can end.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{Side, key_holder, side_words},
    permissions::Verb,
};
use kernel::{
    App, Result,
    form::Posted,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        commands,
        model::{State, missing},
    },
    base,
    told::Decided,
    visible, when,
};
use crate::references::{self, in_address};

struct ActionLine {
    reference: String,
    words: String,
    owner: String,
    due: String,
    done_means: String,
}

struct ItemLine {
    href: String,
    reference: String,
    title: String,
    decision: Option<Decided>,
    actions: Vec<ActionLine>,
}

#[derive(Template)]
#[template(path = "meetings/pages/read_back.html")]
struct Page {
    frame: Frame,
    forgery: String,
    base: String,
    when: String,
    quorum: String,
    /// Whether there is a quorum for what was decided, if anything was.
    quorate: bool,
    lacks_decision: bool,
    decided: Vec<ItemLine>,
    undecided: Vec<ItemLine>,
    confirmed: Vec<String>,
    missing: Vec<&'static str>,
    /// The proof of what is shown, for who may confirm it now.
    proof: Option<String>,
    own_side: &'static str,
    waits_for_others: bool,
    can_end: bool,
    over: bool,
}

pub(super) async fn show(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let (acting, meeting) = (&member.acting, &record.meeting);
    let line = |item: &super::super::model::Item| ItemLine {
        href: format!("{}/items/{}", base(&member, meeting.number), in_address(&item.reference())),
        reference: item.reference(),
        title: item.title.clone(),
        decision: item.decision.as_ref().map(Decided::of),
        actions: item
            .actions
            .iter()
            .map(|action| ActionLine {
                reference: action.reference(),
                words: action.words.clone(),
                owner: action.owner_name.clone(),
                due: words::date(action.due),
                done_means: action.done_means.clone(),
            })
            .collect(),
    };
    let (decided, undecided): (Vec<ItemLine>, Vec<ItemLine>) = record.items.iter().map(line).partition(|line| line.decision.is_some());
    let given: Vec<Side> = record.confirmations.iter().map(|given| given.side).collect();
    let holds_key = acting.may(Verb::TurnKey) && meeting.is_open();
    let page = Page {
        frame: member.frame(&app, "Read-back", "/meetings"),
        forgery: member.session.forgery_token(&app),
        base: base(&member, meeting.number),
        when: when(meeting),
        quorum: record.quorum().words(),
        quorate: record.quorum().reached() || decided.is_empty(),
        lacks_decision: undecided.iter().any(|line| !line.actions.is_empty()),
        decided,
        undecided,
        confirmed: record.confirmations.iter().map(|given| key_holder(&given.name, given.side, given.deputy)).collect(),
        missing: missing(&given).into_iter().map(side_words).collect(),
        proof: (holds_key && !given.contains(&acting.side)).then(|| commands::proof(&record)),
        own_side: side_words(acting.side),
        waits_for_others: holds_key && given.contains(&acting.side),
        can_end: meeting.state == State::Confirmed && acting.may(Verb::RunMeetings),
        over: meeting.state == State::Adjourned,
    };
    page::show(&page)
}

pub(super) async fn confirm(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    commands::confirm(&app, &mut tx, &member.acting, number, Some(posted.fields.get("proof"))).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}/read-back", base(&member, number))).into_response())
}

pub(super) async fn adjourn(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    commands::adjourn(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}/minute", base(&member, number))).into_response())
}
