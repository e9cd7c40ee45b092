//! Made-up mails, as programs write them, and what their writers said.

use proptest::prelude::*;

use super::{Mail, clean, read, subject};

const SAID: &str = "Discharge letters from Ward 4 come a week late.\n\nWe had three this month, and each time the medicines had changed.";

#[test]
fn what_is_quoted_below_goes_whichever_program_quoted_it() {
    for below in [
        "-----Original Message-----\nFrom: Bain, Rhona\nSent: 03 November 2026 09:14\nTo: Interface\nSubject: Letters\n\nAny problems?",
        "________________________________\nFrom: Rhona Bain <rhona.bain@glebe.example>\nSent: 03 November 2026 09:14\nTo: All GPs <gps@board.example>\nSubject: Letters\n\nAny problems?",
        "From: Rhona Bain\nSent: Tuesday, November 3, 2026 9:14 AM\nTo: All\nSubject: Letters\nAny problems?",
        "*From:* Rhona Bain <rhona.bain@glebe.example>\n*Sent:* 03 November 2026\n*To:* All\n*Subject:* Letters\n\nAny problems?",
        "On Tue, 3 Nov 2026 at 09:14, Rhona Bain <rhona.bain@glebe.example> wrote:\n\n> Any problems?\n> Tell us.",
        "On 3 Nov 2026, at 09:14, Rhona Bain\n<rhona.bain@glebe.example> wrote:\n\n> Any problems?",
        "On 3 Nov 2026, at 09:14, Rhona Bain <r@glebe.example> wrote:\n\nAny problems?",
        "> On 3 Nov 2026, at 09:14, Rhona Bain <r@glebe.example> wrote:\n>\n> Any problems?",
        "---------- Forwarded message ---------\nFrom: Rhona Bain <r@glebe.example>\nDate: Tue, 3 Nov 2026 at 09:14\nSubject: Letters\nTo: <x@board.example>\n\nAny problems?",
        "Begin forwarded message:\n\nFrom: Rhona Bain <r@glebe.example>\nSubject: Letters\nDate: 3 November 2026 at 09:14:00 GMT\nTo: x@board.example\n\nAny problems?",
        "Sent from my iPhone\n\nOn 3 Nov 2026, at 09:14, Rhona Bain <r@glebe.example> wrote:\n\n\u{feff}Any problems?",
    ] {
        assert_eq!(clean(&format!("{SAID}\n\n{below}")), SAID, "{below}");
        assert_eq!(clean(&format!("{SAID}\r\n\r\n{}", below.replace('\n', "\r\n"))), SAID, "{below}");
    }
}

#[test]
fn a_signature_goes_with_its_name_titles_numbers_and_places() {
    for below in [
        "-- \nDr Rhona Bain\nGP Partner, Glebe Practice\nTel: 01234 567 890",
        "Kind regards\n\nRhona",
        "Many thanks,\nRhona Bain\nGP Partner | Glebe Practice\n1 High Street, East Moor\nT: 01234 567890\nE: rhona.bain@glebe.example",
        "BW\nRB",
        "Thanks, Rhona",
        "Best wishes\n\nDr R Bain\nGP\n\nGlebe Practice\nEast Moor\nEM1 2AB\n\nwww.glebe.example",
        "Sent from Outlook for iOS",
        "Get Outlook for Android",
        "Kind regards\nRhona\n\n**********\nThis message may contain confidential information. If you are not the intended recipient please inform the sender and delete it.\n**********",
        "This email and any attachments are intended solely for the addressee. If you have received this in error,\nplease notify the sender.\n\nPlease consider the environment before printing.",
        "Rhona Bain\nConsultant Physician\nMoorfield General\nSecretary: 01234 567 891\nExt 4567",
        "Regards\nRhona\n\nI may be working flexibly and do not feel obliged to reply outside of your normal working hours.",
    ] {
        assert_eq!(clean(&format!("{SAID}\n\n{below}")), SAID, "{below}");
    }
}

