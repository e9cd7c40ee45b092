//! One dated event of a rare condition: few have it, and on that day only one came.

use super::{Kind, Rule, Severity::Warn};

/// Conditions of which a board sees a handful a year.
pub(super) const CONDITIONS: &str = r"\b<huntington'?s|creutzfeldt jakob|cjd|motor neurone|mnd|als|myasthenia|lambert eaton|guillain barre|duchenne|myotonic dystrophy|friedreich'?s|tuberous sclerosis|neurofibromatosis|wilson'?s disease|haemochromatosis|porphyria|phaeochromocytoma|addison'?s|addisonian|acromegaly|cushing'?s|conn'?s|carcinoid|insulinoma|marfan'?s?|ehlers danlos|osteogenesis imperfecta|achondroplasia|fabry'?s?|gaucher'?s?|pompe|phenylketonuria|pku|mcad|galactosaemia|cystic fibrosis|haemophilia|von willebrand|thalassaemia|sickle cell|sickle|ttp|aplastic anaemia|amyloidosis|sarcoidosis|takayasu'?s?|behcet'?s|wegener'?s|granulomatosis|kawasaki|scleroderma|dermatomyositis|retinoblastoma|neuroblastoma|mesothelioma|osteosarcoma|ewing'?s|wilms'?|moyamoya|cadasil|mitochondrial|narcolepsy|rabies|tetanus|diphtheria|anthrax|botulism|leprosy|malaria|prader willi|angelman|rett|turner syndrome|klinefelter'?s?|di ?george|hirschsprung'?s|biliary atresia|situs inversus|locked in syndrome|transverse myelitis|neuromyelitis|stiff person|sjxgren|toxic epidermal|stevens johnson|pemphigus|epidermolysis bullosa|xeroderma>\b";

pub(super) const RULES: [Rule; 2] = [
    Rule::new(Kind::RareEvent, Warn, r"({rare}[^!?]{0,120}?\b(?:{number date}|{word date}))"),
    Rule::new(Kind::RareEvent, Warn, r"(\b(?:{number date}|{word date})[^!?]{0,120}?{rare})"),
];
