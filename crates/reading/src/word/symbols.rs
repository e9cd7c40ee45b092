//! Letters of symbol fonts as letters that everybody has.

/// What a symbol says, by its number and its font.
pub(super) fn said(number: &str, font: &str) -> &'static str {
    let number = u32::from_str_radix(number, 16).unwrap_or_default() & 0xff;
    if font.eq_ignore_ascii_case("Symbol") {
        return match number {
            0xb7 => "•",
            0xb3 => "≥",
            0xa3 => "≤",
            0xb1 => "±",
            0xb0 => "°",
            0xae => "→",
            0x6d => "µ",
            0x2d => "−",
            _ => "□",
        };
    }
    match number {
        0x6c | 0x9f | 0xb7 => "•",
        0x6e | 0xa7 => "▪",
        0x6f | 0x71 | 0x72 | 0xa8 => "☐",
        0xfc => "✓",
        0x78 | 0xfd | 0xfe => "☒",
        0xd8 | 0xe0 | 0xe8 | 0xf0 => "→",
        0x2a | 0x28 => "•",
        _ => "□",
    }
}

/// A text without letters that only a symbol font can show.
pub(super) fn plain(text: &str) -> String {
    let own = |c: char| ('\u{f020}'..='\u{f0ff}').contains(&c);
    if !text.contains(own) {
        return text.to_owned();
    }
    text.chars().map(|c| if own(c) { "•" } else { "" }.chars().next().unwrap_or(c)).collect()
}
