//! Fields of a Word document: what they are told to do is not shown, their result is.

/// The fields that are open, the innermost last.
pub(super) struct Fields {
    open: Vec<Field>,
    ignored: bool,
}

#[derive(Default)]
struct Field {
    instruction: String,
    /// Whether its result is being shown.
    shows: bool,
}

impl Field {
    fn is(&self, names: &[&str]) -> bool {
        self.instruction.split_whitespace().next().is_some_and(|name| names.iter().any(|other| name.eq_ignore_ascii_case(other)))
    }
}

impl Fields {
    /// No field; `ignored` reads every text as if there were none.
    pub(super) fn new(ignored: bool) -> Self {
        Self { open: Vec::new(), ignored }
    }

    /// A field in one element.
    pub(super) fn begin_simple(&mut self, instruction: &str) {
        self.open.push(Field { instruction: instruction.to_owned(), shows: true });
    }

    /// What the innermost field is told.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.shows) {
            field.instruction.push_str(text);
        }
    }

    /// A sign that begins, parts or ends a field. What it gives back is to be shown: the words of a button.
    pub(super) fn turn(&mut self, sign: &str) -> Option<String> {
        match sign {
            "begin" => self.open.push(Field::default()),
            "separate" => self.open.last_mut().into_iter().for_each(|field| field.shows = true),
            "end" => {
                let field = self.open.pop()?;
                if field.is(&["MACROBUTTON"]) {
                    // The words after its own name and the macro's.
                    let words: Vec<&str> = field.instruction.split_whitespace().skip(2).collect();
                    return (!words.is_empty()).then(|| words.join(" "));
                }
            }
            _ => {}
        }
        None
    }

    /// Whether what stands here is an instruction, or changes from page to page.
    pub(super) fn hides(&self) -> bool {
        let paging = ["PAGE", "NUMPAGES", "SECTIONPAGES", "FILENAME"];
        !self.ignored && self.open.iter().any(|field| !field.shows || field.is(&paging))
    }

    /// Whether what stands here is a table of contents.
    pub(super) fn in_contents(&self) -> bool {
        !self.ignored && self.open.iter().any(|field| field.is(&["TOC"]))
    }

    /// Whether what stands here waits to be filled in.
    pub(super) fn asks(&self) -> bool {
        self.open.iter().any(|field| field.shows && field.is(&["FORMTEXT", "MERGEFIELD"]))
    }

    /// Whether every field came to its end.
    pub(super) fn all_ended(&self) -> bool {
        self.open.is_empty()
    }
}
