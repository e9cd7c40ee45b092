//! What the model says agrees with what its makers' own programs say: `references.jsonl` was written by the tokenizer of
//! Hugging Face and a forward pass in NumPy with the weights as they were published, before they were cut to eight bits.

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Reference {
    text: String,
    tokens: Vec<usize>,
    meaning: Vec<f32>,
}

fn references() -> Vec<Reference> {
    let lines = include_str!("references.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a reference")).collect()
}

/// The model as its makers published it.
fn model() -> &'static Sentences {
    static READ: OnceLock<Sentences> = OnceLock::new();
    READ.get_or_init(|| Sentences::read(SHIPPED).expect("the weights verify"))
}

#[test]
fn texts_are_cut_into_the_same_pieces() {
    for reference in references() {
        assert_eq!(model().tokenizer.tokens(&reference.text), reference.tokens, "{}", reference.text);
    }
}

#[test]
fn meanings_agree_with_the_published_weights() {
    for reference in references() {
        let meaning = model().meaning(&reference.text);
        let agreement: f32 = meaning.iter().zip(&reference.meaning).map(|(ours, theirs)| ours * theirs).sum();
        assert!(agreement > 0.998, "{} {agreement}", reference.text);
        let length: f32 = meaning.iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-4, "{length}");
    }
}

#[test]
fn weights_that_were_changed_or_cut_short_are_not_read() {
    assert!(Sentences::read(&SHIPPED[..SHIPPED.len() - 1]).is_none());
    assert!(Sentences::read(b"BRIGSM01").is_none());
    let mut changed = SHIPPED.to_vec();
    changed[20_000_000] ^= 1;
    assert!(Sentences::read(changed.leak()).is_none());
}

#[test]
fn what_was_learnt_belongs_to_these_weights_and_is_taken_whole_or_not_at_all() {
    let shipped = Sentences::shipped().expect("the weights verify, and what was learnt");
    assert_ne!(shipped.checksum(), model().checksum(), "vectors of the two are never mixed");
    assert!(Adaptation::read(&ADAPTED[..ADAPTED.len() - 1], model().checksum()).is_none());
    assert!(Adaptation::read(ADAPTED, model().checksum() ^ 1).is_none(), "it belongs to other weights");
    let agreement =
        |model: &Sentences, one, other| -> f32 { model.meaning(one).iter().zip(model.meaning(other)).map(|(a, b)| a * b).sum() };
    for reference in references() {
        let kept: f32 = shipped.meaning(&reference.text).iter().zip(&reference.meaning).map(|(a, b)| a * b).sum();
        assert!(kept > 0.3, "{} {kept}: it still means what it meant", reference.text);
    }
    let (one, other) = ("Discharge summary sits unsigned on the ward", "home a week and still nothing in writing about the stay");
    assert!(agreement(shipped, one, other) > agreement(model(), one, other) + 0.05);
}

/// `adapted.jsonl` was written by `bench/adapt.py` with the makers' own way of multiplying.
#[test]
fn meanings_agree_with_those_of_the_program_that_learnt() {
    let shipped = Sentences::shipped().expect("the weights verify, and what was learnt");
    for line in include_str!("adapted.jsonl").lines() {
        let reference: Reference = serde_json::from_str(line).expect("a reference");
        let meaning = shipped.meaning(&reference.text);
        let agreement: f32 = meaning.iter().zip(&reference.meaning).map(|(ours, theirs)| ours * theirs).sum();
        assert!(agreement > 0.999, "{} {agreement}", reference.text);
    }
}

#[test]
fn texts_without_a_word_or_without_an_end_have_a_meaning_too() {
    for text in ["", " ", "\u{200b}", &"x".repeat(5000), &"🙂".repeat(5000)] {
        assert!(model().meaning(text).iter().all(|number| number.is_finite()));
    }
}
