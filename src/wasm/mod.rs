//! The bindings: they convert types and carry requests out; nothing is decided here.

mod client;
mod convert;
mod driver;
mod fetch;
mod flight;
mod query;
mod run;
mod scim;
mod timer;
