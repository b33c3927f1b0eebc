//! The npm packages of the workspaces (TypeScript, binaryen, and what the tests need), and runtimes that npm carries.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::project::Project;
use crate::run::{require_node, say, Call};
use crate::stamp::Stamp;

/// What decides which packages are installed.
const INPUTS: [&str; 8] = [
    "package.json",
    "package-lock.json",
    "pkg/package.json",
    "www/console/package.json",
    "www/serve/package.json",
    "www/worker/package.json",
    "tests/package.json",
    "xtask/docs/package.json",
];

/// Installs exactly what package-lock.json says, unless that was done already.
pub fn ensure(project: &Project) -> Result<()> {
    install(&project.root, &INPUTS, "Installing the npm packages")
}

/// Other versions of Node, Deno and Bun. They have a folder and a lock file of their own: only one stage needs them,
/// and npm would put their `node` before the machine's own.
pub fn ensure_runtimes(project: &Project) -> Result<()> {
    let folder = project.base().join("tests/runtimes/programs");
    install(&folder, &["package.json", "package-lock.json"], "Installing Node 22 and 26, Deno and Bun")
}

fn install(folder: &Path, inputs: &[&str], what: &str) -> Result<()> {
    require_node()?;
    // The stamp lies inside node_modules, so it goes when they go.
    let stamp = || {
        let inputs: Vec<_> =
            inputs.iter().map(|file| fs::read(folder.join(file)).unwrap_or_default()).collect();
        Stamp::of(folder.join("node_modules/.provisor-stamp"), inputs)
    };
    if stamp().is_current() {
        return Ok(());
    }
    say(what);
    let locked = folder.join("package-lock.json").is_file();
    Call::new("npm")
        .args([if locked { "ci" } else { "install" }])
        .in_dir(folder)
        .without_input()
        .or("if npm says that package.json and package-lock.json differ, run `npm install` and commit the lock file; \
             otherwise see that this machine can reach its npm registry (`npm config get registry`)")
        .run()?;
    // Taken anew: `npm install` has just written the lock file.
    stamp().set()
}
