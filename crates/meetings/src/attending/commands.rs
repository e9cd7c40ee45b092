//! The verbs: somebody answers, and those who have not are asked.

use group::{
    acting::Acting,
    groups::Group,
    membership::{self, Seat, Side},
    permissions::{Role, Verb},
    screening::{self, refuse_unknown},
};
use jiff::{Timestamp, civil::Time};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
    words,
};
use uuid::Uuid;

use super::{
    mail::{self, Why},
    model::{Answer, Given, Way, deputies_for},
    queries, store,
};
use crate::{
    invitations,
    meetings::{self, Meeting},
};

/// What somebody adds to an answer.
const WORDS: TextRule = TextRule { required: None, name: "What you add", max: 300, lines: false };

/// What somebody says of a meeting.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whether they come.
    pub answer: Answer,
    /// Which deputy of their side comes instead, if they say so.
    pub deputy: Option<Uuid>,
    /// How they say it.
    pub way: Way,
    /// The change of the invitation that they answer to; nothing for the latest.
    pub sequence: Option<i64>,
    /// When they said it.
    pub at: Timestamp,
    /// What they add, as it was typed.
    pub words: String,
    /// From when and until when they can be there, as it was typed; nothing where nobody asked, and then what they told before stands.
    pub part: Option<[String; 2]>,
}

impl Said {
    /// An answer given now, to the invitation as it is.
    #[must_use]
    pub fn now(app: &App, answer: Answer, way: Way) -> Self {
        Self { answer, deputy: None, way, sequence: None, at: app.clock.now(), words: String::new(), part: None }
    }
}

/// Goes on only while a meeting is still to come.
pub(super) fn must_be_ahead(app: &App, group: &Group, meeting: &Meeting) -> Result<()> {
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if meeting.is_open() && meeting.held_on >= today {
        return Ok(());
    }
    Err(Error::Conflict("This meeting is over, or does not take place, so nobody waits for an answer. Thank you all the same.".into()))
}

/// Takes somebody's answer; the latest stands. Tells whether it does: an older one that arrives late changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for who has no seat; [`Error::Conflict`] for a meeting that is over; [`Error::Invalid`] and
/// [`Error::Refused`] for what was added.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, by: Actor, (number, person): (i64, Uuid), said: &Said) -> Result<bool> {
    ledger::hold(tx, group.id).await?;
    let meeting = meetings::find(&mut *tx, group.id, number).await?;
    must_be_ahead(app, group, &meeting)?;
    let seats = membership::seats(&mut *tx, group).await?;
    let seat = seats.iter().find(|seat| seat.person == person && seat.role != Role::Reader).ok_or(Error::NotFound)?;
    let before = store::given(&mut *tx, group.id, meeting.id).await?;
    let mut checks = Checks::default();
    let added = checks.text("words", &said.words, WORDS);
    let deputy = match said.deputy {
        None => None,
        Some(chosen) => {
            let found = deputies_for(&seats, &before, seat).into_iter().find(|one| one.person == chosen);
            if found.is_none() {
                checks.fail("answer", "Choose a deputy of your side who has not said that they cannot come");
            }
            found
        }
    };
    let before_that = before.iter().find(|one| one.person == person);
    let (comes, leaves) = match &said.part {
        _ if said.answer == Answer::No => (None, None),
        None => before_that.map_or((None, None), |one| (one.comes, one.leaves)),
        Some([comes, leaves]) => part(&mut checks, &meeting, comes, leaves),
    };
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, group.id).await?, [("words", added.as_str())].into_iter(), true)?;
    let invited = invitations::invited(&mut *tx, group.id, meeting.id, person).await?;
    let sequence = said.sequence.unwrap_or_else(|| invited.map_or(meeting.sequence, |invited| invited.sequence.max(meeting.sequence)));
    // Nobody's clock shall win by being ahead of ours.
    let at = said.at.min(app.clock.now());
    let given = Given {
        person,
        answer: said.answer,
        deputy: deputy.map(|one| one.person),
        way: said.way,
        sequence,
        at,
        words: added,
        comes,
        leaves,
    };
    if !store::put(tx, group.id, meeting.id, &given).await? {
        return Ok(false);
    }
    let event = Event::new(group.id, app.clock.now(), by, "meeting.answered", meeting.id)
        .with("meeting", Fact::Number(number))
        .with("person", Fact::Key(person))
        .with("answer", Fact::Word(given.answer.key().into()));
    ledger::record(tx, event).await?;
    if let Some(deputy) = deputy
        && !before.iter().any(|one| one.person == person && one.deputy == given.deputy)
        && !before.iter().any(|one| one.person == deputy.person && one.answer == Answer::Yes)
    {
        write_to(app, tx, group, &meeting, deputy, Why::Instead(&seat.name)).await?;
    }
    Ok(true)
}

