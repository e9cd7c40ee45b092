//! A line of the list as the page shows it.

use std::borrow::Cow;

use agreements::rules::{self, Agreement};
use group::{directory::Entry, groups::Group};
use jiff::civil::Date;
use kernel::{error::FieldError, words as say};

use super::Typed;
use crate::desk::model::{AgreementLine, Line, ThemeLine, TwinLine};
use ::issues::{
    issues::{Happened, Harm, Known, excerpt},
    placing::{direction_from_key, direction_words},
    themes::Theme,
};

/// So much of a report is in the list; all of it is on the issue's page.
const SHOWN: usize = 700;

/// Something to take by one key or one tap.
pub(super) struct Tap {
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) why: String,
    /// Whether it is taken already.
    pub(super) taken: bool,
}

/// An issue in the list.
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) reference: String,
    pub(super) version: i64,
    pub(super) tags: Vec<&'static str>,
    pub(super) facts: String,
    pub(super) words: String,
    pub(super) cut: bool,
    pub(super) read: bool,
    pub(super) themes: Vec<Tap>,
    pub(super) directions: Vec<Tap>,
    pub(super) service: Option<Tap>,
    pub(super) twins: Vec<Tap>,
    /// Agreements that may answer it: where each stands, what it is called, and why.
    pub(super) agreements: Vec<(String, String, String)>,
    /// What stands in the fields: saved, else proposed.
    pub(super) theme: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) titles: Vec<String>,
    pub(super) direction: String,
    pub(super) service_name: String,
    pub(super) worded: bool,
    pub(super) gap: bool,
    pub(super) asked: bool,
    pub(super) anonymous: bool,
    pub(super) question: String,
    /// Whether the fields are shown open, because something in them needs another value.
    pub(super) open: bool,
    pub(super) open_question: bool,
    pub(super) errors: Vec<String>,
}

/// Names the fields of one issue: a page has many.
pub(super) fn placed_errors(typed: &Typed) -> Vec<FieldError> {
    let placed =
        |error: &FieldError| FieldError { field: Cow::Owned(format!("{}-{}", error.field, typed.number)), message: error.message.clone() };
    typed.errors.iter().map(placed).collect()
}

/// What the lines of a page are made of.
pub(super) struct All<'a> {
    pub(super) group: &'a Group,
    pub(super) today: Date,
    pub(super) proposed: &'a [ThemeLine],
    pub(super) twins: &'a [TwinLine],
    pub(super) answering: &'a [AgreementLine],
    pub(super) agreed: &'a [Agreement],
    pub(super) themes: &'a [Theme],
    pub(super) services: &'a [Entry],
    pub(super) typed: Option<&'a Typed>,
}

