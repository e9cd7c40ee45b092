//! Makes identifiers and spells them: seeded, so that every run makes the same.

use super::names::ORIGINS;

/// Knuth's MMIX.
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap_or(0)
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    /// A CHI number with either check digit.
    pub(crate) fn chi(&mut self, luhn: bool) -> String {
        loop {
            let nine = format!("{:02}{:02}{:02}{}", 1 + self.below(28), 1 + self.below(12), self.below(100), self.digits(3));
            if let Some(check) = if luhn { mod_10(&nine) } else { mod_11(&nine) } {
                return format!("{nine}{check}");
            }
        }
    }

    /// An NHS number, or a Health and Care number.
    pub(crate) fn nhs(&mut self, northern_ireland: bool) -> String {
        loop {
            let nine = if northern_ireland {
                format!("3{}{}", 3 + self.below(7), self.digits(7))
            } else {
                format!("{}{}", self.of(&["4", "6", "7"]), self.digits(8))
            };
            if let Some(check) = mod_11(&nine) {
                return format!("{nine}{check}");
            }
        }
    }
}

fn mod_11(nine: &str) -> Option<u32> {
    let sum: u32 = nine.chars().filter_map(|c| c.to_digit(10)).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    Some((11 - sum % 11) % 11).filter(|check| *check != 10)
}

fn mod_10(nine: &str) -> Option<u32> {
    let mut sum = 0;
    for (steps, digit) in nine.chars().rev().filter_map(|c| c.to_digit(10)).enumerate() {
        let weighted = if steps % 2 == 0 { digit * 2 } else { digit };
        sum += if weighted > 9 { weighted - 9 } else { weighted };
    }
    Some((10 - sum % 10) % 10)
}

fn cut(number: &str, sizes: &[usize], mark: &str) -> String {
    let mut rest = number;
    let mut groups = Vec::new();
    for size in sizes {
        let (group, others) = rest.split_at(*size);
        groups.push(group);
        rest = others;
    }
    groups.join(mark)
}

/// Ten digits in one of 14 spellings.
pub(crate) fn number(way: usize, ten: &str) -> String {
    let wide = |text: &str| text.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0xFF10 + d)).unwrap_or(c)).collect();
    let six_four = |mark| cut(ten, &[6, 4], mark);
    match way % 14 {
        0 | 1 => ten.to_owned(),
        2 => six_four(" "),
        3 => six_four("-"),
        4 => six_four("\u{a0}"),
        5 => six_four("\n"),
        6 => six_four("/"),
        7 => cut(ten, &[3, 3, 4], " "),
        8 => cut(ten, &[6, 3, 1], " "),
        9 => wide(ten),
        10 => cut(ten, &[5, 5], "\u{200b}"),
        11 => six_four("."),
        12 => ten.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c)).collect(),
        _ => six_four(" - "),
    }
}

/// The ten digits of an NHS number in one of 12 spellings.
pub(crate) fn nhs_number(way: usize, ten: &str) -> String {
    let by_three = |mark| cut(ten, &[3, 3, 4], mark);
    match way % 12 {
        0 => ten.to_owned(),
        1 => number(9, ten),
        2 => by_three("-"),
        3 => by_three("\u{a0}"),
        4 => by_three("."),
        5 => by_three(" - "),
        6 => by_three("/"),
        7 => format!("{}\n{}", cut(&ten[..6], &[3, 3], " "), &ten[6..]),
        8 => by_three("\u{200b}"),
        9 => by_three("  "),
        10 => number(12, ten),
        _ => by_three(" "),
    }
}

