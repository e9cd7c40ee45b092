//! The made-up board's networks of every kind but a Teams channel, which needs an address outside; and the committees that get the
//! minute.

use cascade::{
    editions,
    networks::{self, NewNetwork},
    recipients,
};
use group::{
    acting::Acting,
    groups::{self, NewPost},
};
use jiff::{SignedDuration, Timestamp};
use kernel::{App, Result, Tx};

struct Told {
    name: &'static str,
    address: &'static str,
    takes: &'static str,
    opening: &'static str,
    /// How often, copy by which day and time, out on which day.
    cadence: (&'static str, &'static str, &'static str, &'static str),
    /// The side that reads it, who they are, and how many.
    readers: (&'static str, &'static str, &'static str),
    /// Whether it was there from the beginning.
    first: bool,
}

const NO_DAYS: (&str, &str, &str, &str) = ("", "", "", "");

const NETWORKS: &[Told] = &[
    Told {
        name: "Practice Matters, the weekly mail to practices",
        address: "practice.matters@northmoor.example",
        takes: "copy",
        opening: "For GPs, practice nurses and practice managers:",
        cadence: ("week", "Wednesday", "12:00", "Thursday"),
        readers: ("gp", "GPs, practice nurses and practice managers of all practices", "640"),
        first: true,
    },
    Told {
        name: "Moorfield News, the hospitals’ newsletter",
        address: "moorfield.news@northmoor.example",
        takes: "copy",
        opening: "For consultants and trainees:",
        cadence: ("month", "20", "17:00", "last"),
        readers: ("consultant", "Consultants and trainees of the hospitals", "900"),
        first: true,
    },
    Told {
        name: "Night Service monthly update",
        address: "night.service.all@northmoor.example",
        takes: "list",
        opening: "For everybody who works out of hours:",
        cadence: ("month", "last", "12:00", "1"),
        readers: ("gp", "Everybody who works out of hours", "85"),
        first: true,
    },
    Told {
        name: "Local Medical Committee",
        address: "office@lmc.example",
        takes: "minute",
        opening: "",
        cadence: NO_DAYS,
        readers: ("gp", "", ""),
        first: false,
    },
    Told {
        name: "GP Sub-Committee",
        address: "office@lmc.example",
        takes: "minute",
        opening: "",
        cadence: NO_DAYS,
        readers: ("gp", "", ""),
        first: false,
    },
    Told {
        name: "Consultant Committee",
        address: "consultant.committee@northmoor.example",
        takes: "minute",
        opening: "",
        cadence: NO_DAYS,
        readers: ("consultant", "", ""),
        first: false,
    },
    Told {
        name: "Clinical Management Group",
        address: "fiona.laidlaw@northmoor.example",
        takes: "minute",
        opening: "",
        cadence: NO_DAYS,
        readers: ("other", "", ""),
        first: false,
    },
    Told {
        name: "Moor Medical Staff",
        address: "medical.staff.all@northmoor.example",
        takes: "list",
        opening: "For all doctors of the hospitals:",
        cadence: ("month", "15", "12:00", "16"),
        readers: ("consultant", "Everybody on the medical staff’s distribution address", "1150"),
        first: false,
    },
    Told {
        name: "Nurses in the community",
        address: "",
        takes: "recipients",
        opening: "For district nurses and practice nurses:",
        cadence: ("week", "Tuesday", "16:00", "Wednesday"),
        readers: ("gp", "Nurses who asked for it", ""),
        first: false,
    },
    Told {
        name: "What has changed in North Moor",
        address: "",
        takes: "page",
        opening: "",
        cadence: ("week", "Monday", "12:00", "Tuesday"),
        readers: ("other", "Everybody", ""),
        first: false,
    },
    Told {
        name: "Interface feed",
        address: "",
        takes: "feed",
        opening: "",
        cadence: ("week", "Monday", "13:00", "Tuesday"),
        readers: ("other", "Whoever follows it in a news reader", ""),
        first: false,
    },
    Told {
        name: "Notice boards of the wards",
        address: "",
        takes: "print",
        opening: "For everybody on the ward:",
        cadence: ("month", "25", "12:00", "1"),
        readers: ("consultant", "Staff of all wards", ""),
        first: false,
    },
];

/// Sets up the networks, and the group's own mailbox.
pub(super) async fn set_up(app: &App, administrator: &Acting) -> Result<()> {
    let mut tx = app.begin().await?;
    let post = NewPost { contact: "interface.group@northmoor.example".into(), post_from: "08:00".into(), copy_lead: "60".into() };
    groups::set_post(app, &mut tx, administrator, &post).await?;
    add(app, &mut tx, administrator, |told| told.first).await?;
    app.commit(tx).await
}

/// Addresses on the list that the group keeps.
const ON_THE_LIST: &str = "district.nurses@northmoor.example isla.grant@harbour-surgery.example moira.kerr@station-road.example \
                           treatment.room@glebe-practice.example";

/// Adds the committees that get the minute from then on, and the ways that came later.
pub(super) async fn add_later(app: &App, administrator: &Acting) -> Result<()> {
    let mut tx = app.begin().await?;
    add(app, &mut tx, administrator, |told| !told.first).await?;
    let all = networks::all(&mut tx, administrator.group.id).await?;
    if let Some(list) = all.iter().find(|network| network.takes == networks::Takes::Recipients) {
        recipients::add(app, &mut tx, administrator, list.id, ON_THE_LIST).await?;
    }
    app.commit(tx).await
}

/// Sends the editions that leave before an instant, each when it leaves.
pub(super) async fn send_editions(app: &App, administrator: &Acting, until: Timestamp) -> Result<()> {
    for edition in editions::coming(&app.db, administrator.group.id).await? {
        let leaves = edition.leaves_at(&administrator.group);
        if leaves < until {
            app.clock.set(leaves);
            editions::send_all_due(app).await?;
        }
    }
    app.clock.set(until);
    Ok(())
}

async fn add(app: &App, tx: &mut Tx, administrator: &Acting, which: impl Fn(&Told) -> bool) -> Result<()> {
    for told in NETWORKS.iter().filter(|told| which(told)) {
        app.clock.advance(SignedDuration::from_secs(1));
        let (every, copy_day, copy_time, out_day) = told.cadence;
        let new = NewNetwork {
            name: told.name.into(),
            address: told.address.into(),
            takes: told.takes.into(),
            opening: told.opening.into(),
            every: every.into(),
            copy_day: copy_day.into(),
            copy_time: copy_time.into(),
            out_day: out_day.into(),
            side: told.readers.0.into(),
            audience: told.readers.1.into(),
            reach: told.readers.2.into(),
            ..NewNetwork::default()
        };
        networks::add(app, tx, administrator, &new).await?;
    }
    Ok(())
}
