//! Which news there is for a reporter, and which of it is worth a mail by the time that it can go.

use uuid::Uuid;

/// Something that a reporter is told by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// The issue is here.
    Received,
    /// Both sides agreed where it goes.
    Triaged,
    /// The group has a question.
    Question,
    /// The service that was asked says by when.
    Service,
    /// The forum that owns it says by when.
    Forum,
    /// Another board's group: whether it may be passed on to it, or what it answers.
    Elsewhere,
    /// What the group decided.
    Outcome,
    /// Whether it held.
    Check,
    /// Thanks are passed on to those who did it.
    PassedOn,
}

impl News {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Triaged => "triaged",
            Self::Question => "question",
            Self::Service => "service",
            Self::Forum => "forum",
            Self::Elsewhere => "elsewhere",
            Self::Outcome => "outcome",
            Self::Check => "check",
            Self::PassedOn => "passed-on",
        }
    }

    /// The news of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [
            Self::Received,
            Self::Triaged,
            Self::Question,
            Self::Service,
            Self::Forum,
            Self::Elsewhere,
            Self::Outcome,
            Self::Check,
            Self::PassedOn,
        ]
        .into_iter()
        .find(|news| news.key() == key)
    }
}

/// Whether news of an issue is still news, beside what else waits about the same issue: where it goes is nothing new once it is
/// decided, and a question that was answered need not be asked.
#[must_use]
pub(super) fn is_fresh(news: News, all: &[(Uuid, News)], issue: Uuid, open_question: bool) -> bool {
    let decided = all.iter().any(|(other, news)| *other == issue && *news == News::Outcome);
    match news {
        News::Received | News::Triaged | News::Service | News::Forum => !decided,
        News::Question => open_question && !decided,
        News::Elsewhere | News::Outcome | News::Check | News::PassedOn => true,
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_is_overtaken_is_not_told() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let all = [(one, News::Received), (one, News::Triaged), (two, News::Triaged), (one, News::Outcome)];
        assert!(!is_fresh(News::Triaged, &all, one, false) && is_fresh(News::Triaged, &all, two, false));
        assert!(!is_fresh(News::Received, &all, one, false) && is_fresh(News::Outcome, &all, one, false));
        assert!(is_fresh(News::Question, &all, two, true) && !is_fresh(News::Question, &all, two, false));
    }

    #[test]
    fn a_stored_word_comes_back_as_itself() {
        for news in [
            News::Received,
            News::Triaged,
            News::Question,
            News::Service,
            News::Forum,
            News::Elsewhere,
            News::Outcome,
            News::Check,
            News::PassedOn,
        ] {
            assert_eq!(News::from_key(news.key()), Some(news));
        }
        assert_eq!(News::from_key("Received"), None);
    }
}
