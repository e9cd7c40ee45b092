//! What the detector says: which kind of identifier, where, and how grave.

/// A kind of thing that tells who a patient is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A Community Health Index number: Scotland's ten digits, led by the date of birth.
    Chi,
    /// An NHS number of England, Wales or the Isle of Man.
    NhsNumber,
    /// A Health and Care number of Northern Ireland.
    HcNumber,
    /// Nine digits that are a CHI number once the zero is put back that a spreadsheet took away.
    ShortChi,
    /// Ten digits that begin with a real date and whose check digit is wrong: most likely a CHI
    /// number with a slip of the finger, which still names the patient.
    DateLikeNumber,
    /// A number that follows one of the group's own patterns for hospital numbers.
    HospitalNumber,
    /// A date that is called somebody's birth.
    BirthDate,
    /// A telephone number that may be somebody's own.
    Phone,
    /// A mail address that may be somebody's own.
    Mail,
    /// A house number and a street.
    Address,
    /// A full postcode.
    Postcode,
    /// A title and a surname.
    Name,
    /// A name without a title, after a word such as "pt".
    BareName,
    /// One dated event of a rare condition.
    RareEvent,
    /// An exact age over 90.
    Age,
}

impl Kind {
    /// All kinds; the surest first.
    pub const ALL: [Self; 15] = [
        Self::Chi,
        Self::NhsNumber,
        Self::HcNumber,
        Self::ShortChi,
        Self::DateLikeNumber,
        Self::HospitalNumber,
        Self::BirthDate,
        Self::Phone,
        Self::Mail,
        Self::Address,
        Self::Postcode,
        Self::Name,
        Self::BareName,
        Self::RareEvent,
        Self::Age,
    ];

    /// The word that logs, tables and programs use.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Chi => "chi",
            Self::NhsNumber => "nhs-number",
            Self::HcNumber => "hc-number",
            Self::ShortChi => "short-chi",
            Self::DateLikeNumber => "possible-chi",
            Self::HospitalNumber => "hospital-number",
            Self::BirthDate => "birth-date",
            Self::Phone => "phone",
            Self::Mail => "mail",
            Self::Address => "address",
            Self::Postcode => "postcode",
            Self::Name => "name",
            Self::BareName => "possible-name",
            Self::RareEvent => "rare-event",
            Self::Age => "age",
        }
    }

    /// Plain words that finish the sentence "This looks like …".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Chi => "a CHI number",
            Self::NhsNumber => "an NHS number",
            Self::HcNumber => "a Health and Care number",
            Self::ShortChi => "a CHI number without its first zero",
            Self::DateLikeNumber => "a CHI number with a wrong digit",
            Self::HospitalNumber => "a hospital number",
            Self::BirthDate => "a date of birth",
            Self::Phone => "a telephone number",
            Self::Mail => "a private email address",
            Self::Address => "a home address",
            Self::Postcode => "a full postcode",
            Self::Name => "somebody’s name",
            Self::BareName => "a patient’s name",
            Self::RareEvent => "one patient’s rare condition with its date",
            Self::Age => "an exact age over 90",
        }
    }

    /// A wording without it, as a sentence.
    #[must_use]
    pub fn instead(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::Name | Self::Phone | Self::Mail | Self::Postcode | Self::Address, Severity::Warn) => {
                "Say the role or the service, such as “the vascular surgeon” or “the ward”."
            }
            (Self::Name | Self::BareName, _) => "Say “a patient”, or the role: “a patient in her sixties”.",
            (Self::BirthDate, _) => "Say the decade of age: “in her sixties”.",
            (Self::Age, _) => "Say “over 90”.",
            (Self::Phone | Self::Mail, _) => "Say how they were reached: “by phone”.",
            (Self::Address | Self::Postcode, _) => "Say the area: “a village in the west”, or the first half of the postcode.",
            (Self::RareEvent, _) => "Say the month or the season, or a wider name for the condition.",
            _ => "Say “a patient”; the group never needs the number.",
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

/// One identifier in a text. It says where it stands and never what it is, so that a finding may
/// be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What it looks like.
    pub kind: Kind,
    /// Its first character, counted in Unicode scalar values.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// Whether the text may go on.
    pub severity: Severity,
}
