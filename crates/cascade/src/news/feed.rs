//! What has gone out as an Atom feed (RFC 4287), the newest first.

use group::groups::Group;
use kernel::{App, words};

use super::model::{Gone, Told};
use crate::{networks::Network, said_and_done::xml};

/// The words of an edition as HTML, which stands as text in the feed.
fn content(told: &Told) -> String {
    let mut out = String::new();
    let mut add = |tag: &str, text: &str| out.push_str(&format!("<{tag}>{}</{tag}>\n", xml(text)));
    if !told.opening.is_empty() {
        add("p", &told.opening);
    }
    let calls = told.calls.iter().map(|call| (&call.title, &call.paragraphs));
    for (headline, paragraphs) in told.stories.iter().map(|(headline, paragraphs)| (headline, paragraphs)).chain(calls) {
        add("h2", headline);
        paragraphs.iter().for_each(|text| add("p", text));
    }
    if !told.thanks.is_empty() {
        add("p", &told.thanks);
    }
    out
}

/// The feed of a network.
pub(super) fn atom(app: &App, group: &Group, network: &Network, gone: &[Gone]) -> String {
    let page = xml(&app.url(&format!("/{}/news/{}", group.slug, network.slug)));
    let updated = gone.iter().map(|gone| gone.gone_at).max().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n\
         <id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{page}/feed.atom\"/>\n",
        network.id,
        xml(&format!("{}: {}", network.name, group.name)),
        xml(&group.name),
    );
    for gone in gone {
        out.push_str(&format!(
            "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{page}?of={}#e-{}\"/>\n\
             <content type=\"html\">{}</content>\n</entry>\n",
            gone.edition,
            xml(&format!("{}, {}", gone.told.heading, words::date(gone.told.out_on))),
            gone.gone_at,
            gone.edition,
            gone.edition,
            xml(&content(&gone.told)),
        ));
    }
    out + "</feed>\n"
}
