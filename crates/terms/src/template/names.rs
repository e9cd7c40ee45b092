//! Names without brackets that belong to the board the template was borrowed from: of boards, places, people, systems,
//! and abbreviations that not every board has.

use std::{collections::HashSet, ops::Range};

use super::{
    channels, numbers,
    ranges::Taken,
    tokens::{Token, tokens},
    vocabulary::{ORGANISATIONS, PLACE_PARTS, PLACES, PLACES_OF, PRODUCTS, STOPS, TITLES, is_common, is_common_acronym},
};

/// How many words a name may have.
const LONGEST: usize = 12;

/// What a whole template says about its own words.
#[derive(Default)]
pub(super) struct Usage {
    /// Words that stand in it in small letters: they are no names.
    small: HashSet<String>,
    /// Abbreviations that it explains with words that every board has.
    explained: HashSet<String>,
}

impl Usage {
    /// Reads all clauses.
    pub(super) fn of<'a>(clauses: impl Iterator<Item = &'a str>) -> Self {
        let mut usage = Self::default();
        for words in clauses {
            let tokens = tokens(words, &numbers::addresses(words));
            for token in &tokens {
                if token.text.starts_with(char::is_lowercase) {
                    usage.small.insert(token.bare().to_lowercase());
                }
            }
            usage.explained.extend((1..tokens.len()).filter_map(|at| explained(&tokens, at)));
        }
        usage
    }

    fn knows(&self, word: &str) -> bool {
        self.small.contains(&word.to_lowercase()) || self.explained.contains(word)
    }
}

/// "Significant Event Review (SER)": an abbreviation of words that every board has, and not of an office or a service.
fn explained(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let token = &tokens[at];
    if !token.glue.trim_end().ends_with('(') || !(token.is_acronym() || token.is_mixed()) {
        return None;
    }
    let own = [
        "office",
        "service",
        "services",
        "hub",
        "unit",
        "team",
        "directorate",
        "division",
        "organisation",
        "system",
        "centre",
        "practice",
        "department",
    ];
    let letters: Vec<char> = token.bare().trim_end_matches('s').to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let (mut word, mut left) = (at, letters.len());
    while left > 0 {
        word = word.checked_sub(1)?;
        let text = tokens[word].text.to_lowercase();
        let joins = ["of", "and", "the", "for", "in"].contains(&text.as_str());
        if text.starts_with(letters[left - 1]) {
            left -= 1;
        } else if !joins {
            return None;
        }
        if tokens[word].hole || !(is_common(&text) || joins) || PLACES.has(&text) {
            return None;
        }
    }
    (!own.contains(&tokens[at - 1].text.to_lowercase().as_str())).then(|| token.bare().to_owned())
}

/// The names in a clause, in order. `holes` are its placeholders.
pub(super) fn find(words: &str, holes: &[Range<usize>], usage: &Usage) -> Vec<Range<usize>> {
    let tokens = tokens(words, holes);
    let known = |word: &str| usage.knows(word);
    let mut found = numbers::addresses(words);
    found.extend(numbers::telephones(words));
    found.extend(channels::find(&tokens, &known));
    found.extend(people(&tokens));
    found.extend(numbers::dates(words, &tokens));
    found.extend(phrases(&tokens, &known));
    // What was found first goes before what overlaps it.
    let mut taken = Taken::default();
    for hole in holes {
        taken.take(hole);
    }
    found.retain(|range| taken.take(range));
    found.sort_by_key(|range| range.start);
    found
}

/// People with their titles.
fn people(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let first = at;
        at += 1;
        if tokens[first].hole || !tokens[first].is_capital() || !TITLES.has(tokens[first].text) {
            continue;
        }
        while at < tokens.len() && at - first <= 4 {
            let token = &tokens[at];
            let initial = at > first + 1 && tokens[at - 1].text.len() == 1;
            let near = token.glue == " " || token.glue == "-" || ((at == first + 1 || initial) && [". ", "."].contains(&token.glue));
            let belongs =
                token.is_capital() && near && !(at > first + 1 && is_post(token, at - first)) && !(token.is_acronym() && at > first + 2);
            if !belongs {
                break;
            }
            at += 1;
        }
        // "Dr Somebody's Hospital" is a place.
        let place = tokens.get(at).is_some_and(|next| next.is_near() && next.is_capital() && ORGANISATIONS.has(next.bare()))
            && tokens[at - 1].bare() != tokens[at - 1].text;
        let named =
            !place && at > first + 1 && !(at == first + 2 && is_common(tokens[first + 1].bare()) && tokens[first + 1].text.len() > 1);
        if named {
            found.push(tokens[first].start..tokens[at - 1].bare_end());
        }
    }
    found
}

