//! The command line: its help as a golden file, its errors as one plain line.

use kernel::testing::scratch_file;

use crate::support::run;

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
