//! The command line: its help as a golden file, its errors as one plain line.

use std::{io::Write, process::Stdio};

use kernel::testing::scratch_file;
use serde_json::{Value as Json, json};

use crate::support::{command, root, run};

#[test]
fn the_help_says_what_every_command_takes() {
    insta::assert_snapshot!(brig::cli::help());
}

#[test]
fn a_board_is_set_up_verified_backed_up_and_restored_by_commands() {
    let (file, backup, restored) = (scratch_file("db"), scratch_file("backup"), scratch_file("db"));
    let at = |path: &std::path::Path| format!("sqlite:{}", path.display());
    let (file, restored) = (at(&file), at(&restored));
    let init = [
        "init",
        "--database",
        &file,
        "--name",
        "North Moor Interface Group",
        "--board",
        "NHS North Moor",
        "--address",
        "north-moor",
        "--prefix",
        "NM",
        "--administrator",
        "Morag Sinclair",
        "--email",
        "morag@northmoor.example",
        "--public-url",
        "https://brig.example/",
    ];
    let (well, said) = run(&init);
    assert!(
        well && said.contains("https://brig.example/sign-in/link/") && said.contains("https://brig.example/north-moor/raise"),
        "{said}"
    );
    let (well, said) = run(&init);
    assert!(!well && said.trim().lines().count() == 1 && said.contains("another group has this address"), "{said}");
    let invite = [
        "people",
        "invite",
        "--database",
        &file,
        "--group",
        "north-moor",
        "--name",
        "Dr A",
        "--email",
        "a@b.example",
        "--role",
        "co-chair",
        "--side",
        "gp",
        "--core",
    ];
    assert!(run(&invite).0);
    let table = scratch_file("csv");
    std::fs::write(&table, "Name;Email;Role\nDr B;b@b.example;GP co-chair\nDr C;c@b.example;Consultant co-chair\nDr A;a@b.example;\n")
        .expect("a table");
    let table = table.display().to_string();
    let import = ["people", "import", &table, "--database", &file, "--group", "north-moor"];
    let (well, said) = run(&import);
    assert!(
        !well && said.contains("row 2, Role (column C): Dr A is GP co-chair already") && said.contains("nothing was brought in"),
        "{said}"
    );
    let (well, said) = run(&[&import[..], &["--dry-run"]].concat());
    assert!(well && said.contains("row 3: Dr C, c@b.example: Consultant co-chair, core") && said.contains("row 4: here already"), "{said}");
    let (well, said) = run(&[&import[..], &["--only-ready"]].concat());
    assert!(well && said.contains("1 person has a seat now."), "{said}");
    let (well, said) = run(&["token", "create", "--database", &file, "--email", "a@b.example", "--scope", "issues:read"]);
    assert!(well && said.trim().starts_with("brig_"), "{said}");
    let backup = backup.display().to_string();
    assert!(run(&["backup", &backup, "--database", &file]).0);
    let (well, said) = run(&["backup", &backup, "--database", &file]);
    assert!(!well && said.contains("is there already"), "{said}");
    let (well, said) = run(&["restore", &backup, "--database", &restored]);
    assert!(well && said.contains("All is well"), "{said}");
    assert!(!run(&["restore", &backup, "--database", &restored]).0, "only into an empty place");
    assert!(run(&["verify", "--database", &restored]).0);
}

#[test]
fn what_went_wrong_is_one_plain_line_and_an_exit_code() {
    let nowhere = format!("sqlite:{}", scratch_file("db").display());
    for (arguments, words) in [
        (vec!["verify", "--database", nowhere.as_str()], "there is no database"),
        (vec!["backup", "x.backup", "--database", nowhere.as_str()], "there is no database"),
        (vec!["verify", "--database", "mysql://x"], "sqlite:FILE or postgres://"),
        (vec!["verify", "--database", "postgres://nobody@127.0.0.1:1/none"], "the database does not answer"),
        (vec!["serve", "--database", nowhere.as_str(), "--listen", "nonsense"], "cannot listen at nonsense"),
        (vec!["token", "create", "--database", nowhere.as_str(), "--email", "x@y.z", "--scope", "all"], "there is no scope all"),
        (vec!["mail", "check", "--smtp-url", "smtp://127.0.0.1:1"], "Ask the mail team"),
    ] {
        let (well, said) = run(&arguments);
        assert!(!well && said.contains(words), "{arguments:?}: {said}");
    }
    let (well, said) = run(&["mail", "check"]);
    assert!(well && said.contains("BRIG_SMTP_URL"), "{said}");
}

