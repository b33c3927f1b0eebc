//! The bindings: they convert values and carry requests out; nothing is decided here.
#[cfg(feature = "breakdowns")]
mod breaking;
mod builders;
mod client;
mod fetch;
mod host;
mod panic;
mod run;
mod timer;
mod values;
#[cfg(feature = "breakdowns")]
pub use breaking::{break_later, break_now};
pub use builders::{application_user_guide, odata, roster, scim};
pub use client::{JsClient, JsRun};
pub use host::Parts;
pub use panic::on_panic;
pub use run::{JsAbort, JsJournal};
