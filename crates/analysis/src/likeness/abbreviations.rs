//! The field's abbreviations, written out, so that both sides' shorthand means the same.

use std::collections::HashMap;

/// What people type, and what it stands for.
const FIELD: &[(&str, &str)] = &[
    ("idl ids idd", "discharge letter"),
    ("opd opc outpt outpts", "outpatient clinic"),
    ("op", "outpatient"),
    ("f/u fu f/up", "follow-up"),
    ("tto ttos tta ttas", "take-home medicines"),
    ("dna dna'd dnas dnad", "did not attend appointment"),
    ("cna", "could not attend appointment"),
    ("line lines med3 fitnote fitnotes sickline", "fit note"),
    ("dn dns", "district nurse"),
    ("ctac", "treatment room blood test"),
    ("acrt", "triage of referrals with advice"),
    ("sdec", "same-day emergency care"),
    ("amu mau aru", "acute medical admission unit"),
    ("fnc fnh", "flow navigation centre admission"),
    ("kis", "key information summary anticipatory plan"),
    ("acp acps", "anticipatory care plan"),
    ("ooh", "out of hours"),
    ("ecs", "emergency care summary medicines"),
    ("lmc", "local medical committee"),
    ("tci", "date of admission"),
    ("pt pat", "patient"),
    ("pts pats folk", "patients"),
    ("hosp", "hospital"),
    ("appt apt", "appointment"),
    ("appts", "appointments"),
    ("ref refs", "referral"),
    ("d/c dc'd", "discharged"),
    ("dc", "discharge"),
    ("rx script scripts", "prescription"),
    ("meds med drug drugs tablet tablets tabs", "medicines"),
    ("gateway", "electronic referral"),
    ("usc usoc", "urgent suspicion of cancer"),
    ("a&e ae ed casualty", "emergency department"),
    ("cmht cpn", "community mental health team"),
    ("mh", "mental health"),
    ("psych", "psychiatry"),
    ("camhs", "child mental health service"),
    ("u&e u&es", "kidney blood test"),
    ("bloods fbc lft lfts tft tfts", "blood test"),
    ("ecg ecgs", "heart tracing ECG"),
    ("jic", "just in case medicines palliative"),
    ("dnacpr", "resuscitation decision"),
    ("h@h hah", "hospital at home"),
    ("ahp ahps", "allied health professional"),
    ("ot", "occupational therapist"),
    ("slt", "speech and language therapy"),
    ("derm", "dermatology"),
    ("gynae", "gynaecology"),
    ("paeds", "paediatrics"),
    ("neuro", "neurology"),
    ("rheum", "rheumatology"),
    ("ortho t&o", "orthopaedics"),
    ("cardio", "cardiology"),
    ("resp", "respiratory"),
    ("uro", "urology"),
    ("onc", "oncology"),
    ("gastro", "gastroenterology"),
    ("endo", "endocrinology"),
    ("haem", "haematology"),
    ("anaes", "anaesthetics"),
    ("reg regs spr", "registrar"),
    ("fy1 fy2 f1 f2 fy sho", "junior doctor"),
    ("switch", "switchboard"),
    ("secy sec", "secretary"),
    ("hv hvs", "health visitor"),
    ("mw", "midwife"),
    ("poc", "package of care"),
    ("mds dosette nomad blister", "compliance aid"),
    ("sca", "shared care agreement"),
    ("mdt", "multidisciplinary meeting"),
    ("hx", "history"),
    ("dx", "diagnosis"),
    ("rv r/v", "review"),
    ("tx", "treatment"),
    ("ix", "investigations tests"),
    ("wk wks", "weeks"),
    ("mth mths", "months"),
    ("wkd wkend", "weekend"),
    ("yr yrs", "years"),
    ("hr hrs", "hours"),
    ("min mins", "minutes"),
    ("w/o w/out", "without"),
    ("w/ w", "with"),
    ("cos", "because"),
    ("mccd", "death certificate"),
    ("anp anps", "nurse practitioner"),
    ("pn", "practice nurse"),
    ("datix", "incident report"),
    ("trak", "hospital record system"),
    ("emis vision", "practice record system"),
    ("docman", "practice document system"),
    ("portal", "results portal"),
    ("pifu pir", "patient-initiated review"),
    ("haemodialysis hd", "dialysis"),
    ("sas", "ambulance service"),
    ("cns", "specialist nurse"),
    ("gpwsi gpwer", "GP with a special interest"),
    ("hscp", "health and social care partnership"),
    ("vfc", "virtual fracture clinic"),
    ("bp", "blood pressure"),
    ("h/v", "home visit"),
];

/// A table of abbreviations: the field's, and what a group adds.
#[derive(Clone, Debug)]
pub struct Abbreviations(HashMap<String, String>);

impl Default for Abbreviations {
    fn default() -> Self {
        let pairs = FIELD.iter().flat_map(|(short, long)| short.split(' ').map(|short| (short.to_owned(), (*long).to_owned())));
        Self(pairs.collect())
    }
}

impl Abbreviations {
    /// The field's own table with a group's words added; a group's word goes before the field's.
    #[must_use]
    pub fn with(own: &[(String, String)]) -> Self {
        let mut table = Self::default();
        table.0.extend(own.iter().map(|(short, long)| (short.trim().to_lowercase(), long.trim().to_owned())));
        table
    }

    /// The text with what is short written out. All else stays as it is.
    #[must_use]
    pub fn written_out(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        for (at, piece) in text.split_whitespace().enumerate() {
            if at > 0 {
                out.push(' ');
            }
            self.push(piece, &mut out);
        }
        out
    }

    /// One word with the signs around it; of two words with a stroke between, each, unless both together stand for something.
    fn push(&self, piece: &str, out: &mut String) {
        let core = piece.trim_matches(|sign: char| !sign.is_alphanumeric());
        let slash = piece.strip_prefix(core).filter(|after| !core.is_empty() && after.starts_with('/')).map(|_| format!("{core}/"));
        let found = slash.and_then(|short| self.long(&short)).or_else(|| self.long(core));
        if let (Some(long), Some(start)) = (found, piece.find(core)) {
            out.push_str(&piece[..start]);
            out.push_str(long);
            out.push_str(&piece[start + core.len()..]);
            return;
        }
        if let Some((before, after)) = piece.split_once(['/', '-']).filter(|(before, after)| !before.is_empty() && !after.is_empty()) {
            self.push(before, out);
            out.push_str(&piece[before.len()..piece.len() - after.len()]);
            return self.push(after, out);
        }
        let whose = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).and_then(|owner| self.long(owner));
        match whose {
            Some(long) => out.push_str(&piece.replacen(core, long, 1)),
            None => out.push_str(piece),
        }
    }

    fn long(&self, short: &str) -> Option<&str> {
        self.0.get(&short.replace('’', "'").to_lowercase()).map(String::as_str)
    }
}
