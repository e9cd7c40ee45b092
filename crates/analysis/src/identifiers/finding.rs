//! What the detector says: which kind of number, where, and how grave.

/// A kind of number that names a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A Community Health Index number: Scotland's ten digits, led by the date of birth.
    Chi,
    /// An NHS number of England, Wales or the Isle of Man.
    NhsNumber,
    /// A Health and Care number of Northern Ireland.
    HcNumber,
    /// Ten digits that begin with a real date and whose check digit is wrong: most likely a CHI
    /// number with a slip of the finger, which still names the patient.
    DateLikeNumber,
    /// Nine digits that are a CHI number once the zero is put back that a spreadsheet took away.
    ShortChi,
}

impl Kind {
    /// The word that logs, tables and programs use.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Chi => "chi",
            Self::NhsNumber => "nhs-number",
            Self::HcNumber => "hc-number",
            Self::DateLikeNumber => "possible-chi",
            Self::ShortChi => "short-chi",
        }
    }

    /// Plain words that finish the sentence "This looks like …".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Chi => "a CHI number",
            Self::NhsNumber => "an NHS number",
            Self::HcNumber => "a Health and Care number",
            Self::DateLikeNumber => "a CHI number with a wrong digit",
            Self::ShortChi => "a CHI number without its first zero",
        }
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The text must not be kept or sent as it is; nobody can wave it through.
    Block,
    /// A person must look and decide.
    Warn,
}

impl Severity {
    /// The word that logs, tables and programs use.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Warn => "warn",
        }
    }
}

/// One number in a text. It says where the number stands and never what it is, so that a finding
/// may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What the number looks like.
    pub kind: Kind,
    /// The number's first character, counted in Unicode scalar values.
    pub start: usize,
    /// The character after the number's last.
    pub end: usize,
    /// Whether the text may go on.
    pub severity: Severity,
}