#[test]
fn banners_and_greetings_go_from_the_top() {
    for above in [
        "CAUTION: This email originated from outside of the organisation. Do not click links or open attachments unless you know the sender.\n\n",
        "You don't often get email from rhona.bain@glebe.example. Learn why this is important\n\n",
        "[EXTERNAL EMAIL]\n\n",
        "Hi Morag,\n\n",
        "Dear all\n\n",
        "Good morning,\n",
        "CAUTION: This email originated from outside of the organisation. Do not click links.\n\nHello Morag\n\n",
    ] {
        assert_eq!(clean(&format!("{above}{SAID}")), SAID, "{above}");
    }
}

#[test]
fn what_only_looks_like_it_stays() {
    for said in [
        "From: the ward we hear nothing. To: us it is unclear who books.",
        "Thanks to the new form this is quicker.\nBut the ward does not know of it.",
        "The letter went to the wrong intended recipient.",
        "Nobody answers at the ward.\n\nThanks\n\nPS: it happened again on Friday, and nobody could say why that was so.",
        "Caution: the new pump has no alarm.",
        "On call we cannot reach the ward. As the registrar wrote: nobody knows.",
        "Who is the contact for the clinic? The clinic's line rings out at 01234 567 890.",
        "1. No letter\n2. No results\n3. No plan",
        "Best of all would be one number to call.",
        "Dear me, another form came back.",
        "The ward said:\n- call us\n- or write",
    ] {
        assert_eq!(clean(said), said);
    }
}

#[test]
fn answers_between_quoted_lines_are_kept() {
    let mail =
        "On 3 Nov 2026, at 09:14, Rhona Bain wrote:\n\n> Do letters come late?\nYes, each week.\n\n> From where?\nWard 4.\n\nRegards\nWei";
    assert_eq!(clean(mail), "Yes, each week.\n\nWard 4.");
}

#[test]
fn a_mail_that_was_pasted_with_its_head_says_who_wrote_it() {
    let head = "From: Bain, Rhona (Glebe Practice) <Rhona.Bain@glebe.example>\nSent: 03 November 2026 09:14\nTo: Morag Sinclair\nSubject: RE: FW: Late letters\n\n";
    let expected =
        Mail { name: "Rhona Bain".into(), address: "rhona.bain@glebe.example".into(), subject: "Late letters".into(), text: SAID.into() };
    assert_eq!(read(&format!("{head}Hi Morag\n\n{SAID}\n\nThanks\nRhona")), expected);
    let passed = format!("FYI, see below\n\nMorag\n\n{head}{SAID}");
    let found = read(&passed);
    assert_eq!((found.name.as_str(), found.subject.as_str()), ("Rhona Bain", "Late letters"));
    assert!(found.text.ends_with(SAID), "{}", found.text);
    let found = read(&format!(
        "---------- Forwarded message ---------\nFrom: Rhona Bain <r@glebe.example>\nDate: Tue, 3 Nov 2026\nSubject: Letters\nTo: <x@board.example>\n\n{SAID}"
    ));
    assert_eq!((found.address.as_str(), found.text.as_str()), ("r@glebe.example", SAID));
    assert_eq!(read(SAID), Mail { text: SAID.into(), ..Mail::default() });
}

#[test]
fn a_subject_is_said_once() {
    assert_eq!(subject("Re: FWD: [EXTERNAL] Late letters"), "Late letters");
    assert_eq!(subject("Referrals: late"), "Referrals: late");
    let mail = |subject: &str, text: &str| Mail { subject: subject.into(), text: text.into(), ..Mail::default() }.words();
    assert_eq!(mail("Late letters", "They come late."), "Late letters\n\nThey come late.");
    assert_eq!(mail("Late letters", "Late letters again."), "Late letters again.");
    assert_eq!((mail("Late letters", ""), mail("", "Late.")), ("Late letters".into(), "Late.".into()));
}

proptest! {
    #[test]
    fn whatever_comes_nothing_is_added(text in "[\\PC\n]{0,400}") {
        let cleaned = clean(&text);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
        prop_assert!(letters(&cleaned) <= letters(&text));
        let _ = read(&text);
    }

    #[test]
    fn what_is_clean_stays_as_it_is(words in prop::collection::vec("[a-z]{3,9}", 6..40)) {
        let said = format!("It {}.", words.join(" "));
        prop_assert_eq!(clean(&said), said);
    }
}
