//! Which agreement answers a text, with the model that ships.

use kernel::both;

use super::answering;
use crate::testing::{agree, start, typed};

both!(a_complaint_finds_the_agreement_that_answers_it_and_nothing_else_does, start, |it| {
    let chairs = crate::testing::Chairs::of(it).await;
    let results = crate::rules::NewAgreement {
        title: "Who acts on a result".into(),
        rule: "The clinician who asks for a blood test or a scan acts on its result and tells the patient.".into(),
        asked: "We are told to chase blood results that the clinic asked for".into(),
        ..typed()
    };
    let letters = crate::rules::NewAgreement {
        title: "Letters after discharge".into(),
        rule: "The ward sends its discharge letter to the practice within a working day.".into(),
        ..typed()
    };
    agree(&chairs, &results).await;
    agree(&chairs, &letters).await;
    let text = "The outpatient clinic wrote: GP to kindly chase the blood results they took themselves.";
    assert!(answering(&it.app, &it.group, text, 3).await.expect("an answer").is_empty(), "nothing has been read yet");
    it.work().await;
    let found = answering(&it.app, &it.group, text, 3).await.expect("an answer");
    assert_eq!(found.first().map(|found| found.number), Some(1), "{found:?}");
    let found = answering(&it.app, &it.group, "A discharge letter reached us three weeks after she went home.", 3).await.expect("one");
    assert_eq!(found.first().map(|found| found.agreement.reference()), Some("26/A02".into()), "{found:?}");
    for nothing in ["", "The car park of the health centre floods when it rains."] {
        assert!(answering(&it.app, &it.group, nothing, 3).await.expect("an answer").is_empty(), "{nothing}");
    }
    assert!(answering(&it.app, &it.other, text, 3).await.expect("an answer").is_empty(), "another group's agreements are its own");
    // What is withdrawn answers nothing any more.
    let gone = crate::testing::withdraw(&chairs, 1).await;
    gone.expect("withdrawn");
    assert!(answering(&it.app, &it.group, text, 3).await.expect("an answer").iter().all(|found| found.number != 1));
});
