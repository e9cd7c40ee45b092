//! What a row of a table says of a person: who they are, and what their seat is, in the words that people write.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use kernel::{form::TextRule, words};
use reading::table::Row;

use crate::{
    importing::{Checked, Problem, RowCheck, Sheet, Wanted, by_row, plain},
    membership::{Capacity, Seat, Side, Term, role_words},
    permissions::Role,
};

/// The columns of a table of people.
pub const WANTED: &[Wanted] = &[
    Wanted { key: "name", label: "Name", synonyms: &["full name", "member", "member name", "person", "who"], required: true },
    Wanted {
        key: "email",
        label: "Email address",
        synonyms: &["email", "e-mail", "mail", "mail address", "nhs email", "work email", "contact"],
        required: true,
    },
    Wanted { key: "role", label: "Role in the group", synonyms: &["role", "position", "function", "membership"], required: false },
    Wanted {
        key: "side",
        label: "Side: GP, consultant or other",
        synonyms: &["side", "sector", "represents", "constituency"],
        required: false,
    },
    Wanted {
        key: "kind",
        label: "Invited as: manager, nurse, allied health professional, pharmacist, education or lay",
        synonyms: &["kind", "invited as", "kind of member", "profession"],
        required: false,
    },
    Wanted { key: "core", label: "Core member: yes or no", synonyms: &["core", "core member", "voting"], required: false },
    Wanted {
        key: "post",
        label: "Post",
        synonyms: &["job title", "job", "title", "specialty", "speciality", "designation"],
        required: false,
    },
    Wanted {
        key: "site",
        label: "Site",
        synonyms: &["practice", "hospital", "organisation", "place of work", "base", "location"],
        required: false,
    },
    Wanted {
        key: "partnership",
        label: "Partnership",
        synonyms: &["hscp", "health and social care partnership", "locality"],
        required: false,
    },
    Wanted { key: "from", label: "From", synonyms: &["start", "start date", "since", "joined", "date from"], required: false },
    Wanted { key: "until", label: "Until", synonyms: &["end", "end date", "to", "term ends", "date to"], required: false },
];

/// Somebody who would come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Their name.
    pub name: String,
    /// Their mail address, in small letters.
    pub email: String,
    /// As what.
    pub role: Role,
    /// For which side.
    pub side: Side,
    /// Whether the seat is core.
    pub core: bool,
    /// What they do and where.
    pub post: String,
    /// Since when and until when they sit, and what somebody invited is there as.
    pub term: Term,
}

impl Newcomer {
    /// In a line: `Ailsa Munro, ailsa.munro@example.scot: GP co-chair, core (GP, Glebe Practice)`.
    #[must_use]
    pub fn words(&self) -> String {
        let core = if self.core { ", core" } else { "" };
        let post = if self.post.is_empty() { String::new() } else { format!(" ({})", self.post) };
        let capacity = Capacity::of(self.role, self.side, self.core, self.term.kind);
        let kind = if self.term.kind.is_empty() { String::new() } else { format!(", {}", capacity.words().to_lowercase()) };
        let from = self.term.from_on.map(|day| format!(", from {}", words::date(day))).unwrap_or_default();
        let until = self.term.until_on.map(|day| format!(", until {}", words::date(day))).unwrap_or_default();
        format!("{}, {}: {}{kind}{core}{post}{from}{until}", self.name, self.email, role_words(self.role, self.side))
    }
}

/// The side that some words name; `None` when they name none.
fn side_in(text: &str) -> Option<Side> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let says = |names: &[&str]| names.iter().any(|name| words.contains(name));
    if says(&["gp", "gps", "primary"]) || text.contains("general practi") {
        Some(Side::Gp)
    } else if says(&["consultant", "consultants", "secondary", "hospital", "acute"]) {
        Some(Side::Consultant)
    } else if says(&["other", "neither", "none", "lay", "nurse", "nursing", "manager"]) {
        Some(Side::Other)
    } else {
        None
    }
}

