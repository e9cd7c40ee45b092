//! What views are checked by and told with, read once: the settings, the themes, the directory, the agreements in force, the
//! signposts.

use ::agreements::rules;
use ::issues::{
    issues::{Issue, Sector},
    signposts::{self, Signposts},
    themes::{self, Theme},
};
use group::{
    directory::{self, Entry},
    groups::Group,
};
use kernel::{App, On, Result, words as say};
use uuid::Uuid;

use super::{
    agreed::{self, Agreed},
    model::{Choice, View},
};
use crate::settings::{self, Said, Settings, fill};

/// What a group's triage goes by.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) settings: Settings,
    pub(crate) themes: Vec<Theme>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) agreements: Vec<Agreed>,
    pub(crate) signposts: Signposts,
    /// Where agreements stand, if everybody may read them.
    pages: Option<String>,
}

/// Reads what a group's triage goes by.
///
/// # Errors
/// When the database fails.
pub(crate) async fn papers(app: &App, on: impl Into<On<'_>>, group: &Group) -> Result<Papers> {
    let (mut on, pages) = (on.into(), app.url(&format!("/{}/agreements", group.slug)));
    let group = group.id;
    let public = rules::is_public(on.again(), group).await?;
    Ok(Papers {
        settings: settings::of(on.again(), group).await?,
        themes: themes::all(on.again(), group).await?,
        entries: directory::all(on.again(), group).await?,
        agreements: agreed::agreements(on.again(), group).await?,
        pages: public.then_some(pages),
        signposts: signposts::of(on, group).await?,
    })
}

impl Papers {
    /// A theme's name.
    pub(crate) fn theme<'a>(&'a self, key: &'a str) -> &'a str {
        self.themes.iter().find(|theme| theme.key == key).map_or(key, |theme| theme.name.as_str())
    }

    /// What an entry of the directory is called; one that was retired is no longer known by name.
    pub(crate) fn entry(&self, id: Uuid) -> &str {
        self.entries.iter().find(|entry| entry.id == id).map_or("a service that left the directory", |entry| entry.name.as_str())
    }

    fn agreement(&self, number: i64) -> Option<&Agreed> {
        self.agreements.iter().find(|agreed| agreed.number == number)
    }

    /// What a choice is, in words that go on from "GP co-chair: ".
    pub(crate) fn says(&self, view: &View) -> String {
        let theme = self.theme(&view.theme);
        match &view.choice {
            Choice::FixNow { contact, question } => format!("fix now: ask {}: “{question}”", self.entry(*contact)),
            Choice::Group => format!("to the next meeting on {theme}"),
            Choice::Interim => format!("urgent, between two meetings, on {theme}"),
            Choice::Delegate { forum, question, by, .. } => format!("to {forum}, to answer by {}: “{question}”", say::date(*by)),
            Choice::Watch => "watch until others report the same".into(),
            Choice::Answered(number) => match self.agreement(*number) {
                Some(agreed) => format!("answered by {}, {}", agreed.reference, agreed.title),
                None => "answered by an agreement that is no longer in force".into(),
            },
            Choice::Out { reason, signpost } => {
                let post = signpost.map(|post| format!(" (signpost: {})", post.about())).unwrap_or_default();
                format!("it belongs elsewhere: {reason}{post}")
            }
        }
    }

    /// What the reporter reads when this is settled: the text of the issue, else the group's own, with its gaps filled.
    pub(crate) fn told(&self, group: &Group, issue: &Issue, choice: &Choice, words: &str) -> String {
        let mut said = Said {
            reference: group.reference(issue.number),
            theme: issue.theme.as_deref().map(|key| self.theme(key).to_owned()).unwrap_or_default(),
            service: issue.answers.service.clone().unwrap_or_default(),
            reports: self.settings.watch_reports.to_string(),
            places: self.settings.watch_places.to_string(),
            ..Said::default()
        };
        match choice {
            Choice::FixNow { contact, .. } => said.service = self.entry(*contact).to_owned(),
            Choice::Delegate { forum, by, .. } => (said.forum, said.date) = (forum.clone(), say::date(*by)),
            Choice::Answered(number) => {
                if let Some(agreed) = self.agreement(*number) {
                    said.agreement = format!("{} ({})", agreed.title, agreed.reference);
                    said.agreed = agreed.told(issue.answers.sector == Some(Sector::Secondary), self.pages.as_deref());
                }
            }
            Choice::Out { reason, signpost } => {
                said.reason = lower_first(reason);
                said.signpost = signpost.map(|post| self.signposts.says(post).to_owned()).unwrap_or_default();
            }
            Choice::Group | Choice::Interim | Choice::Watch => {}
        }
        let words = if words.is_empty() { self.settings.words_of(choice.outcome()) } else { words };
        fill(words, &said)
    }
}

/// A reason as it stands within a sentence; an abbreviation keeps its capitals.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod unit {
    use super::lower_first;

    #[test]
    fn a_reason_stands_within_a_sentence() {
        assert_eq!(lower_first("It is a complaint"), "it is a complaint");
        assert_eq!(lower_first("GP contracts"), "GP contracts");
        assert_eq!(lower_first(""), "");
    }
}
