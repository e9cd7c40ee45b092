//! Reasoning about text and numbers, without a database, a clock or a network.
//!
//! What stands here takes values and gives values back, so that the same answer comes out of the
//! server, of a test and of a reader's own trial.

pub mod agenda;
pub mod calendar_days;
pub mod identifiers;
pub mod likeness;
pub mod mail_text;
pub mod patterns;
pub mod run_chart;
pub mod services;
pub mod shortening;
pub mod surges;
pub mod themes;
pub mod wording;
