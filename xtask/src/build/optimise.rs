//! Makes the module smaller with binaryen's wasm-opt: about a quarter less after gzip.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::{say, Call};
use crate::stamp::Stamp;

/// What Rust's wasm target uses beyond the first version of WebAssembly; wasm-opt allows nothing by default.
const OPTIONS: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--strip-debug",
];

/// Returns the optimised module; done anew only when the module or binaryen has changed.
pub fn optimise(project: &Project, wasm: &Path) -> Result<PathBuf> {
    let optimised = project.scratch().join("provisor.wasm");
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let binaryen = fs::read(project.root.join("node_modules/binaryen/package.json")).unwrap_or_default();
    let stamp = Stamp::of(project.scratch().join("provisor.wasm.stamp"), (bytes, binaryen, OPTIONS));
    if optimised.is_file() && stamp.is_current() {
        return Ok(optimised);
    }
    say("Optimising the module");
    Call::new("npx")
        .args(["--no-install", "wasm-opt"])
        .args(OPTIONS)
        .args([wasm, Path::new("-o"), &optimised])
        .in_dir(&project.root)
        .or("if wasm-opt names a feature that is not enabled, enable it in xtask/src/build/optimise.rs")
        .run()?;
    stamp.set()?;
    Ok(optimised)
}
