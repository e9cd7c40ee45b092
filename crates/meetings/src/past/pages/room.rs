//! The room: search in past minutes and decisions, the list of minutes, and for those who bring them in what has come so far.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    form::Fields,
    limits::Class,
    page::{self, Frame},
    search, words,
};

use super::{
    super::{model::Minute, store},
    DecisionRow, after, decision_row, page_of,
};

/// Of each kind, the most that a search shows.
const FOUND: i64 = 25;
/// The most characters of the words around what was found.
const AROUND: usize = 240;

struct Line {
    href: String,
    title: String,
    day: String,
    /// The paragraph in which a word was found.
    said: String,
}

struct Step {
    what: &'static str,
    href: String,
    act: &'static str,
    so_far: String,
}

#[derive(Template)]
#[template(path = "past/pages/room.html")]
struct Room {
    frame: Frame,
    base: String,
    q: String,
    searched: bool,
    steps: Vec<Step>,
    minutes: Vec<Line>,
    decisions: Vec<DecisionRow>,
    older: Option<String>,
}

/// The first paragraph that holds one of the words, cut to a readable length.
pub(crate) fn around(content: &str, q: &str) -> String {
    let small = q.to_lowercase();
    let wanted: Vec<&str> = small.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2).collect();
    // The index knows words by their stems: a word's beginning is enough here.
    let begins = |word: &str| word.chars().take(4.max(word.chars().count().saturating_sub(3))).collect::<String>();
    let stems: Vec<String> = wanted.iter().map(|word| begins(word)).collect();
    let holds = |line: &&str| {
        let line = line.to_lowercase();
        stems.iter().any(|stem| line.contains(stem.as_str()))
    };
    let line = content.lines().find(holds).unwrap_or_default();
    let cut: String = line.chars().take(AROUND).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}

fn steps(base: &str, group: &str, [issues, actions, minutes, decisions]: [u64; 4]) -> Vec<Step> {
    let so_far = |n: u64, one, many| if n == 0 { "Nothing yet".to_owned() } else { format!("{} came in", words::count(n, one, many)) };
    vec![
        Step {
            what: "The issue log",
            href: format!("/{group}/issues/import"),
            act: "Bring in the issue log",
            so_far: so_far(issues, "issue", "issues"),
        },
        Step {
            what: "The action log",
            href: format!("/{group}/actions/import"),
            act: "Bring in the action log",
            so_far: so_far(actions, "action", "actions"),
        },
        Step {
            what: "Past minutes",
            href: format!("{base}/minutes/bring"),
            act: "Bring in a minute",
            so_far: so_far(minutes, "minute", "minutes"),
        },
        Step {
            what: "Past decisions and agreements",
            href: format!("{base}/decisions/import"),
            act: "Bring in a table of decisions",
            so_far: so_far(decisions, "decision", "decisions"),
        },
    ]
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let base = format!("/{}/past", group.slug);
    let fields = Fields::of_query(&uri);
    let q = fields.get("q").trim().to_owned();
    let searched = search::has_words(&q);
    let (found, decisions, more) = if searched {
        if !app.settings.demonstration {
            app.limits.check(Class::Search, app.keys.sign("search", &[acting.person.as_bytes()]))?;
        }
        let decisions = store::decisions_found(&app.db, group, &q, FOUND).await?;
        (store::minutes_found(&app.db, group, &q, FOUND).await?, decisions, false)
    } else {
        let (found, more) = page_of(store::minutes(&app.db, group.id, after(fields.get("after")), super::PAGE).await?);
        (found, Vec::new(), more)
    };
    let older = found.last().filter(|_| more).map(|last| format!("{base}?after={}.{}", last.held_on, last.number));
    let line = |minute: Minute| Line {
        href: format!("{base}/minutes/{}", minute.number),
        title: minute.title,
        day: words::date(minute.held_on),
        said: around(&minute.content, &q),
    };
    let brings = acting.may(Verb::BringPast) && !searched;
    let page = Room {
        frame: member.frame(&app, "Before Brig", "/past"),
        steps: if brings { steps(&base, &group.slug, store::counts(&app.db, group.id).await?) } else { Vec::new() },
        minutes: found.into_iter().map(line).collect(),
        decisions: decisions.into_iter().map(decision_row).collect(),
        searched,
        older,
        base,
        q,
    };
    page::show(&page)
}

#[cfg(test)]
mod unit {
    use super::around;

    #[test]
    fn the_paragraph_with_the_word_is_shown() {
        let content = "Welcome\nThe group agreed that wards send letters.\nClose";
        assert_eq!(around(content, "letter"), "The group agreed that wards send letters.");
        assert_eq!(around(content, "sending"), "The group agreed that wards send letters.");
        assert_eq!(around(content, ""), "");
    }
}