/// A date in one of 20 spellings.
pub(crate) fn date(way: usize, seed: &mut Seed) -> String {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let (day, month, year) = (1 + seed.below(28), 1 + seed.below(12), 1920 + seed.below(104));
    let (name, short, yy) = (MONTHS[month - 1], &MONTHS[month - 1][..3], year % 100);
    let th = match day {
        1 | 21 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    match way % 20 {
        0 => format!("{day:02}/{month:02}/{year}"),
        1 => format!("{day}.{month}.{yy:02}"),
        2 => format!("{day} {name} {year}"),
        3 => format!("{day}{th} {short} '{yy:02}"),
        4 => format!("{year}-{month:02}-{day:02}"),
        5 => format!("{day}-{short}-{year}"),
        6 => format!("{name} {day}, {year}"),
        7 => format!("{day:02} {month:02} {year}"),
        8 => format!("{day}{th} of {name} {year}"),
        9 => format!("{day:02}{month:02}{yy:02}"),
        10 => format!("{day:02}{month:02}{year}"),
        11 => format!("{day}/{month}/{yy:02}"),
        12 => format!("{day:02}-{month:02}-{yy:02}"),
        13 => format!("{day} {}", short.to_lowercase() + &format!(" {yy:02}")),
        14 => format!("{day:02}.{month:02}.{year}"),
        15 => format!("{day} {}. {year}", short.to_uppercase()),
        16 => format!("{short} {day}{th} {year}"),
        17 => format!("{day:02}{short}{year}"),
        18 => format!("{year}/{month:02}/{day:02}"),
        _ => format!("{day} / {month} / {year}"),
    }
}

/// A postcode in one of 12 spellings.
pub(crate) fn postcode(way: usize, seed: &mut Seed) -> String {
    let area =
        seed.of(&["EH", "G", "KY", "AB", "IV", "FK", "PA", "TD", "DD", "ML", "HS", "ZE", "BT", "NE", "M", "SW", "LS", "W", "CF", "KA"]);
    let district = if matches!(area, "SW" | "W") { "1A".to_owned() } else { (1 + seed.below(21)).to_string() };
    let letter =
        |seed: &mut Seed| seed.of(&["A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q", "R", "S", "T", "U", "W", "X", "Y", "Z"]);
    let (out, inward) = (format!("{area}{district}"), format!("{}{}{}", seed.below(10), letter(seed), letter(seed)));
    match way % 12 {
        0 | 1 => format!("{out} {inward}"),
        2 => format!("{out}{inward}"),
        3 => format!("{out} {inward}").to_lowercase(),
        4 => format!("{out}{inward}").to_lowercase(),
        5 => format!("{out}  {inward}"),
        6 => format!("{out}\u{a0}{inward}"),
        7 => format!("{out}-{inward}"),
        8 => format!("{out}\n{inward}"),
        9 => format!("({out} {inward})"),
        10 => format!("{}{} {inward}", &area[..1], format!("{}{district}", &area[1..]).to_lowercase()),
        _ => format!("{out}\u{200b} {inward}"),
    }
}

/// A telephone number in one of 14 spellings.
pub(crate) fn telephone(way: usize, seed: &mut Seed) -> String {
    let (mobile, land, town) = (seed.digits(6), seed.digits(3), seed.digits(6));
    let land = format!("{}{land}", 2 + seed.below(7));
    let (a, b) = mobile.split_at(3);
    match way % 14 {
        0 => format!("07700 {mobile}"),
        1 => format!("07700{mobile}"),
        2 => format!("07700 {a} {b}"),
        3 => format!("0131 496 {land}"),
        4 => format!("(0131) 496 {land}"),
        5 => format!("0131-496-{land}"),
        6 => format!("+44 7700 {mobile}"),
        7 => format!("+447700{mobile}"),
        8 => format!("+44 (0)131 496 {land}"),
        9 => format!("0044 131 496 {land}"),
        10 => format!("01{}{} {town}", 3 + seed.below(6), 20 + seed.below(70)),
        11 => format!("07700.{a}.{b}"),
        12 => format!("020 7946 {land}"),
        _ => format!("0141 {}-{land}", 200 + seed.below(700)),
    }
}

/// A private mail address in one of 12 spellings.
pub(crate) fn mail(way: usize, seed: &mut Seed) -> String {
    let user = seed.of(&["jean.munro", "fkhan61", "p_nowak", "big-tam", "mairi+nhs", "wei.chen88", "o.adeyemi", "granny.b"]);
    let host =
        seed.of(&["gmail.com", "hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "icloud.com", "example.com", "outlook.com", "proton.me"]);
    match way % 12 {
        0 | 1 => format!("{user}@{host}"),
        2 => format!("{user}@{host}").to_uppercase(),
        3 => format!("{user} @ {host}"),
        4 => format!("{user}[at]{host}"),
        5 => format!("{user} (at) {host}"),
        6 => format!("{user} at {}", host.replace('.', " dot ")),
        7 => format!("<{user}@{host}>"),
        8 => format!("mailto:{user}@{host}"),
        9 => format!("{user}＠{host}"),
        10 => format!("{user} [at] {}", host.replace('.', " [dot] ")),
        _ => format!("\"{user}@{host}\""),
    }
}

/// A street address in one of 12 spellings.
pub(crate) fn address(way: usize, seed: &mut Seed) -> String {
    let number = 1 + seed.below(180);
    let street = seed.of(&[
        "Ferry",
        "Mill",
        "High",
        "Station",
        "Craigleith",
        "St John's",
        "Queen Anne",
        "Kirk",
        "Old Toll",
        "Bonaly",
        "Albert",
        "Princess Mary",
    ]);
    match way % 12 {
        0 => format!("{number} {street} Road"),
        1 => format!("{number} {street} Rd"),
        2 => format!("Flat 3, {number} {street} Street"),
        3 => format!("{number}a {street} Crescent"),
        4 => format!("2/1, {number} {street} Avenue"),
        5 => format!("{number} {street} Terrace").to_uppercase(),
        6 => format!("{number}, {street} Lane"),
        7 => format!("{number} {street} Place"),
        8 => format!("{number} {street} street").to_lowercase(),
        9 => format!("flat 2F1 {number} {street} Gardens"),
        10 => format!("{number} {street} Court"),
        _ => format!("{number} {street} Drive"),
    }
}

/// Somebody's given name and surname, of an origin.
pub(crate) fn person(origin: usize, seed: &mut Seed) -> (String, String) {
    let (_, given, surnames) = ORIGINS[origin % ORIGINS.len()];
    let given: Vec<&str> = given.split(' ').collect();
    let surnames: Vec<&str> = surnames.split('|').collect();
    (seed.of(&given).to_owned(), seed.of(&surnames).to_owned())
}

/// A titled name in one of 16 spellings.
pub(crate) fn titled(way: usize, seed: &mut Seed, origin: usize) -> String {
    let (given, surname) = person(origin, seed);
    let title = seed.of(&["Mr", "Mrs", "Ms", "Miss", "Mr", "Mrs"]);
    let initial: String = given.chars().take(1).collect();
    match way % 16 {
        0..=3 => format!("{title} {surname}"),
        4 => format!("{title}. {surname}"),
        5 => format!("{title} {initial} {surname}"),
        6 => format!("{title} {initial}. {surname}"),
        7 | 8 => format!("{title} {given} {surname}"),
        9 => format!("{title} {surname}").to_uppercase(),
        10 => format!("{title} {surname}").to_lowercase(),
        11 => format!("{} {surname}", title.to_lowercase()),
        12 => format!("Mr and Mrs {surname}"),
        13 => format!("{title}\u{a0}{surname}"),
        14 => format!("Baby {surname}"),
        _ => format!("{title} {surname}-{}", surname.split(' ').next_back().unwrap_or("Reid")),
    }
}
