//! Watching: an issue that waits for others to report the same is taken up again once they do.

mod commands;
#[cfg(test)]
mod tests;

pub use commands::look;
pub(crate) use commands::look_at_all;
