//! Which decisions may be good news: proposed by a rule, and said by a person.

mod store;

pub(super) use store::perhaps;

use kernel::words;

/// Why a decision may be good news, of how many praised it and how many say that it held.
pub(super) fn why((praised, held): (i64, i64)) -> String {
    let praised =
        (praised > 0).then(|| format!("{} of what works well", words::count(praised.unsigned_abs(), "report speaks", "reports speak")));
    let held =
        (held > 0).then(|| format!("{} that what was done has held", words::count(held.unsigned_abs(), "person says", "people say")));
    let said: Vec<String> = praised.into_iter().chain(held).collect();
    format!("This may be good news: {}.", said.join(", and "))
}
