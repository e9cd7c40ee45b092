//! A seat is given to a person, with a mail that tells them; a seat is changed.

use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        Capacity,
        coverage::{self, NewTags},
        mail,
        model::{Seat, day},
        store::{self, Kept},
    },
    co_chair, give, must_run,
};
use crate::{
    acting::Acting,
    people::{self, NewPerson},
    permissions::Role,
    screening::refuse_numbers,
};

/// Somebody with a seat, as it was typed. To change a seat, name, address and tags are not asked.
#[derive(Clone, Debug, Default)]
pub struct NewMember {
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// As what they sit: `gp`, `nurse`.
    pub capacity: String,
    /// What they do and where.
    pub post: String,
    /// Since when; empty for today.
    pub from: String,
    /// Until when, if the term has an end.
    pub until: String,
    /// Whether the co-chair whose place they take stays as a member.
    pub former_stays: bool,
    /// What they bring.
    pub tags: NewTags,
}

/// A seat that will do.
struct Checked {
    capacity: Capacity,
    post: String,
    from: Date,
    until: Option<Date>,
}

/// The longest term that can be typed, and how long ago one may have begun.
const YEARS: i64 = 50;

fn checked(checks: &mut Checks, new: &NewMember, today: Date) -> Option<Checked> {
    let capacity = Capacity::from_key(&new.capacity);
    if capacity.is_none() {
        checks.fail("capacity", "Choose as what they sit in the group");
    }
    let post = checks.text("post", &new.post, TextRule { required: None, name: "The post", max: 160, lines: false });
    let typed = |text: &str| if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some) };
    let from: Option<Date> = match typed(&new.from) {
        Ok(from) => Some(from.unwrap_or(today)),
        Err(_) => None,
    };
    match from {
        None => checks.fail("from", "Enter a date, or leave it empty for today"),
        Some(from) if from > today => checks.fail("from", "Enter today or an earlier day: a seat lets them in at once"),
        Some(from) if from < today.saturating_sub(YEARS.years()) => checks.fail("from", "Enter a date within the last fifty years"),
        Some(_) => {}
    }
    let until = typed(&new.until);
    match until {
        Err(_) => checks.fail("until", "Enter a date, or leave it empty for a seat without an end"),
        Ok(Some(until)) if from.is_some_and(|from| until < from) => checks.fail("until", "Enter a day that is not before the first"),
        Ok(Some(until)) if until > today.saturating_add(YEARS.years()) => checks.fail("until", "Enter a date within fifty years"),
        Ok(_) => {}
    }
    Some(Checked { capacity: capacity?, post, from: from?, until: until.ok()? })
}

fn kept<'a>(person: Uuid, checked: &'a Checked) -> Kept<'a> {
    let Checked { capacity, post, from, until } = checked;
    let (role, side, core, kind) = (capacity.role(), capacity.side(), capacity.core(), capacity.kind());
    Kept { person, role, side, core, kind, post, from_on: *from, until_on: *until }
}

/// Where a new co-chair takes the place of another: that one becomes a member, if it was said so.
async fn make_room(app: &App, tx: &mut Tx, acting: &Acting, seats: &[Seat], seat: &Kept<'_>, former_stays: bool) -> Result<()> {
    if seat.role != Role::CoChair {
        return Ok(());
    }
    let Some(former) = co_chair(seats, seat.side).filter(|former| former.person != seat.person) else { return Ok(()) };
    if !former_stays {
        let why = format!(
            "{} is the {} co-chair. Tick below that they stay as a member, or end their seat first",
            former.name,
            seat.side.within()
        );
        return Err(Error::field("former", why));
    }
    let member = Kept {
        person: former.person,
        role: Role::Member,
        side: former.side,
        core: true,
        kind: "",
        post: &former.post,
        // On the day on which the other begins: one before their own is refused.
        from_on: seat.from_on,
        until_on: former.until_on,
    };
    replace(app, tx, acting, former, &member).await
}

/// Puts another seat in the place of what somebody is, from a day on.
async fn replace(app: &App, tx: &mut Tx, acting: &Acting, old: &Seat, new: &Kept<'_>) -> Result<()> {
    let group = acting.group.id;
    if new.from_on < old.from_on {
        let today = clock::day_of(app.clock.now(), &acting.group.time_zone);
        let (was, since) = (old.words(today), day(old.from_on));
        return Err(Error::field("from", format!("They have been {was} since {since}: enter that day or a later one")));
    }
    if new.from_on > old.from_on {
        store::end_stretch(tx, group, old.person, old.from_on, new.from_on.yesterday().unwrap_or(new.from_on)).await?;
    }
    store::update(tx, group, new, true).await?;
    store::begin_stretch(tx, group, new).await?;
    if new.role == Role::CoChair {
        store::set_acting(tx, group, new.side, None).await?;
    }
    changed(app, tx, acting, new).await
}

