//! The statement that says whom and what a group may name, and what its hospital numbers look like.

use kernel::{On, Result, sql};
use uuid::Uuid;

/// What a group knows: names of people, names and addresses of services, and shapes of hospital numbers.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) people: Vec<String>,
    pub(super) services: Vec<String>,
    pub(super) shapes: Vec<String>,
}

/// What a group knows, in one statement that reads each entry of its directory once: it is asked before every text.
pub(super) async fn known(on: impl Into<On<'_>>, group: Uuid) -> Result<Listed> {
    let rows = sql("SELECT 'entry' AS what, name AS words, contact_name, deputy_name, above_name, contact_email \
                    FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION ALL SELECT 'person', p.name, '', '', '', '' FROM seats s JOIN people p ON p.id = s.person_id WHERE s.group_id = $1 \
                    UNION ALL SELECT 'service', contact, '', '', '', '' FROM groups WHERE id = $1 \
                    UNION ALL SELECT 'number', shape, '', '', '', '' FROM hospital_numbers WHERE group_id = $1");
    let mut known = Listed::default();
    for row in rows.bind(group).all(on).await? {
        let words: String = row.get("words")?;
        match row.get::<String>("what")?.as_str() {
            "person" => known.people.push(words),
            "number" => known.shapes.push(words),
            "service" => known.services.push(words),
            _ => {
                known.services.extend([words, row.get("contact_email")?]);
                known.people.extend([row.get("contact_name")?, row.get("deputy_name")?, row.get("above_name")?]);
            }
        }
    }
    Ok(known)
}
