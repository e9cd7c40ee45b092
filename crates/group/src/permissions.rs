//! Who may do what: one pure table. `permissions.txt` beside this file shows it to people who do not read Rust.

/// What a person is in a group. Reporters need no account and have no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Keeps the group's work going; has no vote.
    Administrator,
    /// One of the two who lead the group, a GP or a consultant.
    CoChair,
    /// Sits in the group.
    Member,
    /// Reads what is published: a parent group, somebody who gets the cascade.
    Reader,
}

impl Role {
    /// Every role, as the table lists them.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::CoChair, Self::Member, Self::Reader];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::CoChair => "co-chair",
            Self::Member => "member",
            Self::Reader => "reader",
        }
    }

    /// The role of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Something that a person may or may not do in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Open the group's start page.
    SeeGroup,
    /// See who sits in the group.
    SeeMembers,
    /// Give seats, change them, end them, and fill a vacancy.
    RunMembership,
    /// Name who acts for one's side while it has no co-chair there.
    NameActing,
    /// List, search and open issues, in the reporter's own words.
    ReadIssues,
    /// Give an issue its theme and its group wording.
    WordIssues,
    /// Give one side's view on what is done with an issue.
    Triage,
    /// See meetings, their agenda and the record being kept, drafts of minutes, and the action log.
    SeeMeetings,
    /// Plan meetings and keep their record: agenda, attendance, notes, decisions, actions, the draft of the minute.
    RunMeetings,
    /// Confirm at the read-back and approve the minute, for one's side.
    TurnKey,
    /// Name who stands in for one's side's co-chair.
    NameDeputies,
    /// Say which networks and groups decisions and minutes go to, and send an edition.
    RunCascade,
    /// See the directory: whom the group writes to.
    SeeDirectory,
    /// Keep the directory, and ask its contacts.
    RunDirectory,
    /// Tailor the terms of reference.
    TailorTerms,
    /// Settle what the form for everybody needs, open it and close it, and name the custodians.
    RunForm,
    /// Raise an issue for somebody else: one, a list, or a mail.
    RaiseForOthers,
    /// Bring in what was before: issue logs, action logs, minutes, decisions.
    BringPast,
    /// Draft agreements, adopt and export them, and say who may read them.
    DraftAgreements,
    /// Read the terms of reference, published minutes, confirmed decisions and agreements.
    ReadPublished,
    /// Take words that could identify a patient out of everything that is kept.
    TakeOutWords,
    /// See work that was given up after many tries, such as a mail that nobody took.
    SeeHeldWork,
    /// Have it tried again.
    RetryHeldWork,
}

impl Verb {
    /// Every verb, as the table lists them.
    pub const ALL: [Self; 23] = [
        Self::SeeGroup,
        Self::SeeMembers,
        Self::RunMembership,
        Self::NameActing,
        Self::ReadIssues,
        Self::WordIssues,
        Self::Triage,
        Self::SeeMeetings,
        Self::RunMeetings,
        Self::TurnKey,
        Self::NameDeputies,
        Self::RunCascade,
        Self::SeeDirectory,
        Self::RunDirectory,
        Self::TailorTerms,
        Self::RunForm,
        Self::RaiseForOthers,
        Self::BringPast,
        Self::DraftAgreements,
        Self::ReadPublished,
        Self::TakeOutWords,
        Self::SeeHeldWork,
        Self::RetryHeldWork,
    ];

    /// What it is called in the table that people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::SeeGroup => "open the group's start page",
            Self::SeeMembers => "see who sits in the group",
            Self::RunMembership => "give, change and end seats, fill vacancies",
            Self::NameActing => "name who acts for one's side without a co-chair",
            Self::ReadIssues => "list, search and open issues in the reporter's words",
            Self::WordIssues => "give an issue its theme and group wording",
            Self::Triage => "give one side's view in triage",
            Self::SeeMeetings => "see meetings, drafts of minutes and the action log",
            Self::RunMeetings => "plan meetings and keep their record",
            Self::TurnKey => "confirm decisions and approve minutes",
            Self::NameDeputies => "name deputies of one's side",
            Self::RunCascade => "say where decisions and minutes go",
            Self::SeeDirectory => "see whom the group writes to",
            Self::RunDirectory => "keep the directory and ask its contacts",
            Self::TailorTerms => "tailor the terms of reference",
            Self::RunForm => "open and close the form, name custodians",
            Self::RaiseForOthers => "raise an issue for somebody else",
            Self::BringPast => "bring in what was before",
            Self::DraftAgreements => "draft, adopt and export agreements",
            Self::ReadPublished => "read terms, minutes, decisions, agreements",
            Self::TakeOutWords => "take out words that could identify a patient",
            Self::SeeHeldWork => "see work that was given up",
            Self::RetryHeldWork => "have it tried again",
        }
    }
}

/// Whether a role may do it. A reporter's own words stay with those who triage: members and readers see an issue
/// once it has its group wording and is on an agenda.
#[must_use]
pub fn may(role: Role, verb: Verb) -> bool {
    use Role::{Administrator, CoChair, Member, Reader};
    match verb {
        Verb::SeeGroup | Verb::ReadPublished => matches!(role, Administrator | CoChair | Member | Reader),
        Verb::SeeMembers | Verb::SeeMeetings | Verb::SeeDirectory => matches!(role, Administrator | CoChair | Member),
        Verb::NameActing => matches!(role, CoChair | Member),
        Verb::RunMembership
        | Verb::ReadIssues
        | Verb::WordIssues
        | Verb::RunMeetings
        | Verb::RunCascade
        | Verb::TailorTerms
        | Verb::TakeOutWords
        | Verb::RunForm
        | Verb::RaiseForOthers
        | Verb::BringPast
        | Verb::DraftAgreements
        | Verb::RunDirectory => {
            matches!(role, Administrator | CoChair)
        }
        Verb::Triage | Verb::TurnKey | Verb::NameDeputies => matches!(role, CoChair),
        Verb::SeeHeldWork | Verb::RetryHeldWork => matches!(role, Administrator),
    }
}

/// What a member may do as well who stands in, as deputy or acting for a stated time, for their side's co-chair: an empty chair never stops the group.
#[must_use]
pub fn deputy_may(verb: Verb) -> bool {
    matches!(verb, Verb::TurnKey | Verb::Triage | Verb::ReadIssues | Verb::WordIssues)
}

/// The table in plain text.
#[must_use]
pub fn table() -> String {
    let mut out = format!("{:56}", "");
    for role in Role::ALL {
        out.push_str(&format!("{:15}", role.key()));
    }
    out.push_str("deputy");
    for verb in Verb::ALL {
        out.push_str(&format!("\n{:56}", verb.words()));
        for role in Role::ALL {
            out.push_str(&format!("{:15}", if may(role, verb) { "yes" } else { "-" }));
        }
        out.push_str(if may(Role::Member, verb) || deputy_may(verb) { "yes" } else { "-" });
    }
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_people_read_is_the_one_that_holds() {
        assert_eq!(table(), include_str!("permissions.txt"));
    }

    #[test]
    fn a_stored_role_comes_back_as_itself() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
        assert_eq!(Role::from_key("owner"), None);
    }
}
