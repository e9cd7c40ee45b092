//! The five signposts, their first words, and which words of a report propose which of them.

/// Another door than the group's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signpost {
    /// A patient needs something now.
    Urgent,
    /// An adverse event.
    Incident,
    /// A complaint.
    Complaint,
    /// The care of one patient.
    Patient,
    /// How one clinician behaved.
    Conduct,
}

impl Signpost {
    /// Every signpost, the most pressing first.
    pub const ALL: [Self; 5] = [Self::Urgent, Self::Incident, Self::Complaint, Self::Patient, Self::Conduct];

    /// The word that stands for it in a form and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Incident => "incident",
            Self::Complaint => "complaint",
            Self::Patient => "patient",
            Self::Conduct => "conduct",
        }
    }

    /// What it is for.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Urgent => "Urgent for a patient",
            Self::Incident => "An adverse event",
            Self::Complaint => "A complaint",
            Self::Patient => "One patient’s care",
            Self::Conduct => "How a colleague behaved",
        }
    }

    /// What is said until the group has its own words.
    #[must_use]
    pub fn first_words(self) -> &'static str {
        match self {
            Self::Urgent => {
                "Please telephone the team on call, or use your usual urgent route, now: nobody watches this form through the day."
            }
            Self::Incident => {
                "Please record it in your incident system as well: that is where single events are looked into. This group looks for what they have in common."
            }
            Self::Complaint => {
                "A complaint is answered by the complaints team of the hospital or the practice. Tell us what lies behind it, if it can happen to others."
            }
            Self::Patient => {
                "For one patient, please write to or telephone the team that looks after them. We can only help with what happens again and again."
            }
            Self::Conduct => {
                "Please speak to the clinical lead or the manager of that service, who can listen to both. We look at how work is arranged, not at persons."
            }
        }
    }

    /// Words and phrases that propose it. Short and plain on purpose: a proposal that is wrong costs a glance.
    fn cues(self) -> &'static [&'static str] {
        match self {
            Self::Urgent => &[
                "right now",
                "at this moment",
                "needs seen today",
                "needs to be seen today",
                "needs help today",
                "needs an answer today",
                "deteriorating",
                "immediate risk",
                "immediate danger",
                "life threatening",
                "suicidal",
                "unsafe tonight",
                "before tonight",
            ],
            Self::Incident => &[
                "datix",
                "incident form",
                "adverse event",
                "serious event",
                "significant event",
                "never event",
                "near miss",
                "duty of candour",
                "wrong patient",
                "overdose",
                "was harmed",
                "came to harm",
                "patient died",
                "pt died",
                "died because",
                "died before",
                "died after",
            ],
            Self::Complaint => {
                &["complaint", "formal complaint", "complain formally", "make a complaint", "ombudsman", "legal action", "compensation"]
            }
            Self::Patient => &[
                "this patient",
                "my patient",
                "a patient of mine",
                "patient of mine",
                "one of my patients",
                "this pt",
                "my pt",
                "please chase",
                "please expedite",
                "can you expedite",
                "her appointment",
                "his appointment",
                "this lady",
                "this gentleman",
                "this man",
                "this woman",
                "this child",
            ],
            Self::Conduct => &[
                "rude",
                "rudeness",
                "bully",
                "bullied",
                "bullying",
                "shouted at",
                "swore at",
                "unprofessional",
                "incompetent",
                "negligent",
                "aggressive",
                "abusive",
                "racist",
                "sexist",
                "dismissive",
                "lazy",
                "hung up on",
            ],
        }
    }
}

/// The words of a report, small, a blank between them and at both ends.
fn spaced(text: &str) -> String {
    let small = text.to_lowercase();
    let words = small.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |out, word| out + word + " ")
}

/// Which signposts to show at once to whoever wrote this. Nothing is refused for it.
#[must_use]
pub fn proposed(text: &str) -> Vec<Signpost> {
    let text = spaced(text);
    let says = |post: Signpost| post.cues().iter().any(|cue| text.contains(&format!(" {cue} ")));
    Signpost::ALL.into_iter().filter(|post| says(*post)).collect()
}

/// A group's signposts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signposts {
    /// How often they were changed; nought while they are the first words.
    pub version: i64,
    /// What each says, in the order of [`Signpost::ALL`].
    pub words: [String; 5],
}

impl Default for Signposts {
    fn default() -> Self {
        Self { version: 0, words: Signpost::ALL.map(|post| post.first_words().to_owned()) }
    }
}

impl Signposts {
    /// What one of them says.
    #[must_use]
    pub fn says(&self, post: Signpost) -> &str {
        Signpost::ALL.iter().zip(&self.words).find(|(other, _)| **other == post).map_or("", |(_, words)| words)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn words_of_a_report_propose_a_signpost_and_parts_of_words_do_not() {
        for (text, expected) in [
            ("Letters come late every week.", vec![]),
            ("I have Datixed it twice; Datix 123 closed.", vec![Signpost::Incident]),
            ("This pt needs seen today,\nplease", vec![Signpost::Urgent, Signpost::Patient]),
            ("The registrar was RUDE and shouted  at my nurse", vec![Signpost::Conduct]),
            ("We want to make a complaint", vec![Signpost::Complaint]),
            ("The intrudeation of lazyness", vec![]),
            ("An urgent referral goes astray most weeks", vec![]),
        ] {
            assert_eq!(proposed(text), expected, "{text}");
        }
    }
}
