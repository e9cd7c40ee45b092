//! A house number and a street.

use super::{
    Kind, Rule,
    Severity::Block,
    service::{LIVES, SERVICE},
};

const ADDRESS: Rule = Rule {
    never: r"<hospital|infirmary|clinic|ward|practice|surgery|hospice|health|medical>\b",
    not: &["measures"],
    doubtful: SERVICE,
    certain: LIVES,
    ..Rule::new(Kind::Address, Block, "")
};

pub(super) const RULES: [Rule; 2] = [
    // "Flat 3, 12 Ferry Road", "2/1 14 Hill Street", "7a St John's Place"
    Rule {
        find: r"\b((?:<flat|apartment|apt|flt|no|number|house>\.?~?[0-9A-Z][0-9A-Za-z/]{0,4},?~{1,2}|[0-9]{1,2}(?:/|[Ff])[0-9]{1,2},?~)?[0-9]{1,4}(?: ?[A-Za-z]\b|[/-][0-9]{1,3}[A-Za-z]?\b)?,?~{1,2}((?:[A-Z][A-Za-z'.-]*~){1,3})(?:<street|st|road|rd|avenue|ave|drive|crescent|cres|lane|terrace|terr|gardens|gdns|grove|wynd|brae|mews|vennel|loan|esplanade|cottages>|Court|COURT|Place|PLACE|Pl|PL|Way|WAY|Close|CLOSE|Square|SQUARE|Sq|Park|PARK|View|VIEW|Row|ROW|Walk|WALK|Hill|HILL|Quay|QUAY|Gait|Gate|GATE|Green|GREEN|Bank|BANK|Parade|PARADE|Rise|RISE|Heights|HEIGHTS|Path|PATH|Croft|CROFT|Glebe|Meadows?|Villas|Circus|Neuk))\b",
        ..ADDRESS
    },
    Rule {
        find: r"\b((?:<flat|apartment|apt|flt|no|number>\.?~?[0-9a-z][0-9a-z/]{0,4},?~)?[0-9]{1,4}(?:[a-z]\b|/[0-9]{1,3})?,?~([a-z'-]+~(?:[a-z'-]+~)?)(?:street|road|rd|avenue|ave|drive|crescent|cres|lane|terrace|gardens|gdns|grove|wynd|brae))\b",
        ..ADDRESS
    },
];
