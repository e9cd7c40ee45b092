//! The sentences that identifiers are put in (`#`), and clean ones: two sets. The rules were written
//! with the first in mind; the second was written when they were done.

pub(crate) struct Set {
    pub(crate) numbers: &'static [&'static str],
    pub(crate) births: &'static [&'static str],
    pub(crate) postcodes: &'static [&'static str],
    pub(crate) telephones: &'static [&'static str],
    pub(crate) mails: &'static [&'static str],
    pub(crate) addresses: &'static [&'static str],
    pub(crate) titled: &'static [&'static str],
    pub(crate) bare: &'static [&'static str],
    pub(crate) surgeons: &'static [&'static str],
    pub(crate) clean: &'static [&'static str],
}

pub(crate) const FIRST: Set = Set {
    numbers: &[
        "CHI # not on the letter", "Letter for # arrived a week late.", "pt (#) sent home without meds", "please see # re bloods", "#: no IDL received",
        "Discharged 3 days ago, NHS no. #, nothing since", "wrong sticker, # is another patient", "#", "seen in ward 12, # , no plan", "results filed under # by mistake",
    ],
    births: &[
        "DOB # wrong on the label", "d.o.b. #, no letter", "Patient born # was sent home", "date of birth: #", "D.O.B # on form", "Wrong date of birth (#) on two letters",
        "her dob is # and the letter says otherwise", "She was born on # in Fife", "DoB - #", "dob=#; no plan", "# (DOB) not matched", "Date of birth given as #",
    ],
    postcodes: &[
        "Letter went to # instead", "lives at #, no package of care", "moved to # in May", "old address # still on Trak", "# is outside the catchment they said",
        "Postcode # was refused by the district nurses", "sent to # again", "pt from # waited 9 hours", "home is #", "she stays in # with her son",
    ],
    telephones: &[
        "ring her on # after 5", "mobile # was wrong on the referral", "pt's number is #", "Call the daughter on #.", "no answer from # all day", "tel: #",
        "NOK # not told", "his phone # is never tried", "contact # please", "left a message on #, nobody rang back",
    ],
    mails: &[
        "she asked for it to go to #", "Email # bounced", "her email is #.", "results were sent to # in error", "contact: #", "daughter's address #, no reply",
        "write to # please", "pt mail # on the form", "copied to # by mistake", "# never got the link",
    ],
    addresses: &[
        "lives at #, no carer", "Letter went to # again.", "sent home to # by taxi", "still has # as the address", "found at #", "moved from # in June",
        "oxygen was delivered to #", "visit to # was missed", "her house, #, has stairs", "package for # cancelled",
    ],
    titled: &[
        "# was discharged with no letter", "We had # in yesterday asking for results", "letter about # took 3 weeks", "Could somebody ring # back", "re #: no plan",
        "saw # today", "# DNA'd as the letter went to the wrong place", "GP asked to chase bloods for #", "spoke to # on the phone", "pt #, on warfarin, no INR",
        "Referral for # bounced twice.", "The daughter of # is upset", "# and family were told nothing", "asked #'s pharmacy to stop it", "no IDL for # after 9 days",
    ],
    bare: &[
        "pt # had no letter", "Pt # sent home", "patient # was told to ring", "a lady called # waited", "her daughter # rang us", "Patient: #, no meds", "man named # came in", "the patient, #, was upset",
        "husband # not told", "re: @ # not seen", "Patient name: @ #", "mum # phoned",
    ],
    surgeons: &[
        "under #", "Under the care of # since May", "#'s clinic is full", "#'s secretary never answers", "letter from # took 6 weeks", "referred to # in March", "#'s list was cancelled",
        "secretary to # asked us", "seen by # and discharged", "consultant # replied", "#, consultant surgeon, agreed", "clinic letter from # says", "on the list of #", "pts of #'s team",
    ],
    clean: CLEAN,
};

const CLEAN: &[&str] = &[
    "MR scan booked in ward %", "MR angiogram report took % weeks", "MS patients wait % months", "MS nurse clinic has % slots", "the miss rate is % percent", "ms word template version %",
    "Parkinson's nurse on ward %", "Foley catheter size % left in", "Mon %/3 clinic cancelled", "St John's ward % closed", "bleep 23% not answered", "ext 512% rings out", "K+ 6.% phoned late",
    "BP 1%/80 on arrival", "apixaban %mg bd", "REF 2024/1234%", "W1234% on Datix", "NHS 24 took % calls", "EH% practices were not told", "practice code S123%", "M&S voucher %", "version %.4.2",
    "page % of the SOP", "Datix 1234% raised", "ICD code E11.%", "seen on %/03/2026 and again in May", "Meeting on % March 2026", "at %:30 the lab rang", "aged over %", "patients in their %s",
    "pt seen %/12 ago", "pt DNA'd % times", "patient told % weeks", "Patient Safety meeting % held", "Patient Portal down % days", "we miss % referrals a week", "GPs miss sepsis % times a year",
    "https://example.org/guide/%?a=1", "eGFR % on repeat", "Na 1%, K 4.2, urea 6.1", "Dr Campbell's clinic runs % late", "Prof Reid asked % GPs", "Sister on ward % said no", "Crohn's flare line % calls",
    "Dupuytren's list % long", "Royal Infirmary, ward %", "NEWS 1 0 0 % 0", "Hb 1% g/L", "ticket 1234% open", "order 12345% lost", "% min walk down the road", "% week wait for the clinic place",
    "TTO for % days only", "script for % tablets", "MRI % weeks, CT % weeks", "GP10 pad % missing", "Bell's palsy pathway step %", "B12 %nd dose", "L4/L5 level % disc", "Born at % weeks, no summary",
];

