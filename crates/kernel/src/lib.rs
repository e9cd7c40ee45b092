//! The kernel: HTTP, SQL, jobs, mail, forms, the ledger. It knows no word of what the product is for.
//!
//! A slice of the product meets the kernel in five places: [`App`] (what the process holds),
//! [`Db`] and [`Tx`] (one SQL text on two databases), [`ledger`] (what happened),
//! [`queue`] (what must still be done) and [`page`] (the frame every page stands in).

pub mod actor;
pub mod api;
pub mod app;
pub mod backup;
pub mod clock;
pub mod config;
pub mod db;
pub mod dialect;
pub mod error;
pub mod form;
pub mod http;
pub mod id;
pub mod job;
pub mod keys;
pub mod ledger;
pub mod limits;
pub mod linked;
pub mod mail;
pub mod migrate;
pub mod page;
pub mod queue;
pub mod removal;
pub mod schedule;
pub mod search;
pub mod session;
pub mod sql;
pub mod telemetry;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod upload;
pub mod verify;
pub mod webhook;
pub mod words;

pub use app::App;
pub use db::{Db, On, Tx};
pub use error::{Error, Result};
pub use sql::{Row, sql};