/// Whether a word behind a name is no part of it: "Dr Somebody Medical Director". A surname may be any word.
fn is_post(token: &Token<'_>, place: usize) -> bool {
    const POSTS: &str = "associate assistant chair chief clinical consultant deputy director executive general gp head interface lead manager medical nurse practice primary secondary senior vice";
    let post = POSTS.split(' ').any(|post| token.text.eq_ignore_ascii_case(post));
    post || (place > 2 && is_common(token.bare()))
}

/// Whether a word is somebody's own, not the field's.
pub(super) fn is_own(tokens: &[Token<'_>], at: usize, known: &dyn Fn(&str) -> bool) -> bool {
    let token = &tokens[at];
    let bare = token.bare();
    if token.hole || bare.chars().count() < 2 || !bare.chars().any(char::is_alphabetic) {
        return false;
    }
    if PRODUCTS.has(bare) || is_product_pair(tokens, at) {
        return !known(bare) || PRODUCTS.has(bare);
    }
    if known(bare) {
        return false;
    }
    if token.is_acronym() {
        // A word in capitals for its weight is a word.
        let shouted = bare.chars().all(char::is_alphabetic) && is_common(bare);
        return !is_common_acronym(bare) && !shouted;
    }
    if token.is_mixed() {
        return !is_common(bare) && !is_common_acronym(bare);
    }
    if !token.is_capital() {
        return false;
    }
    if PLACES.has(bare) {
        return true;
    }
    // "NHS West": of a board's name even a direction is a part.
    let of_nhs = at > 0 && tokens[at - 1].text == "NHS" && token.is_near() && PLACE_PARTS.has(bare);
    of_nhs || (!is_common(bare) && !PLACE_PARTS.has(bare) && !is_common_acronym(bare))
}

/// Products whose words mean something else alone.
fn is_product_pair(tokens: &[Token<'_>], at: usize) -> bool {
    let pair = |one: &str, two: &str| one.eq_ignore_ascii_case("microsoft") || (one == "MS" && two == "Teams");
    let next = tokens.get(at + 1).filter(|next| next.is_near() && next.is_capital());
    let before = at.checked_sub(1).map(|before| &tokens[before]).filter(|_| tokens[at].is_near());
    next.is_some_and(|next| pair(tokens[at].text, next.text))
        || (tokens[at].is_capital() && before.is_some_and(|before| pair(before.text, tokens[at].text)))
}

/// Runs of words with capitals that hold a name.
fn phrases(tokens: &[Token<'_>], known: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let titled = is_titled(tokens);
    let shouted = is_shouted(tokens);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let run = run(tokens, at);
        if run == 0 {
            at += 1;
            continue;
        }
        found.extend(name_in(&tokens[at..at + run], &Context { titled, shouted }, known));
        at += run;
    }
    // A product is known in small letters too.
    found.extend(
        tokens
            .iter()
            .filter(|token| !token.is_capital() && token.text.len() > 4 && PRODUCTS.has(token.bare()))
            .map(|token| token.start..token.bare_end()),
    );
    found
}

struct Context {
    titled: bool,
    shouted: bool,
}

/// How many words from here on belong together: words with capitals, and what joins them.
fn run(tokens: &[Token<'_>], at: usize) -> usize {
    let starts = |token: &Token<'_>| token.is_capital() || token.is_mixed();
    if !starts(&tokens[at]) || STOPS.has(tokens[at].text) && !tokens[at].is_acronym() {
        return 0;
    }
    let mut end = at + 1;
    while let Some(next) = tokens.get(end).filter(|_| end - at < LONGEST) {
        let near = next.is_near() && next.glue != "/" || next.glue == ". " && ["St", "Mt"].contains(&tokens[end - 1].text);
        if !near || next.text == "NHS" {
            break;
        }
        if starts(next) && (next.is_acronym() || !STOPS.has(next.text)) {
            end += 1;
            continue;
        }
        // "Royal Infirmary of Edinburgh", "Argyll and Bute", "Health and Social Care Partnership".
        let following = tokens
            .get(end + 1)
            .filter(|following| following.is_near() && starts(following) && following.text != "NHS" && !TITLES.has(following.text));
        let left = &tokens[end - 1];
        let joins = match next.text {
            "of" => PLACES_OF.has(left.bare()) || PLACE_PARTS.has(left.bare()),
            "and" | "&" => !ORGANISATIONS.has(left.bare()) && !left.is_acronym(),
            _ => false,
        };
        if joins && following.is_some() { end += 2 } else { break }
    }
    end - at
}

/// The name within a run, if it holds one.
fn name_in(run: &[Token<'_>], context: &Context, known: &dyn Fn(&str) -> bool) -> Option<Range<usize>> {
    let own: Vec<bool> = (0..run.len()).map(|at| is_own(run, at, known)).collect();
    let sure = |at: usize| {
        let token = &run[at];
        let told = PLACES.has(token.bare())
            || PRODUCTS.has(token.bare())
            || token.is_mixed()
            || (token.is_acronym() && !context.shouted)
            || is_product_pair(run, at);
        let of_nhs = at > 0 && run[at - 1].text == "NHS";
        // At the beginning of a sentence any word has a capital; with a place of work behind it, it is a name even there.
        let organised = run.iter().skip(at + 1).any(|later| ORGANISATIONS.has(later.bare()));
        let another = run.get(at + 1).is_some_and(|_| own[at + 1]) || (at > 0 && own[at - 1]);
        own[at]
            && (told || of_nhs || organised || (!token.begins() && !context.titled && !context.shouted) || (another && !context.shouted))
    };
    let Some(first) = (0..run.len()).find(|at| sure(*at)) else { return house(run, context) };
    let last = (first..run.len()).rev().find(|at| own[*at]).unwrap_or(first);
    // What of a place's name stands before: "North", "NHS Greater".
    let mut start = first;
    while start > 0
        && (TITLES.has(run[start - 1].text) || PLACE_PARTS.has(run[start - 1].text) || run[start - 1].text == "NHS" || own[start - 1])
    {
        start -= 1;
    }
    let board = run[start].text == "NHS";
    let mut end = last;
    if !board {
        end = (last..run.len()).rev().find(|at| ORGANISATIONS.has(run[*at].bare()) || PRODUCTS.has(run[*at].bare())).unwrap_or(last);
    }
    if is_product_pair(run, end) && end + 1 < run.len() && run[end + 1].is_near() && is_product_pair(run, end + 1) {
        end += 1;
    }
    // A university's or a hospital's kind may stand before its name: "Royal Infirmary of …", "University Hospital …".
    while !board
        && start > 0
        && (run[start - 1].text == "of"
            || (PLACES_OF.has(run[start - 1].bare()) && run[..start].iter().all(|token| token.is_capital() || token.text == "of")))
    {
        start -= 1;
    }
    Some(run[start].start..run[end].bare_end())
}

/// "Royal Infirmary", "North Sector": a place of work that has a name, though each of its words is common.
fn house(run: &[Token<'_>], context: &Context) -> Option<Range<usize>> {
    const HOUSES: [&str; 8] = ["hospital", "infirmary", "hospice", "sector", "locality", "cluster", "hscp", "division"];
    let last = run.iter().rposition(|token| HOUSES.contains(&token.bare().to_lowercase().as_str()))?;
    let first = run[..last].iter().position(|token| PLACE_PARTS.has(token.text) && token.is_capital())?;
    (!context.shouted).then(|| run[first].start..run[last].bare_end())
}

/// Whether a clause is written like a title, with a capital for every word: then capitals tell nothing.
fn is_titled(tokens: &[Token<'_>]) -> bool {
    let mut long = tokens.iter().filter(|token| !token.hole && token.text.chars().count() > 3 && !STOPS.has(token.text)).peekable();
    long.peek().is_some() && long.all(|token| token.is_capital())
}

/// Whether a clause is written in capitals: then abbreviations cannot be told from words.
fn is_shouted(tokens: &[Token<'_>]) -> bool {
    let words =
        || tokens.iter().filter(|token| !token.hole && token.text.chars().count() > 2 && token.text.chars().all(char::is_alphabetic));
    let shouted = words().filter(|token| token.text.chars().all(char::is_uppercase)).count();
    let long = words().any(|token| token.text.chars().count() > 5 && token.text.chars().all(char::is_uppercase));
    long && shouted > 1 && shouted * 10 > words().count() * 7
}
