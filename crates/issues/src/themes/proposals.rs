//! Which themes a text may belong to, by what is known of the shared ones and by what this group has chosen before.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use analysis::themes::{Chosen, Direction, Listed, Reading, SHARED, Themes};
use group::groups::Group;
use kernel::{App, Result, app};
use uuid::Uuid;

use group::themes::{Theme, in_use};

use super::store::{self, Filed, State};

/// A theme that a text may belong to. Nothing is filed by it: a person chooses.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The theme's key.
    pub key: String,
    /// What people read.
    pub name: String,
    /// How likely it is; the whole list together is one.
    pub score: f32,
    /// Why, in a short phrase.
    pub why: String,
}

/// What is proposed for a text.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    /// The group's themes, the likeliest first.
    pub themes: Vec<Proposed>,
    /// Which way the work flows that fails, where that can be said.
    pub direction: Option<Direction>,
}

impl Proposals {
    /// The three likeliest, for a person to choose from.
    #[must_use]
    pub fn first_three(&self) -> Vec<Proposed> {
        self.themes.iter().take(3).cloned().collect()
    }

    /// Which way the work flows, in words.
    #[must_use]
    pub fn direction_words(&self) -> Option<&'static str> {
        self.direction.map(|direction| match direction {
            Direction::SecondaryToPrimary => "from hospital to primary care",
            Direction::PrimaryToSecondary => "from primary care to hospital",
            Direction::Both => "both ways",
        })
    }
}

/// What texts mean, by the issue or the name that they belong to: worked out once while the process lives. With each stands
/// which text it was; of a text that was changed since, nothing is kept.
type Meanings = HashMap<Of, (Option<State>, Arc<[f32]>)>;

/// Whose meaning it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Of {
    /// An issue of an installation, by a key that only this installation has.
    Issue([u8; 32], Uuid),
    /// The name of a theme, which is its own text.
    Name(String),
}

/// So many are kept; more than a handful of groups look at.
const KEPT: usize = 20_000;

static MEANINGS: LazyLock<Mutex<Meanings>> = LazyLock::new(Mutex::default);

/// Issues of this installation, by their keys; signed once for all of them.
fn issues_of(app: &App) -> impl Fn(Uuid) -> Of {
    let installation = app.keys.sign("meanings", &[]);
    move |issue| Of::Issue(installation, issue)
}

fn meanings() -> MutexGuard<'static, Meanings> {
    MEANINGS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is known of a text; what is kept of an older text of the same issue is forgotten.
fn known(of: &Of, state: Option<State>) -> Option<Arc<[f32]>> {
    let mut meanings = meanings();
    match meanings.get(of) {
        Some((kept, meaning)) if *kept == state => Some(Arc::clone(meaning)),
        Some(_) => {
            meanings.remove(of);
            None
        }
        None => None,
    }
}

/// Forgets at once what an issue's text meant, because words were taken out of it. Another process does so when it next looks.
pub(crate) fn forget(app: &App, issue: Uuid) {
    meanings().remove(&issues_of(app)(issue));
}

/// Reads a text, or only its words where its meaning is known already.
fn read(themes: &Themes, of: Of, state: Option<State>, text: &str) -> Reading {
    if let Some(meaning) = known(&of, state) {
        return themes.reading_of(text, &meaning);
    }
    let reading = themes.reading(text);
    if let Some(meaning) = &reading.meaning {
        let mut meanings = meanings();
        if meanings.len() >= KEPT {
            meanings.clear();
        }
        meanings.insert(of, (state, meaning.as_slice().into()));
    }
    reading
}

