//! The page of who has heard what: the whole in words, a picture and a table by network, then each decision; and the same to keep.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State as Shared},
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use group::{
    acting::{Acting, Member},
    groups::Group,
    membership::{self, Side},
    permissions::Verb,
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Checks, Fields},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use meetings::references::in_address;

use super::{
    model::{Coverage, Decided, Line, Listener, Standing, Totals},
    store, words as told,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/cascade/coverage", get(show)).route("/{group}/cascade/coverage.csv", get(csv))
}

/// The longest time that is looked at, in years.
const YEARS: i64 = 5;

/// What is looked at: decisions of these days, for one side or all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) side: Option<Side>,
}

impl Asked {
    /// The last year, for everybody.
    fn usual(today: Date) -> Self {
        Self { from: today.saturating_sub(1.year()).saturating_add(1.day()), to: today, side: None }
    }

    /// What an address asks for; what it leaves out is the last year and everybody.
    ///
    /// # Errors
    /// [`Error::Invalid`] for days that are none, and for more than five years.
    pub(super) fn read(uri: &Uri, today: Date) -> Result<Self> {
        let (query, usual, mut checks) = (Fields::of_query(uri), Self::usual(today), Checks::default());
        let mut day = |name: &'static str, usual: Date| match query.get(name).trim() {
            "" => usual,
            typed => typed.parse().unwrap_or_else(|_| {
                checks.fail(name, "Enter a day in the form 2026-04-01");
                usual
            }),
        };
        let to = day("to", usual.to);
        let from = day("from", to.saturating_sub(1.year()).saturating_add(1.day()));
        if from > to {
            checks.fail("to", "The last day is before the first");
        } else if from.saturating_add(YEARS.years()) < to {
            checks.fail("from", format!("Choose {YEARS} years at most"));
        }
        let side = match query.get("side") {
            "" => None,
            typed => Side::from_key(typed).filter(|side| *side != Side::Other).or_else(|| {
                checks.fail("side", "Choose a side");
                None
            }),
        };
        checks.done()?;
        Ok(Self { from, to, side })
    }

    /// As a query.
    fn query(self) -> String {
        let side = self.side.map(|side| format!("&side={}", side.key())).unwrap_or_default();
        format!("from={}&to={}{side}", self.from, self.to)
    }
}

/// What is known of what somebody asks for.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings.
pub(super) async fn found(app: &App, acting: &Acting, asked: Asked) -> Result<Coverage> {
    acting.must(Verb::SeeMeetings)?;
    let today = app.clock.today(&acting.group.time_zone);
    Ok(store::of_period(&app.db, &acting.group, asked.from, asked.to, today).await?.of_side(asked.side))
}

/// The side that reads a network, in words.
pub(super) fn side_words(side: Side) -> &'static str {
    match side {
        Side::Gp => "General practice",
        Side::Consultant => "Hospital",
        Side::Other => "Both sides",
    }
}

/// One network, counted.
struct Counted {
    href: String,
    name: String,
    side: &'static str,
    due: u64,
    sent: u64,
    acknowledged: u64,
    missed: u64,
    waits: u64,
    days: String,
}

/// A bar of a picture of 300 units across: how far down its words and itself stand, and how long its parts are.
struct Bar {
    name: String,
    said: String,
    name_at: u64,
    words_at: u64,
    at: u64,
    sent: u64,
    missed_from: u64,
    missed: u64,
}

/// One decision in one network.
struct Heard {
    href: String,
    network: String,
    side: &'static str,
    due: String,
    sent: String,
    acknowledged: String,
    standing: String,
}

/// One decision.
struct Told {
    href: String,
    reference: String,
    title: String,
    decided: String,
    summary: String,
    lines: Vec<Heard>,
}

#[derive(Template)]
#[template(path = "coverage/index.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    back: String,
    here: String,
    fields: [Field; 3],
    sentences: Vec<String>,
    bars: Vec<Bar>,
    height: u64,
    networks: Vec<Counted>,
    decisions: Vec<Told>,
    csv: String,
}

fn days_words(days: Option<f64>) -> String {
    days.map_or_else(String::new, |days| if days.fract() > 0.25 { format!("{days:.1}") } else { format!("{days:.0}") })
}

fn counted(base: &str, network: &Listener, totals: &Totals) -> Counted {
    Counted {
        href: format!("{base}/networks/{}#received", network.id),
        name: network.name.clone(),
        side: side_words(network.side),
        due: totals.due,
        sent: totals.sent,
        acknowledged: totals.acknowledged,
        missed: totals.missed,
        waits: totals.waits,
        days: days_words(totals.median_days),
    }
}

/// How far it is from one bar to the next.
const STEP: u64 = 58;
/// Letters of a name that a bar has room for; the table below has it whole.
const NAME: usize = 38;

