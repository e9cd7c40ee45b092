//! What people write, and what the group then does.

mod days;
mod reading;
mod refusals;