/// What an invited person is there as, by some words; `None` when they name nothing that we know.
fn kind_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let says = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let capacity = if says(&["lay", "patient", "public"]) {
        Capacity::Lay
    } else if says(&["pharmac"]) {
        Capacity::Pharmacist
    } else if says(&["allied", "ahp", "physio", "therapist", "dietit", "paramedic", "radiograph"]) {
        Capacity::Ahp
    } else if says(&["nurs", "midwi"]) {
        Capacity::Nurse
    } else if says(&["manag", "director"]) {
        Capacity::Manager
    } else if says(&["educat", "training", "trainee", "university"]) {
        Capacity::Education
    } else {
        return None;
    };
    Some(capacity.kind())
}

/// The longest term that can be told, and how long ago one may have begun.
const YEARS: i64 = 50;

/// The term that a row tells, and what somebody is invited as.
fn term(check: &mut RowCheck<'_>, (role, side): (Role, Side), said: &str, today: Date) -> Term {
    let (from_on, until_on) = (check.day("from"), check.day("until"));
    if from_on.is_some_and(|from| from > today) {
        check.fail("from", "Enter today or an earlier day: a seat lets them in at once");
    } else if from_on.is_some_and(|from| from < today.saturating_sub(YEARS.years())) {
        check.fail("from", "Enter a day within the last fifty years");
    }
    if until_on.is_some_and(|until| until < from_on.unwrap_or(today)) {
        check.fail("until", "This day is before the one on which it begins");
    } else if until_on.is_some_and(|until| until > today.saturating_add(YEARS.years())) {
        check.fail("until", "Enter a day within fifty years");
    }
    let named = check.cell("kind");
    let invited = role == Role::Member && side == Side::Other;
    let kind = match kind_in(named) {
        Some(_) if !invited => {
            check.fail("kind", "Only a member who sits for neither side is invited as something: leave this empty, or change role or side");
            ""
        }
        None if !named.is_empty() => {
            check.fail("kind", "Write manager, nurse, allied health professional, pharmacist, education or lay, or leave it empty");
            ""
        }
        Some(kind) => kind,
        None if invited => kind_in(said).unwrap_or(""),
        None => "",
    };
    Term { kind, from_on, until_on }
}

/// The role that some words name; `None` when they name none that we know.
fn role_in(text: &str) -> Option<Role> {
    let words = plain(text);
    let says = |names: &[&str]| names.iter().any(|name| words.contains(name));
    if says(&["administrator", "secretary", "secretariat", "coordinator"]) || words == "admin" {
        Some(Role::Administrator)
    } else if says(&["reader", "observer", "readonly"]) {
        Some(Role::Reader)
    } else if says(&["deputy", "vice"]) {
        // A deputy is a member whom the co-chair names.
        Some(Role::Member)
    } else if says(&["chair"]) {
        Some(Role::CoChair)
    } else if words.is_empty() || says(&["member", "core", "guest", "attend"]) || side_in(text).is_some() {
        Some(Role::Member)
    } else {
        None
    }
}

const NAME: TextRule = TextRule { required: Some("Enter a name"), name: "The name", max: 120, lines: false };
const POST: TextRule = TextRule { required: None, name: "The post", max: 200, lines: false };
const SITE: TextRule = TextRule { required: None, name: "The site", max: 120, lines: false };

/// What a row says, as far as it can be told, and what is wrong with it.
fn read(sheet: &Sheet, row: &Row, today: Date) -> (Newcomer, Vec<Problem>) {
    let mut check = RowCheck::new(sheet, row);
    let name = check.text("name", NAME);
    let email = check.mail_address("email");
    if email.is_empty() {
        check.fail("email", "Enter an email address");
    }
    let words = check.cell("role");
    let role = role_in(words).unwrap_or_else(|| {
        check.fail("role", "Write administrator, co-chair, member or reader");
        Role::Member
    });
    let named = check.cell("side");
    let side = match side_in(named) {
        None if !named.is_empty() => {
            check.fail("side", "Write GP, consultant or other");
            Side::Other
        }
        // The administrator serves both sides, also where the words of the role name one.
        None if role == Role::Administrator => Side::Other,
        side => side.or_else(|| side_in(words)).unwrap_or(Side::Other),
    };
    if role == Role::CoChair && side == Side::Other {
        check.fail("side", "A co-chair sits for the GPs or for the consultants: say for which");
    }
    let seated = matches!(role, Role::CoChair | Role::Member);
    let marked = check.yes("core");
    // An empty cell among marked ones is a no; without such a column, those of the two sides are core.
    let core = if role == Role::CoChair {
        true
    } else if sheet.has("core") {
        marked.unwrap_or(false)
    } else {
        seated && side != Side::Other
    };
    if core && !seated {
        check.fail("core", "An administrator or a reader is not a core member: write no, or another role");
    } else if core && side == Side::Other {
        check.fail("core", "Only GPs and consultants are core members: write no, or say the side");
    }
    let (post, site) = (check.text("post", POST), check.text("site", SITE));
    let post = match (post.is_empty(), site.is_empty() || post.to_lowercase().contains(&site.to_lowercase())) {
        (_, true) => post,
        (true, false) => site,
        (false, false) => format!("{post}, {site}"),
    };
    let term = term(&mut check, (role, side), &format!("{words} {named}"), today);
    (Newcomer { name, email, role, side, core, post, term }, check.problems())
}