async fn changed(app: &App, tx: &mut Tx, acting: &Acting, seat: &Kept<'_>) -> Result<()> {
    let event = ledger::Event::new(acting.group.id, app.clock.now(), acting.actor(), "seat.changed", seat.person)
        .with("as", acting.acted_as())
        .with("role", Fact::Word(seat.role.key().into()))
        .with("side", Fact::Word(seat.side.key().into()));
    ledger::record(tx, event).await
}

/// Gives somebody a seat, makes their account if they have none, and mails them the way to the sign-in page.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the membership; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, new: &NewMember) -> Result<Uuid> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Enter their name"), name: "The name", max: 120, lines: false };
    let name = checks.text("name", &new.name, rule);
    let email = checks.mail_address("email", &new.email);
    if email.is_empty() {
        checks.fail("email", "Enter the address that they will sign in with");
    }
    let checked = checked(&mut checks, new, clock::day_of(app.clock.now(), &group.time_zone));
    checks.done()?;
    refuse_numbers([("name", name.as_str()), ("email", &email), ("post", &new.post)].into_iter(), false)?;
    let tags = coverage::checked(tx, group.id, &new.tags).await?;
    let Some(checked) = checked else { return Err(Error::internal("a seat that was not read")) };
    let person = people::invite(app, tx, NewPerson { name, email, operator: false }).await?;
    let seats = store::seats(&mut *tx, group).await?;
    if seats.iter().any(|seat| seat.person == person.id) {
        return Err(Error::field("email", format!("{} has this address and sits in the group already", person.name)));
    }
    let seat = kept(person.id, &checked);
    make_room(app, tx, acting, &seats, &seat, new.former_stays).await?;
    give(app, tx, group, acting.actor(), &seat).await?;
    coverage::put_tags(tx, group.id, person.id, &tags).await?;
    mail::invite(app, tx, acting, &person, checked.capacity, checked.until).await?;
    Ok(person.id)
}

/// A seat as one text: who changes it shows what they saw.
#[must_use]
pub(in super::super) fn seat_seen(seat: &Seat) -> String {
    let until = seat.until_on.map(|until| until.to_string()).unwrap_or_default();
    let capacity = Capacity::of(seat.role, seat.side, seat.core, &seat.kind).key();
    format!("{capacity} {} {until} {}", seat.from_on, seat.post)
}

/// Changes a seat. What somebody becomes, they become on the day that was typed, or today; what they were stays in the history.
/// `saw` is what the writer saw there before.
///
/// # Errors
/// [`Error::NotFound`] for a person without a seat; [`Error::Conflict`] when somebody else has changed it meanwhile, or it is
/// the last administrator's; as [`add`] else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, saw: Option<&str>, new: &NewMember) -> Result<()> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let seats = store::seats(&mut *tx, group).await?;
    let old = seats.iter().find(|seat| seat.person == person).ok_or(Error::NotFound)?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let mut checks = Checks::default();
    let checked = checked(&mut checks, new, today);
    checks.done()?;
    refuse_numbers([("post", new.post.as_str())].into_iter(), false)?;
    let Some(mut checked) = checked else { return Err(Error::internal("a seat that was not read")) };
    if saw.is_some_and(|saw| saw != seat_seen(old)) {
        let now = format!("{} since {}", old.words(today), day(old.from_on));
        return Err(Error::Conflict(format!("Somebody else has changed this seat meanwhile: it is now {now}. Saving again replaces that")));
    }
    let was = Capacity::of(old.role, old.side, old.core, &old.kind);
    if checked.capacity == was {
        if new.from.trim().is_empty() {
            checked.from = old.from_on;
        }
        return mend(app, tx, acting, old, &checked).await;
    }
    if old.role == Role::Administrator {
        super::ending::must_stay(&seats, old)?;
    }
    if checked.from == old.from_on {
        // The day that stands there is that of what they were.
        checked.from = today;
    }
    let seat = kept(person, &checked);
    make_room(app, tx, acting, &seats, &seat, new.former_stays).await?;
    replace(app, tx, acting, old, &seat).await
}

/// They stay what they are: the term, the post, or the day on which it began is put right.
async fn mend(app: &App, tx: &mut Tx, acting: &Acting, old: &Seat, checked: &Checked) -> Result<()> {
    let group = acting.group.id;
    if checked.from != old.from_on
        && let Some((_, last)) = store::sat_until(tx, group, old.person).await?
        && last >= checked.from
    {
        return Err(Error::field("from", format!("They were something else until {}: enter a later day", day(last))));
    }
    let (role, side, core, kind) = (old.role, old.side, checked.capacity.core(), old.kind.as_str());
    let seat = Kept { role, side, core, kind, ..kept(old.person, checked) };
    store::update(tx, group, &seat, false).await?;
    if old.until_on.is_some_and(|until| until < checked.from) {
        // A new term after one that ran out: what they did in that one stays in the history.
        let last = checked.from.yesterday().unwrap_or(checked.from);
        store::end_stretch(tx, group, old.person, old.from_on, last).await?;
        store::begin_stretch(tx, group, &seat).await?;
    } else {
        store::mend_stretch(tx, group, old.person, checked.from, &checked.post, core).await?;
    }
    changed(app, tx, acting, &seat).await
}
