//! What a theme is, and the word that it is stored under.

use jiff::civil::Date;

/// A theme of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The word that is stored and that scripts see. It never changes.
    pub key: String,
    /// What people read.
    pub name: String,
    /// The theme of the shared list that it stands for, if any.
    pub shared: Option<String>,
    /// Grows with every change.
    pub version: i64,
    /// The day from which nothing new is filed under it.
    pub retired_on: Option<Date>,
    /// The key of the theme that it became part of.
    pub merged_into: Option<String>,
}

impl Theme {
    /// A theme in its first version.
    #[must_use]
    pub fn new(key: String, name: String, shared: Option<String>) -> Self {
        Self { key, name, shared, version: 1, retired_on: None, merged_into: None }
    }

    /// Whether something new may be filed under it.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.retired_on.is_none()
    }
}

/// A theme as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTheme {
    /// What people shall read.
    pub name: String,
    /// The key of the shared theme that it stands for; empty for none.
    pub shared: String,
}

/// The word that a theme is stored under: `Waiting lists` is `waiting_lists`.
#[must_use]
pub fn key_of(name: &str) -> String {
    let small = name.to_lowercase();
    let words = small.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").chars().take(60).collect()
}

/// A key that no theme of the list has yet.
#[must_use]
pub(super) fn free_key(list: &[Theme], name: &str) -> String {
    let wanted = match key_of(name) {
        key if key.is_empty() => "theme".to_owned(),
        key => key,
    };
    let taken = |key: &str| list.iter().any(|theme| theme.key == key);
    let numbered = (2..).map(|number: u64| format!("{wanted}_{number}"));
    std::iter::once(wanted.clone()).chain(numbered).find(|key| !taken(key)).unwrap_or(wanted)
}

/// Another theme in use that people would take for the same one: its name differs in case at most.
#[must_use]
pub(super) fn namesake<'a>(list: &'a [Theme], name: &str, except: Option<&str>) -> Option<&'a Theme> {
    let small = name.to_lowercase();
    list.iter().find(|theme| theme.is_in_use() && Some(theme.key.as_str()) != except && theme.name.to_lowercase() == small)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_key_is_made_of_the_name_and_is_never_given_twice() {
        let list = [Theme::new("waiting_lists".into(), "Waiting lists".into(), None)];
        assert_eq!(free_key(&list, "Waiting Lists!"), "waiting_lists_2");
        assert_eq!(free_key(&list, "Ùrachadh"), "rachadh");
        assert_eq!(free_key(&list, "診療"), "theme");
    }

    #[test]
    fn a_retired_theme_leaves_its_name_to_others() {
        let mut list = [Theme::new("it".into(), "IT".into(), None)];
        assert!(namesake(&list, "it", None).is_some() && namesake(&list, "it", Some("it")).is_none());
        list[0].retired_on = Some(jiff::civil::date(2026, 1, 5));
        assert!(namesake(&list, "it", None).is_none());
    }
}
