//! Meetings over HTTP.

mod agenda;
mod invitations;
mod keys;
mod record;
mod rights;
mod states;
