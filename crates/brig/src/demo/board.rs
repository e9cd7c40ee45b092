//! The made-up board: its people in balance, its issues over the past months, all relative to today.

use std::sync::OnceLock;

use group::{
    acting::Acting,
    golive::{self, Question},
    groups::{self, Group, NewGroup},
    membership::{self, NewSeat, Side},
    own_words,
    people::{self, NewPerson, Scope},
    permissions::Role,
};
use issues::issues::{self as slice, Answers, Happened, Harm, IssueDraft, Known, Origin, Sector, Wording};
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Result, Tx};
use serde::Deserialize;
use triage::views::{self, Outcome};
use uuid::Uuid;

use super::{
    agreements, before,
    cast::{CAST, Cast},
    closing, directory, generate, hearing, interim, journeys, late, members, networks, papers,
    past::{self, Actors, Past},
    services, surveys, terms, ways, year,
};

/// What was built: for the ready line.
pub(super) struct Board {
    pub(super) slug: String,
    /// A token with every scope and no limit.
    pub(super) token: String,
    pub(super) people: Vec<Shown>,
}

/// A person of the board.
pub(super) struct Shown {
    pub(super) id: Uuid,
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) side: &'static str,
    pub(super) token: String,
}

/// An issue of the board, as it stands in `issues.jsonl` and, with what a meeting made of it, in `history.jsonl`.
#[derive(Deserialize)]
pub(super) struct Told {
    text: String,
    pub(super) theme: String,
    pub(super) title: String,
    wording: String,
    pub(super) sector: String,
    role: String,
    service: String,
    happened: String,
    harm: String,
    #[serde(default)]
    remedy: String,
    pub(super) known: String,
    name: String,
    email: String,
}

