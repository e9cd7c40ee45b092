//! What a Teams channel gets: one message with an adaptive card, version 1.5, as the workflow “Post to a channel when a webhook
//! request is received” takes it. What is told is plain text there: nothing that people typed becomes a link or a list.

use kernel::{form::encode_query, words};
use serde_json::{Value as Json, json};

use super::model::Told;

/// The most bytes of a message: Teams takes 28 kilobytes, and counts more than we do.
const MOST: usize = 20_000;

/// What a card says beside what was told.
pub(super) struct Around<'a> {
    /// The group's name.
    pub(super) group: &'a str,
    /// The address of the form on which an issue is raised.
    pub(super) raise: &'a str,
}

/// A text in which no sign means anything to Markdown, which headings of a card are read as.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '-' | '!' | '|' | '<' | '>' | '~') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn heading(text: &str, size: &str) -> Json {
    json!({ "type": "TextBlock", "text": escaped(text), "style": "heading", "size": size, "weight": "Bolder", "wrap": true, "separator": size == "Medium" })
}

/// A paragraph: runs of text are never read as Markdown.
fn paragraph(text: &str) -> Json {
    json!({ "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": text }] })
}

/// The message.
pub(super) fn message(told: &Told, around: &Around<'_>) -> Json {
    let mut body = vec![heading(&told.heading, "Large"), paragraph(&format!("{}, {}", around.group, words::date(told.out_on)))];
    if !told.opening.is_empty() {
        body.push(paragraph(&told.opening));
    }
    let mut actions = Vec::new();
    let (mut length, mut left) = (body.iter().map(size).sum::<usize>(), 0_u64);
    let mut add = |blocks: Vec<Json>, body: &mut Vec<Json>| {
        let more: usize = blocks.iter().map(size).sum();
        // What comes first is told whole; what does not fit is counted, never cut in the middle.
        let fits = left == 0 && length + more <= MOST;
        if fits {
            length += more;
            body.extend(blocks);
        } else {
            left += 1;
        }
        fits
    };
    for (headline, paragraphs) in &told.stories {
        add(std::iter::once(heading(headline, "Medium")).chain(paragraphs.iter().map(|text| paragraph(text))).collect(), &mut body);
    }
    for call in &told.calls {
        let blocks = std::iter::once(heading(&call.title, "Medium")).chain(call.paragraphs.iter().map(|text| paragraph(text))).collect();
        if add(blocks, &mut body) && actions.len() < 4 {
            let from = if call.door.is_empty() { String::new() } else { format!("?from={}", encode_query(&call.door)) };
            actions.push(open(&format!("Tell us about {}", call.theme), &format!("{}{from}", around.raise)));
        }
    }
    if left > 0 {
        body.push(paragraph(&format!("{} more did not fit in here: ask the group.", words::thousands(left))));
    }
    if !told.thanks.is_empty() {
        body.push(paragraph(&told.thanks));
    }
    actions.push(open("Raise an issue", around.raise));
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.5",
                "lang": "en-GB",
                // Where a card cannot be shown, such as in a notice on a telephone.
                "fallbackText": format!("{}: {}", around.group, told.heading),
                "body": body,
                "actions": actions,
            },
        }],
    })
}

fn open(title: &str, url: &str) -> Json {
    json!({ "type": "Action.OpenUrl", "title": title, "url": url })
}

fn size(block: &Json) -> usize {
    block.to_string().len()
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn told(stories: usize) -> Told {
        Told {
            out_on: date(2026, 11, 26),
            heading: "What changes".into(),
            opening: "For *all* of us:".into(),
            stories: (1..=stories).map(|n| (format!("[Letters]({n})"), vec!["Within a day. ".repeat(70)])).collect(),
            calls: vec![],
            thanks: "Thank you.".into(),
        }
    }

    #[test]
    fn what_people_typed_is_text_and_a_message_is_never_too_long() {
        let around = Around { group: "North Moor", raise: "https://brig.example/nm/raise" };
        let short = message(&told(2), &around).to_string();
        assert!(
            short.contains("\\\\[Letters\\\\]\\\\(2\\\\)") && short.contains("For *all* of us:") && !short.contains("did not fit"),
            "{short}"
        );
        let long = message(&told(90), &around).to_string();
        assert!(long.len() < 28_000 && long.contains("more did not fit in here"), "{} bytes", long.len());
    }
}
