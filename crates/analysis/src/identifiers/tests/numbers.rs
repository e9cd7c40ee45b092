//! Makes numbers and spells them.

/// A tiny generator (Knuth's MMIX), so that every run makes the same numbers.
pub(super) struct Seed(pub(super) u64);

impl Seed {
    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// A CHI number; `luhn` for the newer check digit.
    pub(super) fn chi(&mut self, luhn: bool) -> String {
        loop {
            let date = format!("{:02}{:02}{:02}", 1 + self.below(28), 1 + self.below(12), self.below(100));
            let nine = format!("{date}{:03}", self.below(1000));
            if let Some(check) = if luhn { mod_10(&nine) } else { mod_11(&nine) } {
                return format!("{nine}{check}");
            }
        }
    }

    /// An NHS number.
    pub(super) fn nhs(&mut self) -> String {
        loop {
            let nine = format!("{}{:08}", [4, 6, 7, 9][self.below(4) as usize], self.below(100_000_000));
            if let Some(check) = mod_11(&nine) {
                return format!("{nine}{check}");
            }
        }
    }
}

// The check digits are worked out here as the pages word them, and not as the module does it.

fn mod_11(nine: &str) -> Option<u32> {
    let sum: u32 = nine.chars().filter_map(|c| c.to_digit(10)).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        check => Some(check),
    }
}

fn mod_10(nine: &str) -> Option<u32> {
    let mut sum = 0;
    for (steps, digit) in nine.chars().rev().filter_map(|c| c.to_digit(10)).enumerate() {
        let weighted = if steps % 2 == 0 { digit * 2 } else { digit };
        sum += if weighted > 9 { weighted - 9 } else { weighted };
    }
    Some((10 - sum % 10) % 10)
}

/// Ways to spell ten digits: the sizes of the groups, and what stands between two of them.
pub(super) const GROUPED: [(&[usize], &str); 36] = [
    (&[10], ""),
    (&[6, 4], " "),
    (&[6, 4], "\u{a0}"),
    (&[6, 4], "\u{2009}"),
    (&[6, 4], "\u{202f}"),
    (&[6, 4], "\u{2007}"),
    (&[6, 4], "\t"),
    (&[6, 4], "  "),
    (&[6, 4], "\n"),
    (&[6, 4], "\r\n"),
    (&[6, 4], "-"),
    (&[6, 4], "\u{2011}"),
    (&[6, 4], "\u{2013}"),
    (&[6, 4], " \u{2014} "),
    (&[6, 4], "\u{2212}"),
    (&[6, 4], "."),
    (&[6, 4], "\u{b7}"),
    (&[6, 4], "/"),
    (&[6, 4], " / "),
    (&[6, 4], "_"),
    (&[6, 4], ","),
    (&[6, 4], "\u{200b} \u{200b}\u{feff}"),
    (&[6, 4], ") "),
    (&[6, 4], " ("),
    (&[6, 3, 1], " "),
    (&[6, 2, 2], " "),
    (&[3, 3, 4], " "),
    (&[4, 3, 3], "-"),
    (&[5, 5], " "),
    (&[9, 1], " "),
    (&[2, 2, 2, 4], "-"),
    (&[2, 2, 2, 4], " "),
    (&[2, 2, 6], "/"),
    (&[2, 2, 2, 2, 2], " "),
    (&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1], " "),
    (&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "\u{200b}\u{ad}\u{2060}"),
];

/// Where the digits of other scripts begin.
pub(super) const ZEROS: [char; 8] = ['0', '٠', '۰', '०', '০', '0', '𝟎', '⁰'];

/// Spells a number in groups.
pub(super) fn grouped(number: &str, (sizes, separator): (&[usize], &str)) -> String {
    let mut rest = number;
    let mut groups = Vec::new();
    for size in sizes {
        let (group, others) = rest.split_at(*size);
        groups.push(group);
        rest = others;
    }
    groups.join(separator)
}

/// Spells a number in the digits of another script.
pub(super) fn in_script(number: &str, zero: char) -> String {
    let raised = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) if zero == '⁰' => raised[digit as usize],
            Some(digit) => char::from_u32(u32::from(zero) + digit).expect("scripts have ten digits in a row"),
            None => c,
        })
        .collect()
}
