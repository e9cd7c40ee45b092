//! The rules that the software applies, and the paragraphs of the terms of reference that say so. Each slice keeps its own
//! rules; what stands here is only where they were agreed, so that a page can point there.

mod model;
mod pages;
mod store;

pub use model::{Rule, Trace, anchor};
pub use pages::Why;
pub use store::{set_traces, trace};
