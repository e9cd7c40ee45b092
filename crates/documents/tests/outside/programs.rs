//! Runs other people's programs, if they are here.

use std::{fs, io::ErrorKind, path::PathBuf, process::Command};

/// A fresh folder for one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What the program prints; nothing if it is not here.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{program} failed:\n{said}{}", String::from_utf8_lossy(&output.stderr));
            Some(said)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            skip(program);
            None
        }
        Err(error) => unreachable!("{program}: {error}"),
    }
}

/// Says that something is not here; on the server that builds it must be.
#[expect(clippy::disallowed_methods, reason = "only the test run knows whether it is the building server's")]
pub(crate) fn skip(program: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is not here");
    println!("skipped: {program} is not here");
}
