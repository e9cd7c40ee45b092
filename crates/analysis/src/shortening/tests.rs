//! Whatever is told and however little room there is: nothing that matters gets lost, and nothing is cut in its middle.

use jiff::civil::date;
use proptest::prelude::*;

use super::{sentences::split, *};

const WHOLE: Room = Room { headline: 400, body: 4_000 };

fn telling() -> Telling {
    Telling {
        headline: "Discharge letters (all wards): medicines".into(),
        changes: "Wards send the final letter within one working day (by the ward clerk). Practices, which have asked for this, get it by \
                  mail. Practices do not ring the ward for it. A list of wards is kept by the medical secretaries."
            .into(),
        subject_to: String::new(),
        whom: "All practices and wards".into(),
        from: Some(date(2026, 12, 1)),
        patients: "letters are in the record when they ring".into(),
        ask: "the ward manager".into(),
        reference: "26/D09".into(),
        decided_on: date(2026, 11, 22),
    }
}

fn drafted(body: usize, reader: Reader) -> Draft {
    draft(&telling(), Room { body, ..WHOLE }, reader)
}

#[test]
fn what_fits_is_told_whole() {
    let draft = drafted(100, Reader::Both);
    assert_eq!(
        draft.body,
        "Wards send the final letter within one working day (by the ward clerk). Practices, which have asked for this, get it by mail. \
         Practices do not ring the ward for it. A list of wards is kept by the medical secretaries.\n\
         For: All practices and wards. From: 1 December 2026. What a patient will notice: letters are in the record when they ring.\n\
         Ask: the ward manager. Decision 26/D09 of 22 November 2026."
    );
    assert!(draft.over.fits() && draft.reductions.is_empty());
}

#[test]
fn pieces_go_in_their_order_and_what_matters_stays() {
    let of = |body| drafted(body, Reader::Practice);
    let whole = words(&drafted(1_000, Reader::Both).body);
    let short = of(whole - 1);
    assert_eq!(short.reductions, [Reduction::ShortForms]);
    assert!(short.body.contains("From: 1 Dec. Patients: letters are") && short.body.contains("26/D09 of 22 Nov."), "{}", short.body);
    let least = of(40);
    assert!(least.over.fits(), "{}", least.body);
    for words in ["Practices do not ring", "For: All practices and wards. From: 1 Dec.", "Ask: the ward manager. Decision 26/D09"] {
        assert!(least.body.contains(words), "{words}: {}", least.body);
    }
    // Too little room for what must be said: it is told, and nothing is cut off.
    let over = of(20);
    assert!(over.over.body > 0 && over.body.contains("Practices do not ring the ward for it."), "{}", over.body);
    assert!(!over.body.contains("medical secretaries") && over.body.contains("Ask: the ward manager. Decision 26/D09."), "{}", over.body);
}

#[test]
fn a_reader_gets_what_concerns_the_own_side_first() {
    let telling = Telling {
        changes: "Clinics write the plan into the letter. Practices order the blood tests. Secretaries are told.".into(),
        patients: String::new(),
        ..telling()
    };
    let told = |reader| draft(&telling, Room { body: 24, ..WHOLE }, reader).body;
    assert!(told(Reader::Practice).starts_with("Practices order the blood tests."), "{}", told(Reader::Practice));
    assert!(told(Reader::Hospital).starts_with("Clinics write the plan"), "{}", told(Reader::Hospital));
    assert!(concerns("Wards write.", Reader::Hospital) && !concerns("Wards write.", Reader::Practice));
    assert!(concerns("Letters are shorter.", Reader::Practice) && concerns("GPs and wards ring.", Reader::Hospital));
}

#[test]
fn sentences_end_where_they_end() {
    for (text, sentences) in [
        ("Dr. Munro writes. It helps.", vec!["Dr. Munro writes.", "It helps."]),
        ("Give 2.5 mg, e.g. Monday. Then stop!", vec!["Give 2.5 mg, e.g. Monday.", "Then stop!"]),
        ("See no. 4 of it. “Ring first.” No more", vec!["See no. 4 of it.", "“Ring first.”", "No more"]),
        ("It opens at 9 a.m. on weekdays.", vec!["It opens at 9 a.m. on weekdays."]),
        ("", vec![]),
    ] {
        assert_eq!(split(text), sentences, "{text}");
    }
}

