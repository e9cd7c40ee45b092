//! The surface: what holds for every route, every statement, every page, every law. One file each.

mod api_document;
mod backups;
mod cascade_crashes;
mod command_line;
mod crashes;
mod in_confidence;
mod jobs;
mod laws;
mod links;
mod mail_server;
mod mailbox;
mod mailbox_trust;
mod routes;
mod schemas;
mod start_page;
mod statements;
mod support;
mod traces;
mod waiting;
