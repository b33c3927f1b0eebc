//! Makes the module smaller with binaryen's wasm-opt: a quarter less after gzip.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::{say, Call};
use crate::stamp::Stamp;

/// What Rust's wasm target uses beyond the first version of WebAssembly; wasm-opt allows nothing by default.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The passes. A function with one caller is inlined only if it is tiny, and functions lie in the order of their names, so
/// that copies of a generic function are neighbours: together they take an eighth off what gzip leaves. `-g` keeps the
/// names, which the order needs.
const PASSES: [&str; 5] = ["-g", "-Oz", "-ocimfs", "20", "--reorder-functions-by-name"];

/// Takes the names out again, in a call of its own: with `-g` they are always written.
const STRIP: [&str; 1] = ["--strip-debug"];

/// Returns the optimised module; done anew only when the module or binaryen has changed.
pub fn optimise(project: &Project, wasm: &Path) -> Result<PathBuf> {
    let optimised = project.scratch().join("provisor.wasm");
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let binaryen = fs::read(project.root.join("node_modules/binaryen/package.json")).unwrap_or_default();
    let stamp =
        Stamp::of(project.scratch().join("provisor.wasm.stamp"), (bytes, binaryen, FEATURES, PASSES, STRIP));
    if optimised.is_file() && stamp.is_current() {
        return Ok(optimised);
    }
    say("Optimising the module");
    let named = project.scratch().join("provisor.named.wasm");
    wasm_opt(project, &PASSES, wasm, &named)?;
    wasm_opt(project, &STRIP, &named, &optimised)?;
    stamp.set()?;
    Ok(optimised)
}

fn wasm_opt(project: &Project, passes: &[&str], from: &Path, to: &Path) -> Result<()> {
    Call::new("npx")
        .args(["--no-install", "wasm-opt"])
        .args(passes)
        .args(FEATURES)
        .args([from, Path::new("-o"), to])
        .in_dir(&project.root)
        .or("if wasm-opt names a feature that is not enabled, enable it in xtask/src/build/optimise.rs")
        .run()
}
