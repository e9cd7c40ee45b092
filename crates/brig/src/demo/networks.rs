//! The made-up board's networks, and the committees that get the minute.

use cascade::{
    editions,
    networks::{self, NewNetwork},
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
}

const NO_DAYS: (&str, &str, &str, &str) = ("", "", "", "");

const NETWORKS: &[Told] = &[
    Told {
        name: "Practice Matters, the weekly mail to practices",
        address: "practice.matters@northmoor.example",
        takes: "copy",
        opening: "For GPs, practice nurses and practice managers:",
        cadence: ("week", "Wednesday", "12:00", "Thursday"),
    },
    Told {
        name: "Moorfield News, the hospitals’ newsletter",
        address: "moorfield.news@northmoor.example",
        takes: "copy",
        opening: "For consultants and trainees:",
        cadence: ("month", "20", "17:00", "last"),
    },
    Told {
        name: "Night Service monthly update",
        address: "night.service.all@northmoor.example",
        takes: "list",
        opening: "For everybody who works out of hours:",
        cadence: ("month", "last", "12:00", "1"),
    },
    Told { name: "Local Medical Committee", address: "office@lmc.example", takes: "minute", opening: "", cadence: NO_DAYS },
    Told { name: "GP Sub-Committee", address: "office@lmc.example", takes: "minute", opening: "", cadence: NO_DAYS },
    Told {
        name: "Consultant Committee",
        address: "consultant.committee@northmoor.example",
        takes: "minute",
        opening: "",
        cadence: NO_DAYS,
    },
    Told { name: "Clinical Management Group", address: "fiona.laidlaw@northmoor.example", takes: "minute", opening: "", cadence: NO_DAYS },
];

/// Sets up the networks, and the group's own mailbox.
pub(super) async fn set_up(app: &App, administrator: &Acting) -> Result<()> {
    let mut tx = app.begin().await?;
    let post = NewPost { contact: "interface.group@northmoor.example".into(), post_from: "08:00".into(), copy_lead: "60".into() };
    groups::set_post(app, &mut tx, administrator, &post).await?;
    add(app, &mut tx, administrator, |told| told.takes != "minute").await?;
    app.commit(tx).await
}

/// Adds the committees that get the minute from then on.
pub(super) async fn add_committees(app: &App, administrator: &Acting) -> Result<()> {
    let mut tx = app.begin().await?;
    add(app, &mut tx, administrator, |told| told.takes == "minute").await?;
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
            ..NewNetwork::default()
        };
        networks::add(app, tx, administrator, &new).await?;
    }
    Ok(())
}
