//! The order in which pieces go until a telling fits, and in which they come back.

use super::{
    Draft, Over, Reader, Reduction, Room, Telling,
    dates::{long, short, shortened},
    sentences::{asides, concerns, hangs, is_weighty, split},
    words,
};

/// A sentence, or an aside in it.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    gone: bool,
    /// Whether it may go, as an aside.
    aside: Option<Kind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bracket,
    Comma,
}

/// A sentence of what changes.
#[derive(Clone, Debug)]
struct Sentence {
    pieces: Vec<Piece>,
    /// The line that it stands in.
    line: usize,
    /// Sentences that hang on one another have the same number.
    chain: usize,
    gone: bool,
}

impl Sentence {
    fn of(text: &str, line: usize, chain: usize) -> Self {
        let (mut pieces, mut at) = (Vec::new(), 0);
        let mut push = |text: &str, aside| pieces.push(Piece { text: text.to_owned(), gone: false, aside });
        for found in asides(text) {
            push(text.get(at..found.from).unwrap_or_default(), None);
            let kind = if found.bracket { Kind::Bracket } else { Kind::Comma };
            push(text.get(found.from..found.to).unwrap_or_default(), Some(kind));
            at = found.to;
        }
        push(text.get(at..).unwrap_or_default(), None);
        Self { pieces, line, chain, gone: false }
    }

    fn text(&self) -> String {
        let left: String = self.pieces.iter().filter(|piece| !piece.gone).map(|piece| piece.text.as_str()).collect();
        left.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// One thing that can be left out.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// The sentence and the piece.
    Aside(usize, usize),
    Patients,
    Chain(usize),
}

struct Fitting<'a> {
    telling: &'a Telling,
    sentences: Vec<Sentence>,
    short_forms: bool,
    short_source: bool,
    no_patients: bool,
}

impl<'a> Fitting<'a> {
    fn of(telling: &'a Telling) -> Self {
        let (mut sentences, mut chain) = (Vec::new(), 0);
        for (line, text) in telling.changes.lines().enumerate() {
            for sentence in split(text) {
                if !sentences.is_empty() && !hangs(&sentence) {
                    chain += 1;
                }
                sentences.push(Sentence::of(&sentence, line, chain));
            }
        }
        Self { telling, sentences, short_forms: false, short_source: false, no_patients: false }
    }

    fn said(&self, text: &str) -> String {
        if self.short_forms { shortened(text, self.telling.decided_on) } else { text.to_owned() }
    }

    fn day(&self, day: jiff::civil::Date) -> String {
        if self.short_forms { short(day, self.telling.decided_on) } else { long(day) }
    }

    /// What changes, a line a paragraph, without what is gone.
    fn changes(&self) -> String {
        let mut lines: Vec<(usize, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| !sentence.gone) {
            match lines.last_mut() {
                Some((line, text)) if *line == sentence.line => {
                    text.push(' ');
                    text.push_str(&sentence.text());
                }
                _ => lines.push((sentence.line, sentence.text())),
            }
        }
        lines.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
    }