impl All<'_> {
    pub(super) fn row(&self, line: Line) -> Row {
        let typed = self.typed.filter(|typed| typed.number == line.number);
        let asking = typed.is_some_and(|typed| typed.errors.iter().any(|error| error.field == "question"));
        let written = typed.filter(|_| !asking);
        let proposed = &line.proposed;
        let or = |saved: &Option<String>, proposed: &str| saved.clone().unwrap_or_else(|| proposed.to_owned());
        let name = |id| self.services.iter().find(|entry| Some(entry.id) == id).map(|entry| entry.name.clone());
        let first = self.proposed.iter().find(|theme| theme.issue == line.id).map(|theme| theme.key.clone()).unwrap_or_default();
        let (title, text) = (or(&line.title, &proposed.title), or(&line.text, &proposed.sentences));
        let shown: String = line.words.chars().take(SHOWN).collect();
        Row {
            number: line.number,
            reference: self.group.reference(line.number),
            version: line.version,
            tags: tags(&line),
            facts: self.facts(&line),
            cut: shown.len() < line.words.len(),
            words: shown,
            read: line.read,
            themes: self.theme_taps(&line),
            directions: directions(&line),
            service: name(line.service.or(proposed.service)).map(|label| Tap {
                key: "s",
                value: line.service.or(proposed.service).map(|id| id.to_string()).unwrap_or_default(),
                label,
                why: if line.service.is_none() { format!("names “{}”", proposed.service_by) } else { String::new() },
                taken: line.service.is_some(),
            }),
            twins: self.twin_taps(&line),
            agreements: self.agreements(&line),
            theme: written.map_or_else(|| or(&line.theme, &first), |typed| typed.wording.theme.clone()),
            gap: analysis::wording::has_gap(&title) || analysis::wording::has_gap(&text),
            worded: line.title.is_some() && line.text.is_some(),
            title: written.map_or(title, |typed| typed.wording.title.clone()),
            text: written.map_or(text, |typed| typed.wording.text.clone()),
            titles: proposed.others.lines().map(str::to_owned).collect(),
            direction: written
                .map_or_else(|| or(&line.direction, proposed.direction.as_deref().unwrap_or_default()), |typed| typed.direction.clone()),
            service_name: written
                .map_or_else(|| name(line.service.or(proposed.service)).unwrap_or_default(), |typed| typed.service.clone()),
            asked: line.asked,
            anonymous: line.known == Known::Anonymous.key(),
            question: typed.map(|typed| typed.question.clone()).unwrap_or_default(),
            open: written.is_some(),
            open_question: asking,
            errors: typed.map(|typed| typed.errors.iter().map(|error| error.message.clone()).collect()).unwrap_or_default(),
        }
    }

    fn facts(&self, line: &Line) -> String {
        let came = match (line.handed_in.as_deref(), &line.door) {
            (Some("mail" | "mail-with-files"), _) => "by mail".to_owned(),
            (Some("list"), _) => "from a list".to_owned(),
            (Some(_), _) => "written down for whoever raised it".to_owned(),
            (None, Some(door)) => format!("through {door}"),
            (None, None) if line.known == Known::Anonymous.key() => "anonymously".to_owned(),
            (None, None) => "through the group’s own address".to_owned(),
        };
        let mut facts = vec![format!("Raised {}, {came}", say::days_ago(line.raised_on, self.today))];
        facts.extend(
            line.happened.as_deref().and_then(Happened::from_key).map(|happened| format!("Happened: {}", happened.words().to_lowercase())),
        );
        facts.extend(line.said_service.as_ref().map(|service| format!("Service, says the reporter: {service}")));
        facts.extend(line.remedy.as_ref().map(|remedy| format!("What would mend it: {}", excerpt(remedy))));
        facts.join(" · ")
    }

    fn theme_taps(&self, line: &Line) -> Vec<Tap> {
        let proposed = self.proposed.iter().filter(|theme| theme.issue == line.id);
        let mut taps: Vec<Tap> = proposed
            .zip(["1", "2", "3"])
            .map(|(theme, key)| Tap {
                key,
                value: theme.key.clone(),
                label: theme.name.clone(),
                why: theme.why.clone(),
                taken: line.theme.as_ref() == Some(&theme.key),
            })
            .collect();
        let chosen = self.themes.iter().find(|theme| line.theme.as_ref() == Some(&theme.key));
        if let Some(theme) = chosen.filter(|_| !taps.iter().any(|tap| tap.taken)) {
            taps.push(Tap { key: "", value: theme.key.clone(), label: theme.name.clone(), why: "chosen".into(), taken: true });
        }
        taps
    }

    fn agreements(&self, line: &Line) -> Vec<(String, String, String)> {
        let found = self.answering.iter().filter(|found| found.issue == line.id);
        let shown = found.filter_map(|found| {
            let agreement = self.agreed.iter().find(|agreement| agreement.number == found.number)?;
            let called = format!("{} {}", agreement.reference(), agreement.content.title);
            Some((rules::address(self.group, agreement), called, found.why.clone()))
        });
        shown.collect()
    }

    fn twin_taps(&self, line: &Line) -> Vec<Tap> {
        let twins = self.twins.iter().filter(|twin| twin.issue == line.id).zip(["7", "8", "9"]);
        let tap = |(twin, key): (&TwinLine, &'static str)| Tap {
            key,
            value: self.group.reference(twin.number),
            label: twin.title.clone().unwrap_or_else(|| excerpt(&twin.words)),
            why: twin.why.clone(),
            taken: twin.how.as_deref() == Some("same"),
        };
        twins.map(tap).collect()
    }
}

fn tags(line: &Line) -> Vec<&'static str> {
    let harm = match line.harm.as_deref().and_then(Harm::from_key) {
        Some(Harm::Yes) => Some("Harm: yes"),
        Some(Harm::CouldHave) => Some("Harm: could have"),
        Some(Harm::NoneKnown) => Some("Harm: none known"),
        None => None,
    };
    harm.into_iter().chain(line.asked.then_some("A question waits: the clock stands still")).collect()
}

fn directions(line: &Line) -> Vec<Tap> {
    let proposed = line.proposed.direction.as_deref();
    let tap = |(key, value): (&'static str, &str)| Tap {
        key,
        value: value.to_owned(),
        label: direction_from_key(value).map_or("", direction_words).to_owned(),
        why: if proposed == Some(value) { "proposed".into() } else { String::new() },
        taken: line.direction.as_deref() == Some(value),
    };
    [("h", "secondary_to_primary"), ("p", "primary_to_secondary"), ("b", "both")].into_iter().map(tap).collect()
}