#[test]
fn a_template_is_inspected_without_a_database() {
    let file = scratch_file("txt");
    let text = "Draft template for groups\n\nPurpose\nThe group serves [name of board] and tells the Glen weekly bulletin what it does.\n- One\n- Two\n\n\
                Members\nWho\tSide\nSomebody\tGP\n[list names of members, if any]\n";
    std::fs::write(&file, text).expect("a file");
    let name = file.display().to_string();
    let (well, said) = run(&["terms", "inspect", &name, "--json"]);
    let expected = json!({
        "opening": ["Draft template for groups"],
        "sections": [
            { "heading": "Purpose", "paragraphs": 1, "bullets": 2 },
            { "heading": "Members", "paragraphs": 1, "bullets": 0, "rows": 2 },
        ],
        "placeholders": [
            { "text": "name of board", "section": "Purpose", "kind": "text" },
            { "text": "list names of members, if any", "section": "Members", "kind": "optional" },
        ],
        "local": [
            { "text": "Draft template for groups", "section": "", "kind": "notice" },
            { "text": "Glen weekly bulletin", "section": "Purpose", "kind": "name" },
        ],
        "notes": [],
    });
    assert!(well, "{said}");
    assert_eq!(serde_json::from_str::<Json>(&said).expect("JSON"), expected);
    let (well, said) = run(&["terms", "inspect", &name]);
    assert!(well && said.contains("Members: 1 paragraph, 2 rows") && said.contains("text: name of board (Purpose)"), "{said}");
    let mut piped = command(&["terms", "inspect", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    piped.stdin.take().expect("its input").write_all(text.as_bytes()).expect("written");
    let piped = piped.wait_with_output().expect("it ends");
    assert!(piped.status.success() && String::from_utf8_lossy(&piped.stdout) == said);
}

#[test]
fn what_is_no_template_is_one_plain_line() {
    let write = |bytes: &[u8]| {
        let file = scratch_file("txt");
        std::fs::write(&file, bytes).expect("a file");
        file.display().to_string()
    };
    let folder = std::env::temp_dir().display().to_string();
    for (file, words) in [
        (write(b"Members\nThe group has [a number of members.\n"), "Under “Members” a bracket is opened and not closed"),
        (write(b""), "no words"),
        (write(b"%PDF-1.7"), "This is a PDF"),
        (write(b"\xd0\xcf\x11\xe0"), "save it as .docx"),
        (write(b"PK\x03\x04"), "damaged"),
        (write(&vec![b'a'; 20_000_000]), "larger than 8 MB"),
        (folder, "is a folder"),
        ("/nowhere/at-all.docx".to_owned(), "cannot open"),
    ] {
        let (well, said) = run(&["terms", "inspect", &file, "--json"]);
        assert!(!well && said.contains(words) && said.trim().lines().count() == 1, "{file}: {said}");
    }
}

/// The document that the first group was founded on, where it is at hand.
#[test]
fn the_first_template_is_read_whole() {
    let Ok(folder) = std::fs::read_dir(root().join("../shared/mission")) else {
        println!("skipped: the template is not here");
        return;
    };
    for file in folder.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let (well, said) = run(&["terms", "inspect", &file.display().to_string(), "--json"]);
        assert!(well, "{said}");
        let found: Json = serde_json::from_str(&said).expect("JSON");
        let text = std::fs::read_to_string(&file).expect("text");
        let asked: Vec<&str> = found["placeholders"].as_array().expect("a list").iter().filter_map(|mark| mark["text"].as_str()).collect();
        let bracketed: Vec<&str> = text.split('[').skip(1).filter_map(|rest| rest.split(']').next()).collect();
        assert_eq!(asked, bracketed);
        let count =
            |name: &str, key: &str, value: &str| found[name].as_array().expect("a list").iter().filter(|mark| mark[key] == value).count();
        assert_eq!(["text", "list", "optional"].map(|kind| count("placeholders", "kind", kind)), [4, 1, 1]);
        assert_eq!(["name", "notice", "advice", "empty-table"].map(|kind| count("local", "kind", kind)), [3, 1, 1, 1]);
        assert_eq!((found["sections"].as_array().map(Vec::len), found["opening"].as_array().map(Vec::len)), (Some(7), Some(1)));
    }
}
