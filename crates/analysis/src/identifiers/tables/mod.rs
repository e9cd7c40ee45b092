//! The words that the rules go by: plain lists, one place for all. The script in the browser gets
//! the same ones.

mod areas;
mod english;
mod field;
mod titles;

pub(super) use areas::{AREAS_OF_ONE, AREAS_OF_TWO};

/// A list of words by its name, as a rule asks for it.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Words with blanks between.
    pub(super) words: &'static str,
}

/// All lists. None holds a given name: a name is known by the word before it.
pub(super) const TABLES: [Table; 8] = [
    Table { name: "english", words: english::ENGLISH },
    Table { name: "function", words: english::FUNCTION },
    Table { name: "field", words: field::FIELD },
    Table { name: "proper", words: field::PROPER },
    Table { name: "after-mr", words: titles::AFTER_MR },
    Table { name: "after-ms", words: titles::AFTER_MS },
    Table { name: "measures", words: english::MEASURES },
    Table { name: "ordinals", words: "st nd rd th hr hrs yr ng ug pg px" },
];

/// How words end that are no names: "waiting", "cardiology", "rivaroxaban".
pub(super) const ENDINGS: &str = "ing tion tions ology itis ectomy oscopy aemia ness mab nib pril sartan statin olol azole cillin mycin parin \
xaban gliptin flozin dipine zepam triptyline oxetine semide thiazide floxacin cycline tide formin";