fn short(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

fn bar(at: usize, network: &Listener, totals: &Totals) -> Bar {
    let top = STEP * at as u64;
    let long = |n: u64| (300 * n).checked_div(totals.due).unwrap_or(0);
    let missed = if totals.missed > 0 { format!(", {} missed", totals.missed) } else { String::new() };
    Bar {
        name: short(&network.name),
        said: format!("{} of {} sent{missed}", totals.sent, totals.due),
        name_at: top + 14,
        words_at: top + 30,
        at: top + 36,
        sent: long(totals.sent),
        missed_from: long(totals.sent),
        missed: long(totals.missed),
    }
}

fn heard(group: &Group, base: &str, decision: &Decided, line: &Line, network: Option<&Listener>) -> Heard {
    let day = |at| words::date(group.time_zone.to_datetime(at).date());
    let standing = match line.standing {
        Standing::Waits => "Waits for its day".to_owned(),
        Standing::Missed(why) => format!("Missed: {}", why.words()),
        Standing::Sent | Standing::Acknowledged => match line.out_on.map(|out| (out - decision.decided_on).get_days().max(0)) {
            Some(days) => format!("Out {}", told::after(f64::from(days))),
            None => "Sent, and not out yet".to_owned(),
        },
    };
    Heard {
        href: match line.edition {
            Some(edition) => format!("{base}/editions/{edition}"),
            None => format!("{base}/minutes/{}", decision.meeting),
        },
        network: network.map(|network| network.name.clone()).unwrap_or_default(),
        side: network.map_or("", |network| side_words(network.side)),
        due: words::date(line.due_on),
        sent: line.sent_at.map(day).unwrap_or_default(),
        acknowledged: line.acknowledged_on.map(words::date).unwrap_or_default(),
        standing,
    }
}

fn decision(group: &Group, base: &str, coverage: &Coverage, decision: &Decided) -> Told {
    let lines: Vec<Heard> =
        coverage.of_decision(decision.id).map(|line| heard(group, base, decision, line, coverage.network(line.network))).collect();
    let (mut sent, mut missed) = (0, 0);
    for line in coverage.of_decision(decision.id) {
        sent += u32::from(matches!(line.standing, Standing::Sent | Standing::Acknowledged));
        missed += u32::from(matches!(line.standing, Standing::Missed(_)));
    }
    let summary = match (lines.len(), missed) {
        (0, _) => "goes to no network".to_owned(),
        (due, 0) => format!("{sent} of {due} sent"),
        (due, missed) => format!("{sent} of {due} sent, {missed} missed"),
    };
    Told {
        href: format!("/{}/decisions/{}", group.slug, in_address(&decision.reference)),
        reference: decision.reference.clone(),
        title: decision.title.clone(),
        decided: words::date(decision.decided_on),
        summary,
        lines,
    }
}

fn sides() -> Vec<(String, String)> {
    let one = |side: Side| (side.key().to_owned(), side_words(side).to_owned());
    std::iter::once((String::new(), "Everybody".to_owned())).chain([one(Side::Gp), one(Side::Consultant)]).collect()
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let (asked, errors): (Asked, Vec<FieldError>) = match Asked::read(&uri, today) {
        Ok(asked) => (asked, Vec::new()),
        Err(Error::Invalid(errors)) => (Asked::usual(today), errors),
        Err(error) => return Err(error),
    };
    let coverage = found(&app, acting, asked).await?;
    let (query, base) = (Fields::of_query(&uri), format!("/{}/cascade", group.slug));
    let typed = |name: &str, usual: String| if errors.is_empty() { usual } else { query.get(name).to_owned() };
    let totals: Vec<(&Listener, Totals)> = coverage.networks.iter().map(|network| (network, coverage.totals_of(network.id))).collect();
    let page = Page {
        frame: member.frame(&app, "Who has heard what", "/cascade").with_errors(&errors),
        errors: Errors::new(&errors),
        fields: [
            Field::new("from", "Decided from", Input::Date).value(typed("from", asked.from.to_string())).error(&errors),
            Field::new("to", "To", Input::Date).value(typed("to", asked.to.to_string())).error(&errors),
            Field::select("side", "Read by", sides())
                .value(typed("side", asked.side.map(|side| side.key().to_owned()).unwrap_or_default()))
                .error(&errors),
        ],
        sentences: told::words(&coverage),
        height: STEP * totals.len() as u64,
        bars: totals.iter().enumerate().map(|(at, (network, totals))| bar(at, network, totals)).collect(),
        networks: totals.iter().map(|(network, totals)| counted(&base, network, totals)).collect(),
        decisions: coverage.decisions.iter().map(|one| decision(group, &base, &coverage, one)).collect(),
        csv: format!("{base}/coverage.csv?{}", asked.query()),
        here: format!("{base}/coverage"),
        back: base,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn csv(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let asked = Asked::read(&uri, app.clock.today(&group.time_zone))?;
    let coverage = found(&app, acting, asked).await?;
    let header = ["Decision", "About", "Decided", "Network", "Read by", "Due", "Sent", "Out", "Days", "Acknowledged", "State", "Why"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for one in &coverage.decisions {
        for line in coverage.of_decision(one.id) {
            rows.push(row(group, one, line, coverage.network(line.network)));
        }
    }
    let name = format!("attachment; filename=\"{}-coverage-{}-{}.csv\"", group.slug, asked.from, asked.to);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, membership::as_csv(&rows)).into_response())
}

fn row(group: &Group, decision: &Decided, line: &Line, network: Option<&Listener>) -> Vec<String> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let why = match line.standing {
        Standing::Missed(why) => why.words(),
        _ => "",
    };
    vec![
        decision.reference.clone(),
        decision.title.clone(),
        decision.decided_on.to_string(),
        network.map(|network| network.name.clone()).unwrap_or_default(),
        network.map_or("", |network| side_words(network.side)).to_owned(),
        line.due_on.to_string(),
        day(line.sent_at.map(|at| group.time_zone.to_datetime(at).date())),
        day(line.out_on),
        line.out_on.map(|out| (out - decision.decided_on).get_days().max(0).to_string()).unwrap_or_default(),
        day(line.acknowledged_on),
        line.standing.key().to_owned(),
        why.to_owned(),
    ]
}
