//! What follows "MR", "MS", "Miss", "Master" or "Baby" where they are no titles.

/// After "MR": magnetic resonance.
pub(super) const AFTER_MR: &str = "scan scans scanner scanners scanning imaging image images angiogram angiograms angiography angio \
spine brain head knee liver pelvis pelvic prostate abdomen abdominal shoulder hip ankle foot wrist elbow hand cardiac heart breast orbits \
pituitary iam iams mrcp venogram venography urogram urography enterography enteroclysis elastography spectroscopy arthrogram arthrography \
guided whole whole-body lumbar cervical thoracic sacral small bowel rectum rectal request requests requesting slot slots list lists listing \
safety safe unsafe compatible conditional protocol protocols report reports reporting result results sequence sequences department dept \
waiting wait waits booking bookings vetting capacity appointment appointments appt appts team unit suite radiographer radiographers \
radiologist contrast neck neuro neurogram perfusion defecography proctogram ct us xr iacs referral referrals backlog demand access \
imaging-guided findings finding cholangiogram cholangiopancreatography tractography biopsy number numbers form forms service services \
screening study studies examination exam exams pathway turnaround list-times times time sar mra mrv men right";

/// After "MS", "Miss", "Master" or "Baby": multiple sclerosis, a verb, a copy, a check.
pub(super) const AFTER_MS: &str = "nurse nurses patient patients pt pts clinic clinics relapse relapses team teams society specialist \
specialists service services word office excel outlook access forms sharepoint windows project powerpoint onedrive edge exchange azure \
diagnosis treatment drug drugs drg dmt dmts therapy symptoms trust register centre pathway referral referrals consultant flare flares \
drs doctor doctors and or rate rates list lists copy copies file files plan index patient's box boxes check checks clinics unit bank \
formula milk food foods clinic's group groups steps weighing massage loss friendly boy boy's girl girl's born on at in of for the no was is \
record key template templates spreadsheet document class bedroom student degree university data version log calendar care \
out it this that these those them any some one two what screening appointment appointments appt appts deadline deadlines opportunity \
sepsis fractures fracture";
