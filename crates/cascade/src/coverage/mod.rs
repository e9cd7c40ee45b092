//! Coverage: who has heard what. Each decision that is told beyond the group, and each network and group that it goes to: when
//! it is due, when it went, what they said of it, and what did not go.

mod model;
mod store;

pub use model::{Coverage, Decided, Line, Listener, Standing, Totals, Why};
pub use store::of_period;
