//! The platforms, each in a folder of its own; this is their list.
mod by_name;
mod oauth;
pub(crate) use by_name::{no_call, read_by_name};

use crate::http::Dialect;

/// A platform, made from its own options: what the loop and the transport need.
pub(crate) struct Made<P> {
    /// What the loop asks.
    pub platform: P,
    /// The option `baseUrl`.
    pub base_url: String,
    /// Domains whose links to operations are the platform's own.
    pub link_hosts: &'static [&'static str],
    /// How it lets one in.
    pub dialect: Box<dyn Dialect>,
}
