//! What the made-up board's people bring, their terms of office, and one who has left: with a gap, things that hang on one
//! person alone, and a term that ends soon.

use group::{
    acting::Acting,
    membership::{self, NewMember, NewSeat, NewTags, Side, Tag, TagKind},
    people::{self, NewPerson},
    permissions::Role,
};
use jiff::{Timestamp, ToSpan};
use kernel::{App, Error, Result, Tx, clock};

const SITES: &[&str] = &["Moorfield General", "Strathallan Infirmary", "Linn House", "Isles Hospital"];
const PARTNERSHIPS: &[&str] = &["East Moor Partnership", "West Moor Partnership", "The Isles Partnership"];

/// A person: name, as what they sit, days until the term ends (0 for no end), capabilities, site, partnership.
type Told = (&'static str, &'static str, i64, &'static [&'static str], &'static str, &'static str);

const TOLD: &[Told] = &[
    ("Dr Ailsa Munro", "gp-co-chair", 420, &["in-hours"], "", "East Moor Partnership"),
    ("Dr Tunde Adeyemi", "consultant-co-chair", 240, &[], "Moorfield General", ""),
    ("Dr Callum Reid", "gp", 600, &["in-hours"], "", "The Isles Partnership"),
    ("Dr Priya Nair", "gp", 600, &["out-of-hours"], "", ""),
    ("Dr Hamish Doull", "gp", 40, &["in-hours", "lmc"], "", "West Moor Partnership"),
    ("Dr Katarzyna Wójcik", "gp", 420, &["in-hours", "it"], "", "West Moor Partnership"),
    ("Ms Rukhsana Malik", "consultant", 600, &[], "Strathallan Infirmary", ""),
    ("Dr Eilidh MacPhee", "consultant", 240, &[], "Linn House", ""),
    ("Dr Wei Zhang", "consultant", 420, &["education"], "Moorfield General", ""),
    ("Dr Omar Haddad", "consultant", 420, &["out-of-hours", "consultant-committee"], "Moorfield General", ""),
    ("Shona Galbraith", "nurse", 0, &[], "", "East Moor Partnership"),
    ("Iain Petrie", "manager", 0, &["management"], "", ""),
];

/// Who has left, and how many days ago.
const LEFT: (&str, &str, &str, i64) = ("Dr Fraser Gillies", "fraser.gillies@west-moor.example", "GP, Mill Lane Surgery, West Moor", 300);

/// Says which places there are, what everybody brings and until when they sit; seats the one who has left since.
pub(super) async fn settle(app: &App, tx: &mut Tx, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    let today = clock::day_of(now, &group.time_zone);
    let places = |kind, names: &[&str]| names.iter().map(|name| Tag::new(kind, *name)).collect::<Vec<_>>();
    let places = [places(TagKind::Site, SITES), places(TagKind::Partnership, PARTNERSHIPS)].concat();
    membership::set_places(tx, group.id, &places).await?;
    let (name, email, post, _) = LEFT;
    let person = people::invite(app, tx, NewPerson { name: name.into(), email: email.into(), operator: false }).await?;
    let seat = NewSeat { person: person.id, role: Role::Member, side: Side::Gp, core: true, post: post.into() };
    membership::seat(app, tx, group, seat).await?;
    let seats = membership::seats(&mut *tx, group).await?;
    for (name, capacity, days, capabilities, site, partnership) in TOLD {
        let seat = membership::find_seat(&seats, name).ok_or_else(|| Error::internal("the board has nobody of this name"))?;
        let until = today.checked_add(days.days()).unwrap_or(today);
        let member = NewMember {
            capacity: (*capacity).into(),
            post: seat.post.clone(),
            from: seat.from_on.to_string(),
            until: if *days == 0 { String::new() } else { until.to_string() },
            ..NewMember::default()
        };
        membership::change(app, tx, administrator, seat.person, None, &member).await?;
        let capabilities = capabilities.iter().map(|key| Tag::new(TagKind::Capability, *key));
        let places = [(TagKind::Site, site), (TagKind::Partnership, partnership)];
        let places = places.into_iter().filter(|(_, name)| !name.is_empty()).map(|(kind, name)| Tag::new(kind, *name));
        let tags = NewTags { ticked: capabilities.chain(places).collect(), ..NewTags::default() };
        membership::set_tags(app, tx, administrator, seat.person, None, &tags).await?;
    }
    Ok(())
}

/// Ends the seat of who has left.
pub(super) async fn leave(app: &App, administrator: &Acting, now: Timestamp) -> Result<()> {
    let group = &administrator.group;
    let mut tx = app.begin().await?;
    let seats = membership::seats(&mut tx, group).await?;
    let Some(seat) = membership::find_seat(&seats, LEFT.0) else { return Ok(()) };
    let last = clock::day_of(now, &group.time_zone).checked_sub(LEFT.3.days()).unwrap_or(seat.from_on);
    membership::end_seat(app, &mut tx, administrator, seat.person, last).await?;
    app.commit(tx).await
}
