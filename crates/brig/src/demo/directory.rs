//! Whom the made-up board writes to.

use group::{
    acting::Acting,
    directory::{self, Draft},
};
use jiff::ToSpan;
use kernel::{App, Result};

/// Name, kind, sector, contact, what they do, address, how many days ago they agreed (0: not asked yet), who stands above.
type Told = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, i64, &'static str);

const TOLD: &[Told] = &[
    ("Medical records", "service", "secondary", "Ishbel Rennie", "Records manager", "ishbel.rennie@northmoor.example", 370, "Gordon Baird"),
    ("Clinic typing", "service", "secondary", "Marek Nowak", "Typing pool lead", "marek.nowak@northmoor.example", 40, "Gordon Baird"),
    ("Laboratory hub", "service", "both", "Dr Wei Zhang", "Consultant biochemist", "wei.zhang@northmoor.example", 120, ""),
    (
        "Moor Night Service",
        "service",
        "primary",
        "Aileen Strachan",
        "Service manager",
        "aileen.strachan@northmoor.example",
        200,
        "Dr Priya Nair",
    ),
    ("Moorfield General", "hospital", "secondary", "Gordon Baird", "Site director", "gordon.baird@northmoor.example", 0, ""),
    ("Strathallan Infirmary", "hospital", "secondary", "", "", "", 0, ""),
    ("Harbour Surgery", "practice", "primary", "Catriona Weir", "Practice manager", "catriona.weir@harbour-surgery.example", 300, ""),
    ("eHealth requests", "service", "both", "Yusuf Rahman", "eHealth lead", "yusuf.rahman@northmoor.example", 0, "Gordon Baird"),
];

/// Fills the directory.
pub(super) async fn fill(app: &App, administrator: &Acting) -> Result<()> {
    let today = app.clock.today(&administrator.group.time_zone);
    let mut tx = app.begin().await?;
    for (name, kind, sector, contact, post, address, agreed, above) in TOLD {
        let draft = Draft {
            name: (*name).into(),
            kind: (*kind).into(),
            sector: (*sector).into(),
            contact_name: (*contact).into(),
            contact_post: (*post).into(),
            contact_email: (*address).into(),
            agreed_on: if *agreed > 0 {
                today.checked_sub(agreed.days()).map(|day| day.to_string()).unwrap_or_default()
            } else {
                String::new()
            },
            above_name: (*above).into(),
            ..Draft::default()
        };
        directory::add(app, &mut tx, administrator, &draft).await?;
    }
    app.commit(tx).await
}
