//! For tests: what a page of an import carries, and sending it on as a browser does.

use crate::testing::{Persona, Reply};

/// The text of an attribute.
fn plain(attribute: &str) -> String {
    let entities = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    entities.iter().fold(attribute.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// Sends the form of a page on: all that it carries and chooses, and `more`.
pub async fn send_on(who: &Persona<'_>, path: &str, page: &Reply, more: &[(&str, &str)]) -> Reply {
    let mut fields: Vec<(String, String)> = Vec::new();
    for part in page.body.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = part.split_once("\" value=\"").expect("a value");
        if name == "table" || name.starts_with("column-") {
            fields.push((name.to_owned(), plain(rest.split_once('"').expect("its end").0)));
        }
    }
    for part in page.body.split("<select id=\"").skip(1) {
        let (name, rest) = part.split_once('"').expect("a name");
        let options = rest.split("</select>").next().unwrap_or_default();
        let chosen = options.split("<option value=\"").find(|option| option.contains(" selected"));
        fields.push((name.to_owned(), chosen.and_then(|option| option.split('"').next()).unwrap_or_default().to_owned()));
    }
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(more.iter().copied()).collect();
    who.send_file(path, path, &all, ("", b"")).await
}
