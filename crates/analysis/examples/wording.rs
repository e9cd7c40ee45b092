//! Drafts a wording for each line of a file of JSON, for a person to look at: `cargo run -p analysis --example wording FILE`.

use analysis::{
    themes::{Listed, SHARED, Themes},
    wording::{Told, draft},
};

fn main() {
    let file = std::env::args().nth(1).expect("a file");
    let lines = std::fs::read_to_string(file).expect("a text");
    let themes = Themes::get().expect("weights");
    let list: Vec<Listed<'_>> = SHARED.iter().map(|key| Listed { key, shared: Some(key), meaning: None, name: key }).collect();
    for line in lines.lines() {
        let text: String = line.split("\"text\": \"").nth(1).unwrap_or(line).split("\", \"").next().unwrap_or_default().into();
        let reading = themes.reading(&text);
        let theme = themes.propose(&reading, &list, &[]).first().map(|proposal| SHARED[proposal.place]);
        let draft = draft(&Told {
            text: &text,
            theme: theme.map(|key| (key, key)),
            direction: Some(themes.direction(&reading).0),
            ..Told::default()
        });
        println!("\n> {text}\n[{}] {}\n{}\n({})", theme.unwrap_or("-"), draft.title, draft.text, draft.others.join(" / "));
    }
}
