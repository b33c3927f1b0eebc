//! The platforms, each in a folder of its own; this is their list.
mod by_name;
mod email;
mod myworkpal;
mod oauth;
mod rosters;
mod scim;
mod standing;
mod text;
mod through;
mod words;
mod workforce_optimization;
mod workiva;
mod workspan;
pub(crate) use by_name::{no_call, read_by_name, Json};
pub(crate) use email::Email;
pub use rosters::roster;
pub use workspan::application_user_guide;

use crate::error::{Error, Result};
use crate::http::{Base, Client, Dialect, Host, Settings};
use crate::input::{Fields, Shape};
use crate::reconcile::{Platform, Reconciler, Rules};
use serde_json::Value;
use std::rc::Rc;

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

/// A client of a platform, from its options.
///
/// # Errors
/// `config_invalid` and `config_missing`, naming the option.
pub fn open(platform: &str, options: &Value, host: Rc<dyn Host>) -> Result<Rc<Reconciler>> {
    match platform {
        "myworkpal" => assemble(options, host, myworkpal::make),
        "workforce-optimization" => assemble(options, host, workforce_optimization::make),
        "workspan" => assemble(options, host, workspan::make),
        "scim" => assemble(options, host, scim::make),
        "workiva" => workiva::open(options, host),
        _ => Err(Error::invalid(format!("there is no platform {platform:?}"))),
    }
}
/// Reads the options that all platforms share, those of the loop, and the platform's own: each strictly.
fn assemble<O: Shape, P: Platform>(
    options: &Value,
    host: Rc<dyn Host>,
    make: fn(O) -> Result<Made<P>>,
) -> Result<Rc<Reconciler>> {
    // The facade keeps these to itself; they are known here so that a misspelt one is told.
    const HOST: [&str; 6] = ["fetch", "signal", "onEvent", "logger", "lock", "allowBrowser"];
    let known = [O::KEYS, Settings::KEYS, Rules::KEYS, &HOST].concat();
    let fields = Fields::new("options", options, &known, &[])?;
    let (settings, rules) = (Settings::of(&fields)?, Rules::of(&fields)?);
    settings.check()?;
    let made = make(O::of(&fields)?)?;
    let client = Client::new(P::NAME, &made.base_url, made.link_hosts, settings, host, made.dialect)?;
    Ok(Rc::new(Reconciler::new(Rc::new(made.platform), client, rules)))
}
/// A path that the caller sets: below the base URL, whatever that is.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub(crate) fn check_path(setting: &str, path: &str) -> Result<()> {
    let base = Base::new("https://localhost", Vec::new(), false)?;
    let wrong = |error: Error| Error::invalid(format!("options.paths.{setting}: {}", error.message));
    base.resolve(path).map(drop).map_err(wrong)
}
