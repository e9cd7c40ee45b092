//! A list of days as people paste it, from a letter or a web page: a day or a range on each line, with its name before or after.

use jiff::civil::Date;

use super::Spell;

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// The longest range that is believed, in days: a summer without school.
const LONGEST: i32 = 120;

/// A piece of a line: a number with its count of digits, a word, or another sign; and where it ends in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Number(i16, usize),
    Word(&'a str),
    Sign(char),
}

/// A day as far as it was said.
#[derive(Clone, Copy, Debug)]
struct Said {
    day: i8,
    month: Option<i8>,
    year: Option<i16>,
}

/// Reads a list. A line that holds a year alone says the year of those below it; before it, and without any year, the next such
/// day from `today` is meant. Days of `at_work` are those on which people work.
///
/// # Errors
/// The first line of which no day can be made, with its number, the first 1.
pub fn read_list(text: &str, today: Date, at_work: bool) -> Result<Vec<Spell>, (usize, String)> {
    let (mut spells, mut year) = (Vec::new(), None);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let [Token::Number(only, 4)] = tokens(line).iter().map(|(token, ..)| *token).collect::<Vec<_>>().as_slice() {
            year = Some(*only);
            continue;
        }
        let (from, to, name) = read_line(line, today, year).ok_or_else(|| (number, line.to_owned()))?;
        spells.push(Spell { from, to, name, at_work });
    }
    Ok(spells)
}

/// The days of a line and what is left of it, which is their name; nothing where there is no day in it, or a range that cannot be.
fn read_line(line: &str, today: Date, year: Option<i16>) -> Option<(Date, Date, String)> {
    let all = tokens(line);
    let kinds: Vec<Token<'_>> = all.iter().map(|(token, ..)| *token).collect();
    let begins = (0..kinds.len()).find(|at| is_date(&kinds, *at))?;
    let (first, mut ends) = said(&kinds, begins)?;
    let mut last = None;
    if let Some(second) = joined(&kinds, ends) {
        let (said, after) = said(&kinds, second)?;
        (last, ends) = (Some(said), after);
    }
    let (from, to) = settle(first, last, today, year)?;
    let far = (to - from).get_days();
    if !(0..=LONGEST).contains(&far) {
        return None;
    }
    let before = all.get(begins).map_or("", |(_, at, _)| &line[..*at]);
    let after = ends.checked_sub(1).and_then(|last| all.get(last)).map_or("", |(_, _, end)| &line[*end..]);
    Some((from, to, named(before, after)))
}

/// Years, months and days that were left out are those of the other end; else those that come next.
fn settle(first: Said, last: Option<Said>, today: Date, year: Option<i16>) -> Option<(Date, Date)> {
    let end = last.unwrap_or(first);
    let month = first.month.or(end.month)?;
    let end_month = end.month.unwrap_or(month);
    let day = |year, month, day| Date::new(year, month, day).ok();
    let wraps = (month, first.day) > (end_month, end.day);
    let (from_year, to_year) = match (first.year, end.year) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, from + i16::from(wraps)),
        (None, Some(to)) => (to - i16::from(wraps), to),
        (None, None) => {
            let this = year.unwrap_or(today.year());
            let past = year.is_none() && day(this, end_month, end.day).is_none_or(|to| to < today && !wraps);
            let from = this + i16::from(past);
            (from, from + i16::from(wraps))
        }
    };
    Some((day(from_year, month, first.day)?, day(to_year, end_month, end.day)?))
}

