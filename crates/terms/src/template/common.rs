//! Words that terms of reference write with a capital and that are nobody's name.

use std::sync::LazyLock;

use super::vocabulary::Words;

/// The words, one of each, without plurals.
pub(super) static COMMON: LazyLock<Words> = LazyLock::new(|| Words::of(WORDS));

const WORDS: &str = "
    academic accept access accident accountable achieve act acute add addiction address adhere adopt adult advance advanced adverse advice advise
    adviser advisor advisory advocate advocacy age agree agreed aid alcohol align all allied allow alternative ambulance ambulatory amend
    anaesthetic analyse analyst anonymous answer anticipatory antimicrobial apology apologies application apply appoint appraiser appropriate
    approve april area arrange article ask assess asset assist assistant associate assurance assure attend audit author autumn award aware
    awareness balance bank base based bed bedside behaviour benefit best better bid blood board body book both brief britain british budget
    business cabinet calendar call calls cancer capacity cardiac cardiology care career carer carers case cash catering cause champion change chaplain
    chair chairman chairperson chairs chairwoman challenge chamber charge charity check chief child children choice choose christian chronic
    church citizen city civic civil claim class clerk client clinic clinical clinician clock close co co-chair co-chairing cohort collaborate collate
    colleague collect come commissioner commissioning committed committee common communicate community company compare compassion complaint
    complete complex comply concern concerned concern conclude conduct confidential confirm consent consider consultant consult consumer
    contact contain continue contract contractor contribute contributor control convene convener convenor cooperate coordinate co-ordinate coordinator
    co-ordinator co-opt coopted core coroner corporate correct corridor cost could council councillor counsel country course court cover covid create creative
    crisis critical cross cultural culture customer cycle daily data database date day dean death debate debrief december decide declare deep
    define delegate delegated deliver delivery demand dental dentist dentistry depend depending deputy dermatology describe design designated detail determine develop device
    diabetes diagnose diagnostic diary dietetic dietetics dietician dietitian digital direct director directory disability discharge discipline
    disclose disclosure discover discuss disease dispense dispute disseminate distribute district doctor document domain domestic driver drug
    dual due duty each ear early earlier ease easter economy edge edit editor education educator effect effective efficient ehealth elder elderly elect elected elective
    electronic eligible emergency emerging employ employee employer employment enable encourage end endorse energy engage england english ensure enter enterprise
    entire environment equal equality equip equipment equity error escalate essential establish estate estates ethic ethical ethics ethnic europe european evaluate evening
    event every everyone example excellence exception excel exchange executive exercise exist expand expect expert explain explore express
    extend extended extent external eye face facilitate facilitator facility faculty failure fair faith fall falls family farm february federal fee feed
    fellow fellowship field file final finance financial find fire first fit five flow focus follow food foot force foreign forensic form formal formally formulary
    formulate forth forward foster four fourth framework frailty free freedom friday friend front frontline full further future game gap
    gather gender general generic genetic geriatric get girl give global goal gold good govern government graduate grant group grow guardian guest guide
    guideline gynaecology haematology hand handbook handover happen hard harm have head health healthcare healthier healthy hear hearing heart heat held help helpline here
    high higher highlight hire hold holder holiday home hospital host hour hours hours' house housing how human hygiene idea identify identified ill illness imaging
    immediate immunisation impact implement improve improved improvement in in-hours incident include income independent index indicate indicator
    individual infection influence inform informatics information infrastructure inherent initial initiate initiative injury innovation innovate innovative input inpatient inquiry insight inspect
    inspectorate integrate integrated integration integrity intelligence intended intensive intent inter interest interface interim
    intermediate internal international interpret intervention interview invite invited involve involved ireland irish issue item january job join joint
    journey judge july june junior justice keep key kind know knowledge laboratory labour labs land language last late law lay lead leader leadership
    leads learn learning leave lecturer legal legislation length lesson letter level levels liaise liaison library licence life lifelong lifestyle light line link linked list listen
    literacy living local localities locum log long long-term look lose low lunch made mail main maintain make male man manage managed management manager managerial
    managing mandate manual map march market maternal maternity matter matters may maximise meals mean measure measurement media medic medical medicine medicines
    meet mental mentor mentoring merge message metabolic method microbiology midwife midwifery midwives milestone mind minimise minimum minister ministerial ministry
    minor minority mobile model moderator modern modernisation modernise module monday money monitor month monthly more morning most motion move multi
    multidisciplinary multiprofessional multi-agency multi-disciplinary multi-professional music must mutual name named nation national nationwide need needs
    negotiate neonatal neurology never new news next night nine nominate nominated nominee non non-clinical non-executive non-medical none norm normal normally north northern
    not note notice notify november nuclear number nurse nurses nursing nutrition object observe observer obstetric obstetrics occupational october offer
    office officer officers official older oncology one ongoing online only open operate operational ophthalmology opinion opportunity optical
    optician opticians optimise option optometrist optometrists optometry oral order ordinary organisation organise organiser oriented origin
    original orthopaedic orthopaedics other out outpatient output outreach out-of-hours overall oversee oversight own owner pack paediatric paediatrics page pain palliative
    panel paper paramedic paramedics parent parental parliament part participate partner partners party pass past path pathologist
    pathway patient pattern pay peer pending people per perform period permanent permission person personal personnel perspective
    pharmaceutical pharmacies pharmacist pharmacy phase phone phlebotomy physical physician physiotherapist physiotherapy pilot place plan plans plus podiatrist podiatry point police policy polypharmacy pool poor
    population portfolio position positive possible post post-graduate postgraduate potential poverty power practical practise practitioner pre precedence prefer pregnancy premises prepare prescribe
    prescriber prescription present president press pressure prevent prevention previous primary primary-care principal principle print prior prioritise priority prison private proactive problem
    process procure procurement produce product profession professional professions professor profile programme progress project promote proper property propose proposal protect protected
    protocol prove provide provider provision psychiatrist psychiatry psychologist psychology public publish purchase pursue quality quantity quarter quarterly question quick quorate race
    radiographer radiographers radiography radiologist radiology raise range rapid rate rationale reach read ready realistic reason receive recent recognise recommend reconvene record recover recovery recruit
    redesign reduce refer referee reference referral referrer refers reflect reform refresh regard region regional register registered registrar registrars registry regular regulate regulator rehab rehabilitation relate
    related relation release relevant reliable relief remain remedial remote renal renew report reporter representative represents request require required requirement
    research resident residents residential resilience resilient resolve resource respect respective respiratory respond response responsible rest result retain retired return review reviewer revise reward right rights rise
    risk risks road role room rotate rotation round route routine rule run rural safe safeguard safer safety salaried sale sample saturday save scheduled schedule scheme
    science scientific scientist scientists scotland scotland's scottish screen scrutiny seamless season seat second secondary secondary-care secretary section sector
    secure security see seek select self senior sense separate september series serve set seven sexual shadow shape share sheet
    shift short should show side sign significant single sit site six skill skills slot small smart smoking social society soft software solution solve
    sort source south speak speaker special specialist speciality specialties specialty specific specify speech spend spine spiritual sponsor spread spring staff staffing stage
    stakeholder stand standard standing start state statement station statistic statistics status statutory steer steering step sterile steward stock stop store story strand
    strategic strategically strategies stream strength strengthen stress stroke strong student study sub subgroup submit substance substantive substitute success successful succession suggest suicide suitable
    summarise summer sunday supplement supplies supply support surgeon surgeons surgery surgical survey sustain sustainable sustainability switchboard symposium synthesis system systems systematic table
    take talk target task taxi teach team technical technician technology telephone telehealth telecare tell template ten tender tenure term territorial test text theatre
    theme themed therapeutic therapeutics therapist therapists therapy third thought thread three three-year throughout thursday time title today together tool toolkit
    top topic total touch town track trade tradition train trainee trainer transfer transform transformation transition transport trauma travel treasurer treat trend tribunal triage
    true trust tuesday tutor two type ultimate unable undergraduate understand undertake uni union unique unit united universal unless
    unplanned unscheduled update upgrade urgent urgency urology us use user usual valid validate valuable value varied variety vascular venue version veteran vice vice-chair victim video view viewpoint virtual vision
    visit visitor voice volume voluntary volunteer vote voter vulnerable wait wales walk want ward warm waste water way web wednesday week weekend weekly weight welcome
    welfare well wellbeing well-being welsh west what when where whistleblower whistleblowing who whole whole-system wide wider winter wish woman women word words work worker workers workforce working workload workplace works workshop workstream
    world worth write year yearly year-on-year yes young youth zone
    deputise deputises chaired chairs nurse-led gp-led led mac managed-clinical ad hoc ex officio et al etc vs via per ie eg
    duty-of-candour candour caldicott hippocratic datasets dataset ethos excellence kardex dosette parkinson's gaelic
    kingdom republic commonwealth parliament holyrood westminster crown secretariat parliamentary
    christmas ramadan eid diwali bank-holiday monday-friday
    teams outlook microsoft word excel powerpoint adobe acrobat google internet
    turas gateway nearme near knowledge network rightdecisions
    mon tue tues wed weds thu thur thurs fri sat sun tracker tracking flowchart diagram spreadsheet noticeboard blog
    nolan chatham suspected suspect golden jubilee button inbox box bell
    it's that's there's today's let's one's i'm i'd i'll we're you're they're
    appendix annex annexe footnote figure gmc-registered fast agile lean kaizen kanban kotter pareto gantt anhoj
";
