//! Coverage in words, for the annual report and the page. No input, no output, and nobody is blamed.

use kernel::words as say;

use super::model::{Coverage, Line, Listener, Standing, Totals, Why};
use crate::networks::Takes;

/// What a period's coverage says: a sentence for the whole, then one for each network and group, by name.
#[must_use]
pub fn words(coverage: &Coverage) -> Vec<String> {
    let totals = coverage.totals();
    let mut sentences = vec![whole(&totals)];
    if totals.decisions == 0 {
        return sentences;
    }
    sentences.extend(coverage.networks.iter().map(|network| one(coverage, network)));
    sentences
}

fn whole(totals: &Totals) -> String {
    if totals.decisions == 0 {
        return "In this time nothing was decided that is told beyond the group.".to_owned();
    }
    let were = if totals.reached == 1 { "has" } else { "have" };
    let days = middle(totals).map(|days| format!(", {days}")).unwrap_or_default();
    let reached = if totals.decisions == 1 {
        let has = if totals.reached == 1 { "has reached" } else { "has not yet reached" };
        format!("The one decision {has} a network or a group{days}.")
    } else {
        format!(
            "Of {} decisions, {} {were} reached at least one network or group{days}.",
            say::thousands(totals.decisions),
            number(totals.reached)
        )
    };
    let waits = match totals.waits {
        0 => String::new(),
        1 => " One is on its way to a network and waits for its day.".to_owned(),
        n => format!(" {} are on their way to networks and wait for their day.", capital(&number(n))),
    };
    format!("{reached}{waits}")
}

fn one(coverage: &Coverage, network: &Listener) -> String {
    let totals = coverage.totals_of(network.id);
    let of: Vec<&Line> = coverage.lines.iter().filter(|line| line.network == network.id).collect();
    let whom = if network.takes == Takes::Minute { "by the minute" } else { "by its editions" };
    let days = middle(&totals).map(|days| format!(" {days}")).unwrap_or_default();
    let mut sentence = match (totals.due, totals.sent) {
        (1, 1) => format!("{}: the one decision for it went there {whom}{days}", network.name),
        (1, 0) => format!("{}: the one decision for it has not gone there", network.name),
        (due, sent) if due == sent => format!("{}: all {} decisions went there {whom}{days}", network.name, number(due)),
        (due, sent) => format!("{}: of {} decisions, {} went there {whom}{days}", network.name, number(due), number(sent)),
    };
    if totals.acknowledged > 0 {
        let by = if network.takes == Takes::Minute { "the group says that it has" } else { "its editor says that it came out with" };
        let what = if totals.acknowledged == totals.sent { "all of them".to_owned() } else { number(totals.acknowledged) };
        let what = if totals.sent == 1 { "it".to_owned() } else { what };
        sentence.push_str(&format!("; {by} {what}"));
    }
    let count = |why: Why| of.iter().filter(|line| line.standing == Standing::Missed(why)).count() as u64;
    for (why, one, many) in [
        (Why::LeftOut, "was left out", "were left out"),
        (Why::NotSent, "has not gone yet", "have not gone yet"),
        (Why::NotOut, "did not come out", "did not come out"),
        (Why::CameBack, "came back as mail", "came back as mail"),
    ] {
        match count(why) {
            0 => {}
            1 => sentence.push_str(&format!("; one {one}")),
            n => sentence.push_str(&format!("; {} {many}", number(n))),
        }
    }
    match totals.waits {
        0 => {}
        1 => sentence.push_str("; one waits for its day"),
        n => sentence.push_str(&format!("; {} wait for their day", number(n))),
    }
    sentence.push('.');
    sentence
}

/// After how many days, in the middle where there are several.
fn middle(totals: &Totals) -> Option<String> {
    let days = after(totals.median_days?);
    Some(if totals.sent > 1 { format!("{days} (median)") } else { days })
}

