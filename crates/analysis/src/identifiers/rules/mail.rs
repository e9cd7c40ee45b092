//! A mail address that may be somebody's own. Addresses at work, of a role or of a service tell
//! nothing of a patient.

use super::{Kind, Rule, Severity::Block, service::SERVICE};

const MAIL: Rule = Rule {
    // At work, or of a role.
    never: r"(?:[@.] ?<nhs|hscni|gov|ac|police|mod|parliament|sch|hscotland|nhslothian|nes>\.(?:[a-z.]*\.)?<uk|scot|net>$|^(?:[A-Za-z0-9.-]*[._-])?<reception|admin|administrator|enquiries|enquiry|info|contact|office|secretary|secretaries|clinic|team|referrals?|switchboard|helpdesk|support|noreply|no-reply|practice|surgery|pharmacy|wards?|bookings?|appointments?|services?|postmaster|webmaster|press|complaints|feedback|dpo|manager|library|prescriptions?|results|mailbox>[0-9]*(?:[._-][A-Za-z0-9._-]*)?~?@)",
    doubtful: SERVICE,
    ..Rule::new(Kind::Mail, Block, "")
};

pub(super) const RULES: [Rule; 2] = [
    Rule {
        find: r"\b([A-Za-z0-9][A-Za-z0-9._%+'-]*~?(?:@|[\[({]~?<at>~?[\])}])~?[A-Za-z0-9-]+(?:(?:\.|~?[\[({]~?<dot>~?[\])}]~?)[A-Za-z0-9-]+)+)",
        ..MAIL
    },
    // "jean dot smith at gmail dot com"
    Rule {
        find: r"\b([A-Za-z0-9][A-Za-z0-9._%+'-]*(?:~<dot>~[A-Za-z0-9]+)*~<at>~[A-Za-z0-9-]+(?:~?(?:\.|<dot>)~?<com|co|org|net|uk|scot|me|io|eu>\b)+)",
        ..MAIL
    },
];
