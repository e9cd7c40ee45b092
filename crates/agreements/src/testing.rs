//! For tests: this area's part of the application.

use std::future::Future;

use axum::Router;
use group::{
    acting::Acting,
    membership::Side,
    permissions::Role,
    testing::{Parts, Persona, TestApp},
};
use kernel::{App, Result, app::Wiring, dialect::Dialect, mail, schedule::Schedule, verify::Check};

use crate::rules::{self, Agreement, NewAgreement, State};

const WIRING: Wiring = Wiring {
    reactions: &[("agreement.in-force", crate::finding::read_soon)],
    work: &[(mail::SEND, mail::send), (crate::finding::READ, crate::finding::read), (rules::REVIEW, rules::remind)],
    schedules: &[Schedule { job: rules::REVIEW, every_minutes: 60 }],
    takers: &[],
};

const CHECKS: &[Check] = &[crate::rules::verify];

fn routes() -> Router<App> {
    group::routes().merge(crate::routes()).merge(crate::api().split_for_parts().0)
}

pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes, wiring: WIRING, checks: CHECKS })
}

/// The administrator and the two co-chairs, signed in.
pub(crate) struct Chairs<'a> {
    pub(crate) it: &'a TestApp,
    pub(crate) administrator: Persona<'a>,
    pub(crate) gp: Persona<'a>,
    pub(crate) consultant: Persona<'a>,
}

impl<'a> Chairs<'a> {
    pub(crate) async fn of(it: &'a TestApp) -> Self {
        let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
        Self { it, administrator: it.administrator().await, gp: it.gp_co_chair().await, consultant }
    }

    fn acting(&self, who: &Persona<'_>, name: &str, role: Role, side: Side) -> Acting {
        let (group, email) = (self.it.group.clone(), who.email.clone());
        Acting { group, person: who.id, name: name.into(), email, role, side, deputy: false, acting_until: None, operator: false }
    }

    pub(crate) fn drafts(&self) -> Acting {
        self.acting(&self.administrator, "Morag Sinclair", Role::Administrator, Side::Other)
    }

    pub(crate) fn sides(&self) -> [Acting; 2] {
        let gp = self.acting(&self.gp, "Ailsa Munro", Role::CoChair, Side::Gp);
        [gp, self.acting(&self.consultant, "Tunde Adeyemi", Role::CoChair, Side::Consultant)]
    }
}

/// An agreement with all that it needs to be approved.
pub(crate) fn typed() -> NewAgreement {
    NewAgreement {
        title: "Who acts on a result".into(),
        rule: "The clinician who asks for a test acts on its result and tells the patient.".into(),
        gp_words: "Both co-chairs agreed that who asks for a test acts on it.\nMay I ask you to take this on?\nThank you.".into(),
        owner: "Clinical lead, laboratories".into(),
        review_on: "2027-11-22".into(),
        ..NewAgreement::default()
    }
}

/// Drafts an agreement, and both sides approve it.
pub(crate) async fn agree(chairs: &Chairs<'_>, new: &NewAgreement) -> Agreement {
    let app = &chairs.it.app;
    let mut tx = app.begin().await.expect("a transaction");
    let draft = rules::create(app, &mut tx, &chairs.drafts(), new).await.expect("a draft");
    app.commit(tx).await.expect("a commit");
    approve(chairs, draft.number).await;
    rules::by_number(&app.db, chairs.it.group.id, draft.number).await.expect("an agreement")
}

/// Both sides approve the draft of an agreement.
pub(crate) async fn approve(chairs: &Chairs<'_>, number: i64) {
    let app = &chairs.it.app;
    for (side, state) in chairs.sides().iter().zip([State::Draft, State::InForce]) {
        let mut tx = app.begin().await.expect("a transaction");
        assert_eq!(rules::approve(app, &mut tx, side, number, None).await.expect("approved"), state);
        app.commit(tx).await.expect("a commit");
    }
}

/// A co-chair withdraws an agreement in force.
pub(crate) async fn withdraw(chairs: &Chairs<'_>, number: i64) -> Result<()> {
    let app = &chairs.it.app;
    let mut tx = app.begin().await?;
    rules::withdraw(app, &mut tx, &chairs.sides()[0], number, false, "The service has closed.").await?;
    app.commit(tx).await
}
