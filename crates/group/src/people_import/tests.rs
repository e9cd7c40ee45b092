//! Bringing people in as a table, from a messy workbook to seats.

use std::{
    future::Future,
    io::{Cursor, Write},
};

use axum::http::StatusCode;
use kernel::{app::Wiring, both, dialect::Dialect, mail, sql};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    importing::testing::send_on,
    membership::Side,
    permissions::Role,
    testing::{Parts, TestApp},
};

const PARTS: Parts = Parts {
    routes: crate::routes,
    wiring: Wiring { reactions: &[], work: &[(mail::SEND, mail::send)], schedules: &[], takers: &[] },
    checks: &[],
};

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, PARTS)
}

const PAGE: &str = "/north-moor/members/import";

/// A workbook of these rows; an empty one is a gap.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |(number, cells): (usize, &&[&str])| format!("<row r=\"{number}\">{}</row>", cells.iter().map(cell).collect::<String>());
    let sheet: String = (1..).zip(rows).map(row).collect();
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Members\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book.to_owned()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

fn messy() -> Vec<u8> {
    workbook(&[
        &["Interface group, members as of spring"],
        &[],
        &["Who", "E-MAIL", "Role in group", "core?", "Job title", "Practice", "Start date"],
        &["Ailsa Munro", " Ailsa.Munro@Example.scot", "GP Co-Chair", "x", "GP", "Glebe Practice", "05/01/2026"],
        &["Ishbel Grant", "ishbel@example.scot", "co chair (GP)", "x", "GP", "", ""],
        &["Tunde Adeyemi", "tunde@example.scot", "Consultant", "yes", "Consultant physician", "Moorfield General", "soon"],
        &[],
        &["Wei Zhang", "wei.zhang@example.scot", "Consultant member", "yes", "Consultant surgeon", "", "2026-02-01"],
        &["Wei Zhang", "WEI.ZHANG@example.scot", "member", "", "", "", ""],
        &["Nobody", "nobody at example", "Grand Vizier", "perhaps", "", "", ""],
        &["Petra Lind", "petra@example.scot", "Lay member", "", "saw 0101011237", "", ""],
        &["Morag Sinclair", "morag.sinclair@example.scot", "administrator", "", "", "", ""],
    ])
}

