//! Reads what people bring: Word files, PDFs, workbooks, tables as text, calendars. Bytes in, plain data out; no input or output, and no
//! word of the group's process. The counterpart of `documents`.

pub mod calendar;
pub mod pdf;
pub mod plain;
mod problem;
pub mod table;
pub mod word;

pub use problem::Problem;
