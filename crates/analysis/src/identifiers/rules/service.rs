//! Words that say that a number, a postcode, an address or a mail address is a service's.

use super::Around;

/// Services, places of work and those who work there.
pub(super) const WORDS: &str = r"<practices?|surgery|surgeries|wards?|clinics?|hospitals?|hospice|infirmary|switchboard|switch|secretary|secretaries|secs|reception|receptionists?|offices?|departments?|dept|pharmacy|pharmacists?|chemist|labs?|laboratory|helpline|hotline|helpdesk|help desk|centre|centres|teams?|hub|units?|services?|on call|oncall|duty|bleep|pager|fax|admin|bookings?|professional line|advice line|direct line|prof line|ooh|out of hours|nurses|nursing|health visitors?|care home|nursing home|board|headquarters|hq|registrar|reg|consultants?|gps?|doctors?|radiology|cardiology|neurology|dermatology|theatres?|a&e|ed|aau|amu|mau|ambulance|triage|council|social work|venue|hotel|university|college|campus|school|coordinator|co-ordinator|manager|department's|referrals?|pathology|microbiology|biochemistry|haematology|medical records|crisis|samaritans>\b(?:'s?)?";

/// What may stand between such a word and the number: fillers, a ward's number, the name of a place.
pub(super) const BETWEEN: &str = r"(?:[ \n:,;()=/#.-]|\b(?:<on|at|is|was|in|the|numbers?|no|num|nos|tel|telephone|phone|line|via|by|using|through|our|address|postcode|post code|direct|ext|of|for|this|new|email|e-?mail|mail|it is|its|based|located|main|extension|contact|secure|generic|inbox|mailbox|shared|site|and|or>|[0-9]{1,4}[A-Z]?|[A-Z][a-z]+(?:'s)?|[A-Z]{2,5})\b)";

/// A service's, rather than a patient's.
pub(in super::super) const SERVICE: Around = Around {
    before: r"\b{service}{service words}*$",
    after: r"^(?: ?\(| <is|was|are> | <for> |[ ])(?:<the|our|this|that|a|its|main|direct|new|number|line|of|for>\b |[0-9]{1,3} |[A-Z][a-z']+ )*{service}\b",
};
/// Where somebody lives, whatever stands near.
pub(super) const LIVES: Around = Around {
    before: r"\b<lives?|lived|living|stays|staying|resides?|resident|residing|home address|moved to|moved from|house>\b[^.!?\n]{0,50}$",
    after: "",
};
