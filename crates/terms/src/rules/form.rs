//! The form of each rule: its fields, what stands in them, and how they are read.

use group::{membership::CAPABILITIES, rules::Rule};
use kernel::{
    Result,
    error::FieldError,
    form::{Checks, Fields, TextRule},
    page::{Field, Input},
};

use super::answers::{
    Answer, Backfill, Balance, Board, Coverage, Frequency, MinuteGroups, NamedGroup, NamedNetwork, Networks, Promises, Quorum,
    ReportingLine, Term, Themes, Want,
};
use crate::{
    cadence::{Cadence, Every},
    frequency,
};

/// A box to tick.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Its field.
    pub name: String,
    /// What it says.
    pub label: String,
    /// Whether it is ticked.
    pub on: bool,
}

/// The form of a rule.
#[derive(Clone, Debug, Default)]
pub struct AnswerForm {
    /// Its fields.
    pub fields: Vec<Field>,
    /// What its ticks are about; empty where it has none.
    pub tick_legend: &'static str,
    /// Its ticks.
    pub ticks: Vec<Tick>,
    /// Its rows, each with a heading, and whether it holds something already.
    pub rows: Vec<(String, bool, Vec<Field>)>,
}

/// The most networks that a form holds.
const MOST_NETWORKS: usize = 12;
const OFTEN: &[(&str, &str)] = &[("week", "Every week"), ("month", "Every month")];
const TAKES: &[(&str, &str)] = &[("copy", "Its editor uses our text"), ("list", "Its address sends our mail on")];

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A name and an address in one line, in whatever order and with whatever between: `LMC, office@lmc.example`.
fn named_group(line: &str) -> NamedGroup {
    let strip = |word: &str| word.trim_matches(|sign: char| matches!(sign, '<' | '>' | '(' | ')' | ',' | ';')).to_owned();
    let address = line.split_whitespace().map(strip).find(|word| word.contains('@')).unwrap_or_default();
    let rest = if address.is_empty() { line.to_owned() } else { line.replace(&address, " ") };
    let name = rest.replace(['<', '>'], " ").replace("( )", " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(|sign: char| matches!(sign, ',' | ';' | ':' | '-' | '–' | ' ')).to_owned();
    NamedGroup { name, address }
}

/// An answer as it stands in its form.
#[must_use]
pub(crate) fn typed(answer: &Answer) -> Fields {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
    match answer {
        Answer::Board(own) => {
            vec![pair("name", own.name.clone()), pair("partnerships", own.partnerships.join("\n")), pair("sites", own.sites.join("\n"))]
        }
        Answer::CoChairs(own) => vec![pair("months", number(own.months))],
        Answer::Balance(own) => vec![pair("size", number(own.size)), pair("parity", if own.parity { "yes" } else { "no" }.into())],
        Answer::Coverage(own) => {
            let named = |kind: &str| own.wants.iter().filter(|want| want.kind == kind).map(|want| want.name.clone()).collect::<Vec<_>>();
            let ticks = named("capability").into_iter().map(|key| (format!("want-{key}"), "yes".to_owned()));
            let texts = [pair("sites", named("site").join("\n")), pair("partnerships", named("partnership").join("\n"))];
            texts.into_iter().chain(ticks).collect()
        }
        Answer::Quorum(own) => vec![pair("gps", own.gps.to_string()), pair("consultants", own.consultants.to_string())],
        Answer::Frequency(own) => vec![pair("said", own.said.clone())],
        Answer::Themes(own) => vec![pair("names", own.names.join("\n"))],
        Answer::Promises(own) => vec![pair("triage_days", own.triage_days.to_string())],
        Answer::ReportingLine(own) => (1..).zip(&own.to).map(|(n, to)| (format!("to-{n}"), to.clone())).collect(),
        Answer::MinuteGroups(own) => {
            let line = |group: &NamedGroup| {
                let between = if group.address.is_empty() { "" } else { ", " };
                format!("{}{between}{}", group.name, group.address)
            };
            vec![pair("groups", own.groups.iter().map(line).collect::<Vec<_>>().join("\n"))]
        }
        Answer::Networks(own) => own.networks.iter().enumerate().flat_map(|(at, network)| network_typed(at, network)).collect(),
        Answer::Backfill(own) => vec![pair("said", own.said.clone())],
    }
    .into_iter()
    .collect()
}

fn network_typed(at: usize, network: &NamedNetwork) -> Vec<(String, String)> {
    let cadence = network.cadence;
    let day = |day: i64| match cadence.every {
        Every::Month if day < 31 => day.to_string(),
        Every::Month => "last".into(),
        Every::Week => cadence.every.day_words(day),
    };
    let values = [
        ("name", network.name.clone()),
        ("address", network.address.clone()),
        ("takes", if network.list { "list" } else { "copy" }.into()),
        ("opening", network.opening.clone()),
        ("every", cadence.every.key().into()),
        ("copy_day", day(cadence.copy_day)),
        ("copy_time", cadence.copy_time.strftime("%H:%M").to_string()),
        ("out_day", day(cadence.out_day)),
    ];
    values.into_iter().map(|(name, value)| (format!("{name}-{at}"), value)).collect()
}

/// The form of a rule with what stands in it.
#[must_use]
pub fn form(rule: Rule, typed: &Fields, errors: &[FieldError]) -> AnswerForm {
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let fields = match rule {
        Rule::Board => vec![
            field("name", "The board, or another organisation", Input::Text).hint("Such as NHS Lothian."),
            field("partnerships", "Its partnerships, one a line", Input::Lines(4)),
            field("sites", "Its hospitals and other sites, one a line", Input::Lines(5)),
        ],
        Rule::CoChairs => vec![
            field("months", "Months that a co-chair serves", Input::Number)
                .hint("Leave it empty if the terms set no time. Two years are 24."),
        ],
        Rule::Balance => vec![
            field("size", "Core seats in all", Input::Number).hint("Co-chairs are among them. Leave it empty to name no number."),
            field(
                "parity",
                "GPs and consultants",
                Input::Choice(&[("yes", "As many GPs as consultants"), ("no", "The two sides may differ")]),
            ),
        ],
        Rule::Coverage => {
            vec![field("sites", "Sites, one a line", Input::Lines(5)), field("partnerships", "Partnerships, one a line", Input::Lines(4))]
        }
        Rule::Quorum => {
            vec![field("gps", "GPs who must be there", Input::Number), field("consultants", "Consultants who must be there", Input::Number)]
        }
        Rule::Frequency => vec![
            field("said", "How often, on which day, at what time, how long", Input::Text)
                .hint("As you would say it: every second month, second Tuesday, 12:30, 90 minutes."),
        ],
        Rule::Themes => {
            vec![field("names", "Themes, one a line", Input::Lines(8)).hint("Leave it empty to keep to the list that the group has.")]
        }
        Rule::Promises => vec![field("triage_days", "Working days", Input::Number)],
        Rule::ReportingLine => vec![
            field("to-1", "The group reports to", Input::Text),
            field("to-2", "which reports to", Input::Text),
            field("to-3", "which reports to", Input::Text),
        ],
        Rule::MinuteGroups => vec![
            field("groups", "Groups, one a line, each with its mail address", Input::Lines(8))
                .hint("As “Local Medical Committee, office@lmc.example”. An address that you do not know yet can follow later."),
        ],
        Rule::Backfill => vec![field("said", "In the group’s own words", Input::Lines(4)).hint("Leave it empty to say nothing of it.")],
        Rule::Networks => Vec::new(),
    };
    let ticks = if rule == Rule::Coverage { CAPABILITIES } else { &[] };
    let tick = |(key, label): &(&str, &str)| {
        let name = format!("want-{key}");
        Tick { on: typed.get(&name) == "yes", name, label: (*label).to_owned() }
    };
    AnswerForm {
        fields,
        tick_legend: "And somebody from",
        ticks: ticks.iter().map(tick).collect(),
        rows: if rule == Rule::Networks { network_rows(typed, errors) } else { Vec::new() },
    }
}

/// A row for each network, and two more.
fn network_rows(typed: &Fields, errors: &[FieldError]) -> Vec<(String, bool, Vec<Field>)> {
    let filled = (0..MOST_NETWORKS).rev().find(|at| !typed.get(&format!("name-{at}")).trim().is_empty()).map_or(0, |at| at + 1);
    let row = |at: usize| {
        let field = |name: &str, label: &str, input, or: &str| {
            let name = format!("{name}-{at}");
            let value = Some(typed.get(&name)).filter(|value| !value.is_empty()).unwrap_or(or).to_owned();
            Field::new(name, label, input).value(value).error(errors)
        };
        let fields = vec![
            field("name", "What people call it", Input::Text, "").hint("Clear it to leave this one out."),
            field("address", "Where our mail to it goes", Input::Email, "").hint("Can follow later."),
            field("takes", "How it is passed on", Input::Choice(TAKES), "copy"),
            field("opening", "An opening line for its readers, if any", Input::Text, ""),
            field("every", "How often it comes out", Input::Choice(OFTEN), "week"),
            field("copy_day", "The day by which copy must be there", Input::Text, "")
                .hint("A day of the week, as Wednesday; of a monthly one the day of the month, as 20, or “last”."),
            field("copy_time", "And by what time", Input::Time, "12:00"),
            field("out_day", "The day it comes out", Input::Text, ""),
        ];
        let heading = Some(typed.get(&format!("name-{at}")).trim()).filter(|name| !name.is_empty());
        let heading = heading.map_or_else(|| format!("Network {}", at + 1), str::to_owned);
        (heading, at < filled, fields)
    };
    (0..(filled + 2).min(MOST_NETWORKS)).map(row).collect()
}

/// Reads the form of a rule.
///
/// # Errors
/// [`kernel::Error::Invalid`] with a message for each field.
pub fn read(rule: Rule, fields: &Fields) -> Result<Answer> {
    let mut checks = Checks::default();
    let answer = answer(rule, fields, &mut checks);
    checks.done()?;
    Ok(answer)
}

fn whole(checks: &mut Checks, fields: &Fields, name: &'static str, low: i64, high: i64) -> i64 {
    let read = fields.get(name).trim().parse().ok().filter(|n| (low..=high).contains(n));
    if read.is_none() {
        checks.fail(name, format!("Enter a number from {low} to {high}"));
    }
    read.unwrap_or(low)
}

fn whole_or_none(checks: &mut Checks, fields: &Fields, name: &'static str, low: i64, high: i64) -> Option<i64> {
    (!fields.get(name).trim().is_empty()).then(|| whole(checks, fields, name, low, high))
}

fn names(checks: &mut Checks, fields: &Fields, name: &'static str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in lines(&checks.text(name, fields.get(name), TextRule { required: None, name: "The list", max: 4_000, lines: true })) {
        if !names.iter().any(|name| name.to_lowercase() == line.to_lowercase()) {
            names.push(line);
        }
    }
    if let Some(long) = names.iter().find(|name| name.chars().count() > 120) {
        checks.fail(name, format!("Each name must be 120 characters or less: shorten “{}…”", long.chars().take(40).collect::<String>()));
    }
    names
}

