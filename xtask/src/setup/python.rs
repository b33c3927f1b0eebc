//! Python with venv: some of the independent parsers that read our queries back are written in it.

use anyhow::{bail, Result};

use super::apt;
use crate::run::{which, Call};

/// Finds it, or installs it where apt-get is there.
pub fn ensure() -> Result<()> {
    if is_there() {
        return Ok(());
    }
    apt::install("Python", &["python3", "python3-venv"], MISSING)?;
    match is_there() {
        true => Ok(()),
        false => bail!("{MISSING}"),
    }
}

fn is_there() -> bool {
    let check = "import ensurepip, sys, venv; print(sys.version_info >= (3, 11))";
    which("python3").is_some()
        && Call::new("python3").args(["-c", check]).output().is_ok_and(|text| text == "True")
}

const MISSING: &str = "the tests that read queries back need Python 3.11 or newer with venv\n  what to do: install it \
                       (Debian: apt-get install python3 python3-venv; Fedora: dnf install python3; macOS: brew \
                       install python)";
