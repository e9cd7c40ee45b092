//! What a person and a token are.

use uuid::Uuid;

/// A person with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their key.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Their mail address, in small letters.
    pub email: String,
    /// Whether they run the deployment.
    pub operator: bool,
}

/// What a token is good for. It never lets a person do more than they may do themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Raise issues.
    RaiseIssues,
    /// List, search and read issues.
    ReadIssues,
    /// Triage and word issues, and all other changes.
    Write,
    /// What the operator sees: the mail that was sent, the state of the machine.
    Operator,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::RaiseIssues, Self::ReadIssues, Self::Write, Self::Operator];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::RaiseIssues => "issues:raise",
            Self::ReadIssues => "issues:read",
            Self::Write => "write",
            Self::Operator => "operator",
        }
    }

    /// The scope of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.key() == key)
    }
}

/// A token of the API.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its key.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// Whether it may call as often as it likes.
    pub unlimited: bool,
}