fn told() -> &'static [Told] {
    static TOLD: OnceLock<Vec<Told>> = OnceLock::new();
    TOLD.get_or_init(|| include_str!("issues.jsonl").lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// How far back the board's first issue lies.
const DAYS: i64 = 56;

/// Builds everything, with the clock going from the past to `now`.
pub(super) async fn build(app: &App, now: Timestamp, generated: u32) -> Result<Board> {
    app.clock.set(beginning(now) - SignedDuration::from_hours(24));
    let mut tx = app.begin().await?;
    let new = NewGroup {
        slug: "north-moor".into(),
        name: "North Moor Interface Group".into(),
        board: "NHS North Moor".into(),
        prefix: "NM".into(),
        time_zone: "Europe/London".into(),
    };
    let group = groups::found(app, &mut tx, new).await?;
    app.react(&mut tx).await?;
    let mut people = Vec::new();
    for cast in CAST {
        people.push(seat(app, &mut tx, &group, cast).await?);
    }
    people.push(operator(app, &mut tx).await?);
    let token = scripts(app, &mut tx, &group).await?;
    let administrator = Acting {
        group,
        person: people[0].id,
        name: people[0].name.into(),
        email: String::new(),
        role: Role::Administrator,
        side: Side::Other,
        deputy: false,
        acting_until: None,
        operator: false,
    };
    members::settle(app, &mut tx, &administrator, now).await?;
    go_live(app, &mut tx, &administrator, [people[3].id, people[2].id]).await?;
    app.commit(tx).await?;
    let co_chair = |at: usize, side| {
        let (person, name) = (people[at].id, people[at].name.into());
        Acting { person, name, role: Role::CoChair, side, ..administrator.clone() }
    };
    let (gp, consultant) = (co_chair(1, Side::Gp), co_chair(2, Side::Consultant));
    let members = CAST.iter().filter(|cast| cast.role != Role::Reader).map(|cast| cast.name).collect();
    let actors = Actors { administrator: &administrator, gp: &gp, consultant: &consultant, members };
    raise_generated(app, &actors, now, generated).await?;
    networks::set_up(app, &administrator).await?;
    terms::agree_on_first(app, &actors).await?;
    agreements::begin(app, &actors).await?;
    let mut past = past::remember(app, &actors, now).await?;
    terms::agree_on_second(app, &actors).await?;
    agreements::go_on(app, &actors, now).await?;
    ways::open_doors(app, &administrator).await?;
    raise_told(app, &actors, &mut past, now).await?;
    past::fill_next(app, &actors, &past, now).await?;
    papers::bring(app, &actors, now).await?;
    year::settle(app, &administrator).await?;
    directory::fill(app, &administrator).await?;
    before::fill(app, &administrator).await?;
    members::leave(app, &administrator, now).await?;
    surveys::hold(app, &administrator, now).await?;
    closing::close(app, &administrator, now, generated).await?;
    ways::praise(app, &administrator, now).await?;
    services::ask(app, &administrator, &gp, now).await?;
    journeys::surge(app, &administrator, now).await?;
    journeys::pass_on(app, &administrator, now).await?;
    journeys::delegate(app, &administrator, [&gp, &consultant], now).await?;
    services::see_harm(app, &administrator, now).await?;
    interim::ask(app, &gp, now).await?;
    hearing::tell(app, &actors, now).await?;
    app.clock.set(now - SignedDuration::from_hours(5));
    late::correction_that_waits(app, &administrator, past::before_last(&past)).await?;
    app.clock.set(now);
    Ok(Board { slug: administrator.group.slug, token, people })
}

/// Settles what a form needs, and opens it.
async fn go_live(app: &App, tx: &mut Tx, administrator: &Acting, custodians: [Uuid; 2]) -> Result<()> {
    for (question, answer) in [
        (Question::Controller, "NHS North Moor"),
        (Question::Protection, "Data Protection Officer, NHS North Moor: data.protection@northmoor.example"),
        (Question::Safety, "Patient Safety Team, NHS North Moor: safety@northmoor.example"),
        (Question::Retention, "3"),
        (Question::Hosting, "A server of NHS North Moor, looked after by its digital team"),
        (Question::RaiseAddress, "raise@northmoor.example"),
    ] {
        golive::answer(app, tx, administrator, question, "", answer).await?;
    }
    golive::name_custodians(app, tx, administrator, "", custodians.map(Some)).await?;
    own_words::add_abbreviation(app, tx, administrator, "RACPC", "rapid access chest pain clinic").await?;
    own_words::add_number(app, tx, administrator, "NMH 123456", Some(own_words::Letters::These)).await?;
    golive::open(app, tx, administrator).await
}

/// Lets the clock run a little, so that what follows sorts after what went before.
fn tick(app: &App) {
    app.clock.advance(SignedDuration::from_secs(1));
}

async fn seat(app: &App, tx: &mut Tx, group: &Group, cast: &Cast) -> Result<Shown> {
    tick(app);
    let person = people::invite(app, tx, NewPerson { name: cast.name.into(), email: cast.email.into(), operator: false }).await?;
    let new = NewSeat { person: person.id, role: cast.role, side: cast.side, core: cast.core, post: cast.post.into() };
    membership::seat(app, tx, group, new).await?;
    let scopes = [Scope::RaiseIssues, Scope::ReadIssues, Scope::Write];
    let token = people::make_token(app, tx, person.id, "demonstration", &scopes, false).await?;
    Ok(Shown { id: person.id, name: cast.name, role: cast.role.key(), side: cast.side.key(), token })
}

/// Whoever runs the machine: no seat in the group.
async fn operator(app: &App, tx: &mut Tx) -> Result<Shown> {
    tick(app);
    const NAME: &str = "Grant Ferrier";
    let person =
        people::invite(app, tx, NewPerson { name: NAME.into(), email: "grant.ferrier@northmoor.example".into(), operator: true }).await?;
    let token = people::make_token(app, tx, person.id, "demonstration", &[Scope::Operator], false).await?;
    Ok(Shown { id: person.id, name: NAME, role: "operator", side: Side::Other.key(), token })
}

/// Whom scripts act as: may do all that an administrator and an operator may, without limit.
async fn scripts(app: &App, tx: &mut Tx, group: &Group) -> Result<String> {
    tick(app);
    let new = NewPerson { name: "Scripts of the demonstration".into(), email: "scripts@northmoor.example".into(), operator: true };
    let person = people::invite(app, tx, new).await?;
    let seat = NewSeat {
        person: person.id,
        role: Role::Administrator,
        side: Side::Other,
        core: false,
        post: "No person: for trying the API".into(),
    };
    membership::seat(app, tx, group, seat).await?;
    people::make_token(app, tx, person.id, "demonstration", &Scope::ALL, true).await
}

/// When the board's oldest entry was made: generated issues lie in the two years before its own past.
fn beginning(now: Timestamp) -> Timestamp {
    past::beginning(now) - SignedDuration::from_hours(24 * 2 * 365)
}

/// Many issues for those who want to see how it is with many, and after every fifty of them a meeting about some.
async fn raise_generated(app: &App, actors: &Actors<'_>, now: Timestamp, generated: u32) -> Result<()> {
    let administrator = actors.administrator;
    let group = &administrator.group;
    let mut made = 0;
    while made < generated {
        let next = generated.min(made + generate::ISSUES_A_MEETING);
        let mut worded = Vec::new();
        let mut tx = app.begin().await?;
        for n in made..next {
            let left = i64::from(generated - n) * (2 * 365 * 86_400) / i64::from(generated);
            app.clock.set(past::beginning(now) - SignedDuration::from_secs(left));
            let (draft, wording) = generate::issue(n);
            let origin = Origin { key: format!("generated/{n}"), person: None, keep_doubtful: false };
            let raised = slice::raise(app, &mut tx, group, draft, origin).await?;
            if let Some(wording) = wording {
                let number = group.number(&raised.reference).unwrap_or_default();
                slice::describe(app, &mut tx, administrator, number, 1, wording).await?;
                worded.push(number);
            }
        }
        app.commit(tx).await?;
        if next - made == generate::ISSUES_A_MEETING {
            generate::meeting(app, actors, &worded, made).await?;
        }
        made = next;
    }
    Ok(())
}

/// What happens on the board, in the order of time.
enum Step {
    Raise(usize),
    Describe(usize),
    /// One side's view: of the GP co-chair, or of the consultant.
    Agree(usize, Side),
    Withdraw(usize),
    /// The last of the remembered meetings is held.
    HoldLast,
}

/// The board's own issues, more of them lately; those older than ten days have their theme and group wording.
async fn raise_told(app: &App, actors: &Actors<'_>, past: &mut Past, now: Timestamp) -> Result<()> {
    let administrator = actors.administrator;
    let group = &administrator.group;
    let mut steps = vec![(past::last_held(now), Step::HoldLast)];
    for (at, when) in (0..).zip(raising_times(now, group)) {
        steps.push((when, Step::Raise(at)));
        let days = 2 + i64::try_from(at % 4).unwrap_or(0);
        let later = working_hour(when + SignedDuration::from_hours(24 * days) + SignedDuration::from_mins(37), group);
        if now.duration_since(when) > SignedDuration::from_hours(10 * 24) {
            steps.push((later, Step::Describe(at)));
            // Most are triaged by both sides a few days later; of some only one side has looked so far.
            let triaged = later + SignedDuration::from_hours(24 * 3);
            if triaged + SignedDuration::from_hours(24) < now {
                steps.push((triaged, Step::Agree(at, if at % 2 == 0 { Side::Gp } else { Side::Consultant })));
                if at % 7 != 3 {
                    let second = triaged + SignedDuration::from_hours(20);
                    steps.push((second, Step::Agree(at, if at % 2 == 0 { Side::Consultant } else { Side::Gp })));
                }
            }
        } else if at % 9 == 5 {
            steps.push(((when + SignedDuration::from_mins(25)).min(now), Step::Withdraw(at)));
        }
    }
    steps.sort_by_key(|(when, _)| *when);
    let mut raised = Vec::new();
    for (when, step) in steps {
        app.clock.set(when);
        if matches!(step, Step::HoldLast) {
            past::hold_last(app, actors, now, past).await?;
            continue;
        }
        let mut tx = app.begin().await?;
        match step {
            Step::Raise(at) => {
                let origin = Origin { key: format!("told/{at}"), person: None, keep_doubtful: false };
                let draft = draft(&told()[at]);
                let known = draft.known;
                raised.push(slice::raise(app, &mut tx, group, draft, origin).await?);
                ways::came(&mut tx, group, at, &raised[at], known).await?;
            }
            Step::Describe(at) => {
                let number = group.number(&raised[at].reference).unwrap_or_default();
                slice::describe(app, &mut tx, administrator, number, 1, wording(&told()[at])).await?;
            }
            Step::Agree(at, side) => {
                let number = group.number(&raised[at].reference).unwrap_or_default();
                let co_chair = if side == Side::Gp { actors.gp } else { actors.consultant };
                views::agree(app, &mut tx, co_chair, number, Outcome::Group, wording(&told()[at])).await?;
            }
            Step::Withdraw(at) => slice::withdraw(app, &mut tx, group, &raised[at].code).await?,
            Step::HoldLast => {}
        }
        app.commit(tx).await?;
    }
    Ok(())
}

/// When each of the board's issues was raised: reporting grows, so the gaps shrink towards today.
fn raising_times(now: Timestamp, group: &Group) -> Vec<Timestamp> {
    let count = i64::try_from(told().len()).unwrap_or(1);
    let mut last = now - SignedDuration::from_hours(24 * (DAYS + 5));
    let when = |at: i64| {
        let left = count - at;
        let seconds = DAYS * 86_400 * left * left / (count * count) + 3_600;
        let when = working_hour(now - SignedDuration::from_secs(seconds), group);
        // Never before the one before it, so that numbers follow time.
        last = when.max(last + SignedDuration::from_mins(17)).min(now - SignedDuration::from_mins(30));
        last
    };
    (0..count).map(when).collect()
}

/// Nobody writes at three in the morning: into the day between eight and seven.
fn working_hour(when: Timestamp, group: &Group) -> Timestamp {
    let local = group.time_zone.to_datetime(when);
    let hour = i64::from(local.hour());
    if (8..19).contains(&hour) { when } else { when - SignedDuration::from_hours((hour + 24 - 13) % 24) }
}

pub(super) fn wording(told: &Told) -> Wording {
    Wording { theme: told.theme.clone(), title: told.title.clone(), text: told.wording.clone() }
}

pub(super) fn draft(told: &Told) -> IssueDraft {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    IssueDraft {
        words: told.text.clone(),
        known: Known::from_key(&told.known).unwrap_or(Known::Anonymous),
        name: told.name.clone(),
        email: told.email.clone(),
        answers: Answers {
            kind: None,
            workplace: None,
            service: given(&told.service),
            post: given(&told.role),
            sector: Sector::from_key(&told.sector),
            happened: Happened::from_key(&told.happened),
            harm: Harm::from_key(&told.harm),
            remedy: given(&told.remedy),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_boards_issues_can_be_told() {
        assert_eq!(told().len(), include_str!("issues.jsonl").lines().count());
        assert!(told().len() > 60);
        assert!(told().iter().all(|told| Known::from_key(&told.known).is_some() && Sector::from_key(&told.sector).is_some()));
    }
}
