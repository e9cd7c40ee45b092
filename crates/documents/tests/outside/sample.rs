//! A made-up record of a committee, as long and as mixed as real ones.

use documents::{Block, Document, Span};

/// Three pages: headings, attendance, six numbered sections, resolutions, a table of tasks.
pub(crate) fn record() -> Document {
    let plain = |text: &str| vec![Span::plain(text)];
    let mut blocks = vec![
        Block::spans(vec![
            Span::strong("Present: "),
            Span::plain(
                "Dr Ailsa Macrae (consultant physician, co-chair), Dr Ruaridh Sinclair (general practitioner, co-chair), Dr Priya Nair (consultant anaesthetist), Dr Eòghann MacGill-Eain (general practitioner), Sister Moira Campbell (discharge lead), Mr Tomasz Zieliński (pharmacist).",
            ),
        ]),
        Block::spans(vec![Span::strong("Apologies: "), Span::plain("Dr Catrìona NicDhòmhnaill (general practitioner).")]),
        Block::spans(vec![Span::strong("In attendance: "), Span::plain("Ms Jean Orr (administrator), who took this record.")]),
    ];
    blocks.push(Block::heading(1, "1. Record of the last session"));
    blocks.push(Block::paragraph("The record of 6 October 2026 was read. Dr Nair asked that paragraph 4.2 say “within two working days” in place of “promptly”, as had been agreed on the day. With that change it was accepted as true."));
    blocks.push(Block::callout("Agreed: the record of 6 October 2026 is accepted with one correction."));
    blocks.push(Block::heading(1, "2. Discharge letters that arrive after the patient"));
    blocks.push(Block::paragraph("NM-14, raised by a general practitioner in August, was considered again. Of 212 letters sampled in September, 61 reached the practice more than two working days after discharge. In 19 of these a medicine had been changed. Both sides held that the delay is a risk to patients, and that it is not the fault of any one ward."));
    blocks.push(Block::heading(2, "2.1 What was found"));
    blocks.push(Block::list([
        "Letters wait for a signature when the responsible doctor is on nights.".to_owned(),
        "Two wards still print and post; the others send electronically.".to_owned(),
        "Practices cannot see that a letter is being written, so they telephone, and the call interrupts the ward that is writing it."
            .to_owned(),
    ]));
    blocks.push(Block::heading(2, "2.2 What was decided"));
    blocks.push(Block::paragraph("After discussion the following order of work was settled:"));
    blocks.push(Block::List {
        ordered: true,
        items: vec![
            plain("The discharge lead will agree with both wards a date on which posting ends."),
            plain("Any doctor of the team may sign an immediate letter; the consultant’s own letter may follow."),
            vec![
                Span::plain(
                    "The sample will be repeated in January by the same method, and the figures published beside those of September at ",
                ),
                Span::link("the page of this matter", "https://brig.example.org/north-moor/NM-14"),
                Span::plain("."),
            ],
        ],
    });
    blocks.push(Block::callout("Resolved, without dissent: from 1 December 2026 an immediate discharge letter leaves the hospital within one working day, signed by any doctor of the team. Either side may ask for review after three months."));
    blocks.push(Block::heading(1, "3. Who acts on results after discharge"));
    blocks.push(Block::paragraph("The draft sentence circulated with the papers was taken line by line. Dr Macrae explained that the laboratory sends a result to whoever asked for it, whether or not that doctor has since moved to another post. Dr Sinclair said that practices receive copies “for information” and cannot tell which of them wait for somebody to act.\n“Whoever asks, acts” found support on both sides; the exception for results that arrive after a planned handover needs another week’s work."));
    blocks.push(Block::callout(
        "Agreed in principle: the doctor who asks for a test acts on its result unless another has accepted to do so in writing.",
    ));
    blocks.push(Block::heading(1, "4. Advice lines"));
    blocks.push(Block::paragraph("The line for respiratory advice answered 88 of 97 calls in October (91 in 100). The line for renal advice has no cover between 5pm and 9am, which the published sheet does not say. Mr Zieliński will have it corrected, and the out-of-hours hub will be told the same day."));
    blocks.push(Block::heading(2, "4.1 What callers say"));
    blocks.push(Block::paragraph("Eleven practices answered the short questionnaire. Nine know the sheet of advice lines; four have it on the wall. Asked what would help most, seven said “one number for all lines”, three said “a written answer in the record”, and one said that nothing needs to change. The hospital’s side noted that a written answer takes longer than the call itself, and that a doctor who is called from a ward round cannot write one at once."));
    blocks.push(Block::heading(3, "For the next session"));
    blocks.push(Block::paragraph("Dr Nair will bring the number of calls by hour of the day. Dr MacGill-Eain will ask the two practices that did not know the sheet how it could have reached them."));
    blocks.push(Block::callout("Agreed: no change to the advice lines until the calls have been counted by hour of the day."));
    blocks.push(Block::heading(1, "5. Tasks"));
    blocks.push(Block::paragraph("Tasks are listed with those who accepted them. A task without a name was not made."));
    blocks.push(tasks());
    blocks.push(Block::heading(1, "6. Next session"));
    blocks.push(Block::spans(vec![
        Span::plain("Tuesday 1 December 2026, 2pm to 3:30pm, Seminar Room 4 and by video. Papers close on 24 November. Questions to "),
        Span::link("the administrator", "mailto:interface@board.example.org"),
        Span::plain("."),
    ]));
    Document {
        title: "Interface Group of North Moor: record of 3 November 2026".into(),
        subtitle: "Draft 2, for approval on 1 December 2026. Open part.".into(),
        language: "en-GB".into(),
        author: "North Moor Health Board".into(),
        running: "DRAFT – Interface Group of North Moor, 3 November 2026".into(),
        blocks,
    }
}