    fn body(&self) -> String {
        let told = self.telling;
        let mut lines: Vec<String> = self.changes().lines().map(|line| self.said(line)).collect();
        lines.push(self.said(told.subject_to.trim()));
        let whom = said_of("For", &self.said(&told.whom));
        let from = told.from.map(|day| format!("From: {}.", self.day(day))).unwrap_or_default();
        let notice = if self.short_forms { "Patients" } else { "What a patient will notice" };
        let patients = if self.no_patients { String::new() } else { said_of(notice, &self.said(&told.patients)) };
        lines.push(joined(&[whom, from, patients]));
        let day = if self.short_source { String::new() } else { format!(" of {}", self.day(told.decided_on)) };
        let source = if told.reference.is_empty() { String::new() } else { format!("Decision {}{day}.", told.reference) };
        lines.push(joined(&[said_of("Ask", &told.ask), source]));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    fn set(&mut self, cut: Cut, gone: bool) {
        match cut {
            Cut::Aside(sentence, piece) => self.sentences[sentence].pieces[piece].gone = gone,
            Cut::Patients => self.no_patients = gone,
            Cut::Chain(chain) => self.sentences.iter_mut().filter(|one| one.chain == chain).for_each(|one| one.gone = gone),
        }
    }

    /// What can go, in the order in which it does.
    fn cuts(&self, reader: Reader) -> Vec<Cut> {
        let asides = |kind: Kind| {
            let of = move |(at, one): (usize, &Sentence)| {
                let pieces = one.pieces.iter().enumerate().filter(move |(_, piece)| piece.aside == Some(kind));
                pieces.map(move |(piece, _)| Cut::Aside(at, piece)).collect::<Vec<_>>()
            };
            let mut all: Vec<Cut> = self.sentences.iter().enumerate().flat_map(of).collect();
            all.reverse();
            all
        };
        let mut cuts = asides(Kind::Bracket);
        if !self.telling.patients.is_empty() && !is_weighty(&self.telling.patients) {
            cuts.push(Cut::Patients);
        }
        cuts.extend(asides(Kind::Comma));
        let (others, further): (Vec<usize>, Vec<usize>) = self.chains(reader).into_iter().partition(|chain| !self.is_for(*chain, reader));
        cuts.extend(others.into_iter().chain(further).map(Cut::Chain));
        cuts
    }

    /// Whether a chain of sentences speaks of the reader's side.
    fn is_for(&self, chain: usize, reader: Reader) -> bool {
        concerns(&self.chain(chain), reader)
    }

    fn chain(&self, chain: usize) -> String {
        let whole = |one: &Sentence| one.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        self.sentences.iter().filter(|one| one.chain == chain).map(whole).collect::<Vec<_>>().join(" ")
    }

    /// The chains of sentences that may go, the last first: all but what says what changes for this reader, and what is weighty.
    fn chains(&self, reader: Reader) -> Vec<usize> {
        let last = self.sentences.last().map_or(0, |one| one.chain);
        let lead = (0..=last).find(|chain| self.is_for(*chain, reader)).unwrap_or(0);
        (0..=last).rev().filter(|chain| *chain != lead && !is_weighty(&self.chain(*chain))).collect()
    }

    fn reductions(&self, cuts: &[Cut]) -> Vec<Reduction> {
        let mut out = Vec::new();
        if self.short_forms {
            out.push(Reduction::ShortForms);
        }
        if self.short_source && !self.telling.reference.is_empty() {
            out.push(Reduction::DayOfDecision);
        }
        let mut told = Vec::new();
        for cut in cuts {
            match cut {
                Cut::Aside(sentence, piece) if !self.sentences[*sentence].gone => {
                    let piece = &self.sentences[*sentence].pieces[*piece];
                    if piece.gone {
                        out.push(Reduction::Aside(piece.text.trim_matches([' ', ',']).to_owned()));
                    }
                }
                Cut::Patients if self.no_patients => out.push(Reduction::Patients(self.telling.patients.clone())),
                Cut::Chain(chain) if self.sentences.iter().any(|one| one.chain == *chain && one.gone) => told.push(*chain),
                _ => {}
            }
        }
        out.extend(told.into_iter().map(|chain| Reduction::Sentence(self.chain(chain))));
        out
    }
}

fn said_of(label: &str, text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() { String::new() } else { format!("{label}: {text}.") }
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// What leaves a sentence may bring two asides together that were not seen apart: as long as it does not fit, what is left is looked at
/// once more.
pub(super) fn draft(telling: &Telling, room: Room, reader: Reader) -> Draft {
    let mut drafted = once(telling, room, reader);
    while drafted.over.body > 0 {
        let again = once(&drafted.left, room, reader);
        if again.left == drafted.left {
            break;
        }
        let more = again.reductions.iter().filter(|one| !drafted.reductions.contains(one)).cloned().collect::<Vec<_>>();
        let reductions = drafted.reductions.iter().cloned().chain(more).collect();
        drafted = Draft { reductions, ..again };
    }
    drafted
}

fn once(telling: &Telling, room: Room, reader: Reader) -> Draft {
    let (headline, mut reductions) = headline(&telling.headline, room.headline);
    let mut fitting = Fitting::of(telling);
    let fits = |fitting: &Fitting<'_>| words(&fitting.body()) <= room.body;
    let cuts = fitting.cuts(reader);
    if !fits(&fitting) {
        fitting.short_forms = true;
    }
    if !fits(&fitting) {
        fitting.short_source = true;
    }
    let mut made = Vec::new();
    for cut in &cuts {
        if fits(&fitting) {
            break;
        }
        fitting.set(*cut, true);
        made.push(*cut);
    }
    // What went and has room after all comes back, what weighs most first.
    if fits(&fitting) {
        for cut in made.iter().rev() {
            fitting.set(*cut, false);
            if !fits(&fitting) {
                fitting.set(*cut, true);
            }
        }
        for longer in [|one: &mut Fitting<'_>, short| one.short_source = short, |one: &mut Fitting<'_>, short| one.short_forms = short] {
            longer(&mut fitting, false);
            if !fits(&fitting) {
                longer(&mut fitting, true);
            }
        }
    }
    reductions.extend(fitting.reductions(&cuts));
    let body = fitting.body();
    let left = Telling {
        headline: headline.clone(),
        changes: fitting.changes(),
        patients: if fitting.no_patients { String::new() } else { telling.patients.clone() },
        ..telling.clone()
    };
    Draft { over: Over::of(&headline, &body, room), headline, body, reductions, left }
}

/// A headline without its asides, and without what stands after a dash or names the field before a colon, as far as it must be.
fn headline(whole: &str, room: usize) -> (String, Vec<Reduction>) {
    let mut text = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut reductions = Vec::new();
    if words(&text) > room {
        for aside in asides(&format!("{text}.")).into_iter().rev().filter(|aside| aside.bracket) {
            if words(&text) > room && aside.to <= text.len() {
                reductions.push(Reduction::Headline(text[aside.from..aside.to].trim().to_owned()));
                text.replace_range(aside.from..aside.to, "");
            }
        }
    }
    for dash in [" – ", " — ", " - "] {
        while words(&text) > room {
            let Some((front, back)) = text.rsplit_once(dash).filter(|(front, back)| words(front) > 1 && !is_weighty(back)) else { break };
            reductions.push(Reduction::Headline(back.to_owned()));
            text = front.trim_end().to_owned();
        }
    }
    if words(&text) > room
        && let Some((field, rest)) = text.split_once(": ").filter(|(field, rest)| words(field) < 4 && words(rest) > 1 && !is_weighty(field))
    {
        reductions.push(Reduction::Headline(field.to_owned()));
        let mut letters = rest.chars();
        text = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    }
    (text, reductions)
}
