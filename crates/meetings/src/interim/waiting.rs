//! What waits for one person: their answer, their side's key, a day for a meeting.

use group::{acting::Acting, membership, permissions::Verb};
use kernel::{App, Result, words};

use super::{
    commands::{needed, voters_of},
    model::{State, Verdict, counted, latest, verdict},
    store,
};

/// What waits for somebody, each with where it is. Where nothing is open it is one statement.
///
/// # Errors
/// When the database fails.
pub async fn waits_for(app: &App, acting: &Acting) -> Result<Vec<(String, String)>> {
    if !acting.may(Verb::SeeMeetings) {
        return Ok(Vec::new());
    }
    let group = &acting.group;
    let mut waits = Vec::new();
    if acting.may(Verb::RunMeetings) {
        for (number, title) in store::without_meeting(&app.db, group.id).await? {
            waits.push((format!("{title}: choose the meeting that decides it"), format!("/{}/interim/{number}", group.slug)));
        }
    }
    let open = store::in_state(&app.db, group.id, State::Open).await?;
    if open.is_empty() {
        return Ok(waits);
    }
    let (voters, needed) = (voters_of(&membership::seats(&app.db, group).await?), needed(&app.db, group).await?);
    let today = app.clock.today(&group.time_zone);
    let counts = voters.iter().any(|voter| voter.person == acting.person && voter.counts);
    for interim in &open {
        let (course, title) = (&interim.course, &interim.asking.title);
        let href = format!("/{}/interim/{}", group.slug, interim.number);
        if counts && !course.is_past(today) && latest(&course.given, acting.person).is_none() {
            let until = words::date(course.closes_on);
            waits.push((format!("{title}: the group decides it between meetings, and asks for your answer by {until}"), href.clone()));
        }
        let verdict = verdict(&counted(&voters, &course.given), needed);
        // Of an objection the co-chairs know at once, so that they can speak with whoever objects.
        if !acting.may(Verb::TurnKey) || verdict != Verdict::Contested && !course.is_ripe(&voters, today) {
            continue;
        }
        match verdict {
            Verdict::Carried if !course.keys.iter().any(|key| key.side == acting.side) => {
                waits.push((format!("{title}: the members have answered, and your side can close it"), href));
            }
            Verdict::Carried => {}
            Verdict::Contested => waits.push((format!("{title}: somebody objects or would hold it for a meeting"), href)),
            Verdict::Short | Verdict::OneSided => waits.push((format!("{title}: give it more time, or take it to a meeting"), href)),
        }
    }
    Ok(waits)
}
