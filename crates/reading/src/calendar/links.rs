//! Where one joins a meeting on the web: in a line of its own, or somewhere in the text of an invitation.

/// Hosts of meetings on the web, and what they end with.
const HOSTS: &[&str] = &[
    "teams.microsoft.com",
    "teams.live.com",
    "teams.cloud.microsoft",
    "zoom.us",
    "zoom.com",
    "meet.google.com",
    "webex.com",
    "whereby.com",
];
/// Longer ones are not written by calendars.
const LONGEST: usize = 1_000;

/// The address at which one joins; empty when there is none.
pub(super) fn joining(joins: &[String], texts: &[String]) -> String {
    let own = joins.iter().flat_map(|text| addresses(text)).next();
    own.or_else(|| texts.iter().flat_map(|text| addresses(text)).find(|address| is_meeting(address))).unwrap_or_default()
}

/// The addresses of the web in a text, those that a mail server has wrapped as they were before.
fn addresses(text: &str) -> impl Iterator<Item = String> {
    let apart = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | '[' | ']');
    text.split(apart).filter_map(|word| {
        let from = word.find("https://")?;
        let address = word[from..].trim_end_matches(['.', ',', ';', ':', '!']).replace("&amp;", "&");
        let address = unwrapped(&address).unwrap_or(address);
        (address.len() <= LONGEST && address.len() > "https://".len()).then_some(address)
    })
}

fn host(address: &str) -> String {
    let rest = address.strip_prefix("https://").unwrap_or_default();
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase()
}

fn is_meeting(address: &str) -> bool {
    let host = host(address);
    HOSTS.iter().any(|known| host == *known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.')))
}

/// What a mail server has put its own address around, to look at whoever follows it.
fn unwrapped(address: &str) -> Option<String> {
    if !host(address).ends_with(".safelinks.protection.outlook.com") {
        return None;
    }
    let query = address.split_once('?')?.1;
    let inner = query.split('&').find_map(|part| part.strip_prefix("url="))?;
    let inner = decoded(inner)?;
    inner.starts_with("https://").then_some(inner)
}

/// Text whose `%3A` are letters again.
fn decoded(text: &str) -> Option<String> {
    let (mut out, mut bytes) = (Vec::with_capacity(text.len()), text.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                out.push(u8::try_from(high * 16 + low).ok()?);
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8(out).ok()
}
