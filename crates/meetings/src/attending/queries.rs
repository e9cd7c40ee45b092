//! What lists and letters read of answers: forecasts of many meetings at once, and who has not answered.

use std::collections::BTreeMap;

use group::membership::Side;
use jiff::civil::Date;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Answer, Forecast, Given, Standing};
use crate::{
    invitations::{self, Invited},
    meetings::{Meeting, Rules, from_row},
};

/// The forecast of each meeting from a day on that people are invited to, or have answered to, by its number; of one meeting only
/// where a number is given. Who sent apologies counts as who cannot come.
pub(crate) async fn forecasts(
    on: impl Into<On<'_>>,
    group: Uuid,
    from: Date,
    number: Option<i64>,
    rules: &Rules,
) -> Result<BTreeMap<i64, Forecast>> {
    let rows = sql("SELECT m.number, s.side, CASE WHEN t.person_id IS NOT NULL THEN 'no' ELSE a.answer END AS answer, \
                    COALESCE(a.sequence, 0) AS sequence, COALESCE(i.slot_sequence, 0) AS slot_sequence \
                    FROM meetings m JOIN seats s ON s.group_id = m.group_id AND s.core AND s.role <> 'reader' \
                    LEFT JOIN attending a ON a.meeting_id = m.id AND a.person_id = s.person_id \
                    LEFT JOIN invitations i ON i.meeting_id = m.id AND i.person_id = s.person_id \
                    LEFT JOIN attendances t ON t.meeting_id = m.id AND t.person_id = s.person_id AND t.presence = 'apologies' \
                    WHERE m.group_id = $1 AND m.held_on >= $2 AND m.state = 'planned' AND ($3 IS NULL OR m.number = $3) \
                    AND (m.invited OR EXISTS (SELECT 1 FROM attending x WHERE x.meeting_id = m.id)) ORDER BY m.number");
    let mut all: BTreeMap<i64, Vec<Standing>> = BTreeMap::new();
    for row in rows.bind(group).bind(from).bind(number).all(on).await? {
        let (side, answer): (String, Option<String>) = (row.get("side")?, row.get("answer")?);
        let side = Side::from_key(&side).ok_or_else(|| Error::internal("a seat has an unknown side"))?;
        let before_move = row.get::<i64>("sequence")? < row.get::<i64>("slot_sequence")?;
        all.entry(row.get("number")?).or_default().push(Standing {
            side,
            answer: answer.as_deref().and_then(Answer::from_key),
            before_move,
        });
    }
    Ok(all.into_iter().map(|(number, standings)| (number, Forecast::of(standings, rules))).collect())
}

/// Answers and invitations of one meeting.
pub(super) struct Open {
    pub(super) given: Vec<Given>,
    pub(super) invited: Vec<Invited>,
}

impl Open {
    pub(super) fn given_by(&self, person: Uuid) -> Option<&Given> {
        self.given.iter().find(|given| given.person == person)
    }

    /// Whether somebody answered before the meeting was moved.
    pub(super) fn before_move(&self, given: &Given) -> bool {
        self.invited.iter().any(|one| one.person == given.person && given.sequence < one.slot_sequence)
    }

    pub(super) fn has_said_no(&self, person: Uuid) -> bool {
        self.given_by(person).is_some_and(|given| given.answer == Answer::No)
    }

    /// Whether it is not known yet if somebody comes.
    pub(super) fn waits_for(&self, person: Uuid) -> bool {
        self.given_by(person).is_none_or(|given| given.answer == Answer::Perhaps || self.before_move(given))
    }

    pub(super) fn asked_on(&self, person: Uuid) -> Option<Date> {
        self.invited.iter().find(|one| one.person == person)?.asked_on
    }
}

/// Answers and invitations of one meeting.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Open> {
    let mut on = on.into();
    let given = super::store::given(on.again(), group, meeting).await?;
    Ok(Open { given, invited: invitations::of_meeting(on, group, meeting).await? })
}

/// Somebody who was invited and has not answered.
#[derive(Clone, Debug)]
pub(crate) struct Unanswered {
    pub(crate) person: Uuid,
    pub(crate) email: String,
    pub(crate) meeting: Meeting,
    /// When they were reminded last, of whatever.
    pub(crate) reminded_on: Option<Date>,
}

/// Who was invited to meetings between two days and has not answered, or answered before the meeting was moved, and was not written
/// to about it since `asked`: by person, the next meeting first.
pub(crate) async fn unanswered(tx: &mut Tx, group: Uuid, (from, to): (Date, Date), asked: Date) -> Result<Vec<Unanswered>> {
    let rows =
        sql("SELECT i.person_id, p.email, r.reminded_on, m.id, m.number, m.year, m.version, m.state, m.held_on, m.starts, m.minutes, \
                    m.theme, m.kind, m.place, m.link, m.guests, m.invited, m.sequence \
                    FROM meetings m JOIN invitations i ON i.meeting_id = m.id AND i.stands JOIN people p ON p.id = i.person_id \
                    JOIN seats s ON s.group_id = m.group_id AND s.person_id = i.person_id AND s.role <> 'reader' \
                    LEFT JOIN attending a ON a.meeting_id = m.id AND a.person_id = i.person_id \
                    LEFT JOIN action_reminders r ON r.group_id = m.group_id AND r.person_id = i.person_id \
                    WHERE m.group_id = $1 AND m.state = 'planned' AND m.held_on >= $2 AND m.held_on <= $3 AND i.asked_on <= $4 \
                    AND (a.answer IS NULL OR a.sequence < i.slot_sequence) ORDER BY i.person_id, m.held_on, m.number");
    let read = |row: &Row| {
        Ok(Unanswered {
            person: row.get("person_id")?,
            email: row.get("email")?,
            meeting: from_row(row)?,
            reminded_on: row.get("reminded_on")?,
        })
    };
    rows.bind(group).bind(from).bind(to).bind(asked).all(tx).await?.iter().map(read).collect()
}
