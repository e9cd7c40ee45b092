//! The one verb on coverage: what somebody brings.

use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{
    super::store as seats,
    model::{CAPABILITIES, Tag, TagKind, seen},
    store,
};
use crate::{acting::Acting, permissions::Verb, screening::refuse_numbers};

/// What somebody brings, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct NewTags {
    /// What was ticked.
    pub ticked: Vec<Tag>,
    /// Sites that are not on the group's list, one on a line.
    pub sites: String,
    /// Partnerships that are not on the group's list, one on a line.
    pub partnerships: String,
}

/// The most that one person can bring.
const MOST: usize = 20;

/// What was typed, as it will be kept.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what will not do.
pub(in super::super) async fn checked(tx: &mut Tx, group: Uuid, new: &NewTags) -> Result<Vec<Tag>> {
    let places = store::places(&mut *tx, group).await?;
    let mut checks = Checks::default();
    let mut tags: Vec<Tag> = Vec::new();
    let mut add = |tag: Tag| {
        // Who types the name of a place on the list means that place.
        let tag = places.iter().find(|place| place.is(&tag)).cloned().unwrap_or(tag);
        if !tags.iter().any(|other| other.is(&tag)) {
            tags.push(tag);
        }
    };
    let known = |tag: &&Tag| match tag.kind {
        TagKind::Capability => CAPABILITIES.iter().any(|(key, _)| *key == tag.name),
        _ => places.iter().any(|place| place.is(tag)),
    };
    new.ticked.iter().filter(known).cloned().for_each(&mut add);
    for (field, kind, typed) in [("sites", TagKind::Site, &new.sites), ("partnerships", TagKind::Partnership, &new.partnerships)] {
        for name in typed.lines().filter(|line| !line.trim().is_empty()) {
            add(Tag::new(kind, checks.text(field, name, TextRule { required: None, name: "Each name", max: 80, lines: false })));
        }
    }
    if tags.len() > MOST {
        checks.fail("sites", format!("Choose {MOST} at most"));
    }
    checks.done()?;
    refuse_numbers([("sites", new.sites.as_str()), ("partnerships", new.partnerships.as_str())].into_iter(), false)?;
    Ok(tags)
}

/// Says what somebody brings: they themselves, or whoever keeps the membership. `saw` is what the writer saw there before.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else; [`Error::NotFound`] for a person without a seat; [`Error::Conflict`] when somebody
/// else has changed it meanwhile; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn set_tags(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, saw: Option<&str>, new: &NewTags) -> Result<()> {
    must_tag(acting, person)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    seats::seat_of(&mut *tx, group, person).await?;
    let before = store::tags_of(&mut *tx, group, person).await?;
    let tags = checked(tx, group, new).await?;
    if saw.is_some_and(|saw| saw.trim() != seen(&before)) {
        let words: Vec<String> = before.iter().map(Tag::words).collect();
        let words = if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
        return Err(Error::Conflict(format!("Somebody else has changed this meanwhile. It is now: {words}. Saving again replaces that")));
    }
    store::put_tags(tx, group, person, &tags).await?;
    let event = ledger::Event::new(group, app.clock.now(), acting.actor(), "seat.tagged", person)
        .with("as", acting.acted_as())
        .with("tags", Fact::Number(i64::try_from(tags.len()).unwrap_or(0)));
    ledger::record(tx, event).await
}

/// Goes on only for the person themselves and for those who keep the membership.
pub(super) fn must_tag(acting: &Acting, person: Uuid) -> Result<()> {
    if acting.person == person {
        return acting.must(Verb::SeeMembers);
    }
    acting.must_or(
        Verb::RunMembership,
        Verb::SeeMembers,
        "What somebody brings is for them to say, or for the administrator and the co-chairs.",
    )
}
