//! The statement that says whom and what a group may name.

use kernel::{On, Result, sql};
use uuid::Uuid;

/// The names of people, and the names and addresses of services.
pub(super) async fn known(on: impl Into<On<'_>>, group: Uuid) -> Result<(Vec<String>, Vec<String>)> {
    let rows = sql("SELECT 0 AS service, p.name AS words FROM seats s JOIN people p ON p.id = s.person_id WHERE s.group_id = $1 \
                    UNION SELECT 0, contact_name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 0, deputy_name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 0, above_name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 1, name FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 1, contact_email FROM directory_entries WHERE group_id = $1 AND retired_on IS NULL \
                    UNION SELECT 1, contact FROM groups WHERE id = $1 ORDER BY service, words");
    let (mut people, mut services) = (Vec::new(), Vec::new());
    for row in rows.bind(group).all(on).await? {
        let list = if row.get::<i64>("service")? == 0 { &mut people } else { &mut services };
        list.push(row.get("words")?);
    }
    Ok((people, services))
}