fn tasks() -> Block {
    let rows: [[&str; 5]; 12] = [
        ["T-31", "Agree with Wards 6 and 9 the date on which posting of letters ends", "Moira Campbell", "17 November 2026", "Open"],
        [
            "T-32",
            "Write to all consultants: any doctor of the team may sign an immediate letter",
            "Ailsa Macrae",
            "20 November 2026",
            "Open",
        ],
        [
            "T-33",
            "Repeat the sample of 212 letters by the same method; publish both sets of figures",
            "Jean Orr",
            "29 January 2027",
            "Open",
        ],
        [
            "T-34",
            "Bring back the sentence on results with the exception for planned handover",
            "Ailsa Macrae and Ruaridh Sinclair",
            "24 November 2026",
            "Open",
        ],
        [
            "T-35",
            "Correct the sheet of advice lines: renal advice has no cover from 5pm to 9am",
            "Tomasz Zieliński",
            "6 November 2026",
            "Open",
        ],
        ["T-36", "Tell the out-of-hours hub about renal advice", "Tomasz Zieliński", "6 November 2026", "Open"],
        ["T-27", "Ask the laboratory which results are copied “for information”", "Priya Nair", "27 October 2026", "Done"],
        [
            "T-28",
            "Collect three examples of a copy that nobody acted on, without anything that names a patient",
            "Eòghann MacGill-Eain",
            "27 October 2026",
            "Done",
        ],
        [
            "T-29",
            "Ask eHealth whether a practice can see that a letter is being written",
            "Jean Orr",
            "30 October 2026",
            "Late: an answer is promised for 10 November",
        ],
        ["T-22", "Circulate the shadowing timetable for the winter", "Jean Orr", "15 October 2026", "Done"],
        [
            "T-19",
            "Propose wording for the patient leaflet on who to call after discharge, in English and in Gaelic (“Cò dha a dh’fhònas mi?”)",
            "Catrìona NicDhòmhnaill",
            "1 December 2026",
            "Open",
        ],
        ["T-15", "Report on the six months’ trial of the shared blood-test form", "Priya Nair", "1 December 2026", "Open"],
    ];
    let rows = rows.map(|row| row.map(|cell| vec![Span::plain(cell)]).to_vec()).to_vec();
    Block::table("Tasks open or closed since the last session", &["Task", "What", "Who", "By", "State"], rows, &[6, 32, 16, 14, 13])
}