/// When somebody can be there, as it was typed: nothing for what is the whole meeting anyway.
fn part(checks: &mut Checks, meeting: &Meeting, comes: &str, leaves: &str) -> (Option<Time>, Option<Time>) {
    let mut read = |field: &'static str, typed: &str| {
        let at = meetings::read_time(typed);
        if at.is_none() && !typed.trim().is_empty() {
            checks.fail(field, "Enter a time of day, as in 13:15, or leave it empty");
        }
        at
    };
    let (comes, leaves) = (read("comes", comes), read("leaves", leaves));
    if comes.unwrap_or(meeting.starts) >= leaves.unwrap_or_else(|| meeting.ends()) && meeting.ends() > meeting.starts {
        checks.fail(
            "leaves",
            format!("Enter times within the meeting: it is from {} to {}", words::time(meeting.starts), words::time(meeting.ends())),
        );
    }
    (comes.filter(|at| *at > meeting.starts), leaves.filter(|at| *at < meeting.ends()))
}

async fn write_to(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, seat: &Seat, why: Why<'_>) -> Result<()> {
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    invitations::note_asked(tx, group.id, meeting.id, (seat.person, &seat.email), today).await?;
    mail::post(app, tx, group, meeting, seat, why).await
}

/// Asks by mail the core members of one side who have not said whether they come, its deputies among them: each once a day at most.
/// Tells how many.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Conflict`] where nobody is left to ask today.
pub async fn ask(app: &App, tx: &mut Tx, acting: &Acting, number: i64, side: Side) -> Result<usize> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Asking who comes is for the administrator and the co-chairs.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let meeting = meetings::find(&mut *tx, group.id, number).await?;
    must_be_ahead(app, group, &meeting)?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let seats = membership::seats(&mut *tx, group).await?;
    let open = queries::open(&mut *tx, group.id, meeting.id).await?;
    let lead_away = seats.iter().find(|seat| seat.role == Role::CoChair && seat.side == side && open.has_said_no(seat.person));
    let mut asked = 0;
    for seat in seats.iter().filter(|seat| seat.core && seat.side == side && seat.role != Role::Reader) {
        if !open.waits_for(seat.person) || open.asked_on(seat.person) == Some(today) {
            continue;
        }
        let why = match lead_away.filter(|_| seat.deputy) {
            Some(lead) => Why::Instead(&lead.name),
            None => Why::Short(side),
        };
        write_to(app, tx, group, &meeting, seat, why).await?;
        asked += 1;
    }
    if asked == 0 {
        return Err(Error::Conflict("Everybody on that side has answered, or was written to today.".into()));
    }
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "meeting.asked-who-comes", meeting.id)
        .with("as", acting.acted_as())
        .with("meeting", Fact::Number(number))
        .with("side", Fact::Word(side.key().into()))
        .with("asked", Fact::Number(i64::try_from(asked).unwrap_or(0)));
    ledger::record(tx, event).await?;
    Ok(asked)
}
