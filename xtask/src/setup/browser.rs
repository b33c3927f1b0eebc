//! Chromium or Chrome, and the ChromeDriver that drives it in tests.

use std::env;
use std::path::PathBuf;

use anyhow::{bail, Result};

use crate::run::{say, which, Call};

const INSTALL: [&str; 5] = ["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"];

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
    let Some(prefix) = apt_get() else { bail!("{}", missing()) };
    say("Installing Chromium and ChromeDriver");
    apt(prefix, &["update", "-q"])?;
    apt(prefix, &INSTALL)?;
    match find() {
        Some(browser) => Ok(browser),
        None => bail!("{}", missing()),
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

/// How apt-get can be run without asking anyone: as root, or by sudo without a password.
fn apt_get() -> Option<&'static [&'static str]> {
    which("apt-get")?;
    let succeeds = |program: &str, args: &[&str], wanted: &str| {
        which(program).is_some() && Call::new(program).args(args).output().is_ok_and(|text| text == wanted)
    };
    if succeeds("id", &["-u"], "0") {
        return Some(&["apt-get"]);
    }
    succeeds("sudo", &["-n", "id", "-u"], "0").then_some(&["sudo", "-n", "apt-get"])
}

fn apt(prefix: &[&str], args: &[&str]) -> Result<()> {
    let Some((program, before)) = prefix.split_first() else { return Ok(()) };
    Call::new(program)
        .args(before)
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .without_input()
        .or("install Chromium and ChromeDriver by hand, or set CHROME and CHROMEDRIVER to where they are")
        .run()
}

fn missing() -> &'static str {
    "the tests in a browser need Chromium or Chrome, and ChromeDriver of the same version\n  what to do: install \
     them (Debian: apt-get install chromium chromium-driver; Fedora: dnf install chromium chromedriver; macOS: brew \
     install --cask google-chrome chromedriver), or set CHROME and CHROMEDRIVER to where they are"
}
