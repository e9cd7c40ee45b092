//! Two people write into one note: what each has changed since both read the same text is brought together, paragraph by paragraph.
//! Nothing that either has typed is lost.

/// What two texts become that were both made of a third.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    /// One text that holds what both have typed.
    pub(crate) text: String,
    /// Whether both changed the same paragraph: then people say which words are right.
    pub(crate) apart: bool,
}

/// More paragraphs than this are compared as one.
const MOST: usize = 1_000;

/// Brings together what was made of `base`: `mine` now, and `theirs`, which somebody else kept meanwhile. Paragraphs that only one of
/// them has changed are taken as that one left them; what both added at one place stands there twice, theirs first; where both changed
/// the same paragraph, both stand there and the result says so.
#[must_use]
pub(crate) fn merge(base: &str, mine: &str, theirs: &str) -> Merged {
    if mine == theirs || theirs == base {
        return Merged { text: mine.to_owned(), apart: false };
    }
    if mine == base {
        return Merged { text: theirs.to_owned(), apart: false };
    }
    let [base, mine, theirs] = [base, mine, theirs].map(lines);
    let changes = [changes(&base, &mine), changes(&base, &theirs)];
    let mut all: Vec<(usize, usize)> = changes.iter().flatten().map(|change| (change.from, change.to)).collect();
    all.sort_unstable();
    let (mut out, mut apart, mut at) = (Vec::new(), false, 0);
    let mut rest = all.into_iter().peekable();
    while let Some((from, mut to)) = rest.next() {
        // Changes that touch the same paragraphs, or add at the same place, are looked at together.
        while let Some((_, end)) = rest.next_if(|next| next.0 < to || *next == (from, to)) {
            to = to.max(end);
        }
        out.extend(&base[at..from]);
        let [mine, theirs] = [0, 1].map(|side: usize| made(&base, &changes[side], from, to));
        apart |= piece(&base[from..to], &mine, &theirs, &mut out);
        at = to;
    }
    out.extend(&base[at..]);
    Merged { text: out.join("\n"), apart }
}

/// Paragraphs `from` to `to` of a text, in whose place somebody has put others.
struct Change<'a> {
    from: usize,
    to: usize,
    lines: Vec<&'a str>,
}

fn changes<'a>(base: &[&str], other: &[&'a str]) -> Vec<Change<'a>> {
    let (mut from, mut begin) = (0, 0);
    let kept = kept(base, other).into_iter().enumerate().filter_map(|(at, place)| Some((at, place?)));
    let mut found = Vec::new();
    for (at, place) in kept.chain([(base.len(), other.len())]) {
        if from < at || begin < place {
            found.push(Change { from, to: at, lines: other[begin..place].to_vec() });
        }
        (from, begin) = (at + 1, place + 1);
    }
    found
}

/// What one side has made of the paragraphs `from` to `to`: each of its changes there lies wholly within.
fn made<'a>(base: &[&'a str], changes: &[Change<'a>], from: usize, to: usize) -> Vec<&'a str> {
    let (mut out, mut at) = (Vec::new(), from);
    let within = |change: &&Change<'_>| {
        change.from >= from && change.to <= to && (change.from < change.to || from == to || change.from < to && change.from > from)
    };
    for change in changes.iter().filter(within) {
        out.extend(&base[at..change.from]);
        out.extend(&change.lines);
        at = change.to;
    }
    out.extend(&base[at..to]);
    out
}

/// What becomes of one piece; tells whether both have changed it.
fn piece<'a>(base: &[&'a str], mine: &[&'a str], theirs: &[&'a str], out: &mut Vec<&'a str>) -> bool {
    if mine == theirs || theirs == base {
        out.extend(mine);
        return false;
    }
    if mine == base {
        out.extend(theirs);
        return false;
    }
    // What the other has may be the same words, or an earlier state of them, kept while its answer was lost on the way.
    if goes_on(theirs, mine) {
        out.extend(mine);
        return false;
    }
    if goes_on(mine, theirs) {
        out.extend(theirs);
        return false;
    }
    out.extend(theirs);
    out.extend(mine);
    !base.is_empty()
}

/// Whether a piece holds all of another, or goes on with its last words, so that nothing of the other is lost in it.
fn goes_on(short: &[&str], long: &[&str]) -> bool {
    let Some((last, before)) = short.split_last() else { return false };
    let is_there = |part: &[&str]| part.starts_with(before) && part[before.len()].starts_with(last);
    long.windows(short.len()).any(|part| part == short) || long.len() >= short.len() && is_there(long)
}