pub(crate) const SECOND: Set = Set {
    numbers: &[
        "Why was # copied to three surgeries", "Bloods (#) never came back", "IDL - # - blank medication box", "the woman with CHI number # has gone home", "Trak shows # twice; merged?",
        "This is about #", "ECS for # is out of date.", "Two letters today: # and another", "pls can cardiology look at # again", "gave up on # after 40 min in the switchboard queue",
    ],
    births: &[
        "The label said dob: # which is his brother's", "Referral rejected because the D.O.B. was entered as #", "he was born # and has no carer", "Pt (DOB #) waited 5 h", "date of birth recorded as # on one system",
        "M, d.o.b # , fell again", "born on the # in Lagos", "Date of Birth = #", "DOB is #", "Two patients with DOB # on the ward", "ID check: date of birth # ok", "#, date of birth, was on the wristband",
    ],
    postcodes: &[
        "Ambulance went to # and not to the new flat", "The system has # for her", "Taxi booked to #", "discharged to # with no key", "community nurses do not cover # apparently",
        "the family live at #", "home address #", "in # since Friday", "it's # not what Trak says", "Carer lives #",
    ],
    telephones: &[
        "the lady can be reached on #", "Nobody tried #.", "we were given # which is her neighbour", "#, ask for the son", "He asked to be phoned on # only", "ring back # re result",
        "Next of kin: #", "contact no. # is out of date on your system", "Text reminders go to # (an old mobile)", "wife's mobile: #",
    ],
    mails: &[
        "appointment link sent to # by mistake", "he gave # as his contact", "Please use # not post", "her son (#) complained", "emailed twice, #, no answer",
        "e-mail: #", "the address on file is #", "reply went to #", "pt wants everything to #", "forwarded from #",
    ],
    addresses: &[
        "Crew sent to # by mistake", "Pt of # has no key safe", "next visit # tomorrow", "neighbour at # found her", "the flat at # is damp", "the bed went to #",
        "registered at # since 2019", "#: stairs, no lift", "discharged home to #", "collects scripts near #",
    ],
    titled: &[
        "Please explain to # why nobody rang", "# has been waiting since spring", "This concerns #", "I promised # a call", "med rec for # is wrong again", "# (78) fell on the ward", "the wife of # rang in tears",
        "wrong drug chart for #.", "# – no follow-up arranged", "we got the letter meant for #", "Is # meant to be on apixaban?", "#, who lives alone, went home at 3am", "asked by # to complain", "home visit to # at 7pm",
    ],
    bare: &[
        "our patient # waited", "pt #, discharged Friday", "PATIENT # is not on the list", "gentleman called # fell", "his wife # was not told", "boy named # , no follow up", "girl # sent away", "child # seen twice",
        "son, #, rang the ward", "Re @ # - bloods", "the lady's name is @ #", "grandmother # waits",
    ],
    surgeons: &[
        "listed by # for a hernia", "# operated in May", "the clinic of # runs late", "ask #'s secretary", "#'s registrar said no", "Letters from # come late", "#'s theatre list moved", "for #'s Tuesday clinic",
        "referral to # bounced", "# (orthopaedics) wants a scan first", "surgeon # agreed", "reply from # took weeks", "in #'s outpatients", "#, urologist, wrote back",
    ],
    clean: SECOND_CLEAN,
    ..FIRST
};

const SECOND_CLEAN: &[&str] = &[
    "MR enterography waits % weeks", "MR spine without contrast in % days", "MS relapse line answers % calls in ten", "ms teams call dropped % times", "Miss rate on smear recall % in 100", "Alzheimer's clinic letter % pages",
    "Hickman line bloods x%", "Wed %/10 PM clinic moved", "St Columba's Hospice beds full % nights", "Dect 78% rings and rings", "page 55% for on call", "Trop 1% then 3%", "temp 38.% on arrival", "ramipril 2.5mg x% weeks",
    "order no 2024-000%", "INC00123% still open", "practices in G% and EH% get no copies", "S707% cipher wrong", "app version 4.%.0", "SOP 3.% section 2", "code Z71.%", "SNOMED 123456% wrong", "letters dated %/02/2026 came in April",
    "Since 1 April 202% the form is longer", "call at 18:%0 about K+ 6.9", "over-%5s", "in her late seventies, % drugs", "reviewed %/7 after", "told to phone GP in % days", "Patient Experience team met % times", "Patient Initiated Review in % clinics",
    "juniors miss the tick box % times in ten", "see www.example.org/a%/b", "LFTs x% repeated", "Urea 1%.2", "Dr O'Neill's list of % is gone", "Professor Khan's advice took % weeks", "Nurse on bay % kind", "Paget's leaflet % years old",
    "Western General, ward %", "MUST 0, NEWS %, GCS 15", "CRP 1%", "Call ref 88123%", "Case 10%22 closed", "the % mile lane to the hospital", "park and ride is % stops away", "TTOs late % days running", "% boxes of Fortisip",
    "CT % hours, MR % weeks", "HBP pad runs out in % days", "Colles' fracture pathway: % clinics", "T4 level %, TSH 2", "second dose at % weeks", "Hospital switchboard took %0 minutes", "Thank you to ward % for the kind call", "mr or mrs on every label, % of them wrong",
];
