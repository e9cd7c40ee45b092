//! Lists the migrations of the workspace's one tree, so that no crate has to name them.

use std::{env, fs, path::Path};

fn main() {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    println!("cargo::rerun-if-changed={}", tree.display());
    let mut names: Vec<String> = fs::read_dir(&tree)
        .expect("the migrations folder exists")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".sql"))
        .collect();
    names.sort();
    let mut list = String::from("pub(super) const FILES: &[(&str, &str)] = &[\n");
    for name in names {
        let path = tree.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        list.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    list.push_str("];\n");
    let out = Path::new(&env::var_os("OUT_DIR").expect("cargo sets it")).join("migrations.rs");
    fs::write(out, list).expect("the list can be written");
}
