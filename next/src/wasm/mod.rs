//! The bindings: they convert values and carry requests out; nothing is decided here.
#[cfg(feature = "breakdowns")]
mod breaking;
// mod client; mod run; with the loop
mod fetch;
mod host;
mod panic;
mod timer;
mod values;
#[cfg(feature = "breakdowns")]
pub use breaking::{break_later, break_now};
pub use host::{JsHost, Parts};
pub use panic::on_panic;
