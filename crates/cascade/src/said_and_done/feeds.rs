//! The same as two feeds: Atom (RFC 4287) and JSON Feed 1.1, the newest first.

use group::groups::Group;
use jiff::{Timestamp, civil::Date};
use kernel::App;
use serde_json::{Value as Json, json};

use super::{model::Entry, pages::prompted};

const TITLE: &str = "You said, we did, we could not";

/// A text as it stands in XML; what XML cannot hold is left out.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control < ' ' => {}
            other => out.push(other),
        }
    }
    out
}

/// The beginning of a day, as feeds say it.
fn instant(group: &Group, day: Date) -> String {
    day.to_zoned(group.time_zone.clone()).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp()).to_string()
}

/// What an entry says, in plain lines.
fn content(entry: &Entry) -> String {
    let mut lines = vec![format!("You said: {}", entry.text), format!("{}: {}", entry.outcome.words(), entry.told())];
    if !entry.for_whom.is_empty() {
        lines.push(format!("For: {}", entry.for_whom));
    }
    lines.push(prompted(entry.reports));
    lines.join("\n\n")
}

/// The Atom feed.
pub(super) fn atom(app: &App, group: &Group, entries: &[Entry]) -> String {
    let page = xml(&app.url(&format!("/{}/said-and-done", group.slug)));
    let newest = entries.iter().map(|entry| entry.decided_on).max();
    let updated = newest.map_or_else(|| Timestamp::UNIX_EPOCH.to_string(), |day| instant(group, day));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n\
         <id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{page}/feed.atom\"/>\n",
        group.id,
        xml(&format!("{TITLE}: {}", group.name)),
        xml(&group.name),
    );
    for entry in entries {
        out.push_str(&format!(
            "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{page}?of={}#{}\"/>\n\
             <content type=\"text\">{}</content>\n</entry>\n",
            entry.decision,
            xml(&format!("{}: {}", entry.outcome.words(), entry.title)),
            instant(group, entry.decided_on),
            entry.anchor(),
            entry.anchor(),
            xml(&content(entry)),
        ));
    }
    out + "</feed>\n"
}

/// The JSON feed.
pub(super) fn json(app: &App, group: &Group, entries: &[Entry]) -> Json {
    let page = app.url(&format!("/{}/said-and-done", group.slug));
    let item = |entry: &Entry| {
        json!({
            "id": format!("urn:uuid:{}", entry.decision),
            "url": format!("{page}?of={}#{}", entry.anchor(), entry.anchor()),
            "title": format!("{}: {}", entry.outcome.words(), entry.title),
            "content_text": content(entry),
            "date_published": instant(group, entry.decided_on),
        })
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": format!("{TITLE}: {}", group.name),
        "home_page_url": page,
        "feed_url": format!("{page}/feed.json"),
        "language": "en-GB",
        "authors": [{ "name": group.name }],
        "items": entries.iter().map(item).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod unit {
    use super::xml;

    #[test]
    fn no_text_breaks_out_of_the_feed() {
        assert_eq!(xml("a<b>&\"'\u{0}\u{8}é\n"), "a&lt;b&gt;&amp;&quot;&apos;é\n");
    }
}
