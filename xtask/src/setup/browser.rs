//! Chromium or Chrome, and the ChromeDriver that drives it in tests.

use std::env;
use std::path::PathBuf;

use anyhow::{bail, Result};

use super::apt;
use crate::run::which;

/// A browser and its driver.
pub struct Browser {
    /// The browser's program.
    pub chrome: PathBuf,
    /// ChromeDriver of the same version.
    pub driver: PathBuf,
}

/// Finds them (in CHROME and CHROMEDRIVER, then on the PATH), or installs them where apt-get is there.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    apt::install("Chromium and ChromeDriver", &["chromium", "chromium-driver"], MISSING)?;
    match find() {
        Some(browser) => Ok(browser),
        None => bail!("{MISSING}"),
    }
}

fn find() -> Option<Browser> {
    let named = |variable: &str| env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
    let chrome = named("CHROME").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(which)
    });
    let driver = named("CHROMEDRIVER").or_else(|| which("chromedriver"));
    Some(Browser { chrome: chrome?, driver: driver? })
}

const MISSING: &str = "the tests in a browser need Chromium or Chrome, and ChromeDriver of the same version\n  what to do: install \
     them (Debian: apt-get install chromium chromium-driver; Fedora: dnf install chromium chromedriver; macOS: brew \
     install --cask google-chrome chromedriver), or set CHROME and CHROMEDRIVER to where they are";
