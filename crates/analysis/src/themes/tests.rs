//! What is proposed for reports that nothing was learnt from, written in another manner: a floor below which it may not fall.

use super::{texts::Known, *};

const HELD_OUT: &str = include_str!("held_out.txt");
/// Terse reports from both sides, four a theme.
const UNSEEN: &str = include_str!("unseen.txt");

/// The texts of these reports, for other tests to set among their own.
pub(crate) fn reports_of_tests() -> impl Iterator<Item = &'static str> {
    texts::reports(HELD_OUT).chain(texts::reports(UNSEEN)).map(|report| report.text)
}

fn shared() -> Vec<Listed<'static>> {
    SHARED.iter().map(|key| Listed { key, shared: Some(key), name: key, meaning: None }).collect()
}

/// How often the right theme is first, among three, and the right direction, of a hundred.
fn figures(themes: &Themes, reports: &[Known]) -> [usize; 3] {
    let mut right = [0; 3];
    for report in reports {
        let reading = themes.reading(report.text);
        let proposals = themes.propose(&reading, &shared(), &[]);
        let place = proposals.iter().position(|proposal| proposal.place == report.theme);
        right[0] += usize::from(place == Some(0));
        right[1] += usize::from(place.is_some_and(|place| place < 3));
        right[2] += usize::from(report.direction == Some(themes.direction(&reading).0 as usize));
    }
    right.map(|right| right * 100 / reports.len())
}

fn themes() -> &'static Themes {
    Themes::get().expect("derive the weights anew: cargo run -p xtask -- themes")
}

#[test]
fn reports_of_another_manner_find_their_theme() {
    let reports: Vec<Known> = texts::reports(HELD_OUT).collect();
    assert!(reports.len() > 120);
    let with_model = figures(themes(), &reports);
    let words_alone = figures(&Themes::read(None).expect("weights"), &reports);
    println!("first, among three, direction of 100: {with_model:?}; words alone {words_alone:?}");
    assert!(with_model[0] >= 60 && with_model[1] >= 82 && with_model[2] >= 65, "{with_model:?}");
    assert!(words_alone[0] >= 48 && words_alone[1] >= 76, "{words_alone:?}");
}

#[test]
fn terse_reports_of_both_sides_find_their_theme() {
    let reports: Vec<Known> = texts::reports(UNSEEN).collect();
    assert_eq!(reports.len(), 88);
    let (with_model, words_alone) = (figures(themes(), &reports), figures(&Themes::read(None).expect("weights"), &reports));
    println!("unseen: first, among three, direction of 100: {with_model:?}; words alone {words_alone:?}");
    assert!(with_model[0] >= 66 && with_model[1] >= 88 && with_model[2] >= 62, "{with_model:?}");
}

/// A yardstick outside the repository: `THEMES_YARDSTICK=file.txt cargo test -p analysis --lib yardstick -- --nocapture`.
#[test]
fn a_yardstick_from_elsewhere_is_measured_where_one_is_given() {
    let Some(path) = std::env::var_os("THEMES_YARDSTICK") else { return };
    let file: &'static str = std::fs::read_to_string(path).expect("a file").leak();
    let reports: Vec<Known> = texts::reports(file).collect();
    println!("{} reports: {:?}", reports.len(), figures(themes(), &reports));
}

#[test]
fn the_group_s_own_list_and_choices_decide() {
    let themes = themes();
    let text = "Interpreters are never booked for the afternoon clinic";
    let reading = themes.reading(text);
    let name = themes.reading("Interpreters").meaning.expect("a meaning");
    let list = [
        Listed { key: "discharge", shared: Some("discharge"), name: "Discharge", meaning: None },
        Listed { key: "interpreting", shared: None, name: "Interpreters", meaning: Some(&name) },
    ];
    let first = &themes.propose(&reading, &list, &[])[0];
    assert_eq!((first.place, first.telling.as_slice()), (1, ["interpreters".to_owned()].as_slice()));

    // What people chose for reports like it moves the proposal; a theme that the group does not have is never proposed.
    let report = themes.reading("The ward letter never says why tablets were stopped");
    let list = shared();
    assert_eq!(list[themes.propose(&report, &list, &[])[0].place].key, "discharge");
    let like = themes.reading("Ward letters do not say why a tablet was stopped").meaning.expect("a meaning");
    let chosen: Vec<Chosen<'_>> = (0..60).map(|_| Chosen { theme: "prescribing", meaning: &like }).collect();
    let first = &themes.propose(&report, &list, &chosen)[0];
    assert_eq!((list[first.place].key, first.like), ("prescribing", Some(0)));
}

#[test]
fn shares_are_one_together_and_empty_texts_are_read_too() {
    for text in ["", " ", "🙂🙂", &"letter ".repeat(2000)] {
        let proposals = themes().propose(&themes().reading(text), &shared(), &[]);
        assert_eq!(proposals.len(), SHARED.len());
        assert!((proposals.iter().map(|proposal| proposal.score).sum::<f32>() - 1.0).abs() < 1e-3);
    }
}
