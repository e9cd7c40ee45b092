//! Posting to a web address that somebody gave us, such as a channel's: by HTTPS, to machines that everybody can reach, and
//! without following where an answer leads. So nobody can have us knock at doors within our own network.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use axum::http::Uri;
use serde_json::Value as Json;
use ureq::{
    Agent,
    config::Config,
    tls::{Certificate, RootCerts, TlsConfig},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use crate::job::JobError;

/// The longest address that is taken.
const LONGEST: usize = 2_000;

/// The machine that an address names, for people to see which it is: the rest of such an address is a secret.
///
/// # Errors
/// A sentence that says what kind of address is taken.
pub fn host(address: &str) -> Result<String, &'static str> {
    const NONE: &str = "Paste the whole address; it begins with https://";
    const INSIDE: &str = "This address leads into a private network. Only an address on the internet is taken";
    let uri: Uri = address.parse().map_err(|_| NONE)?;
    let host = uri.host().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let plain = address.is_ascii() && address.len() <= LONGEST && !address.contains(|letter: char| letter.is_control() || letter == ' ');
    if !plain || host.is_empty() || uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(NONE);
    }
    if is_allowed(&host, uri.port_u16()) {
        return Ok(host);
    }
    if uri.scheme_str() != Some("https") {
        return Err(NONE);
    }
    let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let inside = match number {
        Ok(number) => !is_public(number),
        // A name of one word, or of a kind that is never on the internet. Numbers in other notations are looked up, and what
        // comes of them is judged then.
        Err(_) => !host.contains('.') || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| host.ends_with(end)),
    };
    if inside { Err(INSIDE) } else { Ok(host) }
}

/// Whether a machine's number is one that everybody can reach (IANA's registries of special-purpose addresses).
#[must_use]
pub fn is_public(number: IpAddr) -> bool {
    match number {
        IpAddr::V4(number) => is_public_4(number),
        IpAddr::V6(number) => is_public_6(number),
    }
}

fn is_public_4(number: Ipv4Addr) -> bool {
    let [a, b, c, _] = number.octets();
    let special = number.is_private()
        || number.is_loopback()
        || number.is_link_local()
        || number.is_documentation()
        || matches!(a, 0 | 224..)
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_6(number: Ipv6Addr) -> bool {
    let parts = number.segments();
    // An IPv4 number in another coat is judged as itself: mapped, and behind the two translators.
    if let Some(mapped) = number.to_ipv4_mapped() {
        return is_public_4(mapped);
    }
    let inside = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inside(high, low),
        [0x2002, high, low, ..] => inside(high, low),
        // Teredo, benchmarks, ORCHID and the like: 2001:0000::/23; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

/// Looks a name up as always, and goes on only when all that it stands for can be reached by everybody. The connection goes to
/// the very numbers that were judged, so that a name which is another one a moment later does not get past.
#[derive(Debug, Default)]
struct Outside(DefaultResolver);

impl Resolver for Outside {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        if is_allowed(uri.host().unwrap_or_default(), uri.port_u16()) || found.iter().all(|address| is_public(address.ip())) {
            return Ok(found);
        }
        Err(ureq::Error::Io(io::Error::from(io::ErrorKind::PermissionDenied)))
    }
}

/// Posts JSON to an address; whoever is asked again later has it tried again. `patience` is the longest that it may take, from the
/// look-up of the name to the end of the answer.
///
/// # Errors
/// What went wrong, in words that hold nothing of the address.
pub async fn post(address: String, body: Json, patience: Duration) -> Result<(), JobError> {
    host(&address).map_err(|why| JobError::GiveUp(why.to_owned()))?;
    #[expect(clippy::disallowed_methods, reason = "the request blocks, and only a job makes it")]
    let done = tokio::task::spawn_blocking(move || send(&address, &body, patience)).await;
    done.map_err(|_| JobError::Retry("posting to the web address failed".into()))?
}

fn send(address: &str, body: &Json, patience: Duration) -> Result<(), JobError> {
    // The machine's own authorities: boards have private ones.
    let roots = rustls_native_certs::load_native_certs().certs;
    let roots: Vec<_> = roots.iter().map(|cert| Certificate::from_der(cert.as_ref()).to_owned()).collect();
    let config = Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots)).build())
        .timeout_global(Some(patience))
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("Brig")
        .build();
    let answer = Agent::with_parts(config, DefaultConnector::default(), Outside::default()).post(address).send_json(body);
    match answer.map(|answer| answer.status().as_u16()) {
        Ok(200..=299) => Ok(()),
        Ok(code @ (408 | 425 | 429 | 500..)) => Err(JobError::Retry(format!("the web address asked to try later ({code})"))),
        Ok(code) => Err(JobError::GiveUp(format!("the web address refused it ({code}): see whether it is still the right one"))),
        Err(ureq::Error::Io(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(JobError::GiveUp("the web address leads into a private network: nothing is posted there".into()))
        }
        Err(ureq::Error::Timeout(_)) => Err(JobError::Retry("the web address did not answer in time".into())),
        Err(_) => Err(JobError::Retry("the web address cannot be reached".into())),
    }
}

