//! Every statement that finds or changes meetings, their agenda, attendance and confirmations.

use futures_util::future::BoxFuture;
use group::{membership::Side, permissions::Role};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    kind::Kind,
    model::{Attendee, Confirmation, Meeting, Presence, Rules, State},
};

/// A time of day as it is stored: `12:30`.
fn time_text(at: Time) -> String {
    at.strftime("%H:%M").to_string()
}

fn time_of(text: &str) -> Result<Time> {
    Time::strptime("%H:%M", text).map_err(|_| Error::internal("a meeting begins at no time of day"))
}

pub(crate) fn from_row(row: &Row) -> Result<Meeting> {
    let (state, kind, starts): (String, String, String) = (row.get("state")?, row.get("kind")?, row.get("starts")?);
    Ok(Meeting {
        id: row.get("id")?,
        number: row.get("number")?,
        year: row.get("year")?,
        version: row.get("version")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a meeting is in an unknown state"))?,
        kind: Kind::from_key(&kind).ok_or_else(|| Error::internal("a meeting is of an unknown kind"))?,
        held_on: row.get("held_on")?,
        starts: time_of(&starts)?,
        minutes: row.get("minutes")?,
        theme: row.get("theme")?,
        place: row.get("place")?,
        link: row.get("link")?,
        guests: row.get("guests")?,
        invited: row.get("invited")?,
        sequence: row.get("sequence")?,
    })
}

/// The group's rules for meetings, or those that will do until it has its own.
///
/// # Errors
/// When the database fails.
pub async fn rules(on: impl Into<On<'_>>, group: Uuid) -> Result<Rules> {
    let row = sql(
        "SELECT quorum_gps, quorum_consultants, usual_start, usual_minutes, usual_place, usual_link, item_minutes, remind_days FROM meeting_rules WHERE group_id = $1",
    );
    let Some(row) = row.bind(group).optional(on).await? else { return Ok(Rules::default()) };
    let usual_start: String = row.get("usual_start")?;
    Ok(Rules {
        quorum_gps: row.get("quorum_gps")?,
        quorum_consultants: row.get("quorum_consultants")?,
        usual_start: time_of(&usual_start)?,
        usual_minutes: row.get("usual_minutes")?,
        usual_place: row.get("usual_place")?,
        usual_link: row.get("usual_link")?,
        item_minutes: row.get("item_minutes")?,
        remind_days: row.get("remind_days")?,
    })
}

pub(super) async fn put_rules(tx: &mut Tx, group: Uuid, rules: &Rules) -> Result<()> {
    sql("INSERT INTO meeting_rules (group_id, quorum_gps, quorum_consultants, usual_start, usual_minutes, usual_place, item_minutes, remind_days, usual_link) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (group_id) DO UPDATE SET quorum_gps = excluded.quorum_gps, \
         quorum_consultants = excluded.quorum_consultants, usual_start = excluded.usual_start, usual_minutes = excluded.usual_minutes, \
         usual_place = excluded.usual_place, item_minutes = excluded.item_minutes, \
         remind_days = excluded.remind_days, usual_link = excluded.usual_link")
    .bind(group)
    .bind(rules.quorum_gps)
    .bind(rules.quorum_consultants)
    .bind(time_text(rules.usual_start))
    .bind(rules.usual_minutes)
    .bind(&rules.usual_place)
    .bind(rules.item_minutes)
    .bind(rules.remind_days)
    .bind(&rules.usual_link)
    .run(tx)
    .await
    .map(drop)
}

/// The meeting with a number.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Meeting> {
    let row =
        sql("SELECT id, number, year, version, state, held_on, starts, minutes, theme, kind, place, link, guests, invited, sequence \
                   FROM meetings WHERE group_id = $1 AND number = $2");
    from_row(&row.bind(group).bind(number).one(on).await?)
}

