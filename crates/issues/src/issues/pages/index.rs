//! The list of issues: search, filter, newest first.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, golive, permissions::Verb};
use kernel::{
    App, Result,
    form::{Fields, encode_query},
    limits::Class,
    page::{self, Field, Frame},
    search, words as say,
};

use super::super::{
    model::State,
    queries::{self, Filter, Line},
    words,
};
use crate::themes::Theme;

/// Lines on a page.
const PAGE: i64 = 50;

struct Row {
    href: String,
    reference: String,
    title: String,
    worded: bool,
    state: &'static str,
    praise: bool,
    theme: String,
    raised: String,
    /// How many reports it stands for, once there is more than one.
    reports: Option<String>,
}

struct Chip {
    label: String,
    without: String,
}

#[derive(Template)]
#[template(path = "issues/pages/index.html")]
struct Page {
    frame: Frame,
    q: String,
    state: Field,
    theme: Field,
    chips: Vec<Chip>,
    count: String,
    rows: Vec<Row>,
    newer: Option<String>,
    older: Option<String>,
    raise: String,
    hand_in: Option<String>,
    /// How the form stands that everybody can use, for who runs it.
    form: Option<(String, &'static str)>,
    /// Where the log of before is brought in.
    past: String,
    ways_in: String,
}

/// The choices as they stand in the address.
struct Choice {
    q: String,
    state: Option<State>,
    theme: Option<Theme>,
}

impl Choice {
    fn address(&self, base: &str, without: &str, after: Option<i64>) -> String {
        let mut parts = Vec::new();
        let mut part = |name: &str, value: &str| {
            if !value.is_empty() && name != without {
                parts.push(format!("{name}={}", encode_query(value)));
            }
        };
        part("q", &self.q);
        part("state", self.state.map_or("", State::key));
        part("theme", self.theme.as_ref().map_or("", |theme| &theme.key));
        part("after", &after.map(|after| after.to_string()).unwrap_or_default());
        if parts.is_empty() { base.to_owned() } else { format!("{base}?{}", parts.join("&")) }
    }

    fn any(&self) -> bool {
        !self.q.is_empty() || self.state.is_some() || self.theme.is_some()
    }
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    member.acting.must(Verb::ReadIssues)?;
    let group = &member.acting.group;
    let base = format!("/{}/issues", group.slug);
    let fields = Fields::of_query(&uri);
    let q = fields.get("q").trim().to_owned();
    // Somebody who types a reference wants that issue.
    if let Some(number) = group.number(&q) {
        return Ok(Redirect::to(&format!("{base}/{}", group.reference(number))).into_response());
    }
    if let Some(number) = queries::by_old_reference(&app.db, group.id, &q).await? {
        return Ok(Redirect::to(&format!("{base}/{}", group.reference(number))).into_response());
    }
    // A demonstration has nothing to protect, and people measure it.
    if search::has_words(&q) && !app.settings.demonstration {
        app.limits.check(Class::Search, app.keys.sign("search", &[member.acting.person.as_bytes()]))?;
    }
    let (themes, counts) = queries::choices(&app.db, group.id).await?;
    let theme = themes.iter().find(|theme| theme.key == fields.get("theme")).cloned();
    let choice = Choice { q, state: State::from_key(fields.get("state")), theme };
    let after = fields.get("after").parse().ok();
    let filter = Filter {
        state: choice.state,
        theme: choice.theme.as_ref().map(|theme| theme.key.clone()),
        q: choice.q.clone(),
        after,
        limit: PAGE,
    };
    let mut lines = queries::list(&app.db, group, &filter).await?;
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    let known = match (&choice.theme, search::has_words(&choice.q), choice.state) {
        (None, false, None) => Some(counts.listed()),
        (None, false, Some(state)) => Some(counts.of(state)),
        _ => None,
    };
    let page = Page {
        frame: member.frame(&app, "Issues", "/issues"),
        state: Field::select("state", "State", options("Any state", State::CHOICES.iter().map(|(key, words)| (*key, *words))))
            .value(choice.state.map_or("", State::key)),
        theme: Field::select("theme", "Theme", options("Any theme", themes.iter().map(|theme| (theme.key.as_str(), theme.name.as_str()))))
            .value(choice.theme.as_ref().map_or("", |theme| &theme.key)),
        chips: chips(&choice, &base),
        count: count(lines.len(), known, more, after.is_some(), choice.any()),
        newer: after.map(|_| choice.address(&base, "", None)),
        older: more.then(|| choice.address(&base, "", lines.last().map(|line| line.number))),
        rows: lines.into_iter().map(|line| row(group, &base, line)).collect(),
        raise: format!("/{}/raise", group.slug),
        hand_in: member.acting.may(Verb::RaiseForOthers).then(|| format!("{base}/new")),
        form: if member.acting.may(Verb::RunForm) {
            let open = golive::is_open(&app.db, group.id).await?;
            Some((
                format!("/{}/go-live", group.slug),
                if open { "The form is open to everybody" } else { "The form is not open to everybody: go live" },
            ))
        } else {
            None
        },
        past: format!("/{}/past", group.slug),
        ways_in: format!("/{}/ways-in", group.slug),
        q: choice.q,
    };
    page::show(&page)
}

fn options<'a>(any: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), any.to_owned())).chain(all.map(|(key, words)| (key.to_owned(), words.to_owned()))).collect()
}

fn chips(choice: &Choice, base: &str) -> Vec<Chip> {
    let chip = |name: &str, label: String| Chip { label, without: choice.address(base, name, None) };
    let q = (!choice.q.is_empty()).then(|| chip("q", format!("“{}”", choice.q)));
    let state = choice.state.map(|state| chip("state", state.words().to_owned()));
    let theme = choice.theme.as_ref().map(|theme| chip("theme", theme.name.clone()));
    [q, state, theme].into_iter().flatten().collect()
}

/// How many there are, as far as it is known without counting.
fn count(shown: usize, known: Option<u64>, more: bool, later_page: bool, filtered: bool) -> String {
    let shown = shown as u64;
    match (known, more, later_page) {
        _ if shown == 0 && !later_page => if filtered { "No issue matches." } else { "Nobody has raised an issue yet." }.into(),
        (Some(total), ..) if total > shown => {
            format!("{} of {}, newest first", say::thousands(shown), say::count(total, "issue", "issues"))
        }
        (Some(total), ..) => say::count(total, "issue", "issues"),
        (None, true, false) => format!("The newest {shown} of more than {shown}"),
        (None, true, true) => format!("{}, with older ones to follow", say::count(shown, "issue", "issues")),
        (None, false, true) => format!("The last {}", say::count(shown, "issue", "issues")),
        (None, false, false) => format!("{} found", say::count(shown, "issue", "issues")),
    }
}

fn row(group: &group::groups::Group, base: &str, line: Line) -> Row {
    let reference = group.reference(line.number);
    Row {
        href: format!("{base}/{reference}"),
        reference,
        worded: line.group_title.is_some(),
        title: line.group_title.unwrap_or_else(|| words::excerpt(&line.words)),
        state: line.state.words(),
        praise: line.praise,
        theme: line.theme_name.or(line.theme).unwrap_or_else(|| "No theme yet".into()),
        raised: say::date(line.raised_on),
        reports: (line.reports > 1).then(|| say::count(line.reports, "report", "reports")),
    }
}
