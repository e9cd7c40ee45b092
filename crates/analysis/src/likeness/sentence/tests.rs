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

fn model() -> &'static Sentences {
    Sentences::shipped().expect("the weights verify")
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
fn texts_without_a_word_or_without_an_end_have_a_meaning_too() {
    for text in ["", " ", "\u{200b}", &"x".repeat(5000), &"🙂".repeat(5000)] {
        assert!(model().meaning(text).iter().all(|number| number.is_finite()));
    }
}
