//! Calls for issues: before a meeting on a theme the group asks the networks what goes wrong with it. A call is drafted, made
//! better by a person, sent, and later seen beside the reports that it brought. Who sends it stands above this area.

mod commands;
mod effect;
mod model;
mod store;

pub use commands::{draft, must_call, write};
pub use effect::{Effect, Picture, effects};
pub use model::{Call, Draft, THEMES_AHEAD};
pub use store::{ahead, called, find, follow_theme, of_meeting, of_meetings, of_theme, verify};
