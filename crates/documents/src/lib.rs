//! Writes one neutral tree of blocks as PDF, Word, HTML, plain text, and invitations as iCalendar.
//!
//! Data in, bytes out: nothing here reads a file, asks the time or knows what a document is for.
//! The same [`Document`] always gives the same bytes, so that what was handed out can be hashed.
//!
//! Every writer works on the document as `tidy` leaves it: headings that step down one level at a
//! time, tables with full rows, no characters that a format forbids. So no writer fails on what
//! people typed, and all of them say the same words.

mod address;
mod bars;
mod blocks;
pub mod calendar;
pub mod chart;
pub mod docx;
pub mod figure;
pub mod html;
pub mod pdf;
pub mod text;
mod tidy;
pub mod xlsx;

pub use blocks::{Block, Document, Span};
