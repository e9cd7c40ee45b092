//! How a matter was decided: agreed, agreed with a concern, subject to something, deferred, not agreed; and how its sentence says so.

use jiff::civil::Date;

/// How it was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Both sides agree.
    #[default]
    Agreed,
    /// Both agree, and a concern is noted.
    Concern,
    /// Both agree, once something is so.
    SubjectTo,
    /// It is decided later.
    Deferred,
    /// They do not agree; both views are noted.
    NotAgreed,
}

impl Manner {
    /// Every manner, as people choose.
    pub const ALL: [Self; 5] = [Self::Agreed, Self::Concern, Self::SubjectTo, Self::Deferred, Self::NotAgreed];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Concern => "concern",
            Self::SubjectTo => "subject-to",
            Self::Deferred => "deferred",
            Self::NotAgreed => "not-agreed",
        }
    }

    /// The manner of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|manner| manner.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agreed => "Agreed",
            Self::Concern => "Agreed, with a concern noted",
            Self::SubjectTo => "Agreed, subject to something",
            Self::Deferred => "Deferred",
            Self::NotAgreed => "Not agreed: both views",
        }
    }

    /// Whether something holds from now on, so that networks can be told.
    #[must_use]
    pub fn settles(self) -> bool {
        !matches!(self, Self::Deferred | Self::NotAgreed)
    }

    /// How its sentence begins.
    pub(super) fn beginning(self) -> &'static str {
        match self {
            Self::Agreed | Self::Concern | Self::SubjectTo => "The Group AGREED that ",
            Self::Deferred => "The Group DEFERRED its decision whether ",
            Self::NotAgreed => "The Group did NOT AGREE that ",
        }
    }

    /// Its sentence where nobody has typed one.
    pub(super) fn alone(self) -> Option<&'static str> {
        match self {
            Self::Agreed | Self::Concern | Self::SubjectTo => None,
            Self::Deferred => Some("The Group DEFERRED its decision."),
            Self::NotAgreed => Some("The Group did NOT AGREE."),
        }
    }
}

/// How a matter was decided, with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// How.
    pub manner: Manner,
    /// The concern, or what it is subject to.
    pub aside: String,
    /// What general practice holds, where the two do not agree.
    pub gp_view: String,
    /// What the hospital holds.
    pub consultant_view: String,
    /// Whether whoever raised it is told both views.
    pub views_told: bool,
    /// When it comes back, if it is deferred to a day.
    pub comes_back_on: Option<Date>,
    /// When the group looks at it again.
    pub review_on: Option<Date>,
}

impl How {
    /// What the sentence of a decision goes on with; begins with a blank, or is empty.
    #[must_use]
    pub fn tail(&self) -> String {
        match self.manner {
            Manner::Agreed => String::new(),
            Manner::Concern => format!(" A concern was noted: {}", ended(&self.aside)),
            Manner::SubjectTo => format!(" This is subject to: {}", ended(&self.aside)),
            Manner::Deferred => match self.comes_back_on {
                Some(day) => format!(" It comes back on {}.", day.strftime("%-d %B %Y")),
                None => " It comes back at a later meeting.".into(),
            },
            Manner::NotAgreed => self.views(),
        }
    }

    /// Both views, neither before the other in weight.
    fn views(&self) -> String {
        format!(" The view of general practice: {} The view of the hospital: {}", ended(&self.gp_view), ended(&self.consultant_view))
    }

    /// A decision's sentence without what it goes on with.
    #[must_use]
    pub fn core<'a>(&self, words: &'a str) -> &'a str {
        words.strip_suffix(self.tail().as_str()).unwrap_or(words)
    }

    /// What whoever raised it is told where it was deferred or not agreed on.
    #[must_use]
    pub fn told(&self) -> String {
        match (self.manner, self.comes_back_on) {
            (Manner::Deferred, Some(day)) => format!(
                "The group has spoken about it and needs more time to decide. It comes back to it on {}. You will hear from us again when it is decided.",
                day.strftime("%-d %B %Y")
            ),
            (Manner::Deferred, None) => {
                "The group has spoken about it and needs more time to decide. It stays with the group, which comes \
                                         back to it at another meeting. You will hear from us again when it is decided."
                    .into()
            }
            (Manner::NotAgreed, _) => {
                let views = if self.views_told { self.views() } else { String::new() };
                format!(
                    "The group has spoken about it, and the two sides did not agree on a change.{views} Thank you for raising it: it was heard by both."
                )
            }
            _ => String::new(),
        }
    }

    /// All of it as one text: whoever confirms a decision confirms this too.
    pub(crate) fn as_text(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (back, review) = (day(self.comes_back_on), day(self.review_on));
        let told = if self.views_told { "yes" } else { "no" };
        [self.manner.key(), &self.aside, &self.gp_view, &self.consultant_view, told, &back, &review].join(" | ")
    }
}

fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn how(manner: Manner) -> How {
        How {
            manner,
            aside: "money is found".into(),
            gp_view: "it is needed".into(),
            consultant_view: "It is too soon.".into(),
            ..How::default()
        }
    }

    #[test]
    fn the_sentence_says_how_it_was_decided() {
        assert_eq!(how(Manner::Agreed).tail(), "");
        assert_eq!(how(Manner::SubjectTo).tail(), " This is subject to: money is found.");
        assert_eq!(How { comes_back_on: Some(date(2027, 2, 8)), ..how(Manner::Deferred) }.tail(), " It comes back on 8 February 2027.");
        assert_eq!(how(Manner::NotAgreed).tail(), " The view of general practice: it is needed. The view of the hospital: It is too soon.");
    }

    #[test]
    fn both_views_are_told_only_if_the_group_says_so() {
        let told = How { views_told: true, ..how(Manner::NotAgreed) };
        assert!(told.told().contains("it is needed") && told.told().contains("It is too soon."));
        assert!(!how(Manner::NotAgreed).told().contains("needed"));
    }

    proptest! {
        #[test]
        fn what_is_added_comes_off_again(words in "[A-Za-z .]{1,30}", aside in "[a-z .]{0,20}", at in 0_usize..5) {
            let how = How { aside, ..how(Manner::ALL[at]) };
            let whole = format!("{words}{}", how.tail());
            prop_assert_eq!(how.core(&whole), words);
        }
    }
}