both!(a_messy_workbook_is_matched_checked_and_brought_in_without_its_problems, start, |it| {
    let administrator = it.administrator().await;
    let matched = administrator.send_file(PAGE, PAGE, &[("step", "match")], ("members.xlsx", &messy())).await;
    assert_eq!(matched.status, StatusCode::OK, "{}", matched.main());
    assert!(matched.main().contains("8 rows on the sheet Members"), "{}", matched.main());
    assert!(matched.main().contains("E-MAIL (column B)"), "{}", matched.main());
    let checked = send_on(&administrator, PAGE, &matched, &[("step", "check")]).await;
    let said = checked.main();
    assert!(said.contains("2 rows are ready, 1 is here already, 5 have a problem. Nothing is kept yet."), "{said}");
    for words in [
        "Row 5 | Role in group (column C) | Ailsa Munro is GP co-chair already, and each side has one",
        "Row 6 | Start date (column G) | Write a day as 2026-12-14 or 14/12/2026",
        "Row 9 | E-MAIL (column B) | This address is in row 8 as well: keep only one of the two",
        "Row 10 | E-MAIL (column B) | Enter an email address in the form",
        "Row 10 | Role in group (column C) | Write administrator, co-chair, member or reader",
        "Row 10 | core? (column D) | Write yes or no",
        "Row 11 | Job title (column E) | This looks like",
        "Row 4: Ailsa Munro, ailsa.munro@example.scot: GP co-chair, core (GP, Glebe Practice), from 5 January 2026",
        "Row 8: Wei Zhang, wei.zhang@example.scot: Consultant member, core (Consultant surgeon)",
        "Row 12: Morag Sinclair, Administrator",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // All or nothing, unless it is said otherwise.
    let asked = send_on(&administrator, PAGE, &checked, &[("step", "make")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.main().contains("Tick this to leave out the rows with a problem"), "{}", asked.main());
    assert!(!administrator.get("/north-moor/members").await.main().contains("Ailsa"));
    let done = send_on(&administrator, PAGE, &asked, &[("step", "make"), ("only_ready", "yes")]).await;
    assert!(done.main().contains("2 people have a seat now."), "{}", done.main());
    let members = administrator.get("/north-moor/members").await.main();
    assert!(members.contains("Ailsa Munro | GP co-chair | GP, Glebe Practice"), "{members}");
    assert!(members.contains("In balance: 1 GP and 1 consultant."), "{members}");
    assert!(it.mails_after_work().await.is_empty());
    // The same once more: nobody comes twice.
    let again = administrator.send_file(PAGE, PAGE, &[("step", "check")], ("members.xlsx", &messy())).await;
    assert!(again.main().contains("0 rows are ready, 3 are here already, 5 have a problem."), "{}", again.main());
    assert!(!again.body.contains("value=\"make\""));
});

both!(terms_and_what_somebody_is_invited_as_come_in_with_the_table, start, |it| {
    let administrator = it.administrator().await;
    let table = "Name,Email,Role,Side,Invited as,From,Until\n\
                 Nora Blair,nora@example.scot,member,other,Lead nurse,2026-03-01,2028-02-29\n\
                 Petra Lind,petra@example.scot,Lay member,,,,\n\
                 Hamish Orr,hamish@example.scot,member,GP,nurse,,\n\
                 Iona Bell,iona@example.scot,member,other,wizard,,\n\
                 Kirsty Gunn,kirsty@example.scot,member,GP,,2027-05-01,2026-05-01\n\
                 Euan Weir,euan@example.scot,member,consultant,,2026-04-01,2026-03-01\n";
    let checked = administrator.send_file(PAGE, PAGE, &[("step", "check"), ("text", table)], ("", b"")).await;
    let said = checked.main();
    for words in [
        "Row 2: Nora Blair, nora@example.scot: Member, nurse, from 1 March 2026, until 29 February 2028",
        "Row 3: Petra Lind, petra@example.scot: Member, lay member",
        "Only a member who sits for neither side is invited as something",
        "Write manager, nurse, allied health professional, pharmacist, education or lay, or leave it empty",
        "Enter today or an earlier day: a seat lets them in at once",
        "This day is before the one on which it begins",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let done = send_on(&administrator, PAGE, &checked, &[("step", "make"), ("only_ready", "yes")]).await;
    assert!(done.main().contains("2 people have a seat now."), "{}", done.main());
    let row = sql("SELECT COUNT(*) AS n FROM seats s JOIN people p ON p.id = s.person_id WHERE s.group_id = $1 \
                   AND (p.name = 'Nora Blair' AND s.kind = 'nurse' AND s.from_on = $2 AND s.until_on = $3 OR p.name = 'Petra Lind' AND s.kind = 'lay')");
    let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a day");
    let row = row.bind(it.group.id).bind(day("2026-03-01")).bind(day("2028-02-29")).one(&it.app.db).await.expect("a row");
    assert_eq!(row.get::<i64>("n").expect("a count"), 2);
});

both!(going_back_and_forth_loses_nothing_and_a_mail_goes_only_where_it_was_ticked, start, |it| {
    let chair = it.gp_co_chair().await;
    let text = "Full name\tAddress to write to\tSector\tNotes\n\nTunde \"TA\" Adeyemi\ttunde@example.scot\tconsultant\t\"two\nlines\"\n";
    let matched = chair.send_file(PAGE, PAGE, &[("step", "match"), ("text", text)], ("", b"")).await;
    assert!(matched.main().contains("1 row below the first one."), "{}", matched.main());
    // The address has a name that no guess finds.
    let missing = send_on(&chair, PAGE, &matched, &[("step", "check")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.main().contains("Choose the column that holds: Email address"), "{}", missing.main());
    let checked = send_on(&chair, PAGE, &missing, &[("step", "check"), ("column-email", "1")]).await;
    assert!(checked.main().contains("Row 3: Tunde \"TA\" Adeyemi, tunde@example.scot: Consultant member, core"), "{}", checked.main());
    let back = send_on(&chair, PAGE, &checked, &[("step", "match"), ("invite", "yes")]).await;
    assert!(back.body.contains("name=\"invite\" value=\"yes\"") && back.main().contains("two\nlines"), "{}", back.main());
    let first = send_on(&chair, PAGE, &back, &[("step", "bring")]).await;
    assert!(first.body.contains("tunde@example.scot\tconsultant"), "{}", first.body);
    let checked = send_on(&chair, PAGE, &back, &[("step", "check"), ("invite", "yes")]).await;
    assert!(checked.body.contains("id=\"invite\" name=\"invite\" value=\"yes\" checked"), "{}", checked.body);
    let done = send_on(&chair, PAGE, &checked, &[("step", "make"), ("invite", "yes")]).await;
    assert!(done.main().contains("Each of them gets a mail."), "{}", done.main());
    let mails = it.mails_after_work().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: tunde@example.scot") && mails[0].contains("/sign-in?next=3D/north-moor"), "{}", mails[0]);
    // Pressed twice, it is one.
    let twice = send_on(&chair, PAGE, &checked, &[("step", "make"), ("invite", "yes")]).await;
    assert!(twice.main().contains("0 rows are ready, 1 is here already."), "{}", twice.main());
    assert_eq!(it.mails_after_work().await.len(), 1);
    let row = sql("SELECT COUNT(*) AS n FROM ledger WHERE verb = 'members.imported'").one(&it.app.db).await.expect("a row");
    assert_eq!(row.get::<i64>("n").expect("a count"), 1);
});

both!(what_is_no_table_is_said_where_it_was_brought_and_members_bring_in_nobody, start, |it| {
    let administrator = it.administrator().await;
    let send = async |fields: &[(&str, &str)], file: (&str, &[u8])| {
        let reply = administrator.send_file(PAGE, PAGE, fields, file).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.main());
        reply
    };
    assert!(send(&[("step", "match")], ("", b"")).await.main().contains("Choose a file, or paste a table"));
    assert!(send(&[("step", "match")], ("a.pdf", b"%PDF-1.7")).await.main().contains("Save it as an Excel workbook"));
    assert!(send(&[("step", "match")], ("a.csv", b"Name,Email\n")).await.main().contains("There is no row below"));
    let kept = send(&[("step", "match"), ("text", "prose and\nno table"), ("sheet", "Two")], ("", b"")).await;
    assert!(kept.body.contains("prose and\nno table") && kept.body.contains("value=\"Two\""), "{}", kept.body);
    let sheet = send(&[("step", "match"), ("sheet", "Two")], ("a.xlsx", &messy())).await;
    assert!(sheet.main().contains("no sheet with that name"), "{}", sheet.main());
    assert!(send(&[("step", "match")], ("a.csv", &vec![b'a'; 9 << 20])).await.main().contains("larger than 8 MB"));
    let member = it.member().await;
    assert_eq!(member.get(PAGE).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        member.send_file("/north-moor/members", PAGE, &[("step", "match")], ("a.xlsx", &messy())).await.status,
        StatusCode::FORBIDDEN
    );
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(PAGE).await.status, StatusCode::NOT_FOUND);
    assert!(!member.get("/north-moor/members").await.body.contains(PAGE));
});
