//! Cuts a text into words and groups of digits, and says which groups may be parts of one number.

use super::digits::{Class, Mark, class, lookalike};

/// How a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Digits are digits and letters are letters.
    Digits,
    /// Letters O, l and I beside a digit are zeros and ones.
    Lookalikes,
}

/// A run of digits with nothing visible between them.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many digits it has.
    pub(super) len: usize,
    /// How many of them are letters in truth.
    pub(super) lookalikes: usize,
    /// What separates it from the group before, where the two may be parts of one number.
    pub(super) joined: Option<Mark>,
    /// Where its digits begin among all digits of the text.
    at: usize,
}

/// A run of letters.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many groups of digits stand before it.
    pub(super) groups_before: usize,
}

/// A text in words and groups. All places are counted in characters.
pub(super) struct Tokens<'a> {
    pub(super) chars: &'a [char],
    pub(super) groups: Vec<Group>,
    pub(super) words: Vec<Word>,
    digits: Vec<u8>,
}

impl<'a> Tokens<'a> {
    pub(super) fn read(chars: &'a [char], reading: Reading) -> Self {
        let classes = classes(chars, reading);
        let mut tokens = Self { chars, groups: Vec::new(), words: Vec::new(), digits: Vec::new() };
        let mut at = 0;
        while let Some(class) = classes.get(at) {
            at = match class {
                Class::Digit(_) | Class::Lookalike(_) => tokens.take_group(&classes, at),
                Class::Letter => tokens.take_word(&classes, at),
                _ => at + 1,
            };
        }
        tokens
    }

    /// The rows that begin with the group `first`, from the shortest: all whose groups may be parts
    /// of one number.
    pub(super) fn rows(&self, first: usize) -> impl Iterator<Item = Row<'_>> {
        let goes_on = move |last: &usize| *last == first || self.groups[*last].joined.is_some();
        (first..self.groups.len()).take_while(goes_on).map(move |last| Row { tokens: self, first, last })
    }

    /// The words before a place, the nearest first.
    pub(super) fn words_before(&self, place: usize) -> impl Iterator<Item = &Word> {
        self.words[..self.words.partition_point(|word| word.end <= place)].iter().rev()
    }

    /// The first word after a place.
    pub(super) fn word_after(&self, place: usize) -> Option<&Word> {
        self.words.get(self.words.partition_point(|word| word.start < place))
    }

    pub(super) fn has_lookalikes(&self) -> bool {
        self.groups.iter().any(|group| group.lookalikes > 0)
    }

    fn take_group(&mut self, classes: &[Class], start: usize) -> usize {
        let before = self.groups.last().map(|group| group.end);
        let joined = before.and_then(|before| join(&classes[before..start]));
        let mut group = Group { start, end: start, len: 0, lookalikes: 0, joined, at: self.digits.len() };
        let mut at = start;
        for class in &classes[start..] {
            at += 1;
            match class {
                Class::Digit(digit) | Class::Lookalike(digit) => {
                    self.digits.push(*digit);
                    group.len += 1;
                    group.lookalikes += usize::from(matches!(class, Class::Lookalike(_)));
                    group.end = at;
                }
                Class::Unseen => {}
                _ => {
                    at -= 1;
                    break;
                }
            }
        }
        self.groups.push(group);
        at
    }

    fn take_word(&mut self, classes: &[Class], start: usize) -> usize {
        let end = start + classes[start..].iter().take_while(|class| **class == Class::Letter).count();
        self.words.push(Word { start, end, groups_before: self.groups.len() });
        end
    }
}

