//! The mail with a minute: what was decided in its open part, the minute itself, and the link by which a group answers.

use documents::Document;
use group::groups::Group;
use kernel::{
    Error, Result,
    app::compute,
    mail::{Letter, Part},
    words,
};
use meetings::meetings::Record;

use super::cover::{self, Cover, Told};
use crate::networks::Network;

/// One mail with a minute: to one address, for all groups whose secretary reads it and who get it in the same form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planned {
    /// Whether it has a cover.
    pub(super) cover: Cover,
    /// What the administrator says with it; may be empty.
    pub(super) note: String,
    /// Whom it is for; never empty.
    pub(super) networks: Vec<Network>,
}

impl Planned {
    fn committees(&self) -> String {
        self.networks.iter().map(|network| network.name.trim_end_matches('.')).collect::<Vec<_>>().join("; ")
    }
}

/// What was decided in the open part of a meeting: what is reserved is in no mail.
fn decided(record: &Record) -> Vec<String> {
    let open = record.items.iter().filter(|item| !item.is_reserved());
    open.filter_map(|item| Some((item, item.decision.as_ref()?)))
        .map(|(item, decision)| format!("{}, {}: {}", decision.reference(), item.title, decision.words))
        .collect()
}

/// The files of a mail: the minute as PDF; with a cover also as Word, so that a secretary can put it among the papers.
pub(super) async fn parts(group: &Group, record: &Record, minute: &Document, planned: &Planned) -> Result<Vec<Part>> {
    let name = |extension: &str| format!("{}-minute-{}.{extension}", group.slug, record.meeting.held_on);
    let with_cover = planned.cover != Cover::None;
    let document = if with_cover {
        let (committee, day, decided) = (planned.committees(), words::date(record.meeting.held_on), decided(record));
        let (cover, note, contact) = (planned.cover, &planned.note, &group.contact);
        cover::before(minute, &Told { cover, committee: &committee, group: &group.name, day: &day, decided: &decided, note, contact })
    } else {
        minute.clone()
    };
    let files = move || {
        let pdf = documents::pdf::write(&document).map_err(|error| error.to_string())?;
        let word = if with_cover { Some(documents::docx::write(&document).map_err(|error| error.to_string())?) } else { None };
        Ok::<_, String>((pdf, word))
    };
    let (pdf, word) = compute(files).await?.map_err(Error::internal)?;
    let mut parts = vec![Part { name: name("pdf"), media_type: "application/pdf".into(), content: pdf }];
    if let Some(content) = word {
        let media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into();
        parts.push(Part { name: name("docx"), media_type, content });
    }
    Ok(parts)
}

/// The letter; `links` are the answers' links, one for each group in the order of `planned`.
pub(super) fn letter(group: &Group, record: &Record, planned: &Planned, links: &[String]) -> Letter {
    let day = words::date(record.meeting.held_on);
    let attached = if planned.cover == Cover::None {
        "the whole minute is attached"
    } else {
        "the whole minute is attached behind a cover, as PDF and as a Word file"
    };
    let mut letter = Letter::new(format!("Minute of {day}: {}", group.name), format!("The minute of {day}"), &group.name)
        .paragraph(format!("For: {}. Both sides of the group have approved it; {attached}.", planned.committees()));
    if !planned.note.is_empty() {
        letter = letter.paragraph(&planned.note);
    }
    let decided = decided(record);
    if !decided.is_empty() {
        letter = decided.into_iter().fold(letter.section("What was decided"), Letter::paragraph);
    }
    let ask = if group.contact.is_empty() { "an answer to this mail reaches us".to_owned() } else { group.contact.clone() };
    letter = letter.section("Do you have it?").paragraph(format!(
        "Please put it before your next meeting. Questions from your committee are welcome, by the button below or by mail: {ask}."
    ));
    for (network, link) in planned.networks.iter().zip(links) {
        let label = match planned.networks.as_slice() {
            [_] => "Say that you have it, or ask a question".to_owned(),
            _ => format!("{}: say that you have it, or ask a question", network.name),
        };
        letter = letter.button(label, link);
    }
    letter.paragraph("You need no account. Nothing happens before you press a button on that page.")
}