const LINE: TextRule = TextRule { required: None, name: "The text", max: 160, lines: false };

fn answer(rule: Rule, fields: &Fields, checks: &mut Checks) -> Answer {
    match rule {
        Rule::Board => {
            let line = TextRule { required: Some("Enter the name of the board or organisation"), name: "The name", max: 120, lines: false };
            let mut own = Board {
                name: checks.text("name", fields.get("name"), line),
                partnerships: names(checks, fields, "partnerships"),
                sites: names(checks, fields, "sites"),
            };
            if own.partnerships.is_empty() && own.sites.is_empty() {
                own = Board::known(&own.name);
            }
            Answer::Board(own)
        }
        Rule::CoChairs => Answer::CoChairs(Term { months: whole_or_none(checks, fields, "months", 1, 120) }),
        Rule::Balance => {
            let parity = fields.get("parity");
            if !["yes", "no"].contains(&parity) {
                checks.fail("parity", "Choose one of the two");
            }
            Answer::Balance(Balance { size: whole_or_none(checks, fields, "size", 2, 100), parity: parity == "yes" })
        }
        Rule::Coverage => {
            let place = |kind: &str, names: Vec<String>| names.into_iter().map(|name| Want { kind: kind.into(), name }).collect::<Vec<_>>();
            let mut wants = place("site", names(checks, fields, "sites"));
            wants.extend(place("partnership", names(checks, fields, "partnerships")));
            let ticked = CAPABILITIES.iter().filter(|(key, _)| fields.get(&format!("want-{key}")) == "yes");
            wants.extend(ticked.map(|(key, _)| Want { kind: "capability".into(), name: (*key).into() }));
            Answer::Coverage(Coverage { wants })
        }
        Rule::Quorum => {
            Answer::Quorum(Quorum { gps: whole(checks, fields, "gps", 1, 50), consultants: whole(checks, fields, "consultants", 1, 50) })
        }
        Rule::Frequency => {
            let required = Some("Say how often the group meets");
            let said = checks.text("said", fields.get("said"), TextRule { required, name: "The text", max: 200, lines: false });
            if let (false, Err(messages)) = (said.is_empty(), frequency::read(&said)) {
                checks.fail("said", messages.join(" "));
            }
            Answer::Frequency(Frequency { said })
        }
        Rule::Themes => Answer::Themes(Themes { names: names(checks, fields, "names") }),
        Rule::Promises => Answer::Promises(Promises { triage_days: whole(checks, fields, "triage_days", 1, 90) }),
        Rule::ReportingLine => {
            let typed = ["to-1", "to-2", "to-3"].map(|name| checks.text(name, fields.get(name), LINE));
            if typed.iter().rposition(|to| !to.is_empty()).is_some_and(|last| typed[..last].iter().any(String::is_empty)) {
                checks.fail("to-1", "Fill the line from the top, the nearest first");
            }
            Answer::ReportingLine(ReportingLine { to: typed.into_iter().filter(|to| !to.is_empty()).collect() })
        }
        Rule::MinuteGroups => {
            let groups: Vec<NamedGroup> = names(checks, fields, "groups").iter().map(|line| named_group(line)).collect();
            for group in &groups {
                if group.name.is_empty() {
                    checks.fail("groups", format!("Say whose address {} is", group.address));
                } else if group.name.contains('@') {
                    checks.fail("groups", format!("One address for each group: write “{}” as two lines", group.name));
                } else if groups.iter().filter(|other| other.name.to_lowercase() == group.name.to_lowercase()).count() > 1 {
                    checks.fail("groups", format!("“{}” stands there twice", group.name));
                }
                checks.mail_address("groups", &group.address);
            }
            Answer::MinuteGroups(MinuteGroups { groups })
        }
        Rule::Networks => Answer::Networks(Networks { networks: read_networks(fields, checks) }),
        Rule::Backfill => {
            let rule = TextRule { required: None, name: "The text", max: 1_000, lines: true };
            Answer::Backfill(Backfill { said: checks.text("said", fields.get("said"), rule) })
        }
    }
}

