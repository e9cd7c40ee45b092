//! Why a file cannot be read, said to the person who brought it.

/// Why a file cannot be read, in a sentence for the person who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A Word file from before 2007, or another file of that old kind.
    #[error("This is an older Office file, such as .doc. Open it in Word, save it as .docx and bring that")]
    Old,
    /// A file that only opens with a password.
    #[error("This file opens only with a password. Save it without one and bring it again")]
    Locked,
    /// A PDF.
    #[error("This is a PDF, whose text comes out in pieces. Bring the Word file or the plain text that it was made from")]
    Pdf,
    /// Another program's document.
    #[error("This is a document of another kind. Open it in its program, save it as a Word file (.docx) and bring that")]
    Foreign,
    /// A packed file without a Word document in it.
    #[error("There is no Word document in this file. Bring a Word file (.docx) or plain text")]
    NotWord,
    /// A Word file with a part that cannot be read.
    #[error("This Word file is damaged. Open it in Word, save it under a new name and bring that")]
    Damaged,
    /// Unpacked it is larger than we read.
    #[error("Unpacked this file is larger than 40 MB. Take the pictures out, or copy the text into a new file, and bring that")]
    TooLarge,
    /// More paragraphs than anybody reads.
    #[error("This file has more than 5,000 paragraphs. Bring only the part that matters")]
    TooLong,
    /// Its parts lie within each other deeper than any program writes them.
    #[error("The parts of this file lie within each other too deep to be read. Copy the text into a new file and bring that")]
    TooDeep,
    /// It declares entities, which Word never does.
    #[error("This file holds declarations that no Word file has, so it was not read. Copy the text into a new file and bring that")]
    Declarations,
    /// Not a text at all.
    #[error("This file is not text. Bring a Word file (.docx) or plain text")]
    Binary,
}
