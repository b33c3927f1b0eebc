//! The platforms, one folder each. They do not know one another; adding one is a folder and a line here.

pub mod myworkpal;
pub mod workforce_optimization;
pub mod workiva;
pub mod workspan;

use crate::engine::{shown_options, Client, Described, Platform, Replayed};
use crate::error::{Error, Result};
use serde_json::Value;

/// The platforms by name.
pub const NAMES: [&str; 4] = [myworkpal::NAME, workforce_optimization::NAME, workiva::NAME, workspan::NAME];

/// A client of the platform of this name.
///
/// # Errors
/// `config_invalid` or `config_missing`, naming the setting; nothing is sent.
pub fn client(platform: &str, options: Value) -> Result<Client> {
    let described = Described { options: shown_options(&options), make: client };
    let client = make(platform, options)?;
    client.describe(described);
    Ok(client)
}

/// Goes through a transcript again, without a network: the requests, byte for byte as they were, and how it ended.
///
/// # Errors
/// `stale_journal` when the transcript is damaged, of another version, or when this version would send something
/// else: it names the first request that differs, and where.
pub fn replay(transcript: &str) -> Result<Replayed> {
    crate::engine::replay(transcript, client)
}

fn make(platform: &str, options: Value) -> Result<Client> {
    match platform {
        myworkpal::NAME => myworkpal::client(options),
        workforce_optimization::NAME => workforce_optimization::client(options),
        workiva::NAME => workiva::client(options),
        workspan::NAME => workspan::client(options),
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
        workforce_optimization::NAME => workforce_optimization::User::parse(user).map(drop),
        workiva::NAME => workiva::User::parse(user).map(drop),
        workspan::NAME => workspan::User::parse(user).map(drop),
        _ => Err(unknown(platform)),
    }
}

/// What names a user of the platform of this name: two users with one of these in common are one person.
///
/// # Errors
/// `config_invalid`, naming the field.
pub fn user_keys(platform: &str, user: &Value) -> Result<Vec<String>> {
    match platform {
        myworkpal::NAME => myworkpal::User::parse(user).map(|user| myworkpal::MyWorkpal::keys(&user)),
        workforce_optimization::NAME => workforce_optimization::User::parse(user)
            .map(|user| workforce_optimization::WorkforceOptimization::keys(&user)),
        workiva::NAME => workiva::User::parse(user).map(|user| workiva::Workiva::keys(&user)),
        workspan::NAME => workspan::User::parse(user).map(|user| workspan::WorkSpan::keys(&user)),
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
        workforce_optimization::NAME => Ok(&workforce_optimization::ROSTER_COLUMNS),
        workiva::NAME => Ok(&workiva::ROSTER_COLUMNS),
        workspan::NAME => Ok(&workspan::ROSTER_COLUMNS),
        _ => Err(unknown(platform)),
    }
}

fn unknown(platform: &str) -> Error {
    Error::invalid(format!("platform: {platform:?} is none that Provisor knows"))
        .hint(format!("give one of: {}", NAMES.join(", ")))
}
