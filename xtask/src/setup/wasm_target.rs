//! The Rust standard library for wasm32-unknown-unknown.

use std::path::Path;

use anyhow::{bail, Result};

use crate::run::{say, which, Call};

/// The one target that the package ships.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target with rustup unless the compiler has it, from whatever source.
pub fn ensure() -> Result<()> {
    if installed()? {
        return Ok(());
    }
    if which("rustup").is_none() {
        bail!(
            "this Rust has no standard library for {TARGET}, and rustup is not there to add it\n  what to do: \
             install Rust with rustup, or your distribution's package of that library for the same version as \
             `rustc --version` (Debian: libstd-rust-dev-wasm32; Fedora: rust-std-static-{TARGET}; Arch: rust-wasm)"
        );
    }
    say(&format!("Adding Rust's {TARGET} target"));
    Call::new("rustup")
        .args(["target", "add", TARGET])
        .or("see that this machine can reach rustup's server, then run the command again")
        .run()?;
    if !installed()? {
        bail!(
            "rustup added {TARGET} to another toolchain than the one in use\n  what to do: see `which rustc` and \
             `rustup show`: the rustc on the PATH must be rustup's"
        );
    }
    Ok(())
}

fn installed() -> Result<bool> {
    let libraries = Call::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output()?;
    Ok(Path::new(&libraries).is_dir())
}
