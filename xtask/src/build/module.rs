//! Compiles the crate to WebAssembly and writes the JavaScript glue that calls it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{make_dir, remove_dir, Kind, Project};
use crate::run::{say, Call};
use crate::setup::wasm_target::TARGET;
use crate::stamp::Stamp;

/// The loop of SHA-256 is not written out round by round: 7 kB less, for a few short texts in each step.
const SMALL_SHA_256: &str = "--cfg=sha2_backend_soft=\"compact\"";

/// The module with its imports and exports in final form, and the glue around it.
pub struct Bindings {
    /// The module, not yet optimised.
    pub wasm: PathBuf,
    /// The glue.
    pub js: PathBuf,
    /// The glue's types.
    pub dts: PathBuf,
}

/// Compiles the crate with the `wasm` profile.
pub fn compile(project: &Project) -> Result<PathBuf> {
    say("Building the module");
    let features: &[&str] = match project.kind {
        Kind::NextBreakable => &["--features", "breakdowns"],
        _ => &[],
    };
    Call::cargo()
        .args(["build", "--lib", "--target", TARGET, "--profile", "wasm", "--package", project.package()])
        .args(features)
        .args(flags()?)
        .in_dir(&project.root)
        .run()?;
    let file = if project.is_next() { "wasm/provisor_next.wasm" } else { "wasm/provisor.wasm" };
    Ok(project.target.join(TARGET).join(file))
}

/// The compiler's flags: the small kind of SHA-256, and no trace of the builder's folders in the panic messages, so that
/// every machine builds the same bytes.
fn flags() -> Result<Vec<OsString>> {
    let mut flags = vec![SMALL_SHA_256.to_owned(), library_as_shipped()?];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    flags.extend(
        registries.map(|registry| format!("--remap-path-prefix={}=crates", registry.path().display())),
    );
    let quoted = |flag: &String| format!("\"{}\"", flag.replace('\\', "\\\\").replace('"', "\\\""));
    let list = flags.iter().map(quoted).collect::<Vec<_>>().join(",");
    Ok(vec!["--config".into(), format!("target.{TARGET}.rustflags=[{list}]").into()])
}

/// Where the sources of the standard library are installed, the compiler names them by their place on this machine;
/// elsewhere by its own version.
fn library_as_shipped() -> Result<String> {
    let root = Call::new("rustc").args(["--print", "sysroot"]).output()?;
    let version = Call::new("rustc").args(["-vV"]).output()?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let sources = Path::new(root.trim()).join("lib/rustlib/src/rust");
    Ok(format!("--remap-path-prefix={}=/rustc/{}", sources.display(), commit.trim()))
}

/// Writes the glue for hosts that hand it the module: pages, Workers, Node, Deno and Bun all do.
pub fn bind(project: &Project, compiled: &Path) -> Result<Bindings> {
    let dir = project.scratch().join("bindings");
    let bindings =
        Bindings { wasm: dir.join("glue_bg.wasm"), js: dir.join("glue_bg.js"), dts: dir.join("glue.d.ts") };
    let bytes = fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    // This file decides the options, so its text is an input like the module.
    let stamp = Stamp::of(dir.join("stamp"), (bytes, include_str!("module.rs")));
    if stamp.is_current() {
        return Ok(bindings);
    }
    say("Writing the glue");
    remove_dir(&dir)?;
    make_dir(&dir)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        // The kind whose glue loads nothing by itself: pkg/src/instance.ts makes the instances.
        .bundler(true)?
        .typescript(true)
        .remove_producers_section(true)
        .out_name("glue");
    bindgen.generate(&dir).context("wasm-bindgen cannot write the glue")?;
    ensure!(
        !dir.join("snippets").exists() && !dir.join("package.json").exists(),
        "a dependency brings JavaScript files of its own, which the package does not ship\n  what to do: see {} and \
         do without that dependency on wasm32",
        dir.display()
    );
    stamp.set()?;
    Ok(bindings)
}