/// Whether a test has opened a port of this machine.
#[cfg(feature = "testing")]
fn is_allowed(host: &str, port: Option<u16>) -> bool {
    host == "127.0.0.1" && port.is_some_and(testing::is_open)
}

#[cfg(not(feature = "testing"))]
fn is_allowed(_: &str, _: Option<u16>) -> bool {
    false
}

/// For tests: ports of this machine that may be posted to without TLS.
#[cfg(feature = "testing")]
pub mod testing {
    use std::{
        collections::BTreeSet,
        sync::{Mutex, PoisonError},
    };

    static OPEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

    /// Opens a port of 127.0.0.1 for posts.
    pub fn open(port: u16) {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).insert(port);
    }

    pub(super) fn is_open(port: u16) -> bool {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).contains(&port)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn only_addresses_on_the_internet_are_taken() {
        for good in ["https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y", "https://8.8.8.8/x"] {
            assert!(host(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "teams",
            "http://prod.logic.azure.com/x",
            "ftp://prod.logic.azure.com/x",
            "https://user@prod.logic.azure.com/x",
            "https://prod.logic.azure.com/a b",
            "https://localhost/x",
            "https://LOCALHOST./x",
            "https://intranet/x",
            "https://db.local/x",
            "https://metadata.google.internal/x",
            "https://127.0.0.1/x",
            "https://10.1.2.3/x",
            "https://192.168.1.1:8443/x",
            "https://169.254.169.254/latest",
            "https://[::1]/x",
            "https://[fd00::1]/x",
            "https://[::ffff:10.0.0.1]/x",
        ] {
            assert!(host(bad).is_err(), "{bad}");
        }
        assert_eq!(host("https://Prod-12.Logic.Azure.com/secret").as_deref(), Ok("prod-12.logic.azure.com"));
    }

    #[test]
    fn numbers_within_networks_are_known_in_every_coat() {
        for inside in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.8.8.8",
            "169.254.0.1",
            "172.31.0.1",
            "192.0.0.8",
            "192.168.0.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "100::1",
        ] {
            assert!(!is_public(inside.parse().expect("a number")), "{inside}");
        }
        for outside in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808", "2001:4860::8888"] {
            assert!(is_public(outside.parse().expect("a number")), "{outside}");
        }
    }

    #[test]
    fn a_name_that_stands_for_this_machine_is_not_connected_to() {
        // Looked up by the system, as every name is, and judged by what comes of it.
        let config = Agent::config_builder().build();
        let found = Outside::default().resolve(&"https://localhost/x".parse().expect("an address"), &config, NextTimeout::default());
        assert!(matches!(found, Err(ureq::Error::Io(error)) if error.kind() == io::ErrorKind::PermissionDenied));
    }
}
