//! The made-up board's agreements: some in force, one in its second version, one due for review, one that waits for a side.

use agreements::rules::{self, NewAgreement};
use group::acting::Acting;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::{App, Result, clock};

use super::past::Actors;

struct Told {
    title: &'static str,
    rule: &'static str,
    theme: &'static str,
    services: &'static str,
    covers: &'static str,
    binds: &'static str,
    gp: &'static str,
    consultant: &'static str,
    patients: &'static str,
    asked: &'static str,
    owner: &'static str,
}

const RESULTS: Told = Told {
    title: "Who acts on a test result",
    rule: "The clinician who requests a test acts on its result and tells the patient.",
    theme: "results",
    services: "Laboratories and imaging",
    covers: "Blood tests, scans and other investigations of adults. Not results that a laboratory telephones because they are urgent: who takes the call acts.",
    binds: "both",
    gp: "Both co-chairs of our interface group agreed that whoever requests a test acts on its result and tells the patient.\n\
         May I ask your team to act on this result and to let the patient know?\nThank you. I am glad to help with anything that is mine.",
    consultant: "Both co-chairs of our interface group agreed that whoever requests a test acts on its result and tells the patient.\n\
                 This one was requested by the practice: may I ask you to take it on?\nThank you, and do call if you would like to talk it over.",
    patients: "Whoever sent you for a test will tell you its result. If you have heard nothing after three weeks, ask them first: they have it.",
    asked: "The clinic asks me to chase a blood result that it requested itself\nGP to kindly check the results of the scan we ordered\nNobody knows who acts on a result",
    owner: "Clinical lead, laboratories",
};

const RESULTS_LATER: Told = Told {
    rule: "The clinician who requests a test acts on its result and tells the patient. \
           A result that is still to come when somebody leaves hospital stays with the ward, and the discharge letter names it.",
    ..RESULTS
};

const ONWARD: Told = Told {
    title: "From one hospital clinic to another",
    rule: "A specialist who finds that a patient needs another hospital service for the same problem refers them there, without sending them back to the practice.",
    theme: "onward_referral",
    services: "All outpatient clinics",
    covers: "The problem that the patient was referred with, and what is found with it. For an unrelated problem that can wait the clinic writes to the practice, which decides.",
    binds: "secondary",
    gp: "Both co-chairs of our interface group agreed that a specialist refers on within the hospital for the same problem.\n\
         May I ask you to make this referral from your clinic?\nThank you. It will spare the patient some weeks.",
    consultant: "Both co-chairs of our interface group agreed that we refer on within the hospital for the same problem.\n\
                 I have therefore made the referral, and there is nothing for you to do.\nThank you for sending the patient to us.",
    patients: "If a clinic finds that another clinic should see you for the same problem, it arranges that. You need not go back to your practice for it.",
    asked: "The letter says GP to refer to another department\nA consultant wants the practice to refer to a different specialty",
    owner: "Consultant co-chair",
};

const FIT_NOTES: Told = Told {
    title: "Fit notes when somebody leaves hospital",
    rule: "Whoever treats a patient in hospital gives the first fit note, for as long as they expect the patient to be unfit for work.",
    theme: "fit_notes",
    services: "All wards and day surgery",
    covers: "The first note after admission or an operation. Later notes are given by whoever is treating the patient by then.",
    binds: "secondary",
    gp: "Both co-chairs of our interface group agreed that the first fit note comes from those who treat the patient in hospital.\n\
         May I ask your team to send it to the patient, for as long as you expect it to be needed?\nThank you for your help.",
    consultant: "",
    patients: "Ask for your fit note before you leave hospital. It should cover as long as those who treated you expect you to be off work.",
    asked: "Patient sent home from surgery without a sick line and told to ask the GP",
    owner: "Dr Callum Reid",
};

const PHONES: Told = Told {
    title: "A number that reaches a clinician",
    rule: "Each practice and each ward has a telephone number for clinicians only, answered in working hours, and keeps it up to date in the directory.",
    theme: "contacts",
    services: "Practices and wards",
    covers: "Working hours. At night the existing arrangements stay.",
    binds: "both",
    gp: "Our interface group is agreeing that each ward has a number that reaches a clinician.\nMay I ask for yours?\nThank you.",
    consultant: "Our interface group is agreeing that each practice has a number that reaches a clinician.\nMay I ask for yours?\nThank you.",
    patients: "",
    asked: "Forty minutes in the practice's telephone queue to speak to a GP",
    owner: "Morag Sinclair",
};

fn typed(told: &Told, review_on: String) -> NewAgreement {
    NewAgreement {
        title: told.title.into(),
        rule: told.rule.into(),
        theme: told.theme.into(),
        services: told.services.into(),
        covers: told.covers.into(),
        binds: told.binds.into(),
        gp_words: told.gp.into(),
        consultant_words: told.consultant.into(),
        patients: told.patients.into(),
        asked: told.asked.into(),
        owner: told.owner.into(),
        review_on,
        ..NewAgreement::default()
    }
}

async fn draft(app: &App, who: &Acting, told: &Told, months: i32) -> Result<i64> {
    let review = app.clock.today(&who.group.time_zone).checked_add(months.months()).map(|day| day.to_string());
    let mut tx = app.begin().await?;
    app.clock.advance(SignedDuration::from_secs(1));
    let number = rules::create(app, &mut tx, who, &typed(told, review.unwrap_or_default())).await?.number;
    app.commit(tx).await?;
    Ok(number)
}

async fn approve(app: &App, sides: &[&Acting], number: i64) -> Result<()> {
    for side in sides {
        app.clock.advance(SignedDuration::from_hours(2));
        let mut tx = app.begin().await?;
        rules::approve(app, &mut tx, side, number, None).await?;
        app.commit(tx).await?;
    }
    Ok(())
}

/// The first of them, when the group was young.
pub(super) async fn begin(app: &App, actors: &Actors<'_>) -> Result<()> {
    let number = draft(app, actors.administrator, &RESULTS, 24).await?;
    approve(app, &[actors.gp, actors.consultant], number).await
}

/// What came since, up to `now`: a second version, some more, one due for review by now, one that waits for the consultants' side.
pub(super) async fn go_on(app: &App, actors: &Actors<'_>, now: Timestamp) -> Result<()> {
    let (administrator, both) = (actors.administrator, [actors.consultant, actors.gp]);
    let mut tx = app.begin().await?;
    let version = rules::begin_version(app, &mut tx, administrator, 1).await?;
    let review = app.clock.today(&administrator.group.time_zone).checked_add(24.months()).map(|day| day.to_string());
    rules::change(app, &mut tx, administrator, 1, version.revision, &typed(&RESULTS_LATER, review.unwrap_or_default())).await?;
    rules::set_public(app, &mut tx, administrator, true).await?;
    app.commit(tx).await?;
    approve(app, &both, 1).await?;
    let onward = draft(app, administrator, &ONWARD, 24).await?;
    approve(app, &both, onward).await?;
    // Half of the time until today has gone by since its review.
    let (then, today) = (app.clock.today(&administrator.group.time_zone), clock::day_of(now, &administrator.group.time_zone));
    let days = (today - then).get_days() / 2;
    let review = then.checked_add(days.max(1).days()).map(|day| day.to_string()).unwrap_or_default();
    let mut tx = app.begin().await?;
    let due = rules::create(app, &mut tx, administrator, &typed(&FIT_NOTES, review)).await?;
    app.commit(tx).await?;
    approve(app, &both, due.number).await?;
    let waits = draft(app, administrator, &PHONES, 12).await?;
    approve(app, &[actors.gp], waits).await
}
