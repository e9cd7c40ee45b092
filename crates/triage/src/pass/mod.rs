//! The pass: all that waits for one side, an issue a row, one key or tap for each outcome; the same view on many at once.

mod pages;
#[cfg(test)]
mod tests;

pub use pages::routes;
