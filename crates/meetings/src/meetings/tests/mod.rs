//! Meetings over HTTP.

mod agenda;
mod answers;
mod details;
mod keys;
mod kinds;
mod record;
mod rights;
mod states;
