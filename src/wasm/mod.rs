//! The bindings: they convert types and carry requests out; nothing is decided here.

mod breaking;
mod client;
mod convert;
mod driver;
mod fetch;
mod flight;
mod panic;
mod query;
mod run;
mod scim;
mod timer;

pub use breaking::{break_later, break_now};
pub use client::JsClient;
pub use convert::on_error;
pub use driver::Hooks;
pub use panic::on_panic;
pub use query::{odata_filter, odata_query, parse_roster, replay, roster_leavers};
pub use run::JsRun;