fn read_networks(fields: &Fields, checks: &mut Checks) -> Vec<NamedNetwork> {
    let mut networks: Vec<NamedNetwork> = Vec::new();
    for at in 0..MOST_NETWORKS {
        let field = |name: &str| format!("{name}-{at}");
        let typed = |name: &str| fields.get(&field(name)).to_owned();
        if typed("name").trim().is_empty() {
            // A row whose name was cleared is left out; one that never had a name and holds something wants one.
            let filled = ["address", "opening", "copy_day", "out_day"].iter().any(|name| !typed(name).trim().is_empty());
            if filled && fields.get(&field("was")).is_empty() {
                checks.fail(field("name"), "Enter what people call it");
            }
            continue;
        }
        let name = checks.text(field("name"), &typed("name"), TextRule { name: "The name", max: 80, ..LINE });
        if networks.iter().any(|other| other.name.to_lowercase() == name.to_lowercase()) {
            checks.fail(field("name"), "There is already one with this name");
        }
        let address = checks.mail_address(field("address"), &typed("address"));
        let opening = checks.text(field("opening"), &typed("opening"), TextRule { name: "The line", max: 120, ..LINE });
        match Cadence::read(&typed("every"), &typed("copy_day"), &typed("copy_time"), &typed("out_day")) {
            Ok(cadence) => networks.push(NamedNetwork { name, address, opening, list: typed("takes") == "list", cadence }),
            Err(messages) => messages.into_iter().for_each(|(name, message)| checks.fail(field(name), message)),
        }
    }
    networks
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_group_and_its_address_are_read_in_any_order() {
        let read = |line: &str| {
            let group = named_group(line);
            (group.name, group.address)
        };
        let both = ("Local Medical Committee".to_owned(), "office@lmc.example".to_owned());
        for line in [
            "Local Medical Committee, office@lmc.example",
            "Local Medical Committee <office@lmc.example>",
            "office@lmc.example – Local Medical Committee",
            "Local Medical Committee (office@lmc.example)",
            "Local Medical Committee; office@lmc.example;",
        ] {
            assert_eq!(read(line), both, "{line}");
        }
        assert_eq!(read("LMC - GP Sub"), ("LMC - GP Sub".to_owned(), String::new()));
    }

    #[test]
    fn what_was_answered_stands_in_its_form_again() {
        let cadence = Cadence::read("month", "20", "17:00", "last").expect("a cadence");
        let network = NamedNetwork { name: "News".into(), address: "n@x.example".into(), opening: "All:".into(), list: true, cadence };
        let wants =
            vec![Want { kind: "site".into(), name: "Moorfield General".into() }, Want { kind: "capability".into(), name: "it".into() }];
        for answer in [
            Answer::Board(Board { name: "NHS North Moor".into(), partnerships: vec!["Moor".into()], sites: vec!["A".into(), "B".into()] }),
            Answer::CoChairs(Term { months: Some(24) }),
            Answer::CoChairs(Term { months: None }),
            Answer::Balance(Balance { size: Some(10), parity: true }),
            Answer::Coverage(Coverage { wants }),
            Answer::Quorum(Quorum { gps: 2, consultants: 3 }),
            Answer::Themes(Themes { names: vec!["Discharge".into()] }),
            Answer::Promises(Promises { triage_days: 10 }),
            Answer::ReportingLine(ReportingLine { to: vec!["A".into(), "B".into()] }),
            Answer::MinuteGroups(MinuteGroups { groups: vec![named_group("LMC, a@b.example"), named_group("GP Sub")] }),
            Answer::Networks(Networks { networks: vec![network] }),
            Answer::Backfill(Backfill { said: "Two lines\nof text.".into() }),
        ] {
            assert_eq!(read(answer.rule(), &typed(&answer)).expect("it reads"), answer);
        }
    }
}
