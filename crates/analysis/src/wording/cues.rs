//! Words by which a text tells what a fault costs and what is asked for, and how we say it.

use crate::likeness::Abbreviations;

/// How we say it, and the words or phrases that tell it.
pub(super) type Cues = (&'static str, &'static [&'static str]);

/// What a fault costs; the first two that a text tells are said.
pub(super) const COSTS: &[Cues] = &[
    (
        "brings patients to hospital who could have been seen elsewhere",
        &[
            "readmitted",
            "back in hospital",
            "ended up in emergency department",
            "ended up in hospital",
            "unnecessary admission",
            "sent to emergency department",
            "avoidable admission",
        ],
    ),
    (
        "leaves patients without medicines or supplies",
        &["ran out", "run out", "missed doses", "no supply", "without supplies", "no supplies"],
    ),
    (
        "leaves people to decide without what they need to know",
        &[
            "guess",
            "guessing",
            "guesses",
            "no idea",
            "no information",
            "without information",
            "blind",
            "cannot see",
            "can t see",
            "cant see",
            "no access",
            "nothing else",
            "no details",
            "dont know why",
            "don t know why",
        ],
    ),
    (
        "takes phone calls and time to put right",
        &[
            "phone calls",
            "calls",
            "chase",
            "chasing",
            "chased",
            "on hold",
            "phoning",
            "ringing",
            "ring round",
            "hours",
            "took me",
            "time spent",
            "waste of time",
            "wasted time",
            "half an hour",
            "voicemail",
            "emails",
        ],
    ),
    (
        "delays care",
        &[
            "delay",
            "delays",
            "delayed",
            "late",
            "waited",
            "waiting",
            "waits",
            "weeks later",
            "months later",
            "still waiting",
            "for weeks",
            "for months",
            "months",
            "overdue",
            "too long",
            "never happened",
        ],
    ),
    (
        "leads to tests or work being done twice",
        &["repeat", "repeated", "repeating", "twice", "again bloods", "duplicate", "duplicated", "double", "retyped"],
    ),
    (
        "uses appointments that others need",
        &[
            "appointment used",
            "wasted appointment",
            "wasted appointments",
            "slot",
            "slots",
            "appointments used",
            "had to see",
            "see the gp",
        ],
    ),
    (
        "leaves patients or families worried or without an answer",
        &[
            "upset",
            "worried",
            "anxious",
            "distressed",
            "distress",
            "complained",
            "complaint",
            "complaints",
            "angry",
            "in tears",
            "confused",
            "family",
            "families",
            "patient rings",
            "patients ring",
            "patients phone",
        ],
    ),
    (
        "sends patients from one service to another",
        &["bounced", "bounce", "back and forth", "ping pong", "passed around", "round in circles", "in circles", "pillar to post"],
    ),
    ("means journeys for patients", &["travel", "travelled", "miles", "journey", "bus", "ferry", "transport"]),
    (
        "brings unplanned work",
        &[
            "workload",
            "extra work",
            "no capacity",
            "not funded",
            "unfunded",
            "no resource",
            "no staff",
            "short staffed",
            "dumped",
            "not our job",
            "expected to",
            "asked to",
        ],
    ),
    ("could put patients at risk", &["unsafe", "dangerous", "risk", "risky", "near miss", "safety", "sepsis", "harm"]),
];

/// Words by which a text asks for something. Without one of them nothing is said to be asked for.
pub(super) const ASKS: &[&str] = &[
    "please",
    "could",
    "can we",
    "can it",
    "can you",
    "can they",
    "can i",
    "would",
    "should",
    "need",
    "needs",
    "want",
    "wants",
    "like to",
    "ask for",
    "why can",
    "why not",
    "who",
    "whose",
    "whos",
    "agree",
    "suggest",
    "better if",
    "have to",
];

/// What is asked for; the first that a text tells is said.
pub(super) const ASKED: &[Cues] = &[
    (
        "an agreement on who does it",
        &[
            "who is responsible",
            "whose job",
            "whose responsibility",
            "who does",
            "who should",
            "who acts",
            "who owns",
            "who chases",
            "who prescribes",
            "who follows",
            "who refers",
            "unclear who",
            "not clear who",
            "agree who",
            "agreement",
            "agreed rule",
            "workable rule",
            "a rule",
            "protocol",
            "policy",
            "responsibility",
            "who tells",
            "who is telling",
            "whos telling",
        ],
    ),
    (
        "a direct way to reach each other",
        &[
            "direct line",
            "direct number",
            "bypass number",
            "dedicated line",
            "hotline",
            "phone number",
            "shared mailbox",
            "named contact",
            "generic mailbox",
            "email address",
            "contact list",
        ],
    ),
    (
        "a change to a form, letter or template",
        &["template", "tick box", "tickbox", "proforma", "first page", "top of the letter", "box for", "field for", "one line", "1 line"],
    ),
    (
        "access to each other’s records or results",
        &["access to", "read access", "see each other", "visible", "shared record", "log in", "login", "view results"],
    ),
    (
        "to be told beforehand or in time",
        &[
            "tell us",
            "let us know",
            "inform us",
            "notify",
            "notified",
            "warn us",
            "consulted",
            "nobody asked",
            "without asking",
            "heads up",
        ],
    ),
    ("enough medicines or time to bridge the gap", &["days supply", "days of supply", "longer supply", "more supply", "enough supply"]),
    ("an answer in time", &["replies", "response", "respond", "answer", "feedback"]),
    ("a meeting of both sides about it", &["can we meet", "joint meeting", "talk to each other", "discuss together", "sit down"]),
];

/// A text as cues are looked for in it: written out, in small letters, with single blanks, and a blank at both ends.
pub(super) fn plain(text: &str) -> String {
    let written = Abbreviations::default().written_out(text).to_lowercase();
    let words = written.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |all, word| all + word + " ")
}

/// Whether a plain text has one of the words or phrases, as whole words.
pub(super) fn says(plain: &str, cues: &[&str]) -> bool {
    cues.iter().any(|cue| plain.contains(&format!(" {cue} ")))
}
