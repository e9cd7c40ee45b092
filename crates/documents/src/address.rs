//! Which addresses may become links: the same answer for every writer.

/// Longer addresses are not written by people, and some programs stop at about this length.
const LONGEST: usize = 2_000;

/// Where a piece of text may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// On the web or a mailbox: leads somewhere from any file.
    Anywhere(String),
    /// A path on the site: leads somewhere from its own pages only.
    OnSite(String),
}

impl Address {
    /// The address, if a link may lead there. Everything outside ASCII is percent-encoded.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let written = written.trim();
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '`' | '{' | '}');
        if written.len() > LONGEST || written.contains(odd) {
            return None;
        }
        let after = |scheme: &str| written.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).map(|_| scheme.len());
        if let Some(rest) = ["https://", "http://", "mailto:"].iter().find_map(|scheme| after(scheme)) {
            return (written.len() > rest).then(|| Self::Anywhere(ascii(written)));
        }
        // Two slashes lead to another host.
        (written.starts_with('/') && !written.starts_with("//")).then(|| Self::OnSite(ascii(written)))
    }

    /// The address for a file that is read away from the site.
    pub(crate) fn outside(written: Option<&str>) -> Option<String> {
        match written.and_then(Self::read) {
            Some(Self::Anywhere(address)) => Some(address),
            Some(Self::OnSite(_)) | None => None,
        }
    }
}

fn ascii(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    for byte in written.bytes() {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_mailboxes_and_the_site_are_led_to() {
        for good in ["https://board.example/a?b=c&d#e", "HTTP://x", "mailto:a@b.example"] {
            assert_eq!(Address::read(good), Some(Address::Anywhere(good.into())), "{good}");
        }
        assert_eq!(Address::read("/north-moor/x"), Some(Address::OnSite("/north-moor/x".into())));
        assert_eq!(Address::read(" https://x/é "), Some(Address::Anywhere("https://x/%C3%A9".into())));
        let bad = ["", "javascript:alert(1)", "java\nscript:x", "//other.example", "/\\other", "https://", "mailto:", "data:text/html,x"];
        for bad in bad.into_iter().chain(["x", "file:///etc", "https://a b", "https://a\"b", "vbscript:x", "/a\u{0}b"]) {
            assert_eq!(Address::read(bad), None, "{bad}");
        }
        assert_eq!(Address::read(&format!("https://{}", "a".repeat(3_000))), None);
        assert_eq!(Address::outside(Some("/x")), None);
    }
}
