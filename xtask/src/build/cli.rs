//! The command line: checked by the compiler, then bundled with its libraries into the one file pkg/dist/cli.js.

use std::path::Path;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::{say, Call};

/// Bundles it, with the schema of its configuration and its libraries' licences. The facade must be in pkg/dist by now.
pub fn bundle(project: &Project) -> Result<()> {
    say("Bundling the command line");
    let pkg = project.pkg();
    if project.is_next() {
        borrow_libraries(&pkg)?;
    }
    Call::new("npx")
        .args(["--no-install", "tsc", "-p", "cli"])
        .in_dir(&pkg)
        .or("fix what the compiler names above; the sources are in pkg/cli")
        .run()?;
    Call::new("node").args(["build/cli.mjs"]).in_dir(&pkg).or("see what pkg/build/cli.mjs says above").run()
}

/// npm installs the libraries for the workspace pkg; next/pkg is none until it takes its place, so it borrows them.
fn borrow_libraries(pkg: &Path) -> Result<()> {
    let link = pkg.join("node_modules");
    if !link.exists() {
        std::os::unix::fs::symlink("../../pkg/node_modules", &link)
            .with_context(|| format!("cannot write {}", link.display()))?;
    }
    Ok(())
}
