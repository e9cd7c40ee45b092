//! What was read lately: a report is looked at by several parts of the program within a minute, and read once.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
};

/// How many meanings are remembered at least; at most twice as many are, of some two kilobytes each.
const REMEMBERED: usize = 256;

/// Two numbers that stand for a text, so that no text is remembered.
type Key = (u64, u64);

/// Meanings by what was read. The older half is forgotten at once when the newer is full: what is asked again moves over.
#[derive(Debug, Default)]
pub(super) struct Lately {
    keys: (RandomState, RandomState),
    halves: Mutex<[HashMap<Key, Arc<[f32]>>; 2]>,
}

impl Lately {
    /// The meaning of these pieces of words: what is remembered, else what is worked out now, which holds up nobody else.
    pub(super) fn meaning(&self, tokens: &[usize], work_out: impl FnOnce() -> Vec<f32>) -> Arc<[f32]> {
        let key = (self.keys.0.hash_one(tokens), self.keys.1.hash_one(tokens));
        let known = {
            let [newer, older] = &mut *self.halves.lock().unwrap_or_else(PoisonError::into_inner);
            newer.get(&key).cloned().or_else(|| older.remove(&key))
        };
        let meaning = known.unwrap_or_else(|| work_out().into());
        let [newer, older] = &mut *self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if newer.len() >= REMEMBERED && !newer.contains_key(&key) {
            *older = std::mem::take(newer);
        }
        newer.insert(key, meaning.clone());
        meaning
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_was_read_lately_is_not_worked_out_again_and_no_more_than_two_halves_are_kept() {
        let lately = Lately::default();
        let mut worked_out = 0;
        let mut ask = |n: usize| {
            lately.meaning(&[n], || {
                worked_out += 1;
                vec![n as f32]
            })
        };
        assert_eq!((ask(7)[0], ask(7)[0]), (7.0, 7.0));
        for n in 1_000..1_000 + REMEMBERED {
            ask(n);
        }
        assert_eq!(ask(7)[0], 7.0, "asked again it is in the newer half");
        for n in 2_000..2_000 + 2 * REMEMBERED {
            ask(n);
        }
        ask(7);
        assert_eq!(worked_out, 1 + REMEMBERED + 2 * REMEMBERED + 1, "what nobody asks for is forgotten");
        let halves = lately.halves.lock().expect("nobody fell over");
        assert!(halves.iter().all(|half| half.len() <= REMEMBERED));
    }
}