/// What is proposed for a text; `issue` where it is one that the group has. Of the group's own issues those take part whose
/// meaning is known; each call works out one more, so that none is slow.
///
/// # Errors
/// When the database fails.
pub(crate) async fn propose(app: &App, group: &Group, issue: Option<Uuid>, text: &str) -> Result<Proposals> {
    let Some(themes) = Themes::get() else { return Ok(Proposals::default()) };
    let list = in_use(&app.db, group.id).await?;
    let mut filed = store::filed(&app.db, group.id).await?;
    filed.retain(|filed| Some(filed.id) != issue);
    let of = issues_of(app);
    let filed: Vec<(Of, Filed)> = filed.into_iter().map(|filed| (of(filed.id), filed)).collect();
    let unread = filed.iter().find(|(of, filed)| known(of, Some(filed.state)).is_none()).map(|(of, filed)| (of.clone(), filed.id));
    let unread = match unread {
        Some((of, id)) => store::words(&app.db, group.id, id).await?.map(|words| (of, words)),
        None => None,
    };
    let own = match issue {
        Some(id) => {
            let words = store::words(&app.db, group.id, id).await?;
            words.filter(|(words, _)| words == text).map(|(_, state)| (of(id), state))
        }
        None => None,
    };
    let (text, group) = (text.to_owned(), group.clone());
    app::compute(move || {
        if let Some((of, (words, state))) = unread {
            read(themes, of, Some(state), &words);
        }
        let reading = match own {
            Some((of, state)) => read(themes, of, Some(state), &text),
            None => themes.reading(&text),
        };
        ranked(themes, &reading, &group, &list, filed)
    })
    .await
}

fn ranked(themes: &Themes, reading: &Reading, group: &Group, list: &[Theme], filed: Vec<(Of, Filed)>) -> Proposals {
    // What the name of a theme of the group's own means takes part; of a shared one more is known than its name.
    let names: Vec<Option<Arc<[f32]>>> = list
        .iter()
        .map(|theme| {
            let shared = theme.shared.as_deref().is_some_and(|key| SHARED.contains(&key));
            (!shared).then(|| read(themes, Of::Name(theme.name.clone()), None, &theme.name).meaning.map(Arc::from)).flatten()
        })
        .collect();
    let listed: Vec<Listed<'_>> = list
        .iter()
        .zip(&names)
        .map(|(theme, name)| Listed { key: &theme.key, shared: theme.shared.as_deref(), name: &theme.name, meaning: name.as_deref() })
        .collect();
    let meaning = |(of, filed): (Of, Filed)| Some((filed.number, filed.theme, known(&of, Some(filed.state))?));
    let with_meaning: Vec<(i64, String, Arc<[f32]>)> = filed.into_iter().filter_map(meaning).collect();
    let chosen: Vec<Chosen<'_>> = with_meaning.iter().map(|(_, theme, meaning)| Chosen { theme, meaning }).collect();
    let proposals = themes.propose(reading, &listed, &chosen).into_iter().filter_map(|proposal| {
        let theme = list.get(proposal.place)?;
        let like = proposal.like.and_then(|at| with_meaning.get(at)).map(|(number, ..)| group.reference(*number));
        Some(Proposed { key: theme.key.clone(), name: theme.name.clone(), score: proposal.score, why: why(&proposal.telling, like) })
    });
    Proposals { themes: proposals.collect(), direction: Some(themes.direction(reading).0) }
}

fn why(telling: &[String], like: Option<String>) -> String {
    let quoted: Vec<String> = telling.iter().map(|words| format!("“{words}”")).collect();
    match (quoted.is_empty(), like) {
        (false, Some(like)) => format!("says {}; like {like}", quoted.join(", ")),
        (false, None) => format!("says {}", quoted.join(", ")),
        (true, Some(like)) => format!("like {like}"),
        (true, None) => "near in meaning as a whole".to_owned(),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn of_a_text_that_was_changed_no_meaning_is_kept() {
        let themes = Themes::get().expect("weights");
        let (of, before, after) = (Of::Issue([7; 32], Uuid::from_u128(7)), State::new(1, 4), State::new(1, 5));
        let first = read(themes, of.clone(), Some(before), "Ward letters come late.").meaning.expect("a meaning");
        assert_eq!(known(&of, Some(before)).as_deref(), Some(first.as_slice()));
        assert!(known(&of, Some(after)).is_none() && !meanings().contains_key(&of), "the old one is gone from memory");
        read(themes, of.clone(), Some(after), "Ward letters come late.");
        meanings().remove(&of);
        assert!(!meanings().contains_key(&of), "gone at once where words were taken out");
        let second = read(themes, of.clone(), Some(after), "The switchboard does not answer.").meaning.expect("a meaning");
        assert_ne!(first, second);
        assert_eq!(known(&of, Some(after)).as_deref(), Some(second.as_slice()));
    }
}