/// `on the same day`, `after one day`, `after 6 days`, `after 6½ days`.
pub(super) fn after(days: f64) -> String {
    match days {
        none if none < 0.25 => "on the same day".to_owned(),
        one if (one - 1.0).abs() < 0.25 => "after one day".to_owned(),
        many => {
            let half = if many.fract() > 0.25 { "½" } else { "" };
            let whole = many.trunc();
            if whole < 1.0 { "after half a day".to_owned() } else { format!("after {whole}{half} days") }
        }
    }
}

/// Numbers up to ten in words, as reports have them.
fn number(n: u64) -> String {
    const SMALL: [&str; 11] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    usize::try_from(n).ok().and_then(|n| SMALL.get(n)).map_or_else(|| say::thousands(n), |word| (*word).to_owned())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod unit {
    use group::membership::Side;
    use jiff::{ToSpan, civil::date};
    use uuid::Uuid;

    use super::*;
    use crate::coverage::Decided;

    /// `days` is how many days after its decision each line was out; nothing for one that was not.
    fn coverage(takes: Takes, lines: &[(Standing, Option<i64>)]) -> Coverage {
        let decided_on = date(2026, 3, 2);
        let key = |n: usize| Uuid::from_u128(u128::try_from(n).expect("small") + 1);
        let decision = |n: usize| Decided { id: key(n), reference: format!("26/D{n:02}"), title: "A".into(), decided_on, meeting: 1 };
        let line = |(n, (standing, days)): (usize, &(Standing, Option<i64>))| Line {
            decision: key(n),
            network: Uuid::nil(),
            due_on: decided_on,
            edition: None,
            sent_at: None,
            out_on: days.map(|days| decided_on + days.days()),
            acknowledged_on: None,
            standing: *standing,
        };
        Coverage {
            decisions: (0..lines.len()).map(decision).collect(),
            networks: vec![Listener { id: Uuid::nil(), name: "Practice Matters".into(), side: Side::Gp, takes }],
            lines: lines.iter().enumerate().map(line).collect(),
        }
    }

    #[test]
    fn many_decisions_are_said_in_two_sentences() {
        let mut lines = vec![(Standing::Sent, Some(6)); 20];
        lines.extend([(Standing::Acknowledged, Some(5)), (Standing::Acknowledged, Some(9))]);
        lines.extend([(Standing::Missed(Why::LeftOut), None); 2]);
        assert_eq!(
            words(&coverage(Takes::Copy, &lines)),
            [
                "Of 24 decisions, 22 have reached at least one network or group, after 6 days (median).",
                "Practice Matters: of 24 decisions, 22 went there by its editions after 6 days (median); its editor says that it came \
                 out with two; two were left out.",
            ]
        );
    }

    #[test]
    fn one_decision_and_none_read_as_people_say_them() {
        assert_eq!(words(&Coverage::default()), ["In this time nothing was decided that is told beyond the group."]);
        assert_eq!(
            words(&coverage(Takes::Minute, &[(Standing::Acknowledged, Some(0))])),
            [
                "The one decision has reached a network or a group, on the same day.",
                "Practice Matters: the one decision for it went there by the minute on the same day; the group says that it has it.",
            ]
        );
        assert_eq!(
            words(&coverage(Takes::List, &[(Standing::Waits, None)])),
            [
                "The one decision has not yet reached a network or a group. One is on its way to a network and waits for its day.",
                "Practice Matters: the one decision for it has not gone there; one waits for its day.",
            ]
        );
        let three = [(Standing::Missed(Why::NotOut), None), (Standing::Missed(Why::NotSent), None), (Standing::Missed(Why::NotSent), None)];
        assert_eq!(
            words(&coverage(Takes::List, &three)),
            [
                "Of 3 decisions, none have reached at least one network or group.",
                "Practice Matters: of three decisions, none went there by its editions; two have not gone yet; one did not come out.",
            ]
        );
    }

    #[test]
    fn days_are_said_in_halves() {
        for (days, said) in
            [(0.0, "on the same day"), (0.5, "after half a day"), (1.0, "after one day"), (1.5, "after 1½ days"), (6.0, "after 6 days")]
        {
            assert_eq!(after(days), said);
        }
    }
}
