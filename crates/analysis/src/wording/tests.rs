//! Drafted wordings: neutral, of our own words, with gaps where the text does not tell.

use super::*;

fn of(text: &str, theme: Option<(&str, &str)>) -> Draft {
    draft(&Told { text, theme, ..Told::default() })
}

#[test]
fn every_fault_of_the_catalogue_has_words_and_a_theme() {
    for line in crate::likeness::told().filter(|line| line.is_name) {
        let name = line.text;
        let said = SAID.iter().find(|said| said.fault == name).unwrap_or_else(|| panic!("{name} has no words"));
        assert_eq!(said.theme, line.theme, "{name}");
        assert!(said.title.chars().count() <= 90 && said.happens.ends_with('.'), "{name}");
        assert!(crate::identifiers::find(said.title).is_empty() && crate::identifiers::find(said.happens).is_empty(), "{name}");
    }
}

#[test]
fn a_clear_text_gets_a_title_and_two_sentences() {
    let letter = "Third time this month no idl for a pt home since Friday. We rang the ward twice and chased for hours.";
    let draft = of(letter, Some(("discharge", "Discharge and transfer")));
    assert_eq!(draft.title, "Discharge letters that reach the practice late or not at all");
    assert!(draft.text.starts_with("A patient is home from hospital") && draft.text.contains("takes phone calls and time"), "{draft:?}");
    assert!(!has_gap(&draft.title), "{draft:?}");
}

#[test]
fn what_the_text_does_not_tell_is_a_gap_and_no_guess() {
    let draft = of("It was not good.", None);
    assert!(has_gap(&draft.title) && has_gap(&draft.text), "{draft:?}");
    let named = of("It was not good.", Some(("it", "IT and access")));
    assert!(named.title.starts_with("IT and access: ["), "{named:?}");
    assert!(!has_gap("Title ] without [ a gap") && has_gap("[what fails]"));
}

#[test]
fn nothing_of_the_reporters_own_words_is_in_a_draft() {
    let text =
        "Dr Quillfeather of the Zanzibar ward shouted \"sort it yourself\", the discharge letter lay in a purple bucket for 17 days.";
    let draft = of(text, None);
    let shown = format!("{} {} {}", draft.title, draft.text, draft.others.join(" ")).to_lowercase();
    for word in ["quillfeather", "zanzibar", "shouted", "purple", "bucket", "17", "yourself"] {
        assert!(!shown.contains(word), "{word} in {shown}");
    }
}

#[test]
fn harm_service_and_how_often_are_said_and_the_same_text_gets_the_same_draft() {
    let told = Told {
        text: "Clinic letters weeks late again, agree who tells the patient.",
        theme: Some(("outpatient_letters", "Clinic letters")),
        service: Some("Cardiology"),
        harm: Some(Harm::Could),
        often: Some(Often::MostWeeks),
        direction: None,
    };
    let one = draft(&told);
    assert!(one.title.ends_with("(Cardiology)"), "{one:?}");
    assert!(one.text.contains("It happens most weeks and ") && one.text.contains("could have harmed a patient"), "{one:?}");
    assert_eq!(one, draft(&told));
    assert!(one.text.chars().count() <= 600 && one.title.chars().count() <= LONGEST);
}