/// What would come of a table of people, with those who sit in the group already. `found` are problems of single cells.
#[must_use]
pub(super) fn plan(sheet: &Sheet, seats: &[Seat], found: &[Problem], today: Date) -> Checked<Newcomer> {
    let mut checked = Checked::default();
    let mut found_in = by_row(found);
    let mut rows: HashMap<String, usize> = HashMap::new();
    let mut chairs: Vec<(Side, String)> =
        seats.iter().filter(|seat| seat.role == Role::CoChair).map(|seat| (seat.side, seat.name.clone())).collect();
    for row in &sheet.table.rows {
        let (newcomer, mut problems) = read(sheet, row, today);
        problems.extend(found_in.remove(&row.number).unwrap_or_default());
        let mut also = RowCheck::new(sheet, row);
        if let Some(first) = rows.get(&newcomer.email) {
            also.fail("email", format!("This address is in row {first} as well: keep only one of the two"));
        } else if !newcomer.email.is_empty() {
            rows.insert(newcomer.email.clone(), row.number);
        }
        let seated = seats.iter().find(|seat| seat.email.eq_ignore_ascii_case(&newcomer.email));
        let chair = newcomer.role == Role::CoChair && newcomer.side != Side::Other && seated.is_none();
        if let Some((side, name)) = chairs.iter().find(|(side, _)| chair && *side == newcomer.side) {
            also.fail("role", format!("{name} is {} already, and each side has one", role_words(Role::CoChair, *side)));
        }
        problems.extend(also.problems());
        if !problems.is_empty() {
            checked.problems.extend(problems);
        } else if let Some(seat) = seated {
            checked.already.push((row.number, format!("{}, {}", seat.name, role_words(seat.role, seat.side))));
        } else {
            if chair {
                chairs.push((newcomer.side, newcomer.name.clone()));
            }
            checked.ready.push((row.number, newcomer));
        }
    }
    checked
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn roles_and_sides_are_read_as_people_write_them() {
        for (text, role, side) in [
            ("GP co-chair", Role::CoChair, Some(Side::Gp)),
            ("Co Chair (secondary care)", Role::CoChair, Some(Side::Consultant)),
            ("CHAIR, general practice", Role::CoChair, Some(Side::Gp)),
            ("Deputy co-chair", Role::Member, None),
            ("Consultant member", Role::Member, Some(Side::Consultant)),
            ("Lay member", Role::Member, Some(Side::Other)),
            ("GP", Role::Member, Some(Side::Gp)),
            ("", Role::Member, None),
            ("Administrator", Role::Administrator, None),
            ("group secretary", Role::Administrator, None),
            ("Reader", Role::Reader, None),
        ] {
            assert_eq!((role_in(text), side_in(text)), (Some(role), side), "{text}");
        }
        for (text, kind) in
            [("Lay member", "lay"), ("Lead Nurse", "nurse"), ("Practice manager", "manager"), ("AHP lead", "ahp"), ("guest", "")]
        {
            assert_eq!(kind_in(text).unwrap_or(""), kind, "{text}");
        }
        assert_eq!((role_in("Grand Vizier"), side_in("Grand Vizier")), (None, None));
    }
}
