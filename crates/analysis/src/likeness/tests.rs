//! Likeness on made-up twins: the same fault told by both sides in other words.

use super::*;

/// Made-up reports, a fault at a time, from both sides in other words. Nothing was chosen on them.
const HELD_OUT: &str = include_str!("held_out.txt");
/// Two more such sets: the catalogue has learnt them, so that here they only stand among the others.
const LEARNT: [&str; 2] = [include_str!("twins.txt"), include_str!("twins_more.txt")];

/// The texts of a set with the numbers of their faults.
fn twins(file: &'static str) -> Vec<(usize, &'static str)> {
    let mut topic = 0;
    let mut texts = Vec::new();
    for line in file.lines().filter(|line| !line.is_empty()) {
        if line.starts_with("= ") { topic += 1 } else { texts.push((topic, line)) }
    }
    texts
}

/// In how many of the held-out texts the twin is among the first five of all others: some 650.
fn recall(engine: &Engine) -> f64 {
    let (table, asked) = (Abbreviations::default(), twins(HELD_OUT));
    let others = LEARNT.into_iter().flat_map(twins).chain(crate::themes::reports_of_tests().map(|text| (0, text)));
    let texts: Vec<(usize, &str)> = asked.iter().copied().chain(others.map(|(_, text)| (0, text))).collect();
    let vectors: Vec<Vector> = texts.iter().map(|(_, text)| engine.vector(text, &table)).collect();
    let found = asked.iter().enumerate().filter(|(place, (topic, _))| {
        let others: Vec<usize> = (0..texts.len()).filter(|other| other != place).collect();
        let candidates: Vec<&Vector> = others.iter().map(|other| &vectors[*other]).collect();
        rank(&Mix::default(), &vectors[*place], &candidates, 5).iter().any(|scored| texts[others[scored.index]].0 == *topic)
    });
    found.count() as f64 / asked.len() as f64
}

#[test]
fn the_twin_is_among_the_first_five_far_more_often_than_by_words() {
    let engine = Engine::get();
    assert!(!engine.is_words_only(), "derive the faults anew: cargo run -p xtask -- faults");
    let (with, without) = (recall(engine), recall(&Engine::words_only()));
    println!("twins held out: {with:.2}, by words alone {without:.2}");
    assert!(with >= without + 0.22, "{with} {without}");
}

#[test]
fn a_vector_comes_back_from_its_bytes_and_nothing_else_does() {
    let engine = Engine::get();
    let vector = engine.vector("pt's IDL never came; no f/u planned", &Abbreviations::default());
    assert_eq!(Vector::from_bytes(&vector.to_bytes()), Some(vector.clone()));
    assert_eq!(vector, engine.vector("pt's IDL never came; no f/u planned", &Abbreviations::default()));
    assert!(vector.to_bytes().len() < 1_500);
    assert_eq!(Vector::from_bytes(&vector.to_bytes()[..100]), None);
    assert_eq!(Vector::from_bytes(b""), None);
}

#[test]
fn abbreviations_are_written_out_and_a_group_adds_its_own() {
    let field = Abbreviations::default();
    assert_eq!(field.written_out("IDL late, no f/u (OPD)"), "discharge letter late, no follow-up (outpatient clinic)");
    assert_eq!(field.written_out("pt's TTOs/IDL w/o ECG"), "patient take-home medicines/discharge letter without heart tracing ECG");
    assert_eq!(field.written_out("A&E DNA’d"), "emergency department did not attend appointment");
    let own = Abbreviations::with(&[("RAC".into(), "rapid access clinic".into()), ("idl".into(), "ward letter".into())]);
    assert_eq!(own.written_out("rac: no IDL"), "rapid access clinic: no ward letter");
}

#[test]
fn an_odd_text_is_like_nothing_and_harms_nothing() {
    let (engine, table) = (Engine::get(), Abbreviations::default());
    let texts = ["", " ", "!!!", "\u{0}", "漢字", &"word ".repeat(2_000)];
    let vectors: Vec<Vector> = texts.iter().map(|text| engine.vector(text, &table)).collect();
    let candidates: Vec<&Vector> = vectors.iter().collect();
    for query in &vectors {
        let ranked = rank(&Mix::default(), query, &candidates, 10);
        assert_eq!(ranked.len(), texts.len());
        assert!(ranked.iter().all(|scored| (0.0..=1.0).contains(&scored.score)));
    }
    assert!(rank(&Mix::default(), &vectors[0], &[], 5).is_empty());
}

#[test]
fn it_says_why_in_words_of_the_field() {
    let (engine, table) = (Engine::get(), Abbreviations::default());
    let text = "Consultant's secretary never answers, voicemail full";
    let (one, other) = (engine.vector(text, &table), engine.vector("the med sec phone goes to a full voicemail box", &table));
    let why = why(engine, &table, text, &one, &other, true);
    assert!(why.contains("both about secretaries and shared mailboxes that do not answer"), "{why}");
    assert!(why.contains("voicemail"), "{why}");
}

#[test]
fn a_group_that_answers_by_the_kind_of_fault_moves_its_weights_there_and_not_too_far() {
    let answers: Vec<(Marks, bool)> =
        (0..40).map(|n| if n % 2 == 0 { ([0.2, 0.9, 0.1], true) } else { ([0.6, 0.1, 0.6], false) }).collect();
    let learnt = Mix::learnt(&answers);
    assert!(learnt.score(&[0.2, 0.9, 0.1]) > Mix::default().score(&[0.2, 0.9, 0.1]));
    assert!(learnt.score(&[0.6, 0.1, 0.6]) < Mix::default().score(&[0.6, 0.1, 0.6]));
    assert_eq!(Mix::learnt(&answers[..FEWEST_ANSWERS - 1]), Mix::default());
    let one_sided = Mix::learnt(&vec![([0.5, 0.5, 0.5], false); 500]);
    assert!(one_sided.score(&[1.0, 1.0, 1.0]) > 0.5, "the same words are still the same");
}