/// Neighbouring groups that may be one number.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl<'a> Row<'a> {
    pub(super) fn groups(self) -> &'a [Group] {
        &self.tokens.groups[self.first..=self.last]
    }

    /// The digits of all groups, end to end.
    pub(super) fn digits(self) -> &'a [u8] {
        let last = &self.tokens.groups[self.last];
        &self.tokens.digits[self.tokens.groups[self.first].at..last.at + last.len]
    }

    pub(super) fn start(self) -> usize {
        self.tokens.groups[self.first].start
    }

    pub(super) fn end(self) -> usize {
        self.tokens.groups[self.last].end
    }

    pub(super) fn sizes(self) -> Vec<usize> {
        self.groups().iter().map(|group| group.len).collect()
    }

    /// What stands between the groups.
    pub(super) fn marks(self) -> Vec<Mark> {
        self.groups()[1..].iter().filter_map(|group| group.joined).collect()
    }

    /// The groups beside the row, the nearest first, as long as `mark` joins them: those before it
    /// and those after.
    pub(super) fn beside(self, mark: Mark) -> (impl Iterator<Item = &'a Group>, impl Iterator<Item = &'a Group>) {
        let groups = &self.tokens.groups;
        let before = (1..=self.first).rev().take_while(move |at| groups[*at].joined == Some(mark)).map(move |at| &groups[at - 1]);
        let after = groups[self.last + 1..].iter().take_while(move |group| group.joined == Some(mark));
        (before, after)
    }
}

/// Sorts all characters; what one is may hang on those beside it.
fn classes(chars: &[char], reading: Reading) -> Vec<Class> {
    let mut classes: Vec<Class> = chars.iter().copied().map(class).collect();
    let mut raised = false;
    for at in 0..classes.len() {
        let after_text = at > 0 && matches!(classes[at - 1], Class::Digit(_) | Class::Letter);
        match classes[at] {
            // A number all in superscript is a number; "m²" and "10⁹" are not.
            Class::Raised(digit) if raised || !after_text => {
                classes[at] = Class::Digit(digit);
                raised = true;
            }
            // Windows ends a line with two characters.
            Class::Separator(Mark::Line) if chars[at] == '\r' && chars.get(at + 1) == Some(&'\n') => classes[at] = Class::Unseen,
            _ => raised = false,
        }
    }
    if reading == Reading::Lookalikes {
        read_lookalikes(chars, &mut classes);
    }
    classes
}

/// Turns O, l and I into digits where they stand beside one and no other letter is glued to them:
/// the "I" of "CHI0101011237" stays a letter.
fn read_lookalikes(chars: &[char], classes: &mut [Class]) {
    let mut start = 0;
    while start < classes.len() {
        let end = start + classes[start..].iter().take_while(|class| **class == Class::Letter).count();
        let beside_digit =
            [start.checked_sub(1), Some(end)].into_iter().flatten().any(|place| matches!(classes.get(place), Some(Class::Digit(_))));
        if beside_digit && chars[start..end].iter().all(|c| lookalike(*c).is_some()) {
            for (class, c) in classes[start..end].iter_mut().zip(&chars[start..end]) {
                *class = lookalike(*c).map_or(Class::Letter, Class::Lookalike);
            }
        }
        start = end + 1;
    }
}

/// What joins two groups with these characters between them, if anything does: one or two
/// separators, or three where a mark stands between blanks. A comma with a blank parts a list.
fn join(between: &[Class]) -> Option<Mark> {
    let (mut length, mut marks, mut lines, mut blanks) = (0, 0, 0, 0);
    let mut joined: Option<Mark> = None;
    for class in between.iter().filter(|class| **class != Class::Unseen) {
        let Class::Separator(mark) = *class else { return None };
        length += 1;
        lines += usize::from(mark == Mark::Line);
        blanks += usize::from(mark.is_blank());
        marks += usize::from(!mark.is_blank() && mark != Mark::Bracket);
        if length > 3 || marks > 2 || lines > 1 {
            return None;
        }
        joined = joined.filter(|before| strength(*before) >= strength(mark)).or(Some(mark));
    }
    joined.filter(|mark| if *mark == Mark::Comma { blanks == 0 } else { length < 3 || !mark.is_blank() })
}

/// Which of several separators names the gap.
fn strength(mark: Mark) -> u8 {
    match mark {
        Mark::Space => 0,
        Mark::Line => 1,
        Mark::Bracket => 2,
        _ => 3,
    }
}
