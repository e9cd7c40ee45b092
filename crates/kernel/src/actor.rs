//! Who did something, as the ledger writes it. What a person may do is the product's business.

use uuid::Uuid;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person with an account.
    Person(Uuid),
    /// Somebody who gave no account, such as one who fills in a public form.
    Visitor,
    /// The software itself: a schedule, the operator's command line.
    System,
}

impl Actor {
    /// The word the ledger keeps.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Visitor => "visitor",
            Self::System => "system",
        }
    }

    /// The person's key, where there is a person.
    #[must_use]
    pub fn person(self) -> Option<Uuid> {
        if let Self::Person(id) = self { Some(id) } else { None }
    }
}
