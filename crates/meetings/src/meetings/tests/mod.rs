//! Meetings over HTTP.

mod agenda;
mod answers;
mod invitations;
mod keys;
mod record;
mod rights;
mod states;
