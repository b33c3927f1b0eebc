//! The platforms, one folder each. They do not know one another; adding one is a folder and a line here.

pub mod myworkpal;

use crate::engine::Verbs;
use crate::error::{Error, Result};
use serde_json::Value;

/// The platforms by name.
pub const NAMES: [&str; 1] = [myworkpal::NAME];

/// A client of the platform of this name.
///
/// # Errors
/// `config_invalid` or `config_missing`, naming the setting; nothing is sent.
pub fn client(platform: &str, options: Value) -> Result<Box<dyn Verbs>> {
    match platform {
        myworkpal::NAME => Ok(Box::new(myworkpal::client(options)?)),
        _ => Err(unknown(platform)),
    }
}

/// Checks a user of the platform of this name, without any client.
///
/// # Errors
/// `config_invalid`, naming the field.
pub fn check_user(platform: &str, user: &Value) -> Result<()> {
    match platform {
        myworkpal::NAME => myworkpal::User::parse(user).map(drop),
        _ => Err(unknown(platform)),
    }
}

/// The columns of a roster of the platform of this name.
///
/// # Errors
/// `config_invalid` when there is no such platform.
pub fn roster_columns(platform: &str) -> Result<&'static [&'static str]> {
    match platform {
        myworkpal::NAME => Ok(&myworkpal::ROSTER_COLUMNS),
        _ => Err(unknown(platform)),
    }
}

fn unknown(platform: &str) -> Error {
    Error::invalid(format!("platform: {platform:?} is none that Provisor knows"))
        .hint(format!("give one of: {}", NAMES.join(", ")))
}
