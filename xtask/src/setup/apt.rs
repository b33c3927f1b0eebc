//! Debian's apt-get, where it can be run without asking anyone.

use anyhow::{bail, Result};

use crate::run::{say, which, Call};

/// Installs packages, or says (`missing`) what to install by hand.
pub fn install(what: &str, packages: &[&str], missing: &'static str) -> Result<()> {
    let Some(prefix) = apt_get() else { bail!("{missing}") };
    say(&format!("Installing {what}"));
    run(prefix, &["update", "-q"], missing)?;
    let install = ["install", "-y", "--no-install-recommends"];
    run(prefix, &[&install, packages].concat(), missing)
}

/// As root, or by sudo without a password.
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

fn run(prefix: &[&str], args: &[&str], missing: &'static str) -> Result<()> {
    let Some((program, before)) = prefix.split_first() else { return Ok(()) };
    Call::new(program)
        .args(before)
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .without_input()
        .or(missing)
        .run()
}
