//! Words of the field that begin with a capital, or are none of anybody's name.

/// Places, bodies, days and months, written with a capital. A word after "pt" that is one of them is no name.
pub(super) const PROPER: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january \
february march april june july august september october november december feb apr jul aug sep sept oct nov dec easter \
christmas hogmanay scotland scottish england english wales welsh ireland irish britain british uk edinburgh glasgow aberdeen dundee \
inverness stirling perth lothian lothians fife tayside grampian highland highlands borders lanarkshire ayrshire arran galloway dumfries \
forth valley clyde orkney shetland western isles livingston falkirk kirkcaldy dunfermline paisley london royal general infirmary \
queen victoria elizabeth university st saint saint's st's john's trakcare trak emis vision docman datix sci gateway clinical portal \
refhelp teams microsoft word excel outlook nhs gp gps ooh hscp lmc cmo hepma camhs dnacpr dnar kis ecs idl ahp ahps cpn cpns mri ct ecg echo \
ed aau amu mau aru sdec ambulance consultant scas sas nes his psd sign nice bma rcgp mddus mdu covid flu english polish arabic urdu \
punjabi cantonese mandarin bengali hindi gaelic european ukraine ukrainian syrian american asian african chinese muslim catholic jewish \
parkinson parkinson's alzheimer alzheimer's crohn crohn's foley hickman ryles raynaud's sjogren's sjxgren's graves graves's hashimoto's \
addison's cushing's paget's dupuytren's bell's baker's colles colles' hodgkin hodgkin's huntington's wilson's marfan marfan's down down's \
tourette's turner turner's barrett's barrett hirschsprung's perthes kawasaki meniere's mxnixre's guillain wernicke's korsakoff lewy \
charcot behcet's achilles murphy's glasgow wells waterlow must rockall bristol epley doppler holter schirmer's romberg's babinski \
trendelenburg lachman mantoux heaf apgar barthel edmonton hamilton bartholin's kaposi's wegener's coombs gleason";

/// Words of the wards and surgeries, lower case: what a patient has, gets, does, or where.
pub(super) const FIELD: &str = "mr mrs ms miss mx dr drs prof professor sister pt pts patient patients safety experience access portal leaflet leaflets info pathway pathways journey group \
groups focused centred transport list lists admitted admission admissions discharged discharge discharges referred referral referrals \
seen reviewed review reviews rang phoned called contacted told asked advised attended attends attending attend dna dnad cna booked \
bookings booking cancelled cancel rebooked vetted rejected redirected returned accepted transferred transfer handed handover \
deteriorated collapsed died death dying palliative unwell well stable sick ill septic sepsis confused delirious frail elderly housebound \
pregnant postnatal antenatal paediatric paeds adult adults child children baby babies neonatal male female man woman lady gentleman gent \
boy girl mum mother dad father parent parents son daughter wife husband brother sister partner carer carers family relative relatives \
gran neighbour friend guardian next kin nok himself herself themselves declined refused refuses declines consented consent capacity \
lacking lacks complains complained presenting presented presents diagnosed diagnosis diagnoses treated treatment treatments started \
stopped changed restarted prescribed prescription prescriptions medication medications meds med medicine medicines dose doses dosing \
drug drugs tablet tablets antibiotic antibiotics insulin warfarin heparin apixaban rivaroxaban edoxaban dabigatran methotrexate lithium \
amiodarone digoxin metformin gliclazide ramipril lisinopril amlodipine bisoprolol furosemide bumetanide spironolactone omeprazole \
lansoprazole paracetamol ibuprofen naproxen codeine morphine oxycodone fentanyl tramadol gabapentin pregabalin amitriptyline sertraline \
citalopram fluoxetine mirtazapine venlafaxine olanzapine quetiapine risperidone clozapine haloperidol lorazepam diazepam zopiclone \
prednisolone dexamethasone hydrocortisone levothyroxine thyroxine carbimazole alendronate denosumab adalimumab infliximab rituximab \
tacrolimus azathioprine mycophenolate ciclosporin salbutamol tiotropium montelukast allopurinol colchicine atorvastatin simvastatin \
clopidogrel aspirin ticagrelor enoxaparin dalteparin tinzaparin semaglutide liraglutide empagliflozin dapagliflozin levetiracetam \
valproate lamotrigine carbamazepine phenytoin trimethoprim nitrofurantoin amoxicillin doxycycline clarithromycin flucloxacillin \
gentamicin vancomycin ozempic mounjaro eliquis clexane movicol laxido fortisip ensure botox semaglutide tirzepatide testosterone oestrogen \
hrt doac doacs noac ppi ppis ssri ssris nsaid nsaids dmard dmards opioid opioids steroid steroids statin statins inhaler inhalers bloods \
blood test tests testing result results sample samples urine swab biopsy scan scans xray x-ray ultrasound imaging mri echo ecg endoscopy \
colonoscopy gastroscopy cystoscopy bronchoscopy spirometry cannula catheter catheters stoma drain dressing dressings wound wounds suture \
sutures stitches staples clips cast splint surgery surgeries surgical operation procedure theatre theatres clinic clinics ward wards bed \
beds bay room hospital hospitals practice practices surgeon surgeons consultant consultants registrar registrars reg juniors junior doctor \
doctors nurse nurses midwife midwives physio physios pharmacist pharmacists pharmacy paramedic paramedics receptionist receptionists \
secretary secretaries team teams service services unit department departments cardiology cardiac neurology neuro neurosurgery dermatology \
derm rheumatology rheum respiratory renal urology gynaecology gynae obstetrics maternity oncology haematology haem gastro \
gastroenterology endocrine endocrinology diabetes diabetic ophthalmology eye ent orthopaedics ortho orthopaedic vascular plastics \
psychiatry psych mental health liaison geriatrics geriatric stroke trauma radiology pathology microbiology biochemistry dental optician \
optometry audiology podiatry dietetics dietitian anaesthetics anaesthetic colorectal breast lung bowel skin cancer cancers tumour \
lymphoma leukaemia fracture fractures fall falls falling pain chest abdominal headache dizzy rash infection infections cellulitis \
pneumonia uti copd asthma angina hypertension hypertensive epilepsy epileptic seizure seizures dementia depression anxiety anaemia \
thyroid kidney liver heart failure attack atrial af ckd aki dvt tia ibd ibs crohn's arthritis gout psoriasis eczema acne hernia gallstones \
obesity alcohol smoker smoking weight height bmi bp pulse temp sats oxygen fit note notes notice letter letters record records report \
reports form forms template email emails phone call calls message messages app text contact number numbers address details name names \
home homes care nursing residential hospice community district social work school university diagnosis history exam examination plan \
plans advice management followup follow-up f/u rv hx dx ix rx o/e c/o d/c outpatient outpatients inpatient inpatients opd day case \
waiting time times list appointment appointments appt appts slot slots urgent routine emergency emergencies acute chronic long term \
condition conditions symptoms symptom problem problems issue issues feedback complaint complaints satisfaction survey confidentiality \
records information representative involvement participation voice questionnaire group initiated identifier identifiers demographics \
identifiable data flow hub line helpline education held passport reported outcome outcomes measures opinion \
protection psychology development minder screening vaccination vaccine vaccines immunisation jab jabs smear smears cervical mammogram dexa holter monitor monitoring device pump";
