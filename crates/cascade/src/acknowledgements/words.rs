//! What groups say of a minute, as people read it.

use kernel::words;

use super::model::Said;

impl Said {
    /// In words, without who says it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Received => "They have received it".to_owned(),
            Self::OnAgenda(day) => format!("It is on their agenda of {}", words::date(day)),
        }
    }
}