fn lines(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

/// Blanks at the end of a paragraph are no change.
fn same(one: &str, other: &str) -> bool {
    one.trim_end() == other.trim_end()
}

/// For each paragraph of `base` where it stands in `other`, if it is still there: a longest common row of both.
fn kept(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    let head = base.iter().zip(other).take_while(|(a, b)| same(a, b)).count();
    let tail = base[head..].iter().rev().zip(other[head..].iter().rev()).take_while(|(a, b)| same(a, b)).count();
    for (at, place) in found.iter_mut().enumerate().take(head) {
        *place = Some(at);
    }
    for back in 1..=tail {
        found[base.len() - back] = Some(other.len() - back);
    }
    let (a, b) = (&base[head..base.len() - tail], &other[head..other.len() - tail]);
    if a.len() > MOST || b.len() > MOST {
        return found;
    }
    // How long a row the rests have in common, from each place on.
    let mut common = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if same(a[i], b[j]) { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if same(a[i], b[j]) {
            found[head + i] = Some(head + j);
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    fn merged(base: &str, mine: &str, theirs: &str) -> (String, bool) {
        let Merged { text, apart } = merge(base, mine, theirs);
        (text, apart)
    }

    #[test]
    fn what_only_one_has_changed_is_taken_from_that_one() {
        assert_eq!(merged("a\nb\nc", "a\nb\nc more", "a first\nb\nc"), ("a first\nb\nc more".into(), false));
        assert_eq!(merged("a\nb\nc", "a\nc", "a\nb\nc\nd"), ("a\nc\nd".into(), false));
        assert_eq!(merged("", "mine", ""), ("mine".into(), false));
        assert_eq!(merged("a", "a", ""), (String::new(), false), "who empties a text that nobody else has changed empties it");
    }

    #[test]
    fn what_both_add_at_one_place_stands_there_twice() {
        assert_eq!(merged("a", "a\nmine", "a\ntheirs"), ("a\ntheirs\nmine".into(), false));
        assert_eq!(merged("", "mine", "theirs"), ("theirs\nmine".into(), false));
        assert_eq!(merged("a", "a\nmine goes on", "a\nmine"), ("a\nmine goes on".into(), false), "an answer was lost on the way");
    }

    #[test]
    fn who_goes_on_writing_is_not_in_the_way_of_who_mends() {
        assert_eq!(merged("a\nb", "a\nb mended", "a\nb\nc"), ("a\nb mended\nc".into(), false));
        assert_eq!(merged("a\nb", "first\na\nb", "a mended\nb"), ("first\na mended\nb".into(), false));
        assert_eq!(merged("a\nb", "a \nb!\nc", "a mended\nb"), ("a mended\nb!\nc".into(), false), "paragraphs that touch are two");
        assert_eq!(merged("a\nb\nc", "a\nx\nc", "a\nb\ny\nz"), ("a\nx\ny\nz".into(), false));
    }

    #[test]
    fn where_both_change_one_paragraph_people_say_which_is_right() {
        assert_eq!(merged("a\nb", "a\nb of mine", "a\nanother b"), ("a\nanother b\nb of mine".into(), true));
        assert_eq!(merged("a\nb\nc", "a\nc", "a\nb!\nc"), ("a\nb!\nc".into(), true), "one took it out, the other went on with it");
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec("[abc ]{0,3}", 0..8).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn nothing_that_either_typed_is_lost(base in text(), mine in text(), theirs in text()) {
            let merged = merge(&base, &mine, &theirs);
            let before: Vec<&str> = base.split('\n').collect();
            let typed = mine.split('\n').chain(theirs.split('\n')).map(str::trim_end);
            for line in typed.filter(|line| !before.iter().any(|other| other.trim_end() == *line)) {
                prop_assert!(merged.text.contains(line), "{line:?} of {mine:?} and {theirs:?} is not in {:?}", merged.text);
            }
        }

        #[test]
        fn what_nobody_else_changed_is_what_was_typed(base in text(), mine in text()) {
            prop_assert_eq!(merge(&base, &mine, &base), Merged { text: mine.clone(), apart: false });
            prop_assert_eq!(merge(&base, &base, &mine), Merged { text: mine.clone(), apart: false });
            prop_assert_eq!(merge(&base, &mine, &mine), Merged { text: mine, apart: false });
        }

        #[test]
        fn nothing_comes_from_nowhere(base in text(), mine in text(), theirs in text()) {
            let merged = merge(&base, &mine, &theirs);
            for line in merged.text.split('\n') {
                prop_assert!([&base, &mine, &theirs].iter().any(|text| text.split('\n').any(|other| other.trim_end() == line.trim_end())) || line.is_empty());
            }
        }

        #[test]
        fn two_who_write_by_turns_in_paragraphs_of_their_own_have_all_of_it(turns in prop::collection::vec(("[a-z]{1,6}", any::<bool>()), 1..12)) {
            // Each writes at the end of what they saw last, and sees what is kept only when they save.
            let mut kept = String::from("start");
            let mut boxes = [(kept.clone(), kept.clone()), (kept.clone(), kept.clone())];
            for (word, first) in &turns {
                let (seen, typed) = &mut boxes[usize::from(*first)];
                let mine = format!("{typed}\n{word}");
                let merged = merge(seen, &mine, &kept);
                kept.clone_from(&merged.text);
                *seen = merged.text.clone();
                *typed = merged.text;
            }
            for (word, _) in &turns {
                prop_assert!(kept.contains(word.as_str()), "{word} is not in {kept:?}");
            }
        }

        #[test]
        fn long_and_strange_texts_do_no_harm(base in ".{0,200}", mine in ".{0,200}", theirs in ".{0,200}") {
            let _ = merge(&base, &mine, &theirs);
        }
    }
}
