//! What a guest of an item is.

use uuid::Uuid;

use crate::references;

/// Somebody who is invited for one item of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemGuest {
    /// Their key.
    pub id: Uuid,
    /// The item's key.
    pub item: Uuid,
    /// The year in the item's reference.
    pub year: i64,
    /// The number in the item's reference.
    pub number: i64,
    /// Their name.
    pub name: String,
    /// What they do and where; may be empty.
    pub post: String,
    /// Their mail address; may be empty.
    pub email: String,
}

impl ItemGuest {
    /// `Dr A. Baird (pharmacist, Moorfield)`.
    #[must_use]
    pub fn who(&self) -> String {
        if self.post.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.post) }
    }

    /// `Dr A. Baird (pharmacist, Moorfield), for item 26/014 only`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, for item {} only", self.who(), references::item(self.year, self.number))
    }
}
