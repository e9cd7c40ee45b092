//! Terms of reference: a template is tailored, both sides approve, and what it says is what the software does.

pub mod boards;
pub mod frequency;
pub mod own;
pub mod template;
