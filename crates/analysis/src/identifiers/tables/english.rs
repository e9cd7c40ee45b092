//! Common words, so that a word behind a title or a cue is not taken for a name.

/// Words that join others: none is ever a surname.
pub(super) const FUNCTION: &str = "a an the and or but nor so yet if then than as at by for from in into of off on onto out over per to under \
until up upon via with within without about above across after again against along among around before behind below between beyond down \
during near past since through throughout towards i me my we us our you your he him his she her hers it its they them their this that \
these those who whom whose which what when where why how is am are was were be been being has have had having do does did doing done can \
cannot can't could couldn't may might must shall should shouldn't will won't would wouldn't not no yes never ever also just only even \
still already too very more most much many few less least some any all both each every either neither other another same such own new old \
first last next one two three four five six seven eight nine ten here there now today tomorrow yesterday tonight once twice hasn't \
haven't hadn't isn't wasn't weren't aren't don't doesn't didn't because although though while whether however therefore";

/// Everyday words of such reports beyond those.
pub(super) const ENGLISH: &str = "able accept accepted account act action actions actual actually add added address afternoon age aged ago agree \
agreed alert allow allowed almost alone always amount angry annoyed answer answered anxious anyone anything appear appeared apparently \
apply appropriate area arrange arranged arrive arrived arrives arriving ask asked asking asks assess assessed assessment assume assumed \
audit available aware away back bad based became become began begin being believe best better big bit block blocked book booked bounced \
box boxes bring brought build busy buy call called calling calls came capacity care cause caused certain chance change changed changes \
charge chase chased chasing check checked checking checks choice choose clear clearly clinician clinicians close closed code codes come \
comes coming comment comments common complete completed computer concern concerned concerns confirm confirmed consider considered contact \
contacted contacting continue continued copied copies copy correct correctly cost couple cover covered criteria current currently cut \
daily date dates day days deadline deadlines deal decide decided decision decisions deep delay delayed delays delivered described desk \
detail details did die different difficult digital direct directly discuss discussed doing door drive drop dropped due duplicate early \
easier easily easy effect electronic else email emailed empty end ended enough ensure entered entry error errors especially evening event \
events everyone everything evidence exact exactly example except expect expected explain explained extra face fact fail failed fails fair \
far fast fax feel feels felt file filed files fill filled final finally find finding findings fine finish finished fit fix fixed flag \
flagged follow followed following follows forget forgot form forms found free frequent frequently friday front full further future gap \
gaps gave general get gets getting give given gives giving glad go goes going gone good got great group grateful had half hand handed \
hands happen happened happening happens happy hard harm head hear heard help helped helpful high hold home hope hour hours huge hung idea \
impact important improve inappropriate include included includes including incorrect increase instead involved irritating job jobs join \
keen keep keeps kept kind knew know known knows lack large late lately later latest learn leave leaves leaving led left legible let level \
light like likely line link links live lives living local log long longer look looked looking looks lose loses losing lost lot lots low \
made mail main make makes making manage managed manager march mark marked matter matters mean means meant meanwhile meeting meetings mention \
mentioned mentions met mid midnight middle mind minor minute minutes miss missed misses missing mistake mix mixed moment monday money \
month monthly months morning move moved moves moving multiple name named near nearly necessary need needed needing needs night nobody \
none noon normal normally note noted nothing notice noticed number numbers obvious occasion occasions odd offer offered office often okay \
open opened opening opportunity option options order ordered ordering orders organise original otherwise outcome outside overdue page \
pages paper part particular particularly pass passed pay pending people perhaps period person personal phone phoned piece place placed \
plan planned planning plans please pleased plus point points policy poor position possible post posted prefer prepared present pressure \
prevent previous previously print printed priority private probably problem problems process processed progress proper properly protocol \
provide provided public pull put quality question questions queue quick quickly quite raise raised ran rang rate rates rather reach \
reached read reading ready real really reason reasons receive received receiving recent recently record recorded records reduce refer \
refers refused regarding regular regularly reject rejected related relevant rely remain remained remember remind reminder removed repeat \
repeated repeatedly replied replies reply report reported reports request requested requesting requests require required requires respond \
responded response responsible rest resulted return returned returns review right ring ringing rings risk role round route routinely rude \
rule run running rushed sad safe safely same save saw say saying says scanned second see seeing seem seemed seems seen sees send \
sending sends sense sent separate serious service set several share shared sheet short shortage show showed showing shown shows side sign \
signed significant signs similar simple simply single site sites sitting situation slip slow small solution solved someone something \
sometimes soon sorry sort sorted source spare speak specific spend spent spoke staff stage standard start started starting state stated \
stay stayed steps sticker stop stopped straight strong stuck sudden suddenly suggest suggested suitable support supposed sure system \
systems take taken takes taking talk target task tasks team tell telling term terms thank thanks thing things think thinking thought \
thoughts thursday tick ticked time times timely tired title together told took top total totally trace track tried trouble true trust try \
trying tuesday turn turned turns twice type typed unable unaware unclear understand unfortunately unless unlikely unnecessary unplanned \
unsafe unsure untreated update updated updates urgently use used useful user using usual usually vague view visit visited visits wait \
waited waiting waits walk want wanted wants wards warning waste wasted way ways wednesday week weekend weekends weekly weeks went willing \
wish witness wonder word words work worked working works worried worse worst worth write writes writing written wrong wrote year years \
yearly thankfully trainee trainees student students interface hey hello hi dear re fyi nb ps asap eg ie etc subtle crucial vital key \
red flags nuance context targets point doses diagnoses anything everyone bits stuff loads tons trick triage ambulance bus lunch breaks";

/// What is counted before "road", "drive" or "lane": a way to go, and no address.
pub(super) const MEASURES: &str = "hour hours hr hrs minute minutes min mins mile miles km metre metres week weeks wk wks day days month months \
year years yr yrs patients pts practices gps wards beds people times letters calls clinics nurses doctors steps weeks' months' hours' more \
the a an of to in on at by for from and or is was per down up along lane care home";
