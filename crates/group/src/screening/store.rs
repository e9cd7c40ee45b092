//! The statement that says whom and what a group may name.

use kernel::{On, Result, sql};
use uuid::Uuid;

/// The names of people, the names and addresses of services, and the shapes of hospital numbers.
pub(super) async fn known(on: impl Into<On<'_>>, group: Uuid) -> Result<[Vec<String>; 3]> {
    let rows = sql("SELECT 'person' AS what, p.name AS words FROM seats s JOIN people p ON p.id = s.person_id WHERE s.group_id = $1 \
                    UNION SELECT 'person', contact_name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 'person', deputy_name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 'person', above_name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 'service', name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 'service', contact_email FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 'service', contact FROM groups WHERE id = $1 \
                    UNION SELECT 'number', shape FROM hospital_numbers WHERE group_id = $1 ORDER BY what, words");
    let [mut people, mut services, mut shapes] = <[Vec<String>; 3]>::default();
    for row in rows.bind(group).all(on).await? {
        let list = match row.get::<String>("what")?.as_str() {
            "person" => &mut people,
            "number" => &mut shapes,
            _ => &mut services,
        };
        list.push(row.get("words")?);
    }
    Ok([people, services, shapes])
}