/// The first meeting planned on or after a day.
///
/// # Errors
/// When the database fails.
pub async fn next_planned(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Option<Meeting>> {
    let row =
        sql("SELECT id, number, year, version, state, held_on, starts, minutes, theme, kind, place, link, guests, invited, sequence \
                   FROM meetings WHERE group_id = $1 AND held_on >= $2 AND state = 'planned' ORDER BY held_on, number LIMIT 1");
    row.bind(group).bind(from).optional(on).await?.as_ref().map(from_row).transpose()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: &Meeting) -> Result<()> {
    sql("INSERT INTO meetings (id, group_id, number, year, version, state, held_on, starts, minutes, theme, place, guests, invited, sequence, kind, link) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
    .bind(meeting.id)
    .bind(group)
    .bind(meeting.number)
    .bind(meeting.year)
    .bind(meeting.version)
    .bind(meeting.state.key())
    .bind(meeting.held_on)
    .bind(time_text(meeting.starts))
    .bind(meeting.minutes)
    .bind(&meeting.theme)
    .bind(&meeting.place)
    .bind(&meeting.guests)
    .bind(meeting.invited)
    .bind(meeting.sequence)
    .bind(meeting.kind.key())
    .bind(&meeting.link)
    .run(tx)
    .await
    .map(drop)
}

/// Puts the meetings that are planned on one theme on another.
pub(super) async fn move_theme(tx: &mut Tx, group: Uuid, theme: &str, into: &str) -> Result<()> {
    sql("UPDATE meetings SET theme = $3, version = version + 1 WHERE group_id = $1 AND theme = $2 AND state = 'planned'")
        .bind(group)
        .bind(theme)
        .bind(into)
        .run(tx)
        .await
        .map(drop)
}

/// Writes a meeting's details, if nobody else has changed them since `version` and it is still planned.
pub(super) async fn update(tx: &mut Tx, group: Uuid, meeting: &Meeting, version: i64) -> Result<bool> {
    let changed =
        sql("UPDATE meetings SET version = version + 1, held_on = $4, starts = $5, minutes = $6, theme = $7, place = $8, sequence = $9, year = $10, kind = $11, link = $12 \
                       WHERE group_id = $1 AND id = $2 AND version = $3 AND state = 'planned'")
        .bind(group)
        .bind(meeting.id)
        .bind(version)
        .bind(meeting.held_on)
        .bind(time_text(meeting.starts))
        .bind(meeting.minutes)
        .bind(&meeting.theme)
        .bind(&meeting.place)
        .bind(meeting.sequence)
        .bind(meeting.year)
        .bind(meeting.kind.key())
        .bind(&meeting.link)
        .run(tx)
        .await?;
    Ok(changed == 1)
}

/// Moves a meeting from one state to another; tells whether it was still in the first.
pub(super) async fn set_state(tx: &mut Tx, group: Uuid, id: Uuid, from: State, to: State) -> Result<bool> {
    let moved = sql("UPDATE meetings SET state = $4, version = version + 1 WHERE group_id = $1 AND id = $2 AND state = $3")
        .bind(group)
        .bind(id)
        .bind(from.key())
        .bind(to.key())
        .run(tx)
        .await?;
    Ok(moved == 1)
}

/// Writes what was said on an item.
pub(crate) async fn set_note(tx: &mut Tx, group: Uuid, id: Uuid, note: &str) -> Result<()> {
    sql("UPDATE items SET note = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(note).run(tx).await.map(drop)
}

/// The item that an issue stands on and its planned meeting, where nothing was said or decided yet.
pub(super) async fn undecided_item(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<Option<(Uuid, Uuid)>> {
    let row =
        sql("SELECT i.id, i.meeting_id FROM items i JOIN meetings m ON m.id = i.meeting_id LEFT JOIN decisions d ON d.item_id = i.id \
                   LEFT JOIN actions a ON a.item_id = i.id \
                   WHERE i.group_id = $1 AND i.issue_id = $2 AND m.state = 'planned' AND i.note = '' AND d.id IS NULL AND a.id IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM comings c WHERE c.item_id = i.id)");
    row.bind(group).bind(issue).optional(tx).await?.map(|row| Ok((row.get("id")?, row.get("meeting_id")?))).transpose()
}

/// The planned meetings on whose agenda an issue stands.
pub(super) async fn planned_with(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT i.meeting_id FROM items i JOIN meetings m ON m.id = i.meeting_id \
                    WHERE i.group_id = $1 AND i.issue_id = $2 AND m.state = 'planned'");
    rows.bind(group).bind(issue).all(tx).await?.iter().map(|row| row.get("meeting_id")).collect()
}

/// Puts another issue in the place of one on an agenda.
pub(super) async fn hand_items_on(tx: &mut Tx, group: Uuid, meeting: Uuid, from: Uuid, to: Uuid) -> Result<()> {
    sql("UPDATE items SET issue_id = $4 WHERE group_id = $1 AND meeting_id = $2 AND issue_id = $3")
        .bind(group)
        .bind(meeting)
        .bind(from)
        .bind(to)
        .run(tx)
        .await
        .map(drop)
}

/// Writes who is there, in place of what stood before.
pub(super) async fn put_attendance(tx: &mut Tx, group: Uuid, meeting: Uuid, attendees: &[Attendee], guests: &str) -> Result<()> {
    sql("DELETE FROM attendances WHERE group_id = $1 AND meeting_id = $2").bind(group).bind(meeting).run(&mut *tx).await?;
    for one in attendees {
        sql("INSERT INTO attendances (meeting_id, person_id, group_id, presence, role, side, core) VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(meeting)
            .bind(one.person)
            .bind(group)
            .bind(one.presence.key())
            .bind(one.role.key())
            .bind(one.side.key())
            .bind(one.core)
            .run(&mut *tx)
            .await?;
    }
    sql("UPDATE meetings SET guests = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(meeting).bind(guests).run(tx).await.map(drop)
}

/// Cancels a meeting; its entry in calendars is a new one.
pub(super) async fn cancel(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("UPDATE meetings SET state = 'cancelled', version = version + 1, sequence = sequence + 1 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .run(tx)
        .await
        .map(drop)
}

/// Who is there and who sent apologies: co-chairs first, then by side and name.
pub(super) async fn attendees(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Attendee>> {
    let rows = sql(
        "SELECT a.person_id, p.name, a.presence, a.role, a.side, a.core FROM attendances a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.meeting_id = $2 ORDER BY CASE a.role WHEN 'co-chair' THEN 0 WHEN 'member' THEN 1 ELSE 2 END, \
                    CASE a.side WHEN 'gp' THEN 0 WHEN 'consultant' THEN 1 ELSE 2 END, LOWER(p.name), p.id",
    );
    let unknown = || Error::internal("an attendance has an unknown word");
    let read = |row: &Row| {
        let (presence, role, side): (String, String, String) = (row.get("presence")?, row.get("role")?, row.get("side")?);
        Ok(Attendee {
            person: row.get("person_id")?,
            name: row.get("name")?,
            presence: Presence::from_key(&presence).ok_or_else(unknown)?,
            role: Role::from_key(&role).ok_or_else(unknown)?,
            side: Side::from_key(&side).ok_or_else(unknown)?,
            core: row.get("core")?,
        })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

pub(super) async fn confirmations(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Confirmation>> {
    let rows = sql("SELECT c.side, p.name, c.deputy FROM confirmations c JOIN people p ON p.id = c.person_id \
                    WHERE c.group_id = $1 AND c.meeting_id = $2 ORDER BY c.side DESC");
    let read = |row: &Row| {
        let side: String = row.get("side")?;
        Ok(Confirmation {
            side: Side::from_key(&side).ok_or_else(|| Error::internal("a confirmation has an unknown side"))?,
            name: row.get("name")?,
            deputy: row.get("deputy")?,
        })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

pub(super) async fn put_confirmation(
    tx: &mut Tx,
    group: Uuid,
    meeting: Uuid,
    side: Side,
    person: Uuid,
    deputy: bool,
    at: Timestamp,
) -> Result<()> {
    sql("INSERT INTO confirmations (meeting_id, side, group_id, person_id, deputy, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (meeting_id, side) DO UPDATE SET person_id = excluded.person_id, deputy = excluded.deputy, confirmed_at = excluded.confirmed_at")
    .bind(meeting)
    .bind(side.key())
    .bind(group)
    .bind(person)
    .bind(deputy)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Takes back what was confirmed; tells whether anything was.
pub(super) async fn clear_confirmations(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<bool> {
    let gone = sql("DELETE FROM confirmations WHERE group_id = $1 AND meeting_id = $2").bind(group).bind(meeting).run(tx).await?;
    Ok(gone > 0)
}

/// Walks the meetings of every group: numbers, agendas, keys and decisions must agree.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let numbers = sql(
            "SELECT COUNT(*) AS n FROM (SELECT group_id, COUNT(*) AS n, MAX(number) AS top FROM meetings GROUP BY group_id) m \
                           LEFT JOIN counters c ON c.scope_id = m.group_id AND c.name = 'meetings' WHERE m.n <> m.top OR c.n IS DISTINCT FROM m.top",
        );
        counted(&mut problems, &numbers.one(db).await?, "groups whose meetings have a gap in their numbers")?;
        let alone = sql("SELECT COUNT(*) AS n FROM meetings m \
                         LEFT JOIN confirmations g ON g.meeting_id = m.id AND g.side = 'gp' \
                         LEFT JOIN confirmations c ON c.meeting_id = m.id AND c.side = 'consultant' \
                         WHERE m.state IN ('confirmed', 'adjourned') AND (g.person_id IS NULL OR c.person_id IS NULL OR g.person_id = c.person_id)");
        counted(&mut problems, &alone.one(db).await?, "meetings that were confirmed without both sides")?;
        let stuck = sql("SELECT COUNT(*) AS n FROM meetings m JOIN confirmations g ON g.meeting_id = m.id AND g.side = 'gp' \
                         JOIN confirmations c ON c.meeting_id = m.id AND c.side = 'consultant' WHERE m.state IN ('planned', 'cancelled')");
        counted(&mut problems, &stuck.one(db).await?, "meetings that both sides confirmed and that are not confirmed")?;
        let early = sql("SELECT COUNT(*) AS n FROM decisions d JOIN meetings m ON m.id = d.meeting_id \
                         WHERE d.confirmed <> (m.state IN ('confirmed', 'adjourned')) \
                         AND (d.confirmed OR d.gps >= d.quorum_gps AND d.consultants >= d.quorum_consultants)");
        counted(&mut problems, &early.one(db).await?, "decisions confirmed before their meeting was, or not with it")?;
        let unratified = sql("SELECT COUNT(*) AS n FROM decisions d JOIN meetings m ON m.id = d.ratified_in \
                              WHERE d.confirmed <> (m.state IN ('confirmed', 'adjourned'))");
        counted(
            &mut problems,
            &unratified.one(db).await?,
            "decisions that hold before the meeting that makes them good was confirmed, or not with it",
        )?;
        let lost = sql(
            "SELECT COUNT(*) AS n FROM issues s LEFT JOIN (SELECT i.issue_id FROM items i JOIN meetings m ON m.id = i.meeting_id \
                        WHERE m.state IN ('planned', 'confirmed')) o ON o.issue_id = s.id WHERE s.state = 'scheduled' AND o.issue_id IS NULL",
        );
        counted(&mut problems, &lost.one(db).await?, "issues on an agenda that does not hold them")?;
        Ok(problems)
    })
}
