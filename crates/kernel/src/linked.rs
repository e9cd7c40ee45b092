//! Web addresses in a text become links.

use askama::filters::HtmlSafe;

/// A text of the group whose web addresses are links; all else in it is text. Only what begins with `https://` or `http://` is
/// one, to the next blank or mark of the text around it.
pub struct Linked<T>(pub T);

impl<T: AsRef<str>> HtmlSafe for Linked<T> {}

impl<T: AsRef<str>> std::fmt::Display for Linked<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rest = self.0.as_ref();
        while let Some(at) = [rest.find("https://"), rest.find("http://")].into_iter().flatten().min() {
            let (before, from) = rest.split_at(at);
            let length = from.find(|letter: char| letter.is_whitespace() || "<>\"'".contains(letter)).unwrap_or(from.len());
            let url = from[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
            write!(out, "{}<a href=\"{url}\">{url}</a>", escaped(before), url = escaped(url))?;
            rest = &from[url.len()..];
        }
        write!(out, "{}", escaped(rest))
    }
}

fn escaped(text: &str) -> impl std::fmt::Display {
    // Writing into a string never fails.
    askama::filters::escape(text, askama::filters::Html).map_or_else(|never| match never {}, |safe| safe.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_text_are_links_and_all_else_is_text() {
        let linked = |text: &str| Linked(text).to_string();
        assert_eq!(
            linked("Read it (https://brig.example/nm/agreements/26-A01). Thank you."),
            "Read it (<a href=\"https://brig.example/nm/agreements/26-A01\">https://brig.example/nm/agreements/26-A01</a>). Thank you."
        );
        assert_eq!(linked("javascript:x <b> & no link"), "javascript:x &#60;b&#62; &#38; no link");
        assert_eq!(
            linked("http://x.example/?a=1&b=\"y"),
            "<a href=\"http://x.example/?a=1&#38;b=\">http://x.example/?a=1&#38;b=</a>&#34;y"
        );
    }
}
