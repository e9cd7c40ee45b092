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
    App, Error, Result,
    form::Posted,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        commands,
        model::{State, missing},
        queries::{self, Record},
    },
    base,
    told::Decided,
    visible, when,
};
use crate::{
    decisions::{self, Decision},
    references::{self, in_address},
};

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
    /// Words of a decision are kept that nobody has decided yet.
    drafted: bool,
    decision: Option<Decided>,
    actions: Vec<ActionLine>,
}

/// A decision that an earlier meeting made without a quorum.
struct Earlier {
    reference: String,
    words: String,
    decided: String,
    /// Whether this meeting makes it good.
    good: bool,
    /// Whether this person may say so now.
    may_say: bool,
}

/// What waits for a quorum, while it can be made good here, and what is made good here.
async fn earlier(app: &App, member: &Member, record: &Record) -> Result<Vec<Earlier>> {
    let (meeting, acting) = (&record.meeting, &member.acting);
    let open = meeting.is_open() && commands::must_run(acting).is_ok();
    let waiting = if open { decisions::unquorate(&app.db, acting.group.id, None).await? } else { record.ratifies.clone() };
    let line = |(decision, _): (Decision, i64)| Earlier {
        reference: decision.reference(),
        decided: words::date(decision.decided_on),
        good: decision.ratified_in == Some(meeting.id),
        may_say: open,
        words: decision.words,
    };
    Ok(waiting.into_iter().filter(|(_, number)| *number != meeting.number).map(line).collect())
}

#[derive(Template)]
#[template(path = "meetings/pages/read_back.html")]
struct Page {
    frame: Frame,
    forgery: String,
    base: String,
    when: String,
    quorum: String,
    /// Whether something was decided without a quorum.
    unquorate: bool,
    /// Decisions of earlier meetings that had no quorum.
    earlier: Vec<Earlier>,
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
    let drafted = if meeting.is_open() { queries::drafted(&app.db, acting.group.id, meeting.id).await? } else { Vec::new() };
    let line = |item: &super::super::model::Item| ItemLine {
        href: format!("{}/items/{}", base(&member, meeting.number), in_address(&item.reference())),
        reference: item.reference(),
        title: item.title.clone(),
        drafted: drafted.contains(&item.id),
        decision: item.decision.as_ref().map(Decided::of),
        actions: item
            .actions
            .iter()
            .map(|action| ActionLine {
                reference: action.reference(),
                words: action.words.clone(),
                owner: action.doer(),
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
        unquorate: record.items.iter().filter_map(|item| item.decision.as_ref()).any(Decision::is_subject_to_confirmation),
        earlier: earlier(&app, &member, &record).await?,
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

/// Says that this meeting makes a decision good that an earlier one made without a quorum, or that it does not.
pub(super) async fn make_good(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = references::number(&number)?;
    let decision = references::read_decision(posted.fields.get("decision")).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::make_good(&app, &mut tx, &member.acting, number, decision, posted.fields.get("good") == "yes").await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}/read-back#earlier", base(&member, number))).into_response())
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
