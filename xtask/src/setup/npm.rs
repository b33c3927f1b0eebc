//! The npm packages of the workspaces: TypeScript, binaryen, and what the tests need.

use std::fs;

use anyhow::Result;

use crate::project::Project;
use crate::run::{require_node, say, Call};
use crate::stamp::Stamp;

/// What decides which packages are installed.
const INPUTS: [&str; 7] = [
    "package.json",
    "package-lock.json",
    "pkg/package.json",
    "www/console/package.json",
    "www/serve/package.json",
    "www/worker/package.json",
    "tests/package.json",
];

/// Installs exactly what package-lock.json says, unless that was done already.
pub fn ensure(project: &Project) -> Result<()> {
    require_node()?;
    // The stamp lies inside node_modules, so it goes when they go.
    let stamp = || {
        let inputs = INPUTS.map(|file| fs::read(project.root.join(file)).unwrap_or_default());
        Stamp::of(project.root.join("node_modules/.provisor-stamp"), inputs)
    };
    if stamp().is_current() {
        return Ok(());
    }
    say("Installing the npm packages");
    let locked = project.root.join("package-lock.json").is_file();
    Call::new("npm")
        .args([if locked { "ci" } else { "install" }])
        .in_dir(&project.root)
        .without_input()
        .or("if npm says that package.json and package-lock.json differ, run `npm install` and commit the lock file; \
             otherwise see that this machine can reach its npm registry (`npm config get registry`)")
        .run()?;
    // Taken anew: `npm install` has just written the lock file.
    stamp().set()
}