/// Whether a date begins here: not only a number, unless a range follows it.
fn is_date(tokens: &[Token<'_>], at: usize) -> bool {
    said(tokens, at).is_some_and(|(said, ends)| {
        said.month.is_some() || joined(tokens, ends).and_then(|next| self::said(tokens, next)).is_some_and(|(last, _)| last.month.is_some())
    })
}

/// Where the second end of a range begins, after a dash or a word that joins two days.
fn joined(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let at = past_weekday(tokens, at);
    let joins = match tokens.get(at)? {
        Token::Sign('-' | '–' | '—' | '−') => true,
        Token::Word(word) => ["to", "until", "till", "through", "and"].contains(&word.to_lowercase().as_str()),
        _ => false,
    };
    let next = past_weekday(tokens, at + 1);
    (joins && said(tokens, next).is_some()).then_some(next)
}

/// Past the name of a day of the week, with a comma or a stop behind it.
fn past_weekday(tokens: &[Token<'_>], at: usize) -> usize {
    let Some(Token::Word(word)) = tokens.get(at) else { return at };
    if !is_one_of(word, &WEEKDAYS) {
        return at;
    }
    at + 1 + usize::from(matches!(tokens.get(at + 1), Some(Token::Sign(',' | '.'))))
}

/// A date, or a day alone, and where what follows it begins.
fn said(tokens: &[Token<'_>], at: usize) -> Option<(Said, usize)> {
    let get = |at: usize| tokens.get(at).copied();
    let full = |day: i16, month: i16, year: i16| {
        Some(Said { day: i8::try_from(day).ok()?, month: Some(i8::try_from(month).ok()?), year: Some(year) })
    };
    match (get(at)?, get(at + 1), get(at + 2), get(at + 3), get(at + 4)) {
        (
            Token::Number(year, 4),
            Some(Token::Sign(a)),
            Some(Token::Number(month, 1..=2)),
            Some(Token::Sign(b)),
            Some(Token::Number(day, 1..=2)),
        ) if a == b && is_between(a) => Some((full(day, month, year)?, at + 5)),
        (
            Token::Number(day, 1..=2),
            Some(Token::Sign(a)),
            Some(Token::Number(month, 1..=2)),
            Some(Token::Sign(b)),
            Some(Token::Number(year, digits)),
        ) if a == b && is_between(a) && matches!(digits, 2 | 4) => {
            Some((full(day, month, if digits == 2 { 2000 + year } else { year })?, at + 5))
        }
        (Token::Number(day, 1..=2), Some(Token::Sign('/')), Some(Token::Number(month, 1..=2)), ..) => {
            Some((Said { day: i8::try_from(day).ok()?, month: Some(i8::try_from(month).ok()?), year: None }, at + 3))
        }
        (Token::Number(day, 1..=2), ..) => Some(in_words(tokens, i8::try_from(day).ok()?, at + 1)),
        (Token::Word(word), Some(Token::Number(day, 1..=2)), ..) => {
            let next = past_ordinal(tokens, at + 2);
            let (year, ends) = year_at(tokens, next);
            Some((Said { day: i8::try_from(day).ok()?, month: Some(month_of(word)?), year }, ends))
        }
        _ => None,
    }
}

/// The rest of a date that begins with its day: `th of April, 2027`. Where no month follows, it is a day alone.
fn in_words(tokens: &[Token<'_>], day: i8, at: usize) -> (Said, usize) {
    let after = past_ordinal(tokens, at);
    let at = after + usize::from(matches!(tokens.get(after), Some(Token::Word(word)) if word.eq_ignore_ascii_case("of")));
    match tokens.get(at) {
        Some(Token::Word(word)) if month_of(word).is_some() => {
            let (year, ends) = year_at(tokens, at + 1);
            (Said { day, month: month_of(word), year }, ends)
        }
        _ => (Said { day, month: None, year: None }, after),
    }
}

fn past_ordinal(tokens: &[Token<'_>], at: usize) -> usize {
    let is = matches!(tokens.get(at), Some(Token::Word(word)) if ["st", "nd", "rd", "th"].contains(&word.to_lowercase().as_str()));
    at + usize::from(is)
}

/// A year of four digits, a comma before it or not.
fn year_at(tokens: &[Token<'_>], at: usize) -> (Option<i16>, usize) {
    let skip = at + usize::from(matches!(tokens.get(at), Some(Token::Sign(',' | '.'))));
    match tokens.get(skip) {
        Some(Token::Number(year, 4)) => (Some(*year), skip + 1),
        _ => (None, at),
    }
}

fn is_between(sign: char) -> bool {
    matches!(sign, '-' | '/' | '.')
}

fn month_of(word: &str) -> Option<i8> {
    let at = (0..12).find(|at| is_one_of(word, &MONTHS[*at..=*at]))?;
    i8::try_from(at + 1).ok()
}

/// Whether a word is one of these, or its first three letters and more of it.
fn is_one_of(word: &str, names: &[&str]) -> bool {
    let word = word.to_lowercase();
    word.len() >= 3 && names.iter().any(|name| name.starts_with(&word))
}

/// A line cut into its pieces, each with where it begins and ends.
fn tokens(line: &str) -> Vec<(Token<'_>, usize, usize)> {
    let mut tokens = Vec::new();
    let mut letters = line.char_indices().peekable();
    while let Some((begins, first)) = letters.next() {
        if first.is_whitespace() {
            continue;
        }
        let alike =
            |letter: &char| if first.is_ascii_digit() { letter.is_ascii_digit() } else { letter.is_alphabetic() && first.is_alphabetic() };
        let mut ends = begins + first.len_utf8();
        while let Some((at, letter)) = letters.next_if(|(_, letter)| alike(letter)) {
            ends = at + letter.len_utf8();
        }
        let piece = &line[begins..ends];
        let token = match first {
            _ if first.is_ascii_digit() => Token::Number(piece.parse().unwrap_or(i16::MAX), piece.len()),
            _ if first.is_alphabetic() => Token::Word(piece),
            _ => Token::Sign(first),
        };
        tokens.push((token, begins, ends));
    }
    tokens
}

/// What is left of a line on both sides of its days, without days of the week next to these and signs at its ends.
fn named(before: &str, after: &str) -> String {
    let odd = |letter: char| letter.is_whitespace() || ",;:.-–—|*•()[]".contains(letter);
    let mut before = before.trim_matches(odd);
    while let Some((rest, last)) = cut(before, before.trim_end_matches(char::is_alphabetic).len()) {
        let leads = ["from", "between", "on"].iter().any(|word| last.eq_ignore_ascii_case(word));
        // Of "Easter Monday" the Monday is a part.
        let belongs = ["easter", "good", "black", "whit"].iter().any(|word| rest.trim_end().to_lowercase().ends_with(word));
        if !leads && (belongs || !is_one_of(last, &WEEKDAYS)) {
            break;
        }
        before = rest.trim_matches(odd);
    }
    let mut after = after.trim_matches(odd);
    if let Some((first, rest)) = cut(after, after.len() - after.trim_start_matches(char::is_alphabetic).len())
        && is_one_of(first, &WEEKDAYS)
    {
        after = rest.trim_matches(odd);
    }
    [before, after].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A text cut in two; nothing of an empty one.
fn cut(text: &str, at: usize) -> Option<(&str, &str)> {
    if text.is_empty() { None } else { text.split_at_checked(at) }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn one(line: &str) -> Option<(Date, Date, String)> {
        read_line(line, date(2026, 11, 22), None)
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let april = |from, to, name: &str| Some((date(2027, 4, from), date(2027, 4, to), name.to_owned()));
        for line in [
            "2027-04-05",
            "5 April 2027",
            "05/04/2027",
            "5.4.27",
            "5-4-2027",
            "5th of April 2027",
            "Mon 5 Apr 2027",
            "April 5, 2027",
            "5 April",
            "5/4",
        ] {
            assert_eq!(one(line), april(5, 5, ""), "{line}");
        }
        for line in [
            "5-16 April 2027",
            "5 to 16 April 2027",
            "5 April – 16 April 2027",
            "5 April 2027 until 16 April 2027",
            "Monday 5th to Friday 16th April 2027",
            "05/04/2027 - 16/04/2027",
            "2027-04-05 – 2027-04-16",
            "from 5 April to Friday, 16 April 2027",
        ] {
            assert_eq!(one(line), april(5, 16, ""), "{line}");
        }
        assert_eq!(one("Spring holiday: Monday 5 April 2027"), april(5, 5, "Spring holiday"));
        assert_eq!(one("• Mon 5 - Fri 16 April 2027 (Schools closed"), april(5, 16, "Schools closed"));
        assert_eq!(one("5 April 2027, Easter Monday"), april(5, 5, "Easter Monday"));
        assert_eq!(one("Easter Monday 5 April 2027"), april(5, 5, "Easter Monday"));
        assert_eq!(one("5 April 2027 (Monday) Spring holiday"), april(5, 5, "Spring holiday"));
        assert_eq!(one("5/4/2027\tLocal holiday"), april(5, 5, "Local holiday"));
    }

    #[test]
    fn what_is_left_out_is_the_next_that_comes() {
        assert_eq!(one("23 December to 5 January"), Some((date(2026, 12, 23), date(2027, 1, 5), String::new())));
        assert_eq!(one("23 December 2027 - 5 January"), Some((date(2027, 12, 23), date(2028, 1, 5), String::new())));
        assert_eq!(one("23 December - 5 January 2028"), Some((date(2027, 12, 23), date(2028, 1, 5), String::new())));
        assert_eq!(one("22 November"), Some((date(2026, 11, 22), date(2026, 11, 22), String::new())), "today is not over");
        assert_eq!(one("21 November").map(|(from, ..)| from), Some(date(2027, 11, 21)));
        let listed = read_list("2028\n\n1 May Fair\nGlasgow Fair, 17 July\n", date(2026, 11, 22), true).expect("a list");
        assert_eq!(
            listed.iter().map(|spell| (spell.from, spell.name.as_str())).collect::<Vec<_>>(),
            [(date(2028, 5, 1), "Fair"), (date(2028, 7, 17), "Glasgow Fair")]
        );
        assert!(listed.iter().all(|spell| spell.at_work));
    }

    #[test]
    fn what_is_no_day_is_said_with_its_line() {
        for line in [
            "Christmas",
            "31 February 2027",
            "2027-13-01",
            "16 April 2027 to 5 April 2027",
            "1 January 2027 to 1 January 2029",
            "99/99/2027",
            "at 5",
        ] {
            assert_eq!(one(line), None, "{line}");
        }
        assert_eq!(read_list("5 April 2027\nsoon", date(2026, 11, 22), false), Err((2, "soon".into())));
        assert_eq!(read_list(" \n\n", date(2026, 11, 22), false), Ok(Vec::new()));
    }

    proptest! {
        /// Whatever is pasted: an answer or a line, never a panic; and no range is read backwards.
        #[test]
        fn anything_can_be_pasted(text in "[0-9 a-zA-Zéß/.,:–—\\-\n\t]{0,60}") {
            if let Ok(spells) = read_list(&text, date(2026, 11, 22), false) {
                prop_assert!(spells.iter().all(|spell| spell.from <= spell.to));
            }
        }

        /// A day written in any of the usual ways is that day.
        #[test]
        fn a_day_written_out_is_read_back(day in 0_i64..40_000) {
            let day = date(1990, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day");
            for form in ["%Y-%m-%d", "%d/%m/%Y", "%A %-d %B %Y", "%-d %b %Y", "%B %-d, %Y", "%d.%m.%Y"] {
                let line = day.strftime(form).to_string();
                prop_assert_eq!(one(&line), Some((day, day, String::new())), "{}", line);
            }
        }
    }
}
