//! What kind of meeting it is, and by which link one joins it.

/// What kind of meeting it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One of the meetings that the terms of reference say.
    #[default]
    Ordinary,
    /// One more, called for a reason.
    Extraordinary,
    /// A short one online, for what cannot wait.
    Interim,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Extraordinary, Self::Interim];

    /// Every kind with its words, as choices of a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("ordinary", "Ordinary: one of the year's meetings"),
        ("extraordinary", "Extraordinary: one more, for a reason"),
        ("interim", "Interim: short and online, for what cannot wait"),
    ];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Extraordinary => "extraordinary",
            Self::Interim => "interim",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What a meeting of this kind is called, as the beginning of a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ordinary => "Meeting",
            Self::Extraordinary => "Extraordinary meeting",
            Self::Interim => "Interim meeting",
        }
    }
}

/// The longest link that is kept: those of meetings on the web are long.
const LONGEST: usize = 1_000;

/// Whether a text is one address of the web and nothing else.
pub(super) fn is_link(text: &str) -> bool {
    let scheme =
        ["https://", "http://"].into_iter().find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let host = scheme.and_then(|scheme| text.get(scheme.len()..)).unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '`' | '{' | '}');
    host.starts_with(char::is_alphanumeric) && !text.contains(odd)
}

/// A link as somebody typed or pasted it, as it is kept; nothing typed is no link.
///
/// # Errors
/// What to do, when it is none.
pub(super) fn read_link(typed: &str) -> Result<String, &'static str> {
    let link = typed.trim().trim_start_matches('<').trim_end_matches('>');
    match () {
        () if link.is_empty() => Ok(String::new()),
        () if link.chars().count() > LONGEST => Err("This link is longer than 1,000 characters: copy the one that people join by"),
        () if is_link(link) => Ok(link.to_owned()),
        () if link.contains("://") => Err("Paste the address alone, beginning with https://, without words around it"),
        () => Err("Paste the whole address that people join by, beginning with https://"),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_link_is_an_address_of_the_web_and_nothing_else() {
        for good in ["https://teams.example/l/meetup-join/19%3ameeting_Y2#x", " http://x ", "HTTPS://board.example?a=1&b=2"] {
            assert_eq!(read_link(good), Ok(good.trim().to_owned()), "{good}");
        }
        assert_eq!((read_link("  "), read_link("<https://x.example/a>")), (Ok(String::new()), Ok("https://x.example/a".into())));
        for bad in [
            "javascript:alert(1)",
            "teams.example/l/1",
            "Join: https://x.example",
            "https://",
            "https:///x",
            "ftp://x",
            "https://a b",
            "https://x\"y",
            "Room 4",
        ] {
            assert!(read_link(bad).is_err(), "{bad}");
        }
        assert!(read_link(&format!("https://x.example/{}", "a".repeat(2_000))).is_err());
    }

    #[test]
    fn a_kind_is_stored_as_its_word() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
            assert!(Kind::CHOICES.iter().any(|(key, _)| *key == kind.key()));
        }
        assert_eq!(Kind::from_key("other"), None);
    }
}
