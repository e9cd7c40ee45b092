//! A document as a fragment of HTML, for a page that brings its own frame.

use crate::{Block, Document, Span, address::Address, bars, blocks::sheets_words, chart, figure, tidy::tidy};

/// The document as HTML: the title as `h1` and the headings below it, everything escaped.
#[must_use]
pub fn write(document: &Document) -> String {
    let document = tidy(document);
    let mut out = String::new();
    out.push_str(&format!("<h1>{}</h1>\n", escape(&document.title)));
    if !document.subtitle.is_empty() {
        out.push_str(&format!("<p class=\"lead\">{}</p>\n", escape(&document.subtitle)));
    }
    for block in &document.blocks {
        write_block(&mut out, block);
    }
    out
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let tag = format!("h{}", level + 1);
            out.push_str(&format!("<{tag}>{}</{tag}>\n", escape(text)));
        }
        Block::Paragraph { spans } => out.push_str(&format!("<p>{}</p>\n", inline(spans))),
        Block::Callout { spans } => out.push_str(&format!("<p class=\"callout\">{}</p>\n", inline(spans))),
        Block::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            out.push_str(&format!("<{tag}>\n"));
            for item in items {
                out.push_str(&format!("<li>{}</li>\n", inline(item)));
            }
            out.push_str(&format!("</{tag}>\n"));
        }
        Block::Table { caption, header, rows, .. } => write_table(out, caption, header, rows),
        Block::Figure { alt, side, runs } => {
            let described = format!(" class=\"figure\" role=\"img\" aria-label=\"{}\"", escape(alt));
            out.push_str(&format!("{}\n", figure::svg(*side, runs, &described)));
        }
        Block::RunChart { title, summary, unit, points, twice_median } => {
            out.push_str(&format!("{}\n", chart::of_counts([title, summary, unit], points, *twice_median, None)));
        }
        Block::Bars { title, summary, series, rows } => out.push_str(&format!("{}\n", bars::svg([title, summary], series, rows, None))),
        Block::Sheets { name, pages, .. } => out.push_str(&format!("<p>{}</p>\n", escape(&sheets_words(name, *pages)))),
        Block::NewPage => out.push_str("<hr>\n"),
    }
}

/// The roles are said again because the stylesheet lays narrow tables out as blocks, and browsers
/// then forget that they are tables.
fn write_table(out: &mut String, caption: &str, header: &[String], rows: &[Vec<Vec<Span>>]) {
    out.push_str("<table class=\"stack\" role=\"table\">\n");
    if !caption.is_empty() {
        out.push_str(&format!("<caption>{}</caption>\n", escape(caption)));
    }
    if header.iter().any(|name| !name.is_empty()) {
        out.push_str("<thead role=\"rowgroup\"><tr role=\"row\">");
        for name in header {
            out.push_str(&match name.as_str() {
                // A heading without words is none.
                "" => "<td role=\"cell\"></td>".to_owned(),
                name => format!("<th scope=\"col\" role=\"columnheader\">{}</th>", escape(name)),
            });
        }
        out.push_str("</tr></thead>\n");
    }
    out.push_str("<tbody role=\"rowgroup\">\n");
    for row in rows {
        out.push_str("<tr role=\"row\">");
        for (at, (cell, name)) in row.iter().zip(header).enumerate() {
            let text = inline(cell);
            let label = if name.is_empty() { String::new() } else { format!(" data-label=\"{}\"", escape(name)) };
            out.push_str(&if at == 0 && !text.is_empty() {
                format!("<th scope=\"row\" role=\"rowheader\">{text}</th>")
            } else {
                format!("<td role=\"cell\"{label}>{text}</td>")
            });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn inline(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        let mut text = escape(&span.text).replace('\n', "<br>");
        if span.strong {
            text = format!("<strong>{text}</strong>");
        }
        if let Some(Address::Anywhere(address) | Address::OnSite(address)) = span.link.as_deref().and_then(Address::read) {
            text = format!("<a href=\"{}\">{text}</a>", escape(&address));
        }
        out.push_str(&text);
    }
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(blocks: Vec<Block>) -> String {
        let document = Document {
            title: "T & <b>".into(),
            subtitle: "S".into(),
            language: "en-GB".into(),
            author: String::new(),
            running: "DRAFT".into(),
            blocks,
        };
        write(&document)
    }

    #[test]
    fn a_document_is_headings_paragraphs_lists_and_tables() {
        let rows = vec![vec![vec![Span::plain("A-1")], vec![Span::strong("Kim")]], vec![vec![], vec![]]];
        assert_eq!(
            fragment(vec![
                Block::heading(1, "One"),
                Block::heading(2, "Two"),
                Block::paragraph("a\nb"),
                Block::callout("Agreed."),
                Block::list(["x".into()]),
                Block::List { ordered: true, items: vec![vec![Span::plain("y")]] },
                Block::table("Tasks", &["Task", "Who's"], rows, &[]),
            ]),
            "<h1>T &amp; &lt;b&gt;</h1>\n<p class=\"lead\">S</p>\n<h2>One</h2>\n<h3>Two</h3>\n<p>a<br>b</p>\n\
             <p class=\"callout\">Agreed.</p>\n<ul>\n<li>x</li>\n</ul>\n<ol>\n<li>y</li>\n</ol>\n\
             <table class=\"stack\" role=\"table\">\n<caption>Tasks</caption>\n\
             <thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Task</th>\
             <th scope=\"col\" role=\"columnheader\">Who&#39;s</th></tr></thead>\n<tbody role=\"rowgroup\">\n\
             <tr role=\"row\"><th scope=\"row\" role=\"rowheader\">A-1</th>\
             <td role=\"cell\" data-label=\"Who&#39;s\"><strong>Kim</strong></td></tr>\n\
             <tr role=\"row\"><td role=\"cell\" data-label=\"Task\"></td><td role=\"cell\" data-label=\"Who&#39;s\"></td></tr>\n\
             </tbody>\n</table>\n"
        );
    }

    #[test]
    fn links_lead_to_the_web_and_the_site_only() {
        let html = fragment(vec![Block::spans(vec![
            Span::link("site", "/a?b=1&c=2"),
            Span::link("web", "https://x.example"),
            Span::link("bad", "javascript:alert(1)"),
            Span::link("quote", "https://x\" onclick=\"y"),
        ])]);
        assert!(html.contains("<p><a href=\"/a?b=1&amp;c=2\">site</a><a href=\"https://x.example\">web</a>badquote</p>"), "{html}");
    }
}