#[test]
fn dates_lose_their_year_only_where_it_is_plain() {
    let near = date(2026, 11, 22);
    for (text, shorter) in [
        ("from 1 December 2026 on", "from 1 Dec on"),
        ("from 1st March 2027.", "from 1 Mar."),
        ("since 1 December 2019", "since 1 Dec 2019"),
        ("on 31 February 2027", "on 31 February 2027"),
        ("on 4 May", "on 4 May"),
        ("May 2027", "May 2027"),
    ] {
        assert_eq!(dates::shortened(text, near), shorter);
    }
}

#[test]
fn a_headline_loses_asides_and_never_its_end() {
    let of = |text: &str, room| {
        let draft = draft(&Telling { headline: text.into(), ..telling() }, Room { headline: room, ..WHOLE }, Reader::Both);
        (draft.headline, draft.over.headline)
    };
    assert_eq!(of("Letters (all wards) come sooner", 3), ("Letters come sooner".into(), 0));
    assert_eq!(of("Letters come sooner – thanks to the wards", 3), ("Letters come sooner".into(), 0));
    assert_eq!(of("Discharge letters: medicines stand first", 3), ("Medicines stand first".into(), 0));
    assert_eq!(of("Letters come sooner – but not on Sundays", 3), ("Letters come sooner – but not on Sundays".into(), 5));
}

/// A sentence, with or without what must not get lost.
fn sentence() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec!["Wards", "Practices", "GPs", "It", "They", "Secretaries", "This", "Consultants", "Dr. Munro"]);
    let word = prop::sample::select(vec![
        "send",
        "letters",
        "to",
        "not",
        "never",
        "only",
        "unless",
        "except",
        "2.5 mg",
        "on 1 December 2026",
        "daily",
        "(as before)",
        "(not before 4 May 2027)",
        ", which helps everybody,",
        ", which is not new,",
        "e.g. bloods",
        "the",
        "ward",
        "if",
        "no. 4",
        "clinic",
    ]);
    (start, prop::collection::vec(word, 1..14), prop::sample::select(vec![".", ".", "!", "?"]))
        .prop_map(|(start, words, end)| format!("{start} {}{end}", words.join(" ")).replace(" ,", ","))
}

fn any_telling() -> impl Strategy<Value = Telling> {
    let text = || prop_oneof![Just(String::new()), "[A-Za-z]{2,8}( [A-Za-z0-9]{2,8}){0,7}"];
    let lines = prop::collection::vec(prop::collection::vec(sentence(), 1..4), 1..4)
        .prop_map(|lines| lines.into_iter().map(|line| line.join(" ")).collect::<Vec<_>>().join("\n"));
    let head = "[A-Z][a-z]{2,8}(:)?( [a-z]{2,8}){0,9}( \\([a-z]{2,6}\\))?( – [a-z]{2,6} (not )?[a-z]{2,6})?";
    (head, lines, text(), text(), prop::option::of(0_i64..500), text(), text()).prop_map(
        |(headline, changes, subject_to, whom, from, patients, ask)| Telling {
            headline,
            changes,
            subject_to,
            whom,
            from: from.and_then(|days| date(2026, 11, 1).checked_add(jiff::ToSpan::days(days)).ok()),
            patients,
            ask,
            reference: "26/D09".into(),
            decided_on: date(2026, 11, 22),
        },
    )
}

const KEEP: &[&str] = &["not", "never", "only", "unless", "except", "if", "2.5", "mg", "1", "4", "daily", "no."];

fn counted(text: &str, of: &str) -> usize {
    text.split(|c: char| c.is_whitespace() || "(),!?".contains(c)).filter(|word| *word == of || word.trim_end_matches('.') == of).count()
}

