//! What a mail says, written once: the HTML part and the text part are made from the same lines.

use askama::Template;

use crate::Result;

/// A mail's subject and lines.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The subject: reference and what it is about, nothing sensitive.
    pub subject: String,
    /// The heading, which is also the text part's first line.
    pub heading: String,
    /// Who sends it, under the lines.
    pub from: String,
    /// Where whoever gets it can say, with one press, that they want no more of it.
    pub(super) unsubscribe: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
enum Line {
    Paragraph(String),
    /// A heading below the letter's own.
    Section(String),
    /// A number or code that stands by itself.
    Code(String),
    Button {
        label: String,
        url: String,
    },
    /// A link that stands back.
    Link {
        label: String,
        url: String,
    },
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// A letter with its subject, heading and sender.
    #[must_use]
    pub fn new(subject: impl Into<String>, heading: impl Into<String>, from: impl Into<String>) -> Self {
        Self { subject: subject.into(), heading: heading.into(), from: from.into(), ..Self::default() }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn paragraph(mut self, text: impl Into<String>) -> Self {
        self.lines.push(Line::Paragraph(text.into()));
        self
    }

    /// Adds a heading below the letter's own.
    #[must_use]
    pub fn section(mut self, heading: impl Into<String>) -> Self {
        self.lines.push(Line::Section(heading.into()));
        self
    }

    /// Adds a code that stands by itself, large.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.lines.push(Line::Code(code.into()));
        self
    }

    /// Adds a link that looks like a button; its address also stands in the text part.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.lines.push(Line::Button { label: label.into(), url: url.into() });
        self
    }

    /// Adds a small link; its address also stands in the text part.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.lines.push(Line::Link { label: label.into(), url: url.into() });
        self
    }

    /// Says where mail programs send the press of their own button that ends such mail (RFC 8058).
    #[must_use]
    pub fn unsubscribe(mut self, url: impl Into<String>) -> Self {
        self.unsubscribe = url.into();
        self
    }

    /// The text part.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.heading);
        for line in &self.lines {
            out.push('\n');
            match line {
                Line::Paragraph(text) => out.push_str(text),
                Line::Section(heading) => out.push_str(&format!("{heading}\n{}", "-".repeat(heading.chars().count().min(70)))),
                Line::Code(code) => out.push_str(&format!("    {code}")),
                Line::Button { label, url } | Line::Link { label, url } => out.push_str(&format!("{label}:\n{url}")),
            }
            out.push('\n');
        }
        out.push_str(&format!("\n-- \n{}\n", self.from));
        out
    }

    /// The HTML part: one table, styles inline, nothing loaded from anywhere.
    ///
    /// # Errors
    /// When the template fails.
    pub fn html(&self) -> Result<String> {
        Ok(Html { letter: self }.render()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_say_the_same_and_markup_is_harmless() {
        let letter = Letter::new("Received: NM-0001", "Thank you <b>", "The group")
            .paragraph("We read every report & answer it.")
            .code("123456")
            .button("Follow it", "https://brig.example/nm/follow/X")
            .link("No more mail", "https://brig.example/nm/stop/X");
        let (text, html) = (letter.text(), letter.html().expect("renders"));
        for word in ["We read every report", "123456", "https://brig.example/nm/follow/X", "nm/stop/X", "The group"] {
            assert!(text.contains(word) && html.contains(word), "{word}");
        }
        assert!(html.contains("Thank you &#60;b&#62;") && html.contains("report &#38; answer"), "{html}");
        for banned in ["<style", "<img", "flex", "max-width", "http://", "rgba", "border-radius"] {
            assert!(!html.contains(banned), "{banned}");
        }
    }
}
