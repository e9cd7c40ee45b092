//! Words of the field and of terms of reference: whatever is here belongs to every board, so that it is no local name.

use std::{collections::HashSet, sync::LazyLock};

/// A set of words.
pub(super) struct Words(HashSet<&'static str>);

impl Words {
    pub(super) fn of(words: &'static str) -> Self {
        Self(words.split_whitespace().collect())
    }

    /// Whether a word is among them, in any case.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word) || self.0.contains(word.to_lowercase().as_str())
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $words:literal;)+) => {
        $($(#[$doc])* pub(super) static $name: LazyLock<Words> = LazyLock::new(|| Words::of($words));)+
    };
}

words! {
    /// What headings of terms of reference are made of.
    HEADINGS = "accountability accountabilities administration administrative agenda agendas aim aims amendment amendments appendices appendix
        appointment appointments appraisal approach approval arrangements attendance authority background backfill business cascade cascading
        chairing chairmanship circulation commitment commitments communication communications composition conduct confidentiality conflict
        conflicts constitution contact contacts context decision decisions decision-making declaration declarations definition definitions
        delegation deputies deputising dissemination distribution duration duties engagement equality escalation ethos evaluation evidence
        expectations expenses feedback format framework frequency function functions funding general glossary goal goals governance
        introduction interests interim issues learning links logistics meeting meetings member members membership method methods minute minutes
        mission monitoring notes objective objectives operating operation outcome outcomes outputs overview papers performance philosophy
        planning powers preamble priorities principles procedure procedures process processes progress purpose quorum quoracy rationale
        recommendations records relationships remit remuneration reporting representation resolution resources responsibilities
        responsibility review role roles rules scope secretariat sharing standing standards status strategy structure structures sub-groups
        subgroups substitutes summary support tenure term terms timetable tor training transparency triage values vision voting working";
    /// What stands beside them in headings.
    BESIDE_HEADINGS = "a access an and annual any at by clinical co-chairs core current day days dispute document documents draft email for format
        from future group groups group's group’s how in interface is it its key line lines main next of on or organisational other our out own
        overall parent person policy reference report reports rota schedule shared specific statement strategic team the their time to type
        types used virtual ways we what when where who why with work";
    /// Parts of a document that carry a number.
    PARTS = "section part article appendix annex annexe schedule chapter";
    /// Words that ask, at the beginning of a heading.
    QUESTIONS = "how what when where which who why";
    /// Words that make a sentence of a line.
    FINITE = "are be been can cannot could do does has have is may meets must shall should was were will would";
    /// Words of the lines in which a document says how old it is.
    VERSIONS = "approved date dated drafted issued prepared updated version";
    /// Words that neither belong to a name nor to what goes before one.
    STOPS = "a about above across after again all also although an and any are as at be because been before being below between both but by can
        circulate circulated circulates comes could did do does during each either email's every few for from gets give gives go goes had has
        have he her here his how i if in include included includes including into is issue issues it its let may me members' might more most
        much must my no nor not of off on once one only onto or other our out over own per post posted posts produce produced produces provide
        provided provides publish published publishes read reads receive received receives regarding send sends sent shall share shared she
        should since so some such than that the their them then there these they this those through to too two under until up upon us use used
        uses using via was we were what when where whether which while who whom whose why will with within without would write writes you your
        appear appears appeared carry carries become becomes place placed put see like whose known called named titled than new";
    /// Words that say nothing of whose a channel is.
    EMPTY = "additional annual any appropriate available brief certain clear common dedicated different each established existing final first following formal
        formatted full further future general good group important individual informal interim internal joint key last latest local main many member members
        new next occasional ongoing other own periodic possible progress project prompt regular relevant same second separate several short
        similar simple single specific standard standing suitable summary timely usual various verbal written oral action actions policy
        status clinical financial service quick electronic";
    /// How often a channel comes.
    OFTEN = "daily weekly fortnightly monthly bimonthly bi-monthly quarterly annual yearly termly two-weekly four-weekly six-weekly friday monday tuesday
        wednesday thursday";
    /// Channels that go out under a name of their own.
    CHANNELS = "newsletter newsletters bulletin bulletins e-bulletin ebulletin e-newsletter intranet mailing mailings mailout mailshot magazine gazette newssheet noticeboard";
    /// Channels whose word means other things too.
    WEAK_CHANNELS = "email emails e-mail e-mails mail mails update updates briefing briefings digest digests circular circulars website webpage blog podcast
        portal webinar webinars newsfeed roundup round-up huddle brief";
    /// What may stand behind a channel and belong to it.
    BEHIND_CHANNELS = "page pages site sites list lists channel channels feed bulletin newsletter newsletters email emails update";
    /// What makes another thing of a channel's word.
    NO_CHANNELS = "address addresses meeting meetings report reports item items paper papers session sessions signature system account accounts";
    /// How people are addressed.
    TITLES = "dr mr mrs ms miss prof professor sir dame rev reverend lord lady";
    MONTHS = "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec";
    /// What stands before a year that is part of a law's name, and behind one.
    LAWS = "act acts regulation regulations order directive code bill scheme rules contract gms";
    /// Parts of place names that mean nothing alone.
    PLACE_PARTS = "north south east west northern southern eastern western north-east north-west south-east south-west greater upper lower mid central
        saint st royal new old great isle isles";
    /// What an organisation or a place of work is called.
    ORGANISATIONS = "agency alliance association authority board boards building campus centre clinic cluster collaborative college committee committees
        consortium council department directorate division federation forum foundation group groups hospice hospital hospitals house hscp
        hscps hub ijb infirmary institute lmc locality network networks office partnership partnerships practice practices programme school
        sector service services society sub-committee subcommittee sub-group subgroup surgery team trust unit university acf amc adtc ward room street road avenue suite room street road avenue suite";
    /// What a place or a house of learning is called; "of" and a name belong to it.
    PLACES_OF = "hospital infirmary university college school faculty city isle isles kingdom royal county";
    /// Systems and products that a board may use or not, in any case.
    PRODUCTS = "datix trakcare trak docman inphase ulysses emis scriptswitch refhelp refguide accurx sharepoint webex yammer whatsapp systmone
        facebook twitter linkedin youtube zoom";
    /// Places that also stand at the beginning of a sentence, or look like other words.
    PLACES = "aberdeen aberdeenshire angus argyll arran ayr ayrshire borders bute caithness clackmannanshire clyde clydebank cumbernauld dumfries dunbartonshire
        dundee dunfermline edinburgh elgin falkirk fife galloway glasgow grampian hamilton highland highlands inverclyde inverness kilmarnock
        kinross kirkcaldy lanarkshire livingston lochaber lothian lothians midlothian moray nairn oban orkney paisley perth perthshire
        renfrewshire shetland skye stirling stornoway strathclyde sutherland tayside
        birmingham bristol cardiff belfast cumbria devon durham kent leeds liverpool london manchester newcastle norfolk northumberland
        oxford sheffield somerset suffolk sussex wessex yorkshire";
    /// Abbreviations that every board has.
    ACRONYMS = "a4c aac acf acp acrt adhd admd ae agm ahp ahps amc amd amu anp anps aob apc arb aru asc adtc bma bmi cci ccio ccu cd cel cds ceo chi chp cmo cmt cns
        cno cnos copd covid cpd cpn cpr cqc cql cqls ct ctac cv dcc ddd dds dhi dl dme dmd dna dnacpr dpia dvla ecg ecs ed edt eea eia eipr ent epr eu faq faqs fhir
        flu fnc fnh foi foisa fte fy gdc gdpr gi gms gmc gmcs gp gps gp10 gpn gpoc gpst gpsts hais hba1c hbp hdl hee hiv his hr hscp hscps h&scp iad ibd icd icu icp
        id idd ids idl idls ig igs ihi ijb ijbs im&t ipc iso it itu iv jcf jic jit jd kis kpi kpis laer lay lmc lmcs lnc lncs llp mau mcn mcns mccd mds mdt mdts mhra mou mous mp
        mps mri ms msk msp nb nes ngo nhs nhsscotland nhse nice niv nmc nps nss ooh oohs op opd ot ots pa pas pc pcip pcips pca pcr pct pdf pdp pdr pdsa phr phs pid pii pip pir
        pdms plt pm po pq pql pqls psp qa qc qi qip qof raci rag rcgp rcn rcp rcpe rcpsg rcs rct rds rtt saer saers samd sas sasg sbar sca scct sci sctt sdec sea seas sgpc sgpcs sign
        smart smr soar sop sops spa spas spr sps sspc ssi ssis st sts swot tbc tba tbd tia tor tors tta ttas ttg tto ttos tv uk url urls urtow us usa usc ucc wte wifi am vip vpn
        vte who ok na ii iii vi vii viii ix xi xii nhs24 pr ps rsvp tl dr phd md mbe obe ip sg hq html csv cc aim";
}

/// Whether a word belongs to every board, with its plural or its owner's s.
pub(super) fn is_common(word: &str) -> bool {
    let lower = word.to_lowercase().replace('’', "'");
    let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('\'')).unwrap_or(&lower);
    let single = bare.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let known = |word: &str| {
        super::common::COMMON.has(word)
            || [
                &HEADINGS,
                &BESIDE_HEADINGS,
                &FINITE,
                &VERSIONS,
                &STOPS,
                &EMPTY,
                &OFTEN,
                &CHANNELS,
                &WEAK_CHANNELS,
                &BEHIND_CHANNELS,
                &ORGANISATIONS,
                &TITLES,
                &MONTHS,
                &LAWS,
            ]
            .iter()
            .any(|words| words.has(word))
    };
    if PLACES.has(bare) {
        return false;
    }
    known(bare)
        || single.is_some_and(|single| known(&single))
        || bare.strip_suffix('s').is_some_and(known)
        || bare.strip_suffix("es").is_some_and(known)
        || has_usual_ending(bare)
}

/// Endings that names hardly have.
fn has_usual_ending(word: &str) -> bool {
    const ENDINGS: &str = "tion sion ment iness eness ity ance ence ing ologist ology ative itive ctive sive ical ional onal ual eral oral ural atric iatry able
        ible ful ous ally ism graphy pathy metry ised ized ated ified ency ancy arian icist";
    let stem = word.strip_suffix('s').unwrap_or(word);
    word.len() >= 6 && ENDINGS.split_whitespace().any(|ending| word.ends_with(ending) || stem.ends_with(ending))
}

/// Whether an abbreviation is one that every board has.
pub(super) fn is_common_acronym(word: &str) -> bool {
    let lower = word.to_lowercase();
    ACRONYMS.has(&lower) || lower.strip_suffix('s').is_some_and(|one| ACRONYMS.has(one))
}