/// Whether one list of words is in another, in its order.
fn is_within(few: &[String], many: &[String]) -> bool {
    let mut rest = many.iter();
    few.iter().all(|word| rest.any(|other| other == word))
}

fn plain(text: &str) -> Vec<String> {
    let text = dates::shortened(text, date(2026, 11, 22));
    let bare = |word: &str| word.trim_matches([',', '.', '!', '?', '(', ')']).to_owned();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Never too long, unless it says so; and then by how much.
    #[test]
    fn it_fits_or_says_that_it_does_not(telling in any_telling(), headline in 1_usize..20, body in 5_usize..150, at in 0_usize..3) {
        let reader = [Reader::Practice, Reader::Hospital, Reader::Both][at];
        let draft = draft(&telling, Room { headline, body }, reader);
        prop_assert_eq!(words(&draft.headline), (words(&draft.headline).min(headline)) + draft.over.headline);
        prop_assert_eq!(words(&draft.body), (words(&draft.body).min(body)) + draft.over.body);
        prop_assert!(draft.over.fits() == (words(&draft.headline) <= headline && words(&draft.body) <= body));
    }

    /// Each sentence that is told is one that was there, whole but for asides that are named; nothing weighty is lost from it.
    #[test]
    fn each_sentence_was_there(telling in any_telling(), body in 5_usize..150, at in 0_usize..3) {
        let reader = [Reader::Practice, Reader::Hospital, Reader::Both][at];
        let draft = draft(&telling, Room { body, ..WHOLE }, reader);
        let before: Vec<String> = telling.changes.lines().flat_map(split).collect();
        let mut from = 0;
        for sentence in draft.left.changes.lines().flat_map(split) {
            let place = before[from..].iter().position(|one| is_within(&plain(&sentence), &plain(one))
                && plain(&sentence).first() == plain(one).first() && sentence.chars().last() == one.chars().last()
                && KEEP.iter().all(|word| counted(&sentence, word) == counted(one, word)));
            prop_assert!(place.is_some(), "{:?} is not of {:?}", sentence, before);
            from += place.unwrap_or_default() + 1;
        }
        // In every sentence that went nothing weighty stood.
        for reduction in &draft.reductions {
            if let Reduction::Sentence(text) | Reduction::Aside(text) | Reduction::Patients(text) = reduction {
                prop_assert!(!super::sentences::is_weighty(text), "{text}");
            }
        }
        for word in KEEP {
            prop_assert_eq!(counted(&draft.left.changes, word), counted(&telling.changes, word), "{}", word);
        }
    }

    /// For whom, from when, who to ask and what it is subject to are always told.
    #[test]
    fn the_core_stays(telling in any_telling(), body in 5_usize..150) {
        let draft = draft(&telling, Room { body, ..WHOLE }, Reader::Both);
        let day = telling.from.map(|day| dates::short(day, telling.decided_on)).unwrap_or_default();
        let said = dates::shortened(&draft.body, telling.decided_on);
        for text in [&telling.subject_to, &telling.whom, &telling.ask, &day, &telling.reference] {
            prop_assert!(said.contains(text.trim()), "{}: {}", text, draft.body);
        }
        prop_assert!(!draft.left.changes.is_empty());
    }

    /// Drafted once more from what is left, it is the same.
    #[test]
    fn it_is_the_same_when_drafted_again(telling in any_telling(), headline in 1_usize..20, body in 5_usize..150, at in 0_usize..3) {
        let (room, reader) = (Room { headline, body }, [Reader::Practice, Reader::Hospital, Reader::Both][at]);
        let once = draft(&telling, room, reader);
        let twice = draft(&once.left, room, reader);
        prop_assert_eq!((once.headline, once.body), (twice.headline, twice.body));
    }

    /// More room never tells less.
    #[test]
    fn with_all_the_room_nothing_is_left_out(telling in any_telling()) {
        let draft = draft(&telling, WHOLE, Reader::Practice);
        prop_assert!(draft.reductions.is_empty() && draft.over.fits());
    }
}
