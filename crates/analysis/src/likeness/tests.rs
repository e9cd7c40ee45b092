//! Likeness on made-up twins: the same fault told by both sides in other words.

use super::*;

/// Made-up reports, topic by topic. Every second topic chose the weights; the others were never looked at for that.
const TWINS: &str = include_str!("twins.txt");

fn twins() -> Vec<(usize, &'static str)> {
    let mut topic = 0;
    let mut texts = Vec::new();
    for line in TWINS.lines().filter(|line| !line.is_empty()) {
        if line.starts_with("= ") { topic += 1 } else { texts.push((topic - 1, line)) }
    }
    texts
}

/// In how many of the topics' texts a twin is among the first five of all other texts.
fn recall(engine: &Engine, held_out: bool) -> f64 {
    let (table, texts) = (Abbreviations::default(), twins());
    let vectors: Vec<Vector> = texts.iter().map(|(_, text)| engine.vector(text, &table)).collect();
    let (mut asked, mut found) = (0, 0);
    for (place, (topic, _)) in texts.iter().enumerate().filter(|(_, (topic, _))| (topic % 2 == 1) == held_out) {
        let others: Vec<usize> = (0..texts.len()).filter(|other| *other != place).collect();
        let candidates: Vec<&Vector> = others.iter().map(|other| &vectors[*other]).collect();
        let first = rank(&Mix::default(), &vectors[place], &candidates, 5);
        asked += 1;
        found += usize::from(first.iter().any(|scored| texts[others[scored.index]].0 == *topic));
    }
    f64::from(u32::try_from(found).expect("few")) / f64::from(asked)
}

#[test]
fn the_twin_is_among_the_first_five_far_more_often_than_by_words() {
    let engine = Engine::get();
    assert!(!engine.is_words_only(), "derive the faults anew: cargo run -p xtask -- faults");
    let (with, without) = (recall(engine, true), recall(&Engine::words_only(), true));
    println!("twins held out: {with:.2}, by words alone {without:.2}; chosen on: {:.2}", recall(engine, false));
    assert!(with >= 0.50, "{with}");
    assert!(with >= without + 0.15, "{with} {without}");
}

#[test]
fn a_vector_comes_back_from_its_bytes_and_nothing_else_does() {
    let engine = Engine::get();
    let vector = engine.vector("pt's IDL never came; no f/u planned", &Abbreviations::default());
    assert_eq!(Vector::from_bytes(&vector.to_bytes()), Some(vector.clone()));
    assert_eq!(vector, engine.vector("pt's IDL never came; no f/u planned", &Abbreviations::default()));
    assert!(vector.to_bytes().len() < 1_000);
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
